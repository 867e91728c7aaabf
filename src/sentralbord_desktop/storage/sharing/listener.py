"""What other workstations write, as it happens: LISTEN on a connection of its own, with a heartbeat.

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
from sentralbord_desktop.storage.engine.schema_version import HEAD
from sentralbord_desktop.storage.sharing.open_records import NAME, OPENED, SENDS, OpenRecord, hold

if TYPE_CHECKING:
    import psycopg

log = logging.getLogger(__name__)
CHANNEL = "sentralbord"
SUBJECT_OF = {
    "member": "members",
    "member_phone": "members",
    "remark": "members",
    "inquiry": "inquiries",
    "inquiry_event": "members",
    "callback": "callbacks",
    "callback_attempt": "callbacks",
    "confirmation": "confirmations",
    "outgoing": "outbox",
    "presence": "availability",
    "department": "organisation",
    "role": "organisation",
    "staff": "organisation",
    "course": "organisation",
    "employer": "organisation",
    "target": "organisation",
    "operator": "operators",
    "setting": "sending",
    OPENED: "opened",
    SENDS: "sending",
}
"""Table -> the subject of the notice (services/change_notices.py)."""
NAMES_CHANNEL = "names"
"""Told beside the members when there may be new words for the search. A remark of a call brings none, and each call has one."""
ALL_CHANNELS = frozenset({*SUBJECT_OF.values(), NAMES_CHANNEL})
TURN, TOGETHER, HEARTBEAT = 0.2, 0.05, 4.0
"""Seconds: how long one look takes when nothing comes; what comes so close is told as one; so often
the line is tried."""
WATCH = 3.0
"""Seconds that the server may take for a sign of life. Windows knows no limit of its own for a line that
is dead without a word (sleep, VPN, a cable), so it is cut from here."""
SIGN_OF_LIFE = b"SELECT clock_timestamp(), (SELECT max(version_num) FROM alembic_version)"
COUNTS = b"""
SELECT relname, pg_stat_get_tuples_inserted(oid) + pg_stat_get_tuples_updated(oid) + pg_stat_get_tuples_deleted(oid)
FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
"""
"""Rows written of each table since ever: no table is looked in, and everybody may ask. They may come ten seconds late."""
PAUSES = (0.5, 1.0, 2.0, 5.0)
"""Seconds before each new try; the last one over and over."""


class Listener(threading.Thread):
    """`heard` is called with subjects, `line` with whether the server is there, `time` with the server's
    clock at every sign of life, `outgrown` at each of them once a newer program has changed the tables; all
    on this thread."""

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
        """The number of this connection at the server, 0 while there is none."""

    def look_at(self, held: OpenRecord | None) -> None:
        """Which member is open here from now on; announced at the next turn, and again after every gap."""
        self._wanted = held

    def announce_sending(self, sending: SendingWorkstation | None) -> None:
        """What can be sent from here from now on, likewise; None for nothing."""
        self._sending = sending

    def end(self) -> None:
        self._over.set()
        self.join(timeout=HEARTBEAT + 2)

    def run(self) -> None:
        import psycopg  # a start without a server is spared it: 45 ms

        tries, there = 0, True
        while not self._over.is_set():
            try:
                with psycopg.connect(self._dsn, autocommit=True, application_name=NAME) as connection:
                    connection.execute(f"LISTEN {CHANNEL}".encode())
                    self._ask_time(connection)
                    self._counts = _counts(connection)
                    tries = 0
                    there = self._notify_connection(there, now=True)
                    self.backend = connection.info.backend_pid
                    self._notify(ALL_CHANNELS)
                    self._listen(connection)
            except psycopg.Error:
                self.backend = 0
                there = self._notify_connection(there, now=False)
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
            if monotonic() - alive >= HEARTBEAT:  # also when much is told: the clock and the tables
                self._ask_time(connection)
                self._catch_up(connection)
                alive = monotonic()

    def _catch_up(self, connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
        """What was written since the last time and nobody was heard to tell."""
        counts, before = _counts(connection), self._counts
        missed = {table for table, count in counts.items() if before.get(table, count) != count}
        subjects = _subjects(missed - self._heard_of)
        if subjects:
            self._notify(subjects)
        self._counts, self._heard_of = counts, set()

    def _notify(self, subjects: frozenset[str]) -> None:
        """Whatever goes wrong in who hears it, this workstation goes on listening."""
        try:
            self._heard(subjects)
        except Exception as error:
            log.warning("what was heard was lost: %s", type(error).__name__)

    def _ask_time(self, connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
        """A sign of life that is of use."""
        with _watched(connection):
            row = connection.execute(SIGN_OF_LIFE).fetchone()
        if row is not None:
            self._time(row[0])
            if row[1] > HEAD:
                self._outgrown()

    def _notify_connection(self, before: bool, *, now: bool) -> bool:  # noqa: FBT001 - a state
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
    """What is asked must be answered soon: a line that hangs is cut, and known as dead."""
    watch = threading.Timer(WATCH, _cut, (connection.fileno(),))
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _cut(file: int) -> None:
    """End a connection that does not answer: whoever waits for it is told at once."""
    line = socket.socket(fileno=file)
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.detach()
