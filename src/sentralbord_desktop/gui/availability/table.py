"""The table of presence: departments as rows, functions as columns; a cell is a person with shape, name, status and
age."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sentralbord_desktop.domain.availability import Board, Status
from sentralbord_desktop.domain.organisation.organisation import Department, Role, Staff
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.labels import STATUS_SIGNS
from sentralbord_desktop.gui.widgets.table_model import MARK, ROOT, Index, has_keys

COLUMNS = (("KS", "OS"), ("DS",), ("saksbehandler", "tillitsvalgt"))
HEADS = ("Avdeling", "Kontorsekretær og OS", "Distriktssekretær", "Saksbehandler")
ROW_HEIGHT = 54
WORD_TONES = {"ledig": "ok", "opptatt": "warn", "mote": "warn", "ingen_svar": "danger"}


@dataclass(frozen=True)
class Seat:
    """A person of the board: in a department, or as holder of a role."""

    who: str
    name: str
    what: str
    status: Status | None
    person: Staff | None = None
    role: Role | None = None

    def spoken(self, board: Board) -> str:
        """«Distriktssekretær, avdeling 5: Gro Bakkerud, ledig, satt av MH 13.58»."""
        if self.status is None:
            return f"{self.what}: {self.name}, ikke meldt"
        words = self.status.words(board.moment)
        return f"{self.what}: {self.name}, {words}, {self.status.origin(board.moment)}"


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
            for functions in COLUMNS
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


def _seat(board: Board, person: Staff) -> Seat:
    from sentralbord_desktop.domain.organisation.organisation import FUNCTIONS

    what = f"{FUNCTIONS.get(person.function, person.function)}, avdeling {person.department}"
    return Seat(f"staff:{person.id}", person.name, what, board.of(person), person=person)


def is_free(seat: Seat | None) -> bool:
    return bool(seat and seat.status and seat.status.is_free)


class BoardModel(QAbstractTableModel):
    """Real rows and columns, for screen readers."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Row] = []
        self.board: Board | None = None

    def show(self, rows: Sequence[Row], board: Board) -> None:
        self.beginResetModel()
        self._rows, self.board = rows, board
        self.endResetModel()

    def seat(self, index: Index) -> Seat | None:
        if not index.isValid() or index.column() == 0:
            return None
        return self._rows[index.row()].seats[index.column() - 1]

    def place_of(self, who: str) -> tuple[int, int] | None:
        for number, row in enumerate(self._rows):
            for column, seat in enumerate(row.seats, 1):
                if seat and seat.who == who:
                    return number, column
        return None

    def row(self, number: int) -> Row:
        return self._rows[number]

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            large = theme.current().text_scale > 1
            return HEADS[section].replace(" og ", "\nog ") if large else HEADS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self._rows[index.row()]
        if index.column() == 0:
            return f"{row.title}, {row.note}" if row.note else row.title
        seat = self.seat(index)
        return seat.spoken(self.board) if seat and self.board else ""


class SeatDelegate(QStyledItemDelegate):
    """Paints shape, name, status with its end, and author: never by colour or shape alone."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, theme.current().scaled(ROW_HEIGHT))

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
                mark = QRect(area.left() + 2, area.top() + 2, MARK, area.height() - 4)
                painter.fillRect(mark, colours.colour("accent"))
        painter.setPen(QPen(colours.colour("stroke")))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if isinstance(model, BoardModel) and model.board is not None:
            seat = model.seat(index)
            if index.column() == 0:
                self._department(painter, area, model.row(index.row()))
            elif seat is not None:
                self._seat(painter, area, seat, model.board)
        painter.restore()

    def _department(self, painter: QPainter, area: QRect, row: Row) -> None:
        self._line(painter, area.adjusted(12, 7, -6, 0), row.title, "text", strong=True)
        self._line(painter, area.adjusted(12, 27, -6, 0), row.note, "text2", points=9.0)

    def _seat(self, painter: QPainter, area: QRect, seat: Seat, board: Board) -> None:
        status = seat.status
        kind = status.kind if status and status.is_confirmed else ""
        sign, colour = STATUS_SIGNS[kind]
        picture = theme.current().icon(sign, colour, size=16)
        picture.paint(painter, QRect(area.left() + 10, area.top() + 9, 16, 16))
        inner = area.adjusted(34, 7, -8, 0)
        self._line(painter, inner, seat.name, "text" if kind else "text2", strong=kind == "ledig")
        below = area.adjusted(34, 27, -8, 0)
        if status is None:
            self._line(painter, below, "ikke meldt", "text3", points=9.0)
            return
        words = status.words(board.moment)
        width = self._line(painter, below, words, WORD_TONES.get(kind, "text2"), points=9.0)
        origin = f" · {status.origin(board.moment)}"
        self._line(painter, below.adjusted(width, 0, 0, 0), origin, "text2", points=9.0)

    @staticmethod
    def _line(
        painter: QPainter, area: QRect, text: str, colour: str, *, strong: bool = False, points: float = 9.75
    ) -> int:
        font = theme.font_of(points, strong=strong)
        painter.setFont(font)
        painter.setPen(QPen(theme.current().colour(colour)))
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, area.width()))
        painter.drawText(
            QRect(area.left(), area.top(), area.width(), 19),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
            shown,
        )
        return metrics.horizontalAdvance(shown)
