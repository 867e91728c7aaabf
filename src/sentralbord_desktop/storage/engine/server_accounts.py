"""Which database user may sign as which operators (`operator_account`): many to many, because operators share a PC
and an operator uses several. Written by the owner of the database, and by a trigger for an operator that an
administrator adds."""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text
from sqlmodel import Session

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.storage.engine.error_messages import in_plain_words
from sentralbord_desktop.storage.engine.grants import OPERATORS
from sentralbord_desktop.storage.tables import OperatorRow

NO_USER = "Databasebrukeren «{user}» finnes ikke på tjeneren. Lag den først med CREATE ROLE … LOGIN."
NOBODY = "Ingen her har initialene {initials}. Skriv også --name, så blir personen lagt inn."


@dataclass(frozen=True)
class Account:
    """One operator of one database user; either is «» when it has no counterpart."""

    db_user: str
    initials: str
    roles: str


def accounts(engine: Engine) -> list[Account]:
    """All current operators and all users of the groups, joined or not."""
    with in_plain_words(), engine.connect() as raw:
        rows = raw.execute(
            text(
                "SELECT coalesce(a.db_user, ''), o.initials, o.roles FROM operator o LEFT JOIN operator_account a "
                'ON a.operator_id = o.id WHERE o."left" IS NULL ORDER BY 1, 2'
            )
        ).all()
        known = {row[0] for row in rows}
        alone = [Account(user, "", "") for user in _members(raw) if user not in known]
    return [*(Account(*row) for row in rows), *alone]


def join(engine: Engine, db_user: str, initials: str, *, name: str = "", windows: str = "") -> str:
    """Allow a database user to sign as an operator. An unknown operator is added with the role operator when `name`
    is given. Returns a sentence; raises SwitchboardError."""
    with in_plain_words(), engine.begin() as raw:
        _require_user(raw, db_user)
        who = raw.execute(text("SELECT id FROM operator WHERE initials = :i"), {"i": initials}).scalar()
        entered = who is None
        if who is None:
            if not name:
                raise SwitchboardError(NOBODY.format(initials=initials))
            with Session(raw) as session:
                session.add(row := OperatorRow(initials=initials, name=name, os_user=windows))
                session.flush()
                who = row.id
        elif windows:
            raw.execute(text("UPDATE operator SET os_user = :w WHERE id = :id"), {"w": windows, "id": who})
        raw.execute(
            text("INSERT INTO operator_account (db_user, operator_id) VALUES (:u, :id) ON CONFLICT DO NOTHING"),
            {"u": db_user, "id": who},
        )
        _log(raw, "koblet", db_user, initials)
    return f"{initials} er {'lagt inn og ' if entered else ''}koblet til databasebrukeren {db_user}."


def part(engine: Engine, db_user: str, initials: str) -> str:
    """Stop a database user from signing as an operator."""
    with in_plain_words(), engine.begin() as raw:
        gone = raw.execute(
            text(
                "DELETE FROM operator_account a USING operator o WHERE o.id = a.operator_id AND o.initials = :i "
                "AND a.db_user = :u RETURNING 1"
            ),
            {"i": initials, "u": db_user},
        ).scalar()
        if gone is None:
            raise SwitchboardError(
                f"{initials} er ikke koblet til databasebrukeren {db_user}. Se hvem som er det med «server people»."
            )
        _log(raw, "koblet fra", db_user, initials)
    return f"{initials} er koblet fra databasebrukeren {db_user}."


WIDE = {
    "den eier registeret": "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'operator'::regclass",
    "den leser PIN": "SELECT has_table_privilege('operator_pin', 'SELECT')",
    "den skriver innstillinger": "SELECT has_any_column_privilege('setting', 'UPDATE') AND NOT is_administrator() "
    "AND NOT is_privacy()",
    "den gir roller": "SELECT has_column_privilege('operator', 'roles', 'UPDATE') AND NOT is_administrator()",
    "den leser sporet": "SELECT has_column_privilege('access', 'what', 'SELECT') AND NOT is_privacy()",
}
"""What a workstation's user should not be allowed -> the query for it."""


def rights_too_wide(session: Session) -> str:
    """The first excessive right of the current user, in words; «» for least privilege."""
    return next((said for said, asked in WIDE.items() if session.execute(text(asked)).scalar()), "")


def _members(raw: Connection) -> list[str]:
    """Users that may log in and belong to the operators' group, directly or indirectly; no superusers or owner."""
    return list(
        raw.execute(
            text(
                "SELECT u.rolname FROM pg_roles u JOIN pg_roles g ON g.rolname = :g WHERE u.rolcanlogin AND NOT u.rolsuper "
                "AND pg_has_role(u.oid, g.oid, 'MEMBER') AND u.oid <> (SELECT relowner FROM pg_class WHERE oid = "
                "'operator'::regclass) ORDER BY 1"
            ),
            {"g": OPERATORS},
        ).scalars()
    )


def _require_user(raw: Connection, db_user: str) -> None:
    known = raw.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :u"), {"u": db_user})
    if known.scalar() is None:
        raise SwitchboardError(NO_USER.format(user=db_user))


def _log(raw: Connection, what: str, db_user: str, initials: str) -> None:
    raw.execute(
        text("INSERT INTO access (at, author, what, why) VALUES (clock_timestamp(), '–', :what, :why)"),
        {"what": f"{what} databasebruker", "why": f"{db_user}: {initials}"},
    )
