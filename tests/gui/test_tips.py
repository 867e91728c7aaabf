"""Tips (WCAG 2.2, 1.4.13): shown under the pointer, kept under it, dismissed by Esc alone, and never Qt's own."""

from collections.abc import Callable, Iterator
from typing import cast

import pytest
from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QCursor, QHelpEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QPushButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from sentralbord_desktop.gui.callbacks import CallbacksPage
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.tip import MARGINS, MAX_LINE_WIDTH, Tip, most_of_text, place_of
from sentralbord_desktop.gui.core.tip_source import TIP_ROLE, give_tip, tip_of
from sentralbord_desktop.gui.search_hits import HitModel
from sentralbord_desktop.gui.widgets.table_model import ROOT, SortedRows
from tests.helpers import pages
from tests.helpers.contrast import contrast
from tests.helpers.pages import TITLES
from tests.helpers.screen import Screen


def page(name: str) -> Callable[[Screen], None]:
    return lambda screen: screen.window.show_page(name)


PAGES: dict[str, Callable[[Screen], None]] = {
    "rest": lambda _: None,
    "hits": lambda screen: screen.search("fjeldheim"),
    "record": pages.record,
    "wizard": pages.wizard,
    "review": pages.review,
    **{name: page(name) for name in ("callbacks", "confirmations", "availability", "catalogue", "outbox", "members")},
}


MAX_ROWS = 12


def tip_in(screen: Screen) -> Tip:
    return screen.window.tips.tip


def point_at(place: QPoint) -> None:
    """The pointer comes, and moves a pixel: Qt begins to count at a move."""
    for x in (0, 1):
        QCursor.setPos(place + QPoint(x, 0))
        QApplication.processEvents()


def middle(widget: QWidget) -> QPoint:
    return widget.mapToGlobal(widget.rect().center())


def offer_tip(screen: Screen, widget: QWidget, place: QPoint) -> None:
    """As Qt does when the pointer has rested."""
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, widget.mapFromGlobal(place), place))


def point_at_callbacks(screen: Screen) -> QWidget:
    """«Ring tilbake» in the rail, until its tip is shown."""
    screen.window.activateWindow()
    button = screen.window.rail.button("callbacks")
    point_at(middle(button))
    screen.bot.waitUntil(tip_in(screen).isVisible)
    return button


@pytest.mark.own_window
def test_a_tip_is_shown_under_the_pointer_below_its_control_and_takes_no_focus(screen: Screen) -> None:
    focus = screen.focus
    button = point_at_callbacks(screen)
    tip = tip_in(screen)
    assert tip.text() == tip_of(button) == "Ring tilbake (Ctrl+2)"
    assert tip.height() < 2 * tip.fontMetrics().lineSpacing(), "one line"
    assert tip.geometry().top() > button.mapToGlobal(button.rect().bottomLeft()).y()
    assert screen.focus is focus
    assert not QToolTip.isVisible()


def test_esc_dismisses_the_tip_and_does_nothing_else(screen: Screen) -> None:
    screen.search("fjeldheim")
    button = point_at_callbacks(screen)
    escaped: list[None] = []
    screen.window.escaped.connect(lambda: escaped.append(None))
    before = (screen.focus, screen.window.page, screen.window.ui.search.text())
    screen.key(Qt.Key.Key_Escape)
    assert not tip_in(screen).isVisible()
    assert (screen.focus, screen.window.page, screen.window.ui.search.text()) == before
    assert escaped == []
    offer_tip(screen, button, middle(button) + QPoint(4, 4))
    assert not tip_in(screen).isVisible(), "it does not come again while the pointer is on the control"
    point_at(middle(screen.window.ui.search))
    offer_tip(screen, button, middle(button))
    assert tip_in(screen).isVisible()
    tip_in(screen).hide()
    screen.key(Qt.Key.Key_Escape)
    assert screen.window.ui.search.text() == "", "the next Esc acts again"


def test_what_a_dismissed_tip_was_over_has_no_tip_before_the_pointer_moves(screen: Screen) -> None:
    button = point_at_callbacks(screen)
    tip = tip_in(screen)
    pointer = QPoint(tip.geometry().left() + 20, tip.geometry().bottom() - 4)
    point_at(pointer)
    screen.key(Qt.Key.Key_Escape)
    under = screen.window.rail.button("confirmations")
    offer_tip(screen, under, QCursor.pos())
    assert not tip.isVisible()
    offer_tip(screen, under, QCursor.pos() + QPoint(1, 0))
    assert tip.text().startswith("Venter")
    offer_tip(screen, button, middle(button))
    assert tip.text() == tip_of(button)


def test_the_pointer_can_be_moved_onto_the_tip_and_stay(screen: Screen) -> None:
    point_at_callbacks(screen)
    tip = tip_in(screen)
    point_at(middle(screen.window.ui.search))
    assert tip._grace.isActive(), "the time begins when the pointer is on neither"
    point_at(tip.geometry().center())
    assert tip.isVisible()
    assert not tip._grace.isActive()


