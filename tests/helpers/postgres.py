"""A scratch PostgreSQL of our own: a unix socket in a temporary folder, stopped at the end."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

from sentralbord_desktop.storage.engine.database import Database

SERVER = "postgres"
TEMPLATE = "mal"
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=40", "max_wal_size=128MB")
"""Nothing here outlives the test run. The lock behaviour is the same."""
MEMORY, ROOM = Path("/dev/shm"), 2 * 2**30  # noqa: S108 - a folder of our own in it
"""A database is three hundred files. To copy them takes 15 ms of the processor in memory, and 200 on the disk of the
machine this was measured on. Each is dropped after its test, so that a cluster has some hundred megabytes."""


def program(name: str) -> str:
    """The newest `name` on this machine; a missing server is a failure, not a skip."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    path = str(found[-1]) if found else shutil.which(name)
    if path is None:
        pytest.fail(f"PostgreSQL mangler: finner ikke «{name}». Installer pakken postgresql.")
    return path


def memory() -> Path | None:
    """A disk in memory, where there is one with room; None for the usual place."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else None


class Cluster:
    """Start it with `start`, take a database with `new_database`, end with `stop`."""

    port = 5432
    """In the name of the socket too."""

    def __init__(self, options: Sequence[str] = QUICK, listen: str = "") -> None:
        self._options, self._listen = options, listen
        self._folder = Path(tempfile.mkdtemp(prefix="sb-pg-", dir=memory() if "fsync=off" in options else None))
        self._data = self._folder / "data"
        self._numbers = count(1)
        self._is_up = False

    def start(self) -> None:
        if os.geteuid() == 0:
            import pwd  # Windows has none, and imports this file

            user = pwd.getpwnam(SERVER)
            os.chown(self._folder, user.pw_uid, user.pw_gid)
        self._folder.chmod(0o755)
        self._run(
            "initdb", "-D", str(self._data), "-U", SERVER, "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8"
        )
        self.prepare()
        self.go_on()
        self._sql(f"CREATE DATABASE {TEMPLATE}")
        template = Database.server(self.url(TEMPLATE))
        template.migrate()
        template.close()

    def prepare(self) -> None:
        """What is to lie in the data folder before the first start."""

    def stop(self) -> None:
        """By pg_ctl on our own data folder, so nobody else's server is touched."""
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def halt(self) -> None:
        """As when the server is started again: every session is ended."""
        self._is_up = False
        self._run("pg_ctl", "-D", str(self._data), "-m", "fast", "-w", "stop")

    def go_on(self) -> None:
        """Nothing while it is up."""
        if self._is_up:
            return
        options = f"-k {self._folder} -c listen_addresses='{self._listen}'"
        options += "".join(f" -c {option}" for option in self._options)
        self._run("pg_ctl", "-D", str(self._data), "-w", "-l", str(self._folder / "logg"), "-o", options, "start")
        self._is_up = True

    def new_database(self, template: str = TEMPLATE) -> str:
        """The name of a fresh database with all tables; `template1` gives an empty one."""
        name = f"prove_{next(self._numbers)}"
        self._sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def drop(self, name: str) -> None:
        self._sql(f"DROP DATABASE {name} WITH (FORCE)")

    def url(self, name: str) -> str:
        port = f"&port={self.port}" if self._listen else ""
        return f"postgresql+psycopg://{SERVER}@/{name}?host={self._folder}{port}"

    def _sql(self, statement: str) -> None:
        with self._connected() as connection:
            connection.execute(statement.encode())

    def _ask(self, question: str) -> list[tuple[Any, ...]]:
        with self._connected() as connection:
            return connection.execute(question.encode()).fetchall()

    def _connected(self) -> psycopg.Connection:
        place = f"host={self._folder} port={self.port} user={SERVER} dbname=postgres"
        return psycopg.connect(place, autocommit=True)

    def _run(self, name: str, *arguments: str) -> None:
        who = ["runuser", "-u", SERVER, "--"] if os.geteuid() == 0 else []
        done = subprocess.run(
            [*who, program(name), *arguments],
            cwd=self._folder,
            check=False,
            timeout=60,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        if done.returncode != 0:
            pytest.fail(f"{name} sluttet med {done.returncode}: {done.stderr}")
