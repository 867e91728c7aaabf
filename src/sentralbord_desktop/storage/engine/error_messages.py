"""Database errors as Norwegian sentences that a user can act on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError

from sentralbord_desktop.domain.errors import (
    FULL,
    MEMBER_GONE,
    DatabaseBusyError,
    DatabaseDamagedError,
    MemberGoneError,
    NoSpaceError,
    NotAllowedError,
    PlaceError,
    SignInRefusedError,
    SwitchboardError,
)
from sentralbord_desktop.domain.text.lengths import fitting
from sentralbord_desktop.storage.engine.wal_marker import NO_PLACE
from sentralbord_desktop.system.paths import is_full

IO_ERROR, READONLY, CANNOT_OPEN = 10, 8, 14
READ_WRONG = frozenset({266, 522, 8202, 8458})
"""SQLite's codes for damaged data on read: IOERR_READ, _SHORT_READ, _DATA, _CORRUPTFS."""
NO_SERVER = {
    (
        "root certificate file",
        "certificate verify failed",
        "certificate authority",
    ): "Tjeneren kan ikke kontrolleres: PC-en kjenner ikke den som har utstedt sertifikatet. Be IT om rotsertifikatet.",
    ("does not match host name",): "Sertifikatet er ikke for dette navnet. Skriv navnet på tjeneren slik det står i "
    "sertifikatet, eller spør IT.",
    ("does not support ssl",): "Tjeneren har ikke TLS. Be IT slå det på; medlemmene går over nettet.",
    ("no pg_hba.conf entry",): "Tjeneren slipper ikke inn denne PC-en eller brukeren. Be IT åpne for den.",
    (
        "could not translate host name",
        "failed to resolve host",
    ): "Finner ikke tjeneren. Kontroller navnet, nettet og VPN.",
}
"""Errors of libpq and the server before sign-in -> what the user can do. They count as connection errors."""
SIGN_IN = "password authentication failed", "no password supplied", "authentication failed for user"
NOT_LET_IN = "Tjeneren tok ikke imot brukeren og passordet. Skriv dem på nytt, eller spør IT."
NOT_YOURS = "Brukeren din på tjeneren kan ikke skrive dette i det navnet. Be IT koble deg til den: sentralbord-cli server people."
POINTS_AT_NOTHING = "23503"
"""SQLSTATE foreign_key_violation."""
NO_CONNECTION = "Ikke kontakt med databasetjeneren. Det du skriver, blir stående. Prøv igjen."


@contextmanager
def in_plain_words(folder: Path | None = None) -> Iterator[None]:
    """Translate database errors that a user can act on into one Norwegian sentence; the others are bugs. `folder` is
    the register's: SQLite has several errors for a full disk."""
    try:
        with fitting():
            yield
    except (OperationalError, InterfaceError, DatabaseError) as error:
        raise _of_place(error, folder) or _named(error) from None
    except sqlcipher.DatabaseError as error:
        raise _of_place(error, folder) or _named(error) from None


def _of_place(error: Exception, folder: Path | None) -> SwitchboardError | None:
    """The error for a file that SQLite could not create, extend or lock; None for all others and for damage."""
    code = int(getattr(getattr(error, "orig", error), "sqlite_errorcode", 0) or 0)
    if code in READ_WRONG or code & 0xFF not in (IO_ERROR, READONLY, CANNOT_OPEN):
        return None
    if folder is not None and folder.is_dir() and is_full(folder):
        return NoSpaceError(FULL)
    return None if code == IO_ERROR else PlaceError(NO_PLACE)


def _is_connection_error(error: Exception) -> bool:
    """Whether the server could not be reached. Errors of libpq have no SQLSTATE, those of the server do."""
    cause: Any = getattr(error, "orig", None)
    if not isinstance(error, DBAPIError) or not hasattr(cause, "sqlstate"):
        return False
    code = cause.sqlstate
    return error.connection_invalidated or (
        isinstance(error, OperationalError) and (code is None or code[:2] == "08" or code[:3] == "57P")
    )


def _is_member_gone(error: Exception) -> bool:
    """Whether a row refers to a member that another workstation has just erased. Does not occur on a file."""
    cause: Any = getattr(error, "orig", None)
    if not isinstance(error, DBAPIError) or getattr(cause, "sqlstate", None) != POINTS_AT_NOTHING:
        return False
    is_about_member = (cause.diag.constraint_name or "").endswith("_member")
    return is_about_member and not (error.statement or "").startswith("DELETE")


def _named(error: DBAPIError | Exception) -> Exception:
    if _is_member_gone(error):
        return MemberGoneError(MEMBER_GONE)
    words = str(getattr(error, "orig", error)).casefold()
    table: list[tuple[tuple[str, ...], SwitchboardError]] = [
        (("row-level security",), NotAllowedError(NOT_YOURS)),
        (
            ("permission denied for", "permission denied to", "must be owner"),
            NotAllowedError(
                "Brukeren din på tjeneren har ikke rett til dette. Spør IT om den skal være med i gruppen som har det."
            ),
        ),
        (
            ("database is locked", "table is locked", "busy"),
            DatabaseBusyError("Et annet program holder registeret. Lukk det, eller vent litt og prøv igjen."),
        ),
        (("disk is full", "full", "no space"), NoSpaceError(FULL)),
        (
            ("not a database", "malformed", "disk i/o", "corrupt", "encrypted"),
            DatabaseDamagedError(
                "Registeret kan ikke leses. Filen er skadet, eller den er ikke Sentralbords register. "
                "Den er ikke rørt. Hent sikkerhetskopien."
            ),
        ),
        (("unable to open", "readonly", "read-only", "permission"), PlaceError(NO_PLACE)),
        (("connection", "could not connect", "server closed", "terminat"), _why_no_connection(words)),
    ]
    for needles, plain in table:
        if any(needle in words for needle in needles):
            return plain
    if _is_connection_error(error):
        return _why_no_connection(words)
    if isinstance(error, DBAPIError):
        return RuntimeError(f"database error {type(error.orig).__name__} {error.code or ''}".strip())
    return error


def _why_no_connection(words: str) -> DatabaseBusyError:
    if any(needle in words for needle in SIGN_IN):
        return SignInRefusedError(NOT_LET_IN)
    if "database" in words and "does not exist" in words:
        return DatabaseBusyError("Tjeneren har ingen base med det navnet. Kontroller navnet, eller spør IT.")
    return DatabaseBusyError(
        next((said for needles, said in NO_SERVER.items() if any(n in words for n in needles)), NO_CONNECTION)
    )
