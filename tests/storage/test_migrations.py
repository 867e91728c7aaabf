"""Each step of the migration chain with data in it, on both engines."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from sentralbord_desktop.domain.errors import NotAllowedError
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.engine.grants import OPERATORS
from sentralbord_desktop.storage.engine.schema_version import HEAD
from sentralbord_desktop.storage.members.record import record_of
from sentralbord_desktop.storage.messages import outbox
from sentralbord_desktop.storage.migrations.versions.m0014_smaller_index import TOGETHER
from sentralbord_desktop.storage.organisation import read_organisation
from sentralbord_desktop.storage.search import index, rebuild
from sentralbord_desktop.storage.tables.imports import ImportRunRow
from tests.helpers.engines import ENGINES, KEY
from tests.helpers.former_rights import give_former_rights
from tests.helpers.migrations import upgrade
from tests.helpers.postgres import Cluster


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


def test_a_register_of_the_first_version_comes_along_with_all_it_holds(empty: Database) -> None:
    database = empty
    upgrade(database, "0001")
    with database.engine.begin() as raw:
        raw.execute(
            text(
                "INSERT INTO department (number, name, postal_address, email, phone, neighbours, "
                "ks_first_contact) VALUES (4, 'Mjøs', 'Gata 4', 'a@eksempel.no', '', '2,1', false)"
            )
        )
        raw.execute(
            text("INSERT INTO access (at, author, what, why) VALUES ('2026-11-25 10:00:00+00:00', 'MH', 'oppslag', '')")
        )
    database.migrate()
    with database.engine.connect() as raw:
        row = raw.execute(text("SELECT name, area, confirmed FROM department")).one()
        assert tuple(row) == ("Mjøs", "", None)
        assert raw.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
    for statement in ("UPDATE access SET author = 'X'", "DELETE FROM access"):
        with pytest.raises(DatabaseError, match="append-only"), database.engine.begin() as raw:
            raw.execute(text(statement))


def test_corrections_from_before_are_marked(empty: Database) -> None:
    database = empty
    upgrade(database, "0019")
    change = "INSERT INTO member_change (member_id, field, before, after, author, at, source) VALUES "
    with database.engine.begin() as raw:
        raw.execute(
            text(
                "INSERT INTO member (id, number, first_name, middle_name, last_name, email, street, "
                "post_code, place, status, employer, workplace, workplace_post_code, insurance_codes, "
                "shop_steward, no_sms, version) VALUES (1, '7', 'A', '', 'B', '', '', '', '', "
                "'student', '', '', '', '', '', false, 1)"
            )
        )
        for field, before, after, source in (
            ("phone", "1", "2", "samtale"),
            ("email", "a", "b", "samtale"),
            ("email", "b", "c", "import"),
            ("place", "x", "y", "import"),
            ("place", "y", "z", "sammenslåing"),
            ("registrert", "", "7", "innmelding"),
        ):
            raw.execute(
                text(f"{change} (1, '{field}', '{before}', '{after}', 'MH', '2026-11-25 10:00:00+00:00', '{source}')")
            )
    database.migrate()
    with database.engine.connect() as raw:
        marks = raw.execute(text("SELECT field, before, author, settled_run FROM member_correction ORDER BY field"))
        assert [tuple(row) for row in marks] == [("phone", "1", "MH", None), ("place", "y", "MH", None)]


def test_imports_from_before_the_sources_were_by_a_person_and_did_not_fail(empty: Database) -> None:
    """0024."""
    database = empty
    upgrade(database, "0023")
    with database.engine.begin() as raw:
        raw.execute(
            text(
                "INSERT INTO import_run (id, at, author, new, changed, unchanged, rejected, file) "
                "VALUES (1, '2026-11-25 10:00:00+00:00', 'MH', 3, 2, 1, 4, 'uke_48.csv')"
            )
        )
    database.migrate()
    with database.transaction() as session:
        run = session.get_one(ImportRunRow, 1)
        assert (run.new, run.changed, run.unchanged, run.rejected, run.file) == (3, 2, 1, 4, "uke_48.csv")
        assert (run.source, run.is_failed, run.text) == ("", False, "")
        assert run.at == datetime(2026, 11, 25, 10, tzinfo=UTC)


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
        raw.execute(
            text(
                "INSERT INTO member_search (id, tokens) "
                "VALUES (1, array_to_tsvector(ARRAY['ingunn', '1hamar', '2ingunn', '499000418']))"
            )
        )
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
    with database.engine.begin() as raw:
        give_former_rights(raw)
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


def test_phones_lie_by_member_and_place_and_none_is_lost(empty: Database) -> None:
    """0012: two that had the same place get one each; what is in the change log stays there."""
    database = empty
    upgrade(database, "0011")
    with database.engine.begin() as raw:
        for who in (1, 2):
            raw.execute(
                text(
                    "INSERT INTO member (id, number, first_name, middle_name, last_name, email, street, "
                    "post_code, place, status, employer, workplace, workplace_post_code, insurance_codes, "
                    "shop_steward, no_sms, version) VALUES (:who, :number, 'A', '', 'B', '', '', '', '', "
                    "'student', '', '', '', '', '', false, 1)"
                ),
                {"who": who, "number": str(who)},
            )
        raw.execute(
            text(
                "INSERT INTO member_change (member_id, field, before, after, author, at, source) VALUES "
                "(1, 'registrert', '', '1', 'MH', '2026-11-25 10:00:00+00:00', 'import')"
            )
        )
        for number, (who, place) in enumerate([(1, 0), (1, 0), (2, 1), (1, 1), (1, 0)]):
            raw.execute(
                text(
                    "INSERT INTO member_phone (label, member_id, position, number) "
                    "VALUES ('mobil', :who, :place, :number)"
                ),
                {"who": who, "place": place, "number": f"9900000{number}"},
            )
    database.migrate()
    with database.engine.connect() as raw:
        asked = "SELECT member_id, position, number FROM member_phone ORDER BY member_id, position"
        assert [tuple(row) for row in raw.execute(text(asked))] == [
            (1, 0, "99000000"),
            (1, 1, "99000003"),
            (1, 2, "99000001"),
            (1, 3, "99000004"),
            (2, 1, "99000002"),
        ]
    with database.reading() as session:
        record = record_of(session, 1)
    assert record is not None
    assert [change.field for change in record.changes] == ["registrert"]


def test_the_search_index_keeps_every_word_when_it_gets_smaller(tmp_path: Path) -> None:
    """0014: whoever was found is found, and a member can still be taken out of the index."""
    database = Database.file(tmp_path / "sentralbord.db", KEY)
    upgrade(database, "0013")
    words = {1: "3900001 kari lie", 70: "1oslo 3900070 asta", TOGETHER + 5: "3900099 kari"}
    with database.engine.begin() as raw:
        for member, tokens in words.items():
            raw.execute(
                text(
                    "INSERT INTO member (id, number, first_name, middle_name, last_name, email, street, "
                    "post_code, place, status, employer, workplace, workplace_post_code, insurance_codes, "
                    "shop_steward, no_sms, version) VALUES (:who, :number, 'A', '', 'B', '', '', '', '', "
                    "'student', '', '', '', '', '', false, 1)"
                ),
                {"who": member, "number": str(member)},
            )
            raw.execute(
                text("INSERT INTO member_search (rowid, tokens) VALUES (:who, :tokens)"),
                {"who": member, "tokens": tokens},
            )
        for member in range(100, 6_000):
            raw.execute(
                text("INSERT INTO member_search (rowid, tokens) VALUES (:who, :tokens)"),
                {"who": member, "tokens": f"3{member:07d} navn{member % 97} 1sted{member % 89}"},
            )
        for member in range(100, 6_000):  # gone again, as members are
            raw.execute(text("DELETE FROM member_search WHERE rowid = :who"), {"who": member})
    database.migrate()
    assert kept(database) == words
    with database.reading() as session:
        parts = "SELECT count(DISTINCT segid) FROM member_search_idx"
        assert session.connection().exec_driver_sql(parts).scalar_one() == 1
    with database.transaction() as session:
        index.forget(session, [70])
    assert kept(database) == {who: tokens for who, tokens in words.items() if who != 70}
    with database.reading() as session:
        asked = session.connection().exec_driver_sql
        free, pages = (asked(f"PRAGMA {n}").scalar_one() for n in ("freelist_count", "page_count"))
    assert free <= 0.15 * pages, "the room of the old index is given back"
    database.close()


def test_an_older_registers_cases_are_not_confirmed_by_their_call_alone(empty: Database) -> None:
    """0015: what was completed before anybody could say it; and desks are told of it from then on."""
    database = empty
    upgrade(database, "0014")
    with database.engine.begin() as raw:
        raw.execute(
            text(
                "INSERT INTO member (id, number, first_name, middle_name, last_name, email, street, "
                "post_code, place, status, employer, workplace, workplace_post_code, insurance_codes, "
                "shop_steward, no_sms, version) VALUES (1, '1', 'A', '', 'B', '', '', '', '', "
                "'student', '', '', '', '', '', false, 1)"
            )
        )
        for name, kind in (("venter", "EMAIL"), ("overtatt", "TRANSFER")):
            raw.execute(
                text(
                    "INSERT INTO inquiry (id, member_id, caller_name, caller_kind, caller_phone, category, "
                    "procedure_id, procedure_version, switched_from, received_on, overflow, started, completed, "
                    "author, state) VALUES (:id, 1, '', 'medlem', '', 'trobbel', 'trobbel', 1, '', '', false, "
                    "'2026-11-25 10:00:00+00:00', '2026-11-25 10:00:00+00:00', 'MH', '{}')"
                ),
                {"id": name},
            )
            raw.execute(
                text(
                    "INSERT INTO inquiry_action (inquiry_id, position, kind, strength, state, target, template, "
                    "subject, content, reason, rules, data) VALUES (:id, 0, :kind, 'skal', 'gjort', "
                    "'avdeling:4:DS', '', '', '', '', '', '{}')"
                ),
                {"id": name, "kind": kind},
            )
    database.migrate()
    with database.reading() as session:
        record = record_of(session, 1)
    assert record is not None
    assert {one.inquiry_id: one.handed_over_by for one in record.cases} == {"venter": "", "overtatt": ""}
    if database.is_server:
        with database.engine.connect() as raw:
            asked = "SELECT count(*) FROM pg_trigger WHERE tgname = 'inquiry_event_tells'"
            assert raw.execute(text(asked)).scalar() == 1


def kept(database: Database) -> dict[int, str]:
    """What the search index has: member -> tokens."""
    with database.reading() as session:
        found: dict[int, list[str]] = {}
        for member, token in rebuild.indexed(session):
            found.setdefault(member, []).append(token)
    return {member: " ".join(sorted(tokens)) for member, tokens in found.items()}


@pytest.mark.parametrize(("revision", "said"), [("0012", "må oppdateres først"), ("", "Basen er tom")])
def test_whoever_does_not_own_the_tables_is_told_to_let_the_owner_upgrade_first(
    revision: str, said: str, cluster: Cluster
) -> None:
    url = cluster.url(name := cluster.new_database("template1"))
    owner = Database.server(url)
    if revision:
        upgrade(owner, revision)
        with owner.engine.begin() as raw:
            give_former_rights(raw)
    with owner.engine.begin() as raw:
        raw.execute(text("CREATE ROLE ny LOGIN"))
        if revision:
            raw.execute(text(f"GRANT {OPERATORS} TO ny"))
    desk = Database.server(url.replace("postgres@", "ny@"))
    with pytest.raises(NotAllowedError, match=said):
        desk.migrate()
    desk.close()
    owner.close()
    cluster.drop(name)
    cluster._sql("DROP ROLE ny")


def test_an_older_registers_messages_get_the_strength_of_what_they_were_made_from(empty: Database) -> None:
    """0019: the e-mail that the procedure demands, an SMS of the same call, and one that no call wrote."""
    database = empty
    upgrade(database, "0018")
    with database.engine.begin() as raw:
        raw.execute(
            text(
                "INSERT INTO inquiry (id, caller_name, caller_kind, caller_phone, category, procedure_id, "
                "procedure_version, switched_from, received_on, overflow, started, completed, author, state) VALUES "
                "('a', '', 'medlem', '', 'trobbel', 'trobbel', 1, '', '', false, '2026-11-25 10:00:00+00:00', "
                "'2026-11-25 10:00:00+00:00', 'MH', '{}')"
            )
        )
        for position, (kind, strength, target) in enumerate(
            (("EMAIL", "skal", "avdeling:4:DS"), ("SMS", "kan", "medlem"), ("NOTE", "skal", "medlem"))
        ):
            raw.execute(
                text(
                    "INSERT INTO inquiry_action (inquiry_id, position, kind, strength, state, target, template, "
                    "subject, content, reason, rules, data) VALUES ('a', :position, :kind, :strength, 'klar', :target, "
                    "'', '', '', '', '', '{}')"
                ),
                {"position": position, "kind": kind, "strength": strength, "target": target},
            )
        for name, kind, target, inquiry in (
            ("brev", "epost", "avdeling:4:DS", "a"),
            ("sms", "sms", "medlem", "a"),
            ("purring", "sms", "medlem", None),
        ):
            raw.execute(
                text(
                    "INSERT INTO outgoing (id, inquiry_id, kind, target, to_label, to_address, copy_to, subject, body, "
                    "letter, letter_to, state, created, attempts, reason) VALUES (:id, :inquiry, :kind, :target, '', '', "
                    "'', '', '', '', '', 'klar', '2026-11-25 10:00:00+00:00', 0, '')"
                ),
                {"id": name, "inquiry": inquiry, "kind": kind, "target": target},
            )
    database.migrate()
    with database.reading() as session:
        found = {message.id: message for message in outbox.newest(session)}
    assert {name: message.strength for name, message in found.items()} == {"brev": "skal", "sms": "kan", "purring": ""}
    assert {(m.deadline, m.moved_by, m.answered) for m in found.values()} == {(None, "", False)}


def test_an_older_register_gets_an_entry_for_each_loop_and_keeps_its_own(empty: Database) -> None:
    """0023: the number of a loop is written in the catalogue."""
    upgrade(empty, "0022")
    with empty.engine.begin() as raw:
        for key, title in (("LO_FAVOR", "LO Favør"), ("sloyfe:2", "Juristene")):
            raw.execute(
                text("INSERT INTO target (key, title, phone, address) VALUES (:key, :title, '99001122', '')"),
                {"key": key, "title": title},
            )
    empty.migrate()
    with empty.reading() as session:
        found = {
            target.key: (target.title, target.phone, target.hours) for target in read_organisation(session).targets
        }
    assert found == {
        "LO_FAVOR": ("LO Favør", "99001122", ""),
        "sloyfe:1": ("Sløyfe 1", "", ""),
        "sloyfe:2": ("Juristene", "99001122", ""),
        "sloyfe:3": ("Sløyfe 3", "", ""),
    }
