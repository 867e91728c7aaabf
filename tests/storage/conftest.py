"""The same tests over SQLCipher on a PC and PostgreSQL on a server."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from sentralbord_desktop.bootstrap import build
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.organisation.organisation import Department, Organisation, Role
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.encryption.keys import Key
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.members.members import add_member
from tests.helpers.postgres import Cluster
from tests.storage.desks import Desk

settings.register_profile(
    "huset", deadline=None, database=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("huset")

ENGINES = ("sqlcipher", "postgresql")
KEY = Key(bytes(range(32)))
MOMENT = datetime(2026, 11, 25, 13, 6, tzinfo=UTC)  # 14.06 in Oslo, a Wednesday
Enrol = Callable[..., Member]


class Watch:
    """The clock on the wall, which stands still until it is moved."""

    def __init__(self) -> None:
        self.now = MOMENT

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a register with all tables, empty, to be copied: making one takes ten times as long."""
    file = tmp_path_factory.mktemp("mal") / "sentralbord.db"
    database = Database.file(file, KEY)
    database.migrate()
    database.close()
    return file


@contextmanager
def opened(engine: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A register with all tables, empty, on `engine`."""
    if engine == "sqlcipher":
        copy = shutil.copy2(request.getfixturevalue("migrated"), folder)
        database = Database.file(Path(copy), KEY)
        yield database
        database.close()
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name = cluster.new_database()
    database = Database.server(cluster.url(name))
    yield database
    database.close()
    cluster.drop(name)


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with opened(request.param, tmp_path, request) as database:
        yield database


@pytest.fixture(scope="module", params=ENGINES)
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One register for all the tests of a module that only read."""
    with opened(request.param, tmp_path_factory.mktemp("felles"), request) as database:
        yield database


@pytest.fixture
def services(database: Database, tmp_path: Path, watch: Watch) -> Services:
    """Maja Hovde (MH) on loop 2, with departments 4 and 6 in the house."""
    services = build(database, tmp_path, clock=watch, os_user="maja.hovde")
    services.session.update(name="Maja Hovde", initials="MH", loop=2)
    services.organisation.save(
        Organisation(
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
    )
    return services


@pytest.fixture
def enrol(database: Database) -> Enrol:
    """Put a member in the register; what is not given is left empty."""
    return enrolling(database)


def enrolling(database: Database) -> Enrol:
    def put(number: str, first_name: str = "", last_name: str = "", **more: Any) -> Member:
        fields = {"number": number, "first_name": first_name, "last_name": last_name, **more}
        with database.transaction() as session:
            return add_member(session, fields, author="TEST", at=MOMENT, inquiry_id=None, source="import")

    return put


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
