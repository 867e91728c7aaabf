"""The callback list: made, claimed, tried, given, done."""

from datetime import datetime, timedelta
from uuid import uuid4

from sentralbord_desktop.domain.access.operator import READERS
from sentralbord_desktop.domain.callbacks.assignees import Receiver, choose, receivers
from sentralbord_desktop.domain.callbacks.callback import OUTCOMES, SETTLED, Callback, CallbackFields
from sentralbord_desktop.domain.dates.calendar import office_time, why_closed
from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.dates.parse_callback_time import before_limit
from sentralbord_desktop.domain.errors import MEMBER_GONE, ChangedMeanwhileError, MemberGoneError, SwitchboardError
from sentralbord_desktop.domain.messages.outgoing import OutgoingFields
from sentralbord_desktop.domain.privacy.sensitive_text import check, look_for
from sentralbord_desktop.domain.telephony.phone_numbers import (
    is_landline,
    is_phone_number,
    normal_number,
    spoken_number,
)
from sentralbord_desktop.procedures.callback_time import MOVED
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.templates import fill
from sentralbord_desktop.services.change_notices import ChangeNotices
from sentralbord_desktop.services.messages.settings import MessageSettingsService
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage import callbacks
from sentralbord_desktop.storage.access import operators
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.members import members
from sentralbord_desktop.storage.members.record import open_callbacks
from sentralbord_desktop.storage.messages import outbox
from sentralbord_desktop.storage.organisation import read_organisation
from sentralbord_desktop.storage.privacy import access_log

TRIED = "S-PROVDE"
"""The template of the SMS after the third attempt in vain."""

NOT_A_NUMBER = "Skriv nummeret med tall, eller la feltet stå tomt."

AGAIN_AFTER = {"opptatt": timedelta(minutes=15), "ikke_svar": timedelta(hours=1)}
"""Outcome of an attempt -> when it is tried again, within the office's hours."""


