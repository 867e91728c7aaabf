"""How far a part of the suite has come, line by line, so that another process can go on where Wine itself fell.

Wine 10 does so once in some thirty runs: a thread wakes the next one out of a list that has a hole in it
(`RtlWakeAddressSingle` in ntdll, a read at 0x10). The first line says where that function is; each of the others is a
test that has passed.
"""

import ctypes
from pathlib import Path

import pytest

WAKES = "RtlWakeAddressSingle"
LONG = 0x100
"""Bytes that are the function's at most."""


def where_it_wakes() -> str:
    """«6fffffc58660 6fffffc58760», the first and last address; «» where there is no ntdll."""
    of_windows = getattr(ctypes, "WinDLL", None)
    if of_windows is None:
        return ""
    first = ctypes.cast(getattr(of_windows("ntdll"), WAKES), ctypes.c_void_p).value or 0
    return f"{first:x} {first + LONG:x}"


def passed_before(place: Path) -> set[str]:
    """The tests that need not be run again."""
    lines = place.read_text(encoding="utf-8").splitlines() if place.exists() else []
    return set(lines[1:])


class Progress:
    """Writes down each test that passed, or was skipped, as soon as it is over."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._failed: set[str] = set()
        if not place.exists():
            self._add(where_it_wakes())

    def _add(self, line: str) -> None:
        with self._place.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._failed.add(report.nodeid)
        elif report.when == "teardown" and report.nodeid not in self._failed:
            self._add(report.nodeid)
