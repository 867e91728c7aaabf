"""Meld avvik: a sentence starts the 72 hours, then the facts, then the drafts (PR-11)."""

from collections.abc import Callable, Iterable
from datetime import datetime, time
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from sentralbord_desktop.domain.dates.calendar import note_date, read_date
from sentralbord_desktop.domain.dates.clock import OSLO, today
from sentralbord_desktop.domain.dates.screen_time import day_and_time
from sentralbord_desktop.domain.errors import WrongFieldsError
from sentralbord_desktop.domain.privacy.breaches import FACTS, Breach
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.letter import NO_PLACE, Letter
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.field_grid import DATE, MANY_LINES, Field
from sentralbord_desktop.gui.widgets.labels import ChoiceBox, label, row
from sentralbord_desktop.gui.widgets.settings_panel import Question, SettingsForm
from sentralbord_desktop.gui.widgets.table_model import Index
from sentralbord_desktop.services.imports.write_tables import give
from sentralbord_desktop.services.privacy.breaches import BreachService

HELP = (
    "Opplysninger på avveie, en e-post til feil mottaker, noen som har sett på noe de ikke skulle, noe som "
    "er borte. Alle kan melde. Skriv hva som skjedde, så begynner klokken å gå."
)
NEW = -1
TEXT_HEIGHT = 68
"""Three lines; more scrolls."""
REPORTS = "Enter lager ny linje. Ctrl+Enter melder avviket."
WHOLE = Qt.ItemDataRole.UserRole + 1
SIDE, ABOVE = 8, 4
"""Pixels at 100 % around the text of a row."""


