"""A form beside a call: its fields, unsaved text, and saving."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from sentralbord_desktop.domain.conflicts import ConflictError
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.parked import UnsavedForm
from sentralbord_desktop.domain.privacy.sensitive_text import look_for
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.field_grid import Field
from sentralbord_desktop.gui.widgets.form_panel import FormPanel
from sentralbord_desktop.gui.wizard.sensitive_row import WHY

REASON = "reason"
"""The field added to a form that holds sensitive text (PR-3)."""


@dataclass(frozen=True)
class FormQuestion:
    kind: str
    member_id: int | None
    title: str
    help_text: str
    verb: str
    fields: list[Field]
    save: Callable[[dict[str, str]], None]
    watched: str = ""
    """The field checked for sensitive text, «» for none."""


class ShortForm(QObject):
    """A panel for one form at a time, below a stack of pages."""

    closed = Signal()  # saved or closed
    leaving = Signal()  # about to close: `half_written` still has its text
    not_kept = Signal(object)  # UnsavedForm: closed during a save that failed

    def __init__(self, tasks: TaskRunner, reread: Callable[[], None], place: QStackedWidget) -> None:
        """`reread` is called after a save."""
        super().__init__(place)
        self._tasks, self._reread, self._place = tasks, reread, place
        self.panel = FormPanel()
        self._question: FormQuestion | None = None
        self._turn, self._saving = 0, 0
        """Number of the open form, counted from the first, and of the one being saved."""
        self._asked: dict[str, str] = {}
        """The initial values."""
        self._again: dict[str, str] = {}
        """The values to restore while the form is opened again."""
        self.panel.saved.connect(self._save)
        self.panel.typed.connect(self._look)
        self.panel.cancelled.connect(self._leave)
        self.panel.cancelled.connect(self.closed)
        place.currentChanged.connect(self._another_shown)

    def half_written(self) -> UnsavedForm | None:
        if self._question is None or self._saving == self._turn or self.panel.values == self._asked:
            return None
        return self._unsaved(self._question)

    def _unsaved(self, question: FormQuestion) -> UnsavedForm:
        return UnsavedForm(kind=question.kind, member_id=question.member_id, values=self.panel.values)

    def ask(self, question: FormQuestion) -> None:
        """Show the form; the key of an unsaved form returns to it."""
        if self.half_written() is not None and self._question is not None:
            is_same = (question.kind, question.member_id) == (self._question.kind, self._question.member_id)
            if is_same and not self._again:
                self.panel.go_on()
                return
            self.leaving.emit()
        self._show(question)
        if question.watched:
            self._look(self.panel.values)

    def _show(self, question: FormQuestion) -> None:
        self._turn += 1
        self._question = question
        self._place.setCurrentWidget(self.panel)
        written = [replace(one, value=self._again.get(one.key, one.value)) for one in question.fields]
        self.panel.ask(question.title, question.help_text, question.verb, question.fields)
        self._asked = self.panel.values
        if self._again:
            self.panel.ask(question.title, question.help_text, question.verb, written)

    def close(self) -> None:
        self._question = None

    def _leave(self) -> None:
        self.leaving.emit()
        self.close()

    def _another_shown(self) -> None:
        """Close the form because a search or another member takes its place."""
        if self._place.currentWidget() is not self.panel:
            self._leave()

    def _look(self, values: dict[str, str]) -> None:
        """Warn during typing: of a fødselsnummer in any field, and of other sensitive text in the watched one, until a
        reason is requested."""
        found = look_for(values.values())
        if not found.numbers:
            watched = self._question.watched if self._question and REASON not in values else ""
            found = look_for(values.get(watched, ""))
        self.panel.warn(found.sentence if found else "")

    def _save(self, values: dict[str, str]) -> None:
        """Ask for a reason first, where the watched field holds sensitive text."""
        question = self._question
        if question is None:
            return
        found = look_for(values[question.watched]) if question.watched else None
        if found and not values.get(REASON):
            self._ask_reason(question, values, found.sentence)
        else:
            question.save(values)

    def _ask_reason(self, question: FormQuestion, values: dict[str, str], sentence: str) -> None:
        written = [replace(field, value=values[field.key]) for field in question.fields]
        asked = self._asked
        fields = [field for field in written if field.key != REASON]
        self._show(replace(question, fields=[*fields, Field(REASON, WHY)]))
        self._asked = asked  # the text is still unsaved
        self.panel.fail(sentence.replace("Ta det bort?", "Ta det bort, eller si hvorfor."))
        self.panel.focus_last()

    def run(
        self,
        work: Callable[[], Any],
        on_conflict: Callable[[ConflictError], None] | None = None,
        on_done: Callable[[Any], None] = lambda _: None,
    ) -> None:
        """Save on the worker. The form closes when it is saved, unless another is open by then."""
        turn, question = self._turn, self._question
        if self._saving == turn or question is None:
            return  # pressed twice
        self._saving = turn
        form = self._unsaved(question)

        def is_open() -> bool:
            if self._saving == turn:
                self._saving = 0
            return self._turn == turn and self._question is not None

        def saved(result: object) -> None:
            was_open = is_open()
            if was_open:
                self.close()
            self._reread()
            if was_open:
                self.closed.emit()
            on_done(result)

        def failed(error: Exception) -> None:
            self._fail(error, None if is_open() else form, on_conflict)

        self._tasks.run(self, work, saved, failed)

    def _fail(
        self, error: Exception, left: UnsavedForm | None, on_conflict: Callable[[ConflictError], None] | None
    ) -> None:
        """`left`: the form, when it is no longer open."""
        if not isinstance(error, SwitchboardError):
            self._tasks.failed.emit(error)
        elif left is not None:
            self.not_kept.emit(left)
        elif isinstance(error, ConflictError) and on_conflict is not None:
            on_conflict(error)
        else:
            self.panel.fail(str(error))
