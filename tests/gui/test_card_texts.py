"""Every answer that is typed in a call is on a card of the review; the ring is around cards only."""

from collections.abc import Collection, Hashable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from sentralbord_desktop.domain.inquiries.inquiry import Action, Answer
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.gui.wizard.card_kinds import CardContext, Fact, Person, Words, blocks_of
from sentralbord_desktop.procedures.checks.path_faults import KEPT_BY_KIND
from sentralbord_desktop.procedures.checks.paths import starting_points, ways
from sentralbord_desktop.procedures.loader import library
from sentralbord_desktop.procedures.model import StepRole
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.run import ProcedureRun
from tests.helpers.screen import Screen


def typed_runs(category: str) -> Iterator[ProcedureRun]:
    """Every way that leads to other cards, with a word of its own in each answer and line that is typed."""
    seen = set()
    for start in starting_points(library(), library().procedures[category]):
        for run in ways(start, _counted(start)):
            if run.procedure.id != category or (leads := _leads(run)) in seen:
                continue
            seen.add(leads)
            yield ProcedureRun(library(), category, run.facts, run.organisation, _worded(run))


def _counted(run: ProcedureRun) -> set[str]:
    """The steps of Trøbbel that a deadline is counted from: what they are answered with is in no typed answer."""
    sources = run.procedure.deadlines
    return {sources.negotiation, sources.wants, "ansatt", "formfeil", "nav", "konkurs"} if sources else set()


def _leads(run: ProcedureRun) -> Hashable:
    """What decides which cards there are."""
    counted = _counted(run)
    chosen = tuple((step, answer.choice) for step, answer in run.given.items() if step not in counted)
    return (run.facts.caller, run.facts.loop, run.facts.member.member_no, run.facts.member.department, chosen)


def _worded(run: ProcedureRun) -> dict[str, Answer]:
    given = dict(run.given)
    for step in run.procedure.steps:
        answer = given.get(step.id)
        if answer is None:
            continue
        if step.role is StepRole.PHONE and answer.text:
            given[step.id] = Answer(text=NUMBER)
        elif step.fields:
            given[step.id] = Answer(fields={key: f"Ord{step.id}{key}" for key in answer.fields})
        elif step.field == "text" and answer.text:
            given[step.id] = Answer(text=f"Ord{step.id}")
    return given


NUMBER = "47110815"


def typed_words(run: ProcedureRun, in_columns: Collection[StepRole]) -> list[str]:
    """What was typed, as a card writes it, but for what is in a column of a callback or of the log."""
    steps = {step.id: step for step in run.procedure.steps}
    answers = [answer for id_, answer in run.given.items() if steps[id_].role not in in_columns]
    texts = [text for answer in answers for text in (answer.text, *answer.fields.values())]
    return [spoken_number(NUMBER) if text == NUMBER else text for text in texts if text.startswith(("Ord", NUMBER))]


def on_card(action: Action, run: ProcedureRun) -> str:
    context = CardContext(run.organisation, date(2026, 3, 23))
    shown = []
    for block in blocks_of(action, context):
        match block:
            case Fact() | Words():
                shown.append(block.text)
            case Person():
                shown.append(block.name)
    return " ".join(shown)


@pytest.mark.parametrize("category", sorted(library().procedures))
def test_what_is_typed_is_on_a_card(category: str) -> None:
    count = 0
    for run in typed_runs(category):
        done = [a for a in Outcome(run).actions() if a.on]
        cards = [a for a in done if kind_of(a.kind).is_reviewed]
        columns = {role for a in done for role in KEPT_BY_KIND.get(a.kind, ())}
        read = " ".join(on_card(action, run) for action in cards)
        words = typed_words(run, columns)
        assert [word for word in words if word not in read] == [], run.given
        count += len(typed_words(run, ()))
    typed = [s for s in library().procedures[category].steps if s.field == "text"]
    assert count or not [step for step in typed if not step.optional]


@pytest.mark.parametrize("size", [(1366, 688), (1920, 1032)])
def test_the_ring_is_around_cards_and_not_around_empty_ground(screen: Screen, size: tuple[int, int]) -> None:
    screen.window.resize(*size)
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("41")
    ui = screen.workspace.call.review.ui
    screen.bot.waitUntil(lambda: ui.cards.is_live)
    QApplication.processEvents()
    cards = screen.workspace.call.review.card_list.cards
    ends = {card: card.mapTo(ui.cards, card.rect().bottomLeft()).y() for card in cards}
    assert ui.cards.height() - max(ends.values()) <= 16
    assert ui.cards.height() <= ui.cards.sizeHint().height(), "and no card is stretched to fill the page"
    columns = [
        [end for card, end in ends.items() if column.isAncestorOf(card)] for column in (ui.columnOne, ui.columnTwo)
    ]
    assert abs(max(columns[0]) - max(columns[1])) <= 1, "the columns end at the same height"
