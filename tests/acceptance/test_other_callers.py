"""Callers whom the procedure has no line about, and what a sensible house leaves behind after them."""

from typing import Any

import pytest

from sentralbord_desktop.domain.inquiries.inquiry import Review
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.procedures.answers import AnswerError
from sentralbord_desktop.procedures.checks.simulate import answer_with
from sentralbord_desktop.procedures.loader import default_organisation, library
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts.review import IncompleteError, check_complete, reviewed
from sentralbord_desktop.services.office import Services
from tests.acceptance.calls import Said
from tests.acceptance.test_new_calls import press
from tests.acceptance.test_rules import MEMBER, action, actions, take
from tests.acceptance.test_what_is_left import AWAY, kinds, text
from tests.calls import ready

NOBODY = {**MEMBER, "phone": ""}
"""A member of whom no number is known."""
NAME = {"first_name": "Ada", "last_name": "Berg"}

# ---------------------------------------------------------------- no phone


def test_nobody_is_promised_a_call_on_ingen() -> None:
    """GE-5: «Vi ringer deg tilbake på ingen, når som helst.»"""
    run = take("annet", "parkering", "ring", "når som helst", "ingen", member=NOBODY)
    assert text(run, "I-CB") == "«Vi har ikke noe nummer til deg, så ring oss gjerne igjen.»"
    assert "Ba om å bli ringt opp når som helst (oppga ikke nummer) om parkering." in text(run, "N-CB")
    rung = take("annet", "parkering", "ring", "når som helst", member=MEMBER)
    assert text(rung, "I-CB") == "«Vi ringer deg tilbake på 990 00 418, så snart vi kan.»"


def test_a_member_without_a_phone_is_told_to_ring_again_by_whoever_would_have_rung() -> None:
    """LA-4, FO-6, IN-2, X-5"""
    law = take("lov_avtale", "tolkning", "Pausen?", "nei", "ja", "har ikke", member=NOBODY)
    assert text(law, "I-LA").startswith("«Distriktssekretæren får spørsmålet. Vi har ikke noe nummer")
    rung = take("lov_avtale", "tolkning", "Pausen?", "nei", "ja")
    assert text(rung, "I-LA") == "«Distriktssekretæren svarer deg på 990 00 418.»"
    assert "Kan du svare? Medlemmet har ikke oppgitt telefon." in text(law, "E-LA")
    assert "ikke tilgjengelig. Kan du svare medlemmet på 990 00 418?" in text(rung, "E-LA")
    damage = take("forsikring", "skade", "svarte=vi_ringer", "ingen", member=NOBODY)
    assert "De svarer ikke akkurat nå. Vi har ikke noe nummer til deg" in text(damage, "I-UTE-RING")
    assert "Medlemmet har ikke oppgitt nummer, og ringer igjen. –" in text(damage, "N-UTE")
    joining = take("innmelding", "naa", "student", "ingen", NAME, "ingen", caller="ikke_medlem", member={})
    assert "så ring oss gjerne igjen" in text(joining, "I-INN-RING")
    assert "Ada Berg har ikke oppgitt telefon." in text(joining, "E-IN")


def test_whoever_gets_the_case_is_told_that_there_is_no_phone() -> None:
    """TR-5, FO-9, ME-3, KU-1, MD-2: never «Nås på: ingen»."""
    case = take("trobbel", "annet", "ja", "ingen", member=NOBODY, availability=AWAY)
    assert "Nås på: ikke oppgitt\n" in text(case, "E-TR")
    gf = take("forsikring", "purring_gf", "ny", "ingen", member=NOBODY, availability={"gf_payments": False})
    assert "Medlemmet har ikke oppgitt telefon." in text(gf, "E-GF-PURRING")
    changed = take("opplysninger", "arbeidsgiver", {"employer": "X"}, "arbeidsgiver", "nei", "ingen", member=NOBODY)
    assert "Medlemmet har ikke oppgitt telefon." in text(changed, "E-ME")
    course = take("kurs", "sporsmal", "Excel", "Når?", "4", "nei", "ingen", member=NOBODY)
    assert "Kan nås på: ikke oppgitt." in text(course, "E-KU")
    paper = press("VG", "Kari Nordmo", "streik", "svarer_ikke", "beskjed", "vet_ikke", "ingen")
    assert "VG, tlf. ikke oppgitt." in text(paper, "E-MD")


