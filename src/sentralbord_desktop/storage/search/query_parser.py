"""From query text to its possible meanings, days among them. Pure; the text is never search syntax."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from sentralbord_desktop.domain.telephony import can_be_rung, normal_number
from sentralbord_desktop.domain.text.folding import fold
from sentralbord_desktop.domain.text.norwegian import MONTHS, ORDINALS
from sentralbord_desktop.domain.text.word_list import word_list
from sentralbord_desktop.storage.search.tokens import TAGS

DATE = re.compile(r"(?<![\d-])(0?[1-9]|[12]\d|3[01])[./-] ?(0?[1-9]|1[0-2])[./ -] ?(\d{4}|\d{2})(?![-.]?\d)", re.ASCII)
SPACED = re.compile(r"(?<!\d)(?<!\d )(0?[1-9]|[12]\d|3[01]) (0?[1-9]|1[0-2]) ((?:19|20)\d{2})(?! ?\d)", re.ASCII)
"""«14 3 1979»: only with a year of four digits, because phone numbers are also spoken in such groups."""
DAY_AND_MONTH = re.compile(
    r"(?<![\d./-])(0?[1-9]|[12]\d|3[01])(?:\. ?|/)(0?[1-9]|1[0-2])(?:\.(?!\S)|(?![\w./-]))", re.ASCII
)
"""«14.03.» or «14/3», without a year."""
WRITTEN_DATE = re.compile(
    r"(?<![0-9])(0?[1-9]|[12][0-9]|3[01])\.?\s*([A-Za-z]{3,9})(?!\w)\.?"
    r"(?:\s+([0-9]{4}|[0-9]{2})(?![0-9]))?"
)
"""«14. mars 1979», also with an incomplete month; «4 Maria» does not match a month."""
MONTH_AND_YEAR = re.compile(
    r"(?<![\w.])((?:i|født|fødd|fodt)\s+)?([A-Za-z]{3,9})\.?\s+"
    r"((?:19|20)[0-9]{2}|[0-9]{2})(?![0-9./-]|\s[0-9])",
    re.IGNORECASE,
)
"""«i mai 1984». «mai 84 12 33 44» is read as a number."""
NAMES_TOO = frozenset({"april", "mai", "juni", "juli", "august"})
"""Months that are also names: with a four-digit year and another word they are months («Strand mai 1975»)."""
ANOTHER_WORD = re.compile(r"[^\W\d_]{2,}")
YOUNGEST = 14
"""The youngest age of a member in the year 2026: two-digit years up to CENTURY_TURNS - YOUNGEST are 20.."""
CENTURY_TURNS = 26
FOLDED = {fold(word): ORDINALS[word] for word in sorted(ORDINALS, key=str.isascii)}
"""Ordinals typed without å and ø. «attende» is 18, not 8: the ASCII words come last and win."""
SAID_DAY = re.compile(r"(?<!\w)([^\W\d_]{4,14})(?= +([A-Za-z]{3,9})(?!\w))")


class TakenDates(NamedTuple):
    """Dates as digits, and the text without them."""

    dates: list[str]
    rest: str


def take_plain(text: str) -> TakenDates:
    """Unambiguous dates."""
    found: list[str] = []
    for form in (DATE, SPACED):
        found += [f"{int(d):02d}{int(m):02d}{y}" for d, m, y in form.findall(text)]
        text = form.sub(" ", text)
    return TakenDates(found, text)


def take_likely(text: str, *, bare: bool = False) -> TakenDates:
    """Dates that may also be a street number or a name («3 August»). `bare`: also «Mai 84»."""
    found = [f"{int(d):02d}{int(m):02d}" for d, m in DAY_AND_MONTH.findall(text)]
    text = SAID_DAY.sub(_in_digits, DAY_AND_MONTH.sub(" ", text))
    found += [
        f"{int(day):02d}{_month(word):02d}{year}" for day, word, year in WRITTEN_DATE.findall(text) if _month(word)
    ]
    text = WRITTEN_DATE.sub(lambda said: " " if _month(said[2]) else said[0], text)
    months = [said for said in MONTH_AND_YEAR.finditer(text) if _is_month(said, bare=bare)]
    found += [f"{_whole_year(said[3])}{_month(said[2]):02d}" for said in months]
    for said in months:
        text = text.replace(said[0], " ", 1)
    return TakenDates(found, text)


def _is_month(said: re.Match[str], *, bare: bool) -> bool:
    word = said[2].casefold()
    if said[1]:
        return bool(_month(word))
    beside = said.string[: said.start()] + said.string[said.end() :]
    is_plain = word not in NAMES_TOO or (len(said[3]) == 4 and ANOTHER_WORD.search(beside))
    return word in MONTHS and bool(bare or is_plain)


def _in_digits(said: re.Match[str]) -> str:
    """«fjortende» before a complete month becomes «14.»; other words are unchanged («Andre Mar»)."""
    day = ORDINALS.get(said[1].casefold()) or FOLDED.get(fold(said[1]))
    return f"{day}." if day and said[2].casefold() in MONTHS else said[0]


def _month(word: str) -> int:
    """1–12; 0 when the word is not a month or a prefix of one."""
    return next((n for n, month in enumerate(MONTHS, 1) if month.startswith(word.casefold())), 0)


def _whole_year(said: str) -> str:
    if len(said) == 4:
        return said
    return ("20" if int(said) <= CENTURY_TURNS - YOUNGEST else "19") + said


BEGINS_ADDRESS = re.compile(r"@|[^\W\d_][._]\w")
"""The text contains @, or words joined as in an address: «kari.no»; not «14.03» and not «K. Lie»."""
FOREIGN = re.compile(r"(?:\+|(?<!\d)00)([1-9](?:[ ().-]?[0-9]){7,14})(?!\d)")
SPELT_OUT = (
    (re.compile(r"\s*\b(?:krøllalfa|krollalfa|alfakrøll)\b\s*", re.IGNORECASE), "@"),
    (re.compile(r"(?<=\w)\s+punktum\s+(?=\w)", re.IGNORECASE), "."),
)
HOME_CODE = re.compile(r"\+\s?47|(?<!\d)0047")
RUN = re.compile(r"\d[\d\s./()-]*\d|\d|[a-z]+[a-z0-9]*")
MAX_QUERY_CHARS = 200
MAX_QUERY_PARTS = 8
NOISE = frozenset(
    word_list(
        """
        medlemsnr medlemsnummer medlem medlemsnum nr nummer tlf telefon mob mobil fodt avd telefonnr telefonnummer mobilnr
        mobilnummer postnr postnummer fodselsdato fodselsdag fodselsar siffer sifre sifrene etternavn fornavn
        """
    )
)
"""Words around a fact; they do not search."""
SAID_BETWEEN = frozenset(
    word_list(
        """
        adresse ansatt arbeidsgiver bor epost er fra fru froken heter herr hos hr i jobb jobber med navn og pa siste
        slutter som tel ved
        """
    )
)
"""Words between facts. Some are also names («Er», «Bor»): decided by `QueryPlanner.with_registered_names`."""
PHONE_WORDS = frozenset(
    {"tlf", "tel", "telefon", "telefonnr", "telefonnummer", "mob", "mobil", "mobilnr", "mobilnummer"}
)
"""Words that mark the next number as a phone number."""
STREET = re.compile(r"(?:vei(?:en)?|veg(?:en)?|vn|gat(?:e|a|en)|gt|sti(?:en)?|svingen|plassen)$")
"""Some names have the same endings («Kjersti»): decided by `QueryPlanner.with_registered_names`."""
STREET_NUMBER = re.compile(r"\d{1,3}")
SHORTENED = re.compile(r"(?<=\w\w)(?:(g)t|(v)n)$")
"""«storgt», «kirkevn»: the rest is a prefix of the street's name."""
FIRM, BEFORE_FIRM = frozenset({"as", "asa", "hf", "sa", "ans", "ks"}), 3
"""Company suffixes, recognised after at least BEFORE_FIRM words."""
MIN_PHONE_DIGITS = 8
GROUP, YEAR_GROUP = 4, 2
"""Groups of digits may be separate facts when the longest has at least GROUP digits and none fewer than YEAR_GROUP."""
CENTURIES = ("19", "20")
"""The first digits of a birth year while it is typed."""
DAY_MONTH = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])")


