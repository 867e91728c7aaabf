"""The server's register as it was last, in an encrypted file on this PC, to find members in meanwhile.

A register of its own in a folder of its own, with a key of its own in the keyring. It is only read.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock

from sqlmodel import Session

from sentralbord_desktop.domain.access.operator import Operator
from sentralbord_desktop.domain.errors import (
    DatabaseDamagedError,
    KeyMissingError,
    LogForeignError,
    LogMissingError,
    PlaceError,
    SwitchboardError,
    WrongKeyError,
)
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.storage.access import operators
from sentralbord_desktop.storage.encryption import pin_hash
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, Key, KeySlots, PassphraseNeededError
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.sharing.transfer import copy_all
from sentralbord_desktop.system.small_file import small_text

PinOf = Callable[[Operator], str]
FOLDER, COPY_FILE, NEW, SERVER = "tjenerkopi", "kopi.db", "ny.db", "tjener.txt"
COPY_SUFFIXES = ("", "-okt", "-wal", "-shm")
"""The file, and what may lie beside it."""
NO_KEY = "Kopien på denne PC-en kan ikke åpnes: nøkkelen ligger ikke i nøkkelringen. Si fra til IT."
NOT_READ = "Kopien på denne PC-en kan ikke leses. En ny tas innen et døgn etter at tjeneren svarer."
OTHER_VERSION = (
    "Kopien på denne PC-en er fra en annen versjon av Sentralbord. En ny tas innen et døgn etter at tjeneren svarer."
)


class LocalCopy:
    """The newest whole one stands until the next is whole. `server` is the mark of the register (`Database.mark`)
    that it is of: one of another server is as good as none, for its members have other numbers."""

    def __init__(self, folder: Path, server: str) -> None:
        self._folder = folder / FOLDER
        self._server, self._is_ours = server, False
        self._path = self._folder / COPY_FILE
        self._slots = KeySlots(self._path)
        self._database: Database | None = None
        self._in_use = RLock()

    @property
    def copied_at(self) -> datetime | None:
        """When, by the clock of this PC; None when there is none."""
        try:
            if not self._is_ours:
                self._is_ours = small_text(self._mark) == self._server
            stands = self._is_ours
            moment = datetime.fromtimestamp(self._path.stat().st_mtime, UTC)
        except (OSError, ValueError):
            return None
        return moment.replace(microsecond=0) if stands else None

    @property
    def _mark(self) -> Path:
        return self._folder / SERVER

    def take(self, source: Database, progress: Progress, pin_of: PinOf = lambda _: "") -> None:
        """A copy of everything that this workstation may read, counted and compared. `pin_of` gives the PINs that fitted
        on this PC, which the server does not show. Raises SwitchboardError, and the old one stands."""
        key = self._key()
        new = self._folder / NEW
        _remove(new)
        target = Database.file(new, key)
        try:
            copy_all(source, target, progress, readable=True)
            self._keep_pins(target, pin_of)
        finally:
            target.close()
        self._slots.confirm()
        with self._in_use:
            self.close()
            self._mark.unlink(missing_ok=True)  # cut off from here on, there is none
            _remove(self._path)
            new.replace(self._path)
            new.with_name(f"{NEW}-okt").replace(self._path.with_name(f"{COPY_FILE}-okt"))
            self._mark.write_text(self._server, encoding="ascii")

    def _keep_pins(self, target: Database, pin_of: PinOf) -> None:
        """Of those who have signed in on this PC, now or before the copy that stands was taken."""
        before: dict[int, str] = {}
        with suppress(SwitchboardError), self.reading() as session:
            before = {person.id: person.pin for person in operators.operators(session)}
        with target.transaction() as session:
            for person in operators.operators(session):
                kept = next(
                    (one for one in (pin_of(person), before.get(person.id, "")) if pin_hash.is_whole(one, person.pin)),
                    "",
                )
                if kept:
                    operators.save_operator(session, person.model_copy(update={"pin": kept}))

    def _key(self) -> Key:
        """The key of the copy; one that cannot be opened any more is of no use, and goes."""
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            return self._slots.key()
        except (KeyMissingError, WrongKeyError):
            self.remove()
            self._folder.mkdir(parents=True, exist_ok=True)
            return self._slots.key()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open until `close`. Raises SwitchboardError when it cannot be opened."""
        with self._in_use:
            if self._database is None:
                self._database = self._opened()
            with self._database.reading() as session:
                yield session

    def _opened(self) -> Database:
        """Raises SwitchboardError with words about the copy, not about the register."""
        if self.copied_at is None:  # else a key would be made, and an empty file
            raise SwitchboardError(NOT_READ)
        try:
            database = Database.file(self._path, self._slots.key())
        except (KeyMissingError, WrongKeyError, PassphraseNeededError):
            raise KeyMissingError(NO_KEY) from None
        except (LogMissingError, LogForeignError):
            raise DatabaseDamagedError(NOT_READ) from None
        try:
            database.revision().require_ours()
        except (DatabaseDamagedError, PlaceError):
            database.close()
            raise DatabaseDamagedError(NOT_READ) from None
        except SwitchboardError:
            database.close()
            raise SwitchboardError(OTHER_VERSION) from None
        return database

    def close(self) -> None:
        with self._in_use:
            if self._database is not None:
                self._database.close()
                self._database = None

    def remove(self) -> None:
        """Nothing of it stays on this PC, and nothing else is touched."""
        with self._in_use:
            self.close()
            for path in (self._path, self._folder / NEW):
                _remove(path)
            self._mark.unlink(missing_ok=True)
            self._folder.joinpath(SLOT_FILE).unlink(missing_ok=True)
            with suppress(OSError):  # something of somebody else's lies there
                self._folder.rmdir()


def _remove(path: Path) -> None:
    for part in COPY_SUFFIXES:
        path.with_name(f"{path.name}{part}").unlink(missing_ok=True)
