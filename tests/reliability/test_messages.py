"""R10: kills (thirty in full) and a hostile mail server. No message lost, none twice without a person.

Run as a program, this file is the child: it completes inquiries and sends until it is killed.
"""

import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import pytest
from sqlalchemy import text

from sentralbord_desktop.bootstrap import DATABASE_FILE, build
from sentralbord_desktop.domain.messages.message import MailServer
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.domain.organisation.organisation import Department, Organisation
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage import outbox
from sentralbord_desktop.storage.engine.database import Database
from tests.helpers import calls
from tests.helpers.children import HERE, Child
from tests.helpers.figures import Say, size
from tests.helpers.members import by_number
from tests.helpers.registers import KEY, enrol
from tests.helpers.stored import save_organisation

KILLS, CONTROL_KILLS = size(30, 15), 8
FIRST = datetime(2026, 11, 25, 8, tzinfo=UTC)
HURRY = 600
"""The child's clock runs so much faster, so that a pause of a minute is a tenth of a second."""

PATIENCE = 0.3
"""Seconds the sender waits for an answer; what the server does later is in vain."""

TOO_LATE, LATE = PATIENCE + 0.1, PATIENCE / 3
QUIET = timedelta(days=2)


@dataclass(frozen=True)
class Way:
    """What one connection meets at `at`: an answer after `delay` seconds, None cuts the line.

    `takes` is whether the server keeps the message, whatever it says about it afterwards.
    """

    at: str = ""
    delay: float = 0.0
    answer: bytes | None = None
    takes: bool = False
    weight: int = 1


CALM = Way(takes=True, weight=20)
HOSTILE = (
    CALM,
    Way("hello", delay=LATE, answer=b"220 hi\r\n", takes=True),
    Way("hello", delay=TOO_LATE),
    Way("hello", answer=b"421 busy\r\n"),
    Way("hello"),
    Way("MAIL"),
    Way("RCPT", answer=b"451 come back\r\n"),
    Way("RCPT", delay=TOO_LATE),
    Way("DATA", answer=b"451 not now\r\n"),
    Way("DATA"),
    Way("content"),
    Way(".", answer=b"452 full\r\n"),
    Way(".", answer=b"554 spam\r\n"),
    Way("."),
    Way(".", takes=True, weight=2),
    Way(".", delay=TOO_LATE, takes=True),
    Way(".", delay=LATE, answer=b"250 queued\r\n", takes=True, weight=3),
)


class Server:
    """Counts by Message-ID what it has taken. `ways` may be changed while it runs."""

    ANSWERS: ClassVar[dict[str, bytes]] = {
        "hello": b"220 hi\r\n",
        "EHLO": b"250 hi\r\n",
        "MAIL": b"250 ok\r\n",
        "RCPT": b"250 ok\r\n",
        "DATA": b"354 go on\r\n",
        "content": b"",
        ".": b"250 queued\r\n",
        "QUIT": b"221 bye\r\n",
    }

    def __init__(self) -> None:
        self.ways: tuple[Way, ...] = HOSTILE
        self.taken: Counter[str] = Counter()
        self._chance, self._lock, self._over = random.Random(20261125), threading.Lock(), False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._talks: list[threading.Thread] = []
        self._host = threading.Thread(target=self._receive)
        self._host.start()

    def rest(self) -> None:
        """Until every connection has ended."""
        for talk in list(self._talks):
            talk.join(30)

    def close(self) -> None:
        self._over = True
        socket.create_connection(("127.0.0.1", self.port), 1).close()
        self._host.join(30)
        self.rest()
        self._listener.close()

    def _receive(self) -> None:
        while not self._over:
            line, _ = self._listener.accept()
            [way] = self._chance.choices(self.ways, [way.weight for way in self.ways])
            self._talks.append(threading.Thread(target=self._talk, args=(line, way)))
            self._talks[-1].start()

    def _talk(self, line: socket.socket, way: Way) -> None:
        with line, suppress(OSError), line.makefile("rb") as reader:
            line.settimeout(5)
            said = self._say(line, way, "hello")
            while said and (command := reader.readline()):
                verb = command[:4].decode().strip().upper()
                said = self._say(line, way, verb) and verb != "QUIT"
                if said and verb == "DATA":
                    said = self._say(line, way, "content") and self._take(line, way, reader)

    def _take(self, line: socket.socket, way: Way, reader: Any) -> bool:
        content = b""
        while (row := reader.readline()) not in (b"", b".\r\n"):
            content += row
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)  # no 40 ms for each dot
        if row and way.takes:
            with self._lock:
                self.taken[id_in(content)] += 1
        return bool(row) and self._say(line, way, ".")

    def _say(self, line: socket.socket, way: Way, at: str) -> bool:
        answer: bytes | None = self.ANSWERS.get(at, b"502 what\r\n")
        if at == way.at:
            time.sleep(way.delay)  # an answer that comes late: time is what is tested
            answer = way.answer
        if answer is not None:
            line.sendall(answer)
        return answer is not None


