"""The last state of the server's register in an encrypted file on this PC, for finding members while the server is
away. It has its own folder and its own key in the keyring. Read-only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock

from sqlmodel import Session

from sentralbord_desktop.domain.access import Operator
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
from sentralbord_desktop.storage import operators
from sentralbord_desktop.storage.encryption import pin_hash
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, Key, KeySlots, PassphraseNeededError
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.sharing.transfer import copy_all
from sentralbord_desktop.system.small_file import small_text

PinOf = Callable[[Operator], str]
FOLDER, COPY_FILE, NEW, SERVER = "tjenerkopi", "kopi.db", "ny.db", "tjener.txt"
COPY_SUFFIXES = ("", "-okt", "-wal", "-shm")
"""The file, and files beside it."""
NO_KEY = "Kopien på denne PC-en kan ikke åpnes: nøkkelen ligger ikke i nøkkelringen. Si fra til IT."
NOT_READ = "Kopien på denne PC-en kan ikke leses. En ny tas innen et døgn etter at tjeneren svarer."
OTHER_VERSION = (
    "Kopien på denne PC-en er fra en annen versjon av Sentralbord. En ny tas innen et døgn etter at tjeneren svarer."
)


class LocalCopy:
    """The last complete copy is kept until the next is complete. `server` is the mark of the register
    (`ServerPlace.mark`); a copy of another server does not count, because its member ids differ."""

    def __init__(self, folder: Path, server: str) -> None:
        self._folder = folder / FOLDER
        self._server, self._is_ours = server, False
        self._path = self._folder / COPY_FILE
        self._slots = KeySlots(self._path)
        self._database: Database | None = None
        self._in_use = RLock()

    @property
    def copied_at(self) -> datetime | None:
        """The time of the copy by the clock of this PC; None when there is none."""
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
        """Copy all rows that this workstation may read, and verify them. `pin_of` gives the PINs that were correct
        on this PC, which the server does not show. Raises SwitchboardError; then the old copy is kept."""
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
            self._mark.unlink(missing_ok=True)  # interrupted from here on: no copy
            _remove(self._path)
            new.replace(self._path)
            new.with_name(f"{NEW}-okt").replace(self._path.with_name(f"{COPY_FILE}-okt"))
            self._mark.write_text(self._server, encoding="ascii")

    def _keep_pins(self, target: Database, pin_of: PinOf) -> None:
        """Keep the PINs of operators who have signed in on this PC, now or before the previous copy."""
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
        """The key of the copy. When it cannot be opened, the copy is removed and a new key created."""
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            return self._slots.key()
        except (KeyMissingError, WrongKeyError):
            self.remove()
            self._folder.mkdir(parents=True, exist_ok=True)
            return self._slots.key()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session on the copy, which stays open until `close`. Raises SwitchboardError when it cannot be opened."""
        with self._in_use:
            if self._database is None:
                self._database = self._opened()
            with self._database.reading() as session:
                yield session

    def _opened(self) -> Database:
        """Raises SwitchboardError with a message about the copy."""
        if self.copied_at is None:  # otherwise a key and an empty file would be created
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
        """Remove the copy and its key from this PC, and nothing else."""
        with self._in_use:
            self.close()
            for path in (self._path, self._folder / NEW):
                _remove(path)
            self._mark.unlink(missing_ok=True)
            self._folder.joinpath(SLOT_FILE).unlink(missing_ok=True)
            with suppress(OSError):  # the folder has other files
                self._folder.rmdir()


def _remove(path: Path) -> None:
    for part in COPY_SUFFIXES:
        path.with_name(f"{path.name}{part}").unlink(missing_ok=True)
