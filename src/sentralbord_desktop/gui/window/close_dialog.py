"""«Avslutt med arbeid igjen»: pending work, whether it is safe, and one digit (design 4.11)."""

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton
from sentralbord_desktop.gui.widgets.labels import label
from sentralbord_desktop.gui.widgets.narrow.dialog_column import fit_dialog

SAFE = "Alt ligger trygt til neste gang."


def left_over(parked: int, unsent: int, urgent: int = 0) -> str:
    """«1 parkert samtale og 2 meldinger venter. Alt ligger trygt til neste gang.», «» when nothing does. What is `urgent`
    is kept, and is not safe."""
    parts = []
    if parked:
        parts.append(counted(parked, "parkert samtale", "parkerte samtaler"))
    if unsent:
        parts.append(counted(unsent, "melding", "meldinger"))
    rest = f"{' og '.join(parts)} venter." if parts else ""
    haste = f"{counted(urgent, 'melding', 'meldinger')} haster, og er ikke sendt." if urgent else SAFE * bool(parts)
    return f"{rest} {haste}".strip()


class CloseDialog(QDialog):
    """`1` closes the program, Esc keeps it open; pending work is safe either way."""

    def __init__(self, sentence: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Avslutte?")
        text = label(sentence, "answer", wrap=True)
        leave = AnswerButton("1", "Avslutt")
        stay = AnswerButton("Esc", "Bli")
        leave.clicked.connect(self.accept)
        stay.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(10)
        for part in (text, leave, stay):
            layout.addWidget(part)
        self.setMinimumWidth(420)
        fit_dialog(self)
        self.setAccessibleName(text.text())
        leave.badge.set_live(True)
        leave.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "1":
            self.accept()
        else:
            super().keyPressEvent(event)
