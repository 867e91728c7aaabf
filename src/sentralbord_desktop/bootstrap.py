"""Builds the services over one register, for the window (startup) and for the command (cli)."""

from datetime import datetime
from pathlib import Path

from sentralbord_desktop.domain.dates.clock import ServerClock, now
from sentralbord_desktop.domain.errors import NoRegisterYetError, SwitchboardError
from sentralbord_desktop.domain.policies import NOTHING_DECIDED, Policies
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.procedures.loader import default_organisation, library
from sentralbord_desktop.services.access import PeopleService
from sentralbord_desktop.services.after_restore import log_restore
from sentralbord_desktop.services.availability import AvailabilityService
from sentralbord_desktop.services.backup.backups import BackupService
from sentralbord_desktop.services.backup.recovery_code import RecoveryCodeService
from sentralbord_desktop.services.backup.restore_request import bring_back_if_asked
from sentralbord_desktop.services.callbacks import CallbackService
from sentralbord_desktop.services.change_notices import ChangeNotices
from sentralbord_desktop.services.confirmations import ConfirmationService
from sentralbord_desktop.services.imports import write_tables
from sentralbord_desktop.services.imports.members import ImportHistory, MemberImportService
from sentralbord_desktop.services.imports.organisation_files import OrganisationFiles
from sentralbord_desktop.services.imports.pull import PullService, unattended_pulls
from sentralbord_desktop.services.imports.source_settings import SourceSettings
from sentralbord_desktop.services.inquiries.case_handover import CaseHandoverService
from sentralbord_desktop.services.inquiries.inquiries import InquiryService
from sentralbord_desktop.services.inquiries.parking import ParkingService
from sentralbord_desktop.services.inquiries.unmatched import UnmatchedCallService
from sentralbord_desktop.services.members import DuplicateService, MemberService
from sentralbord_desktop.services.messages.outbox import OutboxService
from sentralbord_desktop.services.messages.sender import Sender
from sentralbord_desktop.services.messages.sending_workstations import SendingWorkstations
from sentralbord_desktop.services.messages.settings import MessageSettingsService
from sentralbord_desktop.services.office import Foundations, Services
from sentralbord_desktop.services.offline_queue import OfflineQueue
from sentralbord_desktop.services.offline_session import OfflineSession
from sentralbord_desktop.services.organisation import OrganisationService
from sentralbord_desktop.services.practice import fill_board, fill_practice
from sentralbord_desktop.services.privacy.breaches import BreachService
from sentralbord_desktop.services.privacy.retention import RetentionService
from sentralbord_desktop.services.privacy.subjects import PrivacyService
from sentralbord_desktop.services.session import Clock, OperatorSession
from sentralbord_desktop.services.sharing.live import LiveService
from sentralbord_desktop.services.sharing.local_copy import LocalCopyService
from sentralbord_desktop.services.sharing.shared_register import SharedRegisterService, shared_url
from sentralbord_desktop.services.statistics import StatisticsService
from sentralbord_desktop.services.telephony import TelephoneService
from sentralbord_desktop.storage.backup.backup import FOLDER, REGISTER_FILE, take
from sentralbord_desktop.storage.backup.restore import Steps
from sentralbord_desktop.storage.backup.unfinished_files import forget_halves
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, KeySlots
from sentralbord_desktop.storage.encryption.register_kind import require_kind
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.register_file import is_there, key_of
from sentralbord_desktop.system.file_owner import account, current_user
from sentralbord_desktop.system.paths import LOCK_FILE, refuse_network
from sentralbord_desktop.system.policy_sources import register_folder
from sentralbord_desktop.system.private_files import tighten

DATABASE_FILE = REGISTER_FILE
NO_REGISTER = "Det er ikke noe register på denne PC-en ennå. Velg hvor det skal komme fra."
NOT_MADE = "Den kan ha sagt hvor registeret er, så et nytt er ikke laget. Be IT rette den, og start på nytt."


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
    may_make: bool = True,
    progress: Progress | None = None,
) -> Services:
    """Open the register in `folder`, or create it where there is none; one that cannot be read is never written to.
    Unless it `may_make` one, NoRegisterYetError is raised where there is nothing.
    `code`: the printed recovery code, which stores the key in this PC's keyring again. `alone`: the caller holds the
    lock of the folder. `without_log`: open without the log beside it. `progress`: of a restore. Raises
    PassphraseNeededError without a keyring, and other SwitchboardErrors with one Norwegian sentence each."""
    path, read_clock = folder / DATABASE_FILE, clock or now
    require_kind(path, practice=practice, real_home=register_folder(policies, None, practice=False))
    tighten(folder)
    if not practice and (url := shared_url(policies, folder)):
        return build(Database.server(url), folder, clock=clock, os_user=os_user, policies=policies)
    refuse_network(folder)
    restored = None
    if alone or not (folder / LOCK_FILE).exists():
        restored = _before_opening(path, read_clock, progress or Progress(), practice=practice, without_log=without_log)
    slots = KeySlots(path)
    was_there = is_there(path, slots)
    _require_leave_to_make(policies, is_made=was_there or practice, may_make=may_make or slots.exists)
    database = Database.file(path, key_of(slots, folder, passphrase, code, practice=practice))
    if was_there and not practice:
        _keep_before_upgrade(database, folder, read_clock())
    services = build(database, folder, practice=slots.is_practice, clock=clock, os_user=os_user, policies=policies)
    with services.closed_on_failure():
        slots.confirm()
    if restored is not None:
        log_restore(services, restored)
    return services


