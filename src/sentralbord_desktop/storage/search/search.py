"""The search: questions from narrow to wide, the best score first. Never an ORM object."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from time import thread_time
from typing import NamedTuple

from sqlalchemy import Connection
from sqlmodel import Session

from sentralbord_desktop.domain.members.member import Hit
from sentralbord_desktop.domain.telephony import can_be_rung, spoken_number
from sentralbord_desktop.storage.search.candidate import Candidate
from sentralbord_desktop.storage.search.candidate_reader import OPEN_STATUS, CandidateReader, Detail
from sentralbord_desktop.storage.search.digit_slips import Question
from sentralbord_desktop.storage.search.query import most_read
from sentralbord_desktop.storage.search.query_parser import (
    DAY_MONTH,
    QueryPart,
    interpretations,
    is_address,
    mailboxes,
    read,
)
from sentralbord_desktop.storage.search.query_tiers import QueryPlanner, QueryTier
from sentralbord_desktop.storage.search.score import MatchedPart, explain, has_all, score
from sentralbord_desktop.storage.search.vocabulary import NEAR, Vocabulary, Words
from sentralbord_desktop.storage.search.vocabulary_cache import vocabulary_of

MAX_MEMBER_NUMBER_DIGITS = 9


def spoken(parts: tuple[QueryPart, ...], vocabulary: Vocabulary) -> str:
    """«Lest som navn, sted eller arbeidsgiver «haug», og som fødselsår 84.», and the words without any similar word
    in the register. «» when the query has nothing to search for."""
    words = [part.text for part in parts if part.is_word and not part.is_between]
    read = []
    if words:
        read.append("navn, sted eller arbeidsgiver " + _listed([f"«{word}»" for word in words]))
    read += [_digits(part.text) for part in parts if not part.is_word]
    if not read:
        return ""
    sentence = f"Lest som {', og som '.join(read)}."
    strange = [f"«{word}»" for word in words if not _is_known(word, vocabulary)]
    if strange:
        sentence += f" Ingen har noe som ligner {_listed(strange, 'eller')}."
    return sentence


def _is_known(word: str, vocabulary: Vocabulary) -> bool:
    return any(_has(word, known) for known in (vocabulary.names, vocabulary.place_words))


def _has(word: str, known: Words) -> bool:
    return known.begins(word) or bool(known.alike(word, NEAR))


def _digits(piece: str) -> str:
    if re.fullmatch(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])", piece) and not DAY_MONTH.match(piece):
        return f"født {piece[4:]}.{piece[:4]}"
    if day := _day(piece):
        return f"fødselsdato {day:%d.%m.%Y}" if len(piece) == 8 else f"fødselsdato {day:%d.%m.%y}"
    if len(piece) > MAX_MEMBER_NUMBER_DIGITS:
        return f"telefon {piece}"
    if can_be_rung(piece):
        return f"telefon {spoken_number(piece)}"
    if len(piece) == 2:
        return f"fødselsår {piece}"
    if len(piece) == 4 and piece[:2] in ("19", "20"):
        return f"årstall eller postnummer {piece}"
    if len(piece) == 4 and DAY_MONTH.fullmatch(piece):
        return f"født {piece[:2]}.{piece[2:]}. eller slutten av et nummer"
    if len(piece) == 4:
        return f"postnummer eller slutten av et nummer {piece}"
    return f"medlemsnummer eller telefon {piece}"


def _day(piece: str) -> date | None:
    if len(piece) not in (6, 8) or not DAY_MONTH.match(piece):
        return None
    day, month, year = int(piece[:2]), int(piece[2:4]), piece[4:]
    if len(year) == 4 and year[:2] not in ("19", "20"):
        return None
    try:
        return date(int(year) if len(year) == 4 else 1900 + int(year), month, day)
    except ValueError:
        return None


def _listed(things: list[str], last: str = "og") -> str:
    return f" {last} ".join(filter(None, (", ".join(things[:-1]), things[-1])))


TARGET_HITS = 10
"""Exact hits that are enough; no wider question is asked."""
TIME_BUDGET_S = 0.030
"""Seconds of this thread's CPU time after which no wider question is asked."""
MIN_PHONETIC_SCORE = 62.0
"""The mean score from which a hit that only sounds similar counts as sure."""


