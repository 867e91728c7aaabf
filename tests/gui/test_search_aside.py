"""A search while an inquiry stands: every key stays in the field, and the inquiry keeps whom it is about."""

import pytest
from PySide6.QtCore import Qt

from tests.helpers.screen import Screen

PAGES = ["callbacks", "confirmations", "availability", "catalogue", "outbox", "settings"]


def standing(screen: Screen) -> str:
    """Ingunn's call stands in a step; the id of it."""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    assert screen.workspace.call_session.draft is not None
    return screen.workspace.call_session.draft.id


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("text", ["99000531", "inge fj"])
def test_what_is_typed_on_another_page_stays_in_the_field(screen: Screen, page: str, text: str) -> None:
    """The first letter shows the call, which must not take the focus to its step."""
    before = standing(screen)
    screen.window.show_page(page)
    screen.key(Qt.Key.Key_F3)
    for letter in text:
        screen.bot.keyClicks(screen.focus, letter)
    assert screen.window.ui.search.text() == text
    assert screen.focus is screen.window.ui.search
    screen.at_rest()
    draft = screen.workspace.call_session.draft
    assert draft is not None
    assert draft.id == before, "the call stands as it did"
    assert screen.workspace.call.currentWidget() is screen.workspace.call.on_line


def test_letters_on_a_list_go_to_the_field_one_after_another(screen: Screen) -> None:
    standing(screen)
    screen.window.show_page("callbacks")
    for letter in "inge":
        screen.bot.keyClicks(screen.focus, letter)
    assert screen.window.ui.search.text() == "inge"


def test_esc_from_a_search_gives_the_inquiry_its_member_back(screen: Screen) -> None:
    standing(screen)
    call_session = screen.workspace.call_session
    before = call_session.record
    assert before is not None
    screen.search("fjeld")
    assert not screen.workspace.call.numbers(), "nobody is on the line while somebody is looked for"
    screen.key(Qt.Key.Key_Escape)
    screen.key(Qt.Key.Key_Escape)
    screen.at_rest()
    assert screen.workspace.call.currentWidget() is screen.workspace.call.wizard
    assert call_session.record is not None
    assert call_session.record.member.id == before.member.id
    assert call_session.identity
    assert "Ingunn Fjeldheim" in screen.workspace.call.wizard.ui.who.text()
    assert [number for _, number in screen.workspace.call.numbers()] == [p.number for p in before.member.phones]


def test_esc_from_a_search_gives_the_inquiry_its_stranger_back(screen: Screen) -> None:
    call_session = screen.workspace.call_session
    call_session.open_unknown_caller("99000777", "Avisa")
    call_session.begin("media")
    screen.search("fjeld")
    screen.key(Qt.Key.Key_Escape)
    screen.key(Qt.Key.Key_Escape)
    assert call_session.unknown_caller == ("99000777", "Avisa")
    assert screen.workspace.call.numbers() == [("", "99000777")]


def test_whoever_is_opened_from_a_search_is_the_one_on_the_line(screen: Screen) -> None:
    """And the call before is parked, about its own member."""
    before = standing(screen)
    screen.search("marte fj")
    screen.bot.waitUntil(lambda: screen.workspace.call.hits.model.rowCount() > 0)
    screen.key(Qt.Key.Key_Return)
    call_session = screen.workspace.call_session
    screen.bot.waitUntil(lambda: call_session.record is not None)
    assert [draft.id for draft in call_session.parked][:1] == [before]
    screen.control(Qt.Key.Key_P)
    screen.bot.waitUntil(lambda: call_session.run is not None)
    assert call_session.record is not None
    assert call_session.record.member.first_name.startswith("Ingunn")


def test_a_category_chosen_after_a_search_begins_a_call_of_its_own(screen: Screen) -> None:
    """Ctrl+E asked for the category of the one that stands; the search is about somebody else."""
    before = standing(screen)
    screen.control(Qt.Key.Key_E)
    screen.search("xqzwv")
    screen.at_rest()
    screen.workspace.call.on_line.categories.category_chosen.emit("media")
    call_session = screen.workspace.call_session
    assert call_session.draft is not None
    assert call_session.draft.id != before
    assert [draft.category for draft in call_session.parked if draft.id == before] == ["trobbel"]


def completed(screen: Screen) -> None:
    """Ingunn's call about something else, completed."""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("93")
    screen.bot.keyClicks(screen.focus, "kaffekoppen")
    screen.key(Qt.Key.Key_Return)
    screen.digits("1")
    screen.finish()


def test_ctrl_z_after_the_receipt_opens_the_call_about_its_own_member(screen: Screen) -> None:
    completed(screen)
    screen.control(Qt.Key.Key_Z)
    call_session = screen.workspace.call_session
    screen.bot.waitUntil(lambda: call_session.run is not None)
    assert call_session.record is not None
    assert call_session.record.member.first_name.startswith("Ingunn")
    assert call_session.identity
    assert screen.workspace.call.numbers()[0][1] == call_session.record.member.phones[0].number


def test_ctrl_z_does_not_reach_back_past_a_search(screen: Screen) -> None:
    """Another member is on the line: their record is not shown beside the answers of the call before."""
    completed(screen)
    screen.open("marte fj")
    screen.control(Qt.Key.Key_Z)
    screen.at_rest()
    call_session = screen.workspace.call_session
    assert call_session.run is None
    assert call_session.record is not None
    assert call_session.record.member.first_name.startswith("Marte")


def test_a_call_that_is_opened_again_from_a_list_is_about_its_own_member(screen: Screen) -> None:
    completed(screen)
    receipt = screen.workspace.call_session.receipt
    assert receipt is not None
    screen.open("marte fj")
    screen.workspace.call_session.reopen(receipt.inquiry_id)
    call_session = screen.workspace.call_session
    screen.bot.waitUntil(lambda: call_session.run is not None)
    assert call_session.record is not None
    assert call_session.record.member.first_name.startswith("Ingunn")
