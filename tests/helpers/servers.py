"""The servers behind the fixtures."""

import asyncio
import base64
import json
import socket
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

LOGIN, PASSWORD, TOKEN = "sentralbord@forbundet.no", "blåbær og 1 ås", "token-0123456789"


class Mailbox:
    """What the mail server does with each command, and what it has been given.

    `answers` overrules by command («MAIL», «RCPT ola@b.no», «.»).
    """

    def __init__(self, answers: dict[str, str]) -> None:
        self.answers = answers
        self.received: list[Envelope] = []
        self.seen: list[str] = []

    async def handle_MAIL(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.seen.append("MAIL")
        if "MAIL" in self.answers:
            return self.answers["MAIL"]
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _: list[str]
    ) -> str:
        self.seen.append(f"RCPT {address}")
        if f"RCPT {address}" in self.answers:
            return self.answers[f"RCPT {address}"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_RSET(self, _server: SMTP, _session: Session, _: Envelope) -> str:
        self.seen.append("RSET")
        return "250 OK"

    async def handle_QUIT(self, _server: SMTP, _session: Session, _: Envelope) -> str:
        self.seen.append("QUIT")
        return self.answers.get("QUIT", "221 Bye")

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        self.seen.append("DATA")
        if "." in self.answers:
            return self.answers["."]
        self.received.append(envelope)
        return "250 2.0.0 Ok: queued as 4XyZ1"

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        given = base64.b64decode(args[1]).decode()
        self.seen.append("XOAUTH2")
        if given == f"user={LOGIN}\x01auth=Bearer {TOKEN}\x01\x01":
            return AuthResult(success=True)
        why = json.dumps({"status": "401", "schemes": "Bearer"}).encode()
        await server.challenge_auth(why)
        return AuthResult(success=False, handled=False)


class Post(Controller):
    """A mail server on a free port of 127.0.0.1."""

    def __init__(self, *, answers: dict[str, str] | None = None, **options: Any) -> None:
        self.mailbox = Mailbox(answers or {})
        if options.pop("login", False):
            options |= {"auth_required": True, "authenticator": self._right}
        super().__init__(self.mailbox, hostname="127.0.0.1", ready_timeout=5.0, **options)

    def _right(self, _s: SMTP, _i: Session, _e: Envelope, way: str, who: Any) -> AuthResult:
        self.mailbox.seen.append(way)
        assert isinstance(who, LoginPassword)
        right = (who.login, who.password) == (LOGIN.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)

    def _create_server(self) -> Any:
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        return self.loop.create_server(self._factory_invoker, sock=listener, ssl=self.ssl_context)

    def stop(self, no_assert: bool = False) -> None:
        """Let the connections end before the loop does, so that nothing is left open."""
        asyncio.run_coroutine_threadsafe(self._rest(), self.loop).result(2)
        super().stop(no_assert)

    async def _rest(self) -> None:
        if self.server is not None:
            self.server.close()  # on Windows, waiting for the next connection is a task too, and would never end
        mine = asyncio.current_task()
        others = [task for task in asyncio.all_tasks(self.loop) if task is not mine]
        if others:
            await asyncio.wait(others, timeout=1)


class HandMade:
    """A mail server for one connection. `script` overrules the answer to a command.

    Keys: «hello», EHLO, MAIL, RCPT, DATA, «content» (before reading it), «.», QUIT.
    None cuts the line; b"" says nothing.
    """

    ANSWERS: ClassVar[dict[str, bytes]] = {
        "hello": b"220 hei\r\n",
        "EHLO": b"250 hei\r\n",
        "MAIL": b"250 ok\r\n",
        "RCPT": b"250 ok\r\n",
        "DATA": b"354 go on\r\n",
        "content": b"",
        ".": b"250 queued\r\n",
        "QUIT": b"221 bye\r\n",
        "RSET": b"250 ok\r\n",
    }

    def __init__(self, script: dict[str, bytes | None]) -> None:
        self.script = {**self.ANSWERS, **script}
        self.seen: list[str] = []
        self.content = b""
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.port = self.listener.getsockname()[1]
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    def close(self) -> None:
        self.over.set()
        with suppress(OSError):  # wakes a server that nobody came to
            socket.create_connection(("127.0.0.1", self.port), 0.2).close()
        self.thread.join()
        self.listener.close()

    def _serve(self) -> None:
        line, _ = self.listener.accept()
        with line, suppress(OSError), line.makefile("rb") as reader:
            line.settimeout(5)
            if self._say(line, "hello"):
                self._talk(line, reader)

    def _talk(self, line: socket.socket, reader: Any) -> None:
        while command := reader.readline():
            verb = command[:4].decode().strip().upper()
            self.seen.append(verb)
            if not self._say(line, verb) or verb == "QUIT":
                return
            if verb == "DATA" and not (self._say(line, "content") and self._read(line, reader)):
                return

    def _read(self, line: socket.socket, reader: Any) -> bool:
        while (row := reader.readline()) not in (b"", b".\r\n"):
            self.content += row
        self.seen.append(".")
        return self._say(line, ".")

    def _say(self, line: socket.socket, key: str) -> bool:
        answer = self.script.get(key, b"502 what\r\n")
        if answer is None:
            return False
        if answer == b"" and key != "content":
            self.over.wait(2)
            return False
        line.sendall(answer)
        return True


class Gateway(ThreadingHTTPServer):
    """An SMS gateway. `status` and `answer` are what it says; `requests` what it was asked."""

    daemon_threads = False
    block_on_close = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Counter)
        self.status, self.answer = 200, b'{"ok": 1}'
        self.headers: dict[str, str] = {}
        self.requests: list[dict[str, Any]] = []
        self.later: list[bytes] = []
        self.silent = self.cut = self.drip = False
        self.release = threading.Event()

    @property
    def url(self) -> str:
        scheme = "https" if hasattr(self.socket, "context") else "http"
        return f"{scheme}://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what some of the tests are about."""


class Counter(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Gateway

    def do_POST(self) -> None:
        gateway = self.server
        size = int(self.headers.get("Content-Length") or 0)
        gateway.requests.append(
            {"method": self.command, "path": self.path, "headers": self.headers, "body": self.rfile.read(size)}
        )
        self.close_connection = True
        gateway.answer = gateway.later.pop(0) if gateway.later else gateway.answer
        if gateway.silent:
            gateway.release.wait(2)
        elif not gateway.cut:
            self._answer(gateway)

    do_GET = do_POST  # noqa: N815 - http.server's name

    def _answer(self, gateway: Gateway) -> None:
        self.send_response(gateway.status)
        for name, value in gateway.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(gateway.answer) + gateway.drip))
        self.end_headers()
        self.wfile.write(gateway.answer)
        if gateway.drip:  # one more byte was promised
            time.sleep(0.05)  # and is not sent: a slow line ends later, and no event says so

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """Nothing."""
