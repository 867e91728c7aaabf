"""The tables on both engines: their names, what can never be changed, how long a text may be."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlmodel import Session, SQLModel, select

from sentralbord_desktop.domain.errors import DatabaseNewerError, MemberGoneError, SwitchboardError, TooLongError
from sentralbord_desktop.domain.members.member import Member, MemberFields, RemarkFields
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage import settings
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.inquiries import inquiries
from sentralbord_desktop.storage.privacy import access_log
from sentralbord_desktop.storage.tables import APPEND_ONLY, CallbackRow, MemberRow
from tests.helpers import calls
from tests.helpers.engines import MOMENT


def named(connection: Connection, table: str, key: Any) -> str:
    """The name of a foreign key; one beside its column is only in SQLite's own text."""
    if key["name"]:
        return str(key["name"])
    asked = text("SELECT sql FROM sqlite_master WHERE name = :table")
    written = str(connection.execute(asked, {"table": table}).scalar())
    column = key["constrained_columns"][0]
    found = re.search(rf"{column} INTEGER CONSTRAINT (\w+) REFERENCES", written)
    return found[1] if found else ""


def test_every_constraint_and_index_has_a_name_to_change_it_by(database: Database) -> None:
    with database.engine.connect() as connection:
        looking = inspect(connection)
        for table in SQLModel.metadata.tables:
            assert looking.get_pk_constraint(table)["name"] == f"pk_{table}"
            for key in looking.get_foreign_keys(table):
                assert named(connection, table, key).startswith(f"fk_{table}_")
            for index in looking.get_indexes(table):
                assert str(index["name"]).startswith(("ix_", "uq_"))


def test_migrating_again_changes_nothing(database: Database) -> None:
    def everything() -> list[str]:
        with database.engine.connect() as connection:
            looking = inspect(connection)
            return [f"{t} {looking.get_columns(t)}" for t in sorted(looking.get_table_names())]

    before = everything()
    database.migrate()
    assert everything() == before


def test_a_register_from_a_newer_version_is_refused(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseNewerError, match="nyere versjon av Sentralbord"):
        database.migrate()


@pytest.fixture
def filled(services: Services, ingunn: Member) -> Services:
    """At least one row in each append-only table."""
    receipt = services.inquiries.complete(calls.new_details(services, ingunn, phone="99000500"))
    services.inquiries.reopen(receipt.inquiry_id)
    services.members.open(ingunn.id)
    return services


def test_no_row_of_history_is_replaced_by_another_of_its_number(filled: Services) -> None:
    """PR-4: SQLite's REPLACE is a delete that asks no trigger by itself."""
    again = "" if filled.database.is_server else "OR REPLACE "
    instead = " ON CONFLICT (id) DO UPDATE SET id = excluded.id" if filled.database.is_server else ""
    for table in APPEND_ONLY:
        with pytest.raises(DBAPIError, match=f"{table} is append-only"), filled.database.engine.begin() as raw:
            raw.execute(text(f"INSERT {again}INTO {table} SELECT * FROM {table} WHERE true{instead}"))


def test_every_append_only_table_refuses_update_and_delete(filled: Services) -> None:
    def rows(table: str) -> list[Any]:
        with filled.database.engine.connect() as connection:
            statement = SQLModel.metadata.tables[table].select().order_by(text("id"))
            return list(connection.execute(statement))

    before = {table: rows(table) for table in APPEND_ONLY}
    assert all(before.values()), "an empty table proves nothing"
    for table in APPEND_ONLY:
        rows_of = SQLModel.metadata.tables[table]
        for change in (rows_of.update().values(id=rows_of.c.id), rows_of.delete()):
            with pytest.raises(DBAPIError, match=f"{table} is append-only"), filled.database.engine.begin() as raw:
                raw.execute(change)
    assert {table: rows(table) for table in APPEND_ONLY} == before


def test_other_tables_may_be_changed_so_the_guard_is_what_refuses(filled: Services) -> None:
    """The control: the same statements pass where nothing guards."""
    with filled.database.engine.begin() as raw:
        raw.execute(text("UPDATE outgoing SET id = id"))
        raw.execute(text("DELETE FROM setting"))


def test_a_foreign_key_must_point_at_somebody(database: Database) -> None:
    """On a server another desk may have erased them just now, and that is said."""
    remark = RemarkFields(written=datetime.now(UTC), author="MH", text="til ingen")
    refused = (MemberGoneError, "finnes ikke lenger") if database.is_server else (RuntimeError, "database error")
    with pytest.raises(refused[0], match=refused[1]), database.transaction() as session:
        inquiries.add_remark(session, 4711, remark)


