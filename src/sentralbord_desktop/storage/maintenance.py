"""Integrity checks of a register; each on a separate connection, read-only."""

from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text

from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.engine.raw_connection import opened
from sentralbord_desktop.storage.imports.bulk_members import tokens_by_id
from sentralbord_desktop.storage.search.rebuild import unlike


class Fault(NamedTuple):
    """A sentence with {n}, and what is counted: one, several."""

    sentence: str
    one: str
    several: str


PAGES = Fault("Krypteringen stemmer ikke for {n} i filen.", "side", "sider")
TABLES = Fault("Tabellene eller indeksene har {n}.", "feil", "feil")
POINTERS = Fault("{n} til noe som ikke finnes.", "rad viser", "rader viser")
NOT_TO_BE_USED = "Ikke bruk registeret før det er hentet fra sikkerhetskopien."


def fault_sentence(fault: Fault, count: int) -> str:
    """«1 rad viser til noe som ikke finnes.»"""
    return fault.sentence.format(n=counted(count, fault.one, fault.several))


def faults(database: Database, progress: Progress) -> list[str]:
    """One Norwegian sentence per kind of fault; empty without any. `NOT_TO_BE_USED` is last for a damaged file."""
    if database.is_server:
        return search_faults(database, progress)
    file = _file(database)
    pages, tables = _pages(database, file), _tables(database, file)
    if pages and not tables and _log(file).exists() and _log(file).stat().st_size:
        pages = 0  # every page in use is readable: those torn by a power cut are in the log
    for fault, count in ((PAGES, pages), (TABLES, tables)):
        if count:
            return [fault_sentence(fault, count), NOT_TO_BE_USED]
    if pointers := len(_rows(database, "PRAGMA foreign_key_check")):
        return [fault_sentence(POINTERS, pointers), NOT_TO_BE_USED]
    return search_faults(database, progress)


def _pages(database: Database, file: Path) -> int:
    """How many pages of the file cannot be decrypted, ignoring the log."""
    with closing(opened(file, database.key)) as connection:
        return len(connection.execute("PRAGMA cipher_integrity_check").fetchall())


def _tables(database: Database, file: Path) -> int:
    """How many faults tables and indexes have, including the log."""
    with closing(opened(file, database.key)) as connection:
        try:
            rows = connection.execute("PRAGMA integrity_check").fetchall()
        except sqlcipher.DatabaseError:
            return 1
        return sum(row[0] != "ok" for row in rows)


def _file(database: Database) -> Path:
    return Path(next(row[2] for row in _rows(database, "PRAGMA database_list") if row[1] == "main"))


def _log(file: Path) -> Path:
    return file.with_name(f"{file.name}-wal")


def search_faults(database: Database, progress: Progress) -> list[str]:
    """Whether the search index agrees with the register."""
    with database.reading() as session:
        wrong = len(unlike(session, tokens_by_id, progress))
    if not wrong:
        return []
    who = counted(wrong, "medlem", "medlemmer")
    return [f"Søket og registeret er ikke enige om {who}. Bygg søket på nytt."]


def _rows(database: Database, statement: str) -> list[tuple[Any, ...]]:
    with database.reading() as session:
        return [tuple(row) for row in session.execute(text(statement)).all()]
