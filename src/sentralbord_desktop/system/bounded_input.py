"""Reads external input with limits on bytes and time.

A file is opened without blocking, checked through the open handle, and read only if it is a regular file: no folder,
device, pipe or socket, links followed. The reported size is not trusted: files grow while they are read, and /proc
reports 0. A disk that does not answer (a lost share) is read on a separate thread, which is abandoned at the time
limit.
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
"""Default time limit for one file."""
PIECE = 1 << 18
"""Bytes per read; decides how soon the limits are noticed. Windows would reserve a buffer of the whole limit."""

DEVICE = re.compile(
    r"[\\/]{2}[.?][\\/]"  # \\.\pipe\x, \\?\GLOBALROOT\Device\…
    r"|(?:.*[\\/:])?(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|COM[0-9¹²³]|LPT[0-9¹²³])[ ]*(?:[.:].*)?",
    re.IGNORECASE | re.DOTALL,
)
"""Names that Windows opens as a device, in any folder and with any extension."""
LONG_PATH = re.compile(r"[\\/]{2}\?[\\/](?:[A-Za-z]:|UNC[\\/])")
"""The only such names that are regular files."""

T = TypeVar("T")


class Why(Enum):
    """Why a file was not read, with what to do about it."""

    MISSING = "Filen finnes ikke. Er den flyttet? Velg den på nytt."
    FOLDER = "Dette er en mappe. Velg en fil."
    NOT_A_FILE = "Dette er en enhet eller et rør, og ikke en vanlig fil. Velg en annen."
    TOO_LARGE = "Filen er for stor. Den kan være {most}. Del den opp."
    TOO_SLOW = "Filen tok for lang tid å lese. Kopier den til denne PC-en, og prøv igjen."
    UNREADABLE = (
        "Får ikke lest filen. Er den åpen i et annet program, eller mangler du tilgang? Lukk den, og prøv igjen."
    )


class InputRefusedError(SwitchboardError):
    """Input was not read, or not to its end; `why` is the reason. Never holds the name of the file."""

    def __init__(self, why: Why, most: int = 0) -> None:
        super().__init__(why.value.format(most=_size(most)))
        self.why = why


def read_limited(path: Path, most: int, seconds: float = SECONDS) -> bytes:
    """The whole file, of at most `most` bytes, within `seconds`. Raises InputRefusedError."""

    def read() -> bytes:
        until = time.monotonic() + seconds
        with _open_regular(path) as file:
            if os.fstat(file.fileno()).st_size > most:
                raise InputRefusedError(Why.TOO_LARGE, most)
            return _read(file, most, until)

    return _within(seconds, read)


def read_stream(file: BinaryIO, most: int, seconds: float) -> bytes:
    """The whole content of a pipe such as stdin, within the same limits."""
    until = time.monotonic() + seconds
    return _within(seconds, lambda: _read(file, most, until))


def _open_regular(path: Path) -> BinaryIO:
    """Open a regular file for unbuffered reading. Never blocks, as a pipe without a writer would. Raises
    InputRefusedError."""
    if os.name == "nt" and is_device_name(str(path)):
        raise InputRefusedError(Why.NOT_A_FILE)
    flags = os.O_RDONLY
    for name in ("O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY", "O_NOINHERIT"):
        flags |= getattr(os, name, 0)
    try:
        _need_regular(path.stat().st_mode)  # opening a device may have effects
        handle = os.open(path, flags)
    except (FileNotFoundError, NotADirectoryError):
        raise InputRefusedError(Why.MISSING) from None
    except (OSError, ValueError):  # circular links, no access, a NUL in the name
        raise InputRefusedError(Why.UNREADABLE) from None
    try:
        _need_regular(os.fstat(handle).st_mode)  # the file may have been replaced
        return os.fdopen(handle, "rb", buffering=0)
    except BaseException:
        os.close(handle)
        raise


def _need_regular(mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise InputRefusedError(Why.FOLDER if stat.S_ISDIR(mode) else Why.NOT_A_FILE)


def is_device_name(path: str) -> bool:
    return DEVICE.fullmatch(path) is not None or (
        re.match(r"[\\/]{2}[.?][\\/]", path) is not None and LONG_PATH.match(path) is None
    )


def _read(file: BinaryIO, most: int, until: float) -> bytes:
    content = bytearray()
    for piece in _pieces(file, most, until):
        content += piece
    return bytes(content)


def _pieces(file: BinaryIO, most: int, until: float) -> Iterator[bytes]:
    """Read in pieces; never more than one piece over the limit."""
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
    if piece is None:  # a file of /proc without data yet
        raise InputRefusedError(Why.UNREADABLE)


def _within(seconds: float, work: Callable[[], T]) -> T:
    """Return or raise what `work` does. A blocked read cannot be ended, only abandoned."""
    done: SimpleQueue[tuple[T] | BaseException] = SimpleQueue()

    def run() -> None:
        try:
            done.put((work(),))
        except BaseException as error:  # raised in the caller
            done.put(error)

    Thread(target=run, daemon=True, name="outside").start()
    try:
        ended = done.get(timeout=seconds + 1)
    except Empty:
        raise InputRefusedError(Why.TOO_SLOW) from None
    if isinstance(ended, BaseException):
        raise ended
    return ended[0]


def _size(most: int) -> str:
    return f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{max(1, most // 1000)} kB"