def id_in(content: bytes) -> str:
    return str(message_from_bytes(content)["Message-ID"]).strip("<> ").partition("@")[0]


# ---------------------------------------------------------------- the child


def work(folder: Path) -> None:
    """Complete on one thread, send on the other, as the window does."""
    start, naive = float(os.environ["OUTBOX_START"]), os.environ["OUTBOX_NAIVE"] == "1"
    services = opened(folder, lambda: FIRST + (time.time() - start) * timedelta(seconds=HURRY))
    threading.Thread(target=complete, args=(services,), daemon=True).start()
    if not naive:
        services.sender.start()
    while True:
        if naive:
            resend(services)
        services.sender.send_due()
        time.sleep(0.002)  # the round of the window, hurried


def complete(services: Services) -> None:
    member = by_number(services, "204118")
    assert member is not None
    while True:
        receipt = services.inquiries.complete(calls.dismissal(services, member))
        os.write(1, f"done {receipt.inquiry_id}\n".encode())
        time.sleep(0.02)  # as often as somebody completes, hurried


def resend(services: Services) -> None:
    """The control: whoever is in doubt sends it again."""
    with services.database.transaction() as session:
        session.execute(text("UPDATE outgoing SET state='klar' WHERE state IN ('sender','usikker')"))


def furnished(folder: Path, port: int) -> Services:
    """A new register with a member, whose department is written to through `port`."""
    folder.mkdir()
    services = opened(folder, lambda: FIRST)
    services.session.update(name="Maja Hovde", initials="MH", loop=2)
    department = Department(number=4, name="Innlandet", email="avd4@eksempel.no")
    save_organisation(services, Organisation(departments=(department,)))
    server = MailServer(
        host="127.0.0.1", port=port, security="ingen", auth="ingen", sender="sentralbord@eksempel.no", timeout=PATIENCE
    )
    services.sending.save(SendingSettings(mail="smtp", undo_seconds=0, server=server))
    enrol(services)
    return services


def opened(folder: Path, clock: Any) -> Services:
    return build(Database.file(folder / DATABASE_FILE, KEY), folder, clock=clock, os_user="maja.hovde")


def main() -> None:
    """Everything slow is loaded once, by an inquiry in a register of its own; then each child forks."""
    with TemporaryDirectory() as folder:
        services = furnished(Path(folder) / "kontor", 1)
        member = by_number(services, "204118")
        services.inquiries.complete(calls.dismissal(services, member)) if member else None
        services.sender.send_due()
        services.close()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            work(Path(line.strip()))
        os.write(1, f"pid {child}\n".encode())
        os.waitpid(child, 0)
        os.write(1, b"ended\n")


# ---------------------------------------------------------------- the test


