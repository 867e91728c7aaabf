"""The access token for XOAUTH2, fetched with the office's client secret (RFC 6749, section 4.4). Tokens of Microsoft
365 last about an hour. One is kept in memory until shortly before it expires, and never stored."""

import json
import ssl
import threading
import time

import httpx

from sentralbord_desktop.delivery.text import is_near, quoted
from sentralbord_desktop.delivery.tls_context import system_trust
from sentralbord_desktop.domain.messages.message import MailServer, SettingsWrongError, TryLaterError
from sentralbord_desktop.system.bounded_web import Answer, Deadline, answered

MARGIN = 120.0
"""Seconds before expiry at which a token is no longer used."""
UNSAID = 600.0
"""Lifetime in seconds when the server gives none."""
MAX_ANSWER_BYTES = 65_536
TIMES_LONGER = 2
"""Total time limit, as a multiple of the timeout for each answer."""

NO_ANSWER = "Innloggingstjenesten svarer ikke."
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})

_kept: dict[tuple[str, str, str, str], tuple[str, float]] = {}
_one_at_a_time = threading.Lock()


def access_token(server: MailServer, secret: str, *, tls: ssl.SSLContext | None = None) -> str:
    """The token for `server`; `secret` itself when no token URL is set. Raises TryLaterError or SettingsWrongError."""
    if not server.token_url.strip():
        return secret
    key = (server.token_url, server.client_id, server.scope, secret)
    with _one_at_a_time:
        token, until = _kept.get(key, ("", 0.0))
        if token and time.monotonic() < until:
            return token
        token, lasts = _fetched(server, secret, tls)
        _kept.clear()  # one mail server at a time; a changed secret drops the old token
        _kept[key] = (token, time.monotonic() + max(0.0, lasts - MARGIN))
        return token


def forget() -> None:
    """Drop a token that the mail server refused."""
    with _one_at_a_time:
        _kept.clear()


def _fetched(server: MailServer, secret: str, tls: ssl.SSLContext | None) -> tuple[str, float]:
    asked = {
        "grant_type": "client_credentials",
        "client_id": server.client_id,
        "client_secret": secret,
        "scope": server.scope,
    }
    answer = _asked(server, {name: value for name, value in asked.items() if value}, tls)
    said = quoted(answer.body or b"", (server.client_id, server.login), secret)
    if answer.status in BUSY:
        raise TryLaterError("Innloggingstjenesten har det travelt.", reason=said)
    if answer.status != httpx.codes.OK:
        raise SettingsWrongError(
            "Innloggingstjenesten kjente ikke igjen klient-ID-en eller hemmeligheten.", reason=said
        )
    return _read(answer)


def _asked(server: MailServer, values: dict[str, str], tls: ssl.SSLContext | None) -> Answer:
    try:
        url = httpx.URL(server.token_url.strip())
    except httpx.InvalidURL:
        raise SettingsWrongError("Token-adressen er skrevet feil.") from None
    if url.scheme != "https" and not (url.scheme == "http" and is_near(url.host)):
        raise SettingsWrongError("Token-adressen må begynne med https.")
    headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "Sentralbord"}
    try:
        with (
            Deadline(TIMES_LONGER * server.timeout) as deadline,
            httpx.Client(verify=tls or system_trust("web"), timeout=server.timeout) as client,
        ):
            request = client.build_request("POST", url, data=values, headers=headers)
            answer = answered(client, request, MAX_ANSWER_BYTES, deadline).answer
    except httpx.HTTPError as error:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            raise SettingsWrongError("Kan ikke stole på sertifikatet til innloggingstjenesten.") from None
        raise TryLaterError(NO_ANSWER) from None
    if answer.status == httpx.codes.OK and answer.body is None and not answer.is_too_large:
        raise TryLaterError(NO_ANSWER)  # the answer was cut off
    return answer


def _read(answer: Answer) -> tuple[str, float]:
    try:
        said = json.loads(answer.body or b"")
        token, lasts = said["access_token"], float(said.get("expires_in", UNSAID))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise SettingsWrongError("Token-adressen svarte, men ikke med en nøkkel.") from None
    if not isinstance(token, str) or not token.isascii() or not token.isprintable():
        raise SettingsWrongError("Token-adressen svarte, men ikke med en nøkkel.")
    return token, lasts
