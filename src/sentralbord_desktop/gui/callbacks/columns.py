"""The columns of «Ring tilbake»: shape, time, person, subject, deadline, owner and attempts, under three headings."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sentralbord_desktop.domain.callbacks.callback import Callback
from sentralbord_desktop.domain.dates.calendar import is_far, short_date
from sentralbord_desktop.domain.dates.clock import clock, today
from sentralbord_desktop.domain.dates.screen_time import day_and_time, time_left
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.gui.core.icons import NO_SIGN, Sign
from sentralbord_desktop.gui.lists.grouped_model import Grouping, RowGroup, state_column
from sentralbord_desktop.gui.widgets.table_model import Column
from sentralbord_desktop.services.session import OperatorSession

MAX_ATTEMPTS = 3
OVERDUE, TODAY, LATER = "Forfalt", "I dag", "Senere"
ANY_TIME = "når som helst"


def group_of(callback: Callback, moment: datetime) -> str:
    """Forfalt, I dag or Senere."""
    if callback.is_overdue(moment):
        return OVERDUE
    due = callback.due
    return TODAY if due is None or today(due) <= today(moment) else LATER


def urgency(callback: Callback, moment: datetime) -> str:
    """Sorts within a heading: what is overdue by its legal deadline first, all by their time, what has none last."""
    limit = callback.deadline.isoformat() if callback.deadline else "9999"
    overdue = f"{limit}{9 - min(callback.raised, 9)}" if callback.is_overdue(moment) else ""
    return f"{overdue}{callback.due.isoformat() if callback.due else '9999'}"


def callback_grouping(moment: Callable[[], datetime]) -> Grouping[Callback]:
    groups = (RowGroup(OVERDUE, "danger"), RowGroup(TODAY), RowGroup(LATER))
    return Grouping(groups, lambda callback: group_of(callback, moment()))


class DueWords(NamedTuple):
    time: str
    distance: str


def due_words(callback: Callback, moment: datetime) -> DueWords:
    """When to ring, and the time until or since then: «fredag 15.00» and «1 virkedag over»; «når som helst» and «i
    dag»."""
    if callback.due is None:
        return DueWords(callback.window or ANY_TIME, "i dag")
    window = "" if callback.is_overdue(moment) else callback.window
    return DueWords(day_and_time(callback.due, moment), window or time_left(callback.due, moment))


def dots_of(callback: Callback) -> str:
    """«●●○»: our own attempts of the three, never a reminder from the member."""
    made = min(callback.own_attempts, MAX_ATTEMPTS)
    return "●" * made + "○" * (MAX_ATTEMPTS - made)


def attempts_said(callback: Callback) -> str:
    return f"{callback.own_attempts} av {MAX_ATTEMPTS} forsøk"


def deadline_words(callback: Callback, moment: datetime) -> str:
    """«ons. 02.12.», with the year when it is far away; «» without a deadline."""
    if callback.deadline is None:
        return ""
    return short_date(callback.deadline, year=is_far(callback.deadline, today(moment)))


def sign_of(callback: Callback, moment: datetime) -> Sign:
    return Sign("clock-fill", "danger") if callback.is_overdue(moment) else Sign("clock", "text2")


def callback_columns(operator_session: OperatorSession, category_title: Callable[[str], str]) -> list[Column[Callback]]:
    def now() -> datetime:
        return operator_session.clock()

    def due_key(callback: Callback) -> str:
        return urgency(callback, now())

    def tone(callback: Callback) -> str:
        return "danger" if callback.is_overdue(now()) else ""

    return [
        state_column(lambda c: group_of(c, now()), due_key, lambda c: sign_of(c, now())),
        Column("Ring", lambda c: "\n".join(due_words(c, now())), due_key, 124, strong=True, tone=tone),
        Column(
            "Navn og nummer",
            lambda c: f"{c.name or 'Ukjent'}\n{spoken_number(c.number)}".strip(),
            None,
            160,
            strong=True,
            takes_over=True,
        ),
        Column("Gjelder", lambda c: f"{category_title(c.category)}\n{c.subject}".strip()),
        Column(
            "Frist",
            lambda c: deadline_words(c, now()),
            lambda c: c.deadline.isoformat() if c.deadline else "9999",
            118,
            strong=True,
            tone=lambda c: "danger" if c.deadline else "",
            sign=lambda c: Sign("flag", "danger") if c.deadline else NO_SIGN,
            gives_way=3,
        ),
        Column("Tatt av", lambda c: taken_words(operator_session, c), None, 104, is_small=True, gives_way=2),
        Column("Forsøk", dots_of, lambda c: c.own_attempts, 72, is_small=True, spoken=attempts_said, gives_way=1),
    ]


def taken_words(operator_session: OperatorSession, callback: Callback) -> str:
    """«LT ringer nå / siden 14.05», «deg», «DS avd. 4»; «» when anybody may take it."""
    moment = operator_session.clock()
    holder = callback.claimed_at(moment)
    if holder:
        who = "du" if holder == operator_session.sign else holder
        since = callback.claimed_since
        return f"{who} ringer nå" + (f"\nsiden {clock(since)}" if since else "")
    if callback.offered_to:
        return f"{callback.offered_to} er spurt"
    return callback.owner_at(moment)
