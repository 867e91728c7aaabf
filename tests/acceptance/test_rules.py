"""Rules that hold in several categories."""

import re
from pathlib import Path
from typing import Any

import pytest

from sentralbord_desktop.domain.inquiries.inquiry import Answer, Facts
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.domain.organisation.organisation import Department
from sentralbord_desktop.procedures.answers import AnswerError
from sentralbord_desktop.procedures.checks.simulate import report
from sentralbord_desktop.procedures.loader import default_organisation, library
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.recipients import target_label
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.wording import PROGRAM_RULE
from sentralbord_desktop.services.drafts import field_name
from sentralbord_desktop.services.office import Services
from tests.helpers.acceptance import (
    AWAY,
    MEMBER,
    NAME,
    NO_PHONE,
    THIRD_PARTY,
    action,
    actions,
    answer_with,
    at_home,
    kinds,
    press,
    shown,
    take,
    templates,
    text,
)
from tests.helpers.calls import half_way, ready
from tests.helpers.drafts import answered, card, looked_over, run_of
from tests.helpers.night import mostly_at_night
from tests.helpers.union_calls import all_calls


def test_what_should_be_done_can_be_left_out_with_a_reason() -> None:
    """FO-5, LA-2, LA-3, IN-1: «bør» and «kan» are not «skal»."""
    strengths = {
        (a["template"] or a["to"]): a["strength"]
        for run in (
            take("forsikring", "sporsmal=kjopt_selv", "hos_hvem=lo_favor", "svarte=tok"),
            take("lov_avtale", "type=sats", "sats_videre=nett", received_on="sloyfe:1"),
            take("innmelding", "hvordan=selv", caller="ikke_medlem", member={}),
            take("forsikring", "sporsmal=kjope", "kjop_hos=sparebank1", "svarte=tok"),
        )
        for a in report(run)["actions"]
    }
    assert strengths["LO_FAVOR"] == "bor"
    assert strengths["SPAREBANK1"] == "skal"  # FO-7
    assert strengths["url:avtaler"] == strengths["url:innmelding"] == "kan"


def test_what_stands_in_the_trees_is_there_to_be_said() -> None:
    """3.4, 3.7, 4.4"""
    over = take("forsikring", "sporsmal=har_jeg", "hvilken=hvilke", "ks_os_ledig=tok")
    assert text(over, "I-KS-OS") == "«Avdelingen din har oversikten. Jeg setter deg over.»"
    organisation = default_organisation().model_copy(
        update={"departments": (Department(number=4, email="avd4@eksempel.no"),)}
    )
    facts = Facts.model_validate(
        {"call_date": "2026-03-23", "caller": "medlem", "identity_confirmed": True, "member": MEMBER}
    )
    sent = answer_with(ProcedureRun(library(), "utmelding", facts, organisation), "maate=epost_brev")
    assert {"S-UT", "I-ADRESSE-SMS"} <= set(templates(sent))
    pay = take(
        "trobbel",
        "hendelse=manglende_lonn",
        "lonn_dato=2026-02-15",
        "konkurs=nei",
        "tillitsvalgt=nei",
        availability=AWAY,
    )
    assert "Ikke skriv under på noe før du har snakket med oss." in text(pay, "I-LONN")


def test_a_note_that_was_edited_gives_way_to_one_about_something_else(services: Services, ingunn: Member) -> None:
    """UT-3, OF-3: the member wanted out, and now to another union. Both notes are called «merknad»."""
    leaving = half_way(services, "utmelding", ingunn, "maate=har_adressen")
    draft = looked_over(services, leaving, texts={"merknad": "27.11.2026: Ville ut, sint. MH"})
    assert card(services, draft, "merknad").text == "27.11.2026: Ville ut, sint. MH"
    moved = answered(services, draft, "+maate=annet_forbund", "eget_onske=ja", "til_forbund=NTL")
    assert "overføring til NTL" in card(services, moved, "merknad").text
    by_form = answered(services, draft, "+maate=min_side")
    assert "(skjema på Min Side)" in card(services, by_form, "merknad").text


