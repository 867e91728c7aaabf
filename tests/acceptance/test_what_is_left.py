"""What a call leaves behind says what was done, no more and no less; each found by a hostile caller."""

import pytest

from sentralbord_desktop.domain.inquiries.inquiry import Action, Review
from sentralbord_desktop.procedures.answers import AnswerError
from sentralbord_desktop.procedures.checks.simulate import answer_with, report
from sentralbord_desktop.procedures.loader import default_organisation, library
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.outputs.recipients import target_label
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts.review import IncompleteError, check_complete, field_name, reviewed
from tests.acceptance.test_rules import MEMBER, action, actions, take

BIRTH_NUMBER = "14037900053"
"""Made up, with the right control digits."""
AWAY = {"DS": False, "saksbehandler": False, "nearby_DS": False}
NEW = {"street": "Nyveien 1", "post_code": "2312", "place": "Ottestad"}


def text(run: ProcedureRun, template: str) -> str:
    return str(next(a["text"] for a in report(run)["actions"] if a["template"] == template))


def kinds(run: ProcedureRun) -> list[str]:
    return [kind for kind, _, _ in actions(run)]


# ---------------------------------------------------------------- callbacks (GE-5)


@pytest.mark.parametrize(
    ("called", "wished", "due", "promised"),
    [
        ("2026-03-27", "mandag 10", "2026-03-30T10:00:00", "mandag 30. mars kl. 10"),
        ("2026-03-27", "mandag 30", "2026-03-30T10:00:00", "mandag 30. mars kl. 10"),
        ("2026-03-27", "onsdag etter 14.30", "2026-04-01T14:30:00", "onsdag 1. april etter kl. 14.30"),
        ("2026-04-01", "i morgen 10", "2026-04-07T08:00:00", "tirsdag 7. april kl. 08"),
        ("2026-03-27", "når som helst", None, "når som helst"),
    ],
)
def test_what_is_promised_is_what_stands_in_the_list(called: str, wished: str, due: str | None, promised: str) -> None:
    """GE-5. Maundy Thursday is closed: the caller hears of Tuesday, as the list says."""
    run = take("annet", "pensjon", "ring", wished, call_date=called)
    assert action(run, "CALLBACK")["due"] == due
    told = "så snart vi kan" if due is None else promised
    assert f", {told}.»" in text(run, "I-CB")
    assert f"ringt opp {promised} på 990 00 418" in text(run, "N-CB")
    assert f"Vi ringer deg {told}." in text(run, "S-CB")


@pytest.mark.parametrize(
    ("wished", "nn", "en", "pl"),
    [
        ("når som helst", "så snart vi kan", "as soon as we can", "jak najszybciej"),
        ("mandag 10", "måndag 30. mars kl. 10", "30.03.2026 at 10:00", "30.03.2026 o 10:00"),
        ("tirsdag etter 14.30", "tysdag 31. mars etter kl. 14.30", "31.03.2026 after 14:30", "31.03.2026 po 14:30"),
        ("onsdag før 12", "onsdag 1. april kl. 11", "01.04.2026 at 11:00", "01.04.2026 o 11:00"),
        ("når han er hjemme", "så snart vi kan", "as soon as we can", "jak najszybciej"),
    ],
)
def test_an_sms_in_another_language_promises_in_its_own_words(wished: str, nn: str, en: str, pl: str) -> None:
    """GE-5. What nobody has read as a time is promised to nobody."""
    run = take("annet", "pensjon", "ring", wished, call_date="2026-03-27")
    sms = next(one for one in Outcome(run).actions() if one.template == "S-CB")
    for language, told in (("nn", nn), ("en", en), ("pl", pl)):
        worded = Outcome(run, Review(languages={sms.id: language})).actions()
        said = next(one.text for one in worded if one.template == "S-CB")
        assert f" {told}. " in said, said


# ---------------------------------------------------------------- trøbbel


