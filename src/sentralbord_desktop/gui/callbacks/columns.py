"""The columns of «Ring tilbake»: urgency, time, person, subject, deadline, owner."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from sentralbord_desktop.domain.callbacks.callback import Callback
from sentralbord_desktop.domain.dates.calendar import is_far, short_date
from sentralbord_desktop.domain.dates.clock import today
from sentralbord_desktop.domain.members.record import when
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.gui.widgets.table_model import Column
from sentralbord_desktop.services.session import OperatorSession

MAX_ATTEMPTS = 3


def group_of(callback: Callback, moment: datetime) -> str:
    """Forfalt, I dag or Senere."""
    if callback.is_overdue(moment):
        return "Forfalt"
    due = callback.due
    return "I dag" if due is None or today(due) <= today(moment) else "Senere"


def callback_columns(operator_session: OperatorSession, category_title: Callable[[str], str]) -> list[Column[Callback]]:
    """Sort key: overdue first, then by deadline, then by the number of reminders."""
    order = {"Forfalt": 0, "I dag": 1, "Senere": 2}

    def due(callback: Callback) -> str:
        return when(callback.due, operator_session.clock()) if callback.due else callback.window or "når som helst"

    def limit(day: date) -> str:
        return short_date(day, year=is_far(day, today(operator_session.clock())))

    def due_key(callback: Callback) -> str:
        stamp = callback.due.isoformat() if callback.due else "9999"
        limit = callback.deadline.isoformat() if callback.deadline else "9999-99-99"
        group = order[group_of(callback, operator_session.clock())]
        return f"{group}{limit}{9 - min(callback.raised, 9)}{stamp}"

    return [
        Column("Tilstand", lambda c: group_of(c, operator_session.clock()), due_key, 78, strong=True, gives_way=3),
        Column("Ring", due, due_key, 156),
        Column("Navn og nummer", lambda c: f"{c.name or 'Ukjent'}\n{spoken_number(c.number)}", None, 170, strong=True),
        Column("Gjelder", lambda c: f"{category_title(c.category)}\n{c.subject}".strip()),
        Column(
            "Frist",
            lambda c: f"⚑ {limit(c.deadline)}" if c.deadline else "",
            lambda c: c.deadline.isoformat() if c.deadline else "9999",
            116,
            gives_way=4,
        ),
        Column("Tatt av", partial(_taken, operator_session), None, 104, gives_way=2),
        Column(
            "Forsøk",
            lambda c: f"{c.own_attempts} av {MAX_ATTEMPTS}" if c.own_attempts else "ingen",
            lambda c: c.own_attempts,
            72,
            gives_way=1,
        ),
    ]


def _taken(operator_session: OperatorSession, callback: Callback) -> str:
    holder = callback.claimed_at(operator_session.clock())
    if holder:
        return "deg" if holder == operator_session.sign else f"{holder} ringer nå"
    if callback.offered_to:
        return f"{callback.offered_to} er spurt"
    return callback.owner_at(operator_session.clock()) or "ingen"
