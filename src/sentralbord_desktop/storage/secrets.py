"""Passwords and tokens for sending: in the operating system's keyring, else in the encrypted register."""

from sqlmodel import Session

from sentralbord_desktop.storage import desk
from sentralbord_desktop.storage.keys import SERVICE, keyring_backend

SETTING = "hemmeligheter"


def read(session: Session, name: str) -> str:
    """The secret, «» when there is none."""
    if keyring_backend() is not None:
        import keyring
        from keyring.errors import KeyringError

        try:
            kept = keyring.get_password(SERVICE, name)
        except KeyringError:
            kept = None
        if kept:
            return kept
    return str(desk.setting(session, SETTING).get(name, ""))


def save(session: Session, name: str, secret: str) -> None:
    """Keep it; read back from the keyring, because some take what they do not keep."""
    if keyring_backend() is not None:
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(SERVICE, name, secret)
            if keyring.get_password(SERVICE, name) == secret:
                return
        except KeyringError:
            pass
    desk.save_setting(session, SETTING, {**desk.setting(session, SETTING), name: secret})
