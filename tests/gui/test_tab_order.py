"""Tab goes where the eye goes on the pages beside the call, and the focus is never out of sight (issue 33, 4)."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget

from sentralbord_desktop.gui.settings.titles import TITLES
from sentralbord_desktop.gui.widgets.fields.form_foot import FormFoot
from tests.helpers.pages import record, review, wizard
from tests.helpers.screen import Screen
from tests.helpers.window_callbacks import add_callback

MAX_STOPS = 60
PAGES = {"record": record, "wizard": wizard, "review": review}


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
    if page in PAGES:
        PAGES[page](screen)
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
