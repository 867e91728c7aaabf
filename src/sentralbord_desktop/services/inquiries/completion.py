"""What one action becomes when the inquiry is completed: rows, and a line in the receipt."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlmodel import Session

from sentralbord_desktop.domain.callbacks.callback import CallbackFields
from sentralbord_desktop.domain.confirmations.confirmation import REMIND_AFTER_WORKING_DAYS, ConfirmationFields
from sentralbord_desktop.domain.dates.calendar import add_working_days, is_far, long_date, note_date
from sentralbord_desktop.domain.dates.clock import OSLO, clock, today
from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.members.member import RemarkFields
from sentralbord_desktop.domain.messages.outgoing import OutgoingFields
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.telephony.phone_numbers import number_to_ring
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.member_changes import words_of
from sentralbord_desktop.procedures.outputs.callback import CALLBACK, CALLBACK_DONE
from sentralbord_desktop.procedures.outputs.confirmation import AWAIT_CONFIRMATION
from sentralbord_desktop.procedures.outputs.email import EMAIL
from sentralbord_desktop.procedures.outputs.letter import LETTER_ORDER
from sentralbord_desktop.procedures.outputs.log import LOG
from sentralbord_desktop.procedures.outputs.member_change import REGISTER_MEMBER, UPDATE_MEMBER
from sentralbord_desktop.procedures.outputs.note import NOTE
from sentralbord_desktop.procedures.outputs.recipients import target_label
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.outputs.sms import SMS
from sentralbord_desktop.procedures.roles.step_role import StepRole
from sentralbord_desktop.services.drafts.draft import Draft
from sentralbord_desktop.services.drafts.review import is_sms
from sentralbord_desktop.services.messages.addressing import address_of
from sentralbord_desktop.storage import callbacks, confirmations
from sentralbord_desktop.storage.inquiries import inquiries
from sentralbord_desktop.storage.members import members
from sentralbord_desktop.storage.members.record import awaited
from sentralbord_desktop.storage.messages import outbox


@dataclass
class Completion:
    """One inquiry being written: where each action's rows go, and what the receipt will say."""

    session: Session
    draft: Draft
    organisation: Organisation
    author: str
    at: datetime
    inquiry_id: str
    member_id: int | None
    sending: SendingSettings
    library: Library
    done: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    by_hand: list[tuple[str, str]] = field(default_factory=list)
    """What is left, and the page where it is done, «» where none is."""
    noted: str = ""
    """The text of the remark, which the log of the member has too (KF-2)."""

    def write(self, action: Action) -> str:
        """Write what `action` demands; gives its state: gjort, klar or for_hand."""
        writer = WRITERS.get(action.kind)
        return writer(self, action) if writer else self._told(action)

    def register(self, action: Action) -> None:
        """A new member comes first: notes and callbacks belong to them."""
        changes = dict(action.data["changes"])
        changes["department"] = int(action.data["department"])
        changes["workplace"] = self._text_of(StepRole.WORKPLACE)
        if self.draft.registered_member_id is not None:  # the inquiry was opened again
            # this call put them there, and may put them right (IN-2); OA-4 is about members who were somewhere
            changes["department"] = str(changes["department"])
            members.change_member(
                self.session,
                self.draft.registered_member_id,
                changes,
                author=self.author,
                at=self.at,
                inquiry_id=self.inquiry_id,
                seen=self.draft.seen,
                source="åpnet igjen",
            )
            self.member_id = self.draft.registered_member_id
            return
        member = members.add_member(
            self.session,
            {**changes, "joined": today(self.at)},
            author=self.author,
            at=self.at,
            inquiry_id=self.inquiry_id,
            source="samtale",
        )
        self.member_id = member.id

    def _text_of(self, role: StepRole) -> str:
        answers = self.library.answers_for(role, self.draft.answers)
        return answers[0].text if answers else ""

    def _left(self, what: str, page: str = "outbox") -> None:
        self.by_hand.append((what, page))

    def _registered(self, action: Action) -> str:
        self.done.append(f"Medlemmet er registrert i avdeling {action.data['department']}")
        return "gjort"

    def _note(self, action: Action) -> str:
        if self.member_id is None:
            self._left("Merknaden, når medlemsbildet er funnet", "confirmations")
            return "uten_medlem"
        inquiries.add_remark(
            self.session,
            self.member_id,
            RemarkFields(written=self.at, author=self.author, text=action.text, category=self.draft.category),
            self.inquiry_id,
        )
        self.done.append("Merknad er lagret")
        return "gjort"

    def _log(self, action: Action) -> str:
        if "logg" in action.where and self.member_id is not None:
            inquiries.add_log_line(
                self.session,
                self.member_id,
                self.noted or self.draft.category,
                author=self.author,
                at=self.at,
                inquiry_id=self.inquiry_id,
            )
            self.done.append("Logg er ført")
        return "gjort"

    def _update(self, action: Action) -> str:
        changes = action.data["changes"]
        if not changes:
            return "gjort"
        if self.member_id is None:
            words = ", ".join(words_of(changes))
            self._left(f"Endringen ({words}), når medlemsbildet er funnet", "confirmations")
            return "uten_medlem"
        changed = members.change_member(
            self.session,
            self.member_id,
            changes,
            author=self.author,
            at=self.at,
            inquiry_id=self.inquiry_id,
            seen=self.draft.seen,
        )
        if changed:
            self.done.append(f"Medlemsbildet er endret ({len(changed)} felt)")
        return "gjort"

    def _message(self, action: Action) -> str:
        kind, name = kind_of(action.kind).message, kind_of(action.kind).receipt
        address = self._address(action)
        if kind == "sms" and not address:
            self._left("SMS-en mangler et nummer: skriv det i Utboks")
        copies = ", ".join(
            address_of(copy, self.organisation) or target_label(copy, self.organisation) for copy in action.copy_to
        )
        state, not_before = self._way_out(kind, f"{address}, {copies}")
        to_label = action.to_label or action.to
        outbox.add(
            self.session,
            str(uuid4()),
            OutgoingFields(
                kind=kind,
                target=action.to,
                to_label=to_label,
                to_address=address,
                copy_to=copies,
                subject=action.subject,
                body=action.text,
                created=self.at,
                state=state,
                not_before=not_before,
                letter=action.data.get("letter_text", ""),
                letter_to=action.data.get("letter_to", ""),
            ),
            member_id=self.member_id,
            inquiry_id=self.inquiry_id,
        )
        for copy in action.copy_to:
            if not address_of(copy, self.organisation):
                label = target_label(copy, self.organisation)
                self._left(f"Kopi til {label}, som ikke har noen adresse i Katalog")
        if state == "bekreft":
            self._left(f"Bekreft {name.lower()} til {to_label}: adressen er utenfor forbundet")
        elif not_before is None:
            self._left(f"{name} til {to_label}")
        else:
            self.waiting.append(f"{name} til {to_label} sendes kl. {clock(not_before)}")
        return "klar" if not_before else "for_hand"

    def _way_out(self, kind: str, addresses: str) -> tuple[str, datetime | None]:
        """State, and when it leaves by itself; None when a hand is needed."""
        if not self.sending.sends(kind):
            return "klar", None
        if kind != "sms" and self.sending.is_outside(addresses):
            return "bekreft", None
        return "klar", self.at + timedelta(seconds=self.sending.undo_seconds)

    def _address(self, action: Action) -> str:
        address = address_of(action.to, self.organisation, action.to_label)
        return self._number(action) if is_sms(action) else address

    def _number(self, action: Action) -> str:
        return number_to_ring(action.data.get("number") or self.draft.number(self.library))

    def _callback(self, action: Action) -> str:
        due_text = action.data.get("due")
        due = datetime.fromisoformat(due_text).replace(tzinfo=OSLO) if due_text else None
        deadline = action.data.get("deadline")
        owner = action.to_label
        callbacks.add(
            self.session,
            CallbackFields(
                name=self.caller()[:200],
                number=self._number(action),
                subject=action.text[:200],
                category=self.draft.category,
                due=due,
                window=action.data.get("window", "")[:60],
                deadline=date.fromisoformat(deadline) if deadline else None,
                owner=owner[:60],
                promised_by=self.author,
                created=self.at,
            ),
            member_id=self.member_id,
            inquiry_id=self.inquiry_id,
        )
        if not self._number(action):
            self._left("Oppringingen mangler et nummer: skriv det i Ring tilbake", "callbacks")
        when = "når det passer"
        if due:
            day = today(due)
            when = f"{long_date(day, year=is_far(day, today(self.at)))} kl. {clock(due)}"
        self.done.append(f"Oppringing {when}")
        return "gjort"

    def caller(self) -> str:
        """The name of the member, of the caller, or the one that was told in the wizard; never the member whom
        another rings about (X-4, MD-2)."""
        facts = self.draft.facts
        told = self.library.answers_for(StepRole.PERSON_DETAILS, self.draft.answers)
        member = "" if facts.rings_for_another else facts.member.name
        own = [form.fields.get(key, "") for form in told for key in ("first_name", "last_name")]
        return (
            member
            or facts.caller_name
            or self._text_of(StepRole.REPORTER)
            or self._text_of(StepRole.CALLER_NAME)
            or " ".join(filter(None, own))
        )

    def _callback_done(self, action: Action) -> str:
        if self.draft.callback_id is None:
            return "gjort"
        callback = callbacks.get(self.session, self.draft.callback_id)
        if callback is not None and callback.status == "apen":
            callbacks.attempt(self.session, callback, self.author, self.at, "svarte")
            callbacks.change(self.session, callback, status="gjort")
            self.done.append("Løftet om å ringe er gjort opp")
            return "gjort"
        return "gjort_for"

    def _confirmation(self, action: Action) -> str:
        if self.member_id is None:
            self._left(f"Venter på bekreftelse ({action.text}), når medlemsbildet er funnet", "confirmations")
            return "uten_medlem"
        asked, kind = today(self.at), action.data["kind"]
        already = next(
            (
                one
                for one in awaited(self.session, [self.member_id])
                if (one.kind, one.detail) == (kind, action.data.get("detail", "")[:200])
            ),
            None,
        )
        if already is not None:
            self.waiting.append(f"Venter på den skriftlige bekreftelsen fra {note_date(already.asked)}")
            return "gjort_for"
        confirmations.add_confirmation(
            self.session,
            ConfirmationFields(
                kind=kind,
                department=self.draft.facts.member.department,
                detail=action.data.get("detail", "")[:200],
                asked=asked,
                method=action.data.get("method", "")[:60],
                remind=date.fromisoformat(remind)
                if (remind := action.data.get("remind"))
                else add_working_days(asked, REMIND_AFTER_WORKING_DAYS),
            ),
            member_id=self.member_id,
            inquiry_id=self.inquiry_id,
        )
        self.waiting.append("Venter på skriftlig bekreftelse")
        return "gjort"

    def _told(self, action: Action) -> str:
        """Nothing is written: the receipt tells it, where the kind has words for that."""
        if words := kind_of(action.kind).receipt:
            self.done.append(f"{words} {action.to_label or action.to}".rstrip())
        return "gjort"


Writer = Callable[[Completion, Action], str]
"""Writes the rows of an action; gives its state: gjort, klar, for_hand, gjort_for or uten_medlem."""
WRITERS: dict[str, Writer] = {
    NOTE.key: Completion._note,
    UPDATE_MEMBER.key: Completion._update,
    EMAIL.key: Completion._message,
    SMS.key: Completion._message,
    LETTER_ORDER.key: Completion._message,
    CALLBACK.key: Completion._callback,
    AWAIT_CONFIRMATION.key: Completion._confirmation,
    CALLBACK_DONE.key: Completion._callback_done,
    LOG.key: Completion._log,
    REGISTER_MEMBER.key: Completion._registered,
}
"""Kind of an action -> what it becomes. One that is not here leaves nothing but a line of the receipt."""
