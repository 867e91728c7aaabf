"""The chosen callback beside the list: person, number, what to say, promise and attempts."""

from collections.abc import Callable

from PySide6.QtCore import QSize

from sentralbord_desktop.domain.callbacks.callback import OUTCOMES, Callback
from sentralbord_desktop.domain.dates.calendar import is_far, long_date
from sentralbord_desktop.domain.dates.clock import today
from sentralbord_desktop.domain.dates.screen_time import day_and_time, day_at_time
from sentralbord_desktop.domain.members.record import apology, rang_themselves
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.domain.text.norwegian import grouped
from sentralbord_desktop.gui._generated.ui_callbacks import Ui_Callbacks
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.labels import unbroken
from sentralbord_desktop.services.session import OperatorSession

MAX_ATTEMPTS = 4
"""Attempts that are shown, the newest first."""


class CallbackDetail:
    def __init__(
        self, ui: Ui_Callbacks, operator_session: OperatorSession, category_title: Callable[[str], str]
    ) -> None:
        self.ui = ui
        self._operator_session = operator_session
        self._category_title = category_title
        ui.ring.setIconSize(QSize(16, 16))
        theme.current().changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self.ui.ring.setIcon(theme.current().icon("phone", "accent_text", size=16))

    def show(self, callback: Callback | None) -> None:
        ui, now = self.ui, self._operator_session.clock()
        person = (ui.who, ui.whoIds, ui.number, ui.ring, ui.ringKey)
        for widget in (*person, ui.promise, ui.promiseHead, ui.question, ui.buttons):
            widget.setVisible(callback is not None)
        for widget in (ui.attempts, ui.attemptsHead):
            widget.setVisible(callback is not None and bool(callback.attempts))
        ui.alert.setVisible(callback is not None and callback.deadline is not None)
        ui.sayBox.setVisible(callback is not None and callback.is_overdue(now))
        if callback is None:
            return
        for widget in (ui.ring, ui.ringKey):
            widget.setVisible(bool(callback.number))
        ui.who.setText(callback.name or "Ukjent innringer")
        ui.whoIds.setText("\n".join(filter(None, (_ids(callback), self._whose(callback)))))
        ui.whoIds.setVisible(bool(ui.whoIds.text()))
        ui.number.setText(spoken_number(callback.number) or "Uten nummer")
        ui.say_.setText(apology(callback, now))
        if callback.deadline:
            day = long_date(callback.deadline, year=is_far(callback.deadline, today(now)))
            ui.alertText.setText(f"Mulig frist {day}. DS bekrefter.")
        category = self._category_title(callback.category)
        ui.promise.setText(unbroken(": ".join(filter(None, (category, callback.subject)))))
        ui.promiseHead.setText(f"Lovet av {callback.promised_by} {day_at_time(callback.created, now)}")
        ui.attempts.setText("\n".join(self._attempts(callback)))
        ui.question.setText("Hvordan gikk det?")

    def show_words(self, heading: str, words: str) -> None:
        """Show a text instead, for no callback or for several."""
        for widget, text in ((self.ui.who, heading), (self.ui.whoIds, words)):
            widget.setText(text)
            widget.show()

    def _attempts(self, callback: Callback) -> list[str]:
        now = self._operator_session.clock()
        return [
            f"{day_and_time(a.at, now)}, {OUTCOMES.get(a.outcome, a.outcome).lower()} ({a.author})"
            for a in callback.attempts[:MAX_ATTEMPTS]
        ]

    def _whose(self, callback: Callback) -> str:
        if callback.offered_to == self._operator_session.sign:
            return f"{callback.owner} spør om du kan ta den. Trykk 9."
        if callback.offered_to:
            return f"Venter på at {callback.offered_to} godtar"
        if callback.owner and not callback.owner_at(self._operator_session.clock()):
            return f"Var {callback.owner} sin, er ledig for alle nå"
        rang = rang_themselves(callback, self._operator_session.clock())
        return f"Medlemmet {rang}" if rang else ""


def _ids(callback: Callback) -> str:
    """«204 305 · avd. 1»; «» without a member."""
    department = f"avd. {callback.department}" if callback.department else ""
    return " · ".join(filter(None, (grouped(callback.member_number), department)))
