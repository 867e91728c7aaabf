"""Kurs: what comes of a call, by its answers. A call is on 23.03.2026, from a member in avd. 4."""

import pytest

from sentralbord_desktop.procedures.checks.simulate import report
from sentralbord_desktop.procedures.outcome import Outcome
from tests.helpers.acceptance import AWAY, NOT_FOUND, take, text
from tests.helpers.cases import Call, Case, play, situation

CASES = (
    # which is said to anybody
    Case(
        "a course question of another stands not as the members",
        "X-4, KU-1: neither a note in the record nor «Medlem M-1 har spørsmål» to the department.",
        Call(
            (
                "type=sporsmal",
                "kurs=Skiftleder",
                "lurer_paa=Når?",
                "ansvarlig=4",
                "ledig=ingen",
                "tlf=41234567",
                "+navn=Per",
            ),
            given={"caller": "tredjepart"},
            asks="",
            does=("I-TREDJE-KORT",),
            never=("NOTE",),
            says={"E-KU": "Per har spørsmål om kurset Skiftleder"},
            lacks={"E-KU": "M-1"},
        ),
        Call(
            ("type=paamelding", "lenke=ja"),
            given={"caller": "tredjepart"},
            does=(("REFER", "url:kurs", ""),),
            never=(("INFORM", "", "I-TREDJE-KORT"),),
        ),
    ),
    Case(
        "when it suits them best goes with the case",
        "GE-5, TR-5, FO-9: «Nås på {tlf}, best {tid}». Nobody is asked in turn.",
        Call(
            ("type=sporsmal", "kurs=Excel", "lurer_paa=Når?", "ansvarlig=4", "ledig=ingen"),
            given={"availability": {**AWAY, "gf_payments": False}},
            asks="",
            lacks={"E-KU": "990 00 418, best"},
        ),
        Call(
            ("type=sporsmal", "kurs=Excel", "lurer_paa=Når?", "ansvarlig=4", "ledig=ingen", "+best_tid=etter 15"),
            given={"availability": {**AWAY, "gf_payments": False}},
            says={"E-KU": "990 00 418, best etter 15"},
        ),
    ),
    Case(
        "a question that was written with its mark ends once",
        "KF-2, KU-1: «svart på spørsmål om trekk?.»",
        Call(
            ("type=sporsmal", "kurs=Excel!", "lurer_paa=Når?", "ansvarlig=4", "ledig=tok"),
            says={"N-KU": "kurs: Excel! Når? Satt over"},
        ),
    ),
    Case(
        "a course question has the name when it is told",
        "KU-1, 7.2 E-KU: «{Navn/medlem nr} spør om».",
        Call(
            ("type=sporsmal", "kurs=Excel", "lurer_paa=Når?", "ansvarlig=4", "ledig=ingen", "tlf=99000777"),
            given=NOT_FOUND,
            asks="",
        ),
        Call(
            (
                "type=sporsmal",
                "kurs=Excel",
                "lurer_paa=Når?",
                "ansvarlig=4",
                "ledig=ingen",
                "tlf=99000777",
                "+navn=Per Ås",
            ),
            given=NOT_FOUND,
            says={"E-KU": "Per Ås har spørsmål om kurset Excel: Når?"},
        ),
    ),
    Case(
        "no sentence ends twice",
        "",
        Call(
            ("type=sporsmal", "kurs=Kurs for nye.", "lurer_paa=Når?", "ansvarlig=4"),
            given={"availability": {"avdeling_4": False}},
            lacks={"N-KU": ".."},
        ),
    ),
    Case(
        "an email about one without a record has the name",
        "FO-11, KU-4",
        Call(
            ("type=sporsmal", "kurs=Kurs i Excel", "lurer_paa=Når?", "ansvarlig=vet_ikke", "tlf=99000777"),
            given={"member": {}, "caller_name": "Ola Hansen"},
            says={"E-KU": "Ola Hansen har spørsmål om kurset Kurs i Excel: Når?"},
        ),
    ),
    Case(
        "the question about a course goes with it",
        "KU-1",
        Call(
            ("type=sporsmal", "kurs=Excel", "lurer_paa=Får jeg fri med lønn?", "ansvarlig=4", "ledig=ingen"),
            says={"E-KU": "om kurset Excel: Får jeg fri med lønn?\n\nKan nås"},
        ),
        Call(
            ("type=sporsmal", "kurs=Excel", "lurer_paa=Når?", "ansvarlig=4", "ledig=ingen"),
            given={"availability": {"kursavdeling": False}},
            says={"E-KU": "om kurset Excel: Når?\n\nKan nås"},
        ),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=situation)
def test_a_call(case: Case) -> None:
    play("kurs", case)


def test_whoever_asks_about_a_course_hears_who_answers() -> None:
    """KU-1"""
    run = take("kurs", "type=sporsmal", "kurs=Tillitsvalgt 1", "lurer_paa=Når?", "ansvarlig=4", "ledig=ingen")
    assert text(run, "I-KU") == "«Avdelingen som har kurset, svarer deg på 990 00 418.»"
    unknown = take("kurs", "type=sporsmal", "kurs=Tillitsvalgt 1", "lurer_paa=Når?", "ansvarlig=vet_ikke")
    assert "finner vi avdelingen som har kurset" in text(unknown, "I-KU")
    assert unknown.current is None
    assert not Outcome(unknown).missing()


def test_no_subject_says_what_is_not_known() -> None:
    run = take("kurs", "type=sporsmal", "kurs=vet_ikke", "lurer_paa=Når?", availability={"KS": False})
    subjects = [a["subject"] for a in report(run)["actions"] if a["type"] == "EMAIL"]
    assert all("ikke et bestemt" not in subject for subject in subjects)


@pytest.mark.parametrize("said", ["vet_ikke", "vet ikke"])
def test_a_question_may_be_of_no_course_in_particular(said: str) -> None:
    """KU-1: «har spørsmål om kurset vet ikke»."""
    run = take(
        "kurs", "type=sporsmal", f"kurs={said}", "lurer_paa=Hva finnes for nye tillitsvalgte?", "ansvarlig=vet_ikke"
    )
    mail = text(run, "E-KU")
    assert "har spørsmål om kurs, ikke et bestemt: Hva finnes for nye" in mail
    assert "Spørsmål om kurs: ikke et bestemt. Hva finnes for nye tillitsvalgte? Sak til administrasjonen" in text(
        run, "N-KU"
    )
    named = take("kurs", "type=sporsmal", "kurs=Excel", "lurer_paa=Når?", "ansvarlig=vet_ikke")
    assert "har spørsmål om kurset Excel: Når?\n" in text(named, "E-KU")


def test_a_course_that_nobody_has_looked_up_is_not_said_to_be_closed() -> None:
    """KU-3"""
    told = [a["text"] for a in report(take("kurs", "type=paamelding", "lenke=vet_ikke"))["actions"]]
    assert not any("ikke åpnet" in words for words in told)
    assert "Kurset er ikke åpnet ennå." in text(take("kurs", "type=paamelding", "lenke=nei"), "I-KURS")
