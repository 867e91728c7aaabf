"""Is the register whole? Each check on a connection of its own, reading only."""

from typing import Any

from sqlalchemy import text

from sentralbord_desktop.storage.database import Database

CHECKS = {
    "cipher_integrity_check": "Krypteringen stemmer ikke for {n} sider i filen.",
    "integrity_check": "Tabellene eller indeksene har {n} feil.",
    "foreign_key_check": "{n} rader viser til noe som ikke finnes.",
}
"""Pragma -> what is said when it finds something. It gives no rows, or «ok», when all is well."""


def faults(database: Database) -> list[str]:
    """One Norwegian sentence for each kind of fault; empty when the register is whole."""
    if database.is_server:
        return []
    _rows(database, "PRAGMA cipher_log_level = NONE")  # SQLCipher would write to stderr by itself
    found = []
    for pragma, sentence in CHECKS.items():
        rows = [row for row in _rows(database, f"PRAGMA {pragma}") if row[0] != "ok"]
        if rows:
            found.append(sentence.format(n=len(rows)))
            break  # what cannot be decrypted cannot be read, and broken tables cannot be compared
    if found:
        return [*found, "Ikke bruk registeret før det er hentet fra sikkerhetskopien."]
    members = _rows(database, "SELECT count(*) FROM member")[0][0]
    indexed = _rows(database, "SELECT count(*) FROM member_search")[0][0]
    if members != indexed:
        found.append(f"Søket kjenner {indexed} medlemmer, men registeret har {members}.")
    return found


def _rows(database: Database, statement: str) -> list[tuple[Any, ...]]:
    with database.reading() as session:
        return [tuple(row) for row in session.execute(text(statement)).all()]