def test_a_tip_goes_when_the_pointer_is_on_neither_control_nor_tip(screen: Screen) -> None:
    button = point_at_callbacks(screen)
    tip = tip_in(screen)
    point_at(tip.geometry().center())
    point_at(middle(button))
    assert not tip._grace.isActive()
    point_at(middle(screen.window.ui.search))
    assert tip.isVisible()
    screen.bot.waitUntil(lambda: not tip.isVisible())


@pytest.mark.parametrize("act", ["click", "key", "page", "hide", "text", "other window"])
def test_a_tip_goes_when_something_is_done(screen: Screen, act: str) -> None:
    button = point_at_callbacks(screen)
    tip = tip_in(screen)
    screen.bot.keyClick(screen.focus, Qt.Key.Key_Control)
    assert tip.isVisible(), "Ctrl alone does nothing"
    if act == "click":
        screen.bot.mouseClick(screen.window.ui.search, Qt.MouseButton.LeftButton)
    elif act == "key":
        screen.key(Qt.Key.Key_A)
    elif act == "page":
        screen.window.show_alone(QWidget())  # the lock
    elif act == "hide":
        screen.window.hide()
    elif act == "text":
        give_tip(button, "Noe annet")
    else:
        other = QWidget()
        screen.bot.addWidget(other)
        other.show()
        other.activateWindow()
        screen.bot.waitUntil(other.isActiveWindow)
    screen.bot.waitUntil(lambda: not tip.isVisible())


def test_a_tip_of_the_page_goes_with_the_page(screen: Screen) -> None:
    screen.window.activateWindow()
    screen.window.show_page("callbacks")
    screen.at_rest()
    point_at(middle(screen.workspace.lazy_pages.get("callbacks", CallbacksPage).ui.more))
    screen.bot.waitUntil(tip_in(screen).isVisible)
    assert tip_in(screen).text() == "Kopier, skriv ut eller lagre"
    screen.window.show_page("outbox")
    assert not tip_in(screen).isVisible()


