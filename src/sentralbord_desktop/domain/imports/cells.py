"""From the text of a cell to the value of a field, and back. Pure."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple
from unicodedata import decimal, normalize

from sentralbord_desktop.domain.telephony import is_phone_number, normal_number
from sentralbord_desktop.domain.text.folding import plain
from sentralbord_desktop.domain.text.patterns import EMAIL

ADDRESSES, NUMBERS = SEVERAL = ("har flere adresser", "har flere numre")


class CellError(ValueError):
    """The reason in Norwegian, to follow the column's heading; never contains the text of the cell.

    `detail` is a sentence about this one cell. Cells with the same error but other details have the same cause. `kept`
    is the value that is read from a cell with several (SEVERAL).
    """

    def __init__(self, why: str, detail: str = "", kept: Any = None) -> None:
        super().__init__(why)
        self.detail, self.kept = detail, kept


FORMULA_STARTS = tuple("=+-@−＝＋－＠﹦﹢﹣﹫")
"""First characters of a formula, also in full-width and small forms."""


def guarded(text: str, *, phone: bool = False) -> str:
    """`text` with an apostrophe in front if a spreadsheet would run it; a phone number is left unchanged.

    Leading spaces and invisible characters are ignored in the check, because some programs remove them.
    """
    bare = text.lstrip() if text.isprintable() else "".join(c for c in text if c.isprintable()).lstrip()
    if (not bare or bare[0] not in FORMULA_STARTS) and text[:1] not in ("\t", "\r", "\n"):
        return text
    return text if phone and is_phone_number(text) else "'" + text


# ---------------------------------------------------------------- cells that say nothing

SAYS_NOTHING = frozenset(
    {"", "-", "--", "–", "—", "_", ".", "..", "?", "*", "(tom)", "(blank)"}
    | {"#I/T", "#N/A", "#VERDI!", "#VALUE!", "#REF!", "#NAVN?", "#NAME?", "#DIV/0!"}
    | {"NULL", "null", "(null)", "<null>", "<NULL>", "\\N", "None", "nan", "NaN", "NaT", "<NA>"}
    | {"00.00.0000", "00.00.00", "0000-00-00", "0000-00-00 00:00:00", "00/00/0000", "0.0.0000", "00000000"}
    | {"31.12.9999", "9999-12-31", "9999-12-31 00:00:00", "99991231"}
    | {"01.01.1900", "1900-01-01", "1900-01-01 00:00:00", "19000101"}
    | {
        case(word)
        for word in (
            *("ukjent", "ukjend", "n/a", "ikke oppgitt", "ikkje oppgitt", "ikke kjent", "ikkje kjend", "uoppgitt"),
            *("ikke registrert", "ikkje registrert", "ikke angitt", "ikkje oppgjeve", "uoppgjeve"),
        )
        for case in (str, str.upper, str.capitalize)
    }
)
"""Texts in a cell without a value, from people and systems. «Null» is a name."""
SYSTEM_DAYS = frozenset(
    {date(1, 1, 1), date(1753, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1)}
    | {date(2099, 12, 31), date(2999, 12, 31), date(9999, 12, 31)}
)
"""The first and the last day of a system: a day that was never filled in, and an end that has not come."""
NO_SUCH = "ingen|mangler|har ikke|har ikkje|finnes ikke|nei|hemmelig|unntatt|reservert"
"""Words in a cell for a number or an address that mean none."""
OF_WHAT = "|e-post|epostadresse|mail|email|telefon|tlf|mobil|nummer"
"""Words that may follow: «ingen e-post»."""
_NO_SUCH, _OF_WHAT = (tuple(map(plain, words.split("|"))) for words in (NO_SUCH, OF_WHAT))


def is_none(text: str) -> bool:
    """Whether a cell for a number or an address says that there is none: «ingen», «mangler e-post»."""
    word = plain(text)
    return any(word.removeprefix(none) in _OF_WHAT for none in _NO_SUCH if word.startswith(none))


# ---------------------------------------------------------------- values

Read = Callable[[str], Any]
"""Tidied, non-empty text of a cell -> its value; None when it means no value. Raises CellError."""

ADDRESS = re.compile(r"[^@\s;,<>()#:?]+@[^@\s;,<>()#:?]+\.[^@\s;,<>()#:?]+")
NO_ADDRESS = "er ikke en e-postadresse"
ADDRESS_ENDS = re.compile(r"[;,<>()#:\s]+")
"""Characters between or around the addresses of a cell: «kari@a.no; jobb@b.no», «Kari Lie <kari@a.no>», and Access's
«kari@a.no#mailto:kari@a.no#»."""