class BreachPanel(SettingsForm[list[Breach], Callable[[], Breach]]):
    """Saves the text when another breach, a draft or another page is shown."""

    def __init__(self, breaches: BreachService, sender: Callable[[], str], tasks: TaskRunner, *, privacy: bool) -> None:
        """`sender` reads the lines above a draft; it is called on the worker."""
        super().__init__(
            "Meld avvik",
            HELP,
            tasks,
            read=breaches.all,
            checks=self._change,
            save=lambda work: work(),
            verb="Meld avviket",
        )
        self._breaches, self._sender, self._privacy = breaches, sender, privacy
        self._found: list[Breach] = []
        self._id = NEW
        self.which, self._which_label = BreachChoice(), label("Avvik", "label")
        self.new = QPushButton("Nytt avvik")
        self.clock = label("", "strong", wrap=True)
        self.save = self.foot.save
        self.report = QPushButton("Utkast til Datatilsynet …")
        self.letter = QPushButton("Brev til dem det gjelder …")
        self.sent, self.close_it = (QPushButton("Meldt til Datatilsynet …"), QPushButton("Lukk avviket …"))
        self.question = Question(self)
        self.bar.locked += (self.report, self.letter, self.sent, self.close_it, self.new)
        self._tick = QTimer(self, interval=60_000)
        choice = row(self.which, self.new)
        choice.setStretch(0, 1)
        drafts, ends = row(self.report, self.letter, None), row(self.sent, self.close_it, None)
        self.lay_out(self._which_label, choice, self.clock, self.question, self.form, drafts, ends)
        self.which.activated.connect(lambda _: self._go_to(int(self.which.currentData())))
        self.new.clicked.connect(lambda: self._go_to(NEW))
        self.report.clicked.connect(lambda: self._draft("avviksmelding", "report"))
        self.letter.clicked.connect(lambda: self._draft("brev-om-avvik", "letter"))
        self.sent.clicked.connect(
            lambda: self.question.ask(
                "Er det sendt til Datatilsynet? Det føres med tidspunktet nå og kan ikke tas tilbake.",
                lambda: self._end(breaches.reported, "Ført som meldt."),
            )
        )
        self.close_it.clicked.connect(
            lambda: self.question.ask(
                "Lukk avviket? Da kan det leses, men ikke endres.", lambda: self._end(breaches.close, "Lukket.")
            )
        )
        self._tick.timeout.connect(self._show_clock)

    @property
    def chosen(self) -> Breach | None:
        return next((breach for breach in self._found if breach.id == self._id), None)

    @property
    def _facts(self) -> dict[str, str]:
        return {key: text for key, text in self.form.values().items() if key in FACTS}

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()

    def reset(self) -> None:
        """Show what is stored of the breach."""
        self.foot.show_state("")
        self._ask_facts(self.chosen)

    def show_stored(self, stored: list[Breach]) -> None:
        open_ones = [breach.id for breach in stored if breach.closed is None]
        self._show(stored, open_ones[0] if open_ones else NEW)

    def _show(self, found: list[Breach], chosen: int) -> None:
        self._found, self._id = found, chosen
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
        self._run(lambda: self._breaches.keep(breach, facts), "", breach_id)

    def _title(self, breach: Breach) -> str:
        state = "lukket" if breach.closed else ("meldt" if breach.reported else "åpent")
        return f"{day_and_time(breach.discovered, self._breaches.now())} · {state}"

    def _fill(self) -> None:
        breach = self.chosen
        rows = [BreachLine(one.id, self._title(one), str(one.facts.get("what", ""))) for one in self._found]
        self.which.fill(rows if breach else [*rows, BreachLine(NEW, "Nytt avvik", "")])
        self.which.setCurrentIndex(self.which.findData(self._id))
        self._which_label.setVisible(bool(self._found))
        self.which.setVisible(bool(self._found))
        self.new.setVisible(breach is not None)
        self._ask_facts(breach)
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

    def submit(self) -> None:
        if self.chosen is None or self.chosen.closed is None:
            super().submit()

    def _change(self, written: dict[str, str]) -> Callable[[], Breach]:
        facts, breach = self._facts, self.chosen
        if breach is not None:
            return lambda: self._breaches.keep(breach, facts)
        discovered = self._discovered(written["discovered"])
        return lambda: self._breaches.begin(facts["what"], discovered)

    def _discovered(self, written: str) -> datetime | None:
        """The start of the written day, so that the remaining time is never overestimated."""
        if not written:
            return None
        day = read_date(written, today(self._breaches.now()))
        if day is None:
            raise WrongFieldsError({"discovered": "Skriv dagen det ble oppdaget som 13.11, -2 eller «i går»."})
        return datetime.combine(day, time(0), OSLO)

    def _end(self, end: Callable[[Breach], Breach], sentence: str) -> None:
        """Save the facts, and report or close the breach."""
        facts, breach = self._facts, self.chosen
        self.question.leave()
        if breach is not None:
            self._run(lambda: end(self._breaches.keep(breach, facts)), sentence)

    def _run(self, work: Callable[[], Breach], sentence: str, then: int | None = None) -> None:
        """`then` is the breach to show afterwards, None that which `work` returns."""

        def done(made: Breach) -> None:
            self._show(self.stored, made.id if then is None else then)
            self.bar.show_result(sentence)
            self.foot.leave_saved()

        self.act(work, done)

    def saved(self, made: Breach) -> None:
        is_new = self.chosen is None
        self._show(self.stored, made.id)
        self.bar.show_result("Meldt. Fyll ut resten etter hvert som du vet det." if is_new else "Lagret.")
        self.foot.leave_saved()

    def _draft(self, name: str, which: str) -> None:
        """A draft from the fields, which are saved first."""
        facts, breach = self._facts, self.chosen
        if breach is None:
            return
        chosen, _ = QFileDialog.getSaveFileName(self, "Lagre utkastet", f"{name}.pdf", "PDF (*.pdf);;Tekst (*.txt)")
        if not chosen:
            return

        def work() -> tuple[Breach, str]:
            return breach if breach.closed else self._breaches.keep(breach, facts), self._sender()

        def done(found: tuple[Breach, str]) -> None:
            kept, sender = found
            self._show(self.stored, kept.id)
            self._write(Path(chosen), sender, str(getattr(kept, which)))

        self.act(work, done)

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


class BreachLine(NamedTuple):
    """`title` is moment and state; `what` happened, «» of a new one."""

    id: int
    title: str
    what: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class BreachChoice(ChoiceBox):
    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Avvik")
        rows = QListView()
        rows.setWordWrap(True)
        self.setView(rows)
        self.setItemDelegate(_WholeText(self, rows))

    def fill(self, breaches: Iterable[BreachLine]) -> None:
        self.clear()
        for each in breaches:
            self.addItem(each.title, each.id)
            whole = f"{each.title} · {each.what}" if each.what else each.title
            for role in (WHOLE, Qt.ItemDataRole.AccessibleTextRole):
                self.setItemData(self.count() - 1, whole, role)


class _WholeText(QStyledItemDelegate):
    """Wraps the text of a row. The list is as wide as the choice; it has no width of its own before it is shown."""

    def __init__(self, choice: ChoiceBox, rows: QListView) -> None:
        super().__init__(choice)
        self._choice, self._rows = choice, rows

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.text = index.data(WHOLE)
        option.features |= QStyleOptionViewItem.ViewItemFeature.WrapText

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        scaled = theme.current().scaled
        width = self._rows.viewport().width() if self._rows.isVisible() else self._choice.width()
        room = QRect(0, 0, max(1, width - 2 * scaled(SIDE)), theme.UNLIMITED)
        metrics = self._rows.fontMetrics()
        high = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), str(index.data(WHOLE))).height()
        return QSize(0, high + 2 * scaled(ABOVE))
