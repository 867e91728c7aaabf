"""Vedlikehold: the register is checked, has its recovery code and its backups, and members who stand twice are merged."""

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton

from sentralbord_desktop.domain.backup import Backup, Salvaged
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.maintenance.backups_panel import BackupsPanel
from sentralbord_desktop.gui.maintenance.duplicates_panel import DuplicatesPanel
from sentralbord_desktop.gui.maintenance.recovery_code_panel import RecoveryCodePanel
from sentralbord_desktop.gui.widgets.labels import label, row
from sentralbord_desktop.gui.widgets.progress_row import ProgressRow
from sentralbord_desktop.gui.widgets.settings_panel import Panel, Section, put
from sentralbord_desktop.services.backup.backups import BackupService
from sentralbord_desktop.services.imports.members import NOT_TO_BE_USED, MemberImportService
from sentralbord_desktop.services.office import Services

SPACING = 22
"""Pixels between the sections."""
FOR_OTHERS = "Sjekk, gjenopprettingskode og sikkerhetskopi er for rollen Administrator. Spør en som har den."
BRING_IT_BACK = (
    "Det ligger under «Sikkerhetskopi». Er en eldre kopi hel, kan den være bedre: sammenlign tallene, og hent én."
)


class MaintenancePanel(Panel):
    """Four sections; only an administrator sees the first three."""

    def __init__(
        self, services: Services, tasks: TaskRunner, slow_tasks: TaskRunner, restart: Callable[[], None]
    ) -> None:
        super().__init__("Vedlikehold", scrolls=True)
        self._session = services.session
        self.integrity = IntegrityPanel(services.member_imports, services.backups, slow_tasks)
        self.code = RecoveryCodePanel(services.recovery, tasks)
        self.backups = BackupsPanel(services.backups, slow_tasks, restart)
        self.code.shown.connect(self.backups.key.setHidden)
        self.duplicates = DuplicatesPanel(services.duplicates, slow_tasks)
        self.for_others = label(FOR_OTHERS, "meta", wrap=True)
        self.body.setSpacing(SPACING)
        put(self.body, self.integrity, self.code, self.backups, self.duplicates, self.for_others)
        self.body.addStretch(1)

    def showEvent(self, event: QShowEvent) -> None:
        operator = self._session.operator
        may = not operator.id or operator.may("administrator")
        for part in (self.integrity, self.code, self.backups):
            part.setVisible(may)
        self.for_others.setVisible(not may)
        super().showEvent(event)

    def submit(self) -> None:
        """Ctrl+Enter: the code that is shown, else where the second backup is."""
        if not self.code.submit():
            self.backups.submit()


class IntegrityPanel(Section):
    """Each check can be cancelled, and runs in the background. A damaged register can be salvaged by another button."""

    def __init__(self, member_imports: MemberImportService, backups: BackupService, tasks: TaskRunner) -> None:
        super().__init__(
            "Sjekk registeret",
            "Ser om filen er hel, og om søket kjenner alle medlemmene slik de står. Du kan søke og ta samtaler imens.",
        )
        self._member_imports, self._backups = member_imports, backups
        self.check = QPushButton("Sjekk registeret")
        self.rebuild = QPushButton("Bygg søket på nytt")
        self.rescue = QPushButton("Berg det som kan leses")
        self.rescue.hide()
        self.bar = ProgressRow(tasks, (self.check, self.rebuild, self.rescue))
        self.rescue.clicked.connect(self._rescue)
        self.check.clicked.connect(self._check)
        self.rebuild.clicked.connect(self._rebuild)
        put(self.body, row(self.check, self.rebuild, self.rescue, None), self.bar)

    def _check(self) -> None:
        def done(faults: list[str]) -> None:
            self.rescue.setVisible(NOT_TO_BE_USED in faults)
            if faults:
                self.bar.show_result("\n".join(faults), "danger")
            else:
                self.bar.show_result("Registeret er i orden. Søket kjenner alle.")

        self.bar.run(lambda progress, stop: self._member_imports.faults(progress=progress, cancel=stop), done)

    def _rescue(self) -> None:
        """Salvage a damaged register into a backup; the damaged one is not written to."""

        def done(found: tuple[Backup, Salvaged]) -> None:
            made, salvaged = found
            self.bar.show_result(f"Berget: {made.holds}. {salvaged.lost} {BRING_IT_BACK}", "warn")

        self.bar.run(lambda progress, stop: self._backups.rescue(progress=progress, cancel=stop), done)

    def _rebuild(self) -> None:
        self.bar.run(
            lambda progress, stop: self._member_imports.rebuild_search(progress=progress, cancel=stop),
            lambda count: self.bar.show_result(f"Søket er bygd på nytt for {counted(count, 'medlem', 'medlemmer')}."),
        )
