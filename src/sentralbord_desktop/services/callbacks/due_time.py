"""When a callback is due: in the office hours (GE-5), not after its legal deadline (TR-7)."""

from datetime import datetime

from sentralbord_desktop.domain.callbacks.callback import Callback, CallbackFields
from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.dates.parse_callback_time import before_limit
from sentralbord_desktop.domain.dates.working_days import office_time, why_closed
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.procedures.template_fields.callback_time import MOVED


def within_office_hours(fields: CallbackFields, organisation: Organisation, now: datetime) -> CallbackFields:
    """The callback with its due time moved into the office hours. Raises SwitchboardError after its legal deadline."""
    if fields.due is None:
        return fields
    window, wished = fields.window, oslo(before_limit(oslo(fields.due), fields.window, oslo(now), organisation.opens))
    due = _when_open(wished, organisation, now)
    if due != wished:
        wished = oslo(fields.due)
        window = f"{MOVED} {wished:%d.%m. kl. %H.%M}, {why_closed(wished.date())}"
    if fields.deadline is not None and oslo(due).date() > fields.deadline:
        raise SwitchboardError(
            f"Vi må ringe før fristen {fields.deadline:%d.%m.%Y}. Velg en tidligere tid mens kontoret er åpent."
        )
    return fields.model_copy(update={"due": due, "window": window})


def next_attempt(callback: Callback, at: datetime, organisation: Organisation, now: datetime) -> datetime:
    """`at`, or the next opening; on the day of the legal deadline still that day, although the office is closed."""
    open_again, last = _when_open(at, organisation, now), callback.deadline
    today = oslo(now).date()
    if last is None or last < today or oslo(open_again).date() <= last:
        return open_again
    return at if oslo(at).date() == today else now


def _when_open(moment: datetime, organisation: Organisation, now: datetime) -> datetime:
    return office_time(oslo(moment), organisation.opens, organisation.closes, oslo(now).date())
