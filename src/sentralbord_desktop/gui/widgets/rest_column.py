"""The column that takes the room the others leave."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHeaderView, QTableView


class RestColumn(QObject):
    """Never narrower than `least` px: where the others leave less, the table is scrolled sideways."""

    def __init__(self, table: QTableView, number: int, least: int) -> None:
        super().__init__(table)
        self._table, self._number, self._least = table, number, least
        table.viewport().installEventFilter(self)
        table.horizontalHeader().sectionResized.connect(self._another_resized)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _another_resized(self, number: int, _: int, __: int) -> None:
        if number != self._number:
            self._fit()

    def _fit(self) -> None:
        header = self._table.horizontalHeader()
        others = sum(header.sectionSize(n) for n in range(header.count()) if n != self._number)
        has_room = self._table.viewport().width() - others >= self._least
        modes = QHeaderView.ResizeMode
        mode = modes.Stretch if has_room else modes.Interactive
        if header.sectionResizeMode(self._number) != mode:
            header.setSectionResizeMode(self._number, mode)
        if not has_room:
            header.resizeSection(self._number, self._least)
