"""Settings of delivery, and what a server answers."""

from datetime import UTC, datetime
from typing import Any

import pytest

from sentralbord_desktop.delivery.sms import send
from sentralbord_desktop.domain.messages.message import DeliveryError, Mail, MailServer, Sms, SmsGateway
from tests.helpers.servers import Gateway

MAIL = Mail(
    id="3f0e7c52-8a1b-4a53-9d0c-0a4b6f1f2a11",
    to="ds4@forbundet.no",
    cc=("ks@forbundet.no", "ingunn.f@eksempel.no"),
    subject="Ring Ingunn Fjeldheim før kl. 15 – gjelder «oppsigelse» 🎉",
    body="Hei!\n\n.prikk først\n..\nFrom Ås med æøå 🎉\n" + "lang linje " * 200,
    created=datetime(2026, 11, 25, 8, 30, tzinfo=UTC),
)
TEXT = 'Hei Ingunn!\nRing «DS 4» på "22 12 34 56" \\ {hemmelighet} 🎉 a&b=c+d%20'
SECRET = 'nø"kkel & 1+2=3%'
JSON_BODY = '{"to": "{nummer}", "from": "{avsender}", "text": "{tekst}", "key": "{hemmelighet}", "ref": {"id": "{id}"}}'


def office(port: int = 587, **changes: Any) -> MailServer:
    known: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": port,
        "security": "ingen",
        "auth": "ingen",
        "sender": "sentralbord@forbundet.no",
        "timeout": 2.0,
    }
    return MailServer(**{**known, **changes})


def silence() -> None:
    """Nothing is kept before the point of no return."""


SMS = Sms(id="3f0e7c52-8a1b-4a53-9d0c-0a4b6f1f2a11", number="99000418", text=TEXT)


def asked(gateway: Gateway, **changes: Any) -> SmsGateway:
    known: dict[str, Any] = {"url": f"{gateway.url}/send", "body": JSON_BODY, "sender": "Forbundet", "timeout": 2.0}
    return SmsGateway(**{**known, **changes})


def sent(gateway: SmsGateway, sms: Sms = SMS, **options: Any) -> str:
    return send(sms, gateway, SECRET, before_no_return=lambda: None, **options)


def fault(gateway: SmsGateway, *, passed: int, sms: Sms = SMS, **options: Any) -> DeliveryError:
    """The error of sending; it says nothing about the member, and in plain words."""
    times: list[int] = []
    with pytest.raises(DeliveryError) as error:
        send(sms, gateway, SECRET, before_no_return=lambda: times.append(1), **options)
    assert len(times) == passed
    for shown in (str(error.value), repr(error.value), error.value.reason):
        for word in ("Ingunn", "99000418", "22 12 34 56", SECRET):
            assert word not in shown
        assert "ugyldig" not in shown.lower()
    assert not any(sign.isdigit() for sign in str(error.value))
    assert error.value.__suppress_context__
    return error.value
