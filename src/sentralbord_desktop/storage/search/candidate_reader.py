"""The members that a search reads: those who fit a question, their phones, and what a hit tells besides.

What one key read, the next one mostly asks for again, so on a file it is remembered, for as long as nothing at
all has been written there, by anybody.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlmodel import Session

from sentralbord_desktop.storage.search.candidate import Candidate
from sentralbord_desktop.storage.search.digit_slips import Question
from sentralbord_desktop.storage.search.query import MemberIndex
from sentralbord_desktop.storage.search.score import MatchedPart, needs_phones

FACTS = """
    m.id, m.number, m.first_name, m.middle_name, m.last_name, m.birth_date, m.employer,
    m.workplace, m.place, m.street, m.post_code, m.workplace_post_code, m.email, m.department
"""
OPEN_STATUS = {"callback": "apen", "confirmation": "venter"}
"""What we have promised somebody, and what we await from them."""
_PROMISED, _AWAITED = (
    f"EXISTS (SELECT 1 FROM {table} WHERE member_id = hit.id AND status || '' = '{status}')"
    for table, status in OPEN_STATUS.items()
)
"""Looked up by the member, not among all that is open."""
DETAILS = f"""
    hit.id, (SELECT number FROM member_phone WHERE member_id = hit.id AND position = 0),
    {_PROMISED}, {_AWAITED}, EXISTS (SELECT 1 FROM member gone WHERE gone.merged_into = hit.id)
"""
MAX_CACHED_MEMBERS = 2_000
"""Members, on each connection."""
AT_A_TIME = 40
"""Members of those forgotten that one search takes out of memory: all in one is a fifth of the first key after a
record was opened."""
Detail = Sequence[Any]
"""Id, first phone, whether we promised or await something, whether others were merged into the member."""


class CachedCandidate:
    """What was read on one connection. What is here is never changed: a hit that is shown still has it."""

    def __init__(self) -> None:
        self._when: object = None
        self.few = ""
        """What was typed last, when few have it exactly."""
        self._gone: list[Candidate] = []
        self._forget()

    def _forget(self) -> None:
        self.people: dict[int, Candidate] = {}
        self.with_phones: dict[int, Candidate] = {}
        self.details: dict[int, Detail] = {}

    def as_of(self, when: object) -> None:
        """Empty when something was written since it was last asked, or when it holds much."""
        del self._gone[-max(AT_A_TIME, len(self._gone) // 8) :]
        if when != self._when or len(self.people) > MAX_CACHED_MEMBERS:
            self._gone += [*self.people.values(), *self.with_phones.values()]
            self._forget()
            self._when = when


class CandidateReader:
    """Those of one register, for one search."""

    def __init__(self, register: Session | Connection) -> None:
        self._register = MemberIndex(register)
        self._known = remembered_by(register)

    def are_few(self, text: str) -> bool:
        """Whether few have exactly what `text` begins with."""
        return bool(self._known.few) and text.startswith(self._known.few)

    def remember_few(self, text: str) -> None:
        self._known.few = text

    def fitting(self, question: Question) -> list[Candidate]:
        """At most CANDIDATES that have a term of every group, without their phones."""
        known = self._known.people
        if self._register.is_on_server or not known:  # a server is not asked twice for one answer
            found = [Candidate(row) for row in self._register.rows(FACTS, question)]
            known.update({who.id: who for who in found})
            return found
        ids = self._register.ids(question)
        if missing := [each for each in ids if each not in known]:
            rows = self._register.among(FACTS, "FROM member m", "m.id", missing)
            known.update({row[0]: Candidate(row) for row in rows})
        return [known[each] for each in ids if each in known]

    def with_phones(self, members: Iterable[Candidate], heard: Sequence[MatchedPart]) -> dict[int, Candidate]:
        """Those of whom some digits may be the phone of, as they are with their phones."""
        digits = [part for part in heard if not part.is_word and not part.is_weak]
        if not digits:
            return {}
        known = self._known.with_phones
        asked = {who.id: who for who in members if needs_phones(who, digits)}
        if missing := asked.keys() - known.keys():
            phones = self.phones(missing)
            known.update({each: asked[each].having(phones.get(each, ())) for each in missing})
        return {each: known[each] for each in asked}

    def phones(self, ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """Member -> numbers without plus, in the order of the record."""
        phones: dict[int, tuple[str, ...]] = {}
        wanted = list(ids)
        if not wanted:
            return phones
        found = self._register.among("member_id, position, number", "FROM member_phone", "member_id", wanted)
        for member_id, _, number in sorted(found):
            phones[member_id] = (*phones.get(member_id, ()), number)
        return phones

    def details(self, ids: Sequence[int]) -> Mapping[int, Detail]:
        known = self._known.details
        if missing := [each for each in ids if each not in known]:
            known.update({row[0]: row for row in self._register.of_each(DETAILS, missing)})
        return known

    def inherited(self, kept: Iterable[int]) -> dict[str, set[int]]:
        """Of these members, into whom others were merged: who has what STANDING names from those, however many
        merges lie between."""
        stands = {member_id: member_id for member_id in kept}
        found: Iterable[int] = list(stands)
        among = self._register.among
        while found:
            merged = among("id, merged_into", "FROM member", "merged_into", found)
            stands.update({gone: stands[into] for gone, into in merged})
            found = [gone for gone, _ in merged]
        return {
            table: {
                stands[member_id]
                for (member_id,) in among("member_id", f"FROM {table}", f"status = '{status}' AND member_id", stands)
            }
            for table, status in (OPEN_STATUS.items() if stands else ())
        }


def remembered_by(register: Session | Connection) -> CachedCandidate:
    """What this connection has read since anybody wrote to the file. A server cannot say whether somebody did,
    and what a session reads that may write is not yet true: their members are remembered for one search."""
    if isinstance(register, Session):
        return CachedCandidate()
    pooled = register.connection
    known: CachedCandidate | None = pooled.info.get(CachedCandidate)
    if known is None:
        known = pooled.info[CachedCandidate] = CachedCandidate()
    known.as_of(object() if register.dialect.name == "postgresql" else _written(pooled.driver_connection))
    return known


def _written(driver: Any) -> tuple[int, int]:
    """Another pair when others have written to the file since, or this connection has."""
    return driver.execute("PRAGMA data_version").fetchone()[0], driver.total_changes
