"""The frame of a window too narrow for rail and header as they are (WCAG 1.4.10): the rail is a menu with its counts
beside it, the header and the bar take more lines. Shown before the register: nothing here may import what loads SQLModel
(see `main_window`)."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QToolButton, QWidget

from sentralbord_desktop.gui._generated.ui_main_window import Ui_MainWindow
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.core.widths import is_column
from sentralbord_desktop.gui.widgets.keys.tab_order import tab_through
from sentralbord_desktop.gui.widgets.labels import Badge
from sentralbord_desktop.gui.window.rail import Rail, RailCount

GAP = 6
NO_COUNT = RailCount(0, "")
PAGES = "Sider"


class NarrowFrame(QObject):
    """Follows the width of `window`."""

    def __init__(self, window: QWidget, ui: Ui_MainWindow, rail: Rail) -> None:
        super().__init__(window)
        self._window, self._ui, self._rail = window, ui, rail
        self.is_on = False
        self._is_alone = False
        self._least = 0
        """Width of the search field beside the others."""
        self.menu = self._make_menu()
        self.badges = {item.name: Badge(ui.header) for item in rail.items}
        self._lines = (QHBoxLayout(), QHBoxLayout(), QHBoxLayout())
        for line in self._lines:
            line.setSpacing(GAP)
            ui.hlay6.addLayout(line)
        for part in (self.menu, *self.badges.values()):
            self._lines[0].addWidget(part, 0, Qt.AlignmentFlag.AlignCenter)
        rail.counted.connect(lambda: self._show_counts() if self.is_on else None)
        window.installEventFilter(self)

    def _make_menu(self) -> QToolButton:
        button = QToolButton(self._ui.header)
        button.setObjectName("menu")
        button.setText(f"{PAGES} ▾")
        button.setAccessibleName(PAGES)
        give_tip(button, "Sidene i programmet")
        set_flags(button, "head")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.aboutToShow.connect(partial(self._fill, menu))
        button.setMenu(menu)
        button.hide()
        tab_through(self._ui.me, button)
        return button

    def _fill(self, menu: QMenu) -> None:
        """The buttons of the rail, with their counts."""
        menu.clear()
        for button in self._rail.shown:
            action = menu.addAction(button.accessibleName() or button.text(), button.click)
            action.setCheckable(button.isCheckable())
            action.setChecked(button.isChecked())

    def _show_counts(self) -> None:
        """The counts of the rail beside the menu, and in words for a screen reader."""
        words = [PAGES]
        for name, badge in self.badges.items():
            count, spoken = self._rail.counts.get(name, NO_COUNT), self._rail.button(name).accessibleName()
            badge.show_count(count.number if self.is_on else 0, count.kind)
            give_tip(badge, spoken)
            words += [spoken] if count.number else []
        self.menu.setAccessibleName(". ".join(words))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and is_column(self._window) is not self.is_on:
            self._turn()
        return super().eventFilter(watched, event)

    def _turn(self) -> None:
        self.is_on = not self.is_on
        ui, is_on, direction = self._ui, self.is_on, QBoxLayout.Direction
        self._show()
        for row in (ui.hlay6, ui.hlay8):
            row.setDirection(direction.TopToBottom if is_on else direction.LeftToRight)
        ui.hlay6.setContentsMargins(12, 4 if is_on else 9, 12, 4 if is_on else 9)
        ui.barIcon.setVisible(not is_on)
        ui.pageScroll.setMinimumHeight(int(is_on))  # nothing of the frame is cut in a low window
        ui.header.setMaximumHeight(theme.UNLIMITED if is_on else ui.header.minimumHeight())
        for words in (ui.practiceText, ui.standing):
            words.setWordWrap(is_on)
        ui.hlay4.setStretchFactor(ui.practiceText, int(is_on))
        pages, search, rest = self._lines
        if is_on:
            search.addWidget(ui.search)
        moved: tuple[tuple[QWidget, QHBoxLayout], ...] = (
            (ui.standing, rest),
            (ui.parked, rest),
            (ui.loop, pages),
            (ui.me, search),
        )
        for part, line in moved:
            (line if is_on else ui.hlay6).addWidget(part)
        self._show_counts()
        if is_on:
            self._least = ui.search.minimumWidth()
            ui.search.setMinimumWidth(0)
        else:
            ui.hlay6.insertWidget(0, ui.search, 100)
            ui.search.setMinimumWidth(self._least)

    @property
    def pages(self) -> QWidget:
        """The widget to choose a page: the first button of the rail, or the menu."""
        return self.menu if self.is_on else self._rail.first

    def hide_pages(self) -> None:
        """No rail: a page has the window to itself."""
        self._is_alone = True
        self._show()

    def show_pages(self) -> None:
        self._is_alone = False
        self._show()

    def _show(self) -> None:
        self._ui.rail.setVisible(not self._is_alone and not self.is_on)
        self.menu.setVisible(self.is_on)
