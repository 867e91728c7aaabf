"""What the register may answer: the table below, «Stemmer dette?», and where a letter goes."""

from datetime import date
from typing import Any

import pytest

from sentralbord_desktop.domain.inquiries.inquiry import Facts
from sentralbord_desktop.domain.organisation.organisation import Department
from sentralbord_desktop.procedures.answers import AnswerError
from sentralbord_desktop.procedures.checks.lint import wrong_proposals
from sentralbord_desktop.procedures.checks.simulate import answer_with, read_answers, report
from sentralbord_desktop.procedures.facts import SILENT_FACTS
from sentralbord_desktop.procedures.loader import default_organisation, library
from sentralbord_desktop.procedures.member_changes import changes
from sentralbord_desktop.procedures.model import SILENT
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.proposals import proposal_of, rows_of, shown_beside, source_of, value_of
from sentralbord_desktop.procedures.run import ProcedureRun
from tests.helpers.acceptance import confirm_proposals
from tests.helpers.procedure_files import Break, faults

INGUNN: dict[str, Any] = {
    "member_no": "204118",
    "name": "Ingunn Fjeldheim",
    "department": 4,
    "phone": "99000418",
    "employer": "Renhold Øst",
    "address": "Granveien 4, 2317 Hamar",
    "shop_steward": "Randi Granmo",
    "insurance_codes": "Kollektiv hjem",
    "changed": {"employer": "2026-11-17", "phone": "2024-05-02"},
}
DISMISSED = (*("oppsagt", "-12", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke"), "tillitsvalgt=ja")
ORGANISATION = default_organisation().model_copy(
    update={
        "departments": (
            Department(number=2, name="Byen", ks_first_contact=True),
            Department(number=4, name="Mjøstraktene"),
            Department(number=6, name="Fjellet"),
        )
    }
)
AWAY = {"sloyfe_2": False, "DS": False, "saksbehandler": False, "nearby_DS": False}


def call(category: str, *answers: Any, member: dict[str, Any] | None = None, **facts: Any) -> ProcedureRun:
    raw = {
        "call_date": "2026-11-30",
        "received_on": f"sloyfe:{library().procedures[category].loop}",
        "identity_confirmed": True,
        "member": INGUNN if member is None else member,
        **facts,
    }
    run = ProcedureRun(library(), category, Facts.model_validate(raw), ORGANISATION)
    for said in answers:
        run = answer_with(run, said)
    return run


def asked(run: ProcedureRun) -> str:
    return run.current.id if run.current else ""


def answered(run: ProcedureRun, step_id: str) -> str:
    step = run.procedure.step(step_id)
    assert step is not None
    answer = run.answer_of(step)
    return (answer.text or answer.choice) if answer else ""


def rows(run: ProcedureRun) -> list[tuple[str, str, str, str]]:
    step = run.procedure.step("stemmer")
    assert step is not None
    return [(row.digit, row.label, value_of(row, ORGANISATION), source_of(row)) for row in rows_of(run, step)]


def spoken(run: ProcedureRun) -> str:
    assert run.current is not None
    return Outcome(run).spoken(run.current)


# ------------------------------------------------------------------ the table


TABLE = {
    "identitet": ("identitet", "stille"),
    "er_medlem": ("medlem", "stille"),
    "navn": ("navn", "stille"),
    "tlf": ("tlf", "forslag"),
    "arbeidsgiver": ("arbeidsgiver", "forslag"),
    "avdeling": ("avdeling", "forslag"),
    "mangler_fortsatt": ("mangler_dokumentasjon", "forslag"),
    "etterspurt": ("etterspurt", "forslag"),
    "ansvarlig": ("kurs_avdeling", "forslag"),
    "ny_avdeling": ("arbeidssted_avdeling", "forslag"),
    "sikker": ("arbeidssted_kjent", "forslag"),
}


def test_every_step_that_a_fact_answers_is_as_the_table_says() -> None:
    steps = [step for procedure in library().procedures.values() for step in procedure.steps if step.from_fact]
    assert {step.id for step in steps} == set(TABLE)
    for step in steps:
        assert (step.from_fact.removeprefix("fakta."), step.as_) == TABLE[step.id], step.id
        assert step.as_ != SILENT or step.from_fact.removeprefix("fakta.") in SILENT_FACTS


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (
            "texts/felles.yaml",
            "from_fact: fakta.tlf\n",
            "from_fact: fakta.tlf\n    as: stille\n",
            "kurs.yaml, steg «tlf»: stille_faktum, «fakta.tlf» kan bare være et forslag, ikke svare stille.",
        ),
        (
            "nb/kurs.yaml",
            "from_fact: fakta.kurs_avdeling\n",
            "from_fact: fakta.kurs_avdeling\n    as: stille\n",
            "kurs.yaml, steg «ansvarlig»: stille_faktum, «fakta.kurs_avdeling» kan bare være et forslag",
        ),
        (
            "nb/kurs.yaml",
            "confirm: [tlf]",
            "confirm: [tlf, navn]",
            "kurs.yaml, steg «stemmer»: «navn» under confirm skal være et steg med felt og et forslag fra et faktum.",
        ),
        (
            "nb/kurs.yaml",
            "from_fact: fakta.kurs_avdeling\n",
            "beside: [fakta.vaeret]\n",
            "kurs.yaml, steg «ansvarlig»: faktumet «fakta.vaeret» under beside finnes ikke.",
        ),
    ],
)
def test_the_checker_refuses_a_fact_that_answers_too_much(
    file: str, old: str, new: str, fault: str, broken: Break
) -> None:
    """`stille_faktum`, and rows that propose nothing."""
    assert any(found.startswith(fault) for found in faults(broken(file, old, new), "kurs"))


