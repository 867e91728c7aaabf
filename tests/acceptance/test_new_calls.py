"""Calls that differ from the union's own as real ones do: each left something wrong behind, until it was mended."""

from datetime import datetime

import pytest

from sentralbord_desktop.domain.dates.clock import OSLO
from sentralbord_desktop.domain.inquiries.inquiry import Review
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.organisation.organisation import Department, Staff
from sentralbord_desktop.procedures.answers import AnswerError
from sentralbord_desktop.procedures.checks.simulate import answer_with, report
from sentralbord_desktop.procedures.loader import default_organisation, library
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts.draft import Draft
from sentralbord_desktop.services.messages.addressing import address_of
from sentralbord_desktop.services.office import Services
from tests.acceptance.calls import Said
from tests.acceptance.test_rules import MEMBER, action, actions, take
from tests.acceptance.test_what_is_left import AWAY, NEW, kinds, text
from tests.calls import half_way, ready

LETTER = ("oppsagt", "2026-03-02")
"""Three weeks before the call: two weeks are over, eight are not."""


# ---------------------------------------------------------------- deadlines (TR-7)


@pytest.mark.parametrize("standing", [("paagar",), ("avsluttet", "vet_ikke")])
def test_who_negotiates_is_not_told_that_the_deadline_for_demanding_it_is_over(standing: tuple[str, ...]) -> None:
    """TR-7, D2: it was kept. What is open then is the suit, counted from the letter, the earliest reading."""
    run = take("trobbel", *LETTER, *standing, "jobb", "ingen", "ingen", "vet_ikke", "ja", availability=AWAY)
    assert report(run)["spoken_deadline"] == "2026-04-27"
    assert not report(run)["urgent"]
    assert "Du fikk brevet 02.03.2026. Da ser fristen for søksmål" in text(run, "I-FRIST")
    assert "Medlemmet er informert om mulig frist 27.04.2026." in text(run, "N-TR")
    assert "§ 17-3 å kreve forhandlinger: 16.03.2026" in text(run, "E-TR")  # DS sees all the same


def test_when_the_earliest_reading_is_over_nobody_knows_the_date_while_they_negotiate() -> None:
    """TR-7, D5: eight weeks from the end of negotiations that have not ended are not over."""
    for standing in (("paagar",), ("avsluttet", "vet_ikke")):
        for wish in ("jobb", "vet_ikke"):
            run = take(
                "trobbel",
                "oppsagt",
                "2026-01-12",
                *standing,
                wish,
                "ingen",
                "ingen",
                "vet_ikke",
                "ja",
                availability=AWAY,
            )
            assert report(run)["spoken_deadline"] is None
            assert report(run)["urgent"]
            assert "Jeg vet ikke sikkert når fristen er." in text(run, "I-FRIST-UKJENT")
            assert "HASTER" in action(run, "EMAIL")["subject"]
    only = take(
        "trobbel",
        "oppsagt",
        "2026-01-12",
        "paagar",
        "erstatning",
        "ingen",
        "ingen",
        "vet_ikke",
        "ja",
        availability=AWAY,
    )
    assert report(only)["spoken_deadline"] == "2026-07-10"
    ended = take(
        "trobbel",
        "oppsagt",
        "2025-12-12",
        "avsluttet",
        "2026-01-12",
        "jobb",
        "ingen",
        "ingen",
        "vet_ikke",
        "ja",
        availability=AWAY,
    )
    assert "den første fristen er ute" in text(ended, "I-FRIST-UTE")


@pytest.mark.parametrize("standing", [("ikke_holdt",), ("vet_ikke",), ("avsluttet", "2026-02-20", "drofting")])
def test_who_has_not_negotiated_since_the_letter_is_told_that_it_seems_to_be_over(standing: tuple[str, ...]) -> None:
    """TR-7, D2: a meeting before the letter was no negotiation."""
    run = take("trobbel", *LETTER, *standing, "jobb", "ingen", "ingen", "vet_ikke", "ja", availability=AWAY)
    assert report(run)["spoken_deadline"] is None
    assert report(run)["urgent"]


