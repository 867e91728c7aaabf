"""The chosen callback beside the list: person, promise and attempts."""

from collections.abc import Callable

from sentralbord_desktop.domain.callbacks.callback import OUTCOMES, Callback
from sentralbord_desktop.domain.dates.calendar import note_date
from sentralbord_desktop.domain.members.record import rang_themselves, when
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.gui._generated.ui_callbacks import Ui_Callbacks
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.labels import unbroken
from sentralbord_desktop.services.session import OperatorSession


class CallbackDetail:
    def __init__(
        self, ui: Ui_Callbacks, operator_session: OperatorSession, category_title: Callable[[str], str]
    ) -> None:
        self.ui = ui
        self._operator_session = operator_session
        self._category_title = category_title
        theme.current().show_icon(ui.numberIcon, "phone-fill", "accent", size=20)

    def show(self, callback: Callback | None) -> None:
        ui, now = self.ui, self._operator_session.clock()
        person = (ui.who, ui.whoIds, ui.number, ui.numberIcon, ui.ringHint, ui.ringKey)
        history = (ui.promise, ui.promiseHead, ui.attempts, ui.attemptsHead)
        for widget in (*person, *history, ui.question, ui.buttons):
            widget.setVisible(callback is not None)
        ui.alert.setVisible(callback is not None and callback.deadline is not None)
        if callback is None:
            return
        ui.who.setText(callback.name or "Ukjent innringer")
        category = self._category_title(callback.category)
        ui.whoIds.setText("\n".join(filter(None, (category, self._whose(callback)))))
        ui.number.setText(spoken_number(callback.number) or "Uten nummer")
        if callback.deadline:
            ui.alertText.setText(f"⚑ Mulig frist {note_date(callback.deadline)}. DS bekrefter.")
        ui.promiseHead.setText(f"Vi lovet · {callback.promised_by}, {when(callback.created, now)}")
        due = when(callback.due, now) if callback.due else callback.window or "når det passer"
        ui.promise.setText(unbroken(f"Å ringe {due}. {callback.subject}"))
        lines = [f"{when(a.at, now)}  {OUTCOMES.get(a.outcome, a.outcome)}  {a.author}" for a in callback.attempts[:4]]
        ui.attempts.setText("\n".join(lines) or "Ingen ennå")
        ui.question.setText("Hvordan gikk det?")

    def _whose(self, callback: Callback) -> str:
        if callback.offered_to == self._operator_session.sign:
            return f"{callback.owner} spør om du kan ta den. Trykk 9."
        if callback.offered_to:
            return f"Venter på at {callback.offered_to} godtar"
        if callback.owner and not callback.owner_at(self._operator_session.clock()):
            return f"Var {callback.owner} sin, er ledig for alle nå"
        rang = rang_themselves(callback, self._operator_session.clock())
        return f"Medlemmet {rang}" if rang else ""
