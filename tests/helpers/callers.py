"""Calls of each kind of caller over each state of the board, played to their end as an operator would."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sentralbord_desktop.domain.availability import Board, Status
from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.organisation.organisation import Department, Organisation, Staff
from sentralbord_desktop.procedures.answers import AnswerError
from sentralbord_desktop.procedures.checks.simulate import answer_with, as_answer
from sentralbord_desktop.procedures.model import NOBODY, TOOK, Step, StepRole
from sentralbord_desktop.procedures.proposals import proposal_of
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.office import Services
from tests.helpers.stored import save_organisation

CALLERS = {
    "member": CallerKind.MEMBER,
    "member not found": CallerKind.NOT_FOUND,
    "relative": CallerKind.ANOTHER,
    "employer": CallerKind.EMPLOYER,
    "colleague": CallerKind.COLLEAGUE,
    "bereaved": CallerKind.BEREAVED,
    "press": CallerKind.PRESS,
    "employee of the union": CallerKind.UNKNOWN,
}
BOARDS = ("free", "old", "away", "empty")
STAFF = (
    ("KS", 4, "99008040"),
    ("OS", 4, "99008041"),
    ("DS", 4, "99008042"),
    ("saksbehandler", 4, "99008043"),
    ("DS", 5, "99008052"),
)
ANSWERS: dict[str, dict[str, str]] = {
    "trobbel": {"hendelse": "oppsagt", "mottatt": "-12", "ansatt": "ingen", "samtykke_naer": "ja"},
    "lov_avtale": {"type": "tolkning", "vente": "nei", "samtykke_naer": "ja", "kan_svare": "nei"},
    "forsikring": {"sporsmal": "har_jeg"},
    "kurs": {"type": "sporsmal", "ansvarlig": "4"},
    "opplysninger": {"hva": "arbeidsgiver", "alt_inn": "annet"},
    "media": {"bestemt": "nei"},
    "annet": {"videre": "over", "over_til": "DS 4"},
}
"""By topic and step: the road on which somebody is rung. Other steps are answered by their first answer."""
TYPED = {
    "date": "14.03.1979",
    "phone": "99000418",
    "email": "x@eksempel.no",
    "post_code": "2312",
    "department": "4",
    "text": "Ferie",
    "time": "10.00",
}
"""Kind of a field -> what is typed into it."""
MAX_STEPS = 60


@dataclass(frozen=True)
class Door:
    """How this caller comes to the first question of a topic today."""

    caller: CallerKind
    member: Member | None
    identity: bool


def door_of(caller: CallerKind, member: Member) -> Door:
    """The doors of today: the record of the member, else Ctrl+N and «Hvem ringer?»."""
    is_member = caller is CallerKind.MEMBER
    return Door(caller, member if is_member else None, is_member)


def begun(services: Services, topic: str, caller: CallerKind, member: Member, board: Board) -> Draft:
    door = door_of(caller, member)
    return services.inquiries.begin(
        topic,
        member=door.member,
        caller=services.inquiries.library.categories.caller_in(topic, door.caller),
        number="" if door.member else "99000777",
        identity=door.identity,
        board=board,
    )


def organisation_of(services: Services) -> Organisation:
    """With two departments that are neighbours, people in them, and somebody in each role."""
    before = services.organisation.read()
    departments = (
        Department(number=4, name="Mjøstraktene", neighbours="5", email="avd4@forbundet.test"),
        Department(number=5, name="Sørvesten", neighbours="4", email="avd5@forbundet.test"),
    )
    staff = tuple(
        Staff(
            id=0,
            name=f"{function} {department}",
            function=function,
            department=department,
            phone=phone,
            email=f"{phone}@forbundet.test",
        )
        for function, department, phone in STAFF
    )
    roles = tuple(
        role.model_copy(update={"phone": f"9900920{place}", "email": f"{role.key}@forbundet.test"})
        for place, role in enumerate(before.roles)
    )
    save_organisation(
        services,
        before.model_copy(update={"departments": departments, "staff": staff, "roles": roles, "phone": "99009000"}),
    )
    return services.organisation.read()


def board_of(state: str, organisation: Organisation, moment: datetime) -> Board:
    who = [f"staff:{person.id}" for person in organisation.staff]
    who += [f"role:{role.key}" for role in organisation.roles]
    who += [f"loop:{loop}" for loop in (1, 2, 3)]
    kind = "borte" if state == "away" else "ledig"
    until = moment + timedelta(days=2) if state == "away" else None
    said = moment - timedelta(hours=9 if state == "old" else 0, minutes=8)
    status = Status(kind, until, said, "ØV", "tavla", is_confirmed=state != "old")
    return Board(organisation, {} if state == "empty" else dict.fromkeys(who, status), moment)


def played(run: ProcedureRun, *, takes_call: bool) -> list[ProcedureRun]:
    """The call after each answer. `takes_call`: whether the first one who is rung takes it, else none does."""
    states = [run]
    while (step := states[-1].current) is not None:
        states.append(_answered(states[-1], step, takes_call=takes_call))
        assert len(states) < MAX_STEPS, step.id
    return states


def _answered(run: ProcedureRun, step: Step, *, takes_call: bool) -> ProcedureRun:
    known = ANSWERS.get(run.procedure.id, {}).get(step.id)
    if known is not None:
        return run.answer(step.id, as_answer(step, known))
    if step.transfer:
        return run.answer(step.id, as_answer(step, TOOK if takes_call else NOBODY))
    if step.confirm or (not step.gate and proposal_of(run, step)):
        return answer_with(run, "")
    if step.role is StepRole.PHONE:
        return run.answer(step.id, as_answer(step, TYPED["phone"]))
    if step.fields:
        return run.answer(step.id, as_answer(step, {field.key: TYPED[field.kind] for field in step.fields}))
    going_on = [choice.key for choice in step.choices if not (choice.stop or choice.switch)]
    stopping = [choice.key for choice in step.choices if choice.stop]
    for answer in (*going_on, *([TYPED[step.field]] if step.field else []), *stopping):
        try:
            return run.answer(step.id, as_answer(step, answer))
        except AnswerError:
            continue
    raise AssertionError(step.id)
