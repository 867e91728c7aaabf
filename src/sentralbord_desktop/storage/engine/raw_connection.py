"""A register's file outside `Database`: on a connection of its own, with nothing of it in memory."""

from pathlib import Path
from typing import Any, Literal

import sqlcipher3.dbapi2 as sqlcipher

from sentralbord_desktop.storage.encryption.keys import Key


def opened(file: Path, key: Key, mode: Literal["ro", "rw", "alone"] = "ro") -> Any:
    """A connection, to be closed by whoever asked. SQLCipher keeps quiet about what it cannot decrypt. `alone` reads
    the file itself, without a log beside it and without touching one."""
    asked = "mode=ro&immutable=1" if mode == "alone" else f"mode={mode}"
    connection = sqlcipher.connect(f"{file.absolute().as_uri()}?{asked}", uri=True, isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.raw.hex()}'\"")
    connection.execute("PRAGMA cipher_log_level = NONE")
    return connection
