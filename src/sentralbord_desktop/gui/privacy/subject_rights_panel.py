"""Innsyn og sletting: give out, rectify, retain or erase the data of one member."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem, QPushButton, QWidget

from sentralbord_desktop.domain.dates.calendar import near_day, note_date
from sentralbord_desktop.domain.dates.clock import today
from sentralbord_desktop.domain.privacy.entries import WrittenEntry
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.letter import NO_PLACE, Letter
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.lists.wrapping_table import wrap_rows
from sentralbord_desktop.gui.privacy.retention_panel import rows
from sentralbord_desktop.gui.widgets.field_grid import PHONE, Field, FieldGrid
from sentralbord_desktop.gui.widgets.flow_layout import flowing
from sentralbord_desktop.gui.widgets.labels import keycap, label, primary, row
from sentralbord_desktop.gui.widgets.progress_row import ProgressRow
from sentralbord_desktop.gui.widgets.settings_panel import Panel, Question, put
from sentralbord_desktop.services.imports.write_tables import give
from sentralbord_desktop.services.privacy.retention import RetentionService
from sentralbord_desktop.services.privacy.subjects import PrivacyService, Subject

HELP = (
    "For den som vil vite hva forbundet har om seg, få noe rettet, eller få noe slettet. Innsynet blir "
    "logget som alle andre oppslag."
)
MAX_FIELD_HEIGHT = 96
"""Pixels at 100 % text, for a field of several lines."""
RECTIFIES = "Enter lager ny linje. Ctrl+Enter retter teksten."
NO_WAY_BACK = "Det som slettes, kan ikke hentes tilbake her. Sikkerhetskopiene holder det til de går ut."


class SubjectRightsPanel(Panel):
    def __init__(
        self, privacy: PrivacyService, retention: RetentionService, sender: Callable[[], str], tasks: TaskRunner
    ) -> None:
        """`sender` reads the lines above the report; it is called on the worker."""
        super().__init__("Innsyn og sletting", HELP, scrolls=True)
        self._privacy, self._retention, self._sender = privacy, retention, sender
        self._subject: Subject | None = None
        self.who = FieldGrid()
        self.fetch = primary("Hent")
        self.summary = label("", "strong", wrap=True)
        self.pdf, self.json = QPushButton("Lagre som PDF …"), QPushButton("Lagre som JSON …")
        self.hold, self.erase = QPushButton("Behold av en grunn …"), QPushButton("Slett alt …")
        self.list = QListWidget()
        wrap_rows(self.list)
        self.list.setAccessibleName("Det som er skrevet om medlemmet")
        self.rectify, self.blank = QPushButton("Rett teksten …"), QPushButton("Slett teksten …")
        self.form = FieldGrid()
        self.question = Question(self, no="Avbryt", between=self.form)
        self._remarks = label("", "head", wrap=True)
        buttons = (self.fetch, self.pdf, self.json, self.hold, self.erase, self.rectify, self.blank, self.question.yes)
        self.bar = ProgressRow(tasks, buttons)
        self.who.ask([Field("number", "Medlemsnummer", width=PHONE)])
        put(self.body, self.who, row(self.fetch, keycap("Enter"), None), self.bar, self.summary)
        put(self.body, flowing(self.pdf, self.json, self.hold, self.erase), self.question, self._remarks)
        put(self.body, self.list, stretch=1)
        put(self.body, flowing(self.rectify, self.blank))
        self.body.addStretch(1)
        self.list.setMinimumHeight(120)
        self.fetch.clicked.connect(self._fetch)
        self.who.submitted.connect(self._fetch)
        self.list.currentRowChanged.connect(lambda _: self._chosen())
        self.pdf.clicked.connect(lambda: self._save("pdf"))
        self.json.clicked.connect(lambda: self._save("json"))
        self.hold.clicked.connect(self._ask_hold)
        self.erase.clicked.connect(self._ask_erase)
        self.rectify.clicked.connect(self._ask_rectify)
        self.blank.clicked.connect(self._ask_blank)
        self.form.submitted.connect(self.question.yes.click)
        self._forget()

    @property
    def _found(self) -> tuple[QWidget, ...]:
        buttons = (self.pdf, self.json, self.hold, self.erase)
        return self.summary, *buttons, self._remarks, self.list, self.rectify, self.blank

    def submit(self) -> None:
        """Ctrl+Enter: the open question, where it has the focus; else read the member with that number."""
        if self.form.isVisible() and any(box.hasFocus() for box in self.form.boxes):
            self.question.yes.click()
        else:
            self._fetch()

    def _fetch(self) -> None:
        """Clear the former member first: an unknown number leaves an empty page."""
        number = self.who.values()["number"]
        self._forget()
        self.bar.do(lambda: self._privacy.subject(number), self._show)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._forget()
            self.bar.show_result("")
            self.who.ask([Field("number", "Medlemsnummer", width=PHONE)])

    def _forget(self) -> None:
        self._subject = None
        self.summary.clear()
        self.list.clear()
        for part in self._found:
            part.hide()
        self.question.leave()

    def _show(self, subject: Subject) -> None:
        if not self.isVisible():  # the page was left during the read
            return
        self._subject = subject
        self.bar.show_result("")
        self._remarks.setText("Det som er skrevet, oppføring for oppføring")
        held = f" Beholdes fordi: {subject.held}." if subject.held else ""
        self.summary.setText(
            f"{subject.member.name}, {subject.member.number}: {rows(subject.count)} om medlemmet.{held}"
        )
        self.list.clear()
        for entry in subject.entries:
            when = near_day(today(entry.at), today(subject.at))
            signed = f" · {entry.author}" if entry.author else ""
            item = QListWidgetItem(f"{entry.title} · {when}{signed}\n{entry.words}")
            item.setData(Qt.ItemDataRole.UserRole, entry)
            self.list.addItem(item)
        for part in self._found:
            part.show()
        if self.list.count():
            self.list.setCurrentRow(0)
        else:
            self._remarks.setText("Ingenting er skrevet")
            for part in (self.list, self.rectify, self.blank):
                part.hide()
        self.question.leave()
        announce(self.summary, self.summary.text())
        self.pdf.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self, kind: str) -> None:
        subject = self._subject
        if subject is None:
            return
        filters = {"pdf": "PDF (*.pdf)", "json": "JSON (*.json)"}
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Lagre innsynet", f"innsyn-{subject.member.number}.{kind}", filters[kind]
        )
        if not chosen:
            return

        def log() -> str:
            self._privacy.gives_out(subject, kind.upper())
            return self._sender()

        self.bar.do(log, lambda sender: self._write(subject, kind, chosen, sender))

    def _write(self, subject: Subject, kind: str, chosen: str, sender: str) -> None:
        try:
            if kind == "pdf":
                report_letter(subject, sender).save(Path(chosen))
            else:
                give(Path(chosen), subject.json.encode())
        except OSError:
            self.bar.show_result(NO_PLACE, "danger")
            return
        self.bar.show_result("Lagret. Filen er ikke kryptert: gi den videre trygt, og slett den her etterpå.", "warn")

    def _ask(self, question: str, fields: list[Field], verb: str, do: Callable[[dict[str, str]], None]) -> None:
        self.form.ask(fields)
        for box in self.form.boxes:  # otherwise the button below is hidden in a small window
            box.setMaximumHeight(theme.current().scaled(MAX_FIELD_HEIGHT))
        self.question.yes.setText(verb)
        self.question.ask(question, lambda: do(self.form.values()))
        self.form.focus_first()

    def _chosen(self) -> None:
        self.question.leave()
        entry = self._entry
        self.rectify.setEnabled(entry is not None and entry.can_be_rectified)

    @property
    def _entry(self) -> WrittenEntry | None:
        item: QListWidgetItem | None = self.list.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item is not None else None

    def _ask_rectify(self) -> None:
        if (entry := self._entry) is not None:
            self._ask(
                "Den gamle teksten blir stående som historikk, og vises ikke mer.",
                [
                    Field("text", "Slik skal det stå", entry.words, lines=3, note=RECTIFIES),
                    Field("why", "Må noe om helse stå? Si hvorfor."),
                ],
                "Rett teksten",
                lambda values: self._run(
                    lambda: self._privacy.rectify(entry, values["text"], values["why"]), "Teksten er rettet."
                ),
            )

    def _ask_blank(self) -> None:
        if (entry := self._entry) is not None:
            also = ", med svarene i samtalen den kom fra" if entry.kind == "remark" else ""
            self._ask(
                f"Teksten slettes for godt{also}. {NO_WAY_BACK}",
                [Field("reason", "Hvorfor? Ikke skriv det som slettes.")],
                "Slett teksten",
                lambda values: self._run(
                    lambda: self._privacy.blank(entry, values["reason"]),
                    "Teksten er slettet. Det står at noe er slettet, hvem som gjorde det og hvorfor.",
                ),
            )

    def _ask_hold(self) -> None:
        if (subject := self._subject) is not None:
            self._ask(
                "Et utmeldt medlem med en grunn blir ikke slettet når tiden er ute. La feltet stå tomt når det "
                "ikke skal beholdes lenger.",
                [Field("reason", "Hvorfor?", subject.held, "krav, regnskap, eller samtykke")],
                "Lagre grunnen",
                lambda values: self._run(lambda: self._retention.hold(subject.member.id, values["reason"]), "Lagret."),
            )

    def _ask_erase(self) -> None:
        if (subject := self._subject) is not None:
            stands = f" Dette står åpent: {subject.stands}." if subject.stands else ""
            self._ask(
                f"Alt om {subject.member.name} slettes for godt: {rows(subject.count)}.{stands} {NO_WAY_BACK}",
                [
                    Field("typed", f"Skriv medlemsnummeret {subject.member.number} for å slette", width=PHONE),
                    Field("reason", "Hvorfor? Ikke skriv navnet."),
                ],
                "Slett for godt",
                lambda values: self._erase(subject, values),
            )

    def _erase(self, subject: Subject, values: dict[str, str]) -> None:
        def done(gone: int) -> None:
            self._forget()
            self.who.ask([Field("number", "Medlemsnummer", width=PHONE)])
            self.bar.show_result(f"Slettet: {rows(gone)}. Rapporten ligger under «Lagringstid».")
            self.who.focus_first()

        self.bar.do(lambda: self._privacy.erase(subject.member, values["typed"], values["reason"]), done)

    def _run(self, work: Callable[[], object], sentence: str) -> None:
        subject = self._subject
        if subject is None:
            return

        def again() -> Subject:
            work()
            return self._privacy.subject(subject.member.number, "etter endring")

        def done(found: Subject) -> None:
            self._show(found)
            self.bar.show_result(sentence)

        self.bar.do(again, done)


def report_letter(subject: Subject, sender: str) -> Letter:
    """The access report; `sender` is the lines above it."""
    address = f"{subject.member.name}, {subject.member.postal_address}"
    return Letter(sender, address, note_date(today(subject.at)), subject.text, headings=True)
