"""Builds the services over one register. Used by the window (app) and by IT's command (cli)."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sentralbord_desktop.domain.dates.clock import ServerClock, now
from sentralbord_desktop.domain.errors import (
    BackupError,
    BackupSpaceError,
    KeyMissingError,
    RegisterMissingError,
    SwitchboardError,
)
from sentralbord_desktop.domain.policies.policies import NOTHING_DECIDED, Policies
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.procedures.loader import default_organisation, library
from sentralbord_desktop.services.access.people import PeopleService
from sentralbord_desktop.services.after_restore import left_of_return, log_restore
from sentralbord_desktop.services.availability.availability import AvailabilityService
from sentralbord_desktop.services.backup.backups import FOLDER, REQUEST, BackupService, name_asked_for, usable
from sentralbord_desktop.services.backup.recovery_code import RecoveryCodeService
from sentralbord_desktop.services.callbacks.callbacks import CallbackService
from sentralbord_desktop.services.change_notices import ChangeNotices
from sentralbord_desktop.services.confirmations import ConfirmationService
from sentralbord_desktop.services.imports import export_file
from sentralbord_desktop.services.imports.history import ImportHistory
from sentralbord_desktop.services.imports.members import MemberImportService
from sentralbord_desktop.services.imports.organisation_files import OrganisationFiles
from sentralbord_desktop.services.inquiries.case_handover import CaseHandoverService
from sentralbord_desktop.services.inquiries.inquiries import InquiryService
from sentralbord_desktop.services.inquiries.parking import ParkingService
from sentralbord_desktop.services.inquiries.unmatched import UnmatchedCallService
from sentralbord_desktop.services.members.duplicates import DuplicateService
from sentralbord_desktop.services.members.members import MemberService
from sentralbord_desktop.services.messages.outbox import OutboxService
from sentralbord_desktop.services.messages.sender import Sender
from sentralbord_desktop.services.messages.settings import MessageSettingsService
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.offline_queue import OfflineQueue
from sentralbord_desktop.services.offline_session import OfflineSession
from sentralbord_desktop.services.organisation import OrganisationService
from sentralbord_desktop.services.practice.availability import fill_board
from sentralbord_desktop.services.practice.register import fill_practice
from sentralbord_desktop.services.privacy.breaches import BreachService
from sentralbord_desktop.services.privacy.retention import RetentionService
from sentralbord_desktop.services.privacy.subjects import PrivacyService
from sentralbord_desktop.services.session import Clock, OperatorSession
from sentralbord_desktop.services.settings import SettingsService
from sentralbord_desktop.services.sharing.live import LiveService
from sentralbord_desktop.services.sharing.local_copy import LocalCopyService
from sentralbord_desktop.services.sharing.shared_register import SharedRegisterService, shared_url
from sentralbord_desktop.services.statistics import StatisticsService
from sentralbord_desktop.services.telephony import TelephoneService
from sentralbord_desktop.storage.backup.backup import take
from sentralbord_desktop.storage.backup.restore import Steps, begun, bring_back, put_back
from sentralbord_desktop.storage.backup.unfinished_files import forget_halves
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, Key, KeySlots
from sentralbord_desktop.storage.encryption.register_kind import require_kind
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.system.file_owner import account, current_user
from sentralbord_desktop.system.paths import LOCK_FILE, not_written, refuse_network
from sentralbord_desktop.system.policy_sources import register_folder
from sentralbord_desktop.system.private_files import tighten

DATABASE_FILE = "sentralbord.db"
NOT_MADE = "Den kan ha sagt hvor registeret er, så et nytt er ikke laget. Be IT rette den, og start på nytt."
MIN_FILE_BYTES = 16
"""A file without even its salt would be taken for a new one and filled with empty tables."""


def open_services(
    folder: Path,
    *,
    passphrase: str | None = None,
    practice: bool = False,
    clock: Clock | None = None,
    os_user: str | None = None,
    policies: Policies = NOTHING_DECIDED,
    code: str | None = None,
    alone: bool = False,
    without_log: bool = False,
    progress: Progress | None = None,
) -> Services:
    """Open (or at the very first start make) the register in `folder`. With `code`, the printed
    recovery code, the key is put into this PC's keyring again. `alone`: nobody else has it open,
    because the caller holds its lock. `without_log`: a person has decided to go on although the log
    beside the register is gone, or is not its own. `progress` is told while a backup is brought back.

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
        brought = bring_back_if_asked(path, (clock or now)(), progress or Progress())
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
    services = build(database, folder, practice=slots.is_practice, clock=clock, os_user=os_user, policies=policies)
    with services.closed_on_failure():
        slots.confirm()
    if brought is not None:
        log_restore(services, brought)
    return services


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
) -> OfflineSession | None:
    """What can be done in the copy on this PC before the server of a shared register has answered; None where IT does
    not allow one, or there is none."""
    url = shared_url(policies, folder)
    if not url:
        return None
    database = Database.server(url)
    made = OfflineSession(
        database,
        folder,
        os_user or _who(database),
        clock or ServerClock(),
        policies,
        lambda key: library().categories.title(key),
    )
    if made.copied_at is not None:
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
    for name in (DATABASE_FILE, f"{DATABASE_FILE}-wal", f"{DATABASE_FILE}-shm", f"{DATABASE_FILE}-okt", SLOT_FILE):
        (folder / name).unlink(missing_ok=True)


