"""How a gateway is set up: what cannot work, the forms of a number, the presets, SMS by mail."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import pytest

from sentralbord_desktop.delivery.mail import build
from sentralbord_desktop.delivery.sms import as_mail, formatted_number
from sentralbord_desktop.delivery.sms_presets import presets
from sentralbord_desktop.domain.messages.message import MailServer, RefusedError, SettingsWrongError, SmsByMail
from tests.helpers.sending import SMS, TEXT, asked, fault, sent
from tests.helpers.servers import Gateway


@pytest.mark.parametrize(
    "changes",
    [
        {"url": "http://sms.example.no/"},
        {"url": "ftp://127.0.0.1/"},
        {"url": "sms.example.no"},
        {"url": "https://{avsender}.example.no/"},
        {"url": "https://\0/"},
        {"url": "https://a:b:c/"},
        {"body": '{"text": {tekst}}'},
        {"body": '{"text": "{tekst}"'},
        {"method": "PO ST"},
        {"body": '{"id": {nummer}}'},
        {"headers": {"X Y": "1"}},
        {"headers": {"Ø": "1"}},
    ],
)
def test_a_setup_that_cannot_work_is_for_it(gateway: Gateway, changes: dict[str, Any]) -> None:
    error = fault(asked(gateway, **changes), passed=0)
    assert isinstance(error, SettingsWrongError)
    assert gateway.requests == []


def test_a_text_outside_quotes_is_found_whatever_the_text_is(gateway: Gateway) -> None:
    number_like = SMS.model_copy(update={"text": "1"})
    error = fault(asked(gateway, body='{"text": {tekst}}'), passed=0, sms=number_like)
    assert isinstance(error, SettingsWrongError)


def test_a_bare_number_is_allowed_in_json(gateway: Gateway) -> None:
    sent(asked(gateway, body='{"to": {nummer}}', number_format="uten_pluss"))
    assert json.loads(gateway.requests[0]["body"]) == {"to": 4799000418}


@pytest.mark.parametrize(
    ("number", "forms"),
    [
        ("99000418", ("+4799000418", "4799000418", "99000418")),
        ("+47 990 00 418", ("+4799000418", "4799000418", "99000418")),
        ("+46701234567", ("+46701234567", "46701234567", "0046701234567")),
    ],
)
def test_a_number_in_the_form_the_gateway_wants(number: str, forms: tuple[str, ...]) -> None:
    assert forms == (
        formatted_number(number, "e164"),
        formatted_number(number, "uten_pluss"),
        formatted_number(number, "nasjonalt"),
    )


@pytest.mark.parametrize("number", ["", "2040", "12345678", "abc", "+47", "+" + "9" * 20, "１２"])
def test_what_is_no_number_is_refused(gateway: Gateway, number: str) -> None:
    error = fault(asked(gateway), passed=0, sms=SMS.model_copy(update={"number": number}))
    assert isinstance(error, RefusedError)
    assert gateway.requests == []


def test_an_sms_as_a_mail() -> None:
    at = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
    by_mail = SmsByMail(address="{nummer}@sms.example.no", subject="SMS {nummer}")
    mail = as_mail(SMS, by_mail, at)
    assert (mail.id, mail.to, mail.cc) == (SMS.id, "4799000418@sms.example.no", ())
    assert (mail.subject, mail.body, mail.created) == ("SMS 4799000418", TEXT, at)
    assert build(mail, MailServer(host="x", sender="a@b.no"))["To"] == mail.to
    with pytest.raises(RefusedError):
        as_mail(SMS.model_copy(update={"number": "x"}), by_mail, at)


@pytest.mark.parametrize("key", sorted(presets()))
def test_each_preset_makes_a_request_the_gateway_can_read(gateway: Gateway, key: str) -> None:
    title, preset = presets()[key]
    scheme, _, rest = preset.url.partition("://")
    account, at, _ = rest.partition("/")[0].rpartition("@")
    path = rest.partition("/")[2]
    near = preset.model_copy(
        update={"url": f"http://{account}{at}127.0.0.1:{gateway.server_address[1]}/{path}", "sender": "Forbundet"}
    )
    gateway.status = preset.success_status[0]
    gateway.answer = f"{{{preset.success_text}}}".encode()
    sent(near)
    [request] = gateway.requests
    body = request["body"].decode()
    values = str(json.loads(body)) if preset.body_kind == "json" else str(parse_qs(body).values())
    assert title
    assert scheme == "https"
    assert "4799000418" in values
    assert "Forbundet" in values
    assert "Hei Ingunn!" in values
    proof = request["headers"].get("Authorization", "").encode("latin-1").decode()
    assert "nø" in values + proof or proof.startswith("Basic ")
