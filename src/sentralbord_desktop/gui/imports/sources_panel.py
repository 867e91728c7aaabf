"""Hent av seg selv: the sources that members are fetched from, with a trial of each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QSignalBlocker
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QPushButton, QTableView

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.imports.import_run import RunOutcome
from sentralbord_desktop.domain.imports.source import ImportSource, read_source
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.lists.state_line import show_state
from sentralbord_desktop.gui.widgets.field_grid import LEAVE_EMPTY, NAME, NUMBER, Field
from sentralbord_desktop.gui.widgets.labels import choice, label, row
from sentralbord_desktop.gui.widgets.settings_panel import Question, SettingsForm
from sentralbord_desktop.gui.widgets.table_model import Column, TableModel, dress
from sentralbord_desktop.services.imports.pull import PullRequest, PullService, Trial
from sentralbord_desktop.services.imports.source_settings import SourceSettings, examples

KINDS = [("https", "Adresse (https)"), ("mappe", "Mappe på PC-en eller nettet")]
SUBJECTS = [("medlemmer", "Medlemmer"), ("fakturaer", "Fakturaer")]
WHOLE = [("ja", "Hele registeret"), ("nei", "Bare det som er endret")]
SECRET, KIND = "secret", "kind"
"""Keys of fields."""


def fields_of(source: ImportSource | None, kind: str) -> list[Field]:
    """The fields of a source of this kind; None for a new source."""
    return [*_first(source, kind), *(_of_folder(source) if kind == "mappe" else _of_web(source))]


def _first(source: ImportSource | None, kind: str) -> list[Field]:
    is_on = source is None or source.is_on
    limit = source.max_changes if source else "20 %"
    return [
        Field("name", "Navn", source.name if source else "", "Medlemssystemet", width=NAME),
        Field(KIND, "Hentes fra", kind, choices=KINDS),
        Field("subject", "Hva som hentes", source.subject if source else "medlemmer", choices=SUBJECTS),
        Field("whole", "Det som kommer, er", "ja" if source is None or source.is_whole else "nei", choices=WHOLE),
        Field("max_changes", "Stopp ved større endring enn", limit, "20 % eller 500", width=NUMBER),
        Field("is_on", "Av seg selv", "ja" if is_on else "nei", "Hent ved den daglige runden", yes_no=True),
    ]


def _of_folder(source: ImportSource | None) -> list[Field]:
    folder = source.folder if source else ""
    return [Field("folder", "Mappen filene legges i", folder, r"\\tjener\medlemmer\inn"), _columns(source)]


def _of_web(source: ImportSource | None) -> list[Field]:
    it = source if source and source.kind == "https" else ImportSource(name="ny", kind="https", url="https://x")
    headers = "\n".join(f"{name}: {text}" for name, text in it.headers.items())
    return [
        Field("url", "Adresse", it.url if it is source else "", "https://…"),
        Field("headers", "Hoder, ett på hver linje", headers, "Authorization: Bearer {hemmelighet}", lines=3),
        Field(SECRET, "Nøkkel: {hemmelighet}", "", LEAVE_EMPTY, secret=True),
        _columns(source),
    ]


def _columns(source: ImportSource | None) -> Field:
    lines = "\n".join(f"{heading} = {field}" for heading, field in source.columns.items()) if source else ""
    return Field("columns", "Kolonner som kobles for hånd", lines, "Kallenavn = Fornavn", lines=3)


def written(values: Mapping[str, str], before: ImportSource | None) -> ImportSource:
    """The source in the fields; settings without a field are kept from `before`. Raises SwitchboardError."""
    if not values["name"]:
        raise SwitchboardError("Skriv et navn på kilden.")
    kept = before.model_dump(mode="json") if before else {}
    made: dict[str, Any] = {
        **kept,
        **{key: values[key] for key in ("name", "kind", "subject", "max_changes")},
        "is_on": values["is_on"] == "ja",
        "is_whole": values["whole"] == "ja",
        "columns": _pairs(values["columns"], "="),
    }
    if values["kind"] == "mappe":
        return read_source({**made, "folder": values["folder"]})
    return read_source({**made, "url": values["url"], "headers": _pairs(values["headers"], ":")})


def _pairs(text: str, sign: str) -> dict[str, str]:
    """«Name: text» on each line; raises SwitchboardError for a line without the sign."""
    found = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, is_pair, value = line.rpartition(sign) if sign == "=" else line.partition(sign)
        if not is_pair or not name.strip():
            raise SwitchboardError(
                f"«{line[:40]}» kan ikke leses. Skriv {'overskrift = felt' if sign == '=' else 'Navn: verdi'}."
            )
        found[name.strip()] = value.strip()
    return found


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


class Stored(NamedTuple):
    sources: Sequence[ImportSource]
    locked: frozenset[str]
    """The names of those that IT has decided."""


class Written(NamedTuple):
    """What the form holds; `before` is the name of the source that is shown, «» of a new one."""

    source: ImportSource
    secret: str
    before: str


class SourcesPanel(SettingsForm[Stored, Written]):
    """The list, and a form for the chosen source or a new one. Sources decided by IT are locked, except the secret."""

    def __init__(
        self, sources: SourceSettings, pulls: PullService, tasks: TaskRunner, outside_tasks: TaskRunner
    ) -> None:
        try_it = QPushButton("Prøv")
        super().__init__(
            TITLE,
            HELP,
            tasks,
            read=self._stored,
            checks=self._written,
            save=self._save_source,
            beside=[try_it],
            outside=outside_tasks,
        )
        self._sources, self._pulls, self.try_it = sources, pulls, try_it
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
        self.table, self.none = QTableView(), label(NO_SOURCES, "meta", wrap=True)
        self.example = choice([("", EXAMPLE), *((one.name, one.name) for one in examples())], "")
        self.example.setAccessibleName(EXAMPLE)
        self.new, self.fetch, self.remove = (QPushButton(t) for t in ("Ny kilde", "Hent nå", "Ta bort …"))
        self.question = Question(self, "Ja, ta den bort")
        self.found = label("", wrap=True)
        self.save = self.foot.save
        self.bar.locked += (self.new, self.fetch, self.remove, self.question.yes)
        self.table.setModel(self.rows)
        dress(self.table, columns, 30)
        self.table.setAccessibleName("Kilder")
        self.table.setFixedHeight(theme.current().scaled(128))
        theme.keep_size(self.table)
        buttons = (self.new, self.fetch, self.remove, self.example)
        self.lay_out(self.none, self.table, row(*buttons, None), self.question, self.form, self.found)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.new.clicked.connect(lambda: self._leave(lambda: self._read_list(None)))
        self.example.activated.connect(self._take_example)
        self.fetch.clicked.connect(self._fetch)
        self.remove.clicked.connect(self._ask_remove)
        self.try_it.clicked.connect(self._try)

    def _stored(self) -> Stored:
        found = self._sources.read()
        return Stored(found, frozenset(one.name for one in found if self._sources.is_decided(one.name)))

    def show_stored(self, stored: Stored) -> None:
        self._show_list(stored, "")

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

    def _read_list(self, name: str | None = "") -> None:
        """Read the list again, and show the source of this name; None for a new one."""
        self._tasks.run(self, self._stored, lambda stored: self._show_list(stored, name), self.bar.fail)

    def _show_list(self, stored: Stored, name: str | None) -> None:
        sources, self._locked = stored
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
        self._leave(lambda: self._read_list(chosen.name))

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
        self.question.leave()

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

    def _written(self, values: dict[str, str]) -> Written:
        before = self._shown.name if self._shown else ""
        return Written(written(values, self._template), values.get(SECRET, ""), before)

    def _save_source(self, it: Written) -> ImportSource:
        if it.before in self._locked:
            self._sources.save_secret(it.source, it.secret)
        else:
            self._sources.save(it.source, it.secret, before=it.before)
        return it.source

    def saved(self, source: ImportSource) -> None:
        self.bar.show_result("Lagret.")
        leaves = self.foot.asks
        self.foot.leave_saved()
        if not leaves:
            self._read_list(source.name)

    def _try(self) -> None:
        if (it := self.checked()) is not None:
            self.found.setText("")
            self.bar.check(lambda: self._pulls.try_out(it.source, it.secret), self._show_trial)

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

    def _ask_remove(self) -> None:
        if (source := self._shown) is not None:
            self.question.ask(f"Ta bort {source.name}? Medlemmene blir.", lambda: self._remove(source.name))

    def _remove(self, name: str) -> None:
        self.bar.do(lambda: self._sources.remove(name), lambda _: self._removed())

    def _removed(self) -> None:
        self.question.leave()
        self.bar.show_result("Kilden er tatt bort. Det som er hentet, står.")
        self._read_list()
