"""The menu of a list: actions of the row, sorting, and shown columns, which are remembered between sessions."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple, cast

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QSettings, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QTableView, QWidget

from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.widgets.keys.column_widths import DIRECTIONS, asks_for_menu, fill_width_menu
from sentralbord_desktop.gui.widgets.single_key_shortcuts import DIGITS_SETTING, is_on
from sentralbord_desktop.gui.widgets.table_model import Column


class MenuAction(NamedTuple):
    key: str
    text: str
    act: Callable[[], None]


WORDS_OF_ORDER = {Qt.SortOrder.AscendingOrder: "stigende", Qt.SortOrder.DescendingOrder: "synkende"}


def is_lone_digit(event: QKeyEvent) -> bool:
    """Whether the key is a digit without modifiers, by the rules of `DigitPanel.take_key`."""
    held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    return event.text().isdigit() and not held and not event.isAutoRepeat() and is_on(DIGITS_SETTING)


class KeyMenu(QMenu):
    """Digits act as in the list. Space ticks or acts, and a menu of ticks or widths (`stays`) remains open."""

    stays = of_row = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        now = cast("QAction | None", self.activeAction())
        if event.key() == Qt.Key.Key_Space and self.stays and now is not None:
            now.trigger()
            if now.isCheckable():
                announce(self, f"{now.text()} {'vises' if now.isChecked() else 'er tatt bort'}")
            return
        for action in self.actions() if is_lone_digit(event) else ():
            if action.text().endswith(f"\t{event.text()}"):
                self.close()
                action.trigger()
                return
        super().keyPressEvent(event)


SEPARATOR = ";"


class ColumnChoice(NamedTuple):
    """A column that can be hidden, and its place among all."""

    number: int
    column: Column[Any]


class ShownColumns(QObject):
    """Each column can be hidden, except the one that takes the rest of the width."""

    def __init__(self, name: str, table: QTableView, columns: Sequence[Column[Any]]) -> None:
        super().__init__(table)
        self._key = f"tabeller/{name}/borte"
        self._table, self._columns = table, columns
        titles = str(QSettings().value(self._key, "")).split(SEPARATOR)
        self.away = {n for n, c in enumerate(columns) if c.width and c.title in titles}
        """Numbers of the hidden columns; the same set object for the table's lifetime."""

    @property
    def shown(self) -> list[Column[Any]]:
        """All columns that can be shown, also those without room in the window now."""
        return [column for n, column in enumerate(self._columns) if n not in self.away]

    @property
    def choices(self) -> list[ColumnChoice]:
        return [ColumnChoice(n, column) for n, column in enumerate(self._columns) if column.width]

    def hides(self, title: str) -> bool:
        return any(self._columns[number].title == title for number in self.away)

    def apply(self) -> None:
        for choice in self.choices:
            self._table.setColumnHidden(choice.number, choice.number in self.away)
        now = self._table.currentIndex()
        if now.column() in self.away:  # a screen reader reads the current cell
            shown = (n for n in range(len(self._columns)) if not self._table.isColumnHidden(n))
            self._table.setCurrentIndex(now.siblingAtColumn(next(shown)))

    def show(self, number: int, *, shown: bool) -> None:
        if shown:
            self.away.discard(number)
        else:
            self.away.add(number)
        self._settle()

    def show_all(self) -> None:
        self.away.clear()
        self._settle()

    def _settle(self) -> None:
        titles = [column.title for n, column in enumerate(self._columns) if n in self.away]
        QSettings().setValue(self._key, SEPARATOR.join(titles))
        self.apply()


