"""The column that takes the remaining width, those that are hidden where there is too little, and those that are wider
where there is much."""

from collections.abc import Sequence, Set

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView

FOLDED = "foldedColumn"
"""Property of a table: the number of the column that is hidden and replaced by its heir."""


class StretchColumn(QObject):
    """Never narrower than `least` px: where there is less room, the columns of `giving_way` are hidden, the first one
    first; when that is not enough, the column is hidden itself, and its `heir` takes the rest; without one the table scrolls
    sideways. Widths set by the user are kept; columns in `away` were hidden by the user, and stay hidden."""

    def __init__(
        self,
        table: QTableView,
        number: int,
        least: int,
        giving_way: Sequence[int] = (),
        away: Set[int] = frozenset(),
        heir: int | None = None,
    ) -> None:
        super().__init__(table)
        self._table, self._number, self._least = table, number, least
        self._giving_way, self._away, self._heir = giving_way, away, heir
        self._widths: dict[int, int] = {} if heir is None else {heir: table.columnWidth(heir)}
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
        room = self._table.viewport().width()
        self._let_go(room - self._least)
        header = self._table.horizontalHeader()
        others = (n for n in range(header.count()) if n != self._number)
        needed = sum(self._widths[n] if self._is_heir_now(n) else header.sectionSize(n) for n in others)
        is_given = needed > room - self._least and self._heir is not None and self._heir not in self._away
        if is_given and self._heir is not None:
            rest = room - needed + self._widths[self._heir]
            self._hide_itself(hidden=True)
            self._take_rest(self._heir, rest)
        else:
            self._end_heir()
            self._hide_itself(hidden=False)
            self._take_rest(self._number, room - needed)
        self._fits = False

    def _let_go(self, room: int) -> None:
        header = self._table.horizontalHeader()
        for n in range(header.count()):
            if not header.isSectionHidden(n) and not self._is_heir_now(n):
                self._widths[n] = header.sectionSize(n)
        needed = sum(self._widths.get(n, 0) for n in range(header.count()) if n not in {self._number, *self._away})
        for n in self._giving_way:
            if n in self._away:
                continue
            goes = needed > room
            needed -= self._widths.get(n, 0) if goes else 0
            if header.isSectionHidden(n) != goes:
                header.setSectionHidden(n, goes)

    def _is_heir_now(self, number: int) -> bool:
        stretched = QHeaderView.ResizeMode.Stretch
        given = self._table.property(FOLDED) is not None
        return number == self._heir and (
            given or self._table.horizontalHeader().sectionResizeMode(number) == stretched  # as it was stored
        )

    def _hide_itself(self, *, hidden: bool) -> None:
        self._table.setProperty(FOLDED, self._number if hidden else None)
        header = self._table.horizontalHeader()
        if self._heir is not None and header.isSectionHidden(self._number) != hidden:
            header.setSectionHidden(self._number, hidden)

    def _end_heir(self) -> None:
        if self._heir is not None and self._is_heir_now(self._heir):
            header = self._table.horizontalHeader()
            header.setSectionResizeMode(self._heir, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(self._heir, self._widths[self._heir])

    def _take_rest(self, number: int, rest: int) -> None:
        """Qt does not stretch a column that it has just shown."""
        header, modes = self._table.horizontalHeader(), QHeaderView.ResizeMode
        mode = modes.Stretch if rest >= self._least else modes.Interactive
        if header.sectionResizeMode(number) != mode:
            header.setSectionResizeMode(number, mode)
        header.resizeSection(number, max(rest, self._least))


class RoomyColumn(QObject):
    """Has its `roomy` width in a table of at least `from_width` px, else its `usual` one. A width set by the user is
    kept."""

    def __init__(self, table: QTableView, number: int, usual: int, roomy: int, from_width: int) -> None:
        super().__init__(table)
        self._table, self._number = table, number
        self._usual, self._roomy, self._from = usual, roomy, from_width
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent) and event.type() == QEvent.Type.Resize:
            is_wide = event.size().width() >= self._from
            if self._table.columnWidth(self._number) == (self._usual if is_wide else self._roomy):
                self._table.setColumnWidth(self._number, self._roomy if is_wide else self._usual)
        return False
