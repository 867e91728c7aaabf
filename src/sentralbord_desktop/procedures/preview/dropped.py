"""The actions that a call from a third party does not lead to, but the same call from the member would (X-4)."""

from typing import Any

from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.inquiries.inquiry import MemberFacts
from sentralbord_desktop.procedures.model import Output
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.outputs.log import LOG
from sentralbord_desktop.procedures.outputs.registry import is_for_third_party, kind_of
from sentralbord_desktop.procedures.run import ProcedureRun

IN_REGISTER = MemberFacts(member_no="–", phone="–", address="–", employer="–")
"""Replaces the closed record: it shows that a record exists, and nothing of its content."""


def dropped(run: ProcedureRun) -> tuple[str, ...]:
    """Their names for the operator, each once: «Merknad i medlemsbildet», «E-post til avdelingen». Empty when the
    caller is no third party."""
    if not run.facts.is_third_party:
        return ()
    as_member: dict[str, Any] = {"caller": CallerKind.MEMBER, "identity_confirmed": True}
    if run.facts.closed_member_id is not None:
        as_member["member"] = IN_REGISTER
    outcome = Outcome(run.with_facts(run.facts.model_copy(update=as_member)))
    cards = (o for o in outcome.sure() if kind_of(o.kind).is_reviewed and o.kind != LOG.key)
    return tuple(dict.fromkeys(_named(outcome, o) for o in cards if not is_for_third_party(o) and o.on))


def _named(outcome: Outcome, output: Output) -> str:
    kind = kind_of(output.kind)
    if kind.dropped_as:
        enclosed = output.data.get("enclosures", ())
        return f"{kind.dropped_as} ({enclosed[0]})" if enclosed else kind.dropped_as
    to = outcome.recipient(output)
    return f"{kind.label} til {to}" if to else kind.label
