"""Single keys that act outside fields; each kind can be turned off (WCAG 2.1.4)."""

from PySide6.QtCore import QSettings

LETTERS_SETTING, DIGITS_SETTING = "taster/bokstaver", "taster/tall"
"""Settings: whether a letter alone searches, and a digit alone answers."""


def is_on(setting: str) -> bool:
    return str(QSettings().value(setting, "ja")) != "nei"


def turn(setting: str, *, on: bool) -> None:
    QSettings().setValue(setting, "ja" if on else "nei")
