"""«DS har overtatt»: confirms that the distriktssekretær has a trøbbel case, or revokes it (PR-8)."""

from sqlmodel import Session

from sentralbord_desktop.domain.access import READERS
from sentralbord_desktop.domain.callbacks import SETTLED
from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.errors import NotAllowedError, SwitchboardError
from sentralbord_desktop.domain.inquiries.case_handover import TAKE, Case
from sentralbord_desktop.domain.members.record import hides
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.storage import callbacks
from sentralbord_desktop.storage.inquiries import case_handover, inquiries
from sentralbord_desktop.storage.members import members

NO_CASE = "Saken venter ikke lenger på noen DS. Hent medlemmet på nytt."
HIDDEN = "Saken er skjult for deg. Den som tar samtaler, kan føre at DS har overtatt."


class CaseHandoverService(Service):
    """Raises NotAllowedError for operators who may not read the case (PR-1)."""

    def confirm(self, case: Case) -> None:
        """Confirm the handover: signed, dated, logged (PR-4). An earlier confirmation is kept."""
        self._add_event(case, handed_over=True)

    def withdraw(self, case: Case) -> None:
        """Revoke the handover: the case waits again."""
        self._add_event(case, handed_over=False)

    def _add_event(self, case: Case, *, handed_over: bool) -> None:
        self._operator_session.require(*READERS)
        with self._database.transaction() as session:
            head = inquiries.inquiry(session, case.inquiry_id)
            about = inquiries.member_of(session, case.inquiry_id) or 0
            member = members.member_by_id(session, about)
            if head is None or member is None:
                raise SwitchboardError(NO_CASE)
            if hides(self._operator_session.operator, head["category"], member.department):
                raise NotAllowedError(HIDDEN)
            found = case_handover.cases(session, [about])
            now = next((one for one in found if one.inquiry_id == case.inquiry_id), None)
            if now is None:  # reopened since
                raise SwitchboardError(NO_CASE)
            if (now.handed_over_at is not None) != handed_over:
                case_handover.add_event(
                    session,
                    case.inquiry_id,
                    handed_over=handed_over,
                    author=self._operator_session.sign,
                    at=self._operator_session.clock(),
                )
                what = TAKE if handed_over else f"angret: {TAKE}"
                self._operator_session.log(session, what, f"sak {oslo(now.completed):%d.%m.%Y}", member.id)
                self._settle(session, case.inquiry_id, taken=handed_over)
        self._change_notices.notify("members", "inquiries", "callbacks")

    def _settle(self, session: Session, inquiry_id: str, *, taken: bool) -> None:
        """Settle the DS's callback together with the case; reopen it when the handover is revoked."""
        if not taken:
            callbacks.reopen_settled_by(session, inquiry_id)
            return
        for callback in callbacks.of_inquiry(session, inquiry_id):
            callbacks.attempt(session, callback, self._operator_session.sign, self._operator_session.clock(), SETTLED)
            callbacks.change(session, callback, status="gjort", claimed_by="", claimed_until=None)