def test_no_line_of_a_trouble_mail_runs_into_the_next() -> None:
    """TR-5, TR-7"""
    run = take("trobbel", "manglende_lonn", "2025-03-15", "ja", "finnes_ikke", availability=AWAY)
    assert "Bedriften konkurs: ja\nLønnsgaranti: " in text(run, "E-TR")
    assert ". Når bedriften er konkurs" in text(run, "I-LONN")
    run = take(
        "trobbel",
        "oppsagt",
        "2026-03-20",
        "ikke_holdt",
        "jobb",
        "ingen",
        "formfeil=muntlig",
        "oppsigelsestid=2026-04-30",
        "ja",
        availability=AWAY,
    )
    assert "formfeil: ikke skriftlig\nOppsigelsestiden" in text(run, "E-TR")


def test_the_details_that_ds_needs_are_there() -> None:
    """TR-5: name, number, phone, employer, kind and dates; also of one without a record."""
    run = take("trobbel", "annet", "arbeidsgiver=Fjord AS", "ja", availability=AWAY)
    assert "Arbeidsgiver: Fjord AS" in text(run, "E-TR")
    run = take(
        "trobbel",
        "oppsagt",
        "2026-03-20",
        "avsluttet",
        "vet_ikke",
        "jobb",
        "ingen",
        "ingen",
        "vet_ikke",
        "ja",
        availability=AWAY,
    )
    noted = action(run, "RECORD_MEMBER_DETAILS")
    assert noted["fields"] == ["navn", "medlemsnr", "tlf", "arbeidsgiver", "type", "datoer"]
    assert "brevet mottatt: 20.03.2026 · forhandling: avsluttet (dagen er ikke kjent)" in noted["text"]
    stranger = take("trobbel", "4", "annet", "ja", "99000777", member={}, availability=AWAY)
    assert stranger.current is not None
    assert stranger.current.id == "navn"


def test_the_note_says_who_was_not_there() -> None:
    """TR-4, X-1: KS of avd. 2 did not answer, and then neither DS nor saksbehandler."""
    run = take(
        "trobbel",
        "ja",
        "oppsagt",
        "2026-03-20",
        "ikke_holdt",
        "jobb",
        "ingen",
        "ingen",
        "vet_ikke",
        "nei",
        member={**MEMBER, "department": 2},
        availability={"KS": False, "DS": True},
    )
    assert "satt over til DS avd. 2." in text(run, "N-TR-SATT-OVER")
    away = run.with_facts(run.facts.model_copy(update={"availability": {"KS": False, **AWAY}}))
    assert "KS og DS/saksbehandler ikke tilgjengelig." in text(away, "N-TR")


def test_what_the_note_says_was_told_is_told() -> None:
    """TR-7: «fristen er ikke kjent, og det haster»."""
    run = take("trobbel", "manglende_lonn", "vet_ikke", "vet_ikke", "ja", availability=AWAY)
    assert "fristen ikke er kjent og at det haster" in text(run, "N-TR")
    assert "Jeg vet ikke sikkert når fristen er, så vi regner med at det haster." in text(run, "I-LONN")


COMPENSATION = ("oppsagt", "2026-03-06", "avsluttet", "2026-04-07", "erstatning", "ingen", "ingen", "vet_ikke", "ja")


def test_a_deadline_for_another_wish_hides_none_that_is_open() -> None:
    """TR-7, D5 and D6: eight weeks are over, six months are not, and only compensation is wanted."""
    run = take("trobbel", *COMPENSATION, call_date="2026-06-10", availability=AWAY)
    assert report(run)["spoken_deadline"] == "2026-09-04"
    assert report(run)["urgent"], "a date is over: DS looks today"
    over = take("trobbel", *COMPENSATION, call_date="2026-09-07", availability=AWAY)
    assert report(over)["spoken_deadline"] is None
    assert "den første fristen er ute" in text(over, "I-FRIST-UTE")
    job = ("oppsagt", "2026-03-06", "avsluttet", "2026-04-07", "jobb", "ingen", "ingen", "vet_ikke", "ja")
    back = take("trobbel", *job, call_date="2026-06-10", availability=AWAY)
    assert report(back)["spoken_deadline"] is None


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (("oppsagt", "2026-03-20", "ikke_holdt", "jobb"), "Du fikk brevet 20.03.2026. Da ser fristen for"),
        (
            ("oppsagt", "2026-02-20", "avsluttet", "2026-03-18", "jobb"),
            "Forhandlingene ble avsluttet 18.03.2026. Da ser fristen for",
        ),
    ],
)
def test_the_deadline_is_said_with_the_day_it_is_counted_from(answers: tuple[str, ...], said: str) -> None:
    """TR-7, section 4.4: so that the member hears a date that was noted wrong."""
    assert said in text(take("trobbel", *answers, "ingen", "ingen", "vet_ikke", "ja", availability=AWAY), "I-FRIST")


