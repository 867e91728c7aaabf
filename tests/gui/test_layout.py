"""Every page in every size of text: no cut text, names for the reader, room for what the page is for, on small screens too.

What gives way where there is little room, and what begins where the thing above it begins."""

import dataclasses
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, partial
from itertools import pairwise
from operator import and_
from pathlib import Path
from types import SimpleNamespace
from typing import Protocol, cast, runtime_checkable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, QSettings, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QStackedWidget,
    QStyle,
    QStyleOptionButton,
    QStyleOptionFrame,
    QTabBar,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.backup import GROUPS
from sentralbord_desktop.domain.conflicts import Conflict
from sentralbord_desktop.domain.dates.clock import now
from sentralbord_desktop.domain.deadlines import Assessment, Deadline
from sentralbord_desktop.domain.errors import DatabaseBusyError
from sentralbord_desktop.domain.members.member import PhoneCall
from sentralbord_desktop.domain.sharing import SharedAddress
from sentralbord_desktop.gui.access.people_panel import PeoplePanel
from sentralbord_desktop.gui.access.sign_in_page import LockPage, SignInPage, WindowsSignInPage
from sentralbord_desktop.gui.call.call_dialog import CallDialog
from sentralbord_desktop.gui.callbacks import CallbacksPage
from sentralbord_desktop.gui.confirmations import ConfirmationsPage
from sentralbord_desktop.gui.core.colours import LIGHT, is_dark
from sentralbord_desktop.gui.core.theme import SHOWN, font_of, style_sheet
from sentralbord_desktop.gui.core.tip_source import tip_of
from sentralbord_desktop.gui.imports.import_panel import ImportPage
from sentralbord_desktop.gui.lists.lines_delegate import LinesDelegate
from sentralbord_desktop.gui.lists.list_table import ListTable
from sentralbord_desktop.gui.maintenance.recovery_code_panel import RecoveryCodePage
from sentralbord_desktop.gui.organisation_kinds import KINDS as CATALOGUE_KINDS
from sentralbord_desktop.gui.privacy.breach_panel import BreachPanel
from sentralbord_desktop.gui.procedures import ProcedureDialog
from sentralbord_desktop.gui.sharing.offline_page import OfflinePage
from sentralbord_desktop.gui.sharing.shared_register_panel import SharedRegisterPanel
from sentralbord_desktop.gui.startup import FirstRunPage, OpenFailurePage, RegisterChoicePage
from sentralbord_desktop.gui.statistics import StatisticsPanel
from sentralbord_desktop.gui.widgets.conflict_dialog import ConflictDialog
from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton, DigitPanel, is_typing
from sentralbord_desktop.gui.widgets.field_grid import NAME, NUMBER, PHONE
from sentralbord_desktop.gui.widgets.fitted_scroll_area import FittedScrollArea, OverflowArea, show_whole
from sentralbord_desktop.gui.widgets.flow_layout import FlowLayout
from sentralbord_desktop.gui.widgets.labels import DigitBadge, keycap, label
from sentralbord_desktop.gui.widgets.settings_panel import SettingsForm
from sentralbord_desktop.gui.widgets.splitter import Splitter
from sentralbord_desktop.gui.widgets.stretch_column import FOLDED
from sentralbord_desktop.gui.widgets.table_model import CELL_PADDING
from sentralbord_desktop.gui.window.main_window import MIN_SIZE, has_room
from sentralbord_desktop.gui.window.rail import RailCount
from sentralbord_desktop.gui.wizard.deadline_axis import BETWEEN, DeadlineAxis
from sentralbord_desktop.gui.wizard.member.compare_card import EQUAL
from sentralbord_desktop.gui.wizard.step import deadline
from sentralbord_desktop.gui.workspace.workspace import CloseDialog
from sentralbord_desktop.services.offline_queue import NOT_LOGGED
from sentralbord_desktop.services.offline_session import OfflineSession
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments
from sentralbord_desktop.startup.first_run import ready_rows
from sentralbord_desktop.storage.encryption.keys import PassphraseNeededError
from sentralbord_desktop.storage.engine.error_messages import NO_SERVER
from tests.helpers.commands import box_of
from tests.helpers.keyboard import SHIFT
from tests.helpers.members import by_number
from tests.helpers.pages import (
    TITLES,
    access,
    breached,
    confirm,
    gate,
    kept_long,
    left_for_ds,
    maintenance,
    record,
    review,
    settings_part,
    show_catalogue,
    show_part,
    traced,
    wizard,
)
from tests.helpers.pixels import colours_in
from tests.helpers.registers import first_pc
from tests.helpers.screen import Screen, dismantle, window_over
from tests.helpers.typed import of_kind
from tests.helpers.window_calls import DISMISSED, leave_messages, until_answered


def test_moved_panels_are_remembered_and_put_back(screen: Screen) -> None:
    screen.open("inge fjeldheim")
    panels = screen.workspace.call.ui.panels
    screen.bot.waitUntil(lambda: 0 not in panels.sizes())  # the categories have come in
    drawn = panels.sizes()
    panels.moveSplitter(340, 1)
    assert panels.sizes()[0] > drawn[0]
    again = Splitter()  # the next start
    for _ in range(3):
        again.addWidget(QWidget())
    again.arrange("samtale", (288, 0, 272))
    again.resize(panels.size())
    again.show()
    screen.bot.waitUntil(lambda: again.sizes()[0] == panels.sizes()[0])
    again.close()
    screen.window.activateWindow()
    screen.key(Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier, SHIFT)
    assert panels.sizes() == drawn


@pytest.mark.text_scale(1.5)
def test_a_panel_that_was_pressed_by_a_small_window_is_wide_again_in_a_large_one(screen: Screen) -> None:
    alike(screen)
    panel = screen.workspace.call.ui.categories
    least = panel.minimumWidth()
    screen.window.resize(*SMALL)
    screen.bot.waitUntil(lambda: panel.width() < least)
    screen.window.resize(1366, 688)
    screen.bot.waitUntil(lambda: panel.width() >= least == panel.minimumWidth())


def test_a_narrow_window_folds_the_left_panel_and_says_who(screen: Screen) -> None:
    screen.window.resize(1100, 688)
    screen.open("inge fjeldheim")
    assert screen.workspace.call.ui.left.isHidden()
    screen.key(Qt.Key.Key_Space)
    screen.digits("4")
    wizard = screen.workspace.call.wizard.ui
    assert wizard.left.isHidden()
    assert wizard.strip.name.text() == "Inge Fjeldheim"
    screen.window.resize(1366, 688)
    assert not wizard.left.isHidden()
    assert wizard.strip.isHidden()


@pytest.mark.parametrize("has_spring", [True, False])
def test_a_key_stays_beside_what_it_is_for(qapp: QApplication, has_spring: bool) -> None:
    outer = QWidget()
    flow = FlowLayout(6)
    outer.setLayout(flow)
    first, words, key = (label("Fristen regnes fra denne datoen"), label("Kort visning"), keycap("F9"))
    flow.addWidget(first)
    if has_spring:
        flow.add_spring()
    flow.addWidget(words)
    flow.addWidget(key)
    wide = flow.sizeHint().width() - key.sizeHint().width() // 2
    outer.resize(wide, flow.heightForWidth(wide))
    outer.show()
    assert first.geometry().bottom() < words.y()
    assert words.geometry().center().y() == pytest.approx(key.geometry().center().y(), abs=1)
    assert key.x() > words.geometry().right()
    assert (key.geometry().right() > wide - 10) is has_spring
    outer.close()


ACROSS = Qt.Orientation.Horizontal
PADDING = 16


@pytest.mark.text_scale(1.5)
def test_the_cards_of_the_review_are_seen_below_what_must_be_said(screen: Screen) -> None:
    review(screen)
    screen.settle_promises()
    ui = screen.workspace.call.review.ui
    screen.at_rest()
    assert ui.say.isVisible()
    least = screen.application.theme.scaled(125)
    screen.bot.waitUntil(lambda: ui.scroll.viewport().height() >= least)


@pytest.mark.text_scale(1.5)
def test_the_headings_of_the_resting_page_are_read_whole(screen: Screen) -> None:
    ui = screen.workspace.home.ui
    screen.bot.waitUntil(lambda: bool(ui.confirmationsSub.text() and ui.callbacksSub.text()))
    screen.at_rest()
    screen.workspace.home._heads["callbacks"].set_texts(
        ui.callbacksTitle.text(), "99 forfalt og 999 senere, sist i dag"
    )

    def is_whole(title: QWidget) -> bool:
        return title.width() >= title.sizeHint().width()

    for title in (ui.callbacksTitle, ui.confirmationsTitle, ui.recentTitle):
        screen.bot.waitUntil(partial(is_whole, title))
    sub = ui.callbacksSub
    screen.bot.waitUntil(lambda: sub.isHidden() or sub.width() >= sub.sizeHint().width())
    screen.window.resize(*SMALL)
    words = "99 forfalt og 999 senere, sist i dag, og flere enn det er plass til"
    screen.workspace.home._heads["callbacks"].set_texts(ui.callbacksTitle.text(), words)
    screen.bot.waitUntil(sub.isHidden)  # what stands beside a heading goes where it has no room
    screen.window.resize(2600, 1032)
    screen.bot.waitUntil(ui.callbacksSub.isVisible)


@pytest.mark.text_scale(1.5)
def test_buttons_are_as_high_before_a_change_of_look_as_after(screen: Screen) -> None:
    review(screen)
    screen.at_rest()
    finish = screen.workspace.call.review.ui.finish
    before = finish.minimumHeight()
    screen.application.theme.choose("morkt")
    screen.at_rest()
    assert finish.minimumHeight() == before


@pytest.mark.text_scale(1.5)
def test_pictures_grow_with_the_words_beside_them(screen: Screen) -> None:
    screen.window.show_page("callbacks")
    grown = screen.application.theme.scaled
    ring = screen.workspace.callbacks.ui.ring
    screen.bot.waitUntil(ring.isVisible)
    assert ring.iconSize().height() == grown(16)
    assert screen.window.rail.button("call").iconSize().width() == grown(22)
    assert screen.window.ui.me.iconSize().width() == grown(16)


@pytest.mark.text_scale(2.0)
def test_a_long_message_is_whole_also_after_the_window_was_narrow(screen: Screen) -> None:
    with narrowed(screen):
        pass
    screen.window.show_bar("Velg det som skal rettes først: et medlem, et kort på «Se over og fullfør» eller en rad.")
    with sized(screen, LAPTOP):
        assert lack(screen.window.ui.barText) == ""


@pytest.mark.text_scale(2.0)
def test_a_page_is_no_higher_than_it_needs_after_a_higher_one(screen: Screen) -> None:
    """Else an urgent receipt begins above the edge, and every list is scrolled past its title."""
    area = screen.window.ui.pageScroll
    bar = area.verticalScrollBar()
    with sized(screen, (1366, 400)):
        screen.window.show_page("availability")
        screen.bot.waitUntil(lambda: bar.maximum() > 0)
        bar.setValue(bar.maximum())
        screen.control(Qt.Key.Key_1)
        screen.bot.waitUntil(lambda: bar.maximum() == 0)
        screen.control(Qt.Key.Key_4)
        screen.bot.waitUntil(lambda: bar.maximum() > 0)


@pytest.mark.text_scale(2.0)
def test_large_text_in_a_small_window_is_one_column_as_wide_as_the_window(screen: Screen) -> None:
    """Else the header lies over the search field, and the pictures of the rail over its words."""
    screen.window.show_page("catalogue")
    ui, page = screen.window.ui, screen.workspace.catalogue
    with sized(screen, (1093, 535)):
        assert not ui.rail.isVisible()
        screen.bot.waitUntil(lambda: page.list.table.width() > 0.9 * ui.pageScroll.viewport().width())
        assert not any(ui.search.geometry().intersects(part.geometry()) for part in (ui.loop, ui.me))
    assert ui.rail.isVisible()
    screen.bot.waitUntil(lambda: page.ui.panels.orientation() == Qt.Orientation.Horizontal)
    kinds = page.ui.panels.widget(0)
    assert kinds is not None
    screen.bot.waitUntil(lambda: kinds.width() <= screen.application.theme.scaled(270))


@pytest.mark.text_scale(1.5)
def test_the_headings_of_the_board_have_room(screen: Screen) -> None:
    screen.window.show_page("availability")
    header = screen.workspace.availability.ui.table.horizontalHeader()
    screen.bot.waitUntil(header.isVisible)
    words = QFontMetrics(header.font()).horizontalAdvance
    titles = [screen.workspace.availability.model.headerData(n, ACROSS) for n in range(header.count())]
    lines = [(n, line) for n, title in enumerate(titles) for line in title.split("\n")]
    screen.bot.waitUntil(lambda: all(words(t) + PADDING <= header.sectionSize(n) for n, t in lines))


@pytest.mark.text_scale(1.5)
def test_the_search_field_of_the_copy_is_as_wide_as_at_the_desk(screen: Screen) -> None:
    calm(copy_page)(screen)
    page = screen.window.ui.pages.currentWidget()
    assert isinstance(page, OfflinePage)
    widest = screen.application.theme.scaled(520)
    screen.bot.waitUntil(lambda: 0 < page.search.width() <= widest)


@pytest.mark.text_scale(1.5)
def test_the_fields_of_the_shared_register_are_never_pressed_flat(screen: Screen) -> None:
    shared(screen)
    part = screen.workspace.settings.shown
    assert isinstance(part, SharedRegisterPanel)
    screen.application.theme.choose("morkt")
    screen.at_rest()
    screen.bot.waitUntil(lambda: all(b.height() >= b.minimumSizeHint().height() for b in part.form.boxes))


@pytest.mark.text_scale(1.5)
def test_what_a_callback_is_about_can_be_read_where_the_list_is_narrow(screen: Screen) -> None:
    screen.window.show_page("callbacks")
    header = screen.workspace.callbacks.ui.table.horizontalHeader()
    least = screen.application.theme.scaled(130)
    screen.bot.waitUntil(lambda: header.sectionSize(3) >= least)
    screen.window.resize(2600, 1032)
    screen.bot.waitUntil(lambda: header.sectionSize(3) > 2 * least)
    screen.window.resize(1366, 688)
    screen.bot.waitUntil(lambda: header.sectionSize(3) >= least)


@pytest.mark.text_scale(1.5)
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


SMALL = 1093, 535


