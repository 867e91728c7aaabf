"""A word beside the register that says whether it is open, so that a lost or foreign log is seen.

SQLite keeps the newest commits in a log beside the file (`-wal`). When that log is deleted, they are
gone while every check says all is well; when an older one lies there, it rolls the register back. The
word is written and synced at open and at close, and read before anything is connected:

    open    and no log         the log was removed
    closed  and a log          the log is not this register's
    opening, closing           cut off in between: either may be
"""

import os
from datetime import UTC, datetime
from pathlib import Path

from sentralbord_desktop.domain.errors import LogForeignError, LogMissingError

ASIDE = "lagt-til-side"
LENGTH = 8
OPENING, OPEN, CLOSING, CLOSED = "opening", "open", "closing", "closed"
MISSING = (
    "Loggen som hører til registeret («{log}»), er borte. Det siste som ble skrevet, kan mangle. "
    "Hent sikkerhetskopien, eller finn loggen igjen. Registeret er ikke rørt."
)
FOREIGN = (
    "Ved siden av registeret ligger en logg («{log}») som ikke hører til det. Tas den i bruk, kan nyere "
    "arbeid bli borte. Registeret er ikke rørt."
)


class SessionMarker:
    """The word of one register file, which may be open in more than one process."""

    def __init__(self, register: Path) -> None:
        self._file = register.with_name(f"{register.name}-okt")
        self.log = register.with_name(f"{register.name}-wal")
        self._register = register

    @property
    def word(self) -> str:
        """«» when it was never written, or cannot be read."""
        try:
            return self._file.read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            return ""

    def check(self) -> None:
        """Raises LogMissingError or LogForeignError; a register without a word has nothing to tell."""
        has_log = self.log.exists()
        if self.word == OPEN and not has_log and self._register.exists():
            raise LogMissingError(MISSING.format(log=self.log.name))
        if self.word == CLOSED and has_log and self.log.stat().st_size > 0:
            raise LogForeignError(FOREIGN.format(log=self.log.name))

    def accept(self, at: datetime) -> None:
        """Go on without the log: one that lies there is moved aside, not deleted."""
        aside = self._register.parent / ASIDE / f"{at.astimezone(UTC):%Y-%m-%dT%H%M%S}-logg"
        for name in ("-wal", "-shm"):
            file = self._register.with_name(f"{self._register.name}{name}")
            if file.exists():
                aside.mkdir(parents=True, exist_ok=True)
                file.replace(aside / file.name)
        self._write(CLOSED)

    def opening(self) -> str:
        """Before a connection; gives the word that stood there."""
        before = self.word
        if before not in (OPEN, OPENING):  # else another connection has it open already
            self._write(OPENING)
        return before

    def refused(self, before: str) -> None:
        """The connection came to nothing: as it was."""
        if before == CLOSED:
            self._write(CLOSED)

    def opened(self) -> None:
        """After a connection that has the log."""
        if self.log.exists() and self.word != OPEN:
            self._write(OPEN)

    def closing(self) -> None:
        """Before the last connection of this process goes, and perhaps the log with it."""
        self._write(CLOSING)

    def closed(self) -> None:
        """Afterwards: where the log is still there, another process has the register open."""
        if not self.log.exists():
            self._write(CLOSED)
            return
        self._write(OPEN)
        if not self.log.exists():  # the other one closed in between
            self._write(CLOSED)

    def _write(self, word: str) -> None:
        """In place, always as long: a full disk has room for it, and a sector is written whole."""
        with self._file.open("r+b" if self._file.exists() else "wb", buffering=0) as file:
            file.write(word.ljust(LENGTH).encode("ascii"))
            os.fsync(file.fileno())