def test_what_was_struck_in_one_subject_is_not_struck_in_another(services: Services, ingunn: Member) -> None:
    """OA-2, OF-2: the e-mail of each is called «epost»."""
    moving = half_way(services, "overforing_avdeling", ingunn, "eget_onske=ja", "til=6")
    struck = looked_over(services, moving, on={"epost": False}, reasons={"epost": "ringer selv"})
    assert not card(services, struck, "epost").on
    other = struck.with_run(run_of(services, struck).switched("overforing_forbund"))
    other = answered(services, other, "til_forbund=NTL")
    assert card(services, other, "epost").on
    assert "ringer selv" not in card(services, other, "merknad").text


@pytest.mark.parametrize(
    ("category", "answers", "asked"),
    [
        ("utmelding", ("maate=annet_forbund", "eget_onske=ja", "til_forbund=NTL"), "maate"),  # no, out after all
        ("kontingent", ("hva=gf",), "hva"),  # it was the fee
        ("forsikring", ("sporsmal=help", "jobb=ja"), "jobb"),  # it was private
    ],
)
def test_whoever_comes_back_to_a_subject_is_asked_again_what_led_away_from_it(
    category: str, answers: tuple[str, ...], asked: str
) -> None:
    """UT-3, KF-2, FO-12: never «avventer bekreftelse (skal over i et annet lo-forbund)»."""
    run = take(category, *answers)
    assert run.procedure.id != category
    back = run.switched(category)
    assert back.current is not None
    assert back.current.id == asked


def test_the_way_there_is_kept_for_whoever_comes_back_once_more() -> None:
    """FO-9: what was answered in the other category stands when one is led there again."""
    run = take("utmelding", "maate=annet_forbund", "eget_onske=ja", "til_forbund=NTL").switched("utmelding")
    again = answer_with(run, "maate=annet_forbund")
    assert again.procedure.id == "overforing_forbund"
    assert again.current is None
    assert "til NTL" in text(again, "N-OF")


