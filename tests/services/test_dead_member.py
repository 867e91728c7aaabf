"""Nobody who is registered as dead is rung or written to, by whatever door; the department still is."""

from collections.abc import Callable
from typing import Any

import pytest

from sentralbord_desktop.domain.callbacks import Callback, CallbackFields
from sentralbord_desktop.domain.confirmations import Confirmation
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.members.members import add_member
from tests.helpers import calls

IS_DEAD = "registrert som død"


def promise(services: Services) -> CallbackFields:
    at = services.session.clock()
    return CallbackFields(name="Ingunn", number="99000418", subject="Kontingent", promised_by="MH", created=at)


def dies(services: Services, member: Member) -> Member:
    """As it is set in «Rett»."""
    services.members.change(services.members.open(member.id).member, {"status": "dod"})
    return services.members.open(member.id).member


def promised(services: Services, member: Member) -> Callback:
    services.callbacks.add(promise(services), member.id)
    return services.callbacks.all_open()[0]


def awaited(services: Services, member: Member) -> Confirmation:
    services.inquiries.complete(calls.resignation(services, member))
    return services.confirmations.awaited()[0]


DOORS: dict[str, tuple[Callable[[Services, Member], Any], Callable[[Services, Member, Any], object]]] = {
    "a number": (lambda s, m: None, lambda s, m, _: s.telephone.dial(m.phone)),
    "a new callback": (lambda s, m: None, lambda s, m, _: s.callbacks.add(promise(s), m.id)),
    "an SMS after three attempts": (promised, lambda s, m, callback: s.callbacks.send_tried_sms(callback)),
    "a reminder": (awaited, lambda s, m, confirmation: s.confirmations.remind_by_sms(confirmation)),
}


@pytest.mark.parametrize("door", DOORS)
def test_a_door_out_to_one_who_is_dead_is_closed_with_a_sentence(services: Services, ingunn: Member, door: str) -> None:
    before, go = DOORS[door]
    made = before(services, ingunn)
    dead = dies(services, ingunn)
    with pytest.raises(SwitchboardError, match=IS_DEAD):
        go(services, dead, made)


def test_a_promise_to_one_who_is_dead_is_not_the_next(services: Services, ingunn: Member) -> None:
    promised(services, ingunn)
    dies(services, ingunn)
    assert services.callbacks.claim_next() is None


def test_a_number_that_a_living_member_has_too_is_rung(services: Services, ingunn: Member) -> None:
    with services.database.transaction() as session:
        fields = {"number": "7", "last_name": "Fjeldheim", "phone": "99000418"}
        add_member(session, fields, author="MH", at=services.session.clock(), inquiry_id=None, source="import")
    dies(services, ingunn)
    assert services.telephone.dial("99000418").sentence == "Ringer 990 00 418 …"


def test_a_call_about_one_who_is_dead_writes_to_the_department_and_not_to_the_member(
    services: Services, ingunn: Member
) -> None:
    draft = calls.resignation(services, dies(services, ingunn))
    forced = draft.review.model_copy(update={"on": {"sms_adresse": True}})
    services.inquiries.complete(draft.model_copy(update={"review": forced}))
    assert not [one for one in services.outbox.all() if one.kind == "sms"]
    said = ("er_medlem=ja", *calls.dismissed(), "ds_ledig=ingen", "tlf=99000419")
    services.inquiries.complete(calls.ready(services, "trobbel", services.members.open(ingunn.id).member, *said))
    assert not services.members.open(ingunn.id).callbacks
    assert {one.kind for one in services.outbox.all()} == {"epost"}
