"""The search itself: questions from narrow to wide, the best fit first. Never an ORM object."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from time import thread_time
from typing import Any

from sqlalchemy import Connection
from sqlmodel import Session

from sentralbord_desktop.domain.members import Hit
from sentralbord_desktop.storage.search.amiss import Question
from sentralbord_desktop.storage.search.asking import CANDIDATES, Register
from sentralbord_desktop.storage.search.known import vocabulary_of
from sentralbord_desktop.storage.search.reading import Part, mailboxes, read, readings
from sentralbord_desktop.storage.search.score import (
    Candidate,
    Heard,
    explain,
    has_all,
    needs_phones,
    score,
)
from sentralbord_desktop.storage.search.spoken import spoken
from sentralbord_desktop.storage.search.tiers import Asker, Tier
from sentralbord_desktop.storage.search.vocabulary import NEAR

ENOUGH = 10
"""So many are found by an exact question: nothing wider is asked."""
PATIENCE = 0.034
"""Seconds of this thread's own work after which nothing wider is asked: the next key is waiting. Only texts
of many common words in a register of a million take so long."""
GOOD = 62.0
"""The mean fit of the parts from which a hit that only sounds so is believed to be the one."""

FACTS = """
    m.id, m.number, m.first_name, m.middle_name, m.last_name, m.birth_date, m.employer,
    m.workplace, m.place, m.street, m.post_code, m.workplace_post_code, m.email, m.department
"""
PHONES = "member_id, position, number"
STANDING = {"callback": "apen", "confirmation": "venter"}
"""What we have promised somebody, and what we await from them."""
_PROMISED, _AWAITED = (
    f"EXISTS (SELECT 1 FROM {table} WHERE member_id = hit.id AND status || '' = '{status}')"
    for table, status in STANDING.items()
)
"""Looked up by the member, not among all that is open."""
DETAILS = f"""
    hit.id, (SELECT number FROM member_phone WHERE member_id = hit.id AND position = 0),
    {_PROMISED}, {_AWAITED}, EXISTS (SELECT 1 FROM member gone WHERE gone.merged_into = hit.id)
