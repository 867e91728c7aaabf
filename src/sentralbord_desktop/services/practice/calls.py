"""The invented calls of the practice register, with their remarks, callbacks, confirmations and invoices."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlmodel import Session

from sentralbord_desktop.domain.callbacks.callback import CallbackFields
from sentralbord_desktop.domain.confirmations.confirmation import ConfirmationFields
from sentralbord_desktop.domain.dates.clock import OSLO, oslo, today
from sentralbord_desktop.domain.dates.working_days import (
    add_months,
    add_working_days,
    is_office_day,
    next_working_day,
    office_time,
)
from sentralbord_desktop.domain.imports.preview import ImportedRow
from sentralbord_desktop.domain.members.member import PhoneCallFields, RemarkFields
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.services.practice import data as made_up
from sentralbord_desktop.storage import callbacks, confirmations
from sentralbord_desktop.storage.imports import bulk_members, invoices
from sentralbord_desktop.storage.inquiries import inquiries
from sentralbord_desktop.storage.members import change_log
from sentralbord_desktop.storage.organisation import read_organisation

SIGN = "ØV"
INGUNN = "204118"
MINUTE = timedelta(minutes=1)
LONGEST_CALL = 11 * MINUTE


class CallFiller:
    """Times are relative to `moment`."""

    def __init__(self, session: Session, chance: Random, moment: datetime, people: list[dict[str, Any]]) -> None:
        self._session, self._chance, self._moment = session, chance, moment
        self._day = today(moment)
        self._organisation = read_organisation(session)
        self._people = people
        self._active = [p for p in people if p["status"] != "utmeldt" and p["number"] != INGUNN]
        self._ids = bulk_members.member_ids(session, [p["number"] for p in people])

    def fill(self) -> None:
        self._ingunn()
        self._invoices()
        self._calls([add_working_days(self._day, days, is_office_day) for days in range(-5, 0)])
        self._callbacks()
        self._confirmations()
        # Last, so that the callbacks depend on the day only, not on the number of calls so far.
        self._calls([self._day] if is_office_day(self._day) else [])

    def at(self, days: int, hour: int, minute: int = 0) -> datetime:
        """Local time `days` from today, on an office day: the one before, or after when in the future."""
        day = self._day + timedelta(days=days)
        if days > 0:
            day = next_working_day(day, is_office_day)
        elif days < 0 and not is_office_day(day):
            day = add_working_days(day, -1, is_office_day)
        return datetime.combine(day, time(hour, minute), OSLO)

    def _open(self, moment: datetime) -> datetime:
        return office_time(moment, self._organisation.opens, self._organisation.closes, self._day)

    def _ingunn(self) -> None:
        """The member of the lessons: an overdue callback, an awaited confirmation, some remarks."""
        ingunn, promised = self._people[0], self.at(-1, 15)
        for days, text in (
            (-40, "Spurte om kontingent under permisjon. Ba om brev om permisjon."),
            (-12, "Har byttet arbeidsgiver til Renhold Øst AS. Ført inn."),
            (-2, f"Ringte om fakturaen. Lovet oppringing {promised:%d.%m.} kl. 15.00."),
        ):
            self._remark(ingunn, self.at(days, 10, 12), text)
        change_log.write(
            self._session,
            self._ids[INGUNN],
            "employer",
            "Renhold Vest AS",
            ingunn["employer"],
            author=SIGN,
            at=self.at(-12, 10, 12),
            inquiry_id=None,
            source="samtale",
        )
        self._call(ingunn, self.at(-2, 10, 4), "kontingent", "Lovet oppringing")
        self._callback(ingunn, "kontingent", "fakturaen", promised, created=self.at(-2, 10, 12))
        self._confirmation(ingunn, "overforing_avdeling", "til avd. 2", asked=-9)

    def _invoices(self) -> None:
        """Two invoices per active member; some unpaid, some of those missing a document."""
        rows: list[ImportedRow] = []
        for place, person in enumerate([self._people[0], *self._active]):
            for quarter, days in ((1, -110), (2, -35)):
                issued = self._day + timedelta(days=days)
                amount = self._chance.choice((99_000, 129_000, 45_000))
                late = quarter == 2 and (place % 11 == 0)
                missing = self._chance.choice(made_up.DOCUMENTS) if late and place % 2 == 0 else ""
                values = {
                    "number": f"F{500_000 + 10 * place + quarter}",
                    "member_no": person["number"],
                    "issued": issued,
                    "due": issued + timedelta(days=21),
                    "amount": amount,
                    "paid": 0 if late else amount,
                    "missing_documentation": "brev om permisjon" if late and not place else missing,
                }
                rows.append(ImportedRow(place, values))
        invoices.write_invoices(self._session, rows, [], run=None, progress=Progress())

    def _calls(self, when: Iterable[date]) -> None:
        """Calls of these days that have ended by now, many with a remark."""
        for day in when:
            for minute in range(0, 240, 24):
                started = datetime.combine(day, time(8 + minute // 60, minute % 60), OSLO)
                if started + LONGEST_CALL > self._moment:
                    return
                person = self._chance.choice(self._active)
                category, what = self._chance.choice(made_up.SUBJECTS)
                self._call(person, started, category, self._chance.choice(made_up.OUTCOMES))
                if self._chance.random() < 0.7:
                    text = self._chance.choice(made_up.REMARKS).partition(": ")[2]
                    self._remark(person, started, text.format(what=what), category)

    def _callbacks(self) -> None:
        """Callbacks: overdue, today, later, without a time, and two with a legal deadline."""
        soon = self._open(oslo(self._moment) + timedelta(hours=2))
        then = self._open(soon + timedelta(minutes=40))
        people = iter(self._chance.sample(self._active, 12))
        for due in (
            self.at(-3, 12),
            self.at(-1, 10, 30),
            self.at(-1, 14),
            soon,
            then,
            self.at(1, 9),
            self.at(2, 13),
            self.at(5, 10),
            None,
            None,
        ):
            category, what = self._chance.choice(made_up.SUBJECTS)
            self._callback(next(people), category, what, due)
        for days in (4, 11):
            last = next_working_day(self._day + timedelta(days=days))
            self._callback(next(people), "trobbel", "oppsigelse", self.at(1, 9), deadline=last)

    def _confirmations(self) -> None:
        people = self._chance.sample(self._active, 5)
        kinds = ("utmelding", "utmelding", "overforing_avdeling", "overforing_forbund", "utmelding")
        for place, (person, kind) in enumerate(zip(people, kinds, strict=True)):
            detail = {"overforing_avdeling": "til avd. 6"}.get(kind, "")
            self._confirmation(person, kind, detail, asked=-4 - 6 * place)

    # ------------------------------------------------------------ one of each

    def _remark(self, person: Mapping[str, Any], at: datetime, text: str, category: str = "") -> None:
        remark = RemarkFields(
            written=at, author=SIGN, text=f"{oslo(at):%d.%m.%Y}: {text} – {SIGN}", category=category or "kontingent"
        )
        inquiries.add_remark(self._session, self._ids[person["number"]], remark)

    def _call(self, person: Mapping[str, Any], at: datetime, category: str, outcome: str) -> None:
        call = PhoneCallFields(
            caller_name=_name(person),
            number=person["phone"],
            started=at,
            ended=at + self._chance.randint(2, LONGEST_CALL // MINUTE) * MINUTE,
            category=category,
            outcome=outcome,
            author=SIGN,
            loop=self._chance.choice((1, 2, 3)),
        )
        inquiries.add_call(self._session, call, self._ids[person["number"]], None)

    def _callback(
        self,
        person: Mapping[str, Any],
        category: str,
        subject: str,
        due: datetime | None,
        *,
        created: datetime | None = None,
        deadline: date | None = None,
    ) -> None:
        fields = CallbackFields(
            name=_name(person),
            number=person["phone"],
            subject=subject,
            category=category,
            due=due,
            window="" if due else "når som helst",
            deadline=deadline,
            promised_by=SIGN,
            owner=self._chance.choice(("", "MH", "KS")),
            created=created or self.at(-4, 11),
            loop=self._chance.choice((1, 2, 3)),
        )
        member_id = self._ids[person["number"]]
        callbacks.add(self._session, fields, member_id=member_id, inquiry_id=None)

    def _confirmation(self, person: Mapping[str, Any], kind: str, detail: str, *, asked: int) -> None:
        day = self.at(asked, 12).date()
        fields = ConfirmationFields(
            kind=kind,
            department=person["department"],
            detail=detail,
            asked=day,
            method="e-post eller brev",
            remind=next_working_day(add_months(day, 1)),
        )
        confirmations.add_confirmation(self._session, fields, member_id=self._ids[person["number"]], inquiry_id=None)


def _name(person: Mapping[str, Any]) -> str:
    return f"{person['first_name']} {person['last_name']}"
