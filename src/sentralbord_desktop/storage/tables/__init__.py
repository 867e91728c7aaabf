"""The database tables. Nothing outside storage imports this module.

The same tables on SQLite (SQLCipher) and PostgreSQL. Remarks, logs and inquiries are append-only:
triggers in the migration refuse UPDATE and DELETE, a correction is a new row.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, FetchedValue, Index, Text
from sqlmodel import Field, SQLModel

from sentralbord_desktop.domain.access.operator import OperatorFields
from sentralbord_desktop.domain.availability import PresenceFields
from sentralbord_desktop.domain.callbacks.callback import CallbackFields
from sentralbord_desktop.domain.confirmations.confirmation import ConfirmationFields
from sentralbord_desktop.domain.dates.clock import UtcDateTime
from sentralbord_desktop.domain.inquiries.parked import ParkedFields
from sentralbord_desktop.domain.members.member import (
    InvoiceFields,
    MemberChangeFields,
    MemberFields,
    PhoneCallFields,
    PhoneFields,
    RemarkFields,
)
from sentralbord_desktop.domain.messages.outgoing import OutgoingFields
from sentralbord_desktop.domain.organisation.organisation import (
    CourseFields,
    DepartmentFields,
    EmployerFields,
    RoleFields,
    StaffFields,
)
from sentralbord_desktop.domain.redacted import Private

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

APPEND_ONLY = (
    "remark",
    "member_change",
    "phone_call",
    "inquiry",
    "inquiry_answer",
    "inquiry_action",
    "inquiry_event",
    "access",
)
STAMPED = (*APPEND_ONLY, "erasure", "callback_attempt", "import_run")
"""Where a server says who was logged in and what its clock was, beside what the program says (m0017)."""
SIGNED = (
    "remark",
    "member_change",
    "phone_call",
    "inquiry",
    "inquiry_event",
    "access",
    "erasure",
    "callback_attempt",
    "import_run",
    "member_merge",
    "not_same_member",
    "hold",
    "breach",
)
"""Where `author` says who did it."""


class Stamped(SQLModel):
    """What only the server writes; None in a file, and of what is from before 0017. Never asked for at once, because
    whoever may write a log may not read it."""

    __mapper_args__ = {"eager_defaults": False}
    db_user: str | None = Field(default=None, max_length=63, sa_column_kwargs={"server_default": FetchedValue()})
    db_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, sa_column_kwargs={"server_default": FetchedValue()}
    )

    def copied(self) -> dict[str, Any]:
        """What another row says that says the same: not its number, nor who wrote this one and when."""
        return self.model_dump(exclude={"id", "db_user", "db_at"})


def id_column() -> Any:
    return Field(default=None, primary_key=True)


def member_column(*, required: bool = True) -> Any:
    return Field(default=... if required else None, foreign_key="member.id", index=True)


def few(table: str, column: str) -> Index:
    """An index over the rows where `column` points at something, where most point at nothing. Its migration
    says WHERE; said here, it would load PostgreSQL's dialect at every start (25 ms)."""
    return Index(f"ix_{table}_{column}", column)


class MemberRow(MemberFields, table=True):
    __tablename__ = "member"
    __table_args__ = (few("member", "merged_into"), Index("ix_member_department", "department"))
    id: int | None = id_column()
    number: str = Field(max_length=32, unique=True)
    version: int = 1
    merged_into: int | None = Field(default=None, foreign_key="member.id")
    """The member this one turned out to be; it keeps its own rows and is not searched."""
    import_run: int | None = Field(default=None, foreign_key="import_run.id")
    """The import that registered the member; None for one who was registered by hand."""


class MergeRow(Private, table=True):
    """`taken` holds what the kept one got: field -> [before, after], and the new phones."""

    __tablename__ = "member_merge"
    id: int | None = id_column()
    kept_id: int = Field(foreign_key="member.id")
    gone_id: int = Field(foreign_key="member.id")
    at: datetime = Field(sa_type=UtcDateTime)
    author: str = Field(max_length=10)
    taken: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    undone: datetime | None = Field(default=None, sa_type=UtcDateTime)


