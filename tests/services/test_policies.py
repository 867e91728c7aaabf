"""What IT decides lies over what the register keeps, and never gets into it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.domain.dialling import DiallingError
from sentralbord_desktop.domain.policies import POLICY_TOML, Source, decide
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage import settings

PASSPHRASE = "fire ville hester galopperer"
OPEN = Callable[..., Services]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[OPEN]:
    """The register, opened again under these policies."""
    last: list[Services] = []

    def start(**sections: dict[str, Any]) -> Services:
        while last:
            last.pop().close()
        policies = decide([Source(POLICY_TOML, sections)])
        assert not policies.faults
        last.append(open_services(tmp_path / "register", passphrase=PASSPHRASE, policies=policies))
        return last[0]

    yield start
    while last:
        last.pop().close()


def test_a_form_that_was_saved_under_a_policy_can_be_read_with_it_and_without(opened: OPEN) -> None:
    """The addresses were never chosen here, so what stands beneath has none."""
    services = opened(mail={"host": "smtp.hus"}, sms={"url": "https://sms.hus", "address": "{nummer}@hus"})
    services.sending.save(services.sending.read().model_copy(update={"undo_seconds": 30}))
    kept = services.sending.read()
    assert kept.server is not None
    assert kept.gateway is not None
    assert (kept.server.host, kept.gateway.url, kept.undo_seconds) == ("smtp.hus", "https://sms.hus", 30)
    kept = opened().sending.read()
    assert (kept.server, kept.gateway, kept.sms_by_mail, kept.undo_seconds) == (None, None, None, 30)


def test_a_gateway_that_wants_a_key_in_a_header_is_rolled_out(opened: OPEN) -> None:
    asked = {"url": "https://sms.hus", "headers": "Authorization: Bearer {hemmelighet}"}
    services = opened(sms={**asked, "way": "gateway", "success_status": "200, 201"})
    gateway = services.sending.read().gateway
    assert gateway is not None
    assert gateway.headers == {"Authorization": "Bearer {hemmelighet}"}
    assert gateway.success_status == (200, 201)
    assert services.sending.read().secret_for("sms")
    services.sending.save(services.sending.read())
    with services.database.reading() as session:
        stored = settings.setting(session, "utsending").get("gateway") or {}
    assert not stored.keys() & {"headers", "success_status"}


def test_the_own_loop_stands_beneath_the_decided_one(opened: OPEN) -> None:
    opened().session.update(name="Maja", loop=3)
    services = opened(operator={"loop": 2})
    assert services.session.operator.loop == 2
    assert services.session.update(name="Maja Hovde", loop=1).loop == 2
    operator = opened().session.operator
    assert (operator.name, operator.loop) == ("Maja Hovde", 3)


def test_a_program_that_dials_and_is_not_named_is_said(opened: OPEN) -> None:
    services = opened(telephone={"way": "kommando"})
    with pytest.raises(DiallingError, match=r"Skriv (programmet som ringer|det på denne PC-en)"):
        services.telephone.dial("99000418")
