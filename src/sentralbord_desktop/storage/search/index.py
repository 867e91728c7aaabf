"""Updates the search index in the same transaction as the member."""

from collections.abc import Iterable

from sqlalchemy import text
from sqlmodel import Session

from sentralbord_desktop.domain.members.member import MemberFields
from sentralbord_desktop.storage.engine.bulk_insert import together, write_ready
from sentralbord_desktop.storage.search.tokens import member_tokens, number_tokens
from sentralbord_desktop.storage.search.vocabulary_cache import learn

MERGED_AT_ONCE = 500
"""Index pages merged per step; limits how long a writer waits."""
IN_PLACE = 64
"""Index pages per step in `tidy`. One large merge would leave the file at twice the size of the index."""

ON_SERVER = """
    INSERT INTO member_search (id, tokens)
    SELECT e.id, array_to_tsvector(string_to_array(e.tokens, ' '))
    FROM unnest(CAST(:id AS integer[]), CAST(:tokens AS text[])) AS e(id, tokens)
    ON CONFLICT (id) DO UPDATE SET tokens = excluded.tokens
"""
"""One statement, so that the triggers of server.sql run once."""


def tokens_of(member: MemberFields, phones: Iterable[str], also: Iterable[str] = ()) -> str:
    """The member's tokens, separated by spaces. `also`: other member numbers that find this member."""
    found = member_tokens(
        number=member.number,
        names=(member.first_name, member.middle_name, member.last_name),
        phones=phones,
        birth=member.birth_date,
        email=member.email,
        place_texts=(member.employer, member.workplace, member.place),
        street=member.street,
        post_codes=(member.post_code, member.workplace_post_code),
    )
    for number in also:
        found |= number_tokens(number)
    return " ".join(sorted(found))


def write(session: Session, entries: list[dict[str, object]], *, new: bool = False) -> None:
    """Index `entries` of {"id", "tokens"}. Existing rows are replaced unless all are `new`."""
    if not entries:
        return
    learn(session, (str(entry["tokens"]) for entry in entries))
    if session.get_bind().dialect.name == "postgresql":
        columns = {name: [entry[name] for entry in entries] for name in ("id", "tokens")}
        session.execute(text(ON_SERVER), columns)
        return
    put = "INSERT" if new else "REPLACE"
    statement = f"{put} INTO member_search (rowid, tokens) VALUES (?, ?)"
    values = [(entry["id"], entry["tokens"]) for entry in entries]
    write_ready(session.connection(), together(statement, values))


def forget(session: Session, ids: Iterable[int]) -> None:
    """Remove members that were erased or merged into another."""
    gone = [{"id": member_id} for member_id in ids]
    if gone:
        session.execute(text(f"DELETE FROM member_search WHERE {row_of(session)} = :id"), gone)


def row_of(session: Session) -> str:
    return "id" if session.get_bind().dialect.name == "postgresql" else "rowid"


def merge_away(session: Session) -> bool:
    """One step that removes deleted words from the index; True while more remains. On PostgreSQL autovacuum does it."""
    if session.get_bind().dialect.name == "postgresql":
        return False
    return _merged(session, MERGED_AT_ONCE)


def _merged(session: Session, pages: int) -> bool:
    before = session.execute(text("SELECT total_changes()")).scalar()
    session.execute(text("INSERT INTO member_search(member_search, rank) VALUES ('merge', :pages)"), {"pages": -pages})
    after = session.execute(text("SELECT total_changes()")).scalar()
    return int(after or 0) - int(before or 0) > 1


def tidy(session: Session) -> None:
    """Merge the index after a bulk import; queries become 25 % faster. On a server only the owner of the tables may;
    otherwise autovacuum does it within minutes."""
    if session.get_bind().dialect.name != "postgresql":
        while _merged(session, IN_PLACE):
            pass
        return
    mine = "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'member_search'::regclass"
    if session.execute(text(mine)).scalar():
        session.execute(text("SELECT gin_clean_pending_list('ix_member_search_tokens'::regclass)"))
        session.execute(text("ANALYZE member, member_phone, member_search"))
