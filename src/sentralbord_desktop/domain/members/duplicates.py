"""Suggests members registered twice; never decides. Pure.

Two members are likely one when they agree on two things that rarely agree by chance: the name (by spelling or sound)
and a birth date, a phone or an e-mail address. Members with the same phone but different first names are a household;
members with one name but different birth dates are namesakes, unless all else is equal.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.domain.text.folding import words
from sentralbord_desktop.domain.text.phonetic import DOUBLE, key

SAME_NAME, NEAR_DATES, OTHER_DATES = "samme navn", "fødselsdatoer som ligner", "ulike fødselsdatoer"
ALL = 3
"""Birth date, phone and e-mail: members who share all three, and the last name, may differ in first name."""
LONG_SOUND = 4
"""Names with at least so many consonants match by these alone, regardless of the vowels («Mohammed», «Muhamad»)."""
LONG = 5
"""Names of at least so many letters may differ in one letter."""
MAX_NAMESAKES = 60
"""A phone or date shared by more members than this (a switchboard, a made-up date) is not evidence."""


@dataclass(frozen=True, repr=False)
class Person:
    """The compared fields. `birth` is yyyy-mm-dd or «»; phones as `normal_number` gives them."""

    id: int
    number: str
    first: str
    middle: str
    last: str
    birth: str = ""
    email: str = ""
    phones: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return " ".join(f"{self.first} {self.middle} {self.last}".split())


@dataclass(frozen=True, repr=False)
class Pair:
    """Two members that may be one, the lower number first, and why."""

    one: Person
    two: Person
    why: tuple[str, ...]


def reasons(one: Person, two: Person) -> tuple[str, ...]:
    """Why they may be the same person, the strongest reason first; empty without any."""
    last, shared = _last(one, two), _shared(one, two)
    if not _same_first(one, two, last):
        if not _is_turned(one, two):
            return (*shared, last) if last == SAME_NAME and len(shared) == ALL else ()
        last = SAME_NAME
    found = list(shared)
    if one.birth and two.birth and one.birth != two.birth:
        is_slip = _is_slip(one.birth, two.birth)
        if not last or not (is_slip or (last == SAME_NAME and len(shared) == ALL - 1)):
            return ()
        found.insert(0, NEAR_DATES if is_slip else OTHER_DATES)
    if not shared:
        return ()
    if not last and len(found) < 2:
        return ()  # many share a first name and a birth date
    return tuple([*found, last] if last else found)


def _shared(one: Person, two: Person) -> list[str]:
    found = ["samme fødselsdato"] if one.birth and one.birth == two.birth else []
    if set(one.phones) & set(two.phones):
        found.append("samme telefon")
    if one.email and one.email.casefold() == two.email.casefold():
        found.append("samme e-post")
    return found


def likely_pairs(people: Iterable[Person], progress: Progress) -> list[Pair]:
    """Every pair in the register with `reasons`, the most reasons first."""
    everyone = list(people)
    groups: dict[str, list[int]] = {}
    for place, person in enumerate(everyone):
        for fact in _facts(person):
            groups.setdefault(fact, []).append(place)
    found: dict[tuple[int, int], Pair] = {}
    for done, group in enumerate(groups.values()):
        if done % 5_000 == 0:
            progress.at(done, len(groups))
        for one, two in _couples(group):
            if (one, two) not in found and (why := reasons(everyone[one], everyone[two])):
                found[one, two] = Pair(everyone[one], everyone[two], why)
    progress.at(len(groups), len(groups))
    return sorted(found.values(), key=lambda p: (-len(p.why), p.one.last, p.one.first, p.one.id))


def _couples(group: list[int]) -> Iterator[tuple[int, int]]:
    if len(group) <= MAX_NAMESAKES:
        yield from ((one, two) for n, one in enumerate(group) for two in group[n + 1 :])


def _facts(person: Person) -> list[str]:
    """Two members are compared when they share one of these. In a register of a million, many share a birth date, so it
    is combined with the sound of the first or the last name."""
    facts = [f"t{phone}" for phone in person.phones]
    if person.birth:
        names = (*words(person.first), *words(person.last))
        facts += [f"f{sound}{person.birth}" for sound in {key(name) for name in names}]
    if person.email:
        facts.append(f"e{person.email.casefold()}")
    return facts


def _same_first(one: Person, two: Person, last: str) -> bool:
    """A shared first name: as written, by sound, with one letter wrong, in one word or two; with the same last name,
    also its initial."""
    mine, theirs = words(one.first), words(two.first)
    if any(_alike(a, b) for a in mine for b in theirs) or _alike("".join(mine), "".join(theirs)):
        return True
    return last == SAME_NAME and any(a[0] == b[0] and 1 in (len(a), len(b)) for a in mine for b in theirs)


def _is_turned(one: Person, two: Person) -> bool:
    """First and last name entered in the wrong order."""
    return bool(one.first and one.last) and (words(one.first), words(one.last)) == (words(two.last), words(two.first))


def _last(one: Person, two: Person) -> str:
    """How their other names agree; a middle name may have become a last name."""
    mine = (*words(one.middle), *words(one.last))
    theirs = (*words(two.middle), *words(two.last))
    if words(one.last) == words(two.last):
        return SAME_NAME
    if set(mine) & set(theirs):
        return "ett etternavn felles"
    return "navn som ligner" if any(_alike(a, b) for a in mine for b in theirs) else ""


def _alike(one: str, two: str) -> bool:
    if one == two or key(one) == key(two):
        return True
    if min(len(one), len(two)) < LONG:
        return False
    bones = _consonants(one)
    return OSA.distance(one, two, score_cutoff=1) <= 1 or (len(bones) >= LONG_SOUND and bones == _consonants(two))


@lru_cache(maxsize=20_000)
def _consonants(word: str) -> str:
    bones = "".join(sign for sign in word if sign not in "aeiouy")
    return DOUBLE.sub(r"\1", bones)


def _is_slip(one: str, two: str) -> bool:
    """Whether two dates differ by a typing error: one wrong digit, two swapped, or day and month."""
    turned = one[:4] == two[:4] and one[5:7] == two[8:] and one[8:] == two[5:7]
    return turned or OSA.distance(one, two, score_cutoff=1) <= 1
