"""Is it the same person twice? Only proposed, never decided. Pure.

Two members are likely one when they agree on two things that seldom agree by chance: the name (as
it is written or sounds) and a birth date, a phone or an e-mail address. Two who share a phone but
not a first name are a household, and two with one name but different birth dates are namesakes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from sentralbord_desktop.domain.folding import words
from sentralbord_desktop.domain.register import Watch
from sentralbord_desktop.domain.sound import key

SAME_NAME, NEAR_DATES = "samme navn", "fødselsdatoer som ligner"
LONG = 5
"""A name of so many letters may have one letter wrong and still be the same."""
MOST_ALIKE = 60
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
    if not _same_first(one, two):
        return ()
    found = []
    if one.birth and two.birth and one.birth != two.birth:
        if not _is_slip(one.birth, two.birth) or _last(one, two) != SAME_NAME:
            return ()
        found.append(NEAR_DATES)
    if one.birth and one.birth == two.birth:
        found.append("samme fødselsdato")
    if set(one.phones) & set(two.phones):
        found.append("samme telefon")
    if one.email and one.email.casefold() == two.email.casefold():
        found.append("samme e-post")
    if not found or found == [NEAR_DATES]:
        return ()
    last = _last(one, two)
    if not last and len(found) < 2:
        return ()  # a first name and a birth date are shared by many
    return tuple([*found, last] if last else found)


def likely_pairs(people: Iterable[Person], watch: Watch) -> list[Pair]:
    """Every pair in the register that `reasons` speaks for, the most reasons first."""
    everyone = list(people)
    groups: dict[str, list[int]] = {}
    for place, person in enumerate(everyone):
        for fact in _facts(person):
            groups.setdefault(fact, []).append(place)
    found: dict[tuple[int, int], Pair] = {}
    for done, group in enumerate(groups.values()):
        if done % 5_000 == 0:
            watch.at(done, len(groups))
        for one, two in _couples(group):
            if (one, two) not in found and (why := reasons(everyone[one], everyone[two])):
                found[one, two] = Pair(everyone[one], everyone[two], why)
    watch.at(len(groups), len(groups))
    return sorted(found.values(), key=lambda p: (-len(p.why), p.one.last, p.one.first, p.one.id))


def _couples(group: list[int]) -> Iterator[tuple[int, int]]:
    if len(group) <= MOST_ALIKE:
        yield from ((one, two) for n, one in enumerate(group) for two in group[n + 1 :])


def _facts(person: Person) -> list[str]:
    """What two must share at least one of to be compared. A day is shared by many at a million, so
    the sound of a first name goes with it."""
    facts = [f"t{phone}" for phone in person.phones]
    if person.birth:
        facts += [
            f"f{sound}{person.birth}" for sound in {key(name) for name in words(person.first)}
        ]
    if person.email:
        facts.append(f"e{person.email.casefold()}")
    return facts


def _same_first(one: Person, two: Person) -> bool:
    """A first name they have in common, as written, by sound, or one letter off."""
    return any(_alike(a, b) for a in words(one.first) for b in words(two.first))


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
    return min(len(one), len(two)) >= LONG and OSA.distance(one, two, score_cutoff=1) <= 1


def _is_slip(one: str, two: str) -> bool:
    """Two dates that are one, mistyped: a digit wrong, or two that changed places."""
    return OSA.distance(one, two, score_cutoff=1) <= 1
