"""The server goes in the middle of Fullfør: kept on this PC, encrypted, and written exactly once."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, text

from sentralbord_desktop.bootstrap import build, open_services
from sentralbord_desktop.domain.dates.clock import now
from sentralbord_desktop.domain.errors import DatabaseBusyError, NotAllowedError, SwitchboardError
from sentralbord_desktop.domain.inquiries.inquiry import Receipt
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.sharing import SharedAddress
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.offline_queue import Signature, SyncResult
from sentralbord_desktop.storage.encryption import keys
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.sharing.offline_queue import NO_ANSWER, QUEUE_FILE, OfflineQueueFile, can_queue
from sentralbord_desktop.storage.sharing.server_choice import ServerChoice
from tests.helpers import calls
from tests.helpers.moved_registers import enrolled
from tests.helpers.postgres import Cluster


@pytest.fixture
def shared(cluster: Cluster, tmp_path: Path, vault: dict[tuple[str, str], str]) -> Iterator[tuple[Services, Member]]:
    services = build(Database.server(cluster.url(name := cluster.new_database())), tmp_path / "her", os_user="maja")
    (tmp_path / "her").mkdir()
    services.session.update(name="Maja", initials="MH", loop=2)
    yield services, enrolled(services)
    services.close()
    cluster.drop(name)


def count(services: Services, table: str) -> int:
    with services.database.reading() as session:
        return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar() or 0)


def two_that_wait(services: Services, member: Member) -> tuple[Draft, Draft]:
    """In the order they were completed while the server was away."""
    first, second = (calls.new_details(services, member, place=f"Sted {n}") for n in range(2))
    for draft in (first, second):
        services.offline_queue.complete_later(draft)
    return first, second


def test_what_is_completed_without_the_server_is_written_once_when_it_is_back(
    shared: tuple[Services, Member], cluster: Cluster, tmp_path: Path
) -> None:
    services, member = shared
    drafts = [calls.new_details(services, member, place=f"Sted {n}") for n in range(3)]
    half = calls.half_way(services, "trobbel", member, "oppsagt")
    cluster.halt()
    try:
        receipts = [services.inquiries.complete(draft) for draft in drafts]
        services.parking.keep(half, running=True)
        services.inquiries.complete(drafts[0])  # pressed twice
    finally:
        cluster.go_on()
    assert all("når kontakten er tilbake" in receipt.to_come[0] for receipt in receipts)
    file = OfflineQueueFile(tmp_path / "her", services.database.place.mark)
    assert len(file.all()) == 4
    raw = file._path.read_bytes()
    for words in (b"Fjeldheim", b"Sted", b"99000418", b"SQLite format"):
        assert words not in raw
    assert services.sync() == SyncResult(written=3, parked=1)
    assert services.sync() == SyncResult()
    assert count(services, "inquiry") == 3
    assert count(services, "remark") == 3
    assert [draft.id for draft in services.parking.drafts()] == [half.id]


def test_a_server_that_stops_while_it_commits_leaves_one_inquiry_and_one_remark(
    shared: tuple[Services, Member], cluster: Cluster
) -> None:
    """All is said, and the session is ended before the last word."""
    services, member = shared
    draft = calls.new_details(services, member, place="Hamar")
    halted: list[bool] = []

    def halt(_: object) -> None:
        if not halted:
            halted.append(True)
            cluster.halt()

    event.listen(services.database.engine, "commit", halt)
    try:
        receipt = services.inquiries.complete(draft)
    finally:
        event.remove(services.database.engine, "commit", halt)
        cluster.go_on()
    assert halted
    assert "når kontakten er tilbake" in receipt.to_come[0]
    assert services.sync() == SyncResult(written=1)
    assert services.sync() == SyncResult()
    assert (count(services, "inquiry"), count(services, "remark")) == (1, 1)


def test_an_answer_that_got_lost_on_its_way_is_not_written_again(
    shared: tuple[Services, Member], cluster: Cluster
) -> None:
    """The server had committed when the line broke: the same inquiry waits here, and is there."""
    services, member = shared
    draft = calls.new_details(services, member, place="Hamar")
    services.inquiries.complete(draft)
    services.offline_queue.complete_later(draft)
    assert services.sync() == SyncResult(written=1)
    assert count(services, "inquiry") == 1


def test_what_the_register_no_longer_takes_is_parked_with_the_reason(
    shared: tuple[Services, Member], cluster: Cluster
) -> None:
    services, member = shared
    draft = calls.new_details(services, member, place="Hamar")
    cluster.halt()
    services.inquiries.complete(draft)
    cluster.go_on()
    services.privacy.erase(member, member.number, "ba om det")
    done = services.sync()
    assert (done.written, done.left) == (0, 0)
    assert len(done.stopped) == 1
    assert "et medlem som er slettet" in done.stopped[0]
    assert "Fjeldheim" not in done.stopped[0]


def test_a_parked_call_about_a_member_that_was_erased_is_not_kept_here(
    shared: tuple[Services, Member], cluster: Cluster, tmp_path: Path
) -> None:
    """It would wait for ever, with what the erased member had said."""
    services, member = shared
    half = calls.half_way(services, "trobbel", member, "oppsagt")
    cluster.halt()
    services.parking.keep(half, running=False)
    cluster.go_on()
    services.privacy.erase(member, member.number, "ba om det")
    done = services.sync()
    assert (done.parked, done.left) == (0, 0)
    assert "et medlem som er slettet" in done.stopped[0]
    assert OfflineQueueFile(tmp_path / "her", services.database.place.mark).all() == []
    assert services.parking.drafts() == []


def test_one_that_cannot_be_parked_either_holds_up_no_other(
    shared: tuple[Services, Member], cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    services, member = shared
    first, _ = two_that_wait(services, member)
    real = services.inquiries.complete_now

    def refused(draft: Draft, *_: object, **__: object) -> object:
        if draft.id == first.id:
            raise NotAllowedError("Brukeren din har ikke rett til dette.")
        return real(draft)

    monkeypatch.setattr(services.inquiries, "complete_now", refused)
    monkeypatch.setattr(services.parking, "keep_now", refused)
    done = services.sync()
    assert (done.written, done.left) == (1, 1)
    assert done.stopped == ("En samtale ligger fortsatt på denne PC-en. Brukeren din har ikke rett til dette.",)


def test_a_server_that_goes_again_leaves_the_rest_waiting(
    shared: tuple[Services, Member], cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    services, member = shared
    for number in range(3):
        services.offline_queue.complete_later(calls.new_details(services, member, place=f"Sted {number}"))
    real, turn = services.inquiries.complete_now, []

    def once(draft: Draft, signed: Signature) -> Receipt:
        turn.append(draft)
        if len(turn) > 1:
            raise DatabaseBusyError("Ikke kontakt med databasetjeneren.")
        return real(draft, signed)

    monkeypatch.setattr(services.inquiries, "complete_now", once)
    assert services.sync() == SyncResult(written=1, left=2)
    monkeypatch.undo()
    monkeypatch.setattr(keys, "keyring_backend", lambda: object())


def test_a_pc_without_a_keyring_keeps_nothing_and_says_that_it_must_be_done_again(
    cluster: Cluster, tmp_path: Path
) -> None:
    services = build(Database.server(cluster.url(name := cluster.new_database())), tmp_path, os_user="maja")
    services.session.update(name="Maja", initials="MH", loop=2)
    member = enrolled(services)
    draft = calls.new_details(services, member, place="Hamar")
    assert not can_queue(tmp_path)
    cluster.halt()
    try:
        with pytest.raises(DatabaseBusyError, match="blir stående"):
            services.inquiries.complete(draft)
    finally:
        cluster.go_on()
    assert not (tmp_path / QUEUE_FILE).exists()
    services.close()
    cluster.drop(name)


def test_what_waited_is_signed_by_whoever_completed_it_and_when(
    shared: tuple[Services, Member], cluster: Cluster
) -> None:
    services, member = shared
    draft = calls.new_details(services, member, place="Hamar")
    done = services.session.clock()
    services.offline_queue.complete_later(draft)
    services.session.switch_to(services.session.operator.model_copy(update={"id": 9, "initials": "LT"}))
    assert services.sync() == SyncResult(written=1)
    with services.database.reading() as session:
        (row,) = session.execute(text("SELECT author, completed FROM inquiry")).all()
        assert session.execute(text("SELECT author FROM remark")).scalar() == "MH"
    assert row[0] == "MH"
    assert row[1] == done


def test_what_was_parked_here_and_completed_there_does_not_come_back(
    shared: tuple[Services, Member], cluster: Cluster
) -> None:
    services, member = shared
    draft = calls.new_details(services, member, place="Hamar")
    services.offline_queue.park_later(draft)  # autosaved without the server …
    services.inquiries.complete(draft)  # … which was back when it was completed
    assert services.sync() == SyncResult()
    assert services.parking.drafts() == []


def test_one_that_nobody_foresaw_holds_up_no_other(
    shared: tuple[Services, Member], cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    services, member = shared
    first, _ = two_that_wait(services, member)
    real = services.inquiries.complete_now

    def broken(draft: Draft, signed: Signature) -> Receipt:
        if draft.id == first.id:
            raise RuntimeError
        return real(draft, signed)

    monkeypatch.setattr(services.inquiries, "complete_now", broken)
    done = services.sync()
    assert (done.written, done.left) == (1, 1)
    assert "Si fra til IT" in done.stopped[0]


def test_what_waits_for_a_server_is_not_written_into_another_register(
    shared: tuple[Services, Member], cluster: Cluster, tmp_path: Path
) -> None:
    """While the server is away the PC's own register is a way out, and its member number one is another."""
    services, member = shared
    draft = calls.new_details(services, member, place="Hamar")
    cluster.halt()
    try:
        services.inquiries.complete(draft)
        here = open_services(tmp_path / "her", os_user="maja")
        here.session.update(name="Maja", initials="MH", loop=2)
        other = enrolled(here)
        assert other.id == member.id
        assert here.sync() == SyncResult()
        assert (count(here, "inquiry"), count(here, "remark")) == (0, 0)
        here.close()
    finally:
        cluster.go_on()
    assert services.sync() == SyncResult(written=1)
    assert count(services, "inquiry") == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("m@tjener/db", "lars@TJENER:5432/db", True),
        ("m@tjener/db", "m@/db?host=tjener", True),
        ("m@/db?host=tjener&port=6432", "m@tjener:6432/db", True),
        ("m@tjener/db", "m@tjener:6432/db", False),
        ("m@tjener/db", "m@tjener/annen", False),
        ("m@tjener/db", "m@andre/db", False),
    ],
)
def test_a_server_is_known_however_its_address_is_spelt(one: str, other: str, same: bool) -> None:
    marks = [Database.server(f"postgresql+psycopg://{place}").place.mark for place in (one, other)]
    assert (marks[0] == marks[1]) is same