def test_what_is_shipped_has_no_fact_that_answers_too_much() -> None:
    assert [f for procedure in library().procedures.values() for f in wrong_proposals(procedure)] == []


@pytest.mark.parametrize("fact", sorted(SILENT_FACTS))
def test_each_fact_of_the_list_may_answer_silently(fact: str, broken: Break) -> None:
    changed = broken("nb/kurs.yaml", "from_fact: fakta.kurs_avdeling\n", f"from_fact: fakta.{fact}\n    as: stille\n")
    assert list(wrong_proposals(changed.procedures["kurs"])) == []


def test_a_proposal_is_no_answer_before_a_person_has_given_it() -> None:
    run = call("utmelding", "maate=epost_brev")
    assert asked(run) == "avdeling"
    assert answered(run, "avdeling") == ""
    assert run.current is not None
    proposal = proposal_of(run, run.current)
    assert proposal is not None
    assert (proposal.text, proposal.source) == ("4", "fra medlemsbildet")
    done = answer_with(run, "")
    assert (asked(done), done.given["avdeling"].source) == ("", "fra medlemsbildet, bekreftet")
    other = answer_with(run, "6")
    assert (other.given["avdeling"].text, other.given["avdeling"].source) == ("6", "")
    assert Outcome(other).field("avd") == "6"


@pytest.mark.parametrize(
    ("member", "caller", "known"),
    [
        (INGUNN, "medlem", "ja"),
        (INGUNN | {"status": "utmeldt"}, "medlem", ""),
        ({}, "medlem", ""),
        ({}, "ukjent", ""),
        ({}, "ikke_funnet", "ja"),  # who rings has said it in this call: «Hvem ringer?»
        ({}, "ikke_medlem", "nei"),
    ],
)
def test_only_an_open_record_says_who_is_a_member(member: dict[str, Any], caller: str, known: str) -> None:
    run = call("trobbel", member=member, caller=caller)
    assert answered(run, "er_medlem") == known
    assert (asked(run) == "er_medlem") == (not known)


def test_a_name_without_a_record_was_given_in_the_call() -> None:
    run = call("utmelding", "er_medlem=ja", "maate=min_side", member={}, caller="ukjent", caller_name="Per Ås")
    line = next(line for line in run.trail if line.step.id == "navn")
    assert line.answer is not None
    assert (line.shown, line.answer.source) == ("Per Ås", "oppgitt i samtalen")


