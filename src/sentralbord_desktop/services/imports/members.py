"""The register in and out."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table
from sqlmodel import Session

from sentralbord_desktop.domain.errors import ChangedMeanwhileError
from sentralbord_desktop.domain.imports.member_columns import (
    MEMBERS,
    SUBJECTS,
    Subject,
    fingerprint,
    mapped,
    need_all,
    recognise,
    refused,
)
from sentralbord_desktop.domain.imports.member_import import (
    Changed,
    ImportDone,
    ImportedRow,
    MemberTable,
    Preview,
    Rejected,
    compare,
    report_rows,
)
from sentralbord_desktop.domain.imports.member_rows import entries_of
from sentralbord_desktop.domain.progress import REPORT_EVERY_ROWS, Cancel, Progress, ReportProgress
from sentralbord_desktop.services.change_notices import ChangeNotices
from sentralbord_desktop.services.imports import export_rows
from sentralbord_desktop.services.imports.read_tables import read_table
from sentralbord_desktop.services.imports.write_tables import save_table
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage import settings
from sentralbord_desktop.storage.engine.bulk_insert import fast_thread_switching, gc_paused
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.imports import bulk_members, invoices, undo
from sentralbord_desktop.storage.maintenance import integrity_check
from sentralbord_desktop.storage.members.merged import numbers_gone
from sentralbord_desktop.storage.privacy import access_log, listed_members
from sentralbord_desktop.storage.search.rebuild import rebuild

IMPORTERS, EXPORTERS = ("administrator",), ("administrator", "personvern")
NOT_TO_BE_USED = integrity_check.NOT_TO_BE_USED
REMEMBERED = "import.kolonner"
MAX_LISTED_ROWS = 50
LONG = 20_000
"""Rows that take so long to write that nobody should have to wait for them (some two seconds)."""


class MemberImportService:
    """Import in three steps: `read` the file, `preview` what it would do, `write` it.

    Each takes `progress(done, total)` and `cancel` (an Event, or a function that says true); a
    cancelled one raises ImportCancelledError and has changed nothing. Files that cannot be used
    raise RegisterFileError with one sentence for the screen.
    """

    def __init__(self, database: Database, operator_session: OperatorSession, change_notices: ChangeNotices) -> None:
        self._database = database
        self._operator_session = operator_session
        self._change_notices = change_notices

    @fast_thread_switching()
    @gc_paused()
    def read(
        self,
        path: Path,
        subject: str = MEMBERS.key,
        *,
        encoding: str | None = None,
        progress: ReportProgress | None = None,
        cancel: Cancel | None = None,
    ) -> MemberTable:
        """The file as text with the columns we propose; `subject` is medlemmer or fakturaer. By an administrator."""
        self._operator_session.require(*IMPORTERS)
        raw = read_table(path, encoding, Progress(progress, cancel))
        about = SUBJECTS[subject]
        never = refused(raw.headings, raw.rows)
        columns = recognise(about, raw.headings, never)
        with self._database.reading() as session:
            kept = settings.setting(session, REMEMBERED).get(fingerprint(about, raw.headings), {})
        known = {h: f for h, f in kept.items() if h in columns and h not in never}
        columns = mapped(about, columns, known, never)
        return MemberTable(path.name, about, raw.headings, raw.rows, raw.numbers, columns, never)

    @fast_thread_switching()
    @gc_paused()
    def preview(
        self,
        table: MemberTable,
        columns: Mapping[str, str | None] | None = None,
        *,
        progress: ReportProgress | None = None,
        cancel: Cancel | None = None,
    ) -> Preview:
        """What the file would do; `columns` (heading -> field or None) goes over our proposal. By an administrator:
        it shows what the register has. Whom it names is in the trail before anybody sees it (PR-4)."""
        self._operator_session.require(*IMPORTERS)
        task_progress = Progress(progress, cancel)
        chosen = mapped(table.subject, table.columns, columns or {}, table.refused)
        need_all(table.subject, chosen)
        entries, rejected = entries_of(table, chosen, task_progress.part(0, 2))
        with self._database.reading() as session:
            if table.subject is MEMBERS:
                entries, merged = _without_merged(entries, numbers_gone(session))
                rejected = [*rejected, *merged]
            new, changed, same, more = _compared(session, table.subject, entries, task_progress.part(1, 2))
        self._log_preview(table, changed)
        return Preview(
            file=table.name,
            subject=table.subject,
            headings=table.headings,
            columns=chosen,
            new=new,
            changed=changed,
            unchanged=same,
            rejected=tuple(sorted([*rejected, *more], key=lambda r: r.row)),
            refused=table.refused,
        )

    def _log_preview(self, table: MemberTable, changed: Sequence[Changed]) -> None:
        """One line that tells of the preview, and one for each member whose fields it shows."""
        who: dict[str, Any] = {"author": self._operator_session.sign, "at": self._operator_session.clock()}
        with self._database.transaction() as session:
            ids, what = [c.id for c in changed], listed_members.named([c.number for c in changed])
            if table.subject is not MEMBERS:
                ids = listed_members.owners(session, ids)
                what = f"{len(changed)} fakturaer til {len(set(ids))} medlemmer"
            self._operator_session.log(session, "så over import", f"{table.name}: {what}")
            listed_members.log_seen(session, ids, what=listed_members.IN_PREVIEW, why=table.name, **who)

    @fast_thread_switching()
    def write(
        self, preview: Preview, *, progress: ReportProgress | None = None, cancel: Cancel | None = None
    ) -> ImportDone:
        """Write it, all in one transaction; raises ChangedMeanwhileError when it is out of date, and
        NotAllowedError for others than an administrator. While a long one is written to a file, calls
        that are completed and records that are opened wait on this PC (`OfflineQueue`)."""
        self._operator_session.require(*IMPORTERS)
        task_progress, moment = Progress(progress, cancel), self._operator_session.clock()
        done = ImportDone(len(preview.new), len(preview.changed), preview.unchanged, len(preview.rejected))
        with (
            self._database.held() if len(preview.new) + len(preview.changed) >= LONG else nullcontext(),
            self._database.transaction() as session,
        ):
            run = bulk_members.log_run(
                session,
                at=moment,
                author=self._operator_session.sign,
                new=done.new,
                changed=done.changed,
                unchanged=done.unchanged,
                rejected=done.rejected,
                subject=preview.subject.key,
                file=preview.file,
            )
            undo.forget_old(session, moment)
            self._write(session, preview, run, moment, task_progress)
            self._remember(session, preview)
            task_progress.at(done.new + done.changed, done.new + done.changed)  # the last word before the commit
        if preview.changes_anything:
            self._change_notices.notify("members")
        return done

    def save_report(self, preview: Preview, path: Path) -> None:
        """The preview row by row, as CSV (or XLSX by its name). By an administrator, and logged first (PR-4)."""
        self._operator_session.require(*IMPORTERS)
        with self._database.transaction() as session:
            self._operator_session.log(session, "eksport", f"rapport om import: {preview.file}")
        save_table(path, report_rows(preview))

    def export_members(
        self, path: Path, *, progress: ReportProgress | None = None, cancel: Cancel | None = None
    ) -> int:
        """The whole register to .csv or .xlsx; gives how many members. Logged (PR-4). Raises
        NotAllowedError for others than an administrator and the privacy role (PR-1)."""
        self._operator_session.require(*EXPORTERS)
        return self._export(
            path,
            "medlemsregisteret",
            export_rows.member_rows,
            bulk_members.MEMBER,
            export_rows.MEMBER_PHONES,
            Progress(progress, cancel),
        )

    def export_changes(
        self, path: Path, *, progress: ReportProgress | None = None, cancel: Cancel | None = None
    ) -> int:
        """The change log to .csv or .xlsx; gives how many changes. Logged (PR-4). Raises
        NotAllowedError for others than an administrator and the privacy role (PR-1)."""
        self._operator_session.require(*EXPORTERS)
        return self._export(
            path,
            "endringsloggen",
            export_rows.change_rows,
            bulk_members.LOG,
            export_rows.CHANGE_PHONES,
            Progress(progress, cancel),
        )

    def faults(self, *, progress: ReportProgress | None = None, cancel: Cancel | None = None) -> list[str]:
        """What is wrong with the register's file, a sentence each; empty when it is whole."""
        return integrity_check.faults(self._database, Progress(progress, cancel))

    def rebuild_search(self, *, progress: ReportProgress | None = None, cancel: Cancel | None = None) -> int:
        """Write the search index again, member by member; searching and editing go on meanwhile.

        Gives how many members. A cancelled one may be run again.
        """
        return rebuild(self._database, bulk_members.tokens_by_id, Progress(progress, cancel))

    def _export(
        self,
        path: Path,
        what: str,
        rows_of: export_rows.RowsOf,
        table: Table,
        phones: Sequence[int],
        progress: Progress,
    ) -> int:
        with self._database.transaction() as session:  # first the log, then the file
            access_log.log_access(
                session,
                author=self._operator_session.sign,
                at=self._operator_session.clock(),
                member_id=None,
                what="eksport",
                why=what,
            )
        with self._database.reading() as session:
            total = bulk_members.count(session, table)
            return save_table(path, rows_of(session), phones=phones, total=total, progress=progress)

    def _write(self, session: Session, preview: Preview, run: int, moment: datetime, progress: Progress) -> None:
        if preview.subject is not MEMBERS:
            _refuse_old_invoices(session, preview)
            invoices.write_invoices(session, preview.new, preview.changed, run=run, progress=progress)
            return
        here = bulk_members.versions(session, preview.numbers)
        if (here and any(entry.number in here for entry in preview.new)) or any(
            here.get(change.number) != (change.id, change.version) for change in preview.changed
        ):
            raise ChangedMeanwhileError(bulk_members.CHANGED_SINCE_PREVIEW)
        bulk_members.change_members(
            session, preview.changed, author=self._operator_session.sign, at=moment, progress=progress, run=run
        )
        bulk_members.add_members(session, preview.new, run=run, progress=progress)

    def _remember(self, session: Session, preview: Preview) -> None:
        kept = settings.setting(session, REMEMBERED)
        key = fingerprint(preview.subject, preview.headings)
        kept.pop(key, None)
        latest = [*kept.items(), (key, dict(preview.columns))][-MAX_LISTED_ROWS:]
        settings.save_setting(session, REMEMBERED, dict(latest))


