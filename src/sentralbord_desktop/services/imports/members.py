"""Import and export of members and fee invoices."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Table
from sqlmodel import Session

from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.errors import RegisterFileError
from sentralbord_desktop.domain.imports.coded_words import (
    Words,
    asked_fields,
    coded_words,
    department_words,
    joined,
    remembered_words,
)
from sentralbord_desktop.domain.imports.columns import FileKind
from sentralbord_desktop.domain.imports.compare import Comparison, previewed
from sentralbord_desktop.domain.imports.doubt import ask_about_empty
from sentralbord_desktop.domain.imports.headings import (
    HeadingFinder,
    are_headings,
    footers,
    mapped,
    match_table,
    need_all,
    refused,
    unread_columns,
)
from sentralbord_desktop.domain.imports.preview import ImportDone, ImportedRow, ImportTable, Preview
from sentralbord_desktop.domain.imports.report import losses_of, report_rows, rows_to_mend
from sentralbord_desktop.domain.imports.rows import entries_of
from sentralbord_desktop.domain.members.fields import KINDS, MEMBER_COLUMNS, MEMBERS, field_name
from sentralbord_desktop.domain.progress import REPORT_EVERY_ROWS, Cancel, Progress, ReportProgress
from sentralbord_desktop.domain.text.file_names import shown_file_name
from sentralbord_desktop.services.backup.backups import BackupService
from sentralbord_desktop.services.imports import mapping
from sentralbord_desktop.services.imports.mapping import ChosenMapping
from sentralbord_desktop.services.imports.read_tables import RawTable, read_table
from sentralbord_desktop.services.imports.register_kinds import BY_HAND, Pulled, Run, Seen, register_kind
from sentralbord_desktop.services.imports.write_tables import save_table
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.services.sharing.transfer import refuse_file_of_moved
from sentralbord_desktop.storage.engine.bulk_insert import fast_thread_switching, gc_paused
from sentralbord_desktop.storage.imports import bulk_members, losses, runs
from sentralbord_desktop.storage.imports import export as storage_export
from sentralbord_desktop.storage.maintenance import integrity_check
from sentralbord_desktop.storage.members import corrections, members
from sentralbord_desktop.storage.organisation import read_organisation
from sentralbord_desktop.storage.privacy import listed_members
from sentralbord_desktop.storage.search.rebuild import rebuild

IMPORTERS, EXPORTERS = ("administrator",), ("administrator", "personvern")

NO_HEADINGS = "Filen har ingen linje med overskrifter. Sett dem øverst i filen."
NOT_TO_BE_USED = integrity_check.NOT_TO_BE_USED
LONG = 20_000
"""Number of rows that takes about two seconds to write. With more rows, other writes are queued instead of waiting."""


# ------------------------------------------------ the rows of an export, headings first, as the import reads them back

SOURCES = {"samtale": "Samtale", "import": "Import", "innmelding": "Innmelding", "angret import": "Angret import"}


def member_rows(session: Session) -> Iterator[tuple[str, ...]]:
    yield tuple(column.heading for column in MEMBER_COLUMNS)
    for member in storage_export.every_member(session):
        yield tuple(column.text(member[column.field]) for column in MEMBER_COLUMNS)


def change_rows(session: Session) -> Iterator[tuple[str, ...]]:
    yield ("Tidspunkt", "Medlemsnummer", "Navn", "Felt", "Før", "Etter", "Sign", "Kilde")
    for at, number, first, last, field, before, after, author, source in storage_export.every_change(session):
        yield (
            f"{oslo(at):%d.%m.%Y %H.%M}",
            number,
            f"{first} {last}".strip(),
            field_name(field),
            before,
            after,
            author,
            SOURCES.get(source, source),
        )


def correction_rows(session: Session) -> Iterator[tuple[str, ...]]:
    yield ("Medlemsnummer", "Navn", "Felt", "I medlemssystemet", "Rettet til", "Tidspunkt", "Sign")
    for each in storage_export.every_correction(session):
        it = each.correction
        column = MEMBERS.by_field[it.field]
        at = f"{oslo(it.at):%d.%m.%Y %H.%M}"
        yield each.number, each.name, column.heading, column.text(it.before), column.text(each.value), at, it.author


@dataclass(frozen=True)
class Export:
    """One kind of export: its name in the access log, its rows, the table to count, and the columns with phone
    numbers."""

    name: str
    rows: Callable[[Session], Iterator[tuple[str, ...]]]
    table: Table
    phones: tuple[int, ...]


EXPORTED_MEMBERS = Export(
    "medlemsregisteret",
    member_rows,
    bulk_members.MEMBER,
    tuple(place for place, column in enumerate(MEMBER_COLUMNS) if column.is_phone),
)
EXPORTED_CHANGES = Export("endringsloggen", change_rows, bulk_members.LOG, phones=(4, 5))
"""Before and after may be phone numbers."""
EXPORTED_CORRECTIONS = Export("rettelsene", correction_rows, corrections.CORRECTION, phones=(3, 4))

# ---------------------------------------------------------------- the service


class MemberImportService(Service):
    """Import in three steps: `read` the file, `preview` what it would do, `write` it.

    Each takes `progress(done, total)` and `cancel` (an Event, or a function that returns True); when cancelled, it
    raises ImportCancelledError and changes nothing. Unusable files raise RegisterFileError with one sentence for the
    screen.
    """

    def __init__(self, operator_session: OperatorSession, backups: BackupService) -> None:
        super().__init__(operator_session)
        self._backups = backups

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
        """The file as text with the proposed columns; `subject` is medlemmer or fakturaer. Administrators only."""
        self._operator_session.require(*IMPORTERS)
        refuse_file_of_moved(self._database)
        about = KINDS[subject]
        raw = read_table(path, encoding, Progress(progress, cancel), HeadingFinder(about))
        return self._proposed(raw, shown_file_name(path.name), about)

    def read_rows(self, raw: RawTable, name: str, subject: str = MEMBERS.key) -> ImportTable:
        """As `read`, for rows that were fetched into memory."""
        self._operator_session.require(*IMPORTERS)
        refuse_file_of_moved(self._database)
        return self._proposed(raw, name, KINDS[subject])

    def _proposed(self, raw: RawTable, name: str, about: FileKind) -> ImportTable:
        """The table with its columns and words: as chosen earlier, else as recognised."""
        never = refused(raw.headings, raw.rows)
        proposed = match_table(about, raw.headings, raw.rows, never)
        if not are_headings(raw.headings, proposed):
            raise RegisterFileError(NO_HEADINGS)
        with self._database.reading() as session:
            kept = mapping.remembered(session, about, raw.headings)
            departments = {it.number: it.name for it in read_organisation(session).departments}
        columns = mapped(about, proposed, {h: f for h, f in kept.columns.items() if h not in never}, never)
        words = joined({"department": department_words(departments)}, kept.words)
        last = footers(raw.rows)
        rows, numbers = raw.rows[: len(raw.rows) - len(last)], raw.numbers[: len(raw.rows) - len(last)]
        unread = (*(f"Siste linje, «{text[:60]}», er ingen rad, og leses ikke." for text in last), *raw.left_out)
        return ImportTable(
            name, about, raw.headings, rows, numbers, columns, never, words, departments, raw.headings_at, unread
        )

    @fast_thread_switching()
    @gc_paused()
    def preview(
        self,
        table: ImportTable,
        columns: Mapping[str, str | None] | None = None,
        words: Words | None = None,
        *,
        by_itself: bool = False,
        progress: ReportProgress | None = None,
        cancel: Cancel | None = None,
    ) -> Preview:
        """What the file would change. `columns` (heading -> field or None) and `words` override the proposal, and are
        remembered. Administrators only, because it shows data of the register; the members it shows are logged before
        (PR-4). `by_itself`: for a source that is fetched automatically; no person sees the preview."""
        self._operator_session.require(*IMPORTERS)
        task_progress = Progress(progress, cancel)
        chosen = mapped(table.kind, table.columns, columns or {}, table.refused)
        need_all(table.kind, chosen)
        said = joined(table.words, words or {})
        entries, rejected = entries_of(table, chosen, task_progress.part(0, 2), words=said)
        compared, present = self._compared(table, entries, task_progress.part(1, 2))
        ask_about_empty(asked_fields(said), compared)
        if not by_itself:
            absent = compared.absences
            self._log_preview(table, [*compared.changed, *compared.corrected, *absent.missing, *absent.namesakes])
        self.remember(table, {heading: chosen[heading] for heading in columns or {}}, words or {})
        compared.rejected = sorted([*rejected, *compared.rejected], key=lambda r: r.row)
        return previewed(
            table,
            chosen,
            compared,
            register_size=present,
            unread_columns=unread_columns(table.kind, table.headings, table.rows, chosen, table.refused),
            coded=coded_words(table.kind, table.headings, table.rows, chosen, said, table.departments),
        )

    def _compared(
        self, table: ImportTable, entries: Sequence[ImportedRow], progress: Progress
    ) -> tuple[Comparison, int]:
        """The effect of the rows, what of it is in doubt, and the number of members."""
        kind, compared = register_kind(table.kind), Comparison()
        with self._database.reading() as session:
            left = kind.take_merged(session, entries, compared.rejected)
            left, lost_zeros = kind.recognise(session, left)
            corrected = kind.corrections(session)
            for start in range(0, len(left), REPORT_EVERY_ROWS):  # so that the whole register is never in memory
                progress.at(start, len(left))
                kind.compare(session, left[start : start + REPORT_EVERY_ROWS], corrected, compared)
            kind.doubt(session, left, lost_zeros, compared)
            present = members.count_members(session)
        return compared, present

    def remember(self, table: ImportTable, columns: Mapping[str, str | None], words: Words) -> None:
        """Remember the chosen mapping for files with these headings; it has no name or number of a person.
        Administrators only."""
        self._operator_session.require(*IMPORTERS)
        if columns or words:
            chosen = {**table.columns, **columns}
            lasting = remembered_words(table.kind, table.headings, table.rows, chosen, words)
            with self._database.transaction() as session:
                mapping.remember(session, table.kind, table.headings, ChosenMapping(dict(columns), lasting))

    def save_losses(self, table: ImportTable, preview: Preview, path: Path) -> int:
        """Save the lines of the file that lose something, with the reason, as CSV (or XLSX, by the file name), to
        correct and import again; returns how many. Administrators only; logged before (PR-4)."""
        self._operator_session.require(*IMPORTERS)
        self._log("eksport", f"rader å rette: {preview.file}")
        return save_table(path, rows_to_mend(table, preview.columns, losses_of(preview)))

    def _log_preview(self, table: ImportTable, changed: Sequence[Seen]) -> None:
        """Log one line for the preview, and one for each member whose fields it shows."""
        who = self._operator_session
        with self._database.transaction() as session:
            seen = register_kind(table.kind).seen(session, changed)
            who.log(session, "så over import", f"{table.name}: {seen.words}")
            listed_members.log_seen(
                session, seen.ids, what=listed_members.IN_PREVIEW, why=table.name, author=who.sign, at=who.clock()
            )

    @fast_thread_switching()
    def write(
        self,
        preview: Preview,
        *,
        pulled: Pulled = BY_HAND,
        progress: ReportProgress | None = None,
        cancel: Cancel | None = None,
    ) -> ImportDone:
        """Write the preview in one transaction. Raises ChangedMeanwhileError when it is out of date, and
        NotAllowedError for others than administrators. During a long import into a file, completed calls and opened
        records are queued on this PC (`OfflineQueue`). A register with members, unless on a server, is backed up first;
        raises BackupError when that fails."""
        self._operator_session.require(*IMPORTERS)
        refuse_file_of_moved(self._database)
        if preview.changes_anything and preview.register_size:
            self._backups.take_before_import(cancel=cancel)
        task_progress, moment = Progress(progress, cancel), self._operator_session.clock()
        sign, done = self._operator_session.sign, preview.done
        count = done.new + done.changed
        with self._database.held() if count >= LONG else nullcontext(), self._database.transaction() as session:
            subject = preview.kind.key
            whence = {"file": preview.file, "source": pulled.source, "text": pulled.text}
            run = runs.log_run(session, done, at=moment, author=sign, subject=subject, **whence)
            pulled.keep_place(session)
            runs.forget_old(session, moment)
            losses.keep(session, run, losses_of(preview))
            register_kind(preview.kind).write(session, preview, Run(run, sign, moment), task_progress)
            task_progress.at(count, count)  # the last report before the commit
        if preview.changes_anything:
            self._change_notices.notify("members")
        return done

    def save_report(self, preview: Preview, path: Path) -> None:
        """Save the preview row by row as CSV (or XLSX, by the file name). Administrators only; logged before (PR-4)."""
        self._operator_session.require(*IMPORTERS)
        self._log("eksport", f"rapport om import: {preview.file}")
        save_table(path, report_rows(preview))

    def export_members(
        self, path: Path, *, progress: ReportProgress | None = None, cancel: Cancel | None = None
    ) -> int:
        """Export the whole register to .csv or .xlsx; returns the number of members. Logged (PR-4). Raises
        NotAllowedError for others than administrators and the privacy role (PR-1)."""
        return self._export(path, EXPORTED_MEMBERS, Progress(progress, cancel))

    def export_changes(
        self, path: Path, *, progress: ReportProgress | None = None, cancel: Cancel | None = None
    ) -> int:
        """Export the change log, as `export_members`; returns the number of changes."""
        return self._export(path, EXPORTED_CHANGES, Progress(progress, cancel))

    def export_corrections(
        self, path: Path, *, progress: ReportProgress | None = None, cancel: Cancel | None = None
    ) -> int:
        """Export the corrections made here since the last file, for the member system, as `export_members`; returns how
        many."""
        return self._export(path, EXPORTED_CORRECTIONS, Progress(progress, cancel))

    def faults(self, *, progress: ReportProgress | None = None, cancel: Cancel | None = None) -> list[str]:
        """The faults of the register's file, a sentence each; empty when it is whole."""
        return integrity_check.faults(self._database, Progress(progress, cancel))

    def rebuild_search(self, *, progress: ReportProgress | None = None, cancel: Cancel | None = None) -> int:
        """Rebuild the search index, member by member; searching and editing remain possible.

        Returns the number of members. After a cancellation it can be run again.
        """
        return rebuild(self._database, bulk_members.tokens_by_id, Progress(progress, cancel))

    def _export(self, path: Path, export: Export, progress: Progress) -> int:
        self._operator_session.require(*EXPORTERS)
        self._log("eksport", export.name)  # first the log, then the file
        with self._database.reading() as session:
            total = storage_export.count(session, export.table)
            return save_table(path, export.rows(session), phones=export.phones, total=total, progress=progress)
