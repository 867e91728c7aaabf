"""What every test may ask for: an office over a real, encrypted register in a folder of its own."""

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # no windows pop up; CI needs no display
os.environ["SENTRALBORD_NO_KEYRING"] = "1"  # a test never touches the keyring of this machine

from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.encryption import key_wrapping, keys, pin_hash
from sentralbord_desktop.storage.members.members import add_member
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.postgres import Cluster

settings.register_profile(
    "huset", deadline=None, database=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # no time limit for an example: the machine may be busy, and the first use of a year reads its red days
settings.load_profile("huset")

LONG = (
    "tests/gui/test_layout.py",
    "tests/window/",
    "tests/reliability/",
    "tests/gui/test_keys.py",
    "tests/test_cli.py",
    "tests/test_installed.py",
    "tests/storage/test_listener.py",
)
QUICK = (
    "tests/acceptance/",
    "tests/architecture/",
    "tests/delivery/",
    "tests/domain/",
    "tests/procedures/",
    "tests/startup/",
)
"""Files that are begun first and last: a worker that takes a long one at the end keeps the others waiting."""
STATEMENTS = 2_000
"""Compiled ones that are kept of each kind."""
pytest_plugins = [  # fixtures that several folders ask for
    "tests.helpers.announcements",
    "tests.helpers.practised",
    "tests.helpers.delivery_fixtures",
    "tests.helpers.disks",
    "tests.helpers.engines",
    "tests.helpers.member_api",
    "tests.helpers.night",
    "tests.helpers.procedure_files",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.nodeid.startswith(QUICK) - item.nodeid.startswith(LONG))


@pytest.fixture(scope="session", autouse=True)
def words_and_pins_are_cheap() -> Iterator[None]:
    """The same derivations, asked to cost a thousandth: thousands of tests open a register by words. What they cost
    in earnest, tests/storage/test_encryption.py tells."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(key_wrapping, "WORDS_COST", 2**4)
        patch.setattr(pin_hash, "MEMORY_KIB", 64)
        patch.setattr(pin_hash, "ROUNDS", 1)
        yield


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL of our own for the whole run."""
    cluster = Cluster()
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session", autouse=True)
def statements_stay_compiled() -> Iterator[None]:
    """An app has one engine, which keeps the statements that it compiled. A run of tests has thousands of engines, of two
    kinds: all of a kind share what was compiled, or it would be half the work of a test over a register."""
    kept: dict[type, LRUCache[Any, Any]] = {}

    def of_its_kind(engine: Engine) -> LRUCache[Any, Any]:
        return kept.setdefault(type(engine.dialect), LRUCache(STATEMENTS))

    with pytest.MonkeyPatch.context() as patch:
        for kind in (SQLiteDialect_pysqlite, PGDialect_psycopg):  # the key of a statement begins with its dialect
            patch.setattr(kind, "__hash__", lambda self: hash(type(self)))
            patch.setattr(kind, "__eq__", lambda self, other: type(self) is type(other))
        patch.setattr(Engine, "_compiled_cache", property(of_its_kind, lambda engine, own: None), raising=False)
        yield


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty register where Maja Hovde (MH) is on loop 2, to be copied: making one takes longer."""
    folder = tmp_path_factory.mktemp("mal") / "kontor"
    services = open_services(folder, passphrase=PASSPHRASE, os_user="maja.hovde")
    services.session.update(name="Maja Hovde", initials="MH", loop=2)
    services.close()
    return folder


@pytest.fixture
def services(settled: Path, tmp_path: Path) -> Iterator[Services]:
    """An empty register, opened by Maja Hovde (MH) on loop 2."""
    shutil.copytree(settled, tmp_path / "kontor")
    services = open_services(tmp_path / "kontor", passphrase=PASSPHRASE, os_user="maja.hovde")
    yield services
    services.close()


@pytest.fixture
def ingunn(services: Services) -> Member:
    """A member in avd. 4, with phone, address and employer."""
    with services.database.transaction() as session:
        return add_member(
            session,
            {
                "number": "204118",
                "first_name": "Ingunn",
                "last_name": "Fjeldheim",
                "birth_date": date(1979, 3, 14),
                "phone": "+47 990 00 418",
                "department": 4,
                "status": "yrkesaktiv",
                "email": "ingunn.f@eksempel.no",
                "street": "Granveien 4",
                "post_code": "2312",
                "place": "Ottestad",
                "employer": "Renhold Øst AS",
                "insurance_codes": "Gruppeliv",
            },
            author="TEST",
            at=services.session.clock(),
            inquiry_id=None,
            source="import",
        )


@pytest.fixture
def vault(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """A keyring of our own; the real ones are in tests/reliability/test_keyring.py and the Windows lane."""
    import keyring

    kept: dict[tuple[str, str], str] = {}
    monkeypatch.setattr(keys, "keyring_backend", lambda: object())
    monkeypatch.setattr(keyring, "set_password", lambda s, n, p: kept.__setitem__((s, n), p))
    monkeypatch.setattr(keyring, "get_password", lambda s, n: kept.get((s, n)))
    return kept
