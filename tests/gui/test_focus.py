"""Where the focus is after each key, what Esc and Tab do, and that no answer of a worker moves it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QWidget

from sentralbord_desktop.gui.privacy.breach_panel import BreachPanel
from tests.helpers.keyboard import CONTROL, PLAIN, SHIFT
from tests.helpers.pages import breached, settings_part
from tests.helpers.screen import Let, Screen
from tests.helpers.window_calls import begin_call


def test_an_answer_that_comes_after_the_member_was_opened_moves_nobody(screen: Screen) -> None:
    """The same text was written once more and Enter pressed, while it was still asked."""
    screen.open("ingunn fjeldheim")
    call, ui, hits = screen.workspace.call, screen.workspace.call.ui, screen.workspace.call.hits
    for found in (list(hits.model.hits), []):
        call.search.answered.emit(replace(call.search.answer, hits=found))
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


TOPIC = "Emnet: bytt emne, eller forkast samtalen"


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
    order = ["Brutt løfte", "Siste merknader, 3, lukket", TOPIC, "Stegene så langt", "Parker", "Dette blir gjort"]
    assert sorted(order, key=passed.index) == order


def button_in(page: QWidget, name: str) -> QAbstractButton:
    buttons = page.findChildren(QAbstractButton)
    return next(one for one in buttons if name in (one.accessibleName(), one.text()) and one.isVisible())


def test_tab_goes_through_a_list_page_from_above_to_the_right(screen: Screen) -> None:
    screen.control(Qt.Key.Key_2)
    screen.at_rest()
    passed = stops(screen, button_in(screen.workspace.callbacks, "Alle, 13"))
    order = ["Alle, 13", "Mine, 0", "Mer for listen", "Oppringinger", "Valgt oppringing"]
    assert sorted(order, key=passed.index) == order
    screen.control(Qt.Key.Key_4)
    screen.at_rest()
    passed = stops(screen, button_in(screen.workspace.availability, "Alle"))
    order = ["Alle", "Roller", "Hvem som er ledig", "Valgt person"]
    assert sorted(order, key=passed.index) == order
    screen.control(Qt.Key.Key_5)
    screen.at_rest()
    passed = stops(screen, screen.workspace.catalogue.ui.kinds)
    order = ["Lister", "Ny", "Mer for listen", "Avdelinger", "Valgt i katalogen"]
    assert sorted(order, key=passed.index) == order


def test_tab_goes_from_what_is_looked_over_to_fullfor(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("42")
    screen.confirm()
    review = screen.workspace.call.review
    screen.bot.waitUntil(review.isVisible)
    passed = stops(screen, review.ui.promises)
    assert passed[0].startswith("Løftet fra")
    assert "1, Gjort nå" in passed[0]
    order = ["Fullfør, Ctrl+Enter", "Siste merknader, 3, lukket", TOPIC, "Svarene", "Parker"]
    assert sorted(order, key=passed.index) == order
    screen.settle_promises()
    passed = stops(screen, review.ui.cards)
    assert passed[0] == "Dette lagres og sendes"
    assert passed.index("Fullfør, Ctrl+Enter") < passed.index("Svarene")


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


def test_esc_climbs_down_one_rung_at_a_time(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.digits("71")
    screen.key(Qt.Key.Key_Escape)
    assert screen.focus is screen.window.ui.search
    screen.key(Qt.Key.Key_Escape)
    assert screen.window.ui.search.text() == ""
    assert screen.workspace.call_session.run is not None


def test_a_receipt_does_not_take_the_focus_from_another_page(screen: Screen, held: Callable[[], Let]) -> None:
    begin_call(screen, "inge fjeldheim", "42")
    screen.confirm()
    screen.key(Qt.Key.Key_Space)
    screen.at_rest()
    let_go = held()
    screen.control(Qt.Key.Key_Return)
    screen.control(Qt.Key.Key_2)
    before = screen.focus
    let_go()
    assert screen.window.page == "callbacks"
    assert screen.focus is before


@pytest.mark.parametrize("name", ["callbacks", "confirmations", "availability"])
def test_the_row_has_a_ring_while_the_arrows_move_it_and_its_bar_always(screen: Screen, name: str) -> None:
    screen.window.show_page(name)
    page = getattr(screen.workspace, name)
    table, colour = page.ui.table, screen.application.theme.colour("accent")
    screen.bot.waitUntil(lambda: table.currentIndex().isValid() and table.hasFocus())

    def marks() -> tuple[bool, bool]:
        at = table.currentIndex()
        row = table.visualRect(at if name == "availability" else at.siblingAtColumn(0))
        seen = table.viewport().grab().toImage()
        inset = 3 if name == "availability" else 1
        bar, ring = QPoint(row.left() + 3, row.center().y()), QPoint(row.center().x(), row.top() + inset)
        return QColor(seen.pixelColor(bar)) == colour, QColor(seen.pixelColor(ring)) == colour

    screen.bot.waitUntil(lambda: marks() == (True, True))
    page.ui.detail.setFocus(Qt.FocusReason.TabFocusReason)
    screen.bot.waitUntil(lambda: marks() == (True, False))
    assert page.ui.detail.is_live


def test_shift_f6_goes_back_where_f6_came_from(screen: Screen) -> None:
    stops = [screen.focus]
    for _ in range(3):
        screen.key(Qt.Key.Key_F6)
        stops.append(screen.focus)
    assert len(set(stops)) == 4
    for stop in reversed(stops[:-1]):
        screen.key(Qt.Key.Key_F6, SHIFT)
        assert screen.focus is stop


def test_a_reading_in_the_background_does_not_move_the_operator(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    for name in ("callbacks", "catalogue", "availability", "outbox", "settings"):
        screen.window.show_page(name)
        screen.workspace.refresher.read_all()
        screen.at_rest()
        assert screen.window.page == name
