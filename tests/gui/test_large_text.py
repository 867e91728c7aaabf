"""Sizes of widgets that are made in code grow once with the text, not twice."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QTableView, QWidget

from sentralbord_desktop.gui.startup.first_run_page import FirstRunPage
from sentralbord_desktop.gui.widgets.labels import DigitBadge
from sentralbord_desktop.gui.widgets.stretch_column import FOLDED
from sentralbord_desktop.gui.widgets.table_model import CELL_PADDING
from sentralbord_desktop.startup.first_run import ready_rows
from tests.helpers.pages import show_part
from tests.helpers.screen import Screen


@pytest.mark.text_scale(2.0)
def test_the_digits_of_the_first_page_are_as_large_as_in_a_call(screen: Screen) -> None:
    page = FirstRunPage(screen.services.session.operator, ready_rows(screen.services))
    screen.window.show_alone(page)
    screen.at_rest()
    badges = page.findChildren(DigitBadge)
    assert len(badges) == 5
    assert {(badge.width(), badge.height()) for badge in badges} == {(48, 48)}


@pytest.mark.text_scale(2.0)
def test_the_choices_of_utseende_are_twice_as_wide_and_not_four_times(screen: Screen) -> None:
    screen.window.resize(1920, 1032)
    part = show_part(screen, "Utseende")
    assert isinstance(part, QWidget)
    screen.at_rest()
    assert {box.width() for box in part.findChildren(QComboBox)} == {440}


@pytest.mark.text_scale(2.0)
def test_the_board_leaves_room_for_the_person_beside_it(screen: Screen) -> None:
    """It asked for 800 pixels of height, and the whole page was scrolled."""
    screen.control(Qt.Key.Key_4)
    screen.at_rest()
    assert screen.workspace.availability.ui.table.minimumHeight() == 400


def test_a_page_is_no_wider_than_it_needs_after_a_wider_one(screen: Screen) -> None:
    """The first page of an empty register was scrolled sideways at 200 %, after the page with the recovery code."""
    window, wide = screen.window, QWidget()
    wide.setMinimumWidth(window.width() + 200)
    bar, before = window.ui.pageScroll.horizontalScrollBar(), window.ui.pages.currentWidget()
    assert before is not None
    window.ui.pages.addWidget(wide)
    window.ui.pages.setCurrentWidget(wide)
    screen.bot.waitUntil(lambda: bar.maximum() > 0)
    window.ui.pages.setCurrentWidget(before)
    screen.bot.waitUntil(lambda: bar.maximum() == 0)


@pytest.mark.text_scale(2.0)
def test_the_menu_of_a_list_is_no_higher_than_the_buttons_beside_it(screen: Screen) -> None:
    screen.control(Qt.Key.Key_2)
    screen.at_rest()
    ui = screen.workspace.callbacks.ui
    assert abs(ui.more.height() - ui.new_.height()) <= 8


EDGE = 4
"""Pixels above and below a text in its label, which may be scrolled out of sight."""


@pytest.mark.text_scale(2.0)
def test_a_day_that_is_read_back_is_whole_beside_its_field(screen: Screen) -> None:
    """The field was pressed to two letters, and «for 11 dager siden» was cut."""
    screen.window.resize(1366, 688)
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.type("-11")
    screen.at_rest()
    ui = screen.workspace.call.wizard.ui
    assert ui.field.text() == "-11"
    assert ui.field.width() >= 2 * 96
    assert ui.reading.text().endswith("for 11 dager siden")
    assert ui.reading.height() >= ui.reading.heightForWidth(ui.reading.width())
    seen = ui.reading.rect().adjusted(0, EDGE, 0, -EDGE)
    screen.bot.waitUntil(lambda: ui.reading.visibleRegion().boundingRect().contains(seen))
    assert ui.field.visibleRegion().boundingRect() == ui.field.rect()


@pytest.mark.text_scale(2.0)
def test_the_switches_of_tastatur_are_read_without_scrolling_sideways(screen: Screen) -> None:
    screen.window.resize(1366, 688)
    part = show_part(screen, "Tastatur")
    assert isinstance(part, QWidget)
    screen.at_rest()
    assert screen.window.ui.pageScroll.horizontalScrollBar().maximum() == 0
    names = {box.accessibleName() for box in part.findChildren(QCheckBox)}
    texts = {text.text() for text in part.findChildren(QLabel) if text.buddy() is not None}
    assert len(names) == 2
    assert names <= texts


@pytest.mark.parametrize("text_scale", [1.0, 1.5, 2.0])
def test_a_remark_is_read_whole_in_the_record(screen: Screen, text_scale: float) -> None:
    """«Lovet oppringing 30.11. kl. 15.00. – …» before, and «Kontingent og» cut at the right."""
    assert screen.application.theme.text_scale == text_scale
    screen.window.resize(1366, 688)
    screen.open("ingunn fjeldheim")
    table = screen.workspace.call.record.ui.lists.widget(0)
    assert isinstance(table, QTableView)
    screen.bot.waitUntil(lambda: table.model().rowCount() > 0 and table.horizontalScrollBar().maximum() == 0)
    said, wide = str(table.model().index(0, 1).data()), table.columnWidth(1) - CELL_PADDING
    lines = QFontMetrics(table.font()).boundingRect(QRect(0, 0, wide, 10_000), int(Qt.TextFlag.TextWordWrap), said)
    screen.bot.waitUntil(lambda: table.rowHeight(0) >= lines.height())


@pytest.mark.text_scale(2.0)
@pytest.mark.parametrize(("page", "below"), [("callbacks", "Gjelder"), ("confirmations", "Venter på")])
def test_a_column_that_is_drawn_below_another_is_read_with_it(screen: Screen, page: str, below: str) -> None:
    screen.window.resize(1366, 688)
    screen.window.show_page(page)
    screen.at_rest()
    views = screen.window.findChildren(QTableView)
    [shown] = [view for view in views if view.isVisible() and view.property(FOLDED) is not None]
    folded, model = int(shown.property(FOLDED)), shown.model()
    assert model.headerData(folded, Qt.Orientation.Horizontal) == below
    row = next(n for n in range(model.rowCount()) if model.index(n, folded).data())
    said = Qt.ItemDataRole.AccessibleTextRole
    read = [str(model.index(row, n).data(said)) for n in range(model.columnCount()) if not shown.isColumnHidden(n)]
    words = " ".join(str(model.index(row, folded).data()).split())
    assert [words in text for text in read].count(True) == 1


@pytest.mark.parametrize("text_scale", [1.0, 1.5, 2.0])
def test_no_list_of_the_record_is_scrolled_to_the_side(screen: Screen, text_scale: float) -> None:
    """Changes and invoices were, from 125 %."""
    screen.open("ingunn fjeldheim")
    record = screen.workspace.call.record.ui
    for size in ((1366, 688), (1093, 535)):
        screen.window.resize(*size)
        for place in range(record.tabs.count()):
            record.tabs.setCurrentIndex(place)
            table = record.lists.currentWidget()
            assert isinstance(table, QTableView)
            screen.at_rest()
            assert table.horizontalScrollBar().maximum() == 0, (record.tabs.tabText(place), size)
