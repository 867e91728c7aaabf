"""The practice register: invented members, departments, calls and invoices."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zlib import crc32

from sqlalchemy import delete
from sqlmodel import Session

from sentralbord_desktop.domain.availability import PresenceFields
from sentralbord_desktop.domain.dates.clock import OSLO, oslo, today
from sentralbord_desktop.domain.imports.preview import ImportDone, ImportedRow
from sentralbord_desktop.domain.inquiries.transfer_candidates import Candidate, Standing
from sentralbord_desktop.domain.organisation.organisation import (
    Course,
    Department,
    Employer,
    Organisation,
    Staff,
    Target,
)
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.services.practice import data as made_up
from sentralbord_desktop.services.practice.calls import SIGN, CallFiller
from sentralbord_desktop.storage import availability
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.imports import bulk_members, runs
from sentralbord_desktop.storage.members.members import count_members
from sentralbord_desktop.storage.organisation import read_organisation, save_organisation
from sentralbord_desktop.storage.tables import PresenceRow

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
