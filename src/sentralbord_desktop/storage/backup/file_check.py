"""Verifies a register's file: three integrity checks, counts and a hash. The checks need CPU time, not disk, and run
in parallel on separate connections: after a page that cannot be decrypted, other results on the same connection are
wrong."""

import hashlib
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from sentralbord_desktop.domain.errors import BackupError
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.storage.encryption.keys import Key
from sentralbord_desktop.storage.engine.raw_connection import opened

LANES = (("integrity_check",), ("cipher_integrity_check", "foreign_key_check"))
"""Checks per thread; both threads take about the same time."""
COUNTS = {
    "members": "SELECT count(*) FROM member",
    "remarks": "SELECT count(*) FROM remark",
    "callbacks": "SELECT count(*) FROM callback WHERE status = 'apen'",
}
NOT_WHOLE = "Kopien er ikke hel."
UNREADABLE = ("malformed", "not a database")
"""SQLite's messages for an unreadable page."""
CACHE = "PRAGMA cache_size = -64000"
STEPS = 20_000
"""SQLite VM steps between two checks for cancellation."""
LOOK_SECONDS = 0.1


def digest(file: Path) -> str:
    with file.open("rb") as whole:
        return hashlib.file_digest(whole, "sha256").hexdigest()


def contents(file: Path, key: Key, progress: Progress) -> dict[str, Any]:
    """Counts, version, size and hash of a file after verification. Raises BackupError when it is damaged, the errors
    of sqlcipher3 and the disk, and ImportCancelledError."""
    stop = threading.Event()
    work: list[Callable[[], Any]] = [partial(_lane, file, key, lane, stop) for lane in LANES]
    work.append(partial(_counted, file, key))
    with ThreadPoolExecutor(len(LANES), "check") as pool:
        futures: list[Future[Any]] = [pool.submit(one) for one in work]
        try:
            _await(futures, progress)
        except BaseException:
            stop.set()
            pool.shutdown(cancel_futures=True)
            raise
        found: dict[str, Any] = futures[-1].result()
    return found


def _await(futures: list[Future[Any]], progress: Progress) -> None:
    """Raises the first error of any future; checks for cancellation."""
    left = set(futures)
    while left:
        done, left = wait(left, LOOK_SECONDS, FIRST_EXCEPTION)
        for future in done:
            future.result()
        progress.at(len(futures) - len(left), len(futures))


def _lane(file: Path, key: Key, checks: tuple[str, ...], stop: threading.Event) -> None:
    for check in checks:
        with closing(opened(file, key)) as connection:
            connection.execute(CACHE)
            connection.set_progress_handler(stop.is_set, STEPS)
            try:
                rows = connection.execute(f"PRAGMA {check}").fetchall()
            except sqlcipher.DatabaseError as error:
                if any(words in str(error) for words in UNREADABLE):
                    raise BackupError(NOT_WHOLE) from None
                raise
        if any(row[0] != "ok" for row in rows):
            raise BackupError(NOT_WHOLE)


def _counted(file: Path, key: Key) -> dict[str, Any]:
    with closing(opened(file, key)) as connection:
        counts = {name: connection.execute(asked).fetchone()[0] for name, asked in COUNTS.items()}
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None or not (revision := row[0]):
        raise BackupError(NOT_WHOLE)
    return {**counts, "revision": revision, "size": file.stat().st_size, "sha256": digest(file)}
