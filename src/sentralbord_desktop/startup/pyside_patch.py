"""What must be said to PySide before any module of ours is loaded."""

import sys

import PySide6.QtCore  # noqa: F401 - brings the feature that is switched off


def leave_sources_unread() -> None:
    """PySide reads the source of every module that is loaded after it, to see whether it may want snake_case
    names. None of ours does, and it is a twelfth of the start. Where another PySide does it otherwise,
    nothing is changed."""
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        setattr(feature, "_mod_uses_pyside", lambda _: True)  # noqa: B010 - not ours, so mypy does not know it
