"""A small question inside a detail panel: one field, Enter answers, Esc takes it away."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sentralbord_desktop.gui.widgets.enter_line_edit import EnterLineEdit
from sentralbord_desktop.gui.widgets.labels import clear, label


class InlineEdit(EnterLineEdit):
    def __init__(self, on_escape: Callable[[], None]) -> None:
        super().__init__()
        self._on_escape = on_escape

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_escape()
        else:
            super().keyPressEvent(event)


class InlineQuestion(QObject):
    """`ask` shows the question; the answer goes to the function, which may give a sentence back. `put_away` has the id
    of what it was asked about, and asks again with what was written, when it was left unanswered."""

    put_away = Signal(int, object)

    def __init__(self, place: QVBoxLayout, back_to: QWidget) -> None:
        super().__init__(back_to)
        self._place = place
        self._back_to = back_to
        self._left: Callable[[], None] = lambda: None
        self.stands = False

    def ask(
        self,
        question: str,
        hint: str,
        on_answer: Callable[[str], str | None],
        about: int = 0,
        written: str = "",
        *,
        stands: bool = False,
    ) -> None:
        """`stands`: it is about somebody who may leave the list, and is to be answered all the same."""
        self._leave()
        self.stands = stands
        edit = InlineEdit(self.close)
        edit.setAccessibleName(question)
        edit.setPlaceholderText(hint)
        edit.setText(written)
        error = label("", tone="danger", wrap=True)

        def send() -> None:
            problem = on_answer(edit.text().strip())
            if problem:
                error.setText(problem)
            else:
                self._left = lambda: None
                self.close()

        def left() -> None:
            if text := edit.text().strip():
                again = partial(self.ask, question, hint, on_answer, about, text)
                self.put_away.emit(about, again)

        self._left = left
        edit.returnPressed.connect(send)
        self._place.addWidget(label(question, "strong", wrap=True))
        self._place.addWidget(edit)
        edit.show()
        self._place.addWidget(error)
        edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_yes(self, question: str, on_yes: Callable[[], object]) -> None:
        """«1 ja», at once; Esc is no (design 4.5)."""
        self._leave()
        self.stands = False
        yes = InlineEdit(self.close)
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

    @property
    def is_open(self) -> bool:
        return self._place.count() > 0

    def close(self) -> None:
        self._leave()
        self._back_to.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        """What was asked here goes, and says so when it was half answered."""
        left, self._left = self._left, lambda: None
        left()
        clear(self._place)
