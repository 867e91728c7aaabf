"""The same tests over SQLCipher on a PC and PostgreSQL on a server."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from sentralbord_desktop.bootstrap import build
from sentralbord_desktop.cli import main
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.organisation.organisation import Department, Organisation, Role
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.settings import save_setting
from sentralbord_desktop.storage.tables import ImportRunRow
from tests.helpers import calls
from tests.helpers.engines import ENGINES, KEY, MOMENT, Enrol, Watch, enrolling
from tests.helpers.moved_registers import enrolled
from tests.helpers.postgres import TEMPLATE, Cluster
from tests.helpers.server_desks import desk_of
from tests.helpers.shared_register import OWNER, SharedRegister, role, work
from tests.helpers.stored import save_organisation
from tests.helpers.workstations import Desk


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a register with all tables, empty, to be copied: making one takes ten times as long."""
    file = tmp_path_factory.mktemp("mal") / "sentralbord.db"
    database = Database.file(file, KEY)
    database.migrate()
    database.close()
    return file


ORGANISATION = Organisation(
    union="forbundet",
    phone="21000000",
    departments=(
        Department(
            number=4,
            name="Innlandet",
            email="avd4@eksempel.no",
            postal_address="Postboks 4, 2301 Hamar",
            phone="62000004",
        ),
        Department(number=6, name="Oslo", email="avd6@eksempel.no"),
    ),
    roles=(Role(key="post", title="Utgående post", holder="Beate", substitute="Bente"),),
)
"""Departments 4 and 6, and one role."""


def furnish(database: Database, folder: Path) -> None:
    """Maja Hovde (MH) on loop 2 and `ORGANISATION`, and the register is closed."""
    services = build(database, folder, clock=Watch(), os_user="maja.hovde")
    services.session.update(name="Maja Hovde", initials="MH", loop=2)
    save_organisation(services, ORGANISATION)
    database.close()


@pytest.fixture(scope="session")
def furnished_file(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a furnished register, to be copied: furnishing one takes three times as long as opening it."""
    folder = tmp_path_factory.mktemp("mal")
    file = Path(shutil.copy2(migrated, folder))
    furnish(Database.file(file, KEY), folder)
    return file


@pytest.fixture(scope="session")
def furnished_base(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of the same on the server, a template for others."""
    name = cluster.new_database()
    furnish(Database.server(cluster.url(name)), tmp_path_factory.mktemp("mal"))
    return name


@contextmanager
def opened(engine: str, folder: Path, request: pytest.FixtureRequest, *, furnished: bool = False) -> Iterator[Database]:
    """A register with all tables on `engine`, empty or furnished."""
    if engine == "sqlcipher":
        copy = shutil.copy2(request.getfixturevalue("furnished_file" if furnished else "migrated"), folder)
        database = Database.file(Path(copy), KEY)
        yield database
        database.close()
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name = cluster.new_database(request.getfixturevalue("furnished_base") if furnished else TEMPLATE)
    database = Database.server(cluster.url(name))
    yield database
    database.close()
    cluster.drop(name)


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Empty; furnished for a test that asks for the services over it."""
    with opened(request.param, tmp_path, request, furnished="services" in request.fixturenames) as database:
        yield database


@pytest.fixture(scope="module", params=ENGINES)
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One register for all the tests of a module that only read."""
    with opened(request.param, tmp_path_factory.mktemp("felles"), request) as database:
        yield database


@pytest.fixture
def services(database: Database, tmp_path: Path, watch: Watch) -> Services:
    """Maja Hovde (MH) on loop 2, with departments 4 and 6 in the organisation."""
    return build(database, tmp_path, clock=watch, os_user="maja.hovde")


@pytest.fixture
def enrol(database: Database) -> Enrol:
    """Put a member in the register; what is not given is left empty."""
    return enrolling(database)


@pytest.fixture
def ingunn(enrol: Enrol) -> Member:
    """A member in avd. 4, with phone, address and employer."""
    return enrol(
        "204118",
        "Ingunn",
        "Fjeldheim",
        birth_date=date(1979, 3, 14),
        phone="+47 990 00 418",
        department=4,
        email="ingunn.f@eksempel.no",
        street="Granveien 4",
        post_code="2312",
        place="Ottestad",
        employer="Renhold Øst AS",
        insurance_codes="Gruppeliv",
    )


@pytest.fixture
def desks(cluster: Cluster, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Maja's and Lars's, at an empty register on a server."""
    url = cluster.url(name := cluster.new_database())
    pair = Desk(url, tmp_path, "maja"), Desk(url, tmp_path, "lars")
    yield pair
    for desk in pair:
        desk.services.close()
    cluster.drop(name)


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
        session.add(ImportRunRow(at=MOMENT, author="SJ", new=0, changed=0, unchanged=0, rejected=0))
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
