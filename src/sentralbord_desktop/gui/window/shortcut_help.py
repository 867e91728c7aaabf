"""The list of every key in Innstillinger, and of those that act now over the page (F1)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sentralbord_desktop.gui.widgets.keys.key_level import LEVELS, key_level
from sentralbord_desktop.gui.widgets.labels import choice, label, row
from sentralbord_desktop.gui.widgets.settings_panel import new_panel, new_read_only_text
from sentralbord_desktop.gui.widgets.single_key_shortcuts import DIGITS_SETTING, LETTERS_SETTING, is_on, turn
from sentralbord_desktop.gui.window.key_groups import GROUPS, MORE, Row, last_page
from sentralbord_desktop.gui.window.rail import RailItem

ARROW_SCROLL_PX = 40
"""Pixels per arrow key."""


def key_list(items: Sequence[RailItem]) -> str:
    """Every key and what it does, under the headings of F1; then the others, and those of one page."""
    own = [(item.title, item.keys) for item in items if item.keys]
    groups = [*GROUPS, ("Ellers", MORE), *own]
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
        box = QCheckBox(words)
        box.setChecked(is_on(setting))
        box.toggled.connect(lambda on, key=setting: turn(key, on=on))
        layout.addWidget(box)
    drawn = choice(LEVELS, key_level.now)
    drawn.setAccessibleName("Taster på skjermen")
    drawn.activated.connect(lambda _: key_level.choose(str(drawn.currentData())))
    layout.addWidget(label("Taster på skjermen. De andre vises når du peker på knappen, og i Ctrl+K", "label"))
    layout.addLayout(row(drawn, None))
    layout.addWidget(new_read_only_text(key_list(items), "Tastene"), 1)
    return panel


class ShortcutHelp(QFrame):
    """The keys that act now, over the page; F1 or Esc closes it, and the focus returns."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("panel", True)  # noqa: FBT003 - Qt
        self.setProperty("overlay", True)  # noqa: FBT003 - Qt
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoFillBackground(True)
        self._back_to: QWidget | None = None
        self._title = label("", "page")
        self._inside = QWidget()
        self._columns = QHBoxLayout(self._inside)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(24)
        self.keys: list[str] = []
        """The keys that are listed."""
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 18)
        for each in (
            self._title,
            self._scroll,
            label("Esc lukker. Alle tastene står i Innstillinger, Tastatur.", "meta"),
        ):
            layout.addWidget(each)
        self.hide()
        window.installEventFilter(self)

    def toggle(
        self, where: str, groups: Callable[[], Sequence[tuple[str, Sequence[Row]]]], back_to: QWidget | None
    ) -> None:
        """`groups` is read before the focus moves here."""
        if self.isVisible():
            self.close_it()
            return
        self._back_to = back_to
        self._title.setText(f"Taster her: {where}")
        shown = [(title, rows) for title, rows in groups() if rows]
        while item := self._columns.takeAt(0):
            if gone := item.widget():
                gone.deleteLater()
        half = len(shown) - len(shown) // 2
        for column in (shown[:half], shown[half:]):
            self._columns.addWidget(_column(column), 1, Qt.AlignmentFlag.AlignTop)
        self.keys = [keys for _, rows in shown for keys, _ in rows]
        said = [f"{title}: " + ", ".join(f"{keys} {words}" for keys, words in rows) for title, rows in shown]
        self.setAccessibleName(". ".join([self._title.text(), *said]))
        self._place()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_it(self) -> None:
        self.hide()
        if self._back_to is not None:
            self._back_to.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        around = self.parentWidget()
        if around is not None:
            wide, high = min(980, around.width() - 80), min(620, around.height() - 80)
            self.setGeometry((around.width() - wide) // 2, (around.height() - high) // 2, wide, high)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close when the focus goes elsewhere, to another page or the lock."""
        super().focusOutEvent(event)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes and arrows scroll; no key reaches the page below."""
        bar = self._scroll.verticalScrollBar()
        if event.key() == Qt.Key.Key_Escape:
            self.close_it()
        elif event.key() in (
            steps := {
                Qt.Key.Key_Down: ARROW_SCROLL_PX,
                Qt.Key.Key_Up: -ARROW_SCROLL_PX,
                Qt.Key.Key_PageDown: bar.pageStep(),
                Qt.Key.Key_PageUp: -bar.pageStep(),
            }
        ):
            bar.setValue(bar.value() + steps[Qt.Key(event.key())])
        event.accept()


def _column(groups: Sequence[tuple[str, Sequence[Row]]]) -> QWidget:
    """Groups below each other: a heading, then a row for each key, always drawn."""
    column = QWidget()
    grid = QGridLayout(column)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for title, rows in groups:
        if grid.rowCount() > 1:
            grid.setRowMinimumHeight(grid.rowCount(), 10)
        grid.addWidget(label(title, "strong"), grid.rowCount(), 0, 1, 2)
        for keys, words in rows:
            line = grid.rowCount()
            cap = label(keys, "keycap")
            cap.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            grid.addWidget(cap, line, 0)
            grid.addWidget(label(words, wrap=True), line, 1)
    return column
