"""HTTP answers with limits on bytes and total time: httpx limits each wait only, so a server that sends a byte a second
would never end. Imports httpx on use, because the import is slow."""

import logging
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import httpx

for _name in ("httpx", "httpcore"):  # at INFO they log addresses, which hold phone numbers and passwords
    logging.getLogger(_name).setLevel(logging.WARNING)

MAX_REDIRECTS = 5


@dataclass(frozen=True)
class Answer:
    """`body` is None when it was too large, compressed, or not read to its end in time. The names of `headers` are in
    small letters. No repr: it may be a key."""

    status: int
    body: bytes | None
    is_too_large: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Answer {self.status}>"


class Deadline:
    """Closes the registered connections at the time limit, also during a TLS handshake."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._lines: list[socket.socket] = []
        self._turn = threading.Lock()
        self._timer = threading.Timer(seconds, self.cut)
        self._timer.daemon = True

    def hold(self, line: socket.socket) -> None:
        """Keep a copy of the handle: TLS takes over the socket itself."""
        with self._turn:
            self._lines.append(line.dup())
        if self.passed:
            self.cut()

    def watch(self, event: str, info: dict[str, Any]) -> None:
        """The trace callback of httpx for one request."""
        if event == "connection.connect_tcp.complete":
            self.hold(info["return_value"].get_extra_info("socket"))

    def cut(self) -> None:
        """Close them now: the time is up, or the work was cancelled."""
        self.passed = True
        with self._turn:
            for line in self._lines:
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> "Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._turn:
            for line in self._lines:
                line.close()
            self._lines.clear()


class Answered(NamedTuple):
    """The answer to one request, and the request of its redirect."""

    answer: Answer
    onward: "httpx.Request | None"


def answered(client: "httpx.Client", request: "httpx.Request", most: int, deadline: Deadline) -> Answered:
    """Raises httpx.HTTPError until a status has come, also
    when the time is up. A trace set by the caller is called too."""
    own = request.extensions.get("trace")

    def trace(event: str, info: dict[str, Any]) -> None:
        deadline.watch(event, info)
        if own is not None:
            own(event, info)

    request.extensions["trace"] = trace
    response = client.send(request, stream=True)
    try:
        body = _body(response, most, deadline)
        whole = body if body is None or len(body) <= most else None
        headers = {name.lower(): text for name, text in response.headers.items()}
        answer = Answer(response.status_code, whole, is_too_large=body != whole, headers=headers)
        return Answered(answer, response.next_request)
    finally:
        response.close()


def answered_at_last(
    client: "httpx.Client",
    request: "httpx.Request",
    most: int,
    deadline: Deadline,
    may_follow: "Callable[[httpx.Request, httpx.Request], bool]",
) -> Answer | None:
    """As `answered`, after following the redirects allowed by `may_follow`; None for a forbidden one, and for more than
    MAX_REDIRECTS."""
    for _ in range(1 + MAX_REDIRECTS):
        found = answered(client, request, most, deadline)
        if found.onward is None:
            return found.answer
        if not may_follow(request, found.onward):
            return None
        request = found.onward
    return None


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error, and those that it came of: httpx has its own in front of what the connection raised."""
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__


def _body(response: "httpx.Response", most: int, deadline: Deadline) -> bytes | None:
    """The body, at most one piece over `most` bytes. Never decompressed: a small answer could unfold to gigabytes."""
    import httpx

    if response.headers.get("content-encoding", "identity") != "identity":
        return None
    body = bytearray()
    try:
        pieces = [response.content] if response.is_stream_consumed else response.iter_raw()
        for piece in pieces:
            body += piece
            if len(body) > most:
                return bytes(body)
    except httpx.HTTPError:
        return None
    return None if deadline.passed else bytes(body)
