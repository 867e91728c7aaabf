"""Copies a whole register to another database and verifies it row by row. The search index is rebuilt."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Table, func, insert, select, text
from sqlmodel import Session, SQLModel

from sentralbord_desktop.domain.errors import NotAllowedError, SwitchboardError
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.storage import secret_store
from sentralbord_desktop.storage import tables as tables  # registers the tables
from sentralbord_desktop.storage.encryption import pin_hash
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.imports.bulk_members import tokens_by_id
from sentralbord_desktop.storage.privacy import erased_in_copies
from sentralbord_desktop.storage.search import index
from sentralbord_desktop.storage.search.rebuild import LARGE, standing_ids

ROWS_AT_ONCE = 2_000
MOVED = "flyttet"
"""The setting of a register that was copied to a server: when, and where to."""
LEFT_BEHIND = frozenset({"erasing"})
SETTINGS_LEFT_BEHIND = (secret_store.SETTING, MOVED, erased_in_copies.SETTING)
"""The last is about the copies on this PC, and is no secret for one who may read it."""
NOT_READ = "Brukeren på tjeneren kan ikke lese alt ({table}). Hent registeret hjem med brukeren som eier det."
NOT_EMPTY = "Registeret det skal flyttes til, er ikke tomt ({table}). Ingenting er flyttet."
UNLIKE = "{table} ble ikke likt på begge steder. Ingenting er flyttet, og alt står der det sto."


class Proof(NamedTuple):
    """The number of rows, and a SHA-256 of all of them."""

    row_count: int
    digest: str


def copy_all(source: Database, target: Database, progress: Progress, *, readable: bool = False) -> dict[str, int]:
    """Copy every row of `source` to an empty `target` in one transaction; returns table -> rows.

    `readable` leaves out tables that the current user of a server may not read (access log, PINs, breaches). Raises
    SwitchboardError, and rolls back, when a table is unreadable otherwise, when the source has another version, when
    the target is not empty, or when the copy differs.
    """
    source.revision().require_ours()
    target.migrate()
    copied: dict[str, int] = {}
    wanted = _tables()
    with source.reading() as here, target.transaction() as there:
        if source.is_server:  # one snapshot while workstations write
            here.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        unread = [table for table in wanted if not _may_read(here, table)]
        if unread and not readable:
            raise NotAllowedError(NOT_READ.format(table=unread[0].name))
        wanted = [table for table in wanted if table not in unread]
        for table in wanted:
            if there.execute(select(func.count()).select_from(table)).scalar():
                raise SwitchboardError(NOT_EMPTY.format(table=table.name))
        for number, table in enumerate(wanted):
            progress.at(number, len(wanted) + 1)
            copied[table.name] = _copy(here, there, table, progress.quiet)
            if proof(here, table) != proof(there, table):
                raise SwitchboardError(UNLIKE.format(table=table.name))
        _number_on(there, wanted)
        _index(there, progress.quiet)
    progress.at(len(wanted) + 1, len(wanted) + 1)
    return copied


def _index(there: Session, progress: Progress) -> None:
    """Rebuild the search index in the same transaction, so that an interrupted copy leaves nothing."""
    ids = standing_ids(there)
    for start in range(0, len(ids), ROWS_AT_ONCE):
        progress.at(start, len(ids))
        found = tokens_by_id(there, ids[start : start + ROWS_AT_ONCE])
        index.write(there, [{"id": i, "tokens": tokens} for i, tokens in found.items()], new=True)
    if len(ids) >= LARGE:
        index.tidy(there)


def proof(session: Session, table: Table) -> Proof:
    """The same for equal rows in both engines."""
    digest, count = hashlib.sha256(), 0
    for row in _rows(session, table):
        digest.update(json.dumps(row, sort_keys=True, default=_plain).encode())
        count += 1
    return Proof(count, digest.hexdigest())


def _tables() -> list[Table]:
    """The tables to copy, referenced ones first."""
    return [t for t in SQLModel.metadata.sorted_tables if t.name not in LEFT_BEHIND]


def _rows(session: Session, table: Table) -> Iterator[dict[str, Any]]:
    server = session.get_bind().dialect.name == "postgresql"
    keys = [key.collate("C") if server and key.type.python_type is str else key for key in table.primary_key]
    found = session.execute(select(table).order_by(*keys)).mappings()
    verifiers = _verifiers(session) if server and table.name == "operator" else {}
    for row in found.yield_per(ROWS_AT_ONCE):
        if table.name == "operator":
            yield {**row, "pin": _whole_pin(row["pin"], verifiers.get(row["id"]))}
            continue
        if table.name != "setting" or row["key"] not in SETTINGS_LEFT_BEHIND:
            yield dict(row)


def _may_read(session: Session, table: Table) -> bool:
    if session.get_bind().dialect.name != "postgresql":
        return True
    asked = text("SELECT has_table_privilege(:t, 'SELECT')")
    return bool(session.execute(asked, {"t": f'"{table.name}"'}).scalar())


def _verifiers(session: Session) -> dict[int, bytes]:
    """PIN verifiers by operator id; empty for users who may not read them."""
    if not session.execute(text("SELECT has_table_privilege('operator_pin', 'SELECT')")).scalar():
        return {}
    asked = "SELECT operator_id, verifier FROM operator_pin"
    return {row[0]: bytes(row[1]) for row in session.execute(text(asked))}


def _whole_pin(kept: str, verifier: bytes | None) -> str:
    """A PIN in the same form for both engines: its parameters, and its verifier where known."""
    return pin_hash.with_verifier(kept, verifier) if verifier else pin_hash.hashed_twice(kept)


def _copy(here: Session, there: Session, table: Table, progress: Progress) -> int:
    """Copy one table. `merged_into` is set last, because it may refer to a higher id."""
    count, part, merged = 0, [], []
    for row in _rows(here, table):
        if table.name == "member" and row["merged_into"] is not None:
            merged.append({"who": row["id"], "into": row["merged_into"]})
            row = {**row, "merged_into": None}
        part.append(row)
        if len(part) >= ROWS_AT_ONCE:
            progress.at(count, count)
            there.execute(insert(table), part)
            count, part = count + len(part), []
    if part:
        there.execute(insert(table), part)
    if merged:
        there.execute(text("UPDATE member SET merged_into = :into WHERE id = :who"), merged)
    return count + len(part)


def _number_on(there: Session, wanted: list[Table]) -> None:
    if there.get_bind().dialect.name != "postgresql":
        return
    for table in wanted:
        if "id" in table.c and table.c.id.autoincrement and table.c.id.type.python_type is int:
            there.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "
                    f"coalesce((SELECT max(id) FROM {table.name}), 0) + 1, false)"
                )
            )


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