def test_another_register_is_not_chosen_while_something_waits_for_this_one(
    shared: tuple[Services, Member], cluster: Cluster, tmp_path: Path
) -> None:
    services, member = shared
    services.offline_queue.complete_later(calls.new_details(services, member, place="Hamar"))
    other = cluster.new_database()
    there = SharedAddress(str(cluster._folder), other, "postgres", secured="ingen")
    with pytest.raises(SwitchboardError, match="venter fortsatt"):
        services.shared_register.choose(there, "")
    with pytest.raises(SwitchboardError, match="venter fortsatt"):
        services.shared_register.go_home()
    assert not ServerChoice(tmp_path / "her").is_chosen
    elsewhere = build(Database.server(cluster.url(other)), tmp_path / "her", os_user="maja")
    assert elsewhere.offline_queue.elsewhere().startswith("1 samtale ligger på denne PC-en")
    elsewhere.close()
    assert services.sync() == SyncResult(written=1)
    services.shared_register.choose(there, "")
    cluster.drop(other)


def test_who_was_rung_without_the_server_is_on_the_board_when_it_is_back(
    shared: tuple[Services, Member], cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By whoever rang and when, once; and what the colleague has said since then counts."""
    services, _ = shared
    rung, later = now(), now() + timedelta(minutes=10)
    cluster.halt()
    try:
        monkeypatch.setattr(services.session, "clock", lambda: rung)
        for who in ("staff:7", "staff:8"):
            services.availability.no_answer(who)
    finally:
        cluster.go_on()
    monkeypatch.setattr(services.session, "clock", lambda: later)
    services.availability.set_presence("staff:8", "ledig")
    services.session.update(name="Lars", initials="LT", loop=2)  # who came to this PC since
    assert services.sync() == SyncResult()
    board = services.availability.board()
    missed, free = board.status("staff:7"), board.status("staff:8")
    assert missed is not None
    assert free is not None
    assert (missed.kind, missed.said, missed.author) == ("ingen_svar", rung, "MH")
    assert free.kind == "ledig"
    assert not services.offline_queue.holds_some
    services.sync()
    assert count(services, "presence") == 3


def test_an_attempt_that_cannot_be_kept_on_this_pc_is_refused(
    shared: tuple[Services, Member], cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    services, _ = shared
    monkeypatch.setattr("sentralbord_desktop.services.offline_queue.can_queue", lambda _: False)
    cluster.halt()
    try:
        with pytest.raises(DatabaseBusyError):
            services.availability.no_answer("staff:7")
    finally:
        cluster.go_on()


def test_an_attempt_that_waits_for_another_server_is_told_of_as_what_it_is(
    shared: tuple[Services, Member], tmp_path: Path
) -> None:
    services, _ = shared
    OfflineQueueFile(tmp_path / "her", "annen").put("1", NO_ANSWER, "MH", now(), '{"who": "staff:7"}')
    assert services.offline_queue.elsewhere().startswith("1 ringeforsøk ligger på denne PC-en")
