"""The rows that lose something: which line, who, in which field, what it says, and what has to be mended."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHeaderView, QTableView

from sentralbord_desktop.domain.imports.losses import Loss
from sentralbord_desktop.gui.widgets.table_model import Column, TableModel, dress

MOST_SHOWN = 500
"""Rows; all are in the file that can be saved."""
COLUMNS: list[Column[Loss]] = [
    Column("Linje", lambda it: str(it.row), lambda it: it.row, 60),
    Column("Hvem", lambda it: it.named, None, 180, strong=True),
    Column("Felt", lambda it: it.column, None, 120),
    Column("Står i filen", lambda it: it.quoted.strip(), None, 170),
    Column("Hva som må rettes", lambda it: it.mend, tone=lambda _: "warn_text"),
]


class LossTable(QTableView):
    """The texts are whole: a long one takes several lines."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: TableModel[Loss] = TableModel(COLUMNS)
        self.setModel(self.rows)
        dress(self, COLUMNS, 32)
        self.setWordWrap(True)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self.resizeRowsToContents)
        self.horizontalHeader().sectionResized.connect(lambda *_: self._soon.start())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Radene som mister noe")

    def show_losses(self, losses: Sequence[Loss]) -> None:
        self.rows.show(losses[:MOST_SHOWN])
