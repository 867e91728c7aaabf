"""The member record (medlemsbilde): the member, and what is related to them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.callbacks import FROM_MEMBER, Callback
from sentralbord_desktop.domain.confirmations import CONFIRMATION_KINDS, Confirmation
from sentralbord_desktop.domain.dates.calendar import is_far, long_date, near_day, said_day
from sentralbord_desktop.domain.dates.clock import clock, oslo, today
from sentralbord_desktop.domain.dates.screen_time import day_and_time, day_at_time
from sentralbord_desktop.domain.dates.working_days import working_days_left
from sentralbord_desktop.domain.inquiries.case_handover import Case
from sentralbord_desktop.domain.members.member import (
    UNKNOWN,
    Hit,
    Invoice,
    Member,
    MemberChange,
    PhoneCall,
    Remark,
    Why,
)
from sentralbord_desktop.domain.messages.delivery_remarks import KINDS, matter
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.domain.text.norwegian import counted

TROUBLE, HIDDEN_CASE = "trobbel", "Skjult: sak i avdeling {department}."
DEAD_WORDS = "Vi ringer og skriver ikke til medlemmet. Vis omtanke når noen ringer om medlemmet"
MAX_IMPORTANT_ROWS = 5
"""Most rows of «Viktig nå»."""


@dataclass(frozen=True, slots=True)
class OtherViewer:
    """Another workstation has the same member open."""

    sign: str
    since: datetime

    @property
    def words(self) -> str:
        """«LT siden 14.03»."""
        return f"{self.sign} siden {clock(self.since)}"


def open_at(others: Sequence[OtherViewer]) -> str:
    """«Åpen hos LT siden 14.03», «» when no other workstation has it open."""
    return f"Åpen hos {' og '.join(e.words for e in others)}" if others else ""


@dataclass(frozen=True, slots=True)
class ImportantRow:
    """One row of «Viktig nå»: broken promise, deadline, message not sent, awaited confirmation, other date, flag."""

    kind: str
    headline: str
    detail: str
    say: str = ""
    callback_id: int | None = None
    confirmation_id: int | None = None


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """Lists are sorted with the newest first; withdrawn remarks and calls are left out."""

    member: Member
    remarks: tuple[Remark, ...] = ()
    calls: tuple[PhoneCall, ...] = ()
    changes: tuple[MemberChange, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    callbacks: tuple[Callback, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    sent: tuple[Outgoing, ...] = ()
    cases: tuple[Case, ...] = ()
    department: str = ""
    insurance: tuple[str, ...] = field(default=())

    def __repr__(self) -> str:
        return f"<MemberRecord {self.member.id}>"

    def for_reader(self, operator: Operator) -> "MemberRecord":
        """The record as this operator may read it: one who is only `avdeling` does not see the texts of a trøbbel case
        in another department (PR-1)."""
        if not hides(operator, TROUBLE, self.member.department):
            return self
        hidden = {"text": HIDDEN_CASE.format(department=self.member.department or "?")}
        return replace(
            self,
            remarks=tuple(r.model_copy(update=hidden) if r.category == TROUBLE else r for r in self.remarks),
            callbacks=tuple(
                c.model_copy(update={"subject": hidden["text"]}) if c.category == TROUBLE else c for c in self.callbacks
            ),
            sent=tuple(m.model_copy(update={"subject": "", "body": "", "letter": "", "reason": ""}) for m in self.sent),
            calls=tuple(
                c.model_copy(update={"outcome": hidden["text"]}) if c.category == TROUBLE else c for c in self.calls
            ),
            cases=(),
        )

    @property
    def unpaid_invoice(self) -> Invoice | None:
        """The oldest unpaid invoice that waits for a document, else the oldest unpaid (KF-3)."""
        unpaid = sorted((i for i in self.invoices if i.is_open), key=lambda i: i.due)
        return next((i for i in unpaid if i.missing_documentation), next(iter(unpaid), None))

    @property
    def last_changes(self) -> dict[str, date]:
        """Field of the member -> the day of its last change."""
        return {change.field: oslo(change.at).date() for change in sorted(self.changes, key=lambda c: c.at)}

    def important(self, moment: datetime) -> tuple[ImportantRow, ...]:
        """The first five of `all_important`."""
        return self.all_important(moment)[:MAX_IMPORTANT_ROWS]

    def all_important(self, moment: datetime) -> tuple[ImportantRow, ...]:
        """What can harm the member or embarrass the union, in fixed order."""
        broken = [c for c in self.callbacks if c.is_overdue(moment)]
        promised = [c for c in self.callbacks if not c.is_overdue(moment)]
        rows = [
            *([ImportantRow("dod", "Registrert som død", DEAD_WORDS)] if self.member.is_dead else []),
            *(broken_promise(callback, moment) for callback in broken),
            *(deadline_row(c, today(moment)) for c in self.callbacks if c.deadline),
            *(not_sent(message) for message in self.owed_messages(today(moment))),
            *(awaited(confirmation, today(moment)) for confirmation in self.confirmations),
            *(promise(callback, moment) for callback in promised),
            *self._flags(today(moment)),
        ]
        return tuple(rows)

    def owed_messages(self, day: date) -> list[Outgoing]:
        """Messages that the procedure demands, dropped while a deadline runs; not of a case that the DS has taken over."""
        taken = {case.inquiry_id for case in self.cases if case.handed_over_at is not None}
        return [message for message in self.sent if message.is_owed(day) and message.inquiry_id not in taken]

    def _flags(self, day: date) -> list[ImportantRow]:
        rows = []
        overdue = [i for i in self.invoices if i.is_open and i.due < day]
        if overdue:
            missing = next((i.missing_documentation for i in overdue if i.missing_documentation), "")
            detail = f"Mangler dokumentasjon: {missing}" if missing else "Ikke betalt"
            rows.append(ImportantRow("dato", f"Faktura {overdue[0].number} er forfalt", detail))
        if self.member.status == UNKNOWN:
            rows.append(ImportantRow("ukjent", "Ukjent status", "Spør hva medlemmet gjør nå"))
        if self.member.status == "utmeldt":
            rows.append(ImportantRow("flagg", "Utmeldt", "Medlemskapet er avsluttet"))
        if self.member.no_sms:
            rows.append(ImportantRow("flagg", "Ønsker ikke SMS", "SMS er slått av for dette medlemmet"))
        if self.member.has_blocked_address:
            rows.append(ImportantRow("sperret", "Sperret adresse", "Adressen er ikke lagret. Spør ikke etter den"))
        return rows

    def fee_status(self, day: date) -> str:
        """A sentence about the fees, from the invoices."""
        overdue = [i for i in self.invoices if i.is_open and i.due < day]
        if overdue:
            return f"{len(overdue)} forfalt" if len(overdue) > 1 else "1 forfalt faktura"
        return "Alt er betalt" if self.invoices else "Ingen fakturaer"


def hits_for(operator: Operator, hits: list[Hit]) -> list[Hit]:
    """Hits as this operator may see them before a record is opened and logged: one who is only of a department sees
    only name, number and department of members of other departments."""
    if operator.reads_all or operator.may("administrator"):
        return hits
    less: dict[str, Any] = {"employer": "", "phone": "", "birth_year": None, "explain": Why}
    return [hit if hit.department == operator.department else replace(hit, **less) for hit in hits]


def hides(operator: Operator, category: str, department: int | None) -> bool:
    """Whether the content of a case is hidden from this operator (PR-1); `department` is the member's."""
    own = operator.department is not None and operator.department == department
    return category == TROUBLE and not own and not operator.reads_all


