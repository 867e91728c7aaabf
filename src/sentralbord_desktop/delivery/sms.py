"""SMS over HTTP. The point of no return is the first byte of the request."""

import json
import re
import ssl
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, quote_plus

import httpx

from sentralbord_desktop.delivery.text import body_text, ended, header_text, is_near, quoted
from sentralbord_desktop.delivery.tls_context import system_trust
from sentralbord_desktop.domain.messages.message import (
    DeliveryError,
    DoubtError,
    Mail,
    NumberFormat,
    RefusedError,
    SettingsWrongError,
    Sms,
    SmsByMail,
    SmsGateway,
    TryLaterError,
)
from sentralbord_desktop.domain.telephony import normal_number
from sentralbord_desktop.system.bounded_web import Deadline, answered, causes

FIELD = re.compile(r"\{(nummer|tekst|id|avsender|hemmelighet)\}")

UNFINISHED = "Oppsettet av SMS-tjenesten har en feil i malen."


def fill(template: str, values: Mapping[str, str], escape: Callable[[str], str] = str) -> str:
    """`template` with its fields filled in, each value through `escape`. A single pass: a {field} inside a value is not
    replaced, and other braces are kept."""
    return FIELD.sub(lambda found: escape(values[found[1]]), template)


def fill_address(template: str, values: Mapping[str, str]) -> str:
    """A URL: a value never extends beyond its own part of path or query. Raises SettingsWrongError when a field would
    decide which server is called."""
    host = template.partition("://")[2].partition("/")[0].partition("?")[0].rpartition("@")[2]
    if FIELD.search(host):
        raise SettingsWrongError(UNFINISHED)
    return fill(template, values, lambda value: quote(value, safe=""))


def fill_header(template: str, values: Mapping[str, str]) -> bytes:
    """The value of a header, on one line, in UTF-8."""
    return header_text(fill(template, values)).encode()


def fill_body(gateway: SmsGateway, values: Mapping[str, str]) -> bytes | None:
    """The body in UTF-8, None when the gateway takes none. Raises SettingsWrongError for an invalid JSON template, or
    one with a field outside quotes."""
    if gateway.body_kind == "ingen":
        return None
    if gateway.body_kind == "form":
        return fill(gateway.body, values, quote_plus).encode()
    if gateway.body_kind == "tekst":
        return fill(gateway.body, values).encode()
    _check_json(fill(gateway.body, {**dict.fromkeys(values, "x"), "nummer": "1"}))
    body = fill(gateway.body, values, lambda value: json.dumps(value)[1:-1])
    _check_json(body)
    return body.encode()


def _check_json(body: str) -> None:
    try:
        json.loads(body)
    except ValueError:
        raise SettingsWrongError(UNFINISHED) from None


MAX_ANSWER_BYTES = 65_536
TIMES_LONGER = 2
"""Total time limit, as a multiple of the timeout for each answer."""

TOKEN = re.compile(r"[0-9A-Za-z!#$%&'*+.^_`|~-]+")
"""Valid characters of a method and of a header name (RFC 9110)."""

WRONG_SETUP = "Oppsettet av SMS-tjenesten har en feil."

CONTENT_TYPES = {
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
    "tekst": "text/plain; charset=utf-8",
}

NEVER_CONNECTED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)

NOT_NOW = {408, 425, 429, 503}
FOR_IT = {401, 402, 403, 404, 405, 407}
MOVED = {301, 307, 308}

SENDING = {
    TryLaterError: "SMS-en er ikke sendt. Den ligger i utboksen og prøves igjen.",
    RefusedError: "SMS-en er ikke sendt. Se over nummeret og teksten, og send på nytt.",
    SettingsWrongError: "SMS-en er ikke sendt, men ligger trygt i utboksen. Be IT se på innstillingene.",
    DoubtError: "SMS-en kan være sendt, så den sendes ikke igjen av seg selv. Spør mottakeren før du sender på nytt.",
}
TESTING = {
    TryLaterError: "Prøven er ikke sendt. Se over adressen til tjenesten, eller prøv igjen om litt.",
    RefusedError: "Prøven er ikke sendt. Se over nummeret.",
    SettingsWrongError: "Prøven er ikke sendt. Be IT se på innstillingene.",
    DoubtError: "Prøven kan være sendt. Se på telefonen.",
}
"""The endings of `SENDING` for a test message, which does not wait in the outbox."""


def send(
    sms: Sms,
    gateway: SmsGateway,
    secret: str,
    *,
    before_no_return: Callable[[], None],
    verify: ssl.SSLContext | None = None,
    transport: httpx.BaseTransport | None = None,
    endings: Mapping[type[DeliveryError], str] = SENDING,
) -> str:
    """Send `sms` through `gateway`, and return its answer. `before_no_return` is called once, when the gateway is
    connected and before anything is sent. An error from it stops the sending. Raises TryLaterError, RefusedError,
    SettingsWrongError or DoubtError."""
    at_once = transport is not None and not isinstance(transport, httpx.HTTPTransport)
    with ended(endings):
        values = _values(sms, gateway, secret)
        with (
            Deadline(TIMES_LONGER * gateway.timeout) as deadline,
            httpx.Client(
                verify=verify or system_trust("web"),
                transport=transport,
                timeout=gateway.timeout,
                follow_redirects=False,
            ) as client,
        ):
            request = _request(client, gateway, values)
            _call_before_writing(request, before_no_return, at_once=at_once)
            status, answer = _ask(client, request, deadline)
        said = quoted(answer or b"", (sms.number, values["nummer"], sms.text), secret)
        _judge(gateway, status, answer, said)
        return said


