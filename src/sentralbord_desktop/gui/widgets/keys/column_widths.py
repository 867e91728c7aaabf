"""Widths of columns by key: «Bredere» and «Smalere» in the menu of a table. Dragging the header does the same."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QHeaderView, QMenu, QTableView

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce

STEP = 20
"""Pixels at 100 % text."""
DIRECTIONS = (("Bredere", 1), ("Smalere", -1))


def asks_for_menu(event: QKeyEvent) -> bool:
    """The menu key and Shift+F10; some systems send no context menu event for them."""
    shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    keys = event.key() == Qt.Key.Key_Menu or (event.key() == Qt.Key.Key_F10 and shift)
    return event.type() == QEvent.Type.KeyPress and keys


def fill_width_menu(menu: QMenu, table: QTableView, titles: Sequence[str], direction: int) -> None:
    """An action for each column whose width can be changed; `direction` is 1 for wider, -1 for narrower."""
    header = table.horizontalHeader()
    for number, title in enumerate(titles):
        is_free = header.sectionResizeMode(number) == QHeaderView.ResizeMode.Interactive
        if is_free and not header.isSectionHidden(number):
            menu.addAction(title, partial(_resize, table, number, title, direction))


def _resize(table: QTableView, number: int, title: str, direction: int) -> None:
    """The header reports the new width, so the list stores it as it stores a dragged one."""
    header = table.horizontalHeader()
    before = header.sectionSize(number)
    wanted = max(header.minimumSectionSize(), before + direction * theme.current().scaled(STEP))
    header.resizeSection(number, wanted)
    share = round(100 * header.sectionSize(number) / max(1, table.viewport().width()))
    end = "" if wanted != before else " Smalere går ikke."
    announce(table, f"{title}: {share} prosent av bredden.{end}", about="width")


class WidthMenu(QObject):
    """The menu of a table without another menu: opened by the menu key or Shift+F10 in the table, or a right click
    anywhere in it."""

    def __init__(self, table: QTableView, titles: Sequence[str]) -> None:
        super().__init__(table)
        self._table, self._titles = table, titles
        for watched in (table, table.viewport(), table.horizontalHeader().viewport()):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and asks_for_menu(event):
            self._pop_up(self._table.viewport().mapToGlobal(QPoint(0, 0)))
            return True
        if isinstance(event, QContextMenuEvent):
            self._pop_up(event.globalPos())
            return True
        return super().eventFilter(watched, event)

    def _pop_up(self, place: QPoint) -> None:
        """One at a time: some systems send both a key and a context menu event."""
        if QApplication.activePopupWidget() is not None:
            return
        menu = QMenu("Bredde", self._table)
        menu.aboutToHide.connect(menu.deleteLater, Qt.ConnectionType.QueuedConnection)
        for title, direction in DIRECTIONS:
            fill_width_menu(menu.addMenu(title), self._table, self._titles, direction)
        menu.popup(place)  # no action is chosen: a menu inside it would open at once
