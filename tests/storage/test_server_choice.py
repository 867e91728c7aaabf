"""A shared register that was chosen on this PC: over TLS, its password in the keyring, and home again."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.errors import KeyringError

from sentralbord_desktop.bootstrap import build, open_services
from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.errors import DatabaseBusyError, NotAllowedError, SignInRefusedError, SwitchboardError
from sentralbord_desktop.domain.policies import POLICY_TOML, Source, decide
from sentralbord_desktop.domain.policies import POLICY_TOML as POLICY_FILE
from sentralbord_desktop.domain.sharing import SharedAddress, port_of
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.sharing.shared_register import ServerProbe, is_chosen_here, leave, shared_url
from sentralbord_desktop.services.sharing.transfer import give_rights, join
from sentralbord_desktop.storage.encryption import keys
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.engine.grants import OPERATORS
from sentralbord_desktop.storage.sharing.server_choice import FILE, ServerChoice
from tests.helpers.moved_registers import enrolled
from tests.helpers.postgres import Cluster
from tests.helpers.tls import NAME, TlsCluster

PASSWORD = "p@ss/ord:med %tegn"


ADDRESS = SharedAddress("127.0.0.1", "base", port=1, secured="ingen")


@pytest.mark.parametrize("change", [lambda own: own.keep(ADDRESS, ""), lambda own: own.forget()])
def test_an_address_that_is_being_read_is_changed_when_that_is_over(
    tmp_path: Path, change: Callable[[ServerChoice], None]
) -> None:
    """Windows refuses it for as long; this is seen to fail there alone."""
    server_choice = ServerChoice(tmp_path)
    server_choice.keep(ADDRESS, "")
    with (tmp_path / FILE).open(encoding="utf-8") as reader:
        over = threading.Timer(0.2, reader.close)
        over.start()
        change(server_choice)
        over.join()


@pytest.fixture(scope="module")
def tls_cluster() -> Iterator[TlsCluster]:
    cluster = TlsCluster()
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture
def address(tls_cluster: TlsCluster) -> Iterator[SharedAddress]:
    """An empty register that Maja has the rights of an operator in."""
    name = tls_cluster.new_database()
    give_rights(tls_cluster.url(name))
    if not tls_cluster._ask("SELECT 1 FROM pg_roles WHERE rolname = 'maja'"):
        tls_cluster.new_role("maja", PASSWORD, OPERATORS)
    join(tls_cluster.url(name), "maja", "MH", name="Maja", windows="maja")
    yield SharedAddress(NAME, name, "maja", tls_cluster.port, root=str(tls_cluster.root))
    tls_cluster.drop(name)


@pytest.fixture
def alone(tmp_path: Path, vault: dict[tuple[str, str], str]) -> Iterator[Services]:
    """This PC's own register, with one member and an administrator."""
    services = open_services(tmp_path / "her", os_user="maja")
    services.session.update(name="Maja", initials="MH", loop=2)
    yield services
    services.close()


def test_the_line_is_encrypted_the_server_is_known_and_the_password_is_in_the_keyring_alone(
    tls_cluster: TlsCluster, address: SharedAddress, alone: Services, tmp_path: Path
) -> None:
    shared = alone.shared_register
    assert shared.try_it(address, PASSWORD) == ServerProbe(members=0, secured=True)
    shared.choose(address, PASSWORD)
    assert shared.read() == address
    alone.close()
    for file in (tmp_path / "her").rglob("*"):
        assert not file.is_file() or PASSWORD.encode() not in file.read_bytes()
    services = open_services(tmp_path / "her", os_user="maja")
    services.live.begin(lambda _: None)
    try:
        services.session.update(name="Maja Hovde", initials="MH", loop=2)
        assert services.live.is_shared
        owner = build(Database.server(tls_cluster.url(address.database)), tmp_path, os_user="eier")
        member = enrolled(owner)
        owner.close()
        assert services.members.open(member.id).member.number == member.number
        lines = tls_cluster.lines_of("maja")
        assert len(lines) >= 2  # the desk's and the listener's
        assert all(lines)
    finally:
        services.close()


