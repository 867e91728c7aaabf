"""The walk through the questions: back, change, switch, and what the app knows by itself."""

from datetime import date, datetime
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentralbord_desktop.domain.errors import ProcedureError
from sentralbord_desktop.domain.inquiries.caller_kind import CallerKind
from sentralbord_desktop.domain.inquiries.inquiry import Answer, Facts, MemberFacts
from sentralbord_desktop.domain.organisation.organisation import Course, Department, Employer, Organisation
from sentralbord_desktop.procedures.answers import AnswerError
from sentralbord_desktop.procedures.checks.paths import starting_points, ways
from sentralbord_desktop.procedures.checks.simulate import answer_with, read_answers, read_facts, report
from sentralbord_desktop.procedures.loader import default_organisation, library
from sentralbord_desktop.procedures.member_changes import changes
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.run import ProcedureRun, Standing
from sentralbord_desktop.procedures.transfers import candidates_of

MEMBER = MemberFacts(member_no="204118", department=4, name="Ingunn Fjeldheim", phone="99000418", employer="Renhold")


def begin(category: str, **more: Any) -> ProcedureRun:
    given = {
        "call_date": date(2026, 3, 5),
        "received_on": "sloyfe:2",
        "member": MEMBER,
        "identity_confirmed": True,
        **more,
    }
    return ProcedureRun(library(), category, Facts.model_validate(given), default_organisation())


def walk(run: ProcedureRun, *said: str | dict[str, str]) -> ProcedureRun:
    for answer in said:
        run = answer_with(run, answer)
    return run


def current(run: ProcedureRun) -> str:
    return run.current.id if run.current else ""


def standing(run: ProcedureRun) -> dict[str, Standing]:
    return {line.step.id: line.standing for line in run.trail}


def shown(run: ProcedureRun, step: str) -> str:
    return next(line.shown for line in run.trail if line.step.id == step)


@pytest.mark.parametrize("category", library().categories.titles)
def test_the_question_to_ask_is_the_one_that_the_trail_marks(category: str) -> None:
    procedure = library().procedures[category]
    for start in starting_points(library(), procedure):
        for done in islice(ways(start), 12):
            for count in range(len(done.given) + 1):
                answers = dict(islice(done.given.items(), count))
                run = ProcedureRun(library(), category, done.facts, done.organisation, answers)
                marked = [line.step for line in run.trail if line.standing is Standing.CURRENT]
                assert marked == ([run.current] if run.current else [])


def test_an_answer_can_be_changed_and_the_later_ones_that_still_apply_are_kept() -> None:
    run = walk(begin("trobbel"), "oppsagt", "03.03", "avsluttet", "04.03", "jobb", "ingen", "ingen", "vet_ikke", "nei")
    changed = walk(run, "hendelse=avskjediget")
    assert current(changed) == current(run)
    assert {k: v for k, v in changed.given.items() if k != "hendelse"} == {
        k: v for k, v in run.given.items() if k != "hendelse"
    }
    assert standing(changed)["forhandlet_dato"] is Standing.ANSWERED


def test_answers_that_no_longer_apply_are_gone_but_kept_and_come_back() -> None:
    run = walk(begin("trobbel"), "oppsagt", "03.03", "avsluttet", "04.03", "jobb", "ingen", "ingen", "vet_ikke", "nei")
    other = walk(run, "hendelse=permittert")
    gone = {step for step, where in standing(other).items() if where is Standing.GONE}
    assert gone == {"mottatt", "forhandling", "forhandlet_dato", "onske", "ansatt", "formfeil", "oppsigelsestid"}
    assert shown(other, "mottatt") == "03.03.2026"
    assert current(other) == "varsel"
    assert standing(other)["tillitsvalgt"] is Standing.ANSWERED
    assert other.assessment is not None
    assert other.assessment.deadlines == ()  # a date that is gone gives no deadline
    assert walk(other, "hendelse=oppsagt").given == run.given
    assert current(walk(other, "hendelse=oppsagt")) == current(run)


def test_switching_category_keeps_what_was_typed() -> None:
    run = walk(begin("annet"), "Sjefen har ikke betalt lønn", "ring", "i morgen 10")
    other = run.switched("trobbel")
    assert other.given == run.given
    assert (other.procedure.id, other.switched_from) == ("trobbel", ("annet",))
    again = other.switched("annet")
    assert shown(again, "tema") == "Sjefen har ikke betalt lønn"
    assert again.switched_from == ("annet", "trobbel")


