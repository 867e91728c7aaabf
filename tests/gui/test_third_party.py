"""«Ringer for en annen», by keyboard and by mouse (X-4)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from sentralbord_desktop.gui.call.category_chooser import digits_listed
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.wizard.closed_record import CANNOT_CONFIRM, CLOSED
from sentralbord_desktop.procedures.loader import library
from sentralbord_desktop.services.drafts import Draft
from tests.helpers.announcements import Heard
from tests.helpers.parts import hits_of
from tests.helpers.screen import Screen
from tests.helpers.stored import actions_of
from tests.helpers.window_calls import step_now

SHIFT = Qt.KeyboardModifier.ShiftModifier


def mark(screen: Screen) -> None:
    screen.key(Qt.Key.Key_Space, SHIFT)
    screen.at_rest()


def draft_of(screen: Screen) -> Draft:
    draft = screen.workspace.call_session.draft
    assert draft is not None
    return draft


def texts_on(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def ending_gf(screen: Screen) -> None:
    """Ingunn ends her old GF, up to the review."""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("672")
    screen.confirm()  # the department of the record
    screen.digits("1")
    screen.at_rest()
    assert screen.workspace.call.currentWidget() is screen.workspace.call.review


def test_in_the_review_the_call_is_marked_completed_and_leaves_the_member_alone(screen: Screen) -> None:
    """By keyboard alone, with the rows of a real register afterwards."""
    ending_gf(screen)
    member_id = draft_of(screen).member_id
    assert member_id is not None
    before = screen.services.members.open(member_id)
    review = screen.workspace.call.review
    mark(screen)
    assert screen.workspace.call.currentWidget() is review
    shown = texts_on(review)
    assert "Ringer for en annen" in shown
    assert CLOSED in shown
    assert CANNOT_CONFIRM in shown
    assert "Tatt bort, fordi det ikke er medlemmet som ringer" in shown
    assert (
        "Brev til medlemmet (reservasjonserklæring) · E-post til avd. 4 Mjøstraktene · Merknad i medlemsbildet" in shown
    )
    for secret in ("Fjeldheim", "Granveien", "204 118", "990 00 418"):
        assert secret not in shown
    assert {card.action.kind for card in review.card_list.cards} == {"LOG"}
    screen.key(Qt.Key.Key_Space)
    screen.finish()
    receipt = screen.workspace.call_session.receipt
    assert receipt is not None
    assert receipt.title == "Fullført. Ringte for en annen"
    after = screen.services.members.open(member_id)
    assert (after.remarks, after.calls, after.callbacks) == (before.remarks, before.calls, before.callbacks)
    (call,) = screen.services.members.recent(1)
    assert (call.member_id, call.caller_name) == (None, "Ringer for en annen")
    assert "Avslutte GF" in call.outcome
    assert {row["kind"] for row in actions_of(screen.services, receipt.inquiry_id)} == {"INFORM", "LOG"}


def test_the_same_key_brings_every_answer_back_and_asks_who_it_is_again(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.digits("111")
    assert step_now(screen) == "ventende"
    given = draft_of(screen).answers
    mark(screen)
    assert draft_of(screen).facts.is_third_party
    assert draft_of(screen).facts.member.member_no is None
    assert screen.workspace.call.currentWidget() is screen.workspace.call.review
    mark(screen)
    draft = draft_of(screen)
    assert step_now(screen) == "identitet"
    assert draft.facts.member.member_no == "204118"
    assert draft.answers == {key: answer for key, answer in given.items() if key != "identitet"}
    screen.digits("1")
    assert step_now(screen) == "ventende"


def test_the_third_answer_to_who_it_is_closes_the_record(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.digits("13")
    assert screen.workspace.call_session.open_record is None
    assert screen.workspace.call.currentWidget() is screen.workspace.call.review
    assert draft_of(screen).member_id is None


def test_a_parked_call_is_still_closed_and_the_member_can_come_back(screen: Screen) -> None:
    ending_gf(screen)
    mark(screen)
    screen.control(Qt.Key.Key_P)
    screen.at_rest()
    (parked,) = screen.workspace.call_session.parked
    assert parked.title == "Ringer for en annen"
    screen.control(Qt.Key.Key_P)
    screen.at_rest()
    assert draft_of(screen).facts.is_third_party
    assert screen.workspace.call_session.record is None
    mark(screen)
    draft = draft_of(screen)
    assert (draft.title, draft.facts.caller) == ("Ingunn Fjeldheim", "medlem")
    assert step_now(screen) == "identitet"
    assert draft.answers["sporsmal"].choice == "avslutte"


def test_the_mouse_and_ctrl_k_do_it_too_where_a_field_has_the_focus(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.digits("93")
    screen.type("kaffe")
    wizard = screen.workspace.call.wizard
    screen.key(Qt.Key.Key_Space, SHIFT)
    assert wizard.ui.field.text() == "kaffe ", "in a field it is a space"
    wizard.ui.forAnother.click()
    assert draft_of(screen).facts.is_third_party
    assert wizard.ui.forAnother.text() == "Medlemmet selv likevel"
    assert wizard.ui.field.text() == "kaffe "
    screen.control(Qt.Key.Key_K)
    screen.type("ringer for en")
    screen.key(Qt.Key.Key_Return)
    screen.at_rest()
    assert not draft_of(screen).facts.is_third_party
    assert wizard.ui.field.text() == "kaffe "


def test_on_the_record_the_button_closes_it(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    ui = screen.workspace.call.ui
    assert ui.sayText.text() == f"«{library().identity_sentence}»"
    ui.forAnother.click()
    shown = texts_on(screen.workspace.call.on_line)
    assert CANNOT_CONFIRM in shown
    assert "Granveien" not in shown
    ui.forAnother.click()
    assert screen.workspace.call.record.isVisible()


def topics(screen: Screen) -> str:
    buttons = screen.workspace.call.ui.categories.findChildren(QPushButton)
    return "".join(b.digit for b in buttons if hasattr(b, "digit") and b.isVisible())


def test_without_a_record_the_first_question_is_who_calls(screen: Screen) -> None:
    lit = {}
    for digit in "1234567":
        screen.control(Qt.Key.Key_N)
        assert screen.workspace.call.ui.categoriesHead.text() == "Hvem ringer?"
        screen.at_rest()
        assert topics(screen) == "1234567", digit
        screen.digits(digit)
        screen.type("99000207")
        screen.control(Qt.Key.Key_Return)
        screen.at_rest()
        lit[digit] = topics(screen), screen.workspace.call_session.for_another
        screen.key(Qt.Key.Key_F3)
        screen.key(Qt.Key.Key_Escape)
    own = {digit: set("1245") <= set(shown) for digit, (shown, _) in lit.items()}
    assert own == {digit: digit == "1" for digit in "1234567"}
    assert not any(set("1245") & set(shown) for digit, (shown, _) in lit.items() if digit != "1")
    assert {digit for digit, (_, third) in lit.items() if third} == {"3", "4", "6", "7"}


def test_a_relative_asks_about_a_course_and_the_department_gets_it(screen: Screen) -> None:
    """Without a record, by keyboard: general topics stay."""
    screen.control(Qt.Key.Key_N)
    screen.digits("3")
    screen.type("99000207")
    screen.control(Qt.Key.Key_Return)
    screen.digits("93")
    screen.type("åpningstid")
    screen.key(Qt.Key.Key_Return)
    screen.digits("1")
    screen.confirm()
    screen.key(Qt.Key.Key_Space)
    screen.finish()
    (call,) = screen.services.members.recent(1)
    assert (call.number, call.member_id) == ("99000207", None)
    assert call.outcome == "fullført: Ringte for en annen. Svart: åpningstid"


def recent_names(screen: Screen) -> list[str]:
    recent = screen.workspace.call.ui.recent
    return [item.text() for row in range(recent.count()) if not (item := recent.item(row)).isHidden()]


def test_a_closed_record_leaves_no_name_beside_the_call(screen: Screen) -> None:
    """Neither among the hits, nor in «Ringte nylig», nor in the bar; Enter in the search opens nothing."""
    screen.open("ingunn fjeldheim")
    screen.digits("93")
    screen.type("åpningstid")
    screen.key(Qt.Key.Key_Return)
    screen.digits("1")
    screen.confirm()
    screen.key(Qt.Key.Key_Space)
    screen.finish()
    screen.open("ingunn fjeldheim")
    screen.at_rest()
    call, on_line = screen.workspace.call, screen.workspace.call.on_line
    assert any("Ingunn Fjeldheim" in name for name in recent_names(screen))
    screen.window.show_bar("Rettet for Ingunn Fjeldheim: telefon.", "ok")
    mark(screen)
    assert call.hits.model.rowCount() == 0
    assert on_line.ui.hitCount.text() == "Medlemsbildet er lukket."
    assert not any("Ingunn Fjeldheim" in name for name in recent_names(screen))
    assert not screen.window.ui.bar.isVisible()
    assert "Fjeldheim" not in texts_on(screen.window)
    call.search.enter()
    screen.at_rest()
    assert screen.workspace.call_session.for_another
    mark(screen)
    assert [hit.name for hit in hits_of(call.hits.model)] == ["Ingunn Fjeldheim"]
    assert any("Ingunn Fjeldheim" in name for name in recent_names(screen))
    mark(screen)
    screen.search("marte")
    screen.at_rest()
    assert call.hits.model.rowCount() > 0
    assert on_line.ui.hitCount.text() != "Medlemsbildet er lukket."


def test_the_number_that_rings_parks_no_member_of_a_closed_record(screen: Screen) -> None:
    ending_gf(screen)
    incoming = screen.workspace.incoming
    assert incoming._parks == "Ingunn"
    mark(screen)
    assert incoming._parks == "Samtalen"


def test_the_form_of_a_stranger_has_fields_of_their_natural_width(screen: Screen) -> None:
    screen.control(Qt.Key.Key_N)
    screen.digits("3")
    screen.at_rest()
    number, name = screen.workspace.call.forms.panel.findChildren(QLineEdit)
    scaled = theme.current().scaled
    assert (number.width(), name.width()) == (scaled(150), scaled(220))
    assert number.x() == name.x()


def test_the_keys_beside_the_question_are_those_that_answer(screen: Screen) -> None:
    key = screen.workspace.call.ui.key58
    screen.control(Qt.Key.Key_N)
    screen.at_rest()
    assert key.text() == "1–7"
    screen.digits("3")
    screen.type("99000207")
    screen.control(Qt.Key.Key_Return)
    screen.at_rest()
    assert (topics(screen), key.text()) == ("36789", "3, 6–9")


@pytest.mark.parametrize(
    ("digits", "words"),
    [("", ""), ("1", "1"), ("12", "1–2"), ("123", "1–3"), ("36789", "3, 6–9"), ("1290", "1–2, 9, 0")],
)
def test_digits_are_listed_with_their_gaps(digits: str, words: str) -> None:
    assert digits_listed(list(digits)) == words


def test_a_sentence_that_names_nobody_stays_in_the_bar(screen: Screen) -> None:
    screen.open("inge fjeldheim")
    screen.window.show_bar("Ingenting er lagret.", "warn")
    mark(screen)
    assert screen.window.ui.bar.isVisible()


def test_the_board_does_not_put_the_department_of_a_closed_record_first(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    page = screen.workspace.availability
    assert page._own() == 4
    mark(screen)
    assert page._own() is None


def test_a_mark_during_a_search_is_the_running_calls(screen: Screen) -> None:
    """By Ctrl+K: the draft was closed for nobody's record, and the record came back open beside it."""
    screen.open("ingunn fjeldheim")
    screen.digits("93")
    screen.at_rest()
    member_id = draft_of(screen).member_id
    screen.search("marte")
    screen.at_rest()
    screen.control(Qt.Key.Key_K)
    screen.type("ringer for en")
    screen.key(Qt.Key.Key_Return)
    screen.at_rest()
    call_session = screen.workspace.call_session
    assert draft_of(screen).facts.closed_member_id == member_id
    screen.workspace.call.inquiry.go_on()
    screen.at_rest()
    assert call_session.for_another
    assert call_session.open_record is None
    call_session.ring_for_another()
    assert draft_of(screen).member_id == member_id


