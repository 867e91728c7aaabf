"""The mark of what has the focus and of what is chosen, measured in pixels (WCAG 2.4.13, 1.4.11), in every look."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QTabBar,
    QTableWidget,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.colours import luminance
from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton, DigitPanel
from sentralbord_desktop.gui.widgets.table_model import RowDelegate
from sentralbord_desktop.gui.window.command_list import CommandList
from tests.helpers.contrast import THEMES, contrast
from tests.helpers.pages import show_catalogue, wizard
from tests.helpers.pixels import colours_in
from tests.helpers.screen import Screen

LEAST_CONTRAST = 3.0
LEAST_BAR = 4
"""Pixels of the bar at the left of a chosen row."""
ROUND_CORNERS = 40
"""Pixels that a perimeter 2 px wide loses at four corners with a radius of 6 to 9 px, with the smoothed ones."""
LOOKS = ["lyst", "morkt", *THEMES]


@pytest.fixture(params=LOOKS)
def look(request: pytest.FixtureRequest, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[theme.Theme]:
    if request.param in THEMES:
        own = THEMES[request.param]
        monkeypatch.setattr(theme, "wants_contrast", lambda _: True)
        monkeypatch.setattr(theme, "colours_of_the_theme", lambda _: (own.bg, own.text, own.accent, own.on_accent))
    made = theme.Theme(qapp, request.param)
    yield made
    qapp.setStyleSheet("")
    made.setParent(None)


def luminances(picture: QImage) -> NDArray[np.float64]:
    """WCAG's relative luminance of each pixel."""
    pixels = colours_in(picture)
    channels = np.stack([(pixels >> shift & 0xFF) / 255 for shift in (16, 8, 0)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    found: NDArray[np.float64] = np.tensordot(np.array([0.2126, 0.7152, 0.0722]), linear, axes=1)
    return found


def changed(one: QImage, other: QImage) -> int:
    """How many pixels have a contrast of 3:1 between two pictures of the same size."""
    first, second = luminances(one) + 0.05, luminances(other) + 0.05
    return int((np.maximum(first, second) / np.minimum(first, second) >= LEAST_CONTRAST).sum())


def button(kind: type[QAbstractButton] = QPushButton, *, checked: bool = False, **properties: object) -> QWidget:
    made = kind()
    made.setText("Ring opp")
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setCheckable(checked or isinstance(made, QCheckBox | QRadioButton))
    made.setChecked(checked)
    return with_properties(made, **properties)


def with_properties(made: QWidget, **properties: object) -> QWidget:
    for name, value in properties.items():
        made.setProperty(name, value)
    return made


def named(made: QWidget, name: str) -> QWidget:
    made.setObjectName(name)
    return made


def answer(**properties: object) -> QWidget:
    return with_properties(AnswerButton("1", "Ja"), **properties)


def tabs() -> QWidget:
    made = QTabBar()
    made.addTab("Merknader")
    return made


def rows() -> QWidget:
    made = QListWidget()
    made.addItems(["Avdelinger", "Roller"])
    made.setCurrentRow(0)
    return made


CONTROLS: dict[str, Callable[[], QWidget]] = {
    "button": button,
    "primary": lambda: button(primary=True),
    "outlined": lambda: button(outlined=True),
    "dimmed": lambda: button(dimmed=True),
    "flat": lambda: button(flat=True),
    "link": lambda: button(link=True),
    "filter": lambda: button(chip=True),
    "filter chosen": lambda: button(chip=True, checked=True),
    "chip danger": lambda: button(matter="danger"),
    "chip warn": lambda: button(matter="warn"),
    "chip plain": lambda: button(matter="plain"),
    "fold of a panel": lambda: button(fold="panel"),
    "fold of a strip": lambda: button(fold="strip"),
    "answer": answer,
    "answer chosen": lambda: answer(chosen=True),
    "answer with a warning": lambda: answer(tint="warn"),
    "answer chosen with a warning": lambda: answer(tint="warn", chosen=True),
    "answer without a frame": lambda: AnswerButton("1", "Ja", bare=True),
    "button of the header": lambda: button(QToolButton, head=True),
    "caret": lambda: button(QToolButton, caret=True),
    "page": lambda: button(QToolButton, rail=True),
    "page chosen": lambda: button(QToolButton, rail=True, checked=True),
    "tick box": lambda: button(QCheckBox),
    "tick box ticked": lambda: button(QCheckBox, checked=True),
    "radio button": lambda: button(QRadioButton),
    "field": QLineEdit,
    "search field": lambda: named(QLineEdit(), "search"),
    "field of lines": QPlainTextEdit,
    "body of a card": lambda: named(QTextEdit(), "body"),
    "list to choose from": QComboBox,
    "list": rows,
    "table": lambda: QTableWidget(2, 2),
    "scrolled text": QScrollArea,
    "tab": tabs,
    "panel": DigitPanel,
}


@contextmanager
def placed(control: QWidget) -> Iterator[QPushButton]:
    """The control on a page, above a button that has the focus."""
    ground = QWidget()
    ground.setObjectName("page")
    layout = QVBoxLayout(ground)
    other = QPushButton("Et annet sted")
    layout.addWidget(control)
    layout.addWidget(other)
    ground.resize(260, 160)
    ground.show()
    ground.activateWindow()
    other.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    yield other
    ground.close()


def drawn(control: QWidget, *, focus: bool = False) -> QImage:
    """On its ground."""
    if focus:
        control.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    assert control.hasFocus() is focus
    return control.window().grab(control.geometry()).toImage()


@pytest.mark.parametrize("name", CONTROLS)
def test_the_ring_is_at_least_two_pixels_around_the_control(look: theme.Theme, name: str) -> None:
    control = CONTROLS[name]()
    with placed(control):
        without = drawn(control)
        area = control.rect()
        if isinstance(control, QTabBar):
            area = control.tabRect(0).adjusted(0, 0, -12, 0)
        perimeter = 4 * (area.width() + area.height()) - 16
        ring = changed(without, drawn(control, focus=True))
    assert ring >= perimeter - ROUND_CORNERS, (ring, perimeter)


@pytest.mark.parametrize("columns", [1, 3])
def test_a_row_with_the_focus_has_a_ring_of_two_pixels(look: theme.Theme, columns: int) -> None:
    """A table whose ring is on the panel beside it."""
    table = QTableWidget(3, columns)
    theme.restyle(table, followed=True)
    table.setItemDelegate(RowDelegate(table))
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    table.setShowGrid(False)
    for column in range(columns):
        table.setColumnWidth(column, 70)
    table.selectRow(1)
    with placed(table):
        without = drawn(table)
        area = table.visualRect(table.model().index(1, 0))
        area = area.united(table.visualRect(table.model().index(1, columns - 1)))
        assert area.right() <= table.viewport().width()
        ring = changed(without, drawn(table, focus=True))
    bar = theme.MARK * area.height()  # the left edge has the bar of what is chosen already
    assert ring >= 4 * (area.width() + area.height()) - 16 - bar


# ------------------------------------------------------------------ what is chosen


def hits(screen: Screen) -> QAbstractItemView:
    screen.search("fjeldheim")
    screen.bot.waitUntil(lambda: screen.workspace.call.hits.model.rowCount() == 3)
    return screen.workspace.call.ui.hits


def commands(screen: Screen) -> QAbstractItemView:
    screen.control(Qt.Key.Key_K)
    (found,) = [one for one in screen.window.findChildren(CommandList) if one.isVisible()]
    return found


def trail(screen: Screen) -> QAbstractItemView:
    wizard(screen)
    return screen.workspace.call.wizard.ui.trail


def first_page(screen: Screen) -> QAbstractItemView:
    home = screen.workspace.home.ui
    screen.bot.waitUntil(lambda: home.callbackList.count() > 0)
    home.callbackList.setFocus(Qt.FocusReason.TabFocusReason)
    home.callbackList.setCurrentRow(0)
    return home.callbackList


def catalogue(screen: Screen) -> QAbstractItemView:
    show_catalogue(screen, "staff")
    screen.window.ui.search.setFocus()
    return screen.workspace.catalogue._list.table


def of_page(name: str, view: str) -> Callable[[Screen], QAbstractItemView]:
    def show(screen: Screen) -> QAbstractItemView:
        screen.window.show_page(name)
        found: QAbstractItemView = getattr(getattr(screen.workspace, name).ui, view)
        screen.bot.waitUntil(lambda: found.currentIndex().isValid())
        screen.window.ui.search.setFocus()
        return found

    return show


ALONE = {"hits": hits, "commands": commands, "trail": trail, "first page": first_page}
PAGES = {
    "callbacks": of_page("callbacks", "table"),
    "confirmations": of_page("confirmations", "table"),
    "board": of_page("availability", "table"),
    "catalogue": catalogue,
    "kinds": of_page("catalogue", "kinds"),
    "settings": of_page("settings", "sections"),
}


@pytest.mark.parametrize("name", ALONE)
def test_the_chosen_row_has_a_bar_that_is_seen(screen: Screen, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    view = ALONE[name](screen)
    for kind in LOOKS:
        choose(kind, screen, monkeypatch)
        check_bar(view, screen, kind)


def test_so_it_is_on_each_page(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    """All were shown in other colours before; a window takes a second of the processor to change them."""
    for show in PAGES.values():
        show(screen)
    for kind in LOOKS:
        choose(kind, screen, monkeypatch)
        for name, show in PAGES.items():
            check_bar(show(screen), screen, f"{name}, {kind}")


def choose(kind: str, screen: Screen, patch: pytest.MonkeyPatch) -> None:
    patch.undo()
    if kind in THEMES:
        own = THEMES[kind]
        patch.setattr(theme, "wants_contrast", lambda _: True)
        patch.setattr(theme, "colours_of_the_theme", lambda _: (own.bg, own.text, own.accent, own.on_accent))
    screen.application.theme.choose(kind)


def check_bar(view: QAbstractItemView, screen: Screen, where: str) -> None:
    """Beside its own ground, and beside what is to the left of other rows; not by a tint alone."""
    QApplication.processEvents()
    in_force = screen.application.theme
    row = view.visualRect(view.currentIndex())
    line = luminances(view.viewport().grab(row.adjusted(0, 4, 0, -4)).toImage())
    middle, bar = line[line.shape[0] // 3], in_force.tokens.accent
    wide = int((np.abs(middle[:12] - luminance(bar)) < 0.01).sum())
    assert wide >= LEAST_BAR, (where, wide)
    for ground in (in_force.tokens.surface, in_force.tokens.accent_soft, in_force.tokens.bg):
        assert contrast(bar, ground) >= LEAST_CONTRAST, (where, ground)
