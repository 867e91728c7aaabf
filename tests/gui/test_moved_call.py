"""A call begun on the wrong member is moved to the right one, and a parked one is seen on its own member's record."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from sentralbord_desktop.gui.commands.rules import NO_MOVE
from tests.helpers.keyboard import CONTROL, SHIFT
from tests.helpers.screen import Screen
from tests.helpers.window_calls import begin_call


def important(screen: Screen) -> list[str]:
    return [row.headline for row in screen.workspace.call.record.rows if row.kind == "parkert"]


def test_a_parked_call_is_seen_on_its_own_member_and_opened_by_its_key(screen: Screen) -> None:
    for who in ("ingunn fjeldheim", "inge fjeldheim"):
        begin_call(screen, who, "71")
        screen.control(Qt.Key.Key_P)
    draft = screen.workspace.call_session.parked[1]
    screen.open("marte")
    assert important(screen) == []
    screen.open("ingunn fjeldheim")
    assert important(screen) == ["En samtale er parkert"]
    assert "En samtale er parkert" in screen.workspace.call.record.spoken()
    screen.control(Qt.Key.Key_P)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.draft is not None)
    assert screen.workspace.call_session.draft is not None
    assert screen.workspace.call_session.draft.id == draft.id


@pytest.mark.parametrize("by_key", [True, False])
def test_a_call_on_the_wrong_member_goes_on_about_the_one_that_was_looked_up(screen: Screen, by_key: bool) -> None:
    begin_call(screen, "ingunn fjeldheim", "71")
    screen.confirm()
    call_session = screen.workspace.call_session
    wrong = call_session.draft
    assert wrong is not None
    screen.open("inge fjeldheim")
    assert important(screen) == ["Skulle samtalen du parkerte, stå her?"]
    if by_key:
        screen.key(Qt.Key.Key_M, CONTROL, SHIFT)
    else:
        buttons = screen.workspace.call.record.ui.important.findChildren(QPushButton)
        screen.bot.mouseClick(next(one for one in buttons if one.text() == "Flytt hit"), Qt.MouseButton.LeftButton)
    screen.at_rest()
    draft, run = call_session.draft, call_session.run
    assert draft is not None
    assert run is not None
    assert (draft.id, draft.title, draft.answers["hendelse"]) == (wrong.id, "Inge Fjeldheim", wrong.answers["hendelse"])
    assert run.current is not None
    assert run.current.id == "identitet"
    assert [one.id for one in screen.services.parking.drafts() if one.member_id == wrong.member_id] == []


def test_the_key_says_why_when_no_call_was_parked_by_the_look_up(screen: Screen) -> None:
    begin_call(screen, "ingunn fjeldheim", "71")
    screen.control(Qt.Key.Key_P)
    screen.open("inge fjeldheim")
    assert important(screen) == []
    screen.key(Qt.Key.Key_M, CONTROL, SHIFT)
    assert NO_MOVE in screen.window.ui.barText.text()
