"""To a server and home again: every row the same, nothing deleted, least rights."""

from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Table, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

from sentralbord_desktop import bootstrap
from sentralbord_desktop.bootstrap import build, open_services
from sentralbord_desktop.cli import main
from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.errors import NotAllowedError, SwitchboardError
from sentralbord_desktop.domain.organisation.organisation import Department
from sentralbord_desktop.domain.progress import ImportCancelledError, Progress
from sentralbord_desktop.gui.single_instance import lock_of
from sentralbord_desktop.services.sharing.transfer import give_rights, move, moved_to, open_server
from sentralbord_desktop.storage import register_file
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.engine.grants import OPERATORS, PRIVACY
from sentralbord_desktop.storage.sharing import transfer
from sentralbord_desktop.storage.sharing.listener import CHANNEL
from sentralbord_desktop.storage.sharing.open_records import OpenRecord, hold
from tests.helpers import calls
from tests.helpers.members import by_number
from tests.helpers.moved_registers import enrolled
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.postgres import Cluster
from tests.helpers.server_desks import as_user, new_user
from tests.helpers.stored import save_organisation

SECRET = "hysj hysj"


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A register with every kind of row, closed; one member was merged into one with a higher id."""
    services = open_services(tmp_path / "her", passphrase=PASSPHRASE, os_user="maja.hovde")
    services.session.update(name="Maja Hovde", initials="MH", loop=2)
    organisation = services.organisation.read()
    departments = tuple(
        Department(number=n, name="Innlandet", email="avd@eksempel.no", postal_address="Gata 4") for n in (4, 6)
    )
    save_organisation(services, organisation.model_copy(update={"departments": departments}))
    file = tmp_path / "medlemmer.csv"
    file.write_text(
        "medlemsnummer;fornavn;etternavn;telefon;fødselsdato;avdeling;status\n"
        "1;Åse;Øyen;99000418;14.03.1979;4;Aktiv\n2;Åse;Øyen;99000419;14.03.1979;4;Aktiv\n"
        "3;Ola;Berg;;;6;Aktiv\n",
        encoding="utf-8",
    )
    services.member_imports.write(services.member_imports.preview(services.member_imports.read(file)))
    first, second = (by_number(services, n) for n in ("1", "2"))
    assert first is not None
    assert second is not None
    services.duplicates.merge(second, first, ())
    kept = by_number(services, "2")
    assert kept is not None
    services.members.open(kept.id)
    for draft in (calls.dismissal(services, kept), calls.resignation(services, kept), calls.ring_back(services, None)):
        services.inquiries.complete(draft)
    services.parking.keep(calls.half_way(services, "trobbel", kept, "oppsagt"), running=False)
    services.close()
    return tmp_path / "her"


def proofs(database: Database) -> dict[str, transfer.Proof]:
    with database.reading() as session:
        return {t.name: transfer.proof(session, t) for t in SQLModel.metadata.sorted_tables}


def test_there_and_home_again_every_row_is_the_same_and_work_goes_on(
    full: Path, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SENTRALBORD_PASSPHRASE", PASSPHRASE)
    url = cluster.url(name := cluster.new_database("template0"))
    assert main.run(["--data", str(full), "server", "move", url]) != 0  # by nobody who may
    assert "administrator" in capsys.readouterr().err.casefold()
    for who in ("current_user", "account"):
        monkeypatch.setattr(bootstrap, who, lambda: "maja.hovde")
    assert main.run(["--data", str(full), "server", "move", with_password(url)]) == 0
    told = capsys.readouterr().out
    assert "remark: 2 rader, like på begge steder" in told
    assert f'register.database_url = "{url}"' in told.replace("%2F", "/")
    here = open_services(full, passphrase=PASSPHRASE, os_user="maja.hovde")
    server = Database.server(url)
    before = proofs(here.database)
    with here.database.reading() as session:
        assert "flytter registeret" in session.execute(text("SELECT what FROM access")).scalars()
    here.close()
    assert proofs(server) == before
    assert before["inquiry"][0] == 3
    assert main.run(["--data", str(tmp_path / "hjem"), "server", "fetch", url]) == 0
    with server.reading() as session:
        asked = text("SELECT author FROM access WHERE what = 'henter registeret'")
        assert session.execute(asked).scalars().all() == ["MH"]
    before = proofs(server)
    home = open_services(tmp_path / "hjem", passphrase=PASSPHRASE, os_user="maja.hovde")
    assert proofs(home.database) == before
    assert home.member_imports.faults() == []
    assert [hit.number for hit in home.members.search("øyen")] == ["2"]
    home.close()
    shared = build(Database.server(url), tmp_path, os_user="maja.hovde")
    try:  # the numbers go on after the last one that came along
        member = by_number(shared, "2")
        assert member is not None
        shared.inquiries.complete(calls.new_details(shared, member, place="Hamar"))
        assert shared.member_imports.faults() == []
    finally:
        shared.close()
        server.close()
        cluster.drop(name)


def with_password(url: str) -> str:
    return url.replace("postgres@", "postgres:hysj@")


def test_a_register_that_was_moved_says_so_when_it_is_opened_here_and_only_here(
    full: Path, cluster: Cluster, tmp_path: Path
) -> None:
    server = Database.server(cluster.url(name := cluster.new_database("template0")))
    services = open_services(full, passphrase=PASSPHRASE, os_user="maja.hovde")
    assert services.shared_register.moved() == ""
    move(services.database, server)
    services.close()
    services = open_services(full, passphrase=PASSPHRASE, os_user="maja.hovde")
    day = f"{oslo(services.session.clock()):%d.%m.%Y}"
    assert f"ble flyttet til «{name}» på {cluster._folder} {day}" in services.shared_register.moved()
    home = register_file.empty_register(tmp_path / "hjem", passphrase=PASSPHRASE)
    move(server, home)
    assert moved_to(home) == ""
    for each in (services, server, home):
        each.close()
    cluster.drop(name)


def test_the_invented_members_of_a_practice_register_are_not_moved(
    cluster: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = cluster.url(name := cluster.new_database())
    words = ["--data", str(tmp_path / "øving"), "--practice", "server", "move", url]
    assert main.run(words) == 1
    assert "Øvingsregisteret" in capsys.readouterr().err
    server = Database.server(url)
    assert proofs(server)["member"].row_count == 0
    server.close()
    cluster.drop(name)


def test_nothing_is_moved_while_a_window_has_the_register_open(
    full: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SENTRALBORD_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr(bootstrap, "current_user", lambda: "maja.hovde")
    url = cluster.url(name := cluster.new_database())
    window = lock_of(full)
    assert window.tryLock(0)
    assert main.run(["--data", str(full), "server", "move", url]) == 1
    assert "Lukk vinduet" in capsys.readouterr().err
    window.unlock()
    assert main.run(["--data", str(full), "server", "move", url]) == 0
    cluster.drop(name)


def test_a_register_is_fetched_by_its_administrator_alone(
    full: Path, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SENTRALBORD_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr(bootstrap, "account", lambda: "en.annen")
    url = cluster.url(name := cluster.new_database("template0"))
    services = open_services(full, passphrase=PASSPHRASE, os_user="maja.hovde")
    with open_server(url) as server:
        move(services.database, server)
    services.close()
    assert main.run(["--data", str(tmp_path / "hjem"), "server", "fetch", url]) == 1
    assert "Administrator" in capsys.readouterr().err
    assert not (tmp_path / "hjem" / "sentralbord.db").exists()
    cluster.drop(name)


def test_nothing_is_moved_into_a_register_that_holds_something(full: Path, cluster: Cluster, tmp_path: Path) -> None:
    server = Database.server(cluster.url(name := cluster.new_database()))
    with server.transaction() as session:
        session.execute(
            text(
                "INSERT INTO department (number, name, area, postal_address, "
                "visiting_address, email, phone, neighbours, ks_first_contact) "
                "VALUES (1, 'Oslo', '', '', '', '', '', '', false)"
            )
        )
    services = open_services(full, passphrase=PASSPHRASE, os_user="maja.hovde")
    with pytest.raises(SwitchboardError, match="ikke tomt"):
        move(services.database, server)
    assert proofs(server)["member"].row_count == 0
    services.close()
    server.close()
    cluster.drop(name)


def test_a_row_that_does_not_arrive_as_it_was_sent_undoes_the_whole_move(
    full: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Database.server(cluster.url(name := cluster.new_database("template0")))
    services = open_services(full, passphrase=PASSPHRASE, os_user="maja.hovde")
    copy = transfer._copy

    def careless(here: Session, there: Session, table: Table, watch: Progress) -> int:
        count = copy(here, there, table, watch)
        if table.name == "callback":
            there.execute(text("UPDATE callback SET subject = 'x'"))
        return count

    monkeypatch.setattr(transfer, "_copy", careless)
    with pytest.raises(SwitchboardError, match="ble ikke likt"):
        move(services.database, server)
    assert sum(count for count, _ in proofs(server).values()) == 0
    services.close()
    server.close()
    cluster.drop(name)


def test_a_move_that_is_stopped_at_its_very_end_leaves_nothing_and_may_be_tried_again(
    full: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every row is there, and the index is being written."""
    server = Database.server(cluster.url(name := cluster.new_database("template0")))
    services = open_services(full, passphrase=PASSPHRASE, os_user="maja.hovde")
    stopped: list[bool] = []
    number_on = transfer._number_on

    def last(there: Session, wanted: list[Table]) -> None:
        number_on(there, wanted)
        stopped.append(True)

    monkeypatch.setattr(transfer, "_number_on", last)
    with pytest.raises(ImportCancelledError):
        move(services.database, server, Progress(None, lambda: bool(stopped)))
    assert sum(count for count, _ in proofs(server).values()) == 0
    monkeypatch.setattr(transfer, "_number_on", number_on)
    assert move(services.database, server)["member"] == proofs(services.database)["member"][0]
    services.close()
    server.close()
    cluster.drop(name)


