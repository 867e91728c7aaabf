"""Copies what is readable in a damaged register to a new one. The damaged file is only read. Tables are read in
ranges of row ids; around an unreadable page the rows on both sides are searched. References to missing rows are then
cleared or their rows dropped, and the search index is rebuilt."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import ColumnDefault
from sqlmodel import SQLModel

from sentralbord_desktop.domain.backup import Salvaged
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.storage import tables as tables  # registers the tables
from sentralbord_desktop.storage.backup.backup import NotWholeError
from sentralbord_desktop.storage.encryption.keys import Key
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.engine.raw_connection import opened
from sentralbord_desktop.storage.imports.bulk_members import tokens_by_id
from sentralbord_desktop.storage.search.rebuild import rebuild

NOTHING_READABLE = "Ingen medlemmer kan leses av det skadde registeret. Det er ikke rørt. Hent en sikkerhetskopi."
ROWS_AT_ONCE = 500
MAX_ROWID = 1 << 40
"""The upper limit of the search for row ids."""
BY_MEMBER = {"member_phone": "member_id"}
"""Tables without row ids -> the column that orders them."""
LEFT_BEHIND = frozenset({"erasing"})
Row = tuple[Any, ...]


def salvage(damaged: Path, target: Path, key: Key, progress: Progress) -> Salvaged:
    """Create a register at `target` with what is readable in `damaged`. Raises NotWholeError when no member is, the
    errors of sqlcipher3 and the disk, and ImportCancelledError. Rows under an unreadable interior page are lost."""
    made = Database.file(target, key)
    try:
        made.migrate()
    finally:
        made.close()
    done = Salvaged()
    with closing(_Damaged(damaged, key)) as source, closing(opened(target, key, "rw")) as new:
        new.execute("PRAGMA foreign_keys = OFF")
        new.execute("BEGIN IMMEDIATE")
        new.execute("INSERT INTO erasing (id) VALUES (1)")
        names = [t.name for t in SQLModel.metadata.sorted_tables if t.name not in LEFT_BEHIND]
        for number, name in enumerate(names):
            progress.at(number, len(names) + 1)
            _copy_table(source, new, name, done)
        done.dropped = _let_go(new)
        new.execute("DELETE FROM erasing")
        new.execute("COMMIT")
    register = Database.file(target, key)
    try:
        rebuild(register, tokens_by_id, progress.quiet)
    finally:
        register.close()
    with closing(opened(target, key, "rw")) as new:
        new.execute("PRAGMA journal_mode = DELETE")  # no second file beside it
    target.with_name(f"{target.name}-okt").unlink(missing_ok=True)
    if not done.counts.get("member"):
        raise NotWholeError(NOTHING_READABLE)
    progress.at(len(names) + 1, len(names) + 1)
    return done


class _Damaged:
    """Queries on the damaged file; reopened after an undecryptable page, since SQLCipher then fails every query."""

    def __init__(self, file: Path, key: Key) -> None:
        self._file, self._key = file, key
        self._connection = self._open()

    def ask(self, statement: str, values: tuple[int, ...] = ()) -> list[Row] | None:
        """The rows; None when a page on the way is unreadable."""
        try:
            found: list[Row] = self._connection.execute(statement, values).fetchall()
        except sqlcipher.DatabaseError:
            self.close()
            self._connection = self._open()
            return None
        return found

    def close(self) -> None:
        self._connection.close()

    def _open(self) -> Any:
        return opened(self._file, self._key)


def _copy_table(source: _Damaged, new: Any, name: str, done: Salvaged) -> None:
    wanted = SQLModel.metadata.tables[name].columns
    columns = [row[1] for row in source.ask(f"PRAGMA table_info({name})") or ()]
    shared = [column for column in columns if column in wanted]
    if not shared:
        done.broken.append(name)
        return
    given = {  # an older register lacks columns
        one.name: one.default.arg
        for one in wanted
        if one.name not in columns and isinstance(one.default, ColumnDefault) and one.default.is_scalar
    }
    listed, more = (", ".join(f'"{column}"' for column in some) for some in (shared, (*shared, *given)))
    marks = ", ".join("?" for _ in (*shared, *given))
    statement = f"INSERT OR REPLACE INTO {name} ({more}) VALUES ({marks})"
    salvage = _TableSalvage(source, name, listed, BY_MEMBER.get(name, "rowid"))
    count = 0
    for part in salvage.parts():
        new.executemany(statement, [(*row[1:], *given.values()) for row in part])
        count += len(part)
    done.counts[name] = count
    if salvage.is_broken:
        done.broken.append(name)


class _TableSalvage:
    """The rows of one table, each with its key first; `is_broken` once some were unreadable."""

    def __init__(self, source: _Damaged, name: str, columns: str, place: str) -> None:
        self._source, self._place = source, place
        self._from = f"SELECT {place}, {columns} FROM {name}"
        self.is_broken = False

    def parts(self) -> Iterator[Sequence[Row]]:
        last = -1
        while True:
            found = self._after(last, ROWS_AT_ONCE)
            if found is None:
                found = self._around(last)
                if found is None:
                    return
            if not found:
                return
            yield found
            last = found[-1][0]

    def _after(self, last: int, most: int) -> list[Row] | None:
        """Complete keys after this one; None when unreadable."""
        place = self._place
        found = self._source.ask(f"{self._from} WHERE {place} > ? ORDER BY {place} LIMIT ?", (last, most))
        if found and place != "rowid" and len(found) == most:  # several rows with the last key
            end = found[-1][0]
            rest = self._source.ask(f"{self._from} WHERE {place} = ?", (end,))
            found = None if rest is None else [row for row in found if row[0] != end] + rest
        return found

    def _around(self, last: int) -> list[Row] | None:
        """The rows before the unreadable page one by one, then those found after it."""
        before: list[Row] = []
        while (one := self._after(before[-1][0] if before else last, 1)) is not None:
            if not one:
                return before
            before += one
        self.is_broken = True
        start, step = (before[-1][0] if before else last), 1
        while start + step < MAX_ROWID:
            after = self._after(start + step, 1)
            if after:
                return [*before, *self._back(start, after[0][0]), *after]
            if after is not None:
                return before or None
            step *= 2
        return before or None

    def _back(self, low: int, high: int) -> list[Row]:
        """The readable rows between two keys, read from the far end, in order."""
        found: list[Row] = []
        place = self._place
        statement = f"{self._from} WHERE {place} > ? AND {place} < ? ORDER BY {place} DESC LIMIT 1"
        while one := self._source.ask(statement, (low, found[-1][0] if found else high)):
            found += one
        return found[::-1]


def _let_go(new: Any) -> int:
    """Clear references to missing rows, or delete rows that require the reference; returns how many were deleted."""
    dropped = 0
    while broken := new.execute("PRAGMA foreign_key_check").fetchall():
        columns: dict[tuple[str, int], str] = {}
        needed: dict[str, set[str]] = {}
        for table, rowid, _, number in broken:
            if (table, number) not in columns:
                keys = new.execute(f"PRAGMA foreign_key_list({table})").fetchall()
                columns.update({(table, key[0]): key[3] for key in keys})
                info = new.execute(f"PRAGMA table_info({table})").fetchall()
                needed[table] = {row[1] for row in info if row[3] or row[5]}
            column = columns[table, number]
            if rowid is None:  # a table without row ids
                parent = "SELECT id FROM member"
                dropped += new.execute(f"DELETE FROM {table} WHERE {column} NOT IN ({parent})").rowcount
            elif column in needed[table]:
                dropped += new.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,)).rowcount
            else:
                new.execute(f"UPDATE {table} SET {column} = NULL WHERE rowid = ?", (rowid,))
    return dropped
