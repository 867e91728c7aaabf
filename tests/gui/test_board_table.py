"""Ledige: nothing in the table is cut, and its menu prints, saves and copies."""

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from sentralbord_desktop.gui.availability.table import BESIDE_SIGN, SIDE, SeatDelegate
from sentralbord_desktop.gui.core import theme
from tests.helpers.pages import ds_of
from tests.helpers.screen import Screen


def test_a_row_is_as_high_as_its_wrapped_texts(screen: Screen) -> None:
    person = ds_of(screen, 3)
    screen.services.availability.no_answer(f"staff:{person.id}")
    screen.control(Qt.Key.Key_4)
    page = screen.workspace.availability
    screen.workspace.refresher.read_all()
    screen.at_rest()
    table = page.ui.table
    place = page.model.place_of(f"staff:{person.id}")
    assert place is not None
    index = page.model.index(*place)
    wide = table.rowHeight(place[0])
    screen.window.resize(1093, 535)
    screen.bot.waitUntil(lambda: table.rowHeight(place[0]) > wide)
    assert table.rowHeight(place[0]) >= table.itemDelegate().sizeHint(QStyleOptionViewItem(), index).height()
    screen.window.resize(1366, 688)
    screen.bot.waitUntil(lambda: table.rowHeight(place[0]) == wide)


def test_the_menu_prints_saves_and_copies_the_people_as_filtered(screen: Screen, tmp_path: Path) -> None:
    screen.control(Qt.Key.Key_4)
    screen.at_rest()
    page, file = screen.workspace.availability, tmp_path / "ledige.csv"
    assert [action.text() for action in page.ui.more.menu().actions()] == ["Kopier raden", "Skriv ut", "Lagre som fil"]
    person = ds_of(screen, 3)
    page.choose(f"staff:{person.id}")
    page.ui.more.menu().actions()[0].trigger()
    assert person.name in QApplication.clipboard().text()
    everybody = sum(len(rows) for _, rows in page.paper.sheets().groups)
    paper = page.paper.sheets()
    assert paper.groups[0][0].startswith("1 ")
    assert paper.groups[-1][0] == "Roller"
    assert "skrevet ut av" in paper.line
    screen.control(Qt.Key.Key_L)
    screen.at_rest()
    page.paper.write(file)
    head, *rows = csv.reader(file.read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    assert head[:4] == ["Avd.", "Avdeling", "Navn", "Funksjon"]
    assert 0 < len(rows) < everybody
    assert {row[head.index("Status")] for row in rows} == {"ledig"}


@pytest.mark.text_scale(2.0)
def test_a_name_is_never_broken_within_a_word(screen: Screen) -> None:
    screen.control(Qt.Key.Key_4)
    screen.at_rest()
    page, beside = screen.workspace.availability, BESIDE_SIGN + SIDE
    wide = QFontMetrics(theme.font_of(9.75, strong=False)).horizontalAdvance
    names = [seat.name for n in range(page.model.rowCount()) for seat in page.model.row(n).seats if seat]
    needed = screen.application.theme.scaled(max(wide(word) for name in names for word in name.split()) + beside)
    table = page.ui.table
    screen.bot.waitUntil(lambda: all(table.columnWidth(n) >= needed for n in range(1, page.model.columnCount())))


@pytest.mark.text_scale(2.0)
def test_in_a_narrow_table_each_person_has_a_row_beside_the_department(screen: Screen) -> None:
    """The departments were scrolled out of sight when a person to the right was chosen."""
    person = ds_of(screen, 3)
    screen.control(Qt.Key.Key_4)
    screen.at_rest()
    page, table = screen.workspace.availability, screen.workspace.availability.ui.table
    page.choose(f"staff:{person.id}")
    screen.window.resize(1366, 688)
    screen.bot.waitUntil(lambda: page.model.is_stacked and table.horizontalScrollBar().maximum() == 0)
    chosen = page._seat()
    assert chosen is not None
    assert chosen.who == f"staff:{person.id}", "the person stays chosen"
    place = page.model.place_of(chosen.who)
    assert place is not None
    said = [text for block in SeatDelegate.blocks(page.model.index(*place), 1000) for text, _ in block.runs]
    assert said[:2] == [person.name, "Distriktssekretær"]
    people = {row.row.seat.who for row in page.listed()}
    screen.window.resize(3000, 1032)
    screen.bot.waitUntil(lambda: not page.model.is_stacked)
    assert {row.row.seat.who for row in page.listed()} == people
    again = page._seat()
    assert again is not None
    assert again.who == chosen.who
