"""R19, limits: servers that answer without an end, too slowly, or with something that unfolds."""

import base64
import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from tests.helpers.figures import Say
from tests.helpers.readers import Reader

pytestmark = pytest.mark.usefixtures("counted")

OK = b"HTTP/1.1 200 OK\r\n"
BOMB = gzip.compress(b"\0" * 50_000_000)
GONE = 3.0
"""Seconds after which a client that takes and sends nothing has gone; no attack here needs as long."""
Attack = Callable[["Line"], None]


class Line:
    """One connection of the server; a write that fails ends the attack, for the client has gone."""

    def __init__(self, line: socket.socket, over: threading.Event) -> None:
        self._line, self._over = line, over

    def hear(self) -> bytes:
        return self._line.recv(65_536)

    def say(self, words: bytes) -> None:
        self._line.sendall(words)

    def for_ever(self, words: bytes, pause: float = 0.0) -> None:
        while not self._over.wait(pause):
            self._line.sendall(words)

    def nothing(self) -> None:
        self._over.wait()


class Hostile:
    """A server on this PC that does the same to each who comes."""

    def __init__(self, attack: Attack) -> None:
        self._attack, self._over = attack, threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.came = 0
        self._threads = [threading.Thread(target=self._serve)]
        self._threads[0].start()

    def _serve(self) -> None:
        while not self._over.is_set():
            line, _ = self._listener.accept()
            self.came += 1
            self._threads.append(threading.Thread(target=self._do, args=[line]))
            self._threads[-1].start()

    def _do(self, line: socket.socket) -> None:
        line.settimeout(GONE)
        with line, suppress(OSError):
            self._attack(Line(line, self._over))

    def close(self) -> None:
        self._over.set()
        with socket.create_connection(("127.0.0.1", self.port)):
            for thread in self._threads[:1]:
                thread.join()
        for thread in self._threads[1:]:
            thread.join()
        self._listener.close()


@pytest.fixture
def hostile() -> Iterator[Callable[[Attack], Hostile]]:
    started: list[Hostile] = []

    def start(attack: Attack) -> Hostile:
        started.append(Hostile(attack))
        return started[-1]

    yield start
    for server in started:
        server.close()


def after_the_question(*words: bytes, then: bytes = b"", pause: float = 0.0) -> Attack:
    def attack(line: Line) -> None:
        line.hear()
        line.say(b"".join(words))
        if then:
            line.for_ever(then, pause)

    return attack


def round_and_round(line: Line) -> None:
    line.hear()
    line.say(b"HTTP/1.1 302 Found\r\nLocation: /igjen\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


HTTP: dict[str, Attack] = {
    "says nothing": lambda line: line.nothing(),
    "a byte now and then of the head": after_the_question(then=b"H", pause=0.05),
    "a head without an end, a byte now and then": after_the_question(OK, then=b"X: y\r\n", pause=0.05),
    "a head without an end": after_the_question(OK, then=b"X-Y: " + b"z" * 1000 + b"\r\n"),
    "a head of one endless line": after_the_question(OK, b"X: ", then=b"z" * 10_000),
    "go on, go on, go on": after_the_question(then=b"HTTP/1.1 100 Continue\r\n\r\n"),
    "go on, now and then": after_the_question(then=b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.05),
    "a byte now and then of the body": after_the_question(OK, b"\r\n", then=b"x", pause=0.05),
    "a body without an end": after_the_question(OK, b"\r\n", then=b"x" * 100_000),
    "chunks without an end": after_the_question(OK, b"Transfer-Encoding: chunked\r\n\r\n", then=b"1\r\nx\r\n"),
    "says it will be endless": after_the_question(OK, b"Content-Length: 99999999999999\r\n\r\n", then=b"x" * 100_000),
    "a bomb in gzip": after_the_question(OK, b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(BOMB), BOMB),
    "a bomb in gzip, asked for or not": after_the_question(
        OK, b"Content-Encoding: identity, gzip\r\nContent-Length: %d\r\n\r\n" % len(BOMB), BOMB
    ),
    "sends on without an end": round_and_round,
    "something else than HTTP": after_the_question(base64.b64encode(BOMB)),
}


@pytest.mark.night
@pytest.mark.figures("R19")
@pytest.mark.parametrize("kind", ["calendar", "token", "sms"])
def test_an_answer_over_http_has_a_limit_on_time_and_size(
    kind: str, reader: Reader, hostile: Callable[[Attack], Hostile]
) -> None:
    for name, attack in HTTP.items():
        server = hostile(attack)
        reader.refuses(kind, f"http://127.0.0.1:{server.port}/")
        assert server.came, name
        assert reader.sockets == 0, name


@pytest.mark.figures("R19")
@pytest.mark.parametrize("kind", ["calendar", "token", "sms"])
def test_a_greeting_of_tls_that_drips_is_cut_off(
    kind: str, reader: Reader, hostile: Callable[[Attack], Hostile]
) -> None:
    record = b"\x16\x03\x03\x40\x00"  # of 16 384 bytes, it says
    server = hostile(after_the_question(record, then=b"\0", pause=0.05))
    reader.refuses(kind, f"https://127.0.0.1:{server.port}/")


def talking(*words: bytes, then: bytes, pause: float = 0.0) -> Attack:
    """Each of the words in answer to something, the first unasked."""

    def attack(line: Line) -> None:
        for word in words:
            line.say(word)
            line.hear()
        line.for_ever(then, pause)

    return attack


WELL = (b"220 hei\r\n", b"250 hei\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 ja\r\n")
SMTP: dict[str, Attack] = {
    "says nothing": lambda line: line.nothing(),
    "a byte now and then": talking(then=b"2", pause=0.05),
    "a line without an end": talking(then=b"2" * 10_000),
    "a greeting without an end": talking(then=b"220-hei\r\n"),
    "a greeting without an end, now and then": talking(then=b"220-hei\r\n", pause=0.05),
    "what it can do without an end": talking(WELL[0], then=b"250-SIZE\r\n"),
    "an answer to each, a byte now and then": talking(*WELL[:2], then=b"2", pause=0.05),
    "the verdict, a byte now and then": talking(*WELL, then=b"2", pause=0.05),
    "the verdict without an end": talking(*WELL, then=b"250-x\r\n"),
}


@pytest.mark.night
@pytest.mark.figures("R19")
def test_an_answer_over_smtp_has_a_limit_on_time_and_size(
    reader: Reader, hostile: Callable[[Attack], Hostile], figure: Say
) -> None:
    for name, attack in SMTP.items():
        server = hostile(attack)
        said = reader.refuses("mail", f"smtp://127.0.0.1:{server.port}")
        assert ("kan være sendt" in said) == ("verdict" in name), name
