"""The mouse wheel scrolls, and never changes a choice that it passes over."""

import re
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

import sentralbord_desktop
from tests.helpers.screen import Screen

SCROLLED = re.compile(r"\bQ(ComboBox|SpinBox|DoubleSpinBox|DateEdit|TimeEdit|DateTimeEdit|Slider|Dial)\(")
"""Widgets of Qt whose value the wheel changes."""


def turn(widget: QWidget) -> None:
    """One notch down and one up and two down, in the middle of the widget."""
    middle = QPointF(widget.rect().center())
    for notch in (-120, 120, -120, -120):
        over = widget.mapToGlobal(middle)
        event = QWheelEvent(
            middle,
            over,
            QPoint(),
            QPoint(0, notch),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)


def test_the_wheel_changes_no_choice_in_any_setting(screen: Screen) -> None:
    screen.window.show_page("settings")
    settings = screen.workspace.settings
    turned = 0
    for row in range(settings.ui.sections.count()):
        settings.ui.sections.setCurrentRow(row)
        screen.at_rest()
        assert settings.shown is not None
        for box in settings.shown.findChildren(QComboBox):
            box.setFocus()
            before = box.currentIndex()
            turn(box)
            assert box.currentIndex() == before, box.accessibleName()
            turned += box.count() > 1
    assert turned > 10


def test_no_form_has_a_box_of_qt_that_the_wheel_changes() -> None:
    source = Path(sentralbord_desktop.__file__).parent
    found = [
        f"{file.name}: {line.strip()}"
        for file in source.rglob("*.py")
        for line in file.read_text(encoding="utf-8").splitlines()
        if SCROLLED.search(line) and "class ChoiceBox" not in line
    ]
    assert found == []
