"""Ctrl+Z and Angre: what was arranged, rectified or noted is taken back, unless somebody has gone on with it."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from sentralbord_desktop.domain.callbacks import Callback
from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.dates.screen_time import day_and_time
from sentralbord_desktop.domain.errors import ChangedMeanwhileError
from tests.helpers import calls
from tests.helpers.members import by_number
from tests.helpers.screen import Screen
from tests.helpers.window_callbacks import find_callback, show_callback
from tests.helpers.window_calls import complete_a_resignation, complete_call
from tests.helpers.window_text import box


def said(screen: Screen) -> str:
    """What the form says against it."""
    panel = screen.workspace.call.forms.panel
    return panel._error.text() or " ".join(block.error for block in panel._grid._blocks.values()).strip()


def arrange(screen: Screen, when: str = "i morgen 10", deadline: str = "") -> None:
    """A callback for somebody whom nobody knows, as it is typed."""
    screen.control(Qt.Key.Key_T)
    written = {
        "Nummer": "40011333",
        "Navn": "Ragnhild",
        "Hva gjelder det?": "ferie",
        "Når?": when,
        "Frist, hvis det er en": deadline,
    }
    for label, text in written.items():
        box(screen, label).setText(text)
    screen.control(Qt.Key.Key_Return)
    screen.at_rest()


def about_ragnhild(screen: Screen) -> list[Callback]:
    return [c for c in screen.services.callbacks.all_open() if c.name == "Ragnhild"]


def test_what_was_arranged_is_said_with_its_time_and_ctrl_z_takes_it_back(screen: Screen) -> None:
    arrange(screen)
    (made,) = about_ragnhild(screen)
    assert made.due is not None
    told = screen.window.ui.barText.text()
    assert told.startswith("Oppringing avtalt: ")
    assert f"{oslo(made.due):kl. %H.%M}" in told
    screen.control(Qt.Key.Key_Z)
    screen.at_rest()
    assert about_ragnhild(screen) == []
    assert not screen.window.ui.bar.isVisible()


def test_the_line_that_says_it_has_the_way_back(screen: Screen) -> None:
    arrange(screen)
    screen.window.ui.barButton.click()
    screen.at_rest()
    assert about_ragnhild(screen) == []


def test_ctrl_z_takes_back_what_was_done_last_and_not_the_call_before_it(screen: Screen) -> None:
    complete_call(screen)
    arrange(screen)
    assert not screen.workspace.home.ui.receipt.isVisible(), "what is shown is not what came before"
    for _ in range(2):
        screen.control(Qt.Key.Key_Z)
        screen.at_rest()
    assert about_ragnhild(screen) == []
    assert screen.workspace.call_session.run is None


@pytest.mark.own_window
def test_what_somebody_has_gone_on_with_is_not_taken_back(screen: Screen) -> None:
    arrange(screen)
    (made,) = about_ragnhild(screen)
    screen.services.callbacks.claim(made)
    with pytest.raises(ChangedMeanwhileError):
        screen.services.callbacks.withdraw(made)
    screen.control(Qt.Key.Key_Z)
    screen.at_rest()
    assert len(about_ragnhild(screen)) == 1
    assert "endret" in screen.window.ui.barText.text()


@pytest.mark.own_window
@pytest.mark.parametrize("field", ["when", "deadline"])
def test_a_day_that_has_been_is_not_taken_for_one_in_a_year(screen: Screen, field: str) -> None:
    past = oslo(screen.services.session.clock()) - timedelta(days=20)
    arrange(screen, **{field: f"{past:%d.%m}"})
    assert about_ragnhild(screen) == []
    assert "Skriv året med" in said(screen)
    assert f"{past:%d.%m}.{past.year + 1}" in said(screen)


@pytest.mark.own_window
@pytest.mark.parametrize("text", ["32.12", "fredga kl 10x", "i går"])
def test_a_promise_is_not_made_for_a_time_that_is_none(screen: Screen, text: str) -> None:
    """«Oppringing avtalt: 32.12.» was promised in green, and never fell due."""
    arrange(screen, when=text)
    assert about_ragnhild(screen) == []
    assert f"«{text}» er ingen tid framover" in said(screen)


@pytest.mark.own_window
def test_a_promise_for_any_time_is_made(screen: Screen) -> None:
    arrange(screen, when="når som helst")
    (made,) = about_ragnhild(screen)
    now = screen.services.session.clock()
    assert made.promised_time(now).endswith("(når som helst)")
    assert not made.is_overdue(now)


def test_a_name_in_the_field_of_the_number_is_a_name(screen: Screen) -> None:
    screen.control(Qt.Key.Key_N)
    screen.digits("5")
    screen.bot.keyClicks(screen.focus, "Kari fra Avisa")
    screen.control(Qt.Key.Key_Return)
    assert screen.workspace.call_session.unknown_caller == ("", "Kari fra Avisa")


@pytest.mark.own_window
@pytest.mark.parametrize("text", ["feil@", "inge@", "@eksempel.no", "inge eksempel.no"])
def test_an_address_that_nothing_can_be_sent_to_is_not_kept(screen: Screen, text: str) -> None:
    screen.open("ingunn fjeldheim")
    record = screen.workspace.call_session.record
    assert record is not None
    before = record.member.email
    screen.key(Qt.Key.Key_F2)
    box(screen, "E-post").setText(text)
    screen.control(Qt.Key.Key_Return)
    screen.at_rest()
    assert "navn@eksempel.no" in said(screen)
    member = by_number(screen.services, "204118")
    assert member is not None
    assert member.email == before


RECTIFIED = {
    "Fornavn": "Inger",
    "Fødselsdato": "01.02.1980",
    "Telefon": "400 11 333",
    "Telefon 2": "",
    "E-post": "ny@eksempel.no",
    "Postnummer": "0001",
}


def rectify(screen: Screen, **more: str) -> None:
    screen.key(Qt.Key.Key_F2)
    for label, text in (RECTIFIED | more).items():
        box(screen, label).setText(text)
    screen.control(Qt.Key.Key_Return)
    screen.at_rest()


def test_what_was_rectified_is_said_and_ctrl_z_puts_it_back(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    before = by_number(screen.services, "204118")
    rectify(screen)
    told = screen.window.ui.barText.text()
    assert told.startswith("Rettet for Ingunn Fjeldheim: ")
    assert all(name in told for name in ("fornavn", "fødselsdato", "telefon", "e-post", "postnummer"))
    after = by_number(screen.services, "204118")
    assert after is not None
    assert after != before
    screen.control(Qt.Key.Key_Z)
    screen.at_rest()
    back = by_number(screen.services, "204118")
    assert before is not None
    assert back is not None
    same = {"first_name", "birth_date", "phone", "email", "post_code", "phones"}
    assert {f: getattr(back, f) for f in same} == {f: getattr(before, f) for f in same}
    record = screen.workspace.call_session.record
    assert record is not None
    assert record.member.first_name == before.first_name


@pytest.mark.own_window
def test_what_somebody_else_has_written_since_is_not_put_back(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    rectify(screen)
    seen = by_number(screen.services, "204118")
    assert seen is not None
    screen.services.members.change(seen, {"email": "nyest@eksempel.no"})
    screen.at_rest()
    screen.control(Qt.Key.Key_Z)
    screen.at_rest()
    now = by_number(screen.services, "204118")
    assert now is not None
    assert (now.email, now.first_name) == ("nyest@eksempel.no", "Inger")
    assert "skrevet om igjen siden" in screen.window.ui.barText.text()


def test_nothing_is_said_of_a_form_that_changed_nothing(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_F2)
    screen.control(Qt.Key.Key_Return)
    screen.at_rest()
    assert not screen.window.ui.bar.isVisible()


@pytest.mark.own_window
def test_ctrl_z_does_not_reach_back_past_a_search(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    rectify(screen)
    screen.search("marte")
    screen.key(Qt.Key.Key_Tab)
    screen.control(Qt.Key.Key_Z)
    screen.at_rest()
    now = by_number(screen.services, "204118")
    assert now is not None
    assert now.first_name == "Inger"


@pytest.mark.own_window
@pytest.mark.parametrize("how", ["Ctrl+Z", "Ctrl+G"])
def test_what_was_noted_on_a_callback_is_taken_back(screen: Screen, how: str) -> None:
    complete_a_resignation(screen)  # which Ctrl+Z must not open again from here
    show_callback(screen, "Feil Tast")
    before = find_callback(screen, "Feil Tast")
    screen.digits("2")
    screen.bot.waitUntil(lambda: len(find_callback(screen, "Feil Tast").attempts) == 1)
    again = find_callback(screen, "Feil Tast").due
    assert again is not None
    assert again != before.due
    when = day_and_time(again, screen.services.session.clock())  # after hours it is not in an hour
    said = f"Feil Tast: ikke svar. Ringes igjen {when}."
    screen.bot.waitUntil(lambda: screen.window.ui.barText.text() == said)
    screen.control(Qt.Key.Key_Z if how == "Ctrl+Z" else Qt.Key.Key_G)
    screen.bot.waitUntil(lambda: find_callback(screen, "Feil Tast").attempts == ())
    after = find_callback(screen, "Feil Tast")
    assert after == before.model_copy(update={"version": after.version})
    assert screen.workspace.call_session.run is None
    assert not screen.window.ui.bar.isVisible()


def test_what_somebody_went_on_with_is_not_taken_back(screen: Screen) -> None:
    show_callback(screen, "Delt")
    screen.digits("3")
    screen.bot.waitUntil(lambda: screen.window.ui.barText.text().startswith("Delt: opptatt. Ringes igjen "))
    screen.services.callbacks.attempt(find_callback(screen, "Delt"), "beskjed")
    screen.control(Qt.Key.Key_Z)
    screen.bot.waitUntil(lambda: "En annen har nettopp endret" in screen.workspace.callbacks.ui.foot.text())
    assert len(find_callback(screen, "Delt").attempts) == 2


def test_what_cannot_be_taken_back_takes_nothing_older_with_it(screen: Screen) -> None:
    show_callback(screen, "Først")
    screen.digits("3")
    screen.bot.waitUntil(lambda: screen.window.ui.barText.text().startswith("Først: opptatt. Ringes igjen "))
    screen.digits("8")
    screen.control(Qt.Key.Key_Z)
    screen.at_rest()
    assert len(find_callback(screen, "Først").attempts) == 1


def test_a_confirmation_that_came_by_mistake_waits_again(screen: Screen) -> None:
    complete_a_resignation(screen)
    page, service = screen.workspace.confirmations, screen.services.confirmations
    screen.control(Qt.Key.Key_3)
    screen.bot.waitUntil(lambda: any(c.member_name == "Inge Fjeldheim" for c in page.list.model.values))
    assert page.list.choose(lambda c: c.member_name == "Inge Fjeldheim")
    chosen = page.list.current
    page.ui.detail.setFocus()
    screen.digits("1")
    screen.bot.waitUntil(lambda: chosen not in service.awaited())
    screen.bot.waitUntil(lambda: "er kommet." in screen.window.ui.barText.text())
    screen.control(Qt.Key.Key_Z)
    screen.bot.waitUntil(lambda: chosen is not None and chosen.id in {c.id for c in service.awaited()})


def test_ctrl_z_in_the_outbox_opens_the_inquiry_of_the_chosen_message(screen: Screen) -> None:
    member = by_number(screen.services, "204118")
    screen.services.inquiries.complete(calls.ready(screen.services, "overforing_avdeling", member, "ja", "9"))
    complete_a_resignation(screen)
    outbox = screen.workspace.outbox
    screen.control(Qt.Key.Key_6)
    screen.bot.waitUntil(lambda: any("overføring" in o.subject for o in outbox.list.model.values))
    assert outbox.list.choose(lambda o: o.waits and "overføring" in o.subject and "204118" in o.subject)
    screen.control(Qt.Key.Key_Z)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)
    assert screen.workspace.call_session.run is not None
    assert screen.workspace.call_session.run.procedure.id == "overforing_avdeling"
