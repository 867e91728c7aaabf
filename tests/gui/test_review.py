"""The review: cards are switched, edited and explained; what is being written in a card is not lost."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget

from sentralbord_desktop.domain.callbacks import Callback, CallbackFields
from sentralbord_desktop.domain.dates.clock import now
from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.domain.members.record import besides
from sentralbord_desktop.gui.call.inquiry_controller import RENEWED
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.labels import DigitBadge
from sentralbord_desktop.gui.wizard import review_cards
from sentralbord_desktop.gui.wizard.action_card import ActionCard
from sentralbord_desktop.gui.wizard.review_page import ReviewPage
from sentralbord_desktop.services.inquiries.call_state import Inquiry
from tests.helpers.pages import settled_review
from tests.helpers.parts import card_words
from tests.helpers.screen import Screen
from tests.helpers.typed import present
from tests.helpers.window_calls import resign

ADDED = " Ring helst etter tre."


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
    settled_review(screen)
    card_id = writing(screen)
    away(screen)
    screen.bot.waitUntil(lambda: screen.workspace.call.currentWidget() is screen.workspace.call.review)
    card = screen.workspace.call.review.card_list.card(card_id)
    assert card is not None
    assert ADDED.strip() in card.action.text


def test_another_inquiry_does_not_get_what_was_written_in_the_first(screen: Screen) -> None:
    settled_review(screen)
    writing(screen)
    screen.workspace.call_session.open_unknown_caller("99000777", "Avisa")
    screen.workspace.call_session.begin("media")
    draft = screen.workspace.call_session.draft
    assert draft is not None
    assert not draft.review.texts
    assert [bool(other.review.texts) for other in screen.workspace.call_session.parked][:1] == [True]


def waiting(screen: Screen) -> list[str]:
    review = screen.workspace.call.review
    return [a.id for a in review.reviewed_actions if a.must_be_said and a.on and a.id not in review.review.said]


def buttons(place: QWidget, text: str) -> list[QPushButton]:
    QApplication.processEvents()
    return [b for b in place.findChildren(QPushButton) if b.text() == text and b.isVisible()]


def test_space_on_a_chosen_card_switches_it_and_says_nothing(screen: Screen) -> None:
    settled_review(screen)
    review = screen.workspace.call.review
    assert waiting(screen), "something must be said, or the test tells nothing"
    sms = next(c for c in review.card_list.cards if c.action.kind == "SMS")
    was = sms.action.on
    screen.bot.keyClicks(review.ui.cards, sms.digit)
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
    settled_review(screen)
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
    settled_review(screen)
    review = screen.workspace.call.review
    before = [(c.digit, c.action.id) for c in review.card_list.cards]
    sms = next(c for c in review.card_list.cards if c.action.kind == "SMS")
    for _ in range(2):
        review.card_list.choose(sms.action.id)
        screen.bot.keyClick(review.ui.cards, Qt.Key.Key_Space)
        assert [(c.digit, c.action.id) for c in review.card_list.cards] == before


def test_a_text_that_was_only_looked_at_is_left_by_ctrl_enter(screen: Screen) -> None:
    settled_review(screen)
    card_list = screen.workspace.call.review.card_list
    note = next(card for card in card_list.cards if card.action.kind == "NOTE")
    card_list.choose(note.action.id)
    screen.key(Qt.Key.Key_F2)
    assert [card.is_edited for card in card_list.cards].count(True) == 1
    screen.control(Qt.Key.Key_Return)
    assert not note.is_edited
    assert screen.workspace.call_session.receipt is None
    assert screen.workspace.call.review.ui.finish.text().startswith("Fullfør ")


def test_the_button_says_what_ctrl_enter_does_now(screen: Screen) -> None:
    settled_review(screen)
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


NOW = datetime(2026, 3, 23, 9, 0, tzinfo=UTC)


def promised(number: int, **more: object) -> Callback:
    fields = {"id": number, "promised_by": "MH", "created": NOW - timedelta(days=1), **more}
    return Callback.model_validate(fields)


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ([], ""),
        (
            [promised(1, due=NOW + timedelta(days=1), subject="ferie")],
            "Det ligger en oppringing fra før: i morgen kl. 10.00 (ferie). Denne kommer i tillegg.",
        ),
        (
            [promised(1, window="etter klokka to")],
            "Det ligger en oppringing fra før: i går (etter klokka to). Denne kommer i tillegg.",
        ),
        (
            [promised(1, subject="Skjult: sak i avdeling 4.")],
            "Det ligger en oppringing fra før: i går (Skjult: sak i avdeling 4.). Denne kommer i tillegg.",
        ),
        (
            [
                promised(1),
                promised(2, due=NOW + timedelta(days=9), deadline=NOW.date()),
                promised(3, due=NOW - timedelta(hours=1)),
            ],
            "Det ligger 3 oppringinger fra før, den første i går. Denne kommer i tillegg.",
        ),
    ],
)
def test_what_is_said_of_those_that_were_promised(there: list[Callback], said: str) -> None:
    assert besides(there, NOW) == said


def about_holidays(screen: Screen) -> None:
    """«Annet», and they would rather be rung."""
    screen.digits("3")
    screen.type("ferie")
    screen.key(Qt.Key.Key_Return)
    screen.digits("3")
    screen.type("i morgen 10")
    screen.key(Qt.Key.Key_Return)
    screen.confirm()
    call = screen.workspace.call
    screen.bot.waitUntil(lambda: call.currentWidget() is call.review)


def callback_card(screen: Screen) -> ActionCard:
    cards = screen.workspace.call.review.card_list.cards
    return next(card for card in cards if card.action.kind == "CALLBACK")


def test_the_card_tells_of_the_one_that_is_there(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    record = screen.workspace.call_session.record
    assert record is not None
    assert len(record.callbacks) == 1
    screen.key(Qt.Key.Key_Space)
    screen.digits("9")
    about_holidays(screen)
    card = callback_card(screen)
    shown = [label.text() for label in card.findChildren(QLabel) if label.isVisible()]
    assert any("Det ligger en oppringing" in text for text in shown)
    assert "Denne kommer i tillegg" in card.accessibleName()


def test_the_one_that_is_rung_now_is_not_counted(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    record = screen.workspace.call_session.record
    assert record is not None
    screen.key(Qt.Key.Key_Space)
    screen.workspace.call_session.begin("annet", record.callbacks[0])
    about_holidays(screen)
    assert "fra før" not in callback_card(screen).accessibleName()


def test_an_edited_note_gives_way_to_a_changed_answer_and_it_is_told(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    call_session, review = screen.workspace.call_session, screen.workspace.call.review
    call_session.begin("utmelding")
    call_session.answer("maate", Answer(choice="har_adressen"))
    review.cards._edited("merknad", {"text": "27.11.2026: Ville ut, sint. MH"})
    assert call_session.draft is not None
    assert call_session.draft.review.texts
    call_session.answer("maate", Answer(choice="har_adressen"))
    assert call_session.draft.review.texts
    call_session.answer("maate", Answer(choice="min_side"))
    assert not call_session.draft.review.texts
    assert review.ui.state.text() == RENEWED


def test_a_skal_and_a_bor_are_left_out_with_a_reason_only(screen: Screen) -> None:
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("511")
    screen.type("9")
    screen.key(Qt.Key.Key_Return)
    screen.confirm()
    review = screen.workspace.call.review
    cards = {card.action.kind: card for card in review.card_list.cards}
    review.card_list.choose(cards["NOTE"].action.id)
    screen.bot.mouseClick(cards["NOTE"].head.required, Qt.MouseButton.LeftButton)
    assert review.ui.state.text() == "Denne skal med. Delete tar den bort med en grunn."
    screen.key(Qt.Key.Key_Delete)
    assert screen.focus.accessibleName() == "Hvorfor ikke?"
    assert review.review.on == {}, "nothing is left out before the reason"
    screen.key(Qt.Key.Key_Escape)
    assert review.review.on == {}
    review.card_list.choose(cards["EMAIL"].action.id)
    review.cards.strike_chosen()
    assert "hvorfor" in review.ui.state.text()
    screen.bot.keyClicks(screen.focus, "avdelingen ringte selv")
    screen.key(Qt.Key.Key_Return)
    screen.finish()
    messages = screen.services.outbox.all()
    assert not [m for m in messages if "overføring" in m.subject.casefold()]


def test_the_note_can_be_edited_before_it_is_written(screen: Screen) -> None:
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("41")
    review = screen.workspace.call.review
    number = next(n for n, card in enumerate(review.card_list.cards, 1) if card.action.kind == "NOTE")
    screen.digits(str(number))
    screen.key(Qt.Key.Key_F2)
    screen.type(" Ringer igjen fredag.")
    screen.control(Qt.Key.Key_Return)
    screen.key(Qt.Key.Key_Space)
    screen.finish()
    hit = screen.services.members.search("inge fjeldheim")[0]
    assert "Ringer igjen fredag." in screen.services.members.open(hit.id).remarks[0].text


def card_of(screen: Screen, kind: str) -> ActionCard:
    return next(c for c in screen.workspace.call.review.card_list.cards if c.action.kind == kind)


def press_digit_of(screen: Screen, kind: str) -> None:
    cards = screen.workspace.call.review.card_list.cards
    screen.type(str([card.action.kind for card in cards].index(kind) + 1))


def test_a_struck_kan_is_told_why_and_the_note_says_so(screen: Screen) -> None:
    """UT-2: «kan». Enter takes the suggested reason."""
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("42")
    screen.confirm()
    screen.key(Qt.Key.Key_Space)
    press_digit_of(screen, "SMS")
    screen.key(Qt.Key.Key_Space)
    assert "Skriv hvorfor" in screen.workspace.call.review.ui.state.text()
    screen.key(Qt.Key.Key_Return)
    assert "Alt er med" in screen.workspace.call.review.ui.state.text()
    note = card_of(screen, "NOTE").action.text
    assert "sendes på SMS" not in note
    assert "SMS er ikke med: medlemmet ønsket det ikke." in note


def test_an_awaited_confirmation_is_mended_in_its_card(screen: Screen) -> None:
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("41")
    screen.key(Qt.Key.Key_Space)
    press_digit_of(screen, "AWAIT_CONFIRMATION")
    screen.key(Qt.Key.Key_F2)
    screen.key(Qt.Key.Key_Tab)
    screen.control(Qt.Key.Key_A)
    for wrong in ("tull", "i går"):
        screen.control(Qt.Key.Key_A)
        screen.type(wrong)
        screen.key(Qt.Key.Key_Return)
        assert not card_of(screen, "AWAIT_CONFIRMATION")._error.isHidden()
    screen.control(Qt.Key.Key_A)
    screen.type("31.12")
    screen.key(Qt.Key.Key_Return)
    assert "purres 31.12." in card_words(card_of(screen, "AWAIT_CONFIRMATION").body)
    screen.finish()
    waiting = screen.services.confirmations.awaited()
    assert [c for c in waiting if c.member_name == "Inge Fjeldheim" and c.remind.month == 12]


def test_a_change_of_the_record_is_mended_in_its_card(screen: Screen) -> None:
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("21")
    screen.key(Qt.Key.Key_Return)
    screen.type("40011222")
    screen.control(Qt.Key.Key_Return)
    screen.digits("1")
    assert screen.workspace.call.currentWidget() is screen.workspace.call.review
    press_digit_of(screen, "UPDATE_MEMBER")
    screen.key(Qt.Key.Key_F2)
    screen.control(Qt.Key.Key_A)
    screen.type("40011333")
    screen.control(Qt.Key.Key_Return)
    assert "40011333" in card_words(card_of(screen, "UPDATE_MEMBER").body).replace(" ", "")


def digit_and_card(screen: Screen, kind: str) -> tuple[str, ActionCard]:
    """The digit and the card of the first output of this kind."""
    cards = screen.workspace.call.review.card_list.cards
    return next((str(n), c) for n, c in enumerate(cards, 1) if c.action.kind == kind)


def test_space_turns_a_kan_on_and_off_again(screen: Screen) -> None:
    resign(screen, "1")
    digit, card = digit_and_card(screen, "SMS")
    assert not card.action.on
    screen.digits(digit)
    screen.key(Qt.Key.Key_Space)
    assert digit_and_card(screen, "SMS")[1].action.on
    screen.key(Qt.Key.Key_Space)
    assert not digit_and_card(screen, "SMS")[1].action.on
    screen.key(Qt.Key.Key_Return)  # the reason that is suggested
    screen.key(Qt.Key.Key_Space)
    screen.finish()
    assert [message.kind for message in screen.services.outbox.all()] == ["sms"]


def test_space_on_a_skal_says_that_it_stays(screen: Screen) -> None:
    resign(screen, "1")
    screen.digits(digit_and_card(screen, "NOTE")[0])
    screen.key(Qt.Key.Key_Space)
    assert "skal" in screen.workspace.call.review.ui.state.text()
    assert "Alt er med" not in screen.workspace.call.review.ui.state.text()
    assert digit_and_card(screen, "NOTE")[1].action.on


def test_a_skal_is_written_even_if_the_draft_says_that_it_is_off(screen: Screen) -> None:
    """GE-1: the last word is with Fullfør, whatever a page let through: without a reason that says something, it stays."""
    resign(screen, "1")
    draft = screen.workspace.call_session.draft
    assert draft is not None
    note = digit_and_card(screen, "NOTE")[1].action.id
    screen.workspace.call_session.inquiry.change(Inquiry.left_out, note)
    screen.workspace.call_session.inquiry.change(Inquiry.reasoned, note, "–")
    screen.finish()
    member = screen.services.members.search("inge fjeldheim")[0]
    remarks = screen.services.members.open(member.id).remarks
    assert "ønsket utmelding" in remarks[0].text


def test_the_text_of_a_card_has_a_name_while_it_is_edited(screen: Screen) -> None:
    resign(screen, "1")
    screen.digits(digit_and_card(screen, "NOTE")[0])
    screen.key(Qt.Key.Key_F2)
    assert isinstance(screen.focus, QPlainTextEdit)
    assert screen.focus.accessibleName()


def test_a_reason_counts_with_ctrl_enter_alone(screen: Screen) -> None:
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("42")
    screen.confirm()
    cards = screen.workspace.call.review.card_list.cards
    screen.type(str([card.action.kind for card in cards].index("SMS") + 1))
    screen.key(Qt.Key.Key_Delete)
    screen.type("har adressen")
    screen.finish()
    remarks = screen.services.members.open(screen.services.members.search("inge fjeldheim")[0].id).remarks
    assert "SMS er ikke med: har adressen." in remarks[0].text


def test_what_matters_now_is_seen_without_scrolling_and_never_squeezed(screen: Screen) -> None:
    """Three rows are whole; with five the panel scrolls, and no row is flat."""
    screen.open("ingunn fjeldheim")
    record = screen.workspace.call.record.ui
    screen.bot.waitUntil(lambda: record.importantLayout.count() >= 5)
    screen.bot.waitUntil(lambda: record.topScroll.verticalScrollBar().maximum() == 0)
    for days in (1, 2, 3):
        screen.services.callbacks.add(
            CallbackFields(
                name="Ingunn",
                number="99000418",
                subject="frist",
                category="trobbel",
                deadline=date(2099, 1, days),
                promised_by="MH",
                created=screen.services.session.clock(),
            ),
            present(screen.workspace.call_session.record).member.id,
        )
    screen.bot.waitUntil(lambda: record.importantLayout.count() >= 9)
    screen.bot.waitUntil(lambda: record.topScroll.verticalScrollBar().maximum() > 0)
    items = [record.importantLayout.itemAt(n) for n in range(0, 9, 2)]
    rows = [row for item in items if item and (row := item.widget())]
    assert len(rows) == 5
    assert [row for row in rows if row.height() < row.minimumSizeHint().height()] == []


def test_the_arrows_walk_through_all_cards_also_those_without_a_digit(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review_cards, "MAX_CARD_DIGITS", 2)
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("42")
    screen.confirm()
    page = screen.workspace.call.review
    screen.bot.waitUntil(lambda: len(page.card_list.cards) >= 4)
    badges = [[b.text() for b in card.findChildren(DigitBadge)] for card in page.card_list.cards]
    assert badges[:3] == [["1"], ["2"], []]
    walked = []
    for _ in page.card_list.cards:
        screen.key(Qt.Key.Key_Down)
        walked.append(page.card_list.chosen)
    assert walked == [card.action.id for card in page.card_list.cards]
    screen.key(Qt.Key.Key_Down)
    assert page.card_list.chosen == walked[-1]
    screen.key(Qt.Key.Key_Up)
    assert page.card_list.chosen == walked[-2]


@pytest.mark.own_window
def test_a_review_that_is_gone_is_not_drawn_in_other_colours(screen: Screen) -> None:
    """After a change to the register of practice and back there are other pages."""
    page = ReviewPage(now)
    page.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.current().changed.emit()


def test_the_button_is_dimmed_while_something_is_missing_and_still_leads_to_it(screen: Screen) -> None:
    settled_review(screen)
    call = screen.workspace.call
    finish = call.review.ui.finish
    assert finish.property("dimmed") is True
    writing(screen)
    assert finish.property("dimmed") is False, "the text can be kept"
    screen.key(Qt.Key.Key_Escape)
    assert finish.property("dimmed") is True
    finish.click()
    assert screen.workspace.call_session.receipt is None
    assert call.review.ui.state.text().startswith("Si teksten")
    assert finish.accessibleDescription().startswith("Si teksten")
    screen.key(Qt.Key.Key_Space)
    screen.at_rest()
    assert finish.property("dimmed") is False
    assert finish.property("primary") is True
