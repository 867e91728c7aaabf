"""«Ring tilbake» on paper and in a file."""

from collections.abc import Callable
from datetime import datetime

from sentralbord_desktop.domain.callbacks.callback import Callback
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.callbacks.columns import ANY_TIME, MAX_ATTEMPTS
from sentralbord_desktop.gui.lists.list_table import ListTable
from sentralbord_desktop.gui.lists.paper.paper_column import PaperColumn


def callback_paper(now: Callable[[], datetime], category_title: Callable[[str], str]) -> list[PaperColumn[Callback]]:
    def taken(callback: Callback) -> str:
        return callback.claimed_at(now()) or callback.offered_to or callback.owner_at(now())

    def subject(callback: Callback) -> str:
        return ": ".join(filter(None, (category_title(callback.category), callback.subject)))

    return [
        PaperColumn("Ring", lambda c: c.due or c.window or ANY_TIME, 122),
        PaperColumn("Navn", lambda c: c.name or "Ukjent", 158),
        PaperColumn("Nummer", lambda c: spoken_number(c.number), 96),
        PaperColumn("Gjelder", subject, 216),
        PaperColumn("Frist", lambda c: c.deadline, 80, strong=True),
        PaperColumn("Tatt av", taken, 88),
        PaperColumn("Forsøk", lambda c: c.own_attempts, 62, f"av {MAX_ATTEMPTS}"),
    ]


def put_on_paper(
    made: ListTable[Callback],
    now: Callable[[], datetime],
    category_title: Callable[[str], str],
    filtered: Callable[[], str],
) -> None:
    """`filtered` is the name of the filter: «alle, 14 oppringinger»."""
    made.paper = callback_paper(now, category_title)
    made.paper_line = lambda count: f"{filtered().lower()}, {counted(count, 'oppringing', 'oppringinger')}"
