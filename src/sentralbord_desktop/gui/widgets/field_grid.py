"""Named fields in lines, read as texts: the content of every form and edited card."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QEvent, QMetaMethod, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.field_block import FieldBlock
from sentralbord_desktop.gui.widgets.fitted_scroll_area import come_into_view
from sentralbord_desktop.gui.widgets.flow_layout import FlowLayout
from sentralbord_desktop.gui.widgets.form_foot import put_foot_last
from sentralbord_desktop.gui.widgets.keys.tab_order import tab_through_in
from sentralbord_desktop.gui.widgets.labels import choice, label
from sentralbord_desktop.gui.widgets.suggestions import Suggest, SuggestionList


class EnterLineEdit(QLineEdit):
    """Stop Enter from also reaching the panel around the field."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


def follow(leader: QLineEdit, follower: QLineEdit, make: Callable[[str], str]) -> None:
    """Fill `follower` with `make(text)` for each text typed in `leader`, until the user edits `follower`."""

    def fill(text: str) -> None:
        if not follower.isModified():
            follower.setText(make(text))

    leader.textEdited.connect(fill)


DECIDED = " · bestemt av IT"
MAX_FORM_WIDTH = 960
"""Largest width of a form."""
INITIALS, NUMBER, CLOCK, DATE, PHONE, NAME, CHOICE, EMAIL, ADDRESS = 72, 80, 88, 120, 150, 220, 220, 340, 420
"""The natural widths of fields, in pixels at 100 % text."""
BESIDE_TEXT = 24
"""Pixels beside the text in its field: the borders and the caret."""
MIN_FIELD_WIDTH = 160
"""Least width of a field, where the text is large for the window."""
LINE_HEIGHT = 20
LEAVE_EMPTY = "tomt lar den gamle stå"
"""The hint of a secret, which is never shown again."""
MANY_LINES = "Enter lager ny linje. Ctrl+Enter lagrer."


@dataclass(frozen=True)
class Field:
    """One field of a form. `choices` makes a list, `lines` over 1 a text box. A `locked` field is decided by IT, and
    read-only. `width` is a natural width; 0 is CHOICE for a list and ADDRESS for a text. `note` is shown below.
    `beside`: on the line of the field before. `suggest`: typed text -> suggestions. `heading` is shown above the line."""

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
    note: str = ""
    beside: bool = False
    suggest: Suggest | None = None
    heading: str = ""


def spoken_name(field: Field) -> str:
    """The accessible name: the label, with the text of a tick box unless that text contains it («Ønsker ikke SMS»)."""
    if not field.yes_no or not field.hint:
        return field.label
    return field.hint if field.label.casefold() in field.hint.casefold() else f"{field.label}: {field.hint}"


def fits(field: Field, box: QWidget, width: int) -> bool:
    """Whether the value of a one-line text fits in this width; True for other fields."""
    box.ensurePolished()
    needed = box.fontMetrics().horizontalAdvance(field.value) + theme.current().scaled(BESIDE_TEXT)
    return bool(field.choices) or field.lines > 1 or needed <= theme.current().scaled(width)


def kept_narrow(outer: QWidget, inner: QWidget) -> None:
    """Place `inner` at the left of `outer`, no wider than MAX_FORM_WIDTH."""
    inner.setMaximumWidth(theme.current().scaled(MAX_FORM_WIDTH))
    theme.keep_size(inner)
    line = QHBoxLayout(outer)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(0)
    line.addWidget(inner, 1)
    line.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum))


