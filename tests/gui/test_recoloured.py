"""Light becomes dark by itself at dusk: what was told, written and looked at stands."""

import pytest
from PySide6.QtCore import Qt

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.gui.call.inquiry_controller import RENEWED
from tests.helpers.screen import Screen


@pytest.fixture
def reviewed(screen: Screen) -> Screen:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.workspace.call_session.begin("utmelding")
    screen.workspace.call_session.answer("maate", Answer(choice="har_adressen"))
    screen.at_rest()
    return screen


def dusk(screen: Screen) -> None:
    screen.application.theme.choose("morkt")
    screen.at_rest()


def test_what_the_review_tells_stands(reviewed: Screen) -> None:
    screen = reviewed
    screen.workspace.call.review._mended("merknad", {"text": "27.11.2026: Ville ut, sint. MH"})
    screen.workspace.call_session.answer("maate", Answer(choice="min_side"))
    assert screen.workspace.call.review.ui.state.text() == RENEWED
    dusk(screen)
    assert screen.workspace.call.review.ui.state.text() == RENEWED


def test_what_is_written_in_a_card_stands(reviewed: Screen) -> None:
    screen = reviewed
    screen.key(Qt.Key.Key_F2)
    screen.type("Halvveis ")
    field = screen.focus
    dusk(screen)
    assert screen.focus is field
    assert any(card.is_edited for card in screen.workspace.call.review.card_list.cards)


def test_a_step_that_is_looked_at_again_stands(reviewed: Screen) -> None:
    screen = reviewed
    screen.key(Qt.Key.Key_Left)
    wizard = screen.workspace.call.wizard
    assert screen.workspace.call.currentWidget() is wizard
    dusk(screen)
    assert screen.workspace.call.currentWidget() is wizard


def test_the_mark_in_the_procedure_takes_the_colour(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    dusk(screen)
    marked = screen.workspace.call.wizard.ui.wholeText.extraSelections()
    wanted = screen.application.theme.colour("accent_soft")
    assert [one.format.background().color() for one in marked] == [wanted]
