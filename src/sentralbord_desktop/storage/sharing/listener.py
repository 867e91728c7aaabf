"""Notices of writes by other workstations: LISTEN on a separate connection, with a heartbeat.

What counts is what is read afterwards: at connect, and after every gap, everything is notified as changed. At every
heartbeat the server's own counts of written rows are asked for, so that what was notified and not heard is found.
The same connection announces which member this workstation has open, and what it can send
(`storage/sharing/open_records.py`).
"""

import logging
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING, Any

from sentralbord_desktop.domain.messages.sending_reach import SendingWorkstation
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.engine.schema_version import SchemaVersion
from sentralbord_desktop.storage.sharing.open_records import NAME, OPENED, SENDS, OpenRecord, hold

if TYPE_CHECKING:
    import psycopg

log = logging.getLogger(__name__)
CHANNEL = "sentralbord"
SUBJECT_OF = {
    **dict.fromkeys(("member", "member_phone", "remark", "inquiry_event"), "members"),
    "inquiry": "inquiries",
    **dict.fromkeys(("callback", "callback_attempt"), "callbacks"),
    "confirmation": "confirmations",
    "outgoing": "outbox",
    "presence": "availability",
    **dict.fromkeys(("department", "role", "staff", "course", "employer", "target"), "organisation"),
    "operator": "operators",
    OPENED: "opened",
    **dict.fromkeys(("setting", SENDS), "sending"),
}
"""Table -> the subject of the notice (services/change_notices.py)."""
NAMES_CHANNEL = "names"
"""Notified besides the members when there may be new search words. Remarks bring none, and each call has one."""
ALL_CHANNELS = frozenset({*SUBJECT_OF.values(), NAMES_CHANNEL})
TURN, TOGETHER, HEARTBEAT = 0.2, 0.05, 4.0
"""Seconds: one wait for a notice; notices this close are combined; interval of the heartbeat."""
WATCH = 3.0
"""Seconds that the server may take to answer a heartbeat. Windows has no timeout for a connection that is silently
dead (sleep, VPN, cable), so it is closed from here."""
SIGN_OF_LIFE = b"SELECT clock_timestamp(), (SELECT max(version_num) FROM alembic_version)"
COUNTS = b"""
SELECT relname, pg_stat_get_tuples_inserted(oid) + pg_stat_get_tuples_updated(oid) + pg_stat_get_tuples_deleted(oid)
FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
"""
"""Rows written to each table, from the server's statistics, which every user may read; up to 10 s late."""
PAUSES = (0.5, 1.0, 2.0, 5.0)
"""Seconds before each reconnect; the last value repeats."""


class Listener(threading.Thread):
    """Callbacks, all on this thread: `heard` with subjects, `line` with whether the server is there, `time` with the
    server's clock at every heartbeat, `outgrown` at every heartbeat after a newer program has migrated the tables."""

    def __init__(
        self,
        database: Database,
        heard: Callable[[frozenset[str]], None],
        line: Callable[[bool], None],
        time: Callable[[datetime], None],
        outgrown: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(name="listen", daemon=True)
        self._dsn = database.place.dsn
        self._heard, self._line, self._time, self._outgrown = heard, line, time, outgrown
        self._over = threading.Event()
        self._wanted: OpenRecord | None = None
        self._sending: SendingWorkstation | None = None
        self._counts: dict[str, int] = {}
        self._heard_of: set[str] = set()
        self.backend = 0
        """The server's process id of this connection, 0 while there is none."""

    def look_at(self, held: OpenRecord | None) -> None:
        """Set the member open here; sent at the next turn, and again after every gap."""
        self._wanted = held

    def announce_sending(self, sending: SendingWorkstation | None) -> None:
        """Announce, in the same way, what this workstation can send; None for nothing."""
        self._sending = sending

    def end(self) -> None:
        self._over.set()
        self.join(timeout=HEARTBEAT + 2)

    def run(self) -> None:
        import psycopg  # 45 ms, only with a server

        tries, there = 0, True
        while not self._over.is_set():
            try:
                with psycopg.connect(self._dsn, autocommit=True, application_name=NAME) as connection:
                    connection.execute(f"LISTEN {CHANNEL}".encode())
                    self._ask_time(connection)
                    self._counts = _counts(connection)
                    tries = 0
                    there = self._notify_connection(before=there, now=True)
                    self.backend = connection.info.backend_pid
                    self._notify(ALL_CHANNELS)
                    self._listen(connection)
            except psycopg.Error:
                self.backend = 0
                there = self._notify_connection(before=there, now=False)
                self._over.wait(PAUSES[min(tries, len(PAUSES) - 1)])
                tries += 1

    def _listen(self, connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
        alive, held, announced = monotonic(), None, None
        while not self._over.is_set():
            wanted, sending = self._wanted, self._sending
            if (held, announced) != (wanted, sending):
                with _watched(connection):
                    hold(connection, wanted, CHANNEL, sending)
                    if announced != sending:
                        connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, SENDS))
                held, announced = wanted, sending
            tables = {n.payload for n in connection.notifies(timeout=TURN, stop_after=1)}
            if tables:
                tables |= {n.payload for n in connection.notifies(timeout=TOGETHER)}
                self._heard_of |= tables
                self._notify(_subjects(tables))
            if monotonic() - alive >= HEARTBEAT:  # also under load: the clock and the counters
                self._ask_time(connection)
                self._catch_up(connection)
                alive = monotonic()

    def _catch_up(self, connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
        """Notify subjects of tables that were written without a notice since the last heartbeat."""
        counts, before = _counts(connection), self._counts
        missed = {table for table, count in counts.items() if before.get(table, count) != count}
        subjects = _subjects(missed - self._heard_of)
        if subjects:
            self._notify(subjects)
        self._counts, self._heard_of = counts, set()

    def _notify(self, subjects: frozenset[str]) -> None:
        """Keep listening whatever error a callback raises."""
        try:
            self._heard(subjects)
        except Exception as error:
            log.warning("what was heard was lost: %s", type(error).__name__)

    def _ask_time(self, connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
        """The heartbeat: the server's clock and schema version."""
        with _watched(connection):
            row = connection.execute(SIGN_OF_LIFE).fetchone()
        if row is not None:
            self._time(row[0])
            if SchemaVersion(row[1]).is_newer:
                self._outgrown()

    def _notify_connection(self, *, before: bool, now: bool) -> bool:
        if before != now:
            self._line(now)
        return now


def _subjects(tables: Iterable[str]) -> frozenset[str]:
    told = set(tables)
    subjects = {SUBJECT_OF[table] for table in told if table in SUBJECT_OF}
    return frozenset(subjects | {NAMES_CHANNEL} if "member" in told else subjects)


def _counts(connection: "psycopg.Connection[tuple[Any, ...]]") -> dict[str, int]:
    with _watched(connection):
        return dict(connection.execute(COUNTS).fetchall())


@contextmanager
def _watched(connection: "psycopg.Connection[tuple[Any, ...]]") -> Iterator[None]:
    """Close the connection when a query takes longer than WATCH."""
    watch = threading.Timer(WATCH, _cut, (connection.fileno(),))
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _cut(file: int) -> None:
    """Shut down the socket of a connection that does not answer; waiting calls fail at once."""
    line = socket.socket(fileno=file)
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.detach()
