"""E-mail by SMTP. The point of no return is the final dot: before it, nothing has been sent."""

import re
import smtplib
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

from sentralbord_desktop.delivery.smtp import NO_ANSWER, mail_errors, session
from sentralbord_desktop.delivery.text import body_text, ended, header_text, quoted
from sentralbord_desktop.delivery.tls_context import system_trust
from sentralbord_desktop.domain.messages.message import (
    DeliveryError,
    DoubtError,
    Mail,
    MailServer,
    RefusedError,
    SettingsWrongError,
    TryLaterError,
)

MAILBOX = re.compile(
    r"(?P<local>[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*)"
    r"@(?P<domain>[^\W_]([\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*)"
)
"""Common addresses; not quoted or bracketed ones, which are mostly used for attacks."""

MAX_ADDRESS_CHARS = 254

MAX_PLAIN_CHARS = 60
"""Header texts longer than this, and those with æ, ø or å, are encoded here (RFC 2047): Python 3.11 may lose a space
where it breaks the line."""

LOGIN_FIRST = (530, 534, 535, 538)
"""SMTP codes for «authentication required or failed», at any command."""

SENDING = {
    TryLaterError: "E-posten er ikke sendt. Den ligger i utboksen og prøves igjen.",
    RefusedError: "E-posten er ikke sendt til noen. Rett den og send på nytt.",
    SettingsWrongError: "E-posten er ikke sendt, men ligger trygt i utboksen. Be IT se på innstillingene.",
    DoubtError: "E-posten kan være sendt, så den sendes ikke igjen av seg selv. Spør mottakeren før du sender på nytt.",
}
TESTING = {
    TryLaterError: "Prøven er ikke sendt. Se over navnet og porten, eller prøv igjen om litt.",
    RefusedError: "Prøven er ikke sendt. Se over adressen den skulle til.",
    SettingsWrongError: "Prøven er ikke sendt. Be IT se på innstillingene.",
    DoubtError: "Prøven kan være sendt. Se etter den der den skulle.",
}
"""The endings of `SENDING` for a test message, which does not wait in the outbox."""
TRYING = {
    TryLaterError: "Se over navnet og porten, eller prøv igjen om litt.",
    SettingsWrongError: "Be IT se på innstillingene.",
}


def build(mail: Mail, server: MailServer) -> EmailMessage:
    """The message as it will be sent, with From set to the office. Raises RefusedError for an invalid address,
    SettingsWrongError without a sender."""
    sender = _own_address(server.sender)
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = f"<{mail.id}@{sender.rpartition('@')[2]}>"
    message["Date"] = mail.created
    _sign(message, sender, _shown(server.sender_name))
    if server.reply_to:
        message["Reply-To"] = _mailbox(_own_address(server.reply_to))
    message["To"] = _mailbox(_address(mail.to))
    if mail.cc:
        message["Cc"] = [_mailbox(_address(each)) for each in mail.cc]
    _head(message, _shown(mail.subject))
    message["Auto-Submitted"] = "no"
    message.set_content(body_text(mail.body), charset="utf-8", cte="quoted-printable")
    return message


def _mailbox(address: str, name: str = "") -> Address:
    """The mailbox of an address. Does not use `addr_spec`, which refuses æ, ø and å; `MAILBOX` has already checked the
    address."""
    local, _, domain = address.rpartition("@")
    return Address(name, local, domain)


def _head(message: EmailMessage, subject: str) -> None:
    if subject.isascii() and len(subject) < MAX_PLAIN_CHARS:
        message["Subject"] = subject
    else:
        message.set_raw("Subject", Header(subject, "utf-8", header_name="Subject").encode())


def _sign(message: EmailMessage, sender: str, name: str) -> None:
    if name.isascii() and len(name) < MAX_PLAIN_CHARS:
        message["From"] = _mailbox(sender, name)
    else:
        message.set_raw("From", f"{Header(name, 'utf-8', header_name='From').encode()}\n <{sender}>")


def _shown(text: str) -> str:
    """Python's e-mail package decodes `=?utf-8?…?=`, and with it hidden line breaks."""
    return header_text(text).replace("=?", "= ?")


def _address(text: str) -> str:
    address = text.strip(" ")
    if len(address) > MAX_ADDRESS_CHARS or "=?" in address or not MAILBOX.fullmatch(address):
        raise RefusedError("En av adressene mangler eller er skrevet feil.", recipient=text)
    return address


def _own_address(text: str) -> str:
    if not text.strip():
        raise SettingsWrongError("Adressen vi sender fra, mangler.")
    try:
        return _address(text)
    except RefusedError:
        raise SettingsWrongError("Adressen vi sender fra, er skrevet feil.") from None


