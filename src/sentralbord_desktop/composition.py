"""Builds the services over one register. Used by the window (app) and by IT's command (cli)."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sentralbord_desktop.domain.errors import (
    BackupError,
    BackupSpaceError,
    KeyMissingError,
    RegisterMissingError,
    SwitchboardError,
)
from sentralbord_desktop.domain.policies import NOTHING_DECIDED, Policies
from sentralbord_desktop.domain.register import Watch
from sentralbord_desktop.domain.times import ServerClock, now
from sentralbord_desktop.machine import register_folder
from sentralbord_desktop.own_only import tighten
from sentralbord_desktop.owner import account, current_user
from sentralbord_desktop.places import LOCK_FILE, not_written, refuse_network
from sentralbord_desktop.procedures.load import default_organisation, library
from sentralbord_desktop.services import giving_out
from sentralbord_desktop.services.availability import AvailabilityService
from sentralbord_desktop.services.backups import (
    FOLDER,
    REQUEST,
    BackupService,
    name_asked_for,
    usable,
)
from sentralbord_desktop.services.breaches import BreachService
from sentralbord_desktop.services.callbacks import CallbackService
from sentralbord_desktop.services.confirmations import ConfirmationService
from sentralbord_desktop.services.duplicates import DuplicateService
from sentralbord_desktop.services.house_files import HouseFiles
from sentralbord_desktop.services.import_history import ImportHistory
from sentralbord_desktop.services.inquiries import InquiryService
from sentralbord_desktop.services.live import LiveService
from sentralbord_desktop.services.local_copy import LocalCopyService
from sentralbord_desktop.services.meanwhile import Meanwhile
from sentralbord_desktop.services.members import MemberService
from sentralbord_desktop.services.notices import Notices
from sentralbord_desktop.services.office import Office
from sentralbord_desktop.services.organisation import OrganisationService
from sentralbord_desktop.services.outbox import OutboxService
from sentralbord_desktop.services.parking import ParkingService
from sentralbord_desktop.services.people import PeopleService
from sentralbord_desktop.services.placing import PlacingService
from sentralbord_desktop.services.practice import fill_practice
from sentralbord_desktop.services.practice_board import fill_board
from sentralbord_desktop.services.privacy import PrivacyService
from sentralbord_desktop.services.recovery import RecoveryService
from sentralbord_desktop.services.register import RegisterService
from sentralbord_desktop.services.retention import RetentionService
from sentralbord_desktop.services.returning import left_of_return, tell_of_return
from sentralbord_desktop.services.sender import Sender
from sentralbord_desktop.services.sending import SendingService
from sentralbord_desktop.services.settings import SettingsService
from sentralbord_desktop.services.shared_register import SharedRegisterService, shared_url
from sentralbord_desktop.services.shift import Clock, Shift
from sentralbord_desktop.services.statistics import StatisticsService
from sentralbord_desktop.services.takeover import TakeoverService
from sentralbord_desktop.services.telephone import TelephoneService
from sentralbord_desktop.services.waiting import WaitingRoom
from sentralbord_desktop.storage.backup import take
from sentralbord_desktop.storage.bringing_back import Steps, begun, bring_back, put_back
from sentralbord_desktop.storage.database import Database
from sentralbord_desktop.storage.halves import forget_halves
from sentralbord_desktop.storage.keys import SLOT_FILE, Key, KeySlots
from sentralbord_desktop.storage.kind import require_kind

DATABASE_FILE = "sentralbord.db"
NOT_MADE = "Den kan ha sagt hvor registeret er, så et nytt er ikke laget. Be IT rette den, og start på nytt."
SMALLEST_FILE = 16
"""A file without even its salt would be taken for a new one and filled with empty tables."""


def open_office(
    folder: Path, *, passphrase: str | None = None, practice: bool = False,
    clock: Clock | None = None, os_user: str | None = None, policies: Policies = NOTHING_DECIDED,
    code: str | None = None, alone: bool = False, without_log: bool = False,
    watch: Watch | None = None,
) -> Office:  # fmt: skip
    """Open (or at the very first start make) the register in `folder`. With `code`, the printed
    recovery code, the key is put into this PC's keyring again. `alone`: nobody else has it open,
    because the caller holds its lock. `without_log`: a person has decided to go on although the log
    beside the register is gone, or is not its own. `watch` is told while a backup is brought back.

    Raises PassphraseNeededError where there is no keyring, and other SwitchboardErrors with one
    Norwegian sentence each; a register that cannot be read is never written to.
    """
    path = folder / DATABASE_FILE
    require_kind(path, practice=practice, real_home=register_folder(policies, None, practice=False))
    tighten(folder)
    if not practice and (url := shared_url(policies, folder)):
        return build(Database.server(url), folder, clock=clock, os_user=os_user, policies=policies)
    refuse_network(folder)
    brought = None
    if alone or not (folder / LOCK_FILE).exists():
        brought = bring_back_if_asked(path, (clock or now)(), watch or Watch())
        require_kind(path, practice=practice)  # also what came back
        forget_halves(folder / FOLDER)
    slots = KeySlots(path)
    if without_log and (alone or not (folder / LOCK_FILE).exists()):
        Database.accept_log(path, (clock or now)())
    is_there = _is_there(path, slots)
    if not is_there and not practice and policies.doubt:
        raise SwitchboardError(f"{policies.doubt} {NOT_MADE}")
    database = Database.file(path, _key(slots, folder, passphrase, code, practice=practice))
    if is_there and not practice:
        _keep_before_upgrade(database, folder, (clock or now)())
    office = build(
        database,
        folder,
        practice=slots.is_practice,
        clock=clock,
        os_user=os_user,
        policies=policies,
    )
    with office.closed_on_failure():
        slots.confirm()
    if brought is not None:
        tell_of_return(office, brought)
    return office


def _keep_before_upgrade(database: Database, folder: Path, at: datetime) -> None:
    """A backup before the tables are changed; where it cannot be taken, the register is closed as it is."""
    try:
        if database.revision().is_older:
            take(database, folder / SLOT_FILE, folder / FOLDER, at, "oppgradering")
    except BaseException:
        database.close()
        raise


def open_meanwhile(
    folder: Path, policies: Policies, *, os_user: str | None = None, clock: Clock | None = None
) -> Meanwhile | None:
    """What can be done in the copy on this PC before the server of a shared register has answered; None where IT does
    not allow one, or there is none."""
    url = shared_url(policies, folder)
    if not url:
        return None
    database = Database.server(url)
    made = Meanwhile(database, folder, os_user or _who(database), clock or ServerClock(), policies,
                    lambda key: library().categories.title(key))  # fmt: skip
    if made.taken is not None:
        return made
    made.close()
    return None


def empty_register(folder: Path, *, passphrase: str | None = None) -> Database:
    """A new register without a row, to be moved into. Raises SwitchboardError where there is one."""
    path = folder / DATABASE_FILE
    slots = KeySlots(path)
    require_kind(path, practice=False)
    if path.exists() or (slots.exists and not slots.is_unfinished):
        raise SwitchboardError(f"I {folder} er det et register fra før. Velg en tom mappe.")
    database = Database.file(path, _key(slots, folder, passphrase, None, practice=False))
    database.migrate()
    slots.confirm()
    return database


def forget_register(folder: Path) -> None:
    """Take an empty register away again, with its key: only what `empty_register` has just made."""
    for name in (DATABASE_FILE, f"{DATABASE_FILE}-wal", f"{DATABASE_FILE}-shm", f"{DATABASE_FILE}-okt",
                 SLOT_FILE):  # fmt: skip
        (folder / name).unlink(missing_ok=True)


def _is_there(path: Path, slots: KeySlots) -> bool:
    """Whether there is a register; raises RegisterMissingError where there only was one."""
    is_there = path.exists() and path.stat().st_size >= SMALLEST_FILE
    if not slots.exists and not is_there and usable(path):
        raise RegisterMissingError(
            f"Registeret mangler i {path.parent}, men sikkerhetskopiene er der. Hent den nyeste, eller spør "
            "IT. Et nytt, tomt register er ikke laget."
        )
    if slots.exists and not is_there and not slots.is_unfinished:
        raise RegisterMissingError(
            f"Registeret mangler i {path.parent}, men nøkkelfilen «{SLOT_FILE}» er der. Hent registeret "
            "fra sikkerhetskopien, eller spør IT. Et nytt, tomt register er ikke laget."
        )
    return is_there


def _key(
    slots: KeySlots, folder: Path, passphrase: str | None, code: str | None, *, practice: bool
) -> Key:
    """By what this PC knows, or by the printed code, which this PC knows from then on."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if code is None:
            return slots.key(passphrase, practice=practice)
        key = slots.recover(code)
        with suppress(KeyMissingError):  # a keyring that refuses: this PC asks for the code again
            slots.rearm(key)
    except OSError as error:
        raise not_written(folder, error) from None
    return key


