"""«Ett emne til»: a second matter in the same call keeps member and identity."""

from PySide6.QtCore import Qt

from sentralbord_desktop.gui.commands.rules import NO_OTHER_MATTER
from tests.helpers.screen import Screen


def complete_a_resignation(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("41")
    screen.finish()


def test_the_same_member_is_on_the_line_again_and_is_not_asked_who_it_is(screen: Screen) -> None:
    complete_a_resignation(screen)
    call_session = screen.workspace.call_session
    assert call_session.another_matter()
    assert call_session.record is not None
    assert call_session.record.member.name == "Ingunn Fjeldheim"
    assert call_session.identity
    call_session.begin("kontingent")
    assert call_session.run is not None
    assert call_session.run.facts.identity_confirmed
    assert call_session.run.current is not None
    assert call_session.run.current.id == "hva"
    assert not call_session.another_matter(), "one matter is under way"


def test_nobody_comes_back_when_another_has_been_looked_for(screen: Screen) -> None:
    complete_a_resignation(screen)
    screen.search("marte")
    assert not screen.workspace.call_session.another_matter()
    assert screen.workspace.call_session.record is None


def test_a_key_takes_another_matter_and_says_why_when_it_cannot(screen: Screen) -> None:
    complete_a_resignation(screen)
    call_session = screen.workspace.call_session
    screen.key(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    screen.at_rest()
    assert call_session.record is not None
    screen.digits("1")
    run = call_session.run
    assert run is not None
    assert (run.procedure.id, run.facts.identity_confirmed) == ("kontingent", True)
    screen.key(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert NO_OTHER_MATTER in screen.window.ui.barText.text()
