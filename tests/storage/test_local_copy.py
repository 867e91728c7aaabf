"""The server is away: members are found in the copy on this PC, where IT allows one, and every opening of
it is logged when the server is back."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sentralbord_desktop.bootstrap import build
from sentralbord_desktop.domain.dates.clock import now
from sentralbord_desktop.domain.errors import DatabaseBusyError, SwitchboardError
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.policies import POLICY_TOML, Source, decide
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.members.members import change_member
from sentralbord_desktop.storage.sharing.local_copy import COPY_FILE as COPY
from sentralbord_desktop.storage.sharing.local_copy import FOLDER
from tests.helpers import calls
from tests.helpers.moved_registers import enrolled
from tests.helpers.postgres import Cluster

Opened = Callable[[str], Services]


@pytest.fixture
def opened(cluster: Cluster, tmp_path: Path, vault: dict[tuple[str, str], str]) -> Iterator[Opened]:
    """Maja's office at one server, with what IT says of a copy."""
    url = cluster.url(name := cluster.new_database())
    offices = []

    def open_(allowed: str) -> Services:
        policies = decide([Source(POLICY_TOML, {"register": {"local_copy": allowed}})])
        services = build(Database.server(url), tmp_path, os_user="maja", policies=policies)
        if services.session.is_new:
            services.session.update(name="Maja", initials="MH", loop=2)
        offices.append(services)
        return services

    yield open_
    for services in offices:
        services.close()
    cluster.drop(name)


@pytest.fixture
def away(opened: Opened, cluster: Cluster) -> Iterator[tuple[Services, Member, Draft]]:
    """A copy was taken, a call about a new place is answered, and the server has gone."""
    services = opened("ja")
    member = enrolled(services)
    services.local_copy.daily()
    draft = calls.new_details(services, member, place="Hamar")
    cluster.halt()
    yield services, member, draft
    cluster.go_on()


def test_members_are_found_and_opened_and_a_call_is_completed(
    away: tuple[Services, Member, Draft], cluster: Cluster, tmp_path: Path
) -> None:
    services, member, draft = away
    assert [hit.id for hit in services.members.search("fjeldhaim")] == [member.id]
    assert "fjeldhaim" in services.members.read_as("Fjeldhaim")
    record = services.members.open(member.id)
    assert record.member.phone == member.phone
    assert services.members.reread(member.id) == record
    receipt = services.inquiries.complete(draft)
    assert "når kontakten er tilbake" in receipt.to_come[0]
    raw = (tmp_path / FOLDER / COPY).read_bytes()
    for words in (b"Fjeldheim", b"99000418", b"SQLite format"):
        assert words not in raw
    cluster.go_on()
    assert services.sync().written == 1
    assert services.members.search("hamar")[0].id == member.id, "the server answers again"
    (looked,) = [one for one in services.privacy.lookups() if "kopien" in one.why]
    assert (looked.author, looked.what, looked.member_id) == ("MH", "åpnet", member.id)
    assert services.sync().written == 0


def test_an_opening_that_cannot_be_logged_shows_nothing(
    away: tuple[Services, Member, Draft], monkeypatch: pytest.MonkeyPatch
) -> None:
    services, member, _ = away
    monkeypatch.setattr("sentralbord_desktop.services.offline_queue.can_queue", lambda _: False)
    with pytest.raises(SwitchboardError, match="kan ikke logges"):
        services.members.open(member.id)


def test_what_another_changed_since_the_copy_is_asked_about(
    away: tuple[Services, Member, Draft], cluster: Cluster
) -> None:
    services, member, draft = away
    services.inquiries.complete(draft)
    cluster.go_on()
    with services.database.transaction() as session:
        change_member(session, member.id, {"place": "Voss"}, author="LT", at=services.session.clock())
    back = services.sync()
    assert (back.written, len(back.stopped)) == (0, 1)
    assert "En annen har endret det samme" in back.stopped[0]
    assert len(services.parking.drafts()) == 1


def test_without_leave_there_is_no_copy_and_an_old_one_goes(opened: Opened, cluster: Cluster, tmp_path: Path) -> None:
    services = opened("ja")
    enrolled(services)
    services.local_copy.daily()
    assert (tmp_path / FOLDER / COPY).exists()
    other = opened("nei")
    (tmp_path / FOLDER / "min.txt").write_text("noe annet")
    other.local_copy.daily()
    assert [file.name for file in (tmp_path / FOLDER).iterdir()] == ["min.txt"]
    (tmp_path / FOLDER / "min.txt").unlink()
    other.local_copy.daily()
    assert not (tmp_path / FOLDER).exists()
    cluster.halt()
    with pytest.raises(DatabaseBusyError):
        other.members.search("fjeldheim")
    cluster.go_on()


def test_a_copy_is_taken_once_a_day_and_the_old_one_stands_until_the_new_is_whole(
    opened: Opened, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = opened("ja")
    ingunn = enrolled(services)
    services.local_copy.daily()
    first = services.local_copy.copied_at
    assert first is not None
    assert abs(first - now()) < timedelta(minutes=1)
    services.members.change(ingunn, {"place": "Hamar"})
    services.local_copy.daily()
    file = tmp_path / FOLDER / COPY
    yesterday = (now() - timedelta(hours=21)).timestamp()
    os.utime(file, (yesterday, yesterday))
    with monkeypatch.context() as patch:
        patch.setattr("sentralbord_desktop.storage.sharing.transfer.proof", lambda _, table: object())
        with pytest.raises(SwitchboardError, match="ikke likt"):
            services.local_copy.daily()
    cluster.halt()
    assert services.members.open(ingunn.id).member.place == ingunn.place, "the old one"
    cluster.go_on()
    services.sync()
    services.local_copy.daily()
    cluster.halt()
    assert services.members.open(ingunn.id).member.place == "Hamar"
    cluster.go_on()
