"""Forsikring: what comes of a call, by its answers. A call is on 23.03.2026, from a member in avd. 4."""

from typing import Any

import pytest

from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.procedures.checks.simulate import report
from sentralbord_desktop.procedures.loader import default_organisation, library
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.drafts import IncompleteError, check_complete
from sentralbord_desktop.services.drafts import reviewed as reviewed_actions
from sentralbord_desktop.services.office import Services
from tests.helpers.acceptance import (
    AWAY,
    MEMBER,
    NEW,
    NO_PHONE,
    NOT_FOUND,
    NOT_FOUND_NAMED,
    RESIGNED,
    THIRD_PARTY,
    action,
    actions,
    answer_with,
    kinds,
    take,
    text,
)
from tests.helpers.calls import half_way, reviewed
from tests.helpers.cases import Call, Case, play, situation
from tests.helpers.procedure_files import Break

OUTSIDE = [
    (("sporsmal=skade",), "tel:91509801", "Skademelding"),
    (("sporsmal=kjopt_selv", "hos_hvem=lo_favor"), "LO_FAVOR", "LO Favør"),
    (("sporsmal=kjope", "kjop_hos=sparebank1"), "SPAREBANK1", "SpareBank 1"),
    (("sporsmal=help", "jobb=nei"), "HELP", "HELP"),
]

