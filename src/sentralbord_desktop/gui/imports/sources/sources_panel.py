"""Hent av seg selv: the sources that members are fetched from, with a trial of each."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QPlainTextEdit, QPushButton, QTableView

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.imports.import_run import RunOutcome
from sentralbord_desktop.domain.imports.source import ImportSource
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.imports.sources.source_form import KIND, SECRET, fields_of, written
from sentralbord_desktop.gui.lists.state_line import show_state
from sentralbord_desktop.gui.widgets.field_grid import Field, FieldGrid
from sentralbord_desktop.gui.widgets.fields.form_foot import FormFoot
from sentralbord_desktop.gui.widgets.labels import choice, label, row
from sentralbord_desktop.gui.widgets.progress_row import ProgressRow
from sentralbord_desktop.gui.widgets.settings_panel import CancelOnEscape, setup_scrolling_panel
from sentralbord_desktop.gui.widgets.table_model import Column, TableModel, dress
from sentralbord_desktop.services.imports.sources.pull import PullRequest, PullService, Trial
from sentralbord_desktop.services.imports.sources.settings import SourceSettings, examples

TITLE = "Hent av seg selv"
HELP = (
    "Medlemmer hentes fra en mappe eller fra medlemssystemet ved den daglige runden, når Sentralbord er åpent (med "
    "felles register: hos en administrator), eller av Windows' oppgaveplanlegger. Alt som hentes, står i Register inn og ut."
)
NO_SOURCES = "Ingen kilder ennå. Velg et eksempel, eller fyll ut feltene."
EXAMPLE = "Fyll ut fra et eksempel"
TEXT_HEIGHT = 88
"""Pixels of a field of several lines, at 100 % text."""
REPLACE_ADDRESS = "Bytt ut adressen og kolonnene med deres egne, og skriv nøkkelen."


def _kind(source: ImportSource) -> str:
    return "Mappe" if source.kind == "mappe" else "Adresse"


COLUMNS: list[Column[ImportSource]] = [
    Column("Navn", lambda it: it.name, strong=True),
    Column("Fra", _kind, None, 110),
    Column("Henter", lambda it: "Hele registeret" if it.is_whole else "Bare endringer", None, 160),
    Column("Av seg selv", lambda it: "På" if it.is_on else "Av", None, 110),
]


class SourcesPanel(QFrame):
    """The list, and a form for the chosen source or a new one. Sources decided by IT are locked, except the secret."""

    def __init__(
        self, sources: SourceSettings, pulls: PullService, tasks: TaskRunner, outside_tasks: TaskRunner
    ) -> None:
        super().__init__()
        self._sources, self._pulls, self._tasks = sources, pulls, tasks
        self._shown: ImportSource | None = None
        """The source in the form; None for a new one."""
        self._template: ImportSource | None = None
        """The origin of the form's values: the source, or an example."""
        self._was_touched = False
        """Whether there was unsaved text before the kind, and so the fields, changed."""
        self._locked: frozenset[str] = frozenset()
        columns = [
            *COLUMNS,
            Column("Hvem", lambda it: "Bestemt av IT" if it.name in self._locked else "Dere", None, 130),
        ]
        self.rows: TableModel[ImportSource] = TableModel(columns)
        self.table, self.none, self.form = QTableView(), label(NO_SOURCES, "meta", wrap=True), FieldGrid()
        self.example = choice([("", EXAMPLE), *((one.name, one.name) for one in examples())], "")
        self.example.setAccessibleName(EXAMPLE)
        self.new, self.fetch, self.remove = (QPushButton(t) for t in ("Ny kilde", "Hent nå", "Ta bort …"))
        self.question, self.yes, self.no = label("", wrap=True), QPushButton("Ja, ta den bort"), QPushButton("Nei")
        self.try_it = QPushButton("Prøv")
        self.foot, self.found = FormFoot("Lagre", self.try_it), label("", wrap=True)
        self.save = self.foot.save
        locked = (self.new, self.fetch, self.remove, self.yes, self.try_it, self.save)
        self.bar = ProgressRow(tasks, locked, outside_tasks)
        self.bar.fail_below(self.form, self.foot)
        self.table.setModel(self.rows)
        dress(self.table, columns, 30)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.table.setAccessibleName("Kilder")
        self.table.setFixedHeight(theme.current().scaled(128))
        theme.keep_size(self.table)
        layout = setup_scrolling_panel(self, TITLE, HELP, self.foot)
        layout.addWidget(self.none)
        layout.addWidget(self.table)
        buttons = (self.new, self.fetch, self.remove, self.example)
        layout.addLayout(row(*buttons, self.question, self.yes, self.no, None))
        layout.addWidget(self.form)
        layout.addWidget(self.bar)
        layout.addWidget(self.found)
        layout.addStretch(1)
        self._ask(asked=False)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.new.clicked.connect(lambda: self._leave(lambda: self._read(None)))
        self.example.activated.connect(self._take_example)
        self.fetch.clicked.connect(self._fetch)
        self.remove.clicked.connect(lambda: self._ask(asked=True))
        self.no.clicked.connect(lambda: self._ask(asked=False))
        self._esc = CancelOnEscape(self, self.no)
        self.yes.clicked.connect(self._remove)
        self.try_it.clicked.connect(self._try)
        self.foot.saved.connect(self.submit)
        self.foot.cancelled.connect(self.reset)
        self.form.submitted.connect(self.submit)
        self.form.faults.connect(self.foot.show_faults)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the sources when shown; unsaved text is kept."""
        super().showEvent(event)
        if not self.is_touched:
            self._read()

    @property
    def is_touched(self) -> bool:
        return bool(self.form.boxes) and (self._was_touched or bool(self.form.half_written()))

    def reset(self) -> None:
        """Show the stored settings of the source."""
        self.foot.show_state("")
        self.show_source(self._shown)

    def _leave(self, leave: Callable[[], object]) -> None:
        """Call `leave`, after a question if there are changes."""
        if self.is_touched:
            self.foot.ask_leaving(leave, self.reset)
        else:
            leave()

    def _read(self, name: str | None = "") -> None:
        """Read the list again, and show the source of this name; None for a new one."""

        def read() -> tuple[list[ImportSource], frozenset[str]]:
            found = self._sources.read()
            return found, frozenset(one.name for one in found if self._sources.is_decided(one.name))

        self._tasks.run(self, read, lambda both: self._show_list(*both, name), self.bar.fail)

    def _show_list(self, sources: Sequence[ImportSource], locked: frozenset[str], name: str | None) -> None:
        self._locked = locked
        self.rows.show(sources)
        self.table.setVisible(bool(sources))
        self.none.setVisible(not sources)
        if not sources or name is None:
            self._begin_new(is_asked=name is None)
            return
        shown = next((one for one in sources if one.name == name), sources[0])
        self._mark(shown)
        self.show_source(shown)

    def _chosen(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        chosen = self.rows.value(index.row())
        if self.is_touched:
            self._mark(self._shown)
        self._leave(lambda: self._read(chosen.name))

    def _mark(self, source: ImportSource | None) -> None:
        """Choose the row of this source; none for a new one."""
        place = next((place for place, one in enumerate(self.rows.values) if source and one.name == source.name), None)
        with QSignalBlocker(self.table.selectionModel()):
            self.table.setCurrentIndex(QModelIndex() if place is None else self.rows.index(place, 0))
            if place is None:
                self.table.clearSelection()
        self.table.viewport().update()

    def show_source(self, source: ImportSource | None, template: ImportSource | None = None) -> None:
        """Show the fields of a source, None for a new one; `template` fills in a new one."""
        self._shown, self._was_touched = source, False
        shown = self._template = source or template
        self._ask_fields(fields_of(shown, shown.kind if shown else "https"))
        for button in (self.fetch, self.remove):
            button.setVisible(source is not None)
        self.remove.setEnabled(not self._is_locked)
        self.example.setVisible(source is None)
        self.found.setText("")
        self._ask(asked=False)

    @property
    def _is_locked(self) -> bool:
        return self._shown is not None and self._shown.name in self._locked

    def _ask_fields(self, fields: Sequence[Field]) -> None:
        """Show the fields; those of IT are locked, except the secret, which each PC has for itself."""
        self.form.ask([replace(one, locked=self._is_locked and one.key != SECRET) for one in fields], columns=3)
        for one, box in zip(fields, self.form.boxes, strict=True):
            if isinstance(box, QPlainTextEdit):
                box.setMaximumHeight(theme.current().scaled(TEXT_HEIGHT))
            elif one.key == KIND and isinstance(box, QComboBox):
                box.activated.connect(lambda _: self._change_kind())

    def _change_kind(self) -> None:
        """Show the fields of the other kind; text in common fields is kept."""
        self._was_touched = self.is_touched
        values = self.form.values()
        fields = fields_of(self._template, values[KIND])
        self._ask_fields([replace(one, value=values.get(one.key, one.value)) for one in fields])
        self.form.boxes[[one.key for one in fields].index(KIND)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_example(self) -> None:
        template = next((one for one in examples() if one.name == self.example.currentData()), None)
        if template is not None:
            self.show_source(None, template)
            self.bar.show_result(REPLACE_ADDRESS, "")

    def _begin_new(self, *, is_asked: bool) -> None:
        self._mark(None)
        self.example.setCurrentIndex(0)
        self.show_source(None)
        if is_asked:
            self.bar.show_result("")
            self.form.focus_first()

    def _written(self) -> tuple[ImportSource, str] | None:
        """The source and the secret of the form; None with a sentence when it cannot be read."""
        values = self.form.values()
        try:
            return written(values, self._template), values.get(SECRET, "")
        except SwitchboardError as error:
            self.bar.fail(error)
            return None

    def submit(self) -> None:
        """Ctrl+Enter."""
        found = self._written() if self.form.boxes else None
        if found is None:
            return
        (source, secret), before = found, self._shown.name if self._shown else ""

        def keep() -> None:
            if before in self._locked:
                self._sources.save_secret(source, secret)
            else:
                self._sources.save(source, secret, before=before)

        self.bar.do(keep, lambda _: self._saved(source))

    def _saved(self, source: ImportSource) -> None:
        self.bar.show_result("Lagret.")
        leaves = self.foot.asks
        self.foot.leave_saved()
        if not leaves:
            self._read(source.name)

    def _try(self) -> None:
        found = self._written()
        if found is not None:
            source, secret = found
            self.found.setText("")
            self.bar.check(lambda: self._pulls.try_out(source, secret), self._show_trial)

    def _show_trial(self, trial: Trial) -> None:
        self.bar.show_result("Det virker. Ingenting er skrevet.", "warn" if trial.lacking else "ok")
        show_state(self.found, "\n".join(trial.lines))

    def _fetch(self) -> None:
        source = self._shown
        if source is not None:
            self.bar.run(
                lambda progress, stop: self._pulls.pull(source.name, PullRequest(progress=progress, cancel=stop)),
                self._show_outcomes,
            )

    def _show_outcomes(self, outcomes: Sequence[RunOutcome]) -> None:
        is_failed = any(outcome.is_failed for outcome in outcomes)
        self.bar.show_result("\n".join(outcome.shown for outcome in outcomes), "danger" if is_failed else "ok")

    def _ask(self, *, asked: bool) -> None:
        if asked and self._shown is not None:
            show_state(self.question, f"Ta bort {self._shown.name}? Medlemmene blir.")
        for part in (self.question, self.yes, self.no):
            part.setVisible(asked)
        if asked:
            self.no.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self) -> None:
        source = self._shown
        if source is not None:
            self.bar.do(lambda: self._sources.remove(source.name), lambda _: self._removed())

    def _removed(self) -> None:
        self._ask(asked=False)
        self.bar.show_result("Kilden er tatt bort. Det som er hentet, står.")
        self._read()
