"""What stands among the settings beyond the operator's own, in the order of the list."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from sentralbord_desktop.gui.access.people_panel import PeoplePart
from sentralbord_desktop.gui.backup.backups_panel import BackupsPart
from sentralbord_desktop.gui.backup.integrity_panel import UpkeepPart
from sentralbord_desktop.gui.backup.recovery_code_panel import RecoveryPart
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.imports.import_panel import ImportPage
from sentralbord_desktop.gui.members.duplicates_panel import DuplicatesPart
from sentralbord_desktop.gui.messages.sending_panel import SendingPart
from sentralbord_desktop.gui.privacy.access_log_panel import TracePart
from sentralbord_desktop.gui.privacy.breach_panel import BreachPart
from sentralbord_desktop.gui.privacy.retention_panel import RetentionPart
from sentralbord_desktop.gui.privacy.subject_rights_panel import RightsPart
from sentralbord_desktop.gui.sharing.shared_register_panel import SharedPart
from sentralbord_desktop.gui.statistics.statistics_panel import StatisticsPart
from sentralbord_desktop.gui.telephony.telephone_panel import TelephonePart
from sentralbord_desktop.gui.widgets.settings_panel import Part
from sentralbord_desktop.services.office import Services


def settings_parts(
    services: Services, tasks: TaskRunner, slow_tasks: TaskRunner, restart: Callable[[], object]
) -> list[Part]:
    """`slow_tasks` is for what takes seconds; `restart` is called when the next start opens something else."""

    def backups() -> QWidget:
        made = BackupsPart(services.backups, slow_tasks)
        made.restart_asked.connect(restart)
        return made

    def shared() -> QWidget:
        made = SharedPart(services.shared_register, tasks, slow_tasks)
        made.restart_asked.connect(restart)
        return made

    return [
        ("Folk", lambda: PeoplePart(services.people, services.session, tasks)),
        ("Utsending", lambda: SendingPart(services.sending, tasks)),
        ("Telefon", lambda: TelephonePart(services.telephone, tasks)),
        ("Register inn og ut", lambda: ImportPage(services.member_imports, services.import_history, slow_tasks)),
        ("Dobbelt registrert", lambda: DuplicatesPart(services.duplicates, slow_tasks)),
        ("Sjekk registeret", lambda: UpkeepPart(services.member_imports, services.backups, slow_tasks)),
        ("Statistikk", lambda: StatisticsPart(services.statistics, slow_tasks)),
        ("Gjenopprettingskode", lambda: RecoveryPart(services.recovery, tasks)),
        ("Sikkerhetskopi", backups),
        ("Felles register", shared),
        *privacy_parts(services, tasks, slow_tasks),
    ]


def privacy_parts(services: Services, tasks: TaskRunner, slow_tasks: TaskRunner) -> list[Part]:
    """For the privacy role; anybody may tell of a breach."""
    privacy = services.session.may("personvern")
    told: list[Part] = [("Meld avvik", lambda: BreachPart(services.breaches, tasks, privacy=privacy))]
    if not privacy:
        return told
    return [
        ("Innsyn og sletting", lambda: RightsPart(services.privacy, services.retention, slow_tasks)),
        ("Lagringstid", lambda: RetentionPart(services.retention, slow_tasks)),
        ("Sporing", lambda: TracePart(services.privacy, slow_tasks)),
        *told,
    ]
