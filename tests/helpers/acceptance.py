"""A call that is played by a procedure alone: the facts, the answers, and what comes of it."""

from typing import Any, cast

from sentralbord_desktop.domain.inquiries.inquiry import Facts
from sentralbord_desktop.domain.organisation.organisation import Department, Staff
from sentralbord_desktop.procedures.answers import AnswerError
from sentralbord_desktop.procedures.checks.simulate import answer_with as answer_by_position
from sentralbord_desktop.procedures.checks.simulate import as_answer, report
from sentralbord_desktop.procedures.loader import default_organisation, library
from sentralbord_desktop.procedures.proposals import proposal_of
from sentralbord_desktop.procedures.run import ProcedureRun
from tests.helpers.union_calls import Said

MEMBER = {
    "member_no": "M-1",
    "department": 4,
    "phone": "99000418",
    "name": "Prøve Prøvesen",
    "address": "Granveien 4, 2312 Ottestad",
    "employer": "Renhold Øst AS",
    "insurance_codes": "Gruppeliv",
}
AWAY = {"DS": False, "saksbehandler": False, "nearby_DS": False}
NO_PHONE = {**MEMBER, "phone": ""}
"""A member of whom no number is known."""
RESIGNED = {**MEMBER, "status": "utmeldt"}
NAME = {"first_name": "Ada", "last_name": "Berg"}
JOINING: dict[str, Any] = {"caller": "ikke_medlem", "member": {}}
NOT_FOUND: dict[str, Any] = {"member": {}, "caller": "ukjent"}
"""A member whose record was not found."""
NOT_FOUND_NAMED: dict[str, Any] = {**NOT_FOUND, "caller_name": "Per Ås"}
THIRD_PARTY: dict[str, Any] = {"caller": "tredjepart", "member": {}}
"""Somebody who rings for a member."""
NEW = {"street": "Nyveien 1", "post_code": "2312", "place": "Ottestad"}
ORGANISATION = default_organisation().model_copy(
    update={
        "departments": tuple(
            Department(number=n, name=f"Sted {n}", email=f"avd{n}@forbundet.no", ks_first_contact=n == 2)
            for n in (2, 4, 6)
        )
    }
)


def answer_with(run: ProcedureRun, said: Said) -> ProcedureRun:
    """Answer the step that is asked with «step=answer», or a step that is not asked with «+step=answer».

    Fields are {step: {field: value}}. An answer without the name of a step is for the step that is asked. What the
    register proposes before that step is confirmed by Enter.
    """
    name, answer = (
        next(iter(said.items())) if isinstance(said, dict) else (said.partition("=")[0], said.partition("=")[2])
    )
    step = run.procedure.step(name.removeprefix("+"))
    if step is None:
        return answer_by_position(run, cast("str | dict[str, str]", said))
    if not name.startswith("+"):
        run = confirm_proposals(run, before=name)
    if not name.startswith("+") and (run.current is None or run.current.id != name):
        raise AnswerError(f"{name} is not asked, but {run.current.id if run.current else 'nothing'}")
    return run.answer(step.id, as_answer(step, cast("str | dict[str, str]", answer)))


def confirm_proposals(run: ProcedureRun, before: str = "") -> ProcedureRun:
    """Enter at each step with an answer that the register or the procedure suggests, and «Sagt» where something must be
    said first, as far as the step `before`, or the first other."""
    while (step := run.current) and step.id != before and (step.suggest or step.said_first or proposal_of(run, step)):
        run = answer_by_position(run, "sagt" if step.said_first else "")
    return run


def at_home(run: ProcedureRun, *answers: Said) -> ProcedureRun:
    """The same call where the organisation has departments with addresses."""
    run = ProcedureRun(run.library, run.procedure.id, run.facts, ORGANISATION, run.given)
    for said in answers:
        run = answer_with(run, said)
    return run


def take(category: str, *answers: Said, **facts: Any) -> ProcedureRun:
    """A call on 23.03.2026 from a member in avd. 4, on the home loop, answered in turn."""
    procedure = library().procedures[category]
    raw = {
        "call_date": "2026-03-23",
        "received_on": f"sloyfe:{procedure.loop}",
        "caller": "medlem",
        "call_time": "10.00",
        "identity_confirmed": True,
        "member": MEMBER,
        **facts,
    }
    run = ProcedureRun(library(), category, Facts.model_validate(raw), default_organisation())
    for said in answers:
        run = answer_with(run, said)
    return confirm_proposals(run)


def actions(run: ProcedureRun) -> list[tuple[str, str, str]]:
    """(type, to, template) of everything that is on."""
    return [(a["type"], a["to"], a["template"]) for a in report(run)["actions"] if a["on"]]


def action(run: ProcedureRun, kind: str) -> dict[str, Any]:
    return next(a for a in report(run)["actions"] if a["type"] == kind)


def text(run: ProcedureRun, template: str) -> str:
    return str(next(a["text"] for a in report(run)["actions"] if a["template"] == template))


def kinds(run: ProcedureRun) -> list[str]:
    return [kind for kind, _, _ in actions(run)]


def press(*answers: Said, name: str = "Gro Bakkerud") -> ProcedureRun:
    """A journalist asks for `name`; Gro Bakkerud is in the catalogue, with an address."""
    gro = Staff(id=1, name="Gro Bakkerud", function="DS", department=4, email="gro@forbundet.no")
    start = take("media", caller="media", member={})
    organisation = ORGANISATION.model_copy(update={"staff": (gro,)})
    run = ProcedureRun(start.library, "media", start.facts, organisation)
    for said in ("bestemt=ja", name, *answers):
        run = answer_with(run, said)
    return run


def templates(run: ProcedureRun) -> list[str]:
    return [template for _, _, template in actions(run)]


def shown(run: ProcedureRun) -> set[str]:
    """The steps in the trail, where the operator can change them."""
    return {line.step.id for line in run.trail if not line.is_quiet}