def test_a_neighbour_is_not_rung_before_the_gate_after_a_switch_either() -> None:
    """TR-3, X-2"""
    start = take(
        "lov_avtale",
        "tolkning",
        "Er oppsagt",
        "nei",
        "ja",
        "ja",
        availability={**AWAY, "nearby_DS": None, "sloyfe_2": False},
        received_on="sloyfe:1",
        call_date="2026-03-24",
    )
    run = start.switched("trobbel")
    for said in ("hendelse=oppsagt", "mottatt=2026-03-12", "forhandling=ikke_holdt", "onske=jobb", "ansatt=ingen"):
        run = answer_with(run, said)
    assert ("TRANSFER", "naboavdeling:DS", "") not in actions(run)
    run = answer_with(run, "tillitsvalgt=nei")
    assert ("TRANSFER", "naboavdeling:DS", "") in actions(run)


# ---------------------------------------------------------------- the other categories


def test_an_address_that_nobody_has_written_down_holds_nothing_back() -> None:
    """UT-2, UT-3: a kan waits for no address of the department, and the skal note is written."""
    run = take("utmelding", "epost_brev")
    assert action(run, "SMS")["missing"] == ["avd_hvor"]
    assert "SMS" not in action(run, "NOTE")["text"]
    ready = reviewed(run, Review())
    assert [a.on for a in ready if a.kind == "SMS"] == [False]
    check_complete(run, ready, Review())
    wanted = Review(on={"sms_adresse": True})
    with pytest.raises(IncompleteError, match="hvor avdelingen nås"):
        check_complete(run, reviewed(run, wanted), wanted)
    asked = take("utmelding", "epost_brev", member={**MEMBER, "department": None})
    assert asked.current is not None
    assert asked.current.id == "avdeling"


def test_no_address_is_changed_before_we_know_who_it_is() -> None:
    """X-3, FO-8, FO-10"""
    for said in (("avslutte_ny", "adresse=nei"), ("vilkar", "papir", "reise", "adresse=nei")):
        run = take("forsikring", *said, identity_confirmed=False)
        assert run.current is not None
        assert run.current.id == "identitet", said
        assert "UPDATE_MEMBER" in kinds(answer_with(answer_with(run, "ja"), NEW))
        stranger = answer_with(run, "nei")
        assert set(kinds(stranger)) <= {"ASK", "INFORM", "LOG"}, said
    assert "Granveien" not in text(take("forsikring", "avslutte_ny", "adresse=ja"), "I-RES")


def test_the_remark_on_a_fee_says_what_is_missing() -> None:
    """KF-3: also when it is the same as last time; the invoice knows, or it is asked."""
    known = take("kontingent", "faktura", "ja_kjent", member={**MEMBER, "missing_documentation": "brev om permisjon"})
    assert "ja, mangler fortsatt brev om permisjon." in text(known, "N-KF")
    assert "mangler brev om permisjon. Send det" in text(known, "I-KF")
    asked = take("kontingent", "faktura", "ja_kjent", "lønnsslipp.")
    assert "mangler fortsatt lønnsslipp. Videre" in text(asked, "N-KF")


def test_one_who_is_no_member_gets_a_general_answer_about_the_fee() -> None:
    """KF-1, 3.0"""
    run = take("kontingent", "nei", member={}, caller="ukjent")
    assert ("ANSWER", "kontingent", "") in actions(run)
    assert ("REFER", "url:innmelding", "") in actions(run)
    assert "NOTE" not in kinds(run)


def test_the_one_the_press_asks_for_is_the_one_we_consult() -> None:
    """MD-2"""
    run = take(
        "media",
        "ja",
        "Ola Nordmann",
        "VG",
        "Kari Nordmo",
        "oppgjør",
        "svarer_ikke",
        "beskjed",
        "16",
        "22123456",
        caller="media",
        caller_name="Kari Nordmo",
        member={},
    )
    assert action(run, "CONSULT")["text"] == "Ola Nordmann"


