"""The changes of the member record by the caller's new details, and their words in texts (ME-2)."""

from collections.abc import Mapping

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.domain.members.member import GONE, SAID_IN_CALL
from sentralbord_desktop.procedures.model import Step, StepRole
from sentralbord_desktop.procedures.run import ProcedureRun, Standing

WORDS_FOR_FIELDS = {
    "first_name": "navn",
    "middle_name": "navn",
    "last_name": "navn",
    "birth_date": "fødselsdato",
    "street": "adresse",
    "post_code": "adresse",
    "place": "adresse",
    "phone": "telefon",
    "email": "epost",
    "employer": "arbeidsgiver",
    "workplace": "arbeidssted",
    "workplace_post_code": "arbeidssted",
    "status": "status",
}
"""Member field -> its word in the rulebook's UPDATE_MEMBER."""


def changes(run: ProcedureRun) -> dict[str, str]:
    """Member field -> new value, from the steps that set member fields."""
    changes: dict[str, str] = {}
    for line in run.trail:
        if line.standing is not Standing.ANSWERED or not line.answer:
            continue
        for field in line.step.fields:
            if field.sets and (value := line.answer.fields.get(field.key)):
                changes[field.sets] = value
        if line.step.role is StepRole.NEW_STATUS and _may_enter(run, line.answer):
            changes["status"] = line.answer.choice
    return changes


def _may_enter(run: ProcedureRun, status: Answer) -> bool:
    """A resigned member does not rejoin by a change of status (IN-1, UT-4), and nobody who is registered as dead gets
    another."""
    return status.choice in SAID_IN_CALL and run.facts.member.status not in GONE


def entered(run: ProcedureRun) -> list[str]:
    """The fields put into the member record, by their names in the form."""
    words: list[str] = []
    for line in run.trail:
        if line.standing is Standing.ANSWERED and line.answer:
            filled = line.answer.fields
            words += [f.label.lower() for f in line.step.fields if f.sets and filled.get(f.key)]
            if line.step.role is StepRole.NEW_STATUS and _may_enter(run, line.answer):
                words.append(f"status {line.shown.lower()}")
    return words


def still_to_enter(run: ProcedureRun) -> list[Step]:
    """The steps that change the member record and have no answer yet."""
    entering = (s for s in run.procedure.steps if s.role is StepRole.NEW_STATUS or any(f.sets for f in s.fields))
    return [step for step in entering if run.answer_of(step) is None and run.applies(step) is not False]


def words_of(changes: Mapping[str, str]) -> list[str]:
    """The rulebook's words for the changed member fields, each once."""
    return list(dict.fromkeys(WORDS_FOR_FIELDS.get(name, name) for name in changes))