YES = frozenset({"ja", "j", "x", "1", "true", "sant", "sann", "yes", "y", "t", "-1"})
NO = frozenset({"nei", "n", "0", "false", "usant", "usann", "no", "f"})
"""Includes Excel's SANN and USANN, Access' -1, and PostgreSQL's t and f."""

ROUNDED = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)
"""1,23E+11: a long number as changed by a spreadsheet."""
WHOLE = re.compile(r"(\d+)[.,]00?", re.ASCII)
"""204118.0 and 204118,00: a whole number as written by a program for a column with empty cells."""
POST_CODE = re.compile(r"(?:NO?[- ])?(\d{1,4})(?:\.0)?", re.ASCII)
BEHIND_CODE = re.compile(r"^(?:[A-ZÆØÅ]{1,3}(?: +[-–] +|[:.] +)|\d{1,3}(?: *[-–:./] *| +))")
"""The code before a word: «A - Aktiv», «10 Yrkesaktiv», but not «Ex-aktiv» or «B-medlem»."""
TEXT_FORMULA = len('="')
DEPARTMENT = re.compile(
    r"(?:avd\w*\.?\s*(?:nr\.?\s*)?)?(?P<number>\d{1,4})(?:\.0)?(?:[\s,.:/–-]+(?P<name>.*))?", re.IGNORECASE
)
NUMBER_LAST = re.compile(r"(?P<name>\D+) \((?:avd\.? ?)?(?P<number>\d{1,4})\)", re.IGNORECASE)
"""«Mjøstraktene (04)»."""


def tidy(text: str) -> str:
    """The text with single spaces, without unprintable characters, without the apostrophe of `guarded`, and without the
    apostrophe or ="…" that other systems use to keep zeros in a spreadsheet."""
    if not text.isprintable():
        text = "".join(c for c in " ".join(text.split()) if c.isprintable())
    elif "  " in text or text[:1] == " " or text[-1:] == " ":  # all other spaces are unprintable
        text = " ".join(text.split())
    if text[:2] == '="' and text[-1] == '"' and len(text) > TEXT_FORMULA:
        text = text[2:-1]
    return text[1:] if text[:1] == "'" and (text[1:2] in FORMULA_STARTS or text[1:].isdigit()) else text


def read_department(text: str) -> int:
    if match := DEPARTMENT.fullmatch(text) or NUMBER_LAST.fullmatch(text):
        return int(match["number"])
    raise CellError("er ikke et avdelingsnummer")


def department_name(text: str) -> str:
    """The name beside the number of a department, «» without one."""
    match = DEPARTMENT.fullmatch(text) or NUMBER_LAST.fullmatch(text)
    return match["name"] or "" if match else ""


def read_yes(text: str) -> bool:
    word = text.casefold()
    if word in YES or word in NO:
        return word in YES
    raise CellError("skal være ja eller nei")


def read_email(text: str) -> str:
    if not EMAIL.fullmatch(text):
        raise CellError(NO_ADDRESS)
    return _short(text, 200)


def read_first_email(text: str) -> str | None:
    """The e-mail address of a cell, without a name beside it; the first of several."""
    if ADDRESS.fullmatch(text):
        return _short(text, 200)
    if is_none(text):
        return None
    if "?" in text:
        raise CellError(NO_ADDRESS)
    found = [part for part in ADDRESS_ENDS.split(text) if ADDRESS.fullmatch(part)] or [text]
    first = read_email(found[0])
    if any(part != first for part in found):
        raise CellError(ADDRESSES, kept=first)
    return first


def read_post_code(text: str) -> str | None:
    """Four digits: «150», «150.0» and «N-0150» are 0150, which a spreadsheet may have changed; 0 means none."""
    if found := POST_CODE.fullmatch(text):
        return found[1].zfill(4) if found[1].strip("0") else None
    raise CellError("er ikke fire siffer")


class SplitAddress(NamedTuple):
    """Each part may be «»."""

    street: str
    post_code: str
    place: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def read_town(text: str) -> SplitAddress:
    """«0150 Oslo»."""
    code, space, place = text.partition(" ")
    if not POST_CODE.fullmatch(code):
        if code[0].isdigit():
            raise CellError("begynner ikke med fire siffer")
        return SplitAddress("", "", read_words(100)(text))
    return SplitAddress("", read_post_code(code) or "", read_words(100)(place) if space else "")


