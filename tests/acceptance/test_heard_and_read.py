"""What the caller hears and what is written, of calls that nobody had thought of; each found by a hostile caller."""

from typing import Any

import pytest

from tests.acceptance.test_rules import MEMBER, action, take
from tests.acceptance.test_what_is_left import AWAY, text

UNSURE: dict[str, Any] = {"identity_confirmed": False}
NUMBER = "990 00 418"
OURS = "på nummeret vi har på deg"


# ---------------------------------------------------------------- who calls


@pytest.mark.parametrize(
    ("category", "answers", "template"),
    [("annet", ("ferie", "ring", "i morgen 10"), "I-CB"),
     ("lov_avtale", ("tolkning", "Pausen?", "ja"), "I-LA"),
     ("forsikring", ("skade", "svarte=vi_ringer"), "I-UTE-RING")],
)  # fmt: skip
def test_a_number_of_the_record_is_not_read_out_to_one_whom_nobody_knows(
    category: str, answers: tuple[str, ...], template: str
) -> None:
    """X-3: a name was enough to hear somebody's number. Whom we ring and what is written has it."""
    away: dict[str, Any] = {"availability": {"sloyfe_2": False}, "received_on": "sloyfe:1"}
    strange = take(category, *answers, **away, **UNSURE)
    assert NUMBER not in text(strange, template)
    assert OURS in text(strange, template)
    assert NUMBER in text(take(category, *answers, **away), template), "who is known hears it"


def test_a_number_that_the_caller_told_is_said_again() -> None:
    """GE-5: «Gjenta det høyt», whoever it is."""
    told = take("annet", "ferie", "ring", "i morgen 10", "tlf=400 11 333", **UNSURE)
    assert "400 11 333" in text(told, "I-CB")
    rung = take("annet", "ferie", "ring", "i morgen 10", caller_phone="99000418", **UNSURE)
    assert NUMBER in text(rung, "I-CB"), "they ring from it"


def test_the_note_and_the_callback_have_the_number_all_the_same() -> None:
    strange = take("annet", "ferie", "ring", "i morgen 10", **UNSURE)
    assert NUMBER in text(strange, "N-CB")


def test_whether_somebody_has_resigned_is_asked_and_not_told() -> None:
    """X-3, UT-4"""
    run = take("utmelding", member={**MEMBER, "status": "utmeldt"}, **UNSURE)
    assert run.current is not None
    assert "står som utmeldt" not in run.current.say
    assert "utmeldt" not in text(
        take("utmelding", "ja", member={**MEMBER, "status": "utmeldt"}), "I-UT-ALT"
    )


# ---------------------------------------------------------------- deadlines (TR-7)


def wages(bankrupt: str, due: str = "15.01.2025") -> Any:
    return take("trobbel", "manglende_lonn", due, bankrupt, "nei", availability=AWAY,
                received_on="sloyfe:2")  # fmt: skip


def test_whose_employer_is_bankrupt_does_not_wait_for_the_limit_of_three_years() -> None:
    """TR-7: the claim's own limit stands in a notice that nobody here has (D22, D23)."""
    run = wages("ja")
    mail = action(run, "EMAIL")
    assert mail["subject"].startswith("HASTER – ")
    assert "14.01.2028" in mail["subject"], "what is known is told too"
    assert action(run, "CALLBACK")["due"] == "2026-03-23T11:00:00"
    assert "Hører du ikke fra oss innen tirsdag 24. mars" in text(run, "I-LONN")


@pytest.mark.parametrize("bankrupt", ["nei", "vet_ikke"])
def test_whose_employer_is_not_waits_a_week_at_most(bankrupt: str) -> None:
    run = wages(bankrupt)
    assert "HASTER" not in action(run, "EMAIL")["subject"]
    assert action(run, "CALLBACK")["due"] == "2026-03-30T10:00:00"


