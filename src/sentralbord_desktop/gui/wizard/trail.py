"""The trail: every step so far and ahead, the answer under it, and where it came from."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from sentralbord_desktop.gui import theme
from sentralbord_desktop.gui.widgets.rows import ROOT, Index
from sentralbord_desktop.procedures.run_state.trail import Standing, TrailLine

SIGNS = {
    Standing.ANSWERED: ("check-circle-fill", "ok"),
    Standing.CURRENT: ("caret-right", "accent"),
    Standing.AHEAD: ("circle", "text3"),
    Standing.MAYBE: ("circle-dashed", "text3"),
    Standing.OPTIONAL: ("circle-dashed", "text3"),
    Standing.GONE: ("minus-circle", "text3"),
}
LINE, QUESTION = 18, 9.4
"""Height of a line of the trail, and the points of a question."""
BESIDE = 34
"""What the sign and the edges take of the width."""
SPOKEN = {
    Standing.ANSWERED: "besvart", Standing.CURRENT: "nå", Standing.AHEAD: "gjenstår",
    Standing.MAYBE: "kanskje", Standing.OPTIONAL: "valgfritt", Standing.GONE: "gjelder ikke lenger",
}  # fmt: skip


HERE = Qt.ItemDataRole.UserRole + 1
"""Whether this step is the one on the page."""


class TrailModel(QAbstractListModel):
    """Steps as rows; automatic answers that no one needs to see first are still here."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[TrailLine] = []
        self._here = ""

    def show(self, lines: Sequence[TrailLine], here: str = "") -> None:
        """`here` is the id of the step that is on the page, «» when none is: it may be one that was answered."""
        self.beginResetModel()
        self._here = here
        self._lines = [n for n in lines if n.standing is not Standing.MAYBE and not n.is_quiet]
        self.endResetModel()

    def line(self, row: int) -> TrailLine:
        return self._lines[row]

    @property
    def lines(self) -> Sequence[TrailLine]:
        return self._lines

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.step.ask
        if role == Qt.ItemDataRole.UserRole:
            return line
        is_here = line.step.id == self._here
        if role == HERE:
            return is_here
        if role == Qt.ItemDataRole.AccessibleTextRole:
            source = line.answer.source if line.answer else ""
            where = "vises nå" if is_here and line.standing is not Standing.CURRENT else ""
            return f"{line.step.ask} {line.shown}, {SPOKEN[line.standing]} {source} {where}".strip()
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.shown or None
        return None


class TrailDelegate(QStyledItemDelegate):
    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        view.setResizeMode(QListView.ResizeMode.Adjust)  # a question may need another line

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = index.data(Qt.ItemDataRole.UserRole)
        two = bool(line and (line.shown or line.standing in (Standing.GONE, Standing.OPTIONAL)))
        view = self.parent()
        room = view.viewport().width() if isinstance(view, QAbstractItemView) else 200
        more = self._asked_height(line.step.ask, round(room / theme.current().text_scale)) - LINE
        return QSize(200, theme.current().scaled((44 if two else 28) + more))

    def _asked_height(self, question: str, room: int) -> int:
        """One line, or as many as the question takes: a question that is cut tells nothing."""
        metrics = QFontMetrics(self._font(QUESTION))
        wrap = int(Qt.TextFlag.TextWordWrap)
        high = metrics.boundingRect(0, 0, room - BESIDE, 999, wrap, question).height()
        return max(1, round(high / metrics.lineSpacing())) * LINE

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: TrailLine = index.data(Qt.ItemDataRole.UserRole)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        colours = theme.current()
        painter.save()
        area = theme.enlarged(painter, area)
        chosen = bool(
            state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_HasFocus
        )
        if index.data(HERE) or chosen:
            colours.chosen(painter, area.adjusted(0, 1, -1, -1), 5)
        if chosen:
            painter.setPen(colours.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -2, -2), 5, 5)
        name, colour = SIGNS[line.standing]
        corner = QRect(area.left() + 4, area.top() + 6, 16, 16)
        colours.icon(name, colour, size=16).paint(painter, corner)
        high = self._asked_height(line.step.ask, area.width())
        text = QRect(area.left() + 28, area.top() + 4, area.width() - BESIDE, high)
        quiet = line.standing not in (Standing.ANSWERED, Standing.CURRENT)
        painter.setFont(self._font(QUESTION))
        painter.setPen(colours.colour("text3" if quiet else "text2"))
        painter.drawText(text, int(Qt.TextFlag.TextWordWrap), line.step.ask)
        below = QRect(text.left(), text.bottom(), text.width(), LINE)
        second = line.shown
        if line.standing is Standing.GONE:
            second = "gjelder ikke lenger"
        elif line.standing is Standing.OPTIONAL:
            second = "valgfritt"
        source = line.answer.source if line.answer and line.standing is Standing.ANSWERED else ""
        if source:
            width = QFontMetrics(self._font(8.25)).horizontalAdvance(source) + 4
            self._draw(painter, QRect(text.right() - width, below.top(), width, 18), source, "text3",
                       strong=False, points=8.25)  # fmt: skip
            below.setRight(text.right() - width - 6)
        self._draw(painter, below, second, "text3" if quiet else "text", strong=not quiet)
        painter.restore()

    def _draw(
        self, painter: QPainter, area: QRect, text: str, colour: str, *, strong: bool,
        points: float = QUESTION,
    ) -> None:  # fmt: skip
        painter.setFont(self._font(points, strong=strong))
        painter.setPen(theme.current().colour(colour))
        shown = QFontMetrics(painter.font()).elidedText(
            text, Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), shown)

    @staticmethod
    def _font(points: float, *, strong: bool = False) -> QFont:
        font = QFont()
        font.setFamilies(theme.FAMILIES)
        font.setPointSizeF(points)
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        return font
