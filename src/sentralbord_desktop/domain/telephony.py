"""Phone numbers in any format, stored as digits, shown in Norwegian groups."""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl

from sentralbord_desktop.domain.errors import SwitchboardError

WITHIN = re.compile(r"(?<![\d.])(?:\+|00)?\d(?:[ ()./-]{0,2}\d){6,14}(?!\d)")
BIRTH_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}")
NORWEGIAN = re.compile(r"(?:\+47|0047|47)?([2-9]\d{7})")
NORWEGIAN_DIGITS, SHORT_NUMBERS = 8, (4, 5)
"""Digits of a Norwegian number, and of those that are shorter: «1881», «02800»."""
FIRST_NUMBER = re.compile(r"\(?\+?\d[\d ()./-]*")
NO_NUMBER = re.compile(
    r"(?:har\s+)?(?:ingen|ikke)\b|(?:vil|ønsker|kan)\s+ikke\b|nei\b|vet\s+ikke\b|hemmelig|skjult|ukjent", re.IGNORECASE
)
MEND_NUMBER = (
    "Skriv alle sifrene, et utenlandsk med landkode (+46). "
    "Er det et internnummer, skriv et ord foran: «internt 412». Har de ingen telefon, skriv «ingen»."
)
"""How to correct a number that cannot be dialled, or keep it as it is."""


def normal_number(text: str) -> str:
    """«+47 990 00 418» -> «99000418»; a foreign number keeps its country: «+48601234567». Text without a phone number
    gives its digits, if any."""
    digits = re.sub(r"[^\d+]", "", text)
    digits = digits[:1] + digits[1:].replace("+", "")  # a plus is only valid in front
    if match := NORWEGIAN.fullmatch(digits):
        return match[1]
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if digits.startswith("+"):
        return _foreign(digits)
    return digits


def can_be_rung(number: str) -> bool:
    """Whether a normal number is complete: eight digits in Norway, or with its country."""
    return bool(re.fullmatch(r"[2-9]\d{7}|\+\d{7,15}", number))


def number_said_in(text: str) -> str:
    """The first number in `text` that can be dialled, as written; `text` where there is none, or where it is a number
    only."""
    if is_phone_number(text):
        return text
    for found in WITHIN.findall(text):
        number = normal_number(found)
        if can_be_rung(number) and not may_be_a_date(number):
            return str(found)
    return text


def number_to_ring(text: str) -> str:
    """The number to dial from an answer: «990 00 418, helst etter 15» and «99000418 eller 22123456» give the first; «»
    when there is none."""
    said = number_said_in(text)
    if not any(sign.isalpha() for sign in said):
        return normal_number(said)
    short = re.findall(r"\d{3,}", said)  # «vakta, 02800», «internt 412»
    return short[0] if len(short) == 1 else ""


def number_fault(text: str) -> str:
    """What is wrong with a number that a caller gives, in Norwegian and with the way to mend it; «» when it can be
    dialled, when it says that there is none («ingen»), and of a number with a word before it («internt 412»)."""
    digits = sum(map(str.isdigit, text))
    if not digits:
        return "" if NO_NUMBER.match(text.strip()) else f"Det er ikke noe tall i svaret. {MEND_NUMBER}"
    first = FIRST_NUMBER.match(text.strip())
    if not first:
        return ""
    number = normal_number(number_said_in(text) if can_be_rung(number_to_ring(text)) else first[0])
    if number.startswith("+"):
        return "" if _is_possible(number) else f"Det er ikke et helt utenlandsk nummer. {MEND_NUMBER}"
    if can_be_rung(number) or len(number) in SHORT_NUMBERS:
        return ""
    if len(number) == NORWEGIAN_DIGITS:
        return f"Et norsk nummer begynner ikke på {number[0]}. {MEND_NUMBER}"
    return f"Nummeret har {len(number)} siffer, og et norsk nummer har {NORWEGIAN_DIGITS}. {MEND_NUMBER}"


def _is_possible(number: str) -> bool:
    import phonenumbers  # slow to import, and few numbers are foreign

    try:
        return bool(phonenumbers.is_possible_number(phonenumbers.parse(number)))
    except phonenumbers.NumberParseException:
        return False


def is_landline(number: str) -> bool:
    """Whether a normal number is a Norwegian one that cannot receive SMS: mobiles begin with 4 or 9."""
    return bool(re.fullmatch(r"[235678]\d{7}", number))


def may_be_a_date(number: str) -> bool:
    """Whether a normal number can be read as day, month and year («22041979»)."""
    return bool(re.fullmatch(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d", number))


def _foreign(digits: str) -> str:
    import phonenumbers  # slow to import, and few numbers are foreign

    try:
        parsed = phonenumbers.parse(digits, "NO")
    except phonenumbers.NumberParseException:
        return digits.replace("+", "")
    if parsed.country_code == 47:
        return str(parsed.national_number)
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def spoken_number(number: str) -> str:
    """«99000418» -> «990 00 418» (3-2-3), landlines «22 12 34 56», foreign by their own rule."""
    if re.fullmatch(r"[489]\d{7}", number):
        return f"{number[:3]} {number[3:5]} {number[5:]}"
    if re.fullmatch(r"[2-9]\d{7}", number):
        return f"{number[:2]} {number[2:4]} {number[4:6]} {number[6:]}"
    if number.startswith("+"):
        import phonenumbers

        try:
            parsed = phonenumbers.parse(number)
        except phonenumbers.NumberParseException:
            return number
        form = phonenumbers.PhoneNumberFormat.INTERNATIONAL
        return str(phonenumbers.format_number(parsed, form))
    return number


def is_phone_number(text: str) -> bool:
    """Whether `text` can be dialled: five to fifteen digits, a plus and separators only."""
    return bool(re.fullmatch(r"\(?\+?\d[\d ()./-]*", text.strip())) and (5 <= len(re.sub(r"\D", "", text)) <= 15)


class CallerInText(NamedTuple):
    number: str
    name: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def caller_in(text: str) -> CallerInText:
    """The caller, from the searched text; a birth date is neither number nor name."""
    if BIRTH_DATE.fullmatch(text):
        return CallerInText("", "")
    return CallerInText(normal_number(text), "") if is_phone_number(text) else CallerInText("", text)


SCHEME = "sentralbord:"
MAX_LINK_CHARS = 200
REFUSED = "Lenken fra telefonen kunne ikke leses. Lim inn nummeret i søkefeltet i stedet."


class LinkError(SwitchboardError):
    """The link is invalid, or asks for something that a link may not do."""


def is_link(text: str) -> bool:
    return text[: len(SCHEME)].casefold() == SCHEME


def number_in(link: str) -> str:
    """The number that rings, as `normal_number` gives it. Raises LinkError. An unescaped plus arrives as a space, and
    is read as a plus."""
    if not is_link(link) or len(link) > MAX_LINK_CHARS or not link.isprintable():
        raise LinkError(REFUSED)
    verb, _, query = link[len(SCHEME) :].partition("?")
    if verb.strip("/").casefold() != "ring" or "#" in query:
        raise LinkError(REFUSED)
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True, errors="strict")
    except ValueError:
        raise LinkError(REFUSED) from None
    if [key for key, _ in pairs] != ["nummer"]:
        raise LinkError(REFUSED)
    said = pairs[0][1]
    said = f"+{said[1:]}" if said[:1] == " " else said
    if not said.isascii() or not is_phone_number(said):
        raise LinkError(REFUSED)
    return normal_number(said)