@dataclass(frozen=True, repr=False)
class QueryPart:
    """A folded word, or a group of digits with its readings as whole tokens (`exact`) and prefixes (`starts`)."""

    text: str
    exact: frozenset[str] = frozenset()
    starts: frozenset[str] = frozenset()
    only_decides: bool = False
    """A street number or a company suffix; ranks hits and never excludes one."""
    is_between: bool = False
    """A word of SAID_BETWEEN that is not last."""

    @property
    def is_word(self) -> bool:
        return not self.text[:1].isdigit()

    @property
    def is_weak(self) -> bool:
        """An initial, a digit or a century: half the register matches, so it only ranks hits."""
        return self.only_decides or len(self.text) == 1 or self.text in CENTURIES

    @property
    def year(self) -> int:
        """19.. or 20..; 0 when the part cannot be a year."""
        return int(self.text) if re.fullmatch(r"(?:19|20)\d\d", self.text) else 0


def read(text: str) -> tuple[QueryPart, ...]:
    """The parts of `text` in the most likely reading; empty when there is nothing to search for."""
    return _parts(_pieces(_clean(text)))


def interpretations(text: str) -> Iterator[tuple[QueryPart, ...]]:
    """The readings of `text`, lazily, most likely first; then one in which separated digits are not one number and a
    word is not a month («3 August»); last, one in which a name is a month («Mai 84»)."""
    text = _clean(text)
    seen = set()
    for apart, bare in ((False, False), (True, False), (False, True)):
        parts = _parts(_pieces(text, apart=apart, bare=bare))
        if parts not in seen:
            seen.add(parts)
            yield parts


