"""Erases append-only rows, one kind at a time, and leaves a row in `erasure`. No other module deletes such rows.
Each statement works on both engines. Rows that an erased inquiry created stay, with no inquiry."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, text
from sqlmodel import Session, SQLModel, col, select

from sentralbord_desktop.domain.text.folding import words_once
from sentralbord_desktop.domain.text.word_list import word_list
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.members.ids import never_again
from sentralbord_desktop.storage.members.merged import merged_ids
from sentralbord_desktop.storage.privacy import erased_in_copies, erased_members
from sentralbord_desktop.storage.privacy.row_statements import chain_of, delete_rows, read_ids, run, run_on, set_null
from sentralbord_desktop.storage.search import index
from sentralbord_desktop.storage.tables import ErasureRow, ImportLossRow, MemberRow

TABLES = SQLModel.metadata.tables
LOSS, MEMBER = TABLES[ImportLossRow.__tablename__], TABLES[MemberRow.__tablename__]


def erase_losses(session: Session, member_id: int) -> None:
    """Delete the rows with the member's number, and those with the member's name and no member number. A loss has no
    birth date, so rows of namesakes are deleted too. Only inside `erasing`."""
    asked = select(MEMBER.c.number, MEMBER.c.first_name, MEMBER.c.middle_name, MEMBER.c.last_name)
    row = session.execute(asked.where(MEMBER.c.id == member_id)).first()
    if row is None:
        return
    number, *parts = row
    delete_rows(session, "import_loss", "number", [number])
    named = LOSS.c.who != "", LOSS.c.number.not_in(select(MEMBER.c.number))
    unnumbered = session.execute(select(LOSS.c.id, LOSS.c.who).where(*named))
    delete_rows(session, "import_loss", "id", [loss for loss, who in unnumbered if _is_name(who, parts)])


def _is_name(who: str, parts: Sequence[str]) -> bool:
    """Whether `who` is the name with these parts, in any order, with the first word of it and the last."""
    name, words = words_once(" ".join(part or "" for part in parts)), set(words_once(who))
    return bool(name) and {name[0], name[-1]} <= words <= set(name)


CHILDREN = ("inquiry_answer", "inquiry_action", "inquiry_event")
POINTERS = ("remark", "member_change", "phone_call", "callback", "confirmation", "outgoing")
OF_MEMBER = word_list(
    "remark phone_call member_change member_phone member_correction invoice_before invoice callback confirmation outgoing "
    "parked hold"
)
"""Tables with rows to erase together with their member, in an order that the foreign keys allow."""
CLOSED_TO_CALLER = "DELETE FROM parked WHERE member_id IS NULL AND state LIKE :closed"
"""Parked calls of a third party who rang for the member: they have the answers from when the record was open."""
IDS_PER_STATEMENT = 500


@contextmanager
def erasing(session: Session) -> Iterator[None]:
    """Context in which append-only rows may be changed and deleted; it ends before the commit."""
    session.flush()
    session.execute(text("INSERT INTO erasing (id) VALUES (1)"))
    yield
    session.flush()
    session.execute(text("DELETE FROM erasing"))
    session.expire_all()


def erase(session: Session, kind: str, ids: Sequence[Any]) -> None:
    """Delete these rows of a kind and what belongs to them. Only inside `erasing`."""
    eraser: dict[str, Callable[[Session, Sequence[Any]], None]] = {
        "calls": _calls,
        "inquiries": _inquiries,
        "trouble": _trouble,
        "confirmations": _confirmations,
        "callbacks": _callbacks,
        "resigned": _members,
        "changes": _changes,
        "remarks": _remarks,
    }
    tables = {"messages": "outgoing", "lookups": "access", "parked": "parked"}
    for start in range(0, len(ids), IDS_PER_STATEMENT):
        part = ids[start : start + IDS_PER_STATEMENT]
        if kind in tables:
            delete_rows(session, tables[kind], "id", part)
        else:
            eraser[kind](session, part)


def forget_words(database: Database) -> None:
    """Remove the erased members' words from the search index, in short transactions."""
    more = True
    while more:
        with database.transaction() as session:
            more = index.merge_away(session)


def note(session: Session, what: str, reason: str, counts: dict[str, int], *, author: str, at: datetime) -> None:
    """Log the kind, author and reason of an erasure; never the content."""
    session.add(ErasureRow(at=at, author=author, what=what, reason=reason[:400], counts=counts))


def erase_member(session: Session, member_id: int) -> int:
    """Erase the member and those merged into it; returns the number of rows. The access log keeps no member id."""
    who = merged_ids(session, member_id)
    erased_in_copies.ask(session, who)
    erased_members.remember(session, who)
    _lock(session, who)
    never_again(session, who)
    gone = 0
    for one in reversed(who):
        inquiries = inquiries_of(session, one)
        _inquiries(session, inquiries)
        gone += len(inquiries) + _erase_rows_of(session, one)
        run(session, "UPDATE access SET member_id = NULL, why = '' WHERE member_id = :who", who=one)
        run(session, "DELETE FROM member_merge WHERE kept_id = :who OR gone_id = :who", who=one)
        run(session, "DELETE FROM not_same_member WHERE one_id = :who OR two_id = :who", who=one)
        index.forget(session, [one])
        erase_losses(session, one)
        gone += run(session, "DELETE FROM member WHERE id = :who", who=one)
    return gone


