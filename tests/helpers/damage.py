"""Pages of a register that are damaged."""

import hashlib
import shutil
from contextlib import closing
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from sentralbord_desktop.bootstrap import DATABASE_FILE
from sentralbord_desktop.storage.encryption.keys import Key, KeySlots
from sentralbord_desktop.storage.engine.raw_connection import opened
from tests.helpers.passphrase import PASSPHRASE

PAGE = 4096


def middle(folder: Path) -> list[int]:
    """Three leaves of the members' own table, from the middle of the file on: those whose loss it notices, and not the
    one that leads to all the others."""
    register = folder / DATABASE_FILE
    key = KeySlots(register).key(PASSPHRASE)
    trial = folder / "forsøk.db"
    found: list[int] = []
    for page in range(register.stat().st_size // PAGE * 2 // 5, register.stat().st_size // PAGE):
        shutil.copyfile(register, trial)
        break_pages(trial, [page])
        if reads(trial, key, "LIMIT 1") and not reads(trial, key):
            found.append(page)
        if len(found) == 3:
            break
    trial.unlink()
    assert len(found) == 3
    return found


def break_pages(file: Path, pages: list[int]) -> None:
    data = bytearray(file.read_bytes())
    for page in pages:
        place = (page - 1) * PAGE + 100
        data[place] ^= 0x55
    file.write_bytes(data)


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def reads(register: Path, key: Key, some: str = "") -> bool:
    """Whether all members, or `some`, can be read."""
    with closing(opened(register, key)) as connection:
        try:
            connection.execute(f"SELECT first_name FROM member NOT INDEXED ORDER BY id {some}").fetchall()
        except sqlcipher.DatabaseError:
            return False
    return True