@dataclass(repr=False)
class ScoredCandidate:
    """A member from a question, with the reading of the query that scores best."""

    who: Candidate
    fit: float = -1000.0
    heard: tuple[MatchedPart, ...] = ()
    sure: bool = False


class NewWords(NamedTuple):
    """The names and the place words that are more similar to a part than before."""

    names: set[str]
    place_words: set[str]


class ScoreCache:
    """Scores of the members for one reading of the query, and the similar words so far. Each tier adds similar
    words; a member without any of the new ones keeps the score."""

    def __init__(self, parts: int) -> None:
        self.fits: dict[int, float] = {}
        self._names: list[dict[str, float]] = [{} for _ in range(parts)]
        self._place_words: list[dict[str, float]] = [{} for _ in range(parts)]

    def new_in(self, heard: Sequence[MatchedPart]) -> NewWords:
        return NewWords(
            _nearer(self._names, [part.names for part in heard]),
            _nearer(self._place_words, [part.place_words for part in heard]),
        )


def _nearer(before: Sequence[dict[str, float]], now: Sequence[Mapping[str, float]]) -> set[str]:
    """The words that are more similar than in `before`; updates `before`."""
    found: set[str] = set()
    for known, words in zip(before, now, strict=True):
        new = {word: near for word, near in words.items() if near > known.get(word, 0.0)}
        known.update(new)
        found.update(new)
    return found


class CandidatePool:
    def __init__(self, people: CandidateReader, planner: QueryPlanner) -> None:
        self.found: dict[int, ScoredCandidate] = {}
        self._people, self._planner = people, planner
        self._asked: set[Question] = set()
        self._ahead: dict[Question, list[Candidate]] = {}
        """Answers of questions that were asked early."""
        self.judged: dict[tuple[QueryPart, ...], ScoreCache] = {}
        self.went_on = False
        """Whether more than the exact question was asked."""

    def best(self) -> float:
        return max((each.fit for each in self.found.values()), default=0.0)

    def ahead(self, tier: QueryTier) -> list[Candidate] | None:
        """The members of the next, wider question, which include this tier's. None without it or if truncated."""
        if tier.within is None:
            return None
        given = self._ahead[tier.within] = self._given(tier.within)
        return given if len(given) < most_read(tier.within) and tier.within not in tier.questions else None

    def ask(self, tier: QueryTier, until: float) -> bool:
        """Whether the tier gave new members. Wider questions are not asked after `until` (thread time)."""
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
            self.found.setdefault(who.id, ScoredCandidate(who))
        return len(self.found) > before

    def _sifted(self, tier: QueryTier) -> list[Candidate] | None:
        """One question instead of two: the members of the wider one that match this tier. None as in `ahead`."""
        if self._asked.issuperset(tier.questions) or (given := self.ahead(tier)) is None:
            return None
        self._asked.update(tier.questions)
        heard = self._planner.hear(tier)
        phones = self._people.with_phones(given, heard)
        given = [phones.get(who.id, who) for who in given]
        return [who for who in given if has_all(who, heard)]

    def _given(self, question: Question) -> list[Candidate]:
        if question in self._ahead:
            return self._ahead.pop(question)
        if question in self._asked:
            return []
        self._asked.add(question)
        return self._people.fitting(question)


def find(register: Session | Connection, query: str, limit: int = 50) -> list[Hit]:
    """At most `limit` hits, the best first; empty when nothing is similar. A hit that is not `sure` lacks a part of
    the query, or only sounds similar while another matches exactly."""
    planner = QueryPlanner(vocabulary_of(register), address=is_address(query))
    people = CandidateReader(register)
    pool = CandidatePool(people, planner)
    until = thread_time() + TIME_BUDGET_S
    for parts in filter(None, map(planner.with_registered_names, interpretations(query))):
        tiers = planner.tiers(parts, TARGET_HITS, pool.best)
        if people.are_few(query):
            tiers = _but_exact(tiers, pool)
        if not _ask(people, pool, planner, tiers, until):
            break
    people.remember_few(query if pool.went_on else "")
    mails = mailboxes(query)
    best = sorted(pool.found.values(), key=lambda each: _rank(each, mails))[:limit]
    return _likeliest(best, _hits(people, best))