def read_codes(text: str) -> str:
    return _short(", ".join(p.strip() for p in re.split(r"[,;|]", text) if p.strip()), 200)


def read_steward(text: str) -> str:
    """A name, or «Ja» (also for «J» and «1»); «» for «nei»."""
    word = text.casefold()
    return "" if word in NO else "Ja" if word in YES and word != "ja" else read_words(200)(text)


def read_money(text: str) -> int:
    """Kroner («1 250,50», «kr 450,-») in øre."""
    bare = re.sub(r"(?i)kr\.?|nok|\s|,-$", "", text)
    if "," in bare:
        bare = bare.replace(".", "").replace(",", ".")
    try:
        amount = Decimal(bare)
    except InvalidOperation:
        raise CellError("er ikke et beløp") from None
    if not amount.is_finite() or amount.copy_abs() > 10_000_000:  # abs() overflows
        raise CellError("er ikke et rimelig beløp")
    return int((amount * 100).to_integral_value())


def read_number(text: str) -> str:
    """A number with all kinds of digits converted to 0 – 9, so that no member is registered twice."""
    if text.isdigit() and text.isascii() and len(text) <= 32:
        return text  # by far the most common, and quickest
    text = text.replace(" ", "")
    if text.endswith("0") and (whole := WHOLE.fullmatch(text)):
        return _short(whole[1], 32)
    if not text.isascii():
        text = "".join(str(decimal(sign, sign)) for sign in normalize("NFKC", text))
    if ROUNDED.fullmatch(text):
        raise CellError("er avrundet av et regneark. Hent filen på nytt med nummeret som tekst")
    return _short(text, 32)


def _short(text: str, longest: int) -> str:
    if len(text) > longest:
        raise CellError(f"er lengre enn {longest} tegn")
    return text


LOST_LETTER = re.compile(r"[^\W\d_]\?|\?[^\W\d_]")
"""A question mark at a letter: what a program wrote for a letter that its encoding does not have."""
LOST_LETTERS = "har mistet bokstaver, med ? i stedet. Lag filen på nytt som «CSV UTF-8», eller rett raden"


def read_words(longest: int) -> Read:
    """As `read_text`, for a name or an address: refuses lost letters, «?deg?rd»."""

    def read(text: str) -> str:
        if "?" in text and LOST_LETTER.search(text):
            raise CellError(LOST_LETTERS)
        return text if len(text) <= longest else _short(text, longest)

    return read


def read_text(longest: int) -> Read:
    """A reader of text of at most `longest` characters."""

    def read(text: str) -> str:
        return text if len(text) <= longest else _short(text, longest)

    return read


def shown(value: Any) -> str:
    """A value as text for the change log and a preview: 14.03.1979, ja, 1234."""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, bool):
        return "ja" if value else "nei"
    return "" if value is None else str(value)


# ---------------------------------------------------------------- telephone numbers as people write them

GROUPED = re.compile(r"(?:\+47|0047|47)? ?([2-9](?: ?\d){7})", re.ASCII)
"""A Norwegian number in groups. Gives the same as `normal_number`, in a quarter of the time."""
SIGNS = re.compile(r"[\d+ ()./-]+")
NUMBER = re.compile(r"(?<![\d+])(?:(?:(?:\+|00)\d{1,3}|47)[ ().-]{0,9})?\d(?:[ ().-]{0,2}\d){4,19}", re.ASCII)
"""One number among words; a slash, a comma or a word ends it. No part of it is unlimited: a cell of brackets alone would
be searched from each of them to its end."""
NORWEGIAN_NUMBER = re.compile(r"[2-9]\d{7}", re.ASCII)
MAX_DIGITS, NORWEGIAN = 15, 8
NO_PHONE = "er ikke et telefonnummer"


class TwoNumbers(str):
    """The first number of a cell that has two; `second` is the other."""

    __slots__ = ("second",)
    second: str

    @classmethod
    def of(cls, first: str, second: str) -> "TwoNumbers":
        made = cls(first)
        made.second = second
        return made


def read_phone(text: str) -> str | None:
    """A member's number as digits, without words beside it: «900 00 000 (jobb)». With two numbers in a cell, the first,
    as TwoNumbers; with more, the first two are kept."""
    if len(text) == NORWEGIAN and text.isascii() and text.isdigit() and text[0] in "23456789":
        return text  # by far the most common, and quickest
    if match := GROUPED.fullmatch(text):
        return match[1].replace(" ", "")
    text = text.removesuffix(".0")  # a program's 90000000.0
    if not text.strip("0 ") or is_none(text):
        return None
    numbers = list(dict.fromkeys(_whole_numbers(text)))
    if len(numbers) > 2:
        raise CellError(NUMBERS, kept=TwoNumbers.of(numbers[0], numbers[1]))
    if len(numbers) == 2:
        return TwoNumbers.of(numbers[0], numbers[1])
    return numbers[0] if numbers else _checked(text)