def test_nobody_waits_seven_weeks_to_hear_from_us() -> None:
    """TR-7: a suit within eight weeks was rung about three days before it was too late."""
    run = take("trobbel", "avskjediget", "-60", "avsluttet", "i_dag", "jobb", "ingen", "ja",
               availability=AWAY, received_on="sloyfe:2")  # fmt: skip
    assert "18.05.2026" in action(run, "EMAIL")["subject"]
    assert action(run, "CALLBACK")["due"] == "2026-03-30T10:00:00"
    assert "Hører du ikke fra oss innen mandag 30. mars" in text(run, "I-FRIST")


# ---------------------------------------------------------------- texts


def dismissed(*more: str, **facts: Any) -> Any:
    return take(
        "trobbel", "oppsagt", "-2", "ikke_holdt", "jobb", *more, received_on="sloyfe:2", **facts
    )


def test_a_state_employee_who_is_put_through_nearby_is_told_so() -> None:
    """X-2, LA-5"""
    near = {"DS": False, "saksbehandler": False, "nearby_DS": True}
    run = dismissed("staten", "ja", "samtykke_naer=ja", availability=near)
    assert "Jeg setter deg nå over til en distriktssekretær i en nærliggende avdeling." in text(
        run, "I-STAT"
    )
    assert "Jeg sørger for" not in text(run, "I-STAT")
    alone = dismissed("staten", "ja", availability=AWAY)
    assert "Jeg sørger for at distriktssekretæren får saken i dag." in text(alone, "I-STAT")


@pytest.mark.parametrize(
    ("ds", "why"),
    [
        ("nei", "DS og saksbehandler er ikke tilgjengelig"),
        ("ringes", "medlemmet vil heller bli ringt opp"),
    ],
)
def test_the_mail_says_why_it_goes(ds: str, why: str) -> None:
    """TR-5"""
    run = dismissed("ingen", "ja", "sloyfe2_ledig=nei", f"ds_ledig={ds}")
    assert action(run, "EMAIL")["why"] == why


def test_nobody_confirms_a_deadline_that_there_is_none_of() -> None:
    serious = take("trobbel", "annet", "moete=nei", "ja", availability=AWAY, received_on="sloyfe:2")
    assert "bekrefter fristen" not in action(serious, "EMAIL")["text"]
    assert (
        "Distriktssekretæren bekrefter fristen."
        in action(dismissed("ingen", "ja", availability=AWAY), "EMAIL")["text"]
    )
    state = action(dismissed("staten", "ja", availability=AWAY), "EMAIL")["text"]
    assert "egne regler, ikke beregnet\n" in state


def test_nothing_is_entered_in_a_record_that_nobody_found() -> None:
    """ME-2"""
    lost = take("opplysninger", "kontaktinfo", {"phone": "40011333"}, "ja", caller="medlem",
                member={"name": "Roar Vik"}, identity_confirmed=True)  # fmt: skip
    assert "Skal føres inn når medlemsbildet er funnet: telefon." in text(lost, "N-ME")
    assert "Ført inn: " not in text(lost, "N-ME")
    known = take("opplysninger", "kontaktinfo", {"phone": "40011333"}, "ja")
    assert "Ført inn: telefon." in text(known, "N-ME")


def test_the_answer_and_what_was_agreed_can_stand_in_the_note() -> None:
    """KF-2: the next one who answers reads what was said."""
    run = take("kontingent", "utsettelse", "nei", "svar_gitt=faktura 1189, ny frist 15. april")
    assert "Svar gitt: faktura 1189, ny frist 15. april." in text(run, "N-KF")
    assert run.current is None
    plain = take("kontingent", "utsettelse", "nei")
    assert plain.current is None, "it is asked only of who wants to write it"
    assert "Svar gitt: forklart hvordan utsettelse avtales." in text(plain, "N-KF")


def test_the_sms_about_lo_favor_has_a_number_or_none() -> None:
    """FO-7: «Telefon: se lofavor.no.»"""
    run = take("forsikring", "kjopt_selv", "lo_favor", "svarte=selv")
    assert text(run, "S-LOFAVOR") == "Hei! LO Favør finner du på lofavor.no. Hilsen sentralbordet"
