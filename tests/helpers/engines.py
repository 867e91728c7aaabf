"""A plugin of pytest: the two engines that hold a register, and what the tests over both share."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.storage.encryption.keys import Key
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.members.members import add_member
from tests.helpers.migrations import become_later, later_migrations

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


def enrolling(database: Database) -> Enrol:
    def put(number: str, first_name: str = "", last_name: str = "", **more: Any) -> Member:
        fields = {"status": "yrkesaktiv", "number": number, "first_name": first_name, "last_name": last_name, **more}
        with database.transaction() as session:
            return add_member(session, fields, author="TEST", at=MOMENT, inquiry_id=None, source="import")

    return put


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def next_version(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program is that of a version to come, and every register made before is older."""
    become_later(later_migrations(tmp_path_factory.mktemp("senere") / "migrations"), monkeypatch.setattr)
