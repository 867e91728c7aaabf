"""Import and export of members and fee invoices."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path

from sqlmodel import Session

from sentralbord_desktop.domain.imports.birth_number_columns import refused
from sentralbord_desktop.domain.imports.columns import fingerprint, mapped, need_all, recognise
from sentralbord_desktop.domain.imports.comparison import Comparison
from sentralbord_desktop.domain.imports.member_columns import KINDS, MEMBERS
from sentralbord_desktop.domain.imports.preview import Changed, ImportDone, ImportTable, Preview, report_rows
from sentralbord_desktop.domain.imports.rows import entries_of
from sentralbord_desktop.domain.progress import REPORT_EVERY_ROWS, Cancel, Progress, ReportProgress
from sentralbord_desktop.services.change_notices import ChangeNotices
from sentralbord_desktop.services.imports import export_rows
from sentralbord_desktop.services.imports.read_tables import read_table
from sentralbord_desktop.services.imports.register_kinds import Run, register_kind
from sentralbord_desktop.services.imports.write_tables import save_table
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage import settings
from sentralbord_desktop.storage.engine.bulk_insert import fast_thread_switching, gc_paused
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.imports import bulk_members, runs
from sentralbord_desktop.storage.imports import export as storage_export
from sentralbord_desktop.storage.maintenance import integrity_check
from sentralbord_desktop.storage.privacy import listed_members
from sentralbord_desktop.storage.search.rebuild import rebuild

IMPORTERS, EXPORTERS = ("administrator",), ("administrator", "personvern")
NOT_TO_BE_USED = integrity_check.NOT_TO_BE_USED
REMEMBERED = "import.kolonner"
MAX_REMEMBERED = 50
LONG = 20_000
"""Rows that take about two seconds to write: from here on, others do not wait for them."""


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
    ) -> ImportTable:
        """The file as text with the columns we propose; `subject` is medlemmer or fakturaer. By an administrator."""
        self._operator_session.require(*IMPORTERS)
        raw = read_table(path, encoding, Progress(progress, cancel))
        about = KINDS[subject]
        never = refused(raw.headings, raw.rows)
        columns = recognise(about, raw.headings, never)
        with self._database.reading() as session:
            kept = settings.setting(session, REMEMBERED).get(fingerprint(about, raw.headings), {})
        known = {h: f for h, f in kept.items() if h in columns and h not in never}
        columns = mapped(about, columns, known, never)
        return ImportTable(path.name, about, raw.headings, raw.rows, raw.numbers, columns, never)

    @fast_thread_switching()
    @gc_paused()
    def preview(
        self,
        table: ImportTable,
        columns: Mapping[str, str | None] | None = None,
        *,
        progress: ReportProgress | None = None,
        cancel: Cancel | None = None,
    ) -> Preview:
        """What the file would do; `columns` (heading -> field or None) goes over our proposal. By an administrator:
        it shows what the register has. Whom it names is in the trail before anybody sees it (PR-4)."""
        self._operator_session.require(*IMPORTERS)
        task_progress = Progress(progress, cancel)
        chosen = mapped(table.kind, table.columns, columns or {}, table.refused)
        need_all(table.kind, chosen)
        entries, rejected = entries_of(table, chosen, task_progress.part(0, 2))
        kind, compared, part = register_kind(table.kind), Comparison(), task_progress.part(1, 2)
        with self._database.reading() as session:
            left, merged = kind.split_merged(session, entries)
            for start in range(0, len(left), REPORT_EVERY_ROWS):  # so that the register is never in memory whole
                part.at(start, len(left))
                kind.compare(session, left[start : start + REPORT_EVERY_ROWS], compared)
        self._log_preview(table, compared.changed)
        return Preview(
            file=table.name,
            kind=table.kind,
            headings=table.headings,
            columns=chosen,
            new=compared.new,
            changed=compared.changed,
            unchanged=compared.unchanged,
            rejected=tuple(sorted([*rejected, *merged, *compared.rejected], key=lambda r: r.row)),
            refused=table.refused,
        )

    def _log_preview(self, table: ImportTable, changed: Sequence[Changed]) -> None:
        """One line that tells of the preview, and one for each member whose fields it shows."""
        who = self._operator_session
        with self._database.transaction() as session:
            ids, what = register_kind(table.kind).seen(session, changed)
            who.log(session, "så over import", f"{table.name}: {what}")
            listed_members.log_seen(
                session, ids, what=listed_members.IN_PREVIEW, why=table.name, author=who.sign, at=who.clock()
            )

    @fast_thread_switching()
    def write(
        self, preview: Preview, *, progress: ReportProgress | None = None, cancel: Cancel | None = None
    ) -> ImportDone:
        """Write it, all in one transaction; raises ChangedMeanwhileError when it is out of date, and
        NotAllowedError for others than an administrator. While a long one is written to a file, calls
        that are completed and records that are opened wait on this PC (`OfflineQueue`)."""
        self._operator_session.require(*IMPORTERS)
        task_progress, moment = Progress(progress, cancel), self._operator_session.clock()
        sign, done = self._operator_session.sign, preview.done
        count = done.new + done.changed
        with self._database.held() if count >= LONG else nullcontext(), self._database.transaction() as session:
            subject = preview.kind.key
            run = runs.log_run(session, done, at=moment, author=sign, subject=subject, file=preview.file)
            runs.forget_old(session, moment)
            register_kind(preview.kind).write(session, preview, Run(run, sign, moment), task_progress)
            self._remember(session, preview)
            task_progress.at(count, count)  # the last report before the commit
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
        """The whole register to .csv or .xlsx; gives how many members. Logged (PR-4). Raises NotAllowedError for
        others than an administrator and the privacy role (PR-1)."""
        return self._export(path, export_rows.MEMBERS, Progress(progress, cancel))

    def export_changes(
        self, path: Path, *, progress: ReportProgress | None = None, cancel: Cancel | None = None
    ) -> int:
        """The change log, as `export_members`; gives how many changes."""
        return self._export(path, export_rows.CHANGES, Progress(progress, cancel))

    def faults(self, *, progress: ReportProgress | None = None, cancel: Cancel | None = None) -> list[str]:
        """What is wrong with the register's file, a sentence each; empty when it is whole."""
        return integrity_check.faults(self._database, Progress(progress, cancel))

    def rebuild_search(self, *, progress: ReportProgress | None = None, cancel: Cancel | None = None) -> int:
        """Write the search index again, member by member; searching and editing go on meanwhile.

        Gives how many members. A cancelled one may be run again.
        """
        return rebuild(self._database, bulk_members.tokens_by_id, Progress(progress, cancel))

    def _export(self, path: Path, export: export_rows.Export, progress: Progress) -> int:
        self._operator_session.require(*EXPORTERS)
        with self._database.transaction() as session:  # first the log, then the file
            self._operator_session.log(session, "eksport", export.name)
        with self._database.reading() as session:
            total = storage_export.count(session, export.table)
            return save_table(path, export.rows(session), phones=export.phones, total=total, progress=progress)

    def _remember(self, session: Session, preview: Preview) -> None:
        kept = settings.setting(session, REMEMBERED)
        key = fingerprint(preview.kind, preview.headings)
        kept.pop(key, None)
        latest = [*kept.items(), (key, dict(preview.columns))][-MAX_REMEMBERED:]
        settings.save_setting(session, REMEMBERED, dict(latest))