def test_a_workplace_that_is_unsure_proposes_nothing() -> None:
    run = call("innmelding", "naa", "Månen", member={}, caller="ikke_medlem")
    assert asked(run) == "sikker"
    assert run.current is not None
    assert proposal_of(run, run.current) is None
    sure = call("innmelding", "naa", "Hamar", member={"workplace_department_area": 6}, caller="ikke_medlem")
    assert sure.current is not None
    proposal = proposal_of(sure, sure.current)
    assert proposal is not None
    assert proposal.choice == "ja"
    assert asked(answer_with(answer_with(sure, ""), "")) == "personalia"


# ------------------------------------------------------------------ shown beside


@pytest.mark.parametrize(
    ("category", "answers", "step", "value"),
    [
        ("trobbel", (), "tillitsvalgt", "Randi Granmo"),
        ("forsikring", (), "hvilken", "Kollektiv hjem"),
        ("forsikring", (), "adresse", "Granveien 4, 2317 Hamar"),
    ],
)
def test_what_is_only_shown_beside_answers_nothing(
    category: str, answers: tuple[str, ...], step: str, value: str
) -> None:
    run = call(category, *answers)
    shown = run.procedure.step(step)
    assert shown is not None
    assert [fact.value for fact in shown_beside(run, shown)] == [value]
    assert (run.answer_of(shown), proposal_of(run, shown)) == (None, None)
    another = call(category, *answers, caller="tredjepart")
    assert shown_beside(another, shown) == ()


def test_an_invoice_that_waits_is_a_proposal_with_what_it_waits_for() -> None:
    member = INGUNN | {
        "missing_documentation": "brev om permisjon",
        "invoice": {"number": "F500002", "amount": 124_000, "due": "2026-11-16"},
    }
    run = call("kontingent", "faktura", member=member)
    assert asked(run) == "ventende"
    assert spoken(run) == "Gjelder det fakturaen fra november, den som venter på brev om permisjon?"
    assert run.current is not None
    assert [tuple(fact) for fact in shown_beside(run, run.current)] == [
        ("Faktura", "F500002, 1 240 kr, forfalt 16. november"),
        ("Venter på", "brev om permisjon"),
    ]
    assert answered(answer_with(run, ""), "ventende") == "mangler"
    assert asked(call("kontingent", "sats", member=member)) == "dokumentasjon"


# ------------------------------------------------------------------ «Stemmer dette?»


def test_three_facts_are_one_step_and_one_key() -> None:
    run = call("trobbel", *DISMISSED, received_on="sloyfe:1")
    assert asked(run) == "stemmer"
    assert spoken(run) == "Når vi deg på nummeret som slutter på 418, og jobber du fortsatt hos Renhold Øst?"
    assert rows(run) == [
        ("1", "Telefon", "990 00 418", "fra medlemsbildet, sist endret 2. mai 2024"),
        ("2", "Arbeidsgiver", "Renhold Øst", "fra medlemsbildet, sist endret 17. november"),
        ("3", "Avdeling", "4 Mjøstraktene", "fra medlemsbildet"),
    ]
    done = answer_with(run, "")
    assert asked(done) == "sloyfe2_ledig"
    assert [answered(done, step) for step in ("tlf", "arbeidsgiver", "avdeling")] == ["99000418", "Renhold Øst", "4"]
    left = [line.step.id for line in done.trail if not line.is_quiet]
    assert not {"tlf", "arbeidsgiver", "avdeling"} & set(left)
    assert next(line.shown for line in done.trail if line.step.id == "stemmer") == (
        "990 00 418, Renhold Øst, 4 Mjøstraktene"
    )


