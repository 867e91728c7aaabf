"""The lists of keys: those that act now, over the page (F1), and every one, in Innstillinger."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.commands.command import Command
from sentralbord_desktop.gui.commands.rules import trail
from sentralbord_desktop.gui.commands.table import MORE
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.accessible_role import Role, give_role
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.widths import is_column
from sentralbord_desktop.gui.widgets.labels import label, row
from sentralbord_desktop.gui.widgets.settings_panel import Panel, new_read_only_text
from sentralbord_desktop.gui.widgets.single_key_shortcuts import DIGITS_SETTING, LETTERS_SETTING, is_on, turn
from sentralbord_desktop.gui.workspace.workspace import Workspace

PAGE = 8
"""Rows of PageUp and PageDown."""
RING, RING_ROOM, INSIDE_RING = 2, 4, (4, 2, 4, 2)
BESIDE_KEYS, GROUP_GAP = 12, 10
SAVED = "Lagret."


def by_group(rows: Iterable[Command]) -> dict[str, dict[str, str]]:
    """Heading -> key -> what it does; of a key with two rows, the first."""
    groups: dict[str, dict[str, str]] = {}
    for each in rows:
        if each.group:
            groups.setdefault(each.group, {}).setdefault(each.key, each.does or each.title[:1].lower() + each.title[1:])
    return groups


def keys_panel(rows: Sequence[Command]) -> QWidget:
    panel = Panel("Tastatur", "Bokstaver søker, tall svarer, Ctrl er kommandoer. F1 viser tastene på siden du står på.")
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
        panel.body.addLayout(beside)
    groups = (
        "\n".join([title, *(f"{key}:  {does}" for key, does in keys.items())]) for title, keys in by_group(rows).items()
    )
    panel.body.addWidget(new_read_only_text("\n\n".join(groups), "Tastene"), 1)
    panel.body.addStretch()
    return panel


class KeyRow(QWidget):
    """A key and what it does, or a heading: a reader reads the row. `step` is asked at a key."""

    def __init__(
        self, keys: str, does: str, step: Callable[["KeyRow", QKeyEvent], None], left: Callable[[], None]
    ) -> None:
        super().__init__()
        self._step, self._left = step, left
        self.setAccessibleName(f"{keys}: {does}" if does else keys)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        give_role(self, Role.ListItem)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(*INSIDE_RING)
        if not does:
            layout.addWidget(label(keys, "strong"))
            return
        layout.setSpacing(BESIDE_KEYS)
        cap = label(keys, "keycap")
        cap.setObjectName("keys")
        cap.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        beside = QWidget()
        beside.setLayout(row(cap, None))
        layout.addWidget(beside)
        layout.addWidget(label(does, wrap=True), 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._step(self, event)
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Tab moves between rows too: the focus remains in the list."""
        tabs = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in tabs:
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
        self._left()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(theme.current().colour("accent"), RING))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)


class ShortcutHelp(QFrame):
    """The keys that act now, over the page: a list of two columns. F1 or Esc closes it, and the focus returns."""

    def __init__(self, at: Workspace, rows: Sequence[Command]) -> None:
        super().__init__(at.window)
        self._at, self._commands = at, rows
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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 18)
        layout.addWidget(self._title)
        layout.addWidget(self._scroll)
        layout.addWidget(label("Esc lukker. Alle tastene står i Innstillinger, Tastatur.", "meta", wrap=True))
        self.hide()
        at.window.installEventFilter(self)
        at.keys_asked.connect(lambda: self.toggle())  # a method that is connected would lose the role

    def toggle(self) -> None:
        if self.isVisible():
            self.close_it()
            return
        at = self._at
        self._back_to = at.window.focusWidget()
        steps = trail(at)
        page = next(item.title for item in at.window.items if item.name == at.window.page)
        self._title.setText(f"Taster her: {steps.here if steps is not None and steps.here else page}")
        live = by_group(each for each in self._commands if each.group != MORE and each.is_live(at))
        while item := self._columns.takeAt(0):
            if gone := item.widget():
                gone.deleteLater()
        groups, self.rows = list(live.items()), []
        half = len(groups) - len(groups) // 2
        for groups_below in (groups[:half], groups[half:]):
            self._columns.addWidget(self._column(groups_below), 1, Qt.AlignmentFlag.AlignTop)
        self.keys = [key for keys in live.values() for key in keys]
        self.setAccessibleName(f"{self._title.text()}, {counted(len(self.keys), 'tast', 'taster')}")
        self._place()
        self.show()
        self.raise_()
        self._focus(0)

    def _column(self, groups: Sequence[tuple[str, dict[str, str]]]) -> QWidget:
        """Groups below each other: a heading, then a row for each key. The words begin at one place."""
        column, made = QWidget(), list[KeyRow]()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for title, keys in groups:
            if made:
                layout.addSpacing(GROUP_GAP)
            for key, does in ((title, ""), *keys.items()):
                made.append(KeyRow(key, does, self._step, self._left))
                layout.addWidget(made[-1])
        caps = [cap for each in made for cap in each.findChildren(QLabel, "keys")]
        for cap in caps:
            cap.ensurePolished()
        widest = max((cap.sizeHint().width() for cap in caps), default=0)
        for cap in caps:
            if (beside := cap.parentWidget()) is not None:
                beside.setFixedWidth(widest)
        self.rows += made
        return column

    def close_it(self) -> None:
        self.hide()
        if self._back_to is not None and isValid(self._back_to):
            self._back_to.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        around = self.parentWidget()
        if around is not None:
            wide, high = min(980, around.width() - 80), min(620, around.height() - 80)
            direction = QBoxLayout.Direction
            self._columns.setDirection(direction.TopToBottom if is_column(around) else direction.LeftToRight)
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

    def _step(self, current: KeyRow, event: QKeyEvent) -> None:
        """Esc closes, the arrows go to another row; no key reaches the page below."""
        at, last, key = self.rows.index(current), len(self.rows) - 1, Qt.Key(event.key())
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
