"""The rules that the union's own calls do not reach, each by a call of its own, named by its ID."""

import re
from pathlib import Path
from typing import Any

import pytest

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.inquiry import Answer, Facts, Review
from sentralbord_desktop.domain.organisation.organisation import Department
from sentralbord_desktop.procedures.checks.simulate import answer_with, report
from sentralbord_desktop.procedures.loader import default_organisation, library
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.run import ProcedureRun
from tests.acceptance.calls import Said, all_calls

MEMBER = {
    "member_no": "M-1",
    "department": 4,
    "phone": "99000418",
    "name": "Prøve Prøvesen",
    "address": "Granveien 4, 2312 Ottestad",
}


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


def test_every_rule_of_the_procedure_has_a_test_that_names_it() -> None:
    here = Path(__file__).parent.parent
    text = "\n".join(path.read_text(encoding="utf-8") for path in here.rglob("test_*.py"))
    named = set(re.findall(r"\b(?:GE|KF|ME|IN|UT|OA|OF|FO|TR|LA|KU|MD|AN|X)-\d+\b", text))
    named |= {rule for call in all_calls() for rule in call.raw["rules"]}
    assert set(library().rules) - named == set()


def test_every_call_is_logged_as_a_phone_call() -> None:
    """GE-4"""
    for category in library().procedures:
        outputs = library().procedures[category].outputs
        assert any("telefonlogg" in output.where for output in outputs), category


def test_every_procedure_has_owner_version_and_valid_from() -> None:
    """GE-9"""
    for procedure in library().procedures.values():
        assert procedure.owner
        assert procedure.version >= 1
        assert procedure.valid_from.year >= 2026


def test_history_is_read_before_a_fee_question_is_answered() -> None:
    """KF-4"""
    kinds = [kind for kind, _, _ in actions(take("kontingent", "faktura", "nei", "Forklart"))]
    assert kinds.index("READ_HISTORY") < kinds.index("ANSWER")


def test_missing_documentation_stands_in_the_note() -> None:
    """KF-3"""
    run = take("kontingent", "faktura", "ja", "brev om permisjon")
    assert "Skyldes manglende dokumentasjon: ja, mangler brev om permisjon." in action(run, "NOTE")["text"]


def test_a_new_member_is_told_that_the_department_can_be_changed_by_own_wish() -> None:
    """IN-3"""
    run = take(
        "innmelding",
        "naa",
        "Hamar, Renhold Øst",
        "ja",
        "4",
        {"first_name": "A", "last_name": "B"},
        caller="ikke_medlem",
        member={},
    )
    assert ("INFORM", "", "I-INN-AVD") in actions(run)


def test_a_join_without_workplace_is_never_registered_but_asked_about() -> None:
    """IN-2, X-5"""
    run = take(
        "innmelding",
        "naa",
        "student",
        "ingen",
        {"first_name": "A", "last_name": "B"},
        "99000777",
        caller="ikke_medlem",
        member={},
    )
    kinds = {kind for kind, _, _ in actions(run)}
    assert "REGISTER_MEMBER" not in kinds
    assert ("EMAIL", "role:procedure_owner", "E-IN") in actions(run)
    assert "CALLBACK" in kinds


def test_a_transfer_to_another_union_asks_for_writing_notes_it_and_tells_the_department() -> None:
    """OF-1, OF-2, OF-3, OF-4"""
    run = take("overforing_forbund", "ja", "Fellesforbundet")
    assert ("INFORM", "", "I-SKRIFTLIG") in actions(run)
    assert ("EMAIL", "avdeling:4", "E-OF") in actions(run)
    note = action(run, "NOTE")
    assert "23.03.2026" in note["text"]
    assert "avventer skriftlig bekreftelse" in note["text"]
    assert note["strength"] == "skal"
    assert ("INFORM", "", "I-OVF") in actions(run)


def test_a_transfer_nobody_wishes_themselves_is_not_begun() -> None:
    """OF-4, OA-5"""
    for category in ("overforing_forbund", "overforing_avdeling"):
        kinds = {kind for kind, _, _ in actions(take(category, "nei", caller="tredjepart"))}
        assert kinds == {"ASK", "INFORM", "LOG"}


