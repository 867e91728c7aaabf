"""The list of every key in Innstillinger, and of those that act now over the page (F1)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core.accessible_role import Role, give_role
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.column.reflow import is_column
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.widgets.labels import label, row
from sentralbord_desktop.gui.widgets.settings_panel import new_panel, new_read_only_text
from sentralbord_desktop.gui.widgets.single_key_shortcuts import DIGITS_SETTING, LETTERS_SETTING, is_on, turn
from sentralbord_desktop.gui.window.key_groups import GROUPS, MORE, KeyGroup, last_page
from sentralbord_desktop.gui.window.key_rows import KeyRow, column_of
from sentralbord_desktop.gui.window.rail import RailItem

PAGE = 8
"""Rows of PageUp and PageDown."""
RING_ROOM = 4
SAVED = "Lagret."


def key_list(items: Sequence[RailItem]) -> str:
    """Every key and what it does, under the headings of F1; then the others, and those of one page."""
    own = [KeyGroup(item.title, item.keys) for item in items if item.keys]
    groups = [*GROUPS, KeyGroup("Ellers", MORE), *own]
    last = last_page(item.key for item in items)
    return "\n\n".join(
        "\n".join([title, *(f"{keys.format(last=last)}:  {words}" for keys, words in rows)]) for title, rows in groups
    )


def keys_part(items: Sequence[RailItem]) -> QWidget:
    panel, layout = new_panel(
        "Tastatur", "Bokstaver søker, tall svarer, Ctrl er kommandoer. F1 viser tastene på siden du står på."
    )
    for setting, words in (
        (LETTERS_SETTING, "En bokstav utenfor feltene går til søkefeltet"),
        (DIGITS_SETTING, "Et tall utenfor feltene svarer. Slått av velger du med Tab og Enter"),
    ):
        box, said = QCheckBox(), label(words, wrap=True)
        box.setAccessibleName(words)
        said.setBuddy(box)
        box.setChecked(is_on(setting))
        box.toggled.connect(lambda on, key=setting: turn(key, on=on))
        box.toggled.connect(lambda _, box=box: announce(box, SAVED))
        beside = row(box, said)
        beside.setStretch(1, 1)
        layout.addLayout(beside)
    layout.addWidget(new_read_only_text(key_list(items), "Tastene"), 1)
    layout.addStretch()
    return panel


class ShortcutHelp(QFrame):
    """The keys that act now, over the page: a list of two columns. F1 or Esc closes it, and the focus returns."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        set_flags(self, "panel", "overlay")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAutoFillBackground(True)
        give_role(self, Role.List)
        self._back_to: QWidget | None = None
        self._title = label("", "page", wrap=True)
        self._inside = QWidget()
        self._columns = QHBoxLayout(self._inside)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(24)
        self.keys: list[str] = []
        """The keys that are listed."""
        self.rows: list[KeyRow] = []
        """Headings and keys, in the order of the arrows."""
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._inside)
        self._around = layout = QVBoxLayout(self)
        for each in (
            self._title,
            self._scroll,
            label("Esc lukker. Alle tastene står i Innstillinger, Tastatur.", "meta", wrap=True),
        ):
            layout.addWidget(each)
        self.hide()
        window.installEventFilter(self)

    def toggle(self, where: str, groups: Callable[[], Sequence[KeyGroup]], back_to: QWidget | None) -> None:
        """`groups` is read before the focus moves here."""
        if self.isVisible():
            self.close_it()
            return
        self._back_to = back_to
        self._title.setText(f"Taster her: {where}")
        shown = [group for group in groups() if group.rows]
        while item := self._columns.takeAt(0):
            if gone := item.widget():
                gone.deleteLater()
        self.rows = []
        half = len(shown) - len(shown) // 2
        for groups_below in (shown[:half], shown[half:]):
            column, rows = column_of(groups_below, self._step, self._left)
            self._columns.addWidget(column, 1, Qt.AlignmentFlag.AlignTop)
            self.rows += rows
        self.keys = [row.keys for group in shown for row in group.rows]
        self.setAccessibleName(f"{self._title.text()}, {counted(len(self.keys), 'tast', 'taster')}")
        self._place()
        self.show()
        self.raise_()
        self._focus(0)

    def close_it(self) -> None:
        self.hide()
        if self._back_to is not None and isValid(self._back_to):
            self._back_to.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        around = self.parentWidget()
        if around is not None:
            narrow = is_column(around)
            beside = 8 if narrow else 80
            wide, high = min(980, around.width() - beside), min(620, around.height() - beside)
            direction = QBoxLayout.Direction
            self._columns.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
            margin = 12 if narrow else 24
            self._around.setContentsMargins(margin, 18, margin, 18)
            self.setGeometry((around.width() - wide) // 2, (around.height() - high) // 2, wide, high)

    def _left(self) -> None:
        """Close when the focus goes elsewhere, to another page or the lock."""
        focus = QApplication.focusWidget()
        if focus is None or not (focus is self or self.isAncestorOf(focus)):
            self.hide()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._left()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """After a click beside the rows."""
        self._step(self.rows[0], event)
        event.accept()

    def _step(self, row: KeyRow, event: QKeyEvent) -> None:
        """Esc closes, the arrows go to another row; no key reaches the page below."""
        at, last, key = self.rows.index(row), len(self.rows) - 1, Qt.Key(event.key())
        steps = {
            Qt.Key.Key_Down: at + 1,
            Qt.Key.Key_Tab: at + 1,
            Qt.Key.Key_Up: at - 1,
            Qt.Key.Key_Backtab: at - 1,
            Qt.Key.Key_PageDown: at + PAGE,
            Qt.Key.Key_PageUp: at - PAGE,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if key == Qt.Key.Key_Escape:
            self.close_it()
        elif key in steps:
            self._focus(max(0, min(last, steps[key])))

    def _focus(self, place: int) -> None:
        if 0 <= place < len(self.rows):
            self.rows[place].setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(self.rows[place], 0, RING_ROOM)
