"""Text at 150 % on a small screen: what the page is for has the room."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from sentralbord_desktop.gui.callbacks.page import CallbacksPage
from sentralbord_desktop.gui.confirmations.page import ConfirmationsPage
from sentralbord_desktop.gui.sharing.offline_page import OfflinePage
from sentralbord_desktop.gui.sharing.shared_register_panel import SharedRegisterPanel
from tests.gui.test_looks import calm, copy_page, review, shared
from tests.helpers.screen import Screen

ACROSS = Qt.Orientation.Horizontal
PADDING = 16


@pytest.fixture
def text_scale() -> float:
    return 1.5


def test_the_cards_of_the_review_are_seen_below_what_must_be_said(screen: Screen) -> None:
    review(screen)
    ui = screen.workspace.call.review.ui
    screen.at_rest()
    assert ui.say.isVisible()
    least = screen.application.theme.scaled(125)
    screen.bot.waitUntil(lambda: ui.scroll.viewport().height() >= least)


def test_the_headings_of_the_resting_page_are_read_whole(screen: Screen) -> None:
    ui = screen.workspace.home.ui
    screen.bot.waitUntil(lambda: bool(ui.confirmationsSub.text() and ui.callbacksSub.text()))
    screen.at_rest()
    screen.workspace.home._heads["callbacks"].set_texts(
        ui.callbacksTitle.text(), "99 forfalt og 999 senere, sist i dag"
    )
    for title in (ui.callbacksTitle, ui.confirmationsTitle, ui.newsTitle, ui.recentTitle):
        screen.bot.waitUntil(lambda t=title: t.width() >= t.sizeHint().width())  # type: ignore[misc]
    assert ui.callbacksSub.isHidden(), "what stands beside a heading goes where it has no room"
    screen.window.resize(2600, 1032)
    screen.bot.waitUntil(ui.callbacksSub.isVisible)


def test_buttons_are_as_high_before_a_change_of_look_as_after(screen: Screen) -> None:
    review(screen)
    screen.at_rest()
    finish = screen.workspace.call.review.ui.finish
    before = finish.minimumHeight()
    screen.application.theme.choose("morkt")
    screen.at_rest()
    assert finish.minimumHeight() == before


def test_pictures_grow_with_the_words_beside_them(screen: Screen) -> None:
    screen.window.show_page("callbacks")
    grown = screen.application.theme.scaled
    number = screen.workspace.callbacks.ui.numberIcon
    screen.bot.waitUntil(number.isVisible)
    assert number.pixmap().height() == grown(20)
    assert screen.window.rail.button("call").iconSize().width() == grown(22)
    assert screen.window.ui.me.iconSize().width() == grown(16)


def test_the_headings_of_the_board_have_room(screen: Screen) -> None:
    screen.window.show_page("availability")
    header = screen.workspace.availability.ui.table.horizontalHeader()
    screen.bot.waitUntil(header.isVisible)
    words = QFontMetrics(header.font()).horizontalAdvance
    titles = [screen.workspace.availability.model.headerData(n, ACROSS) for n in range(header.count())]
    lines = [(n, line) for n, title in enumerate(titles) for line in title.split("\n")]
    screen.bot.waitUntil(lambda: all(words(t) + PADDING <= header.sectionSize(n) for n, t in lines))


def test_the_search_field_of_the_copy_is_as_wide_as_at_the_desk(screen: Screen) -> None:
    calm(copy_page)(screen)
    page = screen.window.ui.pages.currentWidget()
    assert isinstance(page, OfflinePage)
    widest = screen.application.theme.scaled(520)
    screen.bot.waitUntil(lambda: 0 < page.search.width() <= widest)


def test_the_fields_of_the_shared_register_are_never_pressed_flat(screen: Screen) -> None:
    shared(screen)
    part = screen.workspace.settings.shown
    assert isinstance(part, SharedRegisterPanel)
    screen.application.theme.choose("morkt")
    screen.at_rest()
    screen.bot.waitUntil(lambda: all(b.height() >= b.minimumSizeHint().height() for b in part.form.boxes))


def test_what_a_callback_is_about_can_be_read_where_the_list_is_narrow(screen: Screen) -> None:
    screen.window.show_page("callbacks")
    header = screen.workspace.callbacks.ui.table.horizontalHeader()
    least = screen.application.theme.scaled(130)
    screen.bot.waitUntil(lambda: header.sectionSize(3) >= least)
    screen.window.resize(2600, 1032)
    screen.bot.waitUntil(lambda: header.sectionSize(3) > 2 * least)
    screen.window.resize(1366, 688)
    screen.bot.waitUntil(lambda: header.sectionSize(3) >= least)


@pytest.mark.parametrize(
    ("page", "stays", "goes"), [("callbacks", "Navn og nummer", "Forsøk"), ("confirmations", "Medlem", "Måte")]
)
def test_a_narrow_list_lets_go_of_what_its_panel_shows_and_is_not_scrolled_sideways(
    screen: Screen, page: str, stays: str, goes: str
) -> None:
    screen.window.show_page(page)
    shown = screen.workspace.lazy_pages.shown
    assert isinstance(shown, CallbacksPage | ConfirmationsPage)
    table = shown.ui.table
    header, bar = table.horizontalHeader(), table.horizontalScrollBar()
    titles = [shown.list.model.headerData(n, ACROSS) for n in range(header.count())]
    screen.bot.waitUntil(lambda: header.isSectionHidden(titles.index(goes)))
    screen.bot.waitUntil(lambda: bar.maximum() == 0)
    assert not header.isSectionHidden(titles.index(stays))
    screen.window.resize(2600, 1032)
    screen.bot.waitUntil(lambda: not any(header.isSectionHidden(n) for n in range(header.count())))
    screen.window.resize(1366, 688)
    screen.bot.waitUntil(lambda: header.isSectionHidden(titles.index(goes)) and bar.maximum() == 0)
