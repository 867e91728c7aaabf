"""The connection to the mail server: connect, encrypt, log in, disconnect. Handles no messages."""

import base64
import smtplib
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sentralbord_desktop.delivery.text import is_near, quoted
from sentralbord_desktop.domain.messages.message import DeliveryError, MailServer, SettingsWrongError, TryLaterError
from sentralbord_desktop.system.bounded_web import Deadline

HELLO = "[127.0.0.1]"
"""The name sent with EHLO. The PC's name is private, and slow to look up."""

PATIENCE_AT_QUIT = 2.0
TIMES_LONGER = 6
"""Total time limit of a message, as a multiple of the timeout for each answer."""
MAX_ANSWER_BYTES = 65_536

NO_ANSWER = "E-postserveren svarer ikke."
WRONG_LOGIN = "E-postserveren kjente ikke igjen brukernavnet eller passordet."


@contextmanager
def mail_errors() -> Iterator[None]:
    """Map connection errors before the point of no return to TryLaterError or SettingsWrongError."""
    try:
        yield
    except ssl.SSLCertVerificationError:
        raise SettingsWrongError("Kan ikke stole på sertifikatet til e-postserveren.") from None
    except ssl.SSLEOFError:
        raise TryLaterError(NO_ANSWER) from None
    except ssl.SSLError:
        raise SettingsWrongError("E-postserveren krypterer ikke slik vi har bedt om.") from None
    except smtplib.SMTPResponseException as error:
        raise _unwilling(error.smtp_code, quoted(error.smtp_error, ())) from None
    except OSError:  # covers every smtplib error, refused, unreachable, DNS and timeout
        raise TryLaterError(NO_ANSWER) from None


def _unwilling(code: int, reason: str) -> DeliveryError:
    if code // 100 == 4:
        return TryLaterError("E-postserveren har det travelt.", reason=reason)
    return SettingsWrongError("E-postserveren vil ikke snakke med oss.", reason=reason)


@contextmanager
def session(server: MailServer, secret: str, tls: ssl.SSLContext) -> Iterator[smtplib.SMTP]:
    """A connection, encrypted and logged in as `server` requires; always closed. Raises TryLaterError or
    SettingsWrongError."""
    _check(server, secret)
    if server.auth == "xoauth2":
        secret = _token(server, secret, tls)
    with Deadline(TIMES_LONGER * server.timeout) as deadline:
        smtp = _connected(server, tls, deadline)
        try:
            with mail_errors():
                smtp.ehlo_or_helo_if_needed()
                if server.security == "starttls":
                    _encrypt(smtp, tls)
                _log_in(smtp, server, secret)
            yield smtp
        finally:
            _hang_up(smtp)


class _Replies:
    """The server's answers, read line by line, with a limit on the time and the size of each answer. smtplib starts its
    timeout again for each byte, and joins any number of lines."""

    def __init__(self, line: socket.socket) -> None:
        self._line, self._patience = line, line.gettimeout()
        self._read = b""
        self._left, self._until = 0, 0.0

    def begin(self) -> None:
        """The next answer, within the timeout of the socket."""
        self._patience = self._line.gettimeout()
        self._left, self._until = MAX_ANSWER_BYTES, time.monotonic() + (self._patience or 0)

    def readline(self, most: int) -> bytes:
        """A line with its line end; the first part of one over `most` bytes. Raises OSError."""
        while b"\n" not in self._read and len(self._read) < most:
            self._line.settimeout(max(0.001, self._until - time.monotonic()))
            piece = self._line.recv(4096)
            self._left -= len(piece)
            if not piece or self._left < 0:
                break
            self._read += piece
        self._line.settimeout(self._patience)
        if self._left < 0:
            raise smtplib.SMTPServerDisconnected
        end = self._read.find(b"\n") + 1 or len(self._read)
        line, self._read = self._read[: min(end, most)], self._read[min(end, most) :]
        return line

    def close(self) -> None:
        """The socket is closed elsewhere."""


