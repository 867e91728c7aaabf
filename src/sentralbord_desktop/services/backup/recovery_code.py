"""The recovery code of the register on this PC: made, confirmed by hand, exchanged."""

from collections.abc import Callable
from pathlib import Path

from sentralbord_desktop.domain.backup.recovery_code import new_code
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, KeySlots
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.privacy import access_log

MIN_PASSPHRASE_CHARS = 12
"""Signs of a passphrase."""


class RecoveryCodeService:
    """A practice register keeps its key in the open, and one on a server has none here."""

    def __init__(
        self,
        database: Database,
        register: Path,
        operator_session: OperatorSession,
        renew_copies: Callable[[], None],
        *,
        practice: bool,
    ) -> None:
        """`renew_copies` lets every copy of the register be opened as the register is now."""
        self._database = database
        self._operator_session = operator_session
        self._renew_copies = renew_copies
        self._file = register.parent / SLOT_FILE
        self._slots = KeySlots(register)
        self.is_possible = not practice and not database.is_server

    @property
    def has_code(self) -> bool:
        return self._slots.has_code

    @property
    def is_missing(self) -> bool:
        """Whether the register would be lost with the key of this PC."""
        return self.is_possible and not self.has_code

    @property
    def is_asked_for(self) -> bool:
        """Whether it is missing, and whoever sits here may make it."""
        return self.is_missing and self._operator_session.may("administrator")

    def prove(self, code: str) -> None:
        """That whoever writes it has the printed code. Raises SwitchboardError when it is not this register's."""
        if not self.is_possible:
            raise SwitchboardError(
                "Her trengs ingen gjenopprettingskode. Bruk den bare på et register som er på denne PC-en."
            )
        self._slots.recover(code)

    @property
    def has_passphrase(self) -> bool:
        """Whether this register is opened by words."""
        return self.is_possible and self._slots.has_passphrase

    def change_passphrase(self, words: str, again: str) -> None:
        """New words, by an administrator: after the code was used, or from time to time. Raises
        SwitchboardError when they are too short or not alike."""
        self._operator_session.require("administrator")
        if len(words) < MIN_PASSPHRASE_CHARS:
            raise SwitchboardError(f"Bruk minst {MIN_PASSPHRASE_CHARS} tegn, for eksempel fire ord.")
        if words != again:
            raise SwitchboardError("De to er ikke like. Skriv det samme i begge feltene.")
        self._log("ny passordsetning")
        self._slots.set_passphrase(self._database.key, words)
        self._renew_copies()

    def new_code(self) -> str:
        """A code that opens nothing until it is kept."""
        return new_code()

    def keep(self, code: str) -> None:
        """From now on this code opens the register and its backups, and an older one does not. By an
        administrator: whoever has it can become one (`PeopleService.take_over`)."""
        self._operator_session.require("administrator")
        self._log("ny gjenopprettingskode")
        self._slots.set_code(self._database.key, code)
        self._renew_copies()

    def _log(self, what: str) -> None:
        """That it is changed (PR-4), and first: a disk that is full in between leaves a line too many, and never a
        code that nobody has seen."""
        with self._database.transaction() as session:
            access_log.log_access(
                session,
                author=self._operator_session.sign,
                at=self._operator_session.clock(),
                member_id=None,
                what=what,
                why="",
            )