def test_while_it_is_open_the_first_deadline_is_said_also_to_who_negotiates() -> None:
    """TR-7: a «drøftingsmøte» is easily taken for negotiations."""
    run = take(
        "trobbel", "oppsagt", "2026-03-16", "paagar", "jobb", "ingen", "ingen", "vet_ikke", "ja", availability=AWAY
    )
    assert report(run)["spoken_deadline"] == "2026-03-30"


@pytest.mark.parametrize(
    ("received", "at", "again"),
    [
        ("2026-03-10", "10.00", "klokka 15.00 i dag"),  # over tomorrow
        ("2026-03-10", "15.20", "klokka 09.00 tirsdag 24. mars"),
        ("2026-03-11", "10.00", "tirsdag 24. mars"),  # over on Wednesday
        ("2026-03-13", "10.00", "onsdag 25. mars"),
    ],
)
def test_a_member_is_to_ring_again_before_the_last_day(received: str, at: str, again: str) -> None:
    """TR-7, I-FRIST: «ring igjen» on the very last day is too late."""
    run = take(
        "trobbel",
        "oppsagt",
        received,
        "ikke_holdt",
        "jobb",
        "ingen",
        "ingen",
        "vet_ikke",
        "ja",
        availability=AWAY,
        call_time=at,
    )
    assert f"Hører du ikke fra oss innen {again}, må du ringe igjen." in text(run, "I-FRIST")


def test_a_member_is_to_ring_again_before_the_notice_is_out() -> None:
    """TR-7, D8: DS rings before the 25th, so that is what the member waits for too."""
    run = take(
        "trobbel",
        "oppsagt",
        "2026-03-20",
        "ikke_holdt",
        "jobb",
        "ingen",
        "ingen",
        "oppsigelsestid=2026-03-26",
        "ja",
        availability=AWAY,
    )
    assert action(run, "CALLBACK")["due"] == "2026-03-24T10:00:00"
    assert "innen tirsdag 24. mars, må du ringe igjen" in text(run, "I-FRIST")


@pytest.mark.parametrize(
    ("meeting", "again"),
    [
        ("2026-03-23", "klokka 15.00 i dag"),
        ("2026-03-24", "klokka 15.00 i dag"),
        ("2026-03-26", "tirsdag 24. mars"),
        ("2026-04-09", "tirsdag 7. april"),
    ],
)
def test_a_member_is_to_ring_again_before_the_meeting(meeting: str, again: str) -> None:
    """TR-7, 3.8: who is called to a meeting tomorrow does not wait till tomorrow."""
    run = take("trobbel", "annet", f"moete={meeting}", "ja", availability=AWAY)
    assert f"Hører du ikke fra oss innen {again}, må du ringe igjen." in text(run, "I-ALVORLIG")


def test_what_is_said_of_a_deadline_has_no_brackets() -> None:
    """TR-7: «(6 måneder, tidligste lesning)» is for DS."""
    run = take(
        "trobbel",
        "oppsagt",
        "2026-01-05",
        "avsluttet",
        "2026-01-20",
        "erstatning",
        "ingen",
        "ingen",
        "vet_ikke",
        "ja",
        availability=AWAY,
    )
    said = text(run, "I-FRIST")
    assert "fristen for søksmål om bare erstatning ut til å være fredag 3. juli 2026." in said
    assert "(" not in said
    assert "(6 måneder, tidligste lesning)" in text(run, "E-TR")


def test_who_wants_only_compensation_hears_both_dates() -> None:
    """TR-7, 4.3: D6 and D5, «bare hvis du er helt sikker»."""
    answers = ("oppsagt", "2026-02-20", "avsluttet", "2026-03-18")
    run = take("trobbel", *answers, "erstatning", "ingen", "ingen", "vet_ikke", "ja", availability=AWAY)
    said = text(run, "I-FRIST")
    assert "søksmål for å beholde jobben ut til å være onsdag 13. mai 2026." in said
    assert "Er du helt sikker på at du bare vil ha erstatning" in said
    assert "torsdag 20. august 2026." in said
    job = take("trobbel", *answers, "jobb", "ingen", "ingen", "vet_ikke", "ja", availability=AWAY)
    assert "bare vil ha erstatning" not in text(job, "I-FRIST")


