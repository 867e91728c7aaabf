"""The hit list: two lines per hit, with marked matches and signs for callbacks and confirmations."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple, cast

from PySide6.QtCore import QAbstractListModel, QEvent, QObject, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sentralbord_desktop.domain.members.member import Hit
from sentralbord_desktop.domain.text.folding import fold, words
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.icons import Sign
from sentralbord_desktop.gui.core.tip_source import TIP_ROLE
from sentralbord_desktop.gui.widgets.table_model import ROOT, Index


class Piece(NamedTuple):
    """A piece of a text that is marked."""

    start: int
    length: int


class MarkedText:
    """In pixels at 100 %, for a painter that is scaled (`theme.enlarged`)."""

    def __init__(self, text: str, pieces: Sequence[Piece], points: float, tone: str, width: int) -> None:
        colours = theme.current()
        marked = QTextCharFormat()
        marked.setFontWeight(QFont.Weight.DemiBold)
        marked.setBackground(colours.colour("accent_soft"))
        marked.setForeground(colours.colour("accent_text"))
        self._tone = tone
        self._layout = QTextLayout(text, theme.font_of(points))
        wrapping = QTextOption()
        wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(wrapping)
        self._layout.setFormats([_range(piece, marked) for piece in pieces])
        self.height = 0
        """The height of all its lines."""
        self._wrap(max(1, width))

    def _wrap(self, width: int) -> None:
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, self.height))
            self.height += round(line.height())
        self._layout.endLayout()

    def draw(self, painter: QPainter, x: int, y: int) -> None:
        painter.setPen(theme.current().colour(self._tone))
        self._layout.draw(painter, QPointF(x, y))


def _range(piece: Piece, look: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = piece.start, piece.length, look
    return made


@lru_cache(maxsize=4096)
def fits_one_line(text: str, points: float, width: int) -> bool:
    """Whether the text fits on one line, even if all of it is marked. Each key asks this of a hundred texts, most of them
    again."""
    return _strong(points).horizontalAdvance(text) <= width


@lru_cache(maxsize=4096)
def height_of(text: str, points: float, width: int) -> int:
    """Height of all lines in pixels at 100 %, enough also if all of it is marked."""
    return MarkedText(text, [Piece(0, len(text))], points, "text", width).height


@lru_cache(maxsize=8)
def _strong(points: float) -> QFontMetrics:
    return QFontMetrics(theme.font_of(points, strong=True))


WORD = re.compile(r"[^\W_]+")
DIGITS = re.compile(r"\d(?:[ .]?\d)*")
ROW_HEIGHT, LINES_HEIGHT = 50, 36
SIDE, SIGN, GAP = 10, 22, 4
NAME_POINTS, LINE_POINTS = 10.5, 9.0
"""Pixels at 100 %: a row of two lines and the lines in it, the space beside them, a sign with its space, and the space
between the name and what is at the right edge; the sizes of the two lines."""
DRAWN = 50


def second_line(hit: Hit) -> str:
    """«f. 1979 · Renhold Øst AS»: distinguishes namesakes, and shows what matched. The home town is not beside the
    employer, where it would read as the employer's town."""
    year = f"f. {hit.birth_year}" if hit.birth_year else ""
    parts = ("" if hit.sure else "Ligner", hit.why.fact, year, hit.employer)
    return " · ".join(part for part in parts if part)


def matched(name: str, said: str, marks: Sequence[str]) -> list[Piece]:
    """Each matching piece of `name`: the typed part, or the whole word when it only sounds like
    it."""
    typed = words(said)
    pieces: list[Piece] = []
    for piece in WORD.finditer(name):
        folded = fold(piece[0])
        if folded not in marks or folded.isdigit():
            continue
        begun = [len(word) for word in typed if folded.startswith(word)]
        length = _letters(piece[0], max(begun)) if begun else len(piece[0])
        pieces.append(Piece(piece.start(), length))
    return sorted([*pieces, *_matched_digits(name, marks)])


def _matched_digits(line: str, marks: Sequence[str]) -> list[Piece]:
    """The position of the matching digits, across the gaps in a number: «412 33 441»."""
    found: dict[int, int] = {}
    for run in DIGITS.finditer(line):
        places = [place for place in range(run.start(), run.end()) if line[place].isdigit()]
        digits = "".join(line[place] for place in places)
        for mark in filter(str.isdigit, marks):
            if digits.startswith(mark):
                found[places[0]] = places[len(mark) - 1] + 1 - places[0]
            elif digits.endswith(mark):
                first = places[-len(mark)]
                found[first] = places[-1] + 1 - first
    return [Piece(start, length) for start, length in found.items()]


def _letters(word: str, folded: int) -> int:
    """The number of letters in `word` for its first `folded` folded ones: «Haa» of «Haakon» is two, because aa is å."""
    return max((n for n in range(1, len(word) + 1) if len(fold(word[:n])) <= folded), default=len(word))


