"""Reading what comes from outside, with a limit on bytes and time, so that memory has one too.

A file is opened without waiting, looked at through the open handle, and read only if it is an ordinary one:
never a folder, a device, a pipe or a socket, whatever link leads there. The size that the disk tells is not
trusted: files grow while they are read, and those of /proc tell 0. A disk that does not answer (a share that
is gone) is waited for on a thread of its own, which is left behind when the time is up.
"""

import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import BinaryIO, TypeVar

from sentralbord_desktop.domain.errors import SwitchboardError

SECONDS = 15.0
"""So long one file may take, when the caller does not say."""
PIECE = 1 << 18
"""Bytes that are read at once, which decides how soon the limits are noticed. On Windows a buffer of the whole
limit would be set aside before anything is read."""

DEVICE = re.compile(
    r"[\\/]{2}[.?][\\/]"  # \\.\pipe\x, \\?\GLOBALROOT\Device\…
    r"|(?:.*[\\/:])?(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|COM[0-9¹²³]|LPT[0-9¹²³])[ ]*(?:[.:].*)?",
    re.IGNORECASE | re.DOTALL,
)
"""What Windows opens as a device, wherever and with whatever ending it is named."""
LONG_PATH = re.compile(r"[\\/]{2}\?[\\/](?:[A-Za-z]:|UNC[\\/])")
"""The one kind of such a name that is an ordinary file."""

T = TypeVar("T")


class Why(Enum):
    """Why it was not read, with what to do about it."""

    MISSING = "Filen finnes ikke. Er den flyttet? Velg den på nytt."
    FOLDER = "Dette er en mappe. Velg en fil."
    NOT_A_FILE = "Dette er en enhet eller et rør, og ikke en vanlig fil. Velg en annen."
    TOO_LARGE = "Filen er for stor. Den kan være {most}. Del den opp."
    TOO_SLOW = "Filen tok for lang tid å lese. Kopier den til denne PC-en, og prøv igjen."
    UNREADABLE = (
        "Får ikke lest filen. Er den åpen i et annet program, eller mangler du tilgang? Lukk den, og prøv igjen."
    )


class InputRefusedError(SwitchboardError):
    """It was not read, or not to its end; `why` tells the reasons apart. Never with the name of the file."""

    def __init__(self, why: Why, most: int = 0) -> None:
        super().__init__(why.value.format(most=_size(most)))
        self.why = why


def read_limited(path: Path, most: int, seconds: float = SECONDS) -> bytes:
    """The whole file, of `most` bytes at the most and in `seconds` at the most. Raises InputRefusedError."""

    def read() -> bytes:
        until = time.monotonic() + seconds
        with _open_regular(path) as file:
            if os.fstat(file.fileno()).st_size > most:
                raise InputRefusedError(Why.TOO_LARGE, most)
            return _read(file, most, until)

    return _within(seconds, read)


def read_stream(file: BinaryIO, most: int, seconds: float) -> bytes:
    """All that a pipe gives, as what somebody sends to the command; within the same limits."""
    until = time.monotonic() + seconds
    return _within(seconds, lambda: _read(file, most, until))


def _open_regular(path: Path) -> BinaryIO:
    """An ordinary file, open for reading without a buffer. Opening it waits for nobody: a pipe without a writer
    would. Raises InputRefusedError."""
    if os.name == "nt" and is_device_name(str(path)):
        raise InputRefusedError(Why.NOT_A_FILE)
    flags = os.O_RDONLY
    for name in ("O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY", "O_NOINHERIT"):
        flags |= getattr(os, name, 0)
    try:
        _need_regular(path.stat().st_mode)  # a device may do something when it is opened
        handle = os.open(path, flags)
    except (FileNotFoundError, NotADirectoryError):
        raise InputRefusedError(Why.MISSING) from None
    except (OSError, ValueError):  # links in a ring, no right to it, a NUL in the name
        raise InputRefusedError(Why.UNREADABLE) from None
    try:
        _need_regular(os.fstat(handle).st_mode)  # another may have been put in its place
        return os.fdopen(handle, "rb", buffering=0)
    except BaseException:
        os.close(handle)
        raise


def _need_regular(mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise InputRefusedError(Why.FOLDER if stat.S_ISDIR(mode) else Why.NOT_A_FILE)


def is_device_name(path: str) -> bool:
    """Whether Windows takes this name for a device."""
    return DEVICE.fullmatch(path) is not None or (
        re.match(r"[\\/]{2}[.?][\\/]", path) is not None and LONG_PATH.match(path) is None
    )


def _read(file: BinaryIO, most: int, until: float) -> bytes:
    content = bytearray()
    for piece in _pieces(file, most, until):
        content += piece
    return bytes(content)


def _pieces(file: BinaryIO, most: int, until: float) -> Iterator[bytes]:
    """Never more than one piece beyond the limit."""
    read = 0
    try:
        while piece := file.read(min(PIECE, most + 1 - read)):
            read += len(piece)
            if read > most:
                raise InputRefusedError(Why.TOO_LARGE, most)
            if time.monotonic() > until:
                raise InputRefusedError(Why.TOO_SLOW)
            yield piece
    except OSError:
        raise InputRefusedError(Why.UNREADABLE) from None
    if piece is None:  # a file of /proc that has nothing to say yet
        raise InputRefusedError(Why.UNREADABLE)


def _within(seconds: float, work: Callable[[], T]) -> T:
    """What `work` gives or raises. A read that the system holds cannot be ended, only left."""
    done: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()

    def run() -> None:
        try:
            done.put((work(), None))
        except BaseException as error:  # raised where it was asked for
            done.put((None, error))

    Thread(target=run, daemon=True, name="outside").start()
    try:
        content, error = done.get(timeout=seconds + 1)
    except Empty:
        raise InputRefusedError(Why.TOO_SLOW) from None
    if error is not None:
        raise error
    return content  # type: ignore[return-value]  # None only beside an error


def _size(most: int) -> str:
    return f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{max(1, most // 1000)} kB"
