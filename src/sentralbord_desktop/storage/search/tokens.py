"""From a member to search tokens, and from typed text to what it may mean. Pure.

A token is folded to a-z and 0-9 and tagged with the kind of fact it is, so that «bergen» the
employer's town and Bergen the surname are told apart: names plain, everything else with a digit in
front (see TAGS). The typed text is never search syntax.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from sentralbord_desktop.domain.phones import normal_number

TAGS = {
    "name": "", "place": "1", "email": "2", "number": "3", "phone": "4", "tail": "5",
    "birth": "6", "post": "7", "year": "8",
}  # fmt: skip

LETTERS = str.maketrans(
    {"å": "aa", "ø": "o", "ö": "o", "æ": "ae", "ä": "ae", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
     "ß": "ss", "ı": "i", "œ": "o"}
)  # fmt: skip
WORD = re.compile(r"[a-z0-9]+")
FOREIGN = re.compile(r"(?:\+|(?<!\d)00)([1-9](?:[ ().-]?[0-9]){7,14})(?!\d)")
LONGEST_TEXT = 200


def fold(text: str) -> str:
    """Lower case, without accents; aa = å, oe = ø, ae = æ, so either spelling finds the other."""
    text = text.casefold().translate(LETTERS)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return text.replace("aa", "a").replace("oe", "o").replace("ae", "e")


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """The folded words of `text`; kept, since names and places come again and again."""
    return tuple(WORD.findall(fold(text)))


def member_tokens(
    *, number: str, names: Iterable[str], phones: Iterable[str], birth: date | None, email: str,
    places: Iterable[str], post_codes: Iterable[str],
) -> set[str]:  # fmt: skip
    """All tokens of one member; phones as `normal_number` gives them."""
    found = {word for name in names for word in words(name)}
    found |= {TAGS["place"] + word for place in places for word in words(place) if len(word) > 1}
    found |= {TAGS["email"] + word for word in words(email.partition("@")[0])}
    found |= {TAGS["number"] + part for part in ("".join(words(number)), *words(number)) if part}
    for phone in phones:
        digits = phone.lstrip("+")
        if len(digits) >= 5:
            found |= {TAGS["phone"] + digits, TAGS["tail"] + digits[::-1]}
    if birth:
        year, month, day = birth.isoformat().split("-")
        tag = TAGS["birth"]
        found |= {tag + year + month + day, tag + day + month + year, tag + day + month + year[2:]}
        found.add(TAGS["year"] + year)
    found |= {TAGS["post"] + code for code in post_codes if code}
    return found


class Wanted:
    """One thing the caller said: the tokens that would show it, exact and as beginnings."""

    def __init__(self, exact: Iterable[str], prefixes: Iterable[str]) -> None:
        self.exact = frozenset(exact)
        self.prefixes = frozenset(prefixes)

    def __repr__(self) -> str:
        return "<Wanted>"


def read_query(text: str) -> list[Wanted]:
    """What `text` asks for; all parts must be found. Empty when nothing can be searched."""
    text = text[:LONGEST_TEXT].replace("\0", " ")
    wanted: list[Wanted] = []
    for part in _parts(text):
        wanted.append(_digits(part) if part[:1].isdigit() else _word(part))
    return wanted


def _parts(text: str) -> list[str]:
    """Words and groups of digits; digits that belong together (a phone number) are joined."""
    parts: list[str] = []
    raw = re.sub(r"\+\s?47|(?<!\d)0047", " ", text)
    raw = re.sub(r"@\S*", " ", raw)  # only what stands before the @ is indexed
    parts += ["".join(re.findall(r"\d", number)) for number in FOREIGN.findall(raw)]
    raw = FOREIGN.sub(" ", raw)
    if dates := re.findall(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)", raw):
        raw = re.sub(r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?!\d)", " ", raw)
        parts += [f"{int(d):02d}{int(m):02d}{y}" for d, m, y in dates]
    folded = fold(raw)
    for run in re.findall(r"\d[\d\s./-]*\d|\d|[a-z]+[a-z0-9]*", folded):
        if not run[0].isdigit():
            parts.append(run)
            continue
        groups = re.findall(r"\d+", run)
        joined = "".join(groups)
        if len(groups) > 1 and len(joined) in (8, 9, 10, 5, 6, 7) and _looks_joined(groups):
            parts.append(normal_number(joined).lstrip("+"))
        else:
            parts += groups
    return parts


def _looks_joined(groups: list[str]) -> bool:
    """«990 00 418» is one number; «1979 2312» is a year and a post code."""
    joined = "".join(groups)
    return not (len(groups) == 2 and len(joined) == 8 and groups[0][:2] in ("19", "20"))


def _word(part: str) -> Wanted:
    tags = (TAGS["name"], TAGS["place"], TAGS["email"])
    forms = [tag + part for tag in tags] + [TAGS["number"] + part]
    return Wanted(forms, forms)


def _digits(part: str) -> Wanted:
    """Every way to read a group of digits: phone, its last digits, number, date, year, post."""
    number = normal_number(part).lstrip("+")
    exact = {TAGS["number"] + part, TAGS["phone"] + number}
    prefixes = {TAGS["number"] + part, TAGS["phone"] + number}
    if len(number) >= 3:
        prefixes.add(TAGS["tail"] + number[::-1])
    if len(part) in (6, 8):
        exact.add(TAGS["birth"] + part)
        prefixes.add(TAGS["birth"] + part)
    if len(part) == 4:
        exact |= {TAGS["year"] + part, TAGS["post"] + part}
        prefixes |= {TAGS["year"] + part, TAGS["post"] + part}
    if len(part) == 2:
        prefixes |= {TAGS["year"] + "19" + part, TAGS["year"] + "20" + part}
    return Wanted(exact, prefixes)