@pytest.mark.own_window
def test_no_event_is_watched_while_no_tip_is_shown(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []

    def watch(_: Tip, watched: QObject, __: QEvent) -> bool:
        seen.append(watched)
        return False

    monkeypatch.setattr(Tip, "eventFilter", watch)
    point_at_callbacks(screen)
    assert seen, "the control: they are, while it is shown"
    tip_in(screen).hide()
    seen.clear()
    screen.search("fjeldheim")
    screen.at_rest()
    assert seen == []


def items(screen: Screen) -> Iterator[tuple[QAbstractItemView, QModelIndex]]:
    """The cells of the first rows of each list."""
    for view in screen.window.findChildren(QAbstractItemView):
        model = cast("QAbstractItemModel | None", view.model())
        if model is not None:
            columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(ROOT)
            for row in range(min(MAX_ROWS, model.rowCount(ROOT))):
                yield from ((view, model.index(row, column)) for column in range(columns))


def tips_of_qt() -> list[str]:
    """What can be pointed at and has a tool tip of Qt: the picture in the search field cannot."""
    transparent = Qt.WidgetAttribute.WA_TransparentForMouseEvents
    found = [
        widget for widget in QApplication.allWidgets() if widget.toolTip() and not widget.testAttribute(transparent)
    ]
    return [f"{type(widget).__name__} {widget.objectName()}: {widget.toolTip()}" for widget in found]


@pytest.mark.parametrize("page", PAGES)
def test_no_widget_and_no_item_has_a_tool_tip_of_qt(screen: Screen, page: str) -> None:
    PAGES[page](screen)
    screen.at_rest()
    assert tips_of_qt() == []
    assert [index.data(Qt.ItemDataRole.ToolTipRole) for _, index in items(screen)].count(None) > 0
    assert [text for _, index in items(screen) if (text := index.data(Qt.ItemDataRole.ToolTipRole))] == []


@pytest.mark.parametrize("page", ["hits", "callbacks"])
def test_an_item_has_its_tip_and_none_of_qt(screen: Screen, page: str) -> None:
    PAGES[page](screen)
    screen.at_rest()
    screen.window.activateWindow()
    tipped = ((view, index) for view, index in items(screen) if view.isVisible() and index.data(TIP_ROLE))
    view, index = next(tipped)
    area, text = view.visualRect(index), index.data(TIP_ROLE)
    cell = QRect(view.viewport().mapToGlobal(area.topLeft()), area.size())
    point_at(cell.center())
    screen.bot.waitUntil(tip_in(screen).isVisible)
    assert tip_in(screen).text() == text
    assert not tip_in(screen).geometry().intersects(cell)
    assert not QToolTip.isVisible()
    model = view.model()
    if isinstance(model, HitModel):
        model.show([], "")
    elif isinstance(model, SortedRows):
        model.rows.show([])
    screen.bot.waitUntil(lambda: not tip_in(screen).isVisible())


def test_each_widget_with_a_tip_shows_it(screen: Screen) -> None:
    """Qt offers the event to the window: no widget on the way takes it."""
    pages.record(screen)
    screen.workspace.call.on_line.categories.second_click.end()
    screen.at_rest()
    screen.window.activateWindow()
    tip, shown = tip_in(screen), {}
    for widget in screen.window.findChildren(QWidget):
        seen = widget.visibleRegion().boundingRect()
        under = screen.window.childAt(widget.mapTo(screen.window, seen.center()))
        if tip_of(widget) and not seen.isEmpty() and under is not None:
            tip.hide()
            offer_tip(screen, under, widget.mapToGlobal(seen.center()))
            shown[tip_of(widget)] = tip.text() if tip.isVisible() else ""
    assert len(shown) > 8
    assert all(shown.values()), shown


def test_no_panel_of_the_settings_has_a_tool_tip_of_qt(screen: Screen) -> None:
    screen.window.show_page("settings")
    for title in TITLES:
        screen.workspace.settings.show_part(title)
        screen.at_rest()
        assert tips_of_qt() == [], title


# ---------------------------------------------------------------- look and place


NIGHT = ("#000000", "#ffffff", "#d6b4fd", "#2b2b2b")


@pytest.mark.own_window
@pytest.mark.parametrize("look", ["lyst", "morkt", "kontrast"])
def test_a_tip_can_be_read_in_each_theme(screen: Screen, look: str, monkeypatch: pytest.MonkeyPatch) -> None:
    colours = screen.application.theme
    if look == "kontrast":
        monkeypatch.setattr(theme, "wants_contrast", lambda _: True)
        monkeypatch.setattr(theme, "colours_of_the_theme", lambda _: NIGHT)
    colours.choose(look)
    point_at_callbacks(screen)
    drawn = tip_in(screen).grab().toImage()
    border, ground = drawn.pixelColor(0, 5).name(), drawn.pixelColor(3, 3).name()
    seen = {drawn.pixelColor(x, y).name() for x in range(drawn.width()) for y in range(drawn.height())}
    assert contrast(border, ground) >= 3
    assert contrast(border, colours.tokens.bg) >= 3
    assert contrast(colours.tokens.text, ground) >= 4.5
    assert colours.tokens.text.casefold() in seen
    monkeypatch.undo()
    colours.choose("lyst")


def test_a_long_text_wraps_and_a_long_word_breaks(qtbot: QtBot, screen: Screen) -> None:
    screen.window.activateWindow()
    button = screen.window.rail.button("callbacks")
    give_tip(button, f"{'margrethe' * 30}@forbundet.test " + "ord " * 60)
    point_at(middle(button))
    qtbot.waitUntil(tip_in(screen).isVisible)
    tip = tip_in(screen)
    assert tip.width() < 400
    assert tip.height() > 6 * tip.fontMetrics().lineSpacing()
    assert tip.height() >= tip.heightForWidth(tip.width())


SCREEN = QRect(0, 0, 1366, 728)
SIZE = QSize(200, 60)


@pytest.mark.parametrize(
    "area",
    [
        QRect(0, 0, 68, 56),
        QRect(1340, 300, 26, 26),
        QRect(300, 700, 90, 28),
        QRect(0, 690, 60, 38),
        QRect(100, 100, 1200, 34),
        QRect(200, 10, 300, 710),
        QRect(1000, 0, 366, 728),
    ],
)
def test_a_tip_is_on_the_screen_and_never_over_its_control(area: QRect) -> None:
    for pointer in (area.topLeft(), area.center(), area.bottomRight()):
        placed = QRect(place_of(SIZE, area, pointer, SCREEN), SIZE)
        assert SCREEN.contains(placed)
        assert not placed.intersects(area)


def test_a_tip_is_never_wider_than_a_screen_of_320_pixels(screen: Screen) -> None:
    assert most_of_text(QRect(0, 0, 320, 256)) + MARGINS[0] + MARGINS[2] < 320
    assert most_of_text(SCREEN) == screen.application.theme.scaled(MAX_LINE_WIDTH)


def test_a_reader_gets_the_tip_as_description_where_it_says_more_than_the_name(qtbot: QtBot) -> None:
    button = QPushButton("Parker")
    qtbot.addWidget(button)
    give_tip(button, "Ctrl+P")
    assert button.accessibleDescription() == "Ctrl+P"
    give_tip(button, "Ctrl+Shift+P")
    assert button.accessibleDescription() == "Ctrl+Shift+P"
    button.setAccessibleName("Parker, Ctrl+P")
    give_tip(button, "Ctrl+P")
    assert button.accessibleDescription() == ""
    button.setAccessibleDescription("Legger samtalen til side")
    give_tip(button, "Ctrl+P")
    assert button.accessibleDescription() == "Legger samtalen til side"
