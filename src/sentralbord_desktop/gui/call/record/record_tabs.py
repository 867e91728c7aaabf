"""The tabs of a member record: remarks, calls, messages, changes, invoices."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sentralbord_desktop.domain.dates.calendar import near_day
from sentralbord_desktop.domain.dates.clock import today
from sentralbord_desktop.domain.dates.screen_time import day_and_time
from sentralbord_desktop.domain.members.fields import field_name
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.domain.text.norwegian import kroner
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


MOMENT, DAY = 172, 124
"""Widths of «30. september 2025 15.00», and of its day."""


Now = Callable[[], datetime]
"""When the record was read."""


def remark_columns(category_title: Callable[[str], str], now: Now) -> list[Column[Any]]:
    return [
        Column("Dato", lambda r: f"{near_day(today(r.written), today(now()))}\n{r.author}", lambda r: r.written, DAY),
        Column("Merknad", lambda r: unbroken(("Festet: " if r.pinned else "") + r.text)),
        Column("Gjelder", lambda r: category_title(r.category), None, 156, gives_way=1, roomy=216),
    ]


def call_columns(category_title: Callable[[str], str], now: Now) -> list[Column[Any]]:
    return [
        Column("Når", lambda c: day_and_time(c.ended, now()), lambda c: c.ended, MOMENT),
        Column("Gjaldt", lambda c: category_title(c.category)),
        Column("Utfall", lambda c: c.outcome, None, 190, gives_way=3),
        Column("Nummer", lambda c: spoken_number(c.number), None, 110, gives_way=2),
        Column("Av", lambda c: c.author, None, 54, gives_way=1),
    ]


def sent_columns(now: Now) -> list[Column[Any]]:
    return [
        Column("Når", lambda o: day_and_time(o.created, now()), lambda o: o.created, MOMENT),
        Column("Hva", lambda o: {"epost": "E-post", "sms": "SMS"}.get(o.kind, "Brev"), None, 70, gives_way=1),
        Column("Til", lambda o: o.to_label, None, 150, gives_way=2),
        Column("Emne", lambda o: unbroken(o.subject or o.body[:80])),
    ]


def change_columns(now: Now) -> list[Column[Any]]:
    return [
        Column("Når", lambda c: f"{day_and_time(c.at, now())}\n{c.author}", lambda c: c.at, MOMENT),
        Column("Endring", lambda c: f"{field_name(c.field)}: {c.after or '–'}\nFør: {c.before or '–'}"),
    ]


def invoice_columns(now: Now) -> list[Column[Any]]:
    return [
        Column("Forfall", lambda i: f"{near_day(i.due, today(now()))}\nnr. {i.number}", lambda i: i.due, DAY),
        Column("Beløp", _amount, lambda i: i.amount),
    ]


def _amount(invoice: Any) -> str:
    paid = f"betalt {kroner(invoice.paid)}" if invoice.is_open else "betalt"
    missing = f"\nMangler {invoice.missing_documentation}" if invoice.missing_documentation else ""
    return f"{kroner(invoice.amount)}, {paid}{missing}"


def record_tabs(category_title: Callable[[str], str], now: Now, *, read_only: bool) -> list[RecordTab]:
    """In the order of the screen, remarks first."""
    no_remarks = "Ingen merknader ennå." + ("" if read_only else " Ctrl+M skriver en.")
    calls = call_columns(category_title, now)
    return [
        RecordTab(REMARKS, remark_columns(category_title, now), lambda r: r.remarks, no_remarks),
        RecordTab("Samtaler", calls, lambda r: r.calls, "Ingen samtaler ennå.", "Vis samtalen"),
        RecordTab("Sendt ut", sent_columns(now), lambda r: r.sent, "Ingenting er sendt."),
        RecordTab("Endringer", change_columns(now), lambda r: r.changes, "Ingen endringer ennå."),
        RecordTab("Fakturaer", invoice_columns(now), lambda r: r.invoices, "Ingen fakturaer."),
    ]
