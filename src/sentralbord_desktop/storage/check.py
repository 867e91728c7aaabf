"""Is the register whole? Each check on a connection of its own, reading only."""

from typing import Any

from sqlalchemy import text

from sentralbord_desktop.domain.register import Watch
from sentralbord_desktop.storage.database import Database
from sentralbord_desktop.storage.register import tokens_by_id
from sentralbord_desktop.storage.search.repair import unlike

CHECKS = {
    "cipher_integrity_check": "Krypteringen stemmer ikke for {n} sider i filen.",
    "integrity_check": "Tabellene eller indeksene har {n} feil.",
    "foreign_key_check": "{n} rader viser til noe som ikke finnes.",
}
"""Pragma -> what is said when it finds something. It gives no rows, or «ok», when all is well."""


def faults(database: Database, watch: Watch) -> list[str]:
    """One Norwegian sentence for each kind of fault; empty when the register is whole."""
    if database.is_server:
        return search_faults(database, watch)
    _rows(database, "PRAGMA cipher_log_level = NONE")  # SQLCipher would write to stderr by itself
    _rows(database, "PRAGMA wal_checkpoint")  # a page that a power cut tore stands whole in the log
    found = []
    for pragma, sentence in CHECKS.items():
        rows = [row for row in _rows(database, f"PRAGMA {pragma}") if row[0] != "ok"]
        if rows:
            found.append(sentence.format(n=len(rows)))
            break  # what cannot be decrypted cannot be read, and broken tables cannot be compared
    if found:
        return [*found, "Ikke bruk registeret før det er hentet fra sikkerhetskopien."]
    return search_faults(database, watch)


def search_faults(database: Database, watch: Watch) -> list[str]:
    """Whether the search knows everybody as the register does."""
    with database.reading() as session:
        wrong = len(unlike(session, tokens_by_id, watch))
    if not wrong:
        return []
    who = "1 medlem" if wrong == 1 else f"{wrong} medlemmer"
    return [f"Søket og registeret er ikke enige om {who}. Bygg søket på nytt."]


def _rows(database: Database, statement: str) -> list[tuple[Any, ...]]:
    with database.reading() as session:
        return [tuple(row) for row in session.execute(text(statement)).all()]
