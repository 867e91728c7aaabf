"""Every file that holds members of a register, whatever it is called: found by what is in it.

Backups under other names, registers that were put aside, what was saved of a damaged one, copies that somebody took by
hand into a folder of ours. A new code, an erasing and the year's limit reach them all.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from sentralbord_desktop.domain.backup.backup import LONGEST
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.storage.backup.backup import REGISTER_FILE, check_of, found, write_contents
from sentralbord_desktop.storage.backup.file_check import contents, digest
from sentralbord_desktop.storage.backup.unfinished_files import synced
from sentralbord_desktop.storage.encryption.keys import SLOT_FILE, Key
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.engine.raw_connection import opened
from sentralbord_desktop.storage.engine.wal_marker import ASIDE
from sentralbord_desktop.storage.privacy import erased_in_copies, erasure

DEEPEST = 3
"""Folders down from where backups lie: a share may hold more than ours."""
MOST_FILES = 20_000
PAGE = 4096
LARGEST_SLOTS = 64_000
"""Bytes; a slot file is a thousand."""
BEING_ERASED = "slettes.txt"
"""Beside a backup while members are taken out of it: its sum is not what it was, and it is not damaged."""
BESIDE = ("-wal", "-shm", "-okt", "-journal")


def files_in(places: Sequence[Path], live: Path) -> Iterator[Path]:
    """Each file once, but those of the register that is open; no link is followed."""
    seen: set[Path] = set()
    for place in places:
        for folder, folders, names in os.walk(place):
            if len(Path(folder).relative_to(place).parts) >= DEEPEST:
                folders.clear()
            for name in names:
                file = Path(folder, name)
                is_live = file.parent == live.parent and name.startswith(live.name)
                if len(seen) < MOST_FILES and file not in seen and not is_live and not file.is_symlink():
                    seen.add(file)
                    yield file


def registers(places: Sequence[Path], live: Path, key: Key) -> list[Path]:
    """The files that this key opens."""
    return [file for file in files_in(places, live) if _is_register(file, key)]


def _is_register(file: Path, key: Key) -> bool:
    try:
        size = file.stat().st_size
        if size < PAGE or size % PAGE:
            return False
        with closing(opened(file, key, "alone")) as connection:
            return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    except (OSError, sqlcipher.Error):
        return False


def renew_slots(places: Sequence[Path], live: Path, slots: Path) -> None:
    """Let every copy of this register be opened as the register is now, and no longer by an older code or older
    words; one that cannot be written to is left as it is."""
    check = check_of(slots)
    for file in files_in(places, live):
        with suppress(OSError):
            if file == slots or check is None or file.stat().st_size > LARGEST_SLOTS:
                continue
            if check_of(file) == check:
                new = file.with_name(f"{file.name}.ny")
                shutil.copy2(slots, new)
                synced(new)
                new.replace(file)


def let_old_go(places: Sequence[Path], live: Path, key: Key, now: datetime) -> int:
    """Those older than a year that are no backups by name (these have a rule of their own), also such as are damaged:
    beside a key file of this register, or put aside. Gives how many files went."""
    gone = 0
    for file in files_in(places, live):
        with suppress(OSError):
            is_old = now.timestamp() - file.stat().st_mtime > LONGEST.total_seconds()
            if is_old and _is_copy(file, live, key) and not _is_backup(file):
                for part in ("", *BESIDE):
                    file.with_name(f"{file.name}{part}").unlink(missing_ok=True)
                gone += 1
    return gone


def _is_copy(file: Path, live: Path, key: Key) -> bool:
    if _is_register(file, key) or (live.parent / ASIDE) in file.parents:
        return True
    is_beside = file.parent != live.parent and check_of(file.parent / SLOT_FILE) == key.check
    return is_beside and file.stat().st_size >= PAGE


def _is_backup(file: Path) -> bool:
    folder = file.parent
    return file.name == REGISTER_FILE and any(b.name == folder.name for b in found(folder.parent))


def without(places: Sequence[Path], live: Path, key: Key, marks: Sequence[str], progress: Progress) -> int:
    """Take these members out of every copy; a copy that is damaged is left, and goes when it is a year old. Gives how
    many hold them still. Raises ImportCancelledError; what was done stays done, and doing it again does no harm."""
    left, files = 0, registers(places, live, key)
    for done, file in enumerate(files):
        progress.at(done, len(files))
        try:
            _without(file, key, marks)
        except (OSError, sqlcipher.Error, DBAPIError, SwitchboardError):
            left += 1
    return left


def _without(file: Path, key: Key, marks: Sequence[str]) -> None:
    mark = file.with_name(BEING_ERASED)
    beside = (b for b in found(file.parent.parent) if _is_backup(file))
    named = next((b for b in beside if b.name == file.parent.name), None)
    held = _held(file, key, marks)
    log = file.with_name(f"{file.name}-wal")  # cut off here, the log has them erased and the file not yet
    if not held and not mark.exists() and not log.exists():
        return
    if named is not None and not mark.exists():
        if digest(file) != named.sha256:
            raise OSError  # it is damaged: what it says of itself must stay untrue
        mark.touch()
    before = file.stat()
    _erase(file, key, held)
    if named is not None:
        write_contents(file.parent, named.model_copy(update=contents(file, key, Progress())))
        mark.unlink()
    os.utime(file, (before.st_atime, before.st_mtime))  # it is as old as it was


def _held(file: Path, key: Key, marks: Sequence[str]) -> list[int]:
    """The ids of those who are in it, also in the log beside it."""
    wanted = set(marks)
    with closing(opened(file, key)) as connection:
        rows = connection.execute("SELECT id, number FROM member")
        return [row[0] for row in rows if erased_in_copies.mark_of(row[1]) in wanted]


def _erase(file: Path, key: Key, ids: Sequence[int]) -> None:
    """In the tables of this version: an older copy is brought up to it first."""
    word = file.with_name(f"{file.name}-okt")
    word.unlink(missing_ok=True)
    database = Database.file(file, key)
    try:
        database.migrate()
        with database.transaction() as session, erasure.erasing(session):
            for member_id in ids:
                erasure.erase_member(session, member_id)
            erased_in_copies.done(session, len(erased_in_copies.asked_for(session)))
        erasure.forget_words(database)
    finally:
        database.close()
        word.unlink(missing_ok=True)
    with closing(opened(file, key, "rw")) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")  # no second file beside it
