"""The start as a state table, without Qt. A state is what the window shows. An event is a choice on a page, or the
result of work on a thread. `next_state` gives the state after an event; a pair that is not in the table is late or
repeated, and changes nothing."""

from collections.abc import Iterable, Mapping
from enum import Enum, auto


class State(Enum):
    FRAME = auto()
    """The window is on the screen; nothing has been tried."""
    LOCKED = auto()
    """The window was left locked: no register is opened until the person asks."""
    OPENING = auto()
    """The register is opened on the worker; the page stays."""
    FAILED = auto()
    """The failure page, with the possible actions."""
    SERVER_AWAY = auto()
    """The failure page, which retries by itself and may offer a copy of the register."""
    COPY_IDENTIFYING = auto()
    """The people of the copy are read."""
    COPY_SIGN_IN = auto()
    COPY = auto()
    """The copy is searched and read, until the server answers."""
    IDENTIFYING = auto()
    """The register is open; its people are read."""
    SIGN_IN = auto()
    PREPARING = auto()
    """The data of the first page is read."""
    FIRST_RUN = auto()
    SAVING = auto()
    """The choices of the first run are written."""
    RECOVERY_CODE = auto()
    WORKING = auto()
    LOCKING = auto()
    """The locked page is shown; unsaved work is being written."""
    UNLOCKING = auto()
    """Sign-in was requested during the write."""
    LOCKED_SAVED = auto()
    """All is written; pending messages are sent before the program starts again."""
    LOCKED_UNSAVED = auto()
    """Writing is not possible now, so the process stays."""
    SIGN_IN_AGAIN = auto()
    """Sign-in to the process that stayed."""
    RESTARTING = auto()


class Event(Enum):
    LEFT_LOCKED = auto()
    """The last window of this register was left locked."""
    TRIED = auto()
    """Open the register: normally, by a passphrase or a code, or without its log."""
    OPENED = auto()
    NOT_OPENED = auto()
    """The register could not be opened, or not be read."""
    SERVER_SILENT = auto()
    """The same, and a new try may succeed."""
    COPY_CHOSEN = auto()
    COPY_REFUSED = auto()
    COPY_PROOF_NEEDED = auto()
    COPY_IDENTIFIED = auto()
    """Identified from the copy's data, which opens the copy only, never the register."""
    PROOF_NEEDED = auto()
    """A person must identify themselves."""
    IDENTIFIED = auto()
    """The person is identified."""
    GIVEN_UP = auto()
    NEW_OPERATOR = auto()
    READY = auto()
    CHOICES_MADE = auto()
    CHOICES_REFUSED = auto()
    CODE_NEEDED = auto()
    """Without a printed recovery code, the register would be lost with this PC."""
    CODE_DONE = auto()
    """The code was confirmed or postponed."""
    LOCK = auto()
    UNLOCK = auto()
    SAVED = auto()
    """All is written, and messages are still being sent."""
    SENT = auto()
    """All is written, and no message is being sent."""
    NOT_SAVED = auto()
    RESTART = auto()


def _each(states: Iterable[State], events: Mapping[Event, State]) -> dict[tuple[State, Event], State]:
    return {(state, event): after for state in states for event, after in events.items()}


_TRIES = State.OPENING, State.FAILED, State.SERVER_AWAY
_IN_COPY = State.COPY_IDENTIFYING, State.COPY_SIGN_IN, State.COPY
_READING = State.IDENTIFYING, State.PREPARING
_LOCKED = State.LOCKING, State.UNLOCKING, State.LOCKED_SAVED, State.LOCKED_UNSAVED, State.SIGN_IN_AGAIN
TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.FRAME, Event.LEFT_LOCKED): State.LOCKED,
    (State.FRAME, Event.TRIED): State.OPENING,
    (State.LOCKED, Event.TRIED): State.OPENING,
    (State.LOCKED, Event.NOT_OPENED): State.FAILED,
    **_each(_TRIES, {Event.TRIED: State.OPENING, Event.OPENED: State.IDENTIFYING}),
    **_each(_TRIES, {Event.NOT_OPENED: State.FAILED, Event.SERVER_SILENT: State.SERVER_AWAY}),
    (State.OPENING, Event.COPY_CHOSEN): State.COPY_IDENTIFYING,
    (State.SERVER_AWAY, Event.COPY_CHOSEN): State.COPY_IDENTIFYING,
    **_each(_IN_COPY, {Event.OPENED: State.IDENTIFYING, Event.NOT_OPENED: State.FAILED}),
    (State.COPY_IDENTIFYING, Event.COPY_REFUSED): State.SERVER_AWAY,
    (State.COPY_IDENTIFYING, Event.COPY_PROOF_NEEDED): State.COPY_SIGN_IN,
    (State.COPY_IDENTIFYING, Event.COPY_IDENTIFIED): State.COPY,
    (State.COPY_SIGN_IN, Event.COPY_IDENTIFIED): State.COPY,
    (State.COPY_SIGN_IN, Event.GIVEN_UP): State.RESTARTING,
    (State.COPY, Event.TRIED): State.COPY,
    (State.COPY, Event.SERVER_SILENT): State.COPY,
    (State.COPY, Event.LOCK): State.RESTARTING,
    **_each(_READING, {Event.NOT_OPENED: State.FAILED, Event.SERVER_SILENT: State.SERVER_AWAY}),
    (State.IDENTIFYING, Event.PROOF_NEEDED): State.SIGN_IN,
    (State.IDENTIFYING, Event.IDENTIFIED): State.PREPARING,
    (State.SIGN_IN, Event.IDENTIFIED): State.PREPARING,
    (State.SIGN_IN, Event.GIVEN_UP): State.RESTARTING,
    (State.PREPARING, Event.READY): State.WORKING,
    (State.PREPARING, Event.NEW_OPERATOR): State.FIRST_RUN,
    (State.FIRST_RUN, Event.CHOICES_MADE): State.SAVING,
    (State.SAVING, Event.CHOICES_REFUSED): State.FIRST_RUN,
    (State.SAVING, Event.CODE_NEEDED): State.RECOVERY_CODE,
    (State.SAVING, Event.READY): State.WORKING,
    (State.RECOVERY_CODE, Event.CODE_DONE): State.WORKING,
    (State.WORKING, Event.RESTART): State.RESTARTING,
    (State.WORKING, Event.LOCK): State.LOCKING,
    **_each(_LOCKED, {Event.SENT: State.RESTARTING, Event.RESTART: State.RESTARTING}),
    (State.LOCKING, Event.UNLOCK): State.UNLOCKING,
    (State.LOCKING, Event.SAVED): State.LOCKED_SAVED,
    (State.LOCKING, Event.NOT_SAVED): State.LOCKED_UNSAVED,
    (State.UNLOCKING, Event.NOT_SAVED): State.SIGN_IN_AGAIN,
    (State.UNLOCKING, Event.SAVED): State.RESTARTING,
    (State.LOCKED_SAVED, Event.UNLOCK): State.RESTARTING,
    (State.LOCKED_UNSAVED, Event.UNLOCK): State.SIGN_IN_AGAIN,
    (State.LOCKED_UNSAVED, Event.SAVED): State.LOCKED_SAVED,
    (State.SIGN_IN_AGAIN, Event.IDENTIFIED): State.WORKING,
    (State.SIGN_IN_AGAIN, Event.GIVEN_UP): State.LOCKED_UNSAVED,
}


def next_state(state: State, event: Event) -> State | None:
    """The state after `event`; None where the event changes nothing in `state`."""
    return TRANSITIONS.get((state, event))
