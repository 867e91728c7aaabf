"""From this PC to a server, and back: the same register, nothing deleted (issue 7)."""

from collections.abc import Iterator
from contextlib import contextmanager

from sentralbord_desktop.domain.register import Watch
from sentralbord_desktop.owner import account, current_user
from sentralbord_desktop.storage.database import Database
from sentralbord_desktop.storage.desk import rename_user
from sentralbord_desktop.storage.grants import grant
from sentralbord_desktop.storage.moving import copy_all


def move(source: Database, target: Database, watch: Watch | None = None) -> dict[str, int]:
    """Every row into an empty register; table -> rows. Raises SwitchboardError, and nothing is moved. Whoever runs
    this is the same operator there: on a server by the name that holds among all PCs."""
    copied = copy_all(source, target, watch or Watch())
    names = (current_user(), account()) if target.is_server else (account(), current_user())
    with target.transaction() as session:
        rename_user(session, *names)
    return copied


@contextmanager
def open_server(url: str) -> Iterator[Database]:
    """The database at `url`, closed afterwards. Raises SwitchboardError for what is no address."""
    database = Database.server(url)
    try:
        yield database
    finally:
        database.close()


def give_rights(url: str) -> tuple[str, str]:
    """The two groups on the server, with least rights; by its owner."""
    with open_server(url) as database:
        database.migrate()
        return grant(database)
