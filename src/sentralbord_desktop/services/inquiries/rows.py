"""A completed inquiry as rows: itself, its answers, its actions."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.procedures.facts import is_overflow
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.run_state.trail import Standing
from sentralbord_desktop.services.drafts.draft import Draft


def head_row(draft: Draft, run: ProcedureRun, inquiry_id: str, moment: datetime, author: str) -> dict[str, Any]:
    """The inquiry's row; `state` has answers and review for reopening, but nothing about a member when a third party
    called."""
    facts = draft.facts
    kept = draft.of_third_party(run) if facts.is_third_party else draft
    return {
        "id": inquiry_id,
        "member_id": draft.member_id,
        "caller_name": facts.caller_name,
        "caller_kind": facts.caller,
        "caller_phone": facts.caller_phone,
        "category": run.procedure.id,
        "procedure_id": run.procedure.id,
        "procedure_version": run.procedure.version,
        "switched_from": ",".join(run.switched_from),
        "received_on": facts.received_on,
        "loop": facts.loop,
        "overflow": is_overflow(facts, run.procedure),
        "started": draft.started,
        "completed": moment,
        "author": author,
        "state": kept.model_dump_json(exclude={"facts": {"board", "closed_member_id", "held_back"}}),
    }


def answer_rows(run: ProcedureRun) -> Iterator[dict[str, Any]]:
    """Every answer with its question; `applied` when it counted. Of a third party none about the member."""
    for line in run.trail:
        is_closed = run.facts.is_third_party and line.standing is Standing.GONE
        if line.answer is not None and not is_closed:
            yield {
                "step": line.step.id,
                "question": line.step.ask,
                "choice": line.answer.choice,
                "answer": line.shown,
                "source": line.answer.source or "svar",
                "applied": line.standing is Standing.ANSWERED,
            }


def action_row(action: Action, state: str, review: Review) -> dict[str, Any]:
    """One action: done, left out or edited, and its rules."""
    return {
        "kind": action.kind,
        "strength": action.strength.value,
        "state": state,
        "target": action.to,
        "template": action.template,
        "subject": action.subject,
        "content": action.text,
        "reason": review.reasons.get(action.id, "") or review.kept.get(action.id, ""),
        "rules": ",".join(action.rules),
        "data": {
            **action.data,
            "where": list(action.where),
            "urgent": action.urgent,
            "said": action.id in review.said,
            "edited": action.id in review.texts,
        },
    }