def too_large(screen: Screen) -> bool:
    """Whether the page asks for more than there is: with a least size of its own, the window would not grow, and the
    page would be cut."""
    asked, size = screen.window.minimumSizeHint(), screen.window.size()
    grown = (size.width(), size.height()) != SMALL
    return grown or asked.width() > SMALL[0] or asked.height() > SMALL[1]


@pytest.mark.parametrize("text_scale", [1.0, 1.25])
def test_every_part_of_the_settings_is_read_whole(screen: Screen, text_scale: float) -> None:
    screen.window.resize(*SMALL)
    screen.window.show_page("settings")
    sections = screen.workspace.settings.ui.sections
    larger_text = text_scale > 1  # the page may be larger than the window then, but is not scrolled sideways
    wrong = []
    for number in range(sections.count()):
        sections.setCurrentRow(number)
        screen.at_rest()
        if sideways(screen) or (too_large(screen) and not larger_text):
            wrong.append((sections.item(number).text(), screen.window.minimumSizeHint(), sideways(screen)))
            screen.window.resize(*SMALL)
    assert not wrong


def test_a_call_has_room_from_the_search_to_the_review(screen: Screen) -> None:
    screen.window.resize(*SMALL)
    review(screen)
    screen.at_rest()
    assert not too_large(screen)
    assert not sideways(screen)
    assert screen.workspace.call.review.ui.finish.isVisible()
    for page in ("callbacks", "confirmations", "availability", "catalogue", "outbox"):
        screen.window.show_page(page)
        screen.at_rest()
        assert not too_large(screen), page


@pytest.mark.parametrize(
    ("room", "enough"),
    [
        (QSize(1366, 720), False),  # 1366x768 above a taskbar: the window would hang over the side
        (QSize(1280, 672), False),  # 1920x1080 at 150 %
        (QSize(1536, 816), True),  # 1920x1080 at 125 %
        (QSize(1536, 719), False),
        (QSize(1920, 1032), True),
    ],
)
def test_a_window_without_a_size_of_its_own_fits_the_screen(room: QSize, enough: bool) -> None:
    assert has_room(room) is enough


def test_the_first_window_fills_a_small_screen_and_a_later_one_is_as_it_was_left(
    qapp: QApplication, tmp_path: Path
) -> None:
    """The screen of these tests is 800x800."""
    QSettings().remove("vindu")

    def started() -> Application:
        return Application(qapp, arguments(["--practice", "--data", str(tmp_path)]))

    first = started()
    try:
        assert not has_room(first.window.screen().availableGeometry().size())
        assert first.window.isMaximized()
        first.window.showNormal()
    finally:  # or its theme would hold in the tests after this one
        dismantle(first)
    second = started()
    try:
        assert not second.window.isMaximized()
    finally:
        dismantle(second)