def test_an_answer_that_switches_gives_the_other_procedure_with_shared_steps_kept() -> None:
    run = walk(begin("utmelding", identity_confirmed=False), "identitet=ja")
    other = walk(run, "maate=annet_forbund")
    assert other.procedure.id == "overforing_forbund"
    assert other.given["identitet"].choice == "ja"
    assert other.switched_from == ("utmelding",)


GATES = [
    (procedure.id, step.id) for procedure in library().procedures.values() for step in procedure.steps if step.gate
]


def test_there_are_gates_to_test() -> None:
    assert {step for _, step in GATES} >= {"tillitsvalgt", "eget_onske", "identitet", "samtykke_naer"}


@pytest.mark.parametrize(("category", "gate"), GATES)
def test_a_gate_has_no_answer_until_somebody_has_given_it(category: str, gate: str) -> None:
    """TR-3, MD-2, OA-5, LA-5: nothing is preselected, whatever the app knows."""
    knows = {"sloyfe_1": True, "sloyfe_2": True, "DS": True, "KS": True, "avdeling_4": True}
    run = begin(
        category,
        identity_confirmed=False,
        availability=knows,
        member=MEMBER.model_copy(update={"has_tillitsvalgt": True}),
    )
    step = run.procedure.step(gate)
    assert step is not None
    assert run.answer_of(step) is None
    assert not any(a.kind == "ASK" and a.id == f"spurt-{gate}" for a in Outcome(run).actions())


def test_a_gate_that_was_answered_leaves_its_proof() -> None:
    run = walk(begin("trobbel"), "annet", "moete=nei", "nei")
    (proof,) = [a for a in Outcome(run).actions() if a.id == "spurt-tillitsvalgt"]
    assert (proof.to, proof.data["answer"], proof.text) == ("tillitsvalgt_kontakt", "nei", "Nei")


@pytest.mark.parametrize(
    ("availability", "asked"),
    [
        ({}, "sloyfe2_ledig"),
        ({"sloyfe_2": None}, "sloyfe2_ledig"),
        ({"sloyfe_2": False}, "ds_ledig"),
        ({"sloyfe_2": False, "DS": False}, "ds_ledig"),
        ({"sloyfe_2": True}, "sloyfe2_ledig"),
    ],
)
def test_what_the_board_does_not_say_is_asked(availability: dict[str, bool | None], asked: str) -> None:
    run = walk(
        begin("trobbel", received_on="sloyfe:1", availability=availability), "annet", "moete=nei", "nei", "stemmer=ja"
    )
    assert current(run) == asked


def test_what_the_app_answers_by_itself_carries_its_source() -> None:
    run = begin("trobbel", received_on="sloyfe:1", availability={"sloyfe_2": False})
    sources = {line.step.id: line.answer.source for line in run.trail if line.answer}
    assert sources == {"identitet": "sagt i samtalen", "er_medlem": "fra registeret", "sloyfe2_ledig": "fra tavla"}


def test_a_stop_ends_the_questions_at_once() -> None:
    run = walk(begin("overforing_avdeling"), "nei")
    assert run.current is None
    assert [a.template for a in Outcome(run).actions() if a.kind == "INFORM"] == ["I-EGET"]


