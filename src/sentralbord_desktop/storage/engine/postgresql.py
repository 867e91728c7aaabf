"""A server's database (PostgreSQL): connection options, identity, how its address is shown."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.sharing import PORT, secured

SERVERS = "postgresql+psycopg://"
CONNECTION_OPTIONS = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 4,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 8000,
}
"""A dead connection (sleep, VPN, cable) is detected after eight seconds; libpq's default is minutes."""
PLANS = {"options": "-c jit=off -c max_parallel_workers_per_gather=0 -c plan_cache_mode=force_generic_plan"}
"""JIT compilation, parallel workers and custom plans take longer than these queries."""


MAX_IDLE_CONNECTIONS = 5
"""Idle connections that a workstation keeps open, at most."""


def server_engine(url: str, kept: int = MAX_IDLE_CONNECTIONS) -> Engine:
    """An engine; it does not connect yet. Raises SwitchboardError for an invalid address."""
    wrong = SwitchboardError(f"Adressen til den felles databasen kan ikke leses. Den begynner med {SERVERS}. Spør IT.")
    if not url.startswith(SERVERS):
        raise wrong
    try:
        url = secured(url)
        line = CONNECTION_OPTIONS if "options" in make_url(url).query else CONNECTION_OPTIONS | PLANS
        return create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=kept, connect_args=line)
    except (ArgumentError, ValueError):
        raise wrong from None


@dataclass(frozen=True)
class ServerPlace:
    """Server, database and user; never shown with the password."""

    url: URL

    @property
    def mark(self) -> str:
        """A hash of host, port and database, independent of user and spelling; «» for a file."""
        if not self._is_server:
            return ""
        url = self.url
        place = [url.query.get("host", url.host or ""), self._port, url.database or ""]
        return hashlib.sha256(repr(place).casefold().encode()).hexdigest()[:16]

    @property
    def _port(self) -> int | str:
        """A query parameter overrides the URL, as in libpq."""
        url = self.url
        asked = str(url.query.get("port", url.port or PORT))
        return int(asked) if asked.isascii() and asked.isdigit() else asked

    @property
    def shown(self) -> str:
        """The database and host, for the screen."""
        url = self.url
        return f"«{url.database}» på {url.query.get('host', url.host or 'denne PC-en')}"

    @property
    def address(self) -> str:
        """A server's address as in a policy, without the password."""
        u = self.url
        bare = URL.create(u.drivername, u.username, None, u.host, u.port, u.database, u.query)
        return bare.render_as_string()

    @property
    def dsn(self) -> str:
        """A server's address with the password, for libpq. Never logged."""
        from psycopg.conninfo import make_conninfo

        url = self.url
        asked = url.translate_connect_args(username="user", database="dbname")
        return make_conninfo(**{**asked, **url.query, **CONNECTION_OPTIONS})

    @property
    def _is_server(self) -> bool:
        return self.url.get_backend_name() == "postgresql"
