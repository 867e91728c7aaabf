"""The organisation as it is set up."""

from sqlmodel import Field, SQLModel

from sentralbord_desktop.domain.organisation.organisation import (
    CourseFields,
    DepartmentFields,
    EmployerFields,
    RoleFields,
    StaffFields,
)
from sentralbord_desktop.storage.tables.columns import id_column


class DepartmentRow(DepartmentFields, table=True):
    __tablename__ = "department"
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})


class CourseRow(CourseFields, table=True):
    __tablename__ = "course"
    id: int | None = id_column()


class EmployerRow(EmployerFields, table=True):
    __tablename__ = "employer"
    id: int | None = id_column()


class StaffRow(StaffFields, table=True):
    __tablename__ = "staff"
    id: int | None = id_column()


class RoleRow(RoleFields, table=True):
    __tablename__ = "role"
    key: str = Field(primary_key=True, max_length=60)


class TargetRow(SQLModel, table=True):
    __tablename__ = "target"
    key: str = Field(primary_key=True, max_length=60)
    title: str
    phone: str = ""
    address: str = ""
    hours: str = Field(default="", max_length=100)