@pytest.mark.parametrize(
    ("category", "answers", "facts", "shown", "said"),
    [
        (
            "lov_avtale",
            ("tolkning", "sporsmal=Pausen?", "kan_svare=nei", "vente=ja"),
            {},
            ["Telefon", "Avdeling"],
            "Når vi deg på nummeret som slutter på 418, og hører du fortsatt til avdeling 4?",
        ),
        (
            "kurs",
            ("sporsmal", "kurs=Excel", "lurer_paa=Når?", "ansvarlig=6", "ledig=ingen"),
            {},
            ["Telefon"],
            "Når vi deg på nummeret som slutter på 418?",
        ),
        (
            "opplysninger",
            ("arbeidsgiver", {"employer": "Fjord"}, "alt_inn=arbeidsgiver"),
            {},
            ["Telefon", "Avdeling"],
            "Når vi deg på nummeret som slutter på 418, og hører du fortsatt til avdeling 4?",
        ),
    ],
)
def test_the_other_topics_have_the_step_too(
    category: str, answers: tuple[Any, ...], facts: dict[str, Any], shown: list[str], said: str
) -> None:
    run = call(category, *answers, **facts)
    assert asked(run) == "stemmer"
    assert [label for _, label, _, _ in rows(run)] == shown
    assert spoken(run) == said


def test_work_is_read_out_to_nobody_whose_identity_is_not_confirmed() -> None:
    """X-3"""
    run = call("trobbel", identity_confirmed=False)
    step = run.procedure.step("stemmer")
    assert step is not None
    assert Outcome(run).spoken(step) == "Når vi deg på nummeret som slutter på 418, og hvor jobber du?"
    alone = call("trobbel", identity_confirmed=False, member=INGUNN | {"employer": "", "phone": ""})
    assert Outcome(alone).spoken(step) == "Hvilken avdeling hører du til?"
    named = call("trobbel", "identitet=ja", *DISMISSED, identity_confirmed=False)
    assert spoken(named).endswith("og jobber du fortsatt hos Renhold Øst?")


def test_only_what_is_known_is_a_row_and_the_rest_is_asked_as_before() -> None:
    run = call("trobbel", *DISMISSED, member=INGUNN | {"phone": "", "employer": ""}, availability=AWAY)
    assert [label for _, label, _, _ in rows(run)] == ["Avdeling"]
    assert asked(answer_with(run, "ja")) == "tlf"
    nothing = call("trobbel", "er_medlem=ja", "avdeling=4", *DISMISSED, member={}, caller="ukjent", availability=AWAY)
    assert asked(nothing) == "tlf"
    assert "stemmer" not in {line.step.id for line in nothing.trail}


def test_one_that_is_corrected_leaves_the_others_to_confirm() -> None:
    run = call("trobbel", *DISMISSED, availability=AWAY)
    fixed = answer_with(run, "tlf=400 11 222")
    assert asked(fixed) == "stemmer"
    assert rows(fixed)[0] == ("1", "Telefon", "400 11 222", "oppgitt i samtalen")
    assert spoken(fixed) == "Jobber du fortsatt hos Renhold Øst?"
    done = answer_with(fixed, "ja")
    mail = next(action for action in Outcome(done).actions() if action.kind == "EMAIL")
    assert "Nås på: 400 11 222" in mail.text
    assert "Arbeidsgiver: Renhold Øst\n" in mail.text
    assert rows(done)[0][2] == "400 11 222"
    all_new = answer_with(answer_with(fixed, "arbeidsgiver=Fjord AS"), "avdeling=6")
    assert asked(all_new) == "best_tid"  # nothing is left to confirm
    assert {line.step.id for line in all_new.trail if not line.is_quiet} >= {"tlf", "arbeidsgiver", "avdeling"}


def test_a_department_that_is_corrected_gets_the_transfer_and_the_mail() -> None:
    run = answer_with(call("trobbel", *DISMISSED, availability=AWAY), {"avdeling": "6", "arbeidsgiver": "Fjord AS"})
    actions = {action.kind: action for action in Outcome(run).actions()}
    assert (actions["EMAIL"].to, actions["CALLBACK"].to) == ("avdeling:6:DS", "avdeling:6:DS")
    assert "Arbeidsgiver: Fjord AS\n" in actions["EMAIL"].text
    to_ks = answer_with(call("trobbel", "oppsagt", member=INGUNN), "avdeling=2")
    assert asked(to_ks) == "forste"  # the exception of the department that was named (TR-4)


