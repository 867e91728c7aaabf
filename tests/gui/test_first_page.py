"""The first page: what is clicked is chosen, nothing is cut, and an urgent message stays."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSettings, Qt
from PySide6.QtGui import QDesktopServices, QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from sentralbord_desktop.domain.callbacks import Callback
from sentralbord_desktop.domain.confirmations import Confirmation
from sentralbord_desktop.gui.call.home_page import is_to
from sentralbord_desktop.gui.call.row_list import DRAWN_ROW, HomeRow, RowList, parts_of
from sentralbord_desktop.gui.lists.lines_delegate import wrapping
from sentralbord_desktop.gui.search_hits import EMPTY_REGISTER
from sentralbord_desktop.gui.widgets.labels import unbroken
from tests.helpers import calls
from tests.helpers.screen import Screen, window_over
from tests.helpers.window_calls import leave_urgent

NOT_SENT = unbroken("E-posten til DS avd. 4 Mjøstraktene er ikke sendt ennå. Send den før neste samtale.")


def click(screen: Screen, listing: RowList, row: int) -> object:
    """A click on a row of a card; returns what the row is about."""
    item = listing.item(row)
    place = listing.visualItemRect(item).center()
    value: object = item.data(Qt.ItemDataRole.UserRole)
    screen.bot.mouseClick(listing.viewport(), Qt.MouseButton.LeftButton, pos=place)
    screen.at_rest()
    return value


def test_a_click_on_the_third_callback_opens_the_list_with_the_third_chosen(screen: Screen) -> None:
    clicked = click(screen, screen.workspace.home.ui.callbackList, 2)
    assert isinstance(clicked, Callback)
    assert screen.window.page == "callbacks"
    page = screen.workspace.callbacks
    assert page.list.current is not None
    assert page.list.current.id == clicked.id
    assert page.ui.who.text() == clicked.name


def test_a_clicked_row_is_chosen_under_a_filter_that_hid_it_and_in_a_folded_group(screen: Screen) -> None:
    page = screen.workspace.callbacks
    page._filters.choose("Mine")
    assert page.list._folds is not None
    page.list._folds.fold("Forfalt", folded=True)
    clicked = click(screen, screen.workspace.home.ui.callbackList, 1)
    assert isinstance(clicked, Callback)
    assert page.list.current is not None
    assert page.list.current.id == clicked.id
    assert not page.ui.table.isRowHidden(page.ui.table.currentIndex().row())


def test_a_click_on_what_we_wait_for_chooses_it_in_its_list(screen: Screen) -> None:
    clicked = click(screen, screen.workspace.home.ui.confirmationList, 1)
    assert isinstance(clicked, Confirmation)
    page = screen.workspace.confirmations
    assert page.list.current is not None
    assert page.list.current.id == clicked.id
    assert page.ui.who.text() == clicked.member_name


def cut_texts(screen: Screen) -> list[str]:
    """The labels and rows of the page that do not show all of their text."""
    home = screen.workspace.home
    labels = [one for one in home.findChildren(QLabel) if one.isVisible() and one.text()]
    found = [one.text() for one in labels if not one.wordWrap() and one.width() < one.sizeHint().width()]
    found += [one.text() for one in labels if one.wordWrap() and one.height() < one.heightForWidth(one.width())]
    for listing in home._lists:
        for n in range(listing.count()):
            row, area = listing.item(n).data(DRAWN_ROW), listing.visualItemRect(listing.item(n))
            found += cut_parts(row, area)
    return found


def cut_parts(row: HomeRow, area: QRect) -> list[str]:
    parts, height = parts_of(row, area.width())
    inside = [
        QFontMetrics(part.font).boundingRect(
            QRect(0, 0, part.area.width(), 9999), wrapping(part.font, part.text, part.area.width()), part.text
        )
        for part in parts
    ]
    return [
        part.text
        for part, needed in zip(parts, inside, strict=True)
        if needed.height() > part.area.height()
        or needed.width() > part.area.width() + 1
        or part.area.top() < 0
        or part.area.bottom() >= area.height()
        or height > area.height()
    ]


@pytest.mark.parametrize("text_scale", [1.0, 1.25, 1.5])
def test_the_right_column_is_whole_in_a_window_of_800_pixels(screen: Screen, text_scale: float) -> None:
    ui = screen.workspace.home.ui
    for size in ((800, 600), (1093, 535)):
        screen.window.resize(*size)
        screen.at_rest()
        end = ui.recent.mapTo(ui.scroll, ui.recent.rect().bottomRight()).x()
        assert end <= ui.scroll.viewport().geometry().right()


def test_a_line_is_broken_between_words_and_a_long_word_within(screen: Screen) -> None:
    font = screen.window.font()
    wide = QFontMetrics(font).horizontalAdvance("tillitsvalgt") + 4
    assert wrapping(font, "satt over til tillitsvalgt", wide) == Qt.TextFlag.TextWordWrap.value
    assert wrapping(font, "satt over til hovedtillitsvalgtordning", wide) == Qt.TextFlag.TextWrapAnywhere.value


def test_nothing_on_the_page_is_cut_however_long_the_words_are(screen: Screen) -> None:
    home, moment = screen.workspace.home, screen.services.session.clock()
    long = screen.services.callbacks.all_open()[0].model_copy(
        update={
            "name": "Kristoffer Alexander von Hohenzollern-Sigmaringen",
            "subject": "hjemforsikringen " * 6,
            "due": moment - timedelta(days=40),
            "deadline": moment.date(),
        }
    )
    home.show_callbacks([long, *screen.services.callbacks.all_open()], moment)
    screen.at_rest()
    assert home.width() < 1366
    assert "Kristoffer" in home.ui.callbackList.item(0).text()
    assert cut_texts(screen) == []
    assert not any("…" in listing.item(n).text() for listing in home._lists for n in range(listing.count()))
    for listing in home._lists:
        assert listing.height() >= sum(listing.sizeHintForRow(n) for n in range(listing.count()))


def is_red(screen: Screen) -> bool:
    ui = screen.workspace.home.ui
    return ui.pressing.isVisible() and ui.pressingText.text() == NOT_SENT


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What the mail program was asked to open."""
    found: list[object] = []

    def open_link(link: object) -> bool:
        found.append(link)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_link)
    return found