class NotSameRow(Private, table=True):
    """Two who look like one and are not; the lower id first."""

    __tablename__ = "not_same_member"
    one_id: int = Field(foreign_key="member.id", primary_key=True)
    two_id: int = Field(foreign_key="member.id", primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    author: str = Field(max_length=10)


class PhoneRow(PhoneFields, table=True):
    """Lies where it is looked up, by member and place, with no number and no index of its own."""

    __tablename__ = "member_phone"
    __table_args__ = ({"sqlite_with_rowid": False},)
    member_id: int = Field(foreign_key="member.id", primary_key=True)
    position: int = Field(default=0, primary_key=True)
    number: str = Field(max_length=20)


class InvoiceRow(InvoiceFields, table=True):
    __tablename__ = "invoice"
    id: int | None = id_column()
    member_id: int = member_column()


class RemarkRow(Stamped, RemarkFields, table=True):
    __tablename__ = "remark"
    id: int | None = id_column()
    member_id: int = member_column()
    inquiry_id: str | None = Field(default=None, foreign_key="inquiry.id", index=True)
    corrects: int | None = Field(default=None, foreign_key="remark.id", index=True)
    withdrawn: bool = False


class MemberChangeRow(Stamped, MemberChangeFields, table=True):
    __tablename__ = "member_change"
    __table_args__ = (few("member_change", "inquiry_id"), few("member_change", "import_run"))
    id: int | None = id_column()
    member_id: int = member_column()
    inquiry_id: str | None = Field(default=None, foreign_key="inquiry.id")
    import_run: int | None = Field(default=None, foreign_key="import_run.id")
    """The import that made the change."""


class PhoneCallRow(Stamped, PhoneCallFields, table=True):
    __tablename__ = "phone_call"
    id: int | None = id_column()
    member_id: int | None = member_column(required=False)
    inquiry_id: str | None = Field(default=None, foreign_key="inquiry.id", index=True)
    corrects: int | None = Field(default=None, foreign_key="phone_call.id", index=True)
    withdrawn: bool = False


class InquiryRow(Stamped, Private, table=True):
    __tablename__ = "inquiry"
    id: str = Field(primary_key=True, max_length=36)
    member_id: int | None = member_column(required=False)
    caller_name: str = ""
    caller_kind: str = "medlem"
    caller_phone: str = ""
    category: str
    procedure_id: str
    procedure_version: int
    switched_from: str = ""
    received_on: str = ""
    loop: int | None = None
    overflow: bool = False
    started: datetime = Field(sa_type=UtcDateTime)
    completed: datetime = Field(sa_type=UtcDateTime, index=True)
    author: str
    state: str = Field(sa_column=Column(Text, nullable=False))


class InquiryAnswerRow(Stamped, Private, table=True):
    __tablename__ = "inquiry_answer"
    id: int | None = id_column()
    inquiry_id: str = Field(foreign_key="inquiry.id", index=True)
    position: int
    step: str
    question: str
    choice: str = ""
    answer: str = ""
    source: str = ""
    applied: bool = True


class InquiryActionRow(Stamped, Private, table=True):
    __tablename__ = "inquiry_action"
    __table_args__ = (few("inquiry_action", "state"),)
    id: int | None = id_column()
    inquiry_id: str = Field(foreign_key="inquiry.id", index=True)
    position: int
    kind: str
    strength: str
    state: str
    target: str = ""
    template: str = ""
    subject: str = ""
    content: str = Field(default="", sa_column=Column(Text, nullable=False))
    reason: str = ""
    rules: str = ""
    data: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class InquiryEventRow(Stamped, table=True):
    """What happened to an inquiry after it was completed: reopened, handed over."""

    __tablename__ = "inquiry_event"
    id: int | None = id_column()
    inquiry_id: str = Field(foreign_key="inquiry.id", index=True)
    kind: str
    at: datetime = Field(sa_type=UtcDateTime)
    author: str


class CallbackRow(CallbackFields, table=True):
    __tablename__ = "callback"
    id: int | None = id_column()
    member_id: int | None = member_column(required=False)
    inquiry_id: str | None = Field(default=None, foreign_key="inquiry.id", index=True)
    status: str = Field(default="apen", index=True)
    claimed_by: str = ""
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    version: int = 1


class CallbackAttemptRow(Stamped, table=True):
    __tablename__ = "callback_attempt"
    id: int | None = id_column()
    callback_id: int = Field(foreign_key="callback.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    author: str
    outcome: str


class ConfirmationRow(ConfirmationFields, table=True):
    __tablename__ = "confirmation"
    id: int | None = id_column()
    member_id: int = member_column()
    inquiry_id: str | None = Field(default=None, foreign_key="inquiry.id", index=True)
    status: str = Field(default="venter", index=True)
    version: int = 1


class OutgoingRow(OutgoingFields, table=True):
    __tablename__ = "outgoing"
    id: str = Field(primary_key=True, max_length=36)
    member_id: int | None = member_column(required=False)
    inquiry_id: str | None = Field(default=None, foreign_key="inquiry.id", index=True)


class ParkedRow(ParkedFields, table=True):
    __tablename__ = "parked"
    id: str = Field(primary_key=True, max_length=36)
    member_id: int | None = member_column(required=False)
    state: str = Field(sa_column=Column(Text, nullable=False))


class DepartmentRow(DepartmentFields, table=True):
    __tablename__ = "department"
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})


