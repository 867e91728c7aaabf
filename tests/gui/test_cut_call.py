"""«Samtalen ble brutt»: the callback is made from the call, and the call goes on when it is answered."""

from datetime import date

from PySide6.QtCore import Qt

from sentralbord_desktop.domain.callbacks import Callback
from sentralbord_desktop.gui.call.page import STILL_PROMISED
from tests.helpers.keyboard import CONTROL, SHIFT
from tests.helpers.screen import Screen
from tests.helpers.window_calls import begin_call


def cut(screen: Screen) -> None:
    screen.key(Qt.Key.Key_B, CONTROL, SHIFT)
    screen.at_rest()


def promised(screen: Screen) -> list[Callback]:
    return [one for one in screen.services.callbacks.all_open() if one.subject.endswith("(samtalen ble brutt)")]


def trouble_cut(screen: Screen) -> Callback:
    """Dismissed two days ago; the form is saved as it stands."""
    begin_call(screen, "ingunn fjeldheim", "71")
    screen.confirm()
    screen.type("-2")
    screen.confirm()
    cut(screen)
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: promised(screen) != [])
    screen.at_rest()
    (made,) = promised(screen)
    return made


def test_a_call_that_is_cut_makes_the_callback_with_matter_and_deadline(screen: Screen) -> None:
    made = trouble_cut(screen)
    call_session = screen.workspace.call_session
    assert (made.name, made.category, made.number) == ("Ingunn Fjeldheim", "trobbel", "99000418")
    assert made.subject == "oppsagt (samtalen ble brutt)"
    assert isinstance(made.deadline, date)
    assert (call_session.draft, call_session.has_caller) == (None, False)
    assert [one.callback_id for one in call_session.parked] == [made.id]
    assert "Oppringing avtalt" in screen.window.ui.barText.text()


def test_the_callback_of_a_cut_call_goes_on_where_it_was_and_settles_it(screen: Screen) -> None:
    made = trouble_cut(screen)
    workspace = screen.workspace
    workspace.answer_callback(made)
    screen.at_rest()
    draft, run = workspace.call_session.draft, workspace.call_session.run
    assert draft is not None
    assert run is not None
    assert (draft.callback_id, run.facts.received_on) == (made.id, "callback")
    assert "mottatt" in draft.answers
    assert draft.answer_to(next(one for one in draft.promises if one.id == made.id)) == "gjort"
    cut(screen)
    assert STILL_PROMISED in screen.window.ui.barText.text()
    assert [one.id for one in promised(screen)] == [made.id]


def test_nothing_is_promised_on_the_record_of_a_member_who_was_not_recognised(screen: Screen) -> None:
    """X-3."""
    screen.open("ingunn fjeldheim")
    screen.digits("7")
    screen.digits("2")  # «Noe stemmer ikke»
    draft = screen.workspace.call_session.draft
    assert draft is not None
    assert draft.facts.identity_failed
    cut(screen)
    form = screen.workspace.call.forms.panel
    assert (form.values["name"], form.values["number"]) == ("", "")
    screen.type("22123456")
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: promised(screen) != [])
    assert [one.member_id for one in promised(screen)] == [None]
