"""The answer buttons of the list pages are whole: in a small window and with larger text."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton
from tests.helpers.screen import Screen
from tests.helpers.window_calls import leave_messages

PAGES = {"callbacks": Qt.Key.Key_2, "confirmations": Qt.Key.Key_3, "availability": Qt.Key.Key_4, "outbox": Qt.Key.Key_6}
SIZES = ((1366, 688), (1093, 535))


def text_needs(part: QLabel) -> tuple[int, int]:
    """Width and height in pixels of all the text, wrapped as the label is now."""
    metrics = QFontMetrics(part.font())
    if not part.wordWrap():
        return metrics.horizontalAdvance(part.text()), metrics.height()
    area = metrics.boundingRect(QRect(0, 0, part.width(), 10_000), Qt.TextFlag.TextWordWrap, part.text())
    return area.width(), area.height()


def scrolls(widget: QWidget) -> bool:
    """Whether what is outside the frame can be scrolled into it."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above is not None


def cut_answers(page: QWidget) -> list[str]:
    faults = []
    for button in page.findChildren(AnswerButton):
        if not button.isVisible():
            continue
        for part in button.findChildren(QLabel):
            wide, high = text_needs(part)
            if part.isVisible() and (wide > part.width() or high > part.height() + 1):
                faults.append(f"{part.text()!r} needs {wide}x{high}, has {part.width()}x{part.height()}")
        seen = button.visibleRegion().boundingRect()
        if seen.size() != button.size() and not scrolls(button):
            faults.append(f"{button.accessibleName()!r} is {button.size()}, seen {seen.size()}")
    return faults


@pytest.mark.parametrize("text_scale", [1.0, 1.5])
@pytest.mark.parametrize("page", PAGES)
def test_t36_no_answer_button_is_cut(screen: Screen, page: str, text_scale: float) -> None:
    leave_messages(screen)
    screen.control(PAGES[page])
    screen.at_rest()
    shown = getattr(screen.workspace, page)
    faults = []
    for size in SIZES:
        screen.window.resize(*size)
        table = shown.ui.table
        for row in range(table.model().rowCount()):
            table.setCurrentIndex(table.model().index(row, 1))
            screen.at_rest()
            faults += [f"{size} row {row}: {fault}" for fault in cut_answers(shown)]
    assert not faults, "\n".join(faults)
