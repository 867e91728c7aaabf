"""The trail: what was asked can be read."""

from tests.gui.test_looks import review
from tests.helpers.screen import Screen


def test_a_long_question_is_seen_whole_and_a_short_one_takes_one_line(screen: Screen) -> None:
    review(screen)
    screen.at_rest()
    trail, model = screen.workspace.call.review.ui.trail, screen.workspace.call.review.trail

    def high(ask: str) -> int:
        row = next(n for n, line in enumerate(model.steps) if line.step.ask == ask)
        return trail.visualRect(model.index(row)).height()

    screen.bot.waitUntil(lambda: high("Er DS eller saksbehandler ledig?") == 62)
    assert high("Når fikk du brevet?") == 44
