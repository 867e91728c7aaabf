"""The start as a table: what the window shows, what happened, and what it shows next. Without Qt.

A state is what the person sees. An event is what a person chose on a page, or how work on a thread ended. `next_state`
gives the state after an event; a pair that is not in the table is late or was pressed twice, and changes nothing.
"""

from collections.abc import Iterable, Mapping
from enum import Enum, auto


class State(Enum):
    FRAME = auto()
    """The window is on the screen, and nothing is tried yet."""
    LOCKED = auto()
    """The window was left locked: no register is opened before somebody asks."""
    OPENING = auto()
    """The register is opened on the worker; the page that was shown stays."""
    FAILED = auto()
    """The page that says why the register does not open, with the ways on."""
    SERVER_AWAY = auto()
    """The same page, which tries again by itself; a copy of the register may be offered on it."""
    COPY_IDENTIFYING = auto()
    """Who may look in the copy is read."""
    COPY_SIGN_IN = auto()
    COPY = auto()
    """The copy is searched and read, until the server answers."""
    IDENTIFYING = auto()
    """The register is open; who may sit here is read."""
    SIGN_IN = auto()
    PREPARING = auto()
    """What the first page shows is read."""
    FIRST_RUN = auto()
    SAVING = auto()
    """The choices of the first run are written."""
    RECOVERY_CODE = auto()
    WORKING = auto()
    """The workspace is shown."""
    LOCKING = auto()
    """The locked page is shown; what was under way is being written."""
    UNLOCKING = auto()
    """Somebody asked to come in while it was being written."""
    LOCKED_SAVED = auto()
    """All is written; messages on their way leave before the program starts again."""
    LOCKED_UNSAVED = auto()
    """Nothing can be written now, so the process stays."""
    SIGN_IN_AGAIN = auto()
    """Who comes back to the process that stayed shows who they are."""
    RESTARTING = auto()


class Event(Enum):
    LEFT_LOCKED = auto()
    """The last window of this register was left locked."""
    TRIED = auto()
    """The register is to be opened: as it is, or with a passphrase, a code, without its log."""
    OPENED = auto()
    NOT_OPENED = auto()
    """The register could not be opened, or not be read after all."""
    SERVER_SILENT = auto()
    """The same, and trying again may help."""
    COPY_CHOSEN = auto()
    COPY_REFUSED = auto()
    COPY_PROOF_NEEDED = auto()
    COPY_IDENTIFIED = auto()
    """By what the copy knows, which opens the copy alone: never the register."""
    PROOF_NEEDED = auto()
    """Somebody must show who they are."""
    IDENTIFIED = auto()
    """It is known who sits here."""
    GIVEN_UP = auto()
    """Too many wrong proofs."""
    NEW_OPERATOR = auto()
    READY = auto()
    CHOICES_MADE = auto()
    CHOICES_REFUSED = auto()
    CODE_NEEDED = auto()
    """The register would be lost with this PC without a recovery code on paper."""
    CODE_DONE = auto()
    """The code was written back, or put off."""
    LOCK = auto()
    UNLOCK = auto()
    SAVED = auto()
    """All is written, and messages are still leaving."""
    SENT = auto()
    """All is written, and nothing is leaving."""
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
