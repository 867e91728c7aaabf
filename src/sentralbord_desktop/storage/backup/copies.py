"""Finds every file with members of a register by its content, whatever its name: renamed backups, registers moved
aside, salvaged data, manual copies in these folders. New codes, erasures and the limit of one year apply to all of
them."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from sentralbord_desktop.domain.backup import MAX_AGE
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
"""Folder levels below a backup folder: a share may have other files."""
MAX_FILES = 20_000
PAGE = 4096
MAX_SLOTS_BYTES = 64_000
"""Bytes; a slot file has about 1 000."""
BEING_ERASED = "slettes.txt"
"""Marker file of a backup during erasure: its sum does not match, and it is not damaged."""
BESIDE = ("-wal", "-shm", "-okt", "-journal")


def files_in(roots: Sequence[Path], live: Path) -> Iterator[Path]:
    """Each file once, without those of the open register; links are not followed."""
    seen: set[Path] = set()
    for place in roots:
        for folder, folders, names in os.walk(place):
            if len(Path(folder).relative_to(place).parts) >= DEEPEST:
                folders.clear()
            for name in names:
                file = Path(folder, name)
                is_live = file.parent == live.parent and name.startswith(live.name)
                if len(seen) < MAX_FILES and file not in seen and not is_live and not file.is_symlink():
                    seen.add(file)
                    yield file


def registers(roots: Sequence[Path], live: Path, key: Key) -> list[Path]:
    """The files that this key opens."""
    return [file for file in files_in(roots, live) if _is_register(file, key)]


def _is_register(file: Path, key: Key) -> bool:
    try:
        size = file.stat().st_size
        if size < PAGE or size % PAGE:
            return False
        with closing(opened(file, key, "alone")) as connection:
            return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    except (OSError, sqlcipher.Error):
        return False


def renew_slots(roots: Sequence[Path], live: Path, slots: Path) -> None:
    """Replace the slots of all writable copies of this register: older codes and passphrases stop working."""
    check = check_of(slots)
    for file in files_in(roots, live):
        with suppress(OSError):
            if file == slots or check is None or file.stat().st_size > MAX_SLOTS_BYTES:
                continue
            if check_of(file) == check:
                new = file.with_name(f"{file.name}.ny")
                shutil.copy2(slots, new)
                synced(new)
                new.replace(file)


def let_old_go(roots: Sequence[Path], live: Path, key: Key, now: datetime) -> int:
    """Delete copies older than one year that are not regular backups (those have their own rule), including damaged
    ones: beside a key file of this register, or moved aside. Returns how many."""
    gone = 0
    for file in files_in(roots, live):
        with suppress(OSError):
            is_old = now.timestamp() - file.stat().st_mtime > MAX_AGE.total_seconds()
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


def without(roots: Sequence[Path], live: Path, key: Key, marks: Sequence[str], progress: Progress) -> int:
    """Erase these members from every copy; a damaged copy is kept until it is a year old. Returns how many copies
    still have them. Raises ImportCancelledError; repeating it is safe."""
    left, files = 0, registers(roots, live, key)
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
    log = file.with_name(f"{file.name}-wal")  # after an interruption only the log has the erasure
    if not held and not mark.exists() and not log.exists():
        return
    if named is not None and not mark.exists():
        if digest(file) != named.sha256:
            raise OSError  # damaged: the recorded sum must not match afterwards
        mark.touch()
    before = file.stat()
    _erase(file, key, held)
    if named is not None:
        write_contents(file.parent, named.model_copy(update=contents(file, key, Progress())))
        mark.unlink()
    os.utime(file, (before.st_atime, before.st_mtime))  # keep the age of the copy


def _held(file: Path, key: Key, marks: Sequence[str]) -> list[int]:
    """The ids of the marked members in the file, including its log."""
    wanted = set(marks)
    with closing(opened(file, key)) as connection:
        rows = connection.execute("SELECT id, number FROM member")
        return [row[0] for row in rows if erased_in_copies.mark_of(row[1]) in wanted]


def _erase(file: Path, key: Key, ids: Sequence[int]) -> None:
    """Erase members with the tables of this version: an older copy is migrated first."""
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
