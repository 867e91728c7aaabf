"""Writes the fetched rows of a source, with the checks of a manual import, and records the result of each run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.errors import RegisterFileError
from sentralbord_desktop.domain.imports.doubt import ChangeLimit, RunSize, undecided
from sentralbord_desktop.domain.imports.import_run import NOTHING_NEW, RunOutcome
from sentralbord_desktop.domain.imports.preview import ImportTable, Preview, release_in_parts
from sentralbord_desktop.domain.imports.report import Loss, lacking, lacking_sentence, losses_of
from sentralbord_desktop.domain.imports.source import ImportSource
from sentralbord_desktop.domain.members.fields import MEMBERS
from sentralbord_desktop.domain.progress import Cancel, Progress, ReportProgress
from sentralbord_desktop.services.imports.members import MemberImportService
from sentralbord_desktop.services.imports.read_tables import RawTable
from sentralbord_desktop.services.imports.register_kinds import KeepPlace, Pulled, keep_no_place
from sentralbord_desktop.services.imports.sources.trial import as_described
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage.imports import runs

ShowPreview = Callable[[ImportTable, Preview], None]


@dataclass(frozen=True)
class PullRequest:
    """The options of a run. `is_preview`: nothing is written or recorded. `limit` overrides the source's own.
    `from_start`: read also what was read before. `show` gets each preview, to show it to a person. `by_person`: also
    try files again that were refused before."""

    is_preview: bool = False
    limit: ChangeLimit | None = None
    from_start: bool = False
    by_person: bool = True
    show: ShowPreview | None = None
    progress: ReportProgress | None = None
    cancel: Cancel | None = None

    @property
    def task_progress(self) -> Progress:
        return Progress(self.progress, self.cancel)


UNATTENDED = PullRequest(by_person=False)


@dataclass(frozen=True)
class Arrival:
    """A table fetched from a source. `label` is its name in the history. `keep_place` saves the reading position of the
    source, in the transaction that writes."""

    source: ImportSource
    label: str
    table: RawTable
    keep_place: KeepPlace

    def __repr__(self) -> str:
        return "<Arrival>"


class SourceWriter(Service):
    """Administrators only, as `MemberImportService` requires."""

    def __init__(self, operator_session: OperatorSession, member_imports: MemberImportService) -> None:
        super().__init__(operator_session)
        self._member_imports = member_imports

    def write(self, arrival: Arrival, request: PullRequest) -> RunOutcome:
        """Write it, unless it is a preview. Raises RegisterFileError when it must not be written, and the errors of
        `MemberImportService.write`."""
        source, imports = arrival.source, self._member_imports
        table = as_described(source, imports.read_rows(arrival.table, arrival.label, source.subject))
        preview = imports.preview(
            table, by_itself=request.show is None, progress=request.progress, cancel=request.cancel
        )
        try:
            return self._written(arrival, table, preview, request)
        finally:
            release_in_parts(table, preview)

    def _written(self, arrival: Arrival, table: ImportTable, preview: Preview, request: PullRequest) -> RunOutcome:
        source = arrival.source
        if request.show:
            request.show(table, preview)
        _refuse_without_columns(preview)
        self._refuse_too_much(preview, source, request.limit or source.limit)
        text = undecided(preview, is_whole=source.is_whole)
        new, changed = len(preview.new), len(preview.changed)
        rejected = len(preview.rejected)
        outcome = RunOutcome(source.name, arrival.label, text, new=new, changed=changed, rejected=rejected)
        if request.is_preview:
            return outcome
        if preview.changes_anything:
            pulled = Pulled(source.name, text, arrival.keep_place)
            self._member_imports.write(preview, pulled=pulled, progress=request.progress, cancel=request.cancel)
            return outcome
        ended = replace(outcome, text=f"{NOTHING_NEW} {text}".rstrip())
        return self.keep_ending(ended, source.subject, arrival.keep_place, losses_of(preview))

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

    def keep_ending(
        self, ending: RunOutcome, subject: str, keep_place: KeepPlace = keep_no_place, lost: Sequence[Loss] = ()
    ) -> RunOutcome:
        """Record a run that wrote nothing; returns it, and whether its result differs from that of the run before."""
        who = self._operator_session
        with self._database.transaction() as session:
            is_news = runs.log_ending(session, ending, lost, at=who.clock(), author=who.sign, subject=subject)
            keep_place(session)
        return replace(ending, is_news=is_news)


def _refuse_without_columns(preview: Preview) -> None:
    if missing := lacking(preview.kind, preview.columns):
        raise RegisterFileError(f"{lacking_sentence(missing)} Ingenting er skrevet. Skriv i kilden hvilke de er.")
