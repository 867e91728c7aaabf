"""Callbacks: arranged, taken, tried and closed by keys; what is overdue and whose it is."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from sentralbord_desktop.domain.callbacks import Callback
from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.domain.members.member import PhoneCall
from sentralbord_desktop.gui.lists.inline_question import InlineEdit
from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton
from sentralbord_desktop.storage import callbacks
from tests.helpers.klm import DOWN, ENTER
from tests.helpers.screen import Screen
from tests.helpers.window_callbacks import (
    add_callback,
    find_callback,
    no_answers,
    promises_of_mine,
    show_callback,
    tried_messages,
)


def test_a_callback_is_arranged_claimed_tried_and_answered(screen: Screen) -> None:
    callbacks = screen.workspace.callbacks
    screen.control(Qt.Key.Key_T)
    screen.type("990 00 321")
    screen.key(Qt.Key.Key_Tab)
    screen.type("Aa Prøvesen")
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: any(c.number == "99000321" for c in callbacks.list.model.values))
    screen.control(Qt.Key.Key_2)
    assert callbacks.list.choose(lambda c: c.number == "99000321")
    screen.digits("2")
    screen.bot.waitUntil(lambda: any(c.attempts and c.number == "99000321" for c in callbacks.list.model.values))
    assert callbacks.list.choose(lambda c: c.number == "99000321")
    screen.digits("1")
    screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)
    assert screen.workspace.call_session.draft is not None
    assert screen.workspace.call_session.draft.callback_id is not None


@pytest.mark.parametrize("page", ["callbacks", "confirmations"])
def test_each_outcome_says_what_comes_of_it(screen: Screen, page: str) -> None:
    """«La igjen beskjed» and «Purret på telefon» had no hint, and stood alone among those that have one."""
    screen.window.show_page(page)
    screen.at_rest()
    shown = getattr(screen.workspace, page)
    buttons = [one for one in shown.findChildren(AnswerButton) if one.isVisible()]
    assert len(buttons) >= 5
    assert [one.accessibleName() for one in buttons if not one.accessibleName().partition(". ")[2]] == []


def test_finishing_the_inquiry_closes_the_promise(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.control(Qt.Key.Key_R)
    assert screen.workspace.call_session.draft is not None
    promised = screen.workspace.call_session.draft.callback_id
    screen.digits("133")  # another invoice than the one that waits for a document
    screen.type("Forklart")
    screen.key(Qt.Key.Key_Return)
    screen.finish()
    open_ones = [callback.id for callback in screen.services.callbacks.all_open()]
    assert promised is not None
    assert promised not in open_ones


def test_one_key_gives_the_next_to_ring_from_any_page(screen: Screen) -> None:
    screen.control(Qt.Key.Key_J)
    page = screen.workspace.callbacks
    sign = screen.services.session.sign
    screen.bot.waitUntil(lambda: page.list.current is not None and page.list.current.claimed_by == sign)
    assert screen.window.page == "callbacks"
    assert "er din i et kvarter" in page.ui.foot.text()


def test_what_came_of_calls_is_written_alike(screen: Screen) -> None:
    calls = screen.workspace.call.home
    now = screen.services.session.clock()
    calls.show_recent(
        [PhoneCall(id=1, started=now, ended=now, caller_name="Kari Nordmann", outcome="fullført", author="RO")], now
    )
    day, item = (calls.ui.recentList.item(row) for row in range(2))
    assert day.text() == "I dag"
    assert item.text().endswith(", Kari Nordmann, uten medlem")


@pytest.mark.own_window
def test_the_third_no_answer_offers_an_sms(screen: Screen) -> None:
    promises_of_mine(screen)
    screen.control(Qt.Key.Key_2)
    screen.key(DOWN)
    screen.digits("2")
    screen.bot.waitUntil(lambda: no_answers(screen) == 3)
    screen.key(ENTER)
    screen.bot.waitUntil(lambda: bool(tried_messages(screen)))


def test_a_promise_that_nobody_needs_is_closed_by_a_digit_and_opened_by_ctrl_z(screen: Screen) -> None:
    show_callback(screen, "Trengs Ikke")
    screen.digits("0")
    screen.bot.waitUntil(lambda: "Trengs Ikke" not in [c.name for c in screen.services.callbacks.all_open()])
    screen.bot.waitUntil(lambda: screen.window.ui.barText.text() == "Trengs Ikke: ordnet på annen måte.")
    screen.control(Qt.Key.Key_Z)
    screen.bot.waitUntil(lambda: "Trengs Ikke" in [c.name for c in screen.services.callbacks.all_open()])


def test_what_was_let_go_by_mistake_is_taken_back_by_ctrl_z(screen: Screen) -> None:
    """docs/veiledning.md: «Trykket du feil, tar Ctrl+Z det tilbake.»"""
    show_callback(screen, "Slipp Meg")
    sign = screen.services.session.sign

    def holder() -> str:
        (found,) = [c for c in screen.services.callbacks.all_open() if c.name == "Slipp Meg"]
        return found.claimed_by

    screen.workspace.callbacks.focus_list()
    screen.key(ENTER)
    screen.bot.waitUntil(lambda: holder() == sign)
    screen.at_rest()
    screen.digits("8")
    screen.bot.waitUntil(lambda: holder() == "")
    screen.at_rest()
    screen.control(Qt.Key.Key_Z)
    screen.bot.waitUntil(lambda: holder() == sign)


def test_a_legal_deadline_comes_before_an_older_promise(screen: Screen) -> None:
    add_callback(screen, "Gammel", hours=900)
    add_callback(screen, "Frist", hours=2, deadline=screen.services.session.clock().date() + timedelta(days=1))
    names = [c.name for c in screen.workspace.callbacks.list.sorted.values]
    assert names.index("Frist") < names.index("Gammel")


def test_one_key_takes_over_what_another_holds(screen: Screen) -> None:
    show_callback(screen, "Opptatt")
    callback = find_callback(screen, "Opptatt")
    with screen.services.database.transaction() as session:
        callbacks.claim(session, callback, "LT", screen.services.session.clock())
    screen.services.change_notices.notify("callbacks")
    page = screen.workspace.callbacks
    screen.bot.waitUntil(lambda: page.list.current is not None and page.list.current.claimed_by == "LT")
    page.ui.table.setFocus()
    screen.key(Qt.Key.Key_Return)
    screen.type("1")
    screen.bot.waitUntil(lambda: find_callback(screen, "Opptatt").claimed_by == screen.services.session.sign)


def asked(screen: Screen) -> InlineEdit:
    (edit,) = [e for e in screen.window.findChildren(InlineEdit) if e.isVisible()]
    return edit


@pytest.mark.parametrize("text", ["kona svarte, ring 990", "ring kona"])
def test_words_are_no_number_to_ring(screen: Screen, text: str) -> None:
    screen.control(Qt.Key.Key_2)
    screen.at_rest()
    callback = screen.workspace.callbacks.list.current
    assert callback is not None
    screen.key(Qt.Key.Key_4)
    asked(screen).setText(text)
    screen.key(Qt.Key.Key_Return)
    screen.at_rest()
    assert asked(screen).text() == text, "it stands, to be mended"
    now = next(c for c in screen.services.callbacks.all_open() if c.id == callback.id)
    assert now.number == callback.number
    with pytest.raises(SwitchboardError, match="med tall"):
        screen.services.callbacks.wrong_number(callback, text)


def test_the_third_attempt_in_vain_asks_also_when_the_row_is_gone(screen: Screen) -> None:
    page = screen.workspace.callbacks
    screen.control(Qt.Key.Key_2)
    screen.at_rest()
    callback = page.list.current
    assert callback is not None
    for _ in range(2):
        screen.services.callbacks.attempt(
            next(c for c in screen.services.callbacks.all_open() if c.id == callback.id), "ikke_svar"
        )
    screen.at_rest()
    assert page.list.choose(lambda c: c.id == callback.id)
    screen.key(Qt.Key.Key_2)
    screen.at_rest()
    assert "Tredje gang uten svar hos" in asked(screen).accessibleName()
    page.list.choose(lambda c: c.id != callback.id)
    assert "Tredje gang" in asked(screen).accessibleName(), "it names whom it is about, and stands"


def test_all_of_mine_are_shown_as_all_of_them_and_as_no_single_one(screen: Screen) -> None:
    page = screen.workspace.callbacks
    screen.control(Qt.Key.Key_2)
    screen.at_rest()
    screen.control(Qt.Key.Key_A)
    assert "ingen oppringinger" in page.ui.foot.text()
    callback = page.list.current
    assert callback is not None
    screen.services.callbacks.claim(callback)
    screen.at_rest()
    screen.control(Qt.Key.Key_A)
    assert page.ui.who.text() == "Alle oppringingene dine"
    assert page.ui.buttons.isVisible()
    for part in (page.ui.number, page.ui.promise, page.ui.attempts):
        assert part.isHidden(), "it is of one of them alone"


def test_a_promise_with_too_long_a_subject_is_explained_in_its_form(screen: Screen) -> None:
    screen.control(Qt.Key.Key_T)
    panel = screen.workspace.call.forms.panel
    number, _, subject = panel._grid.boxes[:3]
    assert isinstance(number, QLineEdit)
    assert isinstance(subject, QLineEdit)
    number.setText("400 11 222")
    subject.setText("s" * 201)
    before = len(screen.services.callbacks.all_open())
    screen.control(Qt.Key.Key_Return)
    said = [text.text() for text in panel.findChildren(QLabel) if text.isVisible()]
    assert any("Det er plass til 200 tegn." in text for text in said), said
    assert subject.text() == "s" * 201
    assert len(screen.services.callbacks.all_open()) == before


def select_callback(screen: Screen, number: str) -> Callback:
    page = screen.workspace.callbacks
    assert page.list.choose(lambda c: c.number == number)
    assert page.list.current is not None
    return page.list.current


def take_callback(screen: Screen, number: str) -> Callback:
    """Enter in the list; back when the page has read that it is taken."""
    screen.control(Qt.Key.Key_2)
    callback = select_callback(screen, number)
    screen.key(Qt.Key.Key_Return)
    page = screen.workspace.callbacks
    screen.bot.waitUntil(lambda: page.list.current is not None and page.list.current.claimed_by != "")
    return callback


def callback_again(screen: Screen, callback: Callback) -> Callback:
    return next(c for c in screen.services.callbacks.all_open() if c.id == callback.id)


def test_the_overdue_stand_first_in_the_list_and_on_the_resting_page(screen: Screen) -> None:
    moment = screen.services.session.clock()
    listed = [c.is_overdue(moment) for c in screen.workspace.callbacks.list.sorted.values]
    assert True in listed
    assert False in listed
    assert listed == sorted(listed, reverse=True)
    resting = screen.workspace.home.ui.callbackList
    values = [resting.item(n).data(Qt.ItemDataRole.UserRole) for n in range(resting.count())]
    first = [c.is_overdue(moment) for c in values if isinstance(c, Callback)]
    assert first == listed[: len(first)]


def test_the_number_on_the_rail_is_how_many_are_overdue(screen: Screen) -> None:
    moment = screen.services.session.clock()
    due = sum(1 for c in screen.services.callbacks.all_open() if c.is_overdue(moment))
    badge = screen.window.rail._badges["callbacks"]
    assert (badge.text(), badge.property("badge")) == (str(due), "danger")
    assert screen.window.rail.button("callbacks").accessibleName().endswith(f", {due} å ringe nå")


def test_enter_takes_a_callback_and_8_lets_it_go(screen: Screen) -> None:
    callback = take_callback(screen, "99000418")
    assert callback_again(screen, callback).claimed_by == screen.services.session.sign
    screen.digits("8")
    screen.bot.waitUntil(lambda: callback_again(screen, callback).claimed_by == "")


@pytest.mark.parametrize("digit", ["4", "5", "6"])
def test_what_a_digit_asks_is_seen_whole_in_a_small_window(screen: Screen, digit: str) -> None:
    """«Når skal vi ringe?» stood at the edge, and its field below it."""
    screen.window.resize(1366, 688)
    screen.window.show_page("callbacks")
    screen.bot.waitUntil(lambda: screen.workspace.callbacks.ui.table.model().rowCount() > 3)
    screen.key(Qt.Key.Key_Down)
    screen.at_rest()
    screen.type(digit)
    (field,) = screen.workspace.callbacks.findChildren(InlineEdit)
    screen.bot.waitUntil(lambda: field.visibleRegion().boundingRect() == field.rect())
    screen.at_rest()
    assert field.visibleRegion().boundingRect() == field.rect()


def test_an_attempt_lets_the_callback_go_for_the_next_one(screen: Screen) -> None:
    callback = take_callback(screen, "99000418")
    screen.digits("3")
    screen.bot.waitUntil(lambda: callback_again(screen, callback).attempts != ())
    after = callback_again(screen, callback)
    assert (after.claimed_by, after.claimed_until) == ("", None)


def test_the_day_beside_the_field_is_the_one_that_is_kept(screen: Screen) -> None:
    """«Oppsigelsestiden» that ended lately is not next year's, neither beside the field nor in the answer."""
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.confirm()
    wizard = screen.workspace.call.wizard
    screen.workspace.call_session.answer("mottatt", Answer(text="-40"))
    wizard.open_step("oppsigelsestid")
    ended = oslo(screen.services.session.clock()).date() - timedelta(days=20)
    screen.bot.keyClicks(wizard.ui.field, f"{ended:%d.%m}")
    assert str(ended.year) in wizard.ui.reading.text()
    assert "for 20 dager siden" in wizard.ui.reading.text()
    assert "stemmer året" not in wizard.ui.reading.text()
    wizard.step.double_press_guard.end()
    screen.bot.keyClick(wizard.ui.field, Qt.Key.Key_Return)
    screen.at_rest()
    run = screen.workspace.call_session.run
    assert run is not None
    assert run.given["oppsigelsestid"].text == f"{ended:%d.%m.%Y}"
