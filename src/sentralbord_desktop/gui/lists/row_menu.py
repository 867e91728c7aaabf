"""The menu of a list: what can be done with the row, what it is sorted by, and which columns are shown."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QTableView

from sentralbord_desktop.gui.lists.columns import ShownColumns
from sentralbord_desktop.gui.wizard.step_panel import say

Doing = tuple[str, str, Callable[[], None]]
"""Key, words, what it does."""
WORDS_OF_ORDER = {
    Qt.SortOrder.AscendingOrder: "stigende",
    Qt.SortOrder.DescendingOrder: "synkende",
}


def asks_for_menu(event: QKeyEvent) -> bool:
    """The menu key and Shift+F10, which not every system makes a wish for the menu of."""
    shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    keys = event.key() == Qt.Key.Key_Menu or (event.key() == Qt.Key.Key_F10 and shift)
    return event.type() == QEvent.Type.KeyPress and keys


class KeyMenu(QMenu):
    """A digit does what it does in the list. Space ticks, and a menu of ticks (`stays`) stays."""

    stays = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        now = cast("QAction | None", self.activeAction())
        if event.key() == Qt.Key.Key_Space and self.stays and now is not None and now.isCheckable():
            now.trigger()
            say(self, f"{now.text()} {'vises' if now.isChecked() else 'er tatt bort'}")
            return
        for action in self.actions() if event.text().isdigit() else ():
            if action.text().endswith(f"\t{event.text()}"):
                self.close()
                action.trigger()
                return
        super().keyPressEvent(event)


class RowMenu(QObject):
    """By a right click, the menu key or Shift+F10 in the list; that of the columns by a right click over them."""

    def __init__(self, table: QTableView, columns: ShownColumns, titles: Sequence[str]) -> None:
        super().__init__(table)
        self._table, self._columns, self._titles = table, columns, titles
        self._standing: QMenu | None = None
        self.doings: Callable[[], Sequence[Doing]] = list
        """What can be done with the row that is chosen now; set by the page."""
        header = table.horizontalHeader()
        header.setToolTip("Klikk sorterer, høyreklikk velger kolonner.")
        for watched in (table, table.viewport(), header.viewport()):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QContextMenuEvent):
            self._wished(event, over_columns=watched is self._table.horizontalHeader().viewport())
            return True
        if isinstance(event, QKeyEvent) and asks_for_menu(event):
            self._pop_up(self._menu())
            return True
        return super().eventFilter(watched, event)

    def _wished(self, event: QContextMenuEvent, *, over_columns: bool) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._pop_up(self._menu())
        else:
            menu = self._columns_menu() if over_columns else self._menu()
            self._pop_up(menu, event.globalPos())

    def _pop_up(self, menu: QMenu, place: QPoint | None = None) -> None:
        """Without a place, by keys: under the row, on its first line. One at a time: of the keys some systems tell
        twice, as a key and as a wish for the menu."""
        if QApplication.activePopupWidget() is not None:
            menu.deleteLater()
            return
        self._standing = menu
        menu.popup(place or self._at_the_row())
        if place is None:
            menu.setActiveAction(menu.actions()[0])

    def close(self) -> None:
        """The row it was about is gone."""
        if self._standing is not None and shiboken6.isValid(self._standing):
            self._standing.close()

    def _at_the_row(self) -> QPoint:
        row = self._table.visualRect(self._table.currentIndex())
        return self._table.viewport().mapToGlobal(row.bottomLeft())

    def _menu(self) -> KeyMenu:
        menu = self._new("Raden")
        if self._table.currentIndex().isValid():
            for key, words, do in self.doings():
                menu.addAction(f"{words}\t{key}".rstrip("\t"), do)
            menu.addSeparator()
        menu.addMenu(self._sort_menu(menu))
        menu.addMenu(self._columns_menu(menu))
        return menu

    def _new(self, title: str, parent: QMenu | None = None) -> KeyMenu:
        menu = KeyMenu(title, parent or self._table)
        if parent is None:
            menu.aboutToHide.connect(menu.deleteLater, Qt.ConnectionType.QueuedConnection)
        return menu

    def _sort_menu(self, parent: QMenu) -> KeyMenu:
        """The one it is sorted by has a tick, and the other way round when it is chosen again."""
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
