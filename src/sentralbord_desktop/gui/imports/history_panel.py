"""The imports of the last days, and «Angre importen»."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.domain.dates.calendar import near_day
from sentralbord_desktop.domain.dates.clock import now, today
from sentralbord_desktop.domain.dates.screen_time import day_and_time
from sentralbord_desktop.domain.imports.import_run import HAS, UNDO_DAYS, WILL, ImportRun, Undoing
from sentralbord_desktop.domain.imports.preview import Loss
from sentralbord_desktop.domain.text.norwegian import counted, grouped
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.imports.loss_table import LossTable
from sentralbord_desktop.gui.lists.wrapping_table import WrappingTable
from sentralbord_desktop.gui.widgets.flow_layout import flowing
from sentralbord_desktop.gui.widgets.labels import label
from sentralbord_desktop.gui.widgets.progress_row import ProgressRow
from sentralbord_desktop.gui.widgets.settings_panel import Question
from sentralbord_desktop.gui.widgets.table_model import Column, SortedRows, TableModel, dress
from sentralbord_desktop.services.imports.members import ImportHistory

HEAD = f"Hentet inn de siste {UNDO_DAYS} dagene"
NO_IMPORTS = f"Ingen filer er hentet inn de siste {UNDO_DAYS} dagene."
ROW_HEIGHT, MIN_RUNS_HEIGHT, MIN_LOST_HEIGHT = 30, 80, 80
SAVE = "Lagre disse radene som fil"
DECIDE = "Se over og avgjør"
NOTHING_TO_UNDO = "Det er ingenting igjen å angre: alt er endret siden."


def _state(run: ImportRun) -> str:
    if run.undone:
        return f"Angret {near_day(today(run.undone), today(now()))} av {run.undone_by}"
    return run.state


def _what(run: ImportRun) -> str:
    new, changed = grouped(str(run.new)), grouped(str(run.changed))
    return f"{run.file}\n{run.subject.capitalize()}: {new} nye, {changed} endret"


COLUMNS: list[Column[ImportRun]] = [
    Column("Når", lambda r: f"{day_and_time(r.at, now())}\n{r.author}", lambda r: r.at.isoformat(), 130, strong=True),
    Column("Fil", _what),
    Column("Tap", lambda r: r.loss, lambda r: r.lost, 130, tone=lambda r: "warn_text" if r.lost else ""),
    Column("Tilstand", _state, None, 112, tone=lambda r: "danger_text" if r.is_failed else ""),
]


class ImportHistoryPanel(QFrame):
    """Undoing an import keeps everything done since. `decide_asked` carries the name of a source."""

    decide_asked = Signal(str)

    def __init__(self, history: ImportHistory, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self._tasks = tasks
        self.head, self.none = label(HEAD, "head"), label(NO_IMPORTS, "meta", wrap=True)
        self.table = WrappingTable()
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.table.least = MIN_RUNS_HEIGHT
        self.rows: TableModel[ImportRun] = TableModel(COLUMNS)
        self._sorted: SortedRows[ImportRun] = SortedRows(self.rows)
        self.text = label("", wrap=True)
        """The open decisions of the chosen import, or why it failed."""
        self.question = Question(self, "Ja, angre den")
        self.decide, self.undo = QPushButton(DECIDE), QPushButton("Angre importen …")
        self.show_lost, self.save_lost, self.lost = QPushButton(), QPushButton(SAVE), LossTable()
        self.bar = ProgressRow(tasks, (self.decide, self.undo, self.question.yes, self.show_lost, self.save_lost))
        self._build()
        self.decide.clicked.connect(self._decide)
        self.undo.clicked.connect(self._weigh)
        self.question.left.connect(lambda: self._ask(None))
        self.show_lost.clicked.connect(self._read_lost)
        self.save_lost.clicked.connect(self._save_lost)
        self.table.activated.connect(self._activate)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.lost.least = MIN_LOST_HEIGHT
        self.lost.hide()
        self._show([])

    def _build(self) -> None:
        self.table.setModel(self._sorted)
        dress(self.table, COLUMNS, ROW_HEIGHT)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        self.table.setAccessibleName(HEAD)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.head)
        layout.addWidget(self.none, 1, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.text)
        layout.addWidget(self.lost, 2)
        layout.addWidget(self.bar)
        layout.addWidget(self.question)
        layout.addLayout(flowing(self.decide, self.undo, self.show_lost, self.save_lost, None))
        layout.addStretch(0)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the history when it is shown."""
        super().showEvent(event)
        self.read()

    def read(self) -> None:
        self._tasks.run(self, self._history.latest, self._show, self.bar.fail)

    def _show(self, runs: Sequence[ImportRun]) -> None:
        self.rows.show(runs)
        head, rows = self.table.horizontalHeader().sizeHint().height(), theme.current().scaled(ROW_HEIGHT) * len(runs)
        self.table.setMaximumHeight(head + rows + self.table.horizontalScrollBar().sizeHint().height())
        self.table.setVisible(bool(runs))
        self.none.setVisible(not runs)
        self.undo.setVisible(bool(runs))
        if runs:
            self.table.setCurrentIndex(self._sorted.index(0, 0))
        self._ask(None)

    def _run(self) -> ImportRun | None:
        place = self.table.currentIndex()
        return self._sorted.value(place.row()) if place.isValid() else None

    def _chosen(self, _: QModelIndex) -> None:
        self.lost.hide()
        self._ask(None)

    def _read_lost(self) -> None:
        """Show the losses of the import with reasons, or hide them again."""
        run = self._run()
        if self.lost.isVisible() or run is None:
            self.lost.hide()
            self._ask(None)
            return
        self.bar.run(lambda *_: self._history.losses(run), self._show_lost, stops=False)

    def _show_lost(self, losses: Sequence[Loss]) -> None:
        self.lost.show_losses(losses)
        self.lost.show()
        announce(self.lost, f"{counted(len(losses), 'linje', 'linjer')} kom ikke helt inn.")
        self._ask(None)
        self.lost.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save_lost(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Lagre radene", "kom ikke inn.csv", "CSV (*.csv);;Excel (*.xlsx)")
        if chosen:
            self.save_losses(Path(chosen))

    def save_losses(self, path: Path) -> None:
        run = self._run()
        if run is not None:
            self.bar.run(
                lambda *_: self._history.save_losses(run, path),
                lambda count: self.bar.show_result(
                    f"{counted(count, 'linje', 'linjer')} er lagret, med grunnen i siste kolonne. Uttrekket er logget."
                ),
                stops=False,
            )

    def _activate(self, _: QModelIndex) -> None:
        """Enter: go to the open decisions; without any, show the effect of undoing."""
        run = self._run()
        if run is not None and run.waits:
            self._decide()
        else:
            self._weigh()

    def _decide(self) -> None:
        run = self._run()
        if run is not None and run.waits:
            self.decide_asked.emit(run.source)

    def _weigh(self) -> None:
        """Show the effect of undoing, before it is done."""
        run = self._run()
        if run is not None and run.can_be_undone:
            self.bar.run(
                lambda progress, stop: self._history.weigh(run, progress=progress, cancel=stop),
                lambda found: self._ask(run, found),
            )

    def _ask(self, run: ImportRun | None, found: Undoing | None = None) -> None:
        chosen = self._run()
        self.undo.setEnabled(chosen is not None and chosen.can_be_undone)
        self.decide.setVisible(run is None and chosen is not None and chosen.waits)
        self.text.setText(f"{chosen.file}: {chosen.text}" if chosen and chosen.text else "")
        self.text.setVisible(bool(self.text.text()))
        lost = chosen.lost if chosen is not None and run is None else 0
        self.show_lost.setVisible(bool(lost))
        self.save_lost.setVisible(bool(lost))
        what = f"{counted(lost, 'linje', 'linjer')} som ikke kom helt inn"
        self.show_lost.setText(f"Skjul {what}" if self.lost.isVisibleTo(self) else f"Vis {what}")
        if run is not None and found is not None and not found.does_anything:
            self.bar.show_result(NOTHING_TO_UNDO, "danger")
            run = None
        if run is not None and found is not None:
            self.question.ask(f"Angre {run.file}? {found.words(WILL, run.subject)}", partial(self._undo, run))
        else:
            self.question.leave()
        self.undo.setVisible(run is None and bool(self.rows.values))

    def _undo(self, run: ImportRun) -> None:
        def done(result: Undoing) -> None:
            self.bar.show_result(f"{run.file} er angret. {result.words(HAS, run.subject)}")
            self.read()

        self._ask(None)
        self.bar.run(lambda progress, stop: self._history.undo(run, progress=progress, cancel=stop), done)