@pytest.mark.parametrize(
    ("run", "struck", "template", "never", "instead"),
    [
        (
            ("kurs", "type=sporsmal", "kurs=Excel", "lurer_paa=Når?", "ansvarlig=4", "ledig=ingen"),
            "epost",
            "N-KU",
            "Sak til",
            "Ingen i avd. 4 tok samtalen. E-post er",
        ),
        (
            ("kurs", "type=sporsmal", "kurs=Excel", "lurer_paa=Når?", "ansvarlig=vet_ikke"),
            "epost_admin",
            "N-KU",
            "Sak til",
            "Avdelingen er ikke kjent.",
        ),
        (
            ("forsikring", "sporsmal=purring_gf", "gf_type_purring=ny"),
            "gf_epost",
            "N-GF-PURRING",
            "til oppfølging når",
            "Lisa ikke tilgjengelig.",
        ),
        (
            ("forsikring", "sporsmal=avslutte", "gf_type_avslutte=ny", "adresse=ja"),
            "reservasjon",
            "N-GF-AVSLUTT",
            "bedt om å sende",
            "ny GF. Avd. 4 får beskjed når e-posten går. Brev i posten er",
        ),
        (
            ("forsikring", "sporsmal=avslutte", "gf_type_avslutte=ny", "adresse=ja"),
            "reservasjon",
            "E-GF-AVD",
            "sendes i posten",
            "ny GF. Til orientering.",
        ),
        (
            ("forsikring", "sporsmal=avslutte", "gf_type_avslutte=ny", "adresse=ja"),
            "gf_avdeling",
            "N-GF-AVSLUTT",
            "Avd. 4 får beskjed",
            "returkonvolutt når e-posten går. E-post er",
        ),
        (
            ("forsikring", "sporsmal=avslutte", "gf_type_avslutte=ny", "adresse=ja"),
            "gf_avdeling",
            "E-GF-POST",
            "får beskjed",
            "2312 Ottestad.\n\nHilsen",
        ),
        (
            ("trobbel", "hendelse=annet", "moete=nei", "tillitsvalgt=ja", "ds_ledig=ingen"),
            "epost",
            "N-TR",
            "videreformidlet",
            "DS/saksbehandler ikke tilgjengelig. Medlemmet er informert",
        ),
        (
            ("trobbel", "hendelse=annet", "moete=nei", "tillitsvalgt=ja", "ds_ledig=ingen"),
            "epost",
            "I-ALVORLIG",
            "Jeg sender saken",
            "«Ikke skriv under på noe før du har snakket med oss.»",
        ),
        (
            ("lov_avtale", "type=tolkning", "sporsmal=Hvor?", "kan_svare=nei", "vente=ja"),
            "epost",
            "N-LA",
            "Sak til DS",
            "Sløyfe 2 ikke tilgjengelig. E-post er",
        ),
        (
            ("opplysninger", "hva=arbeidsgiver", {"employer": "Fjord"}, "alt_inn=arbeidsgiver", "avdeling_ledig=ingen"),
            "endring",
            "N-ME",
            "Ført inn",
            "Ikke ført inn: arbeidsgiver.",
        ),
        (
            ("opplysninger", "hva=arbeidsgiver", {"employer": "Fjord"}, "alt_inn=arbeidsgiver", "avdeling_ledig=ingen"),
            "epost",
            "N-ME",
            "når e-posten går",
            "Ikke fullført: arbeidsgiver. ",
        ),
        (
            ("forsikring", "sporsmal=help", "jobb=nei", "svarte=ingen", "ute_igjen=vi_ringer"),
            "ute_oppringing",
            "N-UTE",
            "Vi prøver",
            "ringer selv.",
        ),
        (
            ("trobbel", "hendelse=annet", "moete=nei", "tillitsvalgt=ja", "ds_ledig=ingen"),
            "merknad",
            "E-TR",
            "Notert i medlemsbildet",
            "gjøre nå. Dette er veiledning",
        ),
        (
            ("trobbel", "hendelse=annet", "moete=nei", "tillitsvalgt=ja", "ds_ledig=ingen"),
            "oppringing",
            "E-TR",
            "at du tar kontakt",
            "Medlemmet er informert",
        ),
    ],
)
def test_what_was_struck_is_neither_noted_as_done_nor_promised(
    run: tuple[str | dict[str, str], ...], struck: str, template: str, never: str, instead: str
) -> None:
    """KU-1, FO-9, X-5: «Sendt avd. 4 på e-post. E-post er ikke med: ringer selv.»"""
    category, *answers = run
    assert isinstance(category, str)
    taken = take(category, *answers, availability={"gf_payments": False})
    whole = {a.template: a.text for a in Outcome(taken).actions()}
    review = Review(on={struck: False}, reasons={struck: "ringer selv"})
    left = {a.template: a.text for a in Outcome(taken, review).actions()}
    assert never in whole[template]
    assert never not in left[template]
    assert instead in left[template]
    assert not {"I-GF", "I-UTE-RING"} & set(left)
    assert struck != "reservasjon" or "I-RES" not in left


@pytest.mark.parametrize(
    ("run", "struck", "said"),
    [
        (("lov_avtale", "type=tolkning", "sporsmal=Hvor?", "kan_svare=nei", "vente=ja"), ("epost",), "I-LA"),
        (
            ("lov_avtale", "type=tolkning", "sporsmal=Hvor?", "kan_svare=nei", "vente=nei", "samtykke_naer=nei"),
            ("epost", "oppringing"),
            "I-LA",
        ),
        (
            ("kurs", "type=sporsmal", "kurs=vet_ikke", "lurer_paa=pris", "ansvarlig=4", "ledig=ingen"),
            ("epost",),
            "I-KU",
        ),
        (("kurs", "type=sporsmal", "kurs=vet_ikke", "lurer_paa=pris", "ansvarlig=vet_ikke"), ("epost_admin",), "I-KU"),
        (
            ("opplysninger", "hva=arbeidsgiver", {"employer": "Fjord"}, "alt_inn=arbeidsgiver", "avdeling_ledig=ingen"),
            ("epost",),
            "I-ME-VIDERE",
        ),
    ],
)
def test_what_was_struck_is_not_said_to_be_sent(
    run: tuple[str | dict[str, str], ...], struck: tuple[str, ...], said: str
) -> None:
    """LA-4, KU-1, ME-3: «Jeg sender det til avdelingen din», and the e-mail was left out."""
    category, *answers = run
    assert isinstance(category, str)
    taken = take(category, *answers)

    def left(*out: str) -> set[str]:
        review = Review(on=dict.fromkeys(out, False), reasons=dict.fromkeys(out, "ringer selv"))
        return {a.template for a in Outcome(taken, review).actions()}

    assert said in left()
    assert said not in left(*struck)
    assert all(said in left(*(one for one in struck if one != kept)) for kept in struck if len(struck) > 1)