def read_short_phone(text: str) -> str:
    """A number of at least three digits: also an extension, or 02800; refuses a Norwegian number with one digit too few
    or too many."""
    number = _phone(text, 3)
    if not number.startswith("+") and len(number) in (6, 7, 9):
        raise CellError(NO_PHONE, wrong_length(len(number)))
    return number


def wrong_length(digits: int) -> str:
    return f"Nummeret har {digits} siffer. Et norsk nummer har {NORWEGIAN}."


def _whole_numbers(text: str) -> Iterator[str]:
    """The complete numbers among the words of a cell: eight digits in Norway, or with their country."""
    for found in NUMBER.findall(text):
        number = normal_number(found.strip(" (.-"))
        halves = (number[:NORWEGIAN], number[NORWEGIAN:])
        if NORWEGIAN_NUMBER.fullmatch(number) or (number.startswith("+") and len(number) > NORWEGIAN):
            yield number
        elif all(map(NORWEGIAN_NUMBER.fullmatch, halves)):  # two with a space between
            yield from halves


def _checked(text: str) -> str:
    """A number that is not a complete Norwegian one: a short one, or a foreign one without its country."""
    number = _phone(text, 5)
    digits = len(number)
    if not number.startswith("+") and digits in (6, 7, 9):
        raise CellError(NO_PHONE, wrong_length(digits))
    if digits == NORWEGIAN and not NORWEGIAN_NUMBER.fullmatch(number):
        raise CellError(NO_PHONE, f"Et norsk nummer begynner ikke på {number[0]}.")
    return number


def _phone(text: str, fewest: int) -> str:
    number = normal_number(text)
    digits = number.removeprefix("+")
    if not (fewest <= len(digits) <= MAX_DIGITS and digits.isdigit()) or not SIGNS.fullmatch(text):
        raise CellError(NO_PHONE)
    return number


# ---------------------------------------------------------------- whole names and addresses

PARTICLES = frozenset(
    [
        *("af", "al", "av", "bin", "da", "de", "del", "della", "den", "der", "di", "dos"),
        *("du", "el", "ibn", "la", "le", "ten", "ter", "van", "von", "zu"),
    ]
)
"""Particles in small letters before a last name: «van der Berg»."""


class SplitName(NamedTuple):
    first_name: str
    last_name: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def split_name(text: str) -> SplitName:
    """«Ingunn Fjeldheim» -> first and last name, at the last space, «Jan van der Berg» before «van»; «Fjeldheim, Ingunn»
    too."""
    if "," in text:
        return _at_comma(text)
    *first, last = text.split() or [""]
    while len(first) > 1 and first[-1] in PARTICLES:
        last = f"{first.pop()} {last}"
    return SplitName(" ".join(first), last)


def split_last_first(text: str) -> SplitName:
    """«Fjeldheim Ingunn Marie» -> first and last name; the last name is the first word, with particles before it."""
    if "," in text:
        return _at_comma(text)
    words = text.split()
    before = next((place for place, word in enumerate(words) if word not in PARTICLES), 0)
    return SplitName(" ".join(words[before + 1 :]), " ".join(words[: before + 1]))


def _at_comma(text: str) -> SplitName:
    last, _, first = text.partition(",")
    return SplitName(first.strip(), last.strip())


WHOLE_ADDRESS = re.compile(
    r"(.+?)(?:\s*[,;]\s*|(?<=\d)\s+|(?<=\d[A-Za-z])\s+|(?<=\d [A-Za-z])\s+)(?:NO?[- ])?(\d{4})\s+([^\W\d_][^\d,;]+)"
)
TOWN_CELL = re.compile(r"(?:NO?[- ])?\d{4}\s+[^\W\d_][^\d,;]+")


def split_address(text: str) -> SplitAddress | None:
    """The parts of «Granveien 4, 2317 Hamar», also without the comma after a house number; None for an
    address that is not whole, as «Postboks 1234 Sentrum»."""
    found = WHOLE_ADDRESS.fullmatch(text)
    return SplitAddress(found[1], found[2], found[3].strip()) if found else None
