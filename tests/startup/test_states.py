"""The start as a table: every way through it, and what no event may bring about."""

import ast
from pathlib import Path

import pytest

from sentralbord_desktop.startup import states
from sentralbord_desktop.startup.states import TRANSITIONS, Event, State, next_state

SEQUENCE = Path(states.__file__).with_name("start_sequence.py")

Way = list[tuple[Event, State]]
OPENED: Way = [(Event.TRIED, State.OPENING), (Event.OPENED, State.IDENTIFYING)]
PREPARED: Way = [*OPENED, (Event.IDENTIFIED, State.PREPARING)]
AT_WORK: Way = [*PREPARED, (Event.READY, State.WORKING)]
AWAY: Way = [(Event.TRIED, State.OPENING), (Event.SERVER_SILENT, State.SERVER_AWAY)]
ASKS_COPY: Way = [*AWAY, (Event.COPY_CHOSEN, State.COPY_IDENTIFYING)]
SIGNS_IN_TO_COPY: Way = [*ASKS_COPY, (Event.COPY_PROOF_NEEDED, State.COPY_SIGN_IN)]
IN_COPY: Way = [*ASKS_COPY, (Event.COPY_IDENTIFIED, State.COPY)]
FAILED: Way = [(Event.TRIED, State.OPENING), (Event.NOT_OPENED, State.FAILED)]
FIRST_RUN: Way = [*PREPARED, (Event.NEW_OPERATOR, State.FIRST_RUN), (Event.CHOICES_MADE, State.SAVING)]
LOCKED: Way = [*AT_WORK, (Event.LOCK, State.LOCKING)]
UNLOCKING: Way = [*LOCKED, (Event.UNLOCK, State.UNLOCKING)]
SAVED: Way = [*LOCKED, (Event.SAVED, State.LOCKED_SAVED)]
UNSAVED: Way = [*LOCKED, (Event.NOT_SAVED, State.LOCKED_UNSAVED)]
AGAIN: Way = [*UNSAVED, (Event.UNLOCK, State.SIGN_IN_AGAIN)]

WAYS: dict[str, Way] = {
    "the key of this PC opens": AT_WORK,
    "the first run, without a code on paper": [*FIRST_RUN, (Event.READY, State.WORKING)],
    "the first run, with a code on paper": [
        *FIRST_RUN,
        (Event.CODE_NEEDED, State.RECOVERY_CODE),
        (Event.CODE_DONE, State.WORKING),
    ],
    "the initials are another's": [
        *FIRST_RUN,
        (Event.CHOICES_REFUSED, State.FIRST_RUN),
        (Event.CHOICES_MADE, State.SAVING),
    ],
    "people share the PC": [*OPENED, (Event.PROOF_NEEDED, State.SIGN_IN), (Event.IDENTIFIED, State.PREPARING)],
    "too many wrong PINs": [*OPENED, (Event.PROOF_NEEDED, State.SIGN_IN), (Event.GIVEN_UP, State.RESTARTING)],
    "a passphrase, a code, a backup, or the disk has room again": [*FAILED, (Event.TRIED, State.OPENING)],
    "tried twice, and the first try is faster": [
        (Event.TRIED, State.OPENING),
        (Event.TRIED, State.OPENING),
        (Event.OPENED, State.IDENTIFYING),
    ],
    "tried twice, and the second try opens": [*FAILED, (Event.OPENED, State.IDENTIFYING)],
    "tried twice, and both fail": [*FAILED, (Event.NOT_OPENED, State.FAILED)],
    "tried twice, and the server is away then": [*FAILED, (Event.SERVER_SILENT, State.SERVER_AWAY)],
    "the window was left locked": [(Event.LEFT_LOCKED, State.LOCKED), (Event.TRIED, State.OPENING)],
    "left locked, and another program has the register": [
        (Event.LEFT_LOCKED, State.LOCKED),
        (Event.NOT_OPENED, State.FAILED),
    ],
    "the server is away, and answers": [*AWAY, (Event.TRIED, State.OPENING), (Event.OPENED, State.IDENTIFYING)],
    "the server is away, and answers while the page is shown": [*AWAY, (Event.OPENED, State.IDENTIFYING)],
    "the server is away, and stays away": [*AWAY, (Event.SERVER_SILENT, State.SERVER_AWAY)],
    "the server answers that the register is another's": [*AWAY, (Event.NOT_OPENED, State.FAILED)],
    "the copy, while the server is asked": [
        *AWAY,
        (Event.TRIED, State.OPENING),
        (Event.COPY_CHOSEN, State.COPY_IDENTIFYING),
    ],
    "the copy may not be opened": [*ASKS_COPY, (Event.COPY_REFUSED, State.SERVER_AWAY)],
    "the server answers before the copy is opened": [*ASKS_COPY, (Event.OPENED, State.IDENTIFYING)],
    "the server refuses before the copy is opened": [*ASKS_COPY, (Event.NOT_OPENED, State.FAILED)],
    "the copy after a PIN": [*SIGNS_IN_TO_COPY, (Event.COPY_IDENTIFIED, State.COPY)],
    "the copy, and too many wrong PINs": [*SIGNS_IN_TO_COPY, (Event.GIVEN_UP, State.RESTARTING)],
    "the server answers during the PIN of the copy": [*SIGNS_IN_TO_COPY, (Event.OPENED, State.IDENTIFYING)],
    "the server refuses during the PIN of the copy": [*SIGNS_IN_TO_COPY, (Event.NOT_OPENED, State.FAILED)],
    "the copy is read until the server answers": [
        *IN_COPY,
        (Event.TRIED, State.COPY),
        (Event.SERVER_SILENT, State.COPY),
        (Event.OPENED, State.IDENTIFYING),
    ],
    "the copy, and the server refuses": [*IN_COPY, (Event.NOT_OPENED, State.FAILED)],
    "the copy is locked": [*IN_COPY, (Event.LOCK, State.RESTARTING)],
    "the server goes away before it is known who it is": [*OPENED, (Event.SERVER_SILENT, State.SERVER_AWAY)],
    "the register cannot be read before it is known who it is": [*OPENED, (Event.NOT_OPENED, State.FAILED)],
    "the server goes away before the workspace": [*PREPARED, (Event.SERVER_SILENT, State.SERVER_AWAY)],
    "the register cannot be read before the workspace": [*PREPARED, (Event.NOT_OPENED, State.FAILED)],
    "a backup is restored, or the register moved to a server": [*AT_WORK, (Event.RESTART, State.RESTARTING)],
    "locked, and all is sent": [*LOCKED, (Event.SENT, State.RESTARTING)],
    "locked, and the register was moved meanwhile": [*LOCKED, (Event.RESTART, State.RESTARTING)],
    "locked and unlocked at once": [*UNLOCKING, (Event.SENT, State.RESTARTING)],
    "locked and unlocked at once, and a message is leaving": [*UNLOCKING, (Event.SAVED, State.RESTARTING)],
    "locked and unlocked at once, and nothing can be written": [*UNLOCKING, (Event.NOT_SAVED, State.SIGN_IN_AGAIN)],
    "unlocked, and the register was moved meanwhile": [*UNLOCKING, (Event.RESTART, State.RESTARTING)],
    "locked until a message has left": [*SAVED, (Event.SENT, State.RESTARTING)],
    "unlocked before a message has left": [*SAVED, (Event.UNLOCK, State.RESTARTING)],
    "a message is leaving, and the register was moved": [*SAVED, (Event.RESTART, State.RESTARTING)],
    "locked without the server, which answers": [*UNSAVED, (Event.SENT, State.RESTARTING)],
    "locked without the server, and a message leaves then": [*UNSAVED, (Event.SAVED, State.LOCKED_SAVED)],
    "locked without the server, and the register was moved": [*UNSAVED, (Event.RESTART, State.RESTARTING)],
    "unlocked without the server": [*AGAIN, (Event.IDENTIFIED, State.WORKING)],
    "unlocked without the server, with too many wrong PINs": [*AGAIN, (Event.GIVEN_UP, State.LOCKED_UNSAVED)],
    "the server answers during the PIN": [*AGAIN, (Event.SENT, State.RESTARTING)],
    "the register was moved during the PIN": [*AGAIN, (Event.RESTART, State.RESTARTING)],
}
OVER_AN_OPEN_REGISTER = {State.PREPARING, State.FIRST_RUN, State.SAVING, State.RECOVERY_CODE, State.WORKING}


