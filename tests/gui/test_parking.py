"""Parked calls and calls that are thrown away: nothing typed is lost, and each comes back as it was."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from sentralbord_desktop.domain.errors import DatabaseBusyError
from sentralbord_desktop.domain.inquiries.inquiry import Answer
from tests.helpers.keyboard import ALT, CONTROL, SHIFT
from tests.helpers.screen import Let, Screen
from tests.helpers.window_calls import at_the_form_of_one_who_joins, begin_call, type_letters

THROWN = "er forkastet. Ingenting er lagret av den."


def trouble_begun(screen: Screen) -> str:
    """Trøbbel with a half-typed text; gives the draft's id."""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.confirm()
    screen.type("11.11")
    draft = screen.workspace.call_session.draft
    assert draft is not None
    return draft.id


def parked_in(screen: Screen) -> list[str]:
    return [draft.id for draft in screen.services.parking.drafts()]


def said(screen: Screen) -> str:
    return screen.window.ui.barText.text() if screen.window.ui.bar.isVisible() else ""


@pytest.mark.parametrize("undo", [Qt.Key.Key_G, Qt.Key.Key_Z])
def test_what_runs_is_thrown_away_by_key_and_comes_back_as_it_stood(screen: Screen, undo: Qt.Key) -> None:
    before = parked_in(screen)
    draft = trouble_begun(screen)
    screen.key(Qt.Key.Key_Delete, CONTROL, SHIFT)
    screen.bot.waitUntil(lambda: THROWN in said(screen))
    assert "Ingunn Fjeldheim" in said(screen)
    assert screen.workspace.call.currentWidget() is screen.workspace.home
    assert screen.workspace.call_session.draft is None
    assert parked_in(screen) == before
    screen.key(undo, CONTROL)
    screen.bot.waitUntil(lambda: draft in {each.id for each in screen.workspace.call_session.parked})
    assert said(screen) == ""
    back = next(each for each in screen.workspace.call_session.parked if each.id == draft)
    screen.workspace.call_session.resume(back)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.draft is not None)
    assert "11.11" in back.half_typed.values()


def test_a_parked_one_goes_by_delete_in_the_list(screen: Screen) -> None:
    draft = trouble_begun(screen)
    screen.key(Qt.Key.Key_P, CONTROL)
    screen.bot.waitUntil(lambda: draft in parked_in(screen))
    listing = screen.workspace.home.ui.parkedList
    listing.setFocus()
    listing.setCurrentRow(0)
    screen.bot.waitUntil(listing.hasFocus)
    screen.key(Qt.Key.Key_Delete)
    screen.bot.waitUntil(lambda: THROWN in said(screen))
    assert draft not in parked_in(screen)
    assert draft not in {each.id for each in screen.workspace.call_session.parked}


def test_with_nothing_to_throw_away_the_key_says_so(screen: Screen) -> None:
    screen.key(Qt.Key.Key_Delete, CONTROL, SHIFT)
    screen.at_rest()
    assert said(screen).startswith("Ingen samtale er i gang.")


