"""Users of a server as docs/it.md says IT makes them: a login role in its group, joined to the operators it signs for."""

from pathlib import Path

from sentralbord_desktop.bootstrap import build
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.sharing.transfer import join
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.engine.grants import OPERATORS
from tests.helpers.postgres import Cluster


def as_user(url: str, user: str) -> str:
    return url.replace("postgres@", f"{user}@", 1)


def new_user(
    cluster: Cluster, url: str, user: str, initials: str, *, group: str = OPERATORS, name: str = "", windows: str = ""
) -> str:
    """CREATE ROLE and `server people`; gives the address as this user. A role that stands from another test stays."""
    if not cluster._ask(f"SELECT 1 FROM pg_roles WHERE rolname = '{user}'"):
        cluster._sql(f"CREATE ROLE {user} LOGIN")
    cluster._sql(f"GRANT {group} TO {user}")
    join(url, user, initials, name=name or initials, windows=windows)
    return as_user(url, user)


def desk_of(url: str, folder: Path, windows: str) -> Services:
    """The program at a desk, opened by whoever `url` logs in as."""
    return build(Database.server(url), folder, os_user=windows)
