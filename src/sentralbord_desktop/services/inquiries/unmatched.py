"""Assigns a member to a completed call: writes the note, the change and the awaited confirmation (X-5, GE-5)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session

from sentralbord_desktop.domain.access import READERS
from sentralbord_desktop.domain.dates.clock import today
from sentralbord_desktop.domain.errors import NotAllowedError, SwitchboardError
from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.inquiries.unmatched import UnmatchedCall
from sentralbord_desktop.domain.members.member import GONE, Member
from sentralbord_desktop.domain.members.record import hides
from sentralbord_desktop.domain.text.norwegian import listed
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.member_changes import words_of
from sentralbord_desktop.procedures.outputs.log import LOG
from sentralbord_desktop.procedures.outputs.member_change import UPDATE_MEMBER
from sentralbord_desktop.procedures.outputs.note import NOTE
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.inquiries.completion import write_action
from sentralbord_desktop.services.inquiries.completion_context import Completion
from sentralbord_desktop.services.inquiries.inquiries import member_facts
from sentralbord_desktop.services.messages.settings import MessageSettingsService
from sentralbord_desktop.services.service import Service
from sentralbord_desktop.services.session import OperatorSession
from sentralbord_desktop.storage.inquiries import inquiries, unmatched
from sentralbord_desktop.storage.inquiries.unmatched import UnmatchedRows
from sentralbord_desktop.storage.members import field_text, members
from sentralbord_desktop.storage.members.change_log import last_hand
from sentralbord_desktop.storage.organisation import read_organisation
from sentralbord_desktop.storage.privacy.blanking import NO_STATE

ALREADY_ASSIGNED = "Den er ført inn allerede, eller samtalen er åpnet igjen. Hent listen på nytt med F5."
ERASED = (
    "Det som ble svart, er slettet av hensyn til personvernet, så det kan ikke føres inn. Skriv en merknad med Ctrl+M."
)
HIDDEN = "Saken er skjult for deg. Den som tar samtaler, kan føre den inn."
CHANGED_SUBJECTS = ("members", "inquiries", "confirmations", "callbacks", "outbox")


class UnmatchedCallService(Service):
    """Unmatched calls; raises NotAllowedError for a case hidden from the operator (PR-1)."""

    def __init__(self, operator_session: OperatorSession, library: Library, sending: MessageSettingsService) -> None:
        super().__init__(operator_session)
        self._library = library
        self._sending = sending

    def all_unmatched(self) -> list[UnmatchedCall]:
        """Without hidden cases and those with erased text; empty for an operator who may not read members."""
        if not self._operator_session.operator.reads_members:
            return []
        with self._database.reading() as session:
            found = unmatched.unmatched_calls(session)
        return [self._as_call(one) for one in found if not self._hides(one) and one.head["state"] != NO_STATE]

    def assign(self, unmatched_call: UnmatchedCall, member_id: int) -> str:
        """Write everything for this member, with the day and author of the call; returns sentences. Fields changed
        since keep their value (`_kept_out`). Logged (PR-4)."""
        self._operator_session.require(*READERS)
        moment = self._operator_session.clock()
        with self._database.transaction() as session:
            found = self._still(session, unmatched_call)
            member = members.member_by_id(session, member_id)
            if member is None:
                raise SwitchboardError("Medlemmet er slettet. Finn et annet, eller skriv en merknad.")
            done = self._write(session, found, member, moment)
            unmatched.assign_member(session, found, member.id)
            self._add_event(session, unmatched_call, unmatched.PLACED)
            self._operator_session.log(session, "førte inn", unmatched_call.when, member.id)
        self._change_notices.notify(*CHANGED_SUBJECTS)
        return done

    def dismiss(self, unmatched_call: UnmatchedCall, *, has_member: bool) -> None:
        """Close it: entered by hand, or without such a member."""
        self._operator_session.require(*READERS)
        with self._database.transaction() as session:
            self._still(session, unmatched_call)
            self._add_event(session, unmatched_call, unmatched.BY_HAND if has_member else unmatched.OF_NOBODY)
        self._change_notices.notify("confirmations")

    def undo_dismiss(self, unmatched_call: UnmatchedCall) -> None:
        self._operator_session.require(*READERS)
        with self._database.transaction() as session:
            self._add_event(session, unmatched_call, unmatched.WAITS)
        self._change_notices.notify("confirmations")

    def _add_event(self, session: Session, unmatched_call: UnmatchedCall, kind: str) -> None:
        unmatched.add_event(
            session,
            unmatched_call.inquiry_id,
            kind,
            author=self._operator_session.sign,
            at=self._operator_session.clock(),
        )

    def _still(self, session: Session, unmatched_call: UnmatchedCall) -> UnmatchedRows:
        """The current rows, locked; raises SwitchboardError when it no longer waits."""
        inquiries.lock_inquiry(session, unmatched_call.inquiry_id)
        found = unmatched.waits(session, unmatched_call.inquiry_id)
        if found is None:
            raise SwitchboardError(ALREADY_ASSIGNED)
        if self._hides(found):
            raise NotAllowedError(HIDDEN)
        return found

    def _hides(self, found: UnmatchedRows) -> bool:
        return hides(self._operator_session.operator, found.head["category"], None)

    def _as_call(self, found: UnmatchedRows) -> UnmatchedCall:
        head, call = found.head, found.call
        notes = [a["content"] for a in found.actions if a["kind"] == NOTE.key]
        procedure = self._library.procedures.get(head["category"])
        return UnmatchedCall(
            head["id"],
            head["completed"],
            head["author"],
            call["caller_name"],
            call["number"],
            procedure.title if procedure else head["category"],
            tuple(map(_left, found.actions)),
            notes[0] if notes else "",
        )

    def _write(self, session: Session, found: UnmatchedRows, member: Member, moment: datetime) -> str:
        head = found.head
        if head["state"] == NO_STATE:
            raise SwitchboardError(ERASED)
        draft = Draft.model_validate_json(head["state"])
        facts = draft.facts.model_copy(update={"member": member_facts(member)})
        draft = draft.model_copy(update={"facts": facts, "seen": {}})
        organisation, sending = read_organisation(session), self._sending.read()
        where = (head["id"], member.id, sending, self._library)
        then = Completion(session, draft, organisation, head["author"], head["completed"], *where)
        now = Completion(session, draft, organisation, self._operator_session.sign, moment, *where)
        left_alone: list[str] = []
        for row in found.actions:
            action = _action(row)
            if action.kind == UPDATE_MEMBER.key:
                out = _kept_out(session, member, action.data["changes"], head["completed"])
                left_alone += out
                new = {f: text for f, text in action.data["changes"].items() if f not in out}
                write_action(now, action.model_copy(update={"data": {**action.data, "changes": new}}))
            elif action.kind == NOTE.key:
                then.noted = action.text
                later = f" (Ført inn i medlemsbildet {today(moment):%d.%m.%Y}. {self._operator_session.sign})"
                write_action(then, action.model_copy(update={"text": action.text + later}))
            else:
                write_action(then, action)
        if unmatched.is_logged(session, head["id"]):  # KF-2
            write_action(then, Action(id="logg", kind=LOG.key, where=("logg",)))
        return _sentence(member, found, left_alone)


def _kept_out(session: Session, member: Member, changes: dict[str, str], called: datetime) -> list[str]:
    """Fields changed since the call, and the status of one who has resigned or died (IN-1, UT-4)."""
    shown = field_text.shown(member)
    since = [
        field
        for field, text in changes.items()
        if shown.get(field, "") != text and _is_later(session, member.id, field, called)
    ]
    resigned = ["status"] if member.status in GONE and "status" in changes else []
    return list(dict.fromkeys([*since, *resigned]))


def _is_later(session: Session, member_id: int, field: str, called: datetime) -> bool:
    at = last_hand(session, member_id, field).at
    return at is not None and at >= called


def _sentence(member: Member, found: UnmatchedRows, left_alone: list[str]) -> str:
    done = f"Ført inn for {member.name}: {listed([*map(_left, found.actions)])}."
    if not left_alone:
        return done
    return f"{done} Ikke rørt, for medlemsbildet sier noe annet nå: {listed(_fields(left_alone))}. Spør medlemmet."


def _action(row: dict[str, Any]) -> Action:
    return Action.model_validate(
        {
            "id": str(row["position"]),
            "kind": row["kind"],
            "strength": row["strength"],
            "to": row["target"],
            "template": row["template"],
            "text": row["content"],
            "data": row["data"],
        }
    )


def _left(row: dict[str, Any]) -> str:
    if row["kind"] == UPDATE_MEMBER.key:
        return f"endring ({', '.join(_fields(row['data']['changes']))})"
    return "merknad" if row["kind"] == NOTE.key else "bekreftelse"


def _fields(changes: Iterable[str]) -> list[str]:
    return [word.replace("epost", "e-post") for word in words_of(dict.fromkeys(changes, ""))]
