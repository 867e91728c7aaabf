"""A list in the record whose rows open: by Enter, a click, and the menu of the row."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView

from sentralbord_desktop.gui.lists.row_menu import KeyMenu, MenuAction
from sentralbord_desktop.gui.widgets.keys.column_widths import asks_for_menu
from sentralbord_desktop.gui.widgets.table_model import TableModel


class OpenedRows(QObject):
    """`chosen` carries the value of the row."""

    chosen = Signal(object)

    def __init__(self, table: QTableView, model: TableModel[Any], words: str) -> None:
        """`words`: what opening is called, in the menu and to the reader."""
        super().__init__(table)
        self._table, self._model, self._words = table, model, words
        self.more: Callable[[Any], Sequence[MenuAction]] = lambda _: ()
        """What else can be done with the value of a row; set by the panel."""
        table.setAccessibleDescription(f"Enter: {words[:1].lower()}{words[1:]}")
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._pop_up)
        table.activated.connect(self._open)
        table.clicked.connect(self._open)
        table.installEventFilter(self)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._model.values[index.row()])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The menu key and Shift+F10, over the row that is chosen."""
        if isinstance(event, QKeyEvent) and asks_for_menu(event):
            self._pop_up(self._table.visualRect(self._table.currentIndex()).bottomLeft())
            return True
        return super().eventFilter(watched, event)

    def _pop_up(self, place: QPoint) -> None:
        index = self._table.indexAt(place)
        index = index if index.isValid() else self._table.currentIndex()
        if not index.isValid():
            return
        self._table.setCurrentIndex(index)
        menu = KeyMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        value = self._model.values[index.row()]  # the list may be read again while the menu is shown
        menu.addAction(f"{self._words}\tEnter").triggered.connect(lambda: self.chosen.emit(value))
        for action in self.more(value):
            menu.addAction(action.text).triggered.connect(action.act)
        menu.popup(self._table.viewport().mapToGlobal(place))
        menu.setActiveAction(menu.actions()[0])
