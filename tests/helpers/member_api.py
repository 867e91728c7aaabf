"""The interface of a member system, over https on this PC: what it answers is decided by the test."""

import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from sentralbord_desktop.delivery import tls_context
from tests.helpers.authority import Authority

TOKEN = "nokkel-5f0c"
SIZE = 2
"""Members on a page."""


@dataclass(frozen=True)
class Reply:
    """`cut`: how many bytes of the body are not sent; `has_length` says how long it is."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    has_length: bool = True


@dataclass(frozen=True)
class Asked:
    path: str
    query: dict[str, str]
    headers: dict[str, str]


Answer = Callable[[Asked], Reply]


class MemberApi(ThreadingHTTPServer):
    """`answer` decides what it says; `asked` is what it was asked, in order."""

    daemon_threads = False
    block_on_close = True

    def __init__(self, context: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.scheme = "https" if context else "http"
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True)
        self.answer: Answer = lambda _: Reply(404)
        self.asked: list[Asked] = []

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that does not trust the certificate hangs up."""

    def replies(self, *replies: Reply) -> None:
        """One after another; the last for the rest."""
        left = list(replies)
        self.answer = lambda _: left.pop(0) if len(left) > 1 else left[0]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: MemberApi

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        headers = {name.lower(): text for name, text in self.headers.items()}
        asked = Asked(parts.path, dict(parse_qsl(parts.query)), headers)
        self.server.asked.append(asked)
        reply = self.server.answer(asked)
        self.close_connection = True
        self.send_response_only(reply.status)
        for name, text in reply.headers.items():
            self.send_header(name, text)
        if reply.has_length:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body[: len(reply.body) - reply.cut])

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """Nothing."""


@contextmanager
def serving(api: MemberApi) -> Iterator[MemberApi]:
    thread = Thread(target=api.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield api
    finally:
        api.shutdown()
        api.server_close()
        thread.join()


def person(number: int, **more: Any) -> dict[str, Any]:
    """An invented member, as such a system has them."""
    return {
        "id": number,
        "navn": {"fornavn": f"Kari{number}", "etternavn": "Lie"},
        "fodt": "1980-02-01",
        "mobil": f"+47990{number:05}",
        "status": "Student",
        "endret": f"2026-01-{number % 28 + 1:02}T10:00:00Z",
        **more,
    }


def json_reply(content: Any, **headers: str) -> Reply:
    return Reply(200, json.dumps(content).encode(), {"Content-Type": "application/json", **headers})


def csv_reply(*lines: str, **more: Any) -> Reply:
    return Reply(200, "\r\n".join(lines).encode(), {"Content-Type": "text/csv; charset=utf-8"}, **more)


def pages_of(people: list[dict[str, Any]], size: int = SIZE) -> Answer:
    """A list in pages with a link to the next, as `{"data": […], "meta": {"total": n, "next": "/…"}}`."""

    def answer(asked: Asked) -> Reply:
        at = int(asked.query.get("fra", "0"))
        onward = f"/medlemmer?fra={at + size}" if at + size < len(people) else None
        return json_reply({"data": people[at : at + size], "meta": {"total": len(people), "next": onward}})

    return answer


@pytest.fixture
def trusted(authority: Authority, tmp_path: Path, no_proxies: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This PC trusts the authority of the tests, as it does one that IT has put in its store."""
    file = tmp_path / "rot.pem"
    file.write_bytes(authority.certificate.public_bytes(Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    tls_context._read.cache_clear()
    yield
    tls_context._read.cache_clear()


@pytest.fixture
def member_api(authority: Authority, trusted: None) -> Iterator[MemberApi]:
    with serving(MemberApi(authority.server)) as api:
        yield api
