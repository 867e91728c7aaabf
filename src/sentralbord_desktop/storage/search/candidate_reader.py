"""Reads the members that match a question, their phones and the details of a hit. Consecutive keys mostly ask for
the same members: on a file they are cached per connection until anything is written to the file."""

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
"""Table -> status of an open callback, and of an awaited confirmation."""
_PROMISED, _AWAITED = (
    f"EXISTS (SELECT 1 FROM {table} WHERE member_id = hit.id AND status || '' = '{status}')"
    for table, status in OPEN_STATUS.items()
)
"""Conditions for one member, so that the member index is used and not the list of all open rows."""
DETAILS = f"""
    hit.id, (SELECT number FROM member_phone WHERE member_id = hit.id AND position = 0),
    {_PROMISED}, {_AWAITED}, EXISTS (SELECT 1 FROM member gone WHERE gone.merged_into = hit.id)
"""
MAX_CACHED_MEMBERS = 2_000
"""Members cached on each connection."""
AT_A_TIME = 40
"""Dropped members that one search frees. Freeing all at once takes a fifth of the next key."""
Detail = Sequence[Any]
"""Id, first phone, open callback, awaited confirmation, whether others were merged into the member."""


class CachedCandidate:
    """The members read on one connection. They are immutable, because a hit on the screen still refers to them."""

    def __init__(self) -> None:
        self._when: object = None
        self.few = ""
        """The last query that few members match exactly."""
        self._gone: list[Candidate] = []
        self._forget()

    def _forget(self) -> None:
        self.people: dict[int, Candidate] = {}
        self.with_phones: dict[int, Candidate] = {}
        self.details: dict[int, Detail] = {}

    def as_of(self, when: object) -> None:
        """Empty the cache when `when` has changed or the cache is full."""
        del self._gone[-max(AT_A_TIME, len(self._gone) // 8) :]
        if when != self._when or len(self.people) > MAX_CACHED_MEMBERS:
            self._gone += [*self.people.values(), *self.with_phones.values()]
            self._forget()
            self._when = when


class CandidateReader:
    def __init__(self, register: Session | Connection) -> None:
        self._register = MemberIndex(register)
        self._known = remembered_by(register)

    def are_few(self, text: str) -> bool:
        """Whether `text` extends a query that few members match exactly."""
        return bool(self._known.few) and text.startswith(self._known.few)

    def remember_few(self, text: str) -> None:
        self._known.few = text

    def fitting(self, question: Question) -> list[Candidate]:
        """At most CANDIDATES members that have a term of every group, without their phones."""
        known = self._known.people
        if self._register.is_on_server or not known:  # one round trip to a server
            found = [Candidate(row) for row in self._register.rows(FACTS, question)]
            known.update({who.id: who for who in found})
            return found
        ids = self._register.ids(question)
        if missing := [each for each in ids if each not in known]:
            rows = self._register.among(FACTS, "FROM member m", "m.id", missing)
            known.update({row[0]: Candidate(row) for row in rows})
        return [known[each] for each in ids if each in known]

    def with_phones(self, members: Iterable[Candidate], heard: Sequence[MatchedPart]) -> dict[int, Candidate]:
        """The members for which some digits may be a phone number, with their phones. Id -> member."""
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
        """Member id -> numbers without plus, in the order of the record."""
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
        """Table of OPEN_STATUS -> those of `kept` that have such a row through members merged into them."""
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
    """The cache of this connection, valid since the last write to the file. A server cannot report writes, and a
    writing session reads uncommitted rows: both get a cache for one search."""
    if isinstance(register, Session):
        return CachedCandidate()
    pooled = register.connection
    known: CachedCandidate | None = pooled.info.get(CachedCandidate)
    if known is None:
        known = pooled.info[CachedCandidate] = CachedCandidate()
    known.as_of(object() if register.dialect.name == "postgresql" else _written(pooled.driver_connection))
    return known


def _written(driver: Any) -> tuple[int, int]:
    """A pair that changes when this or another connection writes to the file."""
    return driver.execute("PRAGMA data_version").fetchone()[0], driver.total_changes
