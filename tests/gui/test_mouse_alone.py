"""A whole call, a form and a discard with the mouse alone: no key is pressed (issue 32, item 9)."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget

from sentralbord_desktop.gui.wizard.card.switch import Switch
from tests.helpers.screen import Screen

INGE = "99000419"


class Keys(QObject):
    """Counts every key that reaches the program."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        self.count += event.type() == QEvent.Type.KeyPress
        return False


@pytest.fixture
def keys(qapp: QApplication) -> Iterator[Keys]:
    keys = Keys()
    qapp.installEventFilter(keys)
    yield keys
    qapp.removeEventFilter(keys)


def click(screen: Screen, widget: QWidget, spot: QPoint | None = None) -> None:
    """A press and a release in the middle, or at `spot`, of what can be seen there."""
    screen.workspace.call.wizard.step.double_press_guard.end()
    screen.workspace.call.inquiry.double_press_guard.end()
    area = widget.visibleRegion().boundingRect()
    assert not area.isEmpty(), widget
    screen.bot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=spot or area.center())
    screen.at_rest()


def button(screen: Screen, words: str) -> QAbstractButton:
    """The visible button whose text or spoken name holds `words`."""
    for _ in range(3):
        QApplication.processEvents()
    seen = [one for one in screen.window.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()]
    found = [one for one in seen if words in one.text() or words in one.accessibleName()]
    assert found, (words, [one.accessibleName() or one.text() for one in seen])
    return found[0]


def open_by_ringing(screen: Screen, number: str) -> None:
    """The telephone gives the number; the hit is clicked."""
    screen.application.ring(number)
    hits = screen.workspace.call.ui.hits
    screen.bot.waitUntil(lambda: screen.workspace.call.hits.model.rowCount() > 0)
    screen.at_rest()
    where = hits.visualRect(hits.model().index(0, 0)).center()
    click(screen, hits.viewport(), where)
    if screen.workspace.call_session.record is None:
        screen.bot.mouseDClick(hits.viewport(), Qt.MouseButton.LeftButton, pos=where)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.record is not None)
    screen.at_rest()


def begin_resignation(screen: Screen) -> None:
    open_by_ringing(screen, INGE)
    click(screen, button(screen, "Begge stemmer"))
    assert screen.workspace.call_session.identity
    click(screen, button(screen, "Utmelding"))


def test_a_call_is_taken_from_the_ringing_to_the_receipt_by_the_mouse(screen: Screen, keys: Keys) -> None:
    begin_resignation(screen)
    call = screen.workspace.call
    for _ in range(6):
        run = screen.workspace.call_session.run
        if run is None or run.current is None:
            break
        step = call.wizard.step
        first = [b for b in step.choices.buttons() if b.isVisible()]
        click(screen, first[0] if first else button(screen, "Enter"))
    assert call.currentWidget() is call.review
    said = [one for one in call.review.findChildren(QAbstractButton) if one.text() == "Sagt" and one.isVisible()]
    for one in said:
        click(screen, one)
    switches = [one for one in call.review.findChildren(Switch) if one.isVisible() and one.isEnabled()]
    for switch in switches[:1]:
        before = switch.isChecked()
        click(screen, switch)
        after = [one for one in call.review.findChildren(Switch) if one.isVisible() and one.isEnabled()]
        assert after[0].isChecked() is not before
        click(screen, after[0])
    click(screen, button(screen, "Fullfør"))
    screen.bot.waitUntil(lambda: screen.workspace.call_session.receipt is not None, timeout=10_000)
    assert keys.count == 0


def test_a_call_is_discarded_by_the_mouse(screen: Screen, keys: Keys) -> None:
    begin_resignation(screen)

    def choose() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        action = next(one for one in menu.actions() if "Forkast" in one.text())
        screen.bot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())

    QTimer.singleShot(100, screen.window, choose)
    click(screen, screen.workspace.call.wizard.ui.topic)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.draft is None)
    assert keys.count == 0


def test_a_form_is_opened_and_left_by_the_mouse(screen: Screen, keys: Keys) -> None:
    open_by_ringing(screen, INGE)
    click(screen, button(screen, "Avtal oppringing"))
    panel = screen.workspace.call.forms.panel
    assert panel.isVisible()
    click(screen, button(screen, "Avbryt"))
    assert not panel.isVisible()
    assert keys.count == 0
