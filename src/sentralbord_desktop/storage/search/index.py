"""Keeping the index true, in the same transaction as the member it is about."""

from collections.abc import Iterable

from sqlalchemy import text
from sqlmodel import Session

from sentralbord_desktop.domain.members import MemberFields
from sentralbord_desktop.storage.search.tokens import member_tokens


def tokens_of(member: MemberFields, phones: Iterable[str]) -> str:
    """The member's tokens, space between."""
    found = member_tokens(
        number=member.number,
        names=(member.first_name, member.middle_name, member.last_name),
        phones=phones,
        birth=member.birth_date,
        email=member.email,
        places=(member.employer, member.workplace, member.place, member.street),
        post_codes=(member.post_code, member.workplace_post_code),
    )
    return " ".join(sorted(found))


def write(session: Session, entries: list[dict[str, object]], *, new: bool = False) -> None:
    """Index `entries` of {"id", "tokens"}; replaces what stood there unless they are all new."""
    if not entries:
        return
    if session.get_bind().dialect.name == "postgresql":
        statement = text(
            "INSERT INTO member_search (id, tokens) "
            "VALUES (:id, array_to_tsvector(string_to_array(:tokens, ' '))) "
            "ON CONFLICT (id) DO UPDATE SET tokens = excluded.tokens"
        )
    else:
        if not new:
            session.execute(text("DELETE FROM member_search WHERE rowid = :id"), entries)
        session.connection().exec_driver_sql(  # SQLAlchemy would spend its time on each row
            "INSERT INTO member_search (rowid, tokens) VALUES (?, ?)",
            [(entry["id"], entry["tokens"]) for entry in entries],
        )
        return
    session.execute(statement, entries)


def tidy(session: Session) -> None:
    """After a bulk import: merge the index, which takes a quarter off every query."""
    if session.get_bind().dialect.name != "postgresql":
        session.execute(text("INSERT INTO member_search(member_search) VALUES ('optimize')"))
