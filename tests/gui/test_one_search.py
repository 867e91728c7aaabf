"""One owner of the search: what stands in the field, what is asked, what was found. The first key does its work once."""

import re
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

from tests.helpers.screen import Screen
from tests.helpers.window_text import words_on


@pytest.fixture
def begun(screen: Screen) -> list[str]:
    """The text at each beginning of a search."""
    heard: list[str] = []
    search = screen.workspace.call.search
    search.begun.connect(lambda: heard.append(search.text))
    return heard


def found(screen: Screen) -> bool:
    search = screen.workspace.call.search
    return bool(search.text) and search.answer.text == search.text


def test_a_search_begins_at_the_first_key_and_no_other(screen: Screen, begun: list[str]) -> None:
    screen.search("fjeldheim")
    screen.bot.waitUntil(lambda: found(screen))
    assert begun == ["f"]
    screen.key(Qt.Key.Key_Escape)
    screen.search("h")
    assert begun == ["f", "h"]


def test_the_next_key_begins_anew_when_a_member_is_on_the_line(screen: Screen, begun: list[str]) -> None:
    screen.open("ingunn fjeldheim")
    assert begun == ["i"]
    screen.window.search.focus()
    screen.bot.keyClicks(screen.window.ui.search, "o")
    assert begun == ["i", "o"]
    assert screen.workspace.call_session.record is None


def test_a_key_while_the_member_is_being_opened_gives_the_opening_up(screen: Screen, begun: list[str]) -> None:
    call_session = screen.workspace.call_session
    screen.search("ingunn fjeldheim")
    screen.bot.waitUntil(lambda: found(screen))
    screen.bot.keyClick(screen.window.ui.search, Qt.Key.Key_Return)  # asked, and not answered yet
    assert call_session.record is None
    screen.bot.keyClicks(screen.window.ui.search, " h")
    screen.bot.waitUntil(lambda: found(screen))
    assert begun == ["i", "ingunn fjeldheim "]
    assert call_session.record is None


def test_the_field_the_question_and_the_answer_are_emptied_together(screen: Screen) -> None:
    call = screen.workspace.call
    screen.open("ingunn fjeldheim")
    screen.workspace.call_session.begin("utmelding")
    call.park()
    assert (screen.window.ui.search.text(), call.search.text, call.search.answer.text) == ("", "", "")
    assert call.hits.model.rowCount() == 0


def test_an_answer_to_what_was_searched_before_the_field_was_emptied_shows_nothing(screen: Screen) -> None:
    call = screen.workspace.call
    answered: list[object] = []
    call.search.answered.connect(answered.append)
    screen.search("fjeldheim")
    call.search.clear()
    screen.bot.waitUntil(lambda: call.search._asked is None)
    assert answered == []
    assert call.hits.model.rowCount() == 0


def test_enter_after_a_fodselsnummer_opens_what_its_day_of_birth_found(screen: Screen) -> None:
    """The text is the day from then on, for every part of the window."""
    call = screen.workspace.call
    screen.search("14037912345")
    screen.bot.waitUntil(lambda: found(screen))
    assert (call.search.text, screen.window.ui.search.text(), call.hits.model.text) == ("14.03.79",) * 3


@pytest.fixture
def unanswered(screen: Screen) -> Iterator[None]:
    """The search's worker stands still while the next text is typed."""
    go = threading.Event()
    screen.search("fjeldheim")
    screen.bot.waitUntil(lambda: found(screen))
    screen.application.search_tasks.run(screen.window, lambda: go.wait(20), lambda _: None)
    screen.bot.keyClicks(screen.window.ui.search, "x")
    yield
    go.set()
    screen.at_rest()


@pytest.mark.usefixtures("unanswered")
def test_a_hit_of_another_text_is_opened_neither_by_a_click_nor_by_a_category(screen: Screen) -> None:
    call = screen.workspace.call
    openings: list[object] = []
    call.hits.hit_chosen.connect(openings.append)
    assert call.hits.model.rowCount()
    call.ui.hits.clicked.emit(call.hits.model.index(0))
    call.hits.open_chosen()  # as a digit does with an empty line
    assert openings == []


@pytest.mark.usefixtures("unanswered")
def test_a_slow_answer_leaves_no_hit_of_another_text_on_the_screen(screen: Screen) -> None:
    call = screen.workspace.call
    screen.bot.waitUntil(lambda: call.hits.model.rowCount() == 0, timeout=5_000)
    assert call.ui.hitHint.text() == "Søker …"
    rang_lately = re.compile(r"\d\d\.\d\d  ")
    words = [line for line in words_on(screen).splitlines() if not rang_lately.match(line)]
    assert not any("Fjeldheim" in line for line in words)
