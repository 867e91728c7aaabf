"""The lists where text is large for the window: nothing is scrolled sideways, and nothing of a row is lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from sentralbord_desktop.gui.lists.lines_delegate import LinesDelegate
from sentralbord_desktop.gui.lists.list_table import ListTable
from sentralbord_desktop.gui.organisation.kinds import KINDS
from tests.helpers.pages import show_catalogue
from tests.helpers.screen import Screen
from tests.helpers.window_calls import leave_messages


def in_small_window(screen: Screen) -> None:
    screen.window.resize(1366, 688)
    screen.at_rest()


def titles(table: QTableView) -> list[str]:
    """Of the columns that are shown."""
    header = table.horizontalHeader()
    shown = [n for n in range(header.count()) if not header.isSectionHidden(n)]
    return [str(table.model().headerData(n, Qt.Orientation.Horizontal)) for n in shown]


def fits(table: QTableView) -> bool:
    return table.horizontalScrollBar().maximum() == 0


def drawn(table: QTableView, row: int, column: int) -> list[str]:
    delegate = table.itemDelegate()
    assert isinstance(delegate, LinesDelegate)
    return [line.text for line in delegate.lines(table.model().index(row, column))]


@pytest.mark.text_scale(2.0)
def test_the_matter_of_a_message_is_below_its_receiver_in_a_narrow_list(screen: Screen) -> None:
    leave_messages(screen)
    in_small_window(screen)
    screen.control(Qt.Key.Key_6)
    outbox = screen.workspace.outbox
    assert outbox.list.choose(lambda m: m.kind == "epost" and m.must_be_sent)
    table = outbox.ui.table
    screen.bot.waitUntil(lambda: fits(table) and titles(table) == ["", "Laget", "Til"])
    row = table.currentIndex().row()
    assert drawn(table, row, 3)[-1].startswith("Oppsigelse, frist ")
    assert table.rowHeight(row) >= table.sizeHintForRow(row)
    screen.window.resize(3000, 1032)
    screen.bot.waitUntil(lambda: titles(table) == ["", "Laget", "Hva", "Til", "Gjelder"])
    assert not drawn(table, row, 3)[-1].startswith("Oppsigelse")
    in_small_window(screen)
    screen.bot.waitUntil(lambda: fits(table) and titles(table) == ["", "Laget", "Til"])


@pytest.mark.text_scale(2.0)
@pytest.mark.parametrize(
    ("page", "left"), [("callbacks", ["", "Ring", "Navn og nummer"]), ("confirmations", ["", "Bedt om", "Medlem"])]
)
def test_a_narrow_list_keeps_time_and_person(screen: Screen, page: str, left: list[str]) -> None:
    in_small_window(screen)
    screen.window.show_page(page)
    shown = screen.workspace.lazy_pages.shown
    of_page = getattr(shown, "list", None)
    assert isinstance(of_page, ListTable)
    screen.bot.waitUntil(lambda: fits(of_page.table) and titles(of_page.table) == left)
    row = of_page.table.currentIndex().row()
    assert len(drawn(of_page.table, row, 2)) > 2


@pytest.mark.text_scale(2.0)
@pytest.mark.parametrize("kind", [kind.title for kind in KINDS])
def test_a_list_of_the_catalogue_fits_beside_its_form(screen: Screen, kind: str) -> None:
    in_small_window(screen)
    show_catalogue(screen, kind)
    table = screen.workspace.catalogue.lists[[one.title for one in KINDS].index(kind)].table
    screen.bot.waitUntil(lambda: fits(table))
    screen.key(Qt.Key.Key_F2)
    screen.at_rest()
    screen.bot.waitUntil(lambda: fits(table))
    assert len(titles(table)) == 1


def test_a_list_that_was_left_narrow_has_its_columns_in_a_wide_window(screen: Screen) -> None:
    """The widths are stored: the one of the heir as it was before."""
    screen.window.resize(1920, 1032)
    screen.control(Qt.Key.Key_2)
    screen.at_rest()
    table = screen.workspace.callbacks.ui.table
    wide = table.columnWidth(2)
    screen.window.resize(700, 688)
    screen.bot.waitUntil(lambda: table.isColumnHidden(3))
    screen.window.resize(1920, 1032)
    screen.bot.waitUntil(lambda: not table.isColumnHidden(3))
    assert table.columnWidth(2) == wide


def test_a_catalogue_that_was_narrow_is_not_scrolled_sideways_in_a_wide_window(screen: Screen) -> None:
    """Qt gave the column that was shown again the width that it had had."""
    screen.window.resize(1366, 688)
    show_catalogue(screen, "Avdelinger")
    table = screen.workspace.catalogue.lists[0].table
    for _ in range(2):
        screen.window.resize(320, 688)
        screen.bot.waitUntil(lambda: table.isColumnHidden(5))
        screen.window.resize(1366, 688)
        screen.bot.waitUntil(lambda: not table.isColumnHidden(5) and fits(table))
