"""A step for a screen reader is one sentence, of at most 20 s at 17 characters a second."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from statistics import median

import pytest

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.domain.inquiries.transfer_candidates import to_ring
from sentralbord_desktop.domain.members.identity import IdentityFact, IdentityFacts
from sentralbord_desktop.domain.organisation.organisation import Organisation, Staff
from sentralbord_desktop.gui.wizard.step.deadline import spoken_deadline
from sentralbord_desktop.gui.wizard.step.ringing import Ringing
from sentralbord_desktop.gui.wizard.step.spoken_step import MAX_SPOKEN_CHARS, ROOM, SpokenStep, spoken_step
from sentralbord_desktop.procedures.answers import AnswerError
from sentralbord_desktop.procedures.checks.paths import starting_points
from sentralbord_desktop.procedures.loader import library
from sentralbord_desktop.procedures.model import Step, StepRole
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.transfers import candidates_of
from tests.helpers.acceptance import take
from tests.helpers.moments import answered

A_SECOND = 17
MEDIAN = 15 * A_SECOND
DAYS = ("10.03.2026", "02.03.2026")
"""Of a call on 23.03.2026: a deadline that hastes, and one that is over."""
FUNCTIONS = ("DS", "KS", "OS", "saksbehandler")
IDENTITY = IdentityFacts(
    (IdentityFact("Fødselsdato", "14.03.1979"),),
    (IdentityFact("Adresse", "Granveien 4, 2317 Hamar"), IdentityFact("Telefon", "990 00 418", rings=True)),
    IdentityFact("Medlemsnr.", "204 118"),
)


def first_ringing(run: ProcedureRun, step: Step) -> Ringing:
    """Of a step that has not been answered, of a board on which nothing is said."""
    candidates = candidates_of(run, step)
    return Ringing(run, step, candidates, next(iter(to_ring(candidates) or candidates), None), run.facts.now)


def with_people(organisation: Organisation) -> Organisation:
    """Somebody to ring in each department."""
    staff = tuple(
        Staff(id=10 * one.number + n, name=f"Bergljot Lauvås {n}", function=function, department=one.number)
        for one in organisation.departments
        for n, function in enumerate(FUNCTIONS)
    )
    return organisation.model_copy(update={"staff": staff})


def steps_asked(category: str) -> Iterator[tuple[ProcedureRun, Step]]:
    """Every step that is asked, of each kind of caller, once with each deadline that it can be asked with."""
    shipped = library()
    for start in starting_points(shipped, shipped.procedures[category]):
        seen: set[tuple[str, str]] = set()
        for organisation in (start.organisation, with_people(start.organisation)):
            stack, seen = [ProcedureRun(shipped, category, start.facts, organisation)], set()
            while stack:
                run = stack.pop()
                step = run.current
                if step is None or run.procedure.id != category or (step.id, spoken_deadline(run)) in seen:
                    continue
                seen.add((step.id, spoken_deadline(run)))
                yield run, step
                stack.extend([*answered(run), *dated(run, step)])


def dated(run: ProcedureRun, step: Step) -> Iterator[ProcedureRun]:
    for day in DAYS if step.field == "date" else ():
        with suppress(AnswerError):
            yield run.answer(step.id, Answer(text=day))


def said_of(run: ProcedureRun, step: Step) -> SpokenStep:
    identity = IDENTITY if step.role is StepRole.IDENTITY else None
    ringing = first_ringing(run, step) if step.transfer else None
    return spoken_step(run, step, identity=identity, ringing=ringing)


@pytest.fixture(scope="module")
def said() -> dict[tuple[str, str], list[SpokenStep]]:
    """By category and step."""
    found: dict[tuple[str, str], list[SpokenStep]] = {}
    for category in library().procedures:
        for run, step in steps_asked(category):
            found.setdefault((category, step.id), []).append(said_of(run, step))
    return found


def test_every_step_of_every_procedure_is_walked(said: dict[tuple[str, str], list[SpokenStep]]) -> None:
    """But those that are opened from the trail only."""
    shipped = library().procedures.values()
    steps = {(procedure.id, step.id) for procedure in shipped for step in procedure.steps if not step.optional}
    assert len(said.keys() & steps) >= 0.9 * len(steps), sorted(steps - said.keys())


def test_no_step_takes_more_than_20_seconds(said: dict[tuple[str, str], list[SpokenStep]]) -> None:
    long = {where: one.sentence for where, all_ in said.items() for one in all_ if len(one.sentence) > MAX_SPOKEN_CHARS}
    assert MAX_SPOKEN_CHARS == 20 * A_SECOND
    assert long == {}


def test_the_middle_step_takes_at_most_15_seconds(said: dict[tuple[str, str], list[SpokenStep]]) -> None:
    assert median(max(len(one.sentence) for one in all_) for all_ in said.values()) <= MEDIAN


def test_what_is_said_to_the_caller_the_person_and_the_deadline_are_never_cut(
    said: dict[tuple[str, str], list[SpokenStep]],
) -> None:
    for all_ in said.values():
        for one in all_:
            for part in (one.say, one.facts, one.person, one.deadline, one.warning):
                assert part.strip() in one.sentence
            assert not one.answers or one.answers[0] in one.sentence


def test_the_parts_come_in_the_order_of_the_work() -> None:
    """As in the issue: the step, its note, what to say, what to do, the deadline, the answers."""
    answers = ("hendelse=oppsagt", "mottatt=2026-03-10", "forhandling=ikke_holdt", "onske=jobb", "ansatt=ingen")
    run = take("trobbel", *answers, "formfeil=ingen", "oppsigelsestid=vet_ikke", received_on="sloyfe:2")
    assert run.current is not None
    sentence = said_of(run, run.current).sentence
    assert sentence == (
        "Steg 8 av 11. Må spørres før du setter over. Si: Har du snakket med tillitsvalgt på jobben? "
        "Gjør: Spør alltid, også når det haster. "
        "Mulig frist: tirsdag 24. mars, haster. 1 Ja. 2 Nei. 3 Det finnes ingen. 0 Vet ikke"
    )


def test_answers_without_room_are_left_to_the_arrows() -> None:
    one = SpokenStep(1, 2, say="Si: " + "o" * 200, answers=[f"{n} {'a' * 30}" for n in range(1, 9)])
    assert one.sentence.endswith(f"1 {'a' * 30}. Pil ned leser flere")
    assert len(one.sentence) <= ROOM


def test_of_a_step_that_is_looked_at_again_every_answer_is_heard_before_what_to_do() -> None:
    answers = [f"{n} {'a' * 30}" for n in (1, 2, 3)]
    new = SpokenStep(1, 2, say="Si: " + "o" * 100, do="Gjør: " + "e" * 120, answers=answers)
    again = replace(new, given=f"Svart: {answers[0]}")
    assert new.sentence.endswith(f"1 {'a' * 30}. Pil ned leser flere")
    assert again.sentence.endswith(". ".join(answers))
    assert "Gjør" not in again.sentence
    brief = replace(again, do="Gjør: Lytt", answers=answers[:2])
    assert "Gjør: Lytt" in brief.sentence


def test_what_hastes_is_a_deadline(said: dict[tuple[str, str], list[SpokenStep]]) -> None:
    assert [where for where, all_ in said.items() for one in all_ if one.deadline == "haster"] == []