def _is_there(path: Path, slots: KeySlots) -> bool:
    """Whether there is a register; raises RegisterMissingError where there only was one."""
    is_there = path.exists() and path.stat().st_size >= MIN_FILE_BYTES
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


def _key(slots: KeySlots, folder: Path, passphrase: str | None, code: str | None, *, practice: bool) -> Key:
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


def bring_back_if_asked(register: Path, at: datetime, progress: Progress) -> Steps | None:
    """Before the register is opened: the backup that somebody asked for is in its place, and what was put aside for
    it has something to tell; None when nobody did. Raises BackupError, and ImportCancelledError.

    The request goes when it is refused, or when what was put aside has told (`log_restore`): after a kill
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
        return bring_back(register, register.parent / FOLDER, wanted, at, progress)
    except BackupSpaceError:  # trying again does what was asked for
        put_back(register.parent)
        raise
    except SwitchboardError:
        put_back(register.parent)
        request.unlink(missing_ok=True)
        raise


def build(
    database: Database,
    folder: Path,
    *,
    practice: bool = False,
    clock: Clock | None = None,
    os_user: str | None = None,
    policies: Policies = NOTHING_DECIDED,
) -> Services:
    """The services over `database`, which is brought up to this version first. The clock is the server's
    where the register is shared."""
    try:
        database.migrate()
        clock = clock or (ServerClock() if database.is_server else now)
        if isinstance(clock, ServerClock):
            clock.correct(database.time())
        change_notices = ChangeNotices()
        operator_session = OperatorSession(database, change_notices, os_user or _who(database), clock, policies)
        operator_session.begin()
        services = _furnished(folder, database, operator_session, change_notices, practice=practice)
        if practice:
            fill_practice(database, clock())
            fill_board(database, clock())
    except BaseException:
        database.close()
        raise
    return services


def _furnished(
    folder: Path,
    database: Database,
    operator_session: OperatorSession,
    change_notices: ChangeNotices,
    *,
    practice: bool,
) -> Services:
    """Every service over a register that somebody has sat down at, those first that others lean on."""
    policies, register, books = operator_session.policies, folder / DATABASE_FILE, library()
    desk = (database, operator_session, change_notices)
    sending = MessageSettingsService(*desk, policies, never=practice)
    mark, former = database.place.mark, database.place.former_mark
    offline_queue = OfflineQueue(folder, operator_session, server=mark, former=former, practice=practice)
    live = LiveService(database, change_notices, operator_session.clock)
    copy = LocalCopyService(database, folder, operator_session.clock, live, offline_queue, policies)
    retention = RetentionService(*desk, policies)
    organisation = OrganisationService(*desk)
    organisation.start_with(default_organisation())
    backups = BackupService(database, operator_session, policies, register)
    recovery = RecoveryCodeService(database, register, operator_session, backups.renew_slots, practice=practice)
    people = PeopleService(*desk, recovery)
    if people.server is not None:
        copy.pin_of = people.server.pins.kept
    shared = SharedRegisterService(database, operator_session, policies, folder, offline_queue, practice=practice)
    return Services(
        folder=folder,
        practice=practice,
        database=database,
        change_notices=change_notices,
        session=operator_session,
        members=MemberService(*desk, copy, offline_queue),
        inquiries=InquiryService(*desk, books, sending, offline_queue),
        case_handover=CaseHandoverService(*desk),
        parking=ParkingService(*desk, offline_queue),
        callbacks=CallbackService(*desk, books, sending),
        confirmations=ConfirmationService(*desk, books, sending),
        unmatched_calls=UnmatchedCallService(*desk, books, sending),
        outbox=OutboxService(*desk, sending),
        sending=sending,
        sender=Sender(*desk, sending),
        telephone=TelephoneService(database, operator_session, policies, folder, never=practice),
        availability=AvailabilityService(*desk),
        organisation=organisation,
        organisation_files=OrganisationFiles(database, organisation, change_notices),
        member_imports=MemberImportService(*desk),
        import_history=ImportHistory(*desk),
        duplicates=DuplicateService(*desk),
        settings=SettingsService(database),
        policies=policies,
        backups=backups,
        recovery=recovery,
        people=people,
        live=live,
        local_copy=copy,
        statistics=StatisticsService(database, operator_session, books.categories),
        shared_register=shared,
        offline_queue=offline_queue,
        privacy=PrivacyService(*desk, retention, books.categories),
        retention=retention,
        breaches=BreachService(database, operator_session),
        leftovers=export_file.begin(folder),
    )


def _who(database: Database) -> str:
    """Whoever runs this: on a register that several PCs share, with the PC or the domain."""
    return account() if database.is_server else current_user()
