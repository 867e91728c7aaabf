"""One call at a time: what runs is parked and never lost, nobody stays on the line, and no key acts on what is not
seen. Each of these was broken, and found by a hostile hand."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from tests.helpers.members import by_number
from tests.helpers.screen import Screen

ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


def begun(screen: Screen, name: str, digits: str = "7") -> None:
    screen.open(name)
    screen.key(Qt.Key.Key_Space)
    screen.digits(digits)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)


def dismissed(screen: Screen) -> str:
    """Ingunn's dismissal stands in its second step; the id of it."""
    begun(screen, "ingunn fjeldheim", "71")
    screen.type("-11")
    screen.key(Qt.Key.Key_Return)
    assert screen.workspace.call_session.draft is not None
    return screen.workspace.call_session.draft.id


def parked(screen: Screen) -> list[str]:
    return [draft.id for draft in screen.workspace.call_session.parked]


def typed(screen: Screen, text: str) -> None:
    """Each letter to whatever has the focus by then, as a hand does."""
    for letter in text:
        screen.bot.keyClicks(screen.focus, letter)


def test_a_promise_that_is_taken_up_parks_what_runs(screen: Screen) -> None:
    before = dismissed(screen)
    screen.control(Qt.Key.Key_R)
    screen.at_rest()
    assert before in parked(screen)


def test_a_category_beside_a_form_parks_what_runs(screen: Screen) -> None:
    before = dismissed(screen)
    screen.control(Qt.Key.Key_T)
    screen.workspace.call.on_line.categories.category_chosen.emit("kurs")
    screen.at_rest()
    draft = screen.workspace.call_session.draft
    assert before in parked(screen) or (draft is not None and draft.id == before)


def test_who_turns_out_to_ring_for_another_is_so_in_the_inquiry_too(screen: Screen) -> None:
    """X-4: the screen closed the record, and the note and the callback came upon the member."""
    begun(screen, "nora bergsmo")
    screen.control(Qt.Key.Key_E)
    screen.key(Qt.Key.Key_Space, SHIFT)
    screen.digits("93")
    screen.type("ferie")
    screen.key(Qt.Key.Key_Return)
    draft = screen.workspace.call_session.draft
    assert draft is not None
    assert (draft.facts.caller, draft.member_id, draft.facts.member.member_no) == ("tredjepart", None, None)
    assert draft.answers["tema"].text == "ferie"
    assert screen.workspace.call.numbers() == []


def test_who_turns_out_to_be_the_member_is_so_in_the_inquiry_too(screen: Screen) -> None:
    screen.open("nora bergsmo")
    screen.key(Qt.Key.Key_Space, SHIFT)
    screen.workspace.call_session.begin("annet")
    screen.workspace.call_session.answer("tema", Answer(text="ferie"))
    screen.control(Qt.Key.Key_E)
    screen.key(Qt.Key.Key_Space)
    draft, record = screen.workspace.call_session.draft, screen.workspace.call_session.record
    assert draft is not None
    assert record is not None
    assert draft.facts.identity_confirmed
    assert (draft.facts.caller, draft.member_id) == ("medlem", record.member.id)
    assert draft.answers["tema"].text == "ferie"


def test_picks_are_those_of_their_own_inquiry(screen: Screen) -> None:
    """Ingunn's stood ready in Nora's, and were gone from her own."""
    begun(screen, "ingunn fjeldheim", "2")
    screen.digits("12")
    step = screen.workspace.call.wizard.step
    assert len(step._picked) == 2
    screen.control(Qt.Key.Key_P)
    begun(screen, "nora bergsmo", "2")
    assert step._picked == []
    screen.control(Qt.Key.Key_P)
    screen.at_rest()
    (ingunn,) = [d for d in screen.workspace.call_session.parked if "Ingunn" in d.title]
    screen.workspace.call_session.resume(ingunn)
    screen.at_rest()
    assert len(step._picked) == 2
    screen.key(Qt.Key.Key_Return)
    screen.key(Qt.Key.Key_Left, ALT)
    assert len(step._picked) == 2, "what was answered is picked when it is looked at again"


