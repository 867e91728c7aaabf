"""The database tables, by subject.

The tables are the same on SQLite (SQLCipher) and PostgreSQL. Remarks, logs and inquiries are append-only: triggers
(`engine/new_register.py`, `engine/server.sql`) refuse UPDATE and DELETE, and a correction is a new row. They
stand together, because foreign keys name tables and a new register is made of the complete metadata.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, FetchedValue, Index, Text
from sqlmodel import Field, SQLModel

from sentralbord_desktop.domain.access import OperatorFields
from sentralbord_desktop.domain.availability import PresenceFields
from sentralbord_desktop.domain.callbacks import CallbackFields
from sentralbord_desktop.domain.confirmations import ConfirmationFields
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
from sentralbord_desktop.domain.text.word_list import word_list

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Stamped(SQLModel):
    """Columns that only a server writes (server.sql); None in a file. They are not read back after an insert, because an
    operator may write to a log that the operator may not read."""

    __mapper_args__ = {"eager_defaults": False}
    db_user: str | None = Field(default=None, max_length=63, sa_column_kwargs={"server_default": FetchedValue()})
    db_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, sa_column_kwargs={"server_default": FetchedValue()}
    )

    def copied(self) -> dict[str, Any]:
        """The fields for a copy of the row: all but its id and the server's stamp."""
        return self.model_dump(exclude={"id", "db_user", "db_at"})


def id_column() -> Any:
    return Field(default=None, primary_key=True)


def member_column(*, required: bool = True) -> Any:
    return Field(default=... if required else None, foreign_key="member.id", index=True)


def partial_index(table: str, column: str, rows: str = "") -> Index:
    """An index over few rows: where `column` is not NULL, or `rows`. `engine/new_register.py` makes the WHERE clause of it: here
    it would load PostgreSQL's dialect at every start (25 ms)."""
    return Index(f"ix_{table}_{column}", column, info={"rows": rows or f"{column} IS NOT NULL"})


class SettingRow(SQLModel, table=True):
    __tablename__ = "setting"
    key: str = Field(primary_key=True, max_length=100)
    value: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


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


class OperatorRow(OperatorFields, table=True):
    __tablename__ = "operator"
    id: int | None = id_column()
    initials: str = Field(max_length=10, unique=True)


class AccessRow(Stamped, table=True):
    """Who opened or exported what, and why (PR-4)."""

    __tablename__ = "access"
    id: int | None = id_column()
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    author: str
    member_id: int | None = member_column(required=False)
    what: str
    why: str = ""


class MemberRow(MemberFields, table=True):
    __tablename__ = "member"
    __table_args__ = (partial_index("member", "merged_into"), Index("ix_member_department", "department"))
    id: int | None = id_column()
    number: str = Field(max_length=32, unique=True)
    version: int = 1
    merged_into: int | None = Field(default=None, foreign_key="member.id")
    """Id of the member that this one was merged into; it keeps its own rows and is not searched."""
    import_run: int | None = Field(default=None, foreign_key="import_run.id")
    """The import that registered the member; None for one who was registered by hand."""


class PhoneRow(PhoneFields, table=True):
    """The key is member and position; the table has no rowid and no other index."""

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
    outgoing_id: str | None = Field(default=None, max_length=36)
    """The message whose sending or dropping it tells of; the message may have been erased since."""


class MemberChangeRow(Stamped, MemberChangeFields, table=True):
    __tablename__ = "member_change"
    __table_args__ = (partial_index("member_change", "inquiry_id"), partial_index("member_change", "import_run"))
    id: int | None = id_column()
    member_id: int = member_column()
    inquiry_id: str | None = Field(default=None, foreign_key="inquiry.id")
    import_run: int | None = Field(default=None, foreign_key="import_run.id")
    """The import that made the change."""


class MemberCorrectionRow(Private, table=True):
    """A field that was changed here after the last file that had it; `before` is what the file had."""

    __tablename__ = "member_correction"
    member_id: int = Field(foreign_key="member.id", primary_key=True)
    field: str = Field(max_length=40, primary_key=True)
    before: str = Field(max_length=400)
    author: str = Field(max_length=10)
    at: datetime = Field(sa_type=UtcDateTime)
    settled_run: int | None = Field(default=None, foreign_key="import_run.id")
    """The import that took the mark away; kept until that import cannot be undone any more."""


class MergeRow(Private, table=True):
    """`taken` holds what the kept member got: field -> [before, after], and the phones."""

    __tablename__ = "member_merge"
    id: int | None = id_column()
    kept_id: int = Field(foreign_key="member.id")
    gone_id: int = Field(foreign_key="member.id")
    at: datetime = Field(sa_type=UtcDateTime)
    author: str = Field(max_length=10)
    taken: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    undone: datetime | None = Field(default=None, sa_type=UtcDateTime)


