"""Answers that come late, as from a shared server: nobody is torn away, and nothing that was begun meanwhile is lost."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.inquiry import Receipt
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.gui.settings.profile_panel import OrganisationPanel
from sentralbord_desktop.services.drafts.draft import Draft
from tests.gui.test_one_at_a_time import begun, typed
from tests.helpers.screen import Screen

Let = Callable[[], None]


@pytest.fixture
def held(screen: Screen) -> Callable[[], Let]:
    """The worker stands still until the function that this gives is called; then all is settled."""

    def hold() -> Let:
        go = threading.Event()
        screen.application.tasks.run(screen.window, lambda: go.wait(20), lambda _: None)

        def let_go() -> None:
            go.set()
            screen.at_rest()

        return let_go

    return hold


def ids(screen: Screen) -> list[str]:
    call_session = screen.workspace.call_session
    return [d.id for d in call_session.parked] + ([call_session.draft.id] if call_session.draft else [])


def completed(screen: Screen) -> None:
    begun(screen, "inge fjeldheim", "42")
    screen.key(Qt.Key.Key_Space)
    screen.finish()


def test_a_search_after_a_search_is_let_be(screen: Screen, held: Callable[[], Let]) -> None:
    """The record of the first came under the hands of the second, and its digits began an inquiry there."""
    screen.search("ingunn fjeldheim")
    screen.at_rest()
    let_go = held()
    screen.key(Qt.Key.Key_Return)
    screen.search("9900")
    let_go()
    typed(screen, "0531")
    screen.at_rest()
    assert screen.window.ui.search.text() == "99000531"
    assert screen.workspace.call_session.draft is None


def test_what_is_begun_while_a_call_is_opened_again_stands(screen: Screen, held: Callable[[], Let]) -> None:
    completed(screen)
    let_go = held()
    screen.control(Qt.Key.Key_Z)
    screen.workspace.call_session.open_unknown_caller("99000777", "Avisa")
    screen.workspace.call_session.begin("media")
    draft = screen.workspace.call_session.draft
    assert draft is not None
    let_go()
    assert screen.workspace.call_session.draft is not None
    assert screen.workspace.call_session.draft.id == draft.id
    assert any("Inge" in d.title for d in screen.workspace.call_session.parked), "the one that was opened again waits"


def left_while_it_is_kept(screen: Screen, held: Callable[[], Let]) -> Let:
    """A remark on Ingunn is sent, and its form left before the answer."""
    screen.open("ingunn fjeldheim")
    screen.control(Qt.Key.Key_M)
    screen.type("kom innom")
    let_go = held()
    screen.control(Qt.Key.Key_Return)
    screen.key(Qt.Key.Key_Escape)
    return let_go


def test_a_second_form_is_not_taken_for_the_first(screen: Screen, held: Callable[[], Let]) -> None:
    let_go = left_while_it_is_kept(screen, held)
    screen.key(Qt.Key.Key_F2)
    assert isinstance(screen.focus, QLineEdit)
    screen.focus.setText("Nytt")
    screen.control(Qt.Key.Key_Return)
    let_go()
    record = screen.workspace.call_session.record
    assert record is not None
    assert record.member.first_name == "Nytt"
    assert any("kom innom" in remark.text for remark in record.remarks)


def test_a_form_that_is_being_written_stands_when_the_one_before_it_is_kept(
    screen: Screen, held: Callable[[], Let]
) -> None:
    let_go = left_while_it_is_kept(screen, held)
    screen.control(Qt.Key.Key_T)
    forms = screen.workspace.call.forms
    box = next(b for b in forms.panel.findChildren(QLineEdit) if b.accessibleName() == "Hva gjelder det?")
    box.setText("ferie")
    let_go()
    assert screen.workspace.call.ui.middle.currentWidget() is forms.panel
    half = forms.half_written()
    assert half is not None
    assert half.values["subject"] == "ferie"


def test_a_form_that_could_not_be_kept_is_had_back(
    screen: Screen, held: Callable[[], Let], monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_vain(*_: object, **__: object) -> None:
        raise SwitchboardError("Disken er full.")

    screen.open("ingunn fjeldheim")
    screen.control(Qt.Key.Key_M)
    screen.type("kom innom")
    monkeypatch.setattr(screen.services.members, "remark", in_vain)
    let_go = held()
    screen.control(Qt.Key.Key_Return)
    screen.key(Qt.Key.Key_Escape)
    let_go()
    assert "ikke lagret" in screen.window.ui.barText.text()
    screen.control(Qt.Key.Key_G)
    screen.at_rest()
    half = screen.workspace.call.forms.panel.values
    assert half["text"] == "kom innom"


@pytest.mark.parametrize("turn", ["resume", "park"])
def test_what_is_parked_is_read_again_when_it_changed_meanwhile(
    screen: Screen, held: Callable[[], Let], turn: str
) -> None:
    """An older list put a running call among the parked, or took a parked one away."""
    begun(screen, "ingunn fjeldheim", "71")
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


def test_what_is_completed_in_vain_keeps_its_member(
    screen: Screen, held: Callable[[], Let], monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_vain(_: Draft) -> Receipt:
        raise SwitchboardError("Disken er full.")

    begun(screen, "inge fjeldheim", "42")
    screen.key(Qt.Key.Key_Space)
    screen.at_rest()
    monkeypatch.setattr(screen.services.inquiries, "complete", in_vain)
    let_go = held()
    screen.control(Qt.Key.Key_Return)
    screen.key(Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
    let_go()
    call_session = screen.workspace.call_session
    assert call_session.draft is not None
    assert call_session.record is not None
    assert call_session.record.member.id == call_session.draft.member_id


def test_a_receipt_does_not_take_the_focus_from_another_page(screen: Screen, held: Callable[[], Let]) -> None:
    begun(screen, "inge fjeldheim", "42")
    screen.key(Qt.Key.Key_Space)
    screen.at_rest()
    let_go = held()
    screen.control(Qt.Key.Key_Return)
    screen.control(Qt.Key.Key_2)
    before = screen.focus
    let_go()
    assert screen.window.page == "callbacks"
    assert screen.focus is before


def test_a_digit_while_a_parked_call_is_taken_up_begins_nothing(screen: Screen, held: Callable[[], Let]) -> None:
    begun(screen, "ingunn fjeldheim", "71")
    screen.control(Qt.Key.Key_P)
    screen.open("nora bergsmo")
    let_go = held()
    screen.control(Qt.Key.Key_P)
    typed(screen, "8")
    let_go()
    draft = screen.workspace.call_session.draft
    assert draft is None or "Ukjent" not in draft.title


def test_what_the_house_would_not_take_stands_in_its_form(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    def in_vain(_: Organisation) -> None:
        raise SwitchboardError("Disken er full.")

    monkeypatch.setattr(screen.services.organisation, "save_facts", in_vain)
    screen.window.show_page("settings")
    screen.workspace.settings.show_part("Organisasjon")
    page = screen.workspace.settings.shown
    assert isinstance(page, OrganisationPanel)
    name = page._grid.boxes[0]
    assert isinstance(name, QLineEdit)
    name.setText("Fagforeningen")
    page.submit()
    screen.at_rest()
    screen.control(Qt.Key.Key_1)
    screen.workspace.show_settings("Organisasjon")
    assert screen.workspace.settings.shown is page
    assert page._grid.values()["union"] == "Fagforeningen"


def test_enter_in_the_field_that_ctrl_k_emptied_opens_nobody(screen: Screen) -> None:
    screen.search("ingunn fjeldheim")
    screen.at_rest()
    screen.control(Qt.Key.Key_K)
    screen.key(Qt.Key.Key_Escape)
    screen.key(Qt.Key.Key_Return)
    screen.at_rest()
    assert screen.workspace.call_session.record is None


def test_a_form_that_met_a_bug_can_be_sent_again(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("a bug")

    screen.open("ingunn fjeldheim")
    screen.control(Qt.Key.Key_M)
    screen.type("kom innom")
    with monkeypatch.context() as patch:
        patch.setattr(screen.services.members, "remark", broken)
        screen.control(Qt.Key.Key_Return)
        screen.at_rest()
    screen.control(Qt.Key.Key_Return)
    screen.at_rest()
    record = screen.workspace.call_session.record
    assert record is not None
    assert any("kom innom" in remark.text for remark in record.remarks)
