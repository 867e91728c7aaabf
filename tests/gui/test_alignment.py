"""What is below another thing begins where it begins: the text of a cell, of a tab, of a button without a frame."""

from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QTableView, QWidget

from sentralbord_desktop.gui.startup.first_run_page import FirstRunPage
from sentralbord_desktop.startup.first_run import ready_rows
from tests.helpers.pixels import colours_in
from tests.helpers.screen import Screen

ALIKE = 2
"""Pixels: letters begin a little within their own width."""


def ink_of(picture: QImage, ratio: float) -> int:
    """Pixels left of what is drawn on an even ground."""
    pixels = colours_in(picture)
    (columns,) = np.nonzero((pixels != pixels[0, 0]).any(axis=0))
    return int(columns[0] / ratio)


def words_begin(widget: QWidget, area: QRect | None = None) -> int:
    """The place in the window at which the first letter within `area` is drawn."""
    shown = area or widget.rect()
    picture = widget.grab(shown)
    return widget.mapTo(widget.window(), shown.topLeft()).x() + ink_of(picture.toImage(), picture.devicePixelRatio())


def cell_of(table: QTableView, row: int, column: int) -> QRect:
    """The inside of a cell: without the lines, the ring and the bar of the chosen row."""
    return table.visualRect(table.model().index(row, column)).adjusted(2, 6, -2, -6)


def in_viewport(view: QAbstractScrollArea, area: QRect) -> int:
    return words_begin(view.viewport(), area)


def test_the_text_of_a_cell_begins_below_its_heading(screen: Screen) -> None:
    screen.window.show_page("catalogue")
    table = screen.workspace.catalogue._list.table
    screen.bot.waitUntil(lambda: table.model().rowCount() > 3)
    header = table.horizontalHeader()
    for column in (1, 2):
        area = QRect(
            header.sectionViewportPosition(column) + 2, 4, header.sectionSize(column) - 4, header.height() - 10
        )
        head = in_viewport(header, area)
        assert abs(in_viewport(table, cell_of(table, 2, column)) - head) <= ALIKE


def test_the_tabs_and_lists_of_a_record_begin_below_its_facts(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    ui = screen.workspace.call.record.ui
    facts = words_begin(ui.importantHead)
    assert abs(words_begin(ui.tabs, ui.tabs.tabRect(0).adjusted(0, 2, 0, -6)) - facts) <= ALIKE
    ui.tabs.setCurrentIndex(1)
    screen.at_rest()
    table = ui.lists.currentWidget()
    assert isinstance(table, QTableView)
    assert abs(in_viewport(table, cell_of(table, 0, 0)) - facts) <= ALIKE
    ui.tabs.setCurrentIndex(2)
    screen.at_rest()
    assert ui.none.text() == "Ingenting er sendt."
    assert abs(words_begin(ui.none) - facts) <= ALIKE


def test_the_foot_of_the_topics_begins_and_ends_with_their_heading(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    ui = screen.workspace.call.ui
    head = words_begin(ui.categoriesHead)
    for button in (ui.forAnother, ui.onlyRemark):
        assert abs(words_begin(button) - head) <= ALIKE
    last = ui.arrangeCallback
    inside = last.mapTo(ui.categories, QPoint(last.width(), 0)).x()
    assert inside <= ui.categories.width() - 8


def test_a_row_that_wraps_keeps_its_margins(screen: Screen) -> None:
    screen.type("fjeldheim")
    ui = screen.workspace.call.ui
    screen.bot.waitUntil(lambda: ui.hitCount.text() == "3 treff")
    assert words_begin(ui.hitCount) >= ui.hits.mapTo(screen.window, QPoint(8, 0)).x()


def test_what_is_told_of_a_ready_part_is_below_the_words_of_its_head(screen: Screen) -> None:
    rows = ready_rows(screen.services)
    page = FirstRunPage(screen.services.session.operator, rows)
    screen.window.show_alone(page)
    screen.at_rest()
    shown = {part.text().replace("\u2060", ""): part for part in page.ui.readyRows.findChildren(QLabel) if part.text()}
    for before, after in pairwise(rows):
        head, told = shown[before[1]], shown[before[2]]
        following = shown[after[1]]
        assert abs(words_begin(told) - words_begin(head)) <= ALIKE
        near = told.mapTo(page, QPoint()).y() - head.mapTo(page, QPoint(0, head.height())).y()
        far = following.mapTo(page, QPoint()).y() - told.mapTo(page, QPoint(0, told.height())).y()
        assert near < far


def test_the_four_keys_of_the_start_are_told_of_in_one_line(screen: Screen) -> None:
    page = FirstRunPage(screen.services.session.operator, ready_rows(screen.services))
    screen.window.show_alone(page)
    screen.at_rest()
    keys = [page.ui.l3, *(part for part in page.findChildren(QLabel) if part.text() == "Esc")]
    assert len(keys) == 2
    assert page.ui.l3.height() < 2 * page.ui.l3.fontMetrics().height()
    middles = [part.mapTo(page, part.rect().center()).y() for part in keys]
    assert abs(middles[0] - middles[1]) <= ALIKE
