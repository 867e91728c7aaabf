"""Whoever takes a case over, and whoever waits for it, is told how it stands: no more was promised than is done."""

from typing import Any

import pytest

from sentralbord_desktop.procedures.checks.simulate import answer_with
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.office import Services
from tests.acceptance.test_rules import MEMBER, action, actions, take
from tests.acceptance.test_what_is_left import AWAY, kinds, text
from tests.calls import ready

HURRIES = ("trobbel", "oppsagt", "2026-03-10", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke", "nei")
"""Two weeks are over tomorrow."""
NEARBY = {**AWAY, "nearby_DS": None}

# ---------------------------------------------------------------- trøbbel


def test_the_members_own_ds_is_told_that_a_neighbour_has_the_case() -> None:
    """X-2, TR-5: the mail told to ring a member whom another DS was speaking with, and said that they waited."""
    asked = take(*HURRIES, availability=NEARBY)
    over = text(answer_with(answer_with(asked, "ja"), "ja"), "E-TR")
    assert "mulig frist 24.03.2026. Satt over til DS i nærliggende avdeling etter samtykke." in over
    assert "at du tar kontakt" not in over
    none = text(answer_with(answer_with(asked, "ja"), "nei"), "E-TR")
    assert "Ingen DS i nærliggende avdeling ledig." in none
    waits = text(answer_with(asked, "nei"), "E-TR")
    assert "Ville vente på egen DS." in waits
    for mail in (none, waits):
        assert "Medlemmet har fått beskjed om at du tar kontakt." in mail


@pytest.mark.parametrize(
    ("when", "where", "template"),
    [
        ("2026-03-20", "ingen", "I-FRIST"),
        ("2026-03-01", "ingen", "I-FRIST-UTE"),
        ("vet_ikke", "ingen", "I-FRIST-UKJENT"),
        ("i dag", "staten", "I-STAT"),
    ],
)
def test_whoever_was_dismissed_is_always_told_what_to_do(when: str, where: str, template: str) -> None:
    """4.4, TR-7: «always add an action», also where no date can be said; it was said with a date only."""
    answers = ("trobbel", "oppsagt", when, "ikke_holdt", "jobb", where)
    notice = () if where == "staten" else ("vet_ikke",)
    written = text(take(*answers, "ingen", *notice, "ja", availability=AWAY), template)
    assert " Ta vare på brevet og konvolutten. Ikke skriv under på noe før" in written
    oral = text(take(*answers, "muntlig", *notice, "ja", availability=AWAY), template)
    assert "konvolutten" not in oral
    assert ". Ikke skriv under på noe før du har snakket med oss." in oral


NOBODY = {**MEMBER, "phone": ""}


@pytest.mark.parametrize(
    ("answers", "template"),
    [
        (("oppsagt", "2026-03-20", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke"), "I-FRIST"),
        (("oppsagt", "vet_ikke", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke"), "I-FRIST-UKJENT"),
        (("oppsagt", "2026-03-01", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke"), "I-FRIST-UTE"),
        (("oppsagt", "2026-03-20", "ikke_holdt", "jobb", "staten", "ingen"), "I-STAT"),
        (("permittert", "2026-03-20", "30.03.2026", "ja"), "I-PERM"),
        (("manglende_lonn", "2026-02-20", "nei"), "I-LONN"),
        (("annet",), "I-ALVORLIG"),
    ],
)
def test_a_member_whom_nobody_can_ring_does_not_wait_for_a_call(answers: tuple[str, ...], template: str) -> None:
    """TR-7, GE-5: «hører du ikke fra oss», said to one who had no phone, and DS was to get in touch."""
    silent = take("trobbel", *answers, "ja", "ingen", member=NOBODY, availability=AWAY)
    assert silent.current is None
    assert "Vi har ikke noe nummer til deg, så " in text(silent, template)
    assert "Hører du ikke fra oss" not in text(silent, template)
    assert "Medlemmet har ikke oppgitt telefon, og må ringe oss igjen." in text(silent, "E-TR")
    rung = take("trobbel", *answers, "ja", availability=AWAY)
    assert "noe nummer" not in text(rung, template)
    assert "Medlemmet har fått beskjed om at du tar kontakt." in text(rung, "E-TR")


def test_whoever_is_put_through_needs_no_number() -> None:
    """TR-2: nobody asks for it then, and no text waits for it."""
    unknown = {"member": {}, "caller": "ukjent", "received_on": "sloyfe:1"}
    for answers, template in (
        (("oppsagt", "2026-03-20", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke"), "I-FRIST"),
        (("oppsagt", "2026-03-20", "ikke_holdt", "jobb", "staten", "ingen"), "I-STAT"),
        (("permittert", "2026-03-20", "30.03.2026", "ja"), "I-PERM"),
    ):
        over = take("trobbel", "ja", "4", *answers, "ja", "ja", **unknown)
        assert over.current is None
        assert not Outcome(over).missing()
        assert "noe nummer" not in text(over, template)


def test_whoever_is_put_through_is_not_promised_that_the_case_is_sent() -> None:
    """TR-7, D25: «jeg sørger for at distriktssekretæren får saken i dag», and nothing was sent to anybody."""
    answers = ("trobbel", "oppsagt", "2026-03-20", "ikke_holdt", "jobb", "staten", "ingen", "ja")
    for over in (take(*answers, "ja", received_on="sloyfe:1"), take(*answers, "ja")):
        assert "EMAIL" not in kinds(over)
        assert "Jeg setter deg over nå. Si at saken må ses på i dag." in text(over, "I-STAT")
    left = take(*answers, availability=AWAY)
    assert "EMAIL" in kinds(left)
    assert "Jeg sørger for at distriktssekretæren får saken i dag." in text(left, "I-STAT")


EMPLOYED = {**MEMBER, "employer": "Renhold Øst AS"}


def test_a_member_with_two_employers_has_trouble_with_the_one_they_name() -> None:
    """TR-5: the mail had the employer of the record whatever was answered, and the question was hidden."""
    case = take("trobbel", "annet", "arbeidsgiver=Fjord AS", "ja", member=EMPLOYED, availability=AWAY)
    assert "Arbeidsgiver: Fjord AS\n" in text(case, "E-TR")
    assert "· Fjord AS ·" in action(case, "RECORD_MEMBER_DETAILS")["text"]
    known = take("trobbel", "annet", "ja", member=EMPLOYED, availability=AWAY)
    assert "Arbeidsgiver: Renhold Øst AS\n" in text(known, "E-TR")
    assert "arbeidsgiver" in shown(known)


@pytest.mark.parametrize(
    "answers",
    [
        ("trobbel", "annet", "ja"),
        ("annet", "parkering", "ring", "i morgen 10"),
        ("lov_avtale", "tolkning", "Pausen?", "nei", "ja"),
    ],
)
def test_a_member_may_be_rung_on_another_number_than_the_one_we_have(answers: tuple[str, ...]) -> None:
    """GE-5, TR-5: who rings from work is rung there; the number we have was used without being shown."""
    run = take(*answers, availability=AWAY)
    assert "tlf" in shown(run)
    other = answer_with(run, "tlf=22 12 34 56")
    told = " ".join(a.text for a in Outcome(other).actions() if a.on)
    assert "22 12 34 56" in told
    assert "990 00 418" not in told


def shown(run: ProcedureRun) -> set[str]:
    """The steps that stand in the trail, where the operator can change them."""
    return {line.step.id for line in run.trail if not line.is_quiet}


# ---------------------------------------------------------------- when


@pytest.mark.parametrize(
    ("said", "due", "promised"),
    [
        ("før 9 i morgen", "2026-03-24T08:00:00", "tirsdag 24. mars kl. 08"),
        ("onsdag før lunsj", "2026-03-25T11:00:00", "onsdag 25. mars kl. 11"),
        ("innen kl. 11", "2026-03-23T10:15:00", "mandag 23. mars kl. 10.15"),
        ("i overmorgen", "2026-03-25T10:00:00", "onsdag 25. mars kl. 10"),
        ("helst onsdag mellom ni og elleve", "2026-03-25T09:00:00", "onsdag 25. mars kl. 09"),
        ("onsdag i neste uke", "2026-04-01T10:00:00", "onsdag 1. april kl. 10"),
    ],
)
def test_a_wish_that_is_said_in_other_words_has_its_time_in_the_list(said: str, due: str, promised: str) -> None:
    """GE-5: «før 9» was rung at nine, and «i overmorgen» stood in the list without a time, whatever day it was."""
    run = take("annet", "parkering", "ring", said)
    assert action(run, "CALLBACK")["due"] == due
    assert f", {promised}.»" in text(run, "I-CB")
    assert f"ringt opp {promised} på 990 00 418" in text(run, "N-CB")


# ---------------------------------------------------------------- who has no membership


@pytest.mark.parametrize(
    ("category", "answers", "told"),
    [
        ("utmelding", (), "I-UT-IKKE"),
        ("overforing_avdeling", ("ja",), "I-IKKE-MEDLEM"),
        ("overforing_forbund", ("ja",), "I-IKKE-MEDLEM"),
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
    assert "AWAIT_CONFIRMATION" in kinds(answer_with(lost, "ja"))


# ---------------------------------------------------------------- who wants nothing of it


def test_a_journalist_may_want_neither_a_message_nor_the_press_contact(services: Services) -> None:
    """MD-2: both are offered, and nothing is left for anybody when both are declined."""
    answers = ("ja", "Kari Nord", "VG", "Per Ås", "streik", "nei", "ingen")
    run = take("media", *answers, caller="media", member={})
    assert run.current is None
    assert kinds(run) == ["ASK", "CONSULT", "INFORM", "LOG"]
    receipt = services.inquiries.complete(ready(services, "media", None, *answers, caller="media"))
    assert receipt.by_hand == ()
    assert services.callbacks.all_open() == []


# ---------------------------------------------------------------- what was asked


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("annet", "trekk fra lønnen"), "Spørsmål: trekk fra lønnen. Svar gitt: Det går fint."),
        (("sats",), "kontingentsats eller fritak. Svar gitt: Det går fint."),
        (("utsettelse",), "utsettelse med faktura. Svar gitt: Det går fint."),
        (("faktura",), "om faktura. Svar gitt: Det går fint."),
    ],
)
def test_what_was_asked_is_noted_also_where_something_is_missing(asked: tuple[str, ...], told: str) -> None:
    """KF-2, KF-3: a missing document took the place of the question and of its answer in the note."""
    note = text(take("kontingent", *asked, "ja", "brev om permisjon", "Det går fint."), "N-KF")
    assert told in note
    assert "Skyldes manglende dokumentasjon: ja, mangler brev om permisjon." in note


def test_whoever_works_in_several_places_is_told_that_the_department_is_asked() -> None:
    """IN-2, 3.3: the department was asked whether it was right, and the member heard that it was."""
    joins = {"caller": "ikke_medlem", "member": {}}
    told = {"first_name": "Ada", "last_name": "Berg", "phone": "99000777"}
    several = take("innmelding", "naa", "Moss og Oslo", "flere", "6", told, **joins)
    assert "registrert i avdeling 6 inntil videre, fordi du møter oftest der." in text(several, "I-INN-AVD")
    one = take("innmelding", "naa", "Moss", "ja", "6", told, **joins)
    assert "registrert i avdeling 6, fordi du jobber der. Vil du" in text(one, "I-INN-AVD")


def test_an_sms_about_a_deadline_says_when_and_where(services: Services) -> None:
    """7.3 S-FRIST: «vi tar kontakt før det» of a day that is today, and «ring oss» without the number."""
    organisation = services.organisation.read().model_copy(update={"phone": "22123456"})
    for received, contact in (("2026-03-09", "Vi tar kontakt i dag."), ("2026-03-10", "før det.")):
        run = take(
            "trobbel", "oppsagt", received, "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke", "ja", availability=AWAY
        )
        assert contact in text(run, "S-FRIST")
        assert "Hører du ikke fra oss, ring oss. Veiledning" in text(run, "S-FRIST")
    known = ProcedureRun(run.library, "trobbel", run.facts, organisation, run.given)
    assert "Hører du ikke fra oss, ring oss på 22 12 34 56. Veil" in text(known, "S-FRIST")


def test_who_has_not_spoken_with_the_steward_hears_of_it_also_when_nobody_is_free() -> None:
    """TR-3: recommended where nothing hurries; it was said only to those who were put through."""
    case = ("trobbel", "permittert", "2026-03-20", "30.03.2026", "ja", "nei")
    assert text(take(*case, availability=AWAY), "I-TV") == "«Snakk gjerne med tillitsvalgt også.»"
    over = text(take(*case, "ja"), "I-TV")
    assert over == ("«Snakk gjerne med tillitsvalgt også. Jeg setter deg over til en som kan hjelpe deg.»")
    for run in (take(*case[:-1], "ja", availability=AWAY), take(*HURRIES, availability=AWAY)):
        assert "I-TV" not in {template for _, _, template in actions(run)}


def test_the_department_is_known_before_anybody_asks_who_is_free_there() -> None:
    """FO-1, FO-4, LA-5: of one without a record, KS and OS and the neighbours were asked for before it was known
    where."""
    lost: dict[str, Any] = {"member": {}, "caller": "ukjent"}
    insured = take("forsikring", "har_jeg", "ja", "hvilke", **lost)
    assert insured.current is not None
    assert insured.current.id == "avdeling"
    insured = answer_with(answer_with(insured, "4"), "ja")
    assert ("TRANSFER", "avdeling:4:KS_OS", "") in actions(insured)
    law = take("lov_avtale", "tolkning", "ja", "Pausen?", "nei", "nei", **lost)
    assert law.current is not None
    assert law.current.id == "avdeling"
    asked = answer_with(law, "4").current
    assert asked is not None
    assert asked.id == "samtykke_naer"


@pytest.mark.parametrize("said", ["vet_ikke", "vet ikke"])
def test_a_member_may_not_know_which_union_it_is(said: str) -> None:
    """OF-1, OF-2, OF-3: «ønsker selv overføring til vet ikke», in the note, in the mail and in the list."""
    run = take("overforing_forbund", "ja", said)
    assert "ønsker selv overføring til et annet forbund. Det er gitt" in text(run, "N-OF")
    assert "ønsker selv overføring til et annet forbund. Vi har" in text(run, "E-OF")
    assert action(run, "AWAIT_CONFIRMATION")["detail"] == "til et annet forbund"
    known = take("overforing_forbund", "ja", "NTL")
    assert "overføring til NTL." in text(known, "N-OF")


def test_no_code_is_said_to_be_missing_in_a_record_that_nobody_found() -> None:
    """FO-4: «ingen koder i medlemsbildet», of one whose record was not open."""
    lost: dict[str, Any] = {"member": {}, "caller": "ukjent"}
    run = take("forsikring", "har_jeg", "ja", "hvilke", "4", "nei", **lost)
    assert action(run, "ANSWER")["text"] == "Forsikringskoder: ikke funnet"
    open_one = take("forsikring", "har_jeg", "hvilke", "nei")
    assert "Forsikringskoder: ingen koder i medlemsbildet" in action(open_one, "ANSWER")["text"]


@pytest.mark.parametrize("said", ["vet_ikke", "vet ikke"])
def test_a_question_may_be_of_no_course_in_particular(said: str) -> None:
    """KU-1: «har spørsmål om kurset vet ikke»."""
    run = take("kurs", "sporsmal", said, "Hva finnes for nye tillitsvalgte?", "vet_ikke")
    mail = text(run, "E-KU")
    assert "har spørsmål om kurs, ikke et bestemt: Hva finnes for nye" in mail
    assert "Spørsmål om kurs: ikke et bestemt. Hva finnes for nye tillitsvalgte? Sendt administrasjonen" in text(
        run, "N-KU"
    )
    named = take("kurs", "sporsmal", "Excel", "Når?", "vet_ikke")
    assert "har spørsmål om kurset Excel: Når?\n" in text(named, "E-KU")