# ---------------------------------------------------------------- who rings for another


@pytest.mark.parametrize("wish", ["ja", "nei"])
@pytest.mark.parametrize("category", ["overforing_avdeling", "overforing_forbund"])
def test_nobody_is_transferred_because_another_says_that_they_wish_it(category: str, wish: str) -> None:
    """OA-5, OF-4: also when an employer or a steward answers that it is the member's own wish."""
    run = take(category, wish, caller="tredjepart")
    assert run.current is None
    assert set(kinds(run)) == {"ASK", "INFORM", "LOG"}
    assert {"I-EGET", "I-TREDJE"} <= {template for _, _, template in actions(run)}


def test_a_course_question_of_another_stands_not_as_the_members() -> None:
    """X-4, KU-1: neither a note in the record nor «Medlem M-1 har spørsmål» to the department."""
    run = take("kurs", "sporsmal", caller="tredjepart")
    assert run.current is None
    assert set(kinds(run)) == {"INFORM", "LOG"}
    signing_up = take("kurs", "paamelding", "ja", caller="tredjepart")
    assert ("REFER", "url:kurs", "") in actions(signing_up)  # which is said to anybody
    assert ("INFORM", "", "I-TREDJE") not in actions(signing_up)


def test_no_note_says_that_a_member_asked_to_be_rung_when_another_did() -> None:
    """X-4, GE-5"""
    run = take("annet", "parkering", "ring", "i morgen 10", caller="tredjepart")
    assert "CALLBACK" in kinds(run)
    assert "NOTE" not in kinds(run)


# ---------------------------------------------------------------- what is waited for


@pytest.mark.parametrize(("category", "to"), [("overforing_avdeling", "9"), ("overforing_forbund", "NTL")])
def test_nothing_is_awaited_that_nobody_has_asked_for(category: str, to: str) -> None:
    """OA-1, OF-1: the request was struck, with a reason. The note is written all the same (OA-3)."""
    run = take(category, "ja", to)
    assert "AWAIT_CONFIRMATION" in kinds(run)
    struck = Review(on={"skriftlig": False}, reasons={"skriftlig": "la på"})
    left = {a.kind for a in Outcome(run, struck).actions() if a.on}
    assert "AWAIT_CONFIRMATION" not in left
    assert "NOTE" in left


# ---------------------------------------------------------------- where it goes


HOUSE = default_organisation().model_copy(
    update={
        "departments": tuple(
            Department(number=n, name=f"Sted {n}", email=f"avd{n}@forbundet.no", ks_first_contact=n == 2)
            for n in (2, 4, 6)
        )
    }
)


def at_home(run: ProcedureRun, *answers: Said) -> ProcedureRun:
    """The same call in a house whose departments are written down."""
    run = ProcedureRun(run.library, run.procedure.id, run.facts, HOUSE, run.given)
    for said in answers:
        run = answer_with(run, said)
    return run


@pytest.mark.parametrize(
    ("run", "way_out"),
    [
        (("overforing_avdeling", "ja"), "en som står der."),
        (("innmelding", "naa", "Månen", "ja"), "en som står der."),
        (("kurs", "sporsmal", "Excel", "Når?"), "eller velg 0."),
        (("trobbel",), "eller velg 0."),
    ],
)
def test_a_department_that_does_not_exist_is_no_answer(run: tuple[str, ...], way_out: str) -> None:
    """IN-2, OA-2, KU-1, TR-5: nobody is registered in avd. 99, and no mail goes there."""
    member = {} if run[0] in {"innmelding", "trobbel"} else MEMBER
    asked = at_home(take(*run, member=member))
    with pytest.raises(AnswerError, match=f"Avdeling 99 står ikke i Katalog.*{way_out}"):
        at_home(asked, "99")
    at_home(asked, "6")