def test_the_deadline_follows_the_answers_and_the_unknown_is_urgent() -> None:
    run = walk(begin("trobbel"), "oppsagt", "03.03", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke")
    assert run.assessment is not None
    assert run.assessment.spoken is not None
    assert str(run.assessment.spoken.safe) == "2026-03-17"
    assert run.lookup("beregnet.haster") == ("nei",)
    assert walk(run, "mottatt=vet_ikke").lookup("beregnet.frist") == ("ukjent",)
    assert walk(run, "mottatt=vet_ikke").lookup("beregnet.haster") == ("ja",)
    assert walk(run, "ansatt=staten", "formfeil=ingen").lookup("beregnet.frist") == ("egne_regler",)
    assert walk(run, "mottatt=01.02").lookup("beregnet.frist") == ("ute",)


def test_the_preview_only_grows_with_each_answer() -> None:
    """What is sure to be done after some answers is still there when all are given."""
    run, sure = begin("trobbel"), set[str]()
    answers = (
        "oppsagt",
        "03.03",
        "ikke_holdt",
        "jobb",
        "ingen",
        "ingen",
        "vet_ikke",
        "nei",
        "ja",
        "ds_ledig=ingen",
        "etter 15",
    )
    for said in answers:
        run = walk(run, said)
        now = {action.id for action in Outcome(run).actions()}
        assert sure <= now
        sure = now
    assert run.current is None
    assert not Outcome(run).missing()


@pytest.mark.parametrize(
    ("step", "said", "text"),
    [
        ("hendelse", "kanskje", "Skriv et svar, eller velg et av tallene"),
        ("mottatt", "en gang i høst", "Skriv dagen som 13.11 eller -11"),
        ("mottatt", "31.12.9999", "Skriv dagen som 13.11 eller -11"),
        ("avdeling", "Oslo", "Skriv nummeret på avdelingen"),
        ("tlf", "   ", "Skriv et svar"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_how_to_write_it(step: str, said: str, text: str) -> None:
    with pytest.raises(AnswerError, match=text):
        begin("trobbel").answer(step, Answer(text=said))


@pytest.mark.parametrize("words", ["vet ikke", " Vet ikke. "])
def test_a_choice_typed_in_words_is_that_choice(words: str) -> None:
    run = begin("utmelding", member=MemberFacts(member_no="1")).answer("maate", Answer(choice="epost_brev"))
    given = run.answer("avdeling", Answer(text=words)).given["avdeling"]
    assert (given.choice, given.text) == ("vet_ikke", "")


def test_choices_and_digits_that_do_not_exist_are_refused() -> None:
    run = begin("trobbel")
    with pytest.raises(AnswerError, match="er ikke et svar på «Hva har skjedd"):
        run.answer("hendelse", Answer(choice="forfremmet"))
    with pytest.raises(AnswerError, match="er ikke et svar på"):
        run.answer("forhandling", Answer(choice="avsluttet+paagar"))  # only one may be chosen
    with pytest.raises(ProcedureError, match="har ikke noe steg «tullesteg»"):
        run.answer("tullesteg", Answer(choice="ja"))
    with pytest.raises(ProcedureError, match="Det finnes ingen prosedyre"):
        run.switched("tull")
    with pytest.raises(AnswerError, match="Alle spørsmål er besvart"):
        walk(begin("overforing_avdeling"), "nei", "1")


def test_several_answers_at_once_open_their_questions_in_order() -> None:
    run = walk(begin("opplysninger", identity_confirmed=True), "kontaktinfo+status")
    assert current(run) == "kontakt"
    run = walk(run, {"phone": " 400 11 222 ", "email": ""})
    assert run.given["kontakt"].fields == {"phone": "400 11 222"}
    assert current(run) == "ny_status"
    run = walk(run, "pensjonist", "ja")
    assert changes(run) == {"phone": "400 11 222", "status": "pensjonist"}
    one = walk(run, "hva=status")
    assert changes(one) == {"status": "pensjonist"}


def test_fields_that_are_needed_are_named() -> None:
    run = walk(begin("innmelding", member=MemberFacts(), caller=CallerKind.JOINING), "naa", "Hamar", "ja", "6")
    with pytest.raises(AnswerError, match="Fyll ut «Etternavn»"):
        walk(run, {"first_name": "Nils", "last_name": " "})
    with pytest.raises(AnswerError, match="«Fødselsdato»: skriv dagen som"):
        walk(run, {"first_name": "Nils", "last_name": "Å", "birth_date": "i fjor vår"})
    born = walk(run, {"first_name": "Nils", "last_name": "Å", "birth_date": "1.2.79"})
    assert born.given["personalia"].fields["birth_date"] == "01.02.1979"


def test_facts_are_asked_again_when_they_change() -> None:
    run = walk(begin("trobbel", received_on="sloyfe:1"), "annet", "moete=nei", "nei", "ja")
    assert current(run) == "sloyfe2_ledig"
    board = run.facts.model_copy(update={"availability": {"sloyfe_2": False}})
    assert current(run.with_facts(board)) == "ds_ledig"


def test_wrong_facts_and_answers_from_a_file_are_refused_in_words() -> None:
    with pytest.raises(ProcedureError, match="call_date"):
        read_facts('{"call_date": "i dag"}')
    with pytest.raises(ProcedureError, match="Fakta har feil form"):
        read_facts("{")
    with pytest.raises(ProcedureError, match="verken"):
        read_answers("[1,")
    assert read_answers("1, 3,-11") == ["1", "3", "-11"]


def test_a_report_of_the_run_says_what_is_next() -> None:
    said = report(walk(begin("trobbel"), "oppsagt"))
    assert said["step"]["id"] == "mottatt"
    assert [option["digit"] for option in said["step"]["options"]] == ["1", "2", "3", "0"]
    assert not said["complete"]


def test_no_value_about_a_person_shows_more_than_its_kind() -> None:
    run = walk(begin("annet"), "Hemmelig sak")
    for value in (run.facts, run.given["tema"], *Outcome(run).actions()):
        assert "Ingunn" not in repr(value)
        assert "Hemmelig" not in repr(value)


AREAS = Organisation(
    departments=(
        Department(number=4, area="Hamar, 2300-2399"),
        Department(number=5, area="Bergen"),
        Department(number=6, area="2317"),
    ),
    employers=(Employer(id=1, employer="Renhold Øst AS", department=5),),
)


def enrolled_at(said: str) -> ProcedureRun:
    facts = Facts(call_date=date(2026, 11, 25), caller=CallerKind.JOINING)
    run = ProcedureRun(library(), "innmelding", facts, AREAS)
    return answer_with(answer_with(run, "naa"), said)


def test_the_workplace_gives_the_department_with_its_reason() -> None:
    """IN-2: municipality, post code or employer decides, and the app says why."""
    run = enrolled_at("Bergen, Kiwi")
    assert current(run) == "sikker"
    run = walk(run, "", "")
    assert current(run) == "personalia"
    chosen = run.given["ny_avdeling"]
    assert (chosen.text, chosen.source) == ("5", "fra arbeidsstedet: «Bergen» hører til avd. 5, bekreftet")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("2317 Hamar", "postnummer 2317 hører til avd. 6 eller avd. 4"),
        ("Hamar, Renhold Øst", "men Renhold Øst hører til avd. 5"),
    ],
)
def test_two_plausible_departments_are_asked_about(said: str, why: str) -> None:
    run = enrolled_at(said)
    assert run.current is not None
    assert run.current.id == "sikker"
    assert why in run.derived_facts.hint(run.current)


def test_a_newer_table_of_post_codes_is_used_when_there_is_one() -> None:
    organisation = AREAS.model_copy(update={"post_codes": "2317\tNYSTED\t4601\tBERGEN\n"})
    facts = Facts(call_date=date(2026, 11, 25), caller=CallerKind.JOINING)
    run = answer_with(ProcedureRun(library(), "innmelding", facts, organisation), "naa")
    assert 5 in answer_with(run, "2317").derived_facts.placement.candidates


def test_the_substitute_is_named_where_somebody_is_asked_for() -> None:
    """X-5"""
    organisation = default_organisation()
    roles = tuple(
        role.model_copy(update={"substitute": "Kari"}) if role.key == "gf_payments" else role
        for role in organisation.roles
    )
    facts = Facts(call_date=date(2026, 11, 25), member=MemberFacts(member_no="1", department=4))
    run = ProcedureRun(library(), "forsikring", facts, organisation.model_copy(update={"roles": roles}))
    step = run.procedure.step("gf_ledig")
    assert step is not None
    assert [one.name for one in candidates_of(run, step)] == ["Lisa", "Kari"]


def test_a_course_of_the_catalogue_gives_its_department() -> None:
    """KU-1"""
    organisation = default_organisation().model_copy(
        update={
            "courses": (
                Course(id=1, title="Tillitsvalgtkurs trinn 1", department=4),
                Course(id=2, title="Tillitsvalgtkurs trinn 2", department=6),
            )
        }
    )
    facts = Facts(call_date=date(2026, 11, 25), availability={"avdeling_6": False})

    def asked(course: str) -> ProcedureRun:
        run = answer_with(ProcedureRun(library(), "kurs", facts, organisation), "sporsmal")
        return answer_with(answer_with(run, course), "lurer_paa=Når?")

    known = answer_with(asked("trinn 2"), "")
    answers = {line.step.id: line.shown for line in known.trail if line.answer}
    assert (answers["ansvarlig"], answers["ledig"]) == ("6", "Ingen å ringe")
    doubtful = asked("tillitsvalgtkurs")
    assert doubtful.current is not None
    assert doubtful.current.id == "ansvarlig"


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.integers(0, 30),
    st.integers(0, 23),
    st.sampled_from(["ingen", "staten", "svalbard"]),
)
def test_a_callback_is_never_due_after_the_deadline_it_is_about(
    called: date, days: int, hour: int, employed: str
) -> None:
    """TR-7: and where the answer is promised today, it is today."""
    member = MemberFacts(member_no="1", department=4, phone="99000418")
    facts = Facts(call_date=called, call_time=f"{hour:02}.15", member=member, identity_confirmed=True)
    run = ProcedureRun(library(), "trobbel", facts, default_organisation())
    for said in (
        "oppsagt",
        f"-{days}",
        "ikke_holdt",
        "jobb",
        employed,
        "ingen",
        *(["vet_ikke"] if employed == "ingen" else []),
        "nei",
        "ja",
        *(["si_forst=sagt"] if employed in {"staten", "svalbard"} else []),
        "ingen",
        "ds_ledig=ingen",
        "samtykke_naer=nei",
    ):
        run = answer_with(run, said)
    assessment = run.assessment
    (callback,) = [a for a in Outcome(run).actions() if a.kind == "CALLBACK"]
    due = datetime.fromisoformat(callback.data["due"])
    assert assessment is not None
    assert due >= facts.called
    if assessment.own_rules or assessment.passed:
        assert due.date() == called
    elif assessment.spoken:
        assert due.date() <= assessment.spoken.safe
        said_to_ring = Outcome(run).field("frist_ring_igjen")
        assert said_to_ring is not None


def test_two_places_in_different_departments_are_never_certain() -> None:
    """IN-2"""
    for said in ("Hamar, Bergen", "Bygg AS, Hamar og Bergen"):
        run = enrolled_at(said)
        assert run.current is not None
        assert run.current.id == "sikker"
        assert "«Bergen» hører til avd. 5" in run.derived_facts.hint(run.current)


def mail_body(run: ProcedureRun) -> str:
    return next(a.text for a in Outcome(run).actions() if a.kind == "EMAIL")


def test_ds_is_told_the_first_day_of_a_layoff_and_the_member_is_not() -> None:
    run = walk(
        begin("trobbel", loop_2_free=False, ds_free=False), "permittert", "02.03", "16.03", "nei", "nei", "ja", "sagt"
    )
    run = walk(run, *[f"{step}=ingen" for step in ("sloyfe2_ledig", "ds_ledig") if current(run) == step])
    told = mail_body(run)
    assert "tidligst permittert: 17.03.2026 (14 dagers varsel)" in told
    assert "05.03.2026 ved uforutsette hendelser (2 dager)" in told
    said = "".join(a.text for a in Outcome(run).actions() if a.kind == "INFORM")
    assert "17.03" not in said


def test_ds_sees_the_end_of_the_notice_period_and_the_error_in_the_letter() -> None:
    run = walk(
        begin("trobbel"),
        "oppsagt",
        "03.03",
        "ikke_holdt",
        "jobb",
        "ingen",
        "formfeil=muntlig",
        "oppsigelsestid=31.05.2026",
        "nei",
    )
    run = walk(run, "sloyfe2_ledig=ingen", "ds_ledig=ingen")
    told = mail_body(run)
    assert "Oppsigelsestiden går ut: 31.05.2026" in told
    assert "å stå i stilling (oppsigelsestiden går ut): 29.05.2026" in told
    assert "søksmål om ugyldighet ved formfeil (4 måneder): 03.07.2026" in told
    assert "mulig frist 17.03.2026" in next(a.subject for a in Outcome(run).actions() if a.kind == "EMAIL")


def test_a_letter_tells_whom_to_ring_and_waits_for_what_it_lacks() -> None:
    """L-RES; what is missing in the letter stops Fullfør as in any other text."""
    run = begin("forsikring", identity_confirmed=True)
    run = walk(run, "sporsmal=avslutte", "gf_type_avslutte=ny", "adresse=ja")
    order = next(a for a in Outcome(run).actions() if a.kind == "LETTER_ORDER")
    assert "Har du spørsmål, ring oss." in order.data["letter_text"]
    organisation = default_organisation().model_copy(update={"phone": "21000000"})
    told = ProcedureRun(library(), "forsikring", run.facts, organisation, run.given)
    order = next(a for a in Outcome(told).actions() if a.kind == "LETTER_ORDER")
    assert "ring oss på 21 00 00 00." in order.data["letter_text"]
    moved = walk(run, "adresse=nei")
    order = next(a for a in Outcome(moved).actions() if a.kind == "LETTER_ORDER")
    assert order.missing