def test_the_department_is_confirmed_before_its_ks_is_rung_and_the_rest_after() -> None:
    """TR-4: KS takes the first contact, and nothing is asked once KS has the call."""
    run = call("trobbel", "forste=ja", "annet", member=INGUNN | {"department": 2})
    assert (asked(run), spoken(run)) == ("stemmer_ks", "Hører du fortsatt til avdeling 2?")
    confirmed = answer_with(run, "")
    assert asked(answer_with(confirmed, "ks_ledig=tok")) == ""
    busy = answer_with(answer_with(confirmed, "ks_ledig=ingen"), "moete=nei")
    later = answer_with(busy, "tillitsvalgt=ja")
    assert asked(later) == "stemmer"
    assert [label for _, label, _, _ in rows(later)] == ["Telefon", "Arbeidsgiver"]
    assert answered(later, "avdeling") == "2"


def test_words_that_are_no_answer_are_refused_and_an_unknown_row_too() -> None:
    run = call("trobbel", *DISMISSED)
    for said in ("tja", {"hendelse": "oppsagt"}, {"tlf": "12"}, {"avdeling": "99"}):
        with pytest.raises(AnswerError):
            answer_with(run, said)


def test_what_was_confirmed_stands_when_the_register_changes() -> None:
    run = answer_with(call("trobbel", *DISMISSED, availability=AWAY), "ja")
    moved = run.facts.member.model_copy(update={"phone": "99000999", "employer": "Ny AS", "department": 6})
    after = run.with_facts(run.facts.model_copy(update={"member": moved}))
    mail = next(action for action in Outcome(after).actions() if action.kind == "EMAIL")
    assert mail.to == "avdeling:4:DS"
    assert "Nås på: 990 00 418" in mail.text
    assert "Arbeidsgiver: Renhold Øst\n" in mail.text


def test_a_number_that_rings_is_not_from_the_record_when_it_is_confirmed() -> None:
    unnumbered = {**INGUNN, "phone": ""}
    run = answer_with(call("trobbel", *DISMISSED, member=unnumbered, caller_phone="41234567"), "ja")
    (phone,) = (row for row in rows(run) if row[1] == "Telefon")
    assert phone == ("1", "Telefon", "412 34 567", "nummeret det ringes fra, bekreftet")


def test_nobody_else_confirms_for_the_member() -> None:
    """X-4"""
    run = answer_with(call("trobbel", *DISMISSED), "ja")
    another = run.with_facts(run.facts.model_copy(update={"caller": "tredjepart"}))
    assert [answered(another, step) for step in ("tlf", "arbeidsgiver", "avdeling")] == ["", "", ""]
    course = call("kurs", "sporsmal", "kurs=Excel", "lurer_paa=Når?", "ansvarlig=6", "ledig=ingen", "stemmer=ja")
    wife = course.with_facts(course.facts.model_copy(update={"caller": "tredjepart", "caller_phone": "41234567"}))
    wife = answer_with(wife, "si_tredjepart=sagt")
    assert (answered(course, "tlf"), answered(wife, "tlf"), asked(wife)) == ("99000418", "", "tlf")
    assert wife.current is not None
    proposal = proposal_of(wife, wife.current)
    assert proposal is not None
    assert (proposal.text, proposal.source) == ("41234567", "nummeret det ringes fra")


def test_a_number_that_was_given_in_the_call_is_not_asked_about_again() -> None:
    run = call("opplysninger", "kontaktinfo", {"phone": "40011222"}, "alt_inn=annet", "gjenstaar=Adressen til jobben")
    assert asked(run) == "stemmer"
    assert [label for _, label, _, _ in rows(run)] == ["Avdeling"]
    done = answer_with(answer_with(run, "ja"), "avdeling_ledig=ingen")
    assert (asked(done), answered(done, "tlf")) == ("best_tid", "40011222")


def test_a_value_that_is_corrected_there_changes_the_member_as_little_as_before() -> None:
    """ME-2: only what the forms ask for is entered."""
    run = call("opplysninger", "arbeidsgiver", {"employer": "Fjord"}, "alt_inn=arbeidsgiver")
    fixed = answer_with(run, {"tlf": "40011222", "avdeling": "6"})
    assert changes(fixed) == {"employer": "Fjord"}
    update = next(action for action in Outcome(fixed).actions() if action.kind == "UPDATE_MEMBER")
    assert update.data["changes"] == {"employer": "Fjord"}


