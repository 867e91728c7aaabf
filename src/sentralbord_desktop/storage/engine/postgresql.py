"""A server's base: how it is connected to, what it is known by, and how it is shown (PostgreSQL)."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.sharing.server_address import PORT, secured

SERVERS = "postgresql+psycopg://"
CONNECTION_OPTIONS = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 4,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 8000,
}
"""A dead line (sleep, VPN, a cable) is known after eight seconds; libpq alone waits for minutes."""
PLANS = {"options": "-c jit=off -c max_parallel_workers_per_gather=0 -c plan_cache_mode=force_generic_plan"}
"""To compile a question, to start helpers for it and to plan it anew take longer than to answer it."""


MAX_IDLE_CONNECTIONS = 5
"""Connections that a workstation keeps open between its questions, at most."""


def server_engine(url: str, kept: int = MAX_IDLE_CONNECTIONS) -> Engine:
    """Nothing is connected yet. Raises SwitchboardError for what is no address of a server."""
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
    """The server, the base and who logs in there; never shown with its password."""

    url: URL

    @property
    def mark(self) -> str:
        """The same for the same base on the same server, whoever logs in there and however the address is spelt; «»
        for a file."""
        if not self._is_server:
            return ""
        url = self.url
        place = [url.query.get("host", url.host or ""), self._port, url.database or ""]
        return hashlib.sha256(repr(place).casefold().encode()).hexdigest()[:16]

    @property
    def _port(self) -> int | str:
        """libpq takes what stands after the question mark first."""
        url = self.url
        asked = str(url.query.get("port", url.port or PORT))
        return int(asked) if asked.isascii() and asked.isdigit() else asked

    @property
    def shown(self) -> str:
        """A server's base, for the screen."""
        url = self.url
        return f"«{url.database}» på {url.query.get('host', url.host or 'denne PC-en')}"

    @property
    def address(self) -> str:
        """Of a server, as a policy has it: without a password."""
        u = self.url
        bare = URL.create(u.drivername, u.username, None, u.host, u.port, u.database, u.query)
        return bare.render_as_string()

    @property
    def dsn(self) -> str:
        """A server's address with its password, as libpq takes it. Never logged."""
        from psycopg.conninfo import make_conninfo

        url = self.url
        asked = url.translate_connect_args(username="user", database="dbname")
        return make_conninfo(**{**asked, **url.query, **CONNECTION_OPTIONS})

    @property
    def _is_server(self) -> bool:
        return self.url.get_backend_name() == "postgresql"
