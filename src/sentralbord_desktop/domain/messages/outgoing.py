"""Outgoing messages: e-mail, SMS and letter orders."""

import re
from datetime import date, datetime, timedelta

from sqlmodel import Field
from sqlmodel._compat import SQLModelConfig

from sentralbord_desktop.domain.dates.clock import UtcDateTime, oslo, today
from sentralbord_desktop.domain.dates.screen_time import said_at
from sentralbord_desktop.domain.dates.working_days import add_working_days, working_days_left
from sentralbord_desktop.domain.deadlines import URGENT_WORKING_DAYS
from sentralbord_desktop.domain.redacted import Private

OUTGOING_STATES = {
    "klar": "venter",
    "apnet": "åpnet",
    "bekreft": "må bekreftes",
    "sender": "sendes",
    "sendt": "sendt",
    "feilet": "ikke sendt",
    "usikker": "usikkert",
    "overlatt": "sendt for hånd",
    "trukket": "trukket tilbake",
}
"""State of an outgoing message -> the word on the screen.

`klar` waits for its time, or for an operator when it has none. `apnet` is opened in the mail program or copied, and
an operator says whether it was sent. `bekreft` waits for an operator to allow an address outside the organisation.
`sender` is past the point of no return. Of `usikker` it is not known whether it left; an operator decides. `overlatt`
was sent by hand, as an operator said. `trukket` is dropped, or its inquiry was opened again.
"""
OVERDUE_AFTER = timedelta(minutes=5)
"""A message that is to leave by itself and has not left so long after its time is overdue."""
URGENT = "HASTER"
"""How the subject of an urgent e-mail begins."""
HOUR_TODAY = re.compile(r"\bi dag (?:før |innen |etter )?(?:kl\. ?|klokk(?:a|en) )?\d{1,2}\b|\b\d{1,2} i dag\b", re.I)
"""«i dag kl. 14», «innen 12 i dag»."""


class OutgoingFields(Private):
    """An e-mail, SMS or letter order.

    `target` is the receiver in the procedure's terms. `not_before` is when it is sent by itself; None means by hand.
    `letter` and `letter_to` are the letter that is ordered and the address on it. `handed_over` is when it was opened,
    taken or sent. `reason` is why it was not sent: from the server, or from the operator who dropped it. `strength` is
    the procedure's: skal, bor, kan or «». `deadline` is the possible deadline of the case. `moved_by` are the initials
    of the operator who moved it last. `answered`: it was dropped, and an operator has said that the receiver knows.
    """

    kind: str = Field(max_length=20)
    target: str = Field(default="", max_length=100)
    to_label: str = Field(default="", max_length=200)
    to_address: str = Field(default="", max_length=200)
    copy_to: str = Field(default="", max_length=200)
    subject: str = Field(default="", max_length=300)
    body: str = Field(default="", max_length=8000)
    letter: str = Field(default="", max_length=8000)
    letter_to: str = Field(default="", max_length=300)
    state: str = Field(default="klar", max_length=20, index=True)
    created: datetime = Field(sa_type=UtcDateTime)
    handed_over: datetime | None = Field(default=None, sa_type=UtcDateTime)
    not_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    reason: str = Field(default="", max_length=300)
    strength: str = Field(default="", max_length=10)
    deadline: date | None = None
    moved_by: str = Field(default="", max_length=10)
    answered: bool = False


class Outgoing(OutgoingFields):
    model_config = SQLModelConfig(frozen=True)
    id: str
    inquiry_id: str | None = None
    member_id: int | None = None
    member_name: str = ""
    """Of the member it is about; read for the list."""
    topic: str = ""
    """Of its call: the title of the category; read for the list."""
    author: str = ""
    """Initials of the operator who completed its inquiry; read for the list."""

    @property
    def waits(self) -> bool:
        """Nothing of it has left, and it still can be dropped."""
        return self.state in {"klar", "apnet", "bekreft", "feilet"}

    @property
    def has_left(self) -> bool:
        return self.state in {"sendt", "overlatt"}

    def left_words(self, now: datetime) -> str:
        """Whether it left, for the record: «ikke sendt», «sendt 10.40», «trukket», «usikkert»."""
        if self.has_left:
            return f"sendt {said_at(self.handed_over or self.created, now)}"
        return {"trukket": "trukket", "usikker": "usikkert"}.get(self.state, "ikke sendt")

    @property
    def needs_hand(self) -> bool:
        """Only an operator can move it on."""
        by_hand = self.state == "klar" and self.not_before is None
        return by_hand or self.state in {"apnet", "bekreft", "feilet", "usikker"}

    @property
    def must_be_sent(self) -> bool:
        """The procedure says `skal`."""
        return self.strength == "skal"

    @property
    def is_urgent(self) -> bool:
        return self.subject.startswith(URGENT)

    @property
    def is_dropped(self) -> bool:
        """An operator has said, with a reason, that it is not to be sent."""
        return self.state == "trukket" and bool(self.moved_by)

    def is_pressing(self, moment: datetime) -> bool:
        """It does not leave unless an operator sees to it, and is urgent, or demanded by the procedure and near its time."""
        is_left_to_us = self.needs_hand or self.is_overdue(moment)
        return is_left_to_us and (self.is_urgent or (self.must_be_sent and self._is_near(moment)))

    def _is_near(self, moment: datetime) -> bool:
        """Its deadline is within three working days, it names an hour today, or it is older than a working day."""
        day, made = today(moment), oslo(self.created)
        if self.deadline is not None and working_days_left(day, self.deadline) <= URGENT_WORKING_DAYS:
            return True
        if made.date() == day and HOUR_TODAY.search(f"{self.subject}\n{self.body}"):
            return True
        a_day_later = datetime.combine(add_working_days(made.date(), 1), made.timetz())
        return a_day_later < moment

    def is_overdue(self, moment: datetime) -> bool:
        """It was to leave by itself, and its time passed more than `OVERDUE_AFTER` ago. A new attempt gets a later
        `not_before`, so after the first one the time it was made counts."""
        if self.state != "klar" or self.not_before is None:
            return False
        limit = moment - OVERDUE_AFTER
        return self.not_before < limit or (self.attempts > 0 and self.created < limit)

    def is_trouble(self, moment: datetime) -> bool:
        """It was to be sent and was not, or may not have been: the red number of the rail counts it."""
        return self.state in {"feilet", "usikker"} or self.is_overdue(moment)

    def is_owed(self, day: date) -> bool:
        """The procedure demands it, it was dropped, a deadline runs, and no operator has answered for it."""
        runs = self.deadline >= day if self.deadline else self.is_urgent
        return self.is_dropped and self.must_be_sent and runs and not self.answered
