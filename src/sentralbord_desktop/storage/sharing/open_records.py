"""What each workstation announces: which member is open there, and what it can send. Both are shared advisory locks of
the server, on the connection that listens.

Nothing is written or has to be cleaned up: the lock ends with the connection, also when the PC fails. The connection's
name has the PC, the operator's initials, and since when, by the server's clock, a member is open.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from sqlalchemy import text
from sqlmodel import Session

from sentralbord_desktop.domain.members.record import OtherViewer
from sentralbord_desktop.domain.messages.sending_reach import MAIL, SMS, SendingWorkstation

if TYPE_CHECKING:
    import psycopg

OPENED = "opened"
"""Notice to the other workstations: read again who has your member open."""
SENDS = "sends"
"""Notice that the sending abilities of this workstation have changed."""
SPACE = 0x5E27
"""The first half of the lock's name; the second is the member's id."""
SENDING_SPACE, SENDING_LOCKS = 0x5E28, {1: MAIL, 2: SMS}
"""The same for what can be sent: the second half -> the kind."""
NAME, MAX_NAME_BYTES = "sentralbord", 63
"""The longest name of a connection, «sentralbord@KONTOR-4 MH 20261130T130900Z», in ASCII, so «Ø» is quoted. The server
truncates longer ones."""
TIME_FORMAT = "%Y%m%dT%H%M%SZ"
NOW = "to_char(now() AT TIME ZONE 'UTC', 'YYYYMMDD\"T\"HH24MISS\"Z\"')"


@dataclass(frozen=True)
class OpenRecord:
    member_id: int
    sign: str


def hold(
    connection: "psycopg.Connection[Any]",
    held: OpenRecord | None,
    channel: str,
    sending: SendingWorkstation | None = None,
) -> None:
    """Release what was announced here, and announce the new: the open member, and what can be sent."""
    connection.execute("SELECT pg_advisory_unlock_all()")
    words, since = _name(held, sending), NOW if held else "''"
    connection.execute(f"SELECT set_config('application_name', %s || {since}, false)".encode(), (words,))
    if held is not None:
        connection.execute("SELECT pg_try_advisory_lock_shared(%s, %s)", (SPACE, held.member_id))
    for number, kind in SENDING_LOCKS.items():
        if sending is not None and kind in sending.kinds:
            connection.execute("SELECT pg_try_advisory_lock_shared(%s, %s)", (SENDING_SPACE, number))
    connection.execute("SELECT pg_notify(%s, %s)", (channel, OPENED))


def _name(held: OpenRecord | None, sending: SendingWorkstation | None) -> str:
    """The name of the connection, but for the time: the PC is cut where there is no room for it."""
    sign = held.sign if held else sending.sign if sending else ""
    words = f" {quote(sign)} " if sign else ""
    room = MAX_NAME_BYTES - len(NAME) - len(words) - len("@20261130T130900Z")
    pc = quote(sending.name)[: max(room, 0)] if sending else ""
    return f"{NAME}@{pc}{words}" if pc else f"{NAME}{words}"


def sending_at(session: Session, own: int) -> tuple[SendingWorkstation, ...]:
    """The workstations that announce that they can send, but for the connection `own`, by initials."""
    rows = session.execute(
        text(
            "SELECT a.pid, a.application_name, l.objid FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
            "WHERE l.locktype = 'advisory' AND l.classid = :space AND l.objsubid = 2 "
            "AND a.datname = current_database() AND a.pid <> :own"
        ),
        {"space": SENDING_SPACE, "own": own},
    ).all()
    found: dict[int, SendingWorkstation] = {}
    for pid, name, number in rows:
        pc, sign, _ = _parts(str(name))
        kinds = found[pid].kinds if pid in found else frozenset[str]()
        found[pid] = SendingWorkstation(sign or "?", pc, kinds | {SENDING_LOCKS.get(number, "")})
    return tuple(sorted(found.values(), key=lambda each: (each.sign, each.name)))


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
    _, sign, since = _parts(name)
    try:
        return OtherViewer(sign, datetime.strptime(since, TIME_FORMAT).replace(tzinfo=UTC)) if sign else None
    except ValueError:
        return None


def _parts(name: str) -> tuple[str, str, str]:
    """PC, initials and time of a connection's name; «» for each that is not in it."""
    program, sign, since = (*name.split(" "), "", "")[:3]
    return unquote(program.partition("@")[2]), unquote(sign), since
