"""E-mail that does not arrive: each fault is certain, or it says that it is in doubt."""

import logging
import socket
from collections.abc import Callable
from typing import Any

import pytest

from sentralbord_desktop.delivery.mail import send, try_out
from sentralbord_desktop.delivery.text import quoted
from sentralbord_desktop.domain.messages.message import (
    DeliveryError,
    DoubtError,
    MailServer,
    RefusedError,
    SettingsWrongError,
    TryLaterError,
)
from tests.helpers.authority import Authority
from tests.helpers.sending import MAIL, office
from tests.helpers.servers import LOGIN, PASSWORD, HandMade, Post

START = Callable[..., Post]
BY_HAND = Callable[[dict[str, bytes | None]], HandMade]

NEVER_SHOWN = ["Ingunn", "Fjeldheim", "oppsigelse", "ingunn.f", "eksempel.no", "ds4", PASSWORD]


class Passed:
    """Counts how often the point of no return was passed."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


def fault(server: MailServer, secret: str = "", *, passed: int, mail: Any = MAIL, tls: Any = None) -> DeliveryError:
    """The error of sending; it says nothing about the member, and in plain words."""
    count = Passed()
    with pytest.raises(DeliveryError) as error:
        send(mail, server, secret, before_no_return=count, tls=tls)
    assert count.times == passed
    for shown in (str(error.value), repr(error.value), error.value.reason):
        assert not any(word in shown for word in NEVER_SHOWN)
        assert "ugyldig" not in shown.lower()
    assert not any(sign.isdigit() for sign in str(error.value))
    assert len(error.value.reason) <= 200
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__
    return error.value


@pytest.mark.parametrize("command", ["MAIL", f"RCPT {MAIL.cc[1]}"])
@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("451 4.3.0 come back", TryLaterError),
        ("550 5.7.1 no such thing", RefusedError),
        ("530 5.7.0 log in first", SettingsWrongError),
    ],
)
def test_an_answer_before_the_message_is_certain(
    post: START, command: str, answer: str, kind: type[DeliveryError]
) -> None:
    server = post(answers={command: answer})
    error = fault(office(server.port), passed=0)
    assert type(error) is kind
    assert error.reason == answer[4:]
    assert server.mailbox.received == []
    assert "DATA" not in server.mailbox.seen
    assert ("RSET" in server.mailbox.seen) == command.startswith("RCPT")


def test_one_refused_recipient_stops_it_for_all_and_is_named(post: START) -> None:
    server = post(
        answers={
            f"RCPT {MAIL.to}": "450 4.2.0 greylisted",
            f"RCPT {MAIL.cc[1]}": f"550 5.1.1 <{MAIL.cc[1]}>: no such user here",
        }
    )
    error = fault(office(server.port), passed=0)
    assert isinstance(error, RefusedError)
    assert error.recipient == MAIL.cc[1]
    assert error.reason == "5.1.1 <…>: no such user here"
    assert str(error) == (
        "E-postserveren tok ikke imot en av mottakerne. E-posten er ikke sendt til noen. Rett den og send på nytt."
    )


@pytest.mark.parametrize(
    ("answer", "kind"),
    [("451 4.3.0 come back", TryLaterError), ("554 5.7.1 spam", RefusedError), ("421 4.3.2 going down", TryLaterError)],
)
def test_an_answer_after_the_dot_is_certain(post: START, answer: str, kind: type[DeliveryError]) -> None:
    server = post(answers={".": answer})
    assert type(fault(office(server.port), passed=1)) is kind
    assert server.mailbox.received == []


@pytest.mark.parametrize(
    ("script", "kind", "passed"),
    [
        ({"hello": None}, TryLaterError, 0),
        ({"hello": b"421 busy\r\n"}, TryLaterError, 0),
        ({"hello": b"554 not you\r\n"}, SettingsWrongError, 0),
        ({"hello": b"HTTP/1.1 400 Bad Request\r\n"}, SettingsWrongError, 0),
        ({"EHLO": None}, TryLaterError, 0),
        ({"MAIL": None}, TryLaterError, 0),
        ({"MAIL": b"9" * 9000 + b"\r\n"}, SettingsWrongError, 0),
        ({"RCPT": None}, TryLaterError, 0),
        ({"RCPT": b"550 no\r\n", "RSET": None}, RefusedError, 0),
        ({"DATA": None}, TryLaterError, 1),
        ({"DATA": b"451 not now\r\n"}, TryLaterError, 1),
        ({"DATA": b"554 no\r\n"}, RefusedError, 1),
        ({"content": None}, DoubtError, 1),
        ({".": None}, DoubtError, 1),
        ({".": b"250-queued\r\n"}, DoubtError, 1),
        ({".": b"2"}, DoubtError, 1),
        ({".": b"what\r\n"}, DoubtError, 1),
        ({".": b"5" * 9000 + b"\r\n"}, DoubtError, 1),
        ({".": b"354 still waiting\r\n"}, DoubtError, 1),
    ],
)
def test_where_the_line_breaks_decides(
    handmade: BY_HAND, script: dict[str, bytes | None], kind: type[DeliveryError], passed: int
) -> None:
    server = handmade({**script, "QUIT": None})
    assert type(fault(office(server.port, timeout=0.5), passed=passed)) is kind


@pytest.mark.parametrize(
    ("command", "kind", "passed"),
    [("hello", TryLaterError, 0), ("RCPT", TryLaterError, 0), ("DATA", TryLaterError, 1), (".", DoubtError, 1)],
)
def test_silence_is_doubt_only_after_the_dot(
    handmade: BY_HAND, command: str, kind: type[DeliveryError], passed: int
) -> None:
    server = handmade({command: b""})
    assert type(fault(office(server.port, timeout=0.2), passed=passed)) is kind


def test_a_cut_in_the_middle_of_a_long_mail_is_certain(handmade: BY_HAND) -> None:
    server = handmade({"content": None})
    long = MAIL.model_copy(update={"body": ("a" * 70 + "\n") * 200_000})
    error = fault(office(server.port, timeout=2), passed=1, mail=long)
    assert isinstance(error, TryLaterError)
    assert "." not in server.seen


@pytest.mark.parametrize("bye", [None, b"", b"500 stay\r\n"])
def test_a_bad_goodbye_changes_nothing(handmade: BY_HAND, bye: bytes | None) -> None:
    server = handmade({"QUIT": bye})
    answer = send(MAIL, office(server.port, timeout=0.3), "", before_no_return=Passed())
    assert answer == "queued"
    assert b"\r\n..prikk f=C3=B8rst\r\n...\r\n" in server.content


def test_a_wrong_password_is_for_it(post: START, authority: Authority) -> None:
    server = post(tls_context=authority.server, login=True)
    settings = office(server.port, security="starttls", auth="passord", login=LOGIN)
    error = fault(settings, "feil passord", passed=0, tls=authority.client)
    assert isinstance(error, SettingsWrongError)
    assert "ligger trygt i utboksen" in str(error)
    assert server.mailbox.seen == ["PLAIN", "QUIT"]


def test_a_wrong_token_is_for_it(post: START, authority: Authority) -> None:
    server = post(tls_context=authority.server, auth_required=True)
    settings = office(server.port, security="starttls", auth="xoauth2", login=LOGIN)
    assert isinstance(fault(settings, "utløpt", passed=0, tls=authority.client), SettingsWrongError)


def test_a_login_that_is_busy_is_tried_later(handmade: BY_HAND) -> None:
    server = handmade({"EHLO": b"250-hei\r\n250 AUTH PLAIN\r\n", "AUTH": b"454 4.7.0 later\r\n"})
    settings = office(server.port, auth="passord", login=LOGIN)
    assert isinstance(fault(settings, PASSWORD, passed=0), TryLaterError)


def test_a_server_that_offers_another_login_is_for_it(post: START) -> None:
    server = post()
    settings = office(server.port, auth="passord", login=LOGIN)
    assert isinstance(fault(settings, PASSWORD, passed=0), SettingsWrongError)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_nobody_has_signed_is_for_it(post: START, authority: Authority, security: str) -> None:
    server = post(ssl_context=authority.server) if security == "tls" else post(tls_context=authority.unknown)
    error = fault(office(server.port, security=security), passed=0, tls=None if security == "tls" else authority.client)
    assert isinstance(error, SettingsWrongError)
    assert "sertifikatet" in str(error)
    assert server.mailbox.seen == []


def test_a_certificate_for_another_name_is_for_it(post: START, authority: Authority) -> None:
    server = post(tls_context=authority.elsewhere)
    settings = office(server.port, security="starttls")
    assert isinstance(fault(settings, passed=0, tls=authority.client), SettingsWrongError)


def test_no_encryption_where_we_asked_for_it_is_for_it(handmade: BY_HAND, authority: Authority) -> None:
    server = handmade({"EHLO": b"250-hei\r\n250 AUTH PLAIN\r\n", "AUTH": b"235 ok\r\n"})
    settings = office(server.port, security="starttls", auth="passord", login=LOGIN)
    error = fault(settings, PASSWORD, passed=0, tls=authority.client)
    assert isinstance(error, SettingsWrongError)
    assert "STARTTLS" in str(error)
    assert server.seen == ["EHLO", "QUIT"]


def test_tls_to_a_server_without_it_is_for_it(post: START, authority: Authority) -> None:
    settings = office(post().port, security="tls")
    assert isinstance(fault(settings, passed=0, tls=authority.client), SettingsWrongError)


@pytest.mark.parametrize(
    ("changes", "secret"),
    [
        ({"host": " "}, "x"),
        ({"host": "a..b"}, "x"),
        ({"host": "a" * 70}, "x"),
        ({"auth": "passord"}, "x"),
        ({"auth": "passord", "login": "x"}, ""),
        ({"auth": "passord", "login": "x", "host": "post.example.no"}, "x"),
    ],
)
def test_settings_that_cannot_work_are_for_it(changes: dict[str, str], secret: str) -> None:
    assert isinstance(fault(office(1, **changes), secret, passed=0), SettingsWrongError)


def test_no_such_host_and_a_closed_port_are_tried_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert isinstance(fault(office(port), passed=0), TryLaterError)
    error = fault(office(host="finnes-ikke.invalid"), passed=0)
    assert str(error) == ("E-postserveren svarer ikke. E-posten er ikke sendt. Den ligger i utboksen og prøves igjen.")
    with pytest.raises(TryLaterError, match="Se over navnet") as tried:
        try_out(office(port), "")
    assert "utboksen" not in str(tried.value)


def test_what_the_server_repeats_of_the_mail_is_left_out(post: START, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    said = f"554 spam: '{MAIL.subject}' to {MAIL.to} \\u00c5s INGUNN%20FJELDHEIM Fjeldh".encode()
    server = post(answers={".": said.decode("latin-1").encode("ascii", "replace").decode()})
    error = fault(office(server.port), passed=1)
    assert error.reason.startswith("spam: ")
    ours = [record for record in caplog.records if record.name not in ("mail.log", "asyncio")]
    assert ours == []


def test_a_reason_is_one_short_printable_line() -> None:
    assert quoted(b"ok\r\n\x00\x1b[31m red \xff", ()) == "ok [31m red �"
    assert len(quoted("x" * 900, ())) == 200
    said = quoted("Ola, +47 990 00 418 and 4799000418, key a+b/c= a%2Bb%2Fc%3D, Kari", ("Ola 99000418",), "a+b/c=")
    assert said == "…, … and …, key … …, Kari"
