"""A page alone in the window: a centred panel with a heading, a sentence, one button."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.widgets.labels import keycap, label, primary, row

CODE = "Gjenopprettingskoden"
NO_CODE = "Skriv koden fra papiret: seks grupper på fem tegn."


def stops(layout: QLayout) -> list[QWidget]:
    found: list[QWidget] = []
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        if inner := item.layout():
            found += stops(inner)
        elif (widget := item.widget()) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(widget)
    return found


class CenteredPage(QWidget):
    """A subclass adds fields to `fields`, and other actions to `below`."""

    def __init__(self, heading: str, sentence: str, verb: str, width: int = 460) -> None:
        super().__init__()
        self.panel = QFrame()
        set_flags(self.panel, "panel")
        self.panel.setFixedWidth(width)
        self.panel.setAccessibleName(heading)
        self.sentence = label(sentence, "answer", wrap=True)
        self.fields, self.below = QVBoxLayout(), QVBoxLayout()
        self.error = label("", tone="danger", wrap=True)
        self.button = primary(verb)
        self.button.setAutoDefault(True)
        self.code: QLineEdit | None = None
        self._layout = QVBoxLayout(self.panel)
        self._layout.setContentsMargins(32, 28, 32, 24)
        self._layout.setSpacing(12)
        self._layout.addWidget(label(heading, "display"))
        self._layout.addWidget(self.sentence)
        self._layout.addLayout(self.fields)
        self._layout.addWidget(self.error)
        self._layout.addLayout(row(None, self.button, keycap("Enter")))
        self._layout.addLayout(self.below)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(self.panel, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(2)
        self.error.hide()
        self._grown = 0
        """Width of the panel that its height was measured for."""
        self.panel.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Refit: in a narrow window the texts of the panel wrap into more lines."""
        if event.type() == QEvent.Type.Resize and self.isVisible() and self.panel.width() != self._grown:
            QTimer.singleShot(0, self, self._grow)
        return super().eventFilter(watched, event)

    def begin(self) -> None:
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def fail(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.show()
        announce(self.error, sentence)
        self.grow()

    def offer_code(self, act: Callable[[str], object], words: str = CODE) -> None:
        self.code = field = QLineEdit()
        field.setAccessibleName(CODE)
        field.setPlaceholderText("K7QPX-…, seks grupper")
        button = QPushButton("Åpne med koden")

        def send() -> None:
            if field.text().strip():
                act(field.text())
            else:
                self.fail(NO_CODE)
                field.setFocus(Qt.FocusReason.OtherFocusReason)

        field.returnPressed.connect(send)
        button.clicked.connect(send)
        self.below.addWidget(label(words, "label", wrap=True))
        self.below.addWidget(field)
        self.below.addLayout(row(None, button))
        self.grow()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.grow()
        for before, after in pairwise([*stops(self.fields), self.button, *stops(self.below)]):  # in screen order
            self.setTabOrder(before, after)

    def grow(self) -> None:
        """Fit the height to the wrapped texts, at once and when everything is shown; a centred layout would give too
        little."""
        self._grow()
        QTimer.singleShot(0, self, self._grow)

    def _grow(self) -> None:
        for part in self.panel.findChildren(QWidget):
            part.ensurePolished()  # the style sheet's size, not the application's
        self._layout.invalidate()
        self._grown = self.panel.width()
        inside = self.panel.contentsRect().width()  # the border takes room, so a word may not fit
        needed = self._layout.heightForWidth(inside) + self.panel.width() - inside
        self.panel.setMinimumHeight(needed + 8)
