"""F8: all that the procedure says, beside the step."""

from PySide6.QtCore import Qt

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from tests.helpers.screen import Screen


def test_f8_takes_room_from_the_trail_and_gives_the_digits_back(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("4")
    ui = screen.workspace.call.wizard.ui
    screen.key(Qt.Key.Key_F8)
    assert ui.whole.isVisible()
    assert (ui.left.isVisible(), ui.strip.isVisible(), ui.preview.isVisible()) == (False, True, True)
    screen.key(Qt.Key.Key_F8)
    assert ui.left.isVisible()
    assert ui.step.is_live
    screen.window.resize(1030, 640)
    screen.key(Qt.Key.Key_F8)
    assert not ui.preview.isVisible()
    screen.key(Qt.Key.Key_F8)
    assert ui.preview.isVisible()


def test_parking_and_changing_the_category_are_seen_where_the_left_panel_is_not(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("4")
    ui, call_session = screen.workspace.call.wizard.ui, screen.workspace.call_session
    assert not ui.parkStrip.isVisible()
    screen.key(Qt.Key.Key_F8)
    assert ui.parkStrip.isVisible()
    assert ui.switchStrip.isVisible()
    ui.parkStrip.click()
    assert call_session.run is None
    assert len(call_session.parked) == 1


def test_the_review_of_a_narrow_window_can_be_parked_by_hand(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.workspace.call_session.begin("utmelding")
    screen.workspace.call_session.answer("maate", Answer(choice="min_side"))
    ui = screen.workspace.call.review.ui
    assert not ui.parkStrip.isVisible()
    screen.window.resize(1100, 688)
    screen.bot.waitUntil(ui.parkStrip.isVisible)
    ui.parkStrip.click()
    assert screen.workspace.call_session.run is None
