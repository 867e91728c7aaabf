"""A shared register set up to the letter of docs/it.md, with what an office has in it, and psql as one of its users."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from sqlalchemy import text

from sentralbord_desktop.bootstrap import build
from sentralbord_desktop.cli import main
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.settings import save_setting
from tests.helpers import calls
from tests.helpers.postgres import Cluster, program
from tests.helpers.server_desks import desk_of
from tests.storage.test_moving import enrolled

OWNER = "sentralbord_eier"


@dataclass
class SharedRegister:
    """A register on a server, its owner's address, and psql as one of its users."""

    cluster: Cluster
    name: str
    url: str

    def as_user(self, user: str) -> str:
        return self.url.replace(f"{OWNER}@", f"{user}@", 1)

    def psql(self, user: str, typed: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                program("psql"),
                "-X",
                "-q",
                "-A",
                "-t",
                "-v",
                "ON_ERROR_STOP=1",
                "-v",
                "VERBOSITY=terse",
                "-h",
                str(self.cluster._folder),
                "-U",
                user,
                "-d",
                self.name,
            ],
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )

    def all_rows(self) -> str:
        """One text for everything that stands in the register, and for who may do what in it."""
        with psycopg.connect(self.url.replace("+psycopg", "").replace(OWNER, "postgres")) as raw:
            tables = raw.execute(
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"
            ).fetchall()
            found = [
                (
                    name,
                    raw.execute(
                        f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} t".encode()
                    ).fetchone(),
                )
                for (name,) in tables
            ]
            roles = raw.execute(
                "SELECT rolname, rolsuper, ARRAY(SELECT roleid FROM pg_auth_members WHERE member = r.oid ORDER BY 1) "
                "FROM pg_roles r ORDER BY 1"
            ).fetchall()
            made = raw.execute(
                "SELECT (SELECT count(*) FROM pg_proc), (SELECT count(*) FROM pg_trigger WHERE tgenabled = 'O'), "
                "(SELECT count(*) FROM pg_policies), (SELECT count(*) FROM pg_largeobject_metadata)"
            ).fetchall()
            return repr((found, roles, made))


def role(cluster: Cluster, name: str, words: str = "") -> None:
    if not cluster._ask(f"SELECT 1 FROM pg_roles WHERE rolname = '{name}'"):
        cluster._sql(f"CREATE ROLE {name} LOGIN")
    if words:
        cluster._sql(words)


@pytest.fixture(scope="module")
def shared_register(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedRegister]:
    """docs/it.md, step by step: the base, the register, the rights, the users, who they are."""
    role(cluster, OWNER, f"ALTER ROLE {OWNER} CREATEROLE")
    cluster._sql(f"CREATE DATABASE angrep OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8'")
    url = cluster.url("angrep").replace("postgres@", f"{OWNER}@", 1)
    folder = tmp_path_factory.mktemp("angrep")
    owner = build(Database.server(url), folder, os_user="sjef")
    owner.session.update(name="Sjef", initials="SJ")
    member = enrolled(owner)
    with owner.database.transaction() as session:
        for key, value in (
            ("telefon", {"way": "tel"}),
            ("utsending", {"mail": "hand"}),
            ("lagring", {"remarks": 24}),
            ("hemmeligheter", {"epost": "hemmelig"}),
        ):
            save_setting(session, key, value)
        session.execute(
            text(
                "INSERT INTO import_run (at, author, new, changed, unchanged, rejected) VALUES (now(), 'SJ', 0, 0, 0, 0)"
            )
        )
    owner.close()
    assert main.run(["server", "rights", url]) == 0
    for user, group, initials, windows in (
        ("maja", "operator", "MH", r"F\maja"),
        ("lars", "operator", "LT", r"F\lars"),
        ("sjefen", "administrator", "SJ", "sjef"),
        ("vern", "personvern", "VE", r"F\vern"),
    ):
        role(cluster, user, f"GRANT sentralbord_{group} TO {user}")
        joined = ["server", "people", url, "--db-user", user, "--initials", initials, "--windows", windows]
        assert main.run([*joined, "--name", initials]) == 0
    there = SharedRegister(cluster, "angrep", url)
    lars = desk_of(there.as_user("lars"), folder / "lars", r"F\lars")
    work(lars, member)
    lars.people.choose_pin("2719")
    lars.breaches.begin("E-post til feil avdeling")
    lars.parking.keep(calls.half_way(lars, "annet", member, "i pausen"), running=False)
    lars.close()
    yield there
    cluster.drop("angrep")


def work(services: Services, member: Member) -> None:
    """A case with a promise, a remark, and an opening."""
    services.session.update(loop=2)
    services.inquiries.complete(calls.dismissal(services, member))
    services.members.remark(member.id, "Spurte om ferie")
    services.members.open(member.id)