def bring_back_if_asked(register: Path, at: datetime, watch: Watch) -> Steps | None:
    """Before the register is opened: the backup that somebody asked for is in its place, and what was put aside for
    it has something to tell; None when nobody did. Raises BackupError, and ImportCancelledError.

    The request goes when it is refused, or when what was put aside has told (`tell_of_return`): after a kill
    anywhere in between it is gone on with.
    """
    request = register.parent / REQUEST
    if not (name := name_asked_for(request)):
        return left_of_return(register.parent)
    if (steps := begun(register.parent)) is not None and steps.placed and steps.name == name:
        return steps
    wanted = next((backup for backup in usable(register) if backup.name == name), None)
    try:
        if wanted is None:
            raise BackupError(
                "Sikkerhetskopien som skulle hentes, er borte. Registeret er ikke rørt. Start på nytt, og velg en annen kopi."
            )
        return bring_back(register, register.parent / FOLDER, wanted, at, watch)
    except BackupSpaceError:  # trying again does what was asked for
        put_back(register.parent)
        raise
    except SwitchboardError:
        put_back(register.parent)
        request.unlink(missing_ok=True)
        raise


def build(
    database: Database, folder: Path, *, practice: bool = False, clock: Clock | None = None,
    os_user: str | None = None, policies: Policies = NOTHING_DECIDED,
) -> Office:  # fmt: skip
    """The services over `database`, which is brought up to this version first. The clock is the server's
    where the register is shared."""
    try:
        database.migrate()
        clock = clock or (ServerClock() if database.is_server else now)
        if isinstance(clock, ServerClock):
            clock.correct(database.time())
        notices = Notices()
        shift = Shift(database, notices, os_user or _who(database), clock, policies)
        shift.begin()
        office = _furnished(folder, database, shift, notices, practice=practice)
        if practice:
            fill_practice(database, clock())
            fill_board(database, clock())
    except BaseException:
        database.close()
        raise
    return office


