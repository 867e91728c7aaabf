"""Several desks at one server: each hears what the others write, and knows when the server is gone."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event, text

from sentralbord_desktop.bootstrap import build
from sentralbord_desktop.domain.callbacks import CallbackFields
from sentralbord_desktop.domain.dates.clock import NO_DIFFERENCE, ServerClock, now
from sentralbord_desktop.domain.errors import DatabaseBusyError, SwitchboardError
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.engine.schema_version import HEAD
from sentralbord_desktop.storage.members.members import add_member
from sentralbord_desktop.storage.sharing.listener import HEARTBEAT, Listener
from tests.helpers import calls
from tests.helpers.figures import Say, size
from tests.helpers.moved_registers import enrolled
from tests.helpers.postgres import Cluster
from tests.helpers.workstations import AT_ONCE, SOON, Desk, promise, until

LATE = 20.0


def test_what_one_desk_writes_the_other_hears_within_a_second(desks: tuple[Desk, Desk]) -> None:
    one, other = desks
    member = enrolled(one.services)
    until(lambda: other.has_heard("members"), AT_ONCE)
    acts: list[tuple[str, Callable[[], object]]] = [
        ("members", lambda: one.services.members.remark(member.id, "Ringte om ferie")),
        ("callbacks", lambda: promise(one)),
        ("availability", lambda: one.services.availability.set_presence("operator:MA", "ledig")),
        ("callbacks", lambda: one.services.callbacks.claim(one.services.callbacks.all_open()[0])),
    ]
    for subject, act in acts:
        other.heard.clear()
        act()
        assert until(partial(other.has_heard, subject), AT_ONCE) < AT_ONCE
    (seen,) = other.services.callbacks.all_open()
    assert seen.claimed_by == "MA"


def test_the_words_of_the_search_are_read_again_for_a_new_name_and_not_for_a_call(
    desks: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifty desks read a thousand words each after every call."""
    monkeypatch.setattr(Listener, "_catch_up", lambda *_: None)  # the server counts the member late
    one, other = desks
    member = enrolled(one.services)
    until(lambda: other.has_heard("members"), AT_ONCE)
    assert other.services.members.search("ingunn")
    asked: list[str] = []

    @event.listens_for(other.services.database.engine, "before_cursor_execute")
    def note(*given: object) -> None:
        asked.append(str(given[2]))

    def has_read() -> bool:
        return any("FROM member_search_word" in statement for statement in asked)

    for act in (
        lambda: one.services.members.remark(member.id, "Ringte om ferie"),
        lambda: one.services.inquiries.complete(calls.resignation(one.services, member)),
    ):
        other.heard.clear()
        act()
        until(lambda: other.has_heard("members"), AT_ONCE)
        assert not has_read()
    one.services.members.change(member, {"last_name": "Qvigstad"})
    until(has_read, SOON)
    until(lambda: other.services.members.search("kvigsta"), SOON)


def who_else(desk: Desk, member_id: int) -> list[str]:
    return [other.sign for other in desk.services.live.elsewhere(member_id)]


def test_who_else_has_a_member_open_is_seen_within_a_second(desks: tuple[Desk, Desk]) -> None:
    one, other = desks
    ingunn = enrolled(one.services).id
    other.services.live.look_at(ingunn, "LA")
    assert who_else(one, ingunn) == []
    one.heard.clear()
    one.services.live.look_at(ingunn, "MA")
    until(lambda: who_else(other, ingunn) == ["MA"], AT_ONCE)
    until(lambda: one.has_heard("opened"), AT_ONCE)
    (seen,) = one.services.live.elsewhere(ingunn)
    assert seen.sign == "LA"
    with one.services.database.engine.connect() as raw:
        asked = "SELECT application_name FROM pg_stat_activity WHERE application_name LIKE 'sentralbord%%'"
        shown = " ".join(raw.exec_driver_sql(asked).scalars())
    assert " LA " in shown
    assert "Fjeldheim" not in shown
    assert abs((seen.since - one.services.session.clock()).total_seconds()) < 60
    assert who_else(one, ingunn + 1) == []
    other.heard.clear()
    one.services.live.look_at(ingunn + 1, "MA")
    until(lambda: other.has_heard("opened") and not who_else(other, ingunn), AT_ONCE)
    one.services.live.look_at(ingunn, "ØÅ")  # the server keeps no such letters in a connection's name
    until(lambda: who_else(other, ingunn) == ["ØÅ"], AT_ONCE)
    one.services.live.look_at(None, "MA")
    until(lambda: not who_else(other, ingunn), AT_ONCE)


