"""«Hva gjelder det?» beside the record: every category is in sight at 1366, with the facts to compare above them."""

from PySide6.QtCore import QPoint, Qt

from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton
from sentralbord_desktop.gui.wizard.member.compare_card import EQUAL
from tests.helpers.screen import Screen


def rows_in_sight(screen: Screen) -> str:
    """The digits of the rows that are whole in the panel."""
    ui = screen.workspace.call.ui
    inside = ui.categoriesScroll.viewport()
    rows = [row for row in ui.buttons.findChildren(AnswerButton) if row.isVisible()]
    return "".join(r.digit for r in rows if r.mapTo(inside, QPoint(0, r.height())).y() <= inside.height())


def test_all_nine_are_in_sight_before_the_identity_is_confirmed(screen: Screen) -> None:
    """In a window with the band of practice, at 1366x768."""
    screen.window.resize(1366, 688)
    screen.open("ingunn fjeldheim")
    screen.at_rest()
    compare = screen.workspace.call.on_line.compare
    assert compare.isVisible()
    assert rows_in_sight(screen) == "123456789"
    assert "14.03.1979" in compare.accessibleName()
    assert EQUAL in compare.accessibleName(), "said to a screen reader, also where it is not drawn"


def test_the_rows_are_higher_where_there_is_room(screen: Screen) -> None:
    screen.window.resize(1366, 688)
    screen.open("ingunn fjeldheim")
    screen.at_rest()
    row = screen.workspace.call.ui.buttons.findChildren(AnswerButton)[0]
    low = row.height()
    assert low < 34
    screen.window.resize(1366, 900)
    screen.bot.waitUntil(lambda: row.height() == 34)
    screen.window.resize(1366, 688)
    screen.bot.waitUntil(lambda: row.height() == low)
    screen.key(Qt.Key.Key_Space)
    screen.bot.waitUntil(lambda: row.height() == 34)
