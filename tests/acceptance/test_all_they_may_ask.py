"""Calls that had no answer to give, left out what the receiver needs, or said what was not so; a hostile reader's."""

from datetime import date
from typing import Any

import pytest

from sentralbord_desktop.domain.inquiries.inquiry import Facts
from sentralbord_desktop.domain.organisation.organisation import Department, Employer
from sentralbord_desktop.procedures.answers import AnswerError
from sentralbord_desktop.procedures.checks.simulate import answer_with, report
from sentralbord_desktop.procedures.loader import default_organisation, library
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.run import ProcedureRun
from tests.acceptance.test_rules import MEMBER, action, actions, take
from tests.acceptance.test_what_is_left import AWAY, text

LOST: dict[str, Any] = {"member": {}, "caller": "ukjent", "caller_name": "Per Ås"}
"""A member whose record was not found."""
OTHER = {"caller": "tredjepart", "member": {}}
"""Somebody who rings for a member."""


def templates(run: ProcedureRun) -> list[str]:
    return [template for _, _, template in actions(run)]


# ---------------------------------------------------------------- joining


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
    for said in ("naa", "Solsikken barnehage"):
        run = answer_with(run, said)
    assert run.current is not None
    assert run.current.id == "sikker"


def test_nobody_is_born_tomorrow() -> None:
    person = {"first_name": "Ada", "last_name": "Berg", "birth_date": "14.03.2030"}
    with pytest.raises(AnswerError, match="ikke kommet ennå"):
        take("innmelding", "naa", "Hamar", "ja", "4", person, caller="ikke_medlem", member={})


# ---------------------------------------------------------------- deadlines


def test_ds_hears_of_the_nearest_date_before_the_one_that_is_said() -> None:
    """TR-7, D8: the end of the notice is tomorrow, and the suit a month off."""
    run = take(
        "trobbel",
        "oppsagt",
        "2026-01-20",
        "avsluttet",
        "2026-02-27",
        "jobb",
        "ingen",
        "ingen",
        "oppsigelsestid=i morgen",
        "ja",
        availability=AWAY,
    )
    mail = action(run, "EMAIL")
    assert mail["subject"].endswith("mulig frist 24.04.2026, nærmeste dato 24.03.2026")
    assert "\nNærmeste dato: 24.03.2026, å stå i stilling" in mail["text"]
    assert action(run, "CALLBACK")["deadline"] == "2026-03-24"
    assert "24. april" in text(run, "I-FRIST")


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("28.02", date(2026, 2, 28)),  # over, and not next year's
        ("i morgen", date(2026, 3, 24)),
        ("31.12", date(2026, 12, 31)),
        ("15.01", date(2027, 1, 15)),  # longer ago than anybody waits to ring
        ("28.02.2027", date(2027, 2, 28)),
    ],
)
def test_a_notice_that_ended_lately_is_not_next_years(said: str, understood: date) -> None:
    run = take("trobbel", "oppsagt", "2026-01-20", "ikke_holdt", "jobb", "ingen", "ingen", f"oppsigelsestid={said}")
    assert run.day_of("oppsigelsestid") == understood


def test_what_is_urgent_is_said_and_noted_when_they_are_put_through_too() -> None:
    """TR-7: who was put through heard nothing of a deadline that is over, and the note had no date."""
    over = take(
        "trobbel",
        "oppsagt",
        "2026-03-02",
        "ikke_holdt",
        "jobb",
        "ingen",
        "ingen",
        "vet_ikke",
        "ja",
        availability={"DS": True},
    )
    assert "I-FRIST-UTE" in templates(over)
    assert "Fristen ser ut til å være ute." in text(over, "N-TR-SATT-OVER")
    soon = take(
        "trobbel",
        "oppsagt",
        "2026-03-11",
        "ikke_holdt",
        "jobb",
        "ingen",
        "ingen",
        "vet_ikke",
        "ja",
        availability={"DS": True},
    )
    assert "Mulig frist 25.03.2026." in text(soon, "N-TR-SATT-OVER")
    pay = take("trobbel", "manglende_lonn", "2023-03-24", "nei", "ja", availability={"DS": True})
    assert "I-LONN" in templates(pay)
    calm = take("trobbel", "manglende_lonn", "2026-02-24", "nei", "ja", availability={"DS": True})
    assert "I-LONN" not in templates(calm)


def test_the_kontorsekretaer_has_a_copy_of_a_follow_up_too() -> None:
    """TR-4, section 7.2: avd. 2 has a copy to KS."""
    house = {"member": {**MEMBER, "department": 2}, "availability": AWAY | {"avdeling_2_KS": False}}
    follow_up = take("trobbel", "forste=nei", "permittert", "2026-03-20", "01.04.2026", "ja", "ja", **house)
    assert action(follow_up, "EMAIL")["copy_to"] == ["avdeling:2:KS"]


