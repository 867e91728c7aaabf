"""What a call left for a member record that was not found before Fullfør (X-5)."""

from dataclasses import dataclass
from datetime import date, datetime

from sentralbord_desktop.domain.dates.clock import clock, today
from sentralbord_desktop.domain.text.norwegian import listed

KIND = "Medlemsbildet"


@dataclass(frozen=True, slots=True, repr=False)
class UnmatchedCall:
    """A completed call whose note, change or awaited confirmation waits until the member is found. It is in the
    list of what we wait for, so it answers to the names of a Confirmation."""

    inquiry_id: str
    completed: datetime
    author: str
    name: str
    number: str
    title: str
    """The procedure's."""
    left: tuple[str, ...]
    """«merknad», «endring (adresse, telefon)», «bekreftelse»: what waits, in the order it will be written."""
    note: str

    @property
    def id(self) -> str:
        return self.inquiry_id

    @property
    def member_name(self) -> str:
        return self.name or self.number or "Ukjent innringer"

    @property
    def department(self) -> int | None:
        return None

    @property
    def asked(self) -> date:
        return today(self.completed)

    @property
    def remind(self) -> date:
        """It can be done at once."""
        return self.asked

    @property
    def detail(self) -> str:
        return listed(self.left)

    @property
    def method(self) -> str:
        return ""

    @property
    def last_done(self) -> str:
        return f"Fullført av {self.author}"

    @property
    def when(self) -> str:
        """«28.11.2026 kl. 10.14»: of the call, for a log that names the member only."""
        return f"{self.asked:%d.%m.%Y} kl. {clock(self.completed)}"

    @property
    def call(self) -> str:
        """«samtalen med Kari Berg 28.11.2026 kl. 10.14»."""
        return f"samtalen med {self.member_name} {self.when}"

    @property
    def sought(self) -> str:
        """What to search for first."""
        return self.number or self.name
