"""Forms that are half written: kept over Esc, a search, another page, a late answer and the end of the program."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.gui.access.people_panel import PeoplePanel
from sentralbord_desktop.gui.callbacks import CallbacksPage
from sentralbord_desktop.gui.confirmations import ConfirmationsPage
from tests.helpers.pages import settings_part, show_part
from tests.helpers.parts import unsaved_in
from tests.helpers.screen import Let, Screen
from tests.helpers.window_callbacks import promises_of_mine
from tests.helpers.window_text import box


def test_a_status_that_is_half_written_stands_while_the_board_is_read_again(screen: Screen) -> None:
    screen.control(Qt.Key.Key_4)
    board = screen.workspace.availability
    screen.bot.waitUntil(lambda: board.model.rowCount() > 0 and board._seat() is not None)
    screen.type("8")
    screen.key(Qt.Key.Key_Tab)
    screen.type("fre")
    screen.key(Qt.Key.Key_F5)
    screen.at_rest()
    assert screen.focus.accessibleName() == "Fra"
    screen.control(Qt.Key.Key_1)
    screen.control(Qt.Key.Key_4)
    assert screen.focus.accessibleName() == "Fra"
    screen.type("dag")
    assert board.chosen._form.values()["start"] == "fredag"
    screen.key(Qt.Key.Key_Escape)
    assert screen.focus is board.ui.table


def test_the_form_of_the_catalogue_is_gone_on_with_when_the_page_is_back(screen: Screen) -> None:
    """A call that is taken shows its page at once: nothing is asked while it rings."""
    screen.control(Qt.Key.Key_5)
    page = screen.workspace.catalogue
    screen.bot.waitUntil(lambda: page.list.current is not None)
    screen.key(Qt.Key.Key_F2)
    screen.type("x")
    screen.application.ring("40011333")
    screen.at_rest()
    screen.key(Qt.Key.Key_F4)
    assert screen.window.page == "call"
    screen.control(Qt.Key.Key_5)
    assert screen.focus.accessibleName() == "Navn"
    screen.key(Qt.Key.Key_Escape)
    screen.type("2")
    assert page._form.isHidden()
    assert screen.focus is page.list.table


def test_the_text_of_a_card_is_an_unsaved_form_until_the_draft_has_it(screen: Screen) -> None:
    """The window stores it when it locks or closes."""
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("41")
    review, forms = screen.workspace.call.review, screen.workspace.unsaved_forms
    note = next(card for card in review.card_list.cards if card.action.kind == "NOTE")
    review.card_list.choose(note.action.id)
    screen.key(Qt.Key.Key_F2)
    assert unsaved_in(forms) == [], "nothing was typed yet"
    screen.type("Ringer fredag. ")
    assert unsaved_in(forms) == ["kort i gjennomsynet"]
    forms.store()
    assert unsaved_in(forms) == []
    draft = screen.workspace.call_session.draft
    assert draft is not None
    assert "Ringer fredag. " in draft.review.texts[note.action.id]


@pytest.mark.own_window
@pytest.mark.parametrize("another", [False, True])
def test_what_was_written_in_a_form_that_esc_left_is_had_back(screen: Screen, another: bool) -> None:
    """Over its own member, whoever is open by then."""
    screen.open("ingunn fjeldheim")
    bar, panel = screen.window.ui.bar, screen.workspace.call.forms.panel
    screen.control(Qt.Key.Key_M)
    screen.key(Qt.Key.Key_Escape)
    assert not bar.isVisible()
    screen.control(Qt.Key.Key_M)
    screen.type("Ringte om ferie.")
    screen.key(Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert bar.isVisible()
    if another:
        screen.workspace.call_session.open_member(screen.services.members.search("steinar øverhagen")[0].id)
        screen.at_rest()
    screen.control(Qt.Key.Key_G)
    screen.bot.waitUntil(panel.isVisible)
    assert panel.accessibleName() == "Merknad på Ingunn Fjeldheim"
    assert panel.values["text"] == "Ringte om ferie."
    assert screen.focus.accessibleName() == "Merknad"
    assert not bar.isVisible()


def had_back(screen: Screen, name: str, text: str) -> None:
    """The line offers it, and Ctrl+G puts the caret in it from another page."""
    bar = screen.window.ui.bar
    assert bar.isVisible()
    assert screen.window.ui.barButton.text().startswith("Hent tilbake")
    screen.control(Qt.Key.Key_1)
    screen.control(Qt.Key.Key_G)
    screen.bot.waitUntil(lambda: screen.focus.accessibleName() == name)
    assert isinstance(screen.focus, QLineEdit)
    assert screen.focus.text() == text
    assert not bar.isVisible()


def test_who_rings_is_had_back_when_esc_left_the_form(screen: Screen) -> None:
    screen.control(Qt.Key.Key_N)
    screen.key(Qt.Key.Key_Escape)
    assert not screen.window.ui.bar.isVisible()
    screen.control(Qt.Key.Key_N)
    screen.digits("5")
    screen.type("99000123")
    screen.key(Qt.Key.Key_Return)
    screen.type("Fjordavisa")
    screen.key(Qt.Key.Key_Escape)
    had_back(screen, "Nummer", "99000123")
    screen.key(Qt.Key.Key_Tab)
    assert isinstance(screen.focus, QLineEdit)
    assert screen.focus.text() == "Fjordavisa"


def test_a_form_that_a_search_took_the_place_of_is_had_back(screen: Screen) -> None:
    """The next letter takes the line away: it is there again when the other has been opened."""
    screen.open("ingunn fjeldheim")
    panel = screen.workspace.call.forms.panel
    screen.control(Qt.Key.Key_M)
    screen.type("Ringte om ferie.")
    screen.open("steinar øverhagen")
    assert not panel.isVisible()
    assert screen.window.ui.bar.isVisible()
    screen.control(Qt.Key.Key_G)
    screen.bot.waitUntil(panel.isVisible)
    assert panel.accessibleName() == "Merknad på Ingunn Fjeldheim"
    assert panel.values["text"] == "Ringte om ferie."


@pytest.mark.parametrize("how", ["esc", "list"])
def test_what_was_written_in_the_catalogue_is_had_back(screen: Screen, how: str) -> None:
    """Also by whoever looked at another list of the catalogue."""
    screen.control(Qt.Key.Key_5)
    page = screen.workspace.catalogue
    screen.bot.waitUntil(lambda: page.list.current is not None)
    screen.key(Qt.Key.Key_F2)
    assert isinstance(screen.focus, QLineEdit)
    name = screen.focus.text()
    screen.key(Qt.Key.Key_Escape)
    assert not screen.window.ui.bar.isVisible()
    screen.key(Qt.Key.Key_F2)
    screen.type(" Nord")
    if how == "esc":
        screen.key(Qt.Key.Key_Escape)
    else:
        page.show_kind("Personer")
    screen.type("2")
    assert page._form.isHidden()
    had_back(screen, "Navn", f"{name} Nord")
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(page._form.isHidden)
    screen.at_rest()
    assert page.ui.who.text().endswith(f"{name} Nord")
    assert not screen.window.ui.bar.isVisible()


@pytest.mark.parametrize(
    ("page", "digit", "question"),
    [("callbacks", "6", "Hvem skal ringe?"), ("confirmations", "5", "Når skal vi purre?")],
)
@pytest.mark.parametrize("how", ["esc", "row"])
def test_a_half_given_answer_of_a_list_is_had_back_over_its_own_row(
    screen: Screen, page: str, digit: str, question: str, how: str
) -> None:
    screen.window.show_page(page)
    shown = screen.workspace.lazy_pages.shown
    assert isinstance(shown, CallbacksPage | ConfirmationsPage)
    screen.bot.waitUntil(lambda: shown.list.sorted.rowCount() > 1)
    about = shown.list.current
    assert about is not None
    screen.type(digit)
    screen.key(Qt.Key.Key_Escape)
    assert not screen.window.ui.bar.isVisible()
    screen.type(digit)
    assert screen.focus.accessibleName() == question
    screen.type("fre")
    if how == "esc":
        screen.key(Qt.Key.Key_Escape)
    shown.list.table.selectRow(2)
    assert not shown._question.is_open
    had_back(screen, question, "fre")
    assert shown.list.current is not None
    assert shown.list.current.id == about.id


def test_a_status_that_was_half_said_is_had_back(screen: Screen) -> None:
    screen.control(Qt.Key.Key_4)
    board = screen.workspace.availability
    screen.bot.waitUntil(lambda: board.model.rowCount() > 0 and board._seat() is not None)
    seat = board._seat()
    screen.type("8")
    screen.key(Qt.Key.Key_Tab)
    screen.type("fredag")
    screen.key(Qt.Key.Key_Escape)
    screen.control(Qt.Key.Key_G)
    assert screen.focus.accessibleName() == "Status"
    assert board.chosen._form.values()["start"] == "fredag"
    assert seat is not None
    assert board.chosen._asked_about == seat.who


@pytest.mark.own_window
def test_a_half_typed_answer_stands_while_the_list_is_read_again(screen: Screen) -> None:
    promises_of_mine(screen)
    screen.control(Qt.Key.Key_2)
    screen.digits("6")
    screen.type("le")
    screen.key(Qt.Key.Key_F5)
    screen.at_rest()
    screen.type("y")
    assert screen.focus.property("text") == "ley"


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


@pytest.mark.own_window
def test_a_person_who_is_being_written_down_stands(screen: Screen) -> None:
    """Back on the page the form held oneself, and the new name would have been one's own."""
    page = settings_part(screen, "Folk", PeoplePanel)
    page.new.click()
    name = page.form.boxes[0]
    assert isinstance(name, QLineEdit)
    name.setText("Ny Mann")
    screen.control(Qt.Key.Key_1)
    show_part(screen, "Folk")
    screen.at_rest()
    again = page.form.boxes[0]
    assert isinstance(again, QLineEdit)
    assert again.text() == "Ny Mann"
    assert page._shown.id == 0


