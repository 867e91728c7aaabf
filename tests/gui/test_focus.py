"""Where the focus is after each key, what Esc and Tab do, and that no answer of a worker moves it.

Its mark, and that of what is chosen, are measured in pixels (WCAG 2.4.13, 1.4.11) in every look. Tab goes where the eye goes on
the pages beside the call, and the focus is never out of sight."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
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

from sentralbord_desktop.gui.commands.palette import CommandList
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.colours import luminance
from sentralbord_desktop.gui.privacy.breach_panel import BreachPanel
from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton, DigitPanel
from sentralbord_desktop.gui.widgets.form_foot import FormFoot
from sentralbord_desktop.gui.widgets.table_model import RowDelegate
from tests.helpers.contrast import THEMES, contrast
from tests.helpers.keyboard import CONTROL, PLAIN, SHIFT
from tests.helpers.pages import TITLES, breached, record, review, settings_part, show_catalogue, wizard
from tests.helpers.parts import hits_of
from tests.helpers.pixels import colours_in
from tests.helpers.screen import Let, Screen
from tests.helpers.window_callbacks import add_callback
from tests.helpers.window_calls import begin_call


def test_an_answer_that_comes_after_the_member_was_opened_moves_nobody(screen: Screen) -> None:
    """The same text was written once more and Enter pressed, while it was still asked."""
    screen.open("ingunn fjeldheim")
    call, ui, hits = screen.workspace.call, screen.workspace.call.ui, screen.workspace.call.hits
    for found in (hits_of(hits.model), []):
        call.search.answered.emit(replace(call.search.answer, hits=found))
        assert ui.categories.isVisible()
        assert screen.focus is ui.categories
        assert screen.workspace.call.record.isVisible()


def test_an_outcome_that_tab_and_enter_chose_leaves_the_focus_in_its_panel(screen: Screen) -> None:
    """The buttons are made anew for the next row; the focus went to the search field, and digits with it."""
    screen.control(Qt.Key.Key_3)
    page = screen.workspace.confirmations
    before = page.list.model.rowCount()
    screen.bot.waitUntil(lambda: screen.focus is page.ui.table)
    for _ in range(2):
        screen.key(Qt.Key.Key_Tab)
    assert screen.focus.accessibleName().startswith("1, Er kommet")
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: page.list.model.rowCount() == before - 1)
    assert screen.focus is page.ui.detail


def test_a_list_that_is_read_again_leaves_the_focus_on_the_button_it_is_on(screen: Screen) -> None:
    screen.control(Qt.Key.Key_3)
    page = screen.workspace.confirmations
    screen.bot.waitUntil(lambda: screen.focus is page.ui.table and page.list.current is not None)
    for _ in range(2):
        screen.key(Qt.Key.Key_Tab)
    button = screen.focus
    assert button.accessibleName().startswith("1, Er kommet")
    screen.key(Qt.Key.Key_F5)
    screen.at_rest()
    assert screen.focus is button


@pytest.mark.parametrize("title", ["Deg", "Organisasjon", "Telefon", "Statistikk", "Meld avvik"])
def test_esc_goes_to_the_search_field_from_every_field_of_the_settings(screen: Screen, title: str) -> None:
    """What is written in a part stays."""
    screen.workspace.show_settings(title)
    screen.at_rest()
    screen.workspace.settings.focus()
    screen.key(Qt.Key.Key_Tab)
    screen.key(Qt.Key.Key_Escape)
    assert screen.focus is screen.window.ui.search
    assert screen.window.page == "settings"


TOPIC = "Emnet: bytt emne, eller forkast samtalen"


def stops(screen: Screen, first: QWidget) -> list[str]:
    """The names of what Tab comes to from `first`, until it is in the search field."""
    found: list[str] = []
    first.setFocus(Qt.FocusReason.TabFocusReason)
    while screen.focus is not screen.window.ui.search and len(found) < 40:
        text = getattr(screen.focus, "text", str)()
        found.append(screen.focus.accessibleName() or str(text).split("  ")[0])
        screen.key(Qt.Key.Key_Tab)
    return found


def test_tab_goes_from_the_step_to_its_answers(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("7")
    passed = stops(screen, screen.workspace.call.wizard.ui.step)
    assert passed[1].startswith("1, ")
    order = ["Brutt løfte", "Siste merknader, 3, lukket", TOPIC, "Stegene så langt", "Parker", "Dette blir gjort"]
    assert sorted(order, key=passed.index) == order


def button_in(page: QWidget, name: str) -> QAbstractButton:
    buttons = page.findChildren(QAbstractButton)
    return next(one for one in buttons if name in (one.accessibleName(), one.text()) and one.isVisible())


def test_tab_goes_through_a_list_page_from_above_to_the_right(screen: Screen) -> None:
    screen.control(Qt.Key.Key_2)
    screen.at_rest()
    passed = stops(screen, button_in(screen.workspace.callbacks, "Alle, 13"))
    order = ["Alle, 13", "Mine, 0", "Mer for listen", "Oppringinger", "Valgt oppringing"]
    assert sorted(order, key=passed.index) == order
    screen.control(Qt.Key.Key_4)
    screen.at_rest()
    passed = stops(screen, button_in(screen.workspace.availability, "Alle"))
    order = ["Alle", "Roller", "Hvem som er ledig", "Valgt person"]
    assert sorted(order, key=passed.index) == order
    screen.control(Qt.Key.Key_5)
    screen.at_rest()
    passed = stops(screen, screen.workspace.catalogue.ui.kinds)
    order = ["Lister", "Ny", "Mer for listen", "Avdelinger", "Valgt i katalogen"]
    assert sorted(order, key=passed.index) == order


def test_tab_goes_from_what_is_looked_over_to_fullfor(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("42")
    screen.confirm()
    review = screen.workspace.call.review
    screen.bot.waitUntil(review.isVisible)
    passed = stops(screen, review.ui.promises)
    assert passed[0].startswith("Løftet fra")
    assert "1, Gjort nå" in passed[0]
    order = ["Fullfør, Ctrl+Enter", "Siste merknader, 3, lukket", TOPIC, "Svarene", "Parker"]
    assert sorted(order, key=passed.index) == order
    screen.settle_promises()
    passed = stops(screen, review.ui.cards)
    assert passed[0] == "Dette lagres og sendes"
    assert passed.index("Fullfør, Ctrl+Enter") < passed.index("Svarene")


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Space])
def test_esc_is_no_to_a_question_of_the_settings_and_the_focus_goes_back(screen: Screen, key: Qt.Key) -> None:
    breached(screen)
    part = settings_part(screen, "Meld avvik", BreachPanel)
    screen.bot.waitUntil(part.close_it.isVisible)
    part.close_it.setFocus()
    screen.key(Qt.Key.Key_Space)
    assert screen.focus is part.question.no
    screen.key(key)
    assert not part.question.isVisible()
    screen.bot.waitUntil(lambda: screen.focus is part.close_it)


@pytest.mark.parametrize("key", [Qt.Key.Key_F8, Qt.Key.Key_Down])
@pytest.mark.parametrize("page", ["callbacks", "settings", "form"])
def test_no_key_puts_the_focus_where_nobody_sees_it(screen: Screen, page: str, key: Qt.Key) -> None:
    screen.open("ingunn fjeldheim")
    if page == "form":
        screen.control(Qt.Key.Key_M)
    else:
        screen.window.show_page(page)
    before = screen.focus
    assert before.isVisible()
    (screen.key if key == Qt.Key.Key_F8 else screen.control)(key)
    screen.at_rest()
    assert screen.focus is before


@pytest.mark.parametrize("running", [False, True])
def test_no_key_of_the_call_moves_the_focus_into_a_page_that_is_not_shown(screen: Screen, *, running: bool) -> None:
    screen.open("ingunn fjeldheim")
    if running:
        screen.key(Qt.Key.Key_Space)
        screen.digits("7")
    screen.control(Qt.Key.Key_6)
    table = screen.workspace.outbox.ui.table
    for key, modifier in (
        (Qt.Key.Key_M, CONTROL),
        (Qt.Key.Key_F2, PLAIN),
        (Qt.Key.Key_E, CONTROL),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier),
    ):
        screen.key(key, modifier)
        screen.at_rest()
        assert (key, screen.focus.isVisible(), screen.focus is table) == (key, True, True)


def test_esc_climbs_down_one_rung_at_a_time(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.digits("71")
    screen.confirm()
    screen.key(Qt.Key.Key_Escape)
    assert screen.focus is screen.window.ui.search
    screen.key(Qt.Key.Key_Escape)
    assert screen.window.ui.search.text() == ""
    assert screen.workspace.call_session.run is not None


def test_a_receipt_does_not_take_the_focus_from_another_page(screen: Screen, held: Callable[[], Let]) -> None:
    begin_call(screen, "inge fjeldheim", "42")
    screen.confirm()
    screen.key(Qt.Key.Key_Space)
    screen.at_rest()
    let_go = held()
    screen.control(Qt.Key.Key_Return)
    screen.control(Qt.Key.Key_2)
    before = screen.focus
    let_go()
    assert screen.window.page == "callbacks"
    assert screen.focus is before


@pytest.mark.parametrize("name", ["callbacks", "confirmations", "availability"])
def test_the_row_has_a_ring_while_the_arrows_move_it_and_its_bar_always(screen: Screen, name: str) -> None:
    screen.window.show_page(name)
    page = getattr(screen.workspace, name)
    table, colour = page.ui.table, screen.application.theme.colour("accent")
    screen.bot.waitUntil(lambda: table.currentIndex().isValid() and table.hasFocus())

    def marks() -> tuple[bool, bool]:
        at = table.currentIndex()
        row = table.visualRect(at if name == "availability" else at.siblingAtColumn(0))
        seen = table.viewport().grab().toImage()
        inset = 3 if name == "availability" else 1
        bar, ring = QPoint(row.left() + 3, row.center().y()), QPoint(row.center().x(), row.top() + inset)
        return QColor(seen.pixelColor(bar)) == colour, QColor(seen.pixelColor(ring)) == colour

    screen.bot.waitUntil(lambda: marks() == (True, True))
    page.ui.detail.setFocus(Qt.FocusReason.TabFocusReason)
    screen.bot.waitUntil(lambda: marks() == (True, False))
    assert page.ui.detail.is_live


def test_shift_f6_goes_back_where_f6_came_from(screen: Screen) -> None:
    stops = [screen.focus]
    for _ in range(3):
        screen.key(Qt.Key.Key_F6)
        stops.append(screen.focus)
    assert len(set(stops)) == 4
    for stop in reversed(stops[:-1]):
        screen.key(Qt.Key.Key_F6, SHIFT)
        assert screen.focus is stop


def test_a_reading_in_the_background_does_not_move_the_operator(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    for name in ("callbacks", "catalogue", "availability", "outbox", "settings"):
        screen.window.show_page(name)
        screen.workspace.refresher.read_all()
        screen.at_rest()
        assert screen.window.page == name


# ---------------------------------------------------------------- the ring, measured in pixels in every look

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


def test_the_ring_is_at_least_two_pixels_around_the_control(look: theme.Theme) -> None:
    faults = []
    for name, make in CONTROLS.items():
        control = make()
        with placed(control):
            without = drawn(control)
            area = control.rect()
            if isinstance(control, QTabBar):
                area = control.tabRect(0).adjusted(0, 0, -12, 0)
            perimeter = 4 * (area.width() + area.height()) - 16
            ring = changed(without, drawn(control, focus=True))
        if ring < perimeter - ROUND_CORNERS:
            faults.append((name, ring, perimeter))
    assert faults == []


def test_the_primary_button_stays_round_in_its_ring(look: theme.Theme) -> None:
    """The ring of two lines that Qt draws («double») has square corners, open and with stray pixels."""
    control = button(primary=True)
    with placed(control):
        picture = drawn(control, focus=True)
    ground, right, bottom = picture.pixel(0, 0), picture.width() - 1, picture.height() - 1
    corners = {picture.pixel(x, y) for x in (0, 1, right - 1, right) for y in (0, 1, bottom - 1, bottom)}
    assert picture.pixel(right // 2, 2) != ground
    assert corners == {ground}


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
    return screen.workspace.catalogue.list.table


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


@pytest.mark.own_window
@pytest.mark.parametrize("name", ALONE)
def test_the_chosen_row_has_a_bar_that_is_seen(screen: Screen, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    view = ALONE[name](screen)
    for kind in LOOKS:
        choose(kind, screen, monkeypatch)
        check_bar(view, screen, kind)


@pytest.mark.own_window
def test_bar_of_the_chosen_row_is_seen_on_each_page(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
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


# ---------------------------------------------------------------- Tab goes where the eye goes

MAX_STOPS = 60
CALL_PAGES = {"record": record, "wizard": wizard, "review": review}


def is_in_sight(screen: Screen, widget: QWidget) -> bool:
    """Some of it is drawn: not scrolled away, and not behind another page."""
    window = QRect(QPoint(0, 0), screen.window.size())
    seen = widget.visibleRegion().boundingRect().translated(widget.mapTo(screen.window, QPoint(0, 0)))
    return widget.isVisible() and window.intersects(seen)


def stops_in(screen: Screen, page: QWidget, first: QWidget) -> tuple[list[QWidget], list[str]]:
    """What Tab comes to in `page` from `first`, and the names of what was out of sight with the focus."""
    first.setFocus(Qt.FocusReason.TabFocusReason)
    found: list[QWidget] = []
    hidden = []
    for _ in range(MAX_STOPS):
        focus = screen.focus
        if focus in found:
            break
        if page.isAncestorOf(focus):
            found.append(focus)
            hidden += [] if is_in_sight(screen, focus) else [focus.accessibleName() or type(focus).__name__]
        screen.key(Qt.Key.Key_Tab)
    return found, hidden


@pytest.mark.own_window
def test_tab_goes_from_the_chips_to_the_buttons_the_list_and_its_panel(screen: Screen) -> None:
    for name, table in (("callbacks", "Oppringinger"), ("availability", "Hvem som er ledig")):
        screen.window.show_page(name)
        screen.at_rest()
        page = screen.window.ui.pages.currentWidget()
        assert page is not None
        found, hidden = stops_in(screen, page, screen.window.ui.search)
        assert hidden == []
        at = next(n for n, one in enumerate(found) if one.accessibleName() == table)
        above = [one.mapTo(page, QPoint(0, 0)) for one in found[:at]]
        lines = [(place.y() // 40, place.x()) for place in above]
        assert lines == sorted(lines), name
        assert len(above) >= 4
        right = found[at].mapTo(page, QPoint(found[at].width(), 0)).x()
        assert all(one.mapTo(page, QPoint(0, 0)).x() >= right for one in found[at + 1 :]), "then the panel"


def test_in_each_panel_of_the_settings_the_foot_comes_last_and_nothing_is_out_of_sight(screen: Screen) -> None:
    settings = screen.workspace.settings
    screen.key(Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    feet = 0
    for title in TITLES:
        settings.show_part(title)
        screen.at_rest()
        part = settings.shown
        assert part is not None
        found, hidden = stops_in(screen, part, settings.ui.sections)
        assert hidden == [], title
        foot = part.findChild(FormFoot)
        if foot is not None and foot.isVisible():
            feet += 1
            inside = [foot.isAncestorOf(one) for one in found]
            assert inside == sorted(inside), title
            assert found[-1] is foot.save, title
    assert feet >= 6


@pytest.mark.parametrize("page", ["call", "record", "wizard", "review", "callbacks", "outbox", "settings"])
def test_tab_goes_from_the_search_field_to_the_page_and_then_to_the_header_and_the_rail(
    screen: Screen, page: str
) -> None:
    if page in CALL_PAGES:
        CALL_PAGES[page](screen)
    else:
        screen.window.show_page(page)
    screen.at_rest()
    window, ui = screen.window, screen.window.ui
    ui.search.setFocus(Qt.FocusReason.TabFocusReason)
    passed: list[QWidget] = []
    for _ in range(2 * MAX_STOPS):
        screen.key(Qt.Key.Key_Tab)
        if screen.focus is ui.search:
            break
        part = next(part for part in (ui.pages, ui.header, ui.rail) if part.isAncestorOf(screen.focus))
        passed += [] if passed and passed[-1] is part else [part]
    assert passed == [ui.pages, ui.header, ui.rail]
    screen.key(Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert window.ui.rail.isAncestorOf(screen.focus)
    screen.key(Qt.Key.Key_Tab)
    assert screen.focus is ui.search


def test_after_page_down_the_chosen_row_is_in_sight(screen: Screen) -> None:
    for number in range(30):
        add_callback(screen, f"Aa {number}")
    for page in ("callbacks", "confirmations", "outbox", "catalogue"):
        screen.window.show_page(page)
        screen.at_rest()
        view = screen.focus
        assert isinstance(view, QAbstractItemView), page
        assert view.isVisible(), "that of this page"
        for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_PageUp):
            screen.key(key)
            index = view.currentIndex()
            assert not index.isValid() or view.viewport().rect().intersects(view.visualRect(index)), (page, key)
