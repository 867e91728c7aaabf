"""Where the focus is after each key, and what Esc and Tab do: the window by keys alone."""

from PySide6.QtCore import Qt

from tests.gui.conftest import Screen


def test_an_answer_that_comes_after_the_member_was_opened_moves_nobody(screen: Screen) -> None:
    """The same text was written once more and Enter pressed, while it was still asked."""
    screen.open("ingunn fjeldheim")
    ui, hits = screen.desk.call.ui, screen.desk.call.hits
    for found in (list(hits.model.hits), []):
        hits.search.found.emit(found, hits.text)
        assert ui.categories.isVisible()
        assert screen.focus is ui.categories
        assert screen.desk.call.record.isVisible()


def test_an_outcome_that_tab_and_enter_chose_leaves_the_focus_in_its_panel(screen: Screen) -> None:
    """The buttons are made anew for the next row; the focus went to the search field, and digits with it."""
    screen.control(Qt.Key.Key_3)
    page = screen.desk.confirmations
    before = page.list.model.rowCount()
    screen.bot.waitUntil(lambda: screen.focus is page.ui.table)
    for _ in range(2):
        screen.key(Qt.Key.Key_Tab)
    assert screen.focus.accessibleName().startswith("1, Er kommet")
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: page.list.model.rowCount() == before - 1)
    assert screen.focus is page.ui.detail


def test_a_digit_does_nothing_with_a_callback_that_is_not_shown(screen: Screen) -> None:
    """None is under «Mine»: the outcomes of the last one that was chosen are gone with it."""
    screen.control(Qt.Key.Key_2)
    page = screen.desk.callbacks
    screen.bot.waitUntil(lambda: page.list.current is not None)
    page._choose_filter("Mine")
    screen.bot.waitUntil(lambda: page.list.sorted.rowCount() == 0)
    before = screen.office.callbacks.all_open()
    screen.type("2")
    screen.at_rest()
    assert screen.office.callbacks.all_open() == before


def test_a_digit_does_nothing_in_an_empty_list_of_what_we_wait_for(screen: Screen) -> None:
    screen.control(Qt.Key.Key_3)
    page = screen.desk.confirmations
    screen.bot.waitUntil(lambda: page.list.current is not None)
    assert page._outcomes._acts
    page.show_confirmations([])
    assert not page._outcomes._acts