class CourseRow(CourseFields, table=True):
    __tablename__ = "course"
    id: int | None = id_column()


class EmployerRow(EmployerFields, table=True):
    __tablename__ = "employer"
    id: int | None = id_column()


class PresenceRow(PresenceFields, table=True):
    __tablename__ = "presence"
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


class OperatorRow(OperatorFields, table=True):
    __tablename__ = "operator"
    id: int | None = id_column()
    initials: str = Field(max_length=10, unique=True)


class SettingRow(SQLModel, table=True):
    __tablename__ = "setting"
    key: str = Field(primary_key=True, max_length=100)
    value: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class AccessRow(Stamped, table=True):
    """Who opened or exported what, and why (PR-4)."""

    __tablename__ = "access"
    id: int | None = id_column()
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    author: str
    member_id: int | None = member_column(required=False)
    what: str
    why: str = ""


class ErasingRow(SQLModel, table=True):
    """A row here, inside one transaction, lets append-only rows be erased (m0005)."""

    __tablename__ = "erasing"
    id: int | None = id_column()


class ErasureRow(Stamped, table=True):
    """What was erased, by whom and why; never what it said. Append-only."""

    __tablename__ = "erasure"
    id: int | None = id_column()
    at: datetime = Field(sa_type=UtcDateTime)
    author: str = Field(max_length=10)
    what: str = Field(max_length=60)
    reason: str = Field(default="", max_length=400)
    counts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class HoldRow(Private, table=True):
    """Why a resigned member is kept: a claim, accounting, an archive agreed to (PR-8)."""

    __tablename__ = "hold"
    member_id: int = Field(foreign_key="member.id", primary_key=True)
    reason: str = Field(max_length=400)
    author: str = Field(max_length=10)
    at: datetime = Field(sa_type=UtcDateTime)


class BreachRow(Private, table=True):
    """A breach of privacy and what is known about it (PR-11)."""

    __tablename__ = "breach"
    id: int | None = id_column()
    discovered: datetime = Field(sa_type=UtcDateTime)
    author: str = Field(max_length=10)
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    reported: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CallCountRow(SQLModel, table=True):
    """How many calls there were, kept when the calls themselves are erased (PR-15)."""

    __tablename__ = "call_count"
    month: str = Field(primary_key=True, max_length=7)
    category: str = Field(primary_key=True, max_length=40)
    department: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    loop: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    calls: int


class WizardLeftRow(SQLModel, table=True):
    """Where an inquiry was thrown away; nothing of whom it was about."""

    __tablename__ = "wizard_left"
    id: int | None = id_column()
    at: datetime = Field(sa_type=UtcDateTime)
    category: str = Field(max_length=40)
    step: str = Field(max_length=120)


class ImportRunRow(Stamped, table=True):
    __tablename__ = "import_run"
    id: int | None = id_column()
    at: datetime = Field(sa_type=UtcDateTime)
    author: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    subject: str = Field(default="medlemmer", max_length=20)
    file: str = Field(default="", max_length=200)
    """The file's name; «» for an import before 0013, which cannot be undone."""
    undone: datetime | None = Field(default=None, sa_type=UtcDateTime)
    undone_by: str = Field(default="", max_length=10)


class InvoiceBeforeRow(Private, table=True):
    """A fee invoice as it was before an import: `before` has what was changed, None of a new one. Kept as
    long as the import can be undone."""

    __tablename__ = "invoice_before"
    run_id: int = Field(foreign_key="import_run.id", primary_key=True)
    number: str = Field(max_length=40, primary_key=True)
    member_id: int = member_column()
    before: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
