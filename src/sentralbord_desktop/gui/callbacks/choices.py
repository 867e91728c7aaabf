"""The possible actions on a callback, by digit."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sentralbord_desktop.domain.callbacks.callback import OUTCOMES, SETTLED, Callback
from sentralbord_desktop.domain.dates.screen_time import day_and_time
from sentralbord_desktop.gui.callbacks.columns import MAX_ATTEMPTS
from sentralbord_desktop.gui.callbacks.questions import CallbackQuestions, Do
from sentralbord_desktop.gui.lists.outcome_buttons import Choice
from sentralbord_desktop.services.callbacks.callbacks import CallbackService
from sentralbord_desktop.services.session import OperatorSession


class CallbackChoices:
    """`answered` opens the inquiry of a callback that was answered."""

    def __init__(
        self,
        callbacks: CallbackService,
        operator_session: OperatorSession,
        questions: CallbackQuestions,
        do: Do,
        answered: Callable[[Callback], None],
    ) -> None:
        self._callbacks, self._operator_session = callbacks, operator_session
        self._questions, self._do, self._answered = questions, do, answered

    def of(self, callback: Callback) -> list[Choice]:
        tried, ask = partial(self._tried, callback), self._questions
        accept = Choice("9", "Godta", "den er din", lambda: self._accept(callback))
        return [
            Choice("1", "Svarte", "åpner samtalen", partial(self._answered, callback)),
            Choice("2", "Ikke svar", "på nytt om en time", lambda: tried("ikke_svar")),
            Choice("3", "Opptatt", "på nytt om 15 min", lambda: tried("opptatt")),
            Choice("4", "Feil nummer", "skriv et nytt", lambda: ask.ask_number(callback)),
            Choice("5", "Flytt", "velg tid", lambda: ask.ask_time(callback)),
            Choice("6", "Gi til en annen", "skriv hvem", lambda: ask.ask_receiver(callback)),
            Choice("7", "La igjen beskjed", "blir stående", lambda: tried("beskjed")),
            Choice("8", "Slipp", "blir ledig igjen", lambda: self._release(callback)),
            *([accept] if callback.offered_to == self._operator_session.sign else []),
            Choice("0", "Ordnet", "trengs ikke lenger", lambda: tried(SETTLED)),
        ]

    def _release(self, callback: Callback) -> None:
        self._do(lambda: self._callbacks.release(callback), callback, "sluppet")

    def _accept(self, callback: Callback) -> None:
        self._do(lambda: self._callbacks.accept(callback), said="Godtatt. Den er din.")

    def _tried(self, callback: Callback, outcome: str) -> None:
        vain = sum(1 for a in callback.attempts if a.outcome == "ikke_svar")
        self._do(lambda: self._callbacks.attempt(callback, outcome), callback, partial(self._what_came, outcome))
        if outcome == "ikke_svar" and vain + 1 >= MAX_ATTEMPTS:
            self._questions.ask_sms(callback)

    def _what_came(self, outcome: str, again: datetime | None) -> str:
        """«ikke svar. Ringes igjen i morgen 08.00»: an hour from now the office may be closed."""
        when = f". Ringes igjen {day_and_time(again, self._operator_session.clock())}" if again else ""
        return OUTCOMES[outcome].lower() + when
