"""Finds and reads members, and changes them during a call."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from sentralbord_desktop.domain.access import READERS
from sentralbord_desktop.domain.errors import ChangedMeanwhileError, SwitchboardError
from sentralbord_desktop.domain.members.duplicates import Pair, Person, likely_pairs, reasons
from sentralbord_desktop.domain.members.member import Hit, Member, Merge, PhoneCall, Rectified, RemarkFields
from sentralbord_desktop.domain.members.record import TROUBLE, MemberRecord, hits_for
from sentralbord_desktop.domain.privacy.sensitive_text import check, look_for, refuse_numbers
from sentralbord_desktop.domain.progress import Cancel, Progress, ReportProgress
from sentralbord_desktop.domain.telephony import normal_number
from sentralbord_desktop.services.offline_queue import OfflineQueue, Signature
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.services.sharing.local_copy import LocalCopyService
from sentralbord_desktop.storage.inquiries import inquiries
from sentralbord_desktop.storage.members import field_text, members
from sentralbord_desktop.storage.members import merge as storage_merge
from sentralbord_desktop.storage.members.record import record_of
from sentralbord_desktop.storage.privacy import listed_members
from sentralbord_desktop.storage.privacy.blanking import SENSITIVE
from sentralbord_desktop.storage.search.search import find, having, read_as

LOOKED_AT = 12

MERGERS = ("operator", "administrator")


MAX_CALLS_OF_NUMBER = 5


class LikeMember(NamedTuple):
    """A member who may be the person that is about to be registered, and why."""

    member: Member
    why: tuple[str, ...]


class DuplicateService(Service):
    """No method merges automatically."""

    def pairs(self, *, progress: ReportProgress | None = None, cancel: Cancel | None = None) -> list[Pair]:
        """Likely pairs, without those kept apart; each member shown is logged (PR-4). Raises ImportCancelledError."""
        self._operator_session.require(*MERGERS)
        with self._database.reading() as session:
            people, apart = storage_merge.people(session), storage_merge.kept_apart(session)
        found = likely_pairs(people, Progress(progress, cancel))
        shown = [pair for pair in found if tuple(sorted((pair.one.id, pair.two.id))) not in apart]
        self._log_pairs(shown)
        return shown

    def _log_pairs(self, shown: Sequence[Pair]) -> None:
        both = {one.id: one.number for pair in shown for one in (pair.one, pair.two)}
        with self._database.transaction() as session:
            self._operator_session.log(session, "så dobbelt registrerte", listed_members.named(both.values()))
            listed_members.log_seen(
                session, both, **self._signed(), what=listed_members.IN_PAIRS, why="Dobbelt registrert"
            )

    def like(self, fields: Mapping[str, str]) -> list[LikeMember]:
        """Existing members who may be the person about to be registered, and why. `fields`: member fields as text;
        birth date 14.03.1979. Each is in the access log (PR-4)."""
        self._operator_session.require(*READERS)
        wanted = _person(fields)
        name = f"{wanted.first} {wanted.last}"
        asked = [*wanted.phones, wanted.email, f"{name} {wanted.birth[:4]}", name]
        found: dict[int, LikeMember] = {}
        with self._database.transaction() as session:
            for text in filter(str.strip, asked):
                for hit in find(session, text, LOOKED_AT):
                    member = members.member_by_id(session, hit.id)
                    if member is not None and (why := reasons(wanted, _as_person(member))):
                        found[member.id] = LikeMember(member, why)
            for member_id in found:
                self._operator_session.log(session, "sammenlignet", "ny innmelding", member_id)
        return sorted(found.values(), key=lambda like: -len(like.why))

    def both(self, one_id: int, two_id: int) -> tuple[Member, Member]:
        """The two members as they are now, to choose between; logged (PR-4)."""
        self._operator_session.require(*MERGERS)
        with self._database.transaction() as session:
            one, two = (members.member_by_id(session, i) for i in (one_id, two_id))
            if one is None or two is None or one.id == two.id:
                raise SwitchboardError("Medlemmene er allerede slått sammen. Velg et annet par.")
            for each in (one, two):
                self._operator_session.log(session, "sammenlignet", "dobbelt registrert", each.id)
        return one, two

    def merge(self, kept: Member, gone: Member, taken: Collection[str], phones: Collection[str] | None = None) -> int:
        """Merge `gone` into `kept`: the fields `taken` are from `gone`, and of both members' numbers `phones` are
        kept (None: all). Returns the id for `undo`. Raises NotAllowedError (PR-1)."""
        self._operator_session.require(*MERGERS)
        with self._writing("members", "callbacks", "confirmations") as session:
            return storage_merge.merge(session, kept, gone, taken, **self._signed(), phones=phones)

    def undo(self, merge_id: int) -> None:
        """Undo a merge; both histories are complete."""
        self._operator_session.require(*MERGERS)
        with self._writing("members", "callbacks", "confirmations") as session:
            storage_merge.undo(session, merge_id, **self._signed())

    def keep_apart(self, pair: Pair) -> None:
        """«Ikke samme person»: hide the pair for all operators."""
        self._operator_session.require(*MERGERS)
        with self._database.transaction() as session:
            storage_merge.keep_apart(session, pair.one.id, pair.two.id, **self._signed())

    def latest(self, limit: int = 20) -> list[Merge]:
        """At most `limit` merges that can be undone, newest first."""
        self._operator_session.require(*MERGERS)
        with self._database.reading() as session:
            return storage_merge.latest(session, limit)


def _person(fields: Mapping[str, str]) -> Person:
    birth = field_text.read_field("birth_date", fields.get("birth_date", ""))
    phones = tuple(number for name in ("phone", "phone2") if (number := normal_number(fields.get(name, ""))))
    return Person(
        0,
        "",
        fields.get("first_name", ""),
        fields.get("middle_name", ""),
        fields.get("last_name", ""),
        birth.isoformat() if isinstance(birth, date) else "",
        fields.get("email", ""),
        phones,
    )


def _as_person(member: Member) -> Person:
    return Person(
        member.id,
        member.number,
        member.first_name,
        member.middle_name,
        member.last_name,
        member.birth_date.isoformat() if member.birth_date else "",
        member.email,
        tuple(phone.number for phone in member.phones),
    )


T = TypeVar("T")
MAX_HITS = 50


WRITTEN_SINCE = "Noe av det er skrevet om igjen siden, så ingenting er tatt tilbake. Rett det med F2."


class MemberService(Service):
    """While the server is away, members are read from the local copy, if any."""

    def __init__(self, operator_session: OperatorSession, copy: LocalCopyService, offline_queue: OfflineQueue) -> None:
        super().__init__(operator_session)
        self._copy = copy
        self._offline_queue = offline_queue
        self._opened: set[tuple[int, int]] = set()
        """(operator, member) opened since the program started; each is logged or queued for the log."""

    def search(self, text: str, limit: int = MAX_HITS + 1) -> list[Hit]:
        """Hits, best first; one more than is shown, to indicate «many»."""
        return hits_for(self._operator_session.operator, self._look(find, text, limit))

    def having(self, number: str) -> list[Hit]:
        return hits_for(self._operator_session.operator, self._look(having, number))

    def read_as(self, text: str) -> str:
        """How the search reads `text`, as a sentence; «» when there is nothing to search for."""
        return self._look(read_as, text)

    def _look(self, ask: Callable[..., T], *more: object) -> T:
        self._operator_session.need(*READERS)

        def there() -> T:
            with self._database.looking() as connection:
                return ask(connection, *more)

        return self._copy.with_fallback(there, lambda: self._copy.read(ask, *more))

    def open(self, member_id: int, why: str = "oppslag") -> MemberRecord:
        """The whole record; logged with author, time and reason (PR-4)."""

        def there() -> MemberRecord:
            self._operator_session.require(*READERS)
            with self._database.transaction() as session:
                record = _found(record_of(session, member_id))
                self._operator_session.log(session, "åpnet", why, member_id)
            return record

        def meanwhile() -> MemberRecord:
            """During a large import: read at once, and queue the log row."""
            with self._database.reading() as session:
                record = _found(record_of(session, member_id))
            self._offline_queue.queue_access_log(member_id, why)
            return record

        self._operator_session.need(*READERS)
        if self._database.is_held:
            return meanwhile().for_reader(self._operator_session.operator)
        record = self._copy.with_fallback(there, lambda: self._copy.open(member_id, why))
        self._opened.add((self._operator_session.operator.id, member_id))
        return record.for_reader(self._operator_session.operator)

    def log_access(self, member_id: int, why: str, signed: Signature) -> None:
        """Log an opening in the local copy later; without the member's id if erased since."""
        author, at = signed
        with self._database.transaction() as session:
            is_there = members.is_member(session, member_id)
            seen = member_id if is_there else None
            self._operator_session.log(session, "åpnet", why, seen, author=author, at=at)

    def log_list(self, what: str, member_id: int | None = None) -> None:
        """Log that a list of members is saved or printed, or that a line about `member_id` is copied (PR-4)."""
        self._operator_session.require(*READERS)
        self._log("eksport", what, member_id)

    def reread(self, member_id: int) -> MemberRecord | None:
        """Read an open record again without a log row; one not opened by this operator is opened and logged."""
        self._operator_session.need(*READERS)
        is_open = (self._operator_session.operator.id, member_id) in self._opened

        def there() -> MemberRecord | None:
            with self._database.reading() as session:
                return record_of(session, member_id)

        record = self._copy.with_fallback(there, lambda: self._copy.read(record_of, member_id))
        if record is not None and not is_open:
            return self.open(member_id, "lest på nytt")
        return record.for_reader(self._operator_session.operator) if record else None

    def change(
        self, seen: Member, changes: Mapping[str, str], agreed: Mapping[str, str] | None = None
    ) -> list[Rectified]:
        """Change fields of the record `seen`; gives each that changed. Raises ConflictError when another
        operator changed one of them since, unless that text is in `agreed`."""
        self._operator_session.require(*READERS)
        refuse_numbers(changes.values())
        with self._writing("members") as session:
            return members.change_member(
                session, seen.id, changes, **self._signed(), seen={**field_text.shown(seen), **(agreed or {})}
            )

    def put_back(self, member_id: int, done: Sequence[Rectified]) -> None:
        """Undo `change`; refuses when one of the fields was changed since."""
        self._operator_session.require(*READERS)
        with self._writing("members") as session:
            member = members.member_by_id(session, member_id)
            now = field_text.shown(member) if member else {}
            if any(now.get(each.field, "") != each.after for each in done):
                raise ChangedMeanwhileError(WRITTEN_SINCE)
            members.change_member(
                session, member_id, {each.field: each.before for each in done}, **self._signed(), seen=now
            )

    def add_phone(self, member_id: int, number: str) -> None:
        """Add a number. Raises SwitchboardError when the member has it."""
        self._operator_session.require(*READERS)
        with self._writing("members") as session:
            members.add_phone(session, member_id, number, **self._signed())

    def remove_phone(self, member_id: int, number: str) -> None:
        self._operator_session.require(*READERS)
        with self._writing("members") as session:
            members.remove_phone(session, member_id, number, **self._signed())

    def remark(self, member_id: int, text: str, *, pinned: bool = False, reason: str = "") -> None:
        """Add a remark (Ctrl+M). Raises SensitiveError for sensitive text without a `reason`; it is logged (PR-3)."""
        self._operator_session.require(*READERS)
        words = text.strip()
        if not words:
            raise SwitchboardError("Skriv merknaden først.")
        check(words, reason)
        moment = self._operator_session.clock()
        with self._writing("members") as session:
            if not members.is_member(session, member_id):
                raise SwitchboardError("Medlemmet finnes ikke lenger i registeret. Søk på nytt med F3.")
            inquiries.add_remark(
                session,
                member_id,
                RemarkFields(
                    written=moment,
                    author=self._operator_session.sign,
                    text=words[:4000],
                    category="annet",
                    pinned=pinned,
                ),
            )
            if look_for(words):
                self._operator_session.log(session, SENSITIVE, reason.strip()[:200], member_id, at=moment)

    def recent(self, limit: int = 12) -> list[PhoneCall]:
        """The last calls; outcomes of trøbbel cases and numbers are hidden, or all, depending on the role."""
        reader = self._operator_session.operator
        if not reader.reads_members:
            return []
        with self._database.reading() as session:
            found = inquiries.recent_calls(session, limit)
        if reader.reads_all:
            return found
        hidden = ({"number": "", "outcome": "" if call.category == TROUBLE else call.outcome} for call in found)
        return [call.model_copy(update=less) for call, less in zip(found, hidden, strict=True)]

    def calls_from(self, number: str) -> list[PhoneCall]:
        """The last calls from this number whose caller had no record, newest first; none for whom numbers are hidden."""
        if not self._operator_session.operator.reads_all or not number:
            return []
        with self._database.reading() as session:
            return inquiries.recent_calls(session, MAX_CALLS_OF_NUMBER, normal_number(number))

    def count(self) -> int:
        with self._database.reading() as session:
            return members.count_members(session)

    def is_empty(self) -> bool:
        """Whether the register has no members."""
        with self._database.reading() as session:
            return not members.has_members(session)


def _found(record: MemberRecord | None) -> MemberRecord:
    if record is None:
        raise SwitchboardError("Medlemmet finnes ikke lenger i registeret. Søk på nytt med F3.")
    return record
