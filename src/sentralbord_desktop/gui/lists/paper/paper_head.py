"""The head of a printed list: author, time and union."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sentralbord_desktop.domain.dates.calendar import long_date
from sentralbord_desktop.domain.dates.clock import clock, today


@dataclass(frozen=True)
class PaperHead:
    """`by` is «Maja Hovde (MH)»."""

    moment: datetime
    by: str
    union: str

    def line(self, shown: str) -> str:
        """«Mandag 30. november 2026 kl. 14.09 · alle, 14 oppringinger · skrevet ut av Maja Hovde (MH)»."""
        day = long_date(today(self.moment), year=True)
        words = [f"{day[:1].upper()}{day[1:]} kl. {clock(self.moment)}", shown]
        return " · ".join([*words, f"skrevet ut av {self.by}"] if self.by else words)


def no_head() -> PaperHead:
    """The head of a list that belongs to no page."""
    return PaperHead(datetime.now(UTC), "", "")
