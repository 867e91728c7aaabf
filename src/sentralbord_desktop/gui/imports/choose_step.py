"""The first step: which file. The imports of the last days, and the register as a file."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.imports.history_panel import ImportHistoryPanel
from sentralbord_desktop.gui.widgets.labels import label, row
from sentralbord_desktop.services.imports.history import ImportHistory

HELP = "Velg en fil fra medlemssystemet: CSV eller Excel. Ingenting skrives før du har sett over."


class ChooseStep(QWidget):
    def __init__(self, history: ImportHistory, tasks: TaskRunner) -> None:
        super().__init__()
        self.choose, self.invoices = QPushButton("Velg fil …"), QPushButton("Fakturaer …")
        self.choose.setProperty("primary", True)  # noqa: FBT003 - Qt
        self.export_members, self.export_changes = QPushButton("Lagre registeret …"), QPushButton("Lagre endringene …")
        self.past = ImportHistoryPanel(history, tasks)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label(HELP, wrap=True))
        layout.addLayout(row(self.choose, self.invoices, None, self.export_members, self.export_changes))
        layout.addWidget(self.past, 1)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        return self.choose, self.invoices, self.export_members, self.export_changes

    def focus(self) -> None:
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