def test_nobody_without_a_phone_is_promised_to_be_rung() -> None:
    """GE-5, FO-9"""
    tried = take("forsikring", "sporsmal=skade", "svarte=ingen", "ute_igjen=vi_ringer", "tlf=ingen", member=NO_PHONE)
    assert "Vi prøver igjen" not in text(tried, "I-UTE-RING") + text(tried, "N-UTE")
    assert "ringer igjen" in text(tried, "N-UTE")
    gf = take(
        "forsikring",
        "sporsmal=purring_gf",
        "gf_type_purring=ny",
        "tlf=ingen",
        member=NO_PHONE,
        availability={"gf_payments": False},
    )
    assert "Vi har ikke noe nummer til deg" in text(gf, "I-GF")
    mail = action(
        take(
            "trobbel",
            "hendelse=oppsagt",
            "mottatt=-2",
            "forhandling=ikke_holdt",
            "onske=jobb",
            "ansatt=ingen",
            "formfeil=ingen",
            "oppsigelsestid=vet_ikke",
            "tillitsvalgt=ja",
            "tlf=ingen",
            "+best_tid=etter 15",
            member=NO_PHONE,
            availability=AWAY,
            received_on="sloyfe:2",
        ),
        "EMAIL",
    )["text"]
    assert "Nås på: ikke oppgitt\n" in mail


@pytest.mark.parametrize(
    "answers",
    [
        ("trobbel", "hendelse=annet", "moete=nei", "tillitsvalgt=ja"),
        ("annet", "tema=parkering", "videre=ring", "onsket_tid=i morgen 10"),
        ("lov_avtale", "type=tolkning", "sporsmal=Pausen?", "kan_svare=nei", "vente=ja"),
    ],
)
def test_a_member_may_be_rung_on_another_number_than_the_one_we_have(answers: tuple[str, ...]) -> None:
    """GE-5, TR-5: who rings from work is rung there; the number we have is shown, and can be another."""
    run = take(*answers, availability=AWAY)
    assert {"tlf", "stemmer"} & shown(run)
    other = answer_with(run, "+tlf=22 12 34 56")
    told = " ".join(a.text for a in Outcome(other).actions() if a.on)
    assert "22 12 34 56" in told
    assert "990 00 418" not in told


@pytest.mark.parametrize(
    ("category", "answers", "told"),
    [
        ("utmelding", (), "I-UT-IKKE"),
        ("overforing_avdeling", ("eget_onske=ja",), "I-IKKE-MEDLEM"),
        ("overforing_forbund", ("eget_onske=ja",), "I-IKKE-MEDLEM"),
    ],
)
def test_nobody_leaves_or_moves_a_membership_that_they_do_not_have(
    category: str, answers: tuple[str, ...], told: str
) -> None:
    """UT-1, OA-1, OF-1: who is no member was asked for it in writing, and a department was told to move them."""
    run = take(category, *answers, caller="ikke_medlem", member={})
    assert run.current is None
    assert text(run, told)
    assert not {"EMAIL", "SMS", "NOTE", "AWAIT_CONFIRMATION"} & set(kinds(run))
    lost = take(category, *answers, caller="ukjent", member={})
    assert lost.current is not None
    assert lost.current.id == "er_medlem"
    assert "AWAIT_CONFIRMATION" in kinds(answer_with(lost, "er_medlem=ja"))