def test_the_facts_of_most_members_take_a_line_each(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    ui = screen.workspace.call.record.ui
    screen.bot.waitUntil(lambda: not ui.insurance.wordWrap())
    assert not ui.name.wordWrap()


def test_an_email_too_long_for_its_panel_is_whole_for_the_reader(screen: Screen) -> None:
    member = by_number(screen.services, "204118")
    assert member is not None
    email = f"{'margrethe' * 7}@forbundet.test"
    screen.services.members.change(member, {"email": email})
    screen.open("ingunn fjeldheim")
    label = screen.workspace.call.record.ui.email
    screen.bot.waitUntil(lambda: "…" in label.text())
    assert (tip_of(label), label.accessibleName()) == (email, f"E-post: {email}")
    assert label.textInteractionFlags() == Qt.TextInteractionFlag.NoTextInteraction
    screen.window.resize(1920, 1032)
    screen.bot.waitUntil(lambda: label.text() == email)
    assert not tip_of(label)


@pytest.mark.parametrize("size", [(1366, 688), (1920, 1032)])
def test_the_facts_stand_together_also_where_the_lists_are_empty(screen: Screen, size: tuple[int, int]) -> None:
    screen.window.resize(*size)
    screen.open("marte fjeldheim")
    screen.at_rest()
    ui = screen.workspace.call.record.ui
    assert ui.none.isVisible()
    facts = ui.detailsLayout
    screen.bot.waitUntil(lambda: facts.geometry().height() == facts.sizeHint().height())
    below = ui.none.mapTo(screen.workspace.call.record, ui.none.rect().topLeft()).y()
    assert below < 300


@pytest.mark.parametrize("text_scale", [1.5])
def test_what_stands_below_a_long_step_is_reached_by_page_down(screen: Screen, text_scale: float) -> None:
    screen.open("ingunn fjeldheim")
    screen.digits("711")
    screen.confirm()
    screen.type("-11")
    screen.key(Qt.Key.Key_Return)
    screen.digits("2111")
    screen.type("vet ikke")
    screen.key(Qt.Key.Key_Return)
    bar = screen.workspace.call.wizard.ui.stepScroll.verticalScrollBar()
    screen.bot.waitUntil(lambda: bar.maximum() > 0)
    assert bar.value() == 0
    screen.key(Qt.Key.Key_PageDown)
    assert bar.value() > 0
    screen.key(Qt.Key.Key_PageUp)
    assert bar.value() == 0


@pytest.mark.parametrize("text_scale", [1.25])
def test_a_width_that_fits_one_size_of_text_is_not_used_for_another(screen: Screen, text_scale: float) -> None:
    table = screen.workspace.callbacks.list.table
    table.setColumnWidth(1, 217)
    kept = [key for key in QSettings().allKeys() if key.startswith("tabeller/ring-tilbake-grupper")]
    assert "tabeller/ring-tilbake-grupper/125%" in kept
    assert screen.application.theme.key("bredder/samtale") == "bredder/samtale/125%"


# ---------------------------------------------------------------- sizes that are set in code grow once with the text


@pytest.mark.text_scale(2.0)
def test_the_digits_of_the_first_page_are_as_large_as_in_a_call(screen: Screen) -> None:
    page = FirstRunPage(screen.services.session.operator, ready_rows(screen.services))
    screen.window.show_alone(page)
    screen.at_rest()
    badges = page.findChildren(DigitBadge)
    assert len(badges) == 5
    assert {(badge.width(), badge.height()) for badge in badges} == {(48, 48)}


@pytest.mark.text_scale(2.0)
def test_the_choices_of_utseende_are_twice_as_wide_and_not_four_times(screen: Screen) -> None:
    screen.window.resize(1920, 1032)
    part = settings_part(screen, "Utseende", QWidget)
    assert {box.width() for box in part.findChildren(QComboBox)} == {440}


@pytest.mark.text_scale(2.0)
def test_the_board_leaves_room_for_the_person_beside_it(screen: Screen) -> None:
    """It asked for 800 pixels of height, and the whole page was scrolled."""
    screen.control(Qt.Key.Key_4)
    screen.at_rest()
    assert screen.workspace.availability.ui.table.minimumHeight() == 400


def test_a_page_is_no_wider_than_it_needs_after_a_wider_one(screen: Screen) -> None:
    """The first page of an empty register was scrolled sideways at 200 %, after the page with the recovery code."""
    window, wide = screen.window, QWidget()
    wide.setMinimumWidth(window.width() + 200)
    bar, before = window.ui.pageScroll.horizontalScrollBar(), window.ui.pages.currentWidget()
    assert before is not None
    window.ui.pages.addWidget(wide)
    window.ui.pages.setCurrentWidget(wide)
    screen.bot.waitUntil(lambda: bar.maximum() > 0)
    window.ui.pages.setCurrentWidget(before)
    screen.bot.waitUntil(lambda: bar.maximum() == 0)


@pytest.mark.text_scale(2.0)
def test_the_menu_of_a_list_is_no_higher_than_the_buttons_beside_it(screen: Screen) -> None:
    screen.control(Qt.Key.Key_2)
    screen.at_rest()
    ui = screen.workspace.callbacks.ui
    assert abs(ui.more.height() - ui.new_.height()) <= 8


EDGE = 4
"""Pixels above and below a text in its label, which may be scrolled out of sight."""


@pytest.mark.text_scale(2.0)
def test_a_day_that_is_read_back_is_whole_beside_its_field(screen: Screen) -> None:
    """The field was pressed to two letters, and «for 11 dager siden» was cut."""
    screen.window.resize(1366, 688)
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.confirm()
    screen.type("-11")
    screen.at_rest()
    ui = screen.workspace.call.wizard.ui
    assert ui.field.text() == "-11"
    assert ui.field.width() >= 2 * 96
    assert ui.reading.text().endswith("for 11 dager siden")
    assert ui.reading.height() >= ui.reading.heightForWidth(ui.reading.width())
    seen = ui.reading.rect().adjusted(0, EDGE, 0, -EDGE)
    screen.bot.waitUntil(lambda: ui.reading.visibleRegion().boundingRect().contains(seen))
    assert ui.field.visibleRegion().boundingRect() == ui.field.rect()


@pytest.mark.text_scale(2.0)
def test_the_switches_of_tastatur_are_read_without_scrolling_sideways(screen: Screen) -> None:
    screen.window.resize(1366, 688)
    part = settings_part(screen, "Tastatur", QWidget)
    assert screen.window.ui.pageScroll.horizontalScrollBar().maximum() == 0
    names = {box.accessibleName() for box in part.findChildren(QCheckBox)}
    texts = {text.text() for text in part.findChildren(QLabel) if text.buddy() is not None}
    assert len(names) == 2
    assert names <= texts


@pytest.mark.parametrize("text_scale", [1.0, 1.5, 2.0])
def test_a_remark_is_read_whole_in_the_record(screen: Screen, text_scale: float) -> None:
    """«Lovet oppringing 30.11. kl. 15.00. – …» before, and «Kontingent og» cut at the right."""
    assert screen.application.theme.text_scale == text_scale
    screen.window.resize(1366, 688)
    screen.open("ingunn fjeldheim")
    table = screen.workspace.call.record.ui.lists.widget(0)
    assert isinstance(table, QTableView)
    screen.bot.waitUntil(lambda: table.model().rowCount() > 0 and table.horizontalScrollBar().maximum() == 0)
    said, wide = str(table.model().index(0, 1).data()), table.columnWidth(1) - CELL_PADDING
    lines = QFontMetrics(table.font()).boundingRect(QRect(0, 0, wide, 10_000), int(Qt.TextFlag.TextWordWrap), said)
    screen.bot.waitUntil(lambda: table.rowHeight(0) >= lines.height())


def test_what_a_remark_is_about_is_on_one_line_where_there_is_room(screen: Screen) -> None:
    """«Kontingent og» / «faktura», beside 500 empty pixels."""
    screen.open("ingunn fjeldheim")
    table = screen.workspace.call.record.ui.lists.widget(0)
    assert isinstance(table, QTableView)
    titles = [procedure.title for procedure in screen.services.inquiries.library.procedures.values()]
    longest = max(map(QFontMetrics(table.font()).horizontalAdvance, titles))
    screen.window.resize(1920, 1032)
    screen.bot.waitUntil(lambda: table.columnWidth(2) >= longest + CELL_PADDING)
    screen.window.resize(1366, 688)
    screen.bot.waitUntil(lambda: table.columnWidth(2) < longest + CELL_PADDING and table.columnWidth(1) > 300)
    table.setColumnWidth(2, 170)
    screen.window.resize(1920, 1032)
    screen.bot.waitUntil(lambda: table.viewport().width() > 800)
    assert table.columnWidth(2) == 170


@pytest.mark.text_scale(2.0)
@pytest.mark.parametrize(("page", "below"), [("callbacks", "Gjelder"), ("confirmations", "Venter på")])
def test_a_column_that_is_drawn_below_another_is_read_with_it(screen: Screen, page: str, below: str) -> None:
    screen.window.resize(1366, 688)
    screen.window.show_page(page)
    screen.at_rest()
    views = screen.window.findChildren(QTableView)
    [shown] = [view for view in views if view.isVisible() and view.property(FOLDED) is not None]
    folded, model = int(shown.property(FOLDED)), shown.model()
    assert model.headerData(folded, Qt.Orientation.Horizontal) == below
    row = next(n for n in range(model.rowCount()) if model.index(n, folded).data())
    said = Qt.ItemDataRole.AccessibleTextRole
    read = [str(model.index(row, n).data(said)) for n in range(model.columnCount()) if not shown.isColumnHidden(n)]
    words = " ".join(str(model.index(row, folded).data()).split())
    assert [words in text for text in read].count(True) == 1


@pytest.mark.parametrize("text_scale", [1.0, 1.5, 2.0])
def test_no_list_of_the_record_is_scrolled_to_the_side(screen: Screen, text_scale: float) -> None:
    """Changes and invoices were, from 125 %."""
    screen.open("ingunn fjeldheim")
    record = screen.workspace.call.record.ui
    for size in ((1366, 688), (1093, 535)):
        screen.window.resize(*size)
        for place in range(record.tabs.count()):
            record.tabs.setCurrentIndex(place)
            table = record.lists.currentWidget()
            assert isinstance(table, QTableView)
            screen.at_rest()
            assert table.horizontalScrollBar().maximum() == 0, (record.tabs.tabText(place), size)


# ---------------------------------------------------------------- lists where text is large for the window


def in_small_window(screen: Screen) -> None:
    screen.window.resize(1366, 688)
    screen.at_rest()


def titles(table: QTableView) -> list[str]:
    """Of the columns that are shown."""
    header = table.horizontalHeader()
    shown = [n for n in range(header.count()) if not header.isSectionHidden(n)]
    return [str(table.model().headerData(n, Qt.Orientation.Horizontal)) for n in shown]


def fits(table: QTableView) -> bool:
    return table.horizontalScrollBar().maximum() == 0


def drawn(table: QTableView, row: int, column: int) -> list[str]:
    delegate = table.itemDelegate()
    assert isinstance(delegate, LinesDelegate)
    return [line.text for line in delegate.lines(table.model().index(row, column))]


@pytest.mark.text_scale(2.0)
def test_the_matter_of_a_message_is_below_its_receiver_in_a_narrow_list(screen: Screen) -> None:
    leave_messages(screen)
    in_small_window(screen)
    screen.control(Qt.Key.Key_6)
    outbox = screen.workspace.outbox
    assert outbox.list.choose(lambda m: m.kind == "epost" and m.must_be_sent)
    table = outbox.ui.table
    screen.bot.waitUntil(lambda: fits(table) and titles(table) == ["", "Laget", "Til"])
    row = table.currentIndex().row()
    assert drawn(table, row, 3)[-1].startswith("Oppsigelse, frist ")
    assert table.rowHeight(row) >= table.sizeHintForRow(row)
    screen.window.resize(3000, 1032)
    screen.bot.waitUntil(lambda: titles(table) == ["", "Laget", "Hva", "Til", "Gjelder"])
    assert not drawn(table, row, 3)[-1].startswith("Oppsigelse")
    in_small_window(screen)
    screen.bot.waitUntil(lambda: fits(table) and titles(table) == ["", "Laget", "Til"])


@pytest.mark.text_scale(2.0)
@pytest.mark.parametrize(
    ("page", "left"), [("callbacks", ["", "Ring", "Navn og nummer"]), ("confirmations", ["", "Bedt om", "Medlem"])]
)
def test_a_narrow_list_keeps_time_and_person(screen: Screen, page: str, left: list[str]) -> None:
    in_small_window(screen)
    screen.window.show_page(page)
    shown = screen.workspace.lazy_pages.shown
    of_page = getattr(shown, "list", None)
    assert isinstance(of_page, ListTable)
    screen.bot.waitUntil(lambda: fits(of_page.table) and titles(of_page.table) == left)
    row = of_page.table.currentIndex().row()
    assert len(drawn(of_page.table, row, 2)) > 2


@pytest.mark.text_scale(2.0)
@pytest.mark.parametrize("kind", [kind.title for kind in CATALOGUE_KINDS])
def test_a_list_of_the_catalogue_fits_beside_its_form(screen: Screen, kind: str) -> None:
    in_small_window(screen)
    show_catalogue(screen, kind)
    table = screen.workspace.catalogue.lists[[one.title for one in CATALOGUE_KINDS].index(kind)].table
    screen.bot.waitUntil(lambda: fits(table))
    screen.key(Qt.Key.Key_F2)
    screen.at_rest()
    screen.bot.waitUntil(lambda: fits(table))
    assert len(titles(table)) == 1


def test_a_list_that_was_left_narrow_has_its_columns_in_a_wide_window(screen: Screen) -> None:
    """The widths are stored: the one of the heir as it was before."""
    screen.window.resize(1920, 1032)
    screen.control(Qt.Key.Key_2)
    screen.at_rest()
    table = screen.workspace.callbacks.ui.table
    wide = table.columnWidth(2)
    screen.window.resize(700, 688)
    screen.bot.waitUntil(lambda: table.isColumnHidden(3))
    screen.window.resize(1920, 1032)
    screen.bot.waitUntil(lambda: not table.isColumnHidden(3))
    assert table.columnWidth(2) == wide


def test_a_catalogue_that_was_narrow_is_not_scrolled_sideways_in_a_wide_window(screen: Screen) -> None:
    """Qt gave the column that was shown again the width that it had had."""
    screen.window.resize(1366, 688)
    show_catalogue(screen, "Avdelinger")
    table = screen.workspace.catalogue.lists[0].table
    for _ in range(2):
        screen.window.resize(683, 688)
        screen.bot.waitUntil(lambda: table.isColumnHidden(5))
        screen.window.resize(1366, 688)
        screen.bot.waitUntil(lambda: not table.isColumnHidden(5) and fits(table))


# ---------------------------------------------------------------- the answers of the list pages are whole

ANSWERED = {
    "callbacks": Qt.Key.Key_2,
    "confirmations": Qt.Key.Key_3,
    "availability": Qt.Key.Key_4,
    "outbox": Qt.Key.Key_6,
}
SIZES = ((1366, 688), (1093, 535))


def text_needs(part: QLabel) -> tuple[int, int]:
    """Width and height in pixels of all the text, wrapped as the label is now."""
    metrics = QFontMetrics(part.font())
    if not part.wordWrap():
        return metrics.horizontalAdvance(part.text()), metrics.height()
    area = metrics.boundingRect(QRect(0, 0, part.width(), 10_000), Qt.TextFlag.TextWordWrap, part.text())
    return area.width(), area.height()


def is_scrolled(widget: QWidget) -> bool:
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
        if seen.size() != button.size() and not is_scrolled(button):
            faults.append(f"{button.accessibleName()!r} is {button.size()}, seen {seen.size()}")
    return faults


@pytest.mark.parametrize("text_scale", [1.0, 1.5])
@pytest.mark.parametrize("page", ANSWERED)
def test_no_answer_button_is_cut(screen: Screen, page: str, text_scale: float) -> None:
    leave_messages(screen)
    screen.control(ANSWERED[page])
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


# ---------------------------------------------------------------- what is below another thing begins where it begins

ALIKE = 2
"""Pixels: letters begin a little within their own width."""


def ink_of(picture: QImage, ratio: float) -> int:
    """Pixels left of what is drawn on an even ground."""
    pixels = colours_in(picture)
    (columns,) = np.nonzero((pixels != pixels[0, 0]).any(axis=0))
    return int(columns[0] / ratio)


def words_begin(widget: QWidget, area: QRect | None = None) -> int:
    """The place in the window at which the first letter within `area` is drawn."""
    shown = area or widget.rect()
    picture = widget.grab(shown)
    return widget.mapTo(widget.window(), shown.topLeft()).x() + ink_of(picture.toImage(), picture.devicePixelRatio())


def cell_of(table: QTableView, row: int, column: int) -> QRect:
    """The inside of a cell: without the lines, the ring and the bar of the chosen row."""
    return table.visualRect(table.model().index(row, column)).adjusted(2, 6, -2, -6)


def in_viewport(view: QAbstractScrollArea, area: QRect) -> int:
    return words_begin(view.viewport(), area)


def cell_begins(table: QTableView, row: int, column: int) -> int:
    """The place of a cell's words, whichever letter is first: the 1 of a date has three pixels of air before it."""
    first = str(table.model().index(row, column).data())[0]
    return in_viewport(table, cell_of(table, row, column)) - table.fontMetrics().leftBearing(first)


def test_the_text_of_a_cell_begins_below_its_heading(screen: Screen) -> None:
    screen.window.show_page("catalogue")
    table = screen.workspace.catalogue.list.table
    screen.bot.waitUntil(lambda: table.model().rowCount() > 3)
    header = table.horizontalHeader()
    for column in (1, 2):
        area = QRect(
            header.sectionViewportPosition(column) + 2, 4, header.sectionSize(column) - 4, header.height() - 10
        )
        head = in_viewport(header, area)
        assert abs(cell_begins(table, 2, column) - head) <= ALIKE


def test_a_cell_of_the_board_begins_below_its_heading(screen: Screen) -> None:
    screen.window.resize(1366, 688)
    screen.window.show_page("availability")
    screen.at_rest()
    table, header = screen.workspace.availability.ui.table, screen.workspace.availability.ui.table.horizontalHeader()
    for column in (0, 2):
        left, wide = header.sectionViewportPosition(column), header.sectionSize(column)
        head = in_viewport(header, QRect(left + 2, 4, wide - 4, header.height() - 10))
        cell = in_viewport(table, table.visualRect(table.model().index(2, column)).adjusted(2, 6, -2, -6))
        assert abs(cell - head) <= ALIKE, column


def test_the_tabs_and_lists_of_a_record_begin_below_its_facts(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    ui = screen.workspace.call.record.ui
    facts = words_begin(ui.importantHead)
    assert abs(words_begin(ui.tabs, ui.tabs.tabRect(0).adjusted(0, 2, 0, -6)) - facts) <= ALIKE
    ui.tabs.setCurrentIndex(1)
    screen.at_rest()
    table = ui.lists.currentWidget()
    assert isinstance(table, QTableView)
    assert abs(cell_begins(table, 0, 0) - facts) <= ALIKE
    ui.tabs.setCurrentIndex(2)
    screen.at_rest()
    assert ui.none.text() == "Ingenting er sendt."
    assert abs(words_begin(ui.none) - facts) <= ALIKE


def test_the_foot_of_the_topics_begins_and_ends_with_their_heading(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    ui = screen.workspace.call.ui
    head = words_begin(ui.categoriesHead)
    for button in (ui.forAnother, ui.onlyRemark):
        assert abs(words_begin(button) - head) <= ALIKE
    last = ui.arrangeCallback
    inside = last.mapTo(ui.categories, QPoint(last.width(), 0)).x()
    assert inside <= ui.categories.width() - 8


def test_a_row_that_wraps_keeps_its_margins(screen: Screen) -> None:
    screen.type("fjeldheim")
    ui = screen.workspace.call.ui
    screen.bot.waitUntil(lambda: ui.hitCount.text() == "3 treff")
    assert words_begin(ui.hitCount) >= ui.hits.mapTo(screen.window, QPoint(8, 0)).x()


def test_what_is_told_of_a_ready_part_is_below_the_words_of_its_head(screen: Screen) -> None:
    rows = ready_rows(screen.services)
    page = FirstRunPage(screen.services.session.operator, rows)
    screen.window.show_alone(page)
    screen.at_rest()
    shown = {part.text().replace("\u2060", ""): part for part in page.ui.readyRows.findChildren(QLabel) if part.text()}
    for before, after in pairwise(rows):
        head, told = shown[before[1]], shown[before[2]]
        following = shown[after[1]]
        assert abs(words_begin(told) - words_begin(head)) <= ALIKE
        near = told.mapTo(page, QPoint()).y() - head.mapTo(page, QPoint(0, head.height())).y()
        far = following.mapTo(page, QPoint()).y() - told.mapTo(page, QPoint(0, told.height())).y()
        assert near < far


def test_the_four_keys_of_the_start_are_told_of_in_one_line(screen: Screen) -> None:
    page = FirstRunPage(screen.services.session.operator, ready_rows(screen.services))
    screen.window.show_alone(page)
    screen.at_rest()
    keys = [page.ui.l3, *(part for part in page.findChildren(QLabel) if part.text() == "Esc")]
    assert len(keys) == 2
    assert page.ui.l3.height() < 2 * page.ui.l3.fontMetrics().height()
    middles = [part.mapTo(page, part.rect().center()).y() for part in keys]
    assert abs(middles[0] - middles[1]) <= ALIKE


# ---------------------------------------------------------------- a step where the window is low


def is_below_edge(screen: Screen) -> bool:
    """Whether a part of the step is out of sight."""
    return bool(screen.workspace.call.wizard.ui.stepScroll.verticalScrollBar().maximum())


def is_in_step(part: QWidget, screen: Screen) -> bool:
    ui = screen.workspace.call.wizard.ui
    corner = part.mapTo(ui.step, QPoint(0, part.height()))
    return part.isVisible() and corner.y() < ui.step.height()


def test_the_rule_of_the_identity_is_in_sight_at_1366(screen: Screen) -> None:
    screen.window.resize(1366, 688)
    screen.open("ingunn fjeldheim")
    screen.digits("2")
    screen.at_rest()
    ui = screen.workspace.call.wizard.ui
    screen.bot.waitUntil(lambda: is_in_step(ui.procedureTitle, screen))
    assert not ui.procedureText.visibleRegion().isEmpty()
    assert ui.procedureText.text().startswith("Bekreft hvem som ringer")
    assert ui.compare.isVisible()


@pytest.mark.text_scale(2.0)
def test_what_to_say_is_in_sight_when_a_step_opens_at_200_percent(screen: Screen) -> None:
    """The focus on the answers scrolled the question away: five answers are higher than what is left."""
    screen.window.resize(1366, 700)
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("7")
    screen.at_rest()
    for _ in range(5):
        QApplication.processEvents()
    ui = screen.workspace.call.wizard.ui
    assert is_below_edge(screen)
    assert ui.sayText.visibleRegion().boundingRect().height() == ui.sayText.height()


def test_the_day_of_the_deadline_stays_when_its_axis_gives_way(screen: Screen) -> None:
    screen.window.resize(1366, 640)
    gate(screen)
    screen.digits("2")
    screen.at_rest()
    ui = screen.workspace.call.wizard.ui
    assert screen.workspace.call.wizard.step.confirm.is_shown
    assert not ui.axis.isVisible()
    assert ui.deadlineText.text().startswith("Mulig frist: ")
    assert is_in_step(ui.deadlineText, screen)
    screen.window.resize(1366, 1000)
    screen.bot.waitUntil(ui.axis.isVisible)


def test_a_field_of_a_step_is_as_wide_as_what_it_is_for(screen: Screen) -> None:
    """All were as wide as half the step, a post code as an address."""
    screen.window.resize(1920, 1032)
    screen.open("fjeldheim inge")
    screen.key(Qt.Key.Key_Space)
    screen.digits("21")
    screen.key(Qt.Key.Key_Return)
    screen.at_rest()
    edits = screen.workspace.call.wizard.step.form.edits
    assert {key: edits[key].width() for key in ("phone", "post_code", "place")} == {
        "phone": PHONE,
        "post_code": NUMBER,
        "place": NAME,
    }
    for upper, lower in pairwise(("phone", "street", "place")):
        assert edits[upper].x() == edits[lower].x(), "one edge"
    screen.window.resize(1366, 688)
    screen.at_rest()
    assert edits["email"].geometry().right() <= screen.workspace.call.wizard.ui.form.width()


@pytest.mark.own_window
def test_the_field_of_a_day_is_as_wide_before_it_is_read(screen: Screen) -> None:
    wizard(screen)
    screen.at_rest()
    ui = screen.workspace.call.wizard.ui
    wide, beside = ui.field.width(), ui.next.x()
    assert wide == PHONE
    assert beside < ui.field.geometry().right() + 24, "«neste» is beside it"
    screen.type("-11")
    screen.at_rest()
    assert ui.reading.text()
    assert ui.field.width() == pytest.approx(wide, abs=WIDEST_SLACK + 10), "the reading of a day differs in width"


def test_a_scroll_area_has_no_bar_for_texts_that_are_gone(qtbot: QtBot) -> None:
    """«Dette blir gjort» is empty in a new call. The height that the wrapped texts of the last one had needed stayed."""
    area, content = FittedScrollArea(), QWidget()
    qtbot.addWidget(area)
    column, long = QVBoxLayout(content), label("ord " * 400, wrap=True)
    for part in (long, label("Ingenting ennå.")):
        column.addWidget(part)
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.resize(300, 300)
    area.show()
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    long.hide()
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0, timeout=1000)


def test_what_stands_left_of_a_search_begins_at_one_edge(screen: Screen) -> None:
    """The heading, the hits, «Ringte nylig», its rows and the foot began at five places."""
    screen.window.resize(1366, 688)
    screen.search("fjeldheim")
    screen.at_rest()
    ui = screen.workspace.call.ui
    row, latest = ui.hits.visualRect(ui.hits.model().index(1, 0)), ui.recent.visualItemRect(ui.recent.item(0))
    parts = {
        "count": words_begin(ui.hitCount),
        "hit": in_viewport(ui.hits, row.adjusted(4, 4, -4, -4)),
        "heading": words_begin(ui.recentHead),
        "call": in_viewport(ui.recent, latest.adjusted(4, 2, -4, -2)),
        "foot": words_begin(ui.noRecord),
    }
    assert max(parts.values()) - min(parts.values()) <= 2, parts
    ends = {key: key.mapTo(screen.window, key.rect().topRight()).x() for key in (ui.key49, ui.key54)}
    assert len(set(ends.values())) == 1


@pytest.mark.parametrize(
    ("page", "title", "view"), [("settings", "title", "sections"), ("catalogue", "kindsHead", "kinds")]
)
def test_the_title_of_a_list_of_parts_begins_above_its_rows(screen: Screen, page: str, title: str, view: str) -> None:
    screen.window.resize(1920, 1032)
    screen.window.show_page(page)
    screen.at_rest()
    ui = getattr(screen.workspace, page).ui
    rows: QListView = getattr(ui, view)
    inside = rows.visualRect(rows.model().index(2, 0)).adjusted(6, 4, -4, -4)
    assert words_begin(getattr(ui, title)) == pytest.approx(in_viewport(rows, inside), abs=2)


@pytest.mark.parametrize(("page", "view"), [("settings", "sections"), ("catalogue", "kinds")])
def test_the_ring_of_a_list_of_parts_is_around_its_row(screen: Screen, page: str, view: str) -> None:
    """It was around the whole panel, most of which is empty."""
    screen.window.resize(1920, 1032)
    screen.window.show_page(page)
    screen.at_rest()
    rows: QListView = getattr(getattr(screen.workspace, page).ui, view)
    rows.setFocus(Qt.FocusReason.OtherFocusReason)
    row = rows.visualRect(rows.currentIndex()).translated(rows.viewport().pos())
    accent = QColor(LIGHT.accent).rgb()
    tones = colours_in(rows.grab().toImage()) == accent
    assert tones[row.top() : row.bottom() + 1].all(axis=0)[row.left() + 4 : row.right()].sum() == 0
    assert (tones[row.center().y(), row.right() - 4 : row.right() + 1]).sum() == 2
    assert tones[row.bottom() + 2 :].sum() == 0, "nothing is drawn around the list"


def test_the_panels_beside_the_lists_have_one_head(screen: Screen) -> None:
    """The name was of two sizes and at three heights."""
    screen.window.resize(1366, 688)
    heads = {}
    for page in ("callbacks", "confirmations", "availability", "catalogue"):
        screen.window.show_page(page)
        screen.at_rest()
        who = getattr(screen.workspace, page).ui.who
        heads[page] = (who.font().pointSizeF(), who.mapTo(screen.window, QPoint()).y())
    assert len(set(heads.values())) == 1, heads


def test_a_colleague_is_rung_by_the_same_button_as_a_member(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[object] = []
    monkeypatch.setattr(screen.workspace.dialler, "ring", rung.append)
    screen.window.show_page("availability")
    screen.at_rest()
    ui = screen.workspace.availability.ui
    assert ui.number.text()
    assert not ui.ring.icon().isNull()
    screen.bot.mouseClick(ui.ring, Qt.MouseButton.LeftButton)
    assert rung


def test_an_area_is_read_with_a_dash(screen: Screen) -> None:
    show_catalogue(screen, "Avdelinger")
    page = screen.workspace.catalogue
    table = page.list.table
    shown = {str(table.model().index(0, n).data()) for n in range(table.model().columnCount())}
    assert "0100–0199" in shown
    assert page.ui.who.text() == "Avd. 1 Fjordbyen"
    screen.digits("1")
    boxes = [box.toPlainText() for box in page.findChildren(QPlainTextEdit)]
    assert "0100-0199" in {*boxes, *(box.text() for box in page.findChildren(QLineEdit))}, "as it was typed"


def test_every_part_of_the_settings_begins_at_one_place(screen: Screen) -> None:
    """Those that scroll began two pixels below and beside the others."""
    places = {}
    for title in TITLES:
        show_part(screen, title)
        part = screen.workspace.settings.shown
        if part is not None:
            head = next(one for one in part.findChildren(QLabel) if one.property("role") == "page")
            places[title] = head.mapTo(screen.workspace.settings, QPoint())
    assert len(places) > 12
    assert len(set(places.values())) == 1, {title: (at.x(), at.y()) for title, at in places.items()}


def test_what_is_wrong_with_a_form_begins_below_its_fields(screen: Screen) -> None:
    show_catalogue(screen, "Personer")
    screen.digits("1")
    page = screen.workspace.catalogue
    field = next(box for box in page.findChildren(QLineEdit) if box.isVisible() and box.accessibleName() == "Telefon")
    field.setFocus()
    field.selectAll()
    screen.type("990 0810")
    screen.control(Qt.Key.Key_Return)
    screen.at_rest()
    said = next(one for one in page.findChildren(QLabel) if one.text() == "1 felt må rettes")
    screen.bot.waitUntil(said.isVisible)
    assert said.mapTo(page, QPoint()).x() == field.mapTo(page, QPoint()).x()


def test_a_name_is_asked_for_as_it_is_written(screen: Screen) -> None:
    """As in the step of the wizard; «Mellomnavn» came after «Etternavn»."""
    record(screen)
    screen.key(Qt.Key.Key_F2)
    screen.at_rest()
    boxes = [box for box in screen.workspace.call.findChildren(QLineEdit) if box.isVisible() and box.accessibleName()]
    asked = [
        box.accessibleName()
        for box in sorted(boxes, key=lambda box: box.mapTo(screen.window, QPoint()).toTuple()[::-1])
    ]
    assert asked[:3] == ["Fornavn", "Mellomnavn", "Etternavn"]


def ink_ends(table: QTableView, row: int, column: int) -> int:
    pixels = colours_in(table.viewport().grab(cell_of(table, row, column)).toImage())
    (columns,) = np.nonzero((pixels != pixels[0, 0]).any(axis=0))
    return int(columns[-1])


def test_a_bar_is_beside_its_row_and_digits_are_below_digits(screen: Screen) -> None:
    """The bars were spread over the height of the page, and «8» began below «1» of «10»."""
    screen.window.resize(1366, 688)
    part = settings_part(screen, "Statistikk", StatisticsPanel)
    plot, table = part.plot, part.table
    assert plot.isVisible()
    assert not plot.stands

    def beside() -> list[int]:
        tones = colours_in(plot.grab().toImage()) == QColor(LIGHT.accent).rgb()
        (drawn,) = np.nonzero(tones.sum(axis=1) > 2)
        return [int(bar.mean()) + plot.y() for bar in np.split(drawn, np.nonzero(np.diff(drawn) > 1)[0] + 1)]

    def rows() -> list[int]:
        spots = [table.visualRect(table.model().index(row, 0)).center() for row in range(table.model().rowCount())]
        return [table.viewport().mapTo(part, spot).y() for spot in spots]

    screen.bot.waitUntil(lambda: beside() == pytest.approx(rows(), abs=2))
    ends = [ink_ends(table, row, 1) for row in range(table.model().rowCount())]
    assert max(ends) - min(ends) <= 2
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert [bar.name for bar in plot.bars] == [str(table.model().index(n, 0).data()) for n in range(len(plot.bars))]


def axis_of(window: QWidget, start: date, ends: Sequence[date]) -> DeadlineAxis:
    ahead = [
        Deadline(rule="D", section="", purpose=purpose, start=start, raw=day, extended=day, safe=day)
        for purpose, day in zip(("å kreve forhandlinger", "søksmål"), ends, strict=True)
    ]
    axis = DeadlineAxis(window)
    axis.resize(514, 56)
    axis.show_assessment(Assessment(tuple(ahead), spoken=ahead[0]), date(2026, 12, 2))
    return axis


def runs_of_ink(picture: QImage, top: int, bottom: int, between: int) -> list[int]:
    """How wide each text in these lines of pixels is."""
    pixels = colours_in(picture)[top:bottom]
    (columns,) = np.nonzero((pixels != pixels[0, 0]).any(axis=0))
    texts = np.split(columns, np.nonzero(np.diff(columns) >= between)[0] + 1)
    return [int(text[-1] - text[0]) for text in texts]


def test_every_day_of_the_axis_is_read_whole(screen: Screen) -> None:
    """Two days after the letter its day was «man. 30.…», with room beside it."""
    metrics = QFontMetrics(font_of(8.25, strong=True))
    for days in range(14):
        start = date(2026, 12, 2) - timedelta(days=days)
        axis = axis_of(screen.window, start, (start + timedelta(days=14), start + timedelta(days=56)))
        expected = [metrics.horizontalAdvance(text) for text in axis.words(0)]
        widths = runs_of_ink(axis.grab().toImage(), 20, 33, BETWEEN)
        axis.deleteLater()
        assert widths == pytest.approx(expected, abs=4)


def test_why_it_hastes_is_whole_in_the_line_of_a_deadline(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "why_urgent", lambda _: "å stå i stilling: i morgen")
    screen.window.resize(1366, 1000)
    gate(screen)
    ui = screen.workspace.call.wizard.ui
    screen.bot.waitUntil(ui.axis.isVisible)
    assert ui.deadlineLeft.text().endswith(" igjen"), "the basis says why"
    screen.window.resize(1366, 640)
    screen.digits("2")
    screen.at_rest()
    assert ui.deadlineLeft.text() == "å stå i stilling: i morgen"
    assert ui.deadlineLeft.width() >= ui.deadlineLeft.sizeHint().width()
    assert ui.deadlineText.width() >= ui.deadlineText.sizeHint().width()
    assert ui.urgent.isVisible()
    assert ui.urgent.geometry().right() <= ui.deadline.width()


@pytest.mark.parametrize("size", [(1400, 900), (900, 700)])
def test_a_deadline_that_is_over_is_read_to_its_end(screen: Screen, size: tuple[int, int]) -> None:
    """Its sentence names the next one too: it made the step wider than its panel, and the number to ring was cut."""
    screen.window.resize(*size)
    over = tuple((step, "-21" if step == "mottatt" else said) for step, said in DISMISSED)
    until_answered(screen, *over)
    screen.at_rest()
    ui = screen.workspace.call.wizard.ui
    assert ui.deadlineText.text().startswith("Fristen ser ut til å være ute. Neste frist: ")
    parts = (ui.deadlineText, ui.urgent)
    screen.bot.waitUntil(lambda: all(part.visibleRegion().boundingRect().width() == part.width() for part in parts))


def test_answers_of_one_line_are_48_pixels_high_where_there_is_room(screen: Screen) -> None:
    screen.window.resize(1366, 900)
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("11")
    screen.at_rest()
    buttons = screen.workspace.call.wizard.step.choices.buttons()
    assert {button.height() for button in buttons} == {48}
    screen.window.resize(1366, 560)
    screen.bot.waitUntil(lambda: {button.height() for button in buttons} == {32})


# ---------------------------------------------------------------- «Hva gjelder det?»: every category is in sight


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


# ------------------------------------------- every page, in one window that stays for many tests

WIDEST_SLACK = 2


def rest(screen: Screen) -> None:
    screen.window.show_page("call")


def hits(screen: Screen) -> None:
    screen.search("fjeldheim")
    screen.bot.waitUntil(lambda: screen.workspace.call.hits.model.rowCount() > 0)


def moving(screen: Screen) -> None:
    """The category with the longest name."""
    record(screen)
    screen.key(Qt.Key.Key_Space)
    screen.digits("51")


def whole(screen: Screen) -> None:
    """The whole procedure, in a window that has no room of its own for it."""
    wizard(screen)
    screen.key(Qt.Key.Key_F8)


def sensitive(screen: Screen) -> None:
    """On the review: a number to take out, and a word that wants a reason."""
    record(screen)
    screen.key(Qt.Key.Key_Space)
    screen.digits("93")
    screen.type("ferie mens hun er sykmeldt, fnr 15108695088")
    screen.key(Qt.Key.Key_Return)
    screen.digits("3")
    screen.type("i morgen 10")
    screen.key(Qt.Key.Key_Return)
    screen.confirm()
    screen.bot.waitUntil(lambda: screen.workspace.call.currentWidget() is screen.workspace.call.review)
    screen.workspace.call.review.card_list.cards[0].sensitive.begin_reason()


def warned(screen: Screen) -> None:
    """While it is typed."""
    record(screen)
    screen.key(Qt.Key.Key_Space)
    screen.digits("93")
    screen.type("ferie mens hun er sykmeldt")


def form(screen: Screen) -> None:
    record(screen)
    screen.key(Qt.Key.Key_Space)
    screen.digits("21")
    screen.key(Qt.Key.Key_Return)


def long_names(screen: Screen) -> None:
    """Nothing of a member may lie beyond the edge."""
    member = by_number(screen.services, "204118")
    assert member is not None
    screen.services.members.change(
        member,
        {
            "first_name": "Anne-Margrethe Elisabeth",
            "last_name": "Wollstonecraft-Bjørnstjerne Ravnsborg",
            "employer": "Nordnorsk Renholds- og Kantinedrift Eiendomsservice AS avd. Tromsø",
            "email": "anne-margrethe.elisabeth.wollstonecraft@nordnorsk-renhold.example",
            "workplace": "Industriområdet Nord, bygg 14",
            "shop_steward": "Kari-Anne Bjørnstjerne Ravnsborg",
        },
    )
    screen.open("wollstonecraft")


def rectify(screen: Screen) -> None:
    """The longest of the forms."""
    record(screen)
    screen.key(Qt.Key.Key_F2)


def remark(screen: Screen) -> None:
    record(screen)
    screen.control(Qt.Key.Key_M)


def unknown_caller_form(screen: Screen) -> None:
    screen.control(Qt.Key.Key_N)


def callback_form(screen: Screen) -> None:
    screen.control(Qt.Key.Key_T)


def listed(name: str) -> Callable[[Screen], None]:
    return lambda screen: screen.window.show_page(name)


def rings(screen: Screen) -> None:
    """In the middle of an inquiry, from somebody with a long name, and one that is offered."""
    wizard(screen)
    screen.application.ring("99000531")
    screen.bot.waitUntil(screen.workspace.incoming.ringing.bar.isVisible)


def offered(screen: Screen) -> None:
    screen.application.ring("98765432")
    screen.bot.waitUntil(lambda: bool(screen.workspace.call.incoming_number.number))
    record(screen)


def alike(screen: Screen) -> None:
    """Nobody has all of it; some are like it."""
    screen.search("ingun fjelheim 1983")
    screen.bot.waitUntil(lambda: "ligner" in screen.workspace.call.ui.hitHint.text())


def conflict(screen: Screen) -> None:
    """Two have changed the same member; one value is long, one is empty."""
    at = screen.services.session.clock()
    ConflictDialog(
        [
            Conflict("phone", "99000418", "40011333", "40011222", "LT", at),
            Conflict("street", "Granveien 4", "Nyveien 1, oppgang B, Industriområdet Nord", "", "LT", at),
            Conflict("status", "yrkesaktiv", "permittert", "permisjon"),
        ],
        screen.workspace.call,
        lambda _: None,
    ).open()


def open_elsewhere(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.workspace.call.record.show_elsewhere("Åpen hos LT siden 14.03 og KN siden 14.05")


PAGES: dict[str, Callable[[Screen], None]] = {
    "hits": hits,
    "alike": alike,
    "record": record,
    "offered": offered,
    "rings": rings,
    "wizard": wizard,
    "moving": moving,
    "whole": whole,
    "gate": gate,
    "confirm": confirm,
    "review": review,
    "sensitive": sensitive,
    "warned": warned,
    "form": form,
    "callback form": callback_form,
    "stranger form": unknown_caller_form,
    "long names": long_names,
    "rectify": rectify,
    "remark": remark,
    "rest": rest,
    "callbacks": listed("callbacks"),
    "confirmations": listed("confirmations"),
    "outbox": listed("outbox"),
    "availability": listed("availability"),
    "catalogue": listed("catalogue"),
    "settings": listed("settings"),
}


def welcome(screen: Screen) -> None:
    """First start: who you are."""
    page = FirstRunPage(screen.services.session.operator, ready_rows(screen.services))
    screen.window.show_alone(page)
    page.begin()


def first_code(screen: Screen) -> None:
    """First start: the code on paper. A practice register has none, so its own is asked as another would be."""
    page = RecoveryCodePage(screen.services.recovery, screen.application.tasks)
    screen.window.show_alone(page)
    page.begin()


def trouble(sentence: str, *, ask: bool, new: bool, wrong: str = "") -> Callable[[Screen], None]:
    """The page in place of the register; `wrong` is typed as the passphrase."""

    def go(screen: Screen) -> None:
        page = OpenFailurePage(sentence, ask=ask, new=new)
        screen.window.show_alone(page)
        page.begin()
        if wrong:
            screen.type(wrong)
            screen.key(Qt.Key.Key_Return)

    return go


def imported(screen: Screen) -> None:
    """A file has been read, with a column that is refused and one that is not known."""
    file = screen.services.folder / "medlemmer fra det gamle registeret høsten 2026.csv"
    file.write_text(
        "medlemsnummer;fornavn;etternavn;fødselsnummer;skostørrelse\n"
        "900001;Asta;Nyland;;38\n204118;Ingunn;Storfjeldheim;;40\n;Uten;Nummer;;41\n",
        encoding="utf-8",
    )
    page = settings_part(screen, "Register inn og ut", ImportPage)
    page.read(file)
    screen.bot.waitUntil(lambda: page.table is not None and page.table.name == file.name)


def looked_over(screen: Screen) -> None:
    imported(screen)
    page = settings_part(screen, "Register inn og ut", ImportPage)
    page.look_over()
    screen.bot.waitUntil(page.write.isVisible)


def undoing(screen: Screen) -> None:
    """Imports of the last days: one is undone, and another is asked about."""
    file = screen.services.folder / "medlemmer.csv"
    member_imports = screen.services.member_imports
    for line in ("900001;Asta;Nyland", "900002;Roar;Tveitan\n204118;Ingunn;Storfjeldheim"):
        file.write_text(f"medlemsnummer;fornavn;etternavn\n{line}\n", encoding="utf-8")
        member_imports.write(member_imports.preview(member_imports.read(file)))
    history = screen.services.import_history
    history.undo(history.latest()[1])
    past = settings_part(screen, "Register inn og ut", ImportPage).past
    screen.bot.waitUntil(lambda: len(past.rows.values) == 2 and past.undo.isEnabled())
    past.undo.click()
    screen.bot.waitUntil(past.question.isVisible)


def twice(screen: Screen) -> None:
    """A pair is compared, and another was merged before."""
    file = screen.services.folder / "igjen.csv"
    file.write_text(
        "medlemsnummer;fornavn;etternavn;telefon;poststed\n900001;Ingunn;Fjeldheim;99000418;Voss\n"
        "900002;Roar;Tveitan;99000531;Mosjøen\n",
        encoding="utf-8",
    )
    member_imports = screen.services.member_imports
    member_imports.write(member_imports.preview(member_imports.read(file)))
    part = maintenance(screen).duplicates
    part.look.click()
    screen.bot.waitUntil(part.merge.isVisible)
    part.merge.click()
    screen.bot.waitUntil(lambda: part.done.count() == 1)
    screen.bot.waitUntil(part.merge.isVisible)


def checked(screen: Screen) -> None:
    part = maintenance(screen).integrity
    part.check.click()
    screen.bot.waitUntil(lambda: bool(part.bar.said.text()), timeout=20_000)


def telephone(screen: Screen) -> None:
    """With a command that is refused."""
    part = settings_part(screen, "Telefon", SettingsForm)
    of_kind(QComboBox, part.form.boxes[0]).setCurrentIndex(1)
    part.submit()
    screen.bot.waitUntil(lambda: bool(part.bar.said.text()))


def from_another_pc(screen: Screen) -> None:
    """A backup of another register is chosen: its code is asked for."""
    place = screen.services.folder.parent / "gammel pc"
    first_pc(place, "fire gamle ord her", place.with_name("annet sted"))
    part = maintenance(screen).backups
    part.look_in(place.with_name("annet sted"))
    screen.bot.waitUntil(lambda: "Dette er kopiene" in part.bar.said.text(), timeout=20_000)
    part.restore.click()
    screen.bot.waitUntil(part.question.isVisible)


def backed_up(screen: Screen) -> None:
    """One taken and tried, and the question before it is brought back."""
    part = maintenance(screen).backups
    for button in (part.take, part.drill):
        screen.bot.waitUntil(lambda: bool(part.form.boxes))
        button.click()
        screen.bot.waitUntil(lambda: bool(part.bar.said.text()), timeout=20_000)
    part.restore.click()
    screen.bot.waitUntil(part.question.isVisible)


def code_shown(screen: Screen) -> None:
    """As over a real register, with a group that was written wrongly."""
    screen.services.recovery.is_possible = True
    part = maintenance(screen).code
    part.make.click()
    part._code = "-".join(["2WWWW"] * GROUPS)
    part._show()
    part.submit()


def shared(screen: Screen) -> None:
    """As over a register of this PC's own, with a server that cannot be known by its certificate."""
    screen.services.shared_register.is_possible = True
    part = settings_part(screen, "Felles register", SharedRegisterPanel)
    part.show_address(SharedAddress("pg01.forbundet.no", "sentralbord", "maja.hovde"))
    part.bar.fail(DatabaseBusyError(max(NO_SERVER.values(), key=len)))


@runtime_checkable
class Begins(Protocol):
    def begin(self) -> None: ...


def calm(page: Callable[[Screen], QWidget]) -> Callable[[Screen], None]:
    """A page with nothing of the register on it."""

    def go(screen: Screen) -> None:
        made = page(screen)
        screen.window.show_alone(made)
        assert isinstance(made, Begins)
        made.begin()

    return go


def sign_in(screen: Screen) -> SignInPage:
    people = [
        Operator(id=1, initials="MH", name="Maja Hovde", os_user="maja", pin="x"),
        Operator(
            id=2,
            initials="LT",
            name="Lars Kristian Tveiterås-Bjørgum",
            pin="x",
            code_until=datetime(2026, 12, 1, tzinfo=UTC),
        ),
    ]
    page = SignInPage(people)
    page.who.setCurrentIndex(1)
    page.fail("For mange forsøk. Prøv igjen kl. 14.20.")
    return page


def copy_page(screen: Screen) -> OfflinePage:
    """As over a copy of the practice register, whose server is away."""
    services = screen.services
    taken = services.session.clock() - timedelta(hours=26)
    copy = SimpleNamespace(
        members=services.members,
        operator_session=services.session,
        copied_at=taken,
        category_title=services.callbacks.category_title,
    )
    return OfflinePage(cast("OfflineSession", copy), screen.application.search_tasks)


def copy_search(screen: Screen, text: str) -> OfflinePage:
    calm(copy_page)(screen)
    page = screen.window.ui.pages.currentWidget()
    assert isinstance(page, OfflinePage)
    screen.type(text)
    screen.bot.waitUntil(lambda: page.hits.model.text == text)
    return page


def copy_record(screen: Screen) -> None:
    page = copy_search(screen, "ingunn fjeldheim")
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(page.record.isVisible)


def copy_none(screen: Screen) -> None:
    page = copy_search(screen, "xqzwv")
    page.fail(NOT_LOGGED)


def people(screen: Screen) -> None:
    """Three who share the PC, one of them chosen."""
    for initials, roles in (("LT", "operator"), ("KN", "avdeling,vedlikehold")):
        screen.services.people.keep(Operator(id=0, initials=initials, name="Kari Nordbø", roles=roles, department=4))
    part = settings_part(screen, "Folk", PeoplePanel)
    screen.bot.waitUntil(lambda: part.list.count() >= 3 and bool(part.form.boxes))
    of_kind(QLineEdit, part.pin.boxes[0]).setText("12")
    part.keep_pin.click()
    assert part.pin._blocks["again"].error


def cases(screen: Screen) -> None:
    """One that the DS has, and one that waits."""
    member = left_for_ds(screen)
    screen.services.case_handover.confirm(screen.services.members.open(member.id).cases[0])
    left_for_ds(screen)
    record(screen)


def new_breach(screen: Screen) -> None:
    part = settings_part(screen, "Meld avvik", BreachPanel)
    if part.new.isVisible():
        part.new.click()


def figures(screen: Screen) -> None:
    """Practice has hundreds of calls."""
    part = settings_part(screen, "Statistikk", StatisticsPanel)
    screen.bot.waitUntil(lambda: bool(part.bar.said.text()), timeout=20_000)


def ways_out(screen: Screen) -> None:
    """A register that cannot be opened, with a backup and a code to try."""
    trouble(MISSING, ask=False, new=False)(screen)
    page = screen.window.ui.pages.currentWidget()
    assert isinstance(page, OpenFailurePage)
    page.offer(
        "Hent kopien fra 25.11.2026 kl. 08.03, før en gjenoppretting",
        "30 000 medlemmer, 12 512 merknader, 14 oppringinger, 215 MB",
        page.begin,
    )
    page.offer_code(lambda _: None)


def from_it(screen: Screen) -> None:
    screen.window.show_page("settings")
    screen.workspace.settings.show_part("Fra IT")


MISSING = (
    r"Registeret mangler i C:\Users\maja.hovde\AppData\Local\Forbundet\Sentralbord\register, men "
    "nøkkelfilen «nokkel.json» er der. Hent registeret fra sikkerhetskopien, eller spør IT. Et nytt, "
    "tomt register er ikke laget."
)
NEW, OLD = str(PassphraseNeededError(new=True)), str(PassphraseNeededError(new=False))
ALONE: dict[str, Callable[[Screen], None]] = {
    "where": calm(lambda _: RegisterChoicePage(may_share=True)),
    "welcome": welcome,
    "first code": first_code,
    "new passphrase": trouble(NEW, ask=True, new=True),
    "new passphrase too short": trouble(NEW, ask=True, new=True, wrong="kort"),
    "passphrase": trouble(OLD, ask=True, new=False),
    "not opened": trouble(MISSING, ask=False, new=False),
    "locked": calm(lambda _: LockPage()),
    "sign in": calm(sign_in),
    "windows": calm(lambda _: WindowsSignInPage()),
    "copy": calm(copy_page),
    "copy record": copy_record,
    "copy none": copy_none,
}
PARTS: dict[str, Callable[[Screen], None]] = {
    "import": imported,
    "checked": checked,
    "telephone": telephone,
    "from IT": from_it,
    "backups": backed_up,
    "recovery code": code_shown,
    "shared register": shared,
    "people": people,
    "trace": traced,
    "access": access,
    "retention": kept_long,
    "new breach": new_breach,
    "breach": breached,
    "statistics": figures,
}
BY_THEMSELVES: dict[str, Callable[[Screen], None]] = {
    "import looked over": looked_over,
    "import undone": undoing,
    "twice": twice,
    "backups from another": from_another_pc,
    "ways out": ways_out,
    "conflict": conflict,
    "open elsewhere": open_elsewhere,
    "cases": cases,
}
EVERY = {**PAGES, **ALONE, **PARTS, **BY_THEMSELVES}
PICTURED = (
    "record",
    "people",
    "offered",
    "rings",
    "wizard",
    "moving",
    "whole",
    "gate",
    "confirm",
    "review",
    "sensitive",
    "warned",
    "form",
    "long names",
    "availability",
    "welcome",
    "copy",
    "copy record",
    "copy none",
    "open elsewhere",
    "cases",
    "import",
    "import looked over",
    "import undone",
)
"""Those with a picture in a label."""
LISTS = ("rest", "callbacks", "confirmations", "outbox", "availability", "catalogue", "settings")
CALLS = (
    "hits",
    "alike",
    "record",
    "wizard",
    "moving",
    "gate",
    "confirm",
    "review",
    "sensitive",
    "warned",
    "form",
    "callback form",
    "stranger form",
    "rectify",
    "remark",
    "open elsewhere",
    "conflict",
)
"""Each is put away before the next; the last has a dialog that stands till the window closes."""
KINDS = (LISTS, CALLS, (*ALONE, "ways out"), tuple(PARTS))
TOGETHER = {page: kind for kind, pages in enumerate(KINDS) for page in pages}
"""Pages that are reached from each other as from a new window share one; the others have one each."""
ORDER = [page for pages in KINDS for page in pages]
ORDER += [page for page in EVERY if page not in TOGETHER]
TEXT_SIZES = (1.0, 1.25, 1.5)
"""In a window of 1366x688; Windows' own text size and the setting in Utseende go as far."""
LARGER = (1.25, 1.5)
SMALLER, WINDOWS = (1024, 535), (SMALL, (1366, 768), (1920, 1080))
TWICE, LAPTOP = 2.0, (1366, 768)
"""WCAG 1.4.4: text of 200 % in the window of a small laptop."""
ALSO_BY_DAY = ("hits", "record", "wizard", "review", "callbacks")
"""At 200 %."""
WAYS = [(page, size) for size in (*TEXT_SIZES, TWICE) for page in ORDER]
"""Every page at every size, in the order that lets all tests of a way, and the pages that share a window, follow
each other."""


def put_away(screen: Screen) -> None:
    """What is looked for, written or under way, so that the desk rests as in a new window."""
    call = screen.workspace.call
    if call.forms.panel.isVisible():
        call.forms.panel.cancelled.emit()
    call.discard()
    screen.at_rest()
    screen.window.hide_bar()
    assert call.currentWidget() is screen.workspace.home
    assert not screen.window.ui.search.text()


def leave_part(screen: Screen) -> None:
    """What is typed and not saved is given up: the settings would ask."""
    part: object = screen.workspace.settings.shown
    if isinstance(part, SettingsForm) and part.is_touched:
        part.reset()
        screen.bot.waitUntil(lambda: not part.is_touched)


class Windows:
    """The window that stands: a new one costs more than all that is looked at in it."""

    def __init__(self, open_one: Callable[[float], AbstractContextManager[Screen]]) -> None:
        self._open = open_one
        self._kind: tuple[object, float] | None = None
        self._stack = ExitStack()
        self._screen: Screen | None = None
        self.page = ""

    def at(self, page: str, size: float) -> Screen:
        kind = (TOGETHER.get(page, page), size)
        if kind != self._kind or self._screen is None:
            self.close()
            self._screen, self._kind = self._stack.enter_context(self._open(size)), kind
        elif page in CALLS:
            put_away(self._screen)
        elif page in PARTS:
            leave_part(self._screen)
        self.page = page
        EVERY[page](self._screen)
        self._screen.at_rest()  # a list read again in the middle of a test makes its buttons anew
        return self._screen

    def close(self) -> None:
        self._kind = None
        self._stack.close()


@pytest.fixture(scope="module")
def windows(
    request: pytest.FixtureRequest, qapp: QApplication, practised: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Windows]:
    def open_one(size: float) -> AbstractContextManager[Screen]:
        folder = tmp_path_factory.mktemp("side") / "register"
        shutil.copytree(practised, folder)
        return window_over(QtBot(request), qapp, folder, size)

    made = Windows(open_one)
    yield made
    made.close()


class Look:
    """A page as it was reached, for the questions that only look at it and move the focus. What is measured in windows
    of other sizes is measured once for all questions of it."""

    def __init__(self, screen: Screen, page: str, size: float) -> None:
        self.screen, self.page, self.size = screen, page, size

    @cached_property
    def on_laptop(self) -> "OnLaptop":
        return seen_on_laptop(self.screen, self.page)

    @cached_property
    def in_all_sizes(self) -> "Sized":
        return seen_in_all_sizes(self.screen, self.page)

    @cached_property
    def narrow(self) -> "Narrow":
        return seen_narrow(self.screen, self.page)


@dataclasses.dataclass(frozen=True)
class Question:
    ask: Callable[[Look], None]
    pages: frozenset[str]
    sizes: Sequence[float]
    at_night: bool


QUESTIONS: list[Question] = []
"""In the order in which a page is asked; see the end of the module."""


def asked_of(
    pages: Iterable[str], sizes: Sequence[float] = (1.0,), *, at_night: bool = False
) -> Callable[[Callable[[Look], None]], Callable[[Look], None]]:
    """A question to each of these pages at each of these sizes. It raises AssertionError."""

    def register(ask: Callable[[Look], None]) -> Callable[[Look], None]:
        QUESTIONS.append(Question(ask, frozenset(pages), sizes, at_night))
        return ask

    return register


def faults_of(look: Look, *, at_night: bool) -> list[str]:
    """What the questions to this page find, each under its name."""
    faults = []
    for question in QUESTIONS:
        if question.at_night == at_night and look.page in question.pages and look.size in question.sizes:
            try:
                question.ask(look)
            except AssertionError as error:
                faults.append(f"{question.ask.__name__}: {error}")
    return faults


@pytest.fixture(scope="module")
def look(request: pytest.FixtureRequest, windows: Windows) -> Look:
    page, size = request.param
    return Look(windows.at(page, size), page, size)


def lay_out() -> None:
    for _ in range(12):  # layouts ask, and are asked again
        QApplication.processEvents()


def visible_in(around: QWidget) -> Iterator[QWidget]:
    """In the order of `findChildren`, which makes a Python object of each of a thousand that are hidden too."""
    for child in around.children():
        if isinstance(child, QWidget) and child.isVisible():
            yield child
            yield from visible_in(child)


def shown(screen: Screen) -> Iterator[QWidget]:
    lay_out()
    for widget in visible_in(screen.window):
        if widget.visibleRegion().boundingRect().isValid():
            yield widget


@asked_of(EVERY)
def every_control_has_a_name_for_the_reader(look: "Look") -> None:
    for widget in shown(look.screen):
        if isinstance(widget, QScrollBar) or widget.parent() is None:
            continue
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled():
            said = widget.accessibleName()
            if isinstance(widget, QAbstractButton):
                said = said or widget.text()
            assert said.strip(), (type(widget).__name__, widget.objectName())


LEAST_TARGET = 24
"""Pixels of a target at 100 % text (WCAG 2.5.8)."""


def targets_of(screen: Screen) -> list[tuple[QWidget, QRect]]:
    """What can be clicked with a meaning of its own, and where it lies; not the icon in a field."""
    found = []
    for widget in shown(screen):
        is_target = isinstance(widget, QAbstractButton | QComboBox | QLineEdit) and widget.isEnabled()
        if is_target and not isinstance(widget.parent(), QLineEdit):
            seen = widget.visibleRegion().boundingRect()
            found.append((widget, QRect(widget.mapTo(screen.window, seen.topLeft()), seen.size())))
    return found


@asked_of(EVERY)
def a_target_has_24_pixels_or_nothing_else_so_near(look: "Look") -> None:
    """WCAG 2.5.8: a circle of 24 pixels around the middle of a smaller one reaches no other target."""
    targets = targets_of(look.screen)
    wrong = []
    for widget, area in targets:
        if min(widget.width(), widget.height()) >= LEAST_TARGET:
            continue
        for other, near in targets:
            x = max(near.left() - area.center().x(), 0, area.center().x() - near.right())
            y = max(near.top() - area.center().y(), 0, area.center().y() - near.bottom())
            if other is not widget and not other.isAncestorOf(widget) and x * x + y * y < (LEAST_TARGET / 2) ** 2:
                wrong.append((place_of(widget), area.getRect(), place_of(other), near.getRect()))
    assert wrong == []


def room(widget: QWidget) -> QRect:
    """Where the text of this widget may stand."""
    if isinstance(widget, QPushButton):
        option = QStyleOptionButton()
        widget.initStyleOption(option)
        inside = QStyle.SubElement.SE_PushButtonContents
        return widget.style().subElementRect(inside, option, widget)
    return widget.contentsRect()


def cut(widget: QWidget) -> str:
    """What this widget has no room for; «» when all of it is seen."""
    text = text_of(widget)
    if not text or is_picture(widget):
        return ""
    if too_small := lack(widget):
        return too_small
    seen = widget.visibleRegion().boundingRect()
    if beside(widget):
        return f"{text!r} stands beside what can be scrolled to"
    if not scrolls(widget) and not seen.contains(widget.rect()):
        return f"{text!r} is {widget.width()}x{widget.height()}, seen {seen.width()}x{seen.height()}"
    return ""


def text_of(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        text = widget.text().replace("&", "")
    else:
        text = widget.text() if isinstance(widget, QLineEdit) else ""
        text = widget.currentText() if isinstance(widget, QComboBox) else text
    return text


def lack(widget: QWidget) -> str:
    """What the frame of this widget is too small for; «» when its text has room."""
    text = text_of(widget)
    metrics, inner = QFontMetrics(widget.font()), room(widget)
    lines = text.split("\n")
    wide = max(metrics.horizontalAdvance(line) for line in lines)
    first, last = (metrics.tightBoundingRect(line) for line in (lines[0], lines[-1]))
    spare = min(metrics.ascent() + first.top(), metrics.descent() - last.bottom())
    high = metrics.height() * len(lines) - 2 * max(0, spare)  # of the ink; it stands in the middle
    if isinstance(widget, QLabel) and widget.wordWrap():
        wide = max(metrics.horizontalAdvance(word) for word in re.split(r"[\s\u200b-]", text))
        high = widget.heightForWidth(widget.width())
        inner = widget.rect()
    if isinstance(widget, QLineEdit):
        wide = 0  # it scrolls
    if wide > inner.width() + WIDEST_SLACK or high > inner.height() + WIDEST_SLACK:
        return f"{text!r} needs {wide}x{high}, has {inner.width()}x{inner.height()}"
    return ""


def is_picture(widget: QWidget) -> bool:
    """A tool button that shows its icon only; its text is for the reader."""
    only = Qt.ToolButtonStyle.ToolButtonIconOnly
    return isinstance(widget, QToolButton) and widget.toolButtonStyle() == only


def scrolls(widget: QWidget) -> bool:
    """Whether what is outside the frame can be scrolled into it."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QAbstractScrollArea):
            return True
        above = above.parentWidget()
    return False


def beside(widget: QWidget) -> bool:
    """Whether it goes past the side of a form that scrolls up and down only."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, FittedScrollArea):
        above = above.parentWidget()
    if above is None or above.horizontalScrollBar().isVisible():
        return False
    end = widget.mapTo(above, widget.rect().bottomRight()).x()
    return end > above.viewport().geometry().right() + WIDEST_SLACK


def sideways(screen: Screen) -> list[str]:
    """What must be scrolled to the side to be read whole; a list has its columns to choose instead."""
    return [
        f"{area.accessibleName() or place_of(area)} is scrolled to the side"
        for area in shown(screen)
        if isinstance(area, QScrollArea) and area.horizontalScrollBar().maximum() > 0
    ]


def place_of(widget: QWidget) -> str:
    """Type and name, or the nearest name above it."""
    above: QWidget | None = widget
    while above is not None and not above.objectName():
        above = above.parentWidget()
    role = widget.property("role") or widget.property("pill") or ""
    return f"{type(widget).__name__} {role} in {above.objectName() if above else ''}"


def pictures(screen: Screen) -> list[QLabel]:
    return [w for w in shown(screen) if isinstance(w, QLabel) and not w.pixmap().isNull()]


def stale(screen: Screen) -> list[str]:
    """Pictures in labels that are not drawn in the colours of now."""
    found = []
    for seen in pictures(screen):
        name, colour, size = seen.property(SHOWN) or ("", "", 0)
        wanted = screen.application.theme.icon(name, colour, size=size) if name else QIcon()
        size = screen.application.theme.scaled(size)
        if seen.pixmap().toImage() != wanted.pixmap(size, size).toImage():
            found.append(f"{seen.objectName()} in {place_of(seen)}")
    return found


@asked_of(EVERY, TEXT_SIZES)
def no_text_is_cut_and_pictures_have_the_colours(look: "Look") -> None:
    page, size = look.page, look.size
    if size == min(TEXT_SIZES):  # larger, it may have to be scrolled to
        assert bool(pictures(look.screen)) == (page in PICTURED)
    faults = [f"{place_of(w)}: {why}" for w in shown(look.screen) if (why := cut(w))]
    assert faults + stale(look.screen) + sideways(look.screen) == []


@asked_of(EVERY, LARGER)
def no_hint_in_a_field_is_cut(look: "Look") -> None:
    """Only in the search field."""
    faults = []
    for field in shown(look.screen):
        if isinstance(field, QLineEdit) and field.placeholderText() and field.objectName() != "search":
            option = QStyleOptionFrame()
            field.initStyleOption(option)
            inside = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, field)
            wide = QFontMetrics(field.font()).horizontalAdvance(field.placeholderText())
            if wide > inside.width():
                faults.append(f"{field.placeholderText()!r} needs {wide}, has {inside.width()} in {place_of(field)}")
    assert faults == []


@dataclasses.dataclass
class OnLaptop:
    """What a page had in the window of a small laptop: it is that large once for all tests of it."""

    size: tuple[int, int]
    cut: list[str]
    heads: list[str]
    unseen: list[str]


def seen_on_laptop(standing: Screen, page: str) -> OnLaptop:
    with sized(standing, LAPTOP):
        widgets = list(shown(standing))
        cut_texts = [f"{place_of(w)}: {why}" for w in widgets if (why := cut(w))]
        cut_texts += [where for where in sideways(standing) if not any(part in where for part in WIDE_CONTENT)]
        heads = [fault for header in widgets if isinstance(header, QHeaderView) for fault in cut_heads(header)]
        size = (standing.window.width(), standing.window.height())
        passed_by = unseen_stops(standing, turns=page in TURNED) if page != "conflict" else []
    return OnLaptop(size, cut_texts, heads, passed_by)


@asked_of(EVERY, (TWICE,))
def all_is_whole_or_scrolled_to_at_twice_the_size(look: "Look") -> None:
    assert look.on_laptop.size == LAPTOP
    assert look.on_laptop.cut == []


@asked_of(EVERY, (TWICE,))
def the_headings_of_a_list_are_whole_at_twice_the_size(look: "Look") -> None:
    assert look.on_laptop.heads == []


def cut_heads(header: QHeaderView) -> list[str]:
    """The headings of columns that have no room for their texts."""
    if header.orientation() is not ACROSS or header.model() is None:
        return []
    metrics, faults = QFontMetrics(header.font()), []
    for place in range(header.count()):
        text = str(header.model().headerData(place, ACROSS) or "")
        lines = text.split("\n")
        wide = max(metrics.horizontalAdvance(line) for line in lines) + PADDING
        high = metrics.height() * len(lines)
        size = header.sectionSize(place)
        if text and not header.isSectionHidden(place) and (wide > size or high > header.height()):
            faults.append(f"{text!r} needs {wide}x{high}, has {size}x{header.height()} in {place_of(header)}")
    return faults


WIDE_CONTENT: tuple[str, ...] = ()
"""What is scrolled to the side at twice the size, by its bar."""


@contextmanager
def sized(screen: Screen, size: tuple[int, int]) -> Iterator[None]:
    """The window in another size, its layouts settled; afterwards in its own again."""
    before = screen.window.size()
    screen.window.resize(*size)
    lay_out()
    screen.at_rest()
    yield
    screen.window.resize(before)
    lay_out()


MAX_STOPS = 90
TURNED = ("wizard", "moving", "gate", "confirm", "warned", "form", "review", "record")
"""Pages whose text is turned by PageDown and PageUp."""


@dataclasses.dataclass
class Sized:
    """What a page had in windows of all sizes: it goes through them once."""

    unseen: list[str] = dataclasses.field(default_factory=list)
    labels_cut: list[str] = dataclasses.field(default_factory=list)


def seen_in_all_sizes(standing: Screen, page: str) -> Sized:
    found, before = Sized(), standing.window.size()
    for size in (SMALLER, *WINDOWS):
        standing.window.resize(*size)
        if size in WINDOWS:
            found.labels_cut += [f"{size} {fault}" for fault in labels_cut(standing)]
        if size == SMALLER and page != "conflict":
            lay_out()
            standing.at_rest()
            found.unseen += [f"{size} {fault}" for fault in unseen_stops(standing, turns=page in TURNED)]
    standing.window.resize(before)
    lay_out()
    return found


@asked_of([page for page in EVERY if page != "conflict"])
def the_focus_is_always_seen_in_a_small_window(look: "Look") -> None:
    """WCAG 2.4.7 and 2.4.11, at Tab, and at PageDown and PageUp."""
    assert look.in_all_sizes.unseen == []


@asked_of([page for page in EVERY if page != "conflict"], (TWICE,))
def the_focus_is_always_seen_at_twice_the_size(look: "Look") -> None:
    assert look.on_laptop.unseen == []


def unseen_stops(screen: Screen, *, turns: bool) -> list[str]:
    """Where Tab goes from the first control round to it again: what has the focus and is not seen."""
    faults: list[str] = []
    passed: list[QWidget | None] = []
    while len(passed) < MAX_STOPS and (focus := QApplication.focusWidget()) not in passed:
        passed.append(focus)
        for key in (Qt.Key.Key_Tab, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) if turns else (Qt.Key.Key_Tab,):
            if key != Qt.Key.Key_Tab and isinstance(QApplication.focusWidget(), QComboBox | QAbstractItemView):
                continue  # a page key chooses in it
            screen.key(key)
            for _ in range(3):
                QApplication.processEvents()
            if why := unseen(screen, QApplication.focusWidget()):
                faults.append(f"{key.name}: {why}")
    assert passed[0] is not None
    return faults


def unseen(screen: Screen, widget: QWidget | None) -> str:
    """Why nobody sees what has the focus; «» when a part of it is in sight."""
    if widget is None:
        return "nothing has the focus"
    region = widget.visibleRegion()
    if not widget.isVisible() or region.isEmpty():
        return f"{place_of(widget)} {text_of(widget)!r} is hidden"
    seen = region.boundingRect()
    spots = (seen.center(), seen.topLeft() + QPoint(3, 3), seen.bottomRight() - QPoint(3, 3))
    for spot in spots:
        found = screen.window.childAt(widget.mapTo(screen.window, spot))
        if found is widget or (found is not None and (widget.isAncestorOf(found) or found.isAncestorOf(widget))):
            return ""
    return f"{place_of(widget)} {text_of(widget)!r} is covered"


LEAST = (MIN_SIZE.width(), MIN_SIZE.height())
ROW_MARGIN = 16
"""Pixels beside the text of a row of a list: no text is in them."""


@contextmanager
def narrowed(screen: Screen) -> Iterator[None]:
    """The least window; what is too wide is put below over several layouts."""
    with sized(screen, LEAST):
        settle(screen)
        yield
    settle(screen)


def settle(screen: Screen) -> None:
    for _ in range(2):
        lay_out()
        lay_out()
        screen.at_rest()


def too_wide(window: QWidget) -> list[str]:
    """What is not seen whole in this window by scrolling up and down alone. A table, a plot and the axis of the deadline
    have two dimensions."""
    faults = []
    for part in visible_in(window):
        if isinstance(part, QHeaderView | QScrollBar):
            continue
        if isinstance(part, QAbstractScrollArea) and not isinstance(part, QTableView):
            most = ROW_MARGIN if isinstance(part, QListView) else 0
            if part.horizontalScrollBar().maximum() > most:
                faults.append(f"{place_of(part)} is scrolled to the side by {part.horizontalScrollBar().maximum()}")
        if is_control_or_text(part) and not is_in_table(part):
            faults += [f"{place_of(part)}: {why}" for why in (beyond(part), cut_inside(part)) if why]
    return faults


def is_control_or_text(part: QWidget) -> bool:
    return isinstance(part, QAbstractButton | QLineEdit | QComboBox) or (isinstance(part, QLabel) and bool(part.text()))


def is_in_table(part: QWidget) -> bool:
    above = part.parentWidget()
    while above is not None and not isinstance(above, QTableView):
        above = above.parentWidget()
    return above is not None


def beyond(part: QWidget) -> str:
    """Past the left or right side of something around it; or past its top or bottom, where that is not scrolled."""
    above, is_scrolled = part.parentWidget(), False
    while above is not None:
        place = QRect(part.mapTo(above, QPoint(0, 0)), part.size())
        is_scrolled = is_scrolled or isinstance(above.parentWidget(), QAbstractScrollArea)
        if place.left() < -WIDEST_SLACK or place.right() > above.width() + WIDEST_SLACK:
            return f"{text_of(part)!r} is at {place.left()} to {place.right()} of {above.width()} in {place_of(above)}"
        if not is_scrolled and (place.top() < -WIDEST_SLACK or place.bottom() > above.height() + WIDEST_SLACK):
            return f"{text_of(part)!r} is at {place.top()} to {place.bottom()} of {above.height()} in {place_of(above)}"
        if above.isWindow():
            break
        above = above.parentWidget()
    return ""


def cut_inside(part: QWidget) -> str:
    """As `lack`; «<b>» is no word of a text."""
    is_rich = isinstance(part, QLabel) and "</" in part.text()
    return "" if is_rich or is_picture(part) or not text_of(part) else lack(part)


Places = list[tuple[str, QRect]]


@dataclasses.dataclass
class Narrow:
    """What a page had while its window was narrow, and was before and after: it is narrowed for all tests of it."""

    before: Places
    during: Places = dataclasses.field(default_factory=list)
    after: Places = dataclasses.field(default_factory=list)
    size: tuple[int, int] = (0, 0)
    too_wide: list[str] = dataclasses.field(default_factory=list)
    unseen: list[str] = dataclasses.field(default_factory=list)


def seen_narrow(standing: Screen, page: str) -> Narrow:
    with narrowed(standing):
        pass  # a scroll bar that a page just has no need of stays after other sizes, until the window was narrow once
    found = Narrow(places_of_all(standing))
    with narrowed(standing):
        found.size = (standing.window.width(), standing.window.height())
        found.during = places_of_all(standing)
        if page != "conflict":
            found.too_wide = too_wide(standing.window)
    found.after = places_of_all(standing)
    if page != "conflict":
        with narrowed(standing):  # once more: keys may leave a page with other places
            found.unseen = unseen_stops(standing, turns=page in TURNED)
    return found


@asked_of([page for page in EVERY if page != "conflict"], at_night=True)
def in_the_least_window_nothing_is_scrolled_to_the_side(look: "Look") -> None:
    assert look.narrow.size == LEAST
    assert look.narrow.too_wide == []


@asked_of([page for page in EVERY if page != "conflict"], at_night=True)
def the_focus_is_always_seen_in_the_least_window(look: "Look") -> None:
    assert look.narrow.unseen == []


@asked_of(EVERY, at_night=True)
def a_window_that_was_narrow_is_as_it_was_when_it_is_wide_again(look: "Look") -> None:
    assert look.narrow.during != look.narrow.before
    pairs = zip(look.narrow.before, look.narrow.after, strict=False)
    assert [(one, other) for one, other in pairs if one != other] == []
    assert len(look.narrow.before) == len(look.narrow.after)


def places_of_all(screen: Screen) -> Places:
    """In what is around each: where a page is scrolled to is no matter."""
    lay_out()
    return [
        (f"{place_of(part)} {text_of(part)!r}", part.geometry())
        for part in visible_in(screen.window)
        if is_control_or_text(part)
    ]


def test_every_part_of_the_settings_is_read_in_the_least_window(screen: Screen) -> None:
    screen.window.show_page("settings")
    sections = screen.workspace.settings.ui.sections
    faults = []
    with narrowed(screen):
        for number in range(sections.count()):
            sections.setCurrentRow(number)
            settle(screen)
            faults += [f"{sections.item(number).text()}: {fault}" for fault in too_wide(screen.window)]
    assert faults == []


def test_keys_and_commands_are_read_in_the_least_window(screen: Screen) -> None:
    wizard(screen)
    with narrowed(screen):
        for key, modifiers in ((Qt.Key.Key_F1, ()), (Qt.Key.Key_K, (Qt.KeyboardModifier.ControlModifier,))):
            screen.key(key, *modifiers)
            settle(screen)
            assert too_wide(screen.window) == []
            box = box_of(screen)
            assert key == Qt.Key.Key_F1 or screen.window.rect().contains(box.geometry())
            screen.key(Qt.Key.Key_Escape)


def test_a_call_is_taken_in_the_least_window(screen: Screen) -> None:
    """The steps come in the narrow window itself, with what is typed and what is read back."""
    faults = []
    with narrowed(screen):
        for name, act in CALL_STEPS:
            act(screen)
            settle(screen)
            faults += [f"{name}: {fault}" for fault in too_wide(screen.window)]
            if why := unseen(screen, QApplication.focusWidget()):
                faults.append(f"{name}: {why}")
        assert screen.workspace.call.currentWidget() is screen.workspace.call.home
        assert not screen.workspace.call.home.ui.receiptTitle.visibleRegion().isEmpty(), "scrolled away"
    assert faults == []


def test_what_keeps_the_focus_is_scrolled_to_when_another_page_begins_at_its_top(screen: Screen) -> None:
    """A part above it is exchanged in a column."""
    content, pages, field, tall = QWidget(), QStackedWidget(), QLineEdit(), QLabel("høy")
    pages.addWidget(QLabel("den ene"))
    pages.addWidget(QLabel("den andre"))
    tall.setMinimumHeight(900)
    lines = QVBoxLayout(content)
    for part in (pages, tall, field):
        lines.addWidget(part)
    area = OverflowArea()
    area.setWidgetResizable(True)
    area.setWidget(content)
    area.resize(320, 256)
    area.show()
    screen.bot.addWidget(area)
    field.setFocus()
    screen.bot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    screen.bot.waitUntil(field.hasFocus)
    show_whole(field)
    pages.setCurrentIndex(1)
    assert field.visibleRegion().isEmpty()
    screen.bot.waitUntil(lambda: not field.visibleRegion().isEmpty())
    area.close()
    screen.window.activateWindow()


def pressed(digits: str) -> Callable[[Screen], None]:
    return lambda screen: screen.digits(digits)


def typed(text: str) -> Callable[[Screen], None]:
    return lambda screen: screen.type(text)


def entered(screen: Screen) -> None:
    screen.key(Qt.Key.Key_Return)


def spaced(screen: Screen) -> None:
    screen.key(Qt.Key.Key_Space)


CALL_STEPS: tuple[tuple[str, Callable[[Screen], None]], ...] = (
    ("hits", lambda screen: screen.search("fjeldheim")),
    ("record", record),
    ("categories", spaced),
    ("first step", pressed("7")),
    ("what has happened", pressed("1")),
    ("date", entered),
    ("date typed", typed("-11")),
    ("letter", entered),
    ("negotiation", pressed("2")),
    ("wish", pressed("1")),
    ("probation", pressed("1")),
    ("notice", pressed("1")),
    ("notice typed", typed("31.12")),
    ("representative", entered),
    ("confirm", pressed("2")),
    ("transfer", lambda screen: screen.confirm()),
    ("next to ring", pressed("0")),
    ("e-mail", pressed("0")),
    ("time that suits", pressed("2")),
    ("review", lambda screen: screen.confirm()),
    ("promises settled", lambda screen: screen.settle_promises()),
    ("said", spaced),
    ("receipt", lambda screen: screen.finish()),
)


def test_the_counts_of_the_rail_and_of_the_first_page_are_read_in_the_least_window(screen: Screen) -> None:
    screen.at_rest()
    rail, frame, home = screen.window.rail, screen.window.frame, screen.workspace.home.ui
    with narrowed(screen):
        numbers = {name: count.number for name, count in rail.counts.items() if count.number}
        assert {"callbacks", "confirmations"} <= set(numbers)
        assert {name: badge.text() for name, badge in frame.badges.items() if badge.isVisible()} == {
            name: str(number) for name, number in numbers.items()
        }
        assert frame.badges["callbacks"].property("badge") == "danger"
        for name in numbers:
            assert rail.counts[name].words in frame.menu.accessibleName()
        rail.show_count("outbox", RailCount(2, "2 haster og er ikke sendt", "danger"))
        assert frame.badges["outbox"].text() == "2"
        assert frame.badges["outbox"].isVisible()
        frame.menu.menu().aboutToShow.emit()
        assert "Utboks, 2 haster og er ikke sendt" in [action.text() for action in frame.menu.menu().actions()]
        settle(screen)
        for beside in (home.callbacksSub, home.confirmationsSub):
            assert beside.isVisible()
            assert beside.text()
        assert too_wide(screen.window) == []
    assert not any(badge.isVisible() for badge in frame.badges.values())


def test_each_dialog_is_read_in_the_least_window(screen: Screen) -> None:
    record(screen)
    with narrowed(screen):
        conflict(screen)
        CloseDialog("Én samtale er ikke fullført.", screen.window).open()
        procedure = screen.workspace.home.news.procedures[0]
        ProcedureDialog(procedure, screen.services.inquiries.library, screen.window).open()
        call = PhoneCall(id=1, started=now(), ended=now(), category="utmelding", outcome="ville ikke ut", author="MH")
        CallDialog("Utmelding", call, None, now(), screen.window).open()
        settle(screen)
        dialogs = screen.window.findChildren(QDialog)
        assert len(dialogs) == 4
        for dialog in dialogs:
            assert dialog.width() <= LEAST[0]
            assert too_wide(dialog) == []
            dialog.close()


def test_in_the_least_window_the_pages_are_reached_by_a_menu_and_by_their_keys(screen: Screen) -> None:
    with narrowed(screen):
        menu = screen.window.frame.menu.menu()
        assert not screen.window.ui.rail.isVisible()
        menu.aboutToShow.emit()
        assert len(menu.actions()) >= len(screen.window.items)
        for action, item in zip(menu.actions(), screen.window.items, strict=False):
            action.trigger()
            assert screen.window.page == item.name, action.text()
        screen.control(Qt.Key.Key_1)
        assert screen.window.page == "call"
        screen.key(Qt.Key.Key_F6)
        seen = []
        for _ in range(14):
            seen.append(screen.focus)
            screen.key(Qt.Key.Key_F6)
        assert screen.window.frame.menu in seen
    assert screen.window.ui.rail.isVisible()


LEAST_TARGET = 24
"""WCAG 2.5.8; pixels of the screen."""


@asked_of(EVERY)
def no_target_is_smaller_than_24_pixels(look: "Look") -> None:
    found = {f"{what} is {w}x{h}" for what, w, h in targets(look.screen) if min(w, h) < LEAST_TARGET}
    assert not found, "\n".join(sorted(found))


LARGE_TARGET = 44
"""WCAG 2.5.5 (AAA), met by text of 200 %."""


@asked_of([page for page in EVERY if page != "conflict"], (TWICE,))
def no_target_is_smaller_than_44_pixels_at_twice_the_size(look: "Look") -> None:
    found = {f"{what} is {w}x{h}" for what, w, h in targets(look.screen) if min(w, h) < LARGE_TARGET}
    assert not found, "\n".join(sorted(found))


def targets(screen: Screen) -> Iterator[tuple[str, int, int]]:
    """What can be clicked in the window, with its width and height: controls, tabs and rows."""
    for widget in shown(screen):
        if isinstance(widget, QTabBar):
            for place in range(widget.count()):
                tab = widget.tabRect(place)
                yield f"tab {widget.tabText(place)!r}", tab.width(), tab.height()
        elif isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
            for number in range(min(model.rowCount(), 40)):
                index = model.index(number, 0)
                area = widget.visualRect(index)
                if model.flags(index) & Qt.ItemFlag.ItemIsSelectable and area.isValid():
                    yield f"row {number} of {widget.accessibleName()!r}", area.width(), area.height()
        elif (
            isinstance(widget, QAbstractButton | QLineEdit | QComboBox)
            and widget.isEnabled()
            and not widget.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        ):
            yield f"{place_of(widget)} {text_of(widget)!r}", widget.width(), widget.height()


@asked_of(EVERY)
def t36_no_label_is_shorter_than_its_text_in_any_window(look: "Look") -> None:
    assert look.in_all_sizes.labels_cut == []


@asked_of(EVERY, (*LARGER, TWICE))
def t36_no_label_is_shorter_than_larger_text_in_any_window(look: "Look") -> None:
    before, faults = look.screen.window.size(), []
    for size in WINDOWS:
        look.screen.window.resize(*size)
        faults += [f"{size} {fault}" for fault in labels_cut(look.screen)]
    look.screen.window.resize(before)
    lay_out()
    assert faults == []


def labels_cut(screen: Screen) -> list[str]:
    return [
        f"{place_of(found)}: {why}"
        for found in shown(screen)
        if isinstance(found, QLabel) and found.text() and found.pixmap().isNull() and (why := lack(found))
    ]


@asked_of(PICTURED)
def pictures_take_other_colours(look: "Look") -> None:
    """At one size: a window takes half a second to change."""
    theme = look.screen.application.theme
    theme.choose("lyst" if is_dark(theme.tokens) else "morkt")
    assert stale(look.screen) == []


def still_there(widgets: Iterable[QWidget]) -> Iterator[QWidget]:
    """Each when its turn comes: a list that is read again meanwhile has new buttons."""
    return (widget for widget in widgets if isValid(widget))


@asked_of(PAGES)
def a_digit_either_types_or_answers_and_the_lamp_tells_which(look: "Look") -> None:
    screen = look.screen
    stops = [w for w in shown(screen) if w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for stop in still_there(stops):
        if not stop.isVisible() or isinstance(stop, QTabBar):
            continue
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        panels = [p for p in visible_in(screen.window) if isinstance(p, DigitPanel)]
        rings = [p for p in panels if p.is_live]
        assert len(rings) <= 1, "never more than one ring"
        if is_typing(QApplication.focusWidget()):
            assert not rings, "a digit would be typed, so no lamp may be lit"
        for panel in panels:
            lit = {badge.property("digit") for badge in panel.findChildren(DigitBadge) if badge.isVisible()}
            assert lit <= ({"live"} if panel.is_live else {"out"})


@asked_of([*PAGES, "twice"])
def what_has_the_focus_is_seen_to_have_it(look: "Look") -> None:
    """A list that a panel follows has its ring on the panel, which has a test of its own."""
    screen = look.screen
    for stop in still_there(list(shown(screen))):
        takes = stop.isEnabled() and stop.focusPolicy() & Qt.FocusPolicy.TabFocus
        if not takes or stop.property("followed") or isinstance(stop, QTabBar):
            continue
        if focused := QApplication.focusWidget():
            focused.clearFocus()
        unlike = looks_of(screen, stop)
        if not isValid(stop):
            continue
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        assert unlike != looks_of(screen, stop), place_of(stop)


def looks_of(screen: Screen, widget: QWidget) -> QImage:
    """The picture of it, with a little of what is around it; of a text, of the box that it is in, which has its ring."""
    for _ in range(3):
        QApplication.processEvents()
    if isinstance(widget, QLabel) and (box := widget.parentWidget()) is not None:
        widget = box
    corner = widget.mapTo(screen.window, widget.rect().topLeft())
    return screen.window.grab(QRect(corner, widget.size()).adjusted(-6, -6, 6, 6)).toImage()


def has_frame(picture: QImage, area: QRect, inset: int, colour: QColor) -> bool:
    """Whether a frame one pixel wide is drawn in this colour, so far inside `area`: looked at in the middle of its
    sides, since the corners are round and smoothed."""
    inner = area.adjusted(inset, inset, -inset, -inset)
    spots = [(x, y) for x in along(inner.left(), inner.width()) for y in (inner.top(), inner.bottom())]
    middle = inner.center().y()
    spots += [(inner.left(), middle), (inner.right(), middle)]
    return all(is_alike(picture.pixelColor(x, y), colour) for x, y in spots)


def along(start: int, length: int) -> list[int]:
    return [start + round(length * share) for share in (0.4, 0.5, 0.6)]


def is_alike(one: QColor, other: QColor) -> bool:
    differences = (one.red() - other.red(), one.green() - other.green(), one.blue() - other.blue())
    return max(map(abs, differences)) <= SMOOTHED


def rings_drawn(screen: Screen) -> dict[tuple[int, ...], QWidget]:
    """Where two pixels of accent or more are drawn around a widget or the chosen row of a list, and nothing fills it; on
    a filled button, the ring outside a gap."""
    theme = screen.application.theme
    picture = screen.window.grab().toImage()
    found: dict[tuple[int, ...], QWidget] = {}
    for widget in shown(screen):
        area = QRect(widget.mapTo(screen.window, QPoint(0, 0)), widget.size())
        if isinstance(widget, QTabBar):
            tab = widget.tabRect(widget.currentIndex()).adjusted(0, 0, -TAB_GAP, 0)
            area = tab.translated(area.topLeft())
        if (
            isinstance(widget, QLabel)
            or min(area.width(), area.height()) < LEAST_FRAME
            or not picture.rect().contains(area)
        ):
            continue
        for colour in (theme.colour("accent"),):
            is_ring = has_frame(picture, area, 0, colour) and has_frame(picture, area, 1, colour)
            if is_ring and not all(has_frame(picture, area, inset, colour) for inset in range(2, RING_LOOK + 1)):
                found[(area.x(), area.y(), area.width(), area.height())] = widget
        accent = theme.colour("accent")
        is_filled = any(has_frame(picture, area, inset, accent) for inset in (0, RING_GAP))
        if not is_filled and all(has_frame(picture, area, inset, accent) for inset in range(1, RING_GAP)):
            found[(area.x(), area.y(), area.width(), area.height())] = widget
        if isinstance(widget, QAbstractItemView) and (row := row_in_sight(widget)) is not None:
            area = row.translated(widget.viewport().mapTo(screen.window, QPoint(0, 0)))
            if has_ring_inside(picture, area, theme.colour("accent")):
                found[(area.x(), area.y(), area.width(), area.height())] = widget
    return found


def row_in_sight(view: QAbstractItemView) -> QRect | None:
    """Where the chosen row is drawn, in the viewport; None where a part of it is not."""
    index = view.currentIndex()
    area = view.visualRect(index)
    if isinstance(view, QTableView) and view.selectionBehavior() == QTableView.SelectionBehavior.SelectRows:
        for column in range(view.model().columnCount()):
            if not view.isColumnHidden(column):
                area = area.united(view.visualRect(index.siblingAtColumn(column)))
    return area if index.isValid() and view.viewport().rect().contains(area) else None


def has_ring_inside(picture: QImage, area: QRect, colour: QColor) -> bool:
    """Whether two pixels of the colour or more follow each other near each of the four sides, and do not fill it."""
    x, y = area.center().x(), area.center().y()
    ways = [
        *[(area.left() + n, y) for n in range(RING_LOOK + 2)],
        *[(area.right() - n, y) for n in range(RING_LOOK + 2)],
        *[(x, area.top() + n) for n in range(RING_LOOK + 2)],
        *[(x, area.bottom() - n) for n in range(RING_LOOK + 2)],
    ]
    seen = [is_alike(picture.pixelColor(*spot), colour) for spot in ways]
    sides = [seen[n : n + RING_LOOK + 2] for n in range(0, len(seen), RING_LOOK + 2)]
    return all(any(map(and_, side, side[1:])) and not side[-1] for side in sides)


SMOOTHED = 60
"""Steps of 255 that a smoothed edge differs from its colour."""
TAB_GAP = 12
"""Pixels between two tabs, which are part of the first."""


def is_empty(widget: QWidget) -> bool:
    """A list without rows: no ring is drawn around an empty frame."""
    return isinstance(widget, QAbstractItemView) and widget.model().rowCount() == 0


def is_whole(screen: Screen, widget: QWidget) -> bool:
    """Whether nothing lies over its corners, as the foot of a panel over what is scrolled."""
    inside = widget.rect().adjusted(2, 2, -2, -2)
    seen = [
        screen.window.childAt(widget.mapTo(screen.window, spot)) for spot in (inside.topLeft(), inside.bottomRight())
    ]
    return all(one is widget or (one is not None and widget.isAncestorOf(one)) for one in seen)


RING_LOOK = 6
"""Pixels inside the edge where a ring is over, and a filled square is not."""
RING_GAP = 5
"""Pixels inside the edge of a filled button with the focus, where the gap between ring and fill is."""
LEAST_FRAME = 8


@asked_of([page for page in EVERY if page != "conflict"])
def t35_exactly_one_ring_is_drawn_wherever_the_focus_is(look: "Look") -> None:
    """On the control with the caret, on the chosen row, or on the panel that owns the digits; never on two."""
    screen = look.screen
    wrong = []
    for stop in still_there(list(shown(screen))):
        takes = stop.isEnabled() and stop.focusPolicy() & Qt.FocusPolicy.TabFocus
        if not takes or not stop.isVisible() or not stop.visibleRegion().contains(stop.rect()):
            continue
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if not isValid(stop) or QApplication.focusWidget() is not stop:
            continue
        if not is_whole(screen, stop) or is_empty(stop):
            continue
        drawn = rings_drawn(screen)
        if len(drawn) != 1:
            wrong.append((place_of(stop), stop.geometry(), [place_of(widget) for widget in drawn.values()]))
    assert not wrong, "\n".join(map(str, wrong))


def test_the_keys_of_f1_have_the_only_ring(screen: Screen) -> None:
    wizard(screen)
    screen.key(Qt.Key.Key_F1)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_End):
        screen.key(key)
        assert list(rings_drawn(screen).values()) == [screen.focus]


@asked_of(PAGES)
def f6_goes_round_the_panels_and_comes_back(look: "Look") -> None:
    screen = look.screen
    screen.window.ui.search.setFocus()
    seen = []
    for _ in range(14):
        screen.key(Qt.Key.Key_F6)
        seen.append(screen.focus)
    assert screen.window.ui.search in seen
    assert len(set(seen)) >= 3


def test_no_colour_stands_in_the_style_sheet_or_in_a_form() -> None:
    sheet = style_sheet(LIGHT)
    assert "$" not in sheet.replace("$names", "")
    root = Path(__file__).parent.parent.parent
    for form_file in (root / "ui").glob("*.ui"):
        assert "#" not in form_file.read_text(encoding="utf-8"), form_file.name


def test_lists_are_real_item_views_with_a_name(screen: Screen) -> None:
    for view in screen.window.findChildren(QAbstractItemView):
        if view.objectName() and not view.objectName().startswith("qt_"):
            assert view.accessibleName(), view.objectName()


def test_the_search_field_has_the_caret_at_start(screen: Screen) -> None:
    assert isinstance(screen.focus, QLineEdit)
    assert screen.focus is screen.window.ui.search


def ways(sizes: Sequence[float]) -> list[object]:
    """By day text of 100 %, and of 200 % on the pages of a call; the others at night."""
    return [
        pytest.param(
            way,
            id=f"{way[0]}-{way[1]:.0%}",
            marks=() if way[1] == 1 or (way[0] in ALSO_BY_DAY and way[1] == TWICE) else pytest.mark.night,
        )
        for way in WAYS
        if way[1] in sizes
    ]


@pytest.mark.parametrize("look", ways((*TEXT_SIZES, TWICE)), indirect=True)
def test_page_at_size_has_no_fault(look: Look) -> None:
    assert faults_of(look, at_night=False) == []


@pytest.mark.night
@pytest.mark.parametrize("look", ways((1.0,)), indirect=True)
def test_page_in_narrow_window_has_no_fault(look: Look) -> None:
    assert faults_of(look, at_night=True) == []
