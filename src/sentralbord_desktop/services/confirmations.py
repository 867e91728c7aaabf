"""Awaited written confirmations (UT-3, OA-3, OF-3): remind, settle."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from sentralbord_desktop.domain.access import READERS
from sentralbord_desktop.domain.confirmations import HAS_COME, Confirmation
from sentralbord_desktop.domain.dates.clock import today
from sentralbord_desktop.domain.errors import ChangedMeanwhileError, SwitchboardError
from sentralbord_desktop.domain.members.member import IS_DEAD
from sentralbord_desktop.domain.messages.outgoing import OutgoingFields
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.telephony import is_landline
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.templates import fill
from sentralbord_desktop.services.messages.settings import MessageSettingsService
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage import confirmations, outbox
from sentralbord_desktop.storage.members import members
from sentralbord_desktop.storage.members.record import awaited
from sentralbord_desktop.storage.organisation import read_organisation

REMINDER = "S-PURR"
"""The template of the reminder SMS."""


class ConfirmationService(Service):
    def __init__(self, operator_session: OperatorSession, library: Library, sending: MessageSettingsService) -> None:
        super().__init__(operator_session)
        self._library = library
        self._sending = sending

    def awaited(self) -> list[Confirmation]:
        """Empty for an operator who may not read members."""
        if not self._operator_session.operator.reads_members:
            return []
        with self._database.reading() as session:
            return awaited(session)

    def arrived(self, confirmation: Confirmation) -> None:
        """Close it as received. The department continues; the member's status does not change (UT-4)."""
        self._operator_session.require(*READERS)
        self._close(confirmation, f"Kommet {self._day()}", "kommet", HAS_COME)

    def withdrawn(self, confirmation: Confirmation) -> None:
        """Close it as withdrawn by the member."""
        self._operator_session.require(*READERS)
        self._close(confirmation, f"Trukket tilbake {self._day()}", "trukket", "Medlemmet har trukket det tilbake")

    def reminded(self, confirmation: Confirmation, how: str) -> None:
        self._operator_session.require(*READERS)
        later = self._in_two_weeks()
        self._change(confirmation, f"Purret på {how} {self._day()}", remind=later)

    def remind_by_sms(self, confirmation: Confirmation) -> str:
        """Put a reminder in the outbox, at most once a day; the next is due in two weeks. Returns the message's id."""
        self._operator_session.require(*READERS)
        moment, settings = self._operator_session.clock(), self._sending.read()
        said, message = f"Purring på SMS lagt i Utboks {self._day()}", str(uuid4())
        if confirmation.last_done == said:
            raise SwitchboardError("Det er purret på SMS i dag allerede. Se i Utboks.")
        with self._writing("confirmations", "outbox") as session:
            member = members.member_by_id(session, confirmation.member_id)
            if member is None or not member.phone:
                raise SwitchboardError("Medlemmet har ikke noe nummer. Purr på en annen måte.")
            if member.is_dead:
                raise SwitchboardError(IS_DEAD)
            if member.no_sms:
                raise SwitchboardError("Medlemmet ønsker ikke SMS. Purr på telefon.")
            if is_landline(member.phone):
                raise SwitchboardError("Nummeret tar ikke imot SMS. Purr på telefon.")
            text = self._reminder(read_organisation(session), confirmation)
            leaves = moment + timedelta(seconds=settings.undo_seconds)
            outbox.add(
                session,
                message,
                OutgoingFields(
                    kind="sms",
                    target=outbox.reminder_of(confirmation.id),
                    to_label=member.name,
                    to_address=member.phone,
                    body=text,
                    created=moment,
                    not_before=leaves if settings.sends("sms") else None,
                ),
                member_id=member.id,
                inquiry_id=None,
            )
            later = self._in_two_weeks()
            confirmations.change_confirmation(session, confirmation, last_done=said, remind=later)
        return message

    def undo_sms(self, before: Confirmation, message_id: str) -> None:
        """Undo `remind_by_sms` while the SMS has not left."""
        self._operator_session.require(*READERS)
        with self._writing("confirmations", "outbox") as session:
            message = outbox.get(session, message_id)
            if message is None or not message.waits or not outbox.move(session, message, "trukket", not_before=None):
                raise ChangedMeanwhileError(
                    "SMS-en er sendt, og kan ikke hentes tilbake. Var den feil, ring medlemmet."
                )
            confirmations.put_back_confirmation(session, before)

    def _reminder(self, organisation: Organisation, confirmation: Confirmation) -> str:
        department = organisation.department(confirmation.department)
        known = {
            "avd_epost": department.email,
            "avd_adresse": department.postal_address,
            "avd_hvor": department.reached(),
        }
        text, missing = fill(self._library.templates[REMINDER].body, lambda n: known.get(n) or None)
        if missing:
            raise SwitchboardError(f"{department.title} mangler adresse i Katalog. Legg den inn, og purr igjen.")
        return text

    def postpone(self, confirmation: Confirmation, day: datetime) -> None:
        self._operator_session.require(*READERS)
        self._change(confirmation, f"Purring flyttet {self._day()}", remind=day.date())

    def undo(self, before: Confirmation) -> None:
        """Undo the last change; refuses when it was changed since."""
        self._operator_session.require(*READERS)
        with self._writing("confirmations") as session:
            confirmations.put_back_confirmation(session, before)

    def _in_two_weeks(self) -> date:
        return today(self._operator_session.clock()) + timedelta(days=14)

    def _day(self) -> str:
        return f"{self._operator_session.clock():%d.%m.%Y}"

    def _close(self, confirmation: Confirmation, last: str, status: str, reason: str) -> None:
        """Nothing is awaited any more; a reminder that has not left is withdrawn for this reason."""
        done, sign = today(self._operator_session.clock()), self._operator_session.sign
        with self._writing("confirmations", "outbox") as session:
            confirmations.change_confirmation(session, confirmation, last_done=last, status=status, done=done)
            outbox.withdraw_reminders(session, confirmation.id, sign, reason)

    def _change(self, confirmation: Confirmation, last: str, **new: object) -> None:
        with self._writing("confirmations") as session:
            confirmations.change_confirmation(session, confirmation, last_done=last, **new)
