"""The register as one encrypted file (SQLCipher): opening a connection, beginning a transaction, closing."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, QueuePool, create_engine, event

from sentralbord_desktop.domain.errors import PlaceError
from sentralbord_desktop.storage.encryption.keys import Key
from sentralbord_desktop.storage.engine.wal_marker import WalMarker

BUSY_MILLISECONDS = 20_000


def file_engine(path: Path, key: Key, wal_marker: WalMarker) -> Engine:
    """Each connection proves the key; `wal_marker` records the state of the log beside the file."""
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: _connect(path, key, wal_marker),
        poolclass=QueuePool,
        pool_use_lifo=True,  # the connection used last has its pages decrypted
        hide_parameters=True,
    )
    event.listen(engine, "begin", begin)
    return engine


def shut(engine: Engine, wal_marker: WalMarker | None) -> None:
    """Close the engine. SQLite deletes the log with the last connection, so the marker is updated too."""
    if wal_marker is None or not wal_marker.stands or not wal_marker.log.exists():
        engine.dispose()  # another register's marker is not changed
        return
    with suppress(OSError):
        wal_marker.closing()
    engine.dispose()
    with suppress(OSError):
        wal_marker.closed()


def _connect(path: Path, key: Key, wal_marker: WalMarker) -> Any:
    """Set the key, prove it with a read, then set the safety pragmas."""
    wal_marker.check_standing()
    try:
        before = wal_marker.opening()
    except OSError as error:
        raise wal_marker.fault(error) from None
    connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        connection.execute(f"PRAGMA key = \"x'{key.raw.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        if mode != "wal":
            raise PlaceError(  # noqa: TRY301 - the connection is closed below
                "Registeret ligger på en disk som ikke kan brukes trygt. Be IT velge en annen."
            )
        for pragma in (
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
            "trusted_schema = OFF",
            "temp_store = MEMORY",
            "cache_size = -64000",
            "recursive_triggers = ON",  # otherwise REPLACE deletes history without firing triggers
        ):
            connection.execute(f"PRAGMA {pragma}")
        wal_marker.opened()
    except BaseException as error:
        connection.close()
        with suppress(OSError):
            wal_marker.refused(before)
        if isinstance(error, OSError):
            raise wal_marker.fault(error) from None
        raise
    return connection


def begin(connection: Any) -> None:
    """Begin a transaction; on a reading connection only if none has begun. Uses the driver directly for speed."""
    driver = connection.connection.driver_connection
    if not connection.get_execution_options().get("reading"):
        driver.execute("BEGIN IMMEDIATE")
    elif not driver.in_transaction:
        driver.execute("BEGIN")
