"""The recovery code of the register on this PC: made, confirmed by hand, exchanged."""

from pathlib import Path

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.recovery import new_code
from sentralbord_desktop.storage.database import Database
from sentralbord_desktop.storage.keys import KeySlots

SHORTEST = 12
"""Signs of a passphrase."""


class RecoveryService:
    """A practice register keeps its key in the open, and one on a server has none here."""

    def __init__(self, database: Database, register: Path, *, practice: bool) -> None:
        self._database = database
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
    def has_passphrase(self) -> bool:
        """Whether this register is opened by words."""
        return self.is_possible and self._slots.has_passphrase

    def change_passphrase(self, words: str, again: str) -> None:
        """New words, by whoever has the register open: after the code was used, or from time to time.
        Raises SwitchboardError when they are too short or not alike."""
        if len(words) < SHORTEST:
            raise SwitchboardError(f"Bruk minst {SHORTEST} tegn, for eksempel fire ord.")
        if words != again:
            raise SwitchboardError("De to er ikke like.")
        self._slots.set_passphrase(self._database.key, words)

    def new_code(self) -> str:
        """A code that opens nothing until it is kept."""
        return new_code()

    def keep(self, code: str) -> None:
        """From now on this code opens the register, and an older one does not."""
        self._slots.set_code(self._database.key, code)