def test_the_department_is_known_before_anybody_asks_who_is_free_there() -> None:
    """FO-1, FO-4, LA-5: of one without a record, KS and OS and the neighbours were asked for before it was known
    where."""
    lost: dict[str, Any] = {"member": {}, "caller": "ukjent"}
    insured = take("forsikring", "sporsmal=har_jeg", "er_medlem=ja", "hvilken=hvilke", **lost)
    assert insured.current is not None
    assert insured.current.id == "avdeling"
    insured = answer_with(answer_with(insured, "avdeling=4"), "ks_os_ledig=tok")
    assert ("TRANSFER", "avdeling:4:KS_OS", "") in actions(insured)
    law = take("lov_avtale", "type=tolkning", "er_medlem=ja", "sporsmal=Pausen?", "kan_svare=nei", "vente=nei", **lost)
    assert law.current is not None
    assert law.current.id == "avdeling"
    asked = answer_with(law, "avdeling=4").current
    assert asked is not None
    assert asked.id == "samtykke_naer"


@pytest.mark.parametrize(
    ("category", "to"), [("overforing_avdeling", "til=9"), ("overforing_forbund", "til_forbund=NTL")]
)
def test_nothing_is_awaited_that_nobody_has_asked_for(category: str, to: str) -> None:
    """OA-1, OF-1: the request was struck, with a reason. The note is written all the same (OA-3)."""
    run = take(category, "eget_onske=ja", to)
    assert "AWAIT_CONFIRMATION" in kinds(run)
    struck = Review(on={"skriftlig": False}, reasons={"skriftlig": "la på"})
    left = {a.kind for a in Outcome(run, struck).actions() if a.on}
    assert "AWAIT_CONFIRMATION" not in left
    assert "NOTE" in left


@pytest.mark.parametrize(
    ("run", "way_out"),
    [
        (("overforing_avdeling", "eget_onske=ja"), "trykk Tab og 0."),
        (("innmelding", "hvordan=naa", "arbeidssted=Månen", "sikker=ja"), "trykk Tab og 0."),
        (("kurs", "type=sporsmal", "kurs=Excel", "lurer_paa=Når?"), "trykk Tab og 0."),
        (("trobbel", "er_medlem=ja"), "trykk Tab og 0."),
    ],
)
def test_a_department_that_does_not_exist_is_no_answer(run: tuple[str, ...], way_out: str) -> None:
    """IN-2, OA-2, KU-1, TR-5: nobody is registered in avd. 99, and no mail goes there."""
    member = {} if run[0] in {"innmelding", "trobbel"} else MEMBER
    asked = at_home(take(*run, member=member))
    with pytest.raises(AnswerError, match=f"Avdeling 99 finnes ikke i Katalog.*{way_out}"):
        at_home(asked, "99")
    at_home(asked, "6")


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        (("utmelding", "maate=epost_brev"), "UT-2"),
        (("overforing_avdeling", "eget_onske=ja", "til=6"), "OA-1"),
        (("overforing_forbund", "eget_onske=ja", "til_forbund=NTL"), "OF-1"),
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


def test_whoever_gets_the_case_is_told_that_there_is_no_phone() -> None:
    """TR-5, FO-9, ME-3, KU-1, MD-2: never «Nås på: ingen»."""
    case = take(
        "trobbel", "hendelse=annet", "moete=nei", "tillitsvalgt=ja", "tlf=ingen", member=NO_PHONE, availability=AWAY
    )
    assert "Nås på: ikke oppgitt\n" in text(case, "E-TR")
    gf = take(
        "forsikring",
        "sporsmal=purring_gf",
        "gf_type_purring=ny",
        "tlf=ingen",
        member=NO_PHONE,
        availability={"gf_payments": False},
    )
    assert "Medlemmet har ikke oppgitt telefon." in text(gf, "E-GF-PURRING")
    changed = take(
        "opplysninger",
        "hva=arbeidsgiver",
        {"ny_arbeidsgiver": {"employer": "X"}},
        "alt_inn=arbeidsgiver",
        "avdeling_ledig=ingen",
        "tlf=ingen",
        member=NO_PHONE,
    )
    assert "Medlemmet har ikke oppgitt telefon." in text(changed, "E-ME")
    course = take(
        "kurs",
        "type=sporsmal",
        "kurs=Excel",
        "lurer_paa=Når?",
        "ansvarlig=4",
        "ledig=ingen",
        "tlf=ingen",
        member=NO_PHONE,
    )
    assert "Kan nås på: ikke oppgitt." in text(course, "E-KU")
    paper = press(
        "redaksjon=VG",
        "journalist=Kari Nordmo",
        "tema=streik",
        "tar_samtalen=ingen",
        "beskjed=beskjed",
        "deadline=vet_ikke",
        "tlf=ingen",
    )
    assert "VG, tlf. ikke oppgitt." in text(paper, "E-MD")