def test_what_was_entered_is_listed_as_it_was() -> None:
    """ME-2"""
    run = take(
        "opplysninger",
        "kontaktinfo+arbeidsgiver+status",
        {"phone": "99000111", "email": "a@b.no"},
        {"employer": "Fjord", "workplace": "Hamar"},
        "pensjonist",
        "arbeidsgiver",
        availability={"avdeling_4": False},
    )
    entered = "telefon, e-post, arbeidsgiver, arbeidssted og status pensjonist"
    assert f"Ført inn: {entered}. Ikke fullført: arbeidsgiver – sendt" in text(run, "N-ME")
    assert f"Ført inn: {entered}." in text(run, "E-ME")
    run = take("opplysninger", "kontaktinfo+status", {"phone": "99000111"}, "vet_ikke", "ja")
    assert "Ført inn: telefon. " in text(run, "N-ME")
    assert text(run, "I-ME") == "«Da er det oppdatert, men ny status må avklares.»"


@pytest.mark.parametrize(
    ("category", "to", "note", "mail"),
    [("overforing_avdeling", "9", "N-OA", "E-OA"), ("overforing_forbund", "NTL", "N-OF", "E-OF")],
)
def test_a_request_that_was_struck_is_not_told_of(category: str, to: str, note: str, mail: str) -> None:
    """OA-1, OA-2, OF-1, OF-2"""
    run = take(category, "ja", to)
    assert "avventer skriftlig bekreftelse" in text(run, note)
    assert "Vi har bedt om skriftlig bekreftelse" in text(run, mail)
    struck = Review(on={"skriftlig": False}, reasons={"skriftlig": "la på"})
    left = {a.template: a.text for a in Outcome(run, struck).actions()}
    assert "avventer" not in left[note]
    assert "ikke bedt om skriftlig bekreftelse ennå" in left[note]
    assert "Vi har bedt" not in left[mail]


def test_nobody_is_transferred_to_where_they_are() -> None:
    """OA-4"""
    with pytest.raises(AnswerError, match="avdeling 4 allerede"):
        take("overforing_avdeling", "ja", "4")


def test_a_course_that_nobody_has_looked_up_is_not_said_to_be_closed() -> None:
    """KU-3"""
    told = [a["text"] for a in report(take("kurs", "paamelding", "vet_ikke"))["actions"]]
    assert not any("ikke åpnet" in words for words in told)
    assert "Kurset er ikke åpnet ennå." in text(take("kurs", "paamelding", "nei"), "I-KURS")


def test_which_gf_is_told_when_it_was_asked() -> None:
    """FO-9"""
    busy = {"gf_payments": False}
    new = take("forsikring", "purring_gf", "gf_type_purring=ny", availability=busy)
    assert "på ny GF" in text(new, "E-GF-PURRING")
    unknown = take("forsikring", "purring_gf", "vet_ikke", availability=busy)
    for template in ("E-GF-PURRING", "N-GF-PURRING"):
        assert "på GF (gammel eller ny må avklares)." in text(unknown, template)
    old = take("forsikring", "purring_gf", "gf_type_purring=gammel", availability=busy)
    assert "på gammel GF" in text(old, "E-GF-PURRING")
    assert "på gammel GF" in text(old, "N-GF-PURRING")


def test_one_who_bought_it_goes_to_somebody_who_can_answer() -> None:
    """FO-5: LO Favør's phone or SpareBank 1. FO-7: who wants to buy may read the web page as well."""
    steps = {step.id: [c.key for c in step.choices] for step in library().procedures["forsikring"].steps}
    assert steps["hos_hvem"] == ["lo_favor", "sparebank1", "ring_lo_favor", "ring_sparebank1"]
    assert steps["kjop_hos"] == ["lo_favor", "sparebank1", "nett"]
    assert ("TRANSFER", "LO_FAVOR", "") in actions(take("forsikring", "kjopt_selv", "lo_favor"))
    assert ("REFER", "url:lofavor.no", "") in actions(take("forsikring", "kjope", "nett"))


