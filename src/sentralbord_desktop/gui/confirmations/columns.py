"""The columns of «Venter»: shape, since when, member, what, when to remind, how and what was done last."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from sentralbord_desktop.domain.confirmations.confirmation import CONFIRMATION_KINDS, Confirmation
from sentralbord_desktop.domain.dates.calendar import is_far, near_day, short_date
from sentralbord_desktop.domain.dates.screen_time import time_waited
from sentralbord_desktop.domain.inquiries.unmatched import KIND, UnmatchedCall
from sentralbord_desktop.gui.core.icons import Sign
from sentralbord_desktop.gui.lists.grouped_model import Grouping, RowGroup, state_column
from sentralbord_desktop.gui.widgets.table_model import Column

Awaited = Confirmation | UnmatchedCall
REMIND, UNMATCHED, WAITS = "Bør purres", "Mangler medlemsbilde", "Venter"
SIGNS = {
    REMIND: Sign("hourglass-high", "warn"),
    UNMATCHED: Sign("user-minus", "warn"),
    WAITS: Sign("hourglass", "text2"),
}
"""Heading -> icon and colour of its rows."""


def kind_of(confirmation: Confirmation) -> str:
    return CONFIRMATION_KINDS.get(confirmation.kind, confirmation.kind)


def group_of(awaited: Awaited, day: date) -> str:
    if isinstance(awaited, UnmatchedCall):
        return UNMATCHED
    return REMIND if awaited.remind <= day else WAITS


def awaited_grouping(day: Callable[[], date]) -> Grouping[Awaited]:
    groups = (RowGroup(REMIND, "warn"), RowGroup(UNMATCHED, "warn"), RowGroup(WAITS))
    return Grouping(groups, lambda awaited: group_of(awaited, day()))


class SinceWords(NamedTuple):
    day: str
    distance: str


def since_words(awaited: Awaited, day: date) -> SinceWords:
    """«30. oktober» and «for 31 dager siden»."""
    return SinceWords(near_day(awaited.asked, day), time_waited(awaited.asked, day))


def matter(awaited: Awaited) -> str:
    """«Overføring / til avd. 9»: the target distinguishes the kinds."""
    if isinstance(awaited, UnmatchedCall):
        return f"{KIND}\n{awaited.title}"
    kind = kind_of(awaited)
    return f"{kind.partition(' til ')[0]}\n{awaited.detail}" if awaited.detail else kind


def awaited_columns(day: Callable[[], date]) -> list[Column[Awaited]]:
    """Under a heading what has waited longest comes first."""

    def remind(awaited: Awaited) -> str:
        return short_date(awaited.remind, year=is_far(awaited.remind, day()))

    def asked_key(awaited: Awaited) -> str:
        return awaited.asked.isoformat()

    return [
        state_column(lambda c: group_of(c, day()), asked_key, lambda c: SIGNS[group_of(c, day())]),
        Column("Bedt om", lambda c: "\n".join(dict.fromkeys(since_words(c, day()))), asked_key, 130, strong=True),
        Column(
            "Medlem", lambda c: f"{c.member_name}\n{_department(c)}".strip(), None, 160, strong=True, takes_over=True
        ),
        Column("Venter på", matter),
        Column("Purres", remind, lambda c: c.remind.isoformat(), 104, gives_way=3),
        Column("Måte", lambda c: c.method, None, 112, is_small=True, gives_way=1),
        Column("Sist gjort", lambda c: c.last_done, None, 132, is_small=True, gives_way=2),
    ]


def _department(awaited: Awaited) -> str:
    return f"avd. {awaited.department}" if awaited.department else ""