def test_an_error_from_the_database_never_carries_what_was_written(
    database: Database, enrol: Callable[..., Member]
) -> None:
    """PostgreSQL's DETAIL names the value; the log must not get it."""
    enrol("Hemmelig-17", "Ingunn")
    with pytest.raises(RuntimeError) as caught:
        enrol("Hemmelig-17", "Ingunn")
    assert "Hemmelig" not in f"{caught.value!r} {caught.value} {caught.value.__cause__}"
    assert caught.value.__suppress_context__


def test_times_go_in_from_any_zone_and_come_out_as_utc(database: Database) -> None:
    there = datetime(2026, 7, 1, 2, 30, tzinfo=timezone(timedelta(hours=9)))
    with database.transaction() as session:
        access_log.log_access(session, author="MH", at=there, member_id=None, what="prøve")
    with database.engine.connect() as connection:
        stored = connection.execute(text("SELECT at FROM access")).scalar_one()
        assert "2026-06-30" in str(stored) or stored == there
    with database.reading() as session:
        from sentralbord_desktop.storage.tables import AccessRow

        row = session.get(AccessRow, 1)
        assert row is not None
        assert (row.at, row.at.tzinfo) == (there, UTC)
        assert row.at.isoformat() == "2026-06-30T17:30:00+00:00"


def test_a_time_without_its_offset_is_refused(database: Database) -> None:
    naive = datetime(2026, 7, 1, 2, 30)  # noqa: DTZ001 - that is the point
    with pytest.raises((ValueError, StatementError), match="offset"), database.transaction() as session:
        access_log.log_access(session, author="MH", at=naive, member_id=None, what="prøve")


def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction() as session:  # noqa: PT012 - it must fail last
        settings.save_setting(session, "a", {"b": 1})
        raise ZeroDivisionError
    with database.reading() as session:
        assert settings.setting(session, "a") == {}


def test_reading_sees_what_is_committed_and_does_not_wait_for_a_writer(database: Database) -> None:
    with database.transaction() as session:
        settings.save_setting(session, "a", {"b": 1})
    with database.transaction() as writer:
        settings.save_setting(writer, "a", {"b": 2})
        writer.flush()
        with database.reading() as reader:
            assert settings.setting(reader, "a") == {"b": 1}
    with database.reading() as reader:
        assert settings.setting(reader, "a") == {"b": 2}


def test_the_newest_revision_by_its_file_is_the_head_of_the_chain() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    from sentralbord_desktop.storage.engine.schema_version import HEAD, MIGRATIONS

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


# ---------------------------------------------------------------- lengths of texts


def promise(subject: str) -> CallbackRow:
    return CallbackRow(promised_by="MH", created=MOMENT, number="40011222", subject=subject)


def rename(session: Session, last_name: str) -> None:
    row = session.exec(select(MemberRow)).one()
    row.last_name = last_name
    session.add(row)


def test_a_text_that_fits_exactly_is_kept(services: Services) -> None:
    with services.database.transaction() as session:
        session.add(promise(subject="æ" * 200))
    with services.database.reading() as session:
        assert session.exec(select(CallbackRow)).one().subject == "æ" * 200


def test_one_character_more_is_refused_on_both_engines_and_nothing_is_written(services: Services) -> None:
    short, long = promise("kort"), promise("æ" * 201)
    with pytest.raises(TooLongError, match="Det er plass til 200 tegn"), services.database.transaction() as session:
        session.add_all([short, long])
    with services.database.reading() as session:
        assert session.exec(select(CallbackRow)).all() == []


def test_a_row_that_was_read_is_measured_when_it_is_changed(services: Services) -> None:
    with services.database.transaction() as session:
        session.add(MemberRow(number="7"))
    with pytest.raises(TooLongError), services.database.transaction() as session:
        rename(session, "N" * 101)


def test_a_nul_that_came_along_with_what_was_pasted_is_left_out_on_both_engines(services: Services) -> None:
    with services.database.transaction() as session:
        session.add(promise("fak\0tura\0"))
        session.add(MemberRow(number="7"))
    with services.database.transaction() as session:
        rename(session, "\0Fjeldheim")
    with services.database.reading() as session:
        assert session.exec(select(CallbackRow)).one().subject == "faktura"
        assert session.exec(select(MemberRow)).one().last_name == "Fjeldheim"


def test_what_the_model_itself_refuses_is_said_in_the_same_words(services: Services) -> None:
    with pytest.raises(TooLongError, match="100 tegn"), services.database.transaction():
        MemberFields(number="7", first_name="K" * 101)


def test_notes_are_signed_by_somebody(services: Services) -> None:
    for initials in ("", "  "):
        with pytest.raises(SwitchboardError, match="signerer"):
            services.session.update(initials=initials)
    assert services.session.sign == "MH"
