"""A callback as a line of «Ring tilbake»: how urgent, when, whom, about what, by when, and who has it."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from sentralbord_desktop.domain.dates import is_far, short_date
from sentralbord_desktop.domain.desk import Callback
from sentralbord_desktop.domain.phones import spoken_number
from sentralbord_desktop.domain.record import when
from sentralbord_desktop.domain.times import today
from sentralbord_desktop.gui.widgets.rows import Column
from sentralbord_desktop.services.shift import Shift

MOST_ATTEMPTS = 3


def group_of(callback: Callback, moment: datetime) -> str:
    """Forfalt, I dag or Senere."""
    if callback.is_overdue(moment):
        return "Forfalt"
    due = callback.due
    return "I dag" if due is None or today(due) <= today(moment) else "Senere"


def callback_columns(shift: Shift, category_title: Callable[[str], str]) -> list[Column[Callback]]:
    """A callback as a line of the list: what is overdue first, then by deadline, then by how often it was asked for."""
    order = {"Forfalt": 0, "I dag": 1, "Senere": 2}

    def due(callback: Callback) -> str:
        return (
            when(callback.due, shift.clock())
            if callback.due
            else callback.window or "når som helst"
        )

    def limit(day: date) -> str:
        return short_date(day, year=is_far(day, today(shift.clock())))

    def due_key(callback: Callback) -> str:
        stamp = callback.due.isoformat() if callback.due else "9999"
        limit = callback.deadline.isoformat() if callback.deadline else "9999-99-99"
        group = order[group_of(callback, shift.clock())]
        return f"{group}{limit}{9 - min(callback.raised, 9)}{stamp}"

    return [
        Column("Tilstand", lambda c: group_of(c, shift.clock()), due_key, 78, strong=True, gives_way=3),
        Column("Ring", due, due_key, 156),
        Column("Navn og nummer", lambda c: f"{c.name or 'Ukjent'}\n{spoken_number(c.number)}", None, 170, strong=True),
        Column("Gjelder", lambda c: f"{category_title(c.category)}\n{c.subject}".strip()),
        Column("Frist", lambda c: f"⚑ {limit(c.deadline)}" if c.deadline else "",
               lambda c: c.deadline.isoformat() if c.deadline else "9999", 116, gives_way=4),
        Column("Tatt av", partial(_taken, shift), None, 104, gives_way=2),
        Column("Forsøk", lambda c: f"{len(c.attempts)} av {MOST_ATTEMPTS}" if c.attempts else "ingen",
               lambda c: len(c.attempts), 72, gives_way=1),
    ]  # fmt: skip


def _taken(shift: Shift, callback: Callback) -> str:
    holder = callback.claimed_at(shift.clock())
    if holder:
        return "deg" if holder == shift.sign else f"{holder} ringer nå"
    if callback.offered_to:
        return f"{callback.offered_to} er spurt"
    return callback.owner_at(shift.clock()) or "ingen"
