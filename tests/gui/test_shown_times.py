"""Days and sums on the pages that list them: one form for all."""

from datetime import date, timedelta

from PySide6.QtCore import Qt

from sentralbord_desktop.domain.dates.calendar import near_day
from sentralbord_desktop.domain.dates.clock import clock, today
from sentralbord_desktop.domain.dates.screen_time import day_and_time
from sentralbord_desktop.domain.members.member import Invoice
from sentralbord_desktop.gui.call.record_panel import record_tabs
from sentralbord_desktop.gui.privacy.access_log_panel import AccessLogPanel
from tests.helpers.pages import record, settings_part, show_catalogue, traced
from tests.helpers.screen import Screen


def test_each_list_of_a_record_has_human_days(screen: Screen) -> None:
    record(screen)
    panel, now = screen.workspace.call.record, screen.services.session.clock()
    calls = panel._models[1]
    shown = [calls.index(row, 0).data() for row in range(calls.rowCount())]
    assert panel.record is not None
    assert shown
    assert shown == [day_and_time(call.ended, now) for call in panel.record.calls]
    remarks = panel._models[0]
    assert [remarks.index(row, 0).data() for row in range(remarks.rowCount())] == [
        f"{near_day(today(remark.written), today(now))}\n{remark.author}" for remark in panel.record.remarks
    ]


def test_an_invoice_is_in_kroner(screen: Screen) -> None:
    now = screen.services.session.clock()
    fees = record_tabs(str, lambda: now, read_only=True)[-1].columns
    due = today(now) + timedelta(days=1)
    invoice = Invoice(id=1, number="1", issued=date(2026, 1, 2), due=due, amount=124000, paid=50)
    assert [column.text(invoice) for column in fees] == ["i morgen\nnr. 1", "1 240 kr, betalt 0,50 kr"]
    paid = invoice.model_copy(update={"paid": 124000, "missing_documentation": "brev om permisjon"})
    assert fees[1].text(paid) == "1 240 kr, betalt\nMangler brev om permisjon"


def test_the_access_log_has_human_times(screen: Screen) -> None:
    traced(screen)
    part = settings_part(screen, "Sporing", AccessLogPanel)
    newest = max(part.rows.values, key=lambda one: one.at)
    row = list(part.rows.values).index(newest)
    assert part.rows.index(row, 0).data() == f"i dag {clock(newest.at)}"


def test_a_confirmation_of_the_catalogue_is_human_on_the_screen_and_absolute_on_paper(screen: Screen) -> None:
    show_catalogue(screen, "Personer")
    page, day = screen.workspace.catalogue, today(screen.services.session.clock())
    assert page.list.current is not None
    screen.services.organisation.confirm(page.list.current)
    screen.bot.waitUntil(lambda: page.list.current is not None and page.list.current.confirmed == day)
    row = page.list.table.currentIndex().row()
    assert page.list.sorted.index(row, len(page.paper.columns) - 1).data(Qt.ItemDataRole.DisplayRole) == "i dag"
    confirmed = page.paper.columns[-1]
    assert confirmed.filed(page.list.current) == day.isoformat()
    assert f"{day:%d.%m.}" in confirmed.printed(page.list.current, screen.services.session.clock())