def _clean(text: str) -> str:
    text = text[:MAX_QUERY_CHARS].replace("\0", " ")
    for said, sign in SPELT_OUT:
        text = said.sub(sign, text)
    return text


def _parts(found: Iterable[str]) -> tuple[QueryPart, ...]:
    pieces = list(dict.fromkeys(found))  # without repeated pieces
    phones = {piece for word, piece in pairwise(pieces) if word in PHONE_WORDS}
    parts = [piece for piece in pieces if piece not in NOISE] or pieces
    return tuple(
        QueryPart(piece, only_decides=True)
        if _only_decides(parts[:place], piece)
        else QueryPart(piece, is_between=True)
        if piece in SAID_BETWEEN and piece != parts[-1]
        else part_of(piece, phone=piece in phones)
        for place, piece in enumerate(parts[:MAX_QUERY_PARTS])
    )


def _only_decides(before: Sequence[str], piece: str) -> bool:
    """«Industrivei 41»: a street number. «Kari Vik Lie Kafe AS»: after BEFORE_FIRM words AS is not the name Ås."""
    if piece in FIRM:
        return len(before) >= BEFORE_FIRM
    return bool(before and STREET_NUMBER.fullmatch(piece) and STREET.search(before[-1]))


def mailboxes(text: str) -> frozenset[str]:
    """The words of `text` that may be the complete local part of an e-mail address."""
    words = (word.partition("@") for word in _clean(text).casefold().split())
    return frozenset(before for before, at, _ in words if at or any(sign in before for sign in "._-"))


def is_address(text: str) -> bool:
    return bool(BEGINS_ADDRESS.search(_clean(text)))


def part_of(piece: str, *, phone: bool = False) -> QueryPart:
    """`phone`: the piece was marked as a phone number."""
    if not piece[:1].isdigit():
        return QueryPart(piece)
    return _phone(piece) if phone else _digits(piece)


class Joined(NamedTuple):
    """Two words as one, and the parts of that reading."""

    together: QueryPart
    reading: tuple[QueryPart, ...]


