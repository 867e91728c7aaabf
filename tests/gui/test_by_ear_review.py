"""What is heard of the review and of what will be done; where Tab and the focus go there."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from sentralbord_desktop.gui.widgets.fitted_scroll_area import is_seen
from sentralbord_desktop.gui.wizard.action_card import TOO_SHORT, WHY_NOT, ActionCard
from sentralbord_desktop.gui.wizard.preview import PreviewRow
from sentralbord_desktop.gui.wizard.review_page import ReviewPage
from sentralbord_desktop.procedures.spoken_lines import lines_of, said_in_review
from sentralbord_desktop.services.inquiries.call_state import Inquiry
from tests.helpers.announcements import Heard
from tests.helpers.pages import settled_review
from tests.helpers.parts import preview_rows
from tests.helpers.screen import Screen
from tests.helpers.window_calls import begin_call


def review_of(screen: Screen) -> ReviewPage:
    return screen.workspace.call.review


def resignation(screen: Screen) -> ReviewPage:
    """The review of a resignation: a note, an SMS, an awaited confirmation and the log; the SMS may be left out."""
    begin_call(screen, "inge fjeldheim", "41")
    screen.bot.waitUntil(review_of(screen).isVisible)
    return review_of(screen)


def card_of(page: ReviewPage, kind: str) -> ActionCard:
    return next(card for card in page.card_list.cards if card.action.kind == kind)


def choose(screen: Screen, page: ReviewPage, kind: str) -> ActionCard:
    page.cards.take_focus()
    screen.digits(card_of(page, kind).digit)
    return card_of(page, kind)


def test_the_review_begins_with_what_must_be_said_then_the_heads_of_the_cards(screen: Screen, heard: Heard) -> None:
    settled_review(screen)
    page = review_of(screen)
    said = page.spoken
    (first, *_) = [line for action in said_in_review(page.reviewed_actions) for line in lines_of(action.text)]
    cards = page.card_list.cards
    assert said.startswith(f"Si: {first}")
    order = ["Mellomrom når det er sagt.", f"{len(cards)} kort"]
    assert sorted(order, key=said.index) == order
    assert len(said) <= 20 * 17, "a longer one has the number of cards alone"
    assert not any(card.action.text and card.action.text in said.partition("kort:")[2] for card in cards)


def test_the_sentence_of_the_review_is_heard_when_it_is_reached(screen: Screen, heard: Heard) -> None:
    begin_call(screen, "inge fjeldheim", "4")
    heard.clear()
    screen.digits("1")
    said = heard.next()
    assert said.startswith("Bør sies: ")
    assert " kort" in said


def test_said_is_heard_and_what_is_missing_then(screen: Screen, heard: Heard) -> None:
    settled_review(screen)
    page = review_of(screen)
    heard.clear()
    screen.bot.keyClick(page.ui.cards, Qt.Key.Key_Space)
    assert heard.next() == "Sagt. Alt er med. Ctrl+Enter fullfører."
    (undo,) = [b for b in page.ui.say.findChildren(QPushButton) if b.text() == "Angre" and b.isVisible()]
    undo.click()
    said = heard.next()
    assert said.startswith("Ikke sagt. Si: ")
    assert said.endswith("Mellomrom når det er sagt.")


def test_fullfor_before_it_is_said_reads_what_must_be_said(screen: Screen, heard: Heard) -> None:
    settled_review(screen)
    heard.clear()
    screen.control(Qt.Key.Key_Return)
    said = heard.next()
    assert said.startswith("Si: ")
    assert "øverst" not in said + review_of(screen).ui.state.text()


def test_an_arrow_reads_the_head_of_a_card_and_the_right_arrow_the_card(screen: Screen, heard: Heard) -> None:
    page = resignation(screen)
    note = choose(screen, page, "NOTE")
    heard.clear()
    screen.key(Qt.Key.Key_Right)
    assert " ".join(note.action.text.split())[:40] in heard.next()
    screen.key(Qt.Key.Key_Up if page.card_list.cards[-1] is note else Qt.Key.Key_Down)
    chosen = page.card_list.chosen_card
    assert chosen is not None
    assert heard.next() == chosen.accessibleName()
    assert chosen.content not in chosen.accessibleName()


def test_a_card_that_is_switched_says_so_and_asks_why_in_its_field(screen: Screen, heard: Heard) -> None:
    page = resignation(screen)
    optional = next(card for card in page.card_list.cards if card.is_optional and card.action.on)
    action_id = optional.action.id
    choose_by = optional.digit
    page.cards.take_focus()
    screen.digits(choose_by)
    heard.clear()
    screen.key(Qt.Key.Key_Space)
    assert "er ikke med." in heard.next()
    card = page.card_list.card(action_id)
    assert card is not None
    if not card.reason.isVisible():
        screen.key(Qt.Key.Key_Space)
        assert "er med." in heard.next()
        return
    assert screen.focus is card.reason.edit
    screen.bot.waitUntil(lambda: is_seen(card.reason.edit))


@pytest.mark.parametrize("size", [(1366, 688), (1100, 480)])
def test_a_skal_that_is_taken_away_asks_why_in_a_field_with_the_focus(
    screen: Screen, heard: Heard, size: tuple[int, int]
) -> None:
    screen.window.resize(*size)
    page = resignation(screen)
    note = choose(screen, page, "NOTE")
    screen.key(Qt.Key.Key_Delete)
    assert screen.focus is note.reason.edit
    assert screen.focus.accessibleName() == WHY_NOT
    screen.bot.waitUntil(lambda: is_seen(note.reason.edit))
    heard.clear()
    screen.key(Qt.Key.Key_Return)
    assert heard.next() == TOO_SHORT


def test_fullfor_goes_to_the_field_of_a_reason_that_is_missing(screen: Screen) -> None:
    """The sentence was shown, and the focus stayed on the cards."""
    begin_call(screen, "inge fjeldheim", "511")
    screen.type("9")
    screen.key(Qt.Key.Key_Return)
    screen.confirm()
    page = review_of(screen)
    mail = card_of(page, "EMAIL").action.id
    screen.workspace.call_session.inquiry.change(Inquiry.left_out, mail)
    screen.at_rest()
    screen.bot.keyClick(page.ui.cards, Qt.Key.Key_Space)
    page.cards.take_focus()
    screen.control(Qt.Key.Key_Return)
    card = page.card_list.card(mail)
    assert card is not None
    assert screen.focus is card.reason.edit
    screen.bot.waitUntil(lambda: is_seen(card.reason.edit))


def test_an_error_on_a_card_is_heard_at_once(screen: Screen, heard: Heard) -> None:
    page = resignation(screen)
    heard.clear()
    choose(screen, page, "NOTE").edit()
    heard.clear()
    page.cards._edited(card_of(page, "NOTE").action.id, {"text": ""})
    assert heard.next() == "Teksten kan ikke være tom. Skriv den, eller gå tilbake med Esc."
    assert heard.was_urgent


def test_a_changed_text_is_heard(screen: Screen, heard: Heard) -> None:
    page = resignation(screen)
    choose(screen, page, "NOTE").edit()
    screen.bot.keyClicks(screen.focus, "x")
    heard.clear()
    screen.control(Qt.Key.Key_Return)
    assert heard.next().startswith("Endringen er lagret.")


def test_an_answered_promise_is_heard(screen: Screen, heard: Heard) -> None:
    begin_call(screen, "ingunn fjeldheim", "41")
    page = review_of(screen)
    screen.bot.waitUntil(lambda: page.promises.is_open)
    heard.clear()
    screen.digits("1")
    assert "Løftet fra" in heard.next()


def tabbed(screen: Screen, first: QWidget) -> list[QWidget]:
    found: list[QWidget] = []
    first.setFocus(Qt.FocusReason.TabFocusReason)
    while screen.focus is not screen.window.ui.search and len(found) < 60:
        found.append(screen.focus)
        screen.key(Qt.Key.Key_Tab)
    return found


def test_tab_follows_the_work_on_the_review(screen: Screen) -> None:
    """What to say, the cards with what is in them, Fullfør; then the member and the steps."""
    settled_review(screen)
    page, ui = review_of(screen), review_of(screen).ui
    screen.bot.waitUntil(lambda: any(b.isVisible() for b in ui.say.findChildren(QPushButton)))
    said = next(b for b in ui.say.findChildren(QPushButton) if b.text() == "Sagt" and b.isVisible())
    card = page.card_list.cards[0]
    order = [said, ui.cards, card.head.required, ui.finish, ui.fold, ui.topic, ui.trail, ui.park, ui.forAnother]
    passed = tabbed(screen, said)
    assert [widget for widget in passed if widget in order] == [one for one in order if one.isVisible()]


@pytest.mark.own_window
@pytest.mark.parametrize("size", [(1366, 688), (1100, 560)])
def test_the_focus_is_in_sight_after_page_down(screen: Screen, size: tuple[int, int]) -> None:
    screen.window.resize(*size)
    settled_review(screen)
    page = review_of(screen)
    screen.bot.waitUntil(lambda: page.ui.scroll.verticalScrollBar().maximum() > 0)
    stops = [stop for card in page.card_list.cards for stop in card.tab_stops() if stop.isVisible()]
    for stop in stops:
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            screen.key(key)
            assert is_seen(screen.focus), (stop.accessibleName(), screen.focus.accessibleName())


def test_page_down_leaves_the_chosen_card_in_sight(screen: Screen) -> None:
    screen.window.resize(1100, 560)
    settled_review(screen)
    page = review_of(screen)
    screen.bot.waitUntil(lambda: page.ui.scroll.verticalScrollBar().maximum() > 0)
    for card, key in ((page.card_list.cards[-1], Qt.Key.Key_PageUp), (page.card_list.cards[0], Qt.Key.Key_PageDown)):
        screen.digits(card.digit)
        for _ in range(3):
            screen.key(key)
            chosen = page.card_list.chosen_card
            assert chosen is not None
            assert page.card_list._is_in_view(chosen)


def test_what_will_be_done_is_read_row_by_row_and_copied(screen: Screen, heard: Heard) -> None:
    begin_call(screen, "ingunn fjeldheim", "7")
    screen.digits("1")
    screen.confirm()
    wizard = screen.workspace.call.wizard
    rows = preview_rows(wizard.preview)
    wizard.ui.previewScroll.setFocus(Qt.FocusReason.TabFocusReason)
    assert wizard.ui.previewScroll.accessibleDescription().startswith(f"{len(rows)}, pil ned")
    screen.bot.waitUntil(lambda: len(in_order(wizard.ui.previewBody)) == len(rows))
    for row in in_order(wizard.ui.previewBody):
        screen.key(Qt.Key.Key_Down)
        assert screen.focus.accessibleName() == row.spoken
    last = in_order(wizard.ui.previewBody)[-1]
    heard.clear()
    screen.control(Qt.Key.Key_C)
    assert QApplication.clipboard().text() == last._shown[2]
    assert heard.next() == "Kopiert"
    for _ in rows:
        screen.key(Qt.Key.Key_Up)
    assert screen.focus is wizard.ui.previewScroll


def in_order(body: QWidget) -> list[PreviewRow]:
    rows = [row for row in body.findChildren(PreviewRow) if row.isVisible()]
    return sorted(rows, key=lambda row: row.y())


def test_a_remark_beside_the_step_is_reached_and_copied(screen: Screen, heard: Heard) -> None:
    begin_call(screen, "ingunn fjeldheim", "7")
    screen.control(Qt.Key.Key_Down)
    fold = screen.workspace.call.wizard.member.fold
    fold.area.setFocus(Qt.FocusReason.TabFocusReason)
    screen.key(Qt.Key.Key_Down)
    record = screen.workspace.call_session.record
    assert record is not None
    assert record.remarks[0].body in screen.focus.accessibleName()
    heard.clear()
    screen.control(Qt.Key.Key_C)
    assert record.remarks[0].body in QApplication.clipboard().text()
    assert heard.next() == "Kopiert"


def test_parked_and_brought_back_say_who_and_which_topic(screen: Screen, heard: Heard) -> None:
    begin_call(screen, "ingunn fjeldheim", "71")
    screen.confirm()
    heard.clear()
    screen.control(Qt.Key.Key_P)
    assert "Parkert: Ingunn Fjeldheim, Trøbbel på jobben" in heard.next()
    screen.at_rest()
    heard.clear()
    screen.control(Qt.Key.Key_P)
    screen.at_rest()
    screen.bot.waitUntil(lambda: "Steg " in " ".join(heard.sentences))
    said = " ".join(heard.sentences)
    assert said.startswith("Hentet frem: Ingunn Fjeldheim, Trøbbel på jobben")


def test_a_parked_call_of_a_third_party_names_no_member(screen: Screen, heard: Heard) -> None:
    begin_call(screen, "ingunn fjeldheim", "93")
    screen.workspace.call_session.ring_for_another()
    screen.at_rest()
    heard.clear()
    for _ in range(2):
        screen.control(Qt.Key.Key_P)
        screen.at_rest()
        heard.settle()
    said = " ".join(heard.sentences)
    assert "Parkert: Ringer for en annen" in said
    assert "Hentet frem: Ringer for en annen" in said
    assert "Fjeldheim" not in said


def test_the_member_beside_the_step_is_read_and_copied(screen: Screen, heard: Heard) -> None:
    begin_call(screen, "ingunn fjeldheim", "7")
    block = screen.workspace.call.wizard.ui.member
    block.name.setFocus(Qt.FocusReason.TabFocusReason)
    assert screen.focus.accessibleName() == "Ingunn Fjeldheim. Bekreftet"
    screen.key(Qt.Key.Key_Down)
    assert screen.focus.accessibleName().startswith("Medlem 204 118 · avd. 4 Mjøstraktene. Født 14.03.1979")
    heard.clear()
    screen.control(Qt.Key.Key_C)
    assert "990 00 418" in QApplication.clipboard().text()
    assert heard.next() == "Kopiert"
    screen.workspace.call_session.ring_for_another()
    assert not [one for one in block.stops.widgets if "204 118" in one.accessibleName()]
    assert "204 118" not in block.lines.accessibleName()


def test_a_completed_call_that_is_opened_again_says_so(screen: Screen, heard: Heard) -> None:
    resignation(screen)
    screen.bot.keyClick(review_of(screen).ui.cards, Qt.Key.Key_Space)
    heard.clear()
    screen.finish()
    assert "lagret" in heard.next()
    screen.control(Qt.Key.Key_Z)
    screen.at_rest()
    heard.settle()
    said = " ".join(heard.sentences)
    assert "Åpnet igjen: Inge Fjeldheim, Utmelding" in said
    assert re.search(r" \d kort\b", said)
