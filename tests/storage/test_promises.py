"""The open promises to a member who rings: answered in the review, written with the call, taken back with it."""

from datetime import timedelta

import pytest

from sentralbord_desktop.domain.callbacks import Callback
from sentralbord_desktop.domain.confirmations import Confirmation
from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.inquiries.open_promise import KEPT, KEPT_NEW, SETTLED
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.services.drafts import Draft, IncompleteError, promises_of
from sentralbord_desktop.services.office import Services
from tests.helpers import calls
from tests.helpers.engines import MOMENT, Watch
from tests.helpers.stored import actions_of


@pytest.fixture
def promise(services: Services, ingunn: Member, watch: Watch) -> Callback:
    """Promised at MOMENT for the next day."""
    services.inquiries.complete(calls.ring_back(services, ingunn))
    (callback,) = services.callbacks.all_open()
    return callback


def call_again(services: Services, member: Member, category: str = "kontingent", **more: object) -> Draft:
    """A second call of the member, with what is open to them, reviewed but for the promises."""
    record = services.members.open(member.id)
    said = {"kontingent": ("sats", "nei", "Forklart"), "utmelding": ("min_side",), "annet": ("ferie", "svart")}
    return calls.ready(services, category, member, *said[category], promises=promises_of(record), **more)


def answered(draft: Draft, answer: str) -> Draft:
    answers = {one.key: answer for one in draft.promises_asked}
    return draft.model_copy(update={"review": draft.review.model_copy(update={"promises": answers})})


def only(services: Services) -> Callback:
    (callback,) = services.callbacks.all_open()
    return callback


def test_a_call_is_not_completed_before_the_promise_is_answered(
    services: Services, ingunn: Member, promise: Callback
) -> None:
    draft = call_again(services, ingunn)
    with pytest.raises(IncompleteError, match="Mangler 1 svar: løftet fra i dag") as refused:
        services.inquiries.complete(draft)
    assert refused.value.missing == f"oppringing:{promise.id}"
    assert not services.inquiries.is_there(draft.id), "nothing was written"
    assert only(services) == promise


def test_what_is_done_now_is_gone_from_the_list(services: Services, ingunn: Member, promise: Callback) -> None:
    receipt = services.inquiries.complete(answered(call_again(services, ingunn), SETTLED))
    assert services.callbacks.all_open() == []
    assert "Løftet om å ringe er gjort opp" in receipt.done
    (row,) = [r for r in actions_of(services, receipt.inquiry_id) if r["kind"] == "PROMISE"]
    assert (row["state"], row["content"]) == ("gjort", f"Lovet oppringing {MOMENT:%d.%m.%Y}: gjort nå")


def test_what_is_rung_about_later_keeps_time_and_owner_and_says_that_they_rang(
    services: Services, ingunn: Member, promise: Callback, watch: Watch
) -> None:
    services.callbacks.give(promise, "Beate")
    given = only(services)
    assert promise.due is not None
    watch.now = promise.due + timedelta(hours=2)
    services.inquiries.complete(answered(call_again(services, ingunn), KEPT))
    kept = only(services)
    assert (kept.due, kept.owner, kept.claimed_by) == (given.due, given.owner, given.claimed_by)
    assert (kept.raised, kept.own_attempts) == (1, given.own_attempts), "they rang, we did not"
    assert kept.attempts[0].outcome == "ringte_selv"
    important = services.members.open(ingunn.id).important(watch.now)[0]
    assert "ringte selv i dag 1" in important.detail
    assert "purret" not in important.detail


@pytest.mark.parametrize("answer", [SETTLED, KEPT])
def test_opened_again_the_promise_is_as_it_was(
    services: Services, ingunn: Member, promise: Callback, answer: str
) -> None:
    receipt = services.inquiries.complete(answered(call_again(services, ingunn), answer))
    draft = services.inquiries.reopen(receipt.inquiry_id).draft
    back = only(services)
    assert (back.raised, back.attempts, back.due, back.status) == (0, (), promise.due, "apen")
    assert draft.answer_to(draft.promises_asked[0]) == answer, "the answer stands in the call that was opened"
    services.inquiries.complete(answered(draft, SETTLED))
    assert services.callbacks.all_open() == []


def test_what_another_settled_meanwhile_is_not_settled_twice(
    services: Services, ingunn: Member, promise: Callback
) -> None:
    draft = answered(call_again(services, ingunn), SETTLED)
    services.callbacks.attempt(promise, "svarte")
    receipt = services.inquiries.complete(draft)
    assert "Løftet om å ringe er gjort opp" not in receipt.done
    services.inquiries.reopen(receipt.inquiry_id)
    assert services.callbacks.all_open() == [], "the other's settlement stands"


def test_the_answer_is_parked_with_the_call(services: Services, ingunn: Member, promise: Callback) -> None:
    draft = answered(call_again(services, ingunn), KEPT)
    services.parking.keep(draft, running=False)
    (parked,) = services.parking.drafts()
    assert parked.promises == draft.promises
    assert parked.review.promises == {f"oppringing:{promise.id}": KEPT}


@pytest.mark.parametrize(("answer", "left"), [("", 0), (KEPT, 1)])
def test_a_call_that_was_begun_from_the_promise_settles_it_unless_it_is_said_to_stand(
    services: Services, ingunn: Member, promise: Callback, answer: str, left: int
) -> None:
    draft = call_again(services, ingunn, "annet", callback_id=promise.id)
    services.inquiries.complete(answered(draft, answer) if answer else draft)
    assert len(services.callbacks.all_open()) == left


