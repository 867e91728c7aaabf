"""The review: what is being written in a card is not lost, Space does what the eye is on, and cards keep their digit."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QWidget

from tests.gui.conftest import Screen

ADDED = " Ring helst etter tre."


def reviewed(screen: Screen) -> None:
    """A dismissal with DS away: a deadline to be said, an e-mail, a note and an optional SMS."""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.type("-11")
    screen.key(Qt.Key.Key_Return)
    screen.digits("2111")
    screen.type("vet ikke")
    screen.key(Qt.Key.Key_Return)
    screen.digits("1222")
    screen.bot.waitUntil(lambda: screen.workspace.call.currentWidget() is screen.workspace.call.review)


def writing(screen: Screen) -> str:
    """The caret stands in the note, with a sentence added; the id of the card."""
    card_list = screen.workspace.call.review.card_list
    note = next(c for c in card_list.cards if c.action.kind == "NOTE")
    card_list.choose(note.action.id)
    screen.key(Qt.Key.Key_F2)
    field = screen.focus
    assert isinstance(field, QPlainTextEdit)
    field.moveCursor(field.textCursor().MoveOperation.End)
    screen.bot.keyClicks(field, ADDED)
    return note.action.id


def to_a_list_and_back(screen: Screen) -> None:
    screen.control(Qt.Key.Key_2)
    screen.control(Qt.Key.Key_1)


def to_a_search_and_back(screen: Screen) -> None:
    screen.search("marte")
    screen.key(Qt.Key.Key_Escape)
    screen.key(Qt.Key.Key_Escape)


def to_a_step_and_back(screen: Screen) -> None:
    screen.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    screen.workspace.call.wizard.review_asked.emit()


def to_another_member_and_back(screen: Screen) -> None:
    screen.open("marte fj")
    screen.control(Qt.Key.Key_P)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)


def to_another_member_from_a_list(screen: Screen) -> None:
    screen.control(Qt.Key.Key_2)
    hit = screen.services.members.search("marte fj")[0]
    screen.workspace.call_session.open_member(hit.id)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.record is not None)
    screen.at_rest()
    screen.control(Qt.Key.Key_P)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)


def whoever_rings_is_answered(screen: Screen) -> None:
    """Nothing of the page is left first: the call itself is put aside."""
    screen.workspace.call_session.open_unknown_caller("99000777", "Avisa")
    screen.control(Qt.Key.Key_P)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)


AWAY = [
    to_a_list_and_back,
    to_a_search_and_back,
    to_a_step_and_back,
    to_another_member_and_back,
    to_another_member_from_a_list,
    whoever_rings_is_answered,
]


@pytest.mark.parametrize("away", AWAY)
def test_what_is_being_written_in_a_card_is_there_again(screen: Screen, away: Callable[[Screen], None]) -> None:
    reviewed(screen)
    card_id = writing(screen)
    away(screen)
    screen.bot.waitUntil(lambda: screen.workspace.call.currentWidget() is screen.workspace.call.review)
    card = screen.workspace.call.review.card_list.card(card_id)
    assert card is not None
    assert ADDED.strip() in card.action.text


def test_another_inquiry_does_not_get_what_was_written_in_the_first(screen: Screen) -> None:
    reviewed(screen)
    writing(screen)
    screen.workspace.call_session.open_unknown_caller("99000777", "Avisa")
    screen.workspace.call_session.begin("media")
    draft = screen.workspace.call_session.draft
    assert draft is not None
    assert not draft.review.texts
    assert [bool(other.review.texts) for other in screen.workspace.call_session.parked][:1] == [True]


def waiting(screen: Screen) -> list[str]:
    review = screen.workspace.call.review
    return [a.id for a in review._actions if a.must_be_said and a.on and a.id not in review.review.said]


def buttons(place: QWidget, text: str) -> list[QPushButton]:
    QApplication.processEvents()
    return [b for b in place.findChildren(QPushButton) if b.text() == text and b.isVisible()]


def test_space_on_a_chosen_card_switches_it_and_says_nothing(screen: Screen) -> None:
    reviewed(screen)
    review = screen.workspace.call.review
    assert waiting(screen), "something must be said, or the test tells nothing"
    sms = next(c for c in review.card_list.cards if c.action.kind == "SMS")
    was = sms.action.on
    screen.bot.keyClicks(review.ui.cards, sms._digit)
    screen.bot.keyClick(review.ui.cards, Qt.Key.Key_Space)
    now = review.card_list.card(sms.action.id)
    assert now is not None
    assert now.action.on is not was
    assert waiting(screen), "the deadline was not said"
    screen.bot.keyClick(review.ui.cards, Qt.Key.Key_Space)
    assert not waiting(screen), "with no card chosen it is said"
    again = review.card_list.card(sms.action.id)
    assert again is not None
    assert again.action.on is not was, "and the card stays as it was switched"


def test_what_was_said_by_mistake_can_be_taken_back(screen: Screen) -> None:
    reviewed(screen)
    review = screen.workspace.call.review
    said = waiting(screen)
    screen.bot.keyClick(review.ui.cards, Qt.Key.Key_Space)
    assert waiting(screen) != said
    (undo, *_) = buttons(review.ui.say, "Angre")
    assert undo.accessibleName().startswith("Angre, det er ikke sagt")
    undo.click()
    assert waiting(screen) == said
    assert buttons(review.ui.say, "Sagt")


def test_a_card_that_is_switched_keeps_its_digit(screen: Screen) -> None:
    reviewed(screen)
    review = screen.workspace.call.review
    before = [(c._digit, c.action.id) for c in review.card_list.cards]
    sms = next(c for c in review.card_list.cards if c.action.kind == "SMS")
    for _ in range(2):
        review.card_list.choose(sms.action.id)
        screen.bot.keyClick(review.ui.cards, Qt.Key.Key_Space)
        assert [(c._digit, c.action.id) for c in review.card_list.cards] == before


def test_the_button_says_what_ctrl_enter_does_now(screen: Screen) -> None:
    reviewed(screen)
    finish = screen.workspace.call.review.ui.finish
    assert finish.text().startswith("Fullfør ")
    writing(screen)
    assert finish.text().startswith("Behold teksten ")
    screen.key(Qt.Key.Key_Escape)
    assert finish.text().startswith("Fullfør ")
    writing(screen)
    screen.control(Qt.Key.Key_Return)
    assert finish.text().startswith("Fullfør ")
    assert screen.workspace.call_session.receipt is None, "the text was kept, and nothing completed"