def _furnished(
    folder: Path, database: Database, shift: Shift, notices: Notices, *, practice: bool
) -> Office:
    """Every service over a register that somebody has sat down at, those first that others lean on."""
    policies, register, books = shift.policies, folder / DATABASE_FILE, library()
    desk = (database, shift, notices)
    sending = SendingService(*desk, policies, never=practice)
    mark, former = database.place.mark, database.place.former_mark
    waiting = WaitingRoom(folder, shift, server=mark, former=former, practice=practice)
    live = LiveService(database, notices, shift.clock)
    copy = LocalCopyService(database, folder, shift.clock, live, waiting, policies)
    retention = RetentionService(*desk, policies)
    organisation = OrganisationService(*desk)
    organisation.start_with(default_organisation())
    backups = BackupService(database, shift, policies, register)
    recovery = RecoveryService(database, register, shift, backups.renew_slots, practice=practice)
    people = PeopleService(*desk, recovery)
    if people.server is not None:
        copy.pin_of = people.server.pins.kept
    shared = SharedRegisterService(database, shift, policies, folder, waiting, practice=practice)
    return Office(
        folder=folder, practice=practice, database=database, notices=notices, shift=shift,
        members=MemberService(*desk, copy, waiting),
        inquiries=InquiryService(*desk, books, sending, waiting),
        takeover=TakeoverService(*desk), parking=ParkingService(*desk, waiting),
        callbacks=CallbackService(*desk, books, sending),
        confirmations=ConfirmationService(*desk, books, sending),
        placing=PlacingService(*desk, books, sending),
        outbox=OutboxService(*desk, sending), sending=sending, sender=Sender(*desk, sending),
        telephone=TelephoneService(database, shift, policies, folder, never=practice),
        availability=AvailabilityService(*desk),
        organisation=organisation, house_files=HouseFiles(database, organisation, notices),
        register=RegisterService(*desk), import_history=ImportHistory(*desk),
        duplicates=DuplicateService(*desk), settings=SettingsService(database), policies=policies,
        backups=backups, recovery=recovery, people=people,
        live=live, local_copy=copy, statistics=StatisticsService(database, shift, books.categories),
        shared_register=shared, waiting=waiting, privacy=PrivacyService(*desk, retention, books.categories),
        retention=retention, breaches=BreachService(database, shift), leftovers=giving_out.begin(folder),
    )  # fmt: skip


def _who(database: Database) -> str:
    """Whoever runs this: on a register that several PCs share, with the PC or the domain."""
    return account() if database.is_server else current_user()
