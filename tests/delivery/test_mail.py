"""E-mail that arrives: every field, every login, and no field that anyone can add to."""

import email.policy
import ssl
import uuid
from collections.abc import Callable
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentralbord_desktop.delivery.mail import build, send, try_out
from sentralbord_desktop.domain.messages.message import Mail, RefusedError, SettingsWrongError, TryLaterError
from tests.helpers.authority import Authority
from tests.helpers.sending import MAIL, office, silence
from tests.helpers.servers import LOGIN, PASSWORD, TOKEN, Post

START = Callable[..., Post]

HEADERS = [
    "Message-ID",
    "Date",
    "From",
    "Reply-To",
    "To",
    "Cc",
    "Subject",
    "Auto-Submitted",
    "Content-Type",
    "Content-Transfer-Encoding",
    "MIME-Version",
]


def parsed(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=email.policy.SMTP)
    assert isinstance(message, EmailMessage)
    return message


def test_every_field_arrives(post: START, authority: Authority) -> None:
    server = post(tls_context=authority.server, require_starttls=True, login=True)
    answer = send(
        MAIL,
        office(
            server.port,
            security="starttls",
            auth="passord",
            login=LOGIN,
            sender_name="Forbundet, Åse «sentralbord»",
            reply_to="svar@forbundet.no",
        ),
        PASSWORD,
        before_no_return=silence,
        tls=authority.client,
    )
    assert answer == "2.0.0 Ok: queued as 4XyZ1"
    [envelope] = server.mailbox.received
    assert envelope.mail_from == "sentralbord@forbundet.no"
    assert envelope.rcpt_tos == [MAIL.to, *MAIL.cc]
    assert isinstance(envelope.content, bytes)
    message = parsed(envelope.content)
    assert message["Message-ID"] == f"<{MAIL.id}@forbundet.no>"
    assert message["Date"].datetime == MAIL.created
    [sender] = message["From"].addresses
    assert sender.display_name == "Forbundet, Åse «sentralbord»"
    assert sender.addr_spec == "sentralbord@forbundet.no"
    assert message["Reply-To"] == "svar@forbundet.no"
    assert message["To"] == MAIL.to
    assert [each.addr_spec for each in message["Cc"].addresses] == list(MAIL.cc)
    assert message["Subject"] == MAIL.subject
    assert message["Auto-Submitted"] == "no"
    assert message.get_content().replace("\r\n", "\n") == f"{MAIL.body}\n"
    assert sorted(message) == sorted(HEADERS)


def test_tls_from_the_first_byte(post: START, authority: Authority) -> None:
    server = post(ssl_context=authority.server)
    send(MAIL, office(server.port, security="tls"), "", before_no_return=silence, tls=authority.client)
    assert len(server.mailbox.received) == 1


@pytest.mark.parametrize(("excluded", "way"), [([], "PLAIN"), (["PLAIN"], "LOGIN")])
def test_a_password_with_norwegian_letters_logs_in(
    post: START, authority: Authority, excluded: list[str], way: str
) -> None:
    server = post(tls_context=authority.server, login=True, auth_exclude_mechanism=excluded)
    settings = office(server.port, security="starttls", auth="passord", login=LOGIN)
    send(MAIL, settings, PASSWORD, before_no_return=silence, tls=authority.client)
    assert way in server.mailbox.seen
    assert len(server.mailbox.received) == 1


def test_a_token_logs_in_as_microsoft_365_wants_it(post: START, authority: Authority) -> None:
    server = post(tls_context=authority.server, auth_required=True)
    settings = office(server.port, security="starttls", auth="xoauth2", login=LOGIN)
    send(MAIL, settings, TOKEN, before_no_return=silence, tls=authority.client)
    assert server.mailbox.seen[0] == "XOAUTH2"
    assert len(server.mailbox.received) == 1


