"""Members registered by an import: one row for the import, and a reference from each member. The registration is
still shown in the member's history. It is computed on reading; as rows it took a sixth of a large register's file."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, literal, select
from sqlmodel import Session, SQLModel

from sentralbord_desktop.domain.members.member import MemberChange
from sentralbord_desktop.storage.tables import ImportRunRow, MemberChangeRow, MemberRow

TABLES = SQLModel.metadata.tables
MEMBER = TABLES[MemberRow.__tablename__]
RUN = TABLES[ImportRunRow.__tablename__]
LOG = TABLES[MemberChangeRow.__tablename__]
REGISTERED, SOURCE = "registrert", "import"
FIRST_NUMBER = (
    select(LOG.c.before)
    .where(LOG.c.member_id == MEMBER.c.id, LOG.c.field == "number")
    .order_by(LOG.c.id)
    .limit(1)
    .scalar_subquery()
)
"""The member's first number, from the change log; NULL when it was never changed."""
COLUMNS = (
    RUN.c.at,
    MEMBER.c.number,
    MEMBER.c.first_name,
    MEMBER.c.last_name,
    literal(REGISTERED).label("field"),
    literal("").label("before"),
    func.coalesce(FIRST_NUMBER, MEMBER.c.number).label("after"),
    RUN.c.author,
    literal(SOURCE).label("source"),
)


def all_registrations() -> Select[Any]:
    """COLUMNS and the member's id, a row for each imported member."""
    return select(*COLUMNS, MEMBER.c.id).join(RUN, RUN.c.id == MEMBER.c.import_run)


def registrations(session: Session, who: Sequence[int]) -> list[MemberChange]:
    """The registration entries of these members; with negative ids, because they are not rows of the log."""
    asked = all_registrations().where(MEMBER.c.id.in_(who)).order_by(MEMBER.c.id.desc())
    return [
        MemberChange(
            id=-row.id,
            field=row.field,
            before=row.before,
            after=row.after,
            author=row.author,
            at=row.at,
            source=row.source,
        )
        for row in session.execute(asked)
    ]
