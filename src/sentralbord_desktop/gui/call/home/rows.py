"""Converts the values of each card of the first page to rows."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from sentralbord_desktop.domain.callbacks.callback import Callback
from sentralbord_desktop.domain.confirmations.confirmation import Confirmation
from sentralbord_desktop.domain.dates.calendar import near_day, short_date
from sentralbord_desktop.domain.dates.clock import clock, today
from sentralbord_desktop.domain.dates.screen_time import minutes_since
from sentralbord_desktop.domain.inquiries.unmatched import KIND, UnmatchedCall
from sentralbord_desktop.domain.members.record import RecentCall, awaited_words
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.gui.call.home.row_list import NO_PILL, HomeRow, Pill
from sentralbord_desktop.gui.callbacks.page import LATER, OVERDUE, TODAY, due_words, group_of, sign_of, urgency
from sentralbord_desktop.gui.confirmations.page import Awaited, since_words
from sentralbord_desktop.gui.core.icons import Sign
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.model import Procedure
from sentralbord_desktop.services.drafts.draft import Draft

MAX_ROWS = 5
"""Rows of a card; the rest is in the list."""
MIN_ROWS = 2
ORDER = (OVERDUE, TODAY, LATER)
OUTCOMES = (
    ("satt over", "satt over"),
    ("lovet", "oppringing"),
    ("oppringing", "oppringing"),
    ("ikke svar", "ikke svar"),
    ("besvart", "besvart"),
)
"""How the outcome of a call begins in the log -> its one or two words here."""


def in_order(callbacks: Sequence[Callback], moment: datetime) -> list[Callback]:
    """As in the list."""
    return sorted(callbacks, key=lambda one: (ORDER.index(group_of(one, moment)), urgency(one, moment)))


def counts_of(callbacks: Sequence[Callback], moment: datetime) -> str:
    """«3 over tiden, 2 i dag, 9 senere», without what there is none of."""
    words = {OVERDUE: "over tiden", TODAY: "i dag", LATER: "senere"}
    groups = [group_of(callback, moment) for callback in callbacks]
    return ", ".join(f"{groups.count(group)} {words[group]}" for group in ORDER if group in groups)


def callback_row(callback: Callback, moment: datetime, title: Callable[[str], str]) -> HomeRow:
    due = due_words(callback, moment)
    category = title(callback.category).partition(" ")[0] if callback.category else ""
    return HomeRow(
        name=callback.name or "Ukjent",
        matter=": ".join(filter(None, (category, callback.subject))) or spoken_number(callback.number),
        time=due.time,
        distance=due.distance,
        sign=sign_of(callback, moment),
        tone="danger" if callback.is_overdue(moment) else "",
        pill=Pill(f"Frist {short_date(callback.deadline)}", "danger") if callback.deadline else NO_PILL,
        value=callback,
    )


def awaited_row(awaited: Awaited, day: date) -> HomeRow:
    since = since_words(awaited, day)
    is_due = isinstance(awaited, Confirmation) and awaited.remind <= day
    return HomeRow(
        name=awaited.member_name,
        matter=f"{KIND} · {awaited.title}" if isinstance(awaited, UnmatchedCall) else awaited_words(awaited),
        time=since.day,
        distance=since.distance if since.distance != since.day else "",
        sign=Sign("hourglass-high" if is_due else "hourglass", "warn" if is_due else "text2"),
        pill=Pill("Purr", "warn") if is_due else NO_PILL,
        value=awaited,
    )


def awaited_counts(awaited: Sequence[Awaited], day: date) -> str:
    """«6 venter, 1 bør purres i dag»."""
    if not awaited:
        return ""
    due = sum(isinstance(one, Confirmation) and one.remind <= day for one in awaited)
    return f"{len(awaited)} venter" + (f", {due} bør purres i dag" if due else "")


def parked_row(draft: Draft, library: Library, moment: datetime) -> HomeRow:
    """«14.02 / i 7 min», «990 00 207 / Kurs · neste spørsmål: Hvilket kurs?»."""
    since = put_aside(draft)
    procedure = library.procedures.get(draft.category)
    step = procedure.step(draft.step) if procedure and draft.step else None
    where = f"neste spørsmål: {step.ask}" if step else "se over og fullfør"
    return HomeRow(
        name=spoken_number(draft.title),
        matter=f"{library.categories.title(draft.category)} · {where}",
        time=clock(since),
        distance=minutes_since(since, moment),
        sign=Sign("pause", "warn"),
        value=draft,
    )


def news_row(procedure: Procedure, day: date) -> HomeRow:
    begins = near_day(procedure.valid_from, day)
    return HomeRow(
        name=procedure.title,
        matter=f"Ny versjon {procedure.version}. Gjelder fra {begins}.",
        sign=Sign("book-open", "accent"),
        value=procedure,
    )


def recent_rows(calls: Sequence[RecentCall], parked: Sequence[Draft], moment: datetime) -> list[HomeRow]:
    """Under headings of days: the calls, and the parked ones among them; the newest first."""
    found = [(call.ended, _call_row(call)) for call in calls]
    found += [(put_aside(draft), _draft_row(draft)) for draft in parked]
    rows: list[HomeRow] = []
    before = None
    for ended, row in sorted(found, key=lambda one: one[0], reverse=True):
        if today(ended) != before:
            before = today(ended)
            day = near_day(before, today(moment))
            rows.append(HomeRow(name=day[:1].upper() + day[1:], is_heading=True))
        rows.append(row)
    return rows


def _call_row(call: RecentCall) -> HomeRow:
    number = spoken_number(call.number)
    name = call.name or (f"Ukjent, {number}" if number else "Ukjent")
    return HomeRow(name=name, time=clock(call.ended), end=outcome_word(call), is_short=True, value=call)


def put_aside(draft: Draft) -> datetime:
    return draft.put_aside or draft.started


def _draft_row(draft: Draft) -> HomeRow:
    number = spoken_number(draft.title)
    name = f"Ukjent, {number}" if number != draft.title else draft.title
    return HomeRow(name=name, time=clock(put_aside(draft)), end="parkert", is_short=True, value=draft)


def outcome_word(call: RecentCall) -> str:
    """«satt over», «oppringing», «besvart», «uten medlem», «fullført»; «» when the outcome is hidden from the reader."""
    outcome = call.outcome.casefold()
    if not outcome:
        return ""
    word = next((word for begins, word in OUTCOMES if outcome.startswith(begins)), "")
    return word or ("fullført" if call.member_id is not None else "uten medlem")


def or_sentence(rows: Sequence[HomeRow], sentence: str) -> list[HomeRow]:
    """The rows, or a sentence when there are none."""
    return list(rows) or [HomeRow(name=sentence, is_short=True)]


def at_most(rows: Sequence[HomeRow], most: int, page: str) -> list[HomeRow]:
    """The first rows, and «9 til» with the name of the page that has the rest."""
    rest = len(rows) - most
    return [*rows[:most], HomeRow(name=f"{rest} til", is_short=True, value=page)] if rest > 0 else list(rows)
