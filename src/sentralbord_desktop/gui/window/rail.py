"""The rail to the left: a button for each page, with icon, key and count. Shown before the register: nothing here may
import what loads SQLModel (see `main_window`)."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QToolButton

from sentralbord_desktop.gui._generated.ui_main_window import Ui_MainWindow
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.widgets.keys.tab_order import tab_through
from sentralbord_desktop.gui.widgets.labels import Badge, icon

BUTTON_SIZE, ICON_SIZE = QSize(68, 56), QSize(22, 22)
"""Pixels at 100 % text."""
BADGE_LEFT, BADGE_TOP = 40, 2


@dataclass(frozen=True, kw_only=True)
class RailItem:
    """A page as the window knows it, before the page is made."""

    name: str
    title: str
    icon: str
    """A name in the icon font, without «-fill»."""
    key: str
    """The key, as read by `QKeySequence`: «Ctrl+1»."""
    short: str = ""
    """The text below the icon, where the title has no room."""
    hint: str = ""
    """The tip, where it is more than the title."""
    at_foot: bool = False
    """Whether it is at the lower end of the rail."""
    words: str = ""
    """Further search words of Ctrl+K."""


@dataclass(frozen=True)
class RailCount:
    """The count on the button of a page. `kind` is «danger» for what is due. A screen reader reads `words`."""

    number: int
    words: str
    kind: str = "count"


class Rail(QObject):
    """`page_asked` carries the name of the page whose button was clicked."""

    page_asked = Signal(str)
    counted = Signal()

    def __init__(self, ui: Ui_MainWindow, items: Sequence[RailItem]) -> None:
        super().__init__(ui.rail)
        self._ui, self.items = ui, items
        self._buttons = {item.name: self._button(item) for item in items}
        self._badges = {name: Badge(button) for name, button in self._buttons.items()}
        self.counts: dict[str, RailCount] = {}
        """Name of the page -> button."""
        for badge in self._badges.values():
            badge.move(theme.current().scaled(BADGE_LEFT), BADGE_TOP)
        self._place()

    def _button(self, item: RailItem) -> QToolButton:
        button = QToolButton(self._ui.rail)
        button.setObjectName(f"go{item.name.capitalize()}")
        button.setText(item.short or item.title)
        give_tip(button, f"{item.hint or item.title} ({item.key.replace(',', 'komma')})")
        set_flags(button, "rail")
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(ICON_SIZE)
        button.setFixedSize(BUTTON_SIZE)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.page_asked.emit(item.name))
        return button

    def _place(self) -> None:
        """Place the practice button, which is not a page, above those at the foot. Tab goes from the search field to the
        page, whose new widgets Qt puts last, then to the header and the rail."""
        layout, practice = self._ui.vlay2, self._ui.goPractice
        upper = [self._buttons[item.name] for item in self.items if not item.at_foot]
        lower = [self._buttons[item.name] for item in self.items if item.at_foot]
        for number, button in enumerate(upper):
            layout.insertWidget(number, button)
        for button in lower:
            layout.addWidget(button)
        tab_through(self._ui.me, *upper, practice, *lower, self._ui.search)

    @property
    def first(self) -> QToolButton:
        return next(iter(self._buttons.values()))

    @property
    def shown(self) -> Sequence[QToolButton]:
        """The buttons from top to bottom, including that of practice, where it is offered."""
        foot = [item.name for item in self.items if item.at_foot]
        upper = [button for name, button in self._buttons.items() if name not in foot]
        practice = [] if self._ui.goPractice.isHidden() else [self._ui.goPractice]
        return [*upper, *practice, *(self._buttons[name] for name in foot)]

    def button(self, name: str) -> QToolButton:
        return self._buttons[name]

    def choose(self, name: str) -> None:
        for other, button in self._buttons.items():
            button.setChecked(other == name)
        self.draw_icons()

    def draw_icons(self) -> None:
        for item in self.items:
            button = self._buttons[item.name]
            chosen = button.isChecked()
            button.setIcon(icon(f"{item.icon}-fill" if chosen else item.icon, "accent" if chosen else "text2", 22))
        self._ui.goPractice.setIcon(icon("graduation-cap", "text2", 22))

    def show_count(self, name: str, count: RailCount) -> None:
        """«6 å ringe nå» for a screen reader, 6 on the button; nothing for 0."""
        self._badges[name].show_count(count.number, count.kind)
        button = self._buttons[name]
        button.setAccessibleName(f"{button.text()}, {count.words}" if count.number else button.text())
        self.counts[name] = count
        self.counted.emit()