@pytest.mark.parametrize("question", ["hvilke", "advokat", "gruppeliv"])
def test_what_insurance_a_member_has_is_answered_here_only_when_ks_and_os_are_away(question: str) -> None:
    """FO-1, FO-2, FO-3, FO-4"""
    away = take("forsikring", "har_jeg", question, availability={"KS": False, "OS": False})
    assert action(away, "ANSWER")["by"] == "sentralbord"
    assert "TRANSFER" not in {kind for kind, _, _ in actions(away)}
    there = take("forsikring", "har_jeg", question, availability={"KS": False, "OS": True})
    assert ("TRANSFER", "avdeling:4:KS_OS", "") in actions(there)
    assert "ANSWER" not in {kind for kind, _, _ in actions(there)}


@pytest.mark.parametrize(("choice", "to"), [("lo_favor", "LO_FAVOR"), ("sparebank1", "SPAREBANK1")])
def test_an_insurance_bought_privately_goes_to_lo_favor_or_sparebank1(choice: str, to: str) -> None:
    """FO-5"""
    assert ("TRANSFER", to, "") in actions(take("forsikring", "kjopt_selv", choice))


def test_a_damage_report_is_put_through_at_once_without_more_questions() -> None:
    """FO-6"""
    run = take("forsikring", "skade")
    assert run.current is None
    assert ("TRANSFER", "tel:91509801", "") in actions(run)
    failing = take("forsikring", "skade", availability={"tel:91509801": False})
    assert ("SMS", "medlem", "S-SKADE") in actions(failing)


def test_buying_insurance_goes_to_the_sellers_or_the_web() -> None:
    """FO-7"""
    assert ("TRANSFER", "LO_FAVOR", "") in actions(take("forsikring", "kjope", "lo_favor"))
    assert ("REFER", "url:lofavor.no", "") in actions(take("forsikring", "kjope", "nett"))


def test_terms_are_on_the_web_or_ordered_by_post() -> None:
    """FO-8"""
    assert ("REFER", "url:lofavor.no", "") in actions(take("forsikring", "vilkar", "nett"))
    order = action(take("forsikring", "vilkar", "papir", "reiseforsikring"), "LETTER_ORDER")
    assert order["to"] == "role:post"
    assert order["template"] == "L-VILK"
    assert "Granveien 4" in order["text"]


def test_a_reminder_on_gf_goes_to_its_role_or_by_email_when_away() -> None:
    """FO-9"""
    there = take("forsikring", "purring_gf", availability={"gf_payments": True})
    assert ("TRANSFER", "role:gf_payments", "") in actions(there)
    away = take("forsikring", "purring_gf", availability={"gf_payments": False})
    assert ("EMAIL", "role:gf_payments", "E-GF-PURRING") in actions(away)
    assert "LETTER_ORDER" not in {kind for kind, _, _ in actions(away)}


def test_a_member_who_reminds_us_of_gf_is_told_that_it_will_be_followed_up() -> None:
    """FO-9"""
    run = take("forsikring", "purring_gf", availability={"gf_payments": False})
    assert ("INFORM", "", "I-GF") in actions(run)


def test_a_member_who_resigns_is_told_that_the_membership_stands_till_it_comes_in_writing() -> None:
    """UT-4"""
    told = [a for a in report(take("utmelding", "min_side"))["actions"] if a["template"] == "I-UT"]
    assert [a["type"] for a in told] == ["INFORM"]
    assert told[0]["on"]


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
        "naa",
        "student",
        "ingen",
        {"first_name": "A", "last_name": "B"},
        "99000777",
        caller="ikke_medlem",
        member={},
        call_date=called,
    )
    assert action(run, "CALLBACK")["due"] == due


def test_every_sms_carries_what_the_member_was_promised() -> None:
    promised = {
        "S-UT": {"avd_hvor"},
        "S-UT-MINSIDE": {"lenke_minside"},
        "S-OVF": {"avd_hvor"},
        "S-INN": {"lenke_innmelding"},
        "S-LOFAVOR": {"lofavor_ring"},
        "S-SKADE": {"skade_tlf"},
        "S-AVTALE": {"lenke_avtaler"},
        "S-KURS": {"lenke_kurs"},
        "S-FRIST": {"frist_lang", "frist_aften", "frist_kontakt", "ring_oss"},
        "S-CB": {"ringes_lovet"},
        "S-PURR": {"avd_hvor"},
        "S-PROVDE": {"tlf_sentralbord"},
    }
    found = {
        name: set(re.findall(r"\{(\w+)\}", template.body))
        for name, template in library().templates.items()
        if name.startswith("S-")
    }
    assert found == promised


