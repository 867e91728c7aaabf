"""Import in four steps: choose the file, map columns and words, review, write. Also export."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sentralbord_desktop.domain.imports.coded_words import CodedWord, coded_words, department_words, joined
from sentralbord_desktop.domain.imports.headings import mapped
from sentralbord_desktop.domain.imports.import_run import DECIDED, UNDO_DAYS
from sentralbord_desktop.domain.imports.preview import ImportDone, ImportTable, Preview, release_in_parts
from sentralbord_desktop.domain.imports.report import done_sentence
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.accessible_role import Role, give_role
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.imports.history_panel import ImportHistoryPanel
from sentralbord_desktop.gui.imports.map_step import MapStep
from sentralbord_desktop.gui.imports.review_step import ReviewStep
from sentralbord_desktop.gui.widgets.flow_layout import flowing
from sentralbord_desktop.gui.widgets.keys.keyed_button import show_key
from sentralbord_desktop.gui.widgets.labels import icon_label, label, row
from sentralbord_desktop.gui.widgets.progress_row import ProgressRow
from sentralbord_desktop.services.imports.members import BY_HAND, ImportHistory, MemberImportService, Pulled
from sentralbord_desktop.services.imports.pull import PullService
from sentralbord_desktop.services.organisation import OrganisationService


class LineLabel(QLabel):
    """QLabel wants a wrapped text to be about square."""

    def __init__(self, parent: QWidget | None = None, *, role: str = "") -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        if role:
            self.setProperty("role", role)

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self.text()) + 2
        return QSize(wide, self.heightForWidth(wide))


STEPS = ("Velg fil", "Koble kolonner", "Se over", "Skriv inn")
CHOOSE, MAP, REVIEW = range(3)
DONE_ICON, OPEN_ICON = "check-circle-fill", "circle"
GAP, BETWEEN = 8, 16


class StepLine(QWidget):
    """Shape and weight repeat the meaning of the colour. Where there is too little room, only the current step has
    words."""

    def __init__(self) -> None:
        super().__init__()
        self._step = CHOOSE
        self._icons = [icon_label(OPEN_ICON) for _ in STEPS]
        self._words: list[QLabel] = [label(step) for step in STEPS]
        pairs = [part for icon, words in zip(self._icons, self._words, strict=True) for part in (icon, words, BETWEEN)]
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setLayout(row(None, *pairs[:-1], spacing=GAP))

    def show_step(self, step: int, *, done: str = "ok") -> None:
        """Steps before `step` are done; `done` is the colour of their mark."""
        self._step = step
        self.setAccessibleName(f"Steg {step + 1} av {len(STEPS)}: {STEPS[step]}")
        for place, (icon, words) in enumerate(zip(self._icons, self._words, strict=True)):
            colour = done if place < step else "accent" if place == step else "text3"
            theme.current().show_icon(icon, DONE_ICON if place < step else OPEN_ICON, colour)
            theme.restyle(words, tone="accent" if place == step else "")
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(self._wide(self._words), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._wide([self._words[self._step]]), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        has_room = self.width() >= self._wide(self._words)
        for place, words in enumerate(self._words):
            words.setVisible(has_room or place == self._step)

    def _wide(self, words: Sequence[QLabel]) -> int:
        """The width of all marks and of these words."""
        for part in words:
            part.ensurePolished()
        gaps = (2 * len(STEPS) - 1) * GAP + (len(STEPS) - 1) * BETWEEN
        return sum(part.sizeHint().width() for part in (*self._icons, *words)) + gaps


HELP = "Velg en fil fra medlemssystemet: CSV eller Excel. Ingenting skrives før du har sett over."


class ChooseStep(QWidget):
    def __init__(self, history: ImportHistory, tasks: TaskRunner) -> None:
        super().__init__()
        self.choose, self.invoices = QPushButton("Velg fil …"), QPushButton("Fakturaer …")
        set_flags(self.choose, "primary")
        exports = [QPushButton(f"Lagre {what} som fil …") for what in ("registeret", "endringene", "rettelsene")]
        self.export_members, self.export_changes, self.export_corrections = exports
        self.buttons = (self.choose, self.invoices, *exports)
        give_tip(self.export_changes, "Alt som er endret i medlemsbildene, når og av hvem")
        give_tip(self.export_corrections, "Det som er rettet her siden forrige fil, for medlemssystemet")
        self.past = ImportHistoryPanel(history, tasks)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label(HELP, wrap=True))
        layout.addLayout(flowing(self.choose, self.invoices, None, *exports))
        layout.addWidget(self.past, 1)

    def focus(self) -> None:
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)


FILES = "Register (*.csv *.txt *.tsv *.xlsx);;Alle filer (*)"
TITLE = "Register inn og ut"
TITLES = {"medlemmer": "Hent inn medlemmer", "fakturaer": "Hent inn fakturaer"}
NOUNS = {"medlemmer": ("medlem", "medlemmer"), "fakturaer": ("faktura", "fakturaer")}


class ImportPage(QFrame):
    """Nothing is written before the last step; Stopp leaves the register unchanged."""

    def __init__(
        self,
        member_imports: MemberImportService,
        history: ImportHistory,
        pulls: PullService,
        catalogue: OrganisationService,
        tasks: TaskRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._member_imports, self._pulls, self._catalogue = member_imports, pulls, catalogue
        self._tasks = tasks
        self._source = ""
        """The source of the table, if it is no file."""
        self.table: ImportTable | None = None
        self.preview: Preview | None = None
        self.title, self.facts, self.steps = label(TITLE, "page"), label("", "meta", wrap=True), StepLine()
        self.choose_step, self.map_step, self.review_step = ChooseStep(history, tasks), MapStep(), ReviewStep()
        self.past = self.choose_step.past
        self.stack = QStackedWidget()
        give_role(self.stack, Role.Client)
        self.footnote = LineLabel(role="meta")
        self.drop, self.back = QPushButton("Legg bort filen"), QPushButton("Tilbake")
        self.save_report = QPushButton("Lagre rapporten")
        self.look, self.write = QPushButton(), QPushButton()
        show_key(self.look, "Se over", "Ctrl+Enter")
        buttons = (self.drop, self.save_report, self.back, self.look, self.write)
        self.bar = ProgressRow(tasks, (*self.choose_step.buttons, *buttons))
        self._build()
        self._connect()
        self._show_step(CHOOSE)

    def _build(self) -> None:
        set_flags(self, "panel")
        self.setAccessibleName(TITLE)
        for button in (self.look, self.write):
            set_flags(button, "primary")
        for step in (self.choose_step, self.map_step, self.review_step):
            self.stack.addWidget(step)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 12)
        layout.setSpacing(10)
        layout.addLayout(flowing(self.title, None, self.steps))
        layout.addWidget(self.facts)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.bar)
        buttons = (self.drop, self.save_report, self.back, self.look, self.write)
        layout.addLayout(flowing(self.footnote, None, *buttons))

    def _connect(self) -> None:
        first, imports = self.choose_step, self._member_imports
        first.choose.clicked.connect(lambda: self._choose("medlemmer"))
        first.invoices.clicked.connect(lambda: self._choose("fakturaer"))
        first.export_members.clicked.connect(lambda: self._export("medlemmer", imports.export_members))
        first.export_changes.clicked.connect(lambda: self._export("endringer", imports.export_changes))
        first.export_corrections.clicked.connect(lambda: self._export("rettelser", imports.export_corrections))
        self.map_step.changed.connect(self._mapped_anew)
        self.map_step.departments.make_all.clicked.connect(self._make_departments)
        self.map_step.departments.each.toggled.connect(lambda _: self._count_words())
        self.review_step.decided.connect(lambda: self._show_step(REVIEW, focus=False))
        self.review_step.map_asked.connect(lambda: self._show_step(MAP))
        self.review_step.save_asked.connect(self._save_losses)
        self.past.decide_asked.connect(self.decide)
        self.drop.clicked.connect(self._drop)
        self.back.clicked.connect(lambda: self._show_step(MAP))
        self.look.clicked.connect(self.look_over)
        self.write.clicked.connect(self.write_in)
        self.save_report.clicked.connect(self._save_report)

    def submit(self) -> None:
        """Ctrl+Enter: the next step."""
        for button in (self.look, self.write):
            if button.isVisible() and button.isEnabled():
                button.click()
                return

    # ------------------------------------------------------------------ the four steps

    def _choose(self, subject: str) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Velg fil", "", FILES)
        if chosen:
            self.read(Path(chosen), subject)

    def read(self, path: Path, subject: str = "medlemmer") -> None:
        """Step 1: only read the file."""
        self._forget()
        self.bar.run(
            lambda progress, stop: self._member_imports.read(path, subject, progress=progress, cancel=stop),
            self._show_table,
        )

    def decide(self, source: str) -> None:
        """Step 1 for the open decisions of a source: fetch it again, and review it like a file."""
        self._forget()
        self._source = source
        self.bar.run(
            lambda progress, stop: self._pulls.to_decide(source, progress=progress, cancel=stop), self._show_table
        )

    def _show_table(self, table: ImportTable) -> None:
        self.table = table
        self.map_step.show_table(table)
        self._count_words()
        self._show_step(MAP)

    def _mapped_anew(self) -> None:
        """Drop the preview, which was made with another mapping. The new mapping is remembered at once."""
        self._release(self.preview)
        self.preview = None
        table, columns, words = self.table, dict(self.map_step.columns), joined(self.map_step.words)
        if table is not None:
            remember = partial(self._member_imports.remember, table, columns, words)
            self._tasks.run(self, remember, lambda _: None, self.bar.fail)
            self._count_words()

    def _count_words(self) -> None:
        """Count the words of the mapped columns; on the worker, because a file may be long."""
        table, columns, by_hand = self.table, dict(self.map_step.columns), joined(self.map_step.words)
        if table is None:
            return

        def count() -> Sequence[CodedWord]:
            chosen = mapped(table.kind, table.columns, columns, table.refused)
            words = joined(table.words, by_hand)
            return coded_words(table.kind, table.headings, table.rows, chosen, words, table.departments)

        self._tasks.run(self, count, lambda words: self.map_step.show_words(table, words), self.bar.fail)

    def _make_departments(self) -> None:
        """Make the departments of the file that the catalogue has not."""
        names = dict(self.map_step.departments.found)
        self.bar.run(
            lambda *_: self._catalogue.add_departments(names), lambda _: self._show_departments(names), stops=False
        )

    def _show_departments(self, names: Mapping[int, str]) -> None:
        table = self.table
        if table is not None:
            there = {**table.departments, **names}
            self.table = replace(
                table, departments=there, words=joined({"department": department_words(there)}, table.words)
            )
            self._count_words()
            self.look.setFocus(Qt.FocusReason.OtherFocusReason)
            made = counted(len(names), "avdeling er laget", "avdelinger er laget")
            self.bar.show_result(f"{made}. Adresse og telefon skrives i Katalog.")

    def look_over(self) -> None:
        """Step 3: make the preview of all rows."""
        table, columns, words = self.table, dict(self.map_step.columns), joined(self.map_step.words)
        if table is None:
            return
        self._release(self.preview)
        self.preview = None
        self.bar.run(
            lambda progress, stop: self._member_imports.preview(table, columns, words, progress=progress, cancel=stop),
            self._show_preview,
        )

    @property
    def decided(self) -> Preview | None:
        """The preview with all choices."""
        return self.review_step.decide(self.preview) if self.preview else None

    def _show_preview(self, preview: Preview) -> None:
        self.preview = preview
        self.review_step.show_preview(preview)
        self._show_step(REVIEW)

    def write_in(self) -> None:
        """Step 4: write it in one transaction."""
        preview = self.decided
        pulled = Pulled(self._source, DECIDED) if self._source else BY_HAND
        if preview is not None and preview.changes_anything and not self.review_step.alarms.is_open:
            self.bar.run(
                lambda progress, stop: self._member_imports.write(
                    preview, pulled=pulled, progress=progress, cancel=stop
                ),
                lambda done: self._show_done(preview, done),
            )

    def _show_done(self, preview: Preview, done: ImportDone) -> None:
        sentence, is_whole = done_sentence(preview, done), not (preview.rejected or preview.doubtful)
        self._drop()
        self.past.bar.show_result(sentence, "ok" if is_whole else "warn")
        self.past.read()

    def _drop(self) -> None:
        """Back to the first step; nothing is written."""
        self._forget()
        self._show_step(CHOOSE)
        self.choose_step.focus()

    def _forget(self) -> None:
        self._release(self.table, self.preview)
        self.table = self.preview = None
        self._source = ""

    def _release(self, *gone: ImportTable | Preview | None) -> None:
        """Delete what was read, on the worker."""
        if any(gone):
            self._tasks.run(self, lambda: release_in_parts(*gone), lambda _: None)

    def _show_step(self, step: int, *, focus: bool = True) -> None:
        """Show the buttons of this step."""
        self.stack.setCurrentIndex(step)
        preview = self.decided if step == REVIEW else None
        nothing_in = preview is not None and not preview.changes_anything
        self.steps.show_step(step, done="text2" if nothing_in else "ok")
        self._show_facts(step)
        self.drop.setVisible(step == MAP)
        self.look.setVisible(step == MAP)
        for part in (self.back, self.save_report):
            part.setVisible(step == REVIEW)
        self.write.setVisible(preview is not None and not nothing_in and not self.review_step.alarms.is_open)
        if preview is not None:
            count = len(preview.new) + len(preview.changed)
            what = counted(count, *NOUNS[preview.kind.key]) if count else "at rettelsene er kommet"
            show_key(self.write, f"Skriv inn {what}", "Ctrl+Enter")
        asked = [answer for answer in self.review_step.alarms.answers if not answer.isChecked()]
        at = {MAP: self.look, REVIEW: self.back if nothing_in else asked[0] if asked else self.write}.get(step)
        if focus and at is not None:
            at.setFocus(Qt.FocusReason.OtherFocusReason)
            facts = f"{self.facts.text()}. {self.map_step.said}"
            said = f"{self.review_step.said} {self.footnote.text()}" if preview else facts
            announce(self, f"{self.steps.accessibleName()}. {said}")

    def _show_facts(self, step: int) -> None:
        table, preview = self.table, self.decided
        self.title.setText(TITLES[table.kind.key] if table else TITLE)
        self.facts.setVisible(table is not None)
        if table is not None:
            above = f" · overskriftene er på linje {table.headings_at}" if table.headings_at > 1 else ""
            rows, columns = (
                counted(len(table.rows), "rad", "rader"),
                counted(len(table.headings), "kolonne", "kolonner"),
            )
            self.facts.setText(f"{table.name} · {rows}, {columns}{above} · ingenting er skrevet ennå")
        lost = len(preview.rejected) if preview else 0
        kept = f" {'Den raden' if lost == 1 else f'De {lost} radene'} blir liggende i historikken." if lost else ""
        can_write = step == REVIEW and preview is not None and preview.changes_anything
        self.footnote.setText(f"Kan angres i {UNDO_DAYS} dager.{kept}" if can_write else "")

    # ------------------------------------------------------------------ files that are saved

    def _save_report(self) -> None:
        preview = self.preview
        chosen, _ = QFileDialog.getSaveFileName(self, "Lagre rapporten", "importrapport.csv", "CSV (*.csv)")
        if chosen and preview is not None:
            self.bar.run(
                lambda *_: self._member_imports.save_report(preview, Path(chosen)),
                lambda _: self.bar.show_result("Rapporten er lagret."),
                stops=False,
            )

    def _save_losses(self) -> None:
        kinds = "CSV (*.csv);;Excel (*.xlsx)"
        chosen, _ = QFileDialog.getSaveFileName(self, "Lagre radene", "rader å rette.csv", kinds)
        if chosen:
            self.save_losses(Path(chosen))

    def save_losses(self, path: Path) -> None:
        table, preview = self.table, self.preview
        if table is not None and preview is not None:
            self.bar.run(
                lambda *_: self._member_imports.save_losses(table, preview, path),
                lambda count: self.bar.show_result(
                    f"{counted(count, 'rad', 'rader')} er lagret, med grunnen i siste kolonne. Rett dem, og hent filen inn."
                ),
                stops=False,
            )

    def _export(self, name: str, export: Callable[..., int]) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Lagre som", f"{name}.xlsx", "Excel (*.xlsx);;CSV (*.csv)")
        if chosen:
            self.bar.run(
                lambda progress, stop: export(Path(chosen), progress=progress, cancel=stop),
                lambda count: self.bar.show_result(
                    f"{counted(count, 'linje', 'linjer')} er lagret. Uttrekket er logget."
                ),
            )