def test_a_letter_that_is_not_at_hand_has_no_date() -> None:
    run = take(
        "trobbel", "oppsagt", "ikke_her", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke", "ja", availability=AWAY
    )
    assert "Mottatt brev: dagen er ikke kjent, har ikke brevet her" in text(run, "E-TR")


def test_nobody_is_put_through_to_a_sentence() -> None:
    """TRANSFER to «avdeling:ikke kjent (sendt administrasjonen):DS»"""
    run = take(
        "trobbel",
        "ja",
        "vet_ikke",
        "permittert",
        "2026-03-20",
        "01.04.2026",
        "ja",
        "ja",
        availability={"DS": True},
        **LOST,
    )
    assert ("TRANSFER", "avdeling:ukjent:DS", "") in actions(run)


# ---------------------------------------------------------------- the press


def test_a_member_whom_the_press_asks_for_is_never_asked_nor_told_of() -> None:
    """MD-1: whoever neither works here nor is a representative may be a member."""
    run = take(
        "media", "ja", "ikke_her", "VG", "Kari Nord", "lønn", "nei", "i dag 14", "22334455", caller="media", member={}
    )
    kinds = [kind for kind, _, _ in actions(run)]
    assert "CONSULT" not in kinds
    assert "bekrefte eller avkrefte" in text(run, "I-MEDIA-UKJENT")
    assert action(run, "CALLBACK")["to"] == "role:media"


def test_the_press_hears_what_happens_when_nobody_answers() -> None:
    """MD-3, X-5"""
    rung = take("media", "nei", "VG", "Kari Nord", "lønn", "nei", "i dag 14", "22334455", member={})
    assert text(rung, "I-MEDIA-PRESSE").endswith("når du trenger svar.»")
    silent = take("media", "nei", "VG", "Kari Nord", "lønn", "nei", "i dag 14", "ingen", member={})
    assert "Vi har ikke noe nummer til deg, så ring oss gjerne igjen." in text(silent, "I-MEDIA-PRESSE")


@pytest.mark.parametrize(
    ("now", "needed", "due"),
    [
        ("12.00", "12.10", "2026-03-23T12:00:00"),  # not on the twelfth of October
        ("10.00", "11.10", "2026-03-23T10:55:00"),
        ("10.00", "10.04", "2026-03-23T11:00:00"),  # the tenth of April is near
    ],
)
def test_a_time_with_a_dot_is_no_day_of_next_autumn(now: str, needed: str, due: str) -> None:
    """MD-3"""
    run = take("media", "nei", "VG", "Kari Nord", "lønn", "nei", needed, "22334455", member={}, call_time=now)
    assert action(run, "CALLBACK")["due"] == due


# ---------------------------------------------------------------- callbacks


@pytest.mark.parametrize("wished", ["i natt", "30. februar", "når dere har tid", "etter jobb"])
def test_what_nobody_can_read_as_a_time_is_noted_and_not_promised(wished: str) -> None:
    """GE-5"""
    run = take("annet", "parkering", "ring", wished)
    assert text(run, "I-CB").endswith(f"og jeg noterer ønsket ditt: {wished}.»")
    assert f"Ba om å bli ringt opp {wished} på 990 00 418" in text(run, "N-CB")
    assert "Vi ringer deg så snart vi kan." in text(run, "S-CB")


def test_an_evening_is_closed_and_moved_to_the_morning() -> None:
    run = take("annet", "parkering", "ring", "i kveld etter 20")
    assert action(run, "CALLBACK")["due"] == "2026-03-24T08:00:00"
    assert "ønsket i kveld etter 20" in action(run, "CALLBACK")["window"]


def test_a_week_from_monday_on_a_monday_is_the_next_one() -> None:
    run = take("annet", "parkering", "ring", "mandag om en uke")
    assert action(run, "CALLBACK")["due"] == "2026-03-30T10:00:00"


# ---------------------------------------------------------------- insurance


def test_who_bought_it_may_ring_by_themselves_and_nobody_is_said_to_be_away() -> None:
    """FO-5: «henvise videre»"""
    run = take("forsikring", "kjopt_selv", "ring_lo_favor")
    assert ("REFER", "LO_FAVOR", "") in actions(run)
    assert not [kind for kind, _, _ in actions(run) if kind in {"TRANSFER", "NOTE"}]
    assert "svarer ikke" not in text(run, "I-RING-SELV")
    assert ("REFER", "SPAREBANK1", "") in actions(take("forsikring", "kjopt_selv", "ring_sparebank1"))