def test_no_sentence_ends_twice() -> None:
    run = take("kurs", "sporsmal", "Kurs for nye.", "4", availability={"avdeling_4": False})
    assert ".." not in text(run, "N-KU")
    svalbard = take(
        "trobbel", "oppsagt", "2026-03-20", "ikke_holdt", "jobb", "svalbard", "ingen", "ja", availability=AWAY
    )
    assert "jobber på Svalbard" in text(svalbard, "E-TR")


def test_what_may_come_says_which_question_decides() -> None:
    """Design 4.3"""
    run = take("utmelding")
    why = {action.template or action.kind: action.why for action in Outcome(run).possible()}
    assert why["S-UT"] == "Hvordan vil du sende det?"
    run = take("trobbel", "oppsagt", "2026-03-20")
    why = {action.kind: action.why for action in Outcome(run).possible() if action.required}
    assert why["INFORM"] == "Forhandlingsmøte?"
    assert why["TRANSFER"] == "Snakket med tillitsvalgt?"


def test_what_a_text_waits_for_is_called_by_its_question() -> None:
    """Never by the name it has in the procedure's file: on no step of any call."""
    seen = set()
    for category in library().procedures:
        run = take(category)
        while (step := run.current) is not None:
            for waiting in Outcome(run).actions():
                seen |= {(name, field_name(run, name)) for name in waiting.missing}
            if not step.choices:
                break
            run = answer_with(run, step.choices[0].key)
    run = take("opplysninger", "kontaktinfo", {"phone": "990 00 111"})
    seen |= {(name, field_name(run, name)) for a in Outcome(run).actions() for name in a.missing}
    assert ("ikke_fort_inn", "Fikk du ført inn alt?") in seen
    assert [pair for pair in seen if pair[1] in (pair[0], "et svar") or "_" in pair[1]] == []


# ---------------------------------------------------------------- found by a caller of 27 November


def test_a_meeting_before_the_letter_is_no_negotiation_and_moves_no_deadline() -> None:
    """TR-7, D2 and D5: the letter came on 20 March, a «drøftingsmøte» was on the tenth."""
    answers = (
        "oppsagt",
        "2026-03-20",
        "avsluttet",
        "2026-03-10",
        "drofting",
        "jobb",
        "ingen",
        "ingen",
        "vet_ikke",
        "ja",
    )
    assert report(take("trobbel", *answers, availability=AWAY))["spoken_deadline"] == "2026-04-01"
    after = (*answers[:3], "2026-03-21", *answers[5:])
    assert report(take("trobbel", *after, availability=AWAY))["spoken_deadline"] == "2026-05-15"


def test_what_cannot_wait_is_rung_about_today() -> None:
    """LA-5, and TR-7 where nobody knows when the letter came («regner vi som om det haster»)."""
    run = take("lov_avtale", "tolkning", "Hvordan er pausen?", "nei", "nei", availability={**AWAY, "sloyfe_2": False})
    assert action(run, "CALLBACK")["due"] == "2026-03-23T11:00:00"
    run = take(
        "trobbel", "oppsagt", "vet_ikke", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke", "ja", availability=AWAY
    )
    assert action(run, "CALLBACK")["due"] == "2026-03-23T11:00:00"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("10.00", "innen klokka 15.00 i dag"),
        ("14.29", "innen klokka 15.00 i dag"),
        ("14.45", "innen en halv time"),
        ("15.25", "innen en halv time"),
    ],
)
def test_on_the_last_day_somebody_is_there_when_the_member_rings_again(at: str, words: str) -> None:
    """TR-7. The house closes at half past three."""
    run = take(
        "trobbel",
        "oppsagt",
        "2026-03-09",
        "ikke_holdt",
        "jobb",
        "ingen",
        "ingen",
        "vet_ikke",
        "ja",
        availability=AWAY,
        call_time=at,
    )
    assert report(run)["spoken_deadline"] == "2026-03-23"
    assert f"Hører du ikke fra oss {words}, må du ringe igjen." in text(run, "I-FRIST")