class _Bounded(smtplib.SMTP):
    """smtplib.SMTP with limits on the size and the time of answers."""

    def __init__(self, server: MailServer, deadline: Deadline, tls: ssl.SSLContext | None = None) -> None:
        self._deadline, self._tls = deadline, tls
        super().__init__(server.host.strip(), server.port, HELLO, timeout=server.timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        line = socket.create_connection((host, port), timeout)
        self._deadline.hold(line)
        if self._tls is None:
            return line
        return self._tls.wrap_socket(line, server_hostname=host)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = _Replies(self.sock)
        if isinstance(self.file, _Replies):
            self.file.begin()
        return super().getreply()


def _token(server: MailServer, secret: str, tls: ssl.SSLContext) -> str:
    from sentralbord_desktop.delivery.oauth_token import access_token  # httpx is slow to import

    return access_token(server, secret, tls=tls)


def _check(server: MailServer, secret: str) -> None:
    if not server.host.strip():
        raise SettingsWrongError("Navnet på e-postserveren mangler.")
    if server.auth == "ingen":
        return
    if not server.login or not secret:
        raise SettingsWrongError("Brukernavnet eller passordet til e-postserveren mangler.")
    if server.token_url and not server.client_id:
        raise SettingsWrongError("Klient-ID-en til innloggingstjenesten mangler.")
    if server.security == "ingen" and not is_near(server.host):
        raise SettingsWrongError("Passordet ville ha gått ukryptert over nettet.")


def _connected(server: MailServer, tls: ssl.SSLContext, deadline: Deadline) -> smtplib.SMTP:
    try:
        with mail_errors():
            return _Bounded(server, deadline, tls if server.security == "tls" else None)
    except ValueError:  # an empty label or a NUL: no such name can exist
        raise SettingsWrongError("Navnet på e-postserveren er skrevet feil.") from None


def _encrypt(smtp: smtplib.SMTP, tls: ssl.SSLContext) -> None:
    if not smtp.has_extn("starttls"):
        raise SettingsWrongError("E-postserveren tilbyr ikke kryptering (STARTTLS).")
    smtp.starttls(context=tls)
    smtp.ehlo_or_helo_if_needed()


def _log_in(smtp: smtplib.SMTP, server: MailServer, secret: str) -> None:
    """Replaces smtplib's method, which fails on a password with æ, ø or å."""
    if server.auth == "ingen":
        return
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    if server.auth == "xoauth2" and "XOAUTH2" in offered:
        bearer = f"user={server.login}\x01auth=Bearer {secret}\x01\x01"
        code, answer = smtp.docmd("AUTH", f"XOAUTH2 {_base64(bearer)}")
        if code == 334:  # the reason, as JSON; the server expects an empty line before the final code
            code, answer = smtp.docmd("")
    elif server.auth == "passord" and "PLAIN" in offered:
        plain = f"\0{server.login}\0{secret}"
        code, answer = smtp.docmd("AUTH", f"PLAIN {_base64(plain)}")
    elif server.auth == "passord" and "LOGIN" in offered:
        code, answer = _log_in_by_questions(smtp, server.login, secret)
    else:
        raise SettingsWrongError("E-postserveren tilbyr ikke den innloggingen vi bruker.")
    if code != 235 and server.auth == "xoauth2" and server.token_url:
        from sentralbord_desktop.delivery.oauth_token import forget

        forget()
    if code != 235:
        reason = quoted(answer, (server.login,), secret)
        if code // 100 == 4:
            raise TryLaterError("E-postserveren får ikke logget oss inn nå.", reason=reason)
        raise SettingsWrongError(WRONG_LOGIN, reason=reason)


def _log_in_by_questions(smtp: smtplib.SMTP, login: str, secret: str) -> tuple[int, bytes]:
    code, answer = smtp.docmd("AUTH", "LOGIN")
    for word in (login, secret):
        if code != 334:
            break
        code, answer = smtp.docmd(_base64(word))
    return code, answer


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


def _hang_up(smtp: smtplib.SMTP) -> None:
    """An error at QUIT does not change the result of the message."""
    with suppress(OSError):
        if smtp.sock is not None:
            smtp.sock.settimeout(min(PATIENCE_AT_QUIT, smtp.timeout))
            smtp.docmd("QUIT")
    with suppress(OSError):
        smtp.close()
