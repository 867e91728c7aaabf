"""From what was typed to what it may mean. Pure; the text is never search syntax."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sentralbord_desktop.domain.telephony.phone_numbers import can_be_rung, normal_number
from sentralbord_desktop.domain.text.folding import fold
from sentralbord_desktop.storage.search.query_dates import take_likely, take_plain
from sentralbord_desktop.storage.search.tokens import TAGS

BEGINS_ADDRESS = re.compile(r"@|[^\W\d_][._]\w")
"""The sign of one, or words joined as in one: «kari.no»; not «14.03», nor «K. Lie»."""
FOREIGN = re.compile(r"(?:\+|(?<!\d)00)([1-9](?:[ ().-]?[0-9]){7,14})(?!\d)")
SPELT_OUT = (
    (re.compile(r"\s*\b(?:krøllalfa|krollalfa|alfakrøll)\b\s*", re.IGNORECASE), "@"),
    (re.compile(r"(?<=\w)\s+punktum\s+(?=\w)", re.IGNORECASE), "."),
)
"""How an address is read out."""
HOME_CODE = re.compile(r"\+\s?47|(?<!\d)0047")
RUN = re.compile(r"\d[\d\s./()-]*\d|\d|[a-z]+[a-z0-9]*")
LONGEST_TEXT = 200
MAX_QUERY_PARTS = 8
NOISE = frozenset(
    {
        "medlemsnr",
        "medlemsnummer",
        "medlem",
        "medlemsnum",
        "nr",
        "nummer",
        "tlf",
        "telefon",
        "mob",
        "mobil",
        "fodt",
        "avd",
        "telefonnr",
        "telefonnummer",
        "mobilnr",
        "mobilnummer",
        "postnr",
        "postnummer",
        "fodselsdato",
        "fodselsdag",
        "fodselsar",
        "siffer",
        "sifre",
        "sifrene",
        "etternavn",
        "fornavn",
    }
)
"""Said around a fact; a member is not found by them."""
SAID_BETWEEN = frozenset(
    {
        "adresse",
        "ansatt",
        "arbeidsgiver",
        "bor",
        "epost",
        "er",
        "fra",
        "fru",
        "froken",
        "heter",
        "herr",
        "hos",
        "hr",
        "i",
        "jobb",
        "jobber",
        "med",
        "navn",
        "og",
        "pa",
        "siste",
        "slutter",
        "som",
        "tel",
        "ved",
    }
)
"""Said between facts. Some are names too («Er», «Bor»): the register tells (`QueryPlanner.with_registered_names`)."""
PHONE_WORDS = frozenset(
    {"tlf", "tel", "telefon", "telefonnr", "telefonnummer", "mob", "mobil", "mobilnr", "mobilnummer"}
)
"""Before a number they say what it is."""
STREET = re.compile(r"(?:vei(?:en)?|veg(?:en)?|vn|gat(?:e|a|en)|gt|sti(?:en)?|svingen|plassen)$")
"""Some names end so too («Kjersti»): the register tells (`QueryPlanner.with_registered_names`)."""
HOUSE_NUMBER = re.compile(r"\d{1,3}")
SHORTENED = re.compile(r"(?<=\w\w)(?:(g)t|(v)n)$")
"""«storgt», «kirkevn»: what is left begins the street's name."""
FIRM, BEFORE_FIRM = frozenset({"as", "asa", "hf", "sa", "ans", "ks"}), 3
"""What ends the name of a firm, when so many words stand before it."""
SHORTEST_PHONE = 8
GROUP, YEAR_GROUP = 4, 2
"""Groups of digits of which one is so long, and none shorter than the other, may be facts of their own."""
CENTURIES = ("19", "20")
"""How a year of birth begins while it is typed."""
DAY_MONTH = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])")


@dataclass(frozen=True, repr=False)
class QueryPart:
    """One thing the caller said: a folded word, or a group of digits with every way to read it:
    as whole tokens (`exact`) and as the beginning of one (`starts`)."""

    text: str
    exact: frozenset[str] = frozenset()
    starts: frozenset[str] = frozenset()
    only_decides: bool = False
    """The number in a street, or what ends the name of a firm."""
    is_between: bool = False
    """One of SAID_BETWEEN, with something after it."""

    @property
    def is_word(self) -> bool:
        return not self.text[:1].isdigit()

    @property
    def is_weak(self) -> bool:
        """An initial, a digit, the century: half the register has it, so it only decides between those
        that are found."""
        return self.only_decides or len(self.text) == 1 or self.text in CENTURIES

    @property
    def year(self) -> int:
        """19.. or 20..; 0 when it cannot be a year."""
        return int(self.text) if re.fullmatch(r"(?:19|20)\d\d", self.text) else 0


