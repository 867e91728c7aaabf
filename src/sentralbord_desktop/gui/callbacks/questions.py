"""The questions of an outcome: a number, a time, a receiver."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from sentralbord_desktop.domain.callbacks.callback import Callback
from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.dates.parse_callback_time import NO_TIME, is_no_time, read_moment
from sentralbord_desktop.domain.telephony.phone_numbers import is_phone_number, spoken_number
from sentralbord_desktop.gui.lists.inline_question import InlineQuestion
from sentralbord_desktop.services.callbacks.callbacks import NOT_A_NUMBER, CallbackService

What = str | Callable[[Any], str]
"""The sentence about the action, or a function that makes it from the result of the work."""


class Do(Protocol):
    """Runs `work` on the worker. With the earlier callback in `before`, it can be undone; else `said` is announced."""

    def __call__(
        self, work: Callable[[], object], before: Callback | None = None, what: What = "", *, said: str = ""
    ) -> None: ...


class CallbackQuestions:
    """Each question is about one callback, and its answer is written at once."""

    def __init__(
        self, question: InlineQuestion, callbacks: CallbackService, clock: Callable[[], datetime], do: Do
    ) -> None:
        self._question, self._callbacks, self._clock, self._do = question, callbacks, clock, do

    def ask_number(self, callback: Callback) -> None:
        def answered(text: str) -> str | None:
            if text.strip() and not is_phone_number(text):
                return NOT_A_NUMBER
            self._do(lambda: self._callbacks.wrong_number(callback, text), callback, "feil nummer")
            return None

        self._question.ask("Riktig nummer?", "990 00 000", answered, callback.id)

    def ask_time(self, callback: Callback) -> None:
        def answered(text: str) -> str | None:
            due, window = read_moment(text, oslo(self._clock()))
            if due is None and not window:
                return "Skriv for eksempel «i morgen 10»."
            if is_no_time(due, text, oslo(self._clock())):
                return f"«{text}» {NO_TIME}"
            self._do(lambda: self._callbacks.move(callback, due, window[:60]), callback, "flyttet")
            return None

        self._question.ask("Når skal vi ringe?", "i morgen 10, onsdag 14.30", answered, callback.id)

    def ask_receiver(self, callback: Callback) -> None:
        def give(receiver: str) -> None:
            self._do(lambda: self._callbacks.give(callback, receiver), callback, "gitt til en annen")

        self._ask_who("Hvem skal ringe?", give, callback.id)

    def ask_hand_over(self, give: Callable[[str], None]) -> None:
        """Offer all of the operator's callbacks to one receiver."""
        self._ask_who("Hvem tar over oppringingene dine?", give)

    def ask_sms(self, callback: Callback) -> None:
        """After the third call without an answer. The callback may leave the list first."""
        self._question.ask(
            f"Tredje gang uten svar hos {callback.name or spoken_number(callback.number)}. Send SMS «vi prøvde»?",
            "Enter sender, Esc lar være",
            lambda _: self._do(lambda: self._callbacks.send_tried_sms(callback), said="SMS-en ligger i Utboks."),
            stands=True,
        )

    def _ask_who(self, question: str, give: Callable[[str], None], about: int = 0) -> None:
        def answered(text: str) -> str | None:
            if not text:
                return "Skriv initialene eller navnet."
            give(text)
            return None

        self._question.ask(question, "Initialer eller navn", answered, about)
