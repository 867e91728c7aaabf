"""Text at 150 % on a small screen: what the page is for has the room."""

import pytest

from tests.gui.conftest import Screen
from tests.gui.test_looks import review


@pytest.fixture
def text_scale() -> float:
    return 1.5


def test_the_cards_of_the_review_are_seen_below_what_must_be_said(screen: Screen) -> None:
    review(screen)
    ui = screen.desk.call.review.ui
    screen.at_rest()
    assert ui.say.isVisible()
    least = screen.application.theme.scaled(125)
    screen.bot.waitUntil(lambda: ui.scroll.viewport().height() >= least)


def test_buttons_are_as_high_before_a_change_of_look_as_after(screen: Screen) -> None:
    review(screen)
    screen.at_rest()
    finish = screen.desk.call.review.ui.finish
    before = finish.minimumHeight()
    screen.application.theme.choose("morkt")
    screen.at_rest()
    assert finish.minimumHeight() == before


def test_pictures_grow_with_the_words_beside_them(screen: Screen) -> None:
    screen.window.show_page("callbacks")
    grown = screen.application.theme.scaled
    number = screen.desk.callbacks.ui.numberIcon
    screen.bot.waitUntil(number.isVisible)
    assert number.pixmap().height() == grown(20)
    assert screen.window.ui.goCall.iconSize().width() == grown(22)
    assert screen.window.ui.me.iconSize().width() == grown(16)
