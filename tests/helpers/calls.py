"""Calls that are answered from the first question to Fullfør, as a person would."""

from typing import Any

from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.procedures.checks.simulate import answer_with
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.office import Services
from tests.helpers.acceptance import confirm_proposals

Said = str | dict[str, str]


def half_way(services: Services, category: str, member: Member | None, *said: Said, **more: Any) -> Draft:
    """An inquiry with these answers, not reviewed. What the register proposes is confirmed by Enter, when it stands
    before the step of a «step=answer», or when «Stemmer dette?» is asked."""
    draft = services.inquiries.begin(category, member=member, identity=True, **more)
    run = draft.run(services.inquiries.library, services.organisation.read())
    for answer in said:
        name = answer.partition("=")[0] if isinstance(answer, str) else ""
        if run.procedure.step(name) or (run.current and run.current.confirm):
            run = confirm_proposals(run, before=name)
        run = answer_with(run, answer)
    return draft.with_run(confirm_proposals(run))


def reviewed(services: Services, draft: Draft) -> Draft:
    """The same with everything said that has to be said, ready for Fullfør."""
    run = draft.run(services.inquiries.library, services.organisation.read())
    assert run.current is None, run.current.id
    said = tuple(action.id for action in Outcome(run).actions() if action.must_be_said)
    return draft.model_copy(update={"review": Review(said=said)})


def ready(services: Services, category: str, member: Member | None, *said: Said, **more: Any) -> Draft:
    return reviewed(services, half_way(services, category, member, *said, **more))


def resignation(services: Services, member: Member) -> Draft:
    """«Utmelding» by e-mail: a remark, an awaited confirmation, an SMS with the address."""
    return ready(services, "utmelding", member, "epost_brev")


def new_details(services: Services, member: Member, **fields: str) -> Draft:
    """«Medlemsopplysninger»: new contact details that could all be written down."""
    return ready(services, "opplysninger", member, "hva=kontaktinfo", fields, "alt_inn=ja")


def ring_back(services: Services, member: Member | None, **more: Any) -> Draft:
    """«Annet»: wants to be rung tomorrow at ten."""
    said: list[Said] = ["Spørsmål om ferie", "ring", "i morgen 10"]
    number = [] if member and member.phone else ["990 00 777"]
    return ready(services, "annet", member, *said, *number, **more)


def dismissed(received: str = "-2") -> tuple[str, ...]:
    """The answers of a dismissal, as far as the transfers."""
    return (
        "hendelse=oppsagt",
        f"mottatt={received}",
        "forhandling=ikke_holdt",
        "onske=jobb",
        "ansatt=ingen",
        "formfeil=ingen",
        "oppsigelsestid=vet_ikke",
        "tillitsvalgt=nei",
    )


def dismissal(services: Services, member: Member) -> Draft:
    """«Trøbbel»: dismissed two days ago, nobody free: e-mail, note, callback, deadline."""
    number = () if member.phone else ("tlf=99000418",)
    employer = () if member.employer else ("arbeidsgiver=ikke_oppgitt",)
    return ready(services, "trobbel", member, *dismissed(), "ds_ledig=ingen", *number, *employer)
