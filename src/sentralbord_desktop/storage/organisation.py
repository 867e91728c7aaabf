"""Departments, staff, roles and targets."""

from datetime import time
from typing import Any, TypeVar

from sqlalchemy import Select, delete, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, SQLModel, col, select

from sentralbord_desktop.domain.organisation.organisation import (
    Course,
    Department,
    Employer,
    Organisation,
    Role,
    Staff,
    Target,
)
from sentralbord_desktop.storage.engine.row_values import value, values
from sentralbord_desktop.storage.tables import (
    CourseRow,
    DepartmentRow,
    EmployerRow,
    MemberRow,
    PresenceRow,
    RoleRow,
    SettingRow,
    StaffRow,
    TargetRow,
)

ORGANISATION_SETTING = "hus"
POST_CODES = "postnummer"
"""The setting with a newer table of post codes, under «text»."""
DEPARTMENTS, STAFF, ROLES, TARGETS, COURSES, EMPLOYERS = (
    SQLModel.metadata.tables[name].select() for name in ("department", "staff", "role", "target", "course", "employer")
)
STAFF = STAFF.order_by(col(StaffRow.id))
SETTINGS = sql_select(col(SettingRow.key), col(SettingRow.value)).where(
    col(SettingRow.key).in_((ORGANISATION_SETTING, POST_CODES))
)


def _mentioning() -> Select[Any]:
    number = col(MemberRow.department)
    lowest = sql_select(func.min(number).label("number")).cte("mentioned", recursive=True)
    following = sql_select(func.min(number)).where(number > lowest.c.number).scalar_subquery()
    mentioned = lowest.union_all(sql_select(following).where(lowest.c.number.is_not(None)))
    return sql_select(mentioned.c.number).where(mentioned.c.number.is_not(None))


MENTIONED = _mentioning()
"""Compiled once: part of every read of the organisation."""


def read_organisation(session: Session) -> Organisation:
    """The whole organisation, including departments that only members refer to, without a name."""
    known = list(values(session, Department, DEPARTMENTS))
    numbers = {department.number for department in known}
    known += [Department(number=n) for n in _mentioned(session) if n not in numbers]
    kept: dict[str, Any] = dict(session.connection().execute(SETTINGS).all())
    content = kept.get(ORGANISATION_SETTING, {})
    return Organisation(
        union=content.get("union", "forbundet"),
        phone=content.get("phone", ""),
        fades_hours=content.get("fades_hours", 4),
        **{k: time.fromisoformat(content[k]) for k in ("opens", "closes") if content.get(k)},
        departments=tuple(sorted(known, key=lambda department: department.number)),
        staff=tuple(values(session, Staff, STAFF)),
        roles=tuple(values(session, Role, ROLES)),
        targets=tuple(values(session, Target, TARGETS)),
        courses=tuple(values(session, Course, COURSES)),
        employers=tuple(values(session, Employer, EMPLOYERS)),
        post_codes=kept.get(POST_CODES, {}).get("text", ""),
    )


def _mentioned(session: Session) -> list[int]:
    """Department numbers of the members: one index lookup per department, where DISTINCT would scan every member."""
    return list(session.connection().execute(MENTIONED).scalars())


def save_organisation_facts(session: Session, organisation: Organisation) -> None:
    session.merge(
        SettingRow(
            key=ORGANISATION_SETTING,
            value={
                "union": organisation.union,
                "phone": organisation.phone,
                "opens": organisation.opens.isoformat(),
                "closes": organisation.closes.isoformat(),
                "fades_hours": organisation.fades_hours,
            },
        )
    )


def save_organisation(session: Session, organisation: Organisation) -> None:
    """Save all of it, replacing entries with the same number or key."""
    save_organisation_facts(session, organisation)
    for entries in (
        organisation.departments,
        organisation.roles,
        organisation.targets,
        organisation.staff,
        organisation.courses,
        organisation.employers,
    ):
        for entry in entries:
            _put(session, entry)


def _put(session: Session, entry: SQLModel) -> SQLModel:
    """Replace the row with the same key; id 0 is new."""
    data = entry.model_dump()
    if data.get("id") == 0:
        data["id"] = None
    return session.merge(ENTRIES[type(entry)].model_validate(data))


ENTRIES: dict[type[SQLModel], type[SQLModel]] = {
    Department: DepartmentRow,
    Role: RoleRow,
    Staff: StaffRow,
    Target: TargetRow,
    Course: CourseRow,
    Employer: EmployerRow,
}
"""Domain class of an entry -> its table."""


Entry = TypeVar("Entry", bound=SQLModel)


def save_entry(session: Session, entry: Entry) -> Entry:
    """Save one department, person, role, target, course or employer; id 0 is new."""
    row = _put(session, entry)
    if "id" not in type(entry).model_fields:
        return entry
    session.flush()
    return value(type(entry), row)


def delete_entry(session: Session, entry: SQLModel) -> None:
    """Delete one entry, and the presence of a person: SQLite reuses the id."""
    row = session.get(ENTRIES[type(entry)], _key(entry))
    if row is not None:
        session.delete(row)
    if isinstance(entry, Staff):
        session.execute(delete(PresenceRow).where(col(PresenceRow.who) == f"staff:{entry.id}"))


def members_in(session: Session, department: int) -> int:
    statement = select(func.count()).select_from(MemberRow)
    return session.exec(statement.where(MemberRow.department == department)).one()


def _key(entry: SQLModel) -> object:
    for name in ("id", "number", "key"):
        if name in type(entry).model_fields:
            return getattr(entry, name)
    raise TypeError(type(entry).__name__)