class Sending(Child):
    """The child over one register, and the register itself when the child is dead."""

    def __init__(self, folder: Path, server: Server, *, naive: bool) -> None:
        self._folder, self._rest, self.server = folder, b"", server
        self.watch = FIRST
        furnished(folder, server.port).close()
        about = {"OUTBOX_START": str(time.time()), "OUTBOX_NAIVE": str(int(naive))}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.reliability.test_messages"],
            cwd=HERE,
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **about},
        )

    def killed(self, times: int) -> set[str]:
        """Kill it so many times at random moments; the inquiries that were acknowledged."""
        chance, said = random.Random(20261125), list[str]()
        for _ in range(times):
            said += self.run_until_killed(chance.randint(1, 12), chance.random() * 0.2)
        self.close()
        return {line.split()[1] for line in said if line.startswith("done")}

    def open(self) -> Services:
        self.watch += QUIET
        return opened(self._folder, lambda: self.watch)

    def until_quiet(self, services: Services, *, naive: bool = False) -> dict[str, Outgoing]:
        """Rounds until nothing leaves by itself any more; every message by its id."""
        while True:
            if naive:
                resend(services)
            if not any(message.state == "klar" for message in rows(services)):
                break
            self.watch += timedelta(hours=1)
            services.sender.send_due()
        self.server.rest()
        return {message.id: message for message in rows(services)}


def rows(services: Services) -> list[Outgoing]:
    with services.database.reading() as session:
        return outbox.newest(session, 1_000_000)


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.mark.night
@pytest.mark.figures("R10")
def test_no_message_is_lost_and_none_is_sent_twice_without_a_person(
    tmp_path: Path, server: Server, figure: Say
) -> None:
    sending = Sending(tmp_path / "kontor", server, naive=False)
    acknowledged = sending.killed(KILLS)

    services = sending.open()
    services.sender.start()
    there = sending.until_quiet(services)
    states = Counter(message.state for message in there.values())
    cut_off = sum("avbrutt" in m.reason for m in there.values() if m.state == "usikker")
    twice = {name for name, times in server.taken.items() if times > 1}
    lost = {m.id for m in there.values() if m.state == "sendt" and not server.taken[m.id]}
    print(
        f"\n{KILLS} kills, {len(acknowledged)} acknowledged, {len(there)} messages, {dict(states)}, "
        f"{cut_off} cut off by a kill, {len(lost)} lost, {len(twice)} twice"
    )
    assert twice == lost == set()
    assert acknowledged <= {message.inquiry_id for message in there.values()}
    assert set(server.taken) <= set(there)
    assert set(states) <= {"sendt", "usikker", "feilet"}
    assert not any(server.taken[m.id] for m in there.values() if m.state == "feilet")
    assert len(there) >= 2 * KILLS
    assert 0 < cut_off < states["usikker"] < len(there) / 3

    settle_by_hand(services, server)
    assert {m.state for m in sending.until_quiet(services).values()} == {"sendt"}
    assert server.taken == dict.fromkeys(there, 1)
    services.close()
    figure("R10", f"{KILLS} kills, {len(there)} messages: 0 lost, 0 twice, {states['usikker']} shown to a person")


def settle_by_hand(services: Services, server: Server) -> None:
    """A person asks the recipient, and sends what did not come."""
    server.ways = (CALM,)
    for message in rows(services):
        if message.state == "usikker" and server.taken[message.id]:
            services.outbox.did_leave(message)
        elif message.state != "sendt":
            services.outbox.send_now(message)


@pytest.mark.night
@pytest.mark.figures("R10")
def test_the_control_who_resends_on_doubt_sends_twice(tmp_path: Path, server: Server, figure: Say) -> None:
    sending = Sending(tmp_path / "kontor", server, naive=True)
    acknowledged = sending.killed(CONTROL_KILLS)
    services = sending.open()
    there = sending.until_quiet(services, naive=True)
    twice = {name for name, times in server.taken.items() if times > 1}
    print(f"\ncontrol: {CONTROL_KILLS} kills, {len(there)} messages, {len(twice)} twice")
    figure("R10", control=f"resending on doubt: {len(twice)} of {len(there)} twice")
    assert acknowledged <= {message.inquiry_id for message in there.values()}
    assert twice
    services.close()


@pytest.mark.night
def test_the_control_kills_alone_make_the_naive_sender_send_twice(tmp_path: Path, server: Server) -> None:
    server.ways = (Way(".", delay=LATE, answer=b"250 queued\r\n", takes=True),)
    sending = Sending(tmp_path / "kontor", server, naive=True)
    sending.killed(CONTROL_KILLS)
    server.rest()
    twice = {name for name, times in server.taken.items() if times > 1}
    print(f"\ncontrol, polite server: {CONTROL_KILLS} kills, {len(twice)} twice")
    assert twice


if __name__ == "__main__":
    main()