def test_a_desk_that_dies_has_nothing_open_and_after_a_gap_it_is_told_again(
    desks: tuple[Desk, Desk], cluster: Cluster
) -> None:
    one, other = desks
    ingunn = enrolled(one.services).id
    one.services.live.look_at(ingunn, "MA")
    until(lambda: who_else(other, ingunn) == ["MA"], AT_ONCE)
    cluster.halt()
    until(lambda: other.line == [False], SOON)
    cluster.go_on()
    until(lambda: other.line == [False, True], SOON)
    until(lambda: who_else(other, ingunn) == ["MA"], SOON)
    one.services.live.end()  # its connection goes, as when the PC is pulled out
    until(lambda: not who_else(other, ingunn), AT_ONCE)


def test_what_was_told_and_not_heard_is_found_within_seconds(desks: tuple[Desk, Desk]) -> None:
    """The triggers are taken away: nothing is told of what is written."""
    one, other = desks
    member = enrolled(one.services)
    with one.services.database.engine.begin() as raw:
        for table in ("callback", "remark"):
            raw.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER {table}_tells"))
    until(lambda: other.has_heard("members"), AT_ONCE)
    beat(other)
    other.heard.clear()
    promise(one)
    one.services.members.remark(member.id, "Ringte om ferie")
    until(lambda: other.has_heard("callbacks") and other.has_heard("members"), LATE)


def test_while_nobody_writes_nothing_is_read_again(desks: tuple[Desk, Desk]) -> None:
    one, other = desks
    promise(one)
    listener = other.services.live._listener
    assert listener is not None
    until(lambda: listener._counts.get("callback"), LATE)
    for _ in range(5):  # what was written at the start may be counted ten seconds late
        other.heard.clear()
        beat(other)
        if not other.heard:
            return
    pytest.fail("it never comes to rest")


def beat(desk: Desk) -> None:
    """Until the counts have been asked for once more."""
    listener = desk.services.live._listener
    assert listener is not None
    before = listener._counts
    until(lambda: listener._counts is not before, SOON)


def test_what_is_rolled_back_is_not_told(desks: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Listener, "_catch_up", lambda *_: None)  # it counts such rows too
    one, other = desks
    with one.services.database.engine.connect() as raw:
        raw.exec_driver_sql("UPDATE department SET name = 'X'")
        raw.rollback()
    promise(one)
    until(lambda: other.has_heard("callbacks"), AT_ONCE)
    assert not other.has_heard("organisation")


def has_open(desk: Desk, count: int) -> bool:
    return len(desk.services.callbacks.all_open()) == count


@pytest.mark.figures("R9")
def test_a_server_that_is_started_again_is_noticed_and_nothing_is_missed(
    desks: tuple[Desk, Desk], cluster: Cluster, figure: Say
) -> None:
    one, other = desks
    slowest = 0.0
    for number in range(restarts := size(10, 3)):
        other.heard.clear()
        other.line.clear()
        cluster.halt()
        slowest = max(slowest, until(lambda: other.line == [False], SOON))
        with pytest.raises(SwitchboardError, match="databasetjeneren"):
            promise(one)
        cluster.go_on()
        until(lambda: other.line == [False, True], SOON)
        until(lambda: other.has_heard("callbacks"), SOON)  # all is told as changed after a gap
        until(lambda: one.line[-1:] == [True], SOON)  # until then nothing is asked of the server
        promise(one, number)
        until(partial(has_open, other, number + 1), SOON)
    figure("R9", f"{restarts} server restarts: noticed within {slowest:.1f} s, 0 events missed")


def test_a_line_that_hangs_without_a_word_is_known_by_the_heartbeat(desks: tuple[Desk, Desk], cluster: Cluster) -> None:
    """The listening session is ended at the server, as a firewall would forget it."""
    one, other = desks
    with one.services.database.transaction() as session:
        session.connection().exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'sentralbord%%'"
        )
    until(lambda: False in other.line, SOON)
    until(lambda: other.line[-1] is True and one.services.database.takes_writes, SOON)
    promise(one)
    until(lambda: other.has_heard("callbacks"), SOON)


