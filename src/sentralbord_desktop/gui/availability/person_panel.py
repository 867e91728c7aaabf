"""The panel beside the board: the chosen person, and the presence that can be set for them."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QSize, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from sentralbord_desktop.delivery.mailto import mailto
from sentralbord_desktop.domain.availability import Board, planned_words, read_until
from sentralbord_desktop.domain.dates.clock import OSLO, oslo
from sentralbord_desktop.domain.dates.screen_time import until_time
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.organisation.organisation import Staff
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.gui._generated.ui_availability import Ui_Availability
from sentralbord_desktop.gui.availability.table import Seat, is_free
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.hints import NO_NUMBER
from sentralbord_desktop.gui.core.page import NamedNumber
from sentralbord_desktop.gui.core.unsaved_forms import Form, UnsavedForms
from sentralbord_desktop.gui.lists.outcome_buttons import Choice, OutcomeButtons
from sentralbord_desktop.gui.lists.state_line import show_state
from sentralbord_desktop.gui.widgets.field_grid import Field, FieldGrid
from sentralbord_desktop.gui.widgets.labels import STATUS_SIGNS
from sentralbord_desktop.services.availability import AvailabilityService

CONSENT = "«Er det greit at du snakker med en distriktssekretær i en nærliggende avdeling?»"
KINDS = [("ledig", "Ledig"), ("opptatt", "Opptatt"), ("mote", "I møte"), ("borte", "Borte")]


class PersonPanel(QObject):
    """`colleague_chosen`: show this person instead. `left`: the form is closed."""

    colleague_chosen = Signal(str)  # Seat.who
    left = Signal()

    def __init__(
        self,
        ui: Ui_Availability,
        availability: AvailabilityService,
        chosen: Callable[[], Seat | None],
        do: Callable[[Callable[[], Any], str], None],
        unsaved_forms: UnsavedForms,
        outcomes: OutcomeButtons,
    ) -> None:
        """`do` runs on the worker, shows errors, and announces the sentence when it is done."""
        super().__init__(ui.detail)
        self.ui = ui
        self._availability = availability
        self._chosen = chosen
        self._do = do
        self._board: Board | None = None
        self._asked_about = ""
        self._outcomes = outcomes
        self._form = FieldGrid()
        ui.askLayout.addWidget(self._form)
        self._form.hide()
        self._unsaved_forms = unsaved_forms
        self._unsaved = unsaved_forms.register(
            Form("status", "availability", lambda: bool(self._form.half_written()), self._kept, self._form.hide)
        )
        self._form.submitted.connect(self._set_presence)
        self._form.left.connect(self._leave_form)
        ui.sayText.setText(CONSENT)
        ui.ring.setIconSize(QSize(16, 16))
        theme.current().changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self.ui.ring.setIcon(theme.current().icon("phone", "accent_text", size=16))

    def show(self, board: Board | None) -> None:
        """Show the chosen person; without one, how to choose or add one."""
        self._board = board
        seat, ui = self._chosen(), self.ui
        if seat is None or seat.who != self._asked_about:  # an open form is kept while the board is refreshed
            self._leave_form(focus=False)
        of_number = (ui.number, ui.ring, ui.ringKey)
        for part in (ui.whoIds, ui.statusIcon, ui.status, ui.origin, *of_number, ui.say, ui.nearestHead):
            part.setVisible(seat is not None)
        if seat is None or board is None:
            nobody = not (board and board.organisation.staff)
            ui.who.setText("Legg inn personer i Katalog (Ctrl+5)" if nobody else "Velg en person")
            self._outcomes.show([])
            return
        ui.who.setText(seat.name)
        ui.whoIds.setText(seat.what)
        self._show_status(seat, board)
        number = seat.number
        ui.number.setText(spoken_number(number) or "Ikke registrert")
        for part in (ui.ring, ui.ringKey):
            part.setVisible(bool(number))
        nearest = self._nearest(seat, board)
        is_ds = bool(seat.person and seat.person.function == "DS" and not is_free(seat))
        ui.say.setVisible(is_ds)
        ui.nearestHead.setVisible(is_ds)
        ui.nearestHead.setText("Nærmeste ledige" if nearest else self._none_near(seat, board))
        self._outcomes.show([*self._near_choices(nearest), *self._choices(seat)])

    def _show_status(self, seat: Seat, board: Board) -> None:
        ui, status = self.ui, seat.status
        kind = status.kind if status and status.is_confirmed else ""
        theme.current().show_icon(ui.statusIcon, *STATUS_SIGNS[kind], size=18)
        ui.status.setText(status.words(board.moment).capitalize() if status else "Ikke meldt")
        substitute = seat.person.substitute if seat.person else (seat.role.substitute if seat.role else "")
        lines = [status.origin(board.moment)] if status else []
        lines += [f"Stedfortreder: {substitute}"] if substitute else []
        lines += [planned_words(row, board.moment) for row in board.coming(seat.who)[:3]]
        ui.origin.setText("\n".join(lines))
        ui.origin.setVisible(bool(lines))

    def _nearest(self, seat: Seat, board: Board) -> list[Staff]:
        if not seat.person or seat.person.function != "DS" or is_free(seat):
            return []
        return [p for p in board.nearby(seat.person.department) if board.is_free(p)][:3]

    def _none_near(self, seat: Seat, board: Board) -> str:
        near = board.nearby(seat.person.department if seat.person else None)
        following = board.next_free(near)
        if not near:
            return "Avdelingen har ingen naboer i Katalog."
        coming = f" Neste: {following.person.name} {until_time(following.until, board.moment)}." if following else ""
        return f"Ingen ledige i nærheten.{coming}"

    def _near_choices(self, nearest: list[Staff]) -> list[Choice]:
        return [
            Choice(
                str(n),
                person.name,
                f"avd. {person.department}",
                partial(self.colleague_chosen.emit, f"staff:{person.id}"),
            )
            for n, person in enumerate(nearest, 1)
        ]

    def _choices(self, seat: Seat) -> list[Choice]:
        service = self._availability

        def do(work: Callable[[], Any], said: str) -> Callable[[], None]:
            return lambda: self._do(work, f"{seat.name} {said}.")

        choices: list[Choice] = [
            Choice("6", "Ledig nå", "", do(lambda: service.set_presence(seat.who, "ledig"), "er meldt ledig")),
            Choice("7", "Jeg ringte, ingen svar", "", do(lambda: service.no_answer(seat.who), "svarte ikke")),
            Choice("8", "Meld en annen status", "", self.ask_status),
        ]
        if self._board and (coming := self._board.coming(seat.who)):
            choices.insert(
                0, Choice("5", "Glem det planlagte", "", do(lambda: service.forget(coming[0]), "har ikke noe planlagt"))
            )
        if self._mail(seat):
            choices.append(Choice("9", "Send beskjed", "", lambda: self._write(seat)))
        return choices

    def ask_status(self, written: dict[str, str] | None = None) -> None:
        """Open the form: a status, from when and until when. Enter or Ctrl+Enter saves it."""
        seat = self._chosen()
        if self._form.half_written():
            self._form.go_on()  # Enter in the list when the form is open
            return
        self._asked_about = seat.who if seat else ""
        self._form.ask_again(
            [
                Field("kind", "Status", "borte", choices=KINDS),
                Field("start", "Fra", "", "nå, eller fredag kl. 8"),
                Field("until", "Til", "", "15.00, torsdag eller 30.11", note="Tomt: til noen sier noe annet"),
            ],
            written or {},
        )
        self._form.show()
        self._form.focus_first()

    def _set_presence(self) -> None:
        seat, values = self._chosen(), self._form.values()
        if seat is None or self._board is None:
            return
        try:
            start, until = self._span(values["start"], values["until"])
        except SwitchboardError as error:
            self.ui.origin.setText(str(error))
            self.ui.origin.show()
            for key in ("start", "until"):
                self._form.box(key).setAccessibleDescription(str(error))
            announce(self.ui.origin, str(error))
            return
        who, said = seat.who, f"{seat.name} er meldt {dict(KINDS)[values['kind']].lower()}."
        self._do(lambda: self._availability.set_presence(who, values["kind"], until, start=start), said)
        self._close_form()

    def _span(self, start: str, until: str) -> tuple[datetime | None, datetime | None]:
        first, last = self._moment(start), self._moment(until)
        if first and last and last <= first:
            raise SwitchboardError("Slutten må være etter starten.")
        return first, last

    def _moment(self, text: str) -> datetime | None:
        if not text or text.casefold() == "nå" or self._board is None:
            return None
        local = oslo(self._board.moment).replace(tzinfo=None)
        found = read_until(text, local)
        if found is None:
            raise SwitchboardError("Skriv tiden som 15.00, torsdag eller 30.11.")
        return found.replace(tzinfo=OSLO)

    def go_on(self) -> bool:
        return self._form.go_on()

    def _close_form(self) -> None:
        if not self._form.isHidden():
            self._form.hide()
            self.left.emit()

    def _leave_form(self, *, focus: bool = True) -> None:
        was_open = not self._form.isHidden()
        self._unsaved_forms.leave(self._unsaved)
        if was_open and focus:
            self.left.emit()

    def _kept(self) -> Callable[[], None]:
        return partial(self._ask_again, self._asked_about, self._form.half_written())

    def _ask_again(self, who: str, written: dict[str, str]) -> None:
        self.colleague_chosen.emit(who)
        seat = self._chosen()
        if seat is not None and seat.who == who:
            self.ask_status(written)
        else:
            show_state(self.ui.foot, "Den du skrev om, vises ikke nå. Velg «Alle», og hent teksten igjen.")
            self._unsaved_forms.offer_back(self._unsaved, partial(self._ask_again, who, written))

    def submit(self) -> bool:
        if self._form.isHidden():
            return False
        self._set_presence()
        return True

    def numbers(self) -> list[NamedNumber]:
        seat = self._chosen()
        if seat is None:
            return []
        both = [("Telefon", seat.number), ("Mobil", seat.person.mobile if seat.person else "")]
        return list({number: NamedNumber(name, number) for name, number in reversed(both) if number}.values())[::-1]

    @staticmethod
    def _mail(seat: Seat) -> str:
        return seat.person.email if seat.person else (seat.role.email if seat.role else "")

    def copy_number(self) -> None:
        if (seat := self._chosen()) and (number := seat.number):
            QApplication.clipboard().setText(number)
            show_state(self.ui.foot, "Nummeret er kopiert.")
        else:
            show_state(self.ui.foot, NO_NUMBER)

    def _write(self, seat: Seat) -> None:
        if not QDesktopServices.openUrl(QUrl(mailto(self._mail(seat), (), "", ""))):
            QApplication.clipboard().setText(self._mail(seat))
            show_state(self.ui.foot, "Fant ikke e-postprogrammet. Adressen er kopiert.")
