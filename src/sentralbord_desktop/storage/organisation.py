"""Departments, staff, roles and targets."""

from sqlmodel import Session, col, select

from sentralbord_desktop.domain.organisation import (
    Department,
    Organisation,
    Role,
    Staff,
    Target,
)
from sentralbord_desktop.storage.tables import (
    DepartmentRow,
    MemberRow,
    RoleRow,
    SettingRow,
    StaffRow,
    TargetRow,
)
from sentralbord_desktop.storage.values import value


def read_organisation(session: Session) -> Organisation:
    """The whole house; departments that only the members mention are there without a name."""
    known = [value(Department, row) for row in session.exec(select(DepartmentRow)).all()]
    numbers = {department.number for department in known}
    used = session.exec(select(MemberRow.department).distinct()).all()
    known += [Department(number=n) for n in used if n is not None and n not in numbers]
    house = session.get(SettingRow, "hus")
    content = house.value if house else {}
    return Organisation(
        union=content.get("union", "forbundet"),
        phone=content.get("phone", ""),
        departments=tuple(sorted(known, key=lambda department: department.number)),
        staff=tuple(
            value(Staff, row) for row in session.exec(select(StaffRow).order_by(col(StaffRow.id)))
        ),
        roles=tuple(value(Role, row) for row in session.exec(select(RoleRow)).all()),
        targets=tuple(value(Target, row) for row in session.exec(select(TargetRow)).all()),
    )


def save_organisation(session: Session, organisation: Organisation) -> None:
    """Write over what has the same number or key."""
    session.merge(
        SettingRow(key="hus", value={"union": organisation.union, "phone": organisation.phone})
    )
    for department in organisation.departments:
        session.merge(DepartmentRow.model_validate(department.model_dump()))
    for role in organisation.roles:
        session.merge(RoleRow.model_validate(role.model_dump()))
    for target in organisation.targets:
        session.merge(TargetRow.model_validate(target.model_dump()))
    for person in organisation.staff:
        row = StaffRow.model_validate(person.model_dump())
        row.id = None if person.id == 0 else person.id
        session.merge(row)
