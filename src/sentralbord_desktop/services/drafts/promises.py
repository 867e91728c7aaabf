"""The open promises of a draft: which are not answered yet, and the sentence about the first of them."""

from collections.abc import Iterable
from datetime import datetime

from sentralbord_desktop.domain.inquiries.open_promise import OpenPromise, of_callback, of_confirmation
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.services.drafts.draft import Draft
from sentralbord_desktop.services.drafts.review import IncompleteError


def promises_of(record: MemberRecord) -> tuple[OpenPromise, ...]:
    """Callbacks by deadline and time, then confirmations by reminder date, as the record has them."""
    return (*map(of_callback, record.callbacks), *map(of_confirmation, record.confirmations))


def unanswered_promises(draft: Draft) -> tuple[OpenPromise, ...]:
    return tuple(one for one in draft.promises_asked if not draft.answer_to(one))


def check_promises(draft: Draft, now: datetime) -> None:
    """Raises IncompleteError while a promise is not answered; its `missing` is the key of the first."""
    if left := unanswered_promises(draft):
        raise IncompleteError(missing_words(left, now), left[0].key)


def missing_words(left: Iterable[OpenPromise], now: datetime) -> str:
    """«Mangler 1 svar: løftet fra fredag»."""
    titles = [one.title(now) for one in left]
    first = f"{titles[0][0].lower()}{titles[0][1:]}"
    return f"Mangler {counted(len(titles), 'svar', 'svar')}: {first}"
