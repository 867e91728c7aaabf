"""A question inside a detail panel: one field, Enter answers, Esc closes it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.unsaved_forms import Form, UnsavedForms
from sentralbord_desktop.gui.widgets.field_grid import EnterLineEdit
from sentralbord_desktop.gui.widgets.fitted_scroll_area import area_around, show_whole
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

    def stay_in_view(self) -> None:
        """The panel around grows in several steps after the question is shown."""
        if (area := area_around(self)) is not None:
            area.verticalScrollBar().rangeChanged.connect(self._come_into_view)

    def _come_into_view(self) -> None:
        if self.hasFocus():
            show_whole(self)


class InlineQuestion(QObject):
    """`ask` shows the question. The answer goes to the given function, which may return why it is refused.

    It is a form of `page`: when it is left half answered, it is offered back. `ask_again` gets the id of the row, and a
    function that asks again with the text. `closed`: the question has ended.
    """

    closed = Signal()

    def __init__(
        self,
        place: QVBoxLayout,
        back_to: QWidget,
        unsaved_forms: UnsavedForms,
        page: str,
        ask_again: Callable[[object, Callable[[], None]], None],
    ) -> None:
        super().__init__(back_to)
        self._place = place
        self._back_to = back_to
        self._unsaved_forms = unsaved_forms
        self._ask_again = ask_again
        self._edit: InlineEdit | None = None
        """The field of the question; None for a yes/no question, and when it is answered."""
        self._send: Callable[[], None] = lambda: None
        """Answers with the typed text."""
        self._row: object = None
        """The id of the row that was shown last."""
        self._asked: Callable[[str], Callable[[], None]]
        """Text -> a function that asks again with it."""
        self.stands = False
        self._form = unsaved_forms.register(
            Form("spørsmål", page, lambda: bool(self._written), lambda: self._asked(self._written), self._clear)
        )

    @property
    def _written(self) -> str:
        return self._edit.text().strip() if self._edit is not None else ""

    def ask(
        self,
        question: str,
        hint: str,
        on_answer: Callable[[str], str | None],
        about: object = 0,
        written: str = "",
        *,
        stands: bool = False,
        warning: str = "",
        keys: str = "",
    ) -> None:
        """`stands`: keep the question when its row leaves the list. `warning` is shown above the question, `keys` below
        the field."""
        self._leave()
        self.stands = stands
        edit = InlineEdit(self.close)
        edit.setAccessibleName(question)
        edit.setPlaceholderText(hint)
        edit.setText(written)
        error = label("", tone="danger", wrap=True)
        send = partial(self._answer, edit, error, on_answer)

        def asked(text: str) -> Callable[[], None]:
            ask = partial(self.ask, question, hint, on_answer, about, text, warning=warning, keys=keys)
            return partial(self._ask_again, about, ask)

        self._edit, self._asked, self._send = edit, asked, send
        edit.returnPressed.connect(send)
        if warning:
            announce(edit, warning)
            self._place.addWidget(label(warning, "strong", tone="danger", wrap=True))
        self._show(question, edit)
        self._place.addWidget(error)
        if keys:
            self._place.addWidget(label(keys, "meta", wrap=True))

    def _answer(self, edit: InlineEdit, error: QLabel, on_answer: Callable[[str], str | None]) -> None:
        if problem := on_answer(edit.text().strip()):
            error.setText(problem)
            edit.setAccessibleDescription(problem)
            announce(error, problem)
        else:
            self._edit = None
            self.close()

    def submit(self) -> bool:
        """Answer with the typed text; False without a field."""
        if self._edit is None:
            return False
        self._send()
        return True

    def _show(self, question: str, edit: InlineEdit) -> None:
        self._place.addWidget(label(question, "strong", wrap=True))
        self._place.addWidget(edit)
        edit.show()
        edit.stay_in_view()
        edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_yes(self, question: str, on_yes: Callable[[], object]) -> None:
        """«1 ja» without Enter; Esc is no."""
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
        self._show(question, yes)

    def stay_with(self, row: object) -> None:
        """Close the question when another row is shown; a half-typed answer is kept while the list is read again."""
        if self.is_open and not self.stands and (row is None or row != self._row):
            self.close()
        self._row = row

    @property
    def is_open(self) -> bool:
        return self._place.count() > 0

    def close(self) -> None:
        self._leave()
        self._back_to.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        self._unsaved_forms.leave(self._form)

    def _clear(self) -> None:
        self._edit = None
        clear(self._place)
        self.closed.emit()