@pytest.mark.parametrize(
    ("kind", "asked", "to_member"),
    [
        ("gf_type_avslutte=en", "for ny GF og", "avslutte ny GF."),
        ("gf_type_avslutte=begge", "for både gammel og ny GF og", "avslutte både gammel og ny GF."),
        ("gf_type_avslutte=vet_ikke", "for GF (gammel eller ny må avklares) og", "avslutte GF."),
    ],
)
def test_which_gf_is_ended_is_told_as_far_as_it_is_known(kind: str, asked: str, to_member: str) -> None:
    """FO-10"""
    run = take("forsikring", "avslutte_ny", kind, "adresse=ja")
    order = action(run, "LETTER_ORDER")
    assert asked in order["text"]
    assert to_member in order["letter_text"]
    assert "{" not in "".join(a["text"] for a in report(run)["actions"])


@pytest.mark.parametrize(
    ("category", "answers", "done"),
    [
        ("forsikring", ("skade",), ("TRANSFER", "tel:91509801", "")),
        ("forsikring", ("kjope", "nett"), ("REFER", "url:lofavor.no", "")),
        ("lov_avtale", ("sats", "nett"), ("REFER", "url:avtaler", "")),
    ],
)
def test_what_is_general_is_told_to_whoever_rings(
    category: str, answers: tuple[str, ...], done: tuple[str, str, str]
) -> None:
    """X-4: «give general info only»; FO-6 is direct."""
    run = take(category, *answers, **{**OTHER, "received_on": "sloyfe:1"})
    assert done in actions(run)
    assert "I-TREDJE" not in templates(run)


@pytest.mark.parametrize(
    ("category", "answer"), [("forsikring", "har_jeg"), ("forsikring", "avslutte_ny"), ("lov_avtale", "tolkning")]
)
def test_what_is_the_members_own_is_told_to_nobody_else(category: str, answer: str) -> None:
    """X-4"""
    run = take(category, answer, **OTHER)
    assert run.current is None
    assert "I-TREDJE" in templates(run)


# ---------------------------------------------------------------- without a record


def test_whoever_asks_about_the_fee_without_a_record_has_a_name() -> None:
    """KF-2, KF-3: the remark would wait for a member whom nobody could find."""
    run = take("kontingent", "ja", "faktura", "ja", "studiebevis", "Forklart", **{**LOST, "caller_name": ""})
    assert run.current is not None
    assert run.current.id == "navn"
    assert "READ_HISTORY" not in [kind for kind, _, _ in actions(run)]


@pytest.mark.parametrize("category", ["overforing_avdeling", "overforing_forbund"])
def test_the_department_can_reach_whoever_it_is_to_write_to(category: str) -> None:
    """OA-2, OF-2, X-5"""
    where = {"overforing_avdeling": "6", "overforing_forbund": "Fellesforbundet"}[category]
    known = take(category, "ja", "ja", where, "4", **LOST, caller_phone="41234567")
    assert "Innringeren kan nås på 412 34 567." in action(known, "EMAIL")["text"]
    unknown = take(category, "ja", "ja", where, "vet_ikke", **LOST)
    told = action(unknown, "EMAIL")["text"]
    assert "Innringeren har ikke oppgitt telefon, og har ikke fått noen adresse å sende den til." in told


def test_nobody_is_transferred_to_where_they_are() -> None:
    """OA-1, OA-4"""
    with pytest.raises(AnswerError, match="den samme"):
        take("overforing_avdeling", "ja", "ja", "6", "6", **LOST)
    again = take("overforing_avdeling", "ja", "ja", "6", "4", **LOST)
    with pytest.raises(AnswerError, match="den samme"):
        answer_with(again, "til=4")


def test_the_department_is_told_where_the_form_goes_for_one_without_a_record() -> None:
    """FO-11"""
    home = {"street": "Nyveien 1", "post_code": "2312", "place": "Ottestad"}
    run = take("forsikring", "avslutte_ny", "4", home, **LOST, caller_phone="41234567")
    told = text(run, "E-GF-AVD")
    assert "Innringeren kan nås på 412 34 567, og brevet sendes til Nyveien 1, 2312 Ottestad." in told
    assert "N-GF-AVSLUTT" in templates(run), "it waits for its member"


# ---------------------------------------------------------------- details and fees


def test_a_new_name_is_put_in_and_what_has_no_field_goes_to_the_department() -> None:
    """ME-1, ME-2, ME-3"""
    named = take("opplysninger", "navn", {"last_name": "Lund"}, "ja")
    assert action(named, "UPDATE_MEMBER")["changes"] == {"last_name": "Lund"}
    assert "Meldte endring av navn. Ført inn: etternavn." in text(named, "N-ME")
    other = take("opplysninger", "annet", "annet", "fjerne e-postadressen", "nei")
    assert "endring av andre opplysninger" in text(other, "N-ME")
    assert "Dette gjenstår: fjerne e-postadressen." in text(other, "E-ME")
    assert text(take("opplysninger", "annet", "ja"), "I-ME") == "«Da noterer jeg det.»"


