"""The promise in the review, by keyboard and by mouse: it has the digits until it is answered."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from sentralbord_desktop.domain.callbacks import Callback
from sentralbord_desktop.gui.call.page import CallPage
from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton
from sentralbord_desktop.gui.widgets.labels import DigitBadge
from tests.helpers.screen import Screen


def at_the_review(screen: Screen) -> CallPage:
    """Ingunn, who was promised a callback about an invoice, has rung about something else and was answered."""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("93")
    screen.type("kaffekoppen")
    screen.key(Qt.Key.Key_Return)
    screen.digits("1")
    screen.confirm()
    call = screen.workspace.call
    screen.bot.waitUntil(lambda: call.currentWidget() is call.review)
    return call


def of_ingunn(screen: Screen) -> list[Callback]:
    return [c for c in screen.services.callbacks.all_open() if c.name == "Ingunn Fjeldheim"]


def shown(call: CallPage) -> str:
    return " ".join(part.text() for part in call.review.ui.promises.findChildren(QLabel) if part.isVisible())


def badges(call: CallPage) -> set[str]:
    return {badge.property("digit") for badge in call.review.ui.cards.findChildren(DigitBadge)}


def test_an_open_promise_makes_fullfor_wait_and_has_the_digits(screen: Screen) -> None:
    call = at_the_review(screen)
    review = call.review
    assert "ØV lovet at vi skulle ringe" in shown(call), "by us, and the day is that of the call"
    assert "om fakturaen" in shown(call)
    assert (review.ui.promises.is_live, review.ui.cards.is_live) == (True, False)
    assert badges(call) == {"out"}, "the digits of the cards are outlined"
    assert review.ui.state.text().startswith("Mangler 1 svar: løftet fra ")
    screen.control(Qt.Key.Key_Return)
    screen.at_rest()
    assert screen.workspace.call_session.receipt is None
    assert review.ui.promises.is_live, "Ctrl+Enter goes there"
    screen.digits("3")
    assert review.card_list.chosen == "", "no digit reaches a card"


def test_a_step_that_is_opened_again_counts_the_promise_as_the_review_does(screen: Screen) -> None:
    """One counter."""
    call = at_the_review(screen)
    said = call.review.ui.state.text()
    screen.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    screen.bot.waitUntil(call.wizard.isVisible)
    assert call.wizard.ui.remaining.text() == said
    assert call.wizard.ui.remaining.property("tone") == "warn"
    assert call.wizard.ui.finish.isEnabled()


def test_a_digit_answers_the_promise_also_when_the_focus_is_in_a_card(screen: Screen) -> None:
    """No lamp is lit in the cards then: the focus is seen on the control itself."""
    call = at_the_review(screen)
    switch = next(card.head.switch for card in call.review.card_list.cards if card.is_optional)
    switch.setFocus(Qt.FocusReason.TabFocusReason)
    assert screen.focus is switch
    assert badges(call) == {"out"}
    screen.bot.keyClicks(switch, "1")
    assert "er gjort." in shown(call)
    assert call.review.card_list.chosen == ""


@pytest.mark.parametrize(("digit", "left", "folded"), [("1", 0, "er gjort."), ("2", 1, "Vi ringer fortsatt.")])
def test_the_digit_answers_and_the_card_folds(screen: Screen, digit: str, left: int, folded: str) -> None:
    call = at_the_review(screen)
    screen.digits(digit)
    assert folded in shown(call)
    assert (call.review.ui.promises.is_live, call.review.ui.cards.is_live) == (False, True)
    assert badges(call) == {"live"}
    assert call.review.ui.state.text() == "Alt er med"
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.receipt is not None, timeout=10_000)
    assert len(of_ingunn(screen)) == left


def test_the_mouse_answers_and_asks_again(screen: Screen) -> None:
    call = at_the_review(screen)
    first, _ = call.review.ui.promises.findChildren(AnswerButton)
    screen.bot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert "er gjort." in shown(call)
    (again,) = [b for b in call.review.ui.promises.findChildren(QPushButton) if b.text() == "endre" and b.isVisible()]
    screen.bot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert call.review.ui.promises.is_live
    screen.digits("2")
    assert "Vi ringer fortsatt." in shown(call)


def test_a_call_that_was_begun_from_the_promise_comes_with_it_folded(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.control(Qt.Key.Key_R)
    session = screen.workspace.call_session
    screen.bot.waitUntil(lambda: session.run is not None)
    session.inquiry.switch_category("annet")
    screen.type("fakturaen")
    screen.key(Qt.Key.Key_Return)
    screen.digits("1")
    screen.confirm()
    call = screen.workspace.call
    screen.bot.waitUntil(lambda: call.currentWidget() is call.review)
    assert "er gjort." in shown(call)
    assert call.review.ui.cards.is_live
    screen.finish()
    assert of_ingunn(screen) == []


def test_the_answer_survives_parking(screen: Screen) -> None:
    call = at_the_review(screen)
    screen.digits("2")
    screen.control(Qt.Key.Key_P)
    screen.at_rest()
    screen.workspace.call_session.resume(screen.workspace.call_session.parked[0])
    screen.bot.waitUntil(lambda: call.currentWidget() is call.review)
    assert "Vi ringer fortsatt." in shown(call)


def test_what_another_settles_is_not_asked_about_and_a_text_keeps_the_caret(screen: Screen) -> None:
    call = at_the_review(screen)
    note = next(card for card in call.review.card_list.cards if card.action.kind == "NOTE")
    call.review.card_list.choose(note.action.id)
    screen.key(Qt.Key.Key_F2)
    screen.type("Ringte ")
    field = screen.focus
    (promise,) = of_ingunn(screen)
    screen.services.callbacks.attempt(promise, "svarte")
    screen.at_rest()
    screen.bot.waitUntil(lambda: not call.review.promises.is_open)
    assert not call.review.ui.promises.isVisible()
    assert screen.focus is field
    assert call.review.cards.is_edited


def test_an_unanswered_confirmation_is_in_its_own_topic(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    record = screen.workspace.call_session.record
    assert record is not None
    (confirmation,) = record.confirmations
    screen.key(Qt.Key.Key_Space)
    screen.workspace.call_session.begin(confirmation.kind)
    draft = screen.workspace.call_session.draft
    assert draft is not None
    assert [one.kind for one in draft.promises_asked] == ["oppringing", "bekreftelse"]
    screen.workspace.call_session.inquiry.switch_category("annet")
    draft = screen.workspace.call_session.draft
    assert draft is not None
    assert [one.kind for one in draft.promises_asked] == ["oppringing"]
