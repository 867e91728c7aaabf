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
    """The body takes at most about so many seconds of processor time."""
    begun = time.thread_time()
    yield
    assert time.thread_time() - begun < seconds * SLOWER
