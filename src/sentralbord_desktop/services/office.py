"""One open register with all its services."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sentralbord_desktop.domain.policies import Policies
from sentralbord_desktop.services.access import PeopleService
from sentralbord_desktop.services.availability import AvailabilityService
from sentralbord_desktop.services.backup.backups import BackupService
from sentralbord_desktop.services.backup.recovery_code import RecoveryCodeService
from sentralbord_desktop.services.callbacks import CallbackService
from sentralbord_desktop.services.change_notices import ChangeNotices
from sentralbord_desktop.services.confirmations import ConfirmationService
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.imports.members import ImportHistory, MemberImportService
from sentralbord_desktop.services.imports.organisation_files import OrganisationFiles
from sentralbord_desktop.services.imports.pull import PullService
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
from sentralbord_desktop.services.offline_queue import OfflineQueue, Signature, SyncResult, Writers
from sentralbord_desktop.services.organisation import OrganisationService
from sentralbord_desktop.services.privacy.breaches import BreachService
from sentralbord_desktop.services.privacy.retention import RetentionService
from sentralbord_desktop.services.privacy.subjects import PrivacyService
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.services.sharing.live import LiveService
from sentralbord_desktop.services.sharing.local_copy import LocalCopyService
from sentralbord_desktop.services.sharing.shared_register import SharedRegisterService
from sentralbord_desktop.services.statistics import StatisticsService
from sentralbord_desktop.services.telephony import TelephoneService
from sentralbord_desktop.storage.engine.database import Database


@dataclass(frozen=True, kw_only=True)
class Foundations:
    folder: Path
    practice: bool
    database: Database
    change_notices: ChangeNotices
    session: OperatorSession
    sending: MessageSettingsService
    sending_workstations: SendingWorkstations
    organisation: OrganisationService
    policies: Policies
    backups: BackupService
    recovery: RecoveryCodeService
    people: PeopleService
    live: LiveService
    local_copy: LocalCopyService
    offline_queue: OfflineQueue
    retention: RetentionService


@dataclass(frozen=True, kw_only=True)
class Services(Foundations):
    members: MemberService
    inquiries: InquiryService
    case_handover: CaseHandoverService
    parking: ParkingService
    callbacks: CallbackService
    confirmations: ConfirmationService
    unmatched_calls: UnmatchedCallService
    outbox: OutboxService
    sender: Sender
    telephone: TelephoneService
    availability: AvailabilityService
    organisation_files: OrganisationFiles
    member_imports: MemberImportService
    import_history: ImportHistory
    import_sources: SourceSettings
    pulls: PullService
    duplicates: DuplicateService
    statistics: StatisticsService
    shared_register: SharedRegisterService
    privacy: PrivacyService
    breaches: BreachService
    leftovers: int = 0
    """Incomplete export files that were deleted at this start."""

    def sync(self) -> SyncResult:
        """Write the offline queue; an existing inquiry is not parked again."""

        def park(draft: Draft, signed: Signature) -> None:
            if not self.inquiries.is_there(draft.id):
                self.parking.keep_now(draft, running=False, signed=signed)

        if not self.live.is_lost:
            self.local_copy.close()
        return self.offline_queue.sync(
            Writers(self.inquiries.complete_now, park, self.members.log_access, self.availability.no_answer_then)
        )

    @contextmanager
    def closed_on_failure(self) -> Iterator[None]:
        """Close the register when the last steps of opening it fail."""
        try:
            yield
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self.live.end()
        self.local_copy.close()
        self.database.close()