def test_the_point_of_no_return_is_passed_once_and_after_the_recipients(post: START) -> None:
    server = post()
    passed: list[list[str]] = []
    send(MAIL, office(server.port), "", before_no_return=lambda: passed.append(list(server.mailbox.seen)))
    assert passed == [["MAIL", *(f"RCPT {each}" for each in (MAIL.to, *MAIL.cc))]]
    assert server.mailbox.seen[len(passed[0]) :] == ["DATA", "QUIT"]


def test_nothing_is_sent_when_the_office_cannot_keep_that_it_will_be(post: START) -> None:
    server = post()

    def full() -> None:
        raise OSError(28, "No space left")

    with pytest.raises(OSError, match="No space left"):
        send(MAIL, office(server.port), "", before_no_return=full)
    assert "DATA" not in server.mailbox.seen
    assert server.mailbox.received == []


def test_a_person_on_both_lines_gets_it_once(post: START) -> None:
    server = post()
    twice = MAIL.model_copy(update={"cc": (MAIL.to, " ks@forbundet.no ")})
    send(twice, office(server.port), "", before_no_return=silence)
    assert server.mailbox.received[0].rcpt_tos == [MAIL.to, "ks@forbundet.no"]


def test_a_new_attempt_is_the_same_mail() -> None:
    assert build(MAIL, office()).as_bytes() == build(MAIL, office()).as_bytes()


def test_trying_out_logs_in_and_sends_nothing(post: START, authority: Authority) -> None:
    server = post(tls_context=authority.server, login=True)
    settings = office(server.port, security="starttls", auth="passord", login=LOGIN)
    assert "virker" in try_out(settings, PASSWORD, tls=authority.client)
    assert server.mailbox.seen == ["PLAIN", "QUIT"]
    with pytest.raises(SettingsWrongError) as wrong:
        try_out(settings, "feil", tls=authority.client)
    assert str(wrong.value) == (
        "E-postserveren kjente ikke igjen brukernavnet eller passordet. Be IT se på innstillingene."
    )


def test_an_address_with_norwegian_letters_needs_a_server_that_can(post: START) -> None:
    able, unable = post(), post(enable_SMTPUTF8=False)
    mail = MAIL.model_copy(update={"to": "åse@blåbær.no"})
    send(mail, office(able.port), "", before_no_return=silence)
    [envelope] = able.mailbox.received
    assert envelope.rcpt_tos[0] == "åse@blåbær.no"
    assert isinstance(envelope.content, bytes)
    assert parsed(envelope.content)["Subject"] == MAIL.subject
    with pytest.raises(RefusedError, match="æ, ø, å") as refused:
        send(mail, office(unable.port), "", before_no_return=pytest.fail)
    assert refused.value.recipient == "åse@blåbær.no"


@pytest.mark.parametrize(
    "address",
    [
        "",
        " ",
        "ola",
        "@b.no",
        "ola@",
        "ola@b.no\r\nBcc: x@y.no",
        "ola@b.no\n",
        "ola@b\0.no",
        "a@b.no, c@d.no",
        "Ola <ola@b.no>",
        "ola@b.no>",
        "o la@b.no",
        "ola@@b.no",
        "ola@b..no",
        "ola@-b.no",
        ".ola@b.no",
        "=?utf-8?q?a=0d=0a?=@b.no",
        "ola@b.no\u2028",
        "\ud800@b.no",
        "a" * 250 + "@b.no",
    ],
)
def test_what_is_no_address_is_refused_before_anyone_is_called(address: str) -> None:
    for field, value in (("to", address), ("cc", (address,))):
        with pytest.raises(RefusedError) as refused:
            send(MAIL.model_copy(update={field: value}), office(1), "", before_no_return=pytest.fail)
        assert refused.value.recipient == address
        assert address.strip() not in str(refused.value) or not address.strip()


@pytest.mark.parametrize("changes", [{"sender": ""}, {"sender": "x"}, {"reply_to": "x\r\ny@z.no"}])
def test_without_an_address_to_send_from_it_is_for_it(changes: dict[str, str]) -> None:
    with pytest.raises(SettingsWrongError, match="Be IT"):
        send(MAIL, office(1, **changes), "", before_no_return=pytest.fail)


