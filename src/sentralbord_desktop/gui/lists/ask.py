"""A small question inside a detail panel: one field, Enter answers, Esc takes it away."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sentralbord_desktop.gui.widgets.edit import EnterEdit
from sentralbord_desktop.gui.widgets.small import clear, label


class AskEdit(EnterEdit):
    def __init__(self, on_escape: Callable[[], None]) -> None:
        super().__init__()
        self._on_escape = on_escape

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_escape()
        else:
            super().keyPressEvent(event)


class Ask(QObject):
    """`ask` shows the question; the answer goes to the function, which may give a sentence back."""

    def __init__(self, place: QVBoxLayout, back_to: QWidget) -> None:
        super().__init__(back_to)
        self._place = place
        self._back_to = back_to

    def ask(self, question: str, hint: str, on_answer: Callable[[str], str | None]) -> None:
        clear(self._place)
        edit = AskEdit(self.close)
        edit.setAccessibleName(question)
        edit.setPlaceholderText(hint)
        error = label("", tone="danger", wrap=True)

        def send() -> None:
            problem = on_answer(edit.text().strip())
            if problem:
                error.setText(problem)
            else:
                self.close()

        edit.returnPressed.connect(send)
        self._place.addWidget(label(question, "strong", wrap=True))
        self._place.addWidget(edit)
        edit.show()
        self._place.addWidget(error)
        edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_yes(self, question: str, on_yes: Callable[[], object]) -> None:
        """«1 ja», at once; Esc is no (design 4.5)."""
        clear(self._place)
        yes = AskEdit(self.close)
        yes.setAccessibleName(f"{question} 1 er ja, Esc er nei.")
        yes.setPlaceholderText("1 ja, Esc nei")

        def typed(text: str) -> None:
            if text.strip() == "1":
                self.close()
                on_yes()
            elif text:
                yes.clear()

        yes.textEdited.connect(typed)
        self._place.addWidget(label(question, "strong", wrap=True))
        self._place.addWidget(yes)
        yes.show()
        yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def close(self) -> None:
        clear(self._place)
        self._back_to.setFocus(Qt.FocusReason.OtherFocusReason)
