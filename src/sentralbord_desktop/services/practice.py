"""The practice register: invented members, departments, calls and invoices."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zlib import crc32

from sqlalchemy import delete
from sqlmodel import Session

from sentralbord_desktop.domain.availability import PresenceFields
from sentralbord_desktop.domain.callbacks import CallbackFields, end_of_day, has_hour
from sentralbord_desktop.domain.confirmations import ConfirmationFields
from sentralbord_desktop.domain.dates.clock import OSLO, oslo, today
from sentralbord_desktop.domain.dates.working_days import (
    add_months,
    add_working_days,
    is_office_day,
    next_working_day,
    office_time,
)
from sentralbord_desktop.domain.imports.preview import ImportDone, ImportedRow
from sentralbord_desktop.domain.inquiries.transfer_candidates import Candidate, Standing
from sentralbord_desktop.domain.members.member import PhoneCallFields, RemarkFields
from sentralbord_desktop.domain.organisation.organisation import (
    Course,
    Department,
    Employer,
    Organisation,
    Staff,
    Target,
)
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.services import practice_data as made_up
from sentralbord_desktop.storage import availability, callbacks, confirmations
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.imports import bulk_members, invoices, runs
from sentralbord_desktop.storage.inquiries import inquiries
from sentralbord_desktop.storage.members import change_log
from sentralbord_desktop.storage.members.members import count_members
from sentralbord_desktop.storage.organisation import read_organisation, save_organisation
from sentralbord_desktop.storage.tables import PresenceRow

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
        any_time = end_of_day(next_working_day(self._day, is_office_day))
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
            any_time,
            any_time,
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
        due: datetime,
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
            window="" if has_hour(due) else "når som helst",
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


MEMBERS = 400


def invented_members(chance: Random, day: date) -> list[dict[str, Any]]:
    """The members of the lessons first, then random ones up to `MEMBERS`; each as the values of an import row."""
    known = [_known(values) for values in made_up.LESSON_MEMBERS]
    taken = {int(str(values["phone"])[-3:]) for values in known}
    numbers = [n for n in range(1000) if n not in taken]
    chance.shuffle(numbers)
    rest = [_person(chance, day, n, numbers[n]) for n in range(MEMBERS - len(known))]
    return known + rest


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    born = date(*values["birth_date"])
    email = _email(values["first_name"], values["last_name"])
    joined = date(born.year + 25, 8, 1)
    return {**values, "birth_date": born, "email": email, "joined": joined}


def _person(chance: Random, day: date, place: int, phone: int) -> dict[str, Any]:
    number, _, address, post_code, _ = chance.choice(made_up.DEPARTMENTS)
    names = made_up.FEMALE if chance.random() < 0.6 else made_up.MALE
    first, last = chance.choice(names), chance.choice(made_up.LAST_NAMES)
    words, weights = zip(*made_up.STATUS_SHARE, strict=True)
    born = date(day.year - chance.randint(19, 74), chance.randint(1, 12), chance.randint(1, 28))
    status = chance.choices(words, weights)[0]
    employer = chance.choice(made_up.EMPLOYERS) if status in ("yrkesaktiv", "laerling") else ""
    values = {
        "number": str(300_000 + 7 * place),
        "first_name": first,
        "last_name": last,
        "birth_date": born,
        "status": status,
        "department": number,
        "employer": employer,
        "workplace": employer and address.split()[-1],
        "phone": f"99000{phone:03d}",
        "phone2": f"99001{phone:03d}" if chance.random() < 0.15 else "",
        "email": _email(first, last) if chance.random() < 0.85 else "",
        "street": f"{chance.choice(made_up.STREETS)} {chance.randint(1, 60)}",
        "post_code": post_code,
        "place": address.split()[-1],
        "joined": date(min(born.year + chance.randint(18, 40), day.year - 1), 3, 1),
        "insurance_codes": chance.choice(made_up.CODES) if chance.random() < 0.7 else "",
        "no_sms": chance.random() < 0.02,
        "shop_steward": "Randi Granmo" if employer and chance.random() < 0.3 else "",
    }
    return {name: value for name, value in values.items() if value != ""}


def _email(first: str, last: str) -> str:
    letters = str.maketrans({"ø": "o", "å": "a", "æ": "e", "ö": "o", " ": "."})
    return f"{first}.{last}".casefold().translate(letters) + f"@{made_up.MEMBER_DOMAIN}"


ONE_IN = 4
"""One colleague in this many does not do what the board says."""


def takes_call(candidate: Candidate, moment: datetime) -> bool:
    """Whether the candidate answers; the same for the same status: most who are free answer, most others do not."""
    is_surprise = crc32(candidate.who.encode()) % ONE_IN == 0
    is_likely = candidate.sign(moment) == "ledig" or candidate.standing is Standing.FREE
    return is_likely != is_surprise


ASKING = (4, 8)
"""Departments without a statement today: the wizard asks, as in the lessons."""


def case_officers(domain: str) -> tuple[Staff, ...]:
    chance = Random(2)  # noqa: S311 - reproducible people
    return tuple(
        Staff(
            id=0,
            name=f"{chance.choice(made_up.FEMALE)} {chance.choice(made_up.LAST_NAMES)}",
            function="saksbehandler",
            department=number,
            phone=f"9900{8003 + number * 10}",
            email=f"saksbehandler.avd{number}@{domain}",
        )
        for number, *_ in made_up.DEPARTMENTS
    )


def area_of(post_code: str) -> str:
    return f"{post_code[:2]}00-{post_code[:2]}99"


def courses() -> tuple[Course, ...]:
    return (
        Course(id=0, title="Tillitsvalgtkurs trinn 1", department=4),
        Course(id=0, title="Pensjonskurs", department=2),
    )


def employers() -> tuple[Employer, ...]:
    return (Employer(id=0, employer="Renhold Øst AS", department=4),)


def fill_board(database: Database, moment: datetime) -> None:
    """Fill the board for today; the member's own department of the lessons has no statement."""
    with database.transaction() as session:
        session.execute(delete(PresenceRow))
        organisation = read_organisation(session)
        for place, person in enumerate(organisation.staff):
            _set_person(session, organisation, person, place, moment)


