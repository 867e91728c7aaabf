"""The hit list: two lines per hit, with marked matches and signs for callbacks and confirmations."""

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sentralbord_desktop.domain.members.member import Hit
from sentralbord_desktop.domain.text.folding import fold, words
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.tip_source import TIP_ROLE
from sentralbord_desktop.gui.widgets.table_model import ROOT, Index

WORD = re.compile(r"[^\W_]+")
DIGITS = re.compile(r"\d(?:[ .]?\d)*")
ROW_HEIGHT = 50
DRAWN = 50


def second_line(hit: Hit) -> str:
    """«f. 1979 · Renhold Øst AS», what tells namesakes apart, and what it was found by. The home town is not beside the
    employer, as if that were where it lies."""
    year = f"f. {hit.birth_year}" if hit.birth_year else ""
    parts = ("" if hit.sure else "Ligner", hit.why.fact, year, hit.employer)
    return " · ".join(part for part in parts if part)


def matched(name: str, said: str, marks: Sequence[str]) -> list[tuple[int, int]]:
    """(start, length) of each matching piece of `name`: the typed part, or the whole word when it only sounds like
    it."""
    typed = words(said)
    pieces: list[tuple[int, int]] = []
    for piece in WORD.finditer(name):
        folded = fold(piece[0])
        if folded not in marks or folded.isdigit():
            continue
        begun = [len(word) for word in typed if folded.startswith(word)]
        length = _letters(piece[0], max(begun)) if begun else len(piece[0])
        pieces.append((piece.start(), length))
    return sorted([*pieces, *_matched_digits(name, marks)])


def _matched_digits(line: str, marks: Sequence[str]) -> list[tuple[int, int]]:
    """The position of the matching digits, across the gaps in a number: «412 33 441»."""
    found = {}
    for run in DIGITS.finditer(line):
        places = [place for place in range(run.start(), run.end()) if line[place].isdigit()]
        digits = "".join(line[place] for place in places)
        for mark in filter(str.isdigit, marks):
            if digits.startswith(mark):
                found[places[0]] = places[len(mark) - 1] + 1 - places[0]
            elif digits.endswith(mark):
                first = places[-len(mark)]
                found[first] = places[-1] + 1 - first
    return list(found.items())


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

    def show(self, hits: Sequence[Hit], text: str) -> None:
        self.beginResetModel()
        self._hits, self.text = hits[:DRAWN], text
        self.endResetModel()

    def hit(self, row: int) -> Hit:
        return self._hits[row]

    @property
    def hits(self) -> Sequence[Hit]:
        return self._hits

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
    text += ". Venter på bekreftelse" if hit.waiting else ""
    return f"{text}. {place} av {count}" if count else text


class HitDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, theme.current().scaled(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit = index.data(Qt.ItemDataRole.UserRole)
        model = index.model()
        text = model.text if isinstance(model, HitModel) else ""
        colours = theme.current()
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        area = theme.enlarged(painter, area)
        if state & QStyle.StateFlag.State_Selected:
            colours.chosen(painter, area.adjusted(1, 1, -1, -1))
        right = self._right(painter, area, hit, colours)
        marks = hit.why.marks
        name = QRect(area.left() + 10, area.top() + 7, area.width() - 20 - right - 4, 19)
        self._marked(painter, name, hit.name, matched(hit.name, text, marks), (10.5, "text"))
        line, under = (second_line(hit), QRect(area.left() + 10, area.top() + 27, area.width() - 20, 18))
        self._marked(painter, under, line, matched(line, text, marks), (9, "text2"))
        painter.restore()

    def _right(self, painter: QPainter, area: QRect, hit: Hit, colours: theme.Theme) -> int:
        """Draw the department and the signs at the right edge; returns their width."""
        painter.setFont(theme.font_of(9))
        painter.setPen(colours.colour("text2"))
        text = f"avd. {hit.department}" if hit.department else ""
        width = QFontMetrics(painter.font()).horizontalAdvance(text)
        place = QRect(area.right() - 10 - width, area.top() + 7, width + 2, 18)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), text)
        used = width
        for shown, name, colour in ((hit.callback_due, "phone-x", "danger"), (hit.waiting, "hourglass", "warn")):
            if shown:
                used += 22
                corner = QPoint(area.right() - 8 - used, area.top() + 8)
                colours.icon(name, colour, size=16).paint(painter, QRect(corner, QSize(16, 16)))
        return used

    def _marked(
        self, painter: QPainter, area: QRect, text: str, marks: Sequence[tuple[int, int]], look: tuple[float, str]
    ) -> None:
        """Draw a line with the pieces `marks` (start, length) highlighted; `look` is size and colour."""
        colours, (points, colour) = theme.current(), look
        x, position = area.left(), 0
        for start, length in [*marks, (len(text), 0)]:
            for piece, marked in ((text[position:start], False), (text[start : start + length], True)):
                if not piece:
                    continue
                painter.setFont(theme.font_of(points, strong=marked))
                metrics = QFontMetrics(painter.font())
                piece = metrics.elidedText(piece, Qt.TextElideMode.ElideRight, max(0, area.right() - x))
                width = metrics.horizontalAdvance(piece)
                if marked:
                    painter.fillRect(QRect(x - 1, area.top(), width + 2, area.height()), colours.colour("accent_soft"))
                painter.setPen(QPen(colours.colour("accent_text" if marked else colour)))
                painter.drawText(
                    QRect(x, area.top(), width + 4, area.height()), int(Qt.AlignmentFlag.AlignVCenter), piece
                )
                x += width
            position = max(position, start + length)
