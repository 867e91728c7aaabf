"""Fills in the templates of an SMS gateway, so that no value can become part of the template."""

import json
import re
from collections.abc import Callable, Mapping
from urllib.parse import quote, quote_plus

from sentralbord_desktop.delivery.text import header_text
from sentralbord_desktop.domain.messages.message import SettingsWrongError, SmsGateway

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
