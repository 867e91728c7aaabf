"""What the caller hears and what is written, of calls that nobody had thought of; each found by a hostile caller."""

from typing import Any

import pytest

from sentralbord_desktop.procedures.checks.simulate import answer_with, report
from sentralbord_desktop.procedures.outcome import Outcome
from tests.acceptance.test_rules import MEMBER, action, take
from tests.acceptance.test_what_is_left import AWAY, text

UNSURE: dict[str, Any] = {"identity_confirmed": False}
NUMBER = "990 00 418"
OURS = "på nummeret vi har på deg"


# ---------------------------------------------------------------- who calls


@pytest.mark.parametrize(
    ("category", "answers", "template"),
    [
        ("annet", ("ferie", "ring", "i morgen 10"), "I-CB"),
        ("lov_avtale", ("tolkning", "Pausen?", "ja"), "I-LA"),
        ("forsikring", ("skade", "svarte=vi_ringer"), "I-UTE-RING"),
    ],
)
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
    assert "utmeldt" not in text(take("utmelding", "ja", member={**MEMBER, "status": "utmeldt"}), "I-UT-ALT")


# ---------------------------------------------------------------- deadlines (TR-7)


def wages(bankrupt: str, due: str = "15.01.2025") -> Any:
    return take("trobbel", "manglende_lonn", due, bankrupt, "nei", availability=AWAY, received_on="sloyfe:2")


def test_whose_employer_is_bankrupt_does_not_wait_for_the_limit_of_three_years() -> None:
    """TR-7: the claim's own limit stands in a notice that nobody here has (D22, D23)."""
    run = wages("ja")
    mail = action(run, "EMAIL")
    assert mail["subject"].startswith("HASTER – ")
    assert "konkurs, frist i kunngjøringen" in mail["subject"]
    assert "2028" not in mail["subject"]
    assert "foreldelse av det eldste lønnskravet (3 år): 14.01.2028" in mail["text"], "DS sees it all the same"
    assert action(run, "CALLBACK")["due"] == "2026-03-23T11:00:00"
    assert "Hører du ikke fra oss innen tirsdag 24. mars" in text(run, "I-LONN")


def test_whose_employer_is_not_waits_a_week_at_most() -> None:
    run = wages("nei")
    assert "HASTER" not in action(run, "EMAIL")["subject"]
    assert action(run, "CALLBACK")["due"] == "2026-03-30T10:00:00"


@pytest.mark.parametrize(
    ("oldest", "due", "subject"),
    [
        ("2026-02-15", "2026-03-30T10:00:00", "kanskje konkurs, mulig frist 15.02.2027"),
        ("2025-03-26", "2026-03-23T11:00:00", "kanskje konkurs, mulig frist 26.03.2026"),
        ("2025-01-15", "2026-03-23T11:00:00", "kanskje konkurs, fristen ser ut til å være ute, neste frist 14.01.2028"),
    ],
)
def test_where_nobody_knows_the_shortest_counts(oldest: str, due: str, subject: str) -> None:
    """Section 4.3, D22: pay that fell due a year ago may soon be paid by nobody."""
    run = take("trobbel", "manglende_lonn", oldest, "vet_ikke", "nei", availability=AWAY)
    mail = action(run, "EMAIL")
    assert mail["subject"].endswith(f" – {subject}")
    assert mail["subject"].startswith("HASTER") is (oldest != "2026-02-15")
    assert "hvis bedriften er konkurs (12 måneder før fristdagen)" in mail["text"]
    assert action(run, "CALLBACK")["due"] == due
    assert "Er bedriften konkurs, kan staten dekke" in text(run, "I-LONN")
    assert not any(one.template == "S-FRIST" for one in Outcome(run).actions())


def test_nobody_waits_seven_weeks_to_hear_from_us() -> None:
    """TR-7: a suit within eight weeks was rung about three days before it was too late."""
    run = take(
        "trobbel",
        "avskjediget",
        "-60",
        "avsluttet",
        "i_dag",
        "jobb",
        "ingen",
        "ingen",
        "ja",
        availability=AWAY,
        received_on="sloyfe:2",
    )
    assert "18.05.2026" in action(run, "EMAIL")["subject"]
    assert action(run, "CALLBACK")["due"] == "2026-03-30T10:00:00"
    assert "Hører du ikke fra oss innen mandag 30. mars" in text(run, "I-FRIST")


