"""The tabs of a member record: remarks, calls, messages, changes, invoices."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sentralbord_desktop.domain.dates.calendar import note_date
from sentralbord_desktop.domain.dates.clock import clock, oslo
from sentralbord_desktop.domain.imports.member_columns import field_name
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.gui.widgets.labels import unbroken
from sentralbord_desktop.gui.widgets.table_model import Column

REMARKS = "Merknader"


@dataclass(frozen=True)
class RecordTab:
    title: str
    columns: list[Column[Any]]
    rows: Callable[[MemberRecord], Sequence[Any]]
    empty: str
    """Shown when there are no rows."""
    opens: str = ""
    """What opening a row is called; «» where rows do not open."""


def _moment(moment: datetime) -> str:
    return f"{oslo(moment):%d.%m.%Y} {clock(moment)}"


SENT: list[Column[Any]] = [
    Column("Når", lambda o: _moment(o.created), lambda o: o.created, 130),
    Column("Hva", lambda o: {"epost": "E-post", "sms": "SMS"}.get(o.kind, "Brev"), None, 70),
    Column("Til", lambda o: o.to_label, None, 150),
    Column("Emne", lambda o: unbroken(o.subject or o.body[:80])),
]
CHANGES: list[Column[Any]] = [
    Column("Når", lambda c: _moment(c.at), lambda c: c.at, 130),
    Column("Felt", lambda c: field_name(c.field), None, 130),
    Column("Før", lambda c: c.before or "–"),
    Column("Etter", lambda c: c.after or "–"),
    Column("Av", lambda c: c.author, None, 54),
]
FEES: list[Column[Any]] = [
    Column("Faktura", lambda i: i.number, None, 90),
    Column("Forfall", lambda i: note_date(i.due), lambda i: i.due, 94),
    Column("Beløp", lambda i: f"{i.amount / 100:.2f}".replace(".", ","), lambda i: i.amount, 80),
    Column("Betalt", lambda i: f"{i.paid / 100:.2f}".replace(".", ","), lambda i: i.paid, 80),
    Column("Mangler", lambda i: i.missing_documentation or ("" if i.is_open else "Betalt")),
]


def record_tabs(category_title: Callable[[str], str], *, read_only: bool) -> list[RecordTab]:
    """In the order of the screen, remarks first."""
    remarks: list[Column[Any]] = [
        Column("Dato", lambda r: f"{oslo(r.written):%d.%m.%Y}\n{r.author}", lambda r: r.written, 96),
        Column("Merknad", lambda r: unbroken(("Festet: " if r.pinned else "") + r.text)),
        Column("Gjelder", lambda r: category_title(r.category), None, 132),
    ]
    calls: list[Column[Any]] = [
        Column("Når", lambda c: _moment(c.ended), lambda c: c.ended, 130),
        Column("Gjaldt", lambda c: category_title(c.category)),
        Column("Utfall", lambda c: c.outcome, None, 190),
        Column("Nummer", lambda c: spoken_number(c.number), None, 110),
        Column("Av", lambda c: c.author, None, 54),
    ]
    no_remarks = "Ingen merknader ennå." + ("" if read_only else " Ctrl+M skriver en.")
    return [
        RecordTab(REMARKS, remarks, lambda r: r.remarks, no_remarks),
        RecordTab("Samtaler", calls, lambda r: r.calls, "Ingen samtaler ennå.", "Vis samtalen"),
        RecordTab("Sendt ut", SENT, lambda r: r.sent, "Ingenting er sendt."),
        RecordTab("Endringer", CHANGES, lambda r: r.changes, "Ingen endringer ennå."),
        RecordTab("Fakturaer", FEES, lambda r: r.invoices, "Ingen fakturaer."),
    ]
