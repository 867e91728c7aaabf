"""Backups: daily by themselves, by hand, checked, in a second place, and brought back."""

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sentralbord_desktop.domain.backup.backup import Backup, Reason, Salvaged, is_due, spare
from sentralbord_desktop.domain.errors import BackupError, SwitchboardError
from sentralbord_desktop.domain.policies.policies import Policies
from sentralbord_desktop.domain.progress import Cancel, Progress, ReportProgress
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage import settings
from sentralbord_desktop.storage.backup import backup, copies
from sentralbord_desktop.storage.backup.restore import asked_again
from sentralbord_desktop.storage.backup.salvage import salvage
from sentralbord_desktop.storage.backup.unfinished_files import forget_halves
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, Key, KeySlots
from sentralbord_desktop.storage.encryption.register_kind import other_kind
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.engine.schema_version import HEAD
from sentralbord_desktop.storage.privacy import erased_in_copies
from sentralbord_desktop.system.paths import is_writable, not_written, put_aside
from sentralbord_desktop.system.small_file import small_text

FOLDER = "kopier"
SETTING = "sikkerhetskopi"
SECOND = "backup.folder"
ON_SERVER = "Registeret ligger på en felles tjener. Der tar IT sikkerhetskopiene."


class BackupService:
    """Each method may take seconds: never on the GUI thread."""

    def __init__(
        self, database: Database, operator_session: OperatorSession, policies: Policies, register: Path
    ) -> None:
        self._database = database
        self._operator_session = operator_session
        self.policies = policies
        self._register = register
        self.folder = register.parent / FOLDER
        self._checked: set[str] = set()
        """The sums of what was checked since this program started."""

    @property
    def is_possible(self) -> bool:
        return not self._database.is_server

    def found(self) -> list[Backup]:
        """The newest first."""
        return backup.found(self.folder)

    def second(self) -> str:
        """The folder that gets a copy of each backup, «» when there is none."""
        if self.policies.locks(SECOND):
            return self.policies.text(SECOND)
        with self._database.reading() as session:
            return str(settings.setting(session, SETTING).get("second", ""))

    def second_folder(self) -> Path | None:
        """Where in it the backups of this register are: several PCs may share the place, and none may let
        go of another's."""
        second = self.second()
        return Path(second) / f"register-{self._database.key.check[:12]}" if second else None

    def save_second(self, folder: str) -> None:
        """By an administrator. Raises NotAllowedError, and BackupError when nothing can be written there."""
        self._operator_session.require("administrator")
        wanted = folder.strip()
        if wanted:
            self._refuse_place(Path(wanted))
        with self._database.transaction() as session:
            settings.save_setting(session, SETTING, {"second": wanted})
            self._operator_session.log(session, "endret innstilling", "sted for sikkerhetskopier")

    def _refuse_place(self, place: Path) -> None:
        """A place that may be another one at the next start, or that is lost with the register, is none."""
        if not place.is_absolute():
            raise BackupError("Skriv hele adressen til mappen, med disken eller tjeneren først.")
        if place.resolve().is_relative_to(self._register.parent.resolve()):
            raise BackupError("Der ligger registeret selv. Velg en mappe på en annen disk.")
        if not is_writable(place):
            raise BackupError(f"Får ikke skrevet i {place}. Velg en annen mappe.")

    def take(
        self, why: Reason = "for_haand", *, progress: ReportProgress | None = None, cancel: Cancel | None = None
    ) -> Backup:
        """Take, check and copy one; then let the spare ones go. Raises BackupError, and ImportCancelledError when
        cancelled; then nothing of it is left."""
        task_progress, second = Progress(progress, cancel), self.second_folder()
        made = self._taken(why, task_progress.part(0, 2) if second else task_progress)
        self._tidy(self.folder)
        if second:
            backup.copy(self.folder, made, second, task_progress.part(1, 2))
            self._tidy(second)
        return made

    def daily(self) -> Backup | None:
        """The one of today, when it has not been taken; None when there is nothing to do."""
        if not self.is_possible:
            return None
        self.reach_copies()
        if is_due(self._own(), self._operator_session.clock()):
            return self.take("daglig")
        self._follow_up()
        return None

    def reach_copies(self) -> int:
        """What was erased is taken out of every copy, and what is older than a year goes, whatever it is called.
        Gives how many copies could not be written to. While the second place is away, it is done again later."""
        for folder in filter(None, (self.folder, self.second_folder())):
            forget_halves(folder)
        places, key = self._places(), self._database.key
        copies.let_old_go(places, self._register, key, self._operator_session.clock())
        with self._database.reading() as session:
            marks = erased_in_copies.asked_for(session)
        if not marks:
            return 0
        left = copies.without(places, self._register, key, marks, Progress())
        second = self.second()
        if not second or Path(second).is_dir():
            with self._database.transaction() as session:
                erased_in_copies.done(session, len(marks))
        return left

    def _places(self) -> list[Path]:
        """Where copies of this register lie, also such as somebody took by hand."""
        second = self.second()
        return [self._register.parent, *([Path(second)] if second else [])]

    def renew_slots(self) -> None:
        """Every copy is opened by the code and the words of today, and by no older ones."""
        copies.renew_slots(self._places(), self._register, self._register.parent / SLOT_FILE)

    def _own(self) -> list[Backup]:
        """Those that lie here whole, of this register as somebody used it: not another PC's that was brought in,
        nor what was saved of a damaged one."""
        check = self._database.key.check
        return [
            one
            for one in self.found()
            if one.why != "berget"
            and (self.folder / one.name / backup.REGISTER_FILE).exists()
            and backup.check_of(self.folder / one.name / SLOT_FILE) == check
        ]

    def _follow_up(self) -> None:
        """The second place gets what it did not get while it was away, or before an upgrade."""
        if second := self.second_folder():
            for made in self.found():
                backup.copy(self.folder, made, second)

    def drill(
        self,
        backups: Sequence[Backup] | None = None,
        *,
        progress: ReportProgress | None = None,
        cancel: Cancel | None = None,
    ) -> dict[str, str]:
        """Open and check each backup; name -> what is wrong, «» when it can be used. Raises ImportCancelledError."""
        wanted = self.found() if backups is None else backups
        task_progress, key = Progress(progress, cancel), self._database.key
        return {
            b.name: backup.fault(self.folder, b, key, task_progress.part(number, len(wanted)))
            for number, b in enumerate(wanted)
        }

    def elsewhere(self, place: Path) -> list[tuple[Path, Backup]]:
        """The backups in a folder that somebody points at, and one and two folders down, as another PC keeps
        them; each with the folder it lies in, the newest first."""
        folders = {
            file.parent.parent
            for pattern in ("", "*/", "*/*/")
            for file in place.glob(f"{pattern}{backup.CONTENTS_FILE}")
        }
        lying = [(folder, one) for folder in folders for one in backup.found(folder)]
        inside = [(folder, one) for folder, one in lying if (folder / one.name).is_relative_to(place)]
        return sorted(inside, key=lambda each: (each[1].made, each[1].name), reverse=True)

    def needs_words(self, folder: Path, wanted: Backup) -> bool:
        """Whether it is of another register, and is opened by the code or the words of that one."""
        if backup.check_of(folder / wanted.name / SLOT_FILE) in (self._database.key.check, None):
            return False
        return self._kept_key(folder, wanted) is None

    def _kept_key(self, folder: Path, wanted: Backup) -> Key | None:
        """The key of another register that was open on this PC before; its keyring has it still."""
        slots = KeySlots(folder / wanted.name / backup.REGISTER_FILE)
        try:
            return slots.key() if slots.exists else None
        except SwitchboardError:
            return None

    def restore(
        self,
        wanted: Backup,
        folder: Path | None = None,
        words: str = "",
        *,
        progress: ReportProgress | None = None,
        cancel: Cancel | None = None,
    ) -> None:
        """Ask for this backup at the next start, when the register is closed; from `folder`, by the recovery code
        or the passphrase of the PC it comes from when it is of another register. Raises BackupError when it
        cannot be used, RecoveryCodeError and WrongKeyError for wrong words, and NotAllowedError for others than an
        administrator. What there is now is backed up first, and none is let go for it: the wanted one may be the
        next to go. Raises ImportCancelledError when cancelled; then nothing is asked for."""
        self._operator_session.require("administrator")
        task_progress = Progress(progress, cancel)
        there = folder or self.folder
        if why := other_kind(self._register.parent, there / wanted.name):
            raise BackupError(why)
        key = self._key_of(there, wanted, words)
        if why := backup.fault(there, wanted, key, task_progress.part(0, 3), self._checked):
            raise BackupError(f"Kopien kan ikke brukes. {why} Velg en annen.")
        if wanted.revision > HEAD:
            raise BackupError("Kopien er laget av en nyere versjon av Sentralbord. Oppdater programmet først.")
        if there != self.folder:
            wanted = backup.taken_in(there, wanted, self.folder, task_progress.quiet)
        if key != self._database.key:
            KeySlots(self.folder / wanted.name / backup.REGISTER_FILE).rearm(key)
        with suppress(backup.NotWholeError):  # damaged: it is moved aside as it is, and not deleted
            self._taken("gjenoppretting", task_progress.rest(1, 3))
        ask_for(self._register, wanted)

    def _key_of(self, folder: Path, wanted: Backup, words: str) -> Key:
        if backup.check_of(folder / wanted.name / SLOT_FILE) == self._database.key.check:
            return self._database.key
        if kept := self._kept_key(folder, wanted):
            return kept
        slots = KeySlots(folder / wanted.name / backup.REGISTER_FILE)
        if backup.check_of(folder / wanted.name / SLOT_FILE) is None:
            raise BackupError("Kopien kan ikke brukes. Nøkkelfilen kan ikke leses. Velg en annen.")
        if not words.strip():
            raise BackupError("Kopien er av et annet register. Skriv gjenopprettingskoden til det.")
        try:
            return slots.recover(words)
        except SwitchboardError:
            if not slots.has_passphrase:
                raise
            return slots.key(words)

    def rescue(
        self, *, progress: ReportProgress | None = None, cancel: Cancel | None = None
    ) -> tuple[Backup, Salvaged]:
        """What can be read of a damaged register, as a backup that can be brought back; the damaged file is
        only read. Raises BackupError when nothing can, NotAllowedError, and ImportCancelledError."""
        self._operator_session.require("administrator")
        if not self.is_possible:
            raise BackupError(ON_SERVER)
        return rescue(self._register, self._database.key, self._operator_session.clock(), Progress(progress, cancel))

    def _taken(self, why: Reason, progress: Progress) -> Backup:
        if not self.is_possible:
            raise BackupError(ON_SERVER)
        self._database.check_standing()  # else with another's key beside it, and among another's
        slots = self._register.parent / SLOT_FILE
        made = backup.take(self._database, slots, self.folder, self._operator_session.clock(), why, progress)
        self._checked.add(made.sha256)
        return made

    def _tidy(self, folder: Path) -> None:
        backup.erase(folder, spare(backup.found(folder), self._operator_session.clock()))


