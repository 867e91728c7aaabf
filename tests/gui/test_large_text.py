"""Sizes of widgets that are made in code grow once with the text, not twice."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from sentralbord_desktop.gui.startup.first_run_page import FirstRunPage
from sentralbord_desktop.gui.widgets.labels import DigitBadge
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
    window.ui.pages.addWidget(wide)
    window.ui.pages.setCurrentWidget(wide)
    screen.bot.waitUntil(lambda: bar.maximum() > 0)
    window.ui.pages.setCurrentWidget(before)
    screen.bot.waitUntil(lambda: bar.maximum() == 0)