CASES = (
    Case(
        "a damage is put through for whoever rings",
        "X-4: «give general info only»; FO-6 is direct.",
        Call(
            ("sporsmal=skade", "svarte=tok"),
            given={**THIRD_PARTY, "received_on": "sloyfe:1"},
            does=(("TRANSFER", "tel:91509801", ""),),
            never=("I-TREDJE",),
        ),
    ),
    Case(
        "where to buy on the web is told to whoever rings",
        "X-4: «give general info only»; FO-6 is direct.",
        Call(
            ("sporsmal=kjope", "kjop_hos=nett"),
            given={**THIRD_PARTY, "received_on": "sloyfe:1"},
            does=(("REFER", "url:lofavor.no", ""),),
            never=("I-TREDJE",),
        ),
    ),
    Case(
        "what a member has is told to nobody else",
        "X-4",
        Call(("sporsmal=har_jeg",), given=THIRD_PARTY, asks="", does=("I-TREDJE",)),
    ),
    Case(
        "a gf is ended for nobody else than the member",
        "X-4",
        Call(("sporsmal=avslutte",), given=THIRD_PARTY, asks="", does=("I-TREDJE",)),
    ),
    Case(
        "the department is told where the form goes for one without a record",
        "FO-11",
        Call(
            ("sporsmal=avslutte", "gf_type_avslutte=ny", "avdeling=4", "adresse=nei", {"ny_adresse": NEW}),
            given={**NOT_FOUND_NAMED, "caller_phone": "41234567"},
            does=("N-GF-AVSLUTT",),
            says={"E-GF-AVD": "Innringeren kan nås på 412 34 567, og brevet sendes til Nyveien 1, 2312 Ottestad."},
        ),
    ),
    Case(
        "nothing is sent for a member by whoever rings",
        "X-4: the question of another came to the DS as the member's, and terms to the member's address.",
        Call(
            ("sporsmal=vilkar", "vilkar_maate=papir"),
            given={"caller": "tredjepart", "member": MEMBER, "received_on": "sloyfe:1"},
            asks="",
            at_most=("INFORM", "LOG"),
            does=("I-TREDJE",),
        ),
    ),
    Case(
        "a damage that another tells of is not noted as the members",
        "X-4",
        Call(
            ("sporsmal=skade", "svarte=ingen", "ute_igjen=vi_ringer", "tlf=41234567"),
            given={"caller": "tredjepart"},
            never=("N-UTE",),
        ),
    ),
    Case(
        "a number of the record is not read out to one whom nobody knows",
        "X-3: a name was enough to hear somebody's number. Whom we ring and what is written has it.",
        Call(
            ("sporsmal=skade", "svarte=ingen", "ute_igjen=vi_ringer"),
            given={"availability": {"sloyfe_2": False}, "received_on": "sloyfe:1", "identity_confirmed": False},
            lacks={"I-UTE-RING": "990 00 418"},
            says={"I-UTE-RING": "på nummeret vi har på deg"},
        ),
        Call(
            ("sporsmal=skade", "svarte=ingen", "ute_igjen=vi_ringer"),
            given={"availability": {"sloyfe_2": False}, "received_on": "sloyfe:1"},
            says={"I-UTE-RING": "990 00 418"},
        ),
    ),
    Case(
        "the sms about lo favor has a number or none",
        "FO-7: «Telefon: se lofavor.no.»",
        Call(
            ("sporsmal=kjopt_selv", "hos_hvem=lo_favor", "svarte=selv"),
            equals={"S-LOFAVOR": "Hei! LO Favør finner du på lofavor.no. Hilsen sentralbordet"},
        ),
    ),
    Case(
        "no code is said of a record that nobody found",
        "FO-4, X-3: there is nothing to compare with, and nothing to read; somebody finds the record and rings.",
        Call(
            (
                "sporsmal=har_jeg",
                "er_medlem=ja",
                "hvilken=hvilke",
                "avdeling=4",
                "ks_os_ledig=ingen",
                "navn=Per Ås",
                "tlf=41234567",
            ),
            given={**NOT_FOUND, "identity_confirmed": False},
            asks="",
            does=(("CALLBACK", "sloyfe:1", ""),),
            says={
                "I-FO-RING": "så jeg kan ikke si hvilke forsikringer du har.»\n«Vi ringer deg på 412 34 567.»",
                "LOG.text": "Spurte om hvilke forsikringer som følger medlemskapet. Medlemsbildet er ikke funnet.",
            },
            never=("ANSWER", "NOTE"),
        ),
        Call(
            ("sporsmal=har_jeg", "hvilken=hvilke", "ks_os_ledig=ingen"),
            given={"member": {**MEMBER, "insurance_codes": ""}},
            never=("ANSWER",),
            does=(("CALLBACK", "avdeling:4:KS_OS", ""),),
            says={
                "I-FO-RINGES": "«Det står ikke i medlemsbildet ditt, så avdelingen må svare deg.»\n«Vi ringer deg på",
                "N-FO": "Ikke svart: ingen forsikringskoder i medlemsbildet.",
            },
        ),
    ),
    Case(
        "a letter to one without a record has an address",
        "FO-8: «adressen i medlemsbildet» is nowhere then.",
        Call(("sporsmal=vilkar", "vilkar_maate=papir", "vilkar_for=hjem"), given=NOT_FOUND, asks="adresse"),
        Call(
            ("sporsmal=vilkar", "vilkar_maate=papir", "vilkar_for=hjem", "adresse=nei", {"ny_adresse": NEW}),
            given=NOT_FOUND,
            says={"LETTER_ORDER.text": "Nyveien 1, 2312 Ottestad?"},
        ),
    ),
    Case(
        "what went to the administration is noted so",
        "X-5, OA-3, ME-3, FO-11: never «avd. ikke kjent (sendt administrasjonen)».",
        Call(
            ("sporsmal=avslutte", "gf_type_avslutte=ny", "avdeling=vet_ikke", "adresse=ja"),
            given={"member": {**MEMBER, "department": None}},
            says={
                "N-GF-AVSLUTT": "Administrasjonen får beskjed når e-posten går.",
                "L-RES": "Administrasjonen får beskjed fra meg.",
            },
        ),
    ),
    Case(
        "when it suits them best goes with the case",
        "GE-5, TR-5, FO-9: «Nås på {tlf}, best {tid}». Nobody is asked in turn.",
        Call(
            ("sporsmal=purring_gf", "gf_type_purring=ny"),
            given={"availability": {**AWAY, "gf_payments": False}},
            asks="",
            lacks={"E-GF-PURRING": "990 00 418, best"},
        ),
        Call(
            ("sporsmal=purring_gf", "gf_type_purring=ny", "+best_tid=etter 15"),
            given={"availability": {**AWAY, "gf_payments": False}},
            says={"E-GF-PURRING": "990 00 418, best etter 15"},
        ),
    ),
    Case(
        "the address of one without a record was told today",
        "FO-10",
        Call(
            ("sporsmal=avslutte", "gf_type_avslutte=ny", "avdeling=4", "adresse=nei", {"ny_adresse": NEW}),
            given=NOT_FOUND_NAMED,
            says={"L-RES": "Adresse kontrollert i dag: Nyveien 1, 2312 Ottestad."},
        ),
    ),
    Case(
        "a member without a phone is told to ring again by whoever would have rung",
        "LA-4, FO-6, IN-2, X-5",
        Call(
            ("sporsmal=skade", "svarte=ingen", "ute_igjen=vi_ringer", "tlf=ingen"),
            given={"member": NO_PHONE},
            says={
                "I-UTE-RING": "De svarer ikke akkurat nå.»\n«Vi har ikke noe nummer til deg",
                "N-UTE": "Medlemmet har ikke oppgitt nummer, og ringer igjen. –",
            },
        ),
    ),
    Case(
        "what is done for one who has resigned is noted too",
        "FO-9, FO-10, X-3: the letter goes to a new address, so we ask who it is, and the record has it.",
        Call(
            ("sporsmal=avslutte", "gf_type_avslutte=gammel", "+adresse=nei"),
            given={"member": RESIGNED, "identity_confirmed": False},
            asks="identitet",
        ),
        Call(
            (
                "sporsmal=avslutte",
                "gf_type_avslutte=gammel",
                "+adresse=nei",
                "identitet=ja",
                {"ny_adresse": {"street": "Ny 1", "post_code": "2312", "place": "Ottestad"}},
            ),
            given={"member": RESIGNED, "identity_confirmed": False},
            does=("EMAIL", "LETTER_ORDER", "NOTE", "UPDATE_MEMBER"),
        ),
        Call(
            ("sporsmal=purring_gf", "gf_type_purring=ny"),
            given={"member": RESIGNED, "availability": {"gf_payments": False}},
            does=("NOTE",),
        ),
    ),
    Case(
        "a letter and an email are about somebody",
        "FO-8, FO-10, FO-11, OA-2: «Hei, innringeren!» reaches nobody.",
        Call(
            ("sporsmal=vilkar", "vilkar_maate=papir", "vilkar_for=reise", "adresse=nei", {"ny_adresse": NEW}),
            given=NOT_FOUND,
            asks="navn",
        ),
        Call(
            (
                "sporsmal=vilkar",
                "vilkar_maate=papir",
                "vilkar_for=reise",
                "adresse=nei",
                {"ny_adresse": NEW},
                "navn=Per Ås",
            ),
            given=NOT_FOUND,
            equals={"LETTER_ORDER.letter_to": "Per Ås\nNyveien 1, 2312 Ottestad"},
        ),
    ),
    Case(
        "the administration is told that it is to find the department",
        "X-5: an e-mail to a department, sent to the administration, said nothing of why it came there.",
        Call(
            ("sporsmal=avslutte", "gf_type_avslutte=ny", "avdeling=vet_ikke", "adresse=ja"),
            given={"member": {**MEMBER, "department": None}, "availability": AWAY},
            asks="",
            begins={"E-GF-AVD": "Hei!\n\nVi vet ikke hvilken avdeling dette hører til."},
            lacks={"E-GF-AVD": ("dere til", "foretas av dere")},
        ),
        Call(
            ("sporsmal=avslutte", "gf_type_avslutte=ny", "adresse=ja"),
            given={"availability": AWAY},
            begins={"E-GF-AVD": "Hei!\n\nMedlem M-1 "},
        ),
    ),
    Case(
        "whoever gets the case hears that the record says resigned",
        "TR-5, LA-4, OA-2, OF-2, FO-11: «Medlem M-1 ringte», of one who had resigned.",
        Call(
            ("sporsmal=avslutte", "gf_type_avslutte=ny", "adresse=ja"),
            given={"member": RESIGNED, "availability": AWAY},
            says={"E-GF-AVD": "Medlem M-1, som står som utmeldt, "},
        ),
    ),
    Case(
        "who resigned and says that they are a member hears of no insurance",
        "FO-4: the codes were those of the membership that has ended.",
        Call(
            ("sporsmal=har_jeg", "er_medlem=ja", "hvilken=hvilke", "ks_os_ledig=ingen"),
            given={"member": {**RESIGNED, "insurance_codes": "Grunnforsikring"}, "availability": AWAY},
            says={"ANSWER.text": "medlemskapet", "N-FO": "Står som utmeldt: forsikringene er ikke oppgitt"},
            lacks={"ANSWER.text": "Grunnforsikring", "N-FO": "Sentralbordet svarte"},
            does=(("CALLBACK", "sloyfe:1", ""),),
        ),
        Call(
            ("sporsmal=har_jeg", "hvilken=hvilke", "ks_os_ledig=ingen"),
            given={"member": {**MEMBER, "insurance_codes": "Grunnforsikring"}, "availability": AWAY},
            says={
                "ANSWER.text": "Grunnforsikring",
                "N-FO": "Sentralbordet svarte: Grunnforsikring",
                "I-FO-SVAR": "så jeg svarer deg.»\n«I medlemsbildet ditt står Grunnforsikring.»",
            },
        ),
    ),
    Case(
        "a damage report is put through at once without more questions",
        "FO-6",
        Call(("sporsmal=skade", "svarte=tok"), asks="", does=(("TRANSFER", "tel:91509801", ""),)),
        Call(
            ("sporsmal=skade", "ute_igjen=selv"),
            given={"availability": {"tel:91509801": False}},
            does=(("SMS", "medlem", "S-SKADE"),),
        ),
    ),
    Case(
        "buying insurance goes to the sellers or the web",
        "FO-7",
        Call(("sporsmal=kjope", "kjop_hos=lo_favor", "svarte=tok"), does=(("TRANSFER", "LO_FAVOR", ""),)),
        Call(("sporsmal=kjope", "kjop_hos=nett"), does=(("REFER", "url:lofavor.no", ""),)),
    ),
    Case(
        "terms are on the web or ordered by post",
        "FO-8",
        Call(("sporsmal=vilkar", "vilkar_maate=nett"), does=(("REFER", "url:lofavor.no", ""),)),
        Call(
            ("sporsmal=vilkar", "vilkar_maate=papir", "vilkar_for=reiseforsikring", "adresse=ja"),
            equals={"LETTER_ORDER.to": "role:post", "LETTER_ORDER.template": "L-VILK"},
            says={"LETTER_ORDER.text": "Granveien 4"},
        ),
    ),
    Case(
        "a reminder on gf goes to its role or by email when away",
        "FO-9",
        Call(
            ("sporsmal=purring_gf", "gf_type_purring=ny", "gf_ledig=tok"),
            given={"availability": {"gf_payments": True}},
            does=(("TRANSFER", "role:gf_payments", ""),),
        ),
        Call(
            ("sporsmal=purring_gf", "gf_type_purring=ny"),
            given={"availability": {"gf_payments": False}},
            does=(("EMAIL", "role:gf_payments", "E-GF-PURRING"),),
            never=("LETTER_ORDER",),
        ),
    ),
    Case(
        "a member who reminds us of gf is told that it will be followed up",
        "FO-9",
        Call(
            ("sporsmal=purring_gf", "gf_type_purring=ny"),
            given={"availability": {"gf_payments": False}},
            does=(("INFORM", "", "I-GF"),),
        ),
    ),
    Case(
        "whoever gets the case of one without a record has the name",
        "LA-4, FO-9: «En innringer uten medlemsnummer», whom nobody could look up before ringing.",
        Call(
            ("sporsmal=purring_gf", "gf_type_purring=ny"),
            given={**NOT_FOUND, "availability": {"gf_payments": False}},
            asks="navn",
        ),
        Call(
            ("sporsmal=purring_gf", "gf_type_purring=ny", "navn=Per Ås", "tlf=41234567"),
            given={**NOT_FOUND, "availability": {"gf_payments": False}},
            says={"E-GF-PURRING": "Per Ås ringte 23.03.2026 om purring"},
        ),
        Call(("sporsmal=purring_gf", "gf_type_purring=ny"), given={"availability": {"gf_payments": False}}, asks=""),
    ),
    Case(
        "an answer that was typed with its full stop ends no sentence halfway",
        "FO-8, OA-2, OF-1: «vilkårene for Reise. og sende dem», «(Bodø.).», «Overføring til Fagforbundet.»",
        Call(
            ("sporsmal=vilkar", "vilkar_maate=papir", "vilkar_for=Reise.", "+adresse=ja"),
            says={
                "LETTER_ORDER.text": "vilkårene for Reise og sende dem",
                "LETTER_ORDER.letter_text": "vilkårene for Reise, som du ba om",
            },
        ),
    ),
    Case(
        "whoever posts the form is told whom it is for",
        "FO-10: «til medlem uten medlemsnummer?»",
        Call(
            (
                "sporsmal=avslutte",
                "gf_type_avslutte=ny",
                "avdeling=4",
                "adresse=nei",
                {"ny_adresse": NEW},
                "navn=Per Ås",
            ),
            given=NOT_FOUND,
            says={"LETTER_ORDER.text": "returkonvolutt til Per Ås? Adresse kontrollert"},
        ),
        Call(
            ("sporsmal=avslutte", "gf_type_avslutte=ny", "+adresse=ja"),
            says={"LETTER_ORDER.text": "returkonvolutt til medlem M-1? Adresse"},
        ),
    ),
    Case(
        "whoever posts the terms is told whose name is on the letter",
        "FO-8: «sende dem til Nyveien 1, 2312 Ottestad?», and the name that was asked for stood nowhere.",
        Call(
            (
                "sporsmal=vilkar",
                "vilkar_maate=papir",
                "vilkar_for=reise",
                "adresse=nei",
                {"ny_adresse": NEW},
                "navn=Per Ås",
            ),
            given=NOT_FOUND,
            says={"LETTER_ORDER.text": "sende dem til Per Ås, Nyveien 1, 2312 Ottestad?"},
        ),
        Call(
            ("sporsmal=vilkar", "vilkar_maate=papir", "vilkar_for=reise", "adresse=ja"),
            says={"LETTER_ORDER.text": "sende dem til Granveien 4, 2312 Ottestad?"},
        ),
    ),
    Case(
        "no address is changed before we know who it is",
        "X-3, FO-8, FO-10",
        Call(
            ("sporsmal=avslutte", "gf_type_avslutte=ny", "+adresse=nei"),
            given={"identity_confirmed": False},
            asks="identitet",
        ),
        Call(
            ("sporsmal=avslutte", "gf_type_avslutte=ny", "+adresse=nei", "identitet=ja", {"ny_adresse": NEW}),
            given={"identity_confirmed": False},
            does=("UPDATE_MEMBER",),
        ),
        Call(
            ("sporsmal=avslutte", "gf_type_avslutte=ny", "+adresse=nei", "identitet=nei"),
            given={"identity_confirmed": False},
            at_most=("ASK", "INFORM", "LOG"),
        ),
        Call(("sporsmal=vilkar", "vilkar_maate=papir"), given={"identity_confirmed": False}, asks="identitet"),
        Call(
            (
                "sporsmal=vilkar",
                "vilkar_maate=papir",
                "identitet=ja",
                "vilkar_for=reise",
                "+adresse=nei",
                {"ny_adresse": NEW},
            ),
            given={"identity_confirmed": False},
            does=("UPDATE_MEMBER",),
        ),
        Call(
            ("sporsmal=vilkar", "vilkar_maate=papir", "identitet=nei"),
            given={"identity_confirmed": False},
            at_most=("ASK", "INFORM", "LOG"),
        ),
        Call(("sporsmal=avslutte", "gf_type_avslutte=ny", "+adresse=ja"), lacks={"I-RES": "Granveien"}),
    ),
    Case(
        "which gf is told when it was asked",
        "FO-9",
        Call(
            ("sporsmal=purring_gf", "gf_type_purring=ny"),
            given={"availability": {"gf_payments": False}},
            says={"E-GF-PURRING": "på ny GF"},
        ),
        Call(
            ("sporsmal=purring_gf", "gf_type_purring=vet_ikke"),
            given={"availability": {"gf_payments": False}},
            says={
                "E-GF-PURRING": "på GF (gammel eller ny må avklares).",
                "N-GF-PURRING": "på GF (gammel eller ny må avklares).",
            },
        ),
        Call(
            ("sporsmal=purring_gf", "gf_type_purring=gammel"),
            given={"availability": {"gf_payments": False}},
            says={"E-GF-PURRING": "på gammel GF", "N-GF-PURRING": "på gammel GF"},
        ),
    ),
    Case(
        "the number of those who report damage goes with whoever rings them again",
        "FO-6",
        Call(("sporsmal=skade", "svarte=selv"), equals={"SMS.on": True}, says={"I-UTE-SELV": "915 09 801"}),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=situation)
def test_a_call(case: Case) -> None:
    play("forsikring", case)


def test_who_bought_it_may_ring_by_themselves_and_nobody_is_said_to_be_away() -> None:
    """FO-5: «henvise videre»"""
    run = take("forsikring", "sporsmal=kjopt_selv", "hos_hvem=ring_lo_favor")
    assert ("REFER", "LO_FAVOR", "") in actions(run)
    assert not [kind for kind, _, _ in actions(run) if kind in {"TRANSFER", "NOTE"}]
    assert "svarer ikke" not in text(run, "I-RING-SELV")
    assert ("REFER", "SPAREBANK1", "") in actions(take("forsikring", "sporsmal=kjopt_selv", "hos_hvem=ring_sparebank1"))


@pytest.mark.parametrize(
    ("kind", "asked", "to_member"),
    [
        ("gf_type_avslutte=ny", "for ny GF og", "avslutte ny GF."),
        ("gf_type_avslutte=begge", "for både gammel og ny GF og", "avslutte både gammel og ny GF."),
        ("gf_type_avslutte=vet_ikke", "for GF (gammel eller ny må avklares) og", "avslutte GF."),
    ],
)
def test_which_gf_is_ended_is_told_as_far_as_it_is_known(kind: str, asked: str, to_member: str) -> None:
    """FO-10"""
    run = take("forsikring", "sporsmal=avslutte", kind, "+adresse=ja")
    order = action(run, "LETTER_ORDER")
    assert asked in order["text"]
    assert to_member in order["letter_text"]
    assert "{" not in "".join(a["text"] for a in report(run)["actions"])


@pytest.mark.parametrize("who", [{"caller": "ikke_medlem", "member": {}}, {"member": RESIGNED}])
def test_what_goes_with_a_membership_is_not_told_to_one_who_has_none(who: dict[str, Any]) -> None:
    """FO-1, FO-4, 3.0: neither put through to KS nor read from the record."""
    run = take("forsikring", "sporsmal=har_jeg", **who, availability={"KS": True})
    run = run if run.current is None else answer_with(run, "er_medlem=nei")
    assert run.current is None
    assert set(kinds(run)) == {"INFORM", "REFER", "LOG"}
    assert "Du er ikke medlem hos oss" in text(run, "I-IKKE-MEDLEM")


def test_whoever_rings_those_outside_themselves_is_told_their_number() -> None:
    """X-5, FO-5, FO-7, FO-12: also LO Favør's, SpareBank 1's and HELP's, once it is in the catalogue."""
    organisation = default_organisation()
    numbers = {"LO_FAVOR": "22 59 03 00", "SPAREBANK1": "", "HELP": "+47 22 99 99 99"}
    targets = tuple(t.model_copy(update={"phone": numbers.get(t.key, t.phone)}) for t in organisation.targets)
    organisation = organisation.model_copy(update={"targets": targets})
    for answers, told in [
        (("sporsmal=skade",), " Nummeret er 915 09 801."),
        (("sporsmal=kjopt_selv", "hos_hvem=lo_favor"), " Nummeret er 22 59 03 00."),
        (("sporsmal=help", "jobb=nei"), " Nummeret er 22 99 99 99."),
        (("sporsmal=kjope", "kjop_hos=sparebank1"), ""),
    ]:
        facts = take("forsikring").facts
        run = ProcedureRun(library(), "forsikring", facts, organisation)
        for said in answers:
            run = answer_with(run, said)
        rings_at_once = answer_with(run, "svarte=selv")
        assert text(rings_at_once, "I-UTE-SELV") == f"«Da ringer du dem selv.{told}»"
        rings_later = answer_with(answer_with(run, "svarte=ingen"), "ute_igjen=selv")
        assert text(rings_later, "I-UTE-SELV") == f"«De svarer ikke akkurat nå.{told} Prøv gjerne igjen litt senere.»"


@pytest.mark.parametrize("question", ["hvilke", "advokat", "gruppeliv"])
def test_what_insurance_a_member_has_is_answered_here_only_when_ks_and_os_are_away(question: str) -> None:
    """FO-1, FO-2, FO-3, FO-4"""
    away = take("forsikring", "sporsmal=har_jeg", f"hvilken={question}", availability={"KS": False, "OS": False})
    assert action(away, "ANSWER")["by"] == "sentralbord"
    assert "TRANSFER" not in {kind for kind, _, _ in actions(away)}
    there = take(
        "forsikring",
        "sporsmal=har_jeg",
        f"hvilken={question}",
        "ks_os_ledig=tok",
        availability={"KS": False, "OS": True},
    )
    assert ("TRANSFER", "avdeling:4:KS_OS", "") in actions(there)
    assert "ANSWER" not in {kind for kind, _, _ in actions(there)}


@pytest.mark.parametrize(("choice", "to"), [("lo_favor", "LO_FAVOR"), ("sparebank1", "SPAREBANK1")])
def test_an_insurance_bought_privately_goes_to_lo_favor_or_sparebank1(choice: str, to: str) -> None:
    """FO-5"""
    assert ("TRANSFER", to, "") in actions(
        take("forsikring", "sporsmal=kjopt_selv", f"hos_hvem={choice}", "svarte=tok")
    )


def test_an_sms_about_a_number_has_the_number_of_the_catalogue() -> None:
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

    assert "lofavor.no. Telefon: 22 59 03 00. Hilsen" in sent("S-LOFAVOR", "sporsmal=kjope", "kjop_hos=nett")
    assert "til skademelding er 915 09 802. Hilsen" in sent("S-SKADE", "sporsmal=skade")
    plain = next(a for a in Outcome(take("forsikring", "sporsmal=skade")).actions() if a.kind == "SMS")
    assert "er 915 09 801. Hilsen" in plain.text


def test_one_who_bought_it_goes_to_somebody_who_can_answer() -> None:
    """FO-5: LO Favør's phone or SpareBank 1. FO-7: who wants to buy may read the web page as well."""
    steps = {step.id: [c.key for c in step.choices] for step in library().procedures["forsikring"].steps}
    assert steps["hos_hvem"] == ["lo_favor", "sparebank1", "ring_lo_favor", "ring_sparebank1"]
    assert steps["kjop_hos"] == ["lo_favor", "sparebank1", "nett"]
    assert ("TRANSFER", "LO_FAVOR", "") in actions(
        take("forsikring", "sporsmal=kjopt_selv", "hos_hvem=lo_favor", "svarte=tok")
    )
    assert ("REFER", "url:lofavor.no", "") in actions(take("forsikring", "sporsmal=kjope", "kjop_hos=nett"))


def test_what_is_said_of_a_bought_insurance_is_of_the_one_who_has_it() -> None:
    """FO-5"""
    said = [
        a["text"]
        for a in report(take("forsikring", "sporsmal=kjopt_selv", "hos_hvem=lo_favor", "svarte=tok"))["actions"]
        if a["on"]
    ]
    assert any("LO Favør" in words for words in said)
    said = [
        a["text"]
        for a in report(take("forsikring", "sporsmal=kjopt_selv", "hos_hvem=sparebank1", "svarte=tok"))["actions"]
        if a["on"]
    ]
    assert not any("LO Favør" in words for words in said)


@pytest.mark.parametrize(("answers", "target", "name"), OUTSIDE)
def test_a_caller_whom_nobody_outside_takes_is_not_dropped(answers: tuple[str, ...], target: str, name: str) -> None:
    """X-5, FO-5, FO-6, FO-7, FO-12"""
    put_through = take("forsikring", *answers, "svarte=tok")
    assert ("TRANSFER", target) in [(kind, to) for kind, to, _ in actions(put_through)]
    run = take("forsikring", *answers, "svarte=selv")
    assert "TRANSFER" not in kinds(run)
    assert action(run, "REFER")["to"] == target
    assert f"Skulle settes over til {name}. Medlemmet ringer selv." in text(run, "N-UTE")
    run = take("forsikring", *answers, "svarte=ingen", "ute_igjen=vi_ringer")
    assert "TRANSFER" not in kinds(run)
    assert action(run, "CALLBACK")["text"] == f"{name} svarte ikke: prøv igjen, og sett over"
    assert "ringer deg på 990 00 418" in text(run, "I-UTE-RING")
    assert "Vi prøver igjen og ringer medlemmet på 990 00 418." in text(run, "N-UTE")


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
    """GE-5: «best etter 15» was to be rung at ten."""
    outside = take(
        "forsikring", "sporsmal=help", "jobb=nei", "svarte=ingen", "ute_igjen=vi_ringer", f"+best_tid={best}"
    )
    assert action(outside, "CALLBACK")["due"] == f"2026-03-24T{at}:00"


def test_a_letter_is_not_completed_before_the_address_is_answered(services: Services, ingunn: Member) -> None:
    """Fullfør: the address of the record is not taken by itself."""
    open_draft = half_way(services, "forsikring", ingunn, "sporsmal=avslutte", "gf_type_avslutte=ny", "avdeling=4")
    with pytest.raises(IncompleteError, match=r"Mangler: Stemmer postadressen\?"):
        services.inquiries.complete(open_draft)
    done = half_way(
        services, "forsikring", ingunn, "sporsmal=avslutte", "gf_type_avslutte=ny", "avdeling=4", "adresse=ja"
    )
    assert "Brevbestilling" in services.inquiries.complete(reviewed(services, done)).sentence


def test_a_letter_of_a_procedure_without_the_question_is_not_completed_either(broken: Break) -> None:
    """Fullfør: also when the text was edited, which else misses nothing."""
    letter = (
        '{id: brev, kind: LETTER_ORDER, to: "role:post", text: "Send programmet.", when: {type: paamelding}, '
        "data: {letter: L-RES}}"
    )
    library_without = broken("nb/kurs.yaml", "outputs:\n", f"outputs:\n  - {letter}\n")
    start = take("kurs")
    run = ProcedureRun(library_without, "kurs", start.facts, start.organisation)
    for said in ("type=paamelding", "lenke=nei"):
        run = answer_with(run, said)
    assert run.current is None
    review = Review(texts={"brev": "Send programmet i dag."})
    with pytest.raises(IncompleteError, match="Mangler: postadressen"):
        check_complete(run, reviewed_actions(run, review), review)