def _require_leave_to_make(policies: Policies, *, is_made: bool, may_make: bool) -> None:
    if policies.doubt and not is_made:
        raise SwitchboardError(f"{policies.doubt} {NOT_MADE}")
    if not (may_make or is_made):
        raise NoRegisterYetError(NO_REGISTER)


def _before_opening(path: Path, clock: Clock, progress: Progress, *, practice: bool, without_log: bool) -> Steps | None:
    """Restore a requested backup and delete partial files, before a register that no other program has open."""
    restored = bring_back_if_asked(path, clock(), progress)
    require_kind(path, practice=practice)  # also of the restored register
    forget_halves(path.parent / FOLDER)
    if without_log:
        Database.accept_log(path, clock())
    return restored


def _keep_before_upgrade(database: Database, folder: Path, at: datetime) -> None:
    """Take a backup before a migration; where that fails, the register is closed unchanged."""
    try:
        if database.revision().is_older:
            take(database, folder / SLOT_FILE, folder / FOLDER, at, "oppgradering")
    except BaseException:
        database.close()
        raise


def open_meanwhile(folder: Path, policies: Policies, *, os_user: str | None = None) -> OfflineSession | None:
    """A session over this PC's copy of a shared register, before its server has answered; None where IT does not allow
    one, or there is none."""
    url = shared_url(policies, folder)
    if not url:
        return None
    database = Database.server(url)
    made = OfflineSession(
        database,
        folder,
        os_user or _who(database),
        ServerClock(),
        policies,
        lambda key: library().categories.title(key),
    )
    if made.copied_at is not None:
        return made
    made.close()
    return None


def build(
    database: Database,
    folder: Path,
    *,
    practice: bool = False,
    clock: Clock | None = None,
    os_user: str | None = None,
    policies: Policies = NOTHING_DECIDED,
) -> Services:
    """The services over `database`, which is migrated first. A shared register uses the server's clock."""
    try:
        database.migrate()
        clock = clock or (ServerClock() if database.is_server else now)
        if isinstance(clock, ServerClock):
            clock.correct(database.time())
        change_notices = ChangeNotices()
        operator_session = OperatorSession(database, change_notices, os_user or _who(database), clock, policies)
        operator_session.begin()
        services = _services(_foundations(folder, operator_session, practice=practice))
        if practice:
            fill_practice(database, clock())
            fill_board(database, clock())
    except BaseException:
        database.close()
        raise
    return services


def _foundations(folder: Path, operator_session: OperatorSession, *, practice: bool) -> Foundations:
    database, policies, register = operator_session.database, operator_session.policies, folder / DATABASE_FILE
    offline_queue = OfflineQueue(folder, operator_session, server=database.place.mark, practice=practice)
    live = LiveService(database, operator_session.change_notices, operator_session.clock)
    sending = MessageSettingsService(operator_session, never=practice)
    organisation = OrganisationService(operator_session)
    organisation.start_with(default_organisation())
    backups = BackupService(operator_session, register)
    recovery = RecoveryCodeService(operator_session, register, backups.renew_slots, practice=practice)
    return Foundations(
        folder=folder,
        practice=practice,
        database=database,
        change_notices=operator_session.change_notices,
        session=operator_session,
        policies=policies,
        offline_queue=offline_queue,
        live=live,
        local_copy=LocalCopyService(database, folder, operator_session.clock, live, offline_queue, policies),
        organisation=organisation,
        backups=backups,
        recovery=recovery,
        people=PeopleService(operator_session, recovery),
        sending=sending,
        sending_workstations=SendingWorkstations(operator_session, sending, live),
        retention=RetentionService(operator_session),
    )


def _services(base: Foundations) -> Services:
    database, session, notices, sending = base.database, base.session, base.change_notices, base.sending
    books, offline_queue = library(), base.offline_queue
    member_imports = MemberImportService(session, base.backups)
    import_sources = SourceSettings(session, never=base.practice)
    at_the_round = unattended_pulls(session, base.backups, never=base.practice)
    if base.people.server is not None:
        base.local_copy.pin_of = base.people.server.pins.kept
    return Services(
        **vars(base),
        members=MemberService(session, base.local_copy, offline_queue),
        inquiries=InquiryService(session, books, base.sending_workstations, offline_queue),
        case_handover=CaseHandoverService(session),
        parking=ParkingService(session, books, offline_queue),
        callbacks=CallbackService(session, books, sending),
        confirmations=ConfirmationService(session, books, sending),
        unmatched_calls=UnmatchedCallService(session, books, sending),
        outbox=OutboxService(session, base.sending_workstations, books.categories),
        sender=Sender(session, sending),
        telephone=TelephoneService(session, base.folder, never=base.practice),
        availability=AvailabilityService(session, offline_queue),
        organisation_files=OrganisationFiles(database, base.organisation, notices),
        member_imports=member_imports,
        import_history=ImportHistory(session),
        import_sources=import_sources,
        pulls=PullService(session, member_imports, import_sources, never=base.practice, unattended=at_the_round),
        duplicates=DuplicateService(session),
        statistics=StatisticsService(session, books.categories),
        shared_register=SharedRegisterService(session, base.folder, offline_queue, practice=base.practice),
        privacy=PrivacyService(session, base.retention, books.categories),
        breaches=BreachService(session),
        leftovers=write_tables.begin(base.folder),
    )


def _who(database: Database) -> str:
    """The user of this process; for a shared register with the PC or the domain in front."""
    return account() if database.is_server else current_user()
