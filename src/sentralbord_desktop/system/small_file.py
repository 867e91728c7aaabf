"""Reads the small files beside a register. Their content may be anything: garbage, a folder, a huge file, a pipe."""

import errno
import os
import stat
from pathlib import Path

MAX_BYTES = 1_000_000
"""Bytes; far more than any small file of this program."""


def read_small(path: Path, most: int = MAX_BYTES) -> bytes:
    """All of a small file. Raises OSError, also for what is not a regular file and for more than `most` bytes. Never
    blocks."""
    data = read_start(path, most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return data


def read_start(path: Path, most: int) -> bytes:
    """At most the first `most` bytes. Raises OSError as `read_small` does, except for size."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "rb") as file:  # noqa: PTH123 - a descriptor
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        data: bytes | None = file.read(most)
    if data is None:  # a special file without data yet
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
    return data


def small_text(path: Path, most: int = MAX_BYTES) -> str:
    """The same as text. Raises OSError, and ValueError for what is not UTF-8."""
    return read_small(path, most).decode("utf-8")
