"""«Venter på bekreftelse» on paper and in a file."""

from sentralbord_desktop.domain.inquiries.unmatched import KIND, UnmatchedCall
from sentralbord_desktop.gui.confirmations.columns import Awaited, kind_of
from sentralbord_desktop.gui.lists.paper.paper_column import PaperColumn


def _what(awaited: Awaited) -> str:
    return KIND if isinstance(awaited, UnmatchedCall) else kind_of(awaited)


AWAITED_PAPER: list[PaperColumn[Awaited]] = [
    PaperColumn("Venter på", _what, 150),
    PaperColumn("Medlem", lambda c: c.member_name, 170),
    PaperColumn("Nærmere", lambda c: c.detail, 150),
    PaperColumn("Bedt om", lambda c: c.asked, 90),
    PaperColumn("Måte", lambda c: c.method, 90),
    PaperColumn("Purres", lambda c: c.remind, 90, strong=True),
    PaperColumn("Sist gjort", lambda c: c.last_done, 140),
]