class HitModel(QAbstractListModel):
    """At most fifty hits, each with a sentence for screen readers."""

    def __init__(self) -> None:
        super().__init__()
        self._hits: Sequence[Hit] = []
        self.text = ""
        """The text that the hits answer."""
        self.heights: dict[tuple[int, int], int] = {}
        """Row and width in pixels at 100 % -> height of the row. The view asks twice for each: without and with a scroll
        bar."""

    def show(self, hits: Sequence[Hit], text: str) -> None:
        self.beginResetModel()
        self._hits, self.text, self.heights = hits[:DRAWN], text, {}
        self.endResetModel()

    def hit(self, row: int) -> Hit:
        return self._hits[row]

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.name
        if role == Qt.ItemDataRole.UserRole:
            return hit
        if role in (Qt.ItemDataRole.AccessibleTextRole, TIP_ROLE):
            return spoken(hit, index.row() + 1, len(self._hits))
        return None


class NoCopy(QObject):
    """Disable Ctrl+C in a list of hits: it would copy a name without a log entry. Opening the record is logged."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return isinstance(event, QKeyEvent) and (
            event.type() == QEvent.Type.KeyPress and event.matches(QKeySequence.StandardKey.Copy)
        )


def spoken(hit: Hit, place: int = 0, count: int = 0) -> str:
    """«Ingunn Fjeldheim, født 1979, Renhold Øst AS, avdeling 4. Oppringing. 1 av 5»; without the place where the count
    is 0."""
    parts = [hit.name]
    parts += [f"født {hit.birth_year}"] if hit.birth_year else []
    parts += [hit.employer] if hit.employer else []
    parts += [f"avdeling {hit.department}"] if hit.department else []
    parts += [hit.why.fact] if hit.why.fact else []
    text = ("" if hit.sure else "Ligner: ") + ", ".join(parts)
    text += ". Lovet oppringing" if hit.callback_due else ""
    text += ". Venter på bekreftelse" if hit.confirmation_awaited else ""
    return f"{text}. {place} av {count}" if count else text


class HitDelegate(QStyledItemDelegate):
    """Rows grow with the wrapped lines of their texts."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look, model = theme.current(), cast("HitModel", index.model())
        width = round(self._view.viewport().width() / look.text_scale) - 2 * SIDE
        key = index.row(), width
        if key not in model.heights:
            model.heights[key] = row_height(model.hit(index.row()), width)
        return QSize(200, look.scaled(model.heights[key]))

    def _texts(self, hit: Hit, index: Index, width: int) -> tuple[MarkedText, MarkedText]:
        """The name and the second line; `width` is without the space at the sides."""
        said, marks = cast("HitModel", index.model()).text, hit.why.marks
        beside, line = width - right_width(hit) - GAP, second_line(hit)
        return (
            MarkedText(hit.name, matched(hit.name, said, marks), NAME_POINTS, "text", beside),
            MarkedText(line, matched(line, said, marks), LINE_POINTS, "text2", width),
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit: Hit = index.data(Qt.ItemDataRole.UserRole)
        colours = theme.current()
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        area = theme.enlarged(painter, area)
        if state & QStyle.StateFlag.State_Selected:
            colours.chosen(painter, area.adjusted(1, 1, -1, -1))
        self._paint_right(painter, area, hit, colours)
        name, under = self._texts(hit, index, area.width() - 2 * SIDE)
        top = area.top() + (area.height() - name.height - under.height) // 2
        name.draw(painter, area.left() + SIDE, top)
        under.draw(painter, area.left() + SIDE, top + name.height)
        painter.restore()

    def _paint_right(self, painter: QPainter, area: QRect, hit: Hit, colours: theme.Theme) -> None:
        """The department and the signs at the right edge."""
        painter.setFont(theme.font_of(LINE_POINTS))
        painter.setPen(colours.colour("text2"))
        text = department_of(hit)
        used = department_width(text)
        place = QRect(area.right() - SIDE - used, area.top() + 7, used + 2, 18)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), text)
        for sign in signs_of(hit):
            used += SIGN
            corner = QPoint(area.right() - 8 - used, area.top() + 8)
            colours.icon(sign.icon, sign.colour, size=16).paint(painter, QRect(corner, QSize(16, 16)))


def row_height(hit: Hit, width: int) -> int:
    """In pixels at 100 %; `width` is without the space at the sides."""
    beside, line = width - right_width(hit) - GAP, second_line(hit)
    if fits_one_line(hit.name, NAME_POINTS, beside) and fits_one_line(line, LINE_POINTS, width):
        return ROW_HEIGHT
    lines = height_of(hit.name, NAME_POINTS, beside) + height_of(line, LINE_POINTS, width)
    return ROW_HEIGHT - LINES_HEIGHT + lines


def department_of(hit: Hit) -> str:
    return f"avd. {hit.department}" if hit.department else ""


def signs_of(hit: Hit) -> list[Sign]:
    signs = ((hit.callback_due, Sign("phone-x", "danger")), (hit.confirmation_awaited, Sign("hourglass", "warn")))
    return [sign for is_shown, sign in signs if is_shown]


def right_width(hit: Hit) -> int:
    return department_width(department_of(hit)) + SIGN * len(signs_of(hit))


@lru_cache(maxsize=64)
def department_width(text: str) -> int:
    return QFontMetrics(theme.font_of(LINE_POINTS)).horizontalAdvance(text)
