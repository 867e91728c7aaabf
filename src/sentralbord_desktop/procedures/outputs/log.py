"""A line in the log of calls, or in the member's own log (KF-2)."""

from collections.abc import Iterator

from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.procedures.model import StepRole
from sentralbord_desktop.procedures.outputs.kind import About, OutputContext, OutputKind
from sentralbord_desktop.procedures.run import ProcedureRun, Standing
from sentralbord_desktop.procedures.templates import NO_FIELDS, fill
from sentralbord_desktop.procedures.transfers import attempts_logged

NOT_CONFIRMED = "Identiteten er ikke bekreftet."
WHO_RANG = {
    CallerKind.EMPLOYER: "Arbeidsgiver ringte.",
    CallerKind.COLLEAGUE: "Kollega eller leverandør ringte.",
    CallerKind.BEREAVED: "Meldte at et medlem er død.",
}


def _body(context: OutputContext, body: str) -> str:
    """The text of the log. For a third party: caller, topic, attempts and who took the call; never the member (X-4). In
    a member's log, a caller whose identity failed is marked as not confirmed (X-3)."""
    facts = context.run.facts
    if not facts.is_third_party:
        return _unconfirmed(context, body)
    who = WHO_RANG.get(facts.caller, "Ringte for en annen.")
    rung = " ".join(_rung_before(context.run)).translate(NO_FIELDS)
    if fill(body, context.field).text:
        return " ".join(filter(None, (who, rung, body)))
    return " ".join(filter(None, (who, _topic(context), rung, "Ga generell informasjon.")))


def _unconfirmed(context: OutputContext, body: str) -> str:
    identity = context.run.answer_for(StepRole.IDENTITY)
    told = fill(body, context.field).text
    if identity is None or identity.choice != "nei" or told.startswith(NOT_CONFIRMED):
        return body
    return f"{NOT_CONFIRMED} {body if told else 'Ga bare generell informasjon.'}"


def _rung_before(run: ProcedureRun) -> Iterator[str]:
    """The people who were rung before the caller was known to be a third party."""
    for step in run.procedure.steps:
        given = run.given.get(step.id) if step.transfer and not run.applies(step) else None
        if given and (told := attempts_logged(step, given)):
            yield told


def _topic(context: OutputContext) -> str:
    """«Gjaldt: Avslutte gammel GF.», the first general question that has been answered by a digit."""
    for line in context.run.trail:
        is_general = line.step.third_party and not line.step.from_fact and line.standing is Standing.ANSWERED
        if is_general and line.answer and line.answer.choice:
            return f"Gjaldt: {line.shown}."
    return ""


LOG = OutputKind(
    "LOG",
    "Telefonlogg",
    "clock-counter-clockwise",
    needs_place=True,
    leads_somewhere=False,
    is_last=True,
    about=About.CALL,
    body=_body,
)
