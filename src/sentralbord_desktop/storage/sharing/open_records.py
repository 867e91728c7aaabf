"""Which workstation has which member open: a shared advisory lock on the listener's connection. The lock is released
with the connection, also when the PC crashes, so no row has to be written or cleaned up. The connection's name has
the initials and the server's time."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from sqlalchemy import text
from sqlmodel import Session

from sentralbord_desktop.domain.members.record import OtherViewer

if TYPE_CHECKING:
    import psycopg

OPENED = "opened"
"""The payload that makes other workstations read again who has their member open."""
SPACE = 0x5E27
"""The first key of the lock; the second is the member's id."""
NAME = "sentralbord"
"""The connection's name, followed by initials and time while a member is open. ASCII only, so «Ø» is quoted."""
TIME_FORMAT = "%Y%m%dT%H%M%SZ"
NOW = "to_char(now() AT TIME ZONE 'UTC', 'YYYYMMDD\"T\"HH24MISS\"Z\"')"


@dataclass(frozen=True)
class OpenRecord:
    member_id: int
    sign: str


def hold(connection: "psycopg.Connection[Any]", held: OpenRecord | None, channel: str) -> None:
    """Release the member that was open here, and lock the new one."""
    connection.execute("SELECT pg_advisory_unlock_all()")
    words, since = (f"{NAME} {quote(held.sign)} ", NOW) if held else (NAME, "''")
    connection.execute(f"SELECT set_config('application_name', %s || {since}, false)".encode(), (words,))
    if held is not None:
        connection.execute("SELECT pg_try_advisory_lock_shared(%s, %s)", (SPACE, held.member_id))
    connection.execute("SELECT pg_notify(%s, %s)", (channel, OPENED))


def others_at(session: Session, member_id: int, own: int) -> tuple[OtherViewer, ...]:
    """Viewers of the member except connection `own`, the longest first."""
    rows = session.execute(
        text(
            "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
            "WHERE l.locktype = 'advisory' AND l.classid = :space AND l.objid = :who "
            "AND l.objsubid = 2 AND a.datname = current_database() AND a.pid <> :own"
        ),
        {"space": SPACE, "who": member_id, "own": own},
    ).scalars()
    found = (_read(str(name)) for name in rows)
    return tuple(sorted((e for e in found if e is not None), key=lambda e: e.since))


def _read(name: str) -> OtherViewer | None:
    sign, _, since = name.removeprefix(f"{NAME} ").rpartition(" ")
    try:
        return OtherViewer(unquote(sign), datetime.strptime(since, TIME_FORMAT).replace(tzinfo=UTC)) if sign else None
    except ValueError:
        return None
