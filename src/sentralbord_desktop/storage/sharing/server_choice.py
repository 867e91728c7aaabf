"""The shared register chosen on this PC, when no policy sets it. The address is in a file beside the PC's own
register; the password is only in the operating system's keyring."""

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.sharing import SharedAddress
from sentralbord_desktop.storage.encryption import keys
from sentralbord_desktop.system.paths import not_written, put_aside
from sentralbord_desktop.system.small_file import small_text

FILE = "felles-register.json"
UNREADABLE = (
    f"Adressen til det felles registeret kan ikke leses («{FILE}» i {{folder}}). Skriv den inn på nytt, eller spør IT."
)
NO_KEYRING = (
    "PC-en har ikke noe sted å gjemme passordet. La feltet stå tomt, og be IT legge det i pgpass.conf eller "
    "bruke Windows-pålogging på tjeneren."
)

TIMES, REST = 25, 0.02
"""Attempts, and seconds between them."""


class ServerChoice:
    """The choice saved in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / FILE
        self._name = f"felles-register:{folder}"

    @property
    def is_chosen(self) -> bool:
        return os.path.lexists(self._path)

    def read(self) -> SharedAddress | None:
        """None when none was chosen. Raises SwitchboardError for an unreadable file."""
        try:
            text = small_text(self._path)
        except (OSError, UnicodeDecodeError):
            if not self.is_chosen:
                return None
            raise SwitchboardError(UNREADABLE.format(folder=self._folder)) from None
        try:
            address = SharedAddress(**json.loads(text))
            address.check()
        except (ValueError, TypeError, AttributeError, RecursionError, SwitchboardError):
            raise SwitchboardError(UNREADABLE.format(folder=self._folder)) from None
        return address

    def url(self) -> str:
        """The address with its password; «» when none was chosen."""
        address = self.read()
        return address.url(self._password()) if address else ""

    def keep(self, address: SharedAddress, password: str) -> None:
        """Save the choice for the next start; an empty password is none. Raises SwitchboardError without saving."""
        address.check()
        self._keep_password(password)
        new = self._path.with_suffix(".ny")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            new.write_text(json.dumps(asdict(address)), encoding="utf-8")
            patiently(lambda: new.replace(self._path))
        except OSError as error:
            raise not_written(self._folder, error) from None

    def forget(self) -> None:
        """Use this PC's own register from the next start. Raises SwitchboardError without a change."""
        try:
            if self._path.is_dir() and not self._path.is_symlink():
                put_aside(self._path)  # not a file of the program: not deleted
            patiently(lambda: self._path.unlink(missing_ok=True))
        except OSError as error:
            raise not_written(self._folder, error) from None
        with suppress(SwitchboardError):
            self._keep_password("")

    def _password(self) -> str:
        if keys.keyring_backend() is None:
            return ""
        import keyring
        from keyring.errors import KeyringError

        try:
            return keyring.get_password(keys.SERVICE, self._name) or ""
        except KeyringError:
            return ""

    def _keep_password(self, password: str) -> None:
        if keys.keyring_backend() is None:
            if password:
                raise SwitchboardError(NO_KEYRING)
            return
        import keyring
        from keyring.errors import KeyringError

        try:
            if password or self._password():
                keyring.set_password(keys.SERVICE, self._name, password)
            kept = self._password()
        except KeyringError:
            kept = "?"
        if kept != password:
            raise SwitchboardError(NO_KEYRING)


def patiently(work: Callable[[], object]) -> None:
    """Retry on PermissionError for half a second: Windows cannot replace or delete a file that is being read."""
    for _ in range(TIMES - 1):
        with suppress(PermissionError):
            work()
            return
        time.sleep(REST)
    work()
