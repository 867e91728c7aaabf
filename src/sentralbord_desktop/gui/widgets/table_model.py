"""Tables and lists from domain values: columns are (title, function)."""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QBrush, QFont, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.icons import Sign
from sentralbord_desktop.gui.core.tip_source import TIP_ROLE
from sentralbord_desktop.gui.widgets.keys.column_widths import WidthMenu
from sentralbord_desktop.gui.widgets.labels import parted
from sentralbord_desktop.gui.widgets.stretch_column import RoomyColumn, StretchColumn

V = TypeVar("V")
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
EMPTY_CELL = "tom"
"""What a screen reader reads of a cell without text."""


@dataclass(frozen=True)
class Column(Generic[V]):
    """One column: what it shows, what it sorts by, how wide it starts (0 takes the rest), and when it is hidden in a
    narrow list whose panel shows it too: 1 first, 0 never. Where even the column that takes the rest has no room, the
    column with `takes_over` replaces it. `roomy` is its width in a wide table, 0 for the same. `tone` gives the colour of
    the text, «» for the usual. The digits of an `is_count` stand below each other.

    In a list of several lines (`LinesDelegate`): `sign` gives icon and colour beside the text, and in a column of signs
    (`sign_only`) instead of it; `is_small` is for what is less important; `spoken` is what a screen reader reads, and
    the tip."""

    title: str
    text: Callable[[V], str]
    sort: Callable[[V], Any] | None = None
    width: int = 0
    strong: bool = False
    gives_way: int = 0
    takes_over: bool = False
    tone: Callable[[V], str] | None = None
    sign: Callable[[V], Sign] | None = None
    sign_only: bool = False
    is_small: bool = False
    spoken: Callable[[V], str] | None = None
    is_count: bool = False
    roomy: int = 0

    @property
    def alignment(self) -> int:
        side = Qt.AlignmentFlag.AlignRight if self.is_count else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)


