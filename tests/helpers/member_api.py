"""The server of a member system, over https on this PC: what it answers is decided by the test."""

import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from sentralbord_desktop.delivery import tls_context
from tests.helpers.authority import Authority

TOKEN = "nokkel-5f0c"
HEAD = "Medlemsnummer;Fornavn;Etternavn;Fødselsdato;Mobil;Status"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
        headers = {name.lower(): text for name, text in self.headers.items()}
        asked = Asked(urlsplit(self.path).path, headers)
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


def person(number: int, phone: str = "", status: str = "Student", born: str = "1980-02-01") -> str:
    """The line of an invented member."""
    return f"{number};Kari{number};Lie;{born};{phone or f'+47990{number % 100_000:05}'};{status}"


def csv_reply(*lines: str, etag: str = "", **more: Any) -> Reply:
    headers = {"Content-Type": "text/csv; charset=utf-8", **({"ETag": etag} if etag else {})}
    return Reply(200, "\r\n".join(lines).encode(), headers, **more)


def file_of(people: Sequence[str], **more: Any) -> Reply:
    return csv_reply(HEAD, *people, **more)


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
