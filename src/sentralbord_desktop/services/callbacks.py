"""The callback list: made, claimed, tried, given, done."""

from datetime import datetime, timedelta

from sentralbord_desktop.domain.desk import OUTCOMES, Callback, CallbackFields, Confirmation
from sentralbord_desktop.domain.errors import ChangedMeanwhileError, SwitchboardError
from sentralbord_desktop.domain.phones import is_phone_number, normal_number
from sentralbord_desktop.services.notices import Notices
from sentralbord_desktop.services.shift import Shift
from sentralbord_desktop.storage import callbacks, desk
from sentralbord_desktop.storage.database import Database
from sentralbord_desktop.storage.record import open_callbacks, waiting

AGAIN_AFTER_BUSY = timedelta(minutes=15)
AGAIN_AFTER_NO_ANSWER = timedelta(hours=1)


class CallbackService:
    def __init__(self, database: Database, shift: Shift, notices: Notices) -> None:
        self._database = database
        self._shift = shift
        self._notices = notices

    def all_open(self) -> list[Callback]:
        """By legal deadline, then time."""
        with self._database.reading() as session:
            return open_callbacks(session)

    def add(self, fields: CallbackFields, member_id: int | None = None) -> int:
        """A promise made outside the wizard (Ctrl+T)."""
        if not is_phone_number(fields.number):
            raise SwitchboardError("Skriv nummeret vi skal ringe.")
        fields = fields.model_copy(update={"number": normal_number(fields.number)})
        with self._database.transaction() as session:
            callback_id = callbacks.add(session, fields, member_id=member_id, inquiry_id=None)
        self._notices.tell("callbacks")
        return callback_id

    def claim(self, callback: Callback) -> None:
        """Hold it for fifteen minutes; refuses when somebody else holds it."""
        moment = self._shift.clock()
        holder = callback.claimed_at(moment)
        if holder and holder != self._shift.sign:
            raise ChangedMeanwhileError(f"{holder} har den. Ta over?")
        self.take_over(callback)

    def take_over(self, callback: Callback) -> None:
        """Claim it even though somebody holds it, after having been asked."""
        with self._database.transaction() as session:
            callbacks.claim(session, callback, self._shift.sign, self._shift.clock())
        self._notices.tell("callbacks")

    def release(self, callback: Callback) -> None:
        with self._database.transaction() as session:
            callbacks.change(session, callback, claimed_by="", claimed_until=None)
        self._notices.tell("callbacks")

    def attempt(self, callback: Callback, outcome: str) -> None:
        """Note how it went; a busy line is tried again in 15 minutes, no answer in an hour."""
        if outcome not in OUTCOMES:
            raise ValueError(outcome)
        moment = self._shift.clock()
        new: dict[str, object] = {"claimed_by": "", "claimed_until": None}
        if outcome == "opptatt":
            new["due"] = moment + AGAIN_AFTER_BUSY
        if outcome == "ikke_svar":
            new["due"] = moment + AGAIN_AFTER_NO_ANSWER
        if outcome == "svarte":
            new["status"] = "gjort"
        with self._database.transaction() as session:
            callbacks.attempt(session, callback, self._shift.sign, moment, outcome)
            callbacks.change(session, callback, **new)
        self._notices.tell("callbacks")

    def move(self, callback: Callback, due: datetime | None, window: str) -> None:
        self._noted(callback, "flytt", due=due, window=window)

    def give(self, callback: Callback, owner: str) -> None:
        """Make somebody else the owner."""
        if not owner.strip():
            raise SwitchboardError("Skriv initialene eller navnet på den som skal ringe.")
        self._noted(callback, "gitt", owner=owner.strip()[:60])

    def wrong_number(self, callback: Callback, number: str) -> None:
        """The number was wrong: «» keeps it open with no number, else the right one."""
        self._noted(callback, "feil_nummer", number=normal_number(number))

    def _noted(self, callback: Callback, outcome: str, **new: object) -> None:
        with self._database.transaction() as session:
            callbacks.attempt(session, callback, self._shift.sign, self._shift.clock(), outcome)
            callbacks.change(session, callback, claimed_by="", claimed_until=None, **new)
        self._notices.tell("callbacks")


class ConfirmationService:
    """Written confirmations that we wait for (UT-3, OA-3, OF-3)."""

    def __init__(self, database: Database, shift: Shift, notices: Notices) -> None:
        self._database = database
        self._shift = shift
        self._notices = notices

    def waiting(self) -> list[Confirmation]:
        with self._database.reading() as session:
            return waiting(session)

    def arrived(self, confirmation: Confirmation) -> None:
        """It has come. The department goes on from here; our status does not change (UT-4)."""
        self._change(confirmation, f"Kommet {self._day()}", status="kommet")

    def withdrawn(self, confirmation: Confirmation) -> None:
        """The member no longer wants it."""
        self._change(confirmation, f"Trukket tilbake {self._day()}", status="trukket")

    def reminded(self, confirmation: Confirmation, how: str) -> None:
        later = confirmation.remind + timedelta(days=14)
        self._change(confirmation, f"Purret på {how} {self._day()}", remind=later)

    def postpone(self, confirmation: Confirmation, day: datetime) -> None:
        self._change(confirmation, f"Purring flyttet {self._day()}", remind=day.date())

    def _day(self) -> str:
        return f"{self._shift.clock():%d.%m.%Y}"

    def _change(self, confirmation: Confirmation, last: str, **new: object) -> None:
        with self._database.transaction() as session:
            desk.change_confirmation(session, confirmation, last_done=last, **new)
        self._notices.tell("confirmations")