def test_every_text_is_used_but_those_that_lie_ready() -> None:
    """An output that falls out of a procedure leaves its text unused. S-PURR and S-PROVDE
    belong to the lists."""
    outputs = [output for p in library().procedures.values() for output in p.outputs]
    used = {output.template for output in outputs} | {o.data.get("letter") for o in outputs}
    assert set(library().templates) - used == {"E-CB", "I-NOTERT", "L-BEKR", "S-PURR", "S-PROVDE"}


def test_a_reminder_on_gf_that_starts_as_a_fee_question_changes_category() -> None:
    """FO-9, KF-1"""
    assert take("kontingent", "gf").procedure.id == "forsikring"


def test_in_avd_2_the_office_secretary_takes_the_first_call_without_our_gate() -> None:
    """TR-4"""
    run = take("trobbel", "ja", "oppsagt", member={**MEMBER, "department": 2}, availability={"KS": True})
    assert ("TRANSFER", "avdeling:2:KS", "") in actions(run)
    assert "tillitsvalgt_kontakt" not in {a.get("q") for a in report(run)["actions"]}
    assert ("TRANSFER", "sloyfe:2", "") not in actions(run)


def test_without_the_office_secretary_in_avd_2_all_four_duties_are_done_with_a_copy() -> None:
    """X-1"""
    run = take(
        "trobbel",
        "ja",
        "oppsagt",
        "2026-03-19",
        "ikke_holdt",
        "jobb",
        "ingen",
        "ingen",
        "vet_ikke",
        "nei",
        member={**MEMBER, "department": 2},
        availability={"KS": False, "DS": False, "saksbehandler": False},
    )
    mail = action(run, "EMAIL")
    assert mail["to"] == "avdeling:2:DS"
    assert mail["copy_to"] == ["avdeling:2:KS"]
    kinds = [kind for kind, _, _ in actions(run)]
    assert {"RECORD_MEMBER_DETAILS", "EMAIL", "NOTE", "INFORM"} <= set(kinds)


def test_media_without_a_wish_goes_to_the_press_contact_or_by_email() -> None:
    """MD-3"""
    there = take("media", "nei", "Avisa", "Kari", "lønn", caller="media", member={}, availability={"media": True})
    assert ("TRANSFER", "role:media", "") in actions(there)
    away = take(
        "media",
        "nei",
        "Avisa",
        "Kari",
        "lønn",
        "16",
        caller="media",
        member={},
        caller_phone="22123456",
        availability={"media": False},
    )
    assert ("EMAIL", "role:media", "E-MD") in actions(away)


def test_anything_else_is_answered_put_through_or_promised() -> None:
    """AN-1"""
    assert ("ANSWER", "annet", "") in actions(take("annet", "åpningstider", "svart"))
    assert ("TRANSFER", "resepsjonen", "") in actions(take("annet", "møterom", "over", "resepsjonen"))
    promised = action(take("annet", "møterom", "ring", "i morgen 10"), "CALLBACK")
    assert promised["due"] == "2026-03-24T10:00:00"


