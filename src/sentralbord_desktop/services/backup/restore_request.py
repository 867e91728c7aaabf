"""The request to restore a backup at the next start: a file beside the register, which need not be open."""

import os
import re
from datetime import datetime
from pathlib import Path

from sentralbord_desktop.domain.backup import Backup
from sentralbord_desktop.domain.errors import BackupError, BackupSpaceError, SwitchboardError
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.storage.backup import backup
from sentralbord_desktop.storage.backup.backup import FOLDER
from sentralbord_desktop.storage.backup.restore import Steps, asked_again, begun, bring_back, put_back
from sentralbord_desktop.system.paths import not_written, put_aside
from sentralbord_desktop.system.small_file import small_text

REQUEST = "hent-kopi.txt"
"""The request file beside the register: the name of the backup to restore."""
NOT_A_REQUEST = (
    f"Filen «{REQUEST}» sier ikke hvilken sikkerhetskopi som skal hentes, og er lagt til side. Registeret er ikke rørt. Prøv "
    "igjen, og velg kopien en gang til."
)

NO_BACKUP_THERE = "Det er ingen hel sikkerhetskopi i mappen. Velg mappen som heter «kopier», eller en av kopiene i den."


def ask_for(register: Path, wanted: Backup) -> None:
    """Request a restore before the register is opened at the next start. Raises SwitchboardError."""
    try:
        asked_again(register.parent)
        (register.parent / REQUEST).write_text(wanted.name, encoding="utf-8")
    except OSError as error:
        raise not_written(register.parent, error) from None


def ask_for_one_in(place: Path, register: Path) -> None:
    """Take the newest whole backup of `place`, which is one or holds several, in among those of `register`, and request
    it. Raises BackupError where there is none."""
    folder = place.parent if (place / backup.CONTENTS_FILE).exists() else place
    wanted = [one for one in backup.found(folder) if place in (folder, folder / one.name)]
    whole = next((one for one in wanted if backup.is_whole(folder, one)), None)
    if whole is None:
        raise BackupError(NO_BACKUP_THERE)
    ask_for(register, backup.taken_in(folder, whole, register.parent / FOLDER))


def name_asked_for(request: Path) -> str:
    """The name in the request file, «» without one. Raises BackupError for an invalid file, which is moved aside."""
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
    """The backups of a register that may not be open, newest first."""
    return backup.found(register.parent / FOLDER)


def is_whole(register: Path, wanted: Backup) -> bool:
    """Whether a backup of `usable` is unchanged."""
    return backup.is_whole(register.parent / FOLDER, wanted)


def bring_back_if_asked(register: Path, at: datetime, progress: Progress) -> Steps | None:
    """Restore the requested backup before the register is opened. Returns the steps of a restore that is not carried
    over yet, None without one. Raises BackupError and ImportCancelledError.

    The request is deleted when it is refused, or by `log_restore`: an interrupted restore resumes.
    """
    request = register.parent / REQUEST
    if not (name := name_asked_for(request)):
        return _left_of_return(register.parent)
    if (steps := begun(register.parent)) is not None and steps.placed and steps.name == name:
        return steps
    wanted = next((backup for backup in usable(register) if backup.name == name), None)
    try:
        if wanted is None:
            raise BackupError(
                "Sikkerhetskopien som skulle hentes, er borte. Registeret er ikke rørt. Start på nytt, og velg en annen kopi."
            )
        return bring_back(register, register.parent / FOLDER, wanted, at, progress)
    except BackupSpaceError:  # the request is kept for another try
        put_back(register.parent)
        raise
    except SwitchboardError:
        put_back(register.parent)
        request.unlink(missing_ok=True)
        raise


def _left_of_return(home: Path) -> Steps | None:
    """Without a request: the steps of a restore that is not carried over; an unfinished one is put back."""
    steps = begun(home)
    return steps if steps is not None and steps.placed else put_back(home)
