"""Each card of the review is turned on and off with the mouse alone and with the keyboard alone."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QWidget

from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.gui.wizard.action_card import ActionCard
from tests.helpers.pages import settled_review
from tests.helpers.parts import card_words
from tests.helpers.screen import Screen

REASON = "avdelingen vet det allerede"


def click(screen: Screen, widget: QWidget) -> None:
    QApplication.processEvents()  # new cards are laid out
    screen.bot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())


def cards(screen: Screen) -> list[ActionCard]:
    return screen.workspace.call.review.card_list.cards


def now(screen: Screen, card: ActionCard) -> ActionCard:
    found = screen.workspace.call.review.card_list.card(card.action.id)
    assert found is not None
    return found


def give_reason_where_asked(screen: Screen, card: ActionCard) -> None:
    field = now(screen, card).reason
    if field.isVisible():
        field.edit.clear()
        screen.type(REASON)
        screen.key(Qt.Key.Key_Return)


def turn_off_by_mouse(screen: Screen, card: ActionCard) -> None:
    if card.action.required:
        click(screen, card.head.required)
        assert screen.workspace.call.review.ui.state.text() == "Denne skal med. Delete tar den bort med en grunn."
        click(screen, now(screen, card).strike)
    else:
        click(screen, card.head.switch)


def turn_off_by_keys(screen: Screen, card: ActionCard) -> None:
    screen.type(card.digit)
    screen.key(Qt.Key.Key_Delete if card.action.required else Qt.Key.Key_Space)


def turn_on_by_mouse(screen: Screen, card: ActionCard) -> None:
    click(screen, now(screen, card).head.switch)


def turn_on_by_keys(screen: Screen, card: ActionCard) -> None:
    screen.workspace.call.review.card_list.choose(card.action.id)
    screen.key(Qt.Key.Key_Space)


@pytest.mark.parametrize("hand", ["mouse", "keys"])
def test_each_card_is_turned_off_and_on_again(screen: Screen, hand: str) -> None:
    settled_review(screen)
    off, on = {"mouse": (turn_off_by_mouse, turn_on_by_mouse), "keys": (turn_off_by_keys, turn_on_by_keys)}[hand]
    strengths = {card.action.strength.word for card in cards(screen)}
    assert strengths == {"skal", "bør", "kan"}
    for card in list(cards(screen)):
        if not card.action.on:
            on(screen, card)
            assert now(screen, card).action.on, card.action.id
        off(screen, now(screen, card))
        give_reason_where_asked(screen, card)
        assert not now(screen, card).action.on, card.action.id
        on(screen, card)
        assert now(screen, card).action.on, card.action.id


def test_a_bor_that_is_switched_off_says_why_in_the_note(screen: Screen) -> None:
    settled_review(screen)
    callback = next(card for card in cards(screen) if card.action.kind == "CALLBACK")
    click(screen, callback.head.switch)
    assert screen.focus is now(screen, callback).reason.edit
    screen.type("ja")
    screen.key(Qt.Key.Key_Return)
    assert "minst 3 tegn" in now(screen, callback).reason._error.text()
    screen.type(" " + REASON)
    screen.key(Qt.Key.Key_Return)
    note = next(card for card in cards(screen) if card.action.kind == "NOTE")
    assert f"Oppringing er ikke med: ja {REASON}." in note.action.text


def test_esc_in_the_reason_brings_the_card_back(screen: Screen) -> None:
    settled_review(screen)
    callback = next(card for card in cards(screen) if card.action.kind == "CALLBACK")
    turn_off_by_keys(screen, callback)
    screen.key(Qt.Key.Key_Escape)
    assert now(screen, callback).action.on


def test_a_skal_that_is_struck_is_not_sent_and_the_note_says_why(screen: Screen) -> None:
    settled_review(screen)
    mail = next(card for card in cards(screen) if card.action.kind == "EMAIL")
    turn_off_by_keys(screen, mail)
    give_reason_where_asked(screen, mail)
    screen.workspace.call.review.ui.cards.setFocus()
    screen.workspace.call.review.card_list.choose("")
    screen.key(Qt.Key.Key_Space)
    screen.finish()
    messages = [m for m in screen.services.outbox.all() if m.kind == "epost" and "Oppsigelse" in m.subject]
    assert messages == []
    hit = screen.services.members.search("ingunn fjeldheim")[0]
    assert f"E-post er ikke med: {REASON}." in screen.services.members.open(hit.id).remarks[0].text


def test_the_pencil_comes_with_the_mouse_and_a_double_click_edits(screen: Screen) -> None:
    settled_review(screen)
    note = next(card for card in cards(screen) if card.action.kind == "NOTE")
    assert not note.head.pencil.isVisible()
    note.enterEvent(QEnterEvent(QPointF(), QPointF(), QPointF()))  # no mouse under the offscreen platform
    assert note.head.pencil.isVisible()
    click(screen, note.head.pencil)
    assert note.is_edited
    screen.key(Qt.Key.Key_Escape)
    screen.bot.mouseDClick(note, Qt.MouseButton.LeftButton)
    assert note.is_edited


def test_a_copy_is_on_the_card_and_a_change_shows_new_beside_old(screen: Screen) -> None:
    screen.open("inge fjeldheim")
    record = screen.workspace.call_session.record
    assert record is not None
    before = record.member.phone
    screen.key(Qt.Key.Key_Space)
    screen.digits("21")
    screen.key(Qt.Key.Key_Return)
    screen.type("98765432")
    screen.control(Qt.Key.Key_Return)
    screen.digits("1")
    change = next(card for card in cards(screen) if card.action.kind == "UPDATE_MEMBER")
    assert "→ 987 65 432" in card_words(change.body)
    assert f"{spoken_number(before)} →" in card_words(change.body)
