"""What is written, sent and said is true of this call: of who rings, of what is known, and of what was done."""

from typing import Any

import pytest

from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.procedures.checks.simulate import answer_with
from sentralbord_desktop.procedures.loader import default_organisation
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.office import Services
from tests.acceptance.calls import Said
from tests.acceptance.test_rules import MEMBER, action, take
from tests.acceptance.test_what_is_left import AWAY, text
from tests.calls import ready

# ---------------------------------------------------------------- who rings

HUSBAND = {"caller": "tredjepart", "name": "Per Ås", "number": "41234567"}


def test_nobody_is_told_or_rung_on_the_number_of_the_member_they_ring_about(services: Services, ingunn: Member) -> None:
    """X-4, GE-5: «Vi ringer deg tilbake på» the member's own number, and the list had the member's name."""
    rung = take("annet", "parkering", "ring", "i morgen 10", caller="tredjepart", caller_phone="41234567")
    assert "på 412 34 567, tirsdag 24. mars kl. 10." in text(rung, "I-CB")
    hidden = take("annet", "parkering", "ring", "i morgen 10", caller="tredjepart")
    assert hidden.current is not None
    assert hidden.current.id == "tlf"
    services.inquiries.complete(ready(services, "annet", ingunn, "parkering", "ring", "i morgen 10", **HUSBAND))
    [promise] = services.callbacks.all_open()
    assert (promise.name, promise.number) == ("Per Ås", "41234567")


def test_the_press_is_rung_on_its_own_number_when_a_record_is_open(services: Services, ingunn: Member) -> None:
    """MD-2, MD-3: the record of whom they ask about was open, and its number went to the press contact."""
    answers = ("nei", "VG", "Kari Nordmo", "oppgjør", "nei", "16")
    asked = take("media", *answers, caller="media")
    assert asked.current is not None
    assert asked.current.id == "tlf"
    known = take("media", *answers, caller="media", caller_phone="22123456")
    assert "VG, tlf. 22 12 34 56." in action(known, "EMAIL")["text"]
    services.inquiries.complete(ready(services, "media", ingunn, *answers, caller="media", number="22123456"))
    [promise] = services.callbacks.all_open()
    assert (promise.name, promise.number) == ("Kari Nordmo", "22123456")


# ---------------------------------------------------------------- what is known


def test_pay_that_lapses_on_christmas_eve_is_said_with_that() -> None:
    """TR-7, 4.2: three years after 27 December 2023 are over on a Sunday, so the safe day is julaften."""
    run = take("trobbel", "manglende_lonn", "2023-12-27", "nei", "nei", availability=AWAY, call_date="2026-12-14")
    said = text(run, "I-LONN")
    assert "torsdag 24. desember 2026. Det er julaften, og kontorene kan være stengt." in said
    plain = take("trobbel", "manglende_lonn", "2024-02-29", "nei", "nei", availability=AWAY)
    assert "fredag 26. februar 2027. Ta vare på" in text(plain, "I-LONN")


def test_the_administration_is_not_asked_where_a_workplace_is_that_there_is_none_of() -> None:
    """IN-2: «Arbeidssted: student ved NTNU. Jeg er usikker på hvilken avdeling arbeidsstedet hører til.»"""
    told = {"first_name": "Ada", "last_name": "Berg", "phone": "99000777"}
    joins = {"caller": "ikke_medlem", "member": {}}
    student = take("innmelding", "naa", "student ved NTNU", "ingen", told, **joins)
    mail = text(student, "E-IN")
    assert "har ikke arbeidssted nå: student ved NTNU. Hvilken avdeling skal det være?" in mail
    assert "arbeidsstedet hører til" not in mail
    unsure = take("innmelding", "naa", "Et sted i nord", "vet_ikke", "4", told, **joins)
    assert "Arbeidssted: Et sted i nord. Jeg er usikker på hvilken avdeling" in text(unsure, "E-IN")


# ---------------------------------------------------------------- what was done


