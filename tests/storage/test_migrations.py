"""A register of 0.1.0 comes along: what the chain makes of it, on both engines, and who may let it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import SQLModel

from sentralbord_desktop.domain.errors import NotAllowedError
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.engine.grants import OPERATORS, grant
from sentralbord_desktop.storage.engine.schema_version import HEAD
from sentralbord_desktop.storage.search import index
from tests.helpers.engines import ENGINES, KEY
from tests.helpers.migrations import LATER, lay_stored
from tests.helpers.postgres import Cluster
from tests.helpers.shared_register import role

MEMBER = (
    "INSERT INTO member (id, number, first_name, middle_name, last_name, email, street, post_code, place, status, employer, "
    "workplace, workplace_post_code, insurance_codes, shop_steward, no_sms, version) "
    "VALUES (7, '204118', 'Ingunn', '', 'Fjeldheim', '', '', '', '', 'student', '', '', '', '', '', false, 1)"
)
OPENING = (
    "INSERT INTO access (at, author, member_id, what, why) VALUES ('2026-11-25 10:00:00+00:00', 'MH', 7, 'oppslag', '')"
)


def blank(engine: str, file: Path, request: pytest.FixtureRequest) -> Database:
    """A database without a single table."""
    if engine == "sqlcipher":
        return Database.file(file, KEY)
    cluster: Cluster = request.getfixturevalue("cluster")
    return Database.server(cluster.url(cluster.new_database("template1")))


@pytest.fixture(params=ENGINES)
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """The register of 0.1.0, with a member who was opened."""
    opened = blank(request.param, tmp_path / "sentralbord.db", request)
    lay_stored(opened)
    with opened.engine.begin() as raw:
        for statement in (MEMBER, OPENING):
            raw.execute(text(statement))
    yield opened
    opened.close()


def test_a_register_of_the_first_version_comes_along_with_all_it_holds(stored: Database, next_version: None) -> None:
    assert stored.revision().is_older
    stored.migrate()
    assert stored.revision().is_ours
    with stored.engine.connect() as raw:
        assert raw.execute(text("SELECT version_num FROM alembic_version")).scalar() == LATER
        assert raw.execute(text("SELECT author, member_id FROM access")).one() == ("MH", 7)
        assert raw.execute(text("SELECT id, number FROM later")).one() == (7, "204118")
        if not stored.is_server:
            free, pages = (
                raw.execute(text(f"PRAGMA {name}")).scalar_one() for name in ("freelist_count", "page_count")
            )
            assert free <= 0.15 * pages, "the room that the upgrade left behind is given back"
    for statement in ("UPDATE access SET author = 'X'", "DELETE FROM access"):
        with pytest.raises(DatabaseError, match="append-only"), stored.engine.begin() as raw:
            raw.execute(text(statement))


def is_ours(name: str | None, kind: str, *_: Any) -> bool:
    """Not the search index and its shadow tables, nor what a server alone has: no model describes them."""
    if name in {"operator_account", "operator_pin"}:
        return False
    return not (kind in {"table", "index"} and "member_search" in str(name))


def test_the_migrations_build_exactly_what_the_models_describe(stored: Database) -> None:
    stored.migrate()
    with stored.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": is_ours,
                "include_object": lambda _o, name, kind, _r, _c: is_ours(name, kind),
            },
        )
        assert compare_metadata(context, SQLModel.metadata) == []


def beside_the_tables(database: Database) -> set[tuple[object, ...]]:
    """Triggers, indexes with what they leave out, and the search index."""
    asked = (
        "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL "
        "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
        if database.is_server
        else "SELECT name, sql FROM sqlite_master WHERE type <> 'table' OR name = 'member_search'"
    )
    with database.engine.connect() as raw:
        return {tuple(row) for row in raw.execute(text(asked))}


def test_an_upgraded_register_has_what_a_new_one_has(
    stored: Database, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    stored.migrate()
    new = blank("postgresql" if stored.is_server else "sqlcipher", tmp_path / "ny.db", request)
    new.migrate()
    assert beside_the_tables(stored) == beside_the_tables(new)
    assert len(beside_the_tables(new)) > 60
    new.close()


def test_truncate_does_not_get_round_the_guard_on_a_server(cluster: Cluster) -> None:
    """SQLite has no TRUNCATE."""
    database = Database.server(cluster.url(cluster.new_database()))
    with pytest.raises(DatabaseError, match="append-only"), database.engine.begin() as raw:
        raw.execute(text("TRUNCATE access"))
    database.close()


def test_the_words_of_the_index_are_names_and_places_and_nothing_else_of_it(cluster: Cluster) -> None:
    database = Database.server(cluster.url(cluster.new_database()))
    with database.transaction() as session:
        index.write(session, [{"id": 1, "tokens": "ingunn 1hamar 2ingunn 499000418"}])
    with database.engine.connect() as raw:
        words = raw.execute(text("SELECT word FROM member_search_word ORDER BY word")).scalars()
        assert list(words) == ["1hamar", "ingunn"]
    database.close()


def test_an_upgrade_leaves_the_desks_their_rights(cluster: Cluster, next_version: None) -> None:
    url = cluster.url(cluster.new_database("template1"))
    database = Database.server(url)
    lay_stored(database)
    grant(database.engine)
    role(cluster, "tora", f"GRANT {OPERATORS} TO tora")
    database.migrate()
    desk = Database.server(url.replace("postgres@", "tora@", 1))
    with desk.transaction() as session:
        index.write(session, [{"id": 1, "tokens": "ingunn 1hamar"}])
        index.write(session, [{"id": 1, "tokens": "ingrid 1hamar"}])
        words = session.execute(text("SELECT word FROM member_search_word ORDER BY word")).scalars()
        assert list(words) == ["1hamar", "ingrid"]
    desk.close()
    database.close()


@pytest.mark.parametrize(("revision", "said"), [(HEAD, "må oppdateres først"), ("", "Basen er tom")])
def test_whoever_does_not_own_the_tables_is_told_to_let_the_owner_upgrade_first(
    revision: str, said: str, cluster: Cluster, next_version: None
) -> None:
    url = cluster.url(name := cluster.new_database("template1"))
    owner = Database.server(url)
    if revision:
        lay_stored(owner)
        grant(owner.engine)
    role(cluster, "ny", f"GRANT {OPERATORS} TO ny" if revision else "")
    desk = Database.server(url.replace("postgres@", "ny@"))
    with pytest.raises(NotAllowedError, match=said):
        desk.migrate()
    desk.close()
    owner.close()
    cluster.drop(name)
    cluster._sql("DROP ROLE ny")
