"""The middle panel without a record: the highlighted hit in short, no hits, or an unknown caller."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from sentralbord_desktop.domain.dates.calendar import near_day
from sentralbord_desktop.domain.dates.clock import clock, today
from sentralbord_desktop.domain.inquiries.caller_kind import CALLED, CallerKind
from sentralbord_desktop.domain.members.member import PhoneCall
from sentralbord_desktop.gui.call.row_list import HomeRow, RowList
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.search_controller import WITHOUT_SERVER
from sentralbord_desktop.gui.widgets.labels import label, row
from sentralbord_desktop.gui.wizard.closed_record import CANNOT_CONFIRM, CLOSED, SAID_FIRST, STILL_MEMBER


def call_row(call: PhoneCall, title: str, moment: datetime) -> HomeRow:
    return HomeRow(
        name=title or "Samtale",
        matter=call.outcome,
        time=near_day(today(call.ended), today(moment)),
        distance=clock(call.ended),
        value=call,
    )


class UnknownCallerPanel(QFrame):
    """Name or number, what to SAY, what to DO, and the last calls from the number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_flags(self, "panel")
        self._name = label("", "name", wrap=True)
        self._ids = label("", "meta", wrap=True)
        self._say_text = label("", "say", wrap=True)
        self._do_text = label("", "", wrap=True)
        self._say = QFrame()
        self._say.setObjectName("say")
        say = QHBoxLayout(self._say)
        say.setContentsMargins(14, 12, 14, 12)
        say.setSpacing(8)
        say.addWidget(label("SI", "sayTag"))
        say.addWidget(self._say_text, 1)
        self._do = QWidget()
        doing = row(label("GJØR", "doTag"), spacing=14)
        doing.addWidget(self._do_text, 1)
        self._do.setLayout(doing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(12)
        for part in (self._name, self._ids, self._say, self._do):
            layout.addWidget(part)
        self._calls_title, self.calls = label("Har ringt før", "head"), RowList()
        self.calls.setAccessibleName("Har ringt før")
        self.calls.setAccessibleDescription("Enter åpner samtalen")
        for part in (self._calls_title, self.calls):
            layout.addWidget(part)
        layout.addStretch(1)

    def show_hit(self, name: str, ids: str) -> None:
        self._show(name, ids, "", "Enter åpner medlemsbildet. Oppslaget blir logget.")

    def show_no_hit(self, text: str) -> None:
        """Without hits; similar members, if any, are listed to the left."""
        self._show(
            f"Ingen treff på {text}",
            "Nummeret eller navnet følger med videre.",
            "«Er du medlem hos oss, og hva er navnet ditt?»",
            "Skriv navnet i søkefeltet. Er innringeren ikke medlem, trykk Enter og svar på spørsmålet til høyre.",
        )

    def show_unanswered(self, why: str) -> None:
        """In the place of a hit: the search has not answered, and why."""
        if why != WITHOUT_SERVER:
            self._show(why, "", "", "")
            return
        self._show(
            why,
            "Det du har skrevet, blir søkt opp når kontakten er tilbake.",
            "«Hva heter du, og hvilket nummer kan vi ringe deg på?»",
            "Ctrl+N tar imot innringeren uten medlemsbilde.",
        )

    def show_query(self, sentence: str) -> None:
        """How the search read the text, beside «Ingen treff»."""
        if sentence and self._name.text().startswith("Ingen treff"):
            self._ids.setText(f"{sentence} Nummeret eller navnet følger med videre.")

    def show_copy(self) -> None:
        """Before a search in the copy of a register whose server is away."""
        self._show(
            "Søk i kopien",
            "Her kan du søke og lese, men ikke skrive.",
            "",
            "Skriv nummer, navn, medlemsnummer, fødselsdato eller arbeidsgiver.",
        )

    def show_not_in_copy(self, text: str) -> None:
        self._show(
            f"Ingen treff på {text}",
            "Medlemmet kan ha kommet til etter at kopien ble tatt.",
            "«Er du medlem hos oss, og hva er navnet ditt?»",
            "Noter navn, nummer og hva det gjelder, så tar du det når tjeneren svarer.",
        )

    def show_caller(self, number: str, name: str) -> None:
        self._show(
            name or "Ny innringer",
            " · ".join(part for part in (number, "ikke i registeret") if part),
            "«Er du medlem hos oss, og hva er navnet ditt?»",
            "Skriv navnet i søkefeltet. Er innringeren ikke medlem, svarer du på spørsmålet til høyre.",
        )

    def show_new_caller(self) -> None:
        """Before «Hvem ringer?» is answered."""
        self._show(
            "Ny innringer",
            "Ikke i registeret",
            "«Hvem snakker jeg med, og hva gjelder det?»",
            "Velg hvem som ringer, til høyre. Etterpå skriver du nummer og navn.",
        )

    def show_third_party(self, kind: CallerKind, line: str, *, has_record: bool) -> None:
        """`line` is number and name; `has_record`: the record of a member was open."""
        do = CLOSED if has_record else "Gi bare generell informasjon, og åpne ikke noe medlemsbilde."
        self._show(CALLED[kind], line, SAID_FIRST.get(kind, CANNOT_CONFIRM), f"{do} {STILL_MEMBER}: Shift+Mellomrom.")

    def _show(self, name: str, ids: str, say: str, do: str) -> None:
        self._name.setText(name)
        self._ids.setText(ids)
        self._ids.setVisible(bool(ids))
        self._say_text.setText(say)
        self._say.setVisible(bool(say))
        self._do_text.setText(do)
        self._do.setVisible(bool(do))
        self.setAccessibleName(f"{name}. {ids}. {say} {do}")
        self.show_calls(())

    def show_calls(self, rows: Sequence[HomeRow]) -> None:
        """The last calls from the number."""
        self.calls.show_rows(rows)
        for part in (self._calls_title, self.calls):
            part.setVisible(bool(rows))