class Cable:
    """A TCP port that carries bytes to the server's socket until it is pulled out: then it keeps every
    connection, and carries nothing."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._pulled = threading.Event()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self._ends: list[socket.socket] = []
        self._carriers: list[threading.Thread] = []
        self._let = threading.Thread(target=self._let_in, daemon=True)
        self._let.start()

    def pull_out(self) -> None:
        self._pulled.set()

    def put_back(self) -> None:
        self._pulled.clear()

    def close(self) -> None:
        for end in (self._door, *self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        for thread in (self._let, *self._carriers):
            thread.join(5)

    def _let_in(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self._door.accept()
                there = socket.socket(socket.AF_UNIX)
                there.connect(str(self._target))
                self._ends += [here, there]
                for pair in ((here, there), (there, here)):
                    carrier = threading.Thread(target=self._carry, args=pair, daemon=True)
                    self._carriers.append(carrier)
                    carrier.start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65_536):
                if self._pulled.is_set():
                    continue  # lost on the way, and nobody is told
                other.sendall(data)
        with suppress(OSError):
            other.shutdown(socket.SHUT_RDWR)


@pytest.mark.figures("R9")
@pytest.mark.parametrize("opens", [False, True])
def test_a_cable_that_is_out_is_known_within_ten_seconds(
    cluster: Cluster, tmp_path: Path, figure: Say, *, opens: bool
) -> None:
    """Nothing is closed, nothing answers: as a VPN that drops, or a PC that has slept; also when somebody opens
    a member in that moment."""
    name = cluster.new_database()
    folder = Path(cluster.url(name).partition("host=")[2])
    cable = Cable(folder / ".s.PGSQL.5432")
    desk = Desk(f"postgresql+psycopg://postgres@127.0.0.1:{cable.port}/{name}?sslmode=disable", tmp_path, "maja")
    try:
        cable.pull_out()
        if opens:
            desk.services.live.look_at(1, "MA")
        took = until(lambda: desk.line == [False], 20)
        figure("R9", f"a cable pulled out: known after {took:.1f} s", met=took < 10)
        assert took < 10
        begun = time.monotonic()
        for _ in range(5):  # each would wait five seconds, and Fullfør behind them
            with pytest.raises(DatabaseBusyError):
                desk.services.members.count()
        assert time.monotonic() - begun < 1
        cable.put_back()
        until(lambda: desk.line == [False, True], 20)
        assert desk.services.members.count() == 0
    finally:
        desk.services.close()
        cable.close()
        cluster.drop(name)


def test_a_register_on_this_pc_listens_to_nobody(tmp_path: Path) -> None:
    from tests.helpers.registers import open_with_key

    services = open_with_key(tmp_path / "kontor")
    before = threading.active_count()
    services.live.begin(lambda _: None)
    assert not services.live.is_shared
    assert threading.active_count() == before
    services.close()


def test_the_clock_of_the_server_counts_at_every_desk(cluster: Cluster, tmp_path: Path) -> None:
    """A PC that goes twenty minutes wrong holds a callback neither too long nor too short."""
    url = cluster.url(name := cluster.new_database())
    true = build(Database.server(url), tmp_path, os_user="maja")
    wrong = ServerClock(lambda: now() - timedelta(minutes=20))
    late = build(Database.server(url), tmp_path, clock=wrong, os_user="lars")
    true.session.update(name="Maja", initials="MA")
    late.session.update(name="Lars", initials="LA")
    assert abs(late.session.clock() - now()) <= NO_DIFFERENCE
    callback = late.callbacks.add(
        CallbackFields(number="99000418", subject="ferie", promised_by="LA", created=late.session.clock())
    )
    (made,) = true.callbacks.all_open()
    assert made.id == callback
    late.callbacks.claim(made)
    (held,) = true.callbacks.all_open()
    assert held.claimed_at(true.session.clock() + timedelta(minutes=14)) == "LA"
    assert held.claimed_at(true.session.clock() + timedelta(minutes=16)) == ""
    wrong.ahead = timedelta(0)  # the PC has slept, and its own clock was believed meanwhile
    late.live.begin(lambda _: None)
    until(lambda: abs(late.session.clock() - now()) <= NO_DIFFERENCE, SOON)
    late.close()
    true.close()
    cluster.drop(name)


def test_two_seconds_are_the_way_of_the_answer() -> None:
    moment = datetime(2026, 11, 25, 13, 6, tzinfo=UTC)
    clock = ServerClock(lambda: moment)
    clock.correct(moment + timedelta(seconds=1, microseconds=900_000))
    assert clock() == moment
    clock.correct(moment - timedelta(seconds=90))
    assert clock() == moment - timedelta(seconds=90)


def test_a_name_that_one_desk_brings_is_heard_at_the_other(desks: tuple[Desk, Desk]) -> None:
    one, other = desks
    enrolled(one.services)
    assert other.services.members.search("kristoffersen") == []  # its words are read now
    other.heard.clear()
    with one.services.database.transaction() as session:
        add_member(
            session,
            {"number": "7", "first_name": "Åse", "last_name": "Brzęczyk"},
            author="MA",
            at=one.services.session.clock(),
            inquiry_id=None,
            source="import",
        )
    until(lambda: other.has_heard("members"), AT_ONCE)  # perhaps the count of the one before, up to 10 s late
    until(lambda: [hit.number for hit in other.services.members.search("brzecsyk")] == ["7"], SOON)


def words_on(desk: Desk) -> set[str]:
    with desk.services.database.reading() as session:
        return set(session.execute(text("SELECT word FROM member_search_word")).scalars())


def counted(desk: Desk) -> set[str]:
    """The same by counting every word of the index."""
    asked = "SELECT word FROM ts_stat('SELECT tokens FROM member_search') WHERE word ~ '^1?[a-z]'"
    with desk.services.database.reading() as session:
        return set(session.execute(text(asked)).scalars())


def test_the_words_on_the_server_follow_every_change_of_the_index(desks: tuple[Desk, Desk]) -> None:
    one, _ = desks
    ingunn = enrolled(one.services)
    assert words_on(one) == counted(one) != set()
    with one.services.database.transaction() as session:
        add_member(
            session,
            {"number": "7", "first_name": "Åse", "last_name": ingunn.last_name},
            author="MA",
            at=one.services.session.clock(),
            inquiry_id=None,
            source="import",
        )
    one.services.members.change(ingunn, {"last_name": "Ødegård", "place": "Voss"})
    assert {"fjeldheim", "odegard", "1voss"} <= words_on(one) == counted(one)  # Åse has the old name
    now = one.services.members.open(ingunn.id).member
    one.services.privacy.erase(now, now.number, "ba om det")
    assert not {"odegard", "1voss"} & words_on(one)
    assert words_on(one) == counted(one) == {"ase", "fjeldheim"}


def test_a_desk_that_runs_while_the_tables_are_upgraded_writes_nothing_more(
    cluster: Cluster, tmp_path: Path, vault: object
) -> None:
    url = cluster.url(name := cluster.new_database())
    services = build(Database.server(url), tmp_path, os_user="maja")
    services.session.update(name="Maja", initials="MA")
    member = enrolled(services)
    told: list[str] = []
    services.live.begin(lambda _: None, lambda: told.append("ny"))
    draft = calls.new_details(services, member, place="Hamar")
    with Database.server(url).transaction() as other:  # a newer program, which knows one table more
        other.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    until(lambda: told, SOON)
    with pytest.raises(DatabaseBusyError, match="nyere versjon"):
        services.members.add_phone(member.id, "99112233")
    assert services.members.search("fjeldheim")
    receipt = services.inquiries.complete(draft)
    assert "ligger det trygt" in receipt.to_come[0]
    assert services.sync().left == 1
    time.sleep(HEARTBEAT + 0.5)  # the next sign of life, and nothing is told: time is what it waits for
    assert told == ["ny"]
    services.close()
    with Database.server(url).transaction() as other:
        other.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": HEAD})
    services = build(Database.server(url), tmp_path, os_user="maja")  # as the new program
    assert services.sync().written == 1
    services.close()
    cluster.drop(name)
