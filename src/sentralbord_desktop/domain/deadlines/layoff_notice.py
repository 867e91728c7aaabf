"""How long before it starts a lay-off must be told (D14). For DS only: no deadline of the member's."""

from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict


def first_day_after(given: date, days: int) -> date:
    """The first day after `days` whole days; the day the notice was given is not counted."""
    return given + timedelta(days=days + 1)


class NoticeRule(BaseModel):
    """How long before it starts a lay-off must be told (D14): days, and fewer at the unforeseen."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    section: str
    purpose: str
    from_fact: str
    days: int
    unforeseen_days: int
    matters: tuple[str, ...]
    source: str
    valid_from: date
    last_checked_by: str


@dataclass(frozen=True, slots=True)
class Notice:
    """The first day that a lay-off can start. No deadline of the member's: for DS only."""

    rule: str
    section: str
    purpose: str
    start: date
    days: int
    unforeseen_days: int

    @property
    def first_day(self) -> date:
        return first_day_after(self.start, self.days)

    @property
    def first_day_unforeseen(self) -> date:
        return first_day_after(self.start, self.unforeseen_days)
