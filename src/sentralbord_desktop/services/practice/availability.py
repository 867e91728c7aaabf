"""The practice board: invented people who are free, in meetings or away, generated at each start."""

from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import delete
from sqlmodel import Session

from sentralbord_desktop.domain.availability import PresenceFields
from sentralbord_desktop.domain.dates.clock import OSLO, oslo
from sentralbord_desktop.domain.organisation.organisation import Course, Employer, Organisation, Staff
from sentralbord_desktop.services.practice import data as made_up
from sentralbord_desktop.storage import availability
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.organisation import read_organisation
from sentralbord_desktop.storage.tables import PresenceRow

SIGN = "ØV"
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
