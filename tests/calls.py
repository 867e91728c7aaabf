"""Calls that are answered from the first question to Fullfør, as a person would."""

from typing import Any

from sentralbord_desktop.domain.inquiries.inquiry import Review
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.procedures.checks.simulate import answer_with
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.services.drafts.draft import Draft
from sentralbord_desktop.services.office import Office

Said = str | dict[str, str]


def half_way(office: Office, category: str, member: Member | None, *said: Said, **more: Any) -> Draft:
    """An inquiry with these answers, not reviewed."""
    draft = office.inquiries.begin(category, member=member, identity=True, **more)
    run = draft.run(office.inquiries.library, office.organisation.read())
    for answer in said:
        run = answer_with(run, answer)
    return draft.with_run(run)


def reviewed(office: Office, draft: Draft) -> Draft:
    """The same with everything said that has to be said, ready for Fullfør."""
    run = draft.run(office.inquiries.library, office.organisation.read())
    assert run.current is None, run.current.id
    said = tuple(action.id for action in Outcome(run).actions() if action.must_be_said)
    return draft.model_copy(update={"review": Review(said=said)})


def ready(office: Office, category: str, member: Member | None, *said: Said, **more: Any) -> Draft:
    return reviewed(office, half_way(office, category, member, *said, **more))


def resignation(office: Office, member: Member) -> Draft:
    """«Utmelding» by e-mail: a remark, an awaited confirmation, an SMS with the address."""
    return ready(office, "utmelding", member, "epost_brev")


def new_details(office: Office, member: Member, **fields: str) -> Draft:
    """«Medlemsopplysninger»: new contact details that could all be written down."""
    return ready(office, "opplysninger", member, "kontaktinfo", fields, "ja")


def ring_back(office: Office, member: Member | None, **more: Any) -> Draft:
    """«Annet»: wants to be rung tomorrow at ten."""
    said: list[Said] = ["Spørsmål om ferie", "ring", "i morgen 10"]
    number = [] if member and member.phone else ["990 00 777"]
    return ready(office, "annet", member, *said, *number, **more)


def dismissal(office: Office, member: Member) -> Draft:
    """«Trøbbel»: dismissed two days ago, nobody free: e-mail, note, callback, deadline."""
    return ready(
        office, "trobbel", member, "oppsagt", "-2", "ikke_holdt", "jobb", "ingen", "nei", "ds_ledig=nei", "tlf=99000418"
    )
