"""The PC's own certificates: read once in ten minutes, and never the same context for mail and web."""

import ssl
from types import SimpleNamespace

import pytest

from sentralbord_desktop.delivery import tls_context


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1200.0]
    monkeypatch.setattr(tls_context, "time", SimpleNamespace(monotonic=lambda: now[0]))
    tls_context._read.cache_clear()
    return now


def test_a_store_is_read_again_after_ten_minutes(clock: list[float]) -> None:
    first = tls_context.system_trust("web")
    clock[0] += tls_context.READ_AGAIN_S - 1
    assert tls_context.system_trust("web") is first
    clock[0] += 1
    assert tls_context.system_trust("web") is not first


def test_a_server_that_nobody_vouches_for_is_not_trusted() -> None:
    for use in ("mail", "web"):
        context = tls_context.system_trust(use)
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname


def test_mail_and_web_do_not_share_what_they_speak() -> None:
    """httpx sets ALPN to «http/1.1» in the context it is given; a mail server may refuse that."""
    assert tls_context.system_trust("mail") is not tls_context.system_trust("web")
    assert tls_context.system_trust("mail") is tls_context.system_trust("mail")
