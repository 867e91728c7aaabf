"""The first step: choose a file. Also the imports of the last days, and the export of the register."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.imports.history_panel import ImportHistoryPanel
from sentralbord_desktop.gui.widgets.flow_layout import FlowLayout
from sentralbord_desktop.gui.widgets.labels import label
from sentralbord_desktop.services.imports.history import ImportHistory

HELP = "Velg en fil fra medlemssystemet: CSV eller Excel. Ingenting skrives før du har sett over."


class ChooseStep(QWidget):
    def __init__(self, history: ImportHistory, tasks: TaskRunner) -> None:
        super().__init__()
        self.choose, self.invoices = QPushButton("Velg fil …"), QPushButton("Fakturaer …")
        set_flags(self.choose, "primary")
        self.export_members = QPushButton("Lagre registeret som fil …")
        self.export_changes = QPushButton("Lagre endringene som fil …")
        give_tip(self.export_changes, "Alt som er endret i medlemsbildene, når og av hvem")
        self.export_corrections = QPushButton("Lagre rettelsene som fil …")
        give_tip(self.export_corrections, "Det som er rettet her siden forrige fil, for medlemssystemet")
        self.past = ImportHistoryPanel(history, tasks)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label(HELP, wrap=True))
        flow = FlowLayout(8)
        for button in (self.choose, self.invoices):
            flow.addWidget(button)
        flow.add_spring()
        for button in (self.export_members, self.export_changes, self.export_corrections):
            flow.addWidget(button)
        layout.addLayout(flow)
        layout.addWidget(self.past, 1)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        exports = (self.export_members, self.export_changes, self.export_corrections)
        return self.choose, self.invoices, *exports

    def focus(self) -> None:
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
