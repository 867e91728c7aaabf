"""A list and the panel that follows it: where the keys go is seen."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor

from tests.helpers.screen import Screen


@pytest.mark.parametrize("name", ["callbacks", "confirmations", "availability"])
def test_the_row_is_marked_while_the_arrows_move_it(screen: Screen, name: str) -> None:
    screen.window.show_page(name)
    page = getattr(screen.workspace, name)
    table, colour = page.ui.table, screen.application.theme.colour("accent")
    screen.bot.waitUntil(lambda: table.currentIndex().isValid() and table.hasFocus())

    def mark() -> QColor:
        at = table.currentIndex()
        row = table.visualRect(at if name == "availability" else at.siblingAtColumn(0))
        seen = table.viewport().grab().toImage()
        return QColor(seen.pixelColor(QPoint(row.left() + 3, row.center().y())))

    screen.bot.waitUntil(lambda: mark() == colour)
    page.ui.detail.setFocus(Qt.FocusReason.TabFocusReason)
    screen.bot.waitUntil(lambda: mark() != colour)
    assert page.ui.detail.is_live
