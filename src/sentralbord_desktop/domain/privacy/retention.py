"""Retention times of each kind (PR-8). Pure and light: policies are read first. The defaults are the rulebook's; the
union approves them. A month is a calendar month."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Kind:
    """One kind of row. `months` is the default, `least` the shortest allowed; `nb` and `en` its name, `why` the start
    of the period, for the screen and access reports."""

    key: str
    months: int
    nb: str
    en: str
    why: str
    least: int = 0


KINDS: tuple[Kind, ...] = (  # in this order: a confirmation finds its note by the inquiry
    Kind("confirmations", 3, "Bekreftelser med merknad", "Confirmations with their note", "fra de kom", 1),
    Kind("calls", 12, "Telefonlogg", "Phone log", "fra samtalen", 1),
    Kind("inquiries", 12, "Svar og tekster fra samtaler", "Answers and texts of calls", "fra samtalen", 1),
    Kind("trouble", 12, "Trøbbel-saker med merknad", "Cases of trouble with their note", "fra saken er overtatt", 3),
    Kind("messages", 12, "E-poster, SMS og brev", "Mail, SMS and letters", "fra de ble laget", 1),
    Kind("callbacks", 12, "Oppringinger som er gjort", "Callbacks that are done", "fra avtalen", 1),
    Kind("remarks", 60, "Merknader som ikke er festet", "Remarks that are not pinned", "fra de ble skrevet", 12),
    Kind("parked", 1, "Parkerte samtaler", "Parked calls", "fra de ble lagt til side", 1),
    Kind("changes", 24, "Endringslogg", "Log of changes", "fra endringen", 6),
    Kind("lookups", 24, "Hvem som har åpnet hvem", "Who has opened whom", "fra oppslaget", 12),
    Kind("resigned", 12, "Utmeldte og døde", "Resigned and dead members", "fra utmeldingen eller dødsfallet"),
)
BY_KEY = {kind.key: kind for kind in KINDS}
MAX_MONTHS = 120


def months_of(stored: Mapping[str, object]) -> dict[str, int]:
    """Kind -> months: the chosen value where it is valid, else the default."""
    return {kind.key: _months(kind, stored.get(kind.key)) for kind in KINDS}


def _months(kind: Kind, chosen: object) -> int:
    usable = isinstance(chosen, int) and kind.least <= chosen <= MAX_MONTHS
    return int(chosen) if usable and isinstance(chosen, int) else kind.months


def cutoff(moment: datetime, months: int) -> datetime:
    """The moment this many calendar months before: 31 May less three is 28 (or 29) February."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    last = monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))
