"""Passwords and tokens for sending: in the operating system's keyring, otherwise in the encrypted register. Each is
bound to a server, port and user: a changed mail server in a shared register does not get the password."""

import json

from sqlmodel import Session

from sentralbord_desktop.storage import settings
from sentralbord_desktop.storage.encryption.keys import SERVICE, keyring_backend

SETTING = "hemmeligheter"
PLACE, SECRET = "sted", "hemmelighet"


def read(session: Session, name: str, place: str) -> str:
    """The secret for this place; «» without one. An old secret without a place is bound to the first that asks."""
    kept = _kept(session, name)
    bound = _bound(kept)
    if bound is None:
        if kept and place:
            _keep_in_keyring(name, _with_place(kept, place))
        return kept
    return bound[1] if bound[0] == place else ""


def save(session: Session, name: str, secret: str, place: str) -> None:
    """Save it, and read it back from the keyring: some keyrings do not save."""
    text = _with_place(secret, place)
    if not _keep_in_keyring(name, text):
        settings.save_setting(session, SETTING, {**settings.setting(session, SETTING), name: text})


def _kept(session: Session, name: str) -> str:
    if keyring_backend() is not None:
        import keyring
        from keyring.errors import KeyringError

        try:
            kept = keyring.get_password(SERVICE, name)
        except KeyringError:
            kept = None
        if kept:
            return kept
    return str(settings.setting(session, SETTING).get(name, ""))


def _keep_in_keyring(name: str, text: str) -> bool:
    if keyring_backend() is None:
        return False
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, name, text)
        return keyring.get_password(SERVICE, name) == text
    except KeyringError:
        return False


def _with_place(secret: str, place: str) -> str:
    return json.dumps({PLACE: place, SECRET: secret}, ensure_ascii=False)


def _bound(kept: str) -> tuple[str, str] | None:
    """(place, secret); None for an old secret without a place."""
    try:
        told = json.loads(kept)
        return str(told[PLACE]), str(told[SECRET])
    except (ValueError, TypeError, KeyError):
        return None