def test_a_form_that_is_half_written_when_the_program_ends_is_there_at_the_next_start(screen: Screen) -> None:
    screen.control(Qt.Key.Key_T)
    box(screen, "Nummer").setText("40011333")
    box(screen, "Navn").setText("Ragnhild")
    screen.workspace._leave()
    screen.at_rest()
    kept = screen.services.parking.take_form()
    assert kept is not None
    assert (kept.values["number"], kept.values["name"]) == ("40011333", "Ragnhild")


@pytest.mark.parametrize("form", ["remark", "member", "callback"])
def test_a_reading_in_the_background_leaves_a_form_alone(form: str, screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    key = {"remark": Qt.Key.Key_M, "callback": Qt.Key.Key_T}.get(form)
    screen.control(key) if key else screen.key(Qt.Key.Key_F2)
    screen.type("halvskrevet")
    box = screen.focus
    screen.workspace.refresher.read_all()
    screen.at_rest()
    assert screen.focus is box
    assert screen.workspace.call.ui.middle.currentWidget() is screen.workspace.call.forms.panel


def test_a_form_stands_while_another_page_is_looked_at(screen: Screen) -> None:
    screen.control(Qt.Key.Key_T)
    screen.type("990")
    screen.control(Qt.Key.Key_2)
    screen.control(Qt.Key.Key_1)
    assert screen.workspace.call.forms.panel._grid.values()["number"] == "990"