def _set_person(session: Session, organisation: Organisation, person: Staff, place: int, moment: datetime) -> None:
    this_morning = moment - timedelta(minutes=10 + 7 * place % 90)
    back = datetime.combine(_weekday(oslo(moment).date() + timedelta(days=2)), time(8), OSLO)
    said = {"who": f"staff:{person.id}", "author": SIGN, "source": "tavla"}
    if person.department in ASKING:
        _add_presence(session, said, "ledig", moment - timedelta(hours=5 + place % 3), None)
    elif place % 7 == 3:
        _add_presence(session, said | {"source": "kalender", "author": ""}, "borte", this_morning, back)
    elif place % 5 == 2:
        _add_presence(
            session,
            said | {"source": "kalender", "author": ""},
            "mote",
            this_morning,
            moment + timedelta(minutes=40 + place % 60),
        )
    elif place % 11 == 5:
        _add_presence(session, said, "ledig", moment - timedelta(hours=6), None)
    else:
        _add_presence(session, said, "ledig", this_morning, None)


def _weekday(day: date) -> date:
    """`day`, or the Monday after a weekend. Holidays are ignored: their calendar costs a practice start 0.07 s."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() >= 5 else 0)


def _add_presence(session: Session, said: dict[str, str], kind: str, start: datetime, until: datetime | None) -> None:
    availability.add_presence(session, PresenceFields(kind=kind, start=start, until=until, said=start, **said))


def fill_practice(database: Database, moment: datetime) -> None:
    """Fill an empty practice register. The members are always the same; dates are relative to `moment`."""
    with database.transaction() as session:
        if count_members(session):
            return
        chance = Random(1)  # noqa: S311 - a reproducible register
        save_organisation(session, with_departments(read_organisation(session), chance))
        people = invented_members(chance, today(moment))
        entries = [ImportedRow(row, values) for row, values in enumerate(people, 2)]
        run = runs.log_run(session, ImportDone(len(entries), 0, 0, 0), at=moment, author=SIGN)
        bulk_members.add_members(session, entries, run=run, progress=Progress())
        CallFiller(session, chance, moment, people).fill()


def with_departments(organisation: Organisation, chance: Random) -> Organisation:
    """Departments with a name, an address and three people each; the roles get addresses and numbers."""
    departments = tuple(
        Department(
            number=number,
            name=name,
            postal_address=address,
            neighbours=neighbours,
            email=f"avd{number}@{made_up.DOMAIN}",
            phone=f"9900{9000 + number}",
            ks_first_contact=number == 2,
            area=area_of(post_code),
        )
        for number, name, address, post_code, neighbours in made_up.DEPARTMENTS
    )
    staff = tuple(
        _official(chance, number, function) for number, *_ in made_up.DEPARTMENTS for function, _ in made_up.STAFF
    )
    roles = tuple(
        role.model_copy(
            update={"email": f"{role.key.replace('_', '.')}@{made_up.DOMAIN}", "phone": f"9900{9200 + place}"}
        )
        for place, role in enumerate(organisation.roles)
    )
    known = {
        "phone": "99009000",
        "departments": departments,
        "staff": staff + case_officers(made_up.DOMAIN),
        "roles": roles,
        "targets": tuple(_with_number(target) for target in organisation.targets),
        "courses": courses(),
        "employers": employers(),
    }
    return organisation.model_copy(update=known)


def _with_number(target: Target) -> Target:
    """An invented number for each loop, and for those outside who are rung, with when they are open."""
    number, hours = made_up.OUTSIDE.get(target.key, ("", ""))
    return target.model_copy(update={"phone": number or target.phone, "hours": hours})


def _official(chance: Random, department: int, function: str) -> Staff:
    name = f"{chance.choice(made_up.FEMALE + made_up.MALE)} {chance.choice(made_up.LAST_NAMES)}"
    place = [key for key, _ in made_up.STAFF].index(function)
    return Staff(
        id=0,
        name=name,
        function=function,
        department=department,
        phone=f"9900{8000 + department * 10 + place}",
        email=f"{function.lower()}.avd{department}@{made_up.DOMAIN}",
    )