def test_what_was_confirmed_goes_with_the_call_to_another_topic() -> None:
    run = answer_with(call("trobbel", *DISMISSED), "ja").switched("lov_avtale")
    for said in ("tolkning", "sporsmal=Pausen?", "kan_svare=nei", "vente=ja"):
        run = answer_with(run, said)
    assert asked(run) == "best_tid"


def test_a_played_call_shows_the_rows_and_takes_enter() -> None:
    """As `procedures play` does."""
    run = call("trobbel", *DISMISSED)
    step = report(run)["step"]
    assert step["say"].startswith("Når vi deg på nummeret som slutter på 418")
    assert [(row["digit"], row["label"], row["answer"]) for row in step["rows"]] == [
        ("1", "Telefon", "990 00 418"),
        ("2", "Arbeidsgiver", "Renhold Øst"),
        ("3", "Avdeling", "4 Mjøstraktene"),
    ]
    assert read_answers("oppsagt,Enter") == ["oppsagt", ""]
    assert asked(answer_with(run, "")) == "ds_ledig"
    one = report(call("utmelding", "maate=epost_brev"))["step"]
    assert one["proposed"] == {"answer": "4", "source": "fra medlemsbildet"}


# ------------------------------------------------------------------ a letter has an answered address


LETTERS = [
    ("sporsmal=avslutte", "gf_type_avslutte=ny"),
    ("sporsmal=avslutte", "gf_type_avslutte=gammel"),
    ("sporsmal=vilkar", "vilkar_maate=papir", "vilkar_for=reise"),
]


@pytest.mark.parametrize("answers", LETTERS)
def test_a_letter_is_not_ordered_before_the_address_is_answered(answers: tuple[str, ...]) -> None:
    """The engine: the address of the record is never taken by itself."""
    run = confirm_proposals(call("forsikring", *answers))
    assert asked(run) == "adresse"
    letter = next(action for action in Outcome(run).actions() if action.kind == ORDER)
    assert letter.missing[0] == "adresse"
    done = answer_with(run, "1")
    ordered = next(action for action in Outcome(done).actions() if action.kind == ORDER)
    assert ordered.missing == ()
    assert "Granveien 4, 2317 Hamar" in ordered.data["letter_to"]


ORDER = "LETTER_ORDER"


@pytest.mark.parametrize("address", ["", "2317 Hamar", " 2317 HAMAR "])
def test_a_post_code_without_a_street_is_no_address(address: str) -> None:
    run = confirm_proposals(
        call("forsikring", "sporsmal=avslutte", "gf_type_avslutte=ny", member=INGUNN | {"address": address})
    )
    assert asked(run) == "adresse"
    with pytest.raises(AnswerError, match="Vi har ingen gateadresse"):
        answer_with(run, "1")
    run = answer_with(run, "2")
    assert asked(run) == "ny_adresse"
    run = answer_with(run, {"street": "Nyveien 1", "post_code": "2312", "place": "Ottestad"})
    ordered = next(action for action in Outcome(run).actions() if action.kind == ORDER)
    assert (ordered.missing, ordered.data["letter_to"]) == ((), "Ingunn Fjeldheim\nNyveien 1, 2312 Ottestad")


def test_the_checker_refuses_a_letter_without_an_address(broken: Break) -> None:
    """`brev_uten_adresse`"""
    letter = (
        '{id: brev, kind: LETTER_ORDER, to: "role:post", text: "Send programmet.", when: {type: paamelding}, '
        "data: {letter: L-RES}}"
    )
    changed = broken("nb/kurs.yaml", "outputs:\n", f"outputs:\n  - {letter}\n")
    assert any(
        f.startswith(
            "kurs.yaml, resultat «brev»: brev_uten_adresse, ingen har svart på adressen etter type: paamelding"
        )
        for f in faults(changed, "kurs")
    )


def test_the_day_of_a_change_is_told_with_its_year_only_when_it_is_another() -> None:
    run = call("trobbel", *DISMISSED, call_date=str(date(2027, 1, 4)))
    assert [source for _, _, _, source in rows(run)][1] == "fra medlemsbildet, sist endret 17. november 2026"