class FieldGrid(QWidget):
    """`submitted`: Enter in the last field. `left`: Esc. `typed`: a key changed a text. `faults`: how many fields are
    still wrong."""

    submitted = Signal()
    left = Signal()
    typed = Signal()
    faults = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, fills: bool = False, wide_texts: bool = False) -> None:
        """`fills`: fields without a width are as wide as the form; `wide_texts`: text boxes are, with a note about
        Enter."""
        super().__init__(parent)
        self._readers: dict[str, Callable[[], str]] = {}
        self._lines: dict[str, QLineEdit] = {}
        self._fills, self._wide_texts = fills, wide_texts
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        kept_narrow(self, inside)
        self.boxes: list[QWidget] = []
        self._blocks: dict[str, FieldBlock] = {}
        self._suggestions: dict[str, SuggestionList] = {}
        self._asked: dict[str, str] = {}

    def ask(self, fields: Sequence[Field], *, columns: int = 1) -> None:
        """Show the fields: one on each line, or with `columns` over 1 as many as there is room for. The focus stays in
        the field that had it."""
        held = next((key for key, block in self._blocks.items() if block.box.hasFocus()), "")
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._readers, self._lines, self._blocks, self._suggestions, self.boxes = {}, {}, {}, {}, []
        line: QWidget | None = None
        for field in fields:
            block = self._blocks[field.key] = self._block(field)
            if field.heading:
                line = None
                self._column.addWidget(label(field.heading, "head"))
            if self._is_wide(field):
                line = None
                self._column.addWidget(block)
            else:
                if line is None or not (columns > 1 or field.beside):
                    line = QWidget()
                    line.setLayout(FlowLayout(16, at_top=True))
                    self._column.addWidget(line)
                line.layout().addWidget(block)  # type: ignore[union-attr]  # the layout above
                line.show()
            block.show()  # now, not from the event loop: the next key is for it
            block.box.show()
        tab_through_in(self, self.boxes)
        put_foot_last(self)
        if held in self._blocks:
            self._blocks[held].box.setFocus(Qt.FocusReason.OtherFocusReason)
        self._asked = self.values()

    def _block(self, field: Field) -> FieldBlock:
        box = self._box(field)
        self.boxes.append(box)
        name = label(f"{field.label}{DECIDED}" if field.locked else field.label, "label")
        if not field.yes_no:  # a tick box has its name in its own text
            name.setBuddy(box)
        if not self._is_wide(field):
            width = field.width or (CHOICE if field.choices else ADDRESS)
            if not field.yes_no:
                box.setMaximumWidth(theme.current().scaled(width if fits(field, box, width) else max(width, ADDRESS)))
                box.setMinimumWidth(min(box.maximumWidth(), theme.current().scaled(MIN_FIELD_WIDTH)))
                theme.keep_size(box)
        return FieldBlock(name, box, field.note or (MANY_LINES if field.lines > 1 and not self._fills else ""))

    def _is_wide(self, field: Field) -> bool:
        return not field.width and not field.yes_no and (self._fills or (self._wide_texts and field.lines > 1))

    def show_only(self, keys: Sequence[str]) -> None:
        """Hide the other fields; they keep their values."""
        for key, block in self._blocks.items():
            block.setVisible(key in keys)
        for place in range(self._column.count()):
            line = self._column.itemAt(place).widget()  # type: ignore[union-attr]  # within the count
            if line is not None and (blocks := line.findChildren(FieldBlock)):
                line.setVisible(any(not block.isHidden() for block in blocks))

    def fail(self, wrong: Mapping[str, str]) -> None:
        """Show each sentence below its field, with the focus in the first of them."""
        for key, block in self._blocks.items():
            if key in wrong:
                block.fail(wrong[key])
            else:
                block.clear()
        if first := next((block.box for block in self._blocks.values() if block.error), None):
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            come_into_view(first.parentWidget() or first)
        self.faults.emit(len(wrong))

    def _mended(self, key: str, *_: object) -> None:
        """Clear the error of a changed field; it is checked again at the next Lagre."""
        block = self._blocks.get(key)
        if block is not None and block.error:
            block.clear()
            self.faults.emit(sum(bool(block.error) for block in self._blocks.values()))

    def ask_again(self, fields: Sequence[Field], written: dict[str, str]) -> None:
        """As `ask`, with text that was typed earlier and is still unsaved."""
        self.ask(fields)
        asked = self._asked
        self.ask([replace(field, value=written.get(field.key, field.value)) for field in fields])
        self._asked = asked

    def settle(self, values: dict[str, str]) -> None:
        """These values are saved."""
        self._asked = values

    def half_written(self) -> dict[str, str]:
        """The values, if any changed since `ask`; else nothing."""
        now = self.values()
        return now if not self.isHidden() and now != self._asked else {}

    def focus_first(self) -> None:
        if first := next(iter(self._open), None):
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(first, QLineEdit):
                first.setCursorPosition(len(first.text()))

    def go_on(self) -> bool:
        """Focus the field that was typed in last; False when these fields are not shown."""
        if self.isHidden() or not self.boxes:
            return False
        last = self.focusWidget()
        (last if last in self.boxes else self.boxes[0]).setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def values(self) -> dict[str, str]:
        return {key: read().strip() for key, read in self._readers.items()}

    def box(self, key: str) -> QWidget:
        return self._blocks[key].box

    def line(self, key: str) -> QLineEdit:
        """The field of one line with this key."""
        return self._lines[key]

    @property
    def _open(self) -> list[QWidget]:
        """The boxes that are enabled and shown."""
        return [block.box for block in self._blocks.values() if block.box.isEnabled() and not block.isHidden()]

    def _box(self, field: Field) -> QWidget:
        box: QWidget
        mended = partial(self._mended, field.key)
        if field.yes_no:
            check = QCheckBox(field.hint or field.label)
            check.setChecked(field.value == "ja")
            check.toggled.connect(mended)
            self._readers[field.key] = lambda: "ja" if check.isChecked() else "nei"
            box = check
        elif field.choices:
            combo = choice(field.choices, field.value)
            combo.currentIndexChanged.connect(mended)
            self._readers[field.key] = lambda: str(combo.currentData())
            box = combo
        elif field.lines > 1:
            area = QPlainTextEdit(field.value)
            area.setTabChangesFocus(True)
            area.setMinimumHeight(24 * field.lines)
            if not self._is_wide(field):
                area.setMaximumHeight(theme.current().scaled(LINE_HEIGHT * field.lines + 16))
            area.textChanged.connect(mended)
            area.textChanged.connect(self.typed)
            self._readers[field.key] = area.toPlainText
            box = area
        else:
            box = self._line(field)
        box.setAccessibleName(f"{spoken_name(field)}{DECIDED}" if field.locked else spoken_name(field))
        box.setAccessibleDescription("" if field.yes_no else field.hint)
        box.setDisabled(field.locked)
        if field.yes_no or field.choices:
            box.installEventFilter(self)
        return box

    def _line(self, field: Field) -> EnterLineEdit:
        edit = self._lines[field.key] = EnterLineEdit(field.value)
        edit.setCursorPosition(0)  # show the start of a long text
        edit.setPlaceholderText(field.hint)
        if field.secret:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        if field.suggest is not None:
            self._suggestions[field.key] = SuggestionList(edit, field.suggest)
        edit.returnPressed.connect(self._next_or_submit)
        edit.textEdited.connect(partial(self._mended, field.key))
        edit.textEdited.connect(lambda _: self.typed.emit())
        self._readers[field.key] = edit.text
        return edit

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in a list or a tick box goes to the next field too."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
                self._next_or_submit()
                return True
        return super().eventFilter(watched, event)

    def _next_or_submit(self) -> None:
        """Enter goes to the next field, and submits from the last."""
        here, open_ = self.focusWidget(), self._open
        if here in open_ and here is not open_[-1]:
            after = open_[open_.index(here) + 1]
            after.setFocus(Qt.FocusReason.TabFocusReason)
            come_into_view(after)
        else:
            self.submitted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, where `left` is connected; otherwise it is passed on."""
        if event.key() == Qt.Key.Key_Escape and self.isSignalConnected(QMetaMethod.fromSignal(self.left)):
            self.left.emit()
        else:
            super().keyPressEvent(event)
