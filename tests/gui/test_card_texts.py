"""Every answer that is typed in a call is on a card of the review (T18); the ring is around cards only (L3)."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from sentralbord_desktop.domain.inquiries.inquiry import Action, Answer
from sentralbord_desktop.gui.wizard.card.blocks import CardContext, Fact, Person, Words
from sentralbord_desktop.gui.wizard.card_kinds import blocks_of
from sentralbord_desktop.procedures.checks.paths import starting_points, ways
from sentralbord_desktop.procedures.loader import library
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.roles.step_role import TIMES, StepRole
from sentralbord_desktop.procedures.run import ProcedureRun
from tests.helpers.screen import Screen

EVERY = 37
"""One of so many ways through Trøbbel; all ways through the others."""
IN_COLUMNS = {StepRole.PHONE, StepRole.CALLER_NAME, StepRole.REPORTER, *TIMES}
"""The number, the name and the time of a callback and of a call, which a test of their own follows."""


def typed_runs(category: str) -> Iterator[ProcedureRun]:
    """Finished runs, with a word of its own in each answer that is typed."""
    every = EVERY if category == "trobbel" else 1
    for start in starting_points(library(), library().procedures[category]):
        for number, run in enumerate(ways(start)):
            if number % every or run.procedure.id != category:
                continue
            given = dict(run.given)
            for step in run.procedure.steps:
                answer = given.get(step.id)
                if answer and step.field == "text" and answer.text and step.role not in IN_COLUMNS:
                    given[step.id] = Answer(text=f"Ord{step.id}")
            yield ProcedureRun(library(), category, run.facts, run.organisation, given)


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
        cards = [a for a in Outcome(run).actions() if kind_of(a.kind).is_reviewed and a.on]
        read = " ".join(on_card(action, run) for action in cards)
        words = [answer.text for answer in run.given.values() if answer.text.startswith("Ord")]
        assert [word for word in words if word not in read] == [], run.given
        count += len(words)
    typed = [s for s in library().procedures[category].steps if s.field == "text" and s.role not in IN_COLUMNS]
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
