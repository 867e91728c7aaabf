"""The part of ctypes that exists on Windows only."""

from typing import Any


def windows_ctypes() -> Any:
    """The module `ctypes`, untyped: `windll`, `WinDLL` and `get_last_error` are unknown to mypy elsewhere."""
    import ctypes  # only where it is needed: it costs start time

    return ctypes