class RowMenu(QObject):
    """Opened by a right click, the menu key or Shift+F10 in the list; the column menu by a right click on the
    header."""

    def __init__(self, table: QTableView, columns: ShownColumns, titles: Sequence[str]) -> None:
        super().__init__(table)
        self._table, self._columns, self._titles = table, columns, titles
        self._standing: KeyMenu | None = None
        self.actions: Callable[[], Sequence[MenuAction]] = list
        """The actions of the selected row; set by the page."""
        header = table.horizontalHeader()
        give_tip(header, "Klikk sorterer, høyreklikk velger kolonner.")
        for watched in (table, table.viewport(), header.viewport()):
            watched.installEventFilter(self)
        for name, make in (("Kolonner", self._columns_menu), ("Sorter etter", self._sort_menu)):
            named = QAction(name, table)  # for Ctrl+K
            named.triggered.connect(lambda _=False, menu=make: self._pop_up(menu()))
            table.addAction(named)

    def hear(self, panel: QWidget) -> None:
        """Handle the keys from the panel beside the list too, while the list is shown."""
        panel.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """By mouse the menu is for the row under the pointer; by keys for the selected row. Other events are passed on
        without access to widgets, which may be deleted already."""
        if isinstance(event, QKeyEvent) and asks_for_menu(event):
            return self._asked_by_keys()
        if isinstance(event, QContextMenuEvent):
            by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
            return self._asked_by_keys() if by_keys else self._asked_by_mouse(watched, event)
        return super().eventFilter(watched, event)

    def _asked_by_keys(self) -> bool:
        """Whether the keys belong to this list: several lists may share one panel."""
        if self._table.isVisible():
            self._pop_up(self._menu())
        return self._table.isVisible()

    def _asked_by_mouse(self, watched: QObject, event: QContextMenuEvent) -> bool:
        if watched is self._table.horizontalHeader().viewport():
            menu = self._columns_menu()
            menu.addSeparator()
            self._add_widths(menu)
            self._pop_up(menu, event.globalPos())
        elif watched is self._table.viewport():
            self._pop_up(self._menu_at(event.pos()), event.globalPos())
        else:
            return False
        return True

    def _menu_at(self, place: QPoint) -> KeyMenu:
        """Select the row under the pointer: Windows opens the menu at the release of the button, which may be
        elsewhere."""
        there = self._table.indexAt(place)
        if there.isValid():
            self._table.setCurrentIndex(there)
        return self._menu(on_row=there.isValid())

    def _pop_up(self, menu: KeyMenu, place: QPoint | None = None) -> None:
        """Without a position, by keys: below the row. One menu at a time: some systems send both a key and a context
        menu event."""
        if QApplication.activePopupWidget() is not None:
            menu.deleteLater()
            return
        self._standing = menu
        menu.popup(place or self._at_the_row())
        if place is None and menu.of_row:  # a menu inside it would open at once
            menu.setActiveAction(menu.actions()[0])

    def close_of_row(self) -> None:
        """Close the menu when its row is removed, or another is selected. A menu of columns remains open."""
        menu = self._standing
        if menu is not None and shiboken6.isValid(menu) and menu.of_row:
            menu.close()

    def _at_the_row(self) -> QPoint:
        """The position below the row, after scrolling to it."""
        now = self._table.currentIndex()
        self._table.scrollTo(now)
        below = self._table.rowViewportPosition(now.row()) + self._table.rowHeight(now.row())
        return self._table.viewport().mapToGlobal(QPoint(0, below if now.isValid() else 0))

    def _menu(self, *, on_row: bool = True) -> KeyMenu:
        """The menu; without `on_row` only for the list."""
        menu = self._new("Raden")
        if on_row and self._table.currentIndex().isValid():
            menu.of_row = True
            for key, words, do in self.actions():
                menu.addAction(f"{words}\t{key}".rstrip("\t"), do)
            menu.addSeparator()
        menu.addMenu(self._sort_menu(menu))
        menu.addMenu(self._columns_menu(menu))
        self._add_widths(menu)
        return menu

    def _new(self, title: str, parent: QMenu | None = None) -> KeyMenu:
        menu = KeyMenu(title, parent or self._table)
        if parent is None:
            menu.aboutToHide.connect(menu.deleteLater, Qt.ConnectionType.QueuedConnection)
        return menu

    def _sort_menu(self, parent: QMenu | None = None) -> KeyMenu:
        """The current sort column has a tick; choosing it again reverses the order."""
        menu = self._new("Sorter etter", parent)
        header = self._table.horizontalHeader()
        by, order = header.sortIndicatorSection(), header.sortIndicatorOrder()
        for number, title in enumerate(self._titles):
            now = number == by
            words = f"{title} – {WORDS_OF_ORDER[order]}" if now else title
            action = menu.addAction(words, partial(self._sort, number))
            action.setCheckable(True)
            action.setChecked(now)
        return menu

    def _sort(self, number: int) -> None:
        header = self._table.horizontalHeader()
        rising, falling = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        again = header.sortIndicatorSection() == number and header.sortIndicatorOrder() == rising
        self._table.sortByColumn(number, falling if again else rising)

    def _add_widths(self, menu: KeyMenu) -> None:
        for title, direction in DIRECTIONS:
            inside = self._new(title, menu)
            inside.stays = True
            fill_width_menu(inside, self._table, self._titles, direction)
            menu.addMenu(inside)

    def _columns_menu(self, parent: QMenu | None = None) -> KeyMenu:
        menu = self._new("Kolonner", parent)
        menu.stays = True
        every = QAction("Vis alle", menu)
        every.triggered.connect(self._columns.show_all)

        def show(number: int, *, shown: bool) -> None:
            self._columns.show(number, shown=shown)
            every.setEnabled(bool(self._columns.away))

        for number, column in self._columns.choices:
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(number not in self._columns.away)
            action.toggled.connect(lambda on, n=number: show(n, shown=on))
        menu.addSeparator()
        menu.addAction(every)
        every.setEnabled(bool(self._columns.away))
        return menu