def read(text: str) -> tuple[QueryPart, ...]:
    """What `text` asks for, in the likeliest reading; empty when nothing can be searched."""
    return _parts(_pieces(_clean(text)))


def interpretations(text: str) -> Iterator[tuple[QueryPart, ...]]:
    """Each when it is asked for, the likeliest first; then, where digits that stand apart were taken for
    one number, or a word for a month («3 August»), one in which they are not; last, one in which a name
    is a month («Mai 84»)."""
    text = _clean(text)
    seen = set()
    for apart, bare in ((False, False), (True, False), (False, True)):
        parts = _parts(_pieces(text, apart=apart, bare=bare))
        if parts not in seen:
            seen.add(parts)
            yield parts


def _clean(text: str) -> str:
    text = text[:LONGEST_TEXT].replace("\0", " ")
    for said, sign in SPELT_OUT:
        text = said.sub(sign, text)
    return text


def _parts(found: Iterable[str]) -> tuple[QueryPart, ...]:
    pieces = list(dict.fromkeys(found))  # said twice is said once
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
    """«Industrivei 41»: after a street, so few digits are a street number. «Kari Vik Lie Kafe AS»: so late a
    word is not the name Ås."""
    if piece in FIRM:
        return len(before) >= BEFORE_FIRM
    return bool(before and HOUSE_NUMBER.fullmatch(piece) and STREET.search(before[-1]))


def mailboxes(text: str) -> frozenset[str]:
    """What may be all that stands before the @ of an address."""
    words = (word.partition("@") for word in _clean(text).casefold().split())
    return frozenset(before for before, at, _ in words if at or any(sign in before for sign in "._-"))


def is_address(text: str) -> bool:
    """Whether an e-mail address is being written."""
    return bool(BEGINS_ADDRESS.search(_clean(text)))


def part_of(piece: str, *, phone: bool = False) -> QueryPart:
    """`phone`: it was said to be one."""
    if not piece[:1].isdigit():
        return QueryPart(piece)
    return _phone(piece) if phone else _digits(piece)


def joined(parts: tuple[QueryPart, ...]) -> list[tuple[QueryPart, tuple[QueryPart, ...]]]:
    """Two words that stand beside each other as one («Lewando wski»), and the reading with it."""
    found = []
    for place in range(len(parts) - 1):
        one, two = parts[place], parts[place + 1]
        if one.is_word and two.is_word:
            together = QueryPart(one.text + two.text)
            found.append((together, (*parts[:place], together, *parts[place + 2 :])))
    return found


def _pieces(text: str, *, apart: bool = False, bare: bool = False) -> list[str]:
    """Words and groups of digits; digits that belong together (a phone number) are joined, unless they
    are wanted `apart` and may be facts of their own. `bare`: as `take_likely` has it."""
    raw = HOME_CODE.sub(" ", text)
    raw = re.sub(r"@\S*", " ", raw)  # only what stands before the @ is indexed
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
        pair = [len(group) for group in groups] == [2, 2]  # «04 18», how a number ends
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
    """As a phone number is kept, without its plus; «0077» is how one ends, not a foreign one."""
    return normal_number(digits).lstrip("+") if len(digits) >= SHORTEST_PHONE else digits


def _looks_joined(groups: list[str]) -> bool:
    """«990 00 418» is one number; «1979 2312» is a year and a post code."""
    whole = "".join(groups)
    return not (len(groups) == 2 and len(whole) == 8 and groups[0][:2] in ("19", "20"))


def _may_be_facts(groups: list[str]) -> bool:
    """«204118 1979» may be a member number and a year; what can be rung is a number in one piece."""
    lengths = [len(group) for group in groups]
    long = max(lengths) >= GROUP and min(lengths) >= YEAR_GROUP
    return long and not can_be_rung(normal_number("".join(groups)))


def _phone(piece: str) -> QueryPart:
    """A phone number and nothing else, from its beginning or by its last digits."""
    number = _plain(piece)
    whole = frozenset({TAGS["phone"] + number})
    ended = {TAGS["tail"] + number[::-1]} if len(number) >= 3 else set()
    return QueryPart(piece, whole, whole | ended)


def _digits(piece: str) -> QueryPart:
    """Every way to read a group of digits: phone, its last digits, number, date, year, post."""
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
        exact.add(TAGS["place"] + piece)  # the number in a street
    if len(piece) == 3 and piece.startswith(CENTURIES):
        starts.add(TAGS["year"] + piece)
    return QueryPart(piece, _frozen(exact), _frozen(starts))


def _frozen(tokens: Iterable[str]) -> frozenset[str]:
    return frozenset(tokens)
