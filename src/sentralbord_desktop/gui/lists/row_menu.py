"""The menu of a list: what can be done with the row, what it is sorted by, and which columns are shown."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QTableView

from sentralbord_desktop.gui.lists.columns import ShownColumns

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
    """A digit does what stands before it, as it does in the list; Space ticks, and the menu stays."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        now = self.activeAction()
        if event.key() == Qt.Key.Key_Space and now is not None and now.isCheckable():
            now.trigger()
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
        self.doings: Callable[[], Sequence[Doing]] = list
        """What can be done with the row that is chosen now; set by the page."""
        header = table.horizontalHeader()
        header.setToolTip("Klikk sorterer, høyreklikk velger kolonner.")
        for watched in (table, table.viewport(), header.viewport()):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and asks_for_menu(event):
            self._pop_up(self._menu(), self._at_the_row())
        elif isinstance(event, QContextMenuEvent):
            by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
            over_columns = watched is self._table.horizontalHeader().viewport()
            menu = self._columns_menu() if over_columns else self._menu()
            self._pop_up(menu, self._at_the_row() if by_keys else event.globalPos())
        else:
            return super().eventFilter(watched, event)
        return True

    @staticmethod
    def _pop_up(menu: QMenu, place: QPoint) -> None:
        """One at a time: of the keys some systems tell twice, as a key and as a wish for the menu."""
        if QApplication.activePopupWidget() is None:
            menu.popup(place)
        else:
            menu.deleteLater()

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