def test_a_member_whose_department_nobody_knows_is_no_dead_end() -> None:
    """X-5, TR-5, LA-4: as for a course, the administration finds it out."""
    lost = {**MEMBER, "department": None}
    run = take(
        "trobbel",
        "vet_ikke",
        "oppsagt",
        "2026-03-20",
        "ikke_holdt",
        "jobb",
        "ingen",
        "ingen",
        "vet_ikke",
        "ja",
        member=lost,
        availability=AWAY,
    )
    assert run.current is None
    assert ("EMAIL", "role:procedure_owner", "E-TR") in actions(run)
    assert ("CALLBACK", "role:procedure_owner", "") in actions(run)
    assert "til DS gjennom administrasjonen, som finner avdelingen, på e-post" in text(run, "N-TR")
    over = take(
        "trobbel",
        "vet_ikke",
        "oppsagt",
        "2026-03-20",
        "ikke_holdt",
        "jobb",
        "ingen",
        "ingen",
        "vet_ikke",
        "ja",
        "ja",
        member=lost,
    )
    assert [a.to_label for a in Outcome(over).actions() if a.on and a.kind == "TRANSFER"] == ["DS i avdelingen"]
    assert "satt over til DS. Tillitsvalgt" in text(over, "N-TR-SATT-OVER")  # nothing was sent to anybody
    known = take(
        "trobbel",
        "4",
        "oppsagt",
        "2026-03-20",
        "ikke_holdt",
        "jobb",
        "ingen",
        "ingen",
        "vet_ikke",
        "ja",
        member=lost,
        availability=AWAY,
    )
    assert ("EMAIL", "avdeling:4:DS", "E-TR") in actions(known)


def test_the_end_of_the_notice_is_near_too() -> None:
    """X-2, D8: two working days until the right to stay in the post may be lost; eight until D2."""
    answers = ("oppsagt", "2026-03-20", "ikke_holdt", "jobb", "ingen", "ingen")
    run = take("trobbel", *answers, "oppsigelsestid=2026-03-25", "ja", availability=AWAY)
    assert report(run)["urgent"]
    assert report(run)["spoken_deadline"] == "2026-04-01"  # what is said is the first to act on
    assert action(run, "CALLBACK")["due"] == "2026-03-24T10:00:00"
    far = take("trobbel", *answers, "oppsigelsestid=2026-06-30", "ja", availability=AWAY)
    assert not report(far)["urgent"]
    assert action(far, "CALLBACK")["due"] == "2026-03-30T10:00:00"


@pytest.mark.parametrize(
    ("meeting", "urgent", "due"),
    [
        ("2026-03-24", True, "2026-03-23T11:00:00"),
        ("2026-03-26", True, "2026-03-24T10:00:00"),
        ("2026-04-09", False, "2026-04-07T10:00:00"),
        ("2026-03-20", False, "2026-03-24T10:00:00"),
    ],
)
def test_somebody_rings_before_a_meeting_that_the_member_is_called_to(meeting: str, urgent: bool, due: str) -> None:
    """TR-7, 3.8: «Er du innkalt til møte? Når?»"""
    run = take("trobbel", "annet", f"moete={meeting}", "ja", availability=AWAY)
    assert bool(report(run)["urgent"]) is urgent
    assert action(run, "CALLBACK")["due"] == due


def test_a_fee_question_of_another_kind_says_what_it_was_about() -> None:
    """KF-2, and 3.1: what is noted is told, also where something is missing."""
    run = take("kontingent", "annet", "trekk fra lønnen", "nei", "Det går fint.")
    note = text(run, "N-KF")
    assert "Ringte om kontingent. Spørsmål: trekk fra lønnen. Svar gitt: Det går fint." in note
    run = take("kontingent", "annet", "Får jeg to fakturaer?", "nei", "Nei")
    assert "Spørsmål: Får jeg to fakturaer? Svar gitt:" in text(run, "N-KF")
    run = take("kontingent", "faktura", "ja", "brev om permisjon")
    assert "så slipper du å forklare det på nytt neste gang" in text(run, "I-KF")


def test_what_is_said_of_a_bought_insurance_is_of_the_one_who_has_it() -> None:
    """FO-5"""
    said = [a["text"] for a in report(take("forsikring", "kjopt_selv", "lo_favor"))["actions"] if a["on"]]
    assert any("LO Favør" in words for words in said)
    said = [a["text"] for a in report(take("forsikring", "kjopt_selv", "sparebank1"))["actions"] if a["on"]]
    assert not any("LO Favør" in words for words in said)


