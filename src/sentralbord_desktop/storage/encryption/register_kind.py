"""Whether a register is one to practise in: what its slot file says, and nothing that somebody asks for.

Practice has no PIN and no lock, for nobody in it is real. So it opens no register whose key is kept from others,
and makes none where a real one is, was, or will be.
"""

import os
from pathlib import Path

from sentralbord_desktop.domain.errors import KeyMissingError, RegisterKindError
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, KeySlots

NOT_PRACTICE = (
    "Registeret i {folder} er ikke et øvingsregister, og åpnes ikke med «--practice». Det er ikke rørt. Start uten "
    "«--practice», eller velg en annen mappe."
)
IS_PRACTICE = (
    "I {folder} ligger et øvingsregister, og det åpnes bare for øving. Det er ikke rørt. Start med «--practice», eller "
    "velg mappen med registeret."
)
UNKNOWN = (
    f"Nøkkelfilen «{SLOT_FILE}» i {{folder}} mangler eller kan ikke leses, så det åpnes ikke for øving. Ingenting er rørt. Er "
    "dette øvingsregisteret, flytt mappen til side, så lages et nytt. Ellers: start uten «--practice», eller spør IT."
)
OTHER_KIND = "Øving og det virkelige registeret blandes ikke. Registeret er ikke rørt. Velg en annen kopi."
SIGNS_OF_ANOTHER = (
    "sentralbord.db*",
    "felles-register*",
    "venter*.db",
    "kopier",
    "tjenerkopi",
    "lagt-til-side",
    "hent-kopi.txt",
)
"""What lies beside a register that is real, also when its slot file is gone: no practice is made there."""


def require_kind(register: Path, *, practice: bool, real_home: Path | None = None) -> None:
    """Before anything in the folder is opened, moved or made. Raises RegisterKindError where the register is not of the
    kind that was asked for. `real_home` is where this PC's real register belongs, there or not.

    A slot file that cannot be read is nothing to practise with; as a real one it is told of when it is opened, for a
    backup may be on its way there.
    """
    slots, folder = KeySlots(register), register.parent
    if not slots.exists:
        if practice and is_same(folder, real_home):
            raise RegisterKindError(NOT_PRACTICE.format(folder=folder))
        if practice and _is_taken(folder):
            raise RegisterKindError(UNKNOWN.format(folder=folder))
        return
    try:
        is_practice = slots.is_practice
    except KeyMissingError:
        if practice:
            raise RegisterKindError(UNKNOWN.format(folder=folder)) from None
        return
    if is_practice != practice:
        raise RegisterKindError((NOT_PRACTICE if practice else IS_PRACTICE).format(folder=folder))


def _is_taken(folder: Path) -> bool:
    return any(True for pattern in SIGNS_OF_ANOTHER for _ in folder.glob(pattern))


def is_same(folder: Path, other: Path | None) -> bool:
    """Whether two names, of folders that need not be there, are of one place."""
    return other is not None and os.path.normcase(folder.resolve()) == os.path.normcase(other.resolve())


def other_kind(home: Path, source: Path) -> str:
    """Why a backup of a practice register is not for a real one, nor the other way round; «» where it may be."""
    ours, theirs = _kind(home), _kind(source)
    return "" if ours == theirs or None in (ours, theirs) else OTHER_KIND


def _kind(folder: Path) -> bool | None:
    try:
        return KeySlots(folder / SLOT_FILE).is_practice
    except KeyMissingError:
        return None