@pytest.mark.parametrize("away", ["park", "throw"])
def test_nobody_is_on_the_line_behind_the_first_page(screen: Screen, away: str) -> None:
    """Ctrl+B marked the confirmation of the member who had been there, and Ctrl+D rang them."""
    begun(screen, "ingunn fjeldheim")
    (screen.workspace.call.park if away == "park" else screen.workspace.call.discard)()
    screen.at_rest()
    call_session = screen.workspace.call_session
    assert (call_session.record, call_session.unknown_caller, call_session.identity) == (None, None, False)
    assert screen.workspace.call.numbers() == []
    screen.key(Qt.Key.Key_Return)  # in the empty search field
    screen.at_rest()
    assert call_session.record is None
    assert screen.workspace.call.currentWidget() is screen.workspace.call.home


def test_letters_typed_while_it_is_completed_stay(screen: Screen) -> None:
    """The receipt emptied the field under the hands of whoever searched for the next one."""
    begun(screen, "inge fjeldheim", "42")
    screen.key(Qt.Key.Key_Space)
    screen.at_rest()
    screen.control(Qt.Key.Key_Return)
    typed(screen, "nora")
    screen.at_rest()
    assert screen.window.ui.search.text() == "nora"
    assert screen.workspace.call.currentWidget() is screen.workspace.call.on_line
    assert "Fullført for Inge" in screen.window.ui.barText.text()


def test_letters_typed_while_a_remark_is_kept_stay(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.control(Qt.Key.Key_M)
    screen.type("kom innom")
    screen.control(Qt.Key.Key_Return)
    screen.key(Qt.Key.Key_F3)
    typed(screen, "nora")
    screen.at_rest()
    assert screen.window.ui.search.text() == "nora"
    assert "ikke lagret" not in screen.window.ui.barText.text()
    ingunn = by_number(screen.services, "204118")
    assert ingunn is not None
    record = screen.services.members.reread(ingunn.id)
    assert record is not None
    assert sum("kom innom" in remark.text for remark in record.remarks) == 1


def test_a_form_that_is_sent_twice_is_kept_once(screen: Screen) -> None:
    before = len(screen.services.callbacks.all_open())
    screen.control(Qt.Key.Key_T)
    screen.type("99000777")
    screen.control(Qt.Key.Key_Return)
    screen.control(Qt.Key.Key_Return)
    screen.at_rest()
    assert len(screen.services.callbacks.all_open()) == before + 1


def test_the_categories_of_a_call_are_its_own_after_a_search(screen: Screen) -> None:
    before = dismissed(screen)
    screen.search("nora")
    screen.at_rest()
    screen.control(Qt.Key.Key_E)
    screen.workspace.call.on_line.categories.category_chosen.emit("kurs")
    screen.at_rest()
    draft, record = screen.workspace.call_session.draft, screen.workspace.call_session.record
    assert draft is not None
    assert record is not None
    assert (draft.id, draft.category, record.member.id) == (before, "kurs", draft.member_id)


def test_keys_of_the_field_show_the_hits_before_they_act_on_them(screen: Screen) -> None:
    """Down and Enter on another page opened a hit that nobody saw, and parked the call."""
    screen.search("fjeldheim")
    screen.at_rest()
    screen.key(Qt.Key.Key_Return)
    screen.at_rest()
    screen.digits("71")
    call_session = screen.workspace.call_session
    before = call_session.draft
    screen.control(Qt.Key.Key_4)
    screen.key(Qt.Key.Key_F3)
    screen.key(Qt.Key.Key_Down)
    assert screen.window.page == "call"
    assert screen.workspace.call.currentWidget() is screen.workspace.call.on_line
    assert before is not None
    assert call_session.draft is not None
    assert call_session.draft.id == before.id


def test_half_typed_text_is_there_when_another_step_has_been_looked_at(screen: Screen) -> None:
    begun(screen, "ingunn fjeldheim", "71")
    screen.type("-1")
    wizard = screen.workspace.call.wizard
    wizard.open_step("hendelse")
    wizard.open_step("mottatt")
    assert wizard.ui.field.text() == "-1"


def test_an_answer_that_is_being_corrected_is_parked_as_it_stands(screen: Screen) -> None:
    begun(screen, "ingunn fjeldheim", "71")
    screen.type("-11")
    screen.key(Qt.Key.Key_Return)
    screen.key(Qt.Key.Key_Left, ALT)
    typed(screen, "-1")
    screen.control(Qt.Key.Key_P)
    screen.at_rest()
    screen.control(Qt.Key.Key_P)
    screen.at_rest()
    screen.key(Qt.Key.Key_Left, ALT)
    assert screen.workspace.call.wizard.ui.field.text() == "-1"


def test_what_is_being_completed_cannot_be_thrown_away(screen: Screen) -> None:
    begun(screen, "inge fjeldheim", "42")
    screen.key(Qt.Key.Key_Space)
    screen.at_rest()
    screen.control(Qt.Key.Key_Return)
    screen.key(Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier, SHIFT)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.receipt is not None)
    assert "Ingenting er lagret" not in screen.window.ui.barText.text()


