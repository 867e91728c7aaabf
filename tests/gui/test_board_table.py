"""Ledige: nothing in the table is cut, and its menu prints, saves and copies."""

import csv
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

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
    everybody = sum(len(rows) for _, rows in page.paper.on_paper().groups)
    paper = page.paper.on_paper()
    assert paper.groups[0][0].startswith("1 ")
    assert paper.groups[-1][0] == "Roller"
    assert "skrevet ut av" in paper.line
    screen.control(Qt.Key.Key_L)
    screen.at_rest()
    page.paper.write(file)
    head, *rows = csv.reader(file.read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    assert head[:3] == ["Avdeling", "Navn", "Funksjon"]
    assert 0 < len(rows) < everybody
    assert {row[head.index("Status")] for row in rows} == {"ledig"}
