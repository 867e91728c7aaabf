"""That hostile input is refused soon: this thread's own processor time, never the clock on the wall,
so that a busy machine decides nothing. The bounds tell seconds from minutes, not fast from slow."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

SLOWER = 6.0 if sys.platform == "win32" else 2.0
"""Under Wine everything costs more; elsewhere a machine that shares its cores."""


@contextmanager
def soon(seconds: float) -> Iterator[None]:
    """The body takes at most about so many seconds of processor time, also when it ends by an error."""
    begun = time.thread_time()
    try:
        yield
    finally:
        took = time.thread_time() - begun
        assert took < seconds * SLOWER, f"{took:.1f} s"


class Slowest:
    """The longest of many bodies, in processor time."""

    def __init__(self) -> None:
        self._longest = 0.0

    def begin(self) -> None:
        self._longest = 0.0

    @contextmanager
    def one(self) -> Iterator[None]:
        begun = time.thread_time()
        try:
            yield
        finally:
            self._longest = max(self._longest, time.thread_time() - begun)

    @property
    def words(self) -> str:
        return f"the slowest {self._longest:.2f} s"
