"""Where IT gives the address of a server, the register is there and not in a file."""

from pathlib import Path

import pytest

from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.domain.errors import DatabaseBusyError, SwitchboardError
from sentralbord_desktop.domain.policies.policies import POLICY_TOML, Source, decide
from tests.helpers.postgres import Cluster


def test_the_decided_server_is_opened_and_no_file_is_made(cluster: Cluster, tmp_path: Path) -> None:
    name = cluster.new_database("template0")
    url = cluster.url(name)
    policies = decide([Source(POLICY_TOML, {"register": {"database_url": url}})])
    services = open_services(tmp_path / "her", policies=policies, os_user="maja.hovde")
    try:
        assert services.database.is_server
        assert services.session.update(name="Maja").initials == "MH"
    finally:
        services.close()
    again = open_services(tmp_path / "der", policies=policies, os_user="maja.hovde")
    try:
        assert again.session.operator.name == "Maja"
    finally:
        again.close()
        cluster.drop(name)
    assert not list(tmp_path.rglob("*.db"))
    assert not list(tmp_path.rglob("nokkel.json"))


@pytest.mark.parametrize("url", ["tjener", "sqlite:///fil.db", "postgresql+psycopg://:x:y:z/"])
def test_an_address_that_is_none_is_said(tmp_path: Path, url: str) -> None:
    policies = decide([Source(POLICY_TOML, {"register": {"database_url": url}})])
    with pytest.raises(SwitchboardError, match=r"felles databasen|databasetjeneren"):
        open_services(tmp_path, policies=policies)


def test_a_server_that_does_not_answer_is_said(cluster: Cluster, tmp_path: Path) -> None:
    url = "postgresql+psycopg://bord@127.0.0.1:1/felles?connect_timeout=2"
    policies = decide([Source(POLICY_TOML, {"register": {"database_url": url}})])
    with pytest.raises(DatabaseBusyError, match="databasetjeneren"):
        open_services(tmp_path, policies=policies)
