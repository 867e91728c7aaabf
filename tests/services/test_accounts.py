"""«bruker» on two PCs that share a register are two operators, each with what they wrote."""

from pathlib import Path

import pytest
from sqlmodel import select

from sentralbord_desktop import bootstrap
from sentralbord_desktop.bootstrap import build, open_services
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.sharing import transfer
from sentralbord_desktop.storage import register_file
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.tables import OperatorRow
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.postgres import Cluster


@pytest.fixture
def url(cluster: Cluster) -> str:
    return cluster.url(cluster.new_database("template0"))


def at_pc(name: str, url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    monkeypatch.setattr(bootstrap, "account", lambda: f"{name}\\bruker")
    return build(Database.server(url), folder)


def test_the_same_windows_name_on_two_pcs_is_two_operators(
    url: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = at_pc("PC-1", url, tmp_path_factory.mktemp("en"), monkeypatch)
    assert first.session.operator.initials == "BR"
    first.session.update(name="Ane", initials="AN")
    second = at_pc("PC-2", url, tmp_path_factory.mktemp("to"), monkeypatch)
    assert second.session.is_new
    second.session.update(name="Bo", initials="BO")
    again = at_pc("PC-1", url, tmp_path_factory.mktemp("tre"), monkeypatch)
    assert (again.session.operator.name, again.session.is_new) == ("Ane", False)
    assert not second.session.may("administrator"), "only the first of all has every role"
    for services in (first, second, again):
        services.close()


def test_whoever_moves_the_register_is_the_same_operator_there_and_home_again(
    url: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (bootstrap, transfer):
        monkeypatch.setattr(module, "account", lambda: "FORBUNDET\\maja.hovde")
        monkeypatch.setattr(module, "current_user", lambda: "maja.hovde")
    home = open_services(tmp_path_factory.mktemp("hjemme"), passphrase=PASSPHRASE)
    home.session.update(name="Maja Hovde", initials="MH")
    with transfer.open_server(url) as server:
        transfer.move(home.database, server)
    there = build(Database.server(url), tmp_path_factory.mktemp("pult"))
    assert (there.session.operator.initials, there.session.is_new) == ("MH", False)
    back = register_file.empty_register(tmp_path_factory.mktemp("igjen"), passphrase=PASSPHRASE)
    transfer.move(there.database, back)
    with back.reading() as session:
        assert [row.os_user for row in session.exec(select(OperatorRow))] == ["maja.hovde"]
    for each in (home, there):
        each.close()
    back.close()


def test_who_was_known_by_the_plain_name_is_so_by_the_whole_one_from_now_on(
    url: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for user, initials in (("sjef", "SJ"), ("bruker", "AN")):
        before = build(Database.server(url), tmp_path_factory.mktemp("før"), os_user=user)
        before.session.update(name="Ane", initials=initials)
        before.close()
    first = at_pc("PC-1", url, tmp_path_factory.mktemp("en"), monkeypatch)
    assert (first.session.operator.initials, first.session.is_new) == ("AN", False)
    second = at_pc("PC-2", url, tmp_path_factory.mktemp("to"), monkeypatch)
    assert second.session.is_new
    for services in (first, second):
        services.close()


def test_nobody_becomes_administrator_by_a_name_that_is_alike(
    url: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """«bruker» is a common name of a Windows user."""
    before = build(Database.server(url), tmp_path_factory.mktemp("før"), os_user="bruker")
    before.session.update(name="Ane", initials="AN")
    before.close()
    there = at_pc("PC-1", url, tmp_path_factory.mktemp("en"), monkeypatch)
    assert there.session.is_new
    assert not there.session.may("administrator")
    there.close()
