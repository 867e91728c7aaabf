"""Backups of the open register: taken daily and by hand, checked, copied to a second folder, and restored."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from sentralbord_desktop.domain.backup import Backup, Reason, is_due, spare
from sentralbord_desktop.domain.errors import BackupError, SwitchboardError
from sentralbord_desktop.domain.progress import Cancel, Progress, ReportProgress
from sentralbord_desktop.services.backup.rescue import Rescued, rescue
from sentralbord_desktop.services.backup.restore_request import ask_for
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage import settings
from sentralbord_desktop.storage.backup import backup, copies
from sentralbord_desktop.storage.backup.backup import FOLDER
from sentralbord_desktop.storage.backup.unfinished_files import forget_halves
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, Key, KeySlots
from sentralbord_desktop.storage.encryption.register_kind import other_kind
from sentralbord_desktop.storage.engine.schema_version import SchemaVersion
from sentralbord_desktop.storage.privacy import erased_in_copies
from sentralbord_desktop.system.paths import is_writable

SETTING = "sikkerhetskopi"
SECOND = "backup.folder"
ON_SERVER = "Registeret ligger på en felles tjener. Der tar IT sikkerhetskopiene."


class FoundBackup(NamedTuple):
    folder: Path
    backup: Backup


class BackupService(Service):
    """Methods may take seconds and are not called on the GUI thread."""

    def __init__(self, operator_session: OperatorSession, register: Path) -> None:
        super().__init__(operator_session)
        self._register = register
        self.folder = register.parent / FOLDER
        self._checked: set[str] = set()
        """SHA-256 of the backups verified since the program started."""

    @property
    def is_possible(self) -> bool:
        return not self._database.is_server

    def found(self) -> list[Backup]:
        return backup.found(self.folder)

    def second(self) -> str:
        """The folder that gets a copy of each backup, «» without one."""
        if self.policies.locks(SECOND):
            return self.policies.text(SECOND)
        with self._database.reading() as session:
            return str(settings.setting(session, SETTING).get("second", ""))

    def second_folder(self) -> Path | None:
        """The subfolder of this register in `second`, which several PCs may share."""
        second = self.second()
        return Path(second) / f"register-{self._database.key.check[:12]}" if second else None

    def save_second(self, folder: str) -> None:
        """Administrators only. Raises NotAllowedError, and BackupError when the folder is not writable."""
        self._operator_session.require("administrator")
        wanted = folder.strip()
        if wanted:
            self._refuse_place(Path(wanted))
        with self._database.transaction() as session:
            settings.save_setting(session, SETTING, {"second": wanted})
            self._operator_session.log(session, "endret innstilling", "sted for sikkerhetskopier")

    def _refuse_place(self, place: Path) -> None:
        """Raise BackupError for a relative or unwritable path, and for one inside the register's folder."""
        if not place.is_absolute():
            raise BackupError("Skriv hele adressen til mappen, med disken eller tjeneren først.")
        if place.resolve().is_relative_to(self._register.parent.resolve()):
            raise BackupError("Der ligger registeret selv. Velg en mappe på en annen disk.")
        if not is_writable(place):
            raise BackupError(f"Får ikke skrevet i {place}. Velg en annen mappe.")

    def take(
        self, why: Reason = "for_haand", *, progress: ReportProgress | None = None, cancel: Cancel | None = None
    ) -> Backup:
        """Take, verify and copy a backup, then delete spare ones. Raises BackupError and ImportCancelledError."""
        task_progress, second = Progress(progress, cancel), self.second_folder()
        made = self._taken(why, task_progress.part(0, 2) if second else task_progress)
        self._tidy(self.folder)
        if second:
            backup.copy(self.folder, made, second, task_progress.part(1, 2))
            self._tidy(second)
        return made

    def take_before_import(self, *, cancel: Cancel | None = None) -> Backup | None:
        """A backup before a file changes the register; None on a server, and where no key file lies beside it."""
        if not self.is_possible or not (self._register.parent / SLOT_FILE).exists():
            return None
        return self.take("import", cancel=cancel)

    def daily(self) -> Backup | None:
        """Take today's backup; None when it exists."""
        if not self.is_possible:
            return None
        self.reach_copies()
        if is_due(self._own(), self._operator_session.clock()):
            return self.take("daglig")
        self._follow_up()
        return None

    def reach_copies(self) -> int:
        """Erase pending members from every copy, and delete copies older than a year. Returns how many copies could
        not be written to. Repeated later while the second folder is away."""
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
        """Folders with copies of this register, including manual ones."""
        second = self.second()
        return [self._register.parent, *([Path(second)] if second else [])]

    def renew_slots(self) -> None:
        """Let every copy be opened by the current code and passphrase only."""
        copies.renew_slots(self._places(), self._register, self._register.parent / SLOT_FILE)

    def _own(self) -> list[Backup]:
        """The complete backups of this register, without those of other registers and rescued ones."""
        check = self._database.key.check
        return [
            one
            for one in self.found()
            if one.why != "berget"
            and (self.folder / one.name / backup.REGISTER_FILE).exists()
            and backup.check_of(self.folder / one.name / SLOT_FILE) == check
        ]

    def _follow_up(self) -> None:
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
        """Open and verify each backup; name -> what is wrong, «» when usable. Raises ImportCancelledError."""
        wanted = self.found() if backups is None else backups
        task_progress, key = Progress(progress, cancel), self._database.key
        return {
            b.name: backup.fault(self.folder, b, key, task_progress.part(number, len(wanted)))
            for number, b in enumerate(wanted)
        }

    def elsewhere(self, place: Path) -> list[FoundBackup]:
        """The backups in `place` and up to two folders down, newest first."""
        folders = {
            file.parent.parent
            for pattern in ("", "*/", "*/*/")
            for file in place.glob(f"{pattern}{backup.CONTENTS_FILE}")
        }
        lying = [FoundBackup(folder, one) for folder in folders for one in backup.found(folder)]
        inside = [each for each in lying if (each.folder / each.backup.name).is_relative_to(place)]
        return sorted(inside, key=lambda each: (each.backup.made, each.backup.name), reverse=True)

    def needs_words(self, folder: Path, wanted: Backup) -> bool:
        """Whether it is of another register and needs that one's code or passphrase."""
        if backup.check_of(folder / wanted.name / SLOT_FILE) in (self._database.key.check, None):
            return False
        return self._kept_key(folder, wanted) is None

    def _kept_key(self, folder: Path, wanted: Backup) -> Key | None:
        """The key of another register from the keyring of this PC; None without one."""
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
        """Restore this backup at the next start, when the register is closed. `words`: recovery code or passphrase of
        another register. The register is backed up first; no spare backup is deleted, as `wanted` may be one.

        Raises BackupError for an unusable backup, RecoveryCodeError and WrongKeyError for wrong words, NotAllowedError
        for others than an administrator, and ImportCancelledError; then no restore is requested.
        """
        self._operator_session.require("administrator")
        task_progress = Progress(progress, cancel)
        there = folder or self.folder
        if why := other_kind(self._register.parent, there / wanted.name):
            raise BackupError(why)
        key = self._key_of(there, wanted, words)
        if why := backup.fault(there, wanted, key, task_progress.part(0, 3), self._checked):
            raise BackupError(f"Kopien kan ikke brukes. {why} Velg en annen.")
        if SchemaVersion(wanted.revision).is_newer:
            raise BackupError("Kopien er laget av en nyere versjon av Sentralbord. Oppdater programmet først.")
        if there != self.folder:
            wanted = backup.taken_in(there, wanted, self.folder, task_progress.quiet)
        if key != self._database.key:
            KeySlots(self.folder / wanted.name / backup.REGISTER_FILE).rearm(key)
        with suppress(backup.NotWholeError):  # a damaged register is moved aside, not deleted
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

    def rescue(self, *, progress: ReportProgress | None = None, cancel: Cancel | None = None) -> Rescued:
        """Save what is readable of a damaged register as a backup. Raises BackupError and ImportCancelledError."""
        self._operator_session.require("administrator")
        if not self.is_possible:
            raise BackupError(ON_SERVER)
        return rescue(self._register, self._database.key, self._operator_session.clock(), Progress(progress, cancel))

    def _taken(self, why: Reason, progress: Progress) -> Backup:
        if not self.is_possible:
            raise BackupError(ON_SERVER)
        self._database.check_standing()  # otherwise the backup may get another register's key file
        slots = self._register.parent / SLOT_FILE
        made = backup.take(self._database, slots, self.folder, self._operator_session.clock(), why, progress)
        self._checked.add(made.sha256)
        return made

    def _tidy(self, folder: Path) -> None:
        backup.erase(folder, spare(backup.found(folder), self._operator_session.clock()))
