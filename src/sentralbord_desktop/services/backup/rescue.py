"""Rescues what is readable of a damaged register, including one that cannot be opened."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sentralbord_desktop.domain.backup import Backup, Salvaged
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.services.backup.restore_request import ask_for
from sentralbord_desktop.storage.backup import backup
from sentralbord_desktop.storage.backup.backup import FOLDER
from sentralbord_desktop.storage.backup.salvage import salvage
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, Key, KeySlots


class Rescued(NamedTuple):
    backup: Backup
    salvaged: Salvaged


def rescue(register: Path, key: Key, at: datetime, progress: Progress) -> Rescued:
    """Save what is readable of a damaged register as a backup; the file is only read. Raises BackupError."""
    done: list[Salvaged] = []
    made = backup.kept(
        lambda target, watched: done.append(salvage(register, target, key, watched)),
        key,
        register.parent / SLOT_FILE,
        register.parent / FOLDER,
        at,
        "berget",
        progress,
    )
    return Rescued(made, done[0])


def rescue_here(register: Path, at: datetime) -> Backup:
    """`rescue` with the key of this PC, restored at the next start. Raises SwitchboardError."""
    made = rescue(register, KeySlots(register).key(), at, Progress()).backup
    ask_for(register, made)
    return made