REQUEST = "hent-kopi.txt"
"""Beside the register: the name of the backup that the next start shall bring back."""
NOT_A_REQUEST = (
    f"Filen «{REQUEST}» sier ikke hvilken sikkerhetskopi som skal hentes, og er lagt til side. Registeret er ikke rørt. Prøv "
    "igjen, og velg kopien en gang til."
)


def rescue(register: Path, key: Key, at: datetime, progress: Progress) -> tuple[Backup, Salvaged]:
    """`BackupService.rescue`, also of a register that cannot be opened."""
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
    return made, done[0]


def rescue_here(register: Path, at: datetime) -> Backup:
    """`rescue` by the key that this PC keeps, to be brought back at the next start. Raises SwitchboardError."""
    made, _ = rescue(register, KeySlots(register).key(), at, Progress())
    ask_for(register, made)
    return made


def ask_for(register: Path, wanted: Backup) -> None:
    """The next start brings this one back, before it opens the register. Raises SwitchboardError."""
    try:
        asked_again(register.parent)
        (register.parent / REQUEST).write_text(wanted.name, encoding="utf-8")
    except OSError as error:
        raise not_written(register.parent, error) from None


def name_asked_for(request: Path) -> str:
    """Which backup the file of `ask_for` names. One that names none, or cannot be read, is put aside, for else the
    register would never open again; raises BackupError, once. «» where nobody asked."""
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
    """What can be brought back where the register itself cannot be opened; the newest first."""
    return backup.found(register.parent / FOLDER)


def is_whole(register: Path, wanted: Backup) -> bool:
    """Whether a backup of `usable` is as it was taken."""
    return backup.is_whole(register.parent / FOLDER, wanted)