class TableModel(QAbstractTableModel, Generic[V]):
    def __init__(self, columns: Sequence[Column[V]]) -> None:
        super().__init__()
        self._columns = columns
        self._rows: Sequence[V] = []

    def show(self, rows: Sequence[V]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def value(self, row: int) -> V:
        return self._rows[row]

    @property
    def values(self) -> Sequence[V]:
        return self._rows

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self._columns[index.column()]
        value = self.value(index.row())
        if role in (Qt.ItemDataRole.AccessibleTextRole, TIP_ROLE) and column.spoken:
            return column.spoken(value) or (EMPTY_CELL if role == Qt.ItemDataRole.AccessibleTextRole else "")
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if column.sign_only else column.text(value)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " ".join(column.text(value).split()) or EMPTY_CELL
        if role == Qt.ItemDataRole.UserRole:
            return column.sort(value) if column.sort else column.text(value).casefold()
        if role == Qt.ItemDataRole.FontRole and column.strong:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if role == Qt.ItemDataRole.ForegroundRole and column.tone and (tone := column.tone(value)):
            return QBrush(theme.current().colour(tone))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.alignment
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return "" if self._columns[section].sign_only else self._columns[section].title
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.AccessibleTextRole:
            return self._columns[section].title
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return self._columns[section].alignment
        return None


class SortedRows(QSortFilterProxyModel, Generic[V]):
    def __init__(self, model: TableModel[V]) -> None:
        super().__init__()
        self.rows = model
        self._keep: Callable[[V], bool] = lambda _: True
        self.setSourceModel(model)
        self.setSortRole(Qt.ItemDataRole.UserRole)
        self.setSortLocaleAware(True)

    def keep(self, wanted: Callable[[V], bool]) -> None:
        self.beginFilterChange()
        self._keep = wanted
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        return self._keep(self.rows.value(row))

    def value(self, row: int) -> V:
        return self.rows.value(self.mapToSource(self.index(row, 0)).row())

    @property
    def values(self) -> list[V]:
        return [self.value(row) for row in range(self.rowCount())]


MIN_REST_WIDTH, WIDE_TABLE = 130, 800
"""Least width of the column that takes the rest: two words a line; width of a table that has room for `roomy` columns."""


CELL_PADDING = 10
"""Pixels to the left and right of the text of a cell together, by the style."""


def has_keys(view: QObject | None) -> bool:
    return isinstance(view, QAbstractItemView) and view.hasFocus()


class CellDelegate(QStyledItemDelegate):
    """The lines of a cell."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """A text with a colour of its own keeps it in the chosen row. An e-mail address wraps after its «@» and dots."""
        super().initStyleOption(option, index)
        words: str = option.text
        if "@" in words:
            option.text = parted(words, "@.")
        own = index.data(Qt.ItemDataRole.ForegroundRole)
        if isinstance(own, QBrush):
            palette: QPalette = option.palette
            palette.setBrush(QPalette.ColorRole.HighlightedText, own)
            palette.setBrush(QPalette.ColorRole.Text, own)
            option.palette = palette

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The size of the lines as drawn: Qt would measure them in the width of the cell with its padding."""
        if option.rect.width() > CELL_PADDING:
            option = QStyleOptionViewItem(option)
            option.rect = option.rect.adjusted(0, 0, -CELL_PADDING, 0)
        return super().sizeHint(option, index)


class RowDelegate(CellDelegate):
    """Marks the selected row, and draws the ring of a table that has the focus around it."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        theme.restyle(view, rowRing=True)  # no ring around the table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        self.paint_mark(painter, option, index)

    def paint_mark(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The bar of the selected row, and the ring around it while the table has the focus."""
        state: QStyle.StateFlag = option.state
        view = self.parent()
        if not state & QStyle.StateFlag.State_Selected or not isinstance(view, QTableView):
            return
        header = view.horizontalHeader()
        area: QRect = option.rect
        shown = [n for n in map(header.logicalIndex, range(header.count())) if not header.isSectionHidden(n)]
        colour, wide = theme.current().colour("accent"), theme.current().scaled(theme.MARK)
        if index.column() == shown[0]:
            painter.fillRect(area.left(), area.top(), wide, area.height(), colour)
        if has_keys(view):
            below = theme.ROW_RING + 1  # the line between the rows is under it
            painter.fillRect(area.left(), area.top(), area.width(), theme.ROW_RING, colour)
            painter.fillRect(area.left(), area.bottom() + 1 - below, area.width(), below, colour)
            if index.column() == shown[-1]:
                painter.fillRect(area.right() + 1 - theme.ROW_RING, area.top(), theme.ROW_RING, area.height(), colour)


def show_inside(table: QTableView, words: QLabel, *ways_on: QWidget) -> None:
    """Place the text of an empty table where its first row would be, with what can be done about it."""
    within = QVBoxLayout(table.viewport())
    within.setContentsMargins(0, 0, 0, 0)
    line = QHBoxLayout()
    for widget in (words, *ways_on):
        line.addWidget(widget)
    line.addStretch(1)
    within.addLayout(line)
    within.addStretch(1)


def dress(
    table: QTableView, columns: Sequence[Column[Any]], row_height: int = 34, away: Set[int] | None = None
) -> None:
    """Widths, heights and behaviour of every table. `away`: the columns that the user has hidden; a live set,
    None for a table without a menu of its own, which gets one for its widths."""
    if away is None:
        WidthMenu(table, [column.title for column in columns])
    table.verticalHeader().hide()
    scaled = theme.current().scaled
    table.verticalHeader().setDefaultSectionSize(scaled(row_height))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setCornerButtonEnabled(False)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    smallest = min([MIN_REST_WIDTH, *(c.width for c in columns if c.width)])
    header.setMinimumSectionSize(scaled(smallest))
    for number, column in enumerate(columns):
        if column.width:
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Interactive)
            table.setColumnWidth(number, scaled(column.width))
            if column.roomy:
                RoomyColumn(table, number, scaled(column.width), scaled(column.roomy), scaled(WIDE_TABLE))
        else:
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
            going = sorted((c.gives_way, n) for n, c in enumerate(columns) if c.gives_way)
            heir = next((n for n, c in enumerate(columns) if c.takes_over), None)
            hidden = frozenset() if away is None else away
            StretchColumn(table, number, scaled(MIN_REST_WIDTH), [n for _, n in going], hidden, heir)
