"""The register's key: 256 random bits, wrapped in a slot file beside the register.

The slot file has the key wrapped by a secret in the operating system's keyring, or by a passphrase without one, and by
a recovery code (`key_wrapping`); a check value that distinguishes a wrong key from a damaged register; and a sum that
distinguishes a wrong code from a damaged slot file. A key is never created where a register exists.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sentralbord_desktop.domain.backup import read_code
from sentralbord_desktop.domain.errors import KeyMissingError, SwitchboardError, WrongKeyError
from sentralbord_desktop.storage.encryption import key_wrapping
from sentralbord_desktop.system.paths import not_written
from sentralbord_desktop.system.small_file import small_text

SERVICE = "Sentralbord"
SLOT_FILE, SUM = "nokkel.json", "sum"
UNREADABLE = "Nøkkelfilen «nokkel.json» kan ikke leses. Hent den fra sikkerhetskopien. Registeret er ikke rørt."
REAL_SLOTS = frozenset({"keyring", "passphrase", "recovery"})
UNSAFE_BACKENDS = ("fail", "null", "plaintext", "chainer")


@dataclass(frozen=True, repr=False)
class Key:
    """The raw database key; hidden in repr."""

    raw: bytes

    @property
    def check(self) -> str:
        return hmac.new(self.raw, b"sentralbord key check", hashlib.sha256).hexdigest()[:16]


class PassphraseNeededError(SwitchboardError):
    """There is no keyring: the user must type the passphrase."""

    def __init__(self, *, new: bool) -> None:
        super().__init__(
            "Velg en passordsetning for registeret på denne PC-en." if new else "Skriv passordsetningen for registeret."
        )
        self.new = new


class KeySlots:
    def __init__(self, database: Path) -> None:
        self._database = database
        self._file = database.parent / SLOT_FILE

    @property
    def exists(self) -> bool:
        """True also for a broken link: no new key is created in its place."""
        return os.path.lexists(self._file)

    @property
    def is_practice(self) -> bool:
        """Whether the key is stored unwrapped and no slot wraps it. Raises KeyMissingError if unreadable or both."""
        return self._is_practice(self._read())

    def _is_practice(self, slots: dict[str, Any]) -> bool:
        is_practice, is_real = "practice" in slots, not REAL_SLOTS.isdisjoint(slots)
        if is_practice == is_real:
            raise KeyMissingError(UNREADABLE)
        return is_practice

    @property
    def is_unfinished(self) -> bool:
        """The first start was interrupted between key and register: there is no data yet."""
        try:
            return slots_in(self._file)["made"] is False
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def confirm(self) -> None:
        """The register is created: from now on a missing register is an error."""
        if self.is_unfinished:
            slots = slots_in(self._file)
            self._write({**slots, "made": True})

    def key(self, passphrase: str | None = None, *, practice: bool = False) -> Key:
        """The key of the register; a new one only when there is no register."""
        if self.exists:
            return self._opened(lambda slots: self._from_slots(slots, passphrase))
        if self._database.exists():
            raise KeyMissingError(
                "Registeret finnes, men nøkkelfilen er borte. Hent «nokkel.json» fra "
                "sikkerhetskopien. Ingenting er slettet."
            )
        return self._create(passphrase, practice=practice)

    @property
    def has_code(self) -> bool:
        try:
            return "recovery" in slots_in(self._file)
        except (OSError, ValueError, TypeError):
            return False

    def set_code(self, key: Key, code: str) -> None:
        slots = self._read()
        self._write({**slots, "recovery": key_wrapping.by_code(code, key.raw)})

    @property
    def has_passphrase(self) -> bool:
        try:
            return "passphrase" in slots_in(self._file)
        except (OSError, ValueError, TypeError):
            return False

    def set_passphrase(self, key: Key, passphrase: str) -> None:
        slots = self._read()
        self._write({**slots, "passphrase": key_wrapping.by_words(passphrase, key.raw)})

    def recover(self, code: str) -> Key:
        """The key from the recovery code. Raises RecoveryCodeError, WrongKeyError, KeyMissingError."""
        written = read_code(code)
        return self._opened(lambda slots: key_wrapping.with_code(written, slots["recovery"]))

    def rearm(self, key: Key) -> None:
        """After a recovery: store the key in the keyring of this PC again, if it had a keyring slot."""
        slots = self._read()
        if "keyring" in slots and keyring_backend() is not None:
            self._write({**slots, "keyring": self._into_keyring(key)})

    def _create(self, passphrase: str | None, *, practice: bool) -> Key:
        key = Key(secrets.token_bytes(32))
        slots: dict[str, Any] = {"version": 1, "check": key.check, "made": False}
        if practice:
            slots["practice"] = base64.b64encode(key.raw).decode()
        elif passphrase:
            slots["passphrase"] = key_wrapping.by_words(passphrase, key.raw)
        elif keyring_backend() is not None:
            try:
                slots["keyring"] = self._into_keyring(key)
            except KeyMissingError:
                raise PassphraseNeededError(new=True) from None
        else:
            raise PassphraseNeededError(new=True)
        self._write(slots)
        return key

    def _write(self, slots: dict[str, Any]) -> None:
        """Write atomically, also across a power cut. Raises NoSpaceError, or another SwitchboardError."""
        folder, new = self._file.parent, self._file.with_suffix(".ny")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with new.open("w", encoding="utf-8") as file:
                json.dump({**slots, SUM: _sum(slots)}, file)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._file)
        except OSError as error:
            with suppress(OSError):
                new.unlink(missing_ok=True)
            raise not_written(folder, error) from None

    def _into_keyring(self, key: Key) -> dict[str, str]:
        import keyring
        from keyring.errors import KeyringError

        name, secret = secrets.token_hex(8), secrets.token_hex(32)
        try:
            keyring.set_password(SERVICE, name, secret)
            is_kept = keyring.get_password(SERVICE, name) == secret
        except KeyringError:
            is_kept = False
        if not is_kept:
            raise KeyMissingError("Nøkkelringen på PC-en tok ikke vare på nøkkelen. Spør IT.")
        return {"name": name, **key_wrapping.by_secret(secret, key.raw)}

    def _opened(self, unwrap: Callable[[dict[str, Any]], bytes]) -> Key:
        """The key that `unwrap` finds, verified. Raises KeyMissingError instead of WrongKeyError when the slot file
        is damaged, so that the user does not search for another code."""
        slots = self._read()
        self._is_practice(slots)
        try:
            key, check = Key(unwrap(slots)), slots["check"]
        except WrongKeyError as error:
            raise self._why(error) from None
        except (ValueError, KeyError, TypeError):
            raise KeyMissingError(UNREADABLE) from None
        if key.check != check:
            raise self._why(
                WrongKeyError("Nøkkelen passer ikke til dette registeret. Skriv gjenopprettingskoden, eller spør IT.")
            )
        return key

    def _why(self, error: SwitchboardError) -> SwitchboardError:
        return error if is_as_written(self._file) else KeyMissingError(UNREADABLE)

    def _read(self) -> dict[str, Any]:
        try:
            slots: dict[str, Any] = slots_in(self._file)
        except (OSError, ValueError):
            raise KeyMissingError(UNREADABLE) from None
        return slots

    def _from_slots(self, slots: dict[str, Any], passphrase: str | None) -> bytes:
        if "practice" in slots:
            return base64.b64decode(slots["practice"])
        if "keyring" in slots and (secret := _keyring_secret(slots["keyring"]["name"])):
            return key_wrapping.with_secret(secret, slots["keyring"])
        if "passphrase" in slots:
            if passphrase is None:
                raise PassphraseNeededError(new=False)
            return key_wrapping.with_words(passphrase, slots["passphrase"])
        raise KeyMissingError(
            "Nøkkelen ligger ikke i nøkkelringen på denne PC-en. Er passordet til Windows nylig "
            "nullstilt, eller er registeret flyttet hit? Registeret er ikke rørt. "
            + ("Skriv gjenopprettingskoden." if "recovery" in slots else "Spør IT.")
        )


def slots_in(file: Path) -> dict[str, Any]:
    """The contents of a slot file. Raises OSError, and ValueError for an invalid file."""
    try:
        slots = json.loads(small_text(file))
    except RecursionError:
        raise ValueError(file.name) from None
    if not isinstance(slots, dict):
        raise ValueError(file.name)  # noqa: TRY004 - invalid content, not a caller's error
    return slots


def is_as_written(file: Path) -> bool:
    """Whether a slot file is readable and its sum matches."""
    try:
        slots = slots_in(file)
        return SUM not in slots or slots[SUM] == _sum(slots)
    except (OSError, ValueError, TypeError, AttributeError):
        return False


def _sum(slots: dict[str, Any]) -> str:
    rest = {name: slot for name, slot in slots.items() if name != SUM}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()[:16]


def keyring_backend() -> Any | None:
    """The keyring of this PC; None when there is none that keeps secrets."""
    if os.environ.get("SENTRALBORD_NO_KEYRING"):
        return None
    import keyring
    from keyring.errors import KeyringError

    try:
        backend = keyring.get_keyring()
    except (KeyringError, RuntimeError, OSError):
        return None
    name = f"{type(backend).__module__}.{type(backend).__name__}".casefold()
    return None if any(word in name for word in UNSAFE_BACKENDS) else backend


def _keyring_secret(name: str) -> str | None:
    if keyring_backend() is None:
        return None
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, name)
    except KeyringError:
        return None
