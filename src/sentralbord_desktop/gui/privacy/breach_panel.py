"""Meld avvik: a sentence starts the 72 hours, then the facts, then the drafts (PR-11)."""

from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QPlainTextEdit, QPushButton

from sentralbord_desktop.domain.dates.calendar import note_date, read_date
from sentralbord_desktop.domain.dates.clock import OSLO, today
from sentralbord_desktop.domain.dates.screen_time import day_and_time
from sentralbord_desktop.domain.errors import WrongFieldsError
from sentralbord_desktop.domain.privacy.breaches import FACTS, Breach
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.letter import NO_PLACE, Letter
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.privacy.breach_choice import BreachChoice, BreachLine
from sentralbord_desktop.gui.widgets.field_grid import DATE, MANY_LINES, Field, FieldGrid
from sentralbord_desktop.gui.widgets.fields.form_foot import FormFoot
from sentralbord_desktop.gui.widgets.labels import label, row
from sentralbord_desktop.gui.widgets.progress_row import ProgressRow
from sentralbord_desktop.gui.widgets.settings_panel import CancelOnEscape, setup_scrolling_panel
from sentralbord_desktop.services.imports.export_file import give
from sentralbord_desktop.services.privacy.breaches import BreachService

HELP = (
    "Opplysninger på avveie, en e-post til feil mottaker, noen som har sett på noe de ikke skulle, noe som "
    "er borte. Alle kan melde. Skriv hva som skjedde, så begynner klokken å gå."
)
NEW = -1
TEXT_HEIGHT = 68
"""Three lines; more scrolls."""


REPORTS = "Enter lager ny linje. Ctrl+Enter melder avviket."


