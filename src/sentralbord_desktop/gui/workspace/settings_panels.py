"""The settings panels beyond the operator's own, in the order of the list."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from sentralbord_desktop.gui.access.people_panel import PeoplePanel
from sentralbord_desktop.gui.backup.backups_panel import BackupsPanel
from sentralbord_desktop.gui.backup.integrity_panel import IntegrityPanel
from sentralbord_desktop.gui.backup.recovery_code_panel import RecoveryCodePanel
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.imports.import_panel import ImportPage
from sentralbord_desktop.gui.imports.sources.sources_panel import SourcesPanel
from sentralbord_desktop.gui.members.duplicates_panel import DuplicatesPanel
from sentralbord_desktop.gui.messages.sending_panel import SendingPanel
from sentralbord_desktop.gui.privacy.access_log_panel import AccessLogPanel
from sentralbord_desktop.gui.privacy.breach_panel import BreachPanel
from sentralbord_desktop.gui.privacy.retention_panel import RetentionPanel
from sentralbord_desktop.gui.privacy.subject_rights_panel import SubjectRightsPanel
from sentralbord_desktop.gui.sharing.shared_register_panel import SharedRegisterPanel
from sentralbord_desktop.gui.statistics.statistics_panel import StatisticsPanel
from sentralbord_desktop.gui.telephony.telephone_panel import TelephonePanel
from sentralbord_desktop.gui.widgets.settings_panel import Part
from sentralbord_desktop.services.office import Services


def settings_parts(
    services: Services,
    tasks: TaskRunner,
    slow_tasks: TaskRunner,
    outside_tasks: TaskRunner,
    restart: Callable[[], object],
) -> list[Part]:
    """`slow_tasks` is for work of seconds, `outside_tasks` for checks of what may never answer; `restart` is called
    when the next start opens another register."""

    def backups() -> QWidget:
        made = BackupsPanel(services.backups, slow_tasks)
        made.restart_asked.connect(restart)
        return made

    def shared() -> QWidget:
        made = SharedRegisterPanel(services.shared_register, tasks, slow_tasks, outside_tasks)
        made.restart_asked.connect(restart)
        return made

    return [
        Part("Folk", lambda: PeoplePanel(services.people, services.session, tasks)),
        Part("Utsending", lambda: SendingPanel(services.sending, services.sending_workstations, tasks, outside_tasks)),
        Part("Telefon", lambda: TelephonePanel(services.telephone, tasks)),
        Part(
            "Register inn og ut",
            lambda: ImportPage(services.member_imports, services.import_history, services.pulls, slow_tasks),
        ),
        *source_parts(services, slow_tasks, outside_tasks),
        Part("Dobbelt registrert", lambda: DuplicatesPanel(services.duplicates, slow_tasks)),
        Part("Sjekk registeret", lambda: IntegrityPanel(services.member_imports, services.backups, slow_tasks)),
        Part("Statistikk", lambda: StatisticsPanel(services.statistics, slow_tasks)),
        Part("Gjenopprettingskode", lambda: RecoveryCodePanel(services.recovery, tasks)),
        Part("Sikkerhetskopi", backups),
        Part("Felles register", shared),
        *privacy_parts(services, tasks, slow_tasks),
    ]


def source_parts(services: Services, slow_tasks: TaskRunner, outside_tasks: TaskRunner) -> list[Part]:
    """The parts for operators who may import."""
    if not services.session.may("administrator"):
        return []

    def sources() -> SourcesPanel:
        return SourcesPanel(services.import_sources, services.pulls, slow_tasks, outside_tasks)

    return [Part("Hent av seg selv", sources)]


def privacy_parts(services: Services, tasks: TaskRunner, slow_tasks: TaskRunner) -> list[Part]:
    """The parts for the privacy role; any operator may report a breach."""
    privacy = services.session.may("personvern")

    def sender() -> str:
        """The lines above a letter, read from the register."""
        return services.sending.read().letterhead.lines or services.organisation.read().union_title

    told: list[Part] = [Part("Meld avvik", lambda: BreachPanel(services.breaches, sender, tasks, privacy=privacy))]
    if not privacy:
        return told
    return [
        Part(
            "Innsyn og sletting", lambda: SubjectRightsPanel(services.privacy, services.retention, sender, slow_tasks)
        ),
        Part("Lagringstid", lambda: RetentionPanel(services.retention, slow_tasks)),
        Part("Sporing", lambda: AccessLogPanel(services.privacy, slow_tasks)),
        *told,
    ]