def joined(parts: tuple[QueryPart, ...]) -> list[Joined]:
    """Each pair of adjacent words joined («Lewando wski»)."""
    found = []
    for place in range(len(parts) - 1):
        one, two = parts[place], parts[place + 1]
        if one.is_word and two.is_word:
            together = QueryPart(one.text + two.text)
            found.append(Joined(together, (*parts[:place], together, *parts[place + 2 :])))
    return found


def _pieces(text: str, *, apart: bool = False, bare: bool = False) -> list[str]:
    """Words and groups of digits. Digits that belong together (a phone number) are joined, unless `apart` is set and
    they may be separate facts. `bare`: see `take_likely`."""
    raw = HOME_CODE.sub(" ", text)
    raw = re.sub(r"@\S*", " ", raw)  # only the local part of an address is indexed
    pieces = ["".join(re.findall(r"\d", number)) for number in FOREIGN.findall(raw)]
    raw = FOREIGN.sub(" ", raw)
    dates, raw = take_plain(raw)
    pieces += dates
    if not apart:
        dates, raw = take_likely(raw, bare=bare)
        pieces += dates
    for run in RUN.findall(fold(raw)):
        if not run[0].isdigit():
            pieces.append(run)
            continue
        groups = re.findall(r"\d+", run)
        whole = "".join(groups)
        pair = [len(group) for group in groups] == [2, 2]  # «04 18», the end of a number
        if (
            len(groups) > 1
            and (pair or 5 <= len(whole) <= 12)
            and _looks_joined(groups)
            and not (apart and (pair or _may_be_facts(groups)))
        ):
            pieces.append(_plain(whole))
        else:
            pieces += groups
    return pieces


def _plain(digits: str) -> str:
    """The stored form of a phone number, without plus; shorter digits unchanged («0077» is the end of one)."""
    return normal_number(digits).lstrip("+") if len(digits) >= MIN_PHONE_DIGITS else digits


def _looks_joined(groups: list[str]) -> bool:
    """«990 00 418» is one number; «1979 2312» is a year and a post code."""
    whole = "".join(groups)
    return not (len(groups) == 2 and len(whole) == 8 and groups[0][:2] in ("19", "20"))


def _may_be_facts(groups: list[str]) -> bool:
    """«204118 1979» may be a member number and a year. A valid phone number is one number."""
    lengths = [len(group) for group in groups]
    long = max(lengths) >= GROUP and min(lengths) >= YEAR_GROUP
    return long and not can_be_rung(normal_number("".join(groups)))


def _phone(piece: str) -> QueryPart:
    """A phone number only, by its prefix or its last digits."""
    number = _plain(piece)
    whole = frozenset({TAGS["phone"] + number})
    ended = {TAGS["tail"] + number[::-1]} if len(number) >= 3 else set()
    return QueryPart(piece, whole, whole | ended)


def _digits(piece: str) -> QueryPart:
    """All readings of a group of digits: phone, last digits of one, member number, date, year, post code."""
    number = _plain(piece)
    starts = {TAGS["number"] + piece} | ({TAGS["phone"] + number} if number else set())
    exact = set(starts)
    if len(number) >= 3:
        starts.add(TAGS["tail"] + number[::-1])
    if len(piece) in (6, 8) or (4 <= len(piece) <= 8 and DAY_MONTH.match(piece)):
        starts.add(TAGS["birth"] + piece)
        exact.add(TAGS["birth"] + piece)
    if len(piece) == 4:
        exact |= {TAGS["year"] + piece, TAGS["post"] + piece, TAGS["place"] + piece}  # «Rema 1000»
    if len(piece) == 2:
        exact |= {TAGS["year"] + "19" + piece, TAGS["year"] + "20" + piece}
    if 2 <= len(piece) <= 3:
        starts.add(TAGS["post"] + piece)
        exact.add(TAGS["place"] + piece)  # a street number
    if len(piece) == 3 and piece.startswith(CENTURIES):
        starts.add(TAGS["year"] + piece)
    return QueryPart(piece, frozenset(exact), frozenset(starts))
