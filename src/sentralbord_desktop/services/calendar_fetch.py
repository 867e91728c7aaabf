"""Fetching somebody's calendar. No error, and no log, says where it was looked for."""

import logging
import socket
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from sentralbord_desktop.delivery.trust import system_trust
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.services.calendar_file import AS_BEFORE, MAX_BYTES, check_size

if TYPE_CHECKING:
    import httpx

for _name in ("httpx", "httpcore"):  # they log addresses, and a calendar's address is its password
    logging.getLogger(_name).setLevel(logging.WARNING)

SECONDS_TO_FETCH = 15.0
SECONDS_OF_SILENCE = 10.0
MAX_REDIRECTS = 5

NOT_FETCHED = f"Kalenderen kunne ikke hentes. {AS_BEFORE}"
NO_ADDRESS = "Adressen til kalenderen må være en fil eller begynne med https, http eller webcal."


def fetch(url_or_path: str | Path) -> bytes:
    """The file, from the disk or the web. No error, and no log, says where it was looked for."""
    text = str(url_or_path).strip()
    scheme, mark, rest = text.partition("://")
    scheme = scheme.lower()
    try:
        if isinstance(url_or_path, Path) or not mark:
            return _from_disk(Path(text))
        if scheme == "file":
            return _from_disk(Path(url2pathname(urlsplit(text).path)))
        if scheme in ("webcal", "webcals"):
            return _from_web("https://" + rest)
        if scheme in ("http", "https"):
            return _from_web(text)
    except SwitchboardError:
        raise
    except Exception:  # httpx has many, and each of them carries the address
        raise SwitchboardError(NOT_FETCHED) from None
    raise SwitchboardError(NO_ADDRESS)


def _from_disk(path: Path) -> bytes:
    if not path.is_file():  # a device or a pipe might never end
        raise SwitchboardError(NOT_FETCHED)
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    check_size(data)
    return data


class _Deadline:
    """Cuts the line when the time is up. httpx limits each wait only, and slow drops never end."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def watch(self, event: str, info: dict[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._sockets.append(info["return_value"].get_extra_info("socket"))
            if self.passed:
                self._cut()

    def _cut(self) -> None:
        self.passed = True
        for line in self._sockets:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> "_Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def _from_web(url: str) -> bytes:
    import httpx

    with (
        _Deadline(SECONDS_TO_FETCH) as deadline,
        httpx.Client(verify=system_trust("web"), timeout=SECONDS_OF_SILENCE) as client,
    ):
        request = client.build_request("GET", url, headers={"Accept-Encoding": "identity"})
        request.extensions["trace"] = deadline.watch
        for _ in range(1 + MAX_REDIRECTS):
            response = client.send(request, stream=True)
            try:
                if response.next_request is None:
                    data = _body(response)
                    break
            finally:
                response.close()
            if response.next_request.url.scheme not in (request.url.scheme, "https"):
                raise SwitchboardError(NOT_FETCHED)
            request = response.next_request
        else:
            raise SwitchboardError(NOT_FETCHED)
    if deadline.passed:
        raise SwitchboardError(NOT_FETCHED)
    return data


def _body(response: "httpx.Response") -> bytes:
    """Unpacked by nobody: a small answer could unfold to gigabytes."""
    if (
        response.status_code != 200
        or response.headers.get("content-encoding", "identity") != "identity"
    ):
        raise SwitchboardError(NOT_FETCHED)
    data = bytearray()
    for chunk in response.iter_raw():
        data += chunk
        check_size(data)
    return bytes(data)
