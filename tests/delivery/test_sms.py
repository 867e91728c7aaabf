"""SMS through a real gateway: what it gets, and what each of its answers means."""

import base64
import json
import logging
import socket
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentralbord_desktop.delivery.sms import send
from sentralbord_desktop.domain.messages.message import (
    DeliveryError,
    DoubtError,
    RefusedError,
    SettingsWrongError,
    SmsGateway,
    TryLaterError,
)
from tests.helpers.authority import Authority
from tests.helpers.sending import JSON_BODY, SECRET, SMS, TEXT, asked, fault, sent
from tests.helpers.servers import Gateway

FORM_BODY = "to={nummer}&from={avsender}&text={tekst}&key={hemmelighet}&id={id}"


def test_a_json_gateway_gets_every_field_as_it_was_written(gateway: Gateway) -> None:
    gateway.answer = b'{"id": "abc-77"}'
    headers = {"Authorization": "Token {hemmelighet}", "Idempotency-Key": "{id}", "X-Fra": "{avsender}"}
    assert sent(asked(gateway, headers=headers)) == '{"id": "abc-77"}'
    [request] = gateway.requests
    assert (request["method"], request["path"]) == ("POST", "/send")
    assert json.loads(request["body"]) == {
        "to": "+4799000418",
        "from": "Forbundet",
        "text": TEXT,
        "key": SECRET,
        "ref": {"id": SMS.id},
    }
    assert request["headers"]["Content-Type"] == "application/json"
    assert request["headers"]["Authorization"].encode("latin-1").decode() == f"Token {SECRET}"
    assert request["headers"]["Idempotency-Key"] == SMS.id
    assert request["headers"]["X-Fra"] == "Forbundet"


def test_no_idempotency_key_unless_it_is_asked_for(gateway: Gateway) -> None:
    sent(asked(gateway))
    assert "Idempotency-Key" not in gateway.requests[0]["headers"]
    assert SMS.id not in str(gateway.requests[0]["headers"])


def test_a_form_gateway_gets_every_field_as_it_was_written(gateway: Gateway) -> None:
    sent(asked(gateway, body=FORM_BODY, body_kind="form", number_format="uten_pluss"))
    [request] = gateway.requests
    assert parse_qs(request["body"].decode(), strict_parsing=True) == {
        "to": ["4799000418"],
        "from": ["Forbundet"],
        "text": [TEXT],
        "key": [SECRET],
        "id": [SMS.id],
    }
    assert request["headers"]["Content-Type"] == "application/x-www-form-urlencoded"


def test_a_gateway_asked_by_address_gets_every_field_as_it_was_written(gateway: Gateway) -> None:
    url = f"{gateway.url}/send?{FORM_BODY}"
    sent(asked(gateway, url=url, method="GET", body_kind="ingen", number_format="nasjonalt"))
    [request] = gateway.requests
    assert request["method"] == "GET"
    assert request["body"] == b""
    assert parse_qs(urlsplit(request["path"]).query, strict_parsing=True) == {
        "to": ["99000418"],
        "from": ["Forbundet"],
        "text": [TEXT],
        "key": [SECRET],
        "id": [SMS.id],
    }


def test_a_plain_text_body_is_the_text(gateway: Gateway) -> None:
    sent(asked(gateway, body="{tekst}", body_kind="tekst"))
    assert gateway.requests[0]["body"].decode() == TEXT


def test_a_user_name_in_the_address_is_basic_authentication(gateway: Gateway) -> None:
    url = gateway.url.replace("http://", "http://KONTO:{hemmelighet}@")
    sent(asked(gateway, url=url))
    scheme, _, word = gateway.requests[0]["headers"]["Authorization"].partition(" ")
    assert scheme == "Basic"
    assert base64.b64decode(word).decode() == f"KONTO:{SECRET}"


@given(st.text(max_size=300))
@settings(max_examples=40)
def test_no_text_can_become_part_of_the_request(gateway: Gateway, text: str) -> None:
    gateway.requests.clear()
    sms = SMS.model_copy(update={"text": text})
    headers = {"X-Tekst": "{tekst}", "X-Siste": "ja"}
    sent(asked(gateway, headers=headers, url=f"{gateway.url}/send?t={{tekst}}&siste=ja"), sms)
    sent(asked(gateway, body=FORM_BODY, body_kind="form"), sms)
    first, second = gateway.requests
    kept = json.loads(first["body"])["text"]
    assert set(json.loads(first["body"])) == {"to", "from", "text", "key", "ref"}
    query = parse_qs(urlsplit(first["path"]).query, keep_blank_values=True)
    form = parse_qs(second["body"].decode(), keep_blank_values=True)
    assert query == {"t": [kept], "siste": ["ja"]}
    assert form["text"] == [kept]
    assert set(form) == {"to", "from", "text", "key", "id"}
    assert first["headers"]["X-Siste"] == "ja"
    assert kept.isprintable() or set(kept) & set("\n\t") or not kept.isascii()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, RefusedError),
        (422, RefusedError),
        (401, SettingsWrongError),
        (403, SettingsWrongError),
        (404, SettingsWrongError),
        (301, SettingsWrongError),
        (302, DoubtError),
        (429, TryLaterError),
        (503, TryLaterError),
        (408, TryLaterError),
        (500, DoubtError),
        (502, DoubtError),
        (504, DoubtError),
        (206, DoubtError),
    ],
)
def test_what_each_status_means(gateway: Gateway, status: int, kind: type[DeliveryError]) -> None:
    gateway.status = status
    gateway.headers = {"Location": f"{gateway.url}/other"}
    gateway.answer = f"Fault with {TEXT} to +47 990 00 418 by {SECRET}".encode()
    error = fault(asked(gateway), passed=1)
    assert type(error) is kind
    assert error.reason.startswith("Fault with …")
    assert len(gateway.requests) == 1