def test_the_department_is_not_told_that_a_record_was_changed_that_nobody_found() -> None:
    """ME-2, ME-3: «Ført inn: telefon», while it was left to do by hand."""
    changed = ("opplysninger", "kontaktinfo+arbeidsgiver", {"phone": "41234567"}, {"employer": "X"}, "arbeidsgiver")
    lost = take(changed[0], "ja", *changed[1:], "4", "nei", member={}, caller="ukjent", caller_name="Per Ås")
    assert "så ikke noe er ført inn ennå. Jeg mangler lokalkunnskap" in text(lost, "E-ME")
    assert "Ført inn:" not in text(lost, "E-ME")
    found = take(*changed, "nei")
    assert "Ført inn: telefon og arbeidsgiver. Jeg mangler" in text(found, "E-ME")


def test_an_sms_about_a_number_has_the_number_that_the_house_has_written_down() -> None:
    """FO-6, FO-7: «Telefon: se lofavor.no», with LO Favør's number in the catalogue."""
    known = {"LO_FAVOR": "+4722590300", "tel:91509801": "91509802"}
    organisation = default_organisation()
    targets = tuple(t.model_copy(update={"phone": known.get(t.key, t.phone)}) for t in organisation.targets)
    organisation = organisation.model_copy(update={"targets": targets})

    def sent(template: str, *answers: str) -> str:
        run = take("forsikring")
        run = ProcedureRun(run.library, "forsikring", run.facts, organisation)
        for said in answers:
            run = answer_with(run, said)
        return next(a.text for a in Outcome(run).actions() if a.template == template)

    assert "lofavor.no. Telefon: 22 59 03 00. Hilsen" in sent("S-LOFAVOR", "kjope", "nett")
    assert "til skademelding er 915 09 802. Hilsen" in sent("S-SKADE", "skade")
    plain = next(a for a in Outcome(take("forsikring", "skade")).actions() if a.kind == "SMS")
    assert "er 915 09 801. Hilsen" in plain.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("+4799000418", "990 00 418"),
        ("0047 22 12 34 56", "22 12 34 56"),
        ("99 00 04 18", "990 00 418"),
        ("0046701234567", "+46 70 123 45 67"),
        ("22123456 (jobb)", "22123456 (jobb)"),
    ],
)
def test_a_number_is_told_alike_however_it_was_typed(typed: str, told: str) -> None:
    """SP-2: «på +47 99 00 04 18»."""
    run = take("annet", "parkering", "ring", "i morgen 10", typed, member={**MEMBER, "phone": ""})
    assert f"på {told}, tirsdag" in text(run, "I-CB")
    assert f"på {told} om parkering." in text(run, "N-CB")


def test_what_is_to_be_changed_is_told_with_an_og() -> None:
    """ME-3: «meldte om endring av kontaktinfo, arbeidsgiver.»"""
    run = take(
        "opplysninger",
        "kontaktinfo+arbeidsgiver+status",
        {"phone": "41234567"},
        {"employer": "X"},
        "laerling",
        "arbeidsgiver",
        "nei",
    )
    for template in ("E-ME", "N-ME"):
        assert "endring av kontaktinfo, arbeidsgiver og status. Ført inn" in text(run, template)


@pytest.mark.parametrize(
    ("answer", "first"),
    [
        ("ja", "Søk også om dagpenger"),
        ("nei", "Meld deg som arbeidssøker hos Nav og søk"),
        ("vet_ikke", "Meld deg som arbeidssøker hos Nav og søk"),
    ],
)
def test_whoever_is_registered_with_nav_is_not_told_to_register(answer: str, first: str) -> None:
    """TR-7, D18: the money comes from the day of both, so the application is still said."""
    run = take("trobbel", "permittert", "2026-03-20", "30.03.2026", answer, "ja", availability=AWAY)
    assert f"til distriktssekretæren. {first}" in text(run, "I-PERM")


# ---------------------------------------------------------------- nobody finds the record

LOST: dict[str, Any] = {"member": {}, "caller": "ukjent"}


