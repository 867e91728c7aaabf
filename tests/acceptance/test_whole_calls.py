"""Every call of the union through the services: all that is expected, none of what is forbidden."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.domain.dates.clock import OSLO
from sentralbord_desktop.domain.inquiries.inquiry import Facts
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.procedures.checks.simulate import action_as_data, read_facts
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.outputs.registry import KINDS
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.members.members import add_member
from tests.helpers.acceptance import answer_with, confirm_proposals
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.stored import actions_of, answers_of
from tests.helpers.union_calls import MEANT, Call, all_calls, first_place, fits

CALLS = all_calls()


@pytest.fixture
def at(settled: Path, tmp_path: Path) -> Iterator[Callable[[str], Services]]:
    """An office whose clock stands at nine minutes past two on the day of the call."""
    opened: list[Services] = []

    def open_on(day: str) -> Services:
        moment = datetime.combine(date.fromisoformat(day), datetime.min.time(), OSLO)
        shutil.copytree(settled, tmp_path / day)
        services = open_services(
            tmp_path / day, passphrase=PASSPHRASE, os_user="maja.hovde", clock=lambda: moment.replace(hour=14, minute=9)
        )
        services.session.update(name="Maja Hovde", initials="MH")
        opened.append(services)
        return services

    yield open_on
    for services in opened:
        services.close()


def completed(services: Services, call: Call) -> tuple[list[dict[str, Any]], Draft, str]:
    """The call taken and completed; the actions as they were before Fullfør, and the inquiry."""
    member_id = None
    number = call.raw["member"]["member_no"]
    if number:
        with services.database.transaction() as session:
            member = add_member(
                session,
                {
                    "number": number,
                    "last_name": "Prøve",
                    "department": call.raw["member"]["department"],
                    "status": "yrkesaktiv",
                },
                author="TEST",
                at=services.session.clock(),
                inquiry_id=None,
                source="import",
            )
            member_id = member.id
    facts: Facts = read_facts(json.dumps(call.raw)).model_copy(
        update={"sign": "MH", "operator_name": "Maja Hovde", "call_time": "14.09"}
    )
    draft = Draft(
        id=call.id,
        member_id=member_id,
        title=call.id,
        category=call.category,
        started=services.session.clock(),
        facts=facts,
    )
    run = draft.run(services.inquiries.library, services.organisation.read())
    for said in call.answers:
        run = answer_with(run, said)
    run = confirm_proposals(run)
    outcome = Outcome(run)
    actions = outcome.actions()
    said_aloud = tuple(action.id for action in actions if action.must_be_said)
    draft = draft.with_run(run).model_copy(update={"review": Review(said=said_aloud)})
    receipt = services.inquiries.complete(draft)
    return [action_as_data(action) for action in actions if action.on], draft, receipt.inquiry_id


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.id)
def test_a_call_leaves_behind_what_the_procedure_demands(call: Call, at: Callable[[str], Services]) -> None:
    actions, _, _ = completed(at(call.raw["call_date"]), call)

    for wanted in call.expected:
        if "any_of" in wanted:
            assert any(all(first_place(actions, w) is not None for w in way) for way in wanted["any_of"]), wanted
            continue
        place = first_place(actions, wanted)
        assert place is not None, (wanted, [(a["type"], a["to"], a["template"]) for a in actions])
        if "before" in wanted:
            later = [n for n, action in enumerate(actions) if action["type"] == wanted["before"]]
            assert all(place < n for n in later)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.id)
def test_a_call_never_does_what_the_procedure_forbids(call: Call, at: Callable[[str], Services]) -> None:
    actions, _, _ = completed(at(call.raw["call_date"]), call)

    for forbidden in call.forbidden:
        found = [n for n, action in enumerate(actions) if fits(forbidden, action)]
        if "before_ask" in forbidden:
            asked = first_place(actions, {"type": "ASK", "q": forbidden["before_ask"]})
            assert all(asked is not None and asked < n for n in found)
        elif forbidden.get("only"):
            assert not found or len({a["type"] for a in actions} - {"LOG", "ASK", "REFER"}) > 0
        else:
            assert not found, forbidden


def test_what_is_forbidden_would_be_found() -> None:
    """Each kind is one of the program's, or has a meaning here; an action that amounts to it is seen."""
    forbidden = {one["type"] for call in CALLS for one in call.forbidden}
    assert forbidden <= {*KINDS, *MEANT}
    said = {"type": "INFORM", "text": "«Hun har 990 00 418.»", "to": "", "template": ""}
    assert fits({"type": "GIVE_PRIVATE_NUMBER"}, said)
    assert not fits({"type": "GIVE_PRIVATE_NUMBER"}, {**said, "text": "«Hun kan ikke ta samtalen nå.»"})
    assert not fits({"type": "GIVE_PRIVATE_NUMBER"}, {**said, "type": "CALLBACK"}), "which the caller never sees"
    assert fits({"type": "REGISTER_COURSE"}, {**said, "type": "REGISTER_MEMBER"})
    assert not fits({"type": "REGISTER_COURSE"}, {**said, "type": "REFER"})
    assert fits({"type": "READ_HISTORY", "aloud": True}, {**said, "type": "READ_HISTORY"})


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.id)
def test_every_action_and_answer_of_a_call_can_be_read_back(call: Call, at: Callable[[str], Services]) -> None:
    services = at(call.raw["call_date"])
    actions, draft, inquiry_id = completed(services, call)

    stored = actions_of(services, inquiry_id)
    kinds = [row["kind"] for row in stored if row["state"] != "utelatt"]
    assert kinds == [action["type"] for action in actions]
    answered = {row["step"] for row in answers_of(services, inquiry_id) if row["applied"]}
    run = draft.run(services.inquiries.library, services.organisation.read())
    assert set(run.given) - answered <= {"jobb", "sporsmal"}  # asked before the category was switched
    if draft.member_id is not None:
        record = services.members.open(draft.member_id)
        notes = [action["text"] for action in actions if action["type"] == "NOTE"]
        assert [remark.text for remark in record.remarks] == notes
        assert len(record.calls) == 1


def test_the_calls_cover_most_of_the_rules() -> None:
    covered = {rule for call in CALLS for rule in call.raw["rules"]}
    assert len(covered) >= 45
