"""The facts that a call may use, after what was answered about who is calling (X-3, X-4)."""

from collections.abc import Mapping

from sentralbord_desktop.domain.inquiries.inquiry import Answer, Facts
from sentralbord_desktop.procedures.model import Procedure
from sentralbord_desktop.procedures.roles.step_role import StepRole


def known_facts(procedure: Procedure, facts: Facts, given: Mapping[str, Answer]) -> Facts:
    """`facts` without the member when a third party calls, or when the identity failed and the procedure goes on. A
    procedure that asks for no identity goes by what was answered before."""
    facts = facts.closed_to_third_party()
    step = procedure.step_for(StepRole.IDENTITY)
    if step is None:
        return facts
    answer = given.get(step.id)
    chosen = step.choice(answer.choice) if answer else None
    return facts.without_record() if chosen and chosen.closes_record else facts.with_record()
