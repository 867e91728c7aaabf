"""The rows that lose something: line, name, field, content, and what to correct. In a narrow table field and content
are part of the last column, so that nothing is cut.

Losses of several causes are grouped: a heading with the cause and its count, which is folded by click, Enter or arrows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent

from sentralbord_desktop.domain.imports.preview import Loss
from sentralbord_desktop.domain.imports.report import Cause, by_cause
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.lists.wrapping_table import WrappingTable
from sentralbord_desktop.gui.widgets.table_model import Column, Index, TableModel, dress

MAX_SHOWN = 500
"""Most rows shown for a cause; all rows are in the file that can be saved."""
MAX_UNFOLDED = 10
"""A cause with more rows is folded at first, where there are several causes."""
ROW_HEIGHT, CARET, BESIDE = 32, 14, 44
"""In logical pixels; BESIDE is the space to the left and right of a heading's text."""
WHO, FIELD, SAYS, MEND = 1, 2, 3, 4
"""Numbers of the columns."""
NARROW, WHO_WIDTHS = 720, (180, 120)
"""In logical pixels: a table narrower than NARROW has three columns, and its name column the second of the widths."""


@dataclass(frozen=True)
class CauseHeading:
    """The heading of the losses with one cause."""

    cause: Cause
    is_open: bool

    @property
    def text(self) -> str:
        """«412 rader: Medlemsnummer mangler.», «2 felt: Telefon er ikke et telefonnummer.», and the number of shown
        ones."""
        count = len(self.cause.losses)
        what = counted(count, "felt", "felt") if self.cause.is_in else counted(count, "rad", "rader")
        cut = f" De første {MAX_SHOWN} vises." if self.is_open and count > MAX_SHOWN else ""
        return f"{what}: {self.cause.why}{cut}"


LossRow = Loss | CauseHeading


def _loss(text: str) -> Any:
    return lambda it: getattr(it, text) if isinstance(it, Loss) else ""


COLUMNS: list[Column[LossRow]] = [
    Column("Linje", lambda it: str(it.row) if isinstance(it, Loss) else it.text, None, 60),
    Column("Hvem", _loss("named"), None, WHO_WIDTHS[0], strong=True),
    Column("Felt", _loss("column"), None, 120),
    Column("Står i filen", lambda it: it.quoted.strip() if isinstance(it, Loss) else "", None, 170),
    Column("Hva som må rettes", _loss("mend"), tone=lambda _: "warn_text"),
]


TEXTS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


def strong(font: QFont) -> QFont:
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made


class _Rows(TableModel[LossRow]):
    """Headings are strong, have a caret, and are as high as their text in the whole width."""

    def __init__(self, table: "LossTable") -> None:
        super().__init__(COLUMNS)
        self._table = table

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        it = self.value(index.row()) if index.isValid() else None
        if isinstance(it, Loss) and self._table.is_narrow and index.column() == MEND and role in TEXTS:
            return it.with_field
        if not isinstance(it, CauseHeading):
            return super().data(index, role)
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return theme.current().icon("caret-down" if it.is_open else "caret-right", "text2", size=CARET)
        if role == Qt.ItemDataRole.FontRole:
            return strong(QFont())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{it.text} {'Åpen' if it.is_open else 'Foldet'}"
        if role == Qt.ItemDataRole.SizeHintRole:
            return self._table.heading_size(it.text)
        return super().data(index, role)


class LossTable(WrappingTable):
    def __init__(self) -> None:
        super().__init__()
        self._causes: Sequence[Cause] = ()
        self._open: set[int] = set()
        self.is_narrow = False
        self.rows = _Rows(self)
        self.setModel(self.rows)
        dress(self, COLUMNS, ROW_HEIGHT)
        self.setAccessibleName("Radene som mister noe")
        self.clicked.connect(lambda place: self._turn(place.row()))

    def show_losses(self, losses: Sequence[Loss]) -> None:
        self._causes = by_cause(losses)
        is_alone = len(self._causes) == 1
        self._open = {place for place, it in enumerate(self._causes) if is_alone or len(it.losses) <= MAX_UNFOLDED}
        self._show()
        if self._causes:
            self.setCurrentIndex(self.rows.index(0, 0))

    def heading_size(self, text: str) -> QSize:
        scaled = theme.current().scaled
        metrics = QFontMetrics(strong(self.font()))
        room = QRect(0, 0, max(1, self.viewport().width() - scaled(BESIDE)), 10_000)
        height = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), text).height()
        return QSize(0, max(scaled(ROW_HEIGHT), height + scaled(12)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.viewport().width() < theme.current().scaled(NARROW)
        if is_narrow is self.is_narrow:
            return
        self.is_narrow = is_narrow
        for number in (FIELD, SAYS):
            self.setColumnHidden(number, is_narrow)
        self.setColumnWidth(WHO, theme.current().scaled(WHO_WIDTHS[is_narrow]))
        self._soon.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        it = self.rows.value(row) if row >= 0 else None
        folds, unfolds = event.key() == Qt.Key.Key_Left, event.key() == Qt.Key.Key_Right
        turns = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if isinstance(it, CauseHeading) and (turns or (folds and it.is_open) or (unfolds and not it.is_open)):
            self._turn(row)
            return
        super().keyPressEvent(event)

    def _turn(self, row: int) -> None:
        """Fold or unfold the cause whose heading is in this row."""
        it = self.rows.value(row)
        if isinstance(it, CauseHeading):
            self._open ^= {self._causes.index(it.cause)}
            top = self.verticalScrollBar().value()
            self._show()
            self.setCurrentIndex(self.rows.index(row, 0))
            self.verticalScrollBar().setValue(top)

    def _show(self) -> None:
        rows: list[LossRow] = []
        for place, cause in enumerate(self._causes):
            is_open = place in self._open
            if len(self._causes) > 1:
                rows.append(CauseHeading(cause, is_open))
            rows += cause.losses[:MAX_SHOWN] if is_open else ()
        self.clearSpans()
        self.rows.show(rows)
        for row, it in enumerate(rows):
            if isinstance(it, CauseHeading):
                self.setSpan(row, 0, 1, len(COLUMNS))
