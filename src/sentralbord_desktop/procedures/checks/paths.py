"""Every way through a procedure that a condition can tell apart."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from typing import Any

from sentralbord_desktop.domain.inquiries.inquiry import Answer, Facts
from sentralbord_desktop.domain.organisation.organisation import Department, Organisation, Role
from sentralbord_desktop.procedures.answers import AnswerError
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.model import ComparedValue, Procedure, Step, StepRole, names_in, values_in
from sentralbord_desktop.procedures.run import ProcedureRun

LIMIT = 60_000
"""The walk stops after this many ways: the file has too many questions to be checked."""


PLAIN_DEPARTMENT = 4
"""A department without a rule of its own."""
SAMPLE_TEXT = "en bekreftelse på permisjonen"
"""A sample of a caller's words, of the usual length."""
NO_PHONE = "ingen"
"""The answer of a caller without a number, who is told more."""


def _department(number: int, name: str, *, ks_first_contact: bool = False) -> Department:
    return Department(
        number=number,
        name=name,
        ks_first_contact=ks_first_contact,
        email=f"postmottak{number}.mjostraktene@forbundet.no",
        postal_address="Postboks 1234 Sentrum, 2301 Hamar",
    )


LONG_ORGANISATION = Organisation(
    phone="+47 22 00 11 22",
    departments=(
        _department(2, "Mjøstraktene", ks_first_contact=True),
        _department(4, "Gudbrandsdalen og Valdres"),
        _department(6, "Sør-Østerdal og Kongsvinger"),
    ),
    roles=tuple(
        Role(key=key, title="Ansvarlig for prosedyrene", holder="Anne-Margrethe Kristoffersen Haugland")
        for key in ("gf_payments", "post", "media", "procedure_owner")
    ),
)
"""Names and addresses of the greatest likely length, to check that each spoken line is short enough."""


def starting_points(library: Library, procedure: Procedure) -> Iterator[ProcedureRun]:
    """Runs with the facts that conditions ask about set each way; the rest stays unknown."""
    asked = {compared.name for step in procedure.steps for compared in values_in(step.when)}
    departments = (2, PLAIN_DEPARTMENT) if "fakta.avd_ks_forst" in asked else (PLAIN_DEPARTMENT,)
    loops = ("1", "2") if "fakta.sloyfe" in asked else ("1",)
    callers: list[tuple[str, str, dict[str, Any]]] = [
        (caller, loop, {"member_no": "1", "department": department, "phone": "99000418"})
        for caller in ("medlem", "tredjepart")
        for department in departments
        for loop in loops
    ]
    callers += [("ikke_medlem", loop, {}) for loop in loops]
    if "fakta.i_registeret" in asked:  # a member whose record was not found
        callers.append(("medlem", loops[-1], {}))
    if "fakta.utmeldt" in asked:
        callers.append(("medlem", loops[-1], {"member_no": "1", "department": 4, "status": "utmeldt"}))
    if "fakta.venter_dokumentasjon" in asked:
        callers.append(("medlem", loops[-1], {"member_no": "1", "department": 4, "missing_documentation": "brev"}))
    for caller, loop, member in callers:
        facts = {"call_date": "2026-03-23", "received_on": f"sloyfe:{loop}", "caller": caller, "member": member}
        yield ProcedureRun(library, procedure.id, Facts.model_validate(facts), LONG_ORGANISATION)


SAMPLE_ANSWERS = {"date": "14.03.1979", "phone": "99000418", "email": "x@eksempel.no", "post_code": "2312"}
"""Kind of a form field -> a valid value."""


def ways(run: ProcedureRun, alike: Collection[str] = ()) -> Iterator[ProcedureRun]:
    """Each finished run that `run` can become, one for every difference that a condition makes. Rules for special
    groups are varied in the plain call only (`_is_plain`): in other calls they get one answer, as do the steps
    `alike`."""
    compared = _compared(run.procedure)
    if not _is_plain(run):
        asks_who = _who_has_another(run.procedure)
        compared = {one for one in compared if one.name not in asks_who}
    compared = {one for one in compared if one.name not in alike}
    stack, seen = [run], 0
    while stack:
        here = stack.pop()
        step = here.current
        if step is None or here.procedure.id != run.procedure.id:
            seen += 1
            yield here
            if seen >= LIMIT:
                return
            continue
        stack.extend(_answered(here, step, compared))


def _answered(run: ProcedureRun, step: Step, compared: set[ComparedValue]) -> Iterator[ProcedureRun]:
    """The run after each answer that is possible in this call: a missing address cannot be confirmed."""
    for answer in _telling(run, step, compared):
        with suppress(AnswerError):
            yield run.answer(step.id, answer)


def way(run: ProcedureRun) -> str:
    """«videre: svart → tema: …»: the answers that led here."""
    return " → ".join(f"{step}: {answer.choice or '…'}" for step, answer in run.given.items())


def _compared(procedure: Procedure) -> set[ComparedValue]:
    conditions = [
        *(s.when for s in procedure.steps),
        *(o.when for o in procedure.outputs),
        *(o.on_when for o in procedure.outputs),
        *(o.urgent_when for o in procedure.outputs),
        *(v.when for variants in procedure.phrases.values() for v in variants),
    ]
    return {pair for condition in conditions for pair in values_in(condition)}


def _who_has_another(procedure: Procedure) -> set[str]:
    """The steps that decide whether an unusual deadline applies: trial period, or other laws."""
    sources = procedure.deadlines
    return names_in(sources.trial_period) | names_in(sources.own_rules) if sources else set()


def _is_plain(run: ProcedureRun) -> bool:
    """Whether the rare answers are walked in this call; loop and department do not change where they lead."""
    member = run.facts.held_back or run.facts.member
    return run.facts.loop == 1 and member.department == PLAIN_DEPARTMENT


def _telling(run: ProcedureRun, step: Step, compared: set[ComparedValue]) -> list[Answer]:
    """One answer for each group of answers that some condition distinguishes."""
    if step.fields:
        return [Answer(fields={f.key: SAMPLE_ANSWERS.get(f.kind, SAMPLE_TEXT[:12]) for f in step.fields})]
    answers = []
    if step.field:
        department = "6" if step.another else "4"  # which is the member's own
        days = ("24.03.2026",) if step.future else ("19.03.2026", "10.03.2026")  # calm, and urgent
        if run.procedure.deadlines and step.id == run.procedure.deadlines.received and _is_plain(run):
            days = (*days, "02.03.2026")  # the first deadline is over, and another is not
        texts = {"date": days, "department": (department,)}
        plain_text = (NO_PHONE,) if step.role is StepRole.PHONE else (SAMPLE_TEXT,)
        answers += [Answer(text=text) for text in texts.get(step.field, plain_text)]
    plain = False
    for choice in step.choices:
        if choice.closes_record and not _is_plain(run):
            continue
        special = (step.id, choice.key) in compared or choice.stop or choice.switch
        if special or not (plain or step.field):
            answers.append(Answer(choice=choice.key))
            plain = plain or not special
    return answers
