"""The backup that the next start restores: named by a file beside the register, of a register that may not be open."""

import os
import re
from pathlib import Path

from sentralbord_desktop.domain.backup.backup import Backup
from sentralbord_desktop.domain.errors import BackupError
from sentralbord_desktop.storage.backup import backup
from sentralbord_desktop.storage.backup.backup import FOLDER
from sentralbord_desktop.storage.backup.restore import asked_again
from sentralbord_desktop.system.paths import not_written, put_aside
from sentralbord_desktop.system.small_file import small_text

REQUEST = "hent-kopi.txt"
"""A file beside the register: the name of the backup that the next start restores."""
NOT_A_REQUEST = (
    f"Filen «{REQUEST}» sier ikke hvilken sikkerhetskopi som skal hentes, og er lagt til side. Registeret er ikke rørt. Prøv "
    "igjen, og velg kopien en gang til."
)


def ask_for(register: Path, wanted: Backup) -> None:
    """Restore this backup at the next start, before the register is opened. Raises SwitchboardError."""
    try:
        asked_again(register.parent)
        (register.parent / REQUEST).write_text(wanted.name, encoding="utf-8")
    except OSError as error:
        raise not_written(register.parent, error) from None


def name_asked_for(request: Path) -> str:
    """The backup that the file of `ask_for` names, «» without such a file. A file that names none, or cannot be read, is
    put aside, so that the register opens at the start after; raises BackupError, once."""
    if not os.path.lexists(request):
        return ""
    try:
        name = small_text(request).strip()
    except (OSError, ValueError):
        name = ""
    if not re.fullmatch(r"[\w-]+", name):
        try:
            put_aside(request)
        except OSError as error:
            raise not_written(request.parent, error) from None
        raise BackupError(NOT_A_REQUEST)
    return name


def usable(register: Path) -> list[Backup]:
    """The backups of a register that cannot be opened itself; the newest first."""
    return backup.found(register.parent / FOLDER)


def is_whole(register: Path, wanted: Backup) -> bool:
    """Whether a backup of `usable` is as it was taken."""
    return backup.is_whole(register.parent / FOLDER, wanted)
