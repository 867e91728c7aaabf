"""From the text of a cell to the value of a field, and back. Pure."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple
from unicodedata import decimal, normalize

from sentralbord_desktop.domain.imports.cells.cell_error import ADDRESSES, CellError
from sentralbord_desktop.domain.imports.cells.nothing import is_none
from sentralbord_desktop.domain.imports.csv_guard import FORMULA_STARTS
from sentralbord_desktop.domain.text.patterns import EMAIL

Read = Callable[[str], Any]
"""Tidied, non-empty text of a cell -> its value; None when it means no value. Raises CellError."""

ADDRESS = re.compile(r"[^@\s;,<>()#:]+@[^@\s;,<>()#:]+\.[^@\s;,<>()#:]+")
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
DEPARTMENT = re.compile(r"(?:avd\w*\.?\s*(?:nr\.?\s*)?)?(\d{1,4})(?:\.0)?(?:[\s,.:/–-].*)?", re.IGNORECASE)
NUMBER_LAST = re.compile(r"\D+ \((?:avd\.? ?)?(\d{1,4})\)", re.IGNORECASE)
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
        return int(match[1])
    raise CellError("er ikke et avdelingsnummer")


def read_yes(text: str) -> bool:
    word = text.casefold()
    if word in YES or word in NO:
        return word in YES
    raise CellError("skal være ja eller nei")


def read_email(text: str) -> str:
    if not EMAIL.fullmatch(text):
        raise CellError("er ikke en e-postadresse")
    return _short(text, 200)


def read_first_email(text: str) -> str | None:
    """The e-mail address of a cell, without a name beside it; the first of several."""
    if ADDRESS.fullmatch(text):
        return _short(text, 200)
    if is_none(text):
        return None
    found = [part for part in ADDRESS_ENDS.split(text) if ADDRESS.fullmatch(part)] or [text]
    first = read_email(found[0])
    if any(part != first for part in found):
        raise CellError(ADDRESSES, kept=first)
    return first


def read_post_code(text: str) -> str | None:
    """Four digits: «150», «150.0» and «N-0150» are 0150, which a spreadsheet may have changed; 0 means none."""
    if found := POST_CODE.fullmatch(text):
        return found[1].zfill(4) if found[1].strip("0") else None
    return _short(text, 16)


class Town(NamedTuple):
    """One of them may be «»."""

    post_code: str
    place: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def read_town(text: str) -> Town:
    """«0150 Oslo»."""
    code, space, place = text.partition(" ")
    if not POST_CODE.fullmatch(code):
        return Town("", _short(text, 100))
    return Town(read_post_code(code) or "", _short(place, 100) if space else "")


def read_codes(text: str) -> str:
    return _short(", ".join(p.strip() for p in re.split(r"[,;|]", text) if p.strip()), 200)


def read_steward(text: str) -> str:
    """A name, or «Ja» (also for «J» and «1»); «» for «nei»."""
    word = text.casefold()
    return "" if word in NO else "Ja" if word in YES and word != "ja" else _short(text, 200)


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
