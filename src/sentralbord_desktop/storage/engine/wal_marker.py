"""A marker file beside the register with its open or closed state, to detect a missing or foreign log.

SQLite keeps the newest commits in a write-ahead log beside the file (`-wal`). Without that log the commits are lost
although every integrity check passes; an older log rolls the register back. The marker is written and synced at open
and at close, and read before connecting:

    open and no log      the log was removed
    closed and a log     the log does not belong to this register
    opening, closing     interrupted: both are possible
"""

import os
from datetime import UTC, datetime
from pathlib import Path

from sentralbord_desktop.domain.errors import (
    FULL,
    LogForeignError,
    LogMissingError,
    NoSpaceError,
    PlaceError,
    RegisterGoneError,
    SwitchboardError,
)
from sentralbord_desktop.system.paths import NO_ROOM_LEFT, is_writable
from sentralbord_desktop.system.small_file import read_start

ASIDE = "lagt-til-side"
GONE = (
    "Registeret er borte fra mappen mens det er åpent. Ingenting ble lagret, og det du har skrevet, står på skjermen. Legg "
    "det tilbake, og prøv igjen."
)
REPLACED = (
    "Registeret er byttet ut mens det er åpent. Ingenting ble lagret, og det du har skrevet, står på skjermen. Legg det "
    "forrige tilbake og prøv igjen, eller skriv det av og start på nytt."
)
LENGTH = 8
OPENING, OPEN, CLOSING, CLOSED = "opening", "open", "closing", "closed"
MISSING = (
    "Loggen som hører til registeret («{log}»), er borte. Det siste som ble skrevet, kan mangle. "
    "Hent sikkerhetskopien, eller finn loggen igjen. Registeret er ikke rørt."
)
UNUSABLE = (
    "Filen «{name}» ved siden av registeret kan ikke brukes. Flytt den til en annen mappe, og prøv igjen. Registeret er "
    "ikke rørt."
)
NO_PLACE = "Får ikke åpnet registeret på denne plassen. Kontroller at mappen finnes og kan skrives i."
FOREIGN = (
    "Ved siden av registeret ligger en logg («{log}») som ikke hører til det. Tas den i bruk, kan nyere "
    "arbeid bli borte. Registeret er ikke rørt."
)


class WalMarker:
    """The marker of one register file, which may be open in several processes."""

    def __init__(self, register: Path) -> None:
        self._file = register.with_name(f"{register.name}-okt")
        self.log = register.with_name(f"{register.name}-wal")
        self._register = register
        self._opened_as: tuple[int, int] | None = None

    @property
    def folder(self) -> Path:
        return self._register.parent

    @property
    def word(self) -> str:
        """«» when the marker was never written or cannot be read."""
        try:
            return read_start(self._file, LENGTH).decode("ascii").strip()
        except (OSError, ValueError):
            return ""

    def check(self) -> None:
        """Raises LogMissingError or LogForeignError; a register without a marker passes."""
        has_log = self.log.exists()
        if self.word == OPEN and not has_log and self._register.exists():
            raise LogMissingError(MISSING.format(log=self.log.name))
        if self.word == CLOSED and has_log and self.log.stat().st_size > 0:
            raise LogForeignError(FOREIGN.format(log=self.log.name))

    def accept(self, at: datetime) -> None:
        """Continue without the log: an existing one is moved aside, not deleted."""
        aside = self._register.parent / ASIDE / f"{at.astimezone(UTC):%Y-%m-%dT%H%M%S}-logg"
        for name in ("-wal", "-shm"):
            file = self._register.with_name(f"{self._register.name}{name}")
            if file.exists():
                aside.mkdir(parents=True, exist_ok=True)
                file.replace(aside / file.name)
        self._write(CLOSED)

    def opening(self) -> str:
        """Call before a connection; returns the marker so far."""
        before = self.word
        if before not in (OPEN, OPENING):  # otherwise another connection has it open
            self._write(OPENING)
        return before

    def refused(self, before: str) -> None:
        """Restore the marker after a failed connection."""
        if before == CLOSED:
            self._write(CLOSED)

    def fault(self, error: OSError) -> SwitchboardError:
        """Why the marker could not be written, for the screen."""
        if error.errno in NO_ROOM_LEFT:
            return NoSpaceError(FULL)
        if is_writable(self._register.parent):
            return PlaceError(UNUSABLE.format(name=self._file.name))
        return PlaceError(NO_PLACE)

    def check_standing(self) -> None:
        """Raises RegisterGoneError when the path no longer has the opened file. Windows keeps open files."""
        if self._opened_as is None or os.name != "posix":
            return
        try:
            found = self._register.stat()
        except OSError:
            raise RegisterGoneError(GONE) from None
        if (found.st_dev, found.st_ino) != self._opened_as:
            raise RegisterGoneError(REPLACED)

    @property
    def stands(self) -> bool:
        try:
            self.check_standing()
        except RegisterGoneError:
            return False
        return True

    def opened(self) -> None:
        """Call after a connection has created the log."""
        if self._opened_as is None:
            found = self._register.stat()
            self._opened_as = (found.st_dev, found.st_ino)
        if self.log.exists() and self.word != OPEN:
            self._write(OPEN)

    def closing(self) -> None:
        """Call before the last connection of this process closes, which may delete the log."""
        self._write(CLOSING)

    def closed(self) -> None:
        """Call after closing: a remaining log means that another process has the register open."""
        if not self.log.exists():
            self._write(CLOSED)
            return
        self._write(OPEN)
        if not self.log.exists():  # the other process closed in between
            self._write(CLOSED)

    def _write(self, word: str) -> None:
        """Written in place with constant length: works on a full disk, and one sector is written atomically."""
        with self._file.open("r+b" if self._file.exists() else "wb", buffering=0) as file:
            file.write(word.ljust(LENGTH).encode("ascii"))
            os.fsync(file.fileno())
