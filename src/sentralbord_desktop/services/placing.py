"""A member is found after the call: the note, the change and the awaited confirmation are entered (X-5, GE-5)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session

from sentralbord_desktop.domain.desk import READERS
from sentralbord_desktop.domain.errors import NotAllowedError, SwitchboardError
from sentralbord_desktop.domain.inquiries import Action
from sentralbord_desktop.domain.members import Member
from sentralbord_desktop.domain.placing import Unplaced
from sentralbord_desktop.domain.record import hides
from sentralbord_desktop.domain.times import today
from sentralbord_desktop.domain.words import listed
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.new_details import words_of
from sentralbord_desktop.procedures.outputs.log import LOG
from sentralbord_desktop.procedures.outputs.member_change import UPDATE_MEMBER
from sentralbord_desktop.procedures.outputs.note import NOTE
from sentralbord_desktop.services.completing import Completion
from sentralbord_desktop.services.draft import Draft
from sentralbord_desktop.services.inquiries import member_facts
from sentralbord_desktop.services.notices import Notices
from sentralbord_desktop.services.sending import SendingService
from sentralbord_desktop.services.shift import Shift
from sentralbord_desktop.storage import inquiries, members, placing
from sentralbord_desktop.storage.change_log import last_hand
from sentralbord_desktop.storage.database import Database
from sentralbord_desktop.storage.erasing import NO_STATE
from sentralbord_desktop.storage.organisation import read_organisation
from sentralbord_desktop.storage.placing import LeftOver

GONE = "Den er ført inn allerede, eller samtalen er åpnet igjen. Hent listen på nytt med F5."
ERASED = (
    "Det som ble svart, er slettet av hensyn til personvernet, så det kan ikke føres inn. "
    "Skriv en merknad med Ctrl+M."
)
HIDDEN = "Saken er skjult for deg. Den som tar samtaler, kan føre den inn."
TOLD = ("members", "inquiries", "confirmations", "callbacks", "outbox")


class PlacingService:
    """What waits for a member record; raises NotAllowedError for one from whom the case is hidden (PR-1)."""

    def __init__(
        self, database: Database, shift: Shift, notices: Notices, library: Library, sending: SendingService,
    ) -> None:  # fmt: skip
        self._database = database
        self._shift = shift
        self._notices = notices
        self._library = library
        self._sending = sending

    def waiting(self) -> list[Unplaced]:
        """Not those that are hidden from whoever sits here, nor those whose words are erased; none for one who
        reads no members."""
        if not self._shift.operator.reads_members:
            return []
        with self._database.reading() as session:
            found = placing.left_over(session)
        return [
            self._told(one)
            for one in found
            if not self._hides(one) and one.head["state"] != NO_STATE
        ]

    def place(self, unplaced: Unplaced, member_id: int) -> str:
        """Enter it all for this member, by the day and the sign of the call; gives what was done, as sentences. What has
        been changed in the record since is left as it is (`_kept_out`). Logged (PR-4)."""
        self._shift.require(*READERS)
        moment = self._shift.clock()
        with self._database.transaction() as session:
            found = self._still(session, unplaced)
            member = members.member_by_id(session, member_id)
            if member is None:
                raise SwitchboardError(
                    "Medlemmet er slettet. Finn et annet, eller skriv en merknad."
                )
            done = self._write(session, found, member, moment)
            placing.belongs_to(session, found, member.id)
            self._say(session, unplaced, placing.PLACED)
            self._shift.log(session, "førte inn", unplaced.when, member.id)
        self._notices.tell(*TOLD)
        return done

    def settle(self, unplaced: Unplaced, *, has_member: bool) -> None:
        """Somebody has entered it by hand, or there is no such member."""
        self._shift.require(*READERS)
        with self._database.transaction() as session:
            self._still(session, unplaced)
            self._say(session, unplaced, placing.BY_HAND if has_member else placing.OF_NOBODY)
        self._notices.tell("confirmations")

    def wait_again(self, unplaced: Unplaced) -> None:
        """Undo of `settle`."""
        self._shift.require(*READERS)
        with self._database.transaction() as session:
            self._say(session, unplaced, placing.WAITS)
        self._notices.tell("confirmations")

    def _say(self, session: Session, unplaced: Unplaced, kind: str) -> None:
        placing.say(
            session, unplaced.inquiry_id, kind, author=self._shift.sign, at=self._shift.clock()
        )

    def _still(self, session: Session, unplaced: Unplaced) -> LeftOver:
        """As it waits now; another desk that enters the same one is waited for."""
        inquiries.alone_with(session, unplaced.inquiry_id)
        found = placing.waits(session, unplaced.inquiry_id)
        if found is None:
            raise SwitchboardError(GONE)
        if self._hides(found):
            raise NotAllowedError(HIDDEN)
        return found

    def _hides(self, found: LeftOver) -> bool:
        return hides(self._shift.operator, found.head["category"], None)

    def _told(self, found: LeftOver) -> Unplaced:
        head, call = found.head, found.call
        notes = [a["content"] for a in found.actions if a["kind"] == NOTE.key]
        procedure = self._library.procedures.get(head["category"])
        return Unplaced(
            head["id"], head["completed"], head["author"], call["caller_name"], call["number"],
            procedure.title if procedure else head["category"], tuple(map(_left, found.actions)),
            notes[0] if notes else "",
        )  # fmt: skip

    def _write(self, session: Session, found: LeftOver, member: Member, moment: datetime) -> str:
        head = found.head
        if head["state"] == NO_STATE:
            raise SwitchboardError(ERASED)
        draft = Draft.model_validate_json(head["state"])
        facts = draft.facts.model_copy(update={"member": member_facts(member)})
        draft = draft.model_copy(update={"facts": facts, "seen": {}})
        house, sending = read_organisation(session), self._sending.read()
        where = (head["id"], member.id, sending, self._library)
        then = Completion(session, draft, house, head["author"], head["completed"], *where)
        now = Completion(session, draft, house, self._shift.sign, moment, *where)
        left_alone: list[str] = []
        for row in found.actions:
            action = _action(row)
            if action.kind == UPDATE_MEMBER.key:
                out = _kept_out(session, member, action.data["changes"], head["completed"])
                left_alone += out
                new = {f: text for f, text in action.data["changes"].items() if f not in out}
                now.write(action.model_copy(update={"data": {**action.data, "changes": new}}))
            elif action.kind == NOTE.key:
                then.noted = action.text
                later = f" (Ført inn i medlemsbildet {today(moment):%d.%m.%Y}. {self._shift.sign})"
                then.write(action.model_copy(update={"text": action.text + later}))
            else:
                then.write(action)
        if placing.is_logged(session, head["id"]):  # KF-2
            then.write(Action(id="logg", kind=LOG.key, where=("logg",)))
        return _told(member, found, left_alone)


def _kept_out(
    session: Session, member: Member, changes: dict[str, str], called: datetime
) -> list[str]:
    """The fields that have been written since the call with something else, and the status of one who has resigned
    (IN-1, UT-4): what the caller said then is not what holds now."""
    shown = members.shown(member)
    since = [
        field for field, text in changes.items()
        if shown.get(field, "") != text and _is_later(session, member.id, field, called)
    ]  # fmt: skip
    resigned = ["status"] if member.status == "utmeldt" and "status" in changes else []
    return list(dict.fromkeys([*since, *resigned]))


def _is_later(session: Session, member_id: int, field: str, called: datetime) -> bool:
    _, at = last_hand(session, member_id, field)
    return at is not None and at >= called


def _told(member: Member, found: LeftOver, left_alone: list[str]) -> str:
    done = f"Ført inn for {member.name}: {listed([*map(_left, found.actions)])}."
    if not left_alone:
        return done
    return f"{done} Ikke rørt, for medlemsbildet sier noe annet nå: {listed(_fields(left_alone))}. Spør medlemmet."


def _action(row: dict[str, Any]) -> Action:
    return Action.model_validate({
        "id": str(row["position"]), "kind": row["kind"], "strength": row["strength"], "to": row["target"],
        "template": row["template"], "text": row["content"], "data": row["data"],
    })  # fmt: skip


def _left(row: dict[str, Any]) -> str:
    """What waits, in a word or two."""
    if row["kind"] == UPDATE_MEMBER.key:
        return f"endring ({', '.join(_fields(row['data']['changes']))})"
    return "merknad" if row["kind"] == NOTE.key else "bekreftelse"


def _fields(changes: Iterable[str]) -> list[str]:
    """«telefon», «e-post»."""
    return [word.replace("epost", "e-post") for word in words_of(dict.fromkeys(changes, ""))]
