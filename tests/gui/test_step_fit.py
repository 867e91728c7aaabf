"""What gives way in a step where the window is low: nothing is below the edge, and what is asked stays."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.helpers.pages import gate
from tests.helpers.screen import Screen


def is_below_edge(screen: Screen) -> bool:
    """Whether a part of the step is out of sight."""
    return bool(screen.workspace.call.wizard.ui.stepScroll.verticalScrollBar().maximum())


def is_in_step(part: QWidget, screen: Screen) -> bool:
    ui = screen.workspace.call.wizard.ui
    corner = part.mapTo(ui.step, QPoint(0, part.height()))
    return part.isVisible() and corner.y() < ui.step.height()


def ask_who_it_is(screen: Screen, height: int) -> None:
    screen.window.resize(1366, height)
    screen.open("ingunn fjeldheim")
    screen.digits("2")
    screen.at_rest()


def test_the_rule_of_the_identity_is_in_sight_at_1366(screen: Screen) -> None:
    ask_who_it_is(screen, 688)
    ui = screen.workspace.call.wizard.ui
    screen.bot.waitUntil(lambda: not is_below_edge(screen))
    assert is_in_step(ui.procedure, screen)
    assert ui.procedureText.isVisible()
    assert ui.procedureText.text().startswith("Bekreft hvem som ringer")
    assert ui.compare.isVisible()


def test_the_rules_give_way_by_parts_and_come_back(screen: Screen) -> None:
    ask_who_it_is(screen, 900)
    ui = screen.workspace.call.wizard.ui
    whole = ui.procedureText.text()
    assert "bekrefter vi aldri at noen er medlem" in whole
    assert ui.procedureMeta.isVisible()
    screen.window.resize(1366, 688)
    screen.bot.waitUntil(lambda: not ui.procedureMeta.isVisible())
    screen.bot.waitUntil(lambda: not is_below_edge(screen))
    assert whole.startswith(ui.procedureText.text())
    screen.window.resize(1366, 645)
    screen.bot.waitUntil(lambda: not ui.procedureText.isVisible())
    screen.bot.waitUntil(lambda: not is_below_edge(screen))
    assert (ui.procedureTitle.isVisible(), ui.compare.isVisible()) == (True, True)
    screen.window.resize(1366, 900)
    screen.bot.waitUntil(ui.procedureMeta.isVisible)
    assert ui.procedureText.text() == whole


@pytest.mark.text_scale(2.0)
def test_what_to_say_is_in_sight_when_a_step_opens_at_200_percent(screen: Screen) -> None:
    """The focus on the answers scrolled the question away: five answers are higher than what is left."""
    screen.window.resize(1366, 700)
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("7")
    screen.at_rest()
    for _ in range(5):
        QApplication.processEvents()
    ui = screen.workspace.call.wizard.ui
    assert is_below_edge(screen)
    assert ui.sayText.visibleRegion().boundingRect().height() == ui.sayText.height()


def test_the_day_of_the_deadline_stays_when_its_axis_gives_way(screen: Screen) -> None:
    screen.window.resize(1366, 640)
    gate(screen)
    screen.digits("2")
    screen.at_rest()
    ui = screen.workspace.call.wizard.ui
    assert screen.workspace.call.wizard.step.confirm.is_shown
    assert not ui.axis.isVisible()
    assert ui.deadlineText.text().startswith("Mulig frist: ")
    assert is_in_step(ui.deadlineText, screen)
    assert not is_below_edge(screen)
    screen.window.resize(1366, 1000)
    screen.bot.waitUntil(ui.axis.isVisible)


def test_answers_of_one_line_are_48_pixels_high_where_there_is_room(screen: Screen) -> None:
    screen.window.resize(1366, 900)
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("11")
    screen.at_rest()
    buttons = screen.workspace.call.wizard.step.choices.buttons()
    assert {button.height() for button in buttons} == {48}
    screen.window.resize(1366, 560)
    screen.bot.waitUntil(lambda: {button.height() for button in buttons} < {36, 30})
