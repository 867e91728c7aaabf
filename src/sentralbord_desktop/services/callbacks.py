"""The callback list: add, claim, attempt, give and close a callback, and when the next attempt is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlmodel import Session

from sentralbord_desktop.domain.access import READERS
from sentralbord_desktop.domain.callbacks import (
    OUTCOMES,
    SETTLED,
    Callback,
    CallbackFields,
    Receiver,
    choose,
    end_of_day,
    receivers,
)
from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.dates.parse_callback_time import before_limit, read_moment
from sentralbord_desktop.domain.dates.working_days import office_time, why_closed
from sentralbord_desktop.domain.errors import MEMBER_GONE, ChangedMeanwhileError, MemberGoneError, SwitchboardError
from sentralbord_desktop.domain.members.member import IS_DEAD, Member, PhoneCallFields
from sentralbord_desktop.domain.messages.outgoing import OutgoingFields
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.privacy.sensitive_text import check, look_for
from sentralbord_desktop.domain.telephony import is_landline, is_phone_number, normal_number, spoken_number
from sentralbord_desktop.procedures.categories import OTHER
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.template_fields.callback_time import MOVED
from sentralbord_desktop.procedures.templates import fill
from sentralbord_desktop.services.messages.settings import MessageSettingsService
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage import callbacks, operators, outbox
from sentralbord_desktop.storage.inquiries import inquiries
from sentralbord_desktop.storage.members import members
from sentralbord_desktop.storage.members.record import open_callbacks
from sentralbord_desktop.storage.organisation import read_organisation

TEMPLATE = "S-PROVDE"


def refuse_dead(session: Session, member_id: int | None) -> None:
    """Raises SwitchboardError for a member who is registered as dead."""
    if members.is_dead(session, member_id):
        raise SwitchboardError(f"{IS_DEAD} Skal en pårørende ringes, avtal det uten medlemsbildet.")


def check_can_receive(callback: Callback, member: Member | None) -> None:
    """Raises SwitchboardError when the member is dead or wants no SMS, or the number takes none."""
    if member and member.is_dead:
        raise SwitchboardError(IS_DEAD)
    if member and member.no_sms:
        raise SwitchboardError("Medlemmet ønsker ikke SMS. Prøv å ringe igjen senere.")
    if not callback.number or is_landline(callback.number):
        raise SwitchboardError("Nummeret tar ikke imot SMS. Prøv å ringe igjen senere.")


def tried_sms(
    callback: Callback, library: Library, organisation: Organisation, created: datetime, not_before: datetime | None
) -> OutgoingFields:
    """The message to the caller. Raises SwitchboardError when the organisation has no phone number."""
    number = spoken_number(organisation.phone)
    text, missing = fill(library.templates[TEMPLATE].body, {"tlf_sentralbord": number or None}.get)
    if missing:
        raise SwitchboardError("Skriv sentralbordets nummer i Innstillinger, Organisasjon.")
    return OutgoingFields(
        kind="sms",
        target="medlem",
        to_label=callback.name or "innringeren",
        to_address=callback.number,
        body=text,
        created=created,
        not_before=not_before,
    )


def within_office_hours(fields: CallbackFields, organisation: Organisation, now: datetime) -> CallbackFields:
    """The callback with its due time moved into the office hours; without an hour, the day of the next one. Raises
    SwitchboardError after its legal deadline."""
    window = fields.window
    if fields.due is None:
        due = at_any_time(organisation, now)
    else:
        limit = read_moment(window, oslo(now)).window
        wished = oslo(before_limit(oslo(fields.due), limit, oslo(now), organisation.opens))
        due = _when_open(wished, organisation, now)
        if due != wished:
            wished = oslo(fields.due)
            window = f"{MOVED} {wished:%d.%m. kl. %H.%M}, {why_closed(wished.date())}"
    if fields.deadline is not None and oslo(due).date() > fields.deadline:
        raise SwitchboardError(
            f"Vi må ringe før fristen {fields.deadline:%d.%m.%Y}. Velg en tidligere tid mens kontoret er åpent."
        )
    return fields.model_copy(update={"due": due, "window": window})


def at_any_time(organisation: Organisation, now: datetime) -> datetime:
    """When a promise without an hour is due: at the end of this day, or of the next one when the office has closed."""
    return end_of_day(_when_open(now, organisation, now).date())


def next_attempt(callback: Callback, at: datetime, organisation: Organisation, now: datetime) -> datetime:
    """`at`, or the next opening; on the day of the legal deadline still that day, although the office is closed."""
    open_again, last = _when_open(at, organisation, now), callback.deadline
    today = oslo(now).date()
    if last is None or last < today or oslo(open_again).date() <= last:
        return open_again
    return at if oslo(at).date() == today else now


def _when_open(moment: datetime, organisation: Organisation, now: datetime) -> datetime:
    return office_time(oslo(moment), organisation.opens, organisation.closes, oslo(now).date())


NOT_A_NUMBER = "Skriv nummeret med tall, eller la feltet stå tomt."

AGAIN_AFTER = {"opptatt": timedelta(minutes=15), "ikke_svar": timedelta(hours=1)}
"""Outcome of an attempt -> wait before the next one, within the office hours."""


@dataclass(frozen=True)
class ShiftHandover:
    """How many callbacks were offered, and to whom."""

    count: int
    receiver: str


class CallbackService(Service):
    def __init__(self, operator_session: OperatorSession, library: Library, sending: MessageSettingsService) -> None:
        super().__init__(operator_session)
        self._library = library
        self.category_title = library.categories.title
        self._sending = sending

    def all_open(self) -> list[Callback]:
        """Open callbacks by legal deadline, then due time; none for an operator who may not read members."""
        if not self._operator_session.operator.reads_members:
            return []
        with self._database.reading() as session:
            found = open_callbacks(session)
        if self._operator_session.operator.reads_all:
            return found
        return [c.model_copy(update={"subject": "Skjult sak"}) if c.category == "trobbel" else c for c in found]

    def add(
        self, fields: CallbackFields, member_id: int | None = None, reason: str = "", *, in_call: bool = False
    ) -> int:
        """Add a callback promised outside the wizard (Ctrl+T); one that was promised `in_call` leaves the line of the
        call. Sensitive text needs a `reason`; that is logged (PR-3)."""
        self._operator_session.require(*READERS)
        check(fields.subject, reason)
        if not is_phone_number(fields.number):
            raise SwitchboardError("Skriv nummeret vi skal ringe.")
        owner = self._receiver(fields.owner).mark if fields.owner.strip() else ""
        fields = fields.model_copy(update={"number": normal_number(fields.number), "owner": owner})
        with self._writing("callbacks") as session:
            if member_id is not None and not members.is_member(session, member_id):
                raise MemberGoneError(MEMBER_GONE)
            refuse_dead(session, member_id)
            callback_id = callbacks.add(session, fields, member_id=member_id, inquiry_id=None)
            if in_call:
                inquiries.add_call(session, self._call_of(fields), member_id, None)
            if look_for(fields.subject):
                self._operator_session.log(session, "følsom oppringing", reason.strip()[:200], member_id)
        return callback_id

    def _call_of(self, fields: CallbackFields) -> PhoneCallFields:
        return PhoneCallFields(
            caller_name=fields.name,
            number=fields.number,
            started=fields.created,
            ended=fields.created,
            category=fields.category or OTHER,
            outcome=f"oppringing: {fields.subject}"[:200],
            author=self._operator_session.sign,
            loop=self._operator_session.operator.loop,
        )

    def arrange(
        self, fields: CallbackFields, member_id: int | None = None, reason: str = "", *, in_call: bool = False
    ) -> Callback:
        """As `add`, with a typed time: moved into the office hours (GE-5), before the legal deadline (TR-7)."""
        self._operator_session.require(*READERS)
        callback_id = self.add(self._within_office_hours(fields), member_id, reason, in_call=in_call)
        with self._database.reading() as session:
            made = callbacks.get(session, callback_id)
        if made is None:
            raise ChangedMeanwhileError(callbacks.CALLBACK_CHANGED)
        return made

    def withdraw(self, callback: Callback) -> None:
        """Remove a callback that was just added, and the line of its call; refuses when it has been changed since."""
        self._operator_session.require(*READERS)
        with self._writing("callbacks") as session:
            callbacks.remove(session, callback)
            inquiries.withdraw_call(session, callback.number, callback.created)

    def claim(self, callback: Callback) -> None:
        """Hold it for fifteen minutes; refuses when another operator holds it."""
        self._operator_session.require(*READERS)
        moment = self._operator_session.clock()
        holder = callback.claimed_at(moment)
        if holder and holder != self._operator_session.sign:
            raise ChangedMeanwhileError(f"{holder} har den. Ta over?")
        self.take_over(callback)

    def claim_next(self) -> Callback | None:
        """Claim the first due callback without another owner, or None. Simultaneous operators get different ones."""
        self._operator_session.require(*READERS)
        moment, own = self._operator_session.clock(), ("", self._operator_session.sign)
        for callback in self.all_open():
            is_later = not callback.may_be_rung(moment)
            if is_later or not callback.number or callback.owner_at(moment) not in own or self._is_of_dead(callback):
                continue
            try:
                self.claim(callback)
            except ChangedMeanwhileError:  # claimed by another operator first
                continue
            return callback
        return None

    def _is_of_dead(self, callback: Callback) -> bool:
        with self._database.reading() as session:
            return members.is_dead(session, callback.member_id)

    def take_over(self, callback: Callback) -> None:
        """Claim it although another operator holds it, after confirmation."""
        self._operator_session.require(*READERS)
        with self._writing("callbacks") as session:
            callbacks.claim(session, callback, self._operator_session.sign, self._operator_session.clock())

    def release(self, callback: Callback) -> None:
        self._operator_session.require(*READERS)
        with self._writing("callbacks") as session:
            callbacks.change(session, callback, claimed_by="", claimed_until=None)

    def attempt(self, callback: Callback, outcome: str) -> datetime | None:
        """Write the outcome of an attempt; gives the next due time where `AGAIN_AFTER` has a pause."""
        self._operator_session.require(*READERS)
        if outcome not in OUTCOMES:
            raise ValueError(outcome)
        moment = self._operator_session.clock()
        new: dict[str, object] = {"claimed_by": "", "claimed_until": None}
        pause = AGAIN_AFTER.get(outcome)
        again = next_attempt(callback, moment + pause, self._organisation(), moment) if pause else None
        if again is not None:
            new["due"] = again
        if outcome in {"svarte", SETTLED}:
            new["status"] = "gjort"
        with self._writing("callbacks") as session:
            callbacks.attempt(session, callback, self._operator_session.sign, moment, outcome)
            callbacks.change(session, callback, **new)
        return again

    def move(self, callback: Callback, due: datetime | None, window: str) -> None:
        """Give it a new due time, in the office hours and before the deadline (TR-7). Raises SwitchboardError."""
        self._operator_session.require(*READERS)
        if due is not None and due <= self._operator_session.clock():
            raise SwitchboardError("Den tiden har vært. Skriv en som kommer.")
        moved = self._within_office_hours(callback.model_copy(update={"due": due, "window": window}))
        self._noted(callback, "flytt", due=moved.due, window=moved.window)

    def undo(self, before: Callback) -> None:
        """Undo the last change made on this workstation; refuses when it has been changed since."""
        self._operator_session.require(*READERS)
        with self._writing("callbacks") as session:
            callbacks.put_back(session, before)

    def send_tried_sms(self, callback: Callback) -> None:
        """Put «Vi prøvde å ringe deg» in the outbox, after the third attempt without an answer."""
        self._operator_session.require(*READERS)
        moment, settings = self._operator_session.clock(), self._sending.read()
        with self._writing("outbox") as session:
            check_can_receive(callback, members.member_by_id(session, callback.member_id or 0))
            leaves = moment + timedelta(seconds=settings.undo_seconds) if settings.sends("sms") else None
            message = tried_sms(callback, self._library, read_organisation(session), moment, leaves)
            outbox.add(session, str(uuid4()), message, member_id=callback.member_id, inquiry_id=None)

    def give(self, callback: Callback, receiver: str) -> None:
        """Offer it to another operator, who must accept; assign it to any other receiver at once."""
        self._operator_session.require(*READERS)
        chosen = self._receiver(receiver)
        if chosen.is_operator and chosen.mark != self._operator_session.sign:
            owner = callback.owner or self._operator_session.sign
            self._noted(callback, "gitt", offered_to=chosen.mark, owner=owner)
        else:
            self._noted(callback, "gitt", offered_to="", owner=chosen.mark)

    def accept(self, callback: Callback) -> None:
        """Take a callback that was offered to this operator."""
        self._operator_session.require(*READERS)
        if callback.offered_to.casefold() != self._operator_session.sign.casefold():
            raise SwitchboardError(f"Den er tilbudt {callback.offered_to}, ikke deg. Spør {callback.offered_to}.")
        self._noted(callback, "godtatt", owner=self._operator_session.sign, offered_to="")

    def hand_over_shift(self, receiver: str) -> ShiftHandover:
        """Offer all of this operator's callbacks to one receiver."""
        self._operator_session.require(*READERS)
        chosen = self._receiver(receiver)
        moment, me = self._operator_session.clock(), self._operator_session.sign
        if chosen.mark == me:
            raise SwitchboardError("Det er deg selv. Skriv hvem som tar over.")
        new = {"owner": chosen.mark, "offered_to": ""}
        if chosen.is_operator:
            new = {"offered_to": chosen.mark}
        with self._writing("callbacks") as session:
            mine = [c for c in open_callbacks(session) if me in (c.owner, c.claimed_at(moment))]
            for callback in mine:
                callbacks.attempt(session, callback, me, moment, "gitt")
                held = {"owner": me, "claimed_by": "", "claimed_until": None}
                callbacks.change(session, callback, **{**held, **new})
        return ShiftHandover(len(mine), chosen.mark)

    def _within_office_hours(self, fields: CallbackFields) -> CallbackFields:
        return within_office_hours(fields, self._organisation(), self._operator_session.clock())

    def _organisation(self) -> Organisation:
        with self._database.reading() as session:
            return read_organisation(session)

    def _receiver(self, text: str) -> Receiver:
        """The receiver that `text` names; refuses a name with none or several."""
        with self._database.reading() as session:
            possible = receivers(operators.present_operators(session), read_organisation(session))
        return choose(text, possible)

    def wrong_number(self, callback: Callback, number: str) -> None:
        """Write the right number; «» keeps the callback open without one."""
        self._operator_session.require(*READERS)
        if number.strip() and not is_phone_number(number):
            raise SwitchboardError(NOT_A_NUMBER)
        self._noted(callback, "feil_nummer", number=normal_number(number))

    def _noted(self, callback: Callback, outcome: str, **new: object) -> None:
        with self._writing("callbacks") as session:
            callbacks.attempt(session, callback, self._operator_session.sign, self._operator_session.clock(), outcome)
            callbacks.change(session, callback, claimed_by="", claimed_until=None, **new)
