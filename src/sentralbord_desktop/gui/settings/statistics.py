"""Statistikk: the calls by subject, month, weekday, hour, loop, department or outcome; never a small count."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from sentralbord_desktop.domain.statistics import (
    BY,
    COUNTED,
    FORGOTTEN,
    NOT_ENOUGH,
    WITHOUT_ERASED,
    Line,
    share,
)
from sentralbord_desktop.domain.words import counted
from sentralbord_desktop.gui import theme
from sentralbord_desktop.gui.settings.part import furnish
from sentralbord_desktop.gui.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.fields import Field, FieldGrid
from sentralbord_desktop.gui.widgets.rows import Column, RowsModel, SortedRows, dress
from sentralbord_desktop.gui.widgets.small import keycap, label, row
from sentralbord_desktop.gui.widgets.work import WorkBar
from sentralbord_desktop.services.statistics import StatisticsService

COLUMNS: list[Column[Line]] = [
    Column("", lambda one: one.name, None, 320, strong=True),
    Column("Antall", lambda one: str(one.count), lambda one: one.count, 120),
    Column("Andel", share, lambda one: one.share),
]
DAYS = [("30", "Siste 30 dager"), ("90", "Siste 90 dager"), ("365", "Siste år"), ("3650", "Alt")]
HELP = (
    "Hvor mange samtaler, når og hvor lenge, om løftene ble holdt, og hvor veiviseren ble forlatt. Bare tall: "
    "ingen medlemmer og ingen operatører. Tall under fem slås sammen, så ingen kan kjennes igjen."
)
FORGOT = " Av samtaler som er slettet etter lagringstiden, er dette ikke kjent."
ERASED = " Det som er slettet etter lagringstiden, er ikke med her."


SHARE = 2
TEXT_WIDTH, BAR_HEIGHT = 76, 10


class ShareBars(QStyledItemDelegate):
    """The share as a number and as a bar beside it; the longest is the largest of the table."""

    most = 0.0

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        scaled = theme.current().scaled
        room = option.rect.adjusted(scaled(TEXT_WIDTH), 0, -scaled(12), 0)
        share_of = index.data(Qt.ItemDataRole.UserRole)
        if not self.most or room.width() <= 0:
            return
        height = scaled(BAR_HEIGHT)
        bar = QRect(room.left(), room.center().y() - height // 2,
                    max(2, round(room.width() * share_of / self.most)), height)  # fmt: skip
        painter.fillRect(bar, theme.current().colour("accent"))


class StatisticsPart(QFrame):
    def __init__(self, statistics: StatisticsService, tasks: TaskRunner) -> None:
        super().__init__()
        self._statistics = statistics
        self._by = "category"
        self.form = FieldGrid()
        self.look, self.save = QPushButton("Vis"), QPushButton("Lagre som fil …")
        self.table = QTableView()
        self.table.setAccessibleName("Samtaler")
        self._bars = ShareBars(self.table)
        self.table.setItemDelegateForColumn(SHARE, self._bars)
        self.rows: RowsModel[Line] = RowsModel(COLUMNS)
        self._sorted: SortedRows[Line] = SortedRows(self.rows)
        self.bar = WorkBar(tasks, (self.look, self.save))
        self._build()
        self.look.clicked.connect(self.submit)
        self.save.clicked.connect(self._save)

    def _build(self) -> None:
        layout = furnish(self, "Statistikk", HELP)
        self.look.setProperty("primary", True)  # noqa: FBT003 - Qt
        self.form.ask([
            Field("by", "Etter", "category", choices=list(BY.items())),
            Field("days", "Når", "30", choices=DAYS),
        ], columns=2)  # fmt: skip
        for box in self.form.boxes:
            if isinstance(box, QComboBox):
                box.activated.connect(lambda _: self.submit())
        self.table.setModel(self._sorted)
        dress(self.table, COLUMNS, 32)
        layout.addWidget(self.form)
        layout.addLayout(row(self.look, keycap("Ctrl+Enter"), self.save, None))
        layout.addWidget(self.bar)
        self._empty = label("", "meta", wrap=True)
        layout.addWidget(self._empty, 1, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.table, 1)
        self._show([])

    def showEvent(self, event: QShowEvent) -> None:
        """Read when somebody looks."""
        super().showEvent(event)
        self.submit()

    def submit(self) -> None:
        """Ctrl+Enter: what the form asks for."""
        values = self.form.values()
        by, days = values["by"], int(values["days"])

        def done(lines: list[Line]) -> None:
            self._by = by
            self._show(lines)
            total = sum(one.count for one in lines)
            what = COUNTED.get(by, "samtaler")
            more = FORGOT if by in FORGOTTEN else ERASED if by in WITHOUT_ERASED else ""
            told = f"{total} {what}.{more}" if lines else ""
            self.bar.tell(told)

        self.bar.run(lambda *_: self._statistics.calls(by, days), done, stops=False)

    def _show(self, lines: list[Line]) -> None:
        self._bars.most = max((one.share for one in lines), default=0.0)
        self.rows.show(lines)
        self.table.setVisible(bool(lines))
        self._empty.setVisible(not lines)
        self._empty.setText(NOT_ENOUGH)
        self.save.setEnabled(bool(lines))

    def _save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Lagre statistikken", "statistikk.xlsx", "Excel (*.xlsx);;CSV (*.csv)"
        )
        if chosen:
            lines, by = list(self.rows.values), self._by
            self.bar.run(lambda *_: self._statistics.save(Path(chosen), lines, by),
                         lambda count: self.bar.tell(f"{counted(count, 'rad', 'rader')} er skrevet."), stops=False)  # fmt: skip
