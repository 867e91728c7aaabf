"""The watched folder, and the fetching of the sources: once a day by itself, or when a person asks. Every run is a row
of the history of imports, and has the checks of an import by hand.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from sqlmodel import Session

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.errors import NotAllowedError, RegisterFileError, SwitchboardError
from sentralbord_desktop.domain.imports.coded_words import coded_words, joined
from sentralbord_desktop.domain.imports.doubt import ChangeLimit, RunSize, undecided
from sentralbord_desktop.domain.imports.file_lines import HeadingFinder
from sentralbord_desktop.domain.imports.headings import mapped, unanswered
from sentralbord_desktop.domain.imports.import_run import NO_NEW_FILES, NOTHING_NEW, NOTHING_WRITTEN, WAITS, RunOutcome
from sentralbord_desktop.domain.imports.preview import ImportTable, Loss, Preview, release_in_parts
from sentralbord_desktop.domain.imports.report import lacking, lacking_sentence, losses_of, unknown_status_sentence
from sentralbord_desktop.domain.imports.source import ImportSource
from sentralbord_desktop.domain.initials import PROGRAM
from sentralbord_desktop.domain.members.fields import KINDS, MEMBERS
from sentralbord_desktop.domain.progress import Cancel, ImportCancelledError, Progress, ReportProgress
from sentralbord_desktop.domain.redacted import Quiet
from sentralbord_desktop.domain.text.file_names import shown_file_name
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.services.backup.backups import BackupService
from sentralbord_desktop.services.imports.mapping import remember_read, words_by_field
from sentralbord_desktop.services.imports.members import KeepPlace, MemberImportService, Pulled, keep_no_place
from sentralbord_desktop.services.imports.read_tables import MAX_FILE_BYTES, SECONDS, RawTable, table_in
from sentralbord_desktop.services.imports.source_settings import NEVER, SourceSettings
from sentralbord_desktop.services.imports.source_web import (
    MAX_REST_SECONDS,
    PullError,
    Sleep,
    SourceWeb,
    asked_of,
    fetch,
    pause,
)
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.services.sharing.transfer import moved_to, refuse_file_of_moved
from sentralbord_desktop.storage.imports import runs, source_states
from sentralbord_desktop.system.bounded_input import InputRefusedError, read_limited

ENDINGS = (".csv", ".txt", ".tsv", ".xlsx")
"""Only these are read: a program that writes «medlemmer.csv.tmp» renames the file at the end."""
BESIDE = ("~$", ".")
"""Prefixes of the temporary files that a program keeps next to an open file."""
MAX_FILES = 2_000
BETWEEN_LOOKS = 3.0
"""Seconds within which a file that is still being written changes its size or time."""
READ_FOLDER = "lest"
MAX_ALARM_CHARS = 500
"""Characters of the alarms in the history."""
NO_FOLDER = "Mappen som skal leses, finnes ikke, eller PC-en får ikke lest i den. Se over mappen i kilden."


@dataclass(frozen=True, slots=True, repr=False)
class FolderFile(Quiet):
    """The state of a file when it was listed; the time of the last change is in nanoseconds."""

    path: Path
    size: int
    changed: int


def look(folder: Path) -> list[FolderFile]:
    """The files that may be read, the oldest first. Raises RegisterFileError for a folder that cannot be listed."""
    found: list[FolderFile] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name.casefold()
                if name.endswith(ENDINGS) and not name.startswith(BESIDE) and entry.is_file():
                    status = Path(entry.path).stat()  # the directory entry may be out of date on Windows
                    found.append(FolderFile(Path(entry.path), status.st_size, status.st_mtime_ns))
                if len(found) >= MAX_FILES:
                    break
    except OSError:
        raise RegisterFileError(NO_FOLDER) from None
    return sorted(found, key=lambda file: (file.changed, file.path.name))


def whole_files(folder: Path, sleep: Callable[[float], None]) -> list[FolderFile]:
    """The files that are unchanged between two checks."""
    first = look(folder)
    if not first:
        return []
    sleep(BETWEEN_LOOKS)
    again = set(look(folder))
    return [file for file in first if file in again]


def newest_files(folder: Path, sleep: Callable[[float], None]) -> list[FolderFile]:
    """The complete files of a folder, including those that were read and moved, the newest first."""
    found = whole_files(folder, sleep)
    away = folder / READ_FOLDER
    return sorted([*found, *(look(away) if away.is_dir() else [])], key=lambda file: file.changed, reverse=True)


def content_of(file: FolderFile) -> bytes | None:
    """The content of the file; None when it has changed since it was listed, or another program has it open."""
    try:
        content = read_limited(file.path, MAX_FILE_BYTES, SECONDS)
    except InputRefusedError as error:
        if file.size > MAX_FILE_BYTES:
            raise RegisterFileError(str(error)) from None
        return None
    return content if len(content) == file.size else None


def put_away(file: FolderFile, after: str) -> None:
    """Do what the policy says with a file that was read: «flytt» to the folder «lest» next to it, «slett», else
    nothing. A file that cannot be moved or deleted is left, and recognised by its content. A file that was rewritten
    during the import is left too."""
    try:
        status = file.path.stat()
        if (status.st_size, status.st_mtime_ns) != (file.size, file.changed):
            return
        if after == "slett":
            file.path.unlink()
        elif after == "flytt":
            target = file.path.parent / READ_FOLDER
            target.mkdir(exist_ok=True)
            file.path.replace(target / f"{file.changed // 1_000_000_000}-{file.path.name}")
    except OSError:
        return


class StoppedError(RegisterFileError):
    """Nothing of the file is written until a person says that it is right; the message is what waits."""


IMPORTERS = "administrator"
NO_SECRET = "Nøkkelen til kilden er ikke på denne PC-en. Skriv den under Innstillinger > Hent av seg selv."  # noqa: S105 - a sentence
AT_WORK = "En annen PC henter fra kilden nå. Vent til den er ferdig, og prøv igjen."
NOTHING_TO_DECIDE = "Kilden har ingen rader nå. Se over kilden, eller vent til neste henting."
NO_FILES = "Mappen har ingen filer som kan leses. Legg en CSV- eller Excel-fil der, og prøv igjen."


@dataclass(frozen=True)
class PullRequest:
    """The options of a run. `is_preview`: nothing is written or recorded. `limit` overrides the source's own.
    `from_start`: read also what was read before. `show` gets each preview, to show it to a person. `by_person`: also
    try files again that were refused before. `is_sure`: write also a file with alarms."""

    is_preview: bool = False
    limit: ChangeLimit | None = None
    from_start: bool = False
    by_person: bool = True
    is_sure: bool = False
    show: Callable[[ImportTable, Preview], None] | None = None
    progress: ReportProgress | None = None
    cancel: Cancel | None = None


class Trial(NamedTuple):
    """How a source would be read, in lines without data about members; `lacking` is a sentence about fields that a
    register should have, «» when all are there."""

    lines: list[str]
    lacking: str = ""


class PullService(Service):
    """Administrators only. `never`: practice. `sleep` waits between two checks of a folder, and when a server asks for
    it. `unattended` is used by the daily round while another operator is signed in."""

    def __init__(
        self,
        operator_session: OperatorSession,
        member_imports: MemberImportService,
        sources: SourceSettings,
        *,
        never: bool,
        unattended: "PullService | None" = None,
    ) -> None:
        super().__init__(operator_session)
        self._member_imports = member_imports
        self._sources, self._never, self._unattended = sources, never, unattended
        self._seen: dict[tuple[str, FolderFile], str] = {}
        """Cache: source, name, size and time of a file -> the mark of its content, so that files are not read again
        each hour."""
        self.sleep: Sleep | None = None

    def pull(self, name: str = "", request: PullRequest | None = None) -> list[RunOutcome]:
        """Fetch the source with this name, or all active ones. Returns one run for each source, or each file of a
        folder; also for a failure, except in a preview, which raises."""
        self._require()
        refuse_file_of_moved(self._database)
        sources = [self._sources.named(name)] if name else [one for one in self._sources.read() if one.is_on]
        return [outcome for source in sources for outcome in self._run(source, request or PullRequest())]

    def daily(self, cancel: Cancel | None = None) -> list[RunOutcome]:
        """Fetch what is due: an address once a day, a folder at each round. Does nothing in practice, without the
        secret on this PC, or on a server for others than administrators. When all are done, raises the first
        unexpected error, or SwitchboardError for the first new failure."""
        if self._never or moved_to(self._database):
            return []
        if not self._operator_session.may(IMPORTERS):
            if self._unattended is None:
                return []
            self._unattended.sleep = self.sleep
            return self._unattended.daily(cancel)
        due = [source for source in self._sources.read() if source.is_on and self._is_due(source)]
        request = PullRequest(by_person=False, cancel=cancel)
        outcomes: list[RunOutcome] = []
        unexpected: list[Exception] = []
        for source in due:
            try:
                outcomes += self._run(source, request)
            except (ImportCancelledError, NotAllowedError):
                raise
            except Exception as error:
                unexpected.append(error)
        if unexpected:
            raise unexpected[0]
        for outcome in outcomes:
            if outcome.is_failed and outcome.is_news:
                raise SwitchboardError(outcome.shown)
        return outcomes

    def try_out(self, source: ImportSource, secret: str = "") -> Trial:
        """How the file, or the newest one of a folder, would be read; nothing is written. An empty secret means the
        stored one."""
        self._require()
        table = self._look(source, secret, Progress(), None)
        if table is None:
            return Trial(["Svaret er i orden, og har ingen nye rader."])
        kind, chosen, missing = table.kind, table.columns, lacking(table.kind, table.columns)
        read = [f"{heading} → {kind.names[field]}" for heading, field in chosen.items() if field]
        lines = [f"{counted(len(table.rows), 'rad', 'rader')}.", f"Leses ({len(read)}): {'; '.join(read)}."]
        if unread := [heading for heading, field in chosen.items() if not field]:
            lines.append(f"Leses ikke ({len(unread)}): {'; '.join(unread)}.")
        coded = coded_words(kind, table.headings, table.rows, chosen, table.words, table.departments)
        if unknown := sum(word.is_open for word in coded):
            lines.append(f"{counted(unknown, 'ord', 'ord')} i kodede felt er ikke kjent.")
        lack = lacking_sentence(missing) if missing else ""
        return Trial([*lines, *filter(None, [lack])], lack)

    def to_decide(
        self, name: str, *, progress: ReportProgress | None = None, cancel: Cancel | None = None
    ) -> ImportTable:
        """All present rows of the source with this name, or the newest file of its folder, to be reviewed like a file;
        nothing is written."""
        self._require()
        table = self._look(self._sources.named(name), "", Progress(progress, cancel), cancel)
        if table is None:
            raise SwitchboardError(NOTHING_TO_DECIDE)
        return table

    def _require(self) -> None:
        self._operator_session.require(IMPORTERS)
        if self._never:
            raise SwitchboardError(NEVER)

    def _look(self, source: ImportSource, secret: str, progress: Progress, cancel: Cancel | None) -> ImportTable | None:
        if source.kind == "mappe":
            raw: RawTable | None = self._newest(source, cancel, progress)
        else:
            web = SourceWeb(source, secret or self._secret(source), cancel, self.sleep)
            raw = fetch(source, web, "", progress).table
        return None if raw is None else self._described(source, raw, source.name)

    def _described(self, source: ImportSource, raw: RawTable, label: str) -> ImportTable:
        """The rows with the columns and words of the source's settings. Raises RegisterFileError for a mapping that
        does not fit."""
        table = self._member_imports.read_rows(raw, label, source.subject, source.name)
        chosen = {heading: field or None for heading, field in source.columns.items()}
        columns = mapped(table.kind, table.columns, chosen, table.refused)
        return replace(
            table,
            columns=columns,
            words=joined(table.words, words_by_field(table.kind, source.words, "kilden")),
            questions=unanswered(table.questions, chosen),
            is_whole=source.is_whole,
        )

    # ------------------------------------------------------------------ a run

    def _run(self, source: ImportSource, request: PullRequest) -> list[RunOutcome]:
        """Run one source, unless another workstation is running it."""
        if request.is_preview:
            return list(self._outcomes(source, request))
        begun = self._operator_session.clock()
        with self._database.transaction() as session:
            is_ours = source_states.claim(session, source.name, begun)
        if not is_ours:
            if not request.by_person:
                return []
            raise SwitchboardError(AT_WORK)
        outcomes: list[RunOutcome] = []
        is_done = False
        try:
            outcomes += self._outcomes(source, request)
            is_done = not any(outcome.is_failed for outcome in outcomes)
        finally:
            seconds = max((outcome.retry_after for outcome in outcomes), default=0.0)
            not_before = begun + timedelta(seconds=seconds) if seconds else None
            with self._database.transaction() as session:
                source_states.release(session, source.name, done=begun if is_done else None, not_before=not_before)
        return outcomes

    def _outcomes(self, source: ImportSource, request: PullRequest) -> Iterator[RunOutcome]:
        try:
            if source.kind == "mappe":
                yield from self._folder(source, request)
            else:
                yield self._web(source, request)
        except SwitchboardError as error:
            yield self._failed(source, source.name, error, request)

    def _web(self, source: ImportSource, request: PullRequest) -> RunOutcome:
        with self._database.reading() as session:
            etag = source_states.state(session, source.name, source.fingerprint).etag
        web = SourceWeb(source, self._secret(source), request.cancel, self.sleep)
        fetched = fetch(source, web, "" if request.from_start else etag, Progress(request.progress, request.cancel))

        def keep_place(session: Session) -> None:
            source_states.keep_place(session, source.name, source.fingerprint, fetched.etag)

        if fetched.table is not None:
            return self._write(source, source.name, fetched.table, keep_place, request)
        return self._ended(RunOutcome(source.name, source.name, NOTHING_NEW), source, request, keep_place)

    def _folder(self, source: ImportSource, request: PullRequest) -> Iterator[RunOutcome]:
        is_empty = True
        for file in whole_files(Path(source.folder), self._pause(request.cancel)):
            for outcome in self._file(source, file, request):
                is_empty = False
                yield outcome
        if is_empty:
            yield self._ended(RunOutcome(source.name, source.name, NO_NEW_FILES), source, request)

    def _file(self, source: ImportSource, file: FolderFile, request: PullRequest) -> Iterator[RunOutcome]:
        """The run of a file; none when it was read before, was refused by the same settings, or is still written."""
        label, content = f"{source.name}: {shown_file_name(file.path.name)}", None
        digest = self._seen.get((source.name, file), "")
        try:
            if not digest or not self._is_read(source, file, digest, request):
                content = content_of(file)
                digest = hashlib.sha256(content).hexdigest() if content is not None else ""
            if content is None or self._is_read(source, file, digest, request):
                return
            table = self._table_in(source, file, content, Progress(request.progress, request.cancel))
            yield self._write(source, label, table, self._marker(source, file, digest), request)
        except SwitchboardError as error:
            is_refused = isinstance(error, RegisterFileError)
            keep = self._marker(source, file, _refusal(source, digest)) if is_refused else keep_no_place
            yield self._failed(source, label, error, request, keep)
            return
        finally:
            if digest:
                self._seen[source.name, file] = digest
        if not request.is_preview:
            put_away(file, self._sources.after_reading(source))

    def _write(
        self, source: ImportSource, label: str, raw: RawTable, keep: KeepPlace, request: PullRequest
    ) -> RunOutcome:
        """Write the rows, unless it is a preview; `label` is their name in the history. Raises RegisterFileError when
        they must not be written, and the errors of `MemberImportService.write`."""
        imports, table = self._member_imports, self._described(source, raw, label)
        if table.questions:
            waits = f"{WAITS}: {'. '.join(question.what for question in table.questions)}."
            return self._ended(RunOutcome(source.name, label, waits), source, request, keep)
        preview = imports.preview(
            table, by_itself=request.show is None, progress=request.progress, cancel=request.cancel
        )
        try:
            if request.show:
                request.show(table, preview)
            if preview.alarms and not request.is_sure:
                raise StoppedError(f"{WAITS}: {_alarm_text(preview)} {NOTHING_WRITTEN}")
            if missing := lacking(preview.kind, preview.columns):
                why = lacking_sentence(missing)
                raise RegisterFileError(f"{why} Ingenting er skrevet. Skriv i kilden hvilke de er.")
            self._refuse_too_much(preview, source, request.limit or source.limit)
            waits = undecided(preview, is_whole=source.is_whole)
            text = f"{waits} {unknown_status_sentence(preview)}".strip()
            new, changed, rejected = len(preview.new), len(preview.changed), len(preview.rejected)
            outcome = RunOutcome(source.name, label, text, new=new, changed=changed, rejected=rejected)
            if request.is_preview:
                return outcome
            if preview.changes_anything:
                pulled = Pulled(source.name, text, keep)
                imports.write(preview, pulled=pulled, progress=request.progress, cancel=request.cancel)
                return outcome
            ended = replace(outcome, text=f"{NOTHING_NEW} {text}".rstrip())

            def keep_read(session: Session) -> None:
                keep(session)
                remember_read(session, preview.kind, source.name, preview.columns)

            return self._ended(ended, source, request, keep_read, losses_of(preview))
        finally:
            release_in_parts(table, preview)

    def _refuse_too_much(self, preview: Preview, source: ImportSource, limit: ChangeLimit) -> None:
        """Apply the limit to everything that the source writes on one Norwegian day, so that several files cannot
        exceed it."""
        morning = oslo(self._operator_session.clock()).replace(hour=0, minute=0, second=0, microsecond=0)
        with self._database.reading() as session:
            earlier = runs.sizes_of_source(session, source.name, source.subject, morning)
        is_members = preview.kind.key == MEMBERS.key  # invoices add no members
        sizes = earlier if is_members else [RunSize(0, run.new + run.changed) for run in earlier]
        used = limit.used(sizes, preview.register_size)
        if excess := limit.excess(preview.touched, used.size, used.touched):
            raise RegisterFileError(
                f"{excess} Grensen er {limit.shown}. Ingenting er skrevet. Er det riktig, sett grensen i kilden til "
                f"{used.touched + preview.touched}, og hent på nytt."
            )

    def _failed(
        self,
        source: ImportSource,
        label: str,
        error: SwitchboardError,
        request: PullRequest,
        keep: KeepPlace = keep_no_place,
    ) -> RunOutcome:
        """A run that failed with this sentence, or was stopped; for a preview or cancelled work, raises the error
        instead."""
        is_failed = not isinstance(error, StoppedError)
        if (request.is_preview and is_failed) or isinstance(error, ImportCancelledError | NotAllowedError):
            raise error
        seconds = error.seconds if isinstance(error, PullError) else 0.0
        ending = RunOutcome(source.name, label, str(error), is_failed=is_failed, retry_after=seconds)
        return self._ended(ending, source, request, keep)

    def _ended(
        self,
        ending: RunOutcome,
        source: ImportSource,
        request: PullRequest,
        keep: KeepPlace = keep_no_place,
        lost: Sequence[Loss] = (),
    ) -> RunOutcome:
        """A run that wrote nothing, and whether its result differs from that of the run before; recorded, unless it is
        a preview."""
        if request.is_preview:
            return ending
        with self._database.transaction() as session:
            is_news = runs.log_ending(session, ending, lost, **self._signed(), subject=source.subject)
            keep(session)
        return replace(ending, is_news=is_news)

    # ------------------------------------------------------------------ what is known of a source

    def _is_due(self, source: ImportSource) -> bool:
        moment = self._operator_session.clock()
        with self._database.reading() as session:
            state = source_states.state(session, source.name, source.fingerprint)
        rest = timedelta(seconds=MAX_REST_SECONDS)
        if state.not_before is not None and moment < state.not_before <= moment + rest:  # else the clock was wrong
            return False
        if source.kind == "mappe":
            return True
        if source.asks_secret and not self._sources.secret(source):
            return False
        return state.done is None or oslo(state.done).date() != oslo(moment).date()

    def _is_read(self, source: ImportSource, file: FolderFile, digest: str, request: PullRequest) -> bool:
        if request.from_start:
            return False
        refused = () if request.by_person else (_refusal(source, digest),)
        with self._database.reading() as session:
            return source_states.is_read(session, source.name, file.path.name, digest, *refused)

    def _marker(self, source: ImportSource, file: FolderFile, digest: str) -> KeepPlace:
        moment = self._operator_session.clock()
        return lambda session: source_states.mark_read(session, source.name, file.path.name, digest, moment)

    def _secret(self, source: ImportSource) -> str:
        secret = self._sources.secret(source)
        if source.asks_secret and not secret:
            raise SwitchboardError(NO_SECRET)
        return secret

    def _pause(self, cancel: Cancel | None) -> Sleep:
        return self.sleep or partial(pause, is_cancelled=asked_of(cancel))

    def _newest(self, source: ImportSource, cancel: Cancel | None, progress: Progress) -> RawTable:
        for file in newest_files(Path(source.folder), self._pause(cancel)):
            content = content_of(file)
            if content is not None:
                return self._table_in(source, file, content, progress)
        raise RegisterFileError(NO_FILES)

    def _table_in(self, source: ImportSource, file: FolderFile, content: bytes, progress: Progress) -> RawTable:
        return table_in(content, file.path.name, None, progress, HeadingFinder(KINDS[source.subject]))


def _refusal(source: ImportSource, digest: str) -> str:
    """The fingerprint of a file that was refused with the present settings of the source."""
    return hashlib.sha256(f"{digest} {source.fingerprint} {source.max_changes}".encode()).hexdigest()


# ---------------------------------------------------------------- the daily round without an administrator


class UnattendedSession(OperatorSession):
    """The program reads the sources that an administrator has set up. Requires no role, so only the daily round gets
    it, and only for this PC's own register: on a server the database requires an administrator's rights, which the user
    at the PC may not have."""

    def __init__(self, of: OperatorSession) -> None:
        super().__init__(of.database, of.change_notices, of.os_user, of.clock, of.policies)
        self.operator = Operator(id=0, initials=PROGRAM, name="", os_user=of.os_user)

    def may(self, role: str) -> bool:
        return True

    def require(self, *roles: str) -> None:
        """Requires nothing."""


def unattended_pulls(operator_session: OperatorSession, backups: BackupService, *, never: bool) -> PullService | None:
    """The service for the round while no administrator is signed in; None on a server."""
    if operator_session.database.is_server:
        return None
    program = UnattendedSession(operator_session)
    return PullService(
        program, MemberImportService(program, backups), SourceSettings(program, never=never), never=never
    )


def _alarm_text(preview: Preview) -> str:
    text = " ".join(alarm.sentence for alarm in preview.alarms)
    return text if len(text) <= MAX_ALARM_CHARS else f"{text[:MAX_ALARM_CHARS].rpartition(' ')[0]} …"