@pytest.mark.parametrize(
    ("revision", "said"), [("0099", "nyere versjon"), ("0000", "eldre versjon"), ("", "ikke noe register")]
)
def test_a_register_of_another_version_is_not_fetched_and_nothing_is_left_here(
    revision: str,
    said: str,
    cluster: Cluster,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What this version does not know would be left behind without a word."""
    monkeypatch.setenv("SENTRALBORD_PASSPHRASE", PASSPHRASE)
    url = cluster.url(name := cluster.new_database("mal" if revision else "template1"))
    if revision:
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as raw:
            raw.execute("UPDATE alembic_version SET version_num = %s", [revision])
    assert main.run(["--data", str(tmp_path / "hjem"), "server", "fetch", url]) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "hjem" / "sentralbord.db").exists()
    cluster.drop(name)


def test_the_secrets_for_sending_are_left_behind(full: Path, cluster: Cluster) -> None:
    services = open_services(full, passphrase=PASSPHRASE, os_user="maja.hovde")
    services.sending.save(services.sending.read(), mail_secret=SECRET)
    with services.database.reading() as session:  # in the register, without a keyring
        assert SECRET in repr(session.execute(text("SELECT value FROM setting")).all())
    server = Database.server(cluster.url(name := cluster.new_database("template0")))
    move(services.database, server)
    with server.reading() as session:
        kept = session.execute(text("SELECT key, value FROM setting")).all()
    assert SECRET not in repr(kept)
    services.close()
    server.close()
    cluster.drop(name)


def test_a_desk_has_the_rights_it_needs_and_none_to_change_history(cluster: Cluster, tmp_path: Path) -> None:
    url = cluster.url(name := cluster.new_database("template0"))
    give_rights(url)
    assert give_rights(url) == []  # again does no harm
    granted = "SELECT has_column_privilege(:who, 'remark', 'text', 'INSERT')"
    with closing(Database.server(url)) as laid, laid.reading() as session:
        assert session.execute(text(granted), {"who": OPERATORS}).scalar() is True
    owner = build(Database.server(url), tmp_path, os_user="eier")
    member = enrolled(owner)
    owner.close()
    for user, initials, group in (("maja", "MH", OPERATORS), ("vern", "VE", PRIVACY)):
        new_user(cluster, url, user, initials, group=group, windows=user)
    tables = Database.server(url)
    with tables.engine.begin() as raw:
        raw.execute(text("UPDATE operator SET roles = 'operator,personvern'"))
    services = build(Database.server(as_user(url, "maja")), tmp_path, os_user="maja")
    services.session.update(name="Maja Hovde", loop=2)
    services.inquiries.complete(calls.dismissal(services, member))
    assert len(services.members.open(member.id).remarks) == 1
    for statement in (
        "DELETE FROM remark",
        "UPDATE access SET author = 'X'",
        "DROP TABLE remark",
        "ALTER TABLE remark DISABLE TRIGGER ALL",
        "TRUNCATE remark",
        "DELETE FROM erasure",
        "UPDATE alembic_version SET version_num = '1'",
        "DELETE FROM breach",
        "DELETE FROM operator",
        "DELETE FROM callback",
        "DELETE FROM outgoing",
        "UPDATE hold SET reason = ''",
        "DELETE FROM hold",
        "INSERT INTO call_count VALUES ('2026-11', 'x', 1, 1, 1)",
    ):
        with (
            pytest.raises(DBAPIError, match=r"permission denied|must be owner"),
            services.database.engine.begin() as raw_connection,
        ):
            raw_connection.execute(text(statement))
    with pytest.raises(NotAllowedError, match="på tjeneren"):  # an operator cannot open the door either
        services.privacy.erase(member, member.number, "prøver")
    with psycopg.connect(as_user(url, "vern").replace("+psycopg", "")) as other:
        hold(other, OpenRecord(member.id, "LT"), CHANNEL)  # another user of the server
        services.live.begin(lambda _: None)
        assert [seen.sign for seen in services.live.elsewhere(member.id)] == ["LT"]
    services.close()
    privacy = build(Database.server(as_user(url, "vern")), tmp_path, os_user="vern")
    privacy.session.begin()
    privacy.privacy.erase(member, member.number, "ba om det")
    assert privacy.members.count() == 0
    privacy.close()
    tables.close()
    cluster.drop(name)