# ---------------------------------------------------------------- texts


def dismissed(*more: str, **facts: Any) -> Any:
    where, *rest = more
    asked = ("ingen",) if where == "staten" else ("ingen", "vet_ikke")
    return take("trobbel", "oppsagt", "-2", "ikke_holdt", "jobb", where, *asked, *rest, received_on="sloyfe:2", **facts)


def test_a_state_employee_who_is_put_through_nearby_is_told_so() -> None:
    """X-2, LA-5"""
    near = {"DS": False, "saksbehandler": False, "nearby_DS": True}
    run = dismissed("staten", "ja", "samtykke_naer=ja", availability=near)
    assert "Jeg setter deg nå over til en distriktssekretær i en nærliggende avdeling." in text(run, "I-STAT")
    assert "Jeg sørger for" not in text(run, "I-STAT")
    alone = dismissed("staten", "ja", availability=AWAY)
    assert "Jeg sørger for at distriktssekretæren får saken i dag." in text(alone, "I-STAT")


@pytest.mark.parametrize(
    ("ds", "why"),
    [("nei", "DS og saksbehandler er ikke tilgjengelig"), ("ringes", "medlemmet vil heller bli ringt opp")],
)
def test_the_mail_says_why_it_goes(ds: str, why: str) -> None:
    """TR-5"""
    run = dismissed("ingen", "ja", "sloyfe2_ledig=nei", f"ds_ledig={ds}")
    assert action(run, "EMAIL")["why"] == why


def test_nobody_confirms_a_deadline_that_there_is_none_of() -> None:
    serious = take("trobbel", "annet", "moete=nei", "ja", availability=AWAY, received_on="sloyfe:2")
    assert "bekrefter fristen" not in action(serious, "EMAIL")["text"]
    assert (
        "Distriktssekretæren bekrefter fristen." in action(dismissed("ingen", "ja", availability=AWAY), "EMAIL")["text"]
    )
    state = action(dismissed("staten", "ja", availability=AWAY), "EMAIL")["text"]
    assert "egne regler, ikke beregnet\n" in state


def test_nothing_is_entered_in_a_record_that_nobody_found() -> None:
    """ME-2"""
    lost = take(
        "opplysninger",
        "kontaktinfo",
        {"phone": "40011333"},
        "ja",
        caller="medlem",
        member={"name": "Roar Vik"},
        identity_confirmed=True,
    )
    assert "Skal føres inn når medlemsbildet er funnet: telefon." in text(lost, "N-ME")
    assert "Ført inn: " not in text(lost, "N-ME")
    known = take("opplysninger", "kontaktinfo", {"phone": "40011333"}, "ja")
    assert "Ført inn: telefon." in text(known, "N-ME")


def test_the_answer_and_what_was_agreed_can_stand_in_the_note() -> None:
    """KF-2: the next one who answers reads what was said."""
    run = take("kontingent", "utsettelse", "nei", "svar_gitt=faktura 1189, ny frist 15. april")
    assert "Svar gitt: faktura 1189, ny frist 15. april." in text(run, "N-KF")
    assert run.current is None
    asked = take("kontingent", "utsettelse", "nei")
    assert asked.current is not None
    assert asked.current.id == "svar_gitt", "nothing is said to be answered before somebody says what"
    assert "Svar gitt: ikke svart ennå." in text(answer_with(asked, "ikke_svart"), "N-KF")


def test_the_sms_about_lo_favor_has_a_number_or_none() -> None:
    """FO-7: «Telefon: se lofavor.no.»"""
    run = take("forsikring", "kjopt_selv", "lo_favor", "svarte=selv")
    assert text(run, "S-LOFAVOR") == "Hei! LO Favør finner du på lofavor.no. Hilsen sentralbordet"