def _erase_rows_of(session: Session, member_id: int) -> int:
    calls = read_ids(session, "SELECT id FROM phone_call WHERE member_id = :who", member_id)
    if calls:
        _count_calls(session, calls)
    chains = dict.fromkeys(c for each in calls for c in chain_of(session, "phone_call", each))
    set_null(session, "phone_call", "corrects", list(chains))
    for table in ("remark", "phone_call"):
        run(session, f"UPDATE {table} SET corrects = NULL WHERE member_id = :who", who=member_id)
    attempts = "DELETE FROM callback_attempt WHERE callback_id IN (SELECT id FROM callback WHERE member_id = :who)"
    run(session, attempts, who=member_id)
    run(session, CLOSED_TO_CALLER, closed=f'%"closed_member_id":{member_id},%')
    tables = (f"DELETE FROM {table} WHERE member_id = :who" for table in OF_MEMBER)
    gone = sum(run(session, statement, who=member_id) for statement in tables)
    for call in chains:  # calls from before they were assigned to the member
        gone += run(session, "DELETE FROM phone_call WHERE id = :who AND member_id IS NULL", who=call)
    return gone


def _lock(session: Session, who: Sequence[int]) -> None:
    """Lock the members' rows until the commit, so that no other workstation adds a row that points at them. A row
    that one is adding now is erased too, after its commit. A file has one writer."""
    held = select(MemberRow.id).where(col(MemberRow.id).in_(who)).order_by(col(MemberRow.id))
    session.execute(held.with_for_update())


def inquiries_of(session: Session, member_id: int) -> list[Any]:
    """Ids of the inquiries about the member, and of the one that registered the member."""
    found = read_ids(session, "SELECT id FROM inquiry WHERE member_id = :who", member_id)
    for table in POINTERS:
        found += read_ids(
            session,
            f"SELECT DISTINCT inquiry_id FROM {table} WHERE member_id = :who AND inquiry_id IS NOT NULL",
            member_id,
        )
    return list(dict.fromkeys(found))


def _calls(session: Session, ids: Sequence[Any]) -> None:
    _count_calls(session, ids)
    set_null(session, "phone_call", "corrects", ids)
    delete_rows(session, "phone_call", "id", ids)


def _count_calls(session: Session, ids: Sequence[Any]) -> None:
    """Add the calls to `call_count` by month, category, department and loop (PR-15)."""
    month = (
        "to_char(p.started, 'YYYY-MM')"
        if session.get_bind().dialect.name == "postgresql"
        else "substr(p.started, 1, 7)"
    )
    rows = session.execute(
        text(
            f"SELECT {month}, p.category, coalesce(m.department, 0), coalesce(p.loop, 0), count(*) "
            "FROM phone_call p LEFT JOIN member m ON m.id = p.member_id WHERE p.id IN :ids "
            "AND p.withdrawn IS FALSE AND p.id NOT IN "
            "(SELECT corrects FROM phone_call WHERE corrects IS NOT NULL) GROUP BY 1, 2, 3, 4"
        ).bindparams(bindparam("ids", expanding=True)),
        {"ids": list(ids)},
    ).all()
    for row in rows:
        session.execute(
            text(
                "INSERT INTO call_count (month, category, department, loop, calls) "
                "VALUES (:m, :c, :d, :l, :n) ON CONFLICT (month, category, department, loop) "
                "DO UPDATE SET calls = call_count.calls + excluded.calls"
            ),
            dict(zip("mcdln", row, strict=True)),
        )


def _inquiries(session: Session, ids: Sequence[Any]) -> None:
    for table in CHILDREN:
        delete_rows(session, table, "inquiry_id", ids)
    for table in POINTERS:
        set_null(session, table, "inquiry_id", ids)
    delete_rows(session, "inquiry", "id", ids)


def _trouble(session: Session, ids: Sequence[Any]) -> None:
    _remarks_of(session, ids)
    _inquiries(session, ids)


def _confirmations(session: Session, ids: Sequence[Any]) -> None:
    statement = text("SELECT inquiry_id FROM confirmation WHERE id IN :ids AND inquiry_id IS NOT NULL")
    found = session.execute(statement.bindparams(bindparam("ids", expanding=True)), {"ids": list(ids)}).all()
    _remarks_of(session, [row[0] for row in found])
    delete_rows(session, "confirmation", "id", ids)


def _remarks(session: Session, ids: Sequence[Any]) -> None:
    set_null(session, "remark", "corrects", ids)
    delete_rows(session, "remark", "id", ids)


def _changes(session: Session, ids: Sequence[Any]) -> None:
    """Rows of the change log; a negative id is a member: the reference to the import is cleared."""
    delete_rows(session, "member_change", "id", [one for one in ids if one > 0])
    came = [-one for one in ids if one < 0]
    run_on(session, "UPDATE member SET import_run = NULL WHERE id IN :ids", came)


def _members(session: Session, ids: Sequence[Any]) -> None:
    for one in ids:
        erase_member(session, one)


def _callbacks(session: Session, ids: Sequence[Any]) -> None:
    delete_rows(session, "callback_attempt", "callback_id", ids)
    delete_rows(session, "callback", "id", ids)


def _remarks_of(session: Session, inquiries: Sequence[Any]) -> None:
    if not inquiries:
        return
    statement = text("SELECT id FROM remark WHERE inquiry_id IN :ids")
    found = session.execute(statement.bindparams(bindparam("ids", expanding=True)), {"ids": list(inquiries)}).all()
    _remarks(session, [row[0] for row in found])
