"""Written confirmations that we wait for: asked for, reminded of, settled."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from sentralbord_desktop.domain.desk import READERS, Confirmation, OutgoingFields
from sentralbord_desktop.domain.errors import ChangedMeanwhileError, SwitchboardError
from sentralbord_desktop.domain.organisation import Organisation
from sentralbord_desktop.domain.phones import is_landline
from sentralbord_desktop.domain.times import today
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.texts import fill
from sentralbord_desktop.services.notices import Notices
from sentralbord_desktop.services.sending import SendingService
from sentralbord_desktop.services.shift import Shift
from sentralbord_desktop.storage import desk, members, outbox
from sentralbord_desktop.storage.database import Database
from sentralbord_desktop.storage.organisation import read_organisation
from sentralbord_desktop.storage.record import waiting

REMINDER = "S-PURR"
"""The template of the SMS that asks again."""


class ConfirmationService:
    """Written confirmations that we wait for (UT-3, OA-3, OF-3)."""

    def __init__(
        self, database: Database, shift: Shift, notices: Notices, library: Library,
        sending: SendingService,
    ) -> None:  # fmt: skip
        self._database = database
        self._shift = shift
        self._notices = notices
        self._library = library
        self._sending = sending

    def waiting(self) -> list[Confirmation]:
        """None for one who reads no members."""
        if not self._shift.operator.reads_members:
            return []
        with self._database.reading() as session:
            return waiting(session)

    def arrived(self, confirmation: Confirmation) -> None:
        """It has come. The department goes on from here; our status does not change (UT-4)."""
        self._shift.require(*READERS)
        self._change(confirmation, f"Kommet {self._day()}", status="kommet",
                     done=today(self._shift.clock()))  # fmt: skip

    def withdrawn(self, confirmation: Confirmation) -> None:
        """The member no longer wants it."""
        self._shift.require(*READERS)
        self._change(confirmation, f"Trukket tilbake {self._day()}", status="trukket",
                     done=today(self._shift.clock()))  # fmt: skip

    def reminded(self, confirmation: Confirmation, how: str) -> None:
        self._shift.require(*READERS)
        later = self._in_two_weeks()
        self._change(confirmation, f"Purret på {how} {self._day()}", remind=later)

    def remind_by_sms(self, confirmation: Confirmation) -> str:
        """The reminder goes to the outbox, and the next one is in two weeks. Once a day. Gives the message's id."""
        self._shift.require(*READERS)
        moment, settings = self._shift.clock(), self._sending.read()
        said, message = f"Purret på SMS {self._day()}", str(uuid4())
        if confirmation.last_done == said:
            raise SwitchboardError("Det er purret på SMS i dag allerede. Se i Utboks.")
        with self._database.transaction() as session:
            member = members.member_by_id(session, confirmation.member_id)
            if member is None or not member.phone:
                raise SwitchboardError("Medlemmet har ikke noe nummer. Purr på en annen måte.")
            if member.no_sms:
                raise SwitchboardError("Medlemmet ønsker ikke SMS. Purr på telefon.")
            if is_landline(member.phone):
                raise SwitchboardError("Nummeret tar ikke imot SMS. Purr på telefon.")
            text = self._reminder(read_organisation(session), confirmation)
            leaves = moment + timedelta(seconds=settings.undo_seconds)
            outbox.add(
                session, message,
                OutgoingFields(
                    kind="sms", target="medlem", to_label=member.name, to_address=member.phone,
                    body=text, created=moment, not_before=leaves if settings.sends("sms") else None,
                ),
                member_id=member.id, inquiry_id=None,
            )  # fmt: skip
            later = self._in_two_weeks()
            desk.change_confirmation(session, confirmation, last_done=said, remind=later)
        self._notices.tell("confirmations", "outbox")
        return message

    def undo_sms(self, before: Confirmation, message_id: str) -> None:
        """Undo of `remind_by_sms`, while the SMS has not left."""
        self._shift.require(*READERS)
        with self._database.transaction() as session:
            message = outbox.get(session, message_id)
            if (
                message is None
                or not message.waits
                or not outbox.move(session, message, "trukket", not_before=None)
            ):
                raise ChangedMeanwhileError(
                    "SMS-en er sendt, og kan ikke hentes tilbake. Var den feil, ring medlemmet."
                )
            desk.put_back_confirmation(session, before)
        self._notices.tell("confirmations", "outbox")

    def _reminder(self, house: Organisation, confirmation: Confirmation) -> str:
        department = house.department(confirmation.department)
        known = {
            "avd_epost": department.email, "avd_adresse": department.postal_address,
            "avd_hvor": department.reached(),
        }  # fmt: skip
        text, missing = fill(self._library.templates[REMINDER].body, lambda n: known.get(n) or None)
        if missing:
            raise SwitchboardError(
                f"{department.title} mangler adresse i Katalog. Legg den inn, og purr igjen."
            )
        return text

    def postpone(self, confirmation: Confirmation, day: datetime) -> None:
        self._shift.require(*READERS)
        self._change(confirmation, f"Purring flyttet {self._day()}", remind=day.date())

    def undo(self, before: Confirmation) -> None:
        """Take back what was done to it last, here; refuses when somebody has gone on with it."""
        self._shift.require(*READERS)
        with self._database.transaction() as session:
            desk.put_back_confirmation(session, before)
        self._notices.tell("confirmations")

    def _in_two_weeks(self) -> date:
        """From today, however late the last one was."""
        return today(self._shift.clock()) + timedelta(days=14)

    def _day(self) -> str:
        return f"{self._shift.clock():%d.%m.%Y}"

    def _change(self, confirmation: Confirmation, last: str, **new: object) -> None:
        with self._database.transaction() as session:
            desk.change_confirmation(session, confirmation, last_done=last, **new)
        self._notices.tell("confirmations")
