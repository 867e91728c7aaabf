"""Is it the same person twice? Only proposed, never decided. Pure.

Two members are likely one when they agree on two things that seldom agree by chance: the name (as
it is written or sounds) and a birth date, a phone or an e-mail address. Two who share a phone but
not a first name are a household, and two with one name but different birth dates are namesakes, unless
all else is the same.
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
"""Birth date, phone and e-mail: who share all, and the last name, may have two first names."""
LONG_SOUND = 4
"""Long names of so many consonants that are the same sound alike, whatever the vowels («Mohammed», «Muhamad»)."""
LONG = 5
"""A name of so many letters may have one letter wrong and still be the same."""
MAX_NAMESAKES = 60
"""A phone or date that more than these share (a switchboard, a made-up date) tells nobody apart."""


@dataclass(frozen=True, repr=False)
class Person:
    """What is compared. `birth` is yyyy-mm-dd or «»; phones as `normal_number` gives them."""

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
    """Two that may be one, the older number first, and why."""

    one: Person
    two: Person
    why: tuple[str, ...]


def reasons(one: Person, two: Person) -> tuple[str, ...]:
    """Why they may be the same person, the strongest first; empty when nothing says so."""
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
        return ()  # a first name and a birth date are shared by many
    return tuple([*found, last] if last else found)


def _shared(one: Person, two: Person) -> list[str]:
    """Of birth date, phone and e-mail what they have in common."""
    found = ["samme fødselsdato"] if one.birth and one.birth == two.birth else []
    if set(one.phones) & set(two.phones):
        found.append("samme telefon")
    if one.email and one.email.casefold() == two.email.casefold():
        found.append("samme e-post")
    return found


def likely_pairs(people: Iterable[Person], progress: Progress) -> list[Pair]:
    """Every pair in the register that `reasons` speaks for, the most reasons first."""
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
    """What two must share at least one of to be compared. A day is shared by many at a million, so
    the sound of a name, the first or the last, goes with it."""
    facts = [f"t{phone}" for phone in person.phones]
    if person.birth:
        names = (*words(person.first), *words(person.last))
        facts += [f"f{sound}{person.birth}" for sound in {key(name) for name in names}]
    if person.email:
        facts.append(f"e{person.email.casefold()}")
    return facts


def _same_first(one: Person, two: Person, last: str) -> bool:
    """A first name they have in common, as written, by sound, one letter off, in one piece or two; or, with
    the same last name, its initial."""
    mine, theirs = words(one.first), words(two.first)
    if any(_alike(a, b) for a in mine for b in theirs) or _alike("".join(mine), "".join(theirs)):
        return True
    return last == SAME_NAME and any(a[0] == b[0] and 1 in (len(a), len(b)) for a in mine for b in theirs)


def _is_turned(one: Person, two: Person) -> bool:
    """The first name of each is the last name of the other: entered the other way about."""
    return bool(one.first and one.last) and (words(one.first), words(one.last)) == (words(two.last), words(two.first))


def _last(one: Person, two: Person) -> str:
    """What their other names say; a middle name may have become a last name."""
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
    """Two dates that are one, mistyped: a digit wrong, two that changed places, or day and month."""
    turned = one[:4] == two[:4] and one[5:7] == two[8:] and one[8:] == two[5:7]
    return turned or OSA.distance(one, two, score_cutoff=1) <= 1
