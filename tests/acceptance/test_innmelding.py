"""Innmelding: what comes of a call, by its answers. A call is on 23.03.2026, from a member in avd. 4."""

import pytest

from sentralbord_desktop.domain.inquiries.inquiry import Facts
from sentralbord_desktop.domain.organisation.organisation import Department, Employer
from sentralbord_desktop.procedures.answers import AnswerError
from sentralbord_desktop.procedures.loader import default_organisation, library
from sentralbord_desktop.procedures.run import ProcedureRun
from tests.helpers.acceptance import JOINING, MEMBER, NAME, RESIGNED, action, actions, answer_with, kinds, take, text
from tests.helpers.cases import Call, Case, play, situation

DETAILS = {
    **NAME,
    "birth_date": "14.03.1979",
    "phone": "99000777",
    "email": "ada@eksempel.no",
    "street": "Storgata 1",
    "post_code": "1530",
    "place": "Moss",
    "employer": "Renhold Øst",
}
FILLED = (
    "Fornavn: Ada\nEtternavn: Berg\nFødselsdato: 14.03.1979\nTelefon: 99000777\nE-post: ada@eksempel.no\n"
    "Gateadresse: Storgata 1\nPostnummer: 1530\nPoststed: Moss\nArbeidsgiver: Renhold Øst"
)