def test_whoever_gets_the_case_of_one_without_a_record_has_the_name() -> None:
    """LA-4, FO-9: «En innringer uten medlemsnummer», whom nobody could look up before ringing."""
    question = ("lov_avtale", "tolkning", "Pausen?", "nei", "ja")
    law = take(*question[:2], "ja", *question[2:], "4", "41234567", **LOST)
    assert law.current is not None
    assert law.current.id == "navn"
    assert "Per Ås spør: Pausen?" in text(answer_with(law, "Per Ås"), "E-LA")
    assert take(*question).current is None

    away = {"gf_payments": False}
    reminded = take("forsikring", "purring_gf", "ny", **LOST, availability=away)
    assert reminded.current is not None
    assert reminded.current.id == "navn"
    reminded = answer_with(answer_with(reminded, "Per Ås"), "41234567")
    assert "Per Ås ringte 23.03.2026 om purring" in text(reminded, "E-GF-PURRING")
    assert take("forsikring", "purring_gf", "ny", availability=away).current is None


def test_whoever_will_not_say_the_name_is_helped_all_the_same() -> None:
    """TR-5: «vil ikke si ringte 23.03.2026», where the question had to be answered with some word."""
    case = take("trobbel", "ja", "4", "annet", "ja", "nei", "41234567", "ikke_oppgitt", **LOST)
    assert case.current is None
    assert "En innringer uten medlemsnummer ringte 23.03.2026" in text(case, "E-TR")
    told = take("trobbel", "ja", "4", "annet", "ja", "nei", "41234567", "Per Ås", **LOST)
    assert "Per Ås ringte 23.03.2026" in text(told, "E-TR")


# ---------------------------------------------------------------- when


@pytest.mark.parametrize("said", ["torsdag 2. april kl. 9", "kl. 9 på torsdag 2. april"])
def test_nobody_is_promised_a_call_on_a_red_day_because_it_was_said_with_its_name(said: str) -> None:
    """GE-5: the day was not read, so it was promised on skjærtorsdag and had no time in the list."""
    run = take("annet", "parkering", "ring", said)
    assert action(run, "CALLBACK")["due"] == "2026-04-07T08:00:00"
    assert "på 990 00 418, tirsdag 7. april kl. 08." in text(run, "I-CB")


@pytest.mark.parametrize("typed", ["best etter 12", "Helst etter 12", "passer best etter 12"])
def test_what_suits_best_is_not_told_as_best_best(typed: str) -> None:
    """GE-5: «best best etter 12», and they were to be rung at ten, since no time was read."""
    case = take("trobbel", "annet", "ja", f"best_tid={typed}", availability=AWAY)
    assert "Nås på: 990 00 418, best etter 12\n" in text(case, "E-TR")
    assert action(case, "CALLBACK")["due"] == "2026-03-24T12:00:00"


# ---------------------------------------------------------------- as it is read


def test_an_answer_that_was_typed_with_its_full_stop_ends_no_sentence_halfway() -> None:
    """FO-8, OA-2, OF-1: «vilkårene for Reise. og sende dem», «(Bodø.).», «Overføring til Fagforbundet.»"""
    terms = action(take("forsikring", "vilkar", "papir", "Reise.", "adresse=ja"), "LETTER_ORDER")
    assert "vilkårene for Reise og sende dem" in terms["text"]
    assert "vilkårene for Reise, som du ba om" in terms["letter_text"]
    moving = take("overforing_avdeling", "ja", "vet_ikke", "til_sted=Bodø.")
    assert "til en annen avdeling (Bodø). Det er gitt" in text(moving, "N-OA")
    union = take("overforing_forbund", "ja", "Fagforbundet.")
    assert action(union, "AWAIT_CONFIRMATION")["detail"] == "til Fagforbundet"
    whole = take("lov_avtale", "tolkning", "Gjelder overtid. Hva er satsen på søndag.", "nei", "ja")
    assert "spør: Gjelder overtid. Hva er satsen på søndag.\n" in text(whole, "E-LA")


