"""On Linux: restricts the files of this program to its own user, folders 0700 and files 0600. Windows protects a
profile itself. Light to import: called before anything is written."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO
OURS = (
    "sentralbord.db*",
    "sentralbord.lock*",
    "nokkel.*",
    "hent-kopi.*",
    "felles-register.*",
    "venter*",
    "logg",
    "kopier",
    "lagt-til-side",
    "tjenerkopi",
)
"""The names in a register's folder that belong to this program; other files may be there too."""


def keep_to_ourselves() -> None:
    """Make new files of this process unreadable for other users."""
    if os.name == "posix":
        os.umask(OTHERS)


def tighten(folder: Path) -> None:
    """Remove the rights of other users from a register's folder and this program's files in it, where this user owns
    them. Links are not followed."""
    if os.name != "posix":
        return
    with suppress(OSError):
        if not stat.S_ISLNK(folder.lstat().st_mode) and not folder.stat().st_mode & stat.S_ISVTX:
            tighten_one(folder)
        for path in _ours(folder):
            tighten_one(path)


def tighten_one(path: Path) -> None:
    """The same for one file or folder. Skips what another user owns, and what is missing."""
    if os.name != "posix":
        return
    with suppress(OSError):
        mode = path.lstat().st_mode
        if mode & OTHERS and (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            path.chmod(stat.S_IMODE(mode) & ~OTHERS)


def _ours(folder: Path) -> Iterator[Path]:
    for pattern in OURS:
        for path in folder.glob(pattern):
            yield path
            if not path.is_symlink() and path.is_dir():
                for home, folders, files in os.walk(path):
                    yield from (Path(home, name) for name in (*folders, *files))
