"""A call that is played by a procedure alone: the facts, the answers, and what comes of it."""

from typing import Any

from sentralbord_desktop.domain.inquiries.inquiry import Facts
from sentralbord_desktop.domain.organisation.organisation import Department, Staff
from sentralbord_desktop.procedures.checks.simulate import answer_with, report
from sentralbord_desktop.procedures.loader import default_organisation, library
from sentralbord_desktop.procedures.run import ProcedureRun
from tests.helpers.union_calls import Said

MEMBER = {
    "member_no": "M-1",
    "department": 4,
    "phone": "99000418",
    "name": "Prøve Prøvesen",
    "address": "Granveien 4, 2312 Ottestad",
}
AWAY = {"DS": False, "saksbehandler": False, "nearby_DS": False}
NEW = {"street": "Nyveien 1", "post_code": "2312", "place": "Ottestad"}
ORGANISATION = default_organisation().model_copy(
    update={
        "departments": tuple(
            Department(number=n, name=f"Sted {n}", email=f"avd{n}@forbundet.no", ks_first_contact=n == 2)
            for n in (2, 4, 6)
        )
    }
)


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
    return run


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
    for said in ("ja", name, *answers):
        run = answer_with(run, said)
    return run