CASES = (
    Case(
        "whoever works in several places is told that the department is asked",
        "IN-2, 3.3: the department was asked whether it was right, and the member heard that it was.",
        Call(
            (
                "hvordan=naa",
                "arbeidssted=Moss og Oslo",
                "sikker=flere",
                "ny_avdeling=6",
                {"personalia": {"first_name": "Ada", "last_name": "Berg", "phone": "99000777"}},
            ),
            given=JOINING,
            says={
                "I-INN-AVD": "registrert i avdeling 6 inntil videre, fordi du møter oftest der.",
                "N-IN": "Flere arbeidssteder, avdelingen blir spurt når e-posten går.",
            },
            lacks={"N-IN": "er spurt"},  # before the mail has left
        ),
        Call(
            (
                "hvordan=naa",
                "arbeidssted=Moss",
                "sikker=ja",
                "ny_avdeling=6",
                {"personalia": {"first_name": "Ada", "last_name": "Berg", "phone": "99000777"}},
            ),
            given=JOINING,
            says={"I-INN-AVD": "registrert i avdeling 6, fordi du jobber der.»\n«Vil du"},
        ),
    ),
    Case(
        "the department that got a member for the time being hears of it",
        "IN-2: several workplaces.",
        Call(
            (
                "hvordan=naa",
                "arbeidssted=Her og der",
                "sikker=flere",
                "ny_avdeling=4",
                {"personalia": {"first_name": "A", "last_name": "B"}},
                "tlf=99000777",
            ),
            given=JOINING,
            says={"E-IN": "Medlemmet er registrert hos dere inntil videre."},
        ),
        Call(
            (
                "hvordan=naa",
                "arbeidssted=Et sted",
                "sikker=vet_ikke",
                "ny_avdeling=4",
                {"personalia": {"first_name": "A", "last_name": "B"}},
                "tlf=99000777",
            ),
            given=JOINING,
            lacks={"E-IN": "inntil videre"},
        ),
    ),
    Case(
        "a member without a phone is told to ring again by whoever would have rung",
        "LA-4, FO-6, IN-2, X-5",
        Call(
            ("hvordan=naa", "arbeidssted=student", "sikker=ingen", {"personalia": NAME}, "tlf=ingen"),
            given=JOINING,
            says={"I-INN-RING": "så ring oss gjerne igjen", "E-IN": "Ada Berg har ikke oppgitt telefon."},
        ),
    ),
    Case(
        "a member who enrols a colleague is asked to let them ring",
        "IN-1, X-4: joining is their own wish. The form on the web is for anybody.",
        Call(
            ("er_alt=annen",),
            asks="",
            only=("INFORM", "LOG", "REFER"),
            says={"I-EGET": "Medlemmet må ønske dette selv."},
        ),
    ),
    Case(
        "a new member is told that the department can be changed by own wish",
        "IN-3",
        Call(
            (
                "hvordan=naa",
                "arbeidssted=Hamar, Renhold Øst",
                "sikker=ja",
                "ny_avdeling=4",
                {"personalia": {"first_name": "A", "last_name": "B"}},
            ),
            given=JOINING,
            does=(("INFORM", "", "I-INN-AVD"),),
        ),
    ),
    Case(
        "a join without workplace is never registered but asked about",
        "IN-2, X-5",
        Call(
            (
                "hvordan=naa",
                "arbeidssted=student",
                "sikker=ingen",
                {"personalia": {"first_name": "A", "last_name": "B"}},
                "tlf=99000777",
            ),
            given=JOINING,
            does=(("EMAIL", "role:procedure_owner", "E-IN"), "CALLBACK"),
            never=("REGISTER_MEMBER",),
        ),
    ),
    Case(
        "whoever finds the department gets all that the new member gave, for nothing is registered yet",
        "IN-2, X-5: birth date, e-mail, address and employer reached no colleague.",
        *(
            Call(
                ("hvordan=naa", "arbeidssted=Moss", *way, {"personalia": DETAILS}),
                given=JOINING,
                says={"E-IN": "Ikke registrert ennå. Dette er oppgitt:\n" + FILLED},
                never=("REGISTER_MEMBER",),
            )
            for way in (
                ("sikker=ingen",),
                ("sikker=vet_ikke", "ny_avdeling=4"),
                ("sikker=vet_ikke", "ny_avdeling=vet_ikke"),
                ("sikker=flere", "ny_avdeling=vet_ikke"),
            )
        ),
        Call(
            ("hvordan=naa", "arbeidssted=Moss", "sikker=flere", "ny_avdeling=4", {"personalia": DETAILS}),
            given=JOINING,
            lacks={"E-IN": "14.03.1979"},
        ),
    ),
    Case(
        "others are told nothing about membership and enrol nobody",
        "X-4, IN-1",
        Call((), given={"caller": "tredjepart"}, asks="", does=("I-EGET",), never=("REGISTER_MEMBER",)),
    ),
    Case(
        "the administration is not asked where a workplace is that there is none of",
        "IN-2: «Arbeidssted: student ved NTNU. Jeg er usikker på hvilken avdeling arbeidsstedet hører til.»",
        Call(
            (
                "hvordan=naa",
                "arbeidssted=student ved NTNU",
                "sikker=ingen",
                {"personalia": {"first_name": "Ada", "last_name": "Berg", "phone": "99000777"}},
            ),
            given=JOINING,
            says={"E-IN": "har ikke arbeidssted nå: student ved NTNU. Hvilken avdeling skal det være?"},
            lacks={"E-IN": "arbeidsstedet hører til"},
        ),
        Call(
            (
                "hvordan=naa",
                "arbeidssted=Et sted i nord",
                "sikker=vet_ikke",
                "ny_avdeling=4",
                {"personalia": {"first_name": "Ada", "last_name": "Berg", "phone": "99000777"}},
            ),
            given=JOINING,
            says={"E-IN": "Arbeidssted: Et sted i nord. Jeg er usikker på hvilken avdeling"},
        ),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=situation)
def test_a_call(case: Case) -> None:
    play("innmelding", case)


def test_the_department_follows_the_workplace_of_today_and_not_the_old_record() -> None:
    """IN-2: one who had resigned came back with another employer, and got the department of the old one."""
    organisation = default_organisation().model_copy(
        update={
            "departments": (Department(number=4, area="2300-2399"),),
            "employers": (Employer(id=1, employer="Renhold Øst AS", department=4),),
        }
    )
    facts = Facts.model_validate(
        {
            "call_date": "2026-03-23",
            "caller": "medlem",
            "received_on": "sloyfe:1",
            "member": {**MEMBER, "status": "utmeldt", "employer": "Renhold Øst AS"},
        }
    )
    run = ProcedureRun(library(), "innmelding", facts, organisation)
    for said in ("hvordan=naa", "arbeidssted=Solsikken barnehage"):
        run = answer_with(run, said)
    assert run.current is not None
    assert run.current.id == "sikker"


def test_nobody_is_born_tomorrow() -> None:
    person = {"first_name": "Ada", "last_name": "Berg", "birth_date": "14.03.2030"}
    with pytest.raises(AnswerError, match="ikke kommet ennå"):
        take(
            "innmelding",
            "hvordan=naa",
            "arbeidssted=Hamar",
            "sikker=ja",
            "ny_avdeling=4",
            {"personalia": person},
            caller="ikke_medlem",
            member={},
        )


@pytest.mark.parametrize("sure", ["vet_ikke", "flere"])
def test_whoever_joins_where_nobody_knows_the_department_is_no_dead_end(sure: str) -> None:
    """IN-2, X-5: the administration finds it out. Nobody is registered in a department that was guessed."""
    run = take(
        "innmelding",
        "hvordan=naa",
        "arbeidssted=Et sted i nord",
        f"sikker={sure}",
        "ny_avdeling=vet_ikke",
        {"personalia": NAME},
        "tlf=99000777",
        caller="ikke_medlem",
        member={},
    )
    assert run.current is None
    assert "REGISTER_MEMBER" not in kinds(run)
    assert "NOTE" not in kinds(run)
    assert ("EMAIL", "role:procedure_owner", "E-IN") in actions(run)
    assert action(run, "EMAIL")["subject"] == "Innmelding – hvilken avdeling?"
    assert "inntil videre" not in text(run, "E-IN")
    assert action(run, "CALLBACK")["to"] == "role:procedure_owner"
    assert action(run, "CALLBACK")["text"] == "Innmelding: finne avdelingen til arbeidsstedet"
    assert "Vi ringer deg på 990 00 777." in text(run, "I-INN-RING")


def test_nobody_becomes_a_member_twice() -> None:
    """IN-1, IN-3: a second record was registered, and the note went there."""
    asked = take("innmelding")
    assert asked.current is not None
    assert asked.current.id == "er_alt"
    assert answer_with(asked, "er_alt=bytte").procedure.id == "overforing_avdeling"
    assert answer_with(asked, "er_alt=endre").procedure.id == "opplysninger"
    for who in ({"member": RESIGNED}, {"member": {}, "caller": "ikke_medlem"}):
        assert "er_alt" not in {line.step.id for line in take("innmelding", **who).trail}


@pytest.mark.parametrize(
    ("called", "due"),
    [
        ("2026-04-01", "2026-04-07T10:00:00"),  # Maundy Thursday to Easter Monday
        ("2026-04-30", "2026-05-04T10:00:00"),  # 1 May is a Friday
        ("2026-03-20", "2026-03-23T10:00:00"),  # a Friday
    ],
)
def test_a_callback_nobody_chose_a_time_for_is_never_due_on_a_red_day(called: str, due: str) -> None:
    """GE-5"""
    run = take(
        "innmelding",
        "hvordan=naa",
        "arbeidssted=student",
        "sikker=ingen",
        {"personalia": {"first_name": "A", "last_name": "B"}},
        "tlf=99000777",
        caller="ikke_medlem",
        member={},
        call_date=called,
    )
    assert action(run, "CALLBACK")["due"] == due