def test_the_line_of_a_call_that_rings_says_who_is_parked_now(screen: Screen) -> None:
    begun(screen, "ingunn fjeldheim", "71")
    screen.application.ring("98765432")
    screen.at_rest()
    bar = screen.workspace.incoming.ringing.bar
    assert bar.parks.text() == "Ingunn blir parkert"
    screen.control(Qt.Key.Key_P)
    assert bar.parks.isHidden()
    begun(screen, "nora bergsmo")
    assert bar.parks.text() == "Nora blir parkert"


def test_a_number_that_rang_does_not_follow_to_the_next_caller(screen: Screen) -> None:
    screen.application.ring("99000777")
    screen.at_rest()
    screen.open("ingunn fjeldheim")
    screen.search("xzqwv avisen")
    screen.at_rest()
    screen.key(Qt.Key.Key_Return)
    screen.at_rest()
    assert screen.workspace.call_session.unknown_caller == ("", "xzqwv avisen")


def test_no_dialog_stands_over_the_locked_page(screen: Screen) -> None:
    """It shows what two wrote about a member."""
    dialog = QDialog(screen.window)
    dialog.open()
    screen.application.locking.lock()
    assert not dialog.isVisible()


def test_a_command_acts_on_the_page_that_it_was_asked_on(screen: Screen) -> None:
    """Ctrl+K showed the call first: «Ring nummeret» rang the one who was on the line there."""
    screen.open("leif skarnes")
    screen.control(Qt.Key.Key_2)
    listed = screen.workspace.callbacks.numbers()
    before = screen.focus
    screen.control(Qt.Key.Key_K)
    screen.type("ring nummeret")
    assert screen.window.page == "callbacks"
    assert screen.workspace.callbacks.numbers() == listed
    screen.key(Qt.Key.Key_Escape)
    assert screen.window.page == "callbacks"
    assert screen.focus is before
    assert isinstance(screen.window.ui.search, QLineEdit)
    assert screen.window.ui.search.text() == ""


def test_every_part_of_the_settings_is_found_by_ctrl_k(screen: Screen) -> None:
    from sentralbord_desktop.gui.settings.titles import TITLES

    for word in ("avvik", "sikkerhetskopi", "statistikk", "import", "pin"):
        screen.control(Qt.Key.Key_K)
        screen.type(word)
        assert "Innstillinger" in screen.workspace._command_palette.box.item(0).text(), word
        screen.key(Qt.Key.Key_Escape)
    screen.window.show_page("settings")
    sections = screen.workspace.settings.ui.sections
    assert [sections.item(n).text() for n in range(sections.count())] == list(TITLES)
    assert not [m for m in QApplication.topLevelWidgets() if isinstance(m, QMenu) and m.isVisible()]
