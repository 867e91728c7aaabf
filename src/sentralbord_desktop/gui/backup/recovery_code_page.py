"""The last page of a first run: the printed recovery code (PR-5)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sentralbord_desktop.gui.backup.recovery_code_panel import RecoveryCodePanel
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.keys.key_press import bind
from sentralbord_desktop.gui.widgets.labels import label, row
from sentralbord_desktop.services.backup.recovery_code import RecoveryCodeService

WIDTH, BESIDE = 760, 12
LATER = "Har du ingen skriver her, kan du gjøre det senere: Innstillinger > Gjenopprettingskode."


class RecoveryCodePage(QWidget):
    """`done`: two groups of the code were typed, or it was postponed."""

    done = Signal()

    def __init__(self, recovery: RecoveryCodeService, tasks: TaskRunner) -> None:
        super().__init__()
        self.part = RecoveryCodePanel(recovery, tasks)
        self.part.drop.setText("Senere")
        for later in (self.part.words, self.part.change):
            later.hide()  # the passphrase was chosen a minute ago
        theme.keep_size(self.part)  # see `resizeEvent`
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addLayout(row(None, self.part, None))  # as high as its wrapped texts need
        words = label(LATER, "meta", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        outer.addWidget(words)
        outer.addStretch(2)
        self.part.kept.connect(self.done)
        bind("Ctrl+Enter", self, self.part.submit)
        self.part.drop.clicked.connect(self.done)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.part.setFixedWidth(min(theme.current().scaled(WIDTH), self.width() - 2 * BESIDE))

    def begin(self) -> None:
        self.part.begin()