def test_the_urgent_receipt_survives_two_searches_and_a_restart(
    qtbot: QtBot, qapp: QApplication, practised: Path, tmp_path: Path, opened: list[object]
) -> None:
    shutil.copytree(practised, tmp_path / "register")
    with window_over(qtbot, qapp, tmp_path / "register", 1.0) as screen:
        leave_urgent(screen)
        assert is_red(screen)
        for name in ("fjeldheim", "haug"):
            screen.search(name)
            for _ in name:
                screen.key(Qt.Key.Key_Escape)
            screen.at_rest()
            screen.workspace.call.put_away()
            assert is_red(screen)
    with window_over(qtbot, qapp, tmp_path / "register", 1.0) as again:
        again.at_rest()
        assert is_red(again)
        assert not again.workspace.home.ui.receipt.isVisible(), "no call was completed since"
        again.key(Qt.Key.Key_F7)
        again.at_rest()
        assert (again.window.page, len(opened)) == ("outbox", 1)
        assert is_red(again) is False, "another page is shown"
        again.key(Qt.Key.Key_5)
        again.at_rest()
        again.window.show_page("call")
        assert not again.workspace.home.ui.pressing.isVisible(), "it was sent"


def test_what_was_sent_is_not_left_to_do_by_hand(screen: Screen, opened: list[object]) -> None:
    """The receipt went from red to «Gjør for hånd: E-post til DS», and the e-mail was sent twice."""
    receipt = leave_urgent(screen)
    assert receipt.by_hand
    screen.workspace.home.show_receipt(receipt)
    assert is_red(screen)
    screen.key(Qt.Key.Key_F7)
    screen.at_rest()
    screen.key(Qt.Key.Key_5)
    screen.at_rest()
    screen.window.show_page("call")
    screen.at_rest()
    ui = screen.workspace.home.ui
    assert ui.receiptTitle.text() == receipt.title
    assert (ui.receipt.property("tint"), ui.handwork.isVisible()) == ("ok", False)


def test_the_next_call_gets_its_own_receipt_while_an_urgent_mail_waits(screen: Screen) -> None:
    """The red line stood in its place: nothing said that the call was saved, and «Åpne igjen» opened another."""
    leave_urgent(screen)
    ui = screen.workspace.home.ui
    services = screen.services
    next_one = next(hit for hit in services.members.search("haug") if hit.number != "204118")
    member = services.members.open(next_one.id).member
    receipt = services.inquiries.complete(calls.resignation(services, member))
    screen.workspace.home.show_receipt(receipt)
    screen.at_rest()
    assert is_red(screen)
    assert (ui.receipt.isVisible(), ui.receiptTitle.text()) == (True, receipt.title)
    screen.bot.mouseClick(ui.reopen, Qt.MouseButton.LeftButton)
    screen.at_rest()
    draft = screen.workspace.call_session.draft
    assert draft is not None
    assert draft.member_id == member.id


def drop(screen: Screen) -> None:
    screen.key(Qt.Key.Key_6)
    screen.type("ringte DS kl. 14.20")
    screen.control(Qt.Key.Key_Return)


def reopen(screen: Screen) -> None:
    screen.window.show_page("call")
    screen.control(Qt.Key.Key_Z)


@pytest.mark.parametrize("end", [drop, reopen])
def test_urgent_receipt_goes_when_the_message_is_dropped_or_its_call_opened_again(
    screen: Screen, end: Callable[[Screen], None]
) -> None:
    receipt = leave_urgent(screen)
    screen.workspace.home.show_receipt(receipt)
    assert is_red(screen)
    screen.control(Qt.Key.Key_6)
    assert screen.workspace.outbox.list.choose(lambda message: message.is_urgent)
    end(screen)
    screen.at_rest()
    assert screen.workspace.home.receipt.pressing == []