@pytest.mark.parametrize(
    ("when", "where", "template"),
    [("i dag", "ingen", "I-FRIST"), ("vet_ikke", "ingen", "I-FRIST-UKJENT"), ("i dag", "staten", "I-STAT")],
)
def test_nobody_is_told_of_a_letter_that_there_is_none_of(when: str, where: str, template: str) -> None:
    """TR-5, TR-7, D7: «ta vare på brevet og konvolutten», said to one who was dismissed by word of mouth."""
    answers = ("trobbel", "oppsagt", when, "ikke_holdt", "jobb", where)
    notice = () if where == "staten" else ("vet_ikke",)
    oral = take(*answers, "muntlig", *notice, "ja", availability=AWAY)
    everything = " ".join(a.text for a in Outcome(oral).actions() if a.on)
    assert "brev" not in everything
    assert "Muntlig beskjed: " in text(oral, "E-TR")
    written = take(*answers, "ingen", *notice, "ja", availability=AWAY)
    assert "brevet" in text(written, template)
    assert "Mottatt brev: " in text(written, "E-TR")


def test_a_case_that_no_date_decides_is_not_said_to_lack_one() -> None:
    """TR-5, 4.4: «ikke beregnet, grunnlag: datoen er ikke kjent», with the day of the meeting three lines above."""
    called = take("trobbel", "annet", "moete=i morgen", "ja", availability=AWAY)
    mail = text(called, "E-TR")
    assert "Innkalt til møte: 24.03.2026\n" in mail
    assert "Beregnet frist (veiledende): ikke beregnet\n" in mail
    pay = take("trobbel", "manglende_lonn", "vet_ikke", "nei", "ja", availability=AWAY)
    assert "ikke kjent, grunnlag: datoen er ikke kjent\n" in text(pay, "E-TR")


def test_whoever_posts_the_form_is_told_whom_it_is_for() -> None:
    """FO-10: «til medlem uten medlemsnummer?»"""
    home = {"street": "Nyveien 1", "post_code": "2312", "place": "Ottestad"}
    lost = take("forsikring", "avslutte_ny", "4", home, "Per Ås", **LOST)
    assert "returkonvolutt til Per Ås? Adresse kontrollert" in action(lost, "LETTER_ORDER")["text"]
    known = take("forsikring", "avslutte_ny", "adresse=ja")
    assert "returkonvolutt til medlem M-1? Adresse" in action(known, "LETTER_ORDER")["text"]


@pytest.mark.parametrize(
    ("said", "rung"),
    [
        ("99000777 eller 22123456", "99000777"),
        ("990 00 777, helst etter 15", "99000777"),
        ("jobb 22 12 34 56", "22123456"),
        ("+46 70 123 45 67 (Sverige)", "+46701234567"),
        ("prøv etter 15", ""),
        ("vakta, 02800", "02800"),
        ("1234", "1234"),
    ],
)
def test_a_number_that_was_said_with_something_more_can_be_rung(services: Services, said: str, rung: str) -> None:
    """GE-5: «99000777 eller 22123456» became the number 9900077722123456."""
    services.inquiries.complete(ready(services, "annet", None, "parkering", "ring", "i morgen 10", said))
    [promise] = services.callbacks.all_open()
    assert promise.number == rung


@pytest.mark.parametrize(
    "answers",
    [
        ("utmelding", "ja", "min_side"),
        ("utmelding", "ja", "epost_brev", "4"),
        ("opplysninger", "ja", "kontaktinfo", {"phone": "41234567"}, "ja"),
    ],
)
def test_what_is_left_to_write_in_a_record_that_nobody_found_has_a_name(answers: tuple[Said, ...]) -> None:
    """UT-3, ME-2: «merknaden, når medlemsbildet er funnet», of somebody who had not said who they were."""
    category, *said = answers
    asked = take(str(category), *said, **LOST)
    assert asked.current is not None
    assert asked.current.id == "navn"
    assert answer_with(asked, "Per Ås").current is None
    assert answer_with(asked, "ikke_oppgitt").current is None
    assert take(str(category), *said[1:2] if category == "utmelding" else said[1:]).current is None


def test_a_course_question_has_the_name_when_it_is_told() -> None:
    """KU-1, 7.2 E-KU: «{Navn/medlem nr} spør om»."""
    run = take("kurs", "sporsmal", "Excel", "Når?", "4", "nei", "99000777", **LOST)
    assert run.current is None
    assert "Per Ås har spørsmål om kurset Excel: Når?" in text(answer_with(run, "navn=Per Ås"), "E-KU")
