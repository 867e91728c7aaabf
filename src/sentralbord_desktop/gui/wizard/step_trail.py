"""The trail beside a step or the review: a list of rows, opened by click or Enter, with the oldest folded."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView

from sentralbord_desktop.gui.widgets.table_model import ROOT, Index
from sentralbord_desktop.gui.wizard.trail_drawing import TrailDelegate, height_of
from sentralbord_desktop.gui.wizard.trail_rows import OPENED, RowKind, TrailRow, folded, rows_of
from sentralbord_desktop.procedures.run import ProcedureRun


class TrailModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[TrailRow] = ()

    def show(self, rows: Sequence[TrailRow]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        texts: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: row.text,
            Qt.ItemDataRole.UserRole: row,
            Qt.ItemDataRole.AccessibleTextRole: row.spoken,
        }
        return texts.get(role)


class StepTrail(QObject):
    """Fills the list `view`. Unfolded rows remain so until another inquiry is shown."""

    step_asked = Signal(str)  # step id
    review_asked = Signal()
    digit_typed = Signal()

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self.model = TrailModel()
        self._run: ProcedureRun | None = None
        self._here = ""
        self._unfolded: set[RowKind] = set()
        view.setModel(self.model)
        view.setItemDelegate(TrailDelegate(view))
        view.clicked.connect(lambda index: self._open(index.row()))
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    @property
    def rows(self) -> Sequence[TrailRow]:
        return self.model.rows

    def show(self, run: ProcedureRun, here: str = "") -> None:
        """`here` is the step on the page, «» on the review."""
        self._run, self._here = run, here
        self._draw()

    def forget(self) -> None:
        """Fold everything, for another inquiry."""
        self._unfolded.clear()

    def above(self) -> str:
        """The step in the row above the one on the page, «» when there is none."""
        rows = self._all()
        here = next((place for place, row in enumerate(rows) if row.is_here), len(rows))
        return next((row.step_id for row in reversed(rows[:here]) if row.kind in OPENED), "")

    @property
    def here(self) -> str:
        """The name of the step on the page, «» when it is in no row."""
        return next((row.text for row in self._all() if row.is_here), "")

    def _all(self) -> Sequence[TrailRow]:
        if self._run is None:
            return ()
        return rows_of(self._run, self._here, optional=RowKind.MORE in self._unfolded)

    def _draw(self) -> None:
        rows = self._all()
        rows = folded(rows, self._too_many(rows), unfolded=RowKind.EARLIER in self._unfolded)
        if rows == self.rows:
            return
        self.model.show(rows)
        self._mark(next((place for place, row in enumerate(rows) if row.is_here), -1))

    def _too_many(self, rows: Sequence[TrailRow]) -> int:
        """How many of the oldest rows do not fit; the row on the page and later ones are always shown."""
        area = self._view.viewport()
        heights = [height_of(row, area.width()) for row in rows]
        here = next((place for place, row in enumerate(rows) if row.is_here), 0)
        fold, total, count = height_of(TrailRow(RowKind.EARLIER, "9 svar"), area.width()), sum(heights), 0
        while count < here and total + (fold if count else 0) > area.height():
            total -= heights[count]
            count += 1
        return count

    def _mark(self, place: int) -> None:
        if place >= 0:
            index = self.model.index(place)
            self._view.setCurrentIndex(index)
            self._view.scrollTo(index)

    def _open(self, place: int) -> None:
        row = self.rows[place]
        if row.kind in OPENED:
            self.step_asked.emit(row.step_id)
        elif row.kind is RowKind.REVIEW:
            self.review_asked.emit()
        elif row.kind in (RowKind.EARLIER, RowKind.MORE):
            self._unfolded ^= {row.kind}
            self._draw()
            self._mark(next((n for n, other in enumerate(self.rows) if other.kind is row.kind), -1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._draw()
        if isinstance(event, QKeyEvent) and _opens(event):
            if self._view.currentIndex().isValid():
                self._open(self._view.currentIndex().row())
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.text().isdigit():
            self.digit_typed.emit()
            return True
        return False


def _opens(event: QKeyEvent) -> bool:
    """Whether the key opens a row: Enter without modifiers; Ctrl+Enter is for the page."""
    is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and not event.isAutoRepeat()
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return event.type() == QEvent.Type.KeyPress and is_enter and is_plain
