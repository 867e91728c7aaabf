"""The token for Microsoft 365: fetched from a real HTTPS server, used with a real mail server."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest

from sentralbord_desktop.delivery import oauth_token as tokens
from sentralbord_desktop.delivery.mail import send, try_out
from sentralbord_desktop.domain.messages.message import DeliveryError, MailServer, SettingsWrongError, TryLaterError
from tests.helpers.authority import Authority
from tests.helpers.sending import MAIL, office, silence
from tests.helpers.servers import LOGIN, TOKEN, Gateway, Post
from tests.helpers.typed import of_kind

START = Callable[..., Any]
KEY = "klient-hemmelig-æ"


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    tokens.forget()
    yield
    tokens.forget()


def answer(token: str = TOKEN, lasts: object = 3600) -> bytes:
    return json.dumps({"token_type": "Bearer", "access_token": token, "expires_in": lasts}).encode()


def settings(server: Post, gateway: Gateway, **more: Any) -> MailServer:
    return office(
        server.port,
        security="starttls",
        auth="xoauth2",
        login=LOGIN,
        **{
            "token_url": f"{gateway.url}/leietaker/oauth2/v2.0/token",
            "client_id": "klient-1",
            "scope": "https://outlook.office365.com/.default",
            **more,
        },
    )


@pytest.fixture
def server(post: START, authority: Authority) -> Post:
    started = post(tls_context=authority.server, auth_required=True)
    assert isinstance(started, Post)
    return started


def test_the_token_is_fetched_with_the_client_secret_and_logs_in(
    server: Post, secure_gateway: Gateway, authority: Authority
) -> None:
    secure_gateway.answer = answer()
    send(MAIL, settings(server, secure_gateway), KEY, before_no_return=silence, tls=authority.client)
    assert len(server.mailbox.received) == 1
    (asked,) = secure_gateway.requests
    assert parse_qs(asked["body"].decode()) == {
        "grant_type": ["client_credentials"],
        "client_id": ["klient-1"],
        "client_secret": [KEY],
        "scope": ["https://outlook.office365.com/.default"],
    }
    assert asked["path"] == "/leietaker/oauth2/v2.0/token"


def test_one_token_serves_until_shortly_before_its_end(
    server: Post, secure_gateway: Gateway, authority: Authority
) -> None:
    own = settings(server, secure_gateway)
    secure_gateway.answer = answer(lasts=3600)
    for _ in range(3):
        try_out(own, KEY, tls=authority.client)
    assert len(secure_gateway.requests) == 1
    tokens.forget()
    secure_gateway.answer = answer(lasts=tokens.MARGIN)  # as good as over
    for _ in range(2):
        try_out(own, KEY, tls=authority.client)
    assert len(secure_gateway.requests) == 3


def test_a_token_that_the_mail_server_refuses_is_not_used_again(
    server: Post, secure_gateway: Gateway, authority: Authority
) -> None:
    own = settings(server, secure_gateway)
    secure_gateway.later = [answer("tilbakekalt"), answer()]
    with pytest.raises(SettingsWrongError, match="kjente ikke igjen"):
        try_out(own, KEY, tls=authority.client)
    assert "virker" in try_out(own, KEY, tls=authority.client)


@pytest.mark.parametrize(
    ("status", "kind", "word"),
    [
        (401, SettingsWrongError, "kjente ikke igjen klient-ID-en"),
        (400, SettingsWrongError, "kjente ikke igjen klient-ID-en"),
        (429, TryLaterError, "har det travelt"),
        (503, TryLaterError, "har det travelt"),
    ],
)
def test_a_service_that_says_no_is_told_apart_from_one_that_is_busy(
    status: int, kind: type[Exception], word: str, server: Post, secure_gateway: Gateway, authority: Authority
) -> None:
    secure_gateway.status = status
    secure_gateway.answer = json.dumps({"error": "invalid_client", "sa": KEY}).encode()
    with pytest.raises(kind, match=word) as caught:
        send(MAIL, settings(server, secure_gateway), KEY, before_no_return=pytest.fail, tls=authority.client)
    assert KEY not in str(caught.value) + of_kind(DeliveryError, caught.value).reason
    assert server.mailbox.seen == []


@pytest.mark.parametrize("said", [b"", b"<html>", b"[]", b"{}", b'{"access_token": 3}', b'{"access_token": "a\\nb"}'])
def test_an_answer_without_a_token_is_a_setting_to_mend(
    said: bytes, server: Post, secure_gateway: Gateway, authority: Authority
) -> None:
    secure_gateway.answer = said
    with pytest.raises(SettingsWrongError, match="ikke med en nøkkel"):
        try_out(settings(server, secure_gateway), KEY, tls=authority.client)


@pytest.mark.parametrize(
    ("changed", "kind", "word"),
    [
        ({"token_url": "http://login.example.no/token"}, SettingsWrongError, "https"),
        ({"token_url": "https://login.example.no:port/token"}, SettingsWrongError, "skrevet feil"),
        ({"client_id": ""}, SettingsWrongError, "Klient-ID-en"),
        ({"token_url": "https://127.0.0.1:9/token"}, TryLaterError, "svarer ikke"),
    ],
)
def test_a_wrong_or_silent_address_is_told(
    changed: dict[str, str],
    kind: type[Exception],
    word: str,
    server: Post,
    secure_gateway: Gateway,
    authority: Authority,
) -> None:
    with pytest.raises(kind, match=word):
        try_out(settings(server, secure_gateway, **changed), KEY, tls=authority.client)


def test_an_unknown_certificate_is_not_trusted_with_the_secret(server: Post, secure_gateway: Gateway) -> None:
    with pytest.raises(SettingsWrongError, match="sertifikatet"):
        try_out(settings(server, secure_gateway), KEY)
    assert secure_gateway.requests == []
