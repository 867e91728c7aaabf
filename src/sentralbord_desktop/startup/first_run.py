"""The first run: what is ready on this PC, the operator's choices, and the printed recovery code."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.startup.states import Event

if TYPE_CHECKING:
    from sentralbord_desktop.domain.organisation.organisation import Organisation
    from sentralbord_desktop.gui.maintenance.recovery_code_panel import RecoveryCodePage
    from sentralbord_desktop.services.office import Services
    from sentralbord_desktop.services.session import OwnChoices


class ReadyRow(NamedTuple):
    """A row of the first run: whether it is ready, what it is, how many."""

    is_ready: bool
    what: str
    how_much: str


class FirstRun:
    """The pages of the first run over `services`; they report choices and results to `report`."""

    def __init__(
        self, services: "Services", rows: Sequence[ReadyRow], tasks: TaskRunner, report: Callable[..., None]
    ) -> None:
        from sentralbord_desktop.gui.startup import FirstRunPage

        self._services, self._tasks, self._report = services, tasks, report
        self.page = FirstRunPage(services.session.operator, rows)
        self.page.settled.connect(lambda choices: report(Event.CHOICES_MADE, choices))

    def save(self, choices: "OwnChoices") -> None:
        services = self._services

        def save() -> "Organisation":
            services.session.update(**choices)
            return services.organisation.read()

        def saved(organisation: "Organisation") -> None:
            is_code_needed = services.recovery.is_asked_for
            self._report(Event.CODE_NEEDED if is_code_needed else Event.READY, services, organisation)

        self._tasks.run(self.page, save, saved, self._refuse)

    def _refuse(self, error: Exception) -> None:
        from sentralbord_desktop.domain.errors import SwitchboardError

        self._report(Event.CHOICES_REFUSED)
        if isinstance(error, SwitchboardError):
            self.page.show_error(str(error))
        else:
            self._tasks.failed.emit(error)

    def code_page(self, organisation: "Organisation") -> "RecoveryCodePage":
        from sentralbord_desktop.gui.maintenance.recovery_code_panel import RecoveryCodePage

        page = RecoveryCodePage(self._services.recovery, self._tasks)
        page.done.connect(lambda: self._report(Event.CODE_DONE, self._services, organisation))
        return page


class MadeReady(NamedTuple):
    """The rows of the first run (empty for a known operator) and the organisation."""

    rows: list[ReadyRow]
    organisation: "Organisation"


def made_ready(services: "Services") -> MadeReady:
    """On the worker."""
    rows: list[ReadyRow] = []
    if services.session.is_new and services.practice:
        services.session.update(name="Øvende")
    elif services.session.is_new:
        rows = ready_rows(services)
    if not services.session.is_new:  # the operator is known already
        services.parking.release_running()
    return MadeReady(rows, services.organisation.read())


EMPTY_FOR_YOU = "Registeret er tomt. Hent inn medlemmene fra en fil, eller øv imens."
EMPTY_FOR_IT = "Registeret er tomt. IT må hente inn medlemmene. Du kan øve imens."


def ready_rows(services: "Services") -> "list[ReadyRow]":
    from sentralbord_desktop.domain.text.norwegian import counted

    warning = services.policies.warning
    count = services.members.count()
    procedures = services.inquiries.library.procedures
    newest = max(procedure.version for procedure in procedures.values())
    may_import = services.session.is_first() or services.session.may("administrator")
    empty = EMPTY_FOR_YOU if may_import else EMPTY_FOR_IT
    members = counted(count, "medlem", "medlemmer") if count else empty
    return [
        *([ReadyRow(is_ready=False, what="Fra IT", how_much=warning)] if warning else []),
        ReadyRow(is_ready=bool(count), what="Medlemsregisteret", how_much=members),
        ReadyRow(
            is_ready=True, what="Prosedyrer", how_much=f"{counted(len(procedures), 'emne', 'emner')}, versjon {newest}"
        ),
        ReadyRow(
            is_ready=True,
            what="Organisasjon",
            how_much=f"{counted(len(services.organisation.read().roles), 'rolle', 'roller')} med person",
        ),
        ReadyRow(
            is_ready=True,
            what="E-post og SMS",
            how_much="Teksten lages her. Du sender fra e-postprogrammet og telefonen.",
        ),
        ReadyRow(is_ready=True, what="Kryptert", how_much="Registeret er kryptert. Alle oppslag blir logget."),
    ]
