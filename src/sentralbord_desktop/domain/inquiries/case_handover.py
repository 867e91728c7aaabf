"""A trøbbel case and whether the distriktssekretær (DS) has it now: it is kept until then, and its time after (PR-8)."""

from dataclasses import dataclass
from datetime import datetime

from sentralbord_desktop.domain.dates.calendar import near_day
from sentralbord_desktop.domain.dates.clock import now, today
from sentralbord_desktop.domain.dates.screen_time import day_and_time, day_at_time
from sentralbord_desktop.domain.text.norwegian import counted

AWAITS_HANDOVER = "Venter på at DS bekrefter overtakelse"
NOT_CONFIRMED = "Ikke bekreftet overtatt."
SAID_BY_DS = "DS sa selv at saken er overtatt"
TAKE, UNDO = "DS har overtatt", "Angre"


@dataclass(frozen=True, slots=True, repr=False)
class Case:
    """A completed trøbbel inquiry that was left for a DS or put through; `handed_over_at` is None until an operator
    confirms that the DS has it. Putting the call through is no confirmation."""

    inquiry_id: str
    completed: datetime
    put_through: bool = False
    """Whether the call was put through to the DS of the department, or to their deputy."""
    handed_over_at: datetime | None = None
    handed_over_by: str = ""
    taken_by: str = "DS"
    """The function of the person who took the call."""

    @property
    def title(self) -> str:
        """«Trøbbel fredag», «Trøbbel 25. november»."""
        return f"Trøbbel {_day(self.completed)}"

    @property
    def standing(self) -> str:
        """«Overtatt av DS 27. november (MH)», or that it waits."""
        if self.handed_over_at is None:
            return self._put_through_words() if self.put_through else AWAITS_HANDOVER
        return f"Overtatt av DS {_day(self.handed_over_at)} ({self.handed_over_by})"

    def _put_through_words(self) -> str:
        """«Satt over til DS i dag 14.06. Ikke bekreftet overtatt.»"""
        return f"Satt over til {self.taken_by} {day_and_time(self.completed, now())}. {NOT_CONFIRMED}"

    @property
    def act(self) -> str:
        """The possible action on the case."""
        return TAKE if self.handed_over_at is None else UNDO

    @property
    def act_in_menu(self) -> str:
        """The action in the menu of a row, which shows nothing else about the case."""
        return TAKE if self.handed_over_at is None else f"{UNDO} at {TAKE}"

    @property
    def act_named(self) -> str:
        """The action for a screen reader, which cannot see which case the button belongs to."""
        which = f"saken fra {day_at_time(self.completed, now())}"
        return f"{TAKE} {which}" if self.handed_over_at is None else f"{UNDO} at {TAKE} {which}"


def _day(moment: datetime) -> str:
    return near_day(today(moment), today(now()))


def awaiting_words(count: int) -> str:
    """How many cases are kept because the handover is not confirmed; «» for none."""
    if not count:
        return ""
    which = counted(count, "sak", "saker")
    they = "den" if count == 1 else "de"
    return f"{which} venter på at DS bekrefter at {they} er overtatt."
