"""Whether a register is for practice, according to its slot file. Practice has no PIN and no lock, so it must not
open a register with a wrapped key, or create one where a real one is, was, or will be."""

import os
from pathlib import Path

from sentralbord_desktop.domain.errors import KeyMissingError, RegisterKindError
from sentralbord_desktop.domain.text.word_list import word_list
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
SIGNS_OF_ANOTHER = word_list(
    "sentralbord.db* felles-register* venter*.db kopier tjenerkopi lagt-til-side hent-kopi.txt"
)
"""Files beside a real register, also without its slot file: no practice register is created there."""


def require_kind(register: Path, *, practice: bool, real_home: Path | None = None) -> None:
    """Raises RegisterKindError when the register is of the other kind. Call before any file in the folder is opened,
    moved or created. `real_home` is the folder of this PC's real register, existing or not.

    An unreadable slot file is refused for practice only; otherwise opening the register reports it, because a restore
    may be pending.
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
    """Whether two folder names, existing or not, are the same place."""
    return other is not None and os.path.normcase(folder.resolve()) == os.path.normcase(other.resolve())


def other_kind(home: Path, source: Path) -> str:
    """Why the backup does not fit: practice and real registers are not mixed; «» when it does."""
    ours, theirs = _kind(home), _kind(source)
    return "" if ours == theirs or None in (ours, theirs) else OTHER_KIND


def _kind(folder: Path) -> bool | None:
    try:
        return KeySlots(folder / SLOT_FILE).is_practice
    except KeyMissingError:
        return None
