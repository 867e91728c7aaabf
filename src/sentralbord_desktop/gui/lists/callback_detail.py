"""The callback that is chosen, beside the list: whom to ring, what was promised, and how it has gone so far."""

from collections.abc import Callable

from sentralbord_desktop.domain.dates import note_date
from sentralbord_desktop.domain.desk import OUTCOMES, Callback
from sentralbord_desktop.domain.phones import spoken_number
from sentralbord_desktop.domain.record import when
from sentralbord_desktop.domain.words import counted
from sentralbord_desktop.gui import theme
from sentralbord_desktop.gui._generated.ui_callbacks import Ui_Callbacks
from sentralbord_desktop.gui.widgets.small import unbroken
from sentralbord_desktop.services.shift import Shift


class CallbackDetail:
    """Shows; what can be done with it is asked by the page."""

    def __init__(
        self, ui: Ui_Callbacks, shift: Shift, category_title: Callable[[str], str]
    ) -> None:
        self.ui = ui
        self._shift = shift
        self._category_title = category_title
        theme.current().show_icon(ui.numberIcon, "phone-fill", "accent", size=20)

    def show(self, callback: Callback | None) -> None:
        """All of it; hidden where none is chosen."""
        ui, now = self.ui, self._shift.clock()
        for widget in (ui.who, ui.whoIds, ui.number, ui.numberIcon, ui.ringHint, ui.ringKey, ui.promise,
                       ui.promiseHead, ui.attempts, ui.attemptsHead, ui.question, ui.buttons):  # fmt: skip
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
        lines = [f"{when(a.at, now)}  {OUTCOMES.get(a.outcome, a.outcome)}  {a.author}"
                 for a in callback.attempts[:4]]  # fmt: skip
        ui.attempts.setText("\n".join(lines) or "Ingen ennå")
        ui.question.setText("Hvordan gikk det?")

    def _whose(self, callback: Callback) -> str:
        """Whose it is, when that is not plain."""
        if callback.offered_to == self._shift.sign:
            return f"{callback.owner} spør om du kan ta den. Trykk 9."
        if callback.offered_to:
            return f"Venter på at {callback.offered_to} godtar"
        if callback.owner and not callback.owner_at(self._shift.clock()):
            return f"Var {callback.owner} sin, er ledig for alle nå"
        raised = callback.raised
        return f"Medlemmet har purret {counted(raised, 'gang', 'ganger')}" if raised else ""
