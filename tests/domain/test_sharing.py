"""Members never go over a network in the open (`verify-full`)."""

import pytest

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.sharing import secured

BASE = "postgresql+psycopg://maja"


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (f"{BASE}@db.union.no/s", f"{BASE}@db.union.no/s?sslmode=verify-full"),
        (
            f"{BASE}@db.union.no:5433/s?sslrootcert=/a.pem",
            f"{BASE}@db.union.no:5433/s?sslrootcert=/a.pem&sslmode=verify-full",
        ),
        (f"{BASE}@db.union.no/s?sslmode=verify-full", f"{BASE}@db.union.no/s?sslmode=verify-full"),
        (f"{BASE}@localhost/s", f"{BASE}@localhost/s"),
        (f"{BASE}@127.0.0.1:5432/s?sslmode=disable", f"{BASE}@127.0.0.1:5432/s?sslmode=disable"),
        ("postgresql+psycopg:///s?host=/var/run/postgresql", "postgresql+psycopg:///s?host=/var/run/postgresql"),
        (f"{BASE}@localhost/s?host=db.union.no", f"{BASE}@localhost/s?host=db.union.no&sslmode=verify-full"),
        (f"{BASE}@localhost/s?hostaddr=10.0.0.9", f"{BASE}@localhost/s?hostaddr=10.0.0.9&sslmode=verify-full"),
        (
            f"{BASE}@localhost/s?host=localhost,db.union.no",
            f"{BASE}@localhost/s?host=localhost,db.union.no&sslmode=verify-full",
        ),
        ("postgresql+psycopg:///s?service=felles", "postgresql+psycopg:///s?service=felles&sslmode=verify-full"),
        ("postgresql+psycopg:///s?host=db.union.no", "postgresql+psycopg:///s?host=db.union.no&sslmode=verify-full"),
    ],
)
def test_a_server_elsewhere_is_known_by_its_certificate(asked: str, given: str) -> None:
    assert secured(asked) == given


@pytest.mark.parametrize("mode", ["disable", "prefer", "require", "verify-ca"])
@pytest.mark.parametrize("where", ["db.union.no/s?", "localhost/s?host=db.union.no&", "localhost/s?hostaddr=10.0.0.9&"])
def test_less_is_refused(where: str, mode: str) -> None:
    with pytest.raises(SwitchboardError, match="kryptert"):
        secured(f"{BASE}@{where}sslmode={mode}")
