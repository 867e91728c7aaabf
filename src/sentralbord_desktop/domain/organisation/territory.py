"""Which department a workplace belongs to, by location and employer. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from sentralbord_desktop.domain.organisation.postcodes import FOUR_DIGITS, PostCodes, shipped
from sentralbord_desktop.domain.text.folding import plain

WRITTEN_CODE = re.compile(r"(?:NO?-?)?\s*([0-9]{4})(?:\s+\D.*)?", re.IGNORECASE)
CODES = re.compile(r"([0-9]+)(?:\s*[-–—]\s*([0-9]+))?")


class Area(Protocol):
    """The fields of a department that this module reads."""

    @property
    def number(self) -> int: ...
    @property
    def area(self) -> str: ...  # «0001-1295, Bærum, 2008», entered by a person


@dataclass(frozen=True)
class Workplace:
    """What is known of a workplace. `place` is a municipality or a place, as written."""

    post_code: str = ""
    place: str = ""
    employer: str = ""


@dataclass(frozen=True)
class Placement:
    """The departments that a workplace may belong to, best first, and why, for the screen."""

    candidates: tuple[int, ...] = ()
    why: str = ""
    certain: bool = False


@dataclass(frozen=True)
class _Territory:
    """A parsed area. Parts that could not be parsed are in `faults`."""

    ranges: tuple[tuple[str, str], ...]
    municipalities: frozenset[str]
    faults: tuple[str, ...]

    def width(self, code: str, municipality_no: str | None) -> int | None:
        """How precisely `code` is covered: 0 by itself, then by range, last by municipality."""
        widths = [int(high) - int(low) for low, high in self.ranges if low <= code <= high]
        if municipality_no in self.municipalities:
            widths.append(10_000)
        return min(widths, default=None)


def check_area(text: str, post_codes: PostCodes | None = None) -> list[str]:
    """What is wrong with a department's area, one sentence for each part."""
    return list(_territory(text, post_codes or shipped()).faults)


def _territory(text: str, post_codes: PostCodes) -> _Territory:
    ranges: list[tuple[str, str]] = []
    municipalities: set[str] = set()
    faults: list[str] = []
    for part in filter(None, (part.strip() for part in re.split(r"[,;\n]", text))):
        if not (match := CODES.fullmatch(part)):
            rows = post_codes.by_municipality(part)
            names = sorted({row.municipality for row in rows})
            if len(names) == 1:
                municipalities.add(rows[0].municipality_no)
            elif names:
                faults.append(f"«{part}» finnes flere steder. Skriv {' eller '.join(names)}.")
            else:
                faults.append(f"«{part}» er verken et postnummer eller en kommune vi kjenner.")
        elif not all(FOUR_DIGITS.fullmatch(code or match[1]) for code in match.groups()):
            faults.append(f"«{part}» kan ikke leses: et postnummer har fire sifre.")
        elif match[1] > (match[2] or match[1]):
            faults.append(f"«{part}» kan ikke leses: det laveste postnummeret skal stå først.")
        else:
            ranges.append((match[1], match[2] or match[1]))
    return _Territory(tuple(ranges), frozenset(municipalities), tuple(faults))


@dataclass(frozen=True)
class _Finding:
    """The result of one kind of evidence. `why` is empty without any."""

    numbers: tuple[int, ...] = ()
    why: str = ""
    sure: bool = False
    municipalities: frozenset[str] = frozenset()


def departments_of(
    workplace: Workplace,
    departments: Sequence[Area],
    employers: Mapping[str, int] | None = None,
    post_codes: PostCodes | None = None,
) -> Placement:
    """Certain only where all evidence points at the same department."""
    post_codes = post_codes or shipped()
    areas = {it.number: _territory(it.area, post_codes) for it in departments}
    place = _of_both(
        _of_code(workplace.post_code.strip(), areas, post_codes), _of_name(workplace.place.strip(), areas, post_codes)
    )
    employer = _of_employer(workplace.employer, list(areas), employers or {})
    if not employer.numbers:
        found = place
    elif not place.why:
        found = employer
    elif place.sure and place.numbers == employer.numbers:
        found = replace(place, why=f"{place.why}, og det gjør {workplace.employer.strip()} også")
    else:
        found = _disagreeing(place, employer)
    return Placement(found.numbers, found.why, found.sure and len(found.numbers) == 1)


def _of_code(written: str, areas: Mapping[int, _Territory], post_codes: PostCodes) -> _Finding:
    if not written:
        return _Finding()
    match = WRITTEN_CODE.fullmatch(written)
    if match is None:
        return _Finding(why=f"«{written}» er ikke et postnummer")
    row = post_codes.find(match[1])
    at = row.municipality_no if row else None
    widths = ((area.width(match[1], at), number) for number, area in areas.items())
    numbers = tuple(n for _, n in sorted((w, n) for w, n in widths if w is not None))
    why = f"postnummer {match[1]} hører {_to(numbers)}"
    return _Finding(numbers, why, bool(numbers), frozenset({at} if at else ()))


def _of_name(name: str, areas: Mapping[int, _Territory], post_codes: PostCodes) -> _Finding:
    """A name covers all codes of the municipality and of the place with that name."""
    rows = {*post_codes.by_municipality(name), *post_codes.by_place(name)}
    if not rows:
        return _Finding(why=f"«{name}» er ikke i postnummerlista" if name else "")
    covered = {
        number: sum(area.width(row.code, row.municipality_no) is not None for row in rows)
        for number, area in areas.items()
    }
    numbers = tuple(sorted((n for n in covered if covered[n]), key=lambda n: (-covered[n], n)))
    whole = bool(numbers) and covered[numbers[0]] == len(rows)
    why = f"{'' if whole or not numbers else 'deler av '}«{name}» hører {_to(numbers)}"
    return _Finding(numbers, why, whole, frozenset(row.municipality_no for row in rows))


def _of_employer(name: str, numbers: Iterable[int], employers: Mapping[str, int]) -> _Finding:
    firm = _firm(name)
    found = [n for known, n in employers.items() if firm and _firm(known) == firm and n in numbers]
    numbers = tuple(dict.fromkeys(found))
    return _Finding(numbers, f"{name.strip()} hører {_to(numbers)}" if found else "", bool(found))


def _firm(name: str) -> str:
    return plain(re.sub(r"\s+(?:ASA?|SA|ANS|DA|KF|IKS)\.?$", "", name.strip(), flags=re.I))


def _of_both(code: _Finding, name: _Finding) -> _Finding:
    """The code decides, unless the name belongs to another municipality or department."""
    if not code.why or not name.why:
        return code if code.why else name
    apart = code.numbers and name.numbers and not {*code.numbers} & {*name.numbers}
    places = code.municipalities, name.municipalities
    elsewhere = all(places) and not places[0] & places[1]
    return code if code.numbers and not (apart or elsewhere) else _disagreeing(code, name)


def _disagreeing(first: _Finding, second: _Finding) -> _Finding:
    """Both, uncertain. Departments in both come first."""
    numbers = dict.fromkeys(first.numbers + second.numbers)
    best_first = sorted(numbers, key=lambda n: not (n in first.numbers and n in second.numbers))
    return _Finding(tuple(best_first), f"{first.why}, men {second.why}")


def _to(numbers: Sequence[int]) -> str:
    named = " eller ".join(f"avd. {number}" for number in numbers)
    return f"til {named}" if named else "ikke til noen avdeling"
