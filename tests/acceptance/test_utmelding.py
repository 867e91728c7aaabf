"""Utmelding: what comes of a call, by its answers. A call is on 23.03.2026, from a member in avd. 4."""

from typing import Any

import pytest

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.organisation.organisation import Department
from sentralbord_desktop.procedures.checks.simulate import report
from sentralbord_desktop.procedures.loader import default_organisation, library
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts import IncompleteError, check_complete, reviewed
from sentralbord_desktop.services.office import Services
from tests.helpers.acceptance import (
    MEMBER,
    NO_PHONE,
    NOT_FOUND,
    RESIGNED,
    action,
    actions,
    answer_with,
    kinds,
    take,
    text,
)
from tests.helpers.calls import half_way
from tests.helpers.cases import Call, Case, play, situation
from tests.helpers.drafts import answered, card, looked_over, run_of

UNSURE: dict[str, Any] = {"identity_confirmed": False}

CASES = (
    Case(
        "who knows no department is shown the form instead",
        "UT-2: there is no address to say.",
        Call(
            ("maate=epost_brev", "avdeling=vet_ikke"),
            given={"member": {**MEMBER, "department": None}},
            does=(("REFER", "url:minside_utmelding", ""), ("INFORM", "", "I-MINSIDE")),
        ),
        Call(("maate=epost_brev",), never=("I-MINSIDE",)),
    ),
    Case(
        "whoever cannot say who they are hears all the same that it must be in writing",
        "UT-1, X-3: «finn fram medlemsnummeret og ring igjen», and the next call asked for a letter that needs no call.",
        Call(
            ("identitet=nei",),
            given=UNSURE,
            asks="",
            says={"I-UT-GENERELT": "må det være skriftlig: på e-post, i brev eller i skjemaet på Min Side."},
            never=("NOTE", "SMS", "AWAIT_CONFIRMATION", "I-SKRIFTLIG", "I-UT"),
        ),
        Call(("maate=har_adressen",), never=("I-UT-GENERELT",)),
        Call((), given={"caller": "tredjepart", "member": {}}, never=("I-UT-GENERELT",)),
    ),
    Case(
        "nobody is told that they are a member until they write when the record says no",
        "UT-3, UT-4: «Du er medlem til vi har fått …», said to one who stood as resigned.",
        Call(
            ("alt_ute=nei", "maate=har_adressen"),
            given={"member": RESIGNED},
            lacks={"I-UT": "Du er medlem"},
            says={
                "I-UT": "«Vi må se på medlemskapet når vi har bekreftelsen.",
                "NOTE.text": "Står som utmeldt i medlemsbildet, men sier",
            },
        ),
        Call(
            ("maate=har_adressen",),
            says={"I-UT": "«Du er medlem til vi har fått den skriftlige bekreftelsen. For"},
            lacks={"NOTE.text": "utmeldt"},
        ),
    ),
    Case(
        "what is left to write in a record that nobody found has a name: sent on Min Side",
        "UT-3, ME-2: «merknaden, når medlemsbildet er funnet», of somebody who had not said who they were.",
        Call(("er_medlem=ja", "maate=min_side"), given=NOT_FOUND, asks="navn"),
        Call(("er_medlem=ja", "maate=min_side", "navn=Per Ås"), given=NOT_FOUND, asks=""),
        Call(("er_medlem=ja", "maate=min_side", "navn=ikke_oppgitt"), given=NOT_FOUND, asks=""),
        Call(("maate=min_side",), asks=""),
    ),
    Case(
        "what is left to write in a record that nobody found has a name: sent by e-mail or letter",
        "UT-3, ME-2: «merknaden, når medlemsbildet er funnet», of somebody who had not said who they were.",
        Call(("er_medlem=ja", "maate=epost_brev", "avdeling=4"), given=NOT_FOUND, asks="navn"),
        Call(("er_medlem=ja", "maate=epost_brev", "avdeling=4", "navn=Per Ås"), given=NOT_FOUND, asks=""),
        Call(("er_medlem=ja", "maate=epost_brev", "avdeling=4", "navn=ikke_oppgitt"), given=NOT_FOUND, asks=""),
        Call(("maate=epost_brev",), asks=""),
    ),
    Case(
        "no sms is promised to one without a number",
        "UT-3",
        Call(("maate=epost_brev",), given={"member": NO_PHONE}, never=("SMS",), lacks={"N-UT": "på SMS"}),
        Call(("maate=epost_brev",), does=("SMS",)),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=situation)
def test_a_call(case: Case) -> None:
    play("utmelding", case)


def test_what_was_written_stands_when_the_answers_come_back_to_it(services: Services, ingunn: Member) -> None:
    """UT-3: looked at again, taken back, answered as before."""
    words = "27.11.2026: Avventer skriftlig bekreftelse. Ringer fredag. MH"
    draft = looked_over(
        services, half_way(services, "utmelding", ingunn, "maate=har_adressen"), texts={"merknad": words}
    )
    run = run_of(services, draft)
    given = {step: answer for step, answer in run.given.items() if step != "maate"}
    back = draft.with_run(ProcedureRun(run.library, run.procedure.id, run.facts, run.organisation, given))
    assert card(services, answered(services, back, "maate=har_adressen"), "merknad").text == words


def test_whether_somebody_has_resigned_is_asked_and_not_told() -> None:
    """X-3, UT-4"""
    run = take("utmelding", member={**MEMBER, "status": "utmeldt"}, **UNSURE)
    assert run.current is not None
    assert "står som utmeldt" not in run.current.say
    assert "utmeldt" not in text(take("utmelding", "alt_ute=ja", member={**MEMBER, "status": "utmeldt"}), "I-UT-ALT")


def test_whoever_has_resigned_is_not_asked_to_resign_again() -> None:
    """UT-3, UT-4: «du er medlem til vi har fått bekreftelsen» is not true of one who is out."""
    asked = take("utmelding", member=RESIGNED)
    assert asked.current is not None
    assert asked.current.id == "alt_ute"
    out = answer_with(asked, "alt_ute=ja")
    assert out.current is None
    assert set(kinds(out)) == {"ASK", "INFORM", "LOG"}
    assert "Da trenger du ikke å sende noe mer" in text(out, "I-UT-ALT")
    wrong = answer_with(answer_with(asked, "alt_ute=nei"), "maate=min_side")
    assert {"NOTE", "AWAIT_CONFIRMATION"} <= set(kinds(wrong))
    assert "alt_ute" not in {line.step.id for line in take("utmelding").trail}


def test_a_member_who_resigns_is_told_that_the_membership_stands_till_it_comes_in_writing() -> None:
    """UT-4"""
    told = [a for a in report(take("utmelding", "maate=min_side"))["actions"] if a["template"] == "I-UT"]
    assert [a["type"] for a in told] == ["INFORM"]
    assert told[0]["on"]


def test_a_step_refuses_an_answer_it_does_not_have() -> None:
    with pytest.raises(SwitchboardError):
        take("utmelding", "maate=9")


def test_a_landline_is_suggested_no_sms_and_one_address_is_enough() -> None:
    """UT-2"""
    run = take("utmelding", "maate=epost_brev", member={**MEMBER, "phone": "22123456"})
    assert "SMS" not in {kind for kind, _, _ in actions(run)}
    assert "sendes på SMS" not in action(run, "NOTE")["text"]
    organisation = default_organisation()
    only = (Department(number=4, email="avd4@forbundet.no"),)
    run = ProcedureRun(
        library(), "utmelding", take("utmelding").facts, organisation.model_copy(update={"departments": only})
    )
    text = action(answer_with(run, "maate=epost_brev"), "SMS")["text"]
    assert "bekreftelse til avd4@forbundet.no. Husk" in text


def test_an_address_that_nobody_has_written_down_holds_nothing_back() -> None:
    """UT-2, UT-3: a kan waits for no address of the department, and the skal note is written."""
    run = take("utmelding", "maate=epost_brev")
    assert action(run, "SMS")["missing"] == ["avd_hvor"]
    assert "SMS" not in action(run, "NOTE")["text"]
    ready = reviewed(run, Review())
    assert [a.on for a in ready if a.kind == "SMS"] == [False]
    check_complete(run, ready, Review())
    wanted = Review(on={"sms_adresse": True})
    with pytest.raises(IncompleteError, match="hvor avdelingen nås"):
        check_complete(run, reviewed(run, wanted), wanted)
    asked = take("utmelding", "maate=epost_brev", member={**MEMBER, "department": None})
    assert asked.current is not None
    assert asked.current.id == "avdeling"
