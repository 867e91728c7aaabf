"""On Linux: what this program keeps is for its own user alone, folders 0700 and files 0600.

Windows gives a profile its own rights. Light to import: a start calls it before anything is written.
"""

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
"""What of a register's folder is this program's: somebody may keep more there."""


def keep_to_ourselves() -> None:
    """From now on others may neither read nor list what this process makes."""
    if os.name == "posix":
        os.umask(OTHERS)


def tighten(folder: Path) -> None:
    """Take the rights of others from a register's folder and what is ours in it, as far as it is this user's. No link
    is followed."""
    if os.name != "posix":
        return
    with suppress(OSError):
        if not stat.S_ISLNK(folder.lstat().st_mode) and not folder.stat().st_mode & stat.S_ISVTX:
            tighten_one(folder)
        for path in _ours(folder):
            tighten_one(path)


def tighten_one(path: Path) -> None:
    """The same of one file or folder. What is another user's, or is not there, stays as it is."""
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
