"""When a callback is promised: as the caller wished, when the office is open, and before a deadline passes."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sentralbord_desktop.domain.dates.parse_callback_time import (
    A_QUARTER,
    AFTER,
    AN_HOUR,
    BEFORE,
    before_limit,
    limit_word,
    own_words,
    read_moment,
)
from sentralbord_desktop.domain.dates.working_days import (
    is_office_day,
    next_working_day,
    office_time,
    why_closed,
    working_days_before,
)
from sentralbord_desktop.domain.deadlines import nearer
from sentralbord_desktop.procedures.model import Output, StepRole, holds
from sentralbord_desktop.procedures.template_fields.context import FieldContext, PromisedTime, best_time
from sentralbord_desktop.procedures.templates import fill

FIRST_CALL = timedelta(hours=1)
"""How long after opening we ring, when the office has closed and the callback cannot wait."""
MOVED = "ønsket"
"""First word of `window` when the time is not as the caller wished."""
WAS_OVER = "tidspunktet var over"
"""The reason when the wished time had passed before the call, or before it was taken up again."""


class CallbackTime:
    """The promised time of a callback, by the answers of an outcome."""

    def __init__(self, outcome: FieldContext) -> None:
        self._outcome, self._run = outcome, outcome.run

    def times(self, output: Output) -> dict[str, Any]:
        """The times as the caller wished, but never after a deadline could pass."""
        assessment, wished = self._run.assessment, self._wish()
        last = assessment.sooner or assessment.spoken or assessment.next_for_ds if assessment else None
        due, window = self._promised(wished) if wished else (self.as_it_suits(), "")
        if not window.startswith(MOVED):
            window = own_words(wished, self._run.facts.called) if wished else ""
        if not wished and output.urgent_when and holds(output.urgent_when, self._outcome.lookup):
            due = self._soon()
        if wished and self._run.step_for(StepRole.ANSWER_BY):
            due, window = self._before_press(wished), f"frist {wished}"
        return {
            "due": due.isoformat() if due else None,
            "window": window or (self._outcome.field("best") or "").removeprefix(", "),
            "deadline": last.safe.isoformat() if last else None,
        }

    def _before_press(self, wished: str) -> datetime:
        """Soon, and before the press needs its answer (MD-3); at once when that is within minutes."""
        facts, soon = self._run.facts, self._soon()
        needed = read_moment(wished, facts.called).due
        if needed is None or needed < facts.now:
            return soon
        if needed - A_QUARTER < soon and facts.now.date() < soon.date():
            soon = facts.now + A_QUARTER  # the next opening would be too late
        return max(facts.now, min(soon, needed - A_QUARTER))

    def _wish(self) -> str:
        """The caller's wish in their own words; «» for none, or when not asked."""
        if step := self._run.step_for(StepRole.CALLBACK_WISH):
            return self._outcome.field(step.id) or ""
        step = self._run.step_for(StepRole.ANSWER_BY)
        if step is None or self._run.chosen(step.id):
            return ""
        wish = fill(f"{{{step.id}}}", self._outcome.field, whole=False)
        return "" if wish.missing else wish.text

    def _promised(self, wished: str) -> tuple[datetime | None, str]:
        """The time to ring for this wish, and the window in words; None means at any time. Never in the past, and never
        when the office is closed."""
        facts, organisation = self._run.facts, self._run.organisation
        due, window = read_moment(wished, facts.called)
        if due is None:
            return None, window
        still_holds = limit_word(window) == AFTER and due.date() == facts.now.date()
        was_over = due < facts.now and not still_holds
        if due <= facts.now and still_holds and self._soon().date() > facts.now.date():
            return self._next_day(wished), f"{MOVED} {wished}, {why_closed(facts.now.date())}"
        due = max(due, self._soon()) if due <= facts.now else due
        due = before_limit(due, window, facts.now, organisation.opens)
        open_then = office_time(due, organisation.opens, organisation.closes, facts.now.date())
        if open_then != due:
            window = f"{MOVED} {wished}, {why_closed(due.date())}"
        return open_then, f"{MOVED} {wished}, {WAS_OVER}" if was_over else window

    def _next_day(self, wished: str) -> datetime:
        """The same part of the next day, of one who wished for the rest of a day with no time left."""
        organisation, soon = self._run.organisation, self._soon()
        due = read_moment(wished, datetime.combine(soon.date(), organisation.opens)).due or soon
        return office_time(due, organisation.opens, organisation.closes)

    @property
    def promised(self) -> PromisedTime | None:
        """The promised time; None when the caller was not asked."""
        wished = self._wish()
        if not wished:
            return None
        due, window = self._promised(wished)
        if due is None:
            return PromisedTime(None, window)
        is_plain = window.startswith(MOVED) or limit_word(window) == BEFORE
        return PromisedTime(due, "" if is_plain else limit_word(window))

    @property
    def moved_because(self) -> str:
        """«ønsket etter 17, kontoret er stengt da», when we ring at another time than the caller wished."""
        window = self._promised(wished)[1] if (wished := self._wish()) else ""
        return window if window.startswith(MOVED) else ""

    def as_it_suits(self) -> datetime:
        """The day that a deadline allows, at the caller's preferred time of day (GE-5); today only when it cannot wait.
        An earlier day named by the caller is used instead."""
        if self.cannot_wait:
            return self._soon()
        due, organisation = datetime.combine(self._day_before_deadline, time(10)), self._run.organisation
        wish = best_time(self._outcome)
        suits, window = read_moment(wish, datetime.combine(due.date(), organisation.opens))
        if suits is None or suits.date() != due.date():
            suits, window = read_moment(wish, self._run.facts.called)  # they named a day
            if suits is None or not self._run.facts.now < suits or suits.date() > due.date():
                return due
        if limit_word(window) == BEFORE or office_time(suits, organisation.opens, organisation.closes) != suits:
            return due
        return suits

    @property
    def cannot_wait(self) -> bool:
        """Whether we must ring as soon as possible: no working day is left before the last day, the last day is
        unknown, or the answer was promised for today (TR-7)."""
        last = self._last_day
        return self._is_for_today or (last is not None and self._day_before_deadline >= last)

    @property
    def _day_before_deadline(self) -> date:
        """Two working days before the safe date, or the next working day."""
        called, last = self._run.facts.now.date(), self._last_day
        day = next_working_day(called + timedelta(days=1), is_office_day)
        return max(day, working_days_before(nearer(last, called), 2)) if last else day

    @property
    def _last_day(self) -> date | None:
        """The day before which DS must ring."""
        return self._run.assessment.help_before if self._run.assessment else None

    @property
    def _is_for_today(self) -> bool:
        found = self._run.assessment
        return found is not None and (found.passed or found.own_rules or found.unknown or found.elsewhere)

    def _is_too_late(self, day: date) -> bool:
        """Whether `day` is after the last day, or the day of a meeting that needs help before it; also any day but
        today, when the member is told that DS looks at it today."""
        found, last = self._run.assessment, None if self._is_for_today else self._last_day
        if found is not None and (found.passed or found.own_rules or (found.meeting and day >= found.meeting)):
            return True
        return last is not None and day > last

    def _soon(self) -> datetime:
        """In an hour, at the latest 15 minutes before the office closes; later than that, in 15 minutes. When it has
        closed, soon after the next opening, or in 15 minutes when that would be after the last day."""
        called, organisation = self._run.facts.now, self._run.organisation
        hours, today = (organisation.opens, organisation.closes), called.date()
        first, last = called + A_QUARTER, datetime.combine(today, organisation.closes) - A_QUARTER
        if office_time(first, *hours, today).date() != today:
            day = next_working_day(today + timedelta(days=1), is_office_day)
            return first if self._is_too_late(day) else datetime.combine(day, organisation.opens) + FIRST_CALL
        soon = office_time(called + AN_HOUR, *hours, today)
        return max(first, min(soon, last))
