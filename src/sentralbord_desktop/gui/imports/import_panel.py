"""Import in four steps: choose the file, map the columns, look it over, write. And export."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QPushButton, QWidget

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.imports.preview import ImportDone, ImportTable, Preview, release_in_parts
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui._generated.ui_importer import Ui_Importer
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.imports.column_mapping import ColumnMapping
from sentralbord_desktop.gui.imports.history_panel import ImportHistoryPanel
from sentralbord_desktop.gui.imports.preview_rows import COLUMNS, PreviewRow, preview_rows
from sentralbord_desktop.gui.widgets.flow_layout import let_flow
from sentralbord_desktop.gui.widgets.table_model import SortedRows, TableModel, dress
from sentralbord_desktop.services.imports.history import ImportHistory
from sentralbord_desktop.services.imports.members import MemberImportService

PAST_AT = 3
"""The place of the earlier imports in the layout: under the buttons that choose a file."""
FILES = "Register (*.csv *.txt *.tsv *.xlsx);;Alle filer (*)"


class ImportPage(QFrame):
    """Nothing is written before step 4; Avbryt stops and leaves the register as it was."""

    progressed = Signal(int, int)

    def __init__(
        self,
        member_imports: MemberImportService,
        history: ImportHistory,
        tasks: TaskRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._member_imports = member_imports
        self._tasks = tasks
        self._table: ImportTable | None = None
        self._preview: Preview | None = None
        self._stop = Event()
        self.ui = Ui_Importer()
        self.ui.setupUi(self)
        self.drop = QPushButton("Legg bort filen")
        self.ui.hlay238.insertWidget(2, self.drop)
        let_flow(self.ui.fileName)
        self._mapping = ColumnMapping(self.ui.mapping)
        self._rows: TableModel[PreviewRow] = TableModel(COLUMNS)
        self._sorted: SortedRows[PreviewRow] = SortedRows(self._rows)
        self.ui.rows.setModel(self._sorted)
        dress(self.ui.rows, COLUMNS, 28)
        self.past = ImportHistoryPanel(history, tasks)
        self.ui.vlay244.insertWidget(PAST_AT, self.past, 3)
        self._connect()
        self._show_step(1, "Velg en fil")
        self.ui.progress.hide()
        self.ui.stop.hide()

    def _connect(self) -> None:
        ui = self.ui
        ui.choose.clicked.connect(lambda: self._choose("medlemmer"))
        ui.invoices.clicked.connect(lambda: self._choose("fakturaer"))
        self.drop.clicked.connect(self._drop)
        ui.look.clicked.connect(self.look)
        ui.write.clicked.connect(self.write)
        ui.stop.clicked.connect(self._stop.set)
        ui.saveReport.clicked.connect(self._save_report)
        ui.exportMembers.clicked.connect(lambda: self._export("medlemmer", self._member_imports.export_members))
        ui.exportChanges.clicked.connect(lambda: self._export("endringer", self._member_imports.export_changes))
        self._mapping.changed.connect(self._mapped_anew)
        self.progressed.connect(self._show_progress)

    # ------------------------------------------------------------------ the four steps

    def _choose(self, subject: str) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Velg fil", "", FILES)
        if chosen:
            self.read(Path(chosen), subject)

    def read(self, path: Path, subject: str = "medlemmer") -> None:
        """Step 1: the file is read, nothing else."""
        self._forget()
        self._rows.show([])
        self.ui.summary.clear()
        self.ui.fileName.setText(path.name)
        self._run(
            lambda: self._member_imports.read(path, subject, progress=self._progress, cancel=self._stop),
            self._show_table,
        )

    def look(self) -> None:
        """Step 3: a test run over everything."""
        table = self._table
        if table is None:
            self._fail("Velg en fil først.")
            return
        columns = self._mapping.chosen
        before, self._preview = self._preview, None
        self._tasks.run(self, lambda: release_in_parts(before), lambda _: None)
        self._run(
            lambda: self._member_imports.preview(table, columns, progress=self._progress, cancel=self._stop),
            self._show_preview,
        )

    def _mapped_anew(self) -> None:
        """Drop the preview: it was read by another mapping."""
        gone, self._preview = self._preview, None
        if gone is None:
            return
        self._tasks.run(self, lambda: release_in_parts(gone), lambda _: None)
        self._rows.show([])
        self.ui.summary.clear()
        self._show_step(3, "Koblingen er endret. Velg «Se over» igjen.")

    def write(self) -> None:
        """Step 4: all of it in one transaction."""
        preview = self._preview
        if preview is not None:
            self._run(
                lambda: self._member_imports.write(preview, progress=self._progress, cancel=self._stop), self._show_done
            )

    def _show_table(self, table: ImportTable) -> None:
        self._table = table
        self._mapping.show(table)
        self._show_step(3, f"{counted(len(table.rows), 'linje', 'linjer')}. Kontroller koblingen, så «Se over».")
        self.ui.look.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_preview(self, preview: Preview) -> None:
        self._preview = preview
        self.ui.summary.setText(preview.summary)
        self._rows.show(preview_rows(preview))
        self._show_step(4, "Skriv inn, eller rett filen og se over igjen.")
        if not preview.changes_anything:
            self._show_state("Filen endrer ingenting.")
            self.ui.write.setEnabled(False)
        else:
            self.ui.write.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_done(self, done: ImportDone) -> None:
        self._drop()
        self.past.bar.show_result(done.summary)
        self.past.read()

    def _drop(self) -> None:
        """Back to the first step; nothing is written."""
        self._forget()
        self.ui.fileName.clear()
        self.ui.error.clear()
        self._show_step(1, "Velg en fil")
        self.ui.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget(self) -> None:
        """Delete what was read, on the worker."""
        gone = self._table, self._preview
        self._table = self._preview = None
        if any(gone):
            self._tasks.run(self, lambda: release_in_parts(*gone), lambda _: None)

    # ------------------------------------------------------------------ report and export

    def _save_report(self) -> None:
        preview = self._preview
        chosen, _ = QFileDialog.getSaveFileName(self, "Lagre rapporten", "importrapport.csv", "CSV (*.csv)")
        if chosen and preview is not None:
            self._run(
                lambda: self._member_imports.save_report(preview, Path(chosen)),
                lambda _: self._show_state("Rapporten er lagret."),
            )

    def _export(self, name: str, export: Callable[..., int]) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Lagre som", f"{name}.xlsx", "Excel (*.xlsx);;CSV (*.csv)")
        if chosen:
            self._run(
                lambda: export(Path(chosen), progress=self._progress, cancel=self._stop),
                lambda count: self._show_state(f"{counted(count, 'linje', 'linjer')} er lagret. Uttrekket er logget."),
            )

    # ------------------------------------------------------------------ work, progress, errors

    def _run(self, work: Callable[[], Any], on_done: Callable[[Any], None]) -> None:
        self._stop.clear()
        self.ui.error.clear()
        self._busy(busy=True)

        def finished(result: Any) -> None:
            self._busy(busy=False)
            on_done(result)

        def failed(error: Exception) -> None:
            self._busy(busy=False)
            if isinstance(error, SwitchboardError):
                self._fail(str(error))
            else:
                self._tasks.failed.emit(error)

        self._tasks.run(self, work, finished, failed)

    def _busy(self, *, busy: bool) -> None:
        ui = self.ui
        ui.progress.setVisible(busy)
        ui.progress.setRange(0, 0)
        ui.stop.setVisible(busy)
        for button in (
            ui.choose,
            ui.invoices,
            ui.look,
            ui.write,
            ui.saveReport,
            ui.exportMembers,
            ui.exportChanges,
            self.drop,
        ):
            button.setEnabled(not busy)
        if not busy:
            self._show_step(self._step, ui.stepText.text())

    _step = 1

    def _show_step(self, step: int, words: str) -> None:
        """Show and enable what can be done in this step."""
        self._step = step
        ui = self.ui
        ui.stepText.setText(words)
        ui.look.setEnabled(self._table is not None)
        ui.write.setEnabled(self._preview is not None and self._preview.changes_anything)
        ui.saveReport.setEnabled(self._preview is not None)
        for part in (
            ui.mapHead,
            ui.mapping,
            ui.previewHead,
            ui.rows,
            ui.look,
            ui.summary,
            ui.write,
            ui.saveReport,
            self.drop,
        ):
            part.setVisible(self._table is not None)
        self.past.setVisible(self._table is None)

    def _progress(self, done: int, total: int) -> None:
        self.progressed.emit(done, total)  # from the worker; Qt queues it

    def _show_progress(self, done: int, total: int) -> None:
        self.ui.progress.setRange(0, total)
        self.ui.progress.setValue(done)

    def _show_state(self, sentence: str) -> None:
        theme.restyle(self.ui.error, tone="ok")
        self.ui.error.setText(sentence)

    def _fail(self, sentence: str) -> None:
        theme.restyle(self.ui.error, tone="danger")
        self.ui.error.setText(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.ui.stop.isVisible():
            self._stop.set()
        else:
            super().keyPressEvent(event)