def walked(way: Way) -> list[tuple[State, Event, State]]:
    state, steps = State.FRAME, []
    for event, after in way:
        steps.append((state, event, after))
        state = after
    return steps


@pytest.mark.parametrize("way", WAYS)
def test_a_way_through_the_start(way: str) -> None:
    for state, event, after in walked(WAYS[way]):
        assert next_state(state, event) is after


def test_every_transition_is_on_a_way() -> None:
    assert {(state, event) for way in WAYS.values() for state, event, _ in walked(way)} == set(TRANSITIONS)


def test_what_is_not_in_the_table_changes_nothing() -> None:
    others = {(state, event) for state in State for event in Event} - set(TRANSITIONS)
    assert {next_state(*pair) for pair in others} == {None}


def test_every_state_but_the_last_goes_on() -> None:
    assert {state for state, _ in TRANSITIONS} == set(State) - {State.RESTARTING}


def test_nobody_sits_down_at_a_register_without_being_identified() -> None:
    """Into the states over an open register there are two events, and neither comes from the copy."""
    ways_in = {
        event
        for (state, event), after in TRANSITIONS.items()
        if after in OVER_AN_OPEN_REGISTER and state not in OVER_AN_OPEN_REGISTER
    }
    assert ways_in == {Event.IDENTIFIED}


def test_what_is_known_in_the_copy_opens_the_copy_alone() -> None:
    after = {after for (_, event), after in TRANSITIONS.items() if event is Event.COPY_IDENTIFIED}
    assert after == {State.COPY}


def test_a_locked_window_shows_the_workspace_after_a_proof_alone() -> None:
    locked = {State.LOCKED, State.LOCKING, State.UNLOCKING, State.LOCKED_SAVED, State.LOCKED_UNSAVED}
    shown = {after for (state, _), after in TRANSITIONS.items() if state in locked}
    assert State.WORKING not in shown
    assert {s for (s, _), after in TRANSITIONS.items() if after is State.WORKING and s is State.SIGN_IN_AGAIN}


def test_a_key_that_is_held_down_does_everything_once() -> None:
    once = {Event.COPY_CHOSEN, Event.COPY_IDENTIFIED, Event.IDENTIFIED, Event.CHOICES_MADE, Event.CODE_DONE, Event.LOCK}
    for (_, event), after in TRANSITIONS.items():
        if event in once:
            assert next_state(after, event) is None


def test_every_state_that_shows_or_does_something_is_entered_by_the_sequence() -> None:
    """The others leave the page that is shown."""
    tree = ast.parse(SEQUENCE.read_text(encoding="utf-8"))
    keys = [key for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys]
    entered = {State[key.attr] for key in keys if isinstance(key, ast.Attribute)}
    assert set(State) - entered == {State.FRAME, State.UNLOCKING, State.LOCKED_SAVED}
