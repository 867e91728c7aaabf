"""«Stemmer dette?»: a row for each fact that the register proposes. Enter confirms all, a digit opens a row's field."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.digit_panel import LEAD_WIDTH
from sentralbord_desktop.gui.widgets.field_grid import EnterLineEdit
from sentralbord_desktop.gui.widgets.labels import DigitBadge, label
from sentralbord_desktop.gui.widgets.suggestions import SuggestionList
from sentralbord_desktop.gui.wizard.step.field import suggested
from sentralbord_desktop.gui.wizard.step.step_answers import StepAnswer, StepAnswers
from sentralbord_desktop.procedures.model import CONFIRMED, Step, StepRole
from sentralbord_desktop.procedures.proposals import Row, other_than_record, proposal_of, rows_of, source_of, value_of
from sentralbord_desktop.procedures.run import ProcedureRun

ALL_RIGHT = "Alt stemmer"
"""The name of the group of rows."""


class RowEdit(EnterLineEdit):
    """The field of an opened row. Esc closes it without a change."""

    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            event.accept()
        else:
            super().keyPressEvent(event)


class StepConfirm(QObject):
    """Draws the rows instead of the answers. A corrected value answers the step of the row."""

    answered = Signal(str, object)  # step id, Answer
    typed = Signal(str, str, int)  # step id, text, caret
    all_right = Signal()
    row_chosen = Signal(str)  # digit
    redrawn = Signal()
    """A row was opened or closed."""

    def __init__(self, answers: StepAnswers, parent: QObject) -> None:
        super().__init__(parent)
        self._answers = answers
        self._run: ProcedureRun | None = None
        self._rows: Sequence[Row] = ()
        self._suggestions: SuggestionList | None = None
        self.edit: RowEdit | None = None
        """The field that is open, if any."""

    @property
    def is_shown(self) -> bool:
        return self._run is not None

    def widgets(self) -> Sequence[QWidget]:
        """The widgets in tab order; empty while another kind of step is shown."""
        return self._answers.stops if self.is_shown else ()

    @property
    def other_than_record(self) -> str:
        """What the record has, where another value is typed in the open row."""
        row = next((row for row in self._rows if self.edit and row.step.id == self.edit.property("step")), None)
        if row is None or self.edit is None or self._run is None:
            return ""
        return other_than_record(row.step, proposal_of(self._run, row.step), self.edit.text(), self._run.organisation)

    def hide(self) -> None:
        self._run, self._rows, self.edit = None, (), None

    def show(self, run: ProcedureRun, step: Step, half_typed: Mapping[str, str]) -> None:
        """Draw the rows; a half-corrected row is open, with the typed text."""
        self._run, self._rows = run, rows_of(run, step)
        opened = next((row for row in self._rows if half_typed.get(row.step.id)), None)
        self._draw(opened, half_typed[opened.step.id] if opened else "")

    def press(self, digit: str) -> None:
        """Open the row that has this digit."""
        if row := next((row for row in self._rows if row.digit == digit), None):
            self._open(row)

    def _open(self, row: Row) -> None:
        is_number = row.step.role is StepRole.PHONE
        self._draw(row, spoken_number(row.answer.text) if is_number else row.answer.text)
        if self.edit is not None:
            self.edit.selectAll()
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.redrawn.emit()

    def _close(self) -> None:
        if self.edit is not None and self._rows:
            self.typed.emit(str(self.edit.property("step")), "", 0)
        self._draw(None, "")
        self.redrawn.emit()

    def _draw(self, opened: Row | None, text: str) -> None:
        self._answers.begin()
        self.edit = None
        for place, row in enumerate(self._rows):
            if row is opened:
                widget, edit = self._opened_row(row, text)
                self._answers.add_field(widget, edit, place)
            else:
                self._answers.add(self._button(row), place)
        done = StepAnswer("", ALL_RIGHT, key="Enter")
        done.setProperty("choice", CONFIRMED)
        done.clicked.connect(self.all_right)
        self._answers.add(done, len(self._rows), is_marked=True)

    def _button(self, row: Row) -> StepAnswer:
        value = value_of(row, self._run.organisation) if self._run else ""
        button = StepAnswer(row.digit, value, source_of(row), lead=row.label)
        button.clicked.connect(lambda: self.row_chosen.emit(row.digit))
        return button

    def _opened_row(self, row: Row, text: str) -> tuple[QFrame, RowEdit]:
        edit = RowEdit(text)
        edit.setProperty("step", row.step.id)
        edit.setAccessibleName(f"{row.label}. {row.step.ask}")
        edit.textEdited.connect(lambda now: self.typed.emit(row.step.id, now, edit.cursorPosition()))
        if self._run is not None:
            self._suggestions = SuggestionList(edit, partial(suggested, row.step, organisation=self._run.organisation))
        edit.returnPressed.connect(lambda: self.answered.emit(row.step.id, Answer(text=edit.text())))
        edit.given_up.connect(self._close)
        name = label(row.label, "meta")
        name.setFixedWidth(theme.current().scaled(LEAD_WIDTH))
        name.setBuddy(edit)
        frame = QFrame()
        line, column = QHBoxLayout(), QVBoxLayout(frame)
        line.setSpacing(12)
        for part in (DigitBadge(row.digit), name):
            line.addWidget(part)
        line.addWidget(edit, 1)
        column.setContentsMargins(10, 6, 8, 6)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(label(f"Enter tar det med. Esc lar det stå.{_choices(row)}", "meta", wrap=True))
        self.edit = edit
        return frame, edit


def _choices(row: Row) -> str:
    """« Du kan også skrive «vet ikke».»"""
    words = [f"«{choice.text.lower()}»" for choice in row.step.choices]
    return f" Du kan også skrive {' eller '.join(words)}." if words else ""