class CallbackService:
    def __init__(
        self,
        database: Database,
        operator_session: OperatorSession,
        change_notices: ChangeNotices,
        library: Library,
        sending: MessageSettingsService,
    ) -> None:
        self._database = database
        self._operator_session = operator_session
        self._change_notices = change_notices
        self._library = library
        self.category_title = library.categories.title
        self._sending = sending

    def all_open(self) -> list[Callback]:
        """By legal deadline, then time; none for one who reads no members."""
        if not self._operator_session.operator.reads_members:
            return []
        with self._database.reading() as session:
            found = open_callbacks(session)
        if self._operator_session.operator.reads_all:
            return found
        return [c.model_copy(update={"subject": "Skjult sak"}) if c.category == "trobbel" else c for c in found]

    def add(self, fields: CallbackFields, member_id: int | None = None, reason: str = "") -> int:
        """A promise made outside the wizard (Ctrl+T); refuses an owner that the house has not, and
        a subject with what should not be kept unless a `reason` is given, which is logged (PR-3)."""
        self._operator_session.require(*READERS)
        check(fields.subject, reason)
        if not is_phone_number(fields.number):
            raise SwitchboardError("Skriv nummeret vi skal ringe.")
        owner = self._receiver(fields.owner).mark if fields.owner.strip() else ""
        fields = fields.model_copy(update={"number": normal_number(fields.number), "owner": owner})
        with self._database.transaction() as session:
            if member_id is not None and not members.is_member(session, member_id):
                raise MemberGoneError(MEMBER_GONE)
            callback_id = callbacks.add(session, fields, member_id=member_id, inquiry_id=None)
            if look_for(fields.subject):
                access_log.log_access(
                    session,
                    author=self._operator_session.sign,
                    at=self._operator_session.clock(),
                    member_id=member_id,
                    what="følsom oppringing",
                    why=reason.strip()[:200],
                )
        self._change_notices.notify("callbacks")
        return callback_id

    def arrange(self, fields: CallbackFields, member_id: int | None = None, reason: str = "") -> Callback:
        """As `add`, for a time that was typed: while the house is open (GE-5), before the legal deadline (TR-7)."""
        self._operator_session.require(*READERS)
        callback_id = self.add(self._while_open(fields), member_id, reason)
        with self._database.reading() as session:
            made = callbacks.get(session, callback_id)
        if made is None:
            raise ChangedMeanwhileError(callbacks.CALLBACK_CHANGED)
        return made

    def withdraw(self, callback: Callback) -> None:
        """Take back what was just arranged; refuses when somebody has gone on with it."""
        self._operator_session.require(*READERS)
        with self._database.transaction() as session:
            callbacks.remove(session, callback)
        self._change_notices.notify("callbacks")

    def _while_open(self, fields: CallbackFields) -> CallbackFields:
        if fields.due is None:
            return fields
        window, wished = fields.window, oslo(self._early_enough(fields.due, fields.window))
        due = self._when_open(wished)
        if due != wished:
            wished = oslo(fields.due)
            window = f"{MOVED} {wished:%d.%m. kl. %H.%M}, {why_closed(wished.date())}"
        if fields.deadline is not None and oslo(due).date() > fields.deadline:
            raise SwitchboardError(
                f"Vi må ringe før fristen {fields.deadline:%d.%m.%Y}. Velg en tidligere tid mens kontoret er åpent."
            )
        return fields.model_copy(update={"due": due, "window": window})

    def claim(self, callback: Callback) -> None:
        """Hold it for fifteen minutes; refuses when somebody else holds it."""
        self._operator_session.require(*READERS)
        moment = self._operator_session.clock()
        holder = callback.claimed_at(moment)
        if holder and holder != self._operator_session.sign:
            raise ChangedMeanwhileError(f"{holder} har den. Ta over?")
        self.take_over(callback)

    def claim_next(self) -> Callback | None:
        """«Give me the next»: the first that may be rung now and is nobody else's, held for fifteen
        minutes; None when there is none. Two who ask at the same time get one each."""
        self._operator_session.require(*READERS)
        moment, own = self._operator_session.clock(), ("", self._operator_session.sign)
        for callback in self.all_open():
            is_later = callback.due is not None and callback.due > moment
            if is_later or not callback.number or callback.owner_at(moment) not in own:
                continue
            try:
                self.claim(callback)
            except ChangedMeanwhileError:  # somebody was first
                continue
            return callback
        return None

    def take_over(self, callback: Callback) -> None:
        """Claim it even though somebody holds it, after having been asked."""
        self._operator_session.require(*READERS)
        with self._database.transaction() as session:
            callbacks.claim(session, callback, self._operator_session.sign, self._operator_session.clock())
        self._change_notices.notify("callbacks")

    def release(self, callback: Callback) -> None:
        self._operator_session.require(*READERS)
        with self._database.transaction() as session:
            callbacks.change(session, callback, claimed_by="", claimed_until=None)
        self._change_notices.notify("callbacks")

    def attempt(self, callback: Callback, outcome: str) -> None:
        """Note how it went; a busy line is tried again in 15 minutes, no answer in an hour."""
        self._operator_session.require(*READERS)
        if outcome not in OUTCOMES:
            raise ValueError(outcome)
        moment = self._operator_session.clock()
        new: dict[str, object] = {"claimed_by": "", "claimed_until": None}
        if pause := AGAIN_AFTER.get(outcome):
            new["due"] = self._again(callback, moment + pause)
        if outcome in {"svarte", SETTLED}:
            new["status"] = "gjort"
        with self._database.transaction() as session:
            callbacks.attempt(session, callback, self._operator_session.sign, moment, outcome)
            callbacks.change(session, callback, **new)
        self._change_notices.notify("callbacks")

    def _again(self, callback: Callback, at: datetime) -> datetime:
        """When the house is open next, but not after the legal deadline: then still that day, also when the
        house has closed (TR-7)."""
        open_again, last = self._when_open(at), callback.deadline
        today = oslo(self._operator_session.clock()).date()
        if last is None or last < today or oslo(open_again).date() <= last:
            return open_again
        return at if oslo(at).date() == today else self._operator_session.clock()

    def move(self, callback: Callback, due: datetime | None, window: str) -> None:
        """To a time to come, while the house is open, before the deadline (TR-7). Raises SwitchboardError."""
        self._operator_session.require(*READERS)
        if due is not None and due <= self._operator_session.clock():
            raise SwitchboardError("Den tiden har vært. Skriv en som kommer.")
        moved = self._while_open(callback.model_copy(update={"due": due, "window": window}))
        self._noted(callback, "flytt", due=moved.due, window=moved.window)

    def undo(self, before: Callback) -> None:
        """Take back what was done to it last, here; refuses when somebody has gone on with it."""
        self._operator_session.require(*READERS)
        with self._database.transaction() as session:
            callbacks.put_back(session, before)
        self._change_notices.notify("callbacks")

    def send_tried_sms(self, callback: Callback) -> None:
        """«Vi prøvde å ringe deg»: an SMS to the outbox, once the third attempt was in vain."""
        self._operator_session.require(*READERS)
        moment, settings = self._operator_session.clock(), self._sending.read()
        with self._database.transaction() as session:
            member = members.member_by_id(session, callback.member_id or 0)
            if member and member.no_sms:
                raise SwitchboardError("Medlemmet ønsker ikke SMS. Prøv å ringe igjen senere.")
            if not callback.number or is_landline(callback.number):
                raise SwitchboardError("Nummeret tar ikke imot SMS. Prøv å ringe igjen senere.")
            organisation = read_organisation(session)
            number = spoken_number(organisation.phone)
            text, missing = fill(self._library.templates[TRIED].body, {"tlf_sentralbord": number or None}.get)
            if missing:
                raise SwitchboardError("Skriv sentralbordets nummer i Innstillinger, Organisasjon.")
            leaves = moment + timedelta(seconds=settings.undo_seconds)
            outbox.add(
                session,
                str(uuid4()),
                OutgoingFields(
                    kind="sms",
                    target="medlem",
                    to_label=callback.name or "innringeren",
                    to_address=callback.number,
                    body=text,
                    created=moment,
                    not_before=leaves if settings.sends("sms") else None,
                ),
                member_id=callback.member_id,
                inquiry_id=None,
            )
        self._change_notices.notify("outbox")

    def give(self, callback: Callback, receiver: str) -> None:
        """To another operator, who is asked first; to anybody else in the house at once."""
        self._operator_session.require(*READERS)
        chosen = self._receiver(receiver)
        if chosen.is_operator and chosen.mark != self._operator_session.sign:
            owner = callback.owner or self._operator_session.sign
            self._noted(callback, "gitt", offered_to=chosen.mark, owner=owner)
        else:
            self._noted(callback, "gitt", offered_to="", owner=chosen.mark)

    def accept(self, callback: Callback) -> None:
        """The one who was asked takes it."""
        self._operator_session.require(*READERS)
        if callback.offered_to.casefold() != self._operator_session.sign.casefold():
            raise SwitchboardError(f"Den er tilbudt {callback.offered_to}, ikke deg. Spør {callback.offered_to}.")
        self._noted(callback, "godtatt", owner=self._operator_session.sign, offered_to="")

    def hand_over_shift(self, receiver: str) -> tuple[int, str]:
        """At the end of the shift: everything of mine is offered to one; how many, and to whom."""
        self._operator_session.require(*READERS)
        chosen = self._receiver(receiver)
        moment, me = self._operator_session.clock(), self._operator_session.sign
        if chosen.mark == me:
            raise SwitchboardError("Det er deg selv. Skriv hvem som tar over.")
        new = {"owner": chosen.mark, "offered_to": ""}
        if chosen.is_operator:
            new = {"offered_to": chosen.mark}
        with self._database.transaction() as session:
            mine = [c for c in open_callbacks(session) if me in (c.owner, c.claimed_at(moment))]
            for callback in mine:
                callbacks.attempt(session, callback, me, moment, "gitt")
                held = {"owner": me, "claimed_by": "", "claimed_until": None}
                callbacks.change(session, callback, **{**held, **new})
        self._change_notices.notify("callbacks")
        return len(mine), chosen.mark

    def _receiver(self, text: str) -> Receiver:
        """Whom `text` means; refuses a name that nobody has, or that several have."""
        with self._database.reading() as session:
            known = receivers(operators.present_operators(session), read_organisation(session))
        return choose(text, known)

    def _early_enough(self, due: datetime, window: str) -> datetime:
        with self._database.reading() as session:
            organisation = read_organisation(session)
        return before_limit(oslo(due), window, oslo(self._operator_session.clock()), organisation.opens)

    def _when_open(self, moment: datetime) -> datetime:
        with self._database.reading() as session:
            organisation = read_organisation(session)
        today = oslo(self._operator_session.clock()).date()
        return office_time(oslo(moment), organisation.opens, organisation.closes, today)

    def wrong_number(self, callback: Callback, number: str) -> None:
        """The number was wrong: «» keeps it open with no number, else the right one."""
        self._operator_session.require(*READERS)
        if number.strip() and not is_phone_number(number):
            raise SwitchboardError(NOT_A_NUMBER)
        self._noted(callback, "feil_nummer", number=normal_number(number))

    def _noted(self, callback: Callback, outcome: str, **new: object) -> None:
        with self._database.transaction() as session:
            callbacks.attempt(session, callback, self._operator_session.sign, self._operator_session.clock(), outcome)
            callbacks.change(session, callback, claimed_by="", claimed_until=None, **new)
        self._change_notices.notify("callbacks")
