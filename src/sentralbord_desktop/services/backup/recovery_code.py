"""The recovery code of the register on this PC: creation, confirmation, replacement."""

from collections.abc import Callable
from pathlib import Path

from sentralbord_desktop.domain.backup import new_code
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage.encryption.keys import KeySlots

MIN_PASSPHRASE_CHARS = 12
"""Characters of a passphrase."""


class RecoveryCodeService(Service):
    """Not available for a practice register, whose key is not wrapped, or for one on a server."""

    def __init__(
        self, operator_session: OperatorSession, register: Path, renew_copies: Callable[[], None], *, practice: bool
    ) -> None:
        """`renew_copies` replaces the slots of every copy of the register."""
        super().__init__(operator_session)
        self._renew_copies = renew_copies
        self._slots = KeySlots(register)
        self.is_possible = not practice and not self._database.is_server

    @property
    def has_code(self) -> bool:
        return self._slots.has_code

    @property
    def is_missing(self) -> bool:
        """Whether the register would be lost with the key of this PC."""
        return self.is_possible and not self.has_code

    @property
    def is_asked_for(self) -> bool:
        """Whether the code is missing and the operator may create it."""
        return self.is_missing and self._operator_session.may("administrator")

    def prove(self, code: str) -> None:
        """Check the recovery code. Raises SwitchboardError when it is not this register's."""
        if not self.is_possible:
            raise SwitchboardError(
                "Her trengs ingen gjenopprettingskode. Bruk den bare på et register som er på denne PC-en."
            )
        self._slots.recover(code)

    @property
    def has_passphrase(self) -> bool:
        return self.is_possible and self._slots.has_passphrase

    def change_passphrase(self, words: str, again: str) -> None:
        """Replace the passphrase; administrators only. Raises SwitchboardError when too short or not repeated."""
        self._operator_session.require("administrator")
        if len(words) < MIN_PASSPHRASE_CHARS:
            raise SwitchboardError(f"Bruk minst {MIN_PASSPHRASE_CHARS} tegn, for eksempel fire ord.")
        if words != again:
            raise SwitchboardError("De to er ikke like. Skriv det samme i begge feltene.")
        self._log("ny passordsetning")  # first: a full disk may cause an extra row, never an unknown passphrase
        self._slots.set_passphrase(self._database.key, words)
        self._renew_copies()

    def new_code(self) -> str:
        """A new code; it opens nothing until `keep`."""
        return new_code()

    def keep(self, code: str) -> None:
        """Replace the recovery code of the register and its backups. Administrators only: with the code one can
        become administrator (`PeopleService.take_over`)."""
        self._operator_session.require("administrator")
        self._log("ny gjenopprettingskode")  # first: a full disk may cause an extra row, never an unknown code
        self._slots.set_code(self._database.key, code)
        self._renew_copies()
