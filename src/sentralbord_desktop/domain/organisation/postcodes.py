"""Norway's post codes, with place and municipality. Pure. The shipped table is `postcodes.tsv` beside this file; its
first lines give source and date. The administration can replace it with Posten's own file."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.text.folding import plain

MAX_BYTES = 2_000_000
TOO_LARGE = "Postnummerlista er for stor. Den kan være på høyst 2 MB. Bruk tekstfila fra Posten."
MAX_POSTCODE_ROWS = 20_000
MAX_NAME = 60
WRITTEN_DAY = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
FOUR_DIGITS = re.compile(r"[0-9]{4}")
SMALL_WORDS = frozenset({"i", "og", "på", "ved"})
MANY_LANGUAGES = frozenset(
    {
        "Guovdageaidnu Kautokeino",
        "Karasjohka Karasjok",
        "Deatnu Tana",
        "Unjargga Nesseby",
        "Gáivuotna Kåfjord",
        "Porsanger Porsángu Porsanki",
    }
)
"""Municipalities that Posten writes in two or three languages; each name is accepted."""


@dataclass(frozen=True)
class PostCode:
    code: str
    place: str
    municipality_no: str
    municipality: str


class PostCodes:
    """The post codes, by code, place or municipality. Parsed at first use."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def codes(self) -> Mapping[str, PostCode]:
        return {row.code: row for row in read_postcodes(self._text)}

    @cached_property
    def _by_place(self) -> Mapping[str, tuple[PostCode, ...]]:
        return _grouped((row.place, row) for row in self.codes.values())

    @cached_property
    def _municipalities(self) -> Mapping[str, tuple[PostCode, ...]]:
        return _grouped((n, row) for row in self.codes.values() for n in _names(row.municipality))

    def find(self, code: str) -> PostCode | None:
        return self.codes.get(code.strip())

    def by_municipality(self, name: str) -> tuple[PostCode, ...]:
        """All codes of a municipality; of several, where they share the name."""
        return self._municipalities.get(plain(name), ())

    def by_place(self, name: str) -> tuple[PostCode, ...]:
        """All codes of a place: «Tromsø», «tromso» and «trømsø» are the same."""
        rows = self._by_place.get(plain(name), ())
        exact = name.strip().casefold()  # Ørnes and Ornes are two places
        return tuple(row for row in rows if row.place.casefold() == exact) or rows


def _names(municipality: str) -> set[str]:
    """«Herøy (Nordland)» is also called «Herøy»; «Deatnu Tana» has both names."""
    words = municipality.split() if municipality in MANY_LANGUAGES else ()
    return {municipality, municipality.partition("(")[0], *words}


def _grouped(pairs: Iterable[tuple[str, PostCode]]) -> dict[str, tuple[PostCode, ...]]:
    groups: defaultdict[str, dict[str, PostCode]] = defaultdict(dict)
    for name, row in pairs:
        groups[plain(name)][row.code] = row
    return {key: tuple(rows.values()) for key, rows in groups.items()}


@cache
def shipped() -> PostCodes:
    text = files("sentralbord_desktop.domain.organisation").joinpath("postcodes.tsv").read_text(encoding="utf-8")
    return PostCodes(text)


def decoded_postcodes(data: bytes) -> str:
    """The text of a file from Posten: UTF-8, UTF-16 with a BOM, or Windows' «ANSI»."""
    if len(data) > MAX_BYTES:
        raise SwitchboardError(TOO_LARGE)
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SwitchboardError("Postnummerlista er ikke en tekstfil. Bruk tekstfila fra Posten.")


def dated(text: str) -> date | None:
    """The date in the list («# Data: 11.04.2024.»); Posten's own file has none."""
    for line in text.removeprefix("\ufeff").splitlines()[:10]:
        if line.startswith("#") and (match := WRITTEN_DAY.search(line)):
            with suppress(ValueError):
                return date(int(match[3]), int(match[2]), int(match[1]))
    return None


def read_postcodes(text: str) -> tuple[PostCode, ...]:
    """Our own table, or Posten's (code, place, municipality number, municipality, category). The first invalid line is
    named in one sentence, and then nothing is read."""
    if len(text) > MAX_BYTES:
        raise SwitchboardError(TOO_LARGE)
    lines = text.removeprefix("\ufeff").splitlines()
    if len(lines) > MAX_POSTCODE_ROWS:
        raise SwitchboardError(
            "Postnummerlista er for lang. Den kan ha høyst 20 000 linjer. Bruk tekstfila fra Posten."
        )
    found: dict[str, PostCode] = {}
    for number, line in enumerate(lines, start=1):
        heading = not found and plain(line.partition("\t")[0]) in ("postnummer", "postnr")
        if not line.strip() or line.startswith("#") or heading:
            continue
        row = _read_line(line, number)
        if row.code in found:
            raise _wrong(number, f"postnummer {row.code} står to ganger")
        found[row.code] = row
    if not found:
        raise SwitchboardError("Postnummerlista er tom. Hent tekstfila fra Posten på nytt.")
    return tuple(found.values())


def _read_line(line: str, number: int) -> PostCode:
    cells = [cell.strip() for cell in line.split("\t")]
    if not 4 <= len(cells) <= 5:
        raise _wrong(number, "den skal ha fire eller fem kolonner med tabulator imellom")
    code, place, municipality_no, municipality = cells[:4]
    for digits, what in ((code, "postnummeret"), (municipality_no, "kommunenummeret")):
        if not FOUR_DIGITS.fullmatch(digits):
            raise _wrong(number, f"{what} skal ha fire sifre")
    for name, what in ((place, "poststedet"), (municipality, "kommunen")):
        if not name or len(name) > MAX_NAME or not name.isprintable() or not plain(name):
            raise _wrong(number, f"{what} kan ikke leses")
    return PostCode(code, _spoken(place), municipality_no, _spoken(municipality))


def _wrong(number: int, why: str) -> SwitchboardError:
    return SwitchboardError(f"Linje {number} i postnummerlista kan ikke brukes: {why}.")


def _spoken(name: str) -> str:
    """«MO I RANA» -> «Mo i Rana»; a name that isn't all capitals is kept."""
    if not name.isupper():
        return name
    words = re.split(r"([^\w]+)", name.lower())
    return "".join(word if word in SMALL_WORDS and at else word[:1].upper() + word[1:] for at, word in enumerate(words))