def broken_promise(callback: Callback, now: datetime) -> ImportantRow:
    tries = f"{callback.own_attempts} forsøk" if callback.own_attempts else "ingen forsøk"
    if rang := rang_themselves(callback, now):
        tries += f" · {rang}"
    return ImportantRow(
        "brutt",
        "Lovet oppringing er ikke holdt",
        f"Skulle vært ringt {callback.promised_time(now)} om {callback.subject or 'saken'}"
        f" · lovet av {callback.promised_by} {day_at_time(callback.created, now)}"
        f" · {tries}",
        say=apology(callback, now),
        callback_id=callback.id,
    )


def apology(callback: Callback, now: datetime) -> str:
    """What to say first about a broken promise."""
    return f"«Du skulle blitt ringt {said_day(today(callback.ring_by), today(now))}. Det beklager jeg.»"


def opening(callback: Callback, category: str, now: datetime) -> str:
    """What to say first when it is answered: why we ring, and that we are sorry when it is late. `category` is the title
    of its topic; what was written about it may not be for the caller's ear, except in «Annet»: it is what they said."""
    about = callback.subject if callback.category in ("", "annet") else category
    about = about if about[1:2].isupper() else about[:1].lower() + about[1:]
    asked = f"«Du ba oss ringe om {about.rstrip('.')}.»" if about else "«Du ba oss ringe.»"
    return f"{asked}\n{apology(callback, now)}" if callback.is_overdue(now) else asked


