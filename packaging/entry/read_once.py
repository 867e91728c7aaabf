"""Reads the program file once while it starts. PyInstaller opens it anew for each of some 1,500 modules, so that it can
be replaced while it runs; a tenth of the time to the window under Wine."""

from __future__ import annotations

import io
import sys
import threading

HELD_S = 30.0
"""Seconds that the file's bytes are kept: a start takes fewer. After them each module is read from the file again."""
READER = "pyimod01_archive"


def read_once() -> None:
    """Does nothing where PyInstaller has no such reader, as outside a frozen program."""
    reader = sys.modules.get(READER)
    if reader is None:
        return
    held: dict[str, bytes] = {}

    def opened(name: str, mode: str) -> io.BytesIO:
        if name not in held:
            with open(name, mode) as file:
                held[name] = file.read()
        return io.BytesIO(held[name])  # a stream for each caller: two threads import at once

    def release() -> None:
        del reader.__dict__["open"]
        held.clear()

    reader.__dict__["open"] = opened
    soon = threading.Timer(HELD_S, release)
    soon.daemon = True
    soon.start()
