"""Fetches the sources: once a day by itself, or when a person asks. Every run is a row of the history of imports."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlmodel import Session

from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.errors import NotAllowedError, RegisterFileError, SwitchboardError
from sentralbord_desktop.domain.imports.headings import HeadingFinder
from sentralbord_desktop.domain.imports.import_run import NOTHING_NEW, RunOutcome
from sentralbord_desktop.domain.imports.preview import ImportTable
from sentralbord_desktop.domain.imports.source import ImportSource
from sentralbord_desktop.domain.members.fields import KINDS
from sentralbord_desktop.domain.progress import Cancel, ImportCancelledError, Progress, ReportProgress
from sentralbord_desktop.domain.text.file_names import shown_file_name
from sentralbord_desktop.services.imports.members import MemberImportService
from sentralbord_desktop.services.imports.read_tables import RawTable, table_in
from sentralbord_desktop.services.imports.register_kinds import KeepPlace, keep_no_place
from sentralbord_desktop.services.imports.sources.settings import NEVER, SourceSettings
from sentralbord_desktop.services.imports.sources.source_writer import UNATTENDED, Arrival, PullRequest, SourceWriter
from sentralbord_desktop.services.imports.sources.trial import Trial, as_described, tried
from sentralbord_desktop.services.imports.sources.watched_folder import (
    FolderFile,
    content_of,
    newest_files,
    put_away,
    whole_files,
)
from sentralbord_desktop.services.imports.sources.web import (
    MAX_REST_SECONDS,
    Fetched,
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
from sentralbord_desktop.storage.imports import source_states

IMPORTERS = "administrator"
NO_SECRET = "Nøkkelen til kilden er ikke på denne PC-en. Skriv den under Innstillinger > Hent av seg selv."  # noqa: S105 - a sentence
AT_WORK = "En annen PC henter fra kilden nå. Vent til den er ferdig, og prøv igjen."
NOTHING_TO_DECIDE = "Kilden har ingen rader nå. Se over kilden, eller vent til neste henting."
NO_NEW_FILES = "Ingen nye filer."
NO_FILES = "Mappen har ingen filer som kan leses. Legg en CSV- eller Excel-fil der, og prøv igjen."


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
        self._writer = SourceWriter(operator_session, member_imports)
        self._seen: dict[tuple[str, FolderFile], str] = {}
        """Cache: source, name, size and time of a file -> the mark of its content, so that files are not read again
        each hour."""
        self.sleep: Sleep | None = None

    def pull(self, name: str = "", request: PullRequest | None = None) -> list[RunOutcome]:
        """Fetch the source with this name, or all active ones. Returns one run for each source, or each file of a
        folder; also for a failure, except in a preview, which raises."""
        self._operator_session.require(IMPORTERS)
        if self._never:
            raise SwitchboardError(NEVER)
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
            return self._unattended_round(cancel)
        due = [source for source in self._sources.read() if source.is_on and self._is_due(source)]
        request = replace(UNATTENDED, cancel=cancel)
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

    def _unattended_round(self, cancel: Cancel | None) -> list[RunOutcome]:
        if self._unattended is None:
            return []
        self._unattended.sleep = self.sleep
        return self._unattended.daily(cancel)

    def try_out(self, source: ImportSource, secret: str = "") -> Trial:
        """How the file, or the newest one of a folder, would be read; nothing is written. An empty secret means the
        stored one."""
        self._operator_session.require(IMPORTERS)
        if self._never:
            raise SwitchboardError(NEVER)
        found = self._look(source, secret, Progress(), None)
        if found.table is None:
            return Trial(0)
        read = self._member_imports.read_rows(found.table, source.name, source.subject)
        return tried(as_described(source, read))

    def to_decide(
        self, name: str, *, progress: ReportProgress | None = None, cancel: Cancel | None = None
    ) -> ImportTable:
        """All present rows of the source with this name, or the newest file of its folder, to be reviewed like a file;
        nothing is written."""
        self._operator_session.require(IMPORTERS)
        if self._never:
            raise SwitchboardError(NEVER)
        source = self._sources.named(name)
        found = self._look(source, "", Progress(progress, cancel), cancel)
        if found.table is None:
            raise SwitchboardError(NOTHING_TO_DECIDE)
        return as_described(source, self._member_imports.read_rows(found.table, source.name, source.subject))

    def _look(self, source: ImportSource, secret: str, progress: Progress, cancel: Cancel | None) -> Fetched:
        if source.kind == "mappe":
            return Fetched(self._newest(source, cancel, progress))
        web = SourceWeb(source, secret or self._secret(source), cancel, self.sleep)
        return fetch(source, web, "", progress)

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

    def _failed(
        self,
        source: ImportSource,
        label: str,
        error: SwitchboardError,
        request: PullRequest,
        keep: KeepPlace = keep_no_place,
    ) -> RunOutcome:
        """A run that failed with this sentence; for a preview or cancelled work, raises the error instead."""
        if request.is_preview or isinstance(error, ImportCancelledError | NotAllowedError):
            raise error
        seconds = error.seconds if isinstance(error, PullError) else 0.0
        ending = RunOutcome(source.name, label, str(error), is_failed=True, retry_after=seconds)
        return self._writer.keep_ending(ending, source.subject, keep)

    def _web(self, source: ImportSource, request: PullRequest) -> RunOutcome:
        with self._database.reading() as session:
            etag = source_states.state(session, source.name, source.fingerprint).etag
        web = SourceWeb(source, self._secret(source), request.cancel, self.sleep)
        fetched = fetch(source, web, "" if request.from_start else etag, request.task_progress)

        def keep_place(session: Session) -> None:
            source_states.keep_place(session, source.name, source.fingerprint, fetched.etag)

        if fetched.table is not None:
            return self._writer.write(Arrival(source, source.name, fetched.table, keep_place), request)
        ending = RunOutcome(source.name, source.name, NOTHING_NEW)
        return ending if request.is_preview else self._writer.keep_ending(ending, source.subject, keep_place)

    def _folder(self, source: ImportSource, request: PullRequest) -> Iterator[RunOutcome]:
        is_empty = True
        for file in whole_files(Path(source.folder), self._pause(request.cancel)):
            for outcome in self._file(source, file, request):
                is_empty = False
                yield outcome
        if is_empty:
            ending = RunOutcome(source.name, source.name, NO_NEW_FILES)
            yield ending if request.is_preview else self._writer.keep_ending(ending, source.subject)

    def _file(self, source: ImportSource, file: FolderFile, request: PullRequest) -> Iterator[RunOutcome]:
        """The run of a file; none when it was read before, was refused by the same settings, or is still written."""
        label, content = f"{source.name}: {shown_file_name(file.path.name)}", None
        digest = self._seen.get((source.name, file), "")
        try:
            if not digest or not self._is_read(source, digest, request):
                content = content_of(file)
                digest = hashlib.sha256(content).hexdigest() if content is not None else ""
            if content is None or self._is_read(source, digest, request):
                return
            task = request.task_progress
            table = table_in(content, file.path.name, None, task, HeadingFinder(KINDS[source.subject]))
            yield self._writer.write(Arrival(source, label, table, self._marker(source, digest)), request)
        except SwitchboardError as error:
            is_refused = isinstance(error, RegisterFileError)
            keep = self._marker(source, _refusal(source, digest)) if is_refused else keep_no_place
            yield self._failed(source, label, error, request, keep)
            return
        finally:
            if digest:
                self._seen[source.name, file] = digest
        if not request.is_preview:
            put_away(file, self._sources.after_reading(source))

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

    def _is_read(self, source: ImportSource, digest: str, request: PullRequest) -> bool:
        if request.from_start:
            return False
        refused = () if request.by_person else (_refusal(source, digest),)
        with self._database.reading() as session:
            return source_states.is_read(session, source.name, digest, *refused)

    def _marker(self, source: ImportSource, digest: str) -> KeepPlace:
        moment = self._operator_session.clock()
        return lambda session: source_states.mark_read(session, source.name, digest, moment)

    def _secret(self, source: ImportSource) -> str:
        secret = self._sources.secret(source)
        if source.asks_secret and not secret:
            raise SwitchboardError(NO_SECRET)
        return secret

    def _pause(self, cancel: Cancel | None) -> Sleep:
        return self.sleep or partial(pause, is_cancelled=asked_of(cancel))

    def _newest(self, source: ImportSource, cancel: Cancel | None, progress: Progress) -> RawTable:
        folder = Path(source.folder)
        for file in newest_files(folder, self._pause(cancel)):
            content = content_of(file)
            if content is not None:
                return table_in(content, file.path.name, None, progress, HeadingFinder(KINDS[source.subject]))
        raise RegisterFileError(NO_FILES)


def _refusal(source: ImportSource, digest: str) -> str:
    """The fingerprint of a file that was refused with the present settings of the source."""
    return hashlib.sha256(f"{digest} {source.fingerprint} {source.max_changes}".encode()).hexdigest()
