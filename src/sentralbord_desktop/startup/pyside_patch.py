"""Configures PySide before any module of this program is loaded."""

import sys

import PySide6.QtCore  # noqa: F401 - loads the feature that is switched off


def leave_sources_unread() -> None:
    """Stop PySide from reading the source of each loaded module for snake_case names. No module uses them, and the
    check is a twelfth of the start time. Does nothing on PySide versions without it."""
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        setattr(feature, "_mod_uses_pyside", lambda _: True)  # noqa: B010 - a private attribute, unknown to mypy