def _values(sms: Sms, gateway: SmsGateway, secret: str) -> dict[str, str]:
    return {
        "nummer": formatted_number(sms.number, gateway.number_format),
        "tekst": body_text(sms.text),
        "id": sms.id,
        "avsender": header_text(gateway.sender),
        "hemmelighet": secret,
    }


def formatted_number(number: str, form: NumberFormat) -> str:
    """«990 00 418» as +4799000418, 4799000418 or 99000418. Raises RefusedError."""
    plain = normal_number(number)
    if re.fullmatch(r"[2-9][0-9]{7}", plain):
        plain = f"+47{plain}"
    if not re.fullmatch(r"\+[1-9][0-9]{7,14}", plain):
        raise RefusedError("Nummeret kan ikke få SMS.", recipient=number)
    if form == "e164":
        return plain
    if form == "uten_pluss":
        return plain[1:]
    return plain[3:] if plain.startswith("+47") else f"00{plain[1:]}"


def _request(client: httpx.Client, gateway: SmsGateway, values: dict[str, str]) -> httpx.Request:
    headers = httpx.Headers({"User-Agent": "Sentralbord", "Accept-Encoding": "identity"})
    if gateway.body_kind in CONTENT_TYPES:
        headers["Content-Type"] = CONTENT_TYPES[gateway.body_kind]
    body = fill_body(gateway, values)
    if not all(TOKEN.fullmatch(name) for name in (gateway.method, *gateway.headers)):
        raise SettingsWrongError(WRONG_SETUP)
    try:
        url = httpx.URL(fill_address(gateway.url.strip(), values))
        for name, template in gateway.headers.items():
            headers.update([(name.encode(), fill_header(template, values))])
        request = client.build_request(gateway.method.upper(), url, headers=headers, content=body)
    except (httpx.InvalidURL, ValueError):
        raise SettingsWrongError(WRONG_SETUP) from None
    if url.scheme != "https" and not (url.scheme == "http" and is_near(url.host)):
        raise SettingsWrongError("Adressen til SMS-tjenesten må begynne med https.")
    return request


def _call_before_writing(request: httpx.Request, tell: Callable[[], None], *, at_once: bool) -> None:
    """Call `tell` between connecting and writing; a transport other than httpx's own does not support it."""
    told = at_once
    if at_once:
        tell()

    def trace(event: str, _: Any) -> None:
        nonlocal told
        if event.endswith("send_request_headers.started") and not told:
            told = True
            tell()

    request.extensions["trace"] = trace


def _ask(client: httpx.Client, request: httpx.Request, deadline: Deadline) -> tuple[int, bytes | None]:
    """The status and the answer; the answer is None when it could not be read to its end."""
    try:
        answer = answered(client, request, MAX_ANSWER_BYTES, deadline).answer
    except NEVER_CONNECTED as error:
        raise _not_reached(error) from None
    except httpx.HTTPError:
        raise DoubtError("Forbindelsen til SMS-tjenesten ble brutt underveis.") from None
    return answer.status, answer.body


def _not_reached(error: Exception) -> DeliveryError:
    for cause in causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return SettingsWrongError("Kan ikke stole på sertifikatet til SMS-tjenesten.")
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError):
            return SettingsWrongError("SMS-tjenesten krypterer ikke slik vi har bedt om.")
    return TryLaterError("SMS-tjenesten svarer ikke.")


def _judge(gateway: SmsGateway, status: int, answer: bytes | None, said: str) -> None:
    """Return when the gateway has taken the message, else raise the matching error."""
    if status in gateway.success_status:
        if not gateway.success_text:
            return
        if answer is None:
            raise DoubtError("Fikk ikke lest hele svaret fra SMS-tjenesten.")
        if _squeezed(gateway.success_text) not in _squeezed(answer.decode("utf-8", "replace")):
            raise RefusedError("SMS-tjenesten tok ikke imot SMS-en.", reason=said)
    elif status in NOT_NOW:
        raise TryLaterError("SMS-tjenesten har det travelt.", reason=said)
    elif status in FOR_IT or status in MOVED:
        raise SettingsWrongError("SMS-tjenesten vil ikke snakke med oss.", reason=said)
    elif 400 <= status < 500:
        raise RefusedError("SMS-tjenesten tok ikke imot SMS-en.", reason=said)
    else:
        raise DoubtError("SMS-tjenesten fikk en feil hos seg selv.", reason=said)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def as_mail(sms: Sms, by_mail: SmsByMail, created: datetime) -> Mail:
    """The e-mail that becomes this SMS. Raises RefusedError for a number that cannot get one."""
    with ended(SENDING):
        number = formatted_number(sms.number, by_mail.number_format)
    return Mail(
        id=sms.id,
        to=by_mail.address.replace("{nummer}", number),
        subject=by_mail.subject.replace("{nummer}", number),
        body=sms.text,
        created=created,
    )