def test_nobody_who_rings_for_another_is_asked_about_the_members_promise(
    services: Services, ingunn: Member, promise: Callback
) -> None:
    record = services.members.open(ingunn.id)
    draft = services.inquiries.begin("annet", member=ingunn, caller=CallerKind.ANOTHER, promises=promises_of(record))
    assert draft.promises_asked == ()


@pytest.fixture
def awaited(services: Services, ingunn: Member) -> Confirmation:
    services.inquiries.complete(calls.ready(services, "utmelding", ingunn, "min_side"))
    (confirmation,) = services.confirmations.awaited()
    return confirmation


def test_an_awaited_confirmation_is_asked_about_in_its_own_topic_only(
    services: Services, ingunn: Member, awaited: Confirmation
) -> None:
    services.inquiries.complete(call_again(services, ingunn, "kontingent"))
    with pytest.raises(IncompleteError, match="Mangler 1 svar: bekreftelsen vi venter på"):
        services.inquiries.complete(call_again(services, ingunn, "utmelding"))


def test_a_confirmation_that_has_come_is_closed_and_waits_again_when_the_call_is_opened(
    services: Services, ingunn: Member, awaited: Confirmation
) -> None:
    receipt = services.inquiries.complete(answered(call_again(services, ingunn, "utmelding"), SETTLED))
    assert services.confirmations.awaited() == []
    services.inquiries.reopen(receipt.inquiry_id)
    (again,) = services.confirmations.awaited()
    assert again.id == awaited.id


def test_the_receipt_waits_for_no_confirmation_that_has_come(
    services: Services, ingunn: Member, awaited: Confirmation
) -> None:
    """«Bekreftelsen er ført som kommet» stood beside «Venter på den skriftlige bekreftelsen», of the same one."""
    stands = services.inquiries.complete(answered(call_again(services, ingunn, "utmelding"), KEPT))
    assert any("Venter på den skriftlige" in line for line in stands.to_come)
    came = services.inquiries.complete(answered(call_again(services, ingunn, "utmelding"), SETTLED))
    assert "Bekreftelsen er ført som kommet" in came.done
    assert came.to_come == ()


@pytest.mark.parametrize("way", ["list", "call", "withdrawn"])
def test_a_reminder_that_waits_is_withdrawn_when_there_is_nothing_to_wait_for(
    services: Services, ingunn: Member, awaited: Confirmation, way: str
) -> None:
    """«Vi venter fortsatt på bekreftelsen» was sent to a member whose confirmation lay on the table."""
    reminder = services.confirmations.remind_by_sms(awaited)
    (waiting,) = services.confirmations.awaited()
    if way == "call":
        services.inquiries.complete(answered(call_again(services, ingunn, "utmelding"), SETTLED))
    else:
        close = services.confirmations.arrived if way == "list" else services.confirmations.withdrawn
        close(waiting)
    (message,) = (m for m in services.outbox.all() if m.id == reminder)
    assert (message.state, message.not_before, message.moved_by) == ("trukket", None, services.session.sign)
    assert message.reason


def test_a_confirmation_that_has_not_come_is_left_alone(
    services: Services, ingunn: Member, awaited: Confirmation
) -> None:
    services.inquiries.complete(answered(call_again(services, ingunn, "utmelding"), KEPT))
    assert services.confirmations.awaited() == [awaited]


@pytest.mark.parametrize(("answer", "rung"), [(KEPT, "99000418"), (KEPT_NEW, "41234567")])
def test_a_new_number_reaches_the_promise_only_by_its_own_answer(
    services: Services, ingunn: Member, promise: Callback, answer: str, rung: str
) -> None:
    """Asked on the card; taken back with the call."""
    record = services.members.open(ingunn.id)
    draft = calls.new_details(services, ingunn, phone="41234567").model_copy(update={"promises": promises_of(record)})
    (asked,) = draft.promises_asked
    assert asked.detail(MOMENT).endswith("Ring på det nye nummeret 412 34 567?")
    assert [*asked.choices.values()] == ["Gjort nå", "Ring 990 00 418", "Ring 412 34 567"]
    receipt = services.inquiries.complete(answered(draft, answer))
    assert (only(services).number, only(services).due) == (rung, promise.due)
    services.inquiries.reopen(receipt.inquiry_id)
    assert only(services).number == promise.number


def test_an_answer_about_a_number_that_was_taken_back_is_asked_again(
    services: Services, ingunn: Member, promise: Callback
) -> None:
    draft = answered(call_again(services, ingunn), KEPT_NEW)
    with pytest.raises(IncompleteError, match="Mangler 1 svar"):
        services.inquiries.complete(draft)


@pytest.mark.parametrize(("said", "new"), [(("412 34 567",), "41234567"), ((), "")])
def test_a_number_that_is_confirmed_is_no_new_one(
    services: Services, ingunn: Member, said: tuple[str, ...], new: str
) -> None:
    draft = calls.half_way(services, "annet", ingunn, "Spørsmål om ferie", "ring", "i morgen 10", *said)
    assert (draft.answers["tlf"].source == "", draft.new_number) == (bool(said), new)
