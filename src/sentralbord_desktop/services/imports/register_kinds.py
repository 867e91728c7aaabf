"""How members and fee invoices are compared with the register and written: what differs by kind of file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from sentralbord_desktop.domain.errors import ChangedMeanwhileError
from sentralbord_desktop.domain.imports.columns import FileKind
from sentralbord_desktop.domain.imports.comparison import Comparison, compare, refuse_invoice, refuse_member
from sentralbord_desktop.domain.imports.member_columns import INVOICES, MEMBERS
from sentralbord_desktop.domain.imports.preview import Changed, ImportedRow, Preview, Rejected
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.storage.imports import bulk_members, invoices
from sentralbord_desktop.storage.members.merged import numbers_gone
from sentralbord_desktop.storage.privacy import listed_members

Entries = Sequence[ImportedRow]
MERGED = "Medlemmet er slått sammen med et annet."


@dataclass(frozen=True)
class Run:
    """The import that writes: its id, who does it and when."""

    id: int
    author: str
    at: datetime


class RegisterKind(Protocol):
    """What an import of one kind of file does with the register."""

    def split_merged(self, session: Session, entries: Entries) -> tuple[Entries, list[Rejected]]:
        """The entries that have a record of their own, and those that have none any more."""

    def compare(self, session: Session, part: Entries, result: Comparison) -> None:
        """Add what so many entries would do."""

    def seen(self, session: Session, changed: Sequence[Changed]) -> tuple[list[int], str]:
        """The members whose fields a preview shows, and in words (PR-4)."""

    def write(self, session: Session, preview: Preview, run: Run, progress: Progress) -> None:
        """Raises ChangedMeanwhileError when the register is not as it was compared with."""


class _Members:
    def split_merged(self, session: Session, entries: Entries) -> tuple[Entries, list[Rejected]]:
        """A row about a member that was merged into another is rejected."""
        gone = numbers_gone(session)
        if not gone:
            return entries, []
        why = "Medlemmet er slått sammen med {}. Rett det der."
        merged = [entry for entry in entries if entry.number in gone]
        left = [entry for entry in entries if entry.number not in gone]
        return left, [
            Rejected(entry.row, "", MERGED, who=entry.name, number=entry.number, detail=why.format(gone[entry.number]))
            for entry in merged
        ]

    def compare(self, session: Session, part: Entries, result: Comparison) -> None:
        present = bulk_members.present_members(session, [entry.number for entry in part])
        compare(MEMBERS, part, present, refuse_member, result)

    def seen(self, session: Session, changed: Sequence[Changed]) -> tuple[list[int], str]:
        return [c.id for c in changed], listed_members.named([c.number for c in changed])

    def write(self, session: Session, preview: Preview, run: Run, progress: Progress) -> None:
        here = bulk_members.versions(session, preview.numbers)
        if (here and any(entry.number in here for entry in preview.new)) or any(
            here.get(change.number) != (change.id, change.version) for change in preview.changed
        ):
            raise ChangedMeanwhileError(bulk_members.CHANGED_SINCE_PREVIEW)
        bulk_members.change_members(
            session, preview.changed, author=run.author, at=run.at, progress=progress, run=run.id
        )
        bulk_members.add_members(session, preview.new, run=run.id, progress=progress)


class _Invoices:
    def split_merged(self, session: Session, entries: Entries) -> tuple[Entries, list[Rejected]]:
        return entries, []

    def compare(self, session: Session, part: Entries, result: Comparison) -> None:
        present = invoices.present_invoices(session, [entry.number for entry in part])
        owners = [str(entry.values["member_no"]) for entry in part if "member_no" in entry.values]
        compare(INVOICES, part, present, refuse_invoice(bulk_members.member_ids(session, owners)), result)

    def seen(self, session: Session, changed: Sequence[Changed]) -> tuple[list[int], str]:
        ids = listed_members.owners(session, [c.id for c in changed])
        return ids, f"{len(changed)} fakturaer til {len(set(ids))} medlemmer"

    def write(self, session: Session, preview: Preview, run: Run, progress: Progress) -> None:
        """Invoices have no version: they are compared again."""
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
