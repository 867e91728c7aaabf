"""Import and export of members and fee invoices, and the imports of the last days."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Table
from sqlmodel import Session

from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.errors import ChangedMeanwhileError, NotAllowedError, RegisterFileError
from sentralbord_desktop.domain.imports.alarm import (
    alarms,
    as_last_time,
    is_same_layout,
    without_cut_line,
    without_shared,
    without_values,
)
from sentralbord_desktop.domain.imports.coded_words import (
    Words,
    asked_fields,
    coded_words,
    department_words,
    joined,
    remembered_words,
)
from sentralbord_desktop.domain.imports.columns import Columns, FileKind
from sentralbord_desktop.domain.imports.compare import (
    Comparison,
    compare,
    hold_renamed,
    previewed,
    refuse_invoice,
    refuse_member,
)
from sentralbord_desktop.domain.imports.doubt import ask_about_empty
from sentralbord_desktop.domain.imports.file_lines import HeadingFinder, are_headings, rows_among
from sentralbord_desktop.domain.imports.headings import mapped, need_all, proposed, refused, unanswered, unread_columns
from sentralbord_desktop.domain.imports.import_run import ImportRun, Undoing
from sentralbord_desktop.domain.imports.name_order import name_lines
from sentralbord_desktop.domain.imports.preview import (
    NO_CORRECTIONS,
    Absences,
    Changed,
    Corrected,
    Corrections,
    ImportDone,
    ImportedRow,
    ImportTable,
    Loss,
    Missing,
    Namesake,
    OtherPerson,
    Preview,
)
from sentralbord_desktop.domain.imports.report import LOSS_HEADINGS, loss_rows, losses_of, report_rows, rows_to_mend
from sentralbord_desktop.domain.imports.rows import entries_of
from sentralbord_desktop.domain.members.fields import INVOICES, KINDS, MEMBER_COLUMNS, MEMBERS, field_name, is_gone
from sentralbord_desktop.domain.progress import REPORT_EVERY_ROWS, Cancel, Progress, ReportProgress
from sentralbord_desktop.domain.text.file_names import shown_file_name
from sentralbord_desktop.services.backup.backups import BackupService
from sentralbord_desktop.services.imports import mapping
from sentralbord_desktop.services.imports.mapping import ChosenMapping
from sentralbord_desktop.services.imports.read_tables import RawTable, read_table
from sentralbord_desktop.services.imports.write_tables import save_table
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.services.sharing.transfer import refuse_file_of_moved
from sentralbord_desktop.storage import maintenance
from sentralbord_desktop.storage.engine.bulk_insert import fast_thread_switching, gc_paused
from sentralbord_desktop.storage.imports import absences, bulk_members, invoices, losses, runs
from sentralbord_desktop.storage.imports import export as storage_export
from sentralbord_desktop.storage.imports import undo as storage_undo
from sentralbord_desktop.storage.members import corrections, members
from sentralbord_desktop.storage.members.merged import numbers_gone
from sentralbord_desktop.storage.organisation import read_organisation
from sentralbord_desktop.storage.privacy import erased_members, listed_members
from sentralbord_desktop.storage.privacy.erasure import forget_words
from sentralbord_desktop.storage.search.rebuild import rebuild

Entries = Sequence[ImportedRow]
Seen = Changed | Corrected | Missing | Namesake | OtherPerson
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
        """Erased members are left out, and new ones who have resigned or are dead."""
        gone = erased_members.erased_among(session, (entry.values for entry in result.new))
        new = [entry for entry in result.new if entry.number not in gone] if gone else result.new
        day = date.today()  # noqa: DTZ011 - a coarse bound, any zone will do
        result.resigned = [entry for entry in new if is_gone(entry.values, day)]
        if gone or result.resigned:
            result.new = [entry for entry in new if not is_gone(entry.values, day)]
        numbers = {entry.number for entry in entries}
        there, namesakes = absences.current_members(session, numbers), absences.namesakes(session, result.new, numbers)
        result.absences = Absences(
            there.missing, lost_zeros, len(gone), namesakes, present=there.present, in_file=there.in_file
        )

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


IMPORTERS, EXPORTERS = ("administrator",), ("administrator", "personvern")

NO_HEADINGS = "Filen har ingen linje med overskrifter. Sett dem øverst i filen."
NOT_TO_BE_USED = maintenance.NOT_TO_BE_USED
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

    def read_rows(self, raw: RawTable, name: str, subject: str = MEMBERS.key, source: str = "") -> ImportTable:
        """As `read`, for rows that were fetched into memory from the `source` with this name."""
        self._operator_session.require(*IMPORTERS)
        refuse_file_of_moved(self._database)
        return self._proposed(raw, name, KINDS[subject], source)

    def _proposed(self, raw: RawTable, name: str, about: FileKind, source: str = "") -> ImportTable:
        """The table with its columns and words: as chosen earlier, else as read last time, else as recognised."""
        never = refused(raw.headings, raw.rows)
        found = proposed(about, raw.headings, raw.rows, raw.numbers, never)
        if not are_headings(raw.headings, found.columns):
            raise RegisterFileError(NO_HEADINGS)
        with self._database.reading() as session:
            kept = mapping.remembered(session, about, raw.headings)
            last = mapping.last_read(session, about, source)
            departments = {it.number: it.name for it in read_organisation(session).departments}
        columns = found.columns
        if is_same_layout(raw.headings, last):
            columns = as_last_time(about, columns, last, never)
        elif not source:  # a file of another kind than the last one
            last = {}
        columns = mapped(about, columns, {h: f for h, f in kept.columns.items() if h not in never}, never)
        words = joined({"department": department_words(departments)}, kept.words)
        identity = next((at for at, it in enumerate(raw.headings) if columns[it] == about.identity[0]), None)
        lines = rows_among(raw.rows, raw.numbers, identity)
        return ImportTable(
            *(name, about, raw.headings, lines.rows, lines.numbers, columns, never, words, departments),
            headings_at=raw.headings_at,
            left_out=(*lines.left_out, *found.left_out, *raw.left_out),
            questions=unanswered(found.questions, kept.columns),
            last=last,
            is_cut=raw.is_cut and lines.numbers[-1:] == raw.numbers[-1:],
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
        rejected += without_cut_line(table, entries)
        shared = [*without_shared(entries)]
        compared, present = self._compared(table, chosen, entries, task_progress.part(1, 2))
        alarmed = alarms(table, chosen, entries, compared, shared)
        ask_about_empty(asked_fields(said), compared)
        if not by_itself:
            self._log_preview(table, compared)
        self.remember(table, {heading: chosen[heading] for heading in columns or {}}, words or {})
        compared.rejected = sorted([*rejected, *compared.rejected], key=lambda r: r.row)
        return previewed(
            table,
            chosen,
            compared,
            alarms=alarmed,
            register_size=present,
            questions=unanswered(table.questions, columns or {}),
            unread=(*table.left_out, *name_lines(table.headings, table.rows, chosen)),
            unread_columns=unread_columns(table.kind, table.headings, table.rows, chosen, table.refused),
            coded=coded_words(table.kind, table.headings, table.rows, chosen, said, table.departments),
        )

    def _compared(
        self, table: ImportTable, columns: Columns, entries: Sequence[ImportedRow], progress: Progress
    ) -> tuple[Comparison, int]:
        """The effect of the rows, what of it is in doubt, and the number of members."""
        kind, compared = register_kind(table.kind), Comparison(lost=without_values(columns, entries))
        with self._database.reading() as session:
            left = kind.take_merged(session, entries, compared.rejected)
            left, lost_zeros = kind.recognise(session, left)
            corrected = kind.corrections(session)
            for start in range(0, len(left), REPORT_EVERY_ROWS):  # so that the whole register is never in memory
                progress.at(start, len(left))
                kind.compare(session, left[start : start + REPORT_EVERY_ROWS], corrected, compared)
            hold_renamed(compared)
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

    def _log_preview(self, table: ImportTable, compared: Comparison) -> None:
        """Log one line for the preview, and one for each member whose fields it shows."""
        who, absent = self._operator_session, compared.absences
        shown = [*compared.changed, *compared.others, *compared.corrected, *absent.missing, *absent.namesakes]
        with self._database.transaction() as session:
            seen = register_kind(table.kind).seen(session, shown)
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
            mapping.remember_read(session, preview.kind, pulled.source, preview.columns)
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
        return maintenance.faults(self._database, Progress(progress, cancel))

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


CELL = LOSS_HEADINGS.index("Står i filen")


class ImportHistory(Service):
    """For administrators. Undoing an import never undoes what was done after it."""

    def latest(self) -> list[ImportRun]:
        """The imports of the last UNDO_DAYS, the newest first; none for others than an administrator."""
        try:
            self._operator_session.require("administrator")
        except NotAllowedError:
            return []
        with self._database.reading() as session:
            return runs.latest(session, self._operator_session.clock())

    def losses(self, run: ImportRun) -> list[Loss]:
        """The losses of the import; rejected rows come first. Administrators only; logged before (PR-4)."""
        self._operator_session.require("administrator")
        self._log("så over import", f"{run.file}: det som ikke kom inn")
        with self._database.reading() as session:
            return losses.of_run(session, run.id)

    def save_losses(self, run: ImportRun, path: Path) -> int:
        """Save the losses with their reasons as CSV (or XLSX, by the file name); returns how many. Administrators only;
        logged before (PR-4)."""
        self._operator_session.require("administrator")
        self._log("eksport", f"det som ikke kom inn: {run.file}")
        with self._database.reading() as session:
            return save_table(path, loss_rows(losses.of_run(session, run.id)), phones=(CELL,))

    def forget_old(self) -> None:
        """Delete the data kept for imports that can no longer be undone, whoever sits here: no administrator may come
        for months. On a server the database lets administrators only."""
        if self._operator_session.may("administrator") or not self._database.is_server:
            with self._database.transaction() as session:
                runs.forget_old(session, self._operator_session.clock())

    def weigh(self, run: ImportRun, *, progress: ReportProgress | None = None, cancel: Cancel | None = None) -> Undoing:
        """What undoing the import would do; nothing is written."""
        self._operator_session.require("administrator")
        with self._database.reading() as session:
            return storage_undo.weigh(session, run.id, self._operator_session.clock(), Progress(progress, cancel))

    def undo(self, run: ImportRun, *, progress: ReportProgress | None = None, cancel: Cancel | None = None) -> Undoing:
        """Undo it in one transaction, logged (PR-4); when cancelled, nothing is changed. Raises SwitchboardError for an
        import that is too old or undone already."""
        self._operator_session.require("administrator")
        moment = self._operator_session.clock()
        long = run.new + run.changed >= LONG
        with self._database.held() if long else nullcontext(), self._database.transaction() as session:
            done = storage_undo.undo(
                session, run.id, author=self._operator_session.sign, moment=moment, progress=Progress(progress, cancel)
            )
            why = f"{run.file}: {done.removed} tatt ut, {done.restored} satt tilbake"
            self._operator_session.log(session, storage_undo.UNDONE, why, at=moment)
        if done.removed:
            forget_words(self._database)
        self._change_notices.notify("members")
        return done
