"""Restores a backup in place of the register, in steps that can be interrupted and resumed.

The planned moves are written and synced before the first file is moved. The next start then knows of each file whether
it is old or new, also after a power cut:

    no steps file         the register is unchanged
    steps file            files are moved or not; the rest is repeated
    steps file, placed    the backup is in place; data from the old register has not been carried over

The steps file is deleted after the carry-over (`storage/privacy/access_log.py`), which is recorded in the register.
"""

import json
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import Any

from sentralbord_desktop.domain.backup import Backup
from sentralbord_desktop.domain.errors import FULL, BackupError, BackupSpaceError
from sentralbord_desktop.domain.progress import ImportCancelledError, Progress
from sentralbord_desktop.storage.backup.backup import REGISTER_FILE, check_of
from sentralbord_desktop.storage.backup.unfinished_files import copied, sync_folder, synced, write_whole
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE
from sentralbord_desktop.storage.encryption.register_kind import other_kind
from sentralbord_desktop.storage.engine.wal_marker import ASIDE, WalMarker
from sentralbord_desktop.system.paths import NO_ROOM_LEFT, put_aside
from sentralbord_desktop.system.small_file import small_text

STEPS_FILE = "hent-kopi-trinn.json"
OF_A_REGISTER = (REGISTER_FILE, f"{REGISTER_FILE}-wal", f"{REGISTER_FILE}-shm", f"{REGISTER_FILE}-okt")
NO_KEY_FILE = "Nøkkelfilen i kopien kan ikke leses. Velg en annen kopi."


@dataclass(frozen=True)
class Steps:
    """`aside`: folder of the previous register; `moves`: names of the files moved there; `earlier`: such folders of
    restores after which the register was never opened."""

    name: str
    title: str
    aside: str
    moves: tuple[str, ...] = ()
    new_slots: bool = False
    placed: bool = False
    earlier: tuple[str, ...] = ()

    @property
    def all_aside(self) -> tuple[str, ...]:
        return (*self.earlier, self.aside) if self.aside else self.earlier


def begun(home: Path) -> Steps | None:
    """The steps of an unfinished restore; None without a valid steps file."""
    try:
        kept = json.loads(small_text(home / STEPS_FILE))
        steps = Steps(**{**kept, "moves": tuple(kept["moves"]), "earlier": tuple(kept["earlier"])})
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    names: tuple[Any, ...] = (steps.name, steps.title, *steps.moves, *steps.all_aside)
    is_ours = all(isinstance(name, str) and Path(name).name == name for name in names)
    return steps if is_ours else None


def bring_back(register: Path, folder: Path, backup: Backup, at: datetime, progress: Progress | None = None) -> Steps:
    """Put the backup in place of `register` (a closed file). The previous files are moved aside, not changed or
    deleted. Resumes an interrupted restore of the same backup. Raises BackupError and ImportCancelledError; then all
    files are back in place."""
    home, steps = register.parent, begun(register.parent)
    if steps is None:
        _lay_aside(home)
    if steps is not None and steps.placed and steps.name == backup.name:
        return steps
    if steps is not None and steps.name != backup.name:
        steps = put_back(home)
    source = folder / backup.name
    if check_of(source / SLOT_FILE) is None:  # nothing is moved for a missing key
        put_back(home)
        raise BackupError(NO_KEY_FILE)
    if why := other_kind(home, source):
        put_back(home)
        raise BackupError(why)
    try:
        if steps is None or not _is_exchanged(home, steps):
            copied(source / REGISTER_FILE, _new(register), backup.sha256, progress or Progress())
        if steps is None or not steps.name:
            steps = _planned(home, source, backup, at, steps)
            _write(home, steps)
        _exchange(register, source, steps, at)
        steps = replace(steps, placed=True)
        _write(home, steps)
    except ImportCancelledError:
        put_back(home)
        raise
    except OSError as error:
        put_back(home)
        if error.errno in NO_ROOM_LEFT:
            raise BackupSpaceError(FULL) from None
        raise BackupError(
            f"Får ikke hentet kopien til {home}. Det som var der, er ikke slettet. Prøv igjen, eller spør IT."
        ) from None
    return steps


