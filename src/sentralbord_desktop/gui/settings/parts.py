"""What stands among the settings beyond the operator's own, in the order of the list."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from sentralbord_desktop.gui.privacy.breach import BreachPart
from sentralbord_desktop.gui.privacy.retention import RetentionPart
from sentralbord_desktop.gui.privacy.rights import RightsPart
from sentralbord_desktop.gui.privacy.trace import TracePart
from sentralbord_desktop.gui.settings.backups import BackupsPart
from sentralbord_desktop.gui.settings.duplicates import DuplicatesPart
from sentralbord_desktop.gui.settings.importer import ImportPage
from sentralbord_desktop.gui.settings.people import PeoplePart
from sentralbord_desktop.gui.settings.recovery import RecoveryPart
from sentralbord_desktop.gui.settings.sending import SendingPart
from sentralbord_desktop.gui.settings.statistics import StatisticsPart
from sentralbord_desktop.gui.settings.telephone import TelephonePart
from sentralbord_desktop.gui.settings.upkeep import UpkeepPart
from sentralbord_desktop.gui.tasks import TaskRunner
from sentralbord_desktop.services.office import Office

Part = tuple[str, QWidget]
"""Its name in the list, and itself."""


def settings_parts(
    office: Office, tasks: TaskRunner, slow_tasks: TaskRunner, restart: Callable[[], object]
) -> list[Part]:
    """`slow_tasks` is for what takes seconds; `restart` is called when a backup was asked for."""
    backups = BackupsPart(office.backups, slow_tasks)
    backups.restart_asked.connect(restart)
    return [
        ("Folk", PeoplePart(office.people, office.shift, tasks)),
        ("Utsending", SendingPart(office.sending, tasks)),
        ("Telefon", TelephonePart(office.telephone, tasks)),
        ("Register inn og ut", ImportPage(office.register, slow_tasks)),
        ("Dobbelt registrert", DuplicatesPart(office.duplicates, slow_tasks)),
        ("Sjekk registeret", UpkeepPart(office.register, slow_tasks)),
        ("Statistikk", StatisticsPart(office.statistics, slow_tasks)),
        ("Gjenopprettingskode", RecoveryPart(office.recovery, tasks)),
        ("Sikkerhetskopi", backups),
        *privacy_parts(office, tasks, slow_tasks),
    ]


def privacy_parts(office: Office, tasks: TaskRunner, slow_tasks: TaskRunner) -> list[Part]:
    """For the privacy role; anybody may tell of a breach."""
    told: list[Part] = [
        ("Meld avvik", BreachPart(office.breaches, tasks, privacy=office.shift.may("personvern")))
    ]
    if not office.shift.may("personvern"):
        return told
    return [
        ("Innsyn og sletting", RightsPart(office.privacy, office.retention, slow_tasks)),
        ("Lagringstid", RetentionPart(office.retention, slow_tasks)),
        ("Sporing", TracePart(office.privacy, slow_tasks)),
        *told,
    ]