def test_until_the_departments_are_written_down_any_number_is_taken() -> None:
    """X-5: an empty catalogue stops no call."""
    assert ("EMAIL", "avdeling:4", "E-OA") in actions(take("overforing_avdeling", "ja", "99"))


def test_a_change_for_one_without_a_record_is_left_to_do_and_not_said_to_be_done(services: Services) -> None:
    """ME-2"""
    draft = ready(services, "opplysninger", None, "ja", "kontaktinfo", {"phone": "41234567"}, "ja", name="Per Ås")
    run = draft.run(services.inquiries.library, services.organisation.read())
    assert "oppdatert" not in text(run, "I-ME")
    receipt = services.inquiries.complete(draft)
    assert "Endringen (telefon), når medlemsbildet er funnet" in receipt.by_hand


def test_a_promise_to_ring_without_a_number_is_left_to_do(services: Services) -> None:
    """GE-5"""
    draft = ready(services, "annet", None, "parkering", "ring", "i morgen 10", "har ikke telefon")
    receipt = services.inquiries.complete(draft)
    assert "Oppringingen mangler et nummer: skriv det i Ring tilbake" in receipt.by_hand


def test_a_letter_to_one_without_a_record_has_an_address() -> None:
    """FO-8: «adressen i medlemsbildet» is nowhere then."""
    run = take("forsikring", "vilkar", "papir", "hjem", member={}, caller="ukjent")
    assert run.current is not None
    assert run.current.id == "ny_adresse"
    order = action(answer_with(run, NEW), "LETTER_ORDER")
    assert "sende dem til Nyveien 1, 2312 Ottestad" in order["text"]


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        (("utmelding", "epost_brev"), "UT-2"),
        (("overforing_avdeling", "ja", "6"), "OA-1"),
        (("overforing_forbund", "ja", "NTL"), "OF-1"),
    ],
)
def test_the_address_is_said_when_no_sms_has_it(call: tuple[str, ...], rule: str) -> None:
    """UT-2, OA-1, OF-1: «send oss en kort bekreftelse» says not where."""
    landline = {**MEMBER, "phone": "22123456"}
    run = at_home(take(*call, member=landline))
    told = next(a for a in Outcome(run).actions() if a.template == "I-ADRESSE")
    assert (told.text, told.on, told.rules) == ("«Send den til avd4@forbundet.no.»", True, (rule,))
    by_sms = Outcome(at_home(take(*call)), Review(on={"sms_adresse": True}))
    assert "I-ADRESSE" not in {a.template for a in by_sms.actions()}
    nowhere = next(a for a in Outcome(take(*call, member=landline)).actions() if a.id == "adressen")
    assert not nowhere.on  # nobody has written it down


def test_what_went_to_the_administration_is_noted_so() -> None:
    """X-5, OA-3, ME-3, FO-11: never «avd. ikke kjent (sendt administrasjonen)»."""
    lost = {**MEMBER, "department": None}
    moving = take("overforing_avdeling", "ja", "6", "vet_ikke", member=lost)
    assert "fra ukjent avdeling til avd. 6." in text(moving, "N-OA")
    assert "Beskjed sendt administrasjonen, som finner avdelingen." in text(moving, "N-OA")
    changed = take("opplysninger", "arbeidsgiver", {"employer": "X"}, "arbeidsgiver", "vet_ikke", "nei", member=lost)
    assert "arbeidsgiver – sendt administrasjonen på e-post." in text(changed, "N-ME")
    ended = take("forsikring", "avslutte_ny", "vet_ikke", member=lost)
    assert "Administrasjonen har fått beskjed." in text(ended, "N-GF-AVSLUTT")
    assert "Administrasjonen får beskjed fra meg." in text(ended, "L-RES")