NOBODY = {**MEMBER, "phone": ""}


@pytest.mark.parametrize(
    ("answers", "template"),
    [
        (("oppsagt", "2026-03-02", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke", "ja"), "I-FRIST-UTE"),
        (("oppsagt", "2026-03-19", "ikke_holdt", "jobb", "staten", "ingen", "ja"), "I-STAT"),
        (("permittert", "2026-03-20", "01.04", "ja", "ja"), "I-PERM"),
    ],
)
def test_who_hears_nothing_is_to_ring_again_the_more_the_more_it_hastes(
    answers: tuple[str, ...], template: str
) -> None:
    """TR-7: «ring oss gjerne igjen» was said where the limit seemed over, and nothing to one with a phone."""
    by_phone = take("trobbel", *answers, availability=AWAY, received_on="sloyfe:2")
    assert "Hører du ikke fra oss innen " in text(by_phone, template)
    none = take("trobbel", *answers, "tlf=ingen", availability=AWAY, received_on="sloyfe:2", member=NOBODY)
    assert "så du må ringe oss igjen innen " in text(none, template)
    assert "gjerne" not in text(none, template)
    if template != "I-PERM":
        assert "innen klokka 15 i dag" in text(by_phone, template).replace("15.00", "15")


def test_whoever_is_put_through_is_promised_no_call() -> None:
    """TR-7, TR-2: no e-mail has gone, and nobody has been asked to ring."""
    run = take(
        "trobbel",
        "oppsagt",
        "2026-03-19",
        "ikke_holdt",
        "jobb",
        "ingen",
        "ingen",
        "vet_ikke",
        "nei",
        received_on="sloyfe:1",
        availability={"sloyfe_2": True},
    )
    assert "Jeg setter deg over nå." in text(run, "I-FRIST")
    assert "Hører du ikke fra oss" not in text(run, "I-FRIST")


def test_the_sms_of_a_far_limit_promises_what_is_said() -> None:
    """TR-7: «15. februar 2029. Vi tar kontakt før det.», beside a call within a week."""
    run = take("trobbel", "manglende_lonn", "2026-02-15", "nei", "nei", availability=AWAY, received_on="sloyfe:2")
    assert "Vi tar kontakt innen mandag 30. mars." in text(run, "S-FRIST")
    bankrupt = take("trobbel", "manglende_lonn", "2026-02-15", "ja", "nei", availability=AWAY, received_on="sloyfe:2")
    assert "S-FRIST" not in {a["template"] for a in report(bankrupt)["actions"]}
    assert "konkurs, frist i kunngjøringen" in action(bankrupt, "EMAIL")["subject"]


def test_nobody_without_a_phone_is_promised_to_be_rung() -> None:
    """GE-5, FO-9"""
    tried = take("forsikring", "skade", "svarte=vi_ringer", "tlf=ingen", member=NOBODY)
    assert "Vi prøver igjen" not in text(tried, "I-UTE-RING") + text(tried, "N-UTE")
    assert "ringer igjen" in text(tried, "N-UTE")
    gf = take("forsikring", "purring_gf", "tlf=ingen", member=NOBODY, availability={"gf_payments": False})
    assert "Vi har ikke noe nummer til deg" in text(gf, "I-GF")
    mail = action(
        take(
            "trobbel",
            "oppsagt",
            "-2",
            "ikke_holdt",
            "jobb",
            "ingen",
            "ingen",
            "vet_ikke",
            "ja",
            "tlf=ingen",
            "best_tid=etter 15",
            member=NOBODY,
            availability=AWAY,
            received_on="sloyfe:2",
        ),
        "EMAIL",
    )["text"]
    assert "Nås på: ikke oppgitt\n" in mail


def test_no_subject_says_what_is_not_known() -> None:
    """KU-5"""
    run = take("kurs", "sporsmal", "kurs=vet_ikke", availability={"KS": False})
    subjects = [a["subject"] for a in report(run)["actions"] if a["type"] == "EMAIL"]
    assert all("ikke et bestemt" not in subject for subject in subjects)
