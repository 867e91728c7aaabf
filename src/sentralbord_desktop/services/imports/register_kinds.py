"""How members and fee invoices are compared with the register and written: what differs between the kinds of file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from sentralbord_desktop.domain.errors import ChangedMeanwhileError
from sentralbord_desktop.domain.imports.columns import FileKind
from sentralbord_desktop.domain.imports.compare import Comparison, compare, refuse_invoice, refuse_member
from sentralbord_desktop.domain.imports.preview import (
    NO_CORRECTIONS,
    Absences,
    Changed,
    Corrected,
    Corrections,
    ImportedRow,
    Loss,
    Missing,
    Namesake,
    Preview,
)
from sentralbord_desktop.domain.members.fields import INVOICES, MEMBERS
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.storage.imports import absences, bulk_members, invoices
from sentralbord_desktop.storage.members import corrections
from sentralbord_desktop.storage.members.merged import numbers_gone
from sentralbord_desktop.storage.privacy import erased_members, listed_members

Entries = Sequence[ImportedRow]
Seen = Changed | Corrected | Missing | Namesake
"""The entries of a preview that show data of the register."""
MERGED = "Medlemmet er slått sammen med et annet."


@dataclass(frozen=True)
class Run:
    """The import that writes: its id, author and time."""

    id: int
    author: str
    at: datetime


KeepPlace = Callable[[Session], None]


def keep_no_place(_: Session) -> None:
    """For rows that are not read from a source, or a source that was not read so far."""


@dataclass(frozen=True)
class Pulled:
    """An automatic fetch: its `source`, what waits for a decision, and the reading position of the source, saved in the
    transaction that writes the members."""

    source: str = ""
    text: str = ""
    keep_place: KeepPlace = keep_no_place


BY_HAND = Pulled()


class SeenMembers(NamedTuple):
    """The members whose fields a preview shows, and in words (PR-4)."""

    ids: list[int]
    words: str


class RegisterKind:
    """What an import of one kind of file does with the register."""

    def take_merged(self, session: Session, entries: Entries, rejected: list[Loss]) -> Entries:
        """The entries without those about members who were merged into others, which are added to `rejected`."""
        return entries

    def corrections(self, session: Session) -> Corrections:
        """Corrections made here, which the file must not revert."""
        return NO_CORRECTIONS

    def recognise(self, session: Session, entries: Entries) -> absences.Recognised:
        """The entries with the numbers of the register."""
        return absences.Recognised(entries, 0)

    def compare(self, session: Session, part: Entries, corrected: Corrections, result: Comparison) -> None:
        """Add the effect of these entries."""
        raise NotImplementedError

    def doubt(self, session: Session, entries: Entries, lost_zeros: int, result: Comparison) -> None:
        """Hold new entries back that must not come in by themselves, and add the missing members."""

    def seen(self, session: Session, changed: Sequence[Seen]) -> SeenMembers:
        """The members that a preview shows."""
        raise NotImplementedError

    def write(self, session: Session, preview: Preview, run: Run, progress: Progress) -> None:
        """Write it. Raises ChangedMeanwhileError when the register has changed since the comparison."""
        raise NotImplementedError


class _Members(RegisterKind):
    def take_merged(self, session: Session, entries: Entries, rejected: list[Loss]) -> Entries:
        gone = numbers_gone(session)
        if not gone:
            return entries
        why = "Medlemmet er slått sammen med {}. Rett det der."
        rejected += [
            Loss(entry.row, entry.number, entry.name, "", "", MERGED, why.format(gone[entry.number]))
            for entry in entries
            if entry.number in gone
        ]
        return [entry for entry in entries if entry.number not in gone]

    def corrections(self, session: Session) -> Corrections:
        return corrections.unsettled(session)

    def recognise(self, session: Session, entries: Entries) -> absences.Recognised:
        return absences.with_zeros(session, entries)

    def doubt(self, session: Session, entries: Entries, lost_zeros: int, result: Comparison) -> None:
        """Erased members are left out, and new ones who are utmeldt."""
        gone = erased_members.erased_among(session, (entry.values for entry in result.new))
        new = [entry for entry in result.new if entry.number not in gone] if gone else result.new
        result.resigned = [entry for entry in new if entry.values.get("status") == "utmeldt"]
        if gone or result.resigned:
            result.new = [entry for entry in new if entry.values.get("status") != "utmeldt"]
        numbers = {entry.number for entry in entries}
        missing, namesakes = absences.missing(session, numbers), absences.namesakes(session, result.new, numbers)
        result.absences = Absences(missing, lost_zeros, len(gone), namesakes)

    def compare(self, session: Session, part: Entries, corrected: Corrections, result: Comparison) -> None:
        present = bulk_members.present_members(session, [entry.number for entry in part])
        compare(MEMBERS, part, present, refuse_member, result, corrected)

    def seen(self, session: Session, changed: Sequence[Seen]) -> SeenMembers:
        numbers = {c.id: c.number for c in changed}
        return SeenMembers(list(numbers), listed_members.named(list(numbers.values())))

    def write(self, session: Session, preview: Preview, run: Run, progress: Progress) -> None:
        here = bulk_members.versions(session, preview.numbers)
        if (here and any(entry.number in here for entry in preview.new)) or any(
            here.get(change.number) != bulk_members.MemberVersion(change.id, change.version)
            for change in preview.changed
        ):
            raise ChangedMeanwhileError(bulk_members.CHANGED_SINCE_PREVIEW)
        bulk_members.change_members(
            session, preview.changed, author=run.author, at=run.at, progress=progress, run=run.id
        )
        bulk_members.add_members(session, preview.new, run=run.id, progress=progress)
        corrections.settle(session, preview.settled, run.id)


class _Invoices(RegisterKind):
    def compare(self, session: Session, part: Entries, corrected: Corrections, result: Comparison) -> None:
        present = invoices.present_invoices(session, [entry.number for entry in part])
        owners = [str(entry.values["member_no"]) for entry in part if "member_no" in entry.values]
        compare(INVOICES, part, present, refuse_invoice(bulk_members.member_ids(session, owners)), result)

    def seen(self, session: Session, changed: Sequence[Seen]) -> SeenMembers:
        ids = listed_members.owners(session, [c.id for c in changed])
        return SeenMembers(ids, f"{len(changed)} fakturaer til {len(set(ids))} medlemmer")

    def write(self, session: Session, preview: Preview, run: Run, progress: Progress) -> None:
        """Write the invoices. They have no version, so they are compared again."""
        here = invoices.present_invoices(session, preview.numbers)
        is_old = any(entry.number in here for entry in preview.new) or any(
            found is None or any(found.values[f.field] == change.values[f.field] for f in change.changes)
            for change in preview.changed
            for found in (here.get(change.number),)
        )
        if is_old:
            raise ChangedMeanwhileError(bulk_members.CHANGED_SINCE_PREVIEW)
        invoices.write_invoices(session, preview.new, preview.changed, run=run.id, progress=progress)


_BY_KEY: dict[str, RegisterKind] = {MEMBERS.key: _Members(), INVOICES.key: _Invoices()}


def register_kind(kind: FileKind) -> RegisterKind:
    return _BY_KEY[kind.key]
