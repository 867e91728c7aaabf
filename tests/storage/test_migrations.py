"""Each step of the migration chain with data in it, on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from sentralbord_desktop.storage.database import HEAD, MIGRATIONS, Database
from sentralbord_desktop.storage.grants import OPERATORS, grant
from sentralbord_desktop.storage.search import index
from tests.postgres import Cluster
from tests.storage.conftest import ENGINES, KEY


@pytest.fixture(params=ENGINES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a single table."""
    if request.param == "sqlcipher":
        opened = Database.file(tmp_path / "sentralbord.db", KEY)
    else:
        cluster: Cluster = request.getfixturevalue("cluster")
        opened = Database.server(cluster.url(cluster.new_database("template1")))
    yield opened
    opened.close()


def upgrade(database: Database, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def test_a_register_of_the_first_version_comes_along_with_all_it_holds(empty: Database) -> None:
    database = empty
    upgrade(database, "0001")
    with database.engine.begin() as raw:
        raw.execute(text(
            "INSERT INTO department (number, name, postal_address, email, phone, neighbours, "
            "ks_first_contact) VALUES (4, 'Mjøs', 'Gata 4', 'a@eksempel.no', '', '2,1', false)"
        ))  # fmt: skip
        raw.execute(text(
            "INSERT INTO access (at, author, what, why) "
            "VALUES ('2026-11-25 10:00:00+00:00', 'MH', 'oppslag', '')"
        ))  # fmt: skip
    database.migrate()
    with database.engine.connect() as raw:
        row = raw.execute(text("SELECT name, area, confirmed FROM department")).one()
        assert tuple(row) == ("Mjøs", "", None)
        assert raw.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
    for statement in ("UPDATE access SET author = 'X'", "DELETE FROM access"):
        with pytest.raises(DatabaseError, match="append-only"), database.engine.begin() as raw:
            raw.execute(text(statement))


def test_truncate_does_not_get_round_the_guard_on_a_server(cluster: Cluster) -> None:
    """SQLite has no TRUNCATE."""
    database = Database.server(cluster.url(cluster.new_database()))
    with pytest.raises(DatabaseError, match="append-only"), database.engine.begin() as raw:
        raw.execute(text("TRUNCATE access"))
    database.close()


def test_the_words_of_a_register_that_was_filled_before_come_along(cluster: Cluster) -> None:
    """0007: names and places, and nothing else of the index."""
    database = Database.server(cluster.url(cluster.new_database("template1")))
    upgrade(database, "0006")
    with database.engine.begin() as raw:
        raw.execute(text(
            "INSERT INTO member_search (id, tokens) "
            "VALUES (1, array_to_tsvector(ARRAY['ingunn', '1hamar', '2ingunn', '499000418']))"
        ))  # fmt: skip
    database.migrate()
    with database.engine.connect() as raw:
        words = raw.execute(text("SELECT word FROM member_search_word ORDER BY word")).scalars()
        assert list(words) == ["1hamar", "ingunn"]
    database.close()


def test_an_upgrade_leaves_the_desks_their_rights(cluster: Cluster) -> None:
    """IT gave them before 0007 made a table more."""
    url = cluster.url(cluster.new_database("template1"))
    database = Database.server(url)
    upgrade(database, "0006")
    with database.engine.begin() as raw:
        raw.execute(text("DROP ROLE IF EXISTS tora"))
    grant(database)
    with database.engine.begin() as raw:
        raw.execute(text(f"CREATE ROLE tora LOGIN IN ROLE {OPERATORS}"))
    database.migrate()
    desk = Database.server(url.replace("postgres@", "tora@", 1))
    with desk.transaction() as session:
        index.write(session, [{"id": 1, "tokens": "ingunn 1hamar"}])
        index.write(session, [{"id": 1, "tokens": "ingrid 1hamar"}])
        words = session.execute(text("SELECT word FROM member_search_word ORDER BY word")).scalars()
        assert list(words) == ["1hamar", "ingrid"]
    desk.close()
    database.close()