def _ask(
    people: CandidateReader, pool: CandidatePool, planner: QueryPlanner, tiers: Iterator[QueryTier], until: float
) -> bool:
    """Ask one reading of the query, from narrow to wide. True when another reading is worth asking."""
    heard: set[object] = set()
    for tier in tiers:
        if not heard:  # an exact match keeps its score: score again only for new members
            heard.add((tier.parts, NEAR, False))
        is_new = pool.ask(tier, until)
        if is_new or tier.hearing not in heard:
            heard.add(tier.hearing)
            _judge(people, pool, tier, planner)
        sure = sum(each.sure for each in pool.found.values())
        if sure >= tier.enough or thread_time() > until:
            return False
        pool.went_on = True
    return not any(each.sure for each in pool.found.values())


def _but_exact(tiers: Iterator[QueryTier], pool: CandidatePool) -> Iterator[QueryTier]:
    """Few match a part of this query exactly: filter the answer of the wider question, skip the exact one."""
    exact, starts = next(tiers), next(tiers)
    if pool.ahead(starts) is None:
        yield exact
    yield starts
    yield from tiers


def having(register: Session | Connection, number: str) -> list[Hit]:
    """The members with this phone number, the most likely first; `number` in the form of `normal_number`."""
    hits = find(register, number)
    phones = CandidateReader(register).phones(hit.id for hit in hits)
    plain = number.lstrip("+")
    return [hit for hit in hits if any(own.lstrip("+") == plain for own in phones.get(hit.id, ()))]


def read_as(register: Session | Connection, query: str) -> str:
    return spoken(read(query), vocabulary_of(register))


def _likeliest(best: Sequence[ScoredCandidate], hits: list[Hit]) -> list[Hit]:
    """Among members who share a number, those with an open callback or an awaited confirmation come first."""
    if any(part.is_word for each in best for part in each.heard):
        return hits
    fits = {each.who.id: each.fit for each in best}
    return sorted(
        hits, key=lambda hit: (not hit.sure, -fits[hit.id], not hit.callback_due, not hit.confirmation_awaited)
    )


def _rank(each: ScoredCandidate, mails: frozenset[str]) -> tuple[bool, bool, float, str, str, int]:
    """Sort key: a complete e-mail address decides before the score."""
    who = each.who
    other = not mails or who.email.partition("@")[0].casefold() not in mails
    return not each.sure, other, -each.fit, who.last, who.first, who.id


def _judge(people: CandidateReader, pool: CandidatePool, tier: QueryTier, planner: QueryPlanner) -> None:
    """Score new members, and those that match the wider reading better."""
    heard, found = planner.hear(tier), pool.found
    said = [part.text for part in heard if part.is_word]
    for member_id, who in people.with_phones((each.who for each in found.values()), heard).items():
        found[member_id].who = who
    believed = tier.sure and (tier.fit == 1 or not any(each.sure for each in found.values()))
    score_cache = pool.judged.setdefault(tier.parts, ScoreCache(len(heard)))
    names, place_words = score_cache.new_in(heard)
    fits = score_cache.fits
    for member_id, each in found.items():
        who = each.who
        fit = fits.get(member_id)
        if (
            fit is None
            or not names.isdisjoint(who.names)
            or (place_words and not place_words.isdisjoint(who.place_words))
        ):
            fit = fits[member_id] = score(who, heard, said)
            if fit > each.fit:
                each.fit, each.heard = fit, heard
        each.sure = each.sure or (believed and (tier.fit == 1 or fit >= MIN_PHONETIC_SCORE))


def _hits(people: CandidateReader, best: Sequence[ScoredCandidate]) -> list[Hit]:
    if not best:
        return []
    ids = [each.who.id for each in best]
    details = people.details(ids)
    standing = people.inherited(each for each in ids if details[each][4])
    promised, awaited = (standing.get(table, set()) for table in OPEN_STATUS)
    return [_hit(each, details[each.who.id], promised, awaited) for each in best]


def _hit(each: ScoredCandidate, detail: Detail, promised: set[int], awaited: set[int]) -> Hit:
    who = each.who
    return Hit(
        id=who.id,
        number=who.number,
        name=who.name,
        birth_year=int(who.year) if who.year else None,
        employer=who.employer,
        department=who.department,
        phone=detail[1] or "",
        callback_due=bool(detail[2]) or who.id in promised,
        confirmation_awaited=bool(detail[3]) or who.id in awaited,
        sure=each.sure,
        explain=partial(explain, who, each.heard),
    )