def _compared(
    session: Session, subject: Subject, entries: Sequence[ImportedRow], progress: Progress
) -> tuple[list[ImportedRow], list[Changed], int, list[Rejected]]:
    """`compare` for so many at a time, so that the register is never in memory whole."""
    new: list[ImportedRow] = []
    changed: list[Changed] = []
    rejected: list[Rejected] = []
    same = 0
    for start in range(0, len(entries), REPORT_EVERY_ROWS):
        progress.at(start, len(entries))
        part = entries[start : start + REPORT_EVERY_ROWS]
        numbers = [entry.number for entry in part]
        if subject is MEMBERS:
            found = compare(part, bulk_members.present_members(session, numbers), None)
        else:
            whose = [str(e.values["member_no"]) for e in part if "member_no" in e.values]
            found = compare(part, invoices.present_invoices(session, numbers), bulk_members.member_ids(session, whose))
        new += found[0]
        changed += found[1]
        same += found[2]
        rejected += found[3]
    return new, changed, same, rejected


def _without_merged(
    entries: Sequence[ImportedRow], gone: Mapping[str, str]
) -> tuple[list[ImportedRow], list[Rejected]]:
    """A row about a member that was merged into another would change nobody's record."""
    if not gone:
        return list(entries), []
    why = "Medlemmet er slått sammen med {kept}. Rett det der."
    return [entry for entry in entries if entry.number not in gone], [
        Rejected(entry.row, "", why.format(kept=gone[entry.number])) for entry in entries if entry.number in gone
    ]


def _refuse_old_invoices(session: Session, preview: Preview) -> None:
    """Invoices have no version: they are compared again."""
    here = invoices.present_invoices(session, preview.numbers)
    for change in preview.changed:
        found = here.get(change.number)
        if found is None or any(found.values[f.field] == change.values[f.field] for f in change.changes):
            raise ChangedMeanwhileError(bulk_members.CHANGED_SINCE_PREVIEW)
    if any(entry.number in here for entry in preview.new):
        raise ChangedMeanwhileError(bulk_members.CHANGED_SINCE_PREVIEW)