@pytest.mark.parametrize(
    ("change", "password", "said"),
    [
        ({"host": "127.0.0.1"}, PASSWORD, "Sertifikatet er ikke for dette navnet"),
        ({"root": "stranger"}, PASSWORD, "kjenner ikke den som har utstedt"),
        ({"root": "/finnes/ikke.crt"}, PASSWORD, "kjenner ikke den som har utstedt"),
        ({}, "feil", "tok ikke imot brukeren og passordet"),
        ({}, "", "tok ikke imot brukeren og passordet"),
        ({"database": "finnes_ikke"}, PASSWORD, "ingen base med det navnet"),
        ({"host": "finnes-ikke.invalid"}, PASSWORD, "Finner ikke tjeneren"),
        ({"port": 1}, PASSWORD, "Ikke kontakt med databasetjeneren"),
    ],
)
def test_what_stands_in_the_way_is_said_in_plain_words_and_nothing_is_kept(
    change: dict[str, object],
    password: str,
    said: str,
    tls_cluster: TlsCluster,
    address: SharedAddress,
    alone: Services,
    tmp_path: Path,
) -> None:
    if change.get("root") == "stranger":
        change = {"root": str(tls_cluster.stranger)}
    wrong = SharedAddress(**{**vars(address), **change})
    with pytest.raises(DatabaseBusyError, match=said) as refused:
        alone.shared_register.choose(wrong, password)
    assert password not in str(refused.value) or not password
    assert not ServerChoice(tmp_path / "her").is_chosen


def test_a_server_without_tls_is_refused(tls_cluster: TlsCluster, address: SharedAddress, alone: Services) -> None:
    tls_cluster.secured(yes=False)
    try:
        with pytest.raises(DatabaseBusyError, match="har ikke TLS"):
            alone.shared_register.try_it(address, PASSWORD)
    finally:
        tls_cluster.secured(yes=True)
    assert alone.shared_register.try_it(address, PASSWORD).secured


def test_the_register_is_moved_there_and_stays_here_too(cluster: Cluster, alone: Services, tmp_path: Path) -> None:
    enrolled(alone)
    there = on_this_pc(cluster, "template1")
    shared = alone.shared_register
    assert shared.try_it(there, "") == ServerProbe(members=None, secured=False)
    with pytest.raises(SwitchboardError, match="Basen er tom"):
        shared.choose(there, "")
    steps: list[tuple[int, int]] = []
    assert shared.move_there(there, "", progress=lambda *at: steps.append(at)) > 10
    assert steps[-1][0] == steps[-1][1]
    assert shared.try_it(there, "") == ServerProbe(members=1, secured=False)
    with pytest.raises(SwitchboardError, match="ikke tomt"):
        shared.move_there(there, "")
    alone.close()
    services = open_services(tmp_path / "her", os_user="maja")
    assert services.live.is_shared
    assert services.members.count() == 1
    with pytest.raises(SwitchboardError, match="felles fra før"):
        services.shared_register.move_there(there, "")
    services.shared_register.go_home()
    services.close()
    services = open_services(tmp_path / "her", os_user="maja")
    assert not services.live.is_shared
    assert services.members.count() == 1
    services.close()


def on_this_pc(cluster: Cluster, template: str = "mal") -> SharedAddress:
    name = cluster.new_database(template)
    return SharedAddress(str(cluster._folder), name, "postgres", secured="ingen")


