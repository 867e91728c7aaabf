"""Statistikk: calls by subject, month, weekday, hour, loop, department or outcome; never a small count."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QFileDialog, QPushButton, QTableView

from sentralbord_desktop.domain.statistics import (
    BY,
    COUNTED,
    FORGOTTEN,
    NOT_ENOUGH,
    WITHOUT_ERASED,
    StatisticsRow,
    share,
)
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.bar_chart import Bar, BarChart, Rows
from sentralbord_desktop.gui.widgets.field_grid import Field, FieldGrid
from sentralbord_desktop.gui.widgets.labels import keycap, label, primary, row
from sentralbord_desktop.gui.widgets.progress_row import ProgressRow
from sentralbord_desktop.gui.widgets.settings_panel import Panel, put
from sentralbord_desktop.gui.widgets.table_model import Column, SortedRows, TableModel, dress
from sentralbord_desktop.services.statistics import StatisticsService

COLUMNS: list[Column[StatisticsRow]] = [
    Column("Hva", lambda one: one.name, strong=True),
    Column("Antall", lambda one: str(one.count), lambda one: one.count, 90, is_count=True),
    Column("Andel", share, lambda one: one.share, 90, is_count=True),
]
PERIODS = [("30", "Siste 30 dager"), ("90", "Siste 90 dager"), ("365", "Siste år"), ("3650", "Alt")]
HELP = (
    "Hvor mange samtaler, når og hvor lenge, om løftene ble holdt, og hvor veiviseren ble forlatt. Bare tall: "
    "ingen medlemmer og ingen operatører. Tall under fem slås sammen, så ingen kan kjennes igjen."
)
FORGOT = " Av samtaler som er slettet etter lagringstiden, er dette ikke kjent."
ERASED = " Det som er slettet etter lagringstiden, er ikke med her."


SIDE_BY_SIDE = 760
"""Width from which the plot is beside the table, else below it."""
HIGH = 640
"""Height from which there is room below it."""


class StatisticsPanel(Panel):
    def __init__(self, statistics: StatisticsService, tasks: TaskRunner) -> None:
        super().__init__("Statistikk", HELP)
        self._statistics = statistics
        self._by = "category"
        self.form = FieldGrid()
        self.look, self.save = primary("Vis"), QPushButton("Lagre som fil …")
        self.table = QTableView()
        self.table.setAccessibleName("Samtaler")
        self.plot = BarChart(self._rows_beside)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.rows: TableModel[StatisticsRow] = TableModel(COLUMNS)
        self._sorted: SortedRows[StatisticsRow] = SortedRows(self.rows)
        self.bar = ProgressRow(tasks, (self.look, self.save))
        self.form.ask(
            [Field("by", "Etter", "category", choices=list(BY.items())), Field("days", "Når", "30", choices=PERIODS)],
            columns=2,
        )
        for box in self.form.boxes:
            if isinstance(box, QComboBox):
                box.activated.connect(lambda _: self.submit())
        self.table.setModel(self._sorted)
        dress(self.table, COLUMNS, 32)
        self._sorted.layoutChanged.connect(self._draw)
        self._empty = label("", "meta", wrap=True)
        self._halves.setSpacing(16)
        self._halves.addWidget(self.table, 1)
        self._halves.addWidget(self.plot, 1)
        put(self.body, self.form, row(self.look, keycap("Ctrl+Enter"), self.save, None), self.bar)
        self.body.addWidget(self._empty, 1, Qt.AlignmentFlag.AlignTop)
        put(self.body, self._halves, stretch=1)
        self._show([])
        self.look.clicked.connect(self.submit)
        self.save.clicked.connect(self._save)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Place the plot beside the table, below it in a narrow page, and hide it where that is low too."""
        scaled, ways = theme.current().scaled, QBoxLayout.Direction
        beside = self.width() >= scaled(SIDE_BY_SIDE)
        self._halves.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        self.plot.setVisible(bool(self.rows.values) and (beside or self.height() >= scaled(HIGH)))

    def _rows_beside(self) -> Rows | None:
        if self._halves.direction() != QBoxLayout.Direction.LeftToRight:
            return None
        first = self.table.viewport().mapTo(self, QPoint(0, self.table.rowViewportPosition(0)))
        return Rows(first.y() - self.plot.y(), self.table.rowHeight(0))

    def _draw(self) -> None:
        """In the order of the table."""
        bars = [Bar(one.name, one.count) for one in self._sorted.values]
        self.plot.show_bars(bars, f"Diagram etter {BY[self._by].lower()}")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.submit()

    def submit(self) -> None:
        values = self.form.values()
        by, days = values["by"], int(values["days"])

        def done(lines: list[StatisticsRow]) -> None:
            self._by = by
            self._show(lines)
            total = sum(one.count for one in lines)
            what = COUNTED.get(by, "samtaler")
            more = FORGOT if by in FORGOTTEN else ERASED if by in WITHOUT_ERASED else ""
            told = f"{total} {what}.{more}" if lines else ""
            self.bar.show_result(told)
            if not lines:
                announce(self._empty, NOT_ENOUGH)

        self.bar.do(lambda: self._statistics.calls(by, days), done)

    def _show(self, lines: list[StatisticsRow]) -> None:
        self.rows.show(lines)
        self._draw()
        self.table.setVisible(bool(lines))
        self._fit()
        self._empty.setVisible(not lines)
        self._empty.setText(NOT_ENOUGH)
        self.save.setEnabled(bool(lines))

    def _save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Lagre statistikken", "statistikk.xlsx", "Excel (*.xlsx);;CSV (*.csv)"
        )
        if chosen:
            lines, by = list(self.rows.values), self._by
            self.bar.do(
                lambda: self._statistics.save(Path(chosen), lines, by),
                lambda count: self.bar.show_result(f"{counted(count, 'rad', 'rader')} er skrevet."),
            )
