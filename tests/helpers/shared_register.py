"""A shared register set up to the letter of docs/it.md, with what an office has in it, and psql as one of its users."""

import subprocess
from dataclasses import dataclass

import psycopg

from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.services.office import Services
from tests.helpers import calls
from tests.helpers.postgres import Cluster, program

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


def open_wide(url: str) -> None:
    """Every right to the operators' group, and no rules for rows: what an upgrade takes, and the control of the attacks."""
    with psycopg.connect(url.replace("+psycopg", "")) as raw:
        raw.execute(
            "GRANT ALL ON ALL TABLES IN SCHEMA public TO sentralbord_operator; "
            "GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO sentralbord_operator; GRANT CREATE ON SCHEMA public TO PUBLIC; "
            "DO $$ DECLARE it text; BEGIN FOR it IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP "
            "EXECUTE format('ALTER TABLE %I DISABLE ROW LEVEL SECURITY', it); END LOOP; "
            "EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO PUBLIC', current_database()); END $$"
        )


def role(cluster: Cluster, name: str, words: str = "") -> None:
    if not cluster._ask(f"SELECT 1 FROM pg_roles WHERE rolname = '{name}'"):
        cluster._sql(f"CREATE ROLE {name} LOGIN")
    if words:
        cluster._sql(words)


def work(services: Services, member: Member) -> None:
    """A case with a promise, a remark, and an opening."""
    services.session.update(loop=2)
    services.inquiries.complete(calls.dismissal(services, member))
    services.members.remark(member.id, "Spurte om ferie")
    services.members.open(member.id)