@pytest.mark.parametrize(
    ("category", "answers", "waits"),
    [
        ("utmelding", ("er_medlem=ja", "maate=epost_brev", "avdeling=4"), "Utmelding"),
        ("overforing_avdeling", ("eget_onske=ja", "er_medlem=ja", "til=6", "avdeling=4"), "Overføring til avd. 6"),
        (
            "overforing_forbund",
            ("eget_onske=ja", "er_medlem=ja", "til_forbund=NTL", "avdeling=4"),
            "Overføring til NTL",
        ),
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


def test_a_number_that_was_told_is_not_asked_for_again(services: Services) -> None:
    """IN-2, ME-3: «hvor kan vi nå deg?» was answered with the name."""
    told = {**NAME, "phone": "412 34 567"}
    run = take(
        "innmelding",
        "hvordan=naa",
        "arbeidssted=student",
        "sikker=ingen",
        {"personalia": told},
        caller="ikke_medlem",
        member={},
    )
    assert run.current is None
    assert "Vi ringer deg på 412 34 567." in text(run, "I-INN-RING")
    changed = take(
        "opplysninger",
        "hva=kontaktinfo+arbeidsgiver",
        {"kontakt": {"phone": "41234567"}},
        {"ny_arbeidsgiver": {"employer": "X"}},
        "alt_inn=arbeidsgiver",
        "avdeling_ledig=ingen",
        member=NO_PHONE,
    )
    assert changed.current is None
    draft = ready(
        services, "innmelding", None, "hvordan=naa", "arbeidssted=student", "sikker=ingen", told, caller="ikke_medlem"
    )
    services.inquiries.complete(draft)
    assert [c.number for c in services.callbacks.all_open()] == ["41234567"]


def test_every_rule_of_the_procedure_has_a_test_that_names_it() -> None:
    here = Path(__file__).parent.parent
    text = "\n".join(path.read_text(encoding="utf-8") for path in here.rglob("test_*.py"))
    named = set(re.findall(r"\b(?:GE|KF|ME|IN|UT|OA|OF|FO|TR|LA|KU|MD|AN|X)-\d+\b", text))
    named |= {rule for call in all_calls() for rule in call.raw["rules"]}
    assert {name for name, rule in library().rules.items() if rule.strength != PROGRAM_RULE} - named == set()


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
    assert set(library().templates) - used == {"E-CB", "L-BEKR", "S-PURR", "S-PROVDE"}


@pytest.mark.parametrize("first", mostly_at_night(sorted(library().procedures), "kurs", "trobbel", "utmelding"))
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
    run = take("forsikring", "sporsmal=help", "jobb=avtale", received_on="sloyfe:1", availability={"sloyfe_2": False})
    assert run.procedure.id == "lov_avtale"
    for said in ("type=tolkning", "sporsmal=hvor lang er pausen", "vente=ja"):
        run = answer_with(run, said)
    assert "spør: hvor lang er pausen" in action(run, "EMAIL")["text"]


def test_a_neighbour_is_not_rung_before_the_gate_after_a_switch_either() -> None:
    """TR-3, X-2"""
    start = take(
        "lov_avtale",
        "type=tolkning",
        "sporsmal=Er oppsagt",
        "vente=nei",
        "samtykke_naer=ja",
        "naer_ledig=tok",
        availability={**AWAY, "nearby_DS": None, "sloyfe_2": False},
        received_on="sloyfe:1",
        call_date="2026-03-24",
    )
    run = start.switched("trobbel")
    for said in (
        "hendelse=oppsagt",
        "mottatt=2026-03-12",
        "forhandling=ikke_holdt",
        "onske=jobb",
        "ansatt=ingen",
        "formfeil=ingen",
        "oppsigelsestid=vet_ikke",
    ):
        run = answer_with(run, said)
    assert ("TRANSFER", "naboavdeling:DS", "") not in actions(run)
    run = answer_with(run, "tillitsvalgt=nei")
    assert ("TRANSFER", "naboavdeling:DS", "") in actions(run)


@pytest.mark.parametrize(
    ("category", "to", "note", "mail"),
    [("overforing_avdeling", "til=9", "N-OA", "E-OA"), ("overforing_forbund", "til_forbund=NTL", "N-OF", "E-OF")],
)
def test_a_request_that_was_struck_is_not_told_of(category: str, to: str, note: str, mail: str) -> None:
    """OA-1, OA-2, OF-1, OF-2"""
    run = take(category, "eget_onske=ja", to)
    assert "avventer skriftlig bekreftelse" in text(run, note)
    assert "Vi har bedt om skriftlig bekreftelse" in text(run, mail)
    struck = Review(on={"skriftlig": False}, reasons={"skriftlig": "la på"})
    left = {a.template: a.text for a in Outcome(run, struck).actions()}
    assert "avventer" not in left[note]
    assert "ikke bedt om skriftlig bekreftelse ennå" in left[note]
    assert "Vi har bedt" not in left[mail]


def test_what_may_come_says_which_question_decides() -> None:

    def asked(run: ProcedureRun) -> dict[str, str]:
        outcome = Outcome(run)
        found = ((o.template or o.kind, outcome.deciding_step(o)) for o in outcome.possible())
        return {name: step.ask for name, step in found if step}

    assert asked(take("utmelding"))["S-UT"] == "Hvordan vil du sende det?"
    run = take("trobbel", "hendelse=oppsagt", "mottatt=2026-03-20")
    assert asked(run)["I-STAT"] == "Forhandlingsmøte?"
    assert asked(run)["TRANSFER"] == "Snakket med tillitsvalgt?"


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
    run = take("opplysninger", "hva=kontaktinfo", {"kontakt": {"phone": "990 00 111"}})
    seen |= {(name, field_name(run, name)) for a in Outcome(run).actions() for name in a.missing}
    assert ("ikke_fort_inn", "Fikk du ført inn alt?") in seen
    assert [pair for pair in seen if pair[1] in (pair[0], "et svar") or "_" in pair[1]] == []


def test_an_abbreviation_keeps_its_capitals() -> None:
    assert target_label("role:gf_payments", default_organisation()).endswith("(GF-innbetalinger)")
    assert target_label("role:procedure_owner", default_organisation()).endswith("(ansvarlig for prosedyrene)")


LAID_OFF = ("hendelse=permittert", "varsel=2026-03-20", "permittert_fra=01.04", "nav=nei", "tillitsvalgt=ja")
NEARBY = {"availability": {**AWAY, "nearby_DS": True}, "received_on": "sloyfe:2"}
DISMISSED = (
    "hendelse=oppsagt",
    "mottatt=-12",
    "forhandling=ikke_holdt",
    "onske=jobb",
    "ansatt=ingen",
    "formfeil=ingen",
)
NEAR = (*DISMISSED, "oppsigelsestid=vet_ikke", "tillitsvalgt=ja", "samtykke_naer=ja")


@pytest.mark.parametrize(
    ("category", "answers", "facts", "step", "words", "took"),
    [
        ("trobbel", LAID_OFF, {}, "si_forst", "Meld deg hos Nav og søk om dagpenger.", "sloyfe2_ledig"),
        ("trobbel", NEAR, NEARBY, "si_for_naer", "Fristen for å kreve forhandlinger ser ut til å være", "naer_ledig"),
        ("annet", ("Ferie", "over", "Ola"), THIRD_PARTY, "si_tredjepart", "bekrefte eller avkrefte", "sett_over"),
    ],
)
def test_what_must_be_said_is_asked_before_the_caller_is_put_through_and_not_after(
    category: str, answers: tuple[str, ...], facts: dict[str, Any], step: str, words: str, took: str
) -> None:
    """TR-7, X-4"""
    run = take(category, *answers, **{"received_on": "sloyfe:1", **facts})
    assert run.chosen(step)
    assert words in Outcome(run).spoken(next(one for one in run.procedure.steps if one.id == step))
    assert run.current is not None
    assert run.current.id == took
    assert [one.template for one in Outcome(run.answer(took, Answer(choice="tok"))).actions() if one.must_be_said] == []
