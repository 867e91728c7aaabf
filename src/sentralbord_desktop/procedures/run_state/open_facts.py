"""The facts that a call may use, depending on the answers about who is calling (X-3, X-4)."""

from collections.abc import Mapping

from sentralbord_desktop.domain.inquiries.inquiry import Answer, Facts
from sentralbord_desktop.procedures.model import Procedure
from sentralbord_desktop.procedures.proposals.proposal import is_from_record
from sentralbord_desktop.procedures.roles.step_role import StepRole


def open_facts(procedure: Procedure, facts: Facts, given: Mapping[str, Answer]) -> Facts:
    """`facts` without the member when a third party calls, or when the identity failed and the procedure goes on. A
    procedure without an identity question uses the earlier answers."""
    facts = facts.closed_to_third_party()
    step = procedure.step_for(StepRole.IDENTITY)
    if step is None:
        return facts
    answer = given.get(step.id)
    chosen = step.choice(answer.choice) if answer else None
    return facts.without_record() if chosen and chosen.closes_record else facts.with_record()


def answers_without_record(procedure: Procedure, given: Mapping[str, Answer]) -> dict[str, Answer]:
    """`given` without the values of the record that were confirmed before the identity failed."""
    confirming = {step.id for step in procedure.steps if step.confirm}
    return {name: answer for name, answer in given.items() if name not in confirming and not is_from_record(answer)}
