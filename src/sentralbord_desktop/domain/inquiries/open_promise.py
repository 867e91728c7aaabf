"""A promise to the member that is open when they ring: a callback, or a confirmation in writing that is awaited. The
operator says in the review whether it is settled now."""

from datetime import date, datetime
from typing import Literal

from pydantic import ConfigDict

from sentralbord_desktop.domain.callbacks import Callback, has_hour, promised_time
from sentralbord_desktop.domain.confirmations import CONFIRMATION_KINDS, Confirmation
from sentralbord_desktop.domain.dates.calendar import near_day
from sentralbord_desktop.domain.dates.clock import clock, today
from sentralbord_desktop.domain.redacted import Guarded
from sentralbord_desktop.domain.telephony import normal_number, spoken_number

SETTLED, KEPT, KEPT_NEW = "gjort", "staar", "nytt_nummer"
"""The answers: it is settled in this call; it stays open; it stays open, with the number that was given in this call."""


class OpenPromise(Guarded):
    """`id` is of the callback or the confirmation. `due` and `window` are of a callback: when it was promised. So is
    `number`, and `new_number`, another one that was given in this call."""

    model_config = ConfigDict(frozen=True)
    kind: Literal["oppringing", "bekreftelse"]
    id: int
    made: date
    due: datetime | None = None
    window: str = ""
    number: str = ""
    new_number: str = ""
    promised_by: str = ""
    subject: str = ""
    category: str = ""
    """Of a confirmation: the procedure in which it is asked about."""

    def __repr__(self) -> str:
        return f"<OpenPromise {self.kind} {self.id}>"

    @property
    def key(self) -> str:
        """«oppringing:12»: its name among the answers of the review."""
        return f"{self.kind}:{self.id}"

    @property
    def is_callback(self) -> bool:
        return self.kind == "oppringing"

    @property
    def choices(self) -> dict[str, str]:
        """Answer -> its words, in the order of their digits. The old number is named only beside a new one."""
        if not self.is_callback:
            return {SETTLED: "Er kommet", KEPT: "Venter fortsatt"}
        if not self.new_number:
            return {SETTLED: "Gjort nå", KEPT: "Vi ringer fortsatt"}
        kept = f"Ring {spoken_number(self.number)}" if self.number else "Vi ringer fortsatt"
        return {SETTLED: "Gjort nå", KEPT: kept, KEPT_NEW: f"Ring {spoken_number(self.new_number)}"}

    def with_new_number(self, number: str) -> "OpenPromise":
        """Asked whether to ring on this number, where it is another than the one that we have."""
        is_new = self.is_callback and number and normal_number(number) != normal_number(self.number)
        return self.model_copy(update={"new_number": number}) if is_new else self

    def title(self, now: datetime) -> str:
        """«Løftet fra fredag»."""
        if not self.is_callback:
            return "Bekreftelsen vi venter på"
        return f"Løftet fra {near_day(self.made, today(now))}"

    def detail(self, now: datetime) -> str:
        """«ØV lovet at vi skulle ringe kl. 15.00 om fakturaen»; with the day when it is another than that of the promise.
        «Lovet oppringing i går» could be read as promised yesterday, or as rung by the member."""
        if not self.is_callback:
            asked = near_day(self.made, today(now))
            return f"{self.subject}, bedt om {asked}"
        about = f" om {self.subject}" if self.subject else ""
        asked = f". Ring på det nye nummeret {spoken_number(self.new_number)}?" if self.new_number else ""
        return f"{self.promised_by} lovet at vi skulle ringe {self._when(now)}{about}{asked}"

    def _when(self, now: datetime) -> str:
        if self.due is None:
            return self.window or "når det passer"
        if not has_hour(self.due) or today(self.due) != self.made:
            return promised_time(self.due, self.window, now)
        words = f" ({self.window})" if self.window else ""
        return f"kl. {clock(self.due)}{words}"

    def answered(self, answer: str, now: datetime) -> str:
        """«Løftet fra fredag er gjort.», the folded card."""
        if answer == KEPT_NEW:
            end = f"står. Vi ringer {spoken_number(self.new_number)}."
        elif self.is_callback:
            end = "er gjort." if answer == SETTLED else "står. Vi ringer fortsatt."
        else:
            end = "er kommet." if answer == SETTLED else "er ikke kommet. Vi venter fortsatt."
        return f"{self.title(now)} {end}"


def of_callback(callback: Callback) -> OpenPromise:
    return OpenPromise(
        kind="oppringing",
        id=callback.id,
        made=today(callback.created),
        due=callback.ring_by,
        window=callback.window,
        number=callback.number,
        promised_by=callback.promised_by,
        subject=callback.subject,
        category=callback.category,
    )


def of_confirmation(confirmation: Confirmation) -> OpenPromise:
    what = CONFIRMATION_KINDS.get(confirmation.kind, confirmation.kind)
    if confirmation.detail:
        what = f"{what.partition(' til ')[0]} {confirmation.detail}"
    return OpenPromise(
        kind="bekreftelse", id=confirmation.id, made=confirmation.asked, subject=what, category=confirmation.kind
    )