@pytest.mark.parametrize(
    ("answers", "template"),
    [
        (("oppsagt", "2026-03-03", "ikke_holdt", "jobb", "staten", "ingen", "ja"), "I-STAT"),
        (("oppsagt", "vet_ikke", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke", "ja", "nei"), "I-FRIST-UKJENT"),
        (("oppsagt", "2026-03-01", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke", "ja", "nei"), "I-FRIST-UTE"),
        (("permittert", "2026-03-20", "06.04.2026", "nei", "ja"), "I-PERM"),
    ],
)
def test_each_kind_of_trouble_has_its_own_words_about_deadlines(answers: tuple[str, ...], template: str) -> None:
    """TR-7"""
    away = {"DS": False, "saksbehandler": False, "nearby_DS": True}
    run = take("trobbel", *answers, availability=away)
    if run.current is not None:
        run = answer_with(run, "nei")
    assert template in {name for kind, _, name in actions(run) if kind == "INFORM"}
    words = " ".join(a["text"] for a in report(run)["actions"])
    for never in ("du har frist til", "du har krav på", "du har mistet", "for sent"):
        assert never not in words.casefold()


def test_no_date_is_shown_for_state_employees() -> None:
    """TR-7"""
    run = take("trobbel", "oppsagt", "2026-03-03", "ikke_holdt", "jobb", "staten", "ingen", "ja")
    assert report(run)["spoken_deadline"] is None


def test_the_gate_about_the_steward_comes_before_any_transfer() -> None:
    """TR-3"""
    run = take(
        "trobbel",
        "oppsagt",
        "2026-03-19",
        "ikke_holdt",
        "jobb",
        "ingen",
        "ingen",
        "vet_ikke",
        received_on="sloyfe:1",
        availability={"sloyfe_2": True},
    )
    assert run.current is not None
    assert run.current.asks == "tillitsvalgt_kontakt"
    assert "TRANSFER" not in {kind for kind, _, _ in actions(run)}


def test_a_step_refuses_an_answer_it_does_not_have() -> None:
    with pytest.raises(SwitchboardError):
        take("utmelding", "9")


# ---------------------------------------------------------------- the edges of the rules


@pytest.mark.parametrize("first", sorted(library().procedures))
@pytest.mark.parametrize("second", sorted(library().procedures))
def test_an_answer_is_never_taken_for_one_to_another_question(first: str, second: str) -> None:
    """LA-4, ME-2, KU-1: two categories may call different questions by one name."""
    run = take(first)
    for step in run.procedure.steps:
        if step.choices:
            run = run._with({**run.given, step.id: Answer(choice=step.choices[0].key)})
    switched = run.switched(second)
    for step in switched.procedure.steps:
        answer = switched.answer_of(step)
        if answer is not None and answer.choice:
            assert all(step.choice(key) for key in answer.choice.split("+")), step.id
        elif answer is not None:
            assert step.field or step.fields, step.id


def test_a_question_about_an_agreement_that_began_as_insurance_is_still_asked() -> None:
    """LA-4"""
    run = take("forsikring", "help", "avtale", received_on="sloyfe:1", availability={"sloyfe_2": False})
    assert run.procedure.id == "lov_avtale"
    for said in ("tolkning", "hvor lang er pausen", "ja"):
        run = answer_with(run, said)
    assert "spør: hvor lang er pausen" in action(run, "EMAIL")["text"]


def test_a_status_nobody_knows_is_not_written() -> None:
    """ME-2"""
    run = take("opplysninger", "status", "vet_ikke", "ja")
    assert action(run, "UPDATE_MEMBER")["changes"] == {}
    assert "Ført inn: ingenting." in action(run, "NOTE")["text"]
    assert action(run, "INFORM")["text"] == "«Da noterer jeg det. Ny status må avklares.»"


def test_a_new_number_is_where_the_member_can_be_reached() -> None:
    """ME-3"""
    run = take(
        "opplysninger",
        "kontaktinfo+arbeidsgiver",
        {"phone": "41234567"},
        {"employer": "Ukjent AS"},
        "arbeidsgiver",
        availability={"avdeling_4": False},
    )
    assert "412 34 567" in action(run, "EMAIL")["text"]


AWAY = {"sloyfe_2": False, "DS": False, "saksbehandler": False, "nearby_DS": False}
PAY_DUE = ("manglende_lonn", "15.03.2026", "nei", "nei")


def test_pay_that_is_claimed_within_years_is_rung_about_within_the_week() -> None:
    """TR-7"""
    run = take("trobbel", *PAY_DUE, availability=AWAY)
    said = next(a for a in report(run)["actions"] if a["template"] == "I-LONN")["text"]
    assert "15. mars 2029" in said
    assert "innen mandag 30. mars" in said  # five working days
    assert action(run, "CALLBACK")["due"] == "2026-03-30T10:00:00"


def test_tomorrow_is_a_working_day() -> None:
    """TR-7: on a Friday «i morgen» would be a Saturday."""
    run = take("trobbel", "annet", "nei", availability=AWAY, call_date="2026-11-20")
    said = next(a for a in report(run)["actions"] if a["template"] == "I-ALVORLIG")["text"]
    assert "innen mandag 23. november" in said


def test_one_without_a_record_has_a_name_in_the_mail_and_no_note_is_promised() -> None:
    """TR-5, TR-6"""
    run = take(
        "trobbel", *PAY_DUE, availability=AWAY, member={"department": 4, "phone": "99000418"}, caller_name="Nils Ny"
    )
    text = action(run, "EMAIL")["text"]
    assert "Nils Ny ringte" in text
    assert "Notert i medlemsbildet" not in text


def test_the_department_that_is_answered_has_its_exception_too() -> None:
    """TR-4"""
    run = take("trobbel", "2", member={"phone": "99000418"})
    current = run.current
    assert current is not None
    assert current.id == "forste"


def test_one_who_has_resigned_is_asked_whether_they_are_a_member() -> None:
    """TR-1"""
    run = take("trobbel", member={**MEMBER, "status": "utmeldt"})
    assert run.current is not None
    assert run.current.id == "er_medlem"
    assert take("trobbel").current is not run.current


def test_others_are_told_nothing_about_membership_and_enrol_nobody() -> None:
    """X-4, IN-1"""
    templates = [t for _, _, t in actions(take("annet", "er Kari medlem", "svart", caller="tredjepart"))]
    assert "I-TREDJE" in templates
    run = take("innmelding", "naa", caller="tredjepart")
    assert run.current is None
    kinds = {kind for kind, _, _ in actions(run)}
    assert "REGISTER_MEMBER" not in kinds
    assert "I-EGET" in [t for _, _, t in actions(run)]


def test_whoever_is_no_member_gets_no_interpretation() -> None:
    """LA-1"""
    run = take("lov_avtale", "tolkning", caller="ikke_medlem", member={}, received_on="sloyfe:1", availability=AWAY)
    assert run.current is None
    assert {"I-IKKE-MEDLEM"} <= {t for _, _, t in actions(run)}
    assert "EMAIL" not in {kind for kind, _, _ in actions(run)}


def test_a_landline_is_suggested_no_sms_and_one_address_is_enough() -> None:
    """UT-2"""
    run = take("utmelding", "epost_brev", member={**MEMBER, "phone": "22123456"})
    assert "SMS" not in {kind for kind, _, _ in actions(run)}
    assert "sendes på SMS" not in action(run, "NOTE")["text"]
    organisation = default_organisation()
    only = (Department(number=4, email="avd4@forbundet.no"),)
    run = ProcedureRun(
        library(), "utmelding", take("utmelding").facts, organisation.model_copy(update={"departments": only})
    )
    text = action(answer_with(run, "epost_brev"), "SMS")["text"]
    assert "bekreftelse til avd4@forbundet.no. Husk" in text


def test_the_note_says_what_was_sent_and_not_what_was_struck() -> None:
    """OA-3, OF-3"""
    run = take("overforing_avdeling", "ja", "6")
    struck = Outcome(run, Review(on={"epost": False}, reasons={"epost": "ringer selv"}))
    sent = next(a for a in Outcome(run).actions() if a.id == "merknad").text
    kept = next(a for a in struck.actions() if a.id == "merknad").text
    assert "Beskjed sendt avd. 4" in sent
    assert "Beskjed sendt" not in kept
    assert "Avd. 4 foretar overføringen." in kept


def test_the_press_is_rung_before_its_deadline() -> None:
    """MD-3"""
    run = take(
        "media",
        "nei",
        "Avisa",
        "Per Penn",
        "streik",
        "i dag kl. 20",
        caller="media",
        member={"phone": "99000418"},
        availability={"media": False},
        call_time="13.00",
    )
    made = action(run, "CALLBACK")
    assert made["due"] == "2026-03-23T14:00:00"
    assert made["window"] == "frist i dag kl. 20"


def test_a_day_that_is_wished_is_never_over_already() -> None:
    """GE-5"""
    run = take("annet", "faktura", "ring", "i dag", call_time="13.00")
    assert action(run, "CALLBACK")["due"] == "2026-03-23T14:00:00"


@pytest.mark.parametrize("konkurs", ["ja", "nei", "vet_ikke"])
def test_a_bankrupt_employer_has_a_time_limit_of_its_own(konkurs: str) -> None:
    """TR-7 (lønnsgarantiloven § 1)"""
    run = take(
        "trobbel",
        "manglende_lonn",
        "2026-01-15",
        konkurs,
        "nei",
        availability={"DS": False, "saksbehandler": False, "nearby_DS": False},
        received_on="sloyfe:2",
    )
    said, mail = action(run, "INFORM")["text"], action(run, "EMAIL")["text"]
    assert ("brevet fra bostyreren" in said) is (konkurs == "ja")
    assert ("høyst 12 måneder før fristdagen" in mail) is (konkurs != "nei")
    assert "{" not in said + mail
