"""Where the focus is after each key, and what Esc and Tab do: the window by keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from sentralbord_desktop.gui.callbacks.page import CallbacksPage
from sentralbord_desktop.gui.confirmations.page import ConfirmationsPage
from sentralbord_desktop.gui.privacy.breach_panel import BreachPanel
from tests.gui.test_looks import breached, settings_part
from tests.helpers.screen import Screen

CONTROL, PLAIN = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


def test_an_answer_that_comes_after_the_member_was_opened_moves_nobody(screen: Screen) -> None:
    """The same text was written once more and Enter pressed, while it was still asked."""
    screen.open("ingunn fjeldheim")
    ui, hits = screen.workspace.call.ui, screen.workspace.call.hits
    for found in (list(hits.model.hits), []):
        hits.search.found.emit(found, hits.text)
        assert ui.categories.isVisible()
        assert screen.focus is ui.categories
        assert screen.workspace.call.record.isVisible()


def test_an_outcome_that_tab_and_enter_chose_leaves_the_focus_in_its_panel(screen: Screen) -> None:
    """The buttons are made anew for the next row; the focus went to the search field, and digits with it."""
    screen.control(Qt.Key.Key_3)
    page = screen.workspace.confirmations
    before = page.list.model.rowCount()
    screen.bot.waitUntil(lambda: screen.focus is page.ui.table)
    for _ in range(2):
        screen.key(Qt.Key.Key_Tab)
    assert screen.focus.accessibleName().startswith("1, Er kommet")
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: page.list.model.rowCount() == before - 1)
    assert screen.focus is page.ui.detail


def test_a_list_that_is_read_again_leaves_the_focus_on_the_button_it_is_on(screen: Screen) -> None:
    screen.control(Qt.Key.Key_3)
    page = screen.workspace.confirmations
    screen.bot.waitUntil(lambda: screen.focus is page.ui.table and page.list.current is not None)
    for _ in range(2):
        screen.key(Qt.Key.Key_Tab)
    button = screen.focus
    assert button.accessibleName().startswith("1, Er kommet")
    screen.key(Qt.Key.Key_F5)
    screen.at_rest()
    assert screen.focus is button


def test_a_digit_does_nothing_with_a_callback_that_is_not_shown(screen: Screen) -> None:
    """None is under «Mine»: the outcomes of the last one that was chosen are gone with it."""
    screen.control(Qt.Key.Key_2)
    page = screen.workspace.callbacks
    screen.bot.waitUntil(lambda: page.list.current is not None)
    page._filters.choose("Mine")
    screen.bot.waitUntil(lambda: page.list.sorted.rowCount() == 0)
    before = screen.services.callbacks.all_open()
    screen.type("2")
    screen.at_rest()
    assert screen.services.callbacks.all_open() == before


def test_a_digit_does_nothing_in_an_empty_list_of_what_we_wait_for(screen: Screen) -> None:
    screen.control(Qt.Key.Key_3)
    page = screen.workspace.confirmations
    screen.bot.waitUntil(lambda: page.list.current is not None)
    assert page._outcomes._choices
    page.refresh([])
    assert not page._outcomes._choices


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
    screen.control(Qt.Key.Key_5)
    page = screen.workspace.catalogue
    screen.bot.waitUntil(lambda: page._list.current is not None)
    screen.key(Qt.Key.Key_F2)
    screen.type("x")
    screen.control(Qt.Key.Key_1)
    screen.control(Qt.Key.Key_5)
    assert screen.focus.accessibleName() == "Navn"
    screen.key(Qt.Key.Key_Escape)
    assert page._form.isHidden()
    assert screen.focus is page._list.table


@pytest.mark.parametrize("leave", ["esc", "page"])
def test_whether_to_delete_is_not_asked_any_more_when_it_was_left(screen: Screen, leave: str) -> None:
    """1 is «Rett» again, not «Ja, ta bort»."""
    screen.control(Qt.Key.Key_5)
    page = screen.workspace.catalogue
    screen.bot.waitUntil(lambda: page._list.current is not None)
    screen.type("4")
    assert "Det kan ikke angres" in page.ui.facts.text()
    if leave == "esc":
        screen.key(Qt.Key.Key_Escape)
    else:
        screen.control(Qt.Key.Key_1)
        screen.control(Qt.Key.Key_5)
    assert screen.focus is page._list.table
    screen.type("1")
    assert not page._form.isHidden()


@pytest.mark.parametrize("title", ["Deg", "Organisasjon", "Telefon", "Statistikk", "Meld avvik"])
def test_esc_goes_to_the_search_field_from_every_field_of_the_settings(screen: Screen, title: str) -> None:
    """What is written in a part stays."""
    screen.workspace.show_settings(title)
    screen.at_rest()
    screen.workspace.settings.focus_list()
    screen.key(Qt.Key.Key_Tab)
    screen.key(Qt.Key.Key_Escape)
    assert screen.focus is screen.window.ui.search
    assert screen.window.page == "settings"


def stops(screen: Screen, first: QWidget) -> list[str]:
    """The names of what Tab comes to from `first`, until it is in the search field."""
    found: list[str] = []
    first.setFocus(Qt.FocusReason.TabFocusReason)
    while screen.focus is not screen.window.ui.search and len(found) < 40:
        text = getattr(screen.focus, "text", str)()
        found.append(screen.focus.accessibleName() or str(text).split("  ")[0])
        screen.key(Qt.Key.Key_Tab)
    return found


def test_tab_goes_from_the_step_to_its_answers(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("7")
    passed = stops(screen, screen.workspace.call.wizard.ui.step)
    assert passed[1].startswith("1, ")
    assert passed.index("Stegene så langt") < passed.index("Bytt emne")
    assert passed.index("Bytt emne") < passed.index("Dette blir gjort")


def test_tab_goes_through_a_list_page_from_above_to_the_right(screen: Screen) -> None:
    screen.control(Qt.Key.Key_2)
    screen.at_rest()
    passed = stops(screen, screen.workspace.callbacks.ui.new_)
    order = ["Lagre som fil", "Alle", "Mine", "Oppringinger", "Valgt oppringing"]
    assert sorted(order, key=passed.index) == order
    screen.control(Qt.Key.Key_4)
    screen.at_rest()
    passed = stops(screen, screen.workspace.availability.ui.fetch)
    order = ["Alle", "Roller", "Hvem som er ledig", "Valgt person"]
    assert sorted(order, key=passed.index) == order
    screen.control(Qt.Key.Key_5)
    screen.at_rest()
    passed = stops(screen, screen.workspace.catalogue.ui.kinds)
    order = ["Lister", "Ny", "Lagre som fil", "Avdelinger", "Valgt i katalogen"]
    assert sorted(order, key=passed.index) == order


def test_tab_goes_from_what_is_looked_over_to_fullfor(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("42")
    review = screen.workspace.call.review
    screen.bot.waitUntil(review.isVisible)
    passed = stops(screen, review.ui.trail)
    assert passed[:2] == ["Svarene", "Parker"]
    assert passed.index("Dette lagres og sendes") < passed.index("Fullfør")


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
    screen.type("99000123")
    screen.key(Qt.Key.Key_Return)
    screen.type("Fjordavisa")
    screen.key(Qt.Key.Key_Escape)
    had_back(screen, "Nummer", "99000123")
    screen.key(Qt.Key.Key_Tab)
    assert isinstance(screen.focus, QLineEdit)
    assert screen.focus.text() == "Fjordavisa"


@pytest.mark.parametrize("again", [Qt.Key.Key_M, Qt.Key.Key_T])
def test_a_key_that_opens_a_form_takes_no_words_from_the_one_that_is_open(screen: Screen, again: Qt.Key) -> None:
    screen.open("ingunn fjeldheim")
    panel = screen.workspace.call.forms.panel
    screen.control(Qt.Key.Key_M)
    screen.type("Ringte om ferie.")
    screen.control(again)
    if again == Qt.Key.Key_T:
        assert panel.accessibleName() == "Avtal oppringing"
        screen.control(Qt.Key.Key_G)
    assert panel.accessibleName() == "Merknad på Ingunn Fjeldheim"
    assert panel.values["text"] == "Ringte om ferie."
    assert screen.focus.accessibleName() == "Merknad"


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
    screen.bot.waitUntil(lambda: page._list.current is not None)
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
    shown.list.table.selectRow(1)
    assert not shown._ask.is_open
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


@pytest.mark.parametrize(
    ("page", "keys"),
    [
        ("call", "Delete"),
        ("callbacks", "Ctrl+A"),
        ("availability", "Ctrl+C"),
        ("confirmations", "Ctrl+C"),
        ("outbox", "Ctrl+C"),
    ],
)
def test_every_key_of_a_page_is_told_by_f1(screen: Screen, page: str, keys: str) -> None:
    screen.window.show_page(page)
    screen.key(Qt.Key.Key_F1)
    assert f". {keys}: " in screen.workspace.shortcuts.overlay.accessibleName()


def test_one_is_said_as_one(screen: Screen) -> None:
    """The house holds a status good for one hour."""
    organisation = screen.services.organisation.read()
    screen.workspace.mine.save_organisation({"fades_hours": 1}, lambda: None)
    screen.bot.waitUntil(lambda: screen.services.organisation.read().fades_hours == 1)
    assert organisation.fades_hours != 1
    page = screen.workspace.availability
    page.ui.foot.setText("")
    page.refresh(screen.services.availability.board())
    assert page.ui.foot.text() == "Eldre enn 1 time vises som «ikke bekreftet»."


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Space])
def test_esc_is_no_to_a_question_of_the_settings_and_the_focus_goes_back(screen: Screen, key: Qt.Key) -> None:
    breached(screen)
    part = settings_part(screen, "Meld avvik", BreachPanel)
    screen.bot.waitUntil(part.close_it.isVisible)
    part.close_it.setFocus()
    screen.key(Qt.Key.Key_Space)
    assert screen.focus is part.no
    screen.key(key)
    assert not part.question.isVisible()
    screen.bot.waitUntil(lambda: screen.focus is part.close_it)


@pytest.mark.parametrize("key", [Qt.Key.Key_F8, Qt.Key.Key_Down])
@pytest.mark.parametrize("page", ["callbacks", "settings", "form"])
def test_no_key_puts_the_focus_where_nobody_sees_it(screen: Screen, page: str, key: Qt.Key) -> None:
    screen.open("ingunn fjeldheim")
    if page == "form":
        screen.control(Qt.Key.Key_M)
    else:
        screen.window.show_page(page)
    before = screen.focus
    assert before.isVisible()
    (screen.key if key == Qt.Key.Key_F8 else screen.control)(key)
    screen.at_rest()
    assert screen.focus is before


@pytest.mark.parametrize("page", ["callbacks", "confirmations", "outbox"])
@pytest.mark.parametrize("what", ["review", "form"])
def test_ctrl_enter_completes_nothing_that_nobody_sees(screen: Screen, page: str, what: str) -> None:
    screen.open("ingunn fjeldheim")
    if what == "form":
        screen.control(Qt.Key.Key_T)
    else:
        screen.key(Qt.Key.Key_Space)
        screen.digits("42")
        screen.bot.waitUntil(screen.workspace.call.review.isVisible)
    before = len(screen.services.callbacks.all_open())
    screen.window.show_page(page)
    screen.control(Qt.Key.Key_Return)
    screen.at_rest()
    assert screen.focus.isVisible()
    assert screen.window.page == page
    assert screen.workspace.call_session.receipt is None
    assert len(screen.services.callbacks.all_open()) == before


@pytest.mark.parametrize("running", [False, True])
def test_no_key_of_the_call_moves_the_focus_into_a_page_that_is_not_shown(screen: Screen, *, running: bool) -> None:
    screen.open("ingunn fjeldheim")
    if running:
        screen.key(Qt.Key.Key_Space)
        screen.digits("7")
    screen.control(Qt.Key.Key_6)
    table = screen.workspace.outbox.ui.table
    for key, modifier in (
        (Qt.Key.Key_M, CONTROL),
        (Qt.Key.Key_F2, PLAIN),
        (Qt.Key.Key_E, CONTROL),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier),
    ):
        screen.key(key, modifier)
        screen.at_rest()
        assert (key, screen.focus.isVisible(), screen.focus is table) == (key, True, True)