"""


@dataclass(repr=False)
class Found:
    """A member that some question gave, and the reading of the text that fits best."""

    who: Candidate
    fit: float = -1000.0
    heard: tuple[Heard, ...] = ()
    sure: bool = False


class Judged:
    """How well the members fit one reading of the text so far, and what was taken for alike then. Each tier
    hears more; who has none of what is new fits as before."""

    def __init__(self, parts: int) -> None:
        self.fits: dict[int, float] = {}
        self._names: list[dict[str, float]] = [{} for _ in range(parts)]
        self._places: list[dict[str, float]] = [{} for _ in range(parts)]

    def new_in(self, heard: Sequence[Heard]) -> tuple[set[str], set[str]]:
        """The names and the place words that are nearer to some part than they were."""
        return (
            _nearer(self._names, [part.names for part in heard]),
            _nearer(self._places, [part.places for part in heard]),
        )


def _nearer(before: Sequence[dict[str, float]], now: Sequence[Mapping[str, float]]) -> set[str]:
    """The words of which it is so; `before` learns them."""
    found: set[str] = set()
    for known, words in zip(before, now, strict=True):
        new = {word: near for word, near in words.items() if near > known.get(word, 0.0)}
        known.update(new)
        found.update(new)
    return found


class Gathered:
    """Whom the questions gave so far; none is asked twice."""

    def __init__(self, register: Register, asker: Asker) -> None:
        self.found: dict[int, Found] = {}
        self._register, self._asker = register, asker
        self._asked: set[Question] = set()
        self._ahead: dict[Question, list[Candidate]] = {}
        """What a question gave that was asked before its turn."""
        self.judged: dict[tuple[Part, ...], Judged] = {}

    def best(self) -> float:
        """How well the best of them fits."""
        return max((each.fit for each in self.found.values()), default=0.0)

    def ask(self, tier: Tier, until: float) -> bool:
        """Whether it gave anybody new. Wider questions are not asked after `until` (thread time)."""
        before = len(self.found)
        given = self._sifted(tier)
        if given is None:
            given = [
                who
                for question in tier.questions
                if tier.fit == 1 or thread_time() < until
                for who in self._given(question)
            ]
        for who in given:
            self.found.setdefault(who.id, Found(who))
        return len(self.found) > before

    def _sifted(self, tier: Tier) -> list[Candidate] | None:
        """One question for two: the wider one that comes next, and of its members those who fit this
        one too. None when there is no such, or its answer was cut."""
        if tier.within is None or self._asked.issuperset(tier.questions):
            return None
        given = self._given(tier.within)
        self._ahead[tier.within] = given
        if len(given) >= CANDIDATES or tier.within in tier.questions:
            return None
        self._asked.update(tier.questions)
        heard = self._asker.hear(tier)
        _learn_phones(self._register, given, heard)
        return [who for who in given if has_all(who, heard)]

    def _given(self, question: Question) -> list[Candidate]:
        if question in self._ahead:
            return self._ahead.pop(question)
        if question in self._asked:
            return []
        self._asked.add(question)
        return [Candidate(row) for row in self._register.rows(FACTS, question)]


def find(register: Session | Connection, query: str, limit: int = 50) -> list[Hit]:
    """At most `limit` hits, the best first; empty when nothing is even near. `query` is what was
    typed. A hit that is not `sure` lacks something that was said, or only sounds so while another
    has it letter by letter: it is offered, not believed."""
    asker = Asker(vocabulary_of(register))
    asked = Register(register)
    gathered = Gathered(asked, asker)
    until = thread_time() + PATIENCE
    for parts in map(asker.as_known, readings(query)):
        if parts and not _ask(asked, gathered, asker, parts, until):
            break
    mails = mailboxes(query)
    best = sorted(gathered.found.values(), key=lambda each: _rank(each, mails))[:limit]
    return _likeliest(best, _hits(asked, best))


def _ask(
    register: Register, gathered: Gathered, asker: Asker, parts: tuple[Part, ...], until: float
) -> bool:
    """Ask for one reading of the text, from narrow to wide. Whether another is worth asking for."""
    heard = {
        (parts, NEAR, False)
    }  # judged again only for somebody new: whoever fits exactly fits so
    for tier in asker.tiers(parts, ENOUGH, gathered.best):
        is_new = gathered.ask(tier, until)
        if is_new or tier.hearing not in heard:
            heard.add(tier.hearing)
            _judge(register, gathered, tier, asker)
        sure = sum(each.sure for each in gathered.found.values())
        if sure >= tier.enough or thread_time() > until:
            return False
    return not any(each.sure for each in gathered.found.values())


def having(register: Session | Connection, number: str) -> list[Hit]:
    """Those who have this phone number, the likeliest first; `number` as `normal_number` gives it."""
    hits = find(register, number)
    phones = _phones(Register(register), (hit.id for hit in hits))
    plain = number.lstrip("+")
    return [hit for hit in hits if any(own.lstrip("+") == plain for own in phones.get(hit.id, ()))]


def read_as(register: Session | Connection, query: str) -> str:
    """What `query` was taken for, as a sentence."""
    return spoken(read(query), vocabulary_of(register))


def _likeliest(best: Sequence[Found], hits: list[Hit]) -> list[Hit]:
    """Of those who share a number, first the one we have promised or await something."""
    if any(part.is_word for each in best for part in each.heard):
        return hits
    fits = {each.who.id: each.fit for each in best}
    return sorted(hits, key=lambda hit: (not hit.sure, -fits[hit.id],
                                         not hit.callback_due, not hit.waiting))  # fmt: skip


def _rank(each: Found, mails: frozenset[str]) -> tuple[bool, bool, float, str, str, int]:
    """An address that was said whole is of one person, whoever else has the names in it."""
    who = each.who
    other = not mails or who.email.partition("@")[0].casefold() not in mails
    return not each.sure, other, -each.fit, who.last, who.first, who.id


def _judge(register: Register, gathered: Gathered, tier: Tier, asker: Asker) -> None:
    """Score what is new, and again what a wider reading fits better."""
    heard, found = asker.hear(tier), gathered.found
    said = [part.text for part in heard if part.is_word]
    _learn_phones(register, (each.who for each in found.values()), heard)
    believed = tier.sure and (tier.fit == 1 or not any(each.sure for each in found.values()))
    judged = gathered.judged.setdefault(tier.reading, Judged(len(heard)))
    names, places = judged.new_in(heard)
    for member_id, each in found.items():
        who = each.who
        fit = judged.fits.get(member_id)
        if (
            fit is None
            or not names.isdisjoint(who.names)
            or (places and not places.isdisjoint(who.place_words))
        ):
            fit = judged.fits[member_id] = score(who, heard, said)
            if fit > each.fit:
                each.fit, each.heard = fit, heard
        each.sure = each.sure or (believed and (tier.fit == 1 or fit >= GOOD))


def _learn_phones(register: Register, members: Iterable[Candidate], heard: Sequence[Heard]) -> None:
    """Of those whom some digits may be the phone of."""
    digits = [part for part in heard if not part.is_word and not part.is_weak]
    if not digits:
        return
    missing = {who.id: who for who in members if needs_phones(who, digits)}
    for member_id, phones in _phones(register, missing).items():
        missing[member_id].phones = phones


def _phones(register: Register, ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Member -> numbers without plus, in the order of the record."""
    wanted = list(ids)
    phones: dict[int, tuple[str, ...]] = {}
    if wanted:
        found = register.among(PHONES, "FROM member_phone", "member_id", wanted)
        for member_id, _, number in sorted(found):
            phones[member_id] = (*phones.get(member_id, ()), number)
    return phones


def _hits(register: Register, best: Sequence[Found]) -> list[Hit]:
    if not best:
        return []
    ids = [each.who.id for each in best]
    details = {row[0]: row for row in register.of_each(DETAILS, ids)}
    standing = _inherited(register, [row[0] for row in details.values() if row[4]])
    return [_hit(each, details[each.who.id], standing) for each in best]


def _inherited(register: Register, kept: Iterable[int]) -> dict[str, set[int]]:
    """Of these members, into whom others were merged: who has what STANDING names from those, however many
    merges lie between."""
    stands = {member_id: member_id for member_id in kept}
    found: Iterable[int] = list(stands)
    while found:
        merged = register.among("id, merged_into", "FROM member", "merged_into", found)
        stands.update({gone: stands[into] for gone, into in merged})
        found = [gone for gone, _ in merged]
    return {
        table: {
            stands[member_id]
            for (member_id,) in register.among(
                "member_id", f"FROM {table}", f"status = '{status}' AND member_id", stands
            )
        }
        for table, status in (STANDING.items() if stands else ())
    }


def _hit(each: Found, detail: Any, inherited: Mapping[str, set[int]]) -> Hit:
    who = each.who
    return Hit(
        id=who.id,
        number=who.number,
        name=" ".join(f"{who.first} {who.middle} {who.last}".split()),
        birth_year=int(who.birth[:4]) if who.birth else None,
        employer=who.places[0],
        place=who.places[2],
        department=who.department,
        phone=detail[1] or "",
        callback_due=bool(detail[2]) or who.id in inherited.get("callback", ()),
        waiting=bool(detail[3]) or who.id in inherited.get("confirmation", ()),
        sure=each.sure,
        explain=partial(explain, who, each.heard),
    )