def send(
    mail: Mail,
    server: MailServer,
    secret: str,
    *,
    before_no_return: Callable[[], None],
    tls: ssl.SSLContext | None = None,
    endings: Mapping[type[DeliveryError], str] = SENDING,
) -> str:
    """Send `mail` to all its recipients or to none, and return the server's answer.

    `before_no_return` is called once, when all recipients have been accepted and before any content is sent. An error
    from it stops the sending. `secret` is the password, or the OAuth token for xoauth2. Raises TryLaterError,
    RefusedError, SettingsWrongError or DoubtError.
    """
    with ended(endings):
        message = build(mail, server)
        recipients = list(dict.fromkeys(_address(each) for each in (mail.to, *mail.cc)))
        sender = _own_address(server.sender)
        private = (*recipients, mail.subject, mail.body)
        with session(server, secret, tls or system_trust("mail")) as smtp:
            utf8 = _needs_utf8(smtp, sender, recipients)
            content = message.as_bytes(policy=SMTPUTF8 if utf8 else SMTP)
            _envelope(smtp, sender, recipients, private, _options(smtp, len(content), utf8=utf8))
            before_no_return()
            return _hand_over(smtp, content, private)


def try_out(server: MailServer, secret: str, *, tls: ssl.SSLContext | None = None) -> str:
    """Connect and log in without sending. Returns a sentence for the settings page. Raises TryLaterError or
    SettingsWrongError."""
    with ended(TRYING):
        _own_address(server.sender)
        with session(server, secret, tls or system_trust("mail")):
            return "E-postserveren svarte, og innstillingene virker."


def _needs_utf8(smtp: smtplib.SMTP, sender: str, recipients: list[str]) -> bool:
    odd = [each for each in recipients if not each.isascii()]
    if sender.isascii() and not odd:
        return False
    if smtp.has_extn("smtputf8"):
        return True
    if odd:
        raise RefusedError(
            "E-postserveren kan ikke sende til en adresse med æ, ø, å eller andre fremmede tegn.", recipient=odd[0]
        )
    raise SettingsWrongError("E-postserveren kan ikke sende fra en adresse med æ, ø eller å.")


def _options(smtp: smtplib.SMTP, size: int, *, utf8: bool) -> list[str]:
    options = [f"SIZE={size}"] if smtp.has_extn("size") else []
    return [*options, "BODY=8BITMIME", "SMTPUTF8"] if utf8 else options


def _envelope(
    smtp: smtplib.SMTP, sender: str, recipients: list[str], private: tuple[str, ...], options: list[str]
) -> None:
    """Set the sender and the recipients. One refused recipient stops the message for all."""
    with mail_errors():
        code, answer = smtp.mail(sender, options)
        if code // 100 != 2:
            raise _refusal(code, answer, private)
        answers = [(each, *smtp.rcpt(each)) for each in recipients]
    refused = [one for one in answers if one[1] // 100 != 2]
    for recipient, code, answer in sorted(refused, key=lambda one: -one[1]):  # 5xx before 4xx
        with suppress(OSError):
            smtp.rset()
        raise _refusal(code, answer, private, recipient)


def _hand_over(smtp: smtplib.SMTP, content: bytes, private: tuple[str, ...]) -> str:
    with mail_errors():
        code, answer = smtp.docmd("DATA")
        if code != 354:
            raise _refusal(code, answer, private)
        smtp.send(re.sub(rb"(?m)^\.", b"..", content))  # without the final dot it is discarded
    try:
        smtp.send(b".\r\n")
        code, answer = smtp.getreply()
    except OSError:
        raise DoubtError("Forbindelsen ble brutt mens e-posten ble levert.") from None
    if code // 100 == 2:
        return quoted(answer, private)
    if code // 100 in (4, 5):
        raise _refusal(code, answer, private)
    raise DoubtError("E-postserveren ga et uforståelig svar da e-posten ble levert.")


def _refusal(code: int, answer: bytes, private: tuple[str, ...], recipient: str = "") -> DeliveryError:
    reason = quoted(answer, private)
    if code in LOGIN_FIRST:
        return SettingsWrongError("E-postserveren krever en annen innlogging.", reason=reason)
    if code // 100 != 5:
        what = "E-postserveren kan ikke ta imot e-posten nå." if code // 100 == 4 else NO_ANSWER
        return TryLaterError(what, reason=reason, recipient=recipient)
    if recipient:
        what = "E-postserveren tok ikke imot en av mottakerne."
        return RefusedError(what, reason=reason, recipient=recipient)
    return RefusedError("E-postserveren tok ikke imot e-posten.", reason=reason)
