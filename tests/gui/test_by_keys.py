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
