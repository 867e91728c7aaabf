"""From this PC to a server, and back: the same register, nothing deleted (issue 7)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sentralbord_desktop.domain.register import Watch
from sentralbord_desktop.domain.times import now, oslo
from sentralbord_desktop.owner import account, current_user
from sentralbord_desktop.storage import server_accounts
from sentralbord_desktop.storage.database import Database
from sentralbord_desktop.storage.desk import rename_user, save_setting, setting
from sentralbord_desktop.storage.grants import grant
from sentralbord_desktop.storage.moving import MOVED, copy_all
from sentralbord_desktop.storage.server_accounts import Account

WAS_MOVED = (
    "Registeret på denne PC-en ble flyttet til {to} {day}. De andre ser ikke det du gjør her. Skal PC-en bruke det "
    "felles registeret, velges det i Innstillinger > Felles register."
)


def move(source: Database, target: Database, watch: Watch | None = None) -> dict[str, int]:
    """Every row into an empty register; table -> rows. Raises SwitchboardError, and nothing is moved. Whoever runs
    this is the same operator there: on a server by the name that holds among all PCs. A register that is on a server
    from now on is marked here: two that both are written in would part."""
    copied = copy_all(source, target, watch or Watch())
    names = (current_user(), account()) if target.is_server else (account(), current_user())
    with target.transaction() as session:
        rename_user(session, *names)
    if target.is_server:
        with source.transaction() as session:
            save_setting(session, MOVED, {"at": now().isoformat(), "to": target.place.shown})
    return copied


def moved_to(database: Database) -> str:
    """What is to be said of a register that was moved to a server; «» for one that was not."""
    if database.is_server:
        return ""
    with database.reading() as session:
        moved = setting(session, MOVED)
    if not moved:
        return ""
    at = datetime.fromisoformat(moved["at"])
    return WAS_MOVED.format(to=moved["to"], day=f"{oslo(at):%d.%m.%Y}")


@contextmanager
def open_server(url: str) -> Iterator[Database]:
    """The database at `url`, closed afterwards. Raises SwitchboardError for what is no address."""
    database = Database.server(url)
    try:
        yield database
    finally:
        database.close()


def give_rights(url: str) -> list[str]:
    """The groups on the server, with least rights and nothing beside them; by its owner. Gives what was changed, a line
    each; nothing the second time."""
    with open_server(url) as database:
        database.migrate()
        return grant(database.engine)


def people_of(url: str) -> list[Account]:
    """Which operators belong to which user of the database."""
    with open_server(url) as database:
        database.revision().require_ours()
        return server_accounts.accounts(database.engine)


def join(url: str, db_user: str, initials: str, *, name: str = "", windows: str = "") -> str:
    """This database user may sign as this operator from now on; by the owner. Gives a sentence."""
    with open_server(url) as database:
        database.revision().require_ours()
        return server_accounts.join(database.engine, db_user, initials, name=name, windows=windows)


def part(url: str, db_user: str, initials: str) -> str:
    """It may not any more; by the owner. Gives a sentence."""
    with open_server(url) as database:
        database.revision().require_ours()
        return server_accounts.part(database.engine, db_user, initials)
