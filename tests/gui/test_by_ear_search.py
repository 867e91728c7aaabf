"""What is heard of the hits: the count and the hit that Enter opens, after the last key and at each arrow."""

import pytest
from PySide6.QtCore import Qt

from sentralbord_desktop.gui.search_controller import SEARCHING
from tests.helpers.announcements import Heard
from tests.helpers.parts import hits_of
from tests.helpers.screen import Screen


def first_heard(screen: Screen, heard: Heard, text: str) -> str:
    """What is heard of the answer to the whole text: no pause is over while it is typed, however slow the keys come."""
    pause = screen.workspace.call.hits.announcer._pause
    before = pause.interval()
    pause.setInterval(600_000)
    heard.clear()
    screen.search(text)
    screen.at_rest()
    assert set(heard.sentences) <= {SEARCHING}  # where the machine is slow
    heard.clear()
    pause.start(before)
    return heard.next()


def test_the_count_and_the_first_hit_are_heard_once_after_the_last_key(screen: Screen, heard: Heard) -> None:
    """Each key has an answer of its own; one sentence is heard."""
    said = first_heard(screen, heard, "fjeldheim")
    count = screen.workspace.call.ui.hitCount.text()
    first = screen.workspace.call.hits.model.hit(0)
    assert said.startswith(f"{count}. {first.name}, født {first.birth_year}")
    assert "Enter åpner." in said
    heard.settle()
    assert len(heard.sentences) == 1


def test_nothing_is_heard_while_keys_follow_each_other(screen: Screen, heard: Heard) -> None:
    """The answers have come; the pause after the last key is not over."""
    pause = screen.workspace.call.hits.announcer._pause
    pause.setInterval(600_000)
    heard.clear()
    screen.search("fjeldheim")
    screen.at_rest()
    heard.settle()
    assert set(heard.sentences) <= {SEARCHING}
    heard.clear()
    pause.start(0)
    assert "Enter åpner." in heard.next()


def test_an_arrow_says_the_hit_that_enter_opens(screen: Screen, heard: Heard) -> None:
    first_heard(screen, heard, "fjeldheim")
    hits = hits_of(screen.workspace.call.hits.model)
    for key, place in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, 0)):
        screen.key(key)
        assert heard.next().startswith(hits[place].name)
    assert heard.sentences[-1].endswith(f"1 av {len(hits)}")


def test_nothing_found_says_so_and_what_enter_does(screen: Screen, heard: Heard) -> None:
    assert first_heard(screen, heard, "22 12 34 56") == ("Ingen treff på 22 12 34 56. Enter går videre uten medlem.")


def test_similar_members_are_not_said_to_be_opened_by_enter(screen: Screen, heard: Heard) -> None:
    said = first_heard(screen, heard, "ingunn fjeldheim xqz")
    assert screen.workspace.call.hits.model.rowCount()
    assert said.startswith("Ingen treff. Ingen har alt dette")


@pytest.mark.own_window
def test_what_was_opened_before_the_pause_is_not_said_afterwards(screen: Screen, heard: Heard) -> None:
    heard.clear()
    screen.open("ingunn fjeldheim")
    assert not screen.workspace.call.hits.announcer._pause.isActive()
    heard.settle()
    assert not [said for said in heard.sentences if "treff" in said]


def test_a_call_that_rings_at_rest_says_who(screen: Screen, heard: Heard) -> None:
    heard.clear()
    screen.workspace.incoming.ring("99000418")
    said = heard.next()
    assert said.startswith("990 00 418 ringer. 2 treff. Ingunn Fjeldheim, født 1979")
    assert heard.was_urgent


def test_a_number_that_is_typed_after_a_call_has_rung_does_not_ring(screen: Screen, heard: Heard) -> None:
    heard.clear()
    screen.workspace.incoming.ring("99000418")
    heard.next()
    screen.key(Qt.Key.Key_Escape)
    assert "ringer" not in first_heard(screen, heard, "99000418")


def test_nothing_is_said_of_the_hits_while_the_record_is_closed(screen: Screen, heard: Heard) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    heard.clear()
    screen.workspace.call.hits.announcer._announce()
    screen.workspace.call.hits.move(1)
    heard.settle()
    assert set(heard.sentences) <= {SEARCHING}
    heard.clear()
