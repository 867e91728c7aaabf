"""Drafts that are answered and reviewed as in the window."""

from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts import Draft, reviewed
from sentralbord_desktop.services.office import Services
from tests.helpers.acceptance import answer_with, confirm_proposals


def run_of(services: Services, draft: Draft) -> ProcedureRun:
    return draft.run(services.inquiries.library, services.organisation.read())


def answered(services: Services, draft: Draft, *said: str) -> Draft:
    """The same after these answers, one by one as in the window, with what the register proposes confirmed."""
    for answer in said:
        draft = draft.with_run(answer_with(run_of(services, draft), answer))
    return draft.with_run(confirm_proposals(run_of(services, draft)))


def looked_over(services: Services, draft: Draft, **review: object) -> Draft:
    """The review with everything said, and what else was done there."""
    run = run_of(services, draft)
    said = tuple(a.id for a in Outcome(run).actions() if a.must_be_said)
    return draft.with_review(Review.model_validate({"said": said, **review}), run)


def card(services: Services, draft: Draft, action_id: str) -> Action:
    actions = reviewed(run_of(services, draft), draft.review)
    return next(action for action in actions if action.id == action_id)
