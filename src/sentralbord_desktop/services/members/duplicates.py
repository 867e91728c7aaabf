"""Possible duplicates: listed, merged by a person, separated again."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sentralbord_desktop.domain.access.operator import READERS
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.members.duplicates import Pair, Person, likely_pairs, reasons
from sentralbord_desktop.domain.members.member import Member, Merge
from sentralbord_desktop.domain.progress import Cancel, Progress, ReportProgress
from sentralbord_desktop.domain.telephony.phone_numbers import normal_number
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.storage.members import field_text, members
from sentralbord_desktop.storage.members import merge as storage_merge
from sentralbord_desktop.storage.privacy import listed_members
from sentralbord_desktop.storage.search.search import find

LOOKED_AT = 12

MERGERS = ("operator", "administrator")


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
