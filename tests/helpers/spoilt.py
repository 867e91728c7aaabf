"""What a small file beside a register may have become, and root without its right to read everything."""

import ctypes
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Everything = dict[str, bytes]
"""Path beside the register -> its bytes."""
HUGE = 100_000_000
VERSION_3, READ_ANYTHING = 0x20080522, 0b110
"""Linux: the layout of capset, and CAP_DAC_OVERRIDE with CAP_DAC_READ_SEARCH."""


@contextmanager
def rights_of_anybody() -> Iterator[None]:
    """Within this thread, and those it starts, root reads no more than the rights of a file say."""
    if os.name != "posix" or os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    head, had = (ctypes.c_uint32 * 2)(VERSION_3, 0), (ctypes.c_uint32 * 6)()
    assert libc.capget(head, had) == 0
    less = type(had)(had[0] & ~READ_ANYTHING, *had[1:])
    assert libc.capset(head, less) == 0
    try:
        yield
    finally:
        assert libc.capset(head, had) == 0


def gone(path: Path) -> None:
    """What lies there is kept beside it, out of the way."""
    if path.exists():
        path.rename(path.with_name(f"tatt-bort-{path.name}"))


def garbage(path: Path) -> None:
    gone(path)
    path.write_bytes(b"\xff\xfe\x00{[\x80" + b"sludder " * 50)


def letter(path: Path) -> None:
    gone(path)
    path.write_text("Kjære deg,\nher er det et brev.\n", encoding="utf-8")


def deep(path: Path) -> None:
    gone(path)
    path.write_text("[" * 200_000)


def a_list(path: Path) -> None:
    gone(path)
    path.write_text("[1, 2]")


def folder(path: Path) -> None:
    gone(path)
    path.mkdir()
    (path / "noe.txt").write_text("noe")


def empty(path: Path) -> None:
    gone(path)
    path.write_bytes(b"")


def huge(path: Path) -> None:
    gone(path)
    with path.open("wb") as file:
        file.truncate(HUGE)


def leads_nowhere(path: Path) -> None:
    gone(path)
    path.symlink_to("finnes-ikke")


def leads_to_itself(path: Path) -> None:
    gone(path)
    path.symlink_to(path.name)


def unreadable(path: Path) -> None:
    if not path.exists():
        path.write_text("noe")
    path.chmod(0)


STATES: dict[str, Callable[[Path], None]] = {
    "garbage": garbage,
    "a letter": letter,
    "deep": deep,
    "a list": a_list,
    "a folder": folder,
    "empty": empty,
    "huge": huge,
    "a link to nowhere": leads_nowhere,
    "a link to itself": leads_to_itself,
    "unreadable": unreadable,
}


def everything(folder: Path) -> Everything:
    """All that lies there, but for the log, which no practice is kept from."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "logg" not in path.relative_to(folder).parts
    }


def open_to_others(folder: Path) -> list[str]:
    return [
        f"{path.relative_to(folder.parent)} {stat.S_IMODE(path.lstat().st_mode):o}"
        for path in (folder, *sorted(folder.rglob("*")))
        if not path.is_symlink() and stat.S_IMODE(path.lstat().st_mode) != (0o700 if path.is_dir() else 0o600)
    ]