def test_what_cannot_be_thrown_away_now_is_parked(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = trouble_begun(screen)

    def away(*_: object) -> int:
        raise DatabaseBusyError("Ikke kontakt med databasetjeneren.")

    monkeypatch.setattr(screen.services.parking, "drop", away)
    screen.key(Qt.Key.Key_Delete, CONTROL, SHIFT)
    screen.bot.waitUntil(lambda: "Ikke kontakt" in said(screen))
    screen.bot.waitUntil(lambda: draft in {each.id for each in screen.workspace.call_session.parked})


def test_one_that_was_opened_again_says_that_it_is_taken_back(screen: Screen) -> None:
    trouble_begun(screen)
    call_session = screen.workspace.call_session
    inquiry = call_session.state.inquiry
    assert inquiry is not None
    reopened = replace(inquiry, draft=inquiry.draft.model_copy(update={"reopens": "et-nummer"}))
    call_session.become(call_session.state.changed(reopened))
    screen.key(Qt.Key.Key_Delete, CONTROL, SHIFT)
    screen.bot.waitUntil(lambda: "Det som var fullført, er trukket tilbake." in said(screen))


def test_an_answer_that_is_being_corrected_is_parked_as_it_stands(screen: Screen) -> None:
    begin_call(screen, "ingunn fjeldheim", "71")
    screen.confirm()
    screen.type("-11")
    screen.key(Qt.Key.Key_Return)
    screen.key(Qt.Key.Key_Left, ALT)
    type_letters(screen, "-1")
    screen.control(Qt.Key.Key_P)
    screen.at_rest()
    screen.control(Qt.Key.Key_P)
    screen.at_rest()
    screen.key(Qt.Key.Key_Left, ALT)
    assert screen.workspace.call.wizard.ui.field.text() == "-1"


def test_a_parked_inquiry_shows_name_step_and_age(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.confirm()
    screen.control(Qt.Key.Key_P)
    parked = screen.workspace.home.ui.parkedList
    assert (
        parked.item(0)
        .text()
        .endswith(", nå nettopp, Ingunn Fjeldheim, Trøbbel på jobben · neste spørsmål: Når fikk du brevet?")
    )


def test_a_call_parked_before_the_procedure_changed_says_so(screen: Screen) -> None:
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("4")
    screen.control(Qt.Key.Key_P)
    call_session = screen.workspace.call_session
    screen.bot.waitUntil(lambda: len(call_session.parked) == 1 and call_session.draft is None)
    older = call_session.parked[0].model_copy(update={"version": 0})
    call_session.resume(older)
    screen.bot.waitUntil(lambda: call_session.run is not None)
    assert "«Utmelding» er endret siden du parkerte" in screen.window.ui.barText.text()


def park(screen: Screen, who: str) -> None:
    screen.open(who)
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.confirm()
    screen.control(Qt.Key.Key_P)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.draft is None)


def test_ctrl_p_with_several_parked_calls_asks_which_by_digit(screen: Screen) -> None:
    """One is taken up at once, several open a list."""
    for who in ("ingunn fjeldheim", "inge fjeldheim"):
        park(screen, who)
    screen.control(Qt.Key.Key_P)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == [
        "&1  Inge Fjeldheim – Trøbbel på jobben, nettopp parkert",
        "&2  Ingunn Fjeldheim – Trøbbel på jobben, nettopp parkert",
    ]
    screen.bot.keyClick(menu, Qt.Key.Key_2)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.draft is not None)
    assert screen.workspace.call_session.draft is not None
    assert screen.workspace.call_session.draft.title == "Ingunn Fjeldheim"
    assert [draft.title for draft in screen.workspace.call_session.parked] == ["Inge Fjeldheim"]


def test_a_call_that_has_been_parked_for_long_says_so_in_the_header(screen: Screen) -> None:
    park(screen, "ingunn fjeldheim")
    chip = screen.window.ui.parked
    assert chip.text() == " 1 parkert   Ctrl+P"
    (draft,) = screen.workspace.call_session.parked
    earlier = screen.services.session.clock() - timedelta(minutes=28)
    screen.workspace.parked.show([draft.model_copy(update={"put_aside": earlier})])
    assert chip.text() == " 1 parkert i 28 min   Ctrl+P"
    assert chip.accessibleName() == "1 parkert samtale, den eldste i 28 min"


def ids(screen: Screen) -> list[str]:
    call_session = screen.workspace.call_session
    return [d.id for d in call_session.parked] + ([call_session.draft.id] if call_session.draft else [])