@pytest.mark.parametrize("said", ["ingen", "vet ikke", "99"])
def test_no_number_of_a_member_is_lost_for_a_word(services: Services, ingunn: Member, said: str) -> None:
    """ME-2: «ingen» took the number away, and the note said that it was entered."""
    with pytest.raises(AnswerError, match="«Telefon»: skriv nummeret med tall"):
        ready(services, "opplysninger", ingunn, "kontaktinfo", {"phone": said}, "ja")
    abroad = ready(services, "opplysninger", ingunn, "kontaktinfo", {"phone": "+46 70 123 45 67"}, "ja")
    services.inquiries.complete(abroad)
    assert services.members.open(ingunn.id).member.phone == "+46701234567"


def test_an_address_that_is_none_is_not_entered() -> None:
    """ME-2, IN-1"""
    with pytest.raises(AnswerError, match="«E-post»: skriv den som navn@"):
        take("opplysninger", "kontaktinfo", {"email": "ola@@x"})
    take("opplysninger", "kontaktinfo", {"email": "ola.n@firma.co.uk"})


# ---------------------------------------------------------------- nobody knows the department


@pytest.mark.parametrize("sure", ["vet_ikke", "flere"])
def test_whoever_joins_where_nobody_knows_the_department_is_no_dead_end(sure: str) -> None:
    """IN-2, X-5: the administration finds it out. Nobody is registered in a department that was guessed."""
    run = take(
        "innmelding", "naa", "Et sted i nord", sure, "vet_ikke", NAME, "99000777", caller="ikke_medlem", member={}
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


def test_a_member_may_wish_for_a_department_whose_number_nobody_knows() -> None:
    """OA-1, OA-2, OA-3: the department that is left finds out, and all three duties are done."""
    run = take("overforing_avdeling", "ja", "vet_ikke", "til_sted=Bodø")
    assert run.current is None
    assert "overføring fra avd. 4 til en annen avdeling (Bodø). Det er gitt" in text(run, "N-OA")
    mail = action(run, "EMAIL")
    assert (mail["to"], mail["subject"]) == ("avdeling:4", "Ønske om overføring til en annen avdeling – medlem M-1")
    assert "fra dere til en annen avdeling (Bodø)." in mail["text"]
    assert action(run, "AWAIT_CONFIRMATION")["detail"] == "til en annen avdeling (Bodø)"
    untold = take("overforing_avdeling", "ja", "vet_ikke")
    assert "til en annen avdeling. Det er gitt" in text(untold, "N-OA")
    assert "til avd. 6." in text(take("overforing_avdeling", "ja", "6"), "N-OA")


# ---------------------------------------------------------------- who has resigned, and who never was a member

LEFT = {**MEMBER, "status": "utmeldt", "phone": "99000418"}


def test_whoever_has_resigned_is_not_asked_to_resign_again() -> None:
    """UT-3, UT-4: «du er medlem til vi har fått bekreftelsen» is not true of one who is out."""
    asked = take("utmelding", member=LEFT)
    assert asked.current is not None
    assert asked.current.id == "alt_ute"
    out = answer_with(asked, "ja")
    assert out.current is None
    assert set(kinds(out)) == {"INFORM", "LOG"}
    assert "Da trenger du ikke å sende noe mer" in text(out, "I-UT-ALT")
    wrong = answer_with(answer_with(asked, "nei"), "min_side")
    assert {"NOTE", "AWAIT_CONFIRMATION"} <= set(kinds(wrong))
    assert "alt_ute" not in {line.step.id for line in take("utmelding").trail}


@pytest.mark.parametrize("category", ["overforing_avdeling", "overforing_forbund"])
def test_nobody_is_transferred_out_of_a_membership_that_has_ended(category: str) -> None:
    """OA-4, OF-4"""
    run = take(category, "ja", "nei", member=LEFT)
    assert run.current is None
    assert set(kinds(run)) == {"ASK", "INFORM", "REFER", "LOG"}
    assert ("REFER", "url:innmelding", "") in actions(run)
    back = take(category, "ja", "ja", "6", member=LEFT)
    assert {"EMAIL", "NOTE", "AWAIT_CONFIRMATION"} <= set(kinds(back))


def test_nobody_becomes_a_member_again_by_a_change_of_status() -> None:
    """IN-1, UT-4: «pensjonist» would make a member of whoever has resigned."""
    run = take("opplysninger", "kontaktinfo+status", {"phone": "41234567"}, "pensjonist", "ja", member=LEFT)
    assert action(run, "UPDATE_MEMBER")["changes"] == {"phone": "41234567"}
    assert "Ført inn: telefon. Status er ikke endret: medlemmet står som utmeldt." in text(run, "N-ME")
    assert "status må avklares først" in text(run, "I-ME")
    still = take("opplysninger", "status", "pensjonist", "ja")
    assert action(still, "UPDATE_MEMBER")["changes"] == {"status": "pensjonist"}


def test_what_is_done_for_one_who_has_resigned_is_noted_too() -> None:
    """FO-9, FO-10, X-3: the letter goes to a new address, so we ask who it is, and the record has it."""
    run = take("forsikring", "avslutte_gammel", "adresse=nei", member=LEFT, identity_confirmed=False)
    assert run.current is not None
    assert run.current.id == "identitet"
    run = answer_with(answer_with(run, "ja"), {"street": "Ny 1", "post_code": "2312", "place": "Ottestad"})
    assert {"NOTE", "UPDATE_MEMBER", "LETTER_ORDER", "EMAIL"} <= set(kinds(run))
    reminded = take("forsikring", "purring_gf", member=LEFT, availability={"gf_payments": False})
    assert "NOTE" in kinds(reminded)


@pytest.mark.parametrize("who", [{"caller": "ikke_medlem", "member": {}}, {"member": LEFT}])
def test_what_goes_with_a_membership_is_not_told_to_one_who_has_none(who: dict[str, Any]) -> None:
    """FO-1, FO-4, 3.0: neither put through to KS nor read from the record."""
    run = take("forsikring", "har_jeg", **who, availability={"KS": True})
    run = run if run.current is None else answer_with(run, "nei")
    assert run.current is None
    assert set(kinds(run)) == {"INFORM", "REFER", "LOG"}
    assert "Du er ikke medlem hos oss" in text(run, "I-IKKE-MEDLEM")


# ---------------------------------------------------------------- nobody finds the record


@pytest.mark.parametrize(
    ("category", "answers", "waits"),
    [
        ("utmelding", ("ja", "epost_brev", "4"), "Utmelding"),
        ("overforing_avdeling", ("ja", "ja", "6", "4"), "Overføring til avd. 6"),
        ("overforing_forbund", ("ja", "ja", "NTL", "4"), "Overføring til NTL"),
    ],
)
def test_whoever_cannot_be_found_in_the_register_is_not_dropped(
    services: Services, category: str, answers: tuple[str, ...], waits: str
) -> None:
    """X-5, UT-3, OA-2, OF-2: Fullfør was refused, and no department heard of it."""
    draft = ready(services, category, None, *answers, name="Per Ås", number="41234567")
    run = draft.run(services.inquiries.library, services.organisation.read())
    receipt = services.inquiries.complete(draft)
    left = {"Merknaden, når medlemsbildet er funnet", f"Venter på bekreftelse ({waits}), når medlemsbildet er funnet"}
    assert left <= set(receipt.by_hand)
    if category != "utmelding":
        mail = action(run, "EMAIL")["text"]
        assert "Per Ås ringte" in mail
        assert "notert i merknadsfeltet" not in mail
        assert "Vi har ikke funnet medlemsbildet ennå." in mail


def test_a_letter_and_an_email_are_about_somebody() -> None:
    """FO-8, FO-10, FO-11, OA-2: «Hei, innringeren!» reaches nobody."""
    home = {"street": "Nyveien 1", "post_code": "2312", "place": "Ottestad"}
    asked = take("forsikring", "vilkar", "papir", "reise", home, member={}, caller="ukjent")
    assert asked.current is not None
    assert asked.current.id == "navn"
    order = action(answer_with(asked, "Per Ås"), "LETTER_ORDER")
    assert order["letter_to"] == "Per Ås\nNyveien 1, 2312 Ottestad"
    moving = take("overforing_avdeling", "ja", "ja", "6", "4", member={}, caller="ukjent")
    assert moving.current is not None
    assert moving.current.id == "navn"
    known = take("overforing_avdeling", "ja", "ja", "6", "4", member={}, caller="ukjent", caller_name="Per Ås")
    assert known.current is None


# ---------------------------------------------------------------- when we ring


@pytest.mark.parametrize(
    ("called", "needed", "due"),
    [
        ("11.50", "12", "2026-03-23T11:50:00"),
        ("11.20", "i dag 12", "2026-03-23T11:45:00"),
        ("13.00", "i dag kl. 20", "2026-03-23T14:00:00"),
        ("15.29", "i morgen 8.30", "2026-03-23T15:44:00"),
        ("10.00", "før Dagsrevyen", "2026-03-23T11:00:00"),
    ],
)
def test_the_press_is_rung_before_it_needs_its_answer(called: str, needed: str, due: str) -> None:
    """MD-3: «trenger svar innen 12», said at ten to, was to be rung at ten to one. Words that are no time are soon."""
    run = take(
        "media",
        "nei",
        "VG",
        "Kari Nordmo",
        "oppgjør",
        "nei",
        needed,
        "22123456",
        caller="media",
        member={},
        call_time=called,
    )
    made = action(run, "CALLBACK")
    assert (made["due"], made["window"]) == (due, f"frist {needed}")


@pytest.mark.parametrize(
    ("best", "at"),
    [
        ("etter 15", "15:00"),
        ("mellom 12 og 14", "12:00"),
        ("etter lunsj", "12:00"),
        ("13.30", "13:30"),
        ("før 12", "10:00"),
        ("om kvelden", "10:00"),
        ("etter 17", "10:00"),
        ("en annen dag", "10:00"),
    ],
)
def test_they_are_rung_at_the_time_of_the_day_that_suits_them(best: str, at: str) -> None:
    """GE-5: «best etter 15» was to be rung at ten. The day is the one that the deadline allows (TR-7)."""
    case = take(
        "trobbel",
        "oppsagt",
        "2026-03-20",
        "ikke_holdt",
        "jobb",
        "ingen",
        "ingen",
        "vet_ikke",
        "ja",
        f"best_tid={best}",
        availability=AWAY,
    )
    assert action(case, "CALLBACK")["due"] == f"2026-03-30T{at}:00"
    outside = take("forsikring", "help", "nei", "svarte=vi_ringer", f"best_tid={best}")
    assert action(outside, "CALLBACK")["due"] == f"2026-03-24T{at}:00"
    urgent = take(
        "trobbel",
        "oppsagt",
        "vet_ikke",
        "ikke_holdt",
        "jobb",
        "ingen",
        "ingen",
        "vet_ikke",
        "ja",
        f"best_tid={best}",
        availability=AWAY,
    )
    assert action(urgent, "CALLBACK")["due"] == "2026-03-23T11:00:00"


def test_on_christmas_eve_itself_nobody_is_told_to_reckon_with_the_day_before() -> None:
    """TR-7, 4.2: the last day is today."""
    answers = ("oppsagt", "2026-12-10", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke", "ja")
    today = take("trobbel", *answers, availability=AWAY, call_date="2026-12-24")
    assert "i dag, torsdag 24. desember 2026. Det er julaften, og kontorene kan stenge tidlig." in text(
        today, "I-FRIST"
    )
    before = take("trobbel", *answers, availability=AWAY, call_date="2026-12-21")
    assert "Det er julaften, og kontorene kan være stengt. Regn med dagen før." in text(before, "I-FRIST")


# ---------------------------------------------------------------- those outside do not answer


def test_whoever_rings_those_outside_themselves_is_told_their_number() -> None:
    """X-5, FO-5, FO-7, FO-12: also LO Favør's, SpareBank 1's and HELP's, once the house has written it down."""
    organisation = default_organisation()
    numbers = {"LO_FAVOR": "22 59 03 00", "SPAREBANK1": "", "HELP": "+47 22 99 99 99"}
    targets = tuple(t.model_copy(update={"phone": numbers.get(t.key, t.phone)}) for t in organisation.targets)
    organisation = organisation.model_copy(update={"targets": targets})
    for answers, told in [
        (("skade",), " Nummeret er 915 09 801. Prøv"),
        (("kjopt_selv", "lo_favor"), " Nummeret er 22 59 03 00. Prøv"),
        (("help", "nei"), " Nummeret er 22 99 99 99. Prøv"),
        (("kjope", "sparebank1"), "akkurat nå. Prøv"),
    ]:
        facts = take("forsikring").facts
        run = ProcedureRun(library(), "forsikring", facts, organisation)
        for said in (*answers, "svarte=selv"):
            run = answer_with(run, said)
        assert told in text(run, "I-UTE-SELV")


# ---------------------------------------------------------------- a member rings about joining


def test_nobody_becomes_a_member_twice() -> None:
    """IN-1, IN-3: a second record was registered, and the note went there."""
    asked = take("innmelding")
    assert asked.current is not None
    assert asked.current.id == "er_alt"
    assert answer_with(asked, "bytte").procedure.id == "overforing_avdeling"
    assert answer_with(asked, "endre").procedure.id == "opplysninger"
    for who in ({"member": LEFT}, {"member": {}, "caller": "ikke_medlem"}):
        assert "er_alt" not in {line.step.id for line in take("innmelding", **who).trail}


def test_a_member_who_enrols_a_colleague_is_asked_to_let_them_ring() -> None:
    """IN-1, X-4: joining is their own wish. The form on the web is for anybody."""
    run = take("innmelding", "annen")
    assert run.current is None
    assert set(kinds(run)) == {"INFORM", "REFER", "LOG"}
    assert "Medlemmet må ønske dette selv." in text(run, "I-EGET")


@pytest.mark.parametrize(
    ("answers", "template"),
    [
        (("trobbel", "vet_ikke", "annet", "ja"), "E-TR"),
        (("lov_avtale", "tolkning", "Pausen?", "nei", "ja", "vet_ikke"), "E-LA"),
        (("overforing_avdeling", "ja", "6", "vet_ikke"), "E-OA"),
        (("overforing_forbund", "ja", "NTL", "vet_ikke"), "E-OF"),
        (("opplysninger", "arbeidsgiver", {"employer": "X"}, "arbeidsgiver", "vet_ikke", "nei"), "E-ME"),
        (("forsikring", "avslutte_ny", "vet_ikke"), "E-GF-AVD"),
    ],
)
def test_the_administration_is_told_that_it_is_to_find_the_department(answers: tuple[Said, ...], template: str) -> None:
    """X-5: an e-mail to a department, sent to the administration, said nothing of why it came there."""
    category, *rest = answers
    lost = take(str(category), *rest, member={**MEMBER, "department": None}, availability=AWAY)
    assert lost.current is None
    assert text(lost, template).startswith("Hei!\n\nVi vet ikke hvilken avdeling dette hører til.")
    assert "dere til" not in text(lost, template)
    assert "foretas av dere" not in text(lost, template)
    known = take(str(category), *[said for said in rest if said != "vet_ikke"], availability=AWAY)
    assert text(known, template).startswith("Hei!\n\nMedlem M-1 ")


def test_a_note_tells_of_no_administration_that_was_not_told() -> None:
    """OA-3: the e-mail was struck, and nobody knows the department."""
    run = take("overforing_avdeling", "ja", "6", "vet_ikke", member={**MEMBER, "department": None})
    struck = Outcome(run, Review(on={"epost": False}, reasons={"epost": "ringer selv"}))
    note = next(a.text for a in struck.actions() if a.template == "N-OA")
    assert "administrasjonen" not in note
    assert "Avdelingen medlemmet går ut av, foretar overføringen." in note


# ---------------------------------------------------------------- what is sent


@pytest.mark.parametrize(
    ("answers", "subject"),
    [
        (("permittert", "2026-03-20", "vet_ikke", "nei"), "Permittering – medlem M-1 – ingen frist beregnet"),
        (
            ("manglende_lonn", "2023-03-15", "nei"),
            "HASTER – Manglende lønn – medlem M-1 – fristen ser ut til å være ute",
        ),
        (
            ("oppsagt", "vet_ikke", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke"),
            "HASTER – Oppsigelse – medlem M-1 – fristen er ikke kjent",
        ),
        (
            ("oppsagt", "2026-03-20", "ikke_holdt", "jobb", "staten", "ingen"),
            "HASTER – Oppsigelse – medlem M-1 – egne regler og frister",
        ),
        (
            ("oppsagt", "2026-03-20", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke"),
            "Oppsigelse – medlem M-1 – mulig frist 01.04.2026",
        ),
    ],
)
def test_the_subject_says_in_words_why_there_is_no_date(answers: tuple[str, ...], subject: str) -> None:
    """TR-7, PR-6: never «mulig frist ser ut til å være ute»."""
    case = take("trobbel", *answers, "ja", availability=AWAY)
    assert action(case, "EMAIL")["subject"] == subject


def test_no_department_is_asked_for_local_knowledge_of_local_conditions() -> None:
    """ME-2, ME-3: nor of «noe av dette», whatever that was."""
    run = take("opplysninger", "status", "vet_ikke", "annet")
    assert run.current is not None
    assert run.current.id == "gjenstaar"
    run = answer_with(answer_with(run, "stillingsprosenten på skolen."), "nei")
    mail = text(run, "E-ME")
    assert "Dette gjenstår: stillingsprosenten på skolen. Kan dere fullføre?" in mail
    assert "lokalkunnskap" not in mail
    note = text(run, "N-ME")
    assert "Ikke fullført: stillingsprosenten på skolen – sendt avd. 4 på e-post." in note


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (("arbeidsgiver", "ja"), "«Avdelingen din kjenner bedriftene der du jobber. Jeg setter deg over.»"),
        (("annet", "pensjonen", "ja"), "«Avdelingen din fullfører det. Jeg setter deg over.»"),
        (("arbeidsgiver", "nei"), "«Jeg sender det til avdelingen din, så fullfører de.»"),
        (("annet", "pensjonen", "nei"), "«Jeg sender det til avdelingen din, så fullfører de.»"),
    ],
)
def test_whoever_changes_something_is_told_what_happens_to_the_rest(answers: tuple[str, ...], said: str) -> None:
    """ME-3, 3.2: «kjenner bedriftene der du jobber», also of a pension, and never that they were put through."""
    run = take("opplysninger", "status", "pensjonist", *answers)
    assert text(run, "I-ME-VIDERE") == said


def test_no_sms_is_put_in_for_a_landline() -> None:
    """UT-2: it would never arrive, and the note says that the address comes by SMS. A mobile on the card does."""
    run = take("overforing_forbund", "ja", "NTL", member={**MEMBER, "phone": "22123456"})
    words = {"sms_adresse": "Hei! Send den til avd4@forbundet.no."}
    wanted = Review(on={"sms_adresse": True}, texts=words)
    with pytest.raises(IncompleteError, match="En fasttelefon får ingen SMS"):
        check_complete(run, reviewed(run, wanted), wanted)
    mobile = wanted.model_copy(update={"data": {"sms_adresse": {"number": "41234567"}}})
    check_complete(run, reviewed(run, mobile), mobile)


def test_a_question_that_was_written_with_its_mark_ends_once() -> None:
    """KF-2, KU-1: «svart på spørsmål om trekk?.»"""
    run = take("kontingent", "annet", "trekk fra lønn?", "nei", "Ja")
    assert "Spørsmål: trekk fra lønn? Svar gitt:" in text(run, "N-KF")
    course = take("kurs", "sporsmal", "Excel!", "Når?", "4", "ja")
    assert "kurs: Excel! Når? Satt over" in text(course, "N-KU")


def test_a_number_that_was_told_is_not_asked_for_again(services: Services) -> None:
    """IN-2, ME-3: «hvor kan vi nå deg?» was answered with the name."""
    told = {**NAME, "phone": "412 34 567"}
    run = take("innmelding", "naa", "student", "ingen", told, caller="ikke_medlem", member={})
    assert run.current is None
    assert "Vi ringer deg på 412 34 567." in text(run, "I-INN-RING")
    changed = take(
        "opplysninger",
        "kontaktinfo+arbeidsgiver",
        {"phone": "41234567"},
        {"employer": "X"},
        "arbeidsgiver",
        "nei",
        member=NOBODY,
    )
    assert changed.current is None
    draft = ready(services, "innmelding", None, "naa", "student", "ingen", told, caller="ikke_medlem")
    services.inquiries.complete(draft)
    assert [c.number for c in services.callbacks.all_open()] == ["41234567"]
