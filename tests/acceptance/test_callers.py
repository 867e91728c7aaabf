"""Each kind of caller in each topic, with the board free, old, away and empty: only a person puts a call through, what is
about the member comes of the member's own call alone, and each call can be completed."""

import pytest

from sentralbord_desktop.domain.inquiries.caller_kind import THIRD_PARTIES, CallerKind
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.procedures.loader import library
from sentralbord_desktop.procedures.model import NOBODY, TOOK
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts import Draft, reviewed
from sentralbord_desktop.services.office import Services
from tests.helpers.callers import BOARDS, CALLERS, begun, board_of, organisation_of, played
from tests.helpers.night import mostly_at_night
from tests.helpers.stored import actions_of

ABOUT_A_MEMBER = {"NOTE", "SMS", "LETTER_ORDER", "UPDATE_MEMBER", "REGISTER_MEMBER", "AWAIT_CONFIRMATION"}
RINGS = {"trobbel", "lov_avtale", "forsikring", "kurs", "opplysninger", "media", "annet"}
"""The topics in which somebody is rung."""


def put_through(run: ProcedureRun) -> bool:
    return any(step.transfer and (a := run.given.get(step.id)) and a.choice == TOOK for step in run.procedure.steps)


def is_told_of(run: ProcedureRun) -> bool:
    """Whether an action or a text says that the call was put through."""
    actions = Outcome(run).actions()
    return any(a.kind == "TRANSFER" or "satt over" in f"{a.subject} {a.text}".casefold() for a in actions if a.on)


def rung(run: ProcedureRun) -> list[str]:
    return [step.id for step in run.procedure.steps if step.transfer and step.id in run.given]


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize(
    "topic", mostly_at_night(sorted(library().procedures), "annet", "kurs", "trobbel", "utmelding")
)
def test_each_call_ends_with_what_happened_in_it(services: Services, ingunn: Member, topic: str, caller: str) -> None:
    organisation, kind = organisation_of(services), CALLERS[caller]
    for state in BOARDS:
        board = board_of(state, organisation, services.session.clock())
        for takes_call in (False, True):
            draft = begun(services, topic, kind, ingunn, board)
            states = played(draft.run(services.inquiries.library, organisation), takes_call=takes_call)
            where = f"{topic}, {caller}, {state}, {'tok' if takes_call else 'ingen'}"
            for now in states:
                assert put_through(now) or not is_told_of(now), where
            end = states[-1]
            assert takes_call or not put_through(end), where
            check_who_it_is_about(end, kind, where)
            receipt = services.inquiries.complete(with_everything_said(draft.with_run(end), end))
            kept = [a for a in actions_of(services, receipt.inquiry_id) if a["state"] != "utelatt"]
            assert put_through(end) or "TRANSFER" not in {a["kind"] for a in kept}, where
            if kind is not CallerKind.MEMBER:  # a change waits for the record, and a third party leaves none
                assert not [a for a in kept if a["kind"] == "UPDATE_MEMBER" and a["state"] == "gjort"], where
    if kind is not CallerKind.MEMBER:
        record = services.members.open(ingunn.id)
        assert record.member == ingunn
        assert (tuple(record.remarks), tuple(record.calls), tuple(record.cases)) == ((), (), ())


def check_who_it_is_about(end: ProcedureRun, kind: CallerKind, where: str) -> None:
    actions = [action for action in Outcome(end).actions() if action.on]
    if kind in THIRD_PARTIES:
        assert not {action.kind for action in actions} & ABOUT_A_MEMBER, where
        is_said = any(action.must_be_said for action in actions) or Outcome(end).was_said_first
        assert kind is CallerKind.COLLEAGUE or is_said, where
    if kind is not CallerKind.MEMBER:
        assert all("204118" not in f"{a.subject} {a.text}" for a in actions), where
    assert all("‹" not in f"{a.subject} {a.text}" for a in actions), where


def with_everything_said(draft: Draft, end: ProcedureRun) -> Draft:
    """And with a reason for each word that may be sensitive."""
    actions = reviewed(end, Review())
    review = Review(
        said=tuple(action.id for action in actions if action.must_be_said),
        kept=dict.fromkeys((action.id for action in actions), "det ble sagt slik"),
        reasons=dict.fromkeys((action.id for action in actions), "medlemmet ønsket det"),
    )
    return draft.with_review(review, end)


@pytest.mark.parametrize("topic", sorted(RINGS))
def test_where_somebody_is_rung_the_board_gives_the_order_and_never_the_answer(
    services: Services, ingunn: Member, topic: str
) -> None:
    """With everyone away the step is answered from the board; with any other board it waits for a person."""
    organisation = organisation_of(services)
    caller = CallerKind.PRESS if topic == "media" else CallerKind.MEMBER
    asked = {}
    for state in BOARDS:
        draft = begun(services, topic, caller, ingunn, board_of(state, organisation, services.session.clock()))
        end = played(draft.run(services.inquiries.library, organisation), takes_call=False)[-1]
        asked[state] = rung(end)
        from_board = [
            line.answer for line in end.trail if line.step.transfer and line.answer and line.step.id not in end.given
        ]
        assert all(answer.choice == NOBODY for answer in from_board)
        assert state == "away" or not from_board
    assert asked["free"] == asked["old"] == asked["empty"] != []
    assert asked["away"] == []