def test_another_matter_of_a_third_party_reads_no_record_aloud(screen: Screen, heard: Heard) -> None:
    """X-4: Ctrl+Shift+E announced the closed record to the screen reader, with promises and invoices."""
    ending_gf(screen)
    mark(screen)
    screen.key(Qt.Key.Key_Space)
    screen.finish()
    heard.clear()
    screen.key(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier, SHIFT)
    screen.at_rest()
    assert screen.workspace.call_session.for_another
    assert CANNOT_CONFIRM in texts_on(screen.workspace.call.on_line)
    assert "Ringer for en annen" in heard.next()
    heard.settle()
    assert not [text for text in heard.sentences if "Fjeldheim" in text]


@pytest.mark.parametrize("sentence", ["990 00 418 er kopiert.", "Rettet for Per Fjeldheim: fornavn.", "204118"])
def test_a_number_or_a_former_name_of_the_member_leaves_the_bar(screen: Screen, sentence: str) -> None:
    screen.open("ingunn fjeldheim")
    screen.window.show_bar(sentence, "ok")
    mark(screen)
    assert not screen.window.ui.bar.isVisible()


def test_the_mark_is_written_at_once(screen: Screen) -> None:
    """Not after the quarter of a second that an answer waits: a kill brought the record back open."""
    screen.open("ingunn fjeldheim")
    screen.digits("93")
    screen.at_rest()
    inquiry = screen.workspace.call_session.inquiry
    inquiry._keep_soon.setInterval(600_000)
    screen.workspace.call_session.ring_for_another()
    screen.at_rest()
    (parked,) = screen.services.parking.all()
    assert (parked.member_id, parked.title) == (None, "Ringer for en annen")
