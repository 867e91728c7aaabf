"""A plugin of pytest: servers on this PC that a test starts and that are stopped when it is over."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.helpers.authority import Authority
from tests.helpers.servers import Gateway, HandMade, Post


@pytest.fixture
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture
def post() -> Iterator[Callable[..., Post]]:
    """Start a mail server; it is stopped when the test is over."""
    started: list[Post] = []

    def start(**options: Any) -> Post:
        server = Post(**options)
        started.append(server)
        server.start()
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def handmade() -> Iterator[Callable[[dict[str, bytes | None]], HandMade]]:
    """Start a mail server that follows a script, for one connection."""
    started: list[HandMade] = []

    def start(script: dict[str, bytes | None]) -> HandMade:
        server = HandMade(script)
        started.append(server)
        return server

    yield start
    for server in started:
        server.close()


@contextmanager
def serving(server: Gateway) -> Iterator[Gateway]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.release.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    """An SMS gateway over HTTP."""
    with serving(Gateway()) as server:
        yield server


@pytest.fixture
def secure_gateway(authority: Authority) -> Iterator[Gateway]:
    """The same over HTTPS, with a certificate that the client knows. Its socket is exchanged before anybody listens
    to it: the one that is wrapped is nobody's from then on."""
    server = Gateway()
    server.socket = authority.server.wrap_socket(server.socket, server_side=True)
    with serving(server):
        yield server
