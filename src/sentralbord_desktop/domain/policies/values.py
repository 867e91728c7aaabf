"""Policy values that are more than a text, from a file or the registry. Each function raises ValueError with what is
allowed, never with the actual value."""

import re

HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)")
AS_HEADERS = "skal være en linje for hvert hode: Navn: verdi"


def read_number(value: object, least: int, most: int) -> int:
    number = int(value) if isinstance(value, str) and value.strip().isdecimal() else value
    if isinstance(number, bool) or not isinstance(number, int):
        raise ValueError("skal være et tall")  # noqa: TRY004 - the file is wrong, not the caller
    if not least <= number <= most:
        raise ValueError(f"skal være fra {least} til {most}")
    return number


def read_numbers(value: object, least: int, most: int) -> tuple[int, ...]:
    """A comma-separated text, a list, or one number."""
    parts = value.split(",") if isinstance(value, str) else value
    numbers = [read_number(p, least, most) for p in (parts if isinstance(parts, list) else [parts])]
    if not numbers:
        raise ValueError("skal være tall med komma mellom")
    return tuple(numbers)


def read_list(value: object) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise ValueError("skal være tekst med komma mellom")
    return tuple(part.strip() for part in parts if part.strip())


def read_headers(value: object, longest: int) -> dict[str, str]:
    """«Name: value» on each line; group policy gives the lines as a list."""
    lines = value.splitlines() if isinstance(value, str) else value
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise ValueError(AS_HEADERS)
    found = [HEADER.fullmatch(line.strip()) for line in lines if line.strip()]
    headers = {match[1]: match[2].strip() for match in found if match}
    if None in found or not all(map(str.isprintable, headers.values())):
        raise ValueError(AS_HEADERS)
    if sum(map(len, lines)) > longest:
        raise ValueError(f"skal være tekst på høyst {longest} tegn")
    return headers