def test_an_invoice_that_is_not_there_is_not_explained() -> None:
    """KF-3: «fakturaen kommer fordi» to a student who asked about the rate."""
    run = take("kontingent", "sats", "ja", "studiebevis")
    assert text(run, "I-KF").startswith("«Vi mangler studiebevis fra deg. Send det til oss")
    assert "fakturaen" not in text(run, "N-KF")


def test_whoever_asks_about_a_course_hears_who_answers() -> None:
    """KU-1"""
    run = take("kurs", "sporsmal", "Tillitsvalgt 1", "Når?", "4", "nei")
    assert text(run, "I-KU") == "«Avdelingen som har kurset, svarer deg på 990 00 418.»"
    unknown = take("kurs", "sporsmal", "Tillitsvalgt 1", "Når?", "vet_ikke")
    assert "finner vi avdelingen som har kurset" in text(unknown, "I-KU")
    assert unknown.current is None
    assert not Outcome(unknown).missing()


@pytest.mark.parametrize(
    ("category", "answers"), [("lov_avtale", ("sats", "over")), ("forsikring", ("vilkar", "papir"))]
)
def test_nothing_is_sent_for_a_member_by_whoever_rings(category: str, answers: tuple[str, ...]) -> None:
    """X-4: the question of another came to the DS as the member's, and terms to the member's address."""
    run = take(category, *answers, **{**OTHER, "member": MEMBER, "received_on": "sloyfe:1"})
    assert run.current is None
    assert "I-TREDJE" in templates(run)
    assert {kind for kind, _, _ in actions(run)} <= {"INFORM", "LOG"}


def test_a_damage_that_another_tells_of_is_not_noted_as_the_members() -> None:
    """X-4"""
    run = take("forsikring", "skade", "svarte=vi_ringer", "41234567", caller="tredjepart")
    assert "N-UTE" not in templates(run)


def test_what_was_changed_without_a_field_stands_in_the_note() -> None:
    """ME-2"""
    run = take("opplysninger", "annet", "ja", "e-postadressen skal bort")
    assert "Gjaldt: e-postadressen skal bort." in text(run, "N-ME")
    both = take(
        "opplysninger", "arbeidsgiver+annet", {"employer": "Ny AS"}, "arbeidsgiver", "e-posten skal bort", "nei"
    )
    assert "Ikke fullført: arbeidsgiver, og e-posten skal bort" in text(both, "N-ME")
    assert "Dette gjenstår også: e-posten skal bort." in text(both, "E-ME")


def test_what_should_be_done_can_be_left_out_with_a_reason() -> None:
    """FO-5, LA-2, LA-3, IN-1: «bør» and «kan» are not «skal»."""
    strengths = {
        (a["template"] or a["to"]): a["strength"]
        for run in (
            take("forsikring", "kjopt_selv", "lo_favor"),
            take("lov_avtale", "sats", "nett", received_on="sloyfe:1"),
            take("innmelding", "selv", caller="ikke_medlem", member={}),
            take("forsikring", "kjope", "sparebank1"),
        )
        for a in report(run)["actions"]
    }
    assert strengths["LO_FAVOR"] == "bor"
    assert strengths["SPAREBANK1"] == "skal"  # FO-7
    assert strengths["url:avtaler"] == strengths["url:innmelding"] == "kan"


def test_what_stands_in_the_trees_is_there_to_be_said() -> None:
    """3.4, 3.7, 4.4"""
    over = take("forsikring", "har_jeg", "hvilke", "ja")
    assert text(over, "I-KS-OS") == "«Avdelingen din har oversikten. Jeg setter deg over.»"
    organisation = default_organisation().model_copy(
        update={"departments": (Department(number=4, email="avd4@eksempel.no"),)}
    )
    facts = Facts.model_validate(
        {"call_date": "2026-03-23", "caller": "medlem", "received_on": "sloyfe:1", "member": MEMBER}
    )
    sent = answer_with(ProcedureRun(library(), "utmelding", facts, organisation), "epost_brev")
    assert {"S-UT", "I-ADRESSE-SMS"} <= set(templates(sent))
    pay = take("trobbel", "manglende_lonn", "2026-02-15", "nei", "nei", availability=AWAY)
    assert "Ikke skriv under på noe før du har snakket med oss." in text(pay, "I-LONN")