def put_back(home: Path) -> Steps | None:
    """Move the files back, unless the backup is in place already. Returns what is still to be carried over from
    earlier restores. A locked file does not prevent the others."""
    steps = begun(home)
    for half in (_new(home / REGISTER_FILE), _new(home / SLOT_FILE)):
        with suppress(OSError):
            half.unlink(missing_ok=True)
    if steps is None:
        _lay_aside(home)
        return None
    rest = Steps("", steps.title, "", earlier=steps.all_aside if steps.placed else steps.earlier)
    if not steps.placed:
        aside = home / ASIDE / steps.aside
        for name in reversed(steps.moves):
            with suppress(OSError):
                if (aside / name).exists():
                    (aside / name).replace(home / name)
        if REGISTER_FILE not in steps.moves and steps.name:  # there was no register before
            with suppress(OSError):
                (home / REGISTER_FILE).unlink(missing_ok=True)
        with suppress(OSError):
            aside.rmdir()
    with suppress(OSError):
        if rest.earlier:
            _write(home, rest)
            return rest
        forget(home)
    return None


def _lay_aside(home: Path) -> None:
    """Move an invalid steps file aside, because it blocks the next one."""
    if os.path.lexists(home / STEPS_FILE):
        with suppress(OSError):
            put_aside(home / STEPS_FILE)


def asked_again(home: Path) -> None:
    """Forget a finished placement, so that choosing the same backup again fetches it again."""
    steps = begun(home)
    if steps is not None and steps.placed:
        put_back(home)


def forget(home: Path) -> None:
    (home / STEPS_FILE).unlink(missing_ok=True)
    sync_folder(home)


def _planned(home: Path, source: Path, backup: Backup, at: datetime, before: Steps | None) -> Steps:
    first = f"{at.astimezone(UTC):%Y-%m-%dT%H%M%S}-{backup.name}"
    names = chain([first], (f"{first}-{number}" for number in count(2)))
    aside = next(name for name in names if not (home / ASIDE / name).exists())
    new_slots = check_of(home / SLOT_FILE) != check_of(source / SLOT_FILE)
    files: Sequence[str] = (*OF_A_REGISTER, SLOT_FILE) if new_slots else OF_A_REGISTER
    return Steps(
        backup.name,
        backup.title,
        aside,
        tuple(name for name in files if (home / name).exists()),
        new_slots,
        earlier=before.earlier if before else (),
    )


def _is_exchanged(home: Path, steps: Steps) -> bool:
    is_moved = REGISTER_FILE not in steps.moves or (home / ASIDE / steps.aside / REGISTER_FILE).exists()
    return bool(steps.name) and is_moved and (home / REGISTER_FILE).exists()


def _exchange(register: Path, source: Path, steps: Steps, at: datetime) -> None:
    home, aside = register.parent, register.parent / ASIDE / steps.aside
    aside.mkdir(parents=True, exist_ok=True)
    for name in steps.moves:
        if (home / name).exists() and not (aside / name).exists():
            (home / name).replace(aside / name)
    for folder in (aside, aside.parent, home):
        sync_folder(folder)
    if steps.new_slots:
        new = _new(home / SLOT_FILE)
        shutil.copy2(source / SLOT_FILE, new)
        synced(new)
        new.replace(home / SLOT_FILE)
    if _new(register).exists():
        _new(register).replace(register)
    WalMarker(register).accept(at)
    sync_folder(home)


def _new(file: Path) -> Path:
    return file.with_name(f"{file.name}.hentet")


def _write(home: Path, steps: Steps) -> None:
    write_whole(home / STEPS_FILE, json.dumps(asdict(steps)))
