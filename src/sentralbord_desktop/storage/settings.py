"""Settings kept in the register."""

from typing import Any

from sqlmodel import Session

from sentralbord_desktop.storage.tables import SettingRow


def setting(session: Session, key: str) -> dict[str, Any]:
    row = session.get(SettingRow, key)
    return dict(row.value) if row else {}


def save_setting(session: Session, key: str, content: dict[str, Any]) -> None:
    session.merge(SettingRow(key=key, value=content))