@pytest.mark.parametrize("turn", ["resume", "park"])
def test_what_is_parked_is_read_again_when_it_changed_meanwhile(
    screen: Screen, held: Callable[[], Let], turn: str
) -> None:
    """An older list put a running call among the parked, or took a parked one away."""
    begin_call(screen, "ingunn fjeldheim", "71")
    screen.confirm()
    call_session = screen.workspace.call_session
    assert call_session.draft is not None
    about = call_session.draft.id
    if turn == "resume":
        screen.control(Qt.Key.Key_P)
    screen.at_rest()
    let_go = held()
    call_session.parked_calls.read()
    screen.control(Qt.Key.Key_P)
    let_go()
    assert ids(screen) == [about]
    assert (call_session.draft is not None) is (turn == "resume")


def test_a_digit_while_a_parked_call_is_taken_up_begins_nothing(screen: Screen, held: Callable[[], Let]) -> None:
    begin_call(screen, "ingunn fjeldheim", "71")
    screen.confirm()
    screen.control(Qt.Key.Key_P)
    screen.open("nora bergsmo")
    let_go = held()
    screen.control(Qt.Key.Key_P)
    type_letters(screen, "8")
    let_go()
    draft = screen.workspace.call_session.draft
    assert draft is None or "Ukjent" not in draft.title


def test_parking_and_changing_the_category_are_seen_where_the_left_panel_is_not(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("4")
    ui, call_session = screen.workspace.call.wizard.ui, screen.workspace.call_session
    assert not ui.strip.park.isVisible()
    screen.key(Qt.Key.Key_F8)
    assert ui.strip.park.isVisible()
    assert ui.strip.topic.isVisible()
    ui.strip.park.click()
    assert call_session.run is None
    assert len(call_session.parked) == 1


def test_the_review_of_a_narrow_window_can_be_parked_by_hand(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.workspace.call_session.begin("utmelding")
    screen.workspace.call_session.answer("maate", Answer(choice="min_side"))
    ui = screen.workspace.call.review.ui
    assert not ui.strip.park.isVisible()
    screen.window.resize(1100, 688)
    screen.bot.waitUntil(ui.strip.park.isVisible)
    ui.strip.park.click()
    assert screen.workspace.call_session.run is None


def test_changing_the_category_after_taking_up_shows_the_member_it_is_about(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.confirm()
    screen.control(Qt.Key.Key_P)
    screen.open("inge fjeldheim")
    screen.control(Qt.Key.Key_P)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)
    screen.control(Qt.Key.Key_E)
    assert screen.workspace.call.record.isVisible()
    assert screen.workspace.call.record.ui.name.text() == "Ingunn Fjeldheim"


def test_the_caret_stands_where_it_was_left_when_the_inquiry_is_taken_up(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.confirm()
    screen.type("6.03")
    screen.key(Qt.Key.Key_Home)
    screen.type("1")
    screen.control(Qt.Key.Key_P)
    assert screen.workspace.call_session.run is None
    screen.control(Qt.Key.Key_P)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)
    field = screen.workspace.call.wizard.ui.field
    assert screen.focus is field
    assert (field.text(), field.cursorPosition()) == ("16.03", 1)


def test_esc_as_often_as_you_like_never_loses_the_inquiry(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.confirm()
    screen.type("06.0")
    for _ in range(6):
        screen.key(Qt.Key.Key_Escape)
        assert screen.workspace.call_session.run is not None
    assert screen.workspace.call_session.parked == []
    assert screen.workspace.call.currentWidget() is screen.workspace.call.wizard
    assert screen.workspace.call.wizard.ui.field.text() == "06.0"


def test_every_half_typed_field_of_a_step_is_there_after_parking(screen: Screen) -> None:
    at_the_form_of_one_who_joins(screen)
    screen.type("Odd")
    screen.workspace.call.wizard.step.form.edits["last_name"].setFocus()
    screen.type("Berg")
    screen.control(Qt.Key.Key_P)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.draft is None)
    screen.control(Qt.Key.Key_P)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)
    edits = screen.workspace.call.wizard.step.form.edits
    assert (edits["first_name"].text(), edits["last_name"].text()) == ("Odd", "Berg")
