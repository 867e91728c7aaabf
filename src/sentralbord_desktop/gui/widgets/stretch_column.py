"""The column that takes the remaining width, and those that are hidden where there is too little."""

from collections.abc import Sequence, Set

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHeaderView, QTableView


class StretchColumn(QObject):
    """Never narrower than `least` px: where there is less room, the columns of `giving_way` are hidden, the first one
    first; when that is not enough, the table scrolls sideways. Widths set by the user are kept; columns in `away` were
    hidden by the user, and stay hidden."""

    def __init__(
        self, table: QTableView, number: int, least: int, giving_way: Sequence[int] = (), away: Set[int] = frozenset()
    ) -> None:
        super().__init__(table)
        self._table, self._number, self._least = table, number, least
        self._giving_way, self._away = giving_way, away
        self._widths: dict[int, int] = {}
        self._fits = False
        table.viewport().installEventFilter(self)
        table.horizontalHeader().sectionResized.connect(self._another_resized)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _another_resized(self, number: int, _: int, __: int) -> None:
        if number != self._number and not self._fits:
            self._fit()

    def _fit(self) -> None:
        self._fits = True
        self._let_go(self._table.viewport().width() - self._least)
        self._fits = False
        header = self._table.horizontalHeader()
        others = sum(header.sectionSize(n) for n in range(header.count()) if n != self._number)
        has_room = self._table.viewport().width() - others >= self._least
        modes = QHeaderView.ResizeMode
        mode = modes.Stretch if has_room else modes.Interactive
        if header.sectionResizeMode(self._number) != mode:
            header.setSectionResizeMode(self._number, mode)
        if not has_room:
            header.resizeSection(self._number, self._least)

    def _let_go(self, room: int) -> None:
        header = self._table.horizontalHeader()
        for n in range(header.count()):
            if not header.isSectionHidden(n):
                self._widths[n] = header.sectionSize(n)
        needed = sum(self._widths.get(n, 0) for n in range(header.count()) if n not in {self._number, *self._away})
        for n in self._giving_way:
            if n in self._away:
                continue
            goes = needed > room
            needed -= self._widths.get(n, 0) if goes else 0
            if header.isSectionHidden(n) != goes:
                header.setSectionHidden(n, goes)