BAD = st.sampled_from(
    [
        "\r\nBcc: x@y.no",
        "\nX-Evil: 1",
        "\r",
        "\0",
        "\u2028",
        "\u2029",
        "\x85",
        "\x0b",
        "\x1c",
        "=?utf-8?q?a=0d=0aBcc:_x=40y.no?=",
        "=?utf-8?b?DQpCY2M6IHhAeS5ubw0K?=",
        "=",
        "?",
        '"',
        "\\",
        ",",
        "<x@y.no>",
        ";",
        ":",
        "\ud83d",
        "\r\n\r\n",
        "æ",
        "🎉",
        "\u202e",
        "\xa0",
    ]
)
TEXT = st.lists(st.one_of(BAD, st.text(max_size=90))).map("".join)


@given(TEXT, TEXT, TEXT)
def test_no_text_can_add_a_header(subject: str, body: str, name: str) -> None:
    mail = MAIL.model_copy(update={"subject": subject, "body": body})
    content = build(mail, office(sender_name=name)).as_bytes()
    head, _, text = content.partition(b"\r\n\r\n")
    rows = head.split(b"\r\n")
    names = [row.split(b":")[0].decode() for row in rows if row[:1] not in (b" ", b"\t")]
    assert sorted(names) == sorted(set(HEADERS) - {"Reply-To"})
    assert content.isascii()
    assert b"\0" not in content
    assert content.count(b"\n") == content.count(b"\r") == content.count(b"\r\n")
    assert max(len(row) for row in content.split(b"\r\n")) < 998
    [sender] = parsed(content)["From"].addresses
    assert sender.addr_spec == "sentralbord@forbundet.no"
    assert parsed(content)["To"] == MAIL.to
    assert "\n" not in parsed(content)["Subject"]
    assert len(text) >= len(body.strip()) / 8


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=400))
def test_the_body_arrives_as_it_was_written(body: str) -> None:
    content = build(MAIL.model_copy(update={"body": body}), office()).as_bytes()
    assert parsed(content).get_content().replace("\r\n", "\n") == f"{body}\n"


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=400), st.booleans())
def test_subject_and_name_arrive_as_they_were_written(text: str, long: bool) -> None:
    text = f"{text} før – «oppsigelse» 🎉 " * (4 if long else 1)
    expected = text.strip(" ").replace("=?", "= ?")
    mail = MAIL.model_copy(update={"subject": text})
    content = build(mail, office(sender_name=text)).as_bytes()
    assert parsed(content)["Subject"] == expected
    # the older reader: Python's newer one puts spaces into a long name
    name = str(make_header(decode_header(message_from_bytes(content)["From"])))
    assert name.replace(" ", "") == f"{expected}<sentralbord@forbundet.no>".replace(" ", "")
    assert expected in name


def test_a_uuid_is_the_only_identity_a_mail_can_have() -> None:
    for odd in ("", "a\r\nb", "a b", "a>b", "x" * 65):
        with pytest.raises(ValueError, match="id") as wrong:
            Mail(id=odd, to="a@b.no", created=MAIL.created)
        assert repr(odd) not in str(wrong.value) or not odd


def test_nothing_of_a_mail_is_in_its_repr() -> None:
    assert repr(MAIL) == str(MAIL) == f"<Mail {uuid.UUID(MAIL.id)}>"
    assert repr(office()) == "<MailServer>"


def test_the_trust_of_the_machine_is_asked_when_no_other_is_given(post: START, authority: Authority) -> None:
    server = post(ssl_context=authority.server)
    with pytest.raises(SettingsWrongError, match="sertifikatet"):
        send(MAIL, office(server.port, security="tls"), "", before_no_return=pytest.fail)
    assert isinstance(authority.client, ssl.SSLContext)


def test_a_closed_port_is_tried_later(post: START) -> None:
    port = post().port
    with pytest.raises(TryLaterError, match="prøves igjen"):
        send(MAIL, office(port + 1 if port < 65000 else port - 1), "", before_no_return=pytest.fail)
