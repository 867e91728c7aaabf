"""The table of presence: departments as rows, functions as columns; a cell is a person with shape, name, status and
age."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from sentralbord_desktop.domain.availability import Board, Status
from sentralbord_desktop.domain.organisation.organisation import FUNCTIONS, Department, Role, Staff
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.lists.lines_delegate import wrapped_height, wrapping
from sentralbord_desktop.gui.widgets.labels import STATUS_SIGNS
from sentralbord_desktop.gui.widgets.table_model import EMPTY_CELL, ROOT, Index, has_keys

FUNCTION_COLUMNS = (("KS", "OS"), ("DS",), ("saksbehandler", "tillitsvalgt"))
"""The functions of each column of people."""


@dataclass(frozen=True)
class Seat:
    """A person of the board: in a department, or as holder of a role."""

    who: str
    name: str
    what: str
    status: Status | None
    person: Staff | None = None
    role: Role | None = None

    @property
    def number(self) -> str:
        if self.person:
            return self.person.phone or self.person.mobile
        return self.role.phone if self.role else ""

    def spoken(self, board: Board) -> str:
        """«Distriktssekretær, avdeling 5: Gro Bakkerud, ledig, satt av MH 13.58»."""
        if self.status is None:
            return f"{self.what}: {self.name}, ikke meldt"
        words = self.status.words(board.moment)
        return f"{self.what}: {self.name}, {words}, {self.status.origin(board.moment)}"

    @property
    def function(self) -> str:
        """«Distriktssekretær»: without the department, which is beside it; «» of a role, which is there too."""
        return "" if self.role else self.what.partition(",")[0]


@dataclass(frozen=True)
class Row:
    """`title` and `note` in the first column; a seat or None in the others."""

    title: str
    note: str
    seats: tuple[Seat | None, ...]


def rows_of(
    board: Board, departments: Sequence[Department], notes: dict[int, str], *, only_free: bool = False
) -> list[Row]:
    """A row for each department, more when a function has several people; with `only_free` those who are free, and
    their departments."""
    rows = []
    for department in departments:
        columns = [
            [
                seat
                for person in board.organisation.people(department.number, *functions)
                if is_free(seat := _seat(board, person)) or not only_free
            ]
            for functions in FUNCTION_COLUMNS
        ]
        lines = list(zip_longest(*columns)) or ([] if only_free else [(None, None, None)])
        for place, seats in enumerate(lines):
            first = place == 0
            title = f"{department.number} {department.name}".strip() if first else ""
            rows.append(Row(title, notes.get(department.number, "") if first else "", seats))
    return rows


def role_rows(board: Board, roles: Sequence[Role], *, only_free: bool = False) -> list[Row]:
    rows = []
    for role in roles:
        status = board.status(f"role:{role.key}")
        seat = Seat(f"role:{role.key}", role.holder or "Ingen har rollen", role.title, status, role=role)
        if is_free(seat) or not only_free:
            rows.append(Row(role.title, "rolle", (seat, None, None)))
    return rows


def stacked(rows: Sequence[Row]) -> list[Row]:
    """The same people, each in a row."""
    made = []
    for row in rows:
        people: list[Seat | None] = [seat for seat in row.seats if seat] or [None]
        made.append(replace(row, seats=(people[0],)))
        made += [Row("", "", (seat,)) for seat in people[1:]]
    return made


def _seat(board: Board, person: Staff) -> Seat:
    what = f"{FUNCTIONS.get(person.function, person.function)}, avdeling {person.department}"
    return Seat(f"staff:{person.id}", person.name, what, board.of(person), person=person)


def is_free(seat: Seat | None) -> bool:
    return bool(seat and seat.status and seat.status.is_free)


HEADS = ("Avdeling", "Kontorsekretær og OS", "Distriktssekretær", "Saksbehandler")
HEADS_BY_WIDTH = (
    HEADS,
    ("Avdeling", "Kontorsekretær\nog OS", "Distriktssekretær", "Saksbehandler"),
    ("Avdeling", "Kontor-\nsekretær\nog OS", "Distrikts-\nsekretær", "Saks-\nbehandler"),
)
"""The same headings, each for narrower columns."""
STACKED = ("Avdeling", "Person")
"""The columns of a table that is too narrow for one column per function."""
ROW_HEIGHT = 54
ABOVE, LINE, EDGE, SIDE, BESIDE_SIGN = 7, 20, 8, 8, 32
"""Pixels at 100 %: above and below the texts of a cell, the least height of a line, left and right of the texts, and left
of the texts beside a sign."""
WORD_TONES = {"ledig": "ok", "opptatt": "warn", "mote": "warn", "ingen_svar": "danger"}


class Run(NamedTuple):
    text: str
    tone: str


class CellPlace(NamedTuple):
    row: int
    column: int


class Block(NamedTuple):
    """Texts after each other on one line, or one text on several; `height` in pixels at 100 %."""

    runs: Sequence[Run]
    font: QFont
    height: int
    is_wrapped: bool


class BoardModel(QAbstractTableModel):
    """Real rows and columns, for screen readers."""

    def __init__(self) -> None:
        super().__init__()
        self._all: Sequence[Row] = []
        self._rows: Sequence[Row] = []
        self._heads: tuple[str, ...] = HEADS
        self.board: Board | None = None

    @property
    def is_stacked(self) -> bool:
        """Whether each person has a row, with the function in words."""
        return self._heads == STACKED

    def stack(self, *, on: bool) -> None:
        if on != self.is_stacked:
            self.beginResetModel()
            self._heads = STACKED if on else HEADS
            self._rows = stacked(self._all) if on else self._all
            self.endResetModel()

    def show_heads(self, heads: tuple[str, ...]) -> None:
        """One of HEADS_BY_WIDTH."""
        if heads != self._heads:
            self._heads = heads
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(heads) - 1)

    def show(self, rows: Sequence[Row], board: Board) -> None:
        self.beginResetModel()
        self._all, self.board = rows, board
        self._rows = stacked(rows) if self.is_stacked else rows
        self.endResetModel()

    def seat(self, index: Index) -> Seat | None:
        if not index.isValid() or index.column() == 0:
            return None
        return self._rows[index.row()].seats[index.column() - 1]

    def place_of(self, who: object) -> CellPlace | None:
        for number, row in enumerate(self._rows):
            for column, seat in enumerate(row.seats, 1):
                if seat and seat.who == who:
                    return CellPlace(number, column)
        return None

    def row(self, number: int) -> Row:
        return self._rows[number]

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.AccessibleTextRole:
            return (STACKED if self.is_stacked else HEADS)[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self._rows[index.row()]
        empty = EMPTY_CELL if role == Qt.ItemDataRole.AccessibleTextRole else ""
        if index.column() == 0:
            return (f"{row.title}, {row.note}" if row.note else row.title) or empty
        seat = self.seat(index)
        return seat.spoken(self.board) if seat and self.board else empty


class SeatDelegate(QStyledItemDelegate):
    """Paints shape, name, status with its end, and author: never by colour or shape alone."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The size of the wrapped texts of the cell."""
        colours = theme.current()
        width = self._table.columnWidth(index.column())
        high = sum(block.height for block in self.blocks(index, round(width / colours.text_scale))) + 2 * ABOVE
        return QSize(width, colours.scaled(max(ROW_HEIGHT, high)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        colours = theme.current()
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        area = theme.enlarged(painter, area)
        if state & QStyle.StateFlag.State_Selected and index.column() > 0:
            colours.chosen(painter, area.adjusted(2, 2, -2, -3), 0)
            if has_keys(self.parent()):
                painter.setPen(QPen(colours.colour("accent"), theme.ROW_RING))
                painter.drawRect(area.adjusted(3, 3, -4, -5))
        painter.setPen(QPen(colours.colour("stroke")))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if isinstance(model, BoardModel) and model.board is not None:
            seat = model.seat(index)
            if seat is not None:
                sign = STATUS_SIGNS[_kind(seat)]
                picture = colours.icon(sign.icon, sign.colour, size=16)
                picture.paint(painter, QRect(area.left() + EDGE, area.top() + 9, 16, 16))
            inner = area.adjusted(BESIDE_SIGN if index.column() else EDGE, 0, -SIDE, 0)
            self._draw(painter, inner, self.blocks(index, area.width()))
        painter.restore()

    @staticmethod
    def blocks(index: Index, width: int, *, with_function: bool | None = None) -> list[Block]:
        """The texts of a cell for this width of the column, at 100 %: the name or the department first. The function is
        said where the table is stacked, or as `with_function` says."""
        model = index.model()
        if not isinstance(model, BoardModel) or model.board is None:
            return []
        if index.column() == 0:
            row, room = model.row(index.row()), width - EDGE - SIDE
            note = [_block([Run(row.note, "text2")], room)] if row.note else []
            return [_block([Run(row.title, "text")], room, is_first=True, strong=True), *note]
        seat, room = model.seat(index), width - BESIDE_SIGN - SIDE
        if seat is None:
            return []
        kind = _kind(seat)
        names = [_block([Run(seat.name, "text" if kind else "text2")], room, is_first=True, strong=kind == "ledig")]
        if seat.function and (model.is_stacked if with_function is None else with_function):
            names.append(_block([Run(seat.function, "text2")], room))
        status, moment = seat.status, model.board.moment
        if status is None:
            return [*names, _block([Run("ikke meldt", "text3")], room)]
        words, origin = Run(status.words(moment), WORD_TONES.get(kind, "text2")), status.origin(moment)
        together = _block([words, Run(f" · {origin}", "text2")], room)
        if together.is_wrapped:
            return [*names, _block([words], room), _block([Run(origin, "text2")], room)]
        return [*names, together]

    @staticmethod
    def _draw(painter: QPainter, area: QRect, blocks: Sequence[Block]) -> None:
        top = area.top() + ABOVE
        for block in blocks:
            painter.setFont(block.font)
            left = area.left()
            for text, tone in block.runs:
                painter.setPen(QPen(theme.current().colour(tone)))
                room = QRect(left, top, area.right() + 1 - left, block.height)
                painter.drawText(room, wrapping(block.font, text, room.width()), text)
                left += QFontMetrics(block.font).horizontalAdvance(text)
            top += block.height


def widest_words(model: BoardModel, *, with_function: bool) -> list[int]:
    """The width that each column needs for the widest word in its cells, with what is beside it, in pixels at 100 %."""
    found = []
    for column in range(model.columnCount()):
        beside = (BESIDE_SIGN if column else EDGE) + SIDE
        cells = (model.index(row, column) for row in range(model.rowCount()))
        blocks = (
            block for cell in cells for block in SeatDelegate.blocks(cell, theme.UNLIMITED, with_function=with_function)
        )
        words = (
            QFontMetrics(block.font).horizontalAdvance(word)
            for block in blocks
            for word in " ".join(run.text for run in block.runs).split()
        )
        found.append(max(words, default=0) + beside)
    return found


def _kind(seat: Seat) -> str:
    """The kind of a status that is confirmed; «» for another."""
    return seat.status.kind if seat.status and seat.status.is_confirmed else ""


def _block(runs: Sequence[Run], room: int, *, is_first: bool = False, strong: bool = False) -> Block:
    font = theme.font_of(9.75 if is_first else 9.0, strong=strong)
    text = "".join(run.text for run in runs)
    height, is_wrapped = wrapped_height(font, text, room), QFontMetrics(font).horizontalAdvance(text) > room
    return Block(runs, font, height if is_wrapped else max(height, LINE), is_wrapped)