def test_policy_decides_before_what_was_chosen_here(cluster: Cluster, alone: Services, tmp_path: Path) -> None:
    folder, there = tmp_path / "her", on_this_pc(cluster)
    alone.shared_register.choose(there, "")
    by_it = cluster.url(cluster.new_database())
    policies = decide([Source(POLICY_FILE, {"register": {"database_url": by_it}})])
    assert shared_url(policies, folder) == by_it
    assert not is_chosen_here(policies, folder)
    assert is_chosen_here(decide([]), folder)
    alone.close()
    services = open_services(folder, os_user="maja", policies=policies)
    assert services.shared_register.is_decided
    assert services.shared_register.read() is None
    for change in (services.shared_register.go_home, lambda: services.shared_register.choose(there, "")):
        with pytest.raises(SwitchboardError, match="bestemt av IT"):
            change()
    services.close()
    leave(folder)
    assert shared_url(decide([]), folder) == ""


def test_only_an_administrator_changes_where_the_pc_works(cluster: Cluster, alone: Services, tmp_path: Path) -> None:
    there = on_this_pc(cluster)
    me = alone.session.operator
    alone.people.keep(Operator(id=0, initials="LT", name="Lars", roles="administrator"))
    alone.people.keep(me.model_copy(update={"roles": "operator"}))
    shared = alone.shared_register
    changes = (lambda: shared.choose(there, ""), lambda: shared.move_there(there, ""), shared.go_home)
    for change in changes:
        with pytest.raises(NotAllowedError, match="Administrator"):
            change()
    assert not ServerChoice(tmp_path / "her").is_chosen


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (SharedAddress("", "base"), "navnet på tjeneren"),
        (SharedAddress("tjener", ""), "navnet på tjeneren"),
        (SharedAddress("maja@tjener", "base"), "uten bruker"),
        (SharedAddress("postgresql://tjener", "base"), "uten bruker"),
        (SharedAddress("tjener", "base", port=0), "Porten"),
        (SharedAddress("tjener", "base", secured="ingen"), "må være kryptert"),
        (SharedAddress("tjener\n", "base"), "uten bruker"),
    ],
)
def test_an_address_that_cannot_be_used_says_why(address: SharedAddress, said: str) -> None:
    with pytest.raises(SwitchboardError, match=said):
        address.check()


def test_a_port_is_a_number() -> None:
    assert [port_of(text) for text in ("", " 6432 ", "x", "٣", "123456")] == [5432, 6432, 0, 0, 0]


@pytest.mark.parametrize("text", ["{", "[]", "[" * 100_000, '{"host": 4}', '{"host": "t", "database": "b", "x": 1}'])
def test_a_file_that_cannot_be_read_is_named_and_no_other_register_is_opened(
    text: str, tmp_path: Path, vault: object
) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(SwitchboardError, match="Adressen til det felles registeret kan ikke leses"):
        open_services(tmp_path, os_user="maja")
    assert not (tmp_path / "sentralbord.db").exists()


def test_a_password_is_not_kept_where_there_is_nowhere_to_hide_it(
    tmp_path: Path, vault: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server_choice, address = ServerChoice(tmp_path), SharedAddress("tjener", "base", "maja")

    def refuses(*_: object) -> None:
        raise KeyringError

    monkeypatch.setattr(keyring, "set_password", refuses)
    with pytest.raises(SwitchboardError, match="noe sted å gjemme passordet"):
        server_choice.keep(address, PASSWORD)
    assert not server_choice.is_chosen
    monkeypatch.setattr(keys, "keyring_backend", lambda: None)
    with pytest.raises(SwitchboardError, match="noe sted å gjemme passordet"):
        server_choice.keep(address, PASSWORD)
    server_choice.keep(address, "")
    assert server_choice.url() == "postgresql+psycopg://maja@tjener:5432/base?sslmode=verify-full"


def test_a_refused_password_is_told_apart_from_a_server_that_is_away(
    tls_cluster: TlsCluster, address: SharedAddress, alone: Services
) -> None:
    """Tried again by itself at every start, it could lock the account."""
    with pytest.raises(SignInRefusedError):
        alone.shared_register.try_it(address, "feil")


# ---------------------------------------------------------------- where IT gives the address of a server


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