class NotSameRow(Private, table=True):
    """Two members that look alike and are not the same person; the lower id first."""

    __tablename__ = "not_same_member"
    one_id: int = Field(foreign_key="member.id", primary_key=True)
    two_id: int = Field(foreign_key="member.id", primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    author: str = Field(max_length=10)


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
    __table_args__ = (partial_index("inquiry_action", "state", "state = 'uten_medlem'"),)
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


class PhoneCallRow(Stamped, PhoneCallFields, table=True):
    __tablename__ = "phone_call"
    id: int | None = id_column()
    member_id: int | None = member_column(required=False)
    inquiry_id: str | None = Field(default=None, foreign_key="inquiry.id", index=True)
    corrects: int | None = Field(default=None, foreign_key="phone_call.id", index=True)
    withdrawn: bool = False


class ParkedRow(ParkedFields, table=True):
    __tablename__ = "parked"
    id: str = Field(primary_key=True, max_length=36)
    member_id: int | None = member_column(required=False)
    state: str = Field(sa_column=Column(Text, nullable=False))


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


class PresenceRow(PresenceFields, table=True):
    __tablename__ = "presence"
    id: int | None = id_column()


class ImportRunRow(Stamped, table=True):
    __tablename__ = "import_run"
    id: int | None = id_column()
    at: datetime = Field(sa_type=UtcDateTime)
    author: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    corrected: int = 0
    """Fields that were corrected here and kept."""
    resigned: int = 0
    erased: int = 0
    """New rows that were left out: utmeldt or erased members."""
    subject: str = Field(default="medlemmer", max_length=20)
    file: str = Field(default="", max_length=200)
    """The file's name."""
    undone: datetime | None = Field(default=None, sa_type=UtcDateTime)
    undone_by: str = Field(default="", max_length=10)
    source: str = Field(default="", max_length=60)
    """The source that it was fetched from; «» for a file that a person chose."""
    is_failed: bool = False
    text: str = Field(default="", max_length=600)
    """For a source: what waits for a decision, or the reason of a failure."""


class ImportLossRow(Private, table=True):
    """A row of a file that did not come in, or a cell that was left out (`is_in`): see `domain/imports/report.py`."""

    __tablename__ = "import_loss"
    id: int | None = id_column()
    run_id: int = Field(foreign_key="import_run.id", index=True)
    line: int
    number: str = Field(max_length=40)
    who: str = Field(max_length=200)
    heading: str = Field(max_length=100)
    cell: str = Field(max_length=200)
    why: str = Field(max_length=400)
    detail: str = Field(max_length=400)
    is_in: bool
    field: str = Field(max_length=40)


class InvoiceBeforeRow(Private, table=True):
    """A fee invoice before an import, for undo: `before` has the changed fields, None for a new invoice."""

    __tablename__ = "invoice_before"
    run_id: int = Field(foreign_key="import_run.id", primary_key=True)
    number: str = Field(max_length=40, primary_key=True)
    member_id: int = member_column()
    before: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))


class ImportSourceRow(SQLModel, table=True):
    """The reading position of a source. `fingerprint` is of the settings used. `done` is the time of the last success,
    `claimed` when a workstation began to read, None while none is reading; `not_before` is the time until which the
    server asked to wait."""

    __tablename__ = "import_source"
    name: str = Field(primary_key=True, max_length=60)
    fingerprint: str = Field(default="", max_length=64)
    etag: str = Field(default="", max_length=400)
    done: datetime | None = Field(default=None, sa_type=UtcDateTime)
    claimed: datetime | None = Field(default=None, sa_type=UtcDateTime)
    not_before: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ImportFileRow(SQLModel, table=True):
    """The file of a watched folder that was last read or refused under a name, and the last of the source, by the SHA-256
    of the name and of the content: of one that was refused, together with the settings."""

    __tablename__ = "import_file"
    source: str = Field(primary_key=True, max_length=60)
    digest: str = Field(primary_key=True, max_length=64)
    at: datetime = Field(sa_type=UtcDateTime)


class ErasingRow(SQLModel, table=True):
    """A row here, inside one transaction, lets append-only rows be erased."""

    __tablename__ = "erasing"
    id: int | None = id_column()


class ErasureRow(Stamped, table=True):
    """What kind was erased, by whom and why; never the content. Append-only."""

    __tablename__ = "erasure"
    id: int | None = id_column()
    at: datetime = Field(sa_type=UtcDateTime)
    author: str = Field(max_length=10)
    what: str = Field(max_length=60)
    reason: str = Field(default="", max_length=400)
    counts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class ErasedMemberRow(SQLModel, table=True):
    """A keyed hash of the number and the birth date of one who was erased (`storage/privacy/erased_members.py`)."""

    __tablename__ = "erased_member"
    mark: str = Field(max_length=64, primary_key=True)


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
    """At which step an inquiry was discarded; nothing about the member."""

    __tablename__ = "wizard_left"
    id: int | None = id_column()
    at: datetime = Field(sa_type=UtcDateTime)
    category: str = Field(max_length=40)
    step: str = Field(max_length=120)


APPEND_ONLY = word_list("remark member_change phone_call inquiry inquiry_answer inquiry_action inquiry_event access")
