"""Named fields in a grid, read as texts: the content of every form and edited card."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from PySide6.QtCore import QMetaMethod, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpacerItem,
    QWidget,
)

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.enter_line_edit import EnterLineEdit
from sentralbord_desktop.gui.widgets.fitted_scroll_area import come_into_view
from sentralbord_desktop.gui.widgets.labels import choice, label

DECIDED = " · bestemt av IT"
WIDEST = 960
"""Largest width of a field (design, section 2)."""
WRAPS = 3
"""From this number of columns, long names wrap rather than scroll sideways."""


@dataclass(frozen=True)
class Field:
    """One field of a form. `choices` makes a list, `lines` over 1 a text box. A `locked` one is decided by IT, and
    read-only. `width` is in pixels at 100 % text, 0 as wide as the form."""

    key: str
    label: str
    value: str = ""
    hint: str = ""
    choices: Sequence[tuple[str, str]] = ()
    lines: int = 1
    yes_no: bool = False
    secret: bool = False
    locked: bool = False
    width: int = 0


def kept_narrow(outer: QWidget, inner: QWidget) -> None:
    """`inner` at the left of `outer`, no wider than WIDEST."""
    inner.setMaximumWidth(theme.current().scaled(WIDEST))
    line = QHBoxLayout(outer)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(0)
    line.addWidget(inner, 1)
    line.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum))


class FieldGrid(QWidget):
    """`submitted`: Enter in the last field. `left`: Esc. `typed`: a key changed a text."""

    submitted = Signal()
    left = Signal()
    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._readers: dict[str, Callable[[], str]] = {}
        self._lines: dict[str, QLineEdit] = {}
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(10)
        kept_narrow(self, inside)
        self.boxes: list[QWidget] = []
        self._asked: dict[str, str] = {}

    def ask(self, fields: Sequence[Field], *, columns: int = 1) -> None:
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._readers, self._lines, self.boxes = {}, {}, []
        for number, field in enumerate(fields):
            box = self._box(field)
            place, side = divmod(number, columns)
            words = f"{field.label}{DECIDED}" if field.locked else field.label
            name = label(words, "label", wrap=columns >= WRAPS)
            name.setBuddy(box)
            self._grid.addWidget(name, 2 * place, side, Qt.AlignmentFlag.AlignBottom)
            one_line = isinstance(box, QLineEdit | QComboBox)
            top = Qt.AlignmentFlag.AlignTop if one_line else Qt.AlignmentFlag(0)
            if field.width:
                box.setFixedWidth(theme.current().scaled(field.width))
                top |= Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(box, 2 * place + 1, side, top)  # aligned with a text box beside it
            name.show()
            box.show()  # now, not from the event loop: the next key is for it
            self.boxes.append(box)
        before = self._before()
        for one, after in pairwise([before, *self.boxes] if before else self.boxes):
            QWidget.setTabOrder(one, after)
        self._asked = self.values()

    def ask_again(self, fields: Sequence[Field], written: dict[str, str]) -> None:
        """As `ask`, with text that was typed earlier and is still unsaved."""
        self.ask(fields)
        asked = self._asked
        self.ask([replace(field, value=written.get(field.key, field.value)) for field in fields])
        self._asked = asked

    def half_written(self) -> dict[str, str]:
        """The values, when they were changed since `ask`; else nothing."""
        now = self.values()
        return now if not self.isHidden() and now != self._asked else {}

    def _before(self) -> QWidget | None:
        """The widget before this grid in the tab order: new fields would come last."""
        one = self.previousInFocusChain()
        while one is not None and one is not self:
            takes = bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus)
            if takes and not self.isAncestorOf(one) and one.window() is self.window():
                return one
            one = one.previousInFocusChain()
        return None

    def focus_first(self) -> None:
        if first := next((box for box in self.boxes if box.isEnabled()), None):
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(first, QLineEdit):
                first.end(False)  # noqa: FBT003 - Qt: no selection

    def go_on(self) -> bool:
        """Focus the field that was typed in last; False when these fields are not shown."""
        if self.isHidden() or not self.boxes:
            return False
        last = self.focusWidget()
        (last if last in self.boxes else self.boxes[0]).setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def values(self) -> dict[str, str]:
        return {key: read().strip() for key, read in self._readers.items()}

    def line(self, key: str) -> QLineEdit:
        """The field of one line with this key."""
        return self._lines[key]

    def _box(self, field: Field) -> QWidget:
        box: QWidget
        if field.yes_no:
            check = QCheckBox(field.hint or field.label)
            check.setChecked(field.value == "ja")
            self._readers[field.key] = lambda: "ja" if check.isChecked() else "nei"
            box = check
        elif field.choices:
            combo = choice(field.choices, field.value)
            self._readers[field.key] = lambda: str(combo.currentData())
            box = combo
        elif field.lines > 1:
            area = QPlainTextEdit(field.value)
            area.setTabChangesFocus(True)
            area.setMinimumHeight(24 * field.lines)
            area.textChanged.connect(self.typed)
            self._readers[field.key] = area.toPlainText
            box = area
        else:
            edit = EnterLineEdit(field.value)
            edit.setCursorPosition(0)  # show the start of a long text
            edit.setPlaceholderText(field.hint)
            if field.secret:
                edit.setEchoMode(QLineEdit.EchoMode.Password)
            edit.returnPressed.connect(self._next_or_submit)
            edit.textEdited.connect(lambda _: self.typed.emit())
            self._readers[field.key] = edit.text
            box = self._lines[field.key] = edit
        box.setAccessibleName(f"{field.label}{DECIDED}" if field.locked else field.label)
        box.setAccessibleDescription(field.hint)
        box.setDisabled(field.locked)
        return box

    def _next_or_submit(self) -> None:
        """Enter goes to the next field, and submits from the last."""
        here = self.focusWidget()
        open_ = [box for box in self.boxes if box.isEnabled()]
        if here in open_ and here is not open_[-1]:
            after = open_[open_.index(here) + 1]
            after.setFocus(Qt.FocusReason.TabFocusReason)
            come_into_view(after)
        else:
            self.submitted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, where `left` is connected; otherwise it is passed on."""
        asked_for = self.isSignalConnected(QMetaMethod.fromSignal(self.left))
        if event.key() == Qt.Key.Key_Escape and asked_for:
            self.left.emit()
        else:
            super().keyPressEvent(event)
