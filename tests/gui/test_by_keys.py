"""Where the focus is after each key, and what Esc and Tab do: the window by keys alone."""

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