def rang_themselves(callback: Callback, now: datetime) -> str:
    """«ringte selv i dag kl. 14.06», the last time that the member rang about it; «» when they have not."""
    asked = [attempt.at for attempt in callback.attempts if attempt.outcome in FROM_MEMBER]
    return f"ringte selv {day_and_time(max(asked), now)}" if asked else ""


def promise(callback: Callback, now: datetime) -> ImportantRow:
    return ImportantRow(
        "lovet",
        f"Vi har lovet å ringe {callback.promised_time(now)}",
        " · ".join(
            filter(
                None, (callback.subject or "Ingen emne", callback.owner or "ingen eier", rang_themselves(callback, now))
            )
        ),
        callback_id=callback.id,
    )


def besides(callbacks: Sequence[Callback], now: datetime) -> str:
    """Other callbacks to the member, shown when one is about to be made; «» when there are none."""
    if not callbacks:
        return ""
    first = min(callbacks, key=lambda each: each.ring_by)
    time = first.promised_time(now)
    if len(callbacks) > 1:
        return f"Det ligger {len(callbacks)} oppringinger fra før, den første {time}. Denne kommer i tillegg."
    about = f" ({first.subject})" if first.subject else ""
    return f"Det ligger en oppringing fra før: {time}{about}. Denne kommer i tillegg."


def deadline_row(callback: Callback, day: date) -> ImportantRow:
    last = callback.deadline or day
    days = counted(working_days_left(day, last), "virkedag igjen", "virkedager igjen")
    word = "ser ut til å være ute" if last < day else "siste dag" if last == day else days
    is_today = "i dag, " if last == day else ""
    return ImportantRow(
        "frist",
        f"Mulig frist {is_today}{long_date(last, year=is_far(last, day))}",
        f"{word} · {callback.subject} · distriktssekretæren bekrefter",
        callback_id=callback.id,
    )


def not_sent(message: Outgoing) -> ImportantRow:
    """A message that was dropped: to whom, why, and who decided it."""
    about = matter(message)
    what = f"{KINDS.get(message.kind, 'Melding')} til {message.to_label}{f' om {about}' if about else ''}"
    reason = f"grunn: {message.reason}" if message.reason else ""
    parts = (what, reason, message.moved_by, "send den, eller svar for den i Utboks (Ctrl+6)")
    return ImportantRow("ikke_sendt", "Beskjed ikke sendt", " · ".join(filter(None, parts)))


def awaited(confirmation: Confirmation, day: date) -> ImportantRow:
    words = awaited_words(confirmation)
    return ImportantRow(
        "venter",
        f"Venter på skriftlig bekreftelse: {words[:1].lower()}{words[1:]}",
        f"Bedt om {near_day(confirmation.asked, day)} · purres {near_day(confirmation.remind, day)}",
        say=f"«Vi har ikke fått den ennå. Vi ba om den {said_day(confirmation.asked, day)}.»",
        confirmation_id=confirmation.id,
    )


def awaited_words(confirmation: Confirmation) -> str:
    """«Overføring til avd. 2», not «til annen avdeling til avd. 2»."""
    kind = CONFIRMATION_KINDS.get(confirmation.kind, confirmation.kind)
    if confirmation.detail:
        kind = kind.partition(" til ")[0]
    return f"{kind} {confirmation.detail}".strip()


class RecentCalls(NamedTuple):
    """The last calls, and whether the register has no members."""

    calls: Sequence[PhoneCall]
    register_is_empty: bool
