"""From this PC to a server, and back: the same register, nothing deleted (issue 7)."""

from collections.abc import Iterator
from contextlib import contextmanager

from sentralbord_desktop.domain.register import Watch
from sentralbord_desktop.storage.database import Database
from sentralbord_desktop.storage.grants import grant
from sentralbord_desktop.storage.moving import copy_all


def move(source: Database, target: Database, watch: Watch | None = None) -> dict[str, int]:
    """Every row into an empty register; table -> rows. Raises SwitchboardError, and nothing is moved."""
    return copy_all(source, target, watch or Watch())


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
