"""Sjekk registeret: checks the register and the search index, and rebuilds the index."""

from PySide6.QtWidgets import QFrame, QPushButton

from sentralbord_desktop.domain.backup.backup import Backup, Salvaged
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.labels import row
from sentralbord_desktop.gui.widgets.progress_row import ProgressRow
from sentralbord_desktop.gui.widgets.settings_panel import setup_panel
from sentralbord_desktop.services.backup.backups import BackupService
from sentralbord_desktop.services.imports.members import NOT_TO_BE_USED, MemberImportService

BRING_IT_BACK = (
    "Det ligger under «Sikkerhetskopi». Er en eldre kopi hel, kan den være bedre: sammenlign tallene, og hent én."
)


class IntegrityPanel(QFrame):
    """Each check can be cancelled, and runs in the background. A damaged register can be salvaged by another button."""

    def __init__(self, member_imports: MemberImportService, backups: BackupService, tasks: TaskRunner) -> None:
        super().__init__()
        self._member_imports, self._backups = member_imports, backups
        self.check = QPushButton("Sjekk registeret")
        self.rebuild = QPushButton("Bygg søket på nytt")
        self.rescue = QPushButton("Berg det som kan leses")
        self.rescue.hide()
        self.bar = ProgressRow(tasks, (self.check, self.rebuild, self.rescue))
        self.rescue.clicked.connect(self._rescue)
        self.check.clicked.connect(self._check)
        self.rebuild.clicked.connect(self._rebuild)
        layout = setup_panel(
            self,
            "Sjekk registeret",
            "Ser om filen er hel, og om søket kjenner alle medlemmene slik de står. Du kan søke og ta samtaler imens.",
        )
        layout.addLayout(row(self.check, self.rebuild, self.rescue, None))
        layout.addWidget(self.bar)
        layout.addStretch(1)

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