class BreachPanel(QFrame):
    """Saves the text when another breach, a draft or another page is shown."""

    def __init__(self, breaches: BreachService, sender: Callable[[], str], tasks: TaskRunner, *, privacy: bool) -> None:
        """`sender` reads the lines above a draft; it is called on the worker."""
        super().__init__()
        self._breaches, self._sender, self._tasks, self._privacy = breaches, sender, tasks, privacy
        self._found: list[Breach] = []
        self._id = NEW
        self._do: Callable[[], None] = lambda: None
        self.which = BreachChoice()
        self.new = QPushButton("Nytt avvik")
        self.clock = label("", "strong", wrap=True)
        self.form = FieldGrid()
        self.foot = FormFoot("Meld avviket")
        self.save = self.foot.save
        self.report = QPushButton("Utkast til Datatilsynet …")
        self.letter = QPushButton("Brev til dem det gjelder …")
        self.sent, self.close_it = (QPushButton("Meldt til Datatilsynet …"), QPushButton("Lukk avviket …"))
        self.question = label("", "strong", wrap=True)
        self.yes, self.no = QPushButton("Ja"), QPushButton("Nei")
        self.bar = ProgressRow(tasks, (self.save, self.report, self.letter, self.sent, self.close_it, self.new))
        self.bar.fail_below(self.form, self.foot)
        self._tick = QTimer(self, interval=60_000)
        self._build()
        self._connect()

    def _build(self) -> None:
        layout = setup_scrolling_panel(self, "Meld avvik", HELP, self.foot)
        self._which_label = label("Avvik", "label")
        layout.addWidget(self._which_label)
        choice = row(self.which, self.new)
        choice.setStretch(0, 1)
        layout.addLayout(choice)
        layout.addWidget(self.clock)
        layout.addWidget(self.bar)
        layout.addWidget(self.question)
        layout.addLayout(row(self.yes, self.no, None))
        layout.addWidget(self.form)
        layout.addLayout(row(self.report, self.letter, None))
        layout.addLayout(row(self.sent, self.close_it, None))
        layout.addStretch(1)
        self._ask("", lambda: None)

    def _connect(self) -> None:
        self.which.activated.connect(lambda _: self._go_to(int(self.which.currentData())))
        self.new.clicked.connect(lambda: self._go_to(NEW))
        self.foot.saved.connect(self.submit)
        self.foot.cancelled.connect(self.reset)
        self.form.submitted.connect(self.submit)
        self.form.faults.connect(self.foot.show_faults)
        self.report.clicked.connect(lambda: self._draft("avviksmelding", "report"))
        self.letter.clicked.connect(lambda: self._draft("brev-om-avvik", "letter"))
        self.sent.clicked.connect(
            lambda: self._ask(
                "Er det sendt til Datatilsynet? Det føres med tidspunktet nå og kan ikke tas tilbake.", self._sent
            )
        )
        self.close_it.clicked.connect(
            lambda: self._ask("Lukk avviket? Da kan det leses, men ikke endres.", self._close)
        )
        self.yes.clicked.connect(lambda: self._do())
        self._esc = CancelOnEscape(self, self.no)
        self.no.clicked.connect(lambda: self._ask("", lambda: None))
        self._tick.timeout.connect(self._show_clock)

    @property
    def chosen(self) -> Breach | None:
        return next((breach for breach in self._found if breach.id == self._id), None)

    @property
    def is_touched(self) -> bool:
        breach, facts = self.chosen, self._facts
        kept = breach.facts if breach else {}
        return any(text != kept.get(key, "") for key, text in facts.items())

    @property
    def _facts(self) -> dict[str, str]:
        return {key: text for key, text in self.form.values().items() if key in FACTS}

    def showEvent(self, event: QShowEvent) -> None:
        """Read again when shown; unsaved text is kept."""
        super().showEvent(event)
        self._tick.start()
        if not self.is_touched:
            self._tasks.run(self, self._breaches.all, lambda found: self._show(found, None))

    def reset(self) -> None:
        """Show what is stored."""
        self.foot.show_state("")
        self._ask_facts(self.chosen)

    def _show(self, found: list[Breach], chosen: int | None) -> None:
        self._found = found
        open_ones = [breach.id for breach in found if breach.closed is None]
        self._id = chosen if chosen is not None else (open_ones[0] if open_ones else NEW)
        self._fill()

    def _go_to(self, breach_id: int) -> None:
        facts, breach = self._facts, self.chosen
        if breach is None and self.is_touched and breach_id != NEW:
            self.which.setCurrentIndex(self.which.findData(NEW))
            self.bar.show_result(
                "Det du har skrevet, er ikke lagret ennå. Lagre det, eller tøm feltene, først.", "warn"
            )
            return
        if breach is None or breach.closed or not self.is_touched:
            self._show(self._found, breach_id)
            return
        self._run(lambda: self._breaches.keep(breach, facts), "", then=breach_id)

    def _title(self, breach: Breach) -> str:
        state = "lukket" if breach.closed else ("meldt" if breach.reported else "åpent")
        return f"{day_and_time(breach.discovered, self._breaches.now())} · {state}"

    def _fill(self) -> None:
        breach = self.chosen
        focused = next((n for n, box in enumerate(self.form.boxes) if box.hasFocus()), None)
        rows = [BreachLine(one.id, self._title(one), str(one.facts.get("what", ""))) for one in self._found]
        self.which.fill(rows if breach else [*rows, BreachLine(NEW, "Nytt avvik", "")])
        self.which.setCurrentIndex(self.which.findData(self._id))
        self._which_label.setVisible(bool(self._found))
        self.which.setVisible(bool(self._found))
        self.new.setVisible(breach is not None)
        self._ask_facts(breach)
        if focused is not None and focused < len(self.form.boxes):
            self.form.boxes[focused].setFocus()
        is_open = breach is not None and breach.closed is None
        self.save.setText("Lagre" if breach else "Meld avviket")
        self.foot.setVisible(breach is None or is_open)
        for part in (self.report, self.letter):
            part.setVisible(breach is not None)
        self.sent.setVisible(is_open and breach is not None and breach.reported is None and self._privacy)
        self.close_it.setVisible(is_open and self._privacy)
        self._show_clock()

    def _ask_facts(self, breach: Breach | None) -> None:
        facts = breach.facts if breach else {}
        shown = FACTS if breach else {"what": FACTS["what"]}
        note = MANY_LINES if breach else REPORTS
        fields = [Field(key, asks, facts.get(key, ""), lines=2, note=note) for key, asks in shown.items()]
        if breach is None:
            fields.append(
                Field(
                    "discovered",
                    "Når ble det oppdaget?",
                    hint="tomt: nå",
                    width=DATE,
                    note="Ellers i går, -2 eller 13.11. Fristen regnes fra den dagen begynte.",
                )
            )
        self.form.ask(fields, columns=2 if breach else 1)
        for box in self.form.boxes:
            if isinstance(box, QPlainTextEdit):
                box.setFixedHeight(theme.current().scaled(TEXT_HEIGHT))
                box.setReadOnly(breach is not None and breach.closed is not None)

    def _show_clock(self) -> None:
        breach = self.chosen
        self.clock.setVisible(breach is not None)
        if breach is not None:
            late = not breach.reported and not breach.closed and self._breaches.now() > breach.due
            done = breach.reported or breach.closed
            self.clock.setText(breach.clock(self._breaches.now()))
            theme.restyle(self.clock, tone="danger" if late else ("ok" if done else "warn"))

    def _ask(self, question: str, do: Callable[[], None]) -> None:
        """Confirm a new breach, with its consequences."""
        self._do = do
        self.question.setText(question)
        for part in (self.question, self.yes, self.no):
            part.setVisible(bool(question))
        if question:
            announce(self.question, question)
            self.no.setFocus()

    def submit(self) -> None:
        facts, breach = self._facts, self.chosen
        if not facts or (breach is not None and breach.closed):
            return
        if breach is not None:
            self._run(lambda: self._breaches.keep(breach, facts), "Lagret.")
            return
        try:
            discovered = self._discovered()
        except WrongFieldsError as error:
            self.form.fail(error.wrong)
            return
        self.form.fail({})
        self._run(
            lambda: self._breaches.begin(facts["what"], discovered), "Meldt. Fyll ut resten etter hvert som du vet det."
        )

    def _discovered(self) -> datetime | None:
        """The start of the written day, so that the remaining time is never overestimated."""
        written = self.form.values().get("discovered", "")
        if not written:
            return None
        day = read_date(written, today(self._breaches.now()))
        if day is None:
            raise WrongFieldsError({"discovered": "Skriv dagen det ble oppdaget som 13.11, -2 eller «i går»."})
        return datetime.combine(day, time(0), OSLO)

    def _sent(self) -> None:
        facts, breach = self._facts, self.chosen
        self._ask("", lambda: None)
        if breach is not None:
            self._run(lambda: self._breaches.reported(self._breaches.keep(breach, facts)), "Ført som meldt.")

    def _close(self) -> None:
        facts, breach = self._facts, self.chosen
        self._ask("", lambda: None)
        if breach is not None:
            self._run(lambda: self._breaches.close(self._breaches.keep(breach, facts)), "Lukket.")

    def _run(self, work: Callable[[], Breach], sentence: str, then: int | None = None) -> None:
        def done(found: tuple[Breach, list[Breach]]) -> None:
            self._show(found[1], found[0].id if then is None else then)
            self.bar.show_result(sentence)
            self.foot.leave_saved()

        self.bar.do(lambda: (work(), self._breaches.all()), done)

    def _draft(self, name: str, which: str) -> None:
        """A draft from the fields, which are saved first."""
        facts, breach = self._facts, self.chosen
        if breach is None:
            return
        chosen, _ = QFileDialog.getSaveFileName(self, "Lagre utkastet", f"{name}.pdf", "PDF (*.pdf);;Tekst (*.txt)")
        if not chosen:
            return

        def work() -> tuple[Breach, list[Breach], str]:
            kept = breach if breach.closed else self._breaches.keep(breach, facts)
            return kept, self._breaches.all(), self._sender()

        def done(found: tuple[Breach, list[Breach], str]) -> None:
            kept, every, sender = found
            self._show(every, kept.id)
            self._write(Path(chosen), sender, str(getattr(kept, which)))

        self.bar.do(work, done)

    def _write(self, path: Path, sender: str, text: str) -> None:
        try:
            if path.suffix.casefold() == ".txt":
                give(path, text.encode())
            else:
                Letter(sender, "", note_date(today(self._breaches.now())), text).save(path)
        except OSError:
            self.bar.show_result(NO_PLACE, "danger")
            return
        self.bar.show_result("Utkastet er lagret. Les det før du sender det.")
