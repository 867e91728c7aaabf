"""Headings in the lists: rows of the view, folded by keys and by mouse."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QTableView

from sentralbord_desktop.domain.callbacks import Callback, CallbackAttempt
from sentralbord_desktop.gui.callbacks import attempts_said, dots_of, due_words
from sentralbord_desktop.gui.lists.grouped_model import GroupedRows
from sentralbord_desktop.gui.lists.list_table import ListTable
from tests.helpers.screen import Screen
from tests.helpers.typed import of_kind
from tests.helpers.window_callbacks import add_callback
from tests.helpers.window_calls import leave_messages, leave_urgent

ENDS = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@pytest.fixture(autouse=True)
def sorted_as_at_first() -> Iterator[None]:
    """How a list is sorted is kept for the next window, which another test opens."""
    yield
    QSettings().remove("tabeller")


def headings(listing: ListTable[Callback]) -> dict[int, str]:
    """Row of the view -> title."""
    rows = listing.sorted
    assert isinstance(rows, GroupedRows)
    return {n: heading.title for n in range(rows.rowCount()) if (heading := rows.heading(n)) is not None}


def shown(table: QTableView) -> int:
    return sum(not table.isRowHidden(row) for row in range(table.model().rowCount()))


def open_list(screen: Screen) -> ListTable[Callback]:
    screen.control(Qt.Key.Key_2)
    screen.at_rest()
    return screen.workspace.callbacks.list


def test_headings_are_rows_of_the_view_and_are_read_by_the_screen_reader(screen: Screen) -> None:
    listing = open_list(screen)
    table = listing.table
    found = headings(listing)
    assert list(found.values()) == ["Forfalt", "I dag", "Senere"]
    assert next(iter(found)) == 0
    interface = QAccessible.queryAccessibleInterface(table)
    read = {interface.child(n).text(QAccessible.Text.Name) for n in range(interface.childCount())}
    counts = {heading.title: len(values) for heading, values in of_kind(GroupedRows, listing.sorted).groups}
    for row, title in found.items():
        assert table.columnSpan(row, 0) == table.model().columnCount()
        assert f"{title}, {counts[title]} {'rad' if counts[title] == 1 else 'rader'}" in read


def test_headings_stay_above_their_rows_whatever_it_is_sorted_by(screen: Screen) -> None:
    listing = open_list(screen)
    for column, order in product(range(7), ENDS):
        listing.table.sortByColumn(column, order)
        assert list(headings(listing).values()) == ["Forfalt", "I dag", "Senere"], (column, order)
        moment = screen.services.session.clock()
        overdue = [callback.is_overdue(moment) for callback in listing.sorted.values]
        assert overdue == sorted(overdue, reverse=True), (column, order)
        for row in headings(listing):
            assert listing.table.columnSpan(row, 0) == listing.table.model().columnCount(), (column, order)


def test_arrows_fold_the_group_and_open_it_again(screen: Screen) -> None:
    listing = open_list(screen)
    table = listing.table
    before, overdue = shown(table), sum(c.is_overdue(screen.services.session.clock()) for c in listing.sorted.values)
    screen.key(Qt.Key.Key_Left)
    assert shown(table) == before - overdue
    assert listing.current is None
    assert table.currentIndex().row() == 0
    assert len(listing.sorted.values) == before - 3, "what is folded is still printed and saved"
    screen.workspace.refresher.read_all()
    screen.at_rest()
    assert shown(table) == before - overdue, "it stays folded when the list is read again"
    assert table.currentIndex().row() == 0
    screen.key(Qt.Key.Key_Right)
    assert shown(table) == before
    screen.key(Qt.Key.Key_Right)
    assert listing.current is listing.sorted.values[0]


def test_a_click_on_a_heading_folds_it(screen: Screen) -> None:
    listing = open_list(screen)
    table = listing.table
    before = shown(table)
    heading = table.visualRect(table.model().index(0, 0)).center()
    screen.bot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=heading)
    assert shown(table) < before
    screen.bot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=heading)
    assert shown(table) == before


def test_a_heading_has_nothing_that_a_digit_does(screen: Screen) -> None:
    listing = open_list(screen)
    listing.table.selectRow(0)
    assert screen.workspace.callbacks._outcomes.actions == []
    screen.key(Qt.Key.Key_2)
    screen.at_rest()
    assert not any(callback.attempts for callback in listing.sorted.values[:1])


def test_haster_is_row_one_after_any_sort(screen: Screen) -> None:
    leave_messages(screen)
    leave_urgent(screen)
    screen.control(Qt.Key.Key_6)
    outbox = screen.workspace.outbox
    for column, order in product(range(5), ENDS):
        outbox.ui.table.sortByColumn(column, order)
        rows = outbox.list.sorted
        assert rows.index(0, 0).data() == "Haster", (column, order)
        assert rows.value(1).is_urgent, (column, order)
        assert outbox.list.current is not None, (column, order)


def test_what_is_sent_goes_under_its_heading_and_stays_chosen_and_in_sight(screen: Screen) -> None:
    leave_messages(screen)
    screen.control(Qt.Key.Key_6)
    outbox = screen.workspace.outbox
    assert outbox.list._folds is not None
    assert outbox.list._folds.folded == {"Sendt"}
    assert outbox.list.choose(lambda message: message.kind == "sms")
    sent = outbox.list.current
    assert sent is not None
    screen.services.outbox.handed_over(sent)
    screen.at_rest()
    assert outbox.list.current is not None
    assert outbox.list.current.id == sent.id
    assert not outbox.ui.table.isRowHidden(outbox.ui.table.currentIndex().row())


def test_attempts_are_dots_of_our_own_and_are_read_as_a_number(screen: Screen) -> None:
    moment = screen.services.session.clock()
    callback = screen.services.callbacks.all_open()[0]
    tried = [CallbackAttempt(at=moment, author="LT", outcome=word) for word in ("ikke_svar", "ringte_selv", "opptatt")]
    rung = callback.model_copy(update={"attempts": tuple(tried)})
    assert (dots_of(rung), attempts_said(rung)) == ("●●○", "2 av 3 forsøk")
    listing = open_list(screen)
    cell = listing.sorted.index(1, 6)
    assert cell.data() == "○○○"
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "0 av 3 forsøk"


def test_the_time_to_ring_is_a_day_and_how_far_it_is(screen: Screen) -> None:
    moment = screen.services.session.clock()
    callback = screen.services.callbacks.all_open()[0].model_copy(update={"window": ""})
    late = callback.model_copy(update={"due": moment - timedelta(minutes=7)})
    assert due_words(late, moment)[1] == "7 min over"
    any_time = callback.model_copy(update={"due": None, "created": moment})
    assert due_words(any_time, moment) == ("i dag", "når som helst")
    past = any_time.model_copy(update={"created": moment - timedelta(days=1), "window": "etter lunsj"})
    assert due_words(past, moment).distance.endswith(" over, etter lunsj")


def test_a_row_grows_with_its_words_and_nothing_in_it_is_cut(screen: Screen) -> None:
    add_callback(screen, "Kristoffer Alexander von Hohenzollern-Sigmaringen den yngre")
    listing = open_list(screen)
    assert listing.choose(lambda callback: callback.name.startswith("Kristoffer"))
    table, row = listing.table, listing.table.currentIndex().row()
    assert table.rowHeight(row) > table.rowHeight(1)


def test_an_empty_list_says_what_to_do(screen: Screen) -> None:
    open_list(screen)
    page = screen.workspace.callbacks
    page._filters.choose("Mine")
    screen.at_rest()
    assert page.ui.empty.text() == "Ingen av dine."
    assert page._show_all.isVisible()
    page._show_all.click()
    assert not page.ui.empty.isVisible()
    assert page.list.sorted.values
