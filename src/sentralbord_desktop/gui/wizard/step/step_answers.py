"""The answers of every kind of step: for a screen reader a group of radio buttons, or of check boxes where several may
be chosen. ↑ and ↓ move among them; a digit, Space or a click chooses; Enter chooses nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from sentralbord_desktop.gui._generated.ui_wizard import Ui_Wizard
from sentralbord_desktop.gui.core.accessible_role import SILENT
from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton
from sentralbord_desktop.gui.widgets.fitted_scroll_area import is_seen
from sentralbord_desktop.gui.wizard.step.answer_group import MOVE_KEYS, PLAIN


class LeavingWidgets:
    def __init__(self) -> None:
        self._widgets: list[QWidget] = []

    @property
    def has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and any(one is focus or one.isAncestorOf(focus) for one in self._widgets)

    def take(self, layout: QLayout) -> None:
        """Remove all widgets from `layout`; they stay on the screen until `go`."""
        while item := layout.takeAt(0):
            if widget := item.widget():
                self._widgets.append(widget)

    def go(self) -> None:
        widgets, self._widgets = self._widgets, []
        for widget in widgets:
            widget.hide()
            widget.deleteLater()


ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ANSWERS = "Svar"
"""One name for every kind of step: a screen reader would read a change of name."""
STEP_KEYS = "F8 leser alt."


class StepAnswer(AnswerButton):
    """An answer of a step."""

    entered = Signal(object)  # the button
    moved = Signal(int)  # a key of MOVE_KEYS

    def make_choice(self, *, many: bool, checked: bool) -> None:
        """Make the button one of a radio group, or a check box."""
        self.setCheckable(True)
        self.setAutoExclusive(not many)
        self.setChecked(checked)

    def nextCheckState(self) -> None:
        """Keep the state: a press answers the step, and the checked buttons show the answer of the call."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, is_plain = event.key(), event.modifiers() in PLAIN
        if key in ENTER and is_plain:
            if not event.isAutoRepeat():
                self.entered.emit(self)
        elif key in MOVE_KEYS and is_plain:
            self.moved.emit(Qt.Key(key).value)
        elif key in ENTER or key in MOVE_KEYS or (key == Qt.Key.Key_Space and not is_plain):
            event.ignore()  # Shift+Space is the panel's
        else:
            super().keyPressEvent(event)


class StepAnswers(QObject):
    """Owns the buttons of the step that is shown."""

    entered = Signal(object)  # StepAnswer
    moved = Signal(int)  # a key of MOVE_KEYS

    def __init__(self, ui: Ui_Wizard, leaving: LeavingWidgets, parent: QObject) -> None:
        super().__init__(parent)
        self._ui, self._leaving = ui, leaving
        ui.answers.setAccessibleName(ANSWERS)
        ui.answers.setAccessibleDescription(SILENT)
        ui.answers.moved.connect(self.moved)
        ui.step.follow(ui.answers)
        ui.step.setAccessibleDescription(STEP_KEYS)
        self._drawn: list[QWidget] = []
        self._marked: StepAnswer | None = None

    @property
    def buttons(self) -> Sequence[StepAnswer]:
        return [one for one in self._drawn if isinstance(one, StepAnswer)]

    @property
    def stops(self) -> Sequence[QWidget]:
        """In the order of Tab."""
        return self._drawn

    @property
    def first(self) -> StepAnswer | None:
        """Where the arrows begin: the answer of Enter, the earlier answer, else the first."""
        checked = (one for one in self.buttons if one.isChecked())
        return self._marked or next(checked, None) or next(iter(self.buttons), None)

    def begin(self) -> None:
        """Begin to draw a new set."""
        self._leaving.take(self._ui.answersLayout)
        self._drawn, self._marked = [], None

    def add(self, button: StepAnswer, row: int, column: int = 0, *, is_marked: bool = False) -> None:
        """`is_marked`: Enter answers it."""
        button.entered.connect(self.entered)
        button.moved.connect(self.moved)
        if is_marked:
            self._marked = button
        self.add_field(button, button, row, column)

    def add_field(self, widget: QWidget, stop: QWidget, row: int, column: int = 0) -> None:
        """`stop` is what takes the focus in `widget`."""
        self._ui.answersLayout.addWidget(widget, row, column)
        self._ui.answers.show()
        widget.show()  # now, so that it can take the focus at once
        self._drawn.append(stop)

    def end(self) -> None:
        """Light the new answers, and hide the old ones. The focus moves from an old answer to the new one."""
        if self._leaving.has_focus and self._drawn:
            (self._same_digit() or self._ui.answers).setFocus(Qt.FocusReason.OtherFocusReason)
        self._leaving.go()
        self._ui.answers.setVisible(bool(self._drawn))
        self._ui.step.light()

    def _same_digit(self) -> StepAnswer | None:
        focus = self._ui.answers.window().focusWidget()
        digit = focus.digit if isinstance(focus, StepAnswer) else ""
        return next((one for one in self.buttons if digit and one.digit == digit), None)

    def move(self, by: int) -> None:
        """Move the focus to the next or previous answer, around the ends; from the group to where the arrows begin, or
        up to the last."""
        buttons = self.buttons
        here = next((place for place, one in enumerate(buttons) if one.hasFocus()), None)
        begins = self.first if by > 0 else next(reversed(buttons), None)
        if target := begins if here is None else buttons[(here + by) % len(buttons)]:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def keep_focus_in_sight(self) -> None:
        """After scrolling: if the focused answer is not visible, move the focus to the nearest visible one, or to the
        panel."""
        focus = QApplication.focusWidget()
        view = self._ui.stepScroll.viewport()
        if focus is None or not view.isAncestorOf(focus) or is_seen(focus):
            return
        seen = [one for one in self.buttons if is_seen(one)]
        is_above = focus.mapTo(view, QPoint(0, 0)).y() < 0
        target: QWidget = (seen[0] if is_above else seen[-1]) if seen else self._ui.step
        target.setFocus(Qt.FocusReason.OtherFocusReason)