def test_the_text_of_success_decides_when_the_status_does_not(gateway: Gateway) -> None:
    rule = asked(gateway, success_text='"msgOkCount":1')
    gateway.answer = b'{"response": {"msgOkCount" : 1,\n "ids": [7]}}'
    assert "msgOkCount" in sent(rule)
    gateway.answer = b'{"response": {"msgOkCount": 0, "fatalError": "Feil passord"}}'
    error = fault(rule, passed=1)
    assert isinstance(error, RefusedError)
    assert "Feil passord" in error.reason
    assert str(error) == (
        "SMS-tjenesten tok ikke imot SMS-en. SMS-en er ikke sendt. Se over nummeret og teksten, og send på nytt."
    )


def test_silence_after_the_request_is_doubt(gateway: Gateway) -> None:
    gateway.silent = True
    error = fault(asked(gateway, timeout=2.0), passed=1)  # the first of a process takes Wine over 0.2 s to connect
    assert isinstance(error, DoubtError)
    assert "kan være sendt" in str(error)
    assert len(gateway.requests) == 1


def test_a_cut_after_the_request_is_doubt(gateway: Gateway) -> None:
    gateway.cut = True
    assert isinstance(fault(asked(gateway), passed=1), DoubtError)


def test_an_answer_cut_short_is_doubt_only_when_the_rest_matters(gateway: Gateway) -> None:
    gateway.drip = True
    assert sent(asked(gateway)) == ""
    assert isinstance(fault(asked(gateway, success_text="ok"), passed=1), DoubtError)
    gateway.status = 400
    assert isinstance(fault(asked(gateway), passed=1), RefusedError)


@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_is_not_read_without_end(gateway: Gateway, packed: bool) -> None:
    gateway.answer = b"x" * 300_000 + b"ok"
    gateway.headers = {"Content-Encoding": "gzip"} if packed else {}
    assert sent(asked(gateway)) == ""
    assert isinstance(fault(asked(gateway, success_text="ok"), passed=1), DoubtError)


def test_a_gateway_that_is_not_there_is_tried_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    gone = SmsGateway(url=f"http://127.0.0.1:{port}/", body=JSON_BODY)
    assert isinstance(fault(gone, passed=0), TryLaterError)
    nowhere = SmsGateway(url="https://finnes-ikke.invalid/", body=JSON_BODY)
    error = fault(nowhere, passed=0)
    assert str(error) == ("SMS-tjenesten svarer ikke. SMS-en er ikke sendt. Den ligger i utboksen og prøves igjen.")


def test_https_goes_by_the_certificate(gateway: Gateway, authority: Authority) -> None:
    gateway.socket = authority.server.wrap_socket(gateway.socket, server_side=True)
    assert gateway.url.startswith("https")
    sent(asked(gateway), verify=authority.client)
    assert len(gateway.requests) == 1
    error = fault(asked(gateway), passed=0)
    assert isinstance(error, SettingsWrongError)
    assert "sertifikatet" in str(error)
    assert len(gateway.requests) == 1


def test_https_to_a_gateway_without_it_is_for_it(gateway: Gateway) -> None:
    url = gateway.url.replace("http:", "https:")
    assert isinstance(fault(asked(gateway, url=url), passed=0), SettingsWrongError)


def test_nothing_is_sent_when_the_office_cannot_keep_that_it_will_be(gateway: Gateway) -> None:
    def full() -> None:
        raise OSError(28, "No space left")

    with pytest.raises(OSError, match="No space left"):
        send(SMS, asked(gateway), SECRET, before_no_return=full)
    assert gateway.requests == []


def test_a_transport_of_another_kind_is_told_first(gateway: Gateway) -> None:
    order: list[str] = []

    class Other(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            order.append("asked")
            return httpx.Response(200, content=b"ok")

    send(SMS, asked(gateway), SECRET, before_no_return=lambda: order.append("told"), transport=Other())
    with httpx.HTTPTransport() as own:
        send(SMS, asked(gateway), SECRET, before_no_return=lambda: order.append("told"), transport=own)
    assert order == ["told", "asked", "told"]


def test_neither_number_nor_text_gets_into_a_log(gateway: Gateway, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    url = f"{gateway.url}/send?{FORM_BODY}"
    sent(asked(gateway, url=url, method="GET", body_kind="ingen"))
    gateway.cut = True
    fault(asked(gateway, url=url), passed=1)
    assert "99000418" not in caplog.text
    assert "Ingunn" not in caplog.text
    assert logging.getLogger("httpx").level == logging.WARNING
    assert logging.getLogger("httpcore").level == logging.WARNING


def test_nothing_of_an_sms_is_in_its_repr(gateway: Gateway) -> None:
    assert repr(SMS) == str(SMS) == f"<Sms {SMS.id}>"
    assert repr(asked(gateway)) == "<SmsGateway>"