def test_an_abbreviation_keeps_its_capitals() -> None:
    assert target_label("role:gf_payments", default_organisation()).endswith("(GF-innbetalinger)")
    assert target_label("role:procedure_owner", default_organisation()).endswith("(ansvarlig for prosedyrene)")


def test_no_sms_is_promised_to_one_without_a_number() -> None:
    """UT-3"""
    run = take("utmelding", "epost_brev", member={**MEMBER, "phone": ""})
    assert "SMS" not in kinds(run)
    assert "på SMS" not in text(run, "N-UT")
    assert "SMS" in kinds(take("utmelding", "epost_brev"))


def test_an_email_about_one_without_a_record_has_the_name() -> None:
    """FO-11, KU-4"""
    run = take("kurs", "sporsmal", "Kurs i Excel", "Når?", "vet_ikke", "99000777", member={}, caller_name="Ola Hansen")
    assert "Ola Hansen har spørsmål om kurset Kurs i Excel: Når?" in text(run, "E-KU")


def test_whoever_the_press_asked_for_has_a_name_in_what_is_left() -> None:
    """MD-2"""
    run = take("media", "ja", "Ola Hansen", "VG", "Per Ås", "streik", "ja", member={}, caller="media")
    over = next(a for a in Outcome(run).actions() if a.kind == "TRANSFER")
    assert over.to_label == "Ola Hansen"


def test_a_birth_number_that_was_typed_in_an_answer_is_not_kept() -> None:
    """PR-3: also where no card shows the answer."""
    run = take("annet", f"saken til {BIRTH_NUMBER}", "svart", caller="tredjepart")
    done = reviewed(run, Review())
    assert "NOTE" not in {a.kind for a in done if a.on}
    said = Review(said=tuple(a.id for a in done if a.must_be_said))
    with pytest.raises(IncompleteError, match="ligner et fødselsnummer") as refused:
        check_complete(run, done, said)
    assert refused.value.missing == "tema"
    check_complete(*_plain(take("annet", "saken til naboen", "svart")))


def _plain(run: ProcedureRun) -> tuple[ProcedureRun, tuple[Action, ...], Review]:
    done = reviewed(run, Review())
    return run, done, Review(said=tuple(a.id for a in done if a.must_be_said))


# ---------------------------------------------------------------- somebody outside does not answer

OUTSIDE = [
    (("skade",), "tel:91509801", "Skademelding"),
    (("kjopt_selv", "lo_favor"), "LO_FAVOR", "LO Favør"),
    (("kjope", "sparebank1"), "SPAREBANK1", "SpareBank 1"),
    (("help", "nei"), "HELP", "HELP"),
]


@pytest.mark.parametrize(("answers", "target", "name"), OUTSIDE)
def test_a_caller_whom_nobody_outside_takes_is_not_dropped(answers: tuple[str, ...], target: str, name: str) -> None:
    """X-5, FO-5, FO-6, FO-7, FO-12"""
    assert ("TRANSFER", target) in [(kind, to) for kind, to, _ in actions(take("forsikring", *answers))]
    run = take("forsikring", *answers, "svarte=selv")
    assert "TRANSFER" not in kinds(run)
    assert action(run, "REFER")["to"] == target
    assert f"{name} svarte ikke. Medlemmet ringer selv." in text(run, "N-UTE")
    run = take("forsikring", *answers, "svarte=vi_ringer")
    assert "TRANSFER" not in kinds(run)
    assert action(run, "CALLBACK")["text"] == f"{name} svarte ikke: prøv igjen, og sett over"
    assert "ringer deg på 990 00 418" in text(run, "I-UTE-RING")
    assert "Vi prøver igjen og ringer medlemmet på 990 00 418." in text(run, "N-UTE")


def test_the_number_of_those_who_report_damage_goes_with_whoever_rings_them_again() -> None:
    """FO-6"""
    run = take("forsikring", "skade", "svarte=selv")
    assert action(run, "SMS")["on"]
    assert "915 09 801" in text(run, "I-UTE-SELV")


def test_the_question_about_a_course_goes_with_it() -> None:
    """KU-1"""
    run = take("kurs", "sporsmal", "Excel", "Får jeg fri med lønn?", "4", "nei")
    assert "om kurset Excel: Får jeg fri med lønn?\n\nKan nås" in text(run, "E-KU")
