"""The page for a register that cannot be opened: the reason, and all possible actions."""

import logging
from collections.abc import Callable
from pathlib import Path

from sentralbord_desktop.bootstrap import DATABASE_FILE
from sentralbord_desktop.domain.backup import RecoveryCodeError
from sentralbord_desktop.domain.dates.clock import now
from sentralbord_desktop.domain.errors import (
    BackupError,
    DatabaseBusyError,
    DatabaseDamagedError,
    KeyMissingError,
    LogForeignError,
    LogMissingError,
    NoSpaceError,
    PlaceError,
    RegisterGoneError,
    RegisterKindError,
    RegisterMissingError,
    SignInRefusedError,
    SwitchboardError,
    WrongKeyError,
)
from sentralbord_desktop.domain.policies import Policies
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.startup import OpenFailurePage
from sentralbord_desktop.services.backup.rescue import rescue_here
from sentralbord_desktop.services.backup.restore_request import ask_for, is_whole, usable
from sentralbord_desktop.services.sharing.shared_register import POLICY, is_chosen_here, leave
from sentralbord_desktop.storage.encryption.keys import KeySlots, PassphraseNeededError

log = logging.getLogger("sentralbord")
REGISTER_LOST = (DatabaseDamagedError, KeyMissingError, RegisterMissingError, LogMissingError, BackupError)
"""Errors that a backup helps against."""
ONLY_AGAIN = NoSpaceError, PlaceError, RegisterKindError, RegisterGoneError
"""Errors after which only a new try helps; the register is intact."""
BUG = "Noe gikk galt da registeret skulle åpnes. Si fra til IT."
MOVED_ASIDE = ". Det som ikke lar seg åpne, legges til side"
WITHOUT_LOG, WHAT_IS_LOST = ("Åpne uten loggen", f"Registeret åpnes slik det står i filen{MOVED_ASIDE}")
RESCUE, WHAT_IS_RESCUED = (
    "Berg det som kan leses",
    f"Et nytt register av det som lar seg lese. Noe kan mangle{MOVED_ASIDE}",
)
STOP, WHAT_STOPS = "Stopp hentingen", "Alt blir stående der det var"
RESCUING = "Berger det som kan leses. Det kan ta noen minutter."
NOT_SHARED, WHAT_IS_THERE = (
    "Bruk registeret på denne PC-en",
    "Bare når IT sier det: det er slik det var før PC-en gikk over til tjeneren, og de andre ser ikke det du gjør",
)


class OpenFailure:
    """`open_` tries again: with a passphrase, with the printed code, or without the log. `stop` cancels a restore. The
    page keeps this object alive through its callables: Qt's signals hold methods weakly."""

    def __init__(
        self, folder: Path, policies: Policies, tasks: TaskRunner, open_: Callable[..., None], stop: Callable[[], None]
    ) -> None:
        self._folder, self._policies, self._tasks = folder, policies, tasks
        self._open, self._stop = open_, stop
        self._register = folder / DATABASE_FILE

    def page(self, error: Exception, *, practice: bool, is_ours: bool) -> OpenFailurePage:
        """Show the reason and the possible actions. `is_ours`: no other program has the folder open."""
        asks = isinstance(error, PassphraseNeededError | WrongKeyError)
        page = OpenFailurePage(_sentence(error), ask=asks, new=bool(getattr(error, "new", False)))
        page.tried.connect(self._open)
        page.left.connect(lambda: self._open())  # no register is made: the first page asks again
        if isinstance(error, ONLY_AGAIN):
            return page
        if KeySlots(self._register).has_code:
            page.offer_code(lambda code: self._open(None, code))
        if isinstance(error, LogMissingError | LogForeignError):
            page.offer(WITHOUT_LOG, WHAT_IS_LOST, lambda: self._open(None, without_log=True))
        if not practice and is_chosen_here(self._policies, self._folder):
            if is_ours:
                page.offer(NOT_SHARED, WHAT_IS_THERE, lambda: self._leave_shared(page))
        elif isinstance(error, REGISTER_LOST) and not self._policies.locks(POLICY):
            self._offer_what_is_left(page, error)
        return page

    def show_again(self, page: OpenFailurePage, error: Exception) -> None:
        """Show the error at the field of the code, and focus it."""
        if isinstance(error, RecoveryCodeError) and KeySlots(self._register).has_code:
            page.begin_code(str(error))

    def _leave_shared(self, page: OpenFailurePage) -> None:
        try:
            leave(self._folder)
        except SwitchboardError as error:
            page.fail(str(error))
            return
        self._open(None)

    def _offer_what_is_left(self, page: OpenFailurePage, error: Exception) -> None:
        """Offer to salvage a damaged register, or to restore the newest whole backup; what cannot be opened is moved
        aside."""
        if isinstance(error, DatabaseDamagedError) and not KeySlots(self._register).has_passphrase:
            page.offer(RESCUE, WHAT_IS_RESCUED, lambda: self._rescue(page))
        found = next((b for b in usable(self._register) if is_whole(self._register, b)), None)
        if found is None:
            return

        def bring_back() -> None:
            ask_for(self._register, found)
            page.offer(STOP, WHAT_STOPS, self._stop)
            self._open(None)

        page.offer(f"Hent kopien fra {found.title}", f"{found.holds}{MOVED_ASIDE}", bring_back)

    def _rescue(self, page: OpenFailurePage) -> None:
        """On the worker; the result is restored as a backup."""
        page.fail(RESCUING)
        self._tasks.run(
            page,
            lambda: rescue_here(self._register, now()),
            lambda _: self._open(None),
            lambda error: page.fail(_sentence(error)),
        )


def may_pass(error: Exception) -> bool:
    """Whether a new try may succeed without a person: the server is away or starting."""
    return isinstance(error, DatabaseBusyError) and not isinstance(error, SignInRefusedError)


def _sentence(error: Exception) -> str:
    """The sentence of an error that the user can act on; a bug is logged by its type only."""
    if isinstance(error, SwitchboardError):
        return str(error)
    log.error("could not open: %s", type(error).__name__)
    return BUG
