"""A register's file outside `Database`: on a connection of its own, with nothing of it in memory."""

from pathlib import Path
from typing import Any, Literal

import sqlcipher3.dbapi2 as sqlcipher

from sentralbord_desktop.storage.keys import Key


def opened(file: Path, key: Key, mode: Literal["ro", "rw"] = "ro") -> Any:
    """A connection, to be closed by whoever asked. SQLCipher keeps quiet about what it cannot decrypt."""
    connection = sqlcipher.connect(
        f"{file.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None
    )
    connection.execute(f"PRAGMA key = \"x'{key.raw.hex()}'\"")
    connection.execute("PRAGMA cipher_log_level = NONE")
    return connection