def test_a_last_day_on_which_the_offices_are_closed_is_said_with_that() -> None:
    """TR-7, 4.2: «advarsel: julaften»."""
    run = take(
        "trobbel",
        "oppsagt",
        "2026-12-10",
        "ikke_holdt",
        "jobb",
        "ingen",
        "ingen",
        "vet_ikke",
        "ja",
        availability=AWAY,
        call_date="2026-12-14",
    )
    said = text(run, "I-FRIST")
    assert "torsdag 24. desember 2026. Det er julaften, og kontorene kan være stengt." in said


# ---------------------------------------------------------------- the press (MD-2)

MESSAGE = ("VG", "Kari Nordmo", "oppgjør", "svarer_ikke", "beskjed")


def press(*answers: Said, name: str = "Gro Bakkerud") -> ProcedureRun:
    """A journalist asks for `name`; Gro Bakkerud is in the catalogue, with an address."""
    gro = Staff(id=1, name="Gro Bakkerud", function="DS", department=4, email="gro@forbundet.no")
    start = take("media", caller="media", member={})
    organisation = HOUSE.model_copy(update={"staff": (gro,)})
    run = ProcedureRun(start.library, "media", start.facts, organisation)
    for said in ("ja", name, *answers):
        run = answer_with(run, said)
    return run


def test_a_message_from_the_press_reaches_whom_it_is_for() -> None:
    """MD-2, X-5: a line in the list at the switchboard tells them nothing."""
    run = press(*MESSAGE, "16", "22123456")
    assert ("EMAIL", "etterspurt", "E-MD") in actions(run)
    assert ("CALLBACK", "etterspurt", "") in actions(run)
    mail = next(a for a in Outcome(run).actions() if a.template == "E-MD")
    assert mail.text.startswith("Kari Nordmo, VG, tlf. 22 12 34 56. Gjelder: oppgjør.")
    assert address_of(mail.to, run.organisation, mail.to_label) == "gro@forbundet.no"
    stranger = press(*MESSAGE, "16", "22123456", name="Ola Ukjent")
    assert "EMAIL" not in kinds(stranger)  # the callback is what there is
    assert "CALLBACK" in kinds(stranger)


def test_the_press_without_a_deadline_is_rung_all_the_same() -> None:
    """MD-2, GE-5: «ikke oppgitt» is no time that somebody wished for."""
    made = action(press(*MESSAGE, "vet_ikke", "22123456"), "CALLBACK")
    assert (made["due"], made["window"]) == ("2026-03-24T10:00:00", "")


# ---------------------------------------------------------------- when it suits them (GE-5)


