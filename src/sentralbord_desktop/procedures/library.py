"""The content of all procedure files, read and checked together."""

from collections.abc import Mapping
from functools import cached_property

from sentralbord_desktop.domain.deadlines import DeadlineRule, NoticeRule
from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.procedures.categories import Categories
from sentralbord_desktop.procedures.model import Part, Procedure, StepRole
from sentralbord_desktop.procedures.wording import Rule, Template


class Library(Part):
    """All procedures and texts, read and checked together."""

    procedures: dict[str, Procedure]
    templates: dict[str, Template]
    rules: dict[str, Rule]
    deadline_rules: tuple[DeadlineRule, ...]
    notice_rules: tuple[NoticeRule, ...] = ()

    @cached_property
    def categories(self) -> Categories:
        """Every category, as its file says."""
        return Categories(self.procedures.values())

    @cached_property
    def _ids(self) -> dict[StepRole, tuple[str, ...]]:
        steps = [s for procedure in self.procedures.values() for s in procedure.steps]
        return {role: tuple(dict.fromkeys(step.id for step in steps if step.role is role)) for role in StepRole}

    def step_ids(self, *roles: StepRole) -> tuple[str, ...]:
        """The names that steps with these roles have, in any procedure: a call that was switched
        keeps its answers under them."""
        return tuple(step_id for role in roles for step_id in self._ids[role])

    def answers_for(self, role: StepRole, given: Mapping[str, Answer]) -> tuple[Answer, ...]:
        """The answers to steps with this role, in any category."""
        return tuple(given[step_id] for step_id in self.step_ids(role) if step_id in given)

    def question(self, procedure_id: str, step_id: str) -> str:
        """The title of the step in the trail; «» for an unknown step."""
        procedure = self.procedures.get(procedure_id)
        step = procedure.step(step_id) if procedure else None
        return step.ask if step else ""

    @property
    def identity_sentence(self) -> str:
        """The sentence that asks for the identity (X-3), the same in each procedure; «» when none asks."""
        steps = (procedure.step_for(StepRole.IDENTITY) for procedure in self.procedures.values())
        return next((step.say for step in steps if step), "")

    @property
    def member_fields(self) -> frozenset[str]:
        """The fields of a member that some procedure can change."""
        steps = (step for procedure in self.procedures.values() for step in procedure.steps)
        return frozenset({"status", *(f.sets for step in steps for f in step.fields if f.sets)})
