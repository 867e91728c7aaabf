"""Copies the register from this PC to a server, and back; nothing is deleted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sentralbord_desktop.domain.dates.clock import now, oslo
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.progress import Progress
from sentralbord_desktop.storage.engine import server_accounts
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.engine.grants import grant
from sentralbord_desktop.storage.engine.server_accounts import Account
from sentralbord_desktop.storage.operators import rename_user
from sentralbord_desktop.storage.settings import save_setting, setting
from sentralbord_desktop.storage.sharing.transfer import MOVED, copy_all
from sentralbord_desktop.system.file_owner import account, current_user

WAS_MOVED = (
    "Registeret på denne PC-en ble flyttet til {to} {day}. De andre ser ikke det du gjør her. Skal PC-en bruke det "
    "felles registeret, velges det i Innstillinger > Felles register."
)


def move(source: Database, target: Database, progress: Progress | None = None) -> dict[str, int]:
    """Copy every row to an empty register; returns table -> rows. Raises SwitchboardError without a change. The
    current user's operator gets the user name of the target: on a server with domain or PC. A register copied to a
    server is marked, so that it is not used in parallel."""
    copied = copy_all(source, target, progress or Progress())
    names = (current_user(), account()) if target.is_server else (account(), current_user())
    with target.transaction() as session:
        rename_user(session, *names)
    if target.is_server:
        with source.transaction() as session:
            save_setting(session, MOVED, {"at": now().isoformat(), "to": target.place.shown})
    return copied


def moved_to(database: Database) -> str:
    """The sentence for a register that was copied to a server; «» otherwise."""
    if database.is_server:
        return ""
    with database.reading() as session:
        moved = setting(session, MOVED)
    if not moved:
        return ""
    at = datetime.fromisoformat(moved["at"])
    return WAS_MOVED.format(to=moved["to"], day=f"{oslo(at):%d.%m.%Y}")


def refuse_file_of_moved(database: Database) -> None:
    """Raise SwitchboardError when a file is read into a register that was copied to a server: this one is not used."""
    if moved := moved_to(database):
        raise SwitchboardError(f"{moved} Filen er ikke lest. Les den på en PC med det felles registeret.")


@contextmanager
def open_server(url: str) -> Iterator[Database]:
    """The database at `url`, closed afterwards. Raises SwitchboardError for an invalid address."""
    database = Database.server(url)
    try:
        yield database
    finally:
        database.close()


def give_rights(url: str) -> list[str]:
    """Grant least privilege to the groups on the server; run by its owner. Returns one line per change."""
    with open_server(url) as database:
        database.migrate()
        return grant(database.engine)


def people_of(url: str) -> list[Account]:
    with open_server(url) as database:
        database.revision().require_ours()
        return server_accounts.accounts(database.engine)


def join(url: str, db_user: str, initials: str, *, name: str = "", windows: str = "") -> str:
    """Allow the database user to sign as this operator; run by the owner. Returns a sentence."""
    with open_server(url) as database:
        database.revision().require_ours()
        return server_accounts.join(database.engine, db_user, initials, name=name, windows=windows)


def part(url: str, db_user: str, initials: str) -> str:
    """Undo `join`; run by the owner. Returns a sentence."""
    with open_server(url) as database:
        database.revision().require_ours()
        return server_accounts.part(database.engine, db_user, initials)