@pytest.mark.parametrize(
    ("run", "template"),
    [
        (("trobbel", "oppsagt", "2026-03-20", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke", "ja"), "E-TR"),
        (("lov_avtale", "tolkning", "Pausen?", "nei", "ja"), "E-LA"),
        (("kurs", "sporsmal", "Excel", "Når?", "4", "nei"), "E-KU"),
        (("forsikring", "purring_gf", "ny"), "E-GF-PURRING"),
        (("opplysninger", "arbeidsgiver", {"employer": "X"}, "arbeidsgiver", "nei"), "E-ME"),
    ],
)
def test_when_it_suits_them_best_goes_with_the_case(run: tuple[Said, ...], template: str) -> None:
    """GE-5, TR-5, FO-9: «Nås på {tlf}, best {tid}». Nobody is asked in turn."""
    category, *answers = run
    asked = take(str(category), *answers, availability={**AWAY, "gf_payments": False})
    assert asked.current is None
    assert "990 00 418, best" not in text(asked, template)
    told = answer_with(asked, "best_tid=etter 15")
    assert "990 00 418, best etter 15" in text(told, template)


def test_when_it_suits_them_best_stands_in_the_list_and_moves_no_deadline() -> None:
    """GE-5, TR-7"""
    run = take(
        "trobbel",
        "oppsagt",
        "2026-03-20",
        "ikke_holdt",
        "jobb",
        "ingen",
        "ingen",
        "vet_ikke",
        "ja",
        "best_tid=om en uke",
        availability=AWAY,
    )
    made = action(run, "CALLBACK")
    assert (made["due"], made["window"]) == ("2026-03-30T10:00:00", "best om en uke")


# ---------------------------------------------------------------- what is said and written fits the call


def test_who_was_dismissed_by_word_of_mouth_got_no_letter() -> None:
    """TR-7, D7"""
    run = take(
        "trobbel",
        "oppsagt",
        "2026-03-20",
        "ikke_holdt",
        "jobb",
        "ingen",
        "formfeil=muntlig",
        "vet_ikke",
        "ja",
        availability=AWAY,
    )
    assert "Du fikk beskjeden 20.03.2026. Da ser fristen" in text(run, "I-FRIST")


def test_the_address_of_one_without_a_record_was_told_today() -> None:
    """FO-10"""
    run = take("forsikring", "avslutte_ny", "4", NEW, member={}, caller="ukjent", caller_name="Per Ås")
    assert "Adresse kontrollert i dag: Nyveien 1, 2312 Ottestad." in text(run, "L-RES")


def test_who_knows_no_department_is_shown_the_form_instead() -> None:
    """UT-2: there is no address to say."""
    run = take("utmelding", "epost_brev", "vet_ikke", member={**MEMBER, "department": None})
    assert ("REFER", "url:minside_utmelding", "") in actions(run)
    assert ("INFORM", "", "I-MINSIDE") in actions(run)
    assert "I-MINSIDE" not in {template for _, _, template in actions(take("utmelding", "epost_brev"))}


def test_the_department_that_got_a_member_for_the_time_being_hears_of_it() -> None:
    """IN-2: several workplaces."""
    names = {"first_name": "A", "last_name": "B"}
    run = take("innmelding", "naa", "Her og der", "flere", "4", names, "99000777", caller="ikke_medlem", member={})
    assert "Medlemmet er registrert hos dere inntil videre." in text(run, "E-IN")
    unknown = take("innmelding", "naa", "Et sted", "vet_ikke", "4", names, "99000777", caller="ikke_medlem", member={})
    assert "inntil videre" not in text(unknown, "E-IN")


# ---------------------------------------------------------------- parked, and taken up again


def test_a_deadline_does_not_wait_while_the_call_is_parked(services: Services, ingunn: Member) -> None:
    """TR-7, X-2: parked on Friday with four working days left, taken up on Monday with three."""
    friday = datetime(2026, 3, 20, 14, 30, tzinfo=OSLO)
    draft = half_way(services, "trobbel", ingunn)
    facts = draft.facts.model_copy(update={"call_date": friday.date(), "call_time": "14.30", "availability": AWAY})
    draft = draft.model_copy(update={"facts": facts})
    answers = ("oppsagt", "2026-03-12", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke", "ja")

    def finished(of: Draft) -> ProcedureRun:
        run = of.run(library(), services.organisation.read())
        for said in answers:
            run = run if run.current is None else answer_with(run, said)
        return run

    assert not report(finished(draft))["urgent"]
    assert draft.taken_up(library(), friday) is draft
    monday = finished(draft.taken_up(library(), friday.replace(day=23, hour=9)))
    assert report(monday)["urgent"]
    assert action(monday, "CALLBACK")["due"] == "2026-03-24T10:00:00"
    assert text(monday, "N-TR").startswith("20.03.2026:")  # the day of the call


def test_a_promise_is_never_due_before_the_call_was_finished() -> None:
    """GE-5: «i dag 11», parked at ten, taken up at two."""
    asked = take("annet", "parkering", "ring", "i dag 11")
    assert action(asked, "CALLBACK")["due"] == "2026-03-23T11:00:00"
    later = asked.facts.model_copy(update={"taken_up": datetime.fromisoformat("2026-03-23T14:00")})
    assert action(asked.with_facts(later), "CALLBACK")["due"] == "2026-03-23T15:00:00"