def test_a_colleague_has_it_on_the_rail_and_not_as_a_receipt(screen: Screen) -> None:
    leave_urgent(screen)
    home, outbox = screen.workspace.home, screen.services.outbox.all()
    home.show_outbox(outbox, screen.services.session.clock(), "LT")
    assert not home.ui.pressing.isVisible()
    badge = screen.window.rail._badges["outbox"]
    assert (badge.text(), badge.property("badge")) == ("1", "danger")


def test_the_rows_follow_the_height_that_the_receipt_gets(screen: Screen) -> None:
    """It has its height only when it is drawn, after the rows were counted."""
    screen.window.resize(1366, 688)
    home = screen.workspace.home
    home.show_receipt(leave_urgent(screen))
    screen.at_rest()
    few = home.ui.recentList.count()
    home.ui.receipt.hide()
    screen.at_rest()
    assert home.ui.recentList.count() > few


def test_f7_says_that_nothing_is_urgent(screen: Screen) -> None:
    screen.key(Qt.Key.Key_F7)
    assert "Ingen av meldingene dine haster." in screen.window.ui.barText.text()


def show_nothing_to_do(screen: Screen) -> None:
    home, moment = screen.workspace.home, screen.services.session.clock()
    home.show_callbacks([], moment)
    home.show_awaited([], moment)
    home.show_parked([], moment)
    home.show_recent([], moment)


def test_l4_with_nothing_to_do_the_page_is_more_than_half_empty_ground(screen: Screen) -> None:
    show_nothing_to_do(screen)
    screen.at_rest()
    home = screen.workspace.home
    ui = home.ui
    texts = [listing.item(0).text() for listing in (ui.callbackList, ui.confirmationList, ui.recentList)]
    assert texts == ["Ingen å ringe tilbake.", "Vi venter ikke på noe.", "Ingen samtaler ennå i dag."]
    cards = [card for card in (ui.callbacks, ui.confirmations, ui.parked, ui.news, ui.recent) if card.isVisible()]
    assert all(card.height() <= card.minimumSizeHint().height() + 2 for card in cards), "as high as their content"
    assert all(listing.height() <= 40 for listing in (ui.callbackList, ui.confirmationList, ui.recentList))
    assert sum(card.width() * card.height() for card in cards) < home.width() * home.height() / 2


def test_cards_come_only_with_something_in_them(screen: Screen) -> None:
    ui = screen.workspace.home.ui
    show_nothing_to_do(screen)
    assert not ui.parked.isVisible()
    assert not ui.news.isVisible()
    assert ui.allProcedures.isVisible()
    assert not ui.callbacksAll.isVisible()


def test_the_rest_of_a_card_is_in_its_list(screen: Screen) -> None:
    listing = screen.workspace.home.ui.callbackList
    last = listing.count() - 1
    assert listing.item(last).text().endswith(" til")
    click(screen, listing, last)
    assert screen.window.page == "callbacks"


@pytest.mark.parametrize("may_import", [True, False])
def test_an_empty_register_says_what_to_do_by_role(screen: Screen, may_import: bool) -> None:
    home = screen.workspace.home
    home._may_import = may_import
    home._build()
    home.show_register(is_empty=True)
    screen.at_rest()
    ui = home.ui
    shown = [button.text() for button in ui.emptyRegister.findChildren(QPushButton) if button.isVisible()]
    assert shown == [*(["Hent inn medlemmer"] if may_import else []), "Øv på oppdiktede medlemmer"]
    assert ui.emptyAsk.isVisible() is not may_import
    if may_import:
        ui.importMembers.click()
        assert screen.window.page == "settings"


def test_a_search_in_an_empty_register_says_why_nobody_is_found(screen: Screen) -> None:
    screen.workspace.call.hits.register_is_empty = True
    screen.search("xqxqwzxq 1911")
    screen.at_rest()
    assert screen.workspace.call.ui.hitHint.text() == EMPTY_REGISTER


def test_the_page_has_as_many_rows_as_there_is_room_for(screen: Screen) -> None:
    ui = screen.workspace.home.ui
    screen.window.resize(1366, 1032)
    screen.at_rest()
    tall = ui.confirmationList.count()
    screen.window.resize(1093, 535)
    screen.at_rest()
    assert ui.confirmationList.count() < tall
    lowest = ui.confirmations.mapTo(screen.workspace.home, QPoint(0, ui.confirmations.height())).y()
    assert lowest <= screen.workspace.home.height() or ui.scroll.verticalScrollBar().maximum() > 0
    QSettings().remove("tabeller")


@pytest.mark.parametrize(
    ("task", "is_done"),
    [
        ("E-post til DS avd. 4", True),
        ("E-post til DS avd. 4: adressen er utenfor forbundet", True),
        ("SMS til DS avd. 4 (nummeret mangler)", True),
        ("E-post til DS avd. 42", False),
        ("Kopi til DS avd. 4, som ikke har noen adresse i Katalog", False),
    ],
)
def test_a_message_that_was_sent_settles_its_own_task_alone(task: str, *, is_done: bool) -> None:
    assert is_to(task, "DS avd. 4") is is_done
