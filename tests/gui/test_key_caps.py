"""The keys on the screen: how many are drawn at each level, what a click on one does (issue 32, item 7)."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QPushButton, QWidget

from sentralbord_desktop.gui.widgets.keys.key_cap import KeyCap
from sentralbord_desktop.gui.widgets.keys.key_hint import KeyHint
from sentralbord_desktop.gui.widgets.keys.key_level import (
    ALL,
    CALLS_OF_A_BEGINNER,
    CALLS_SETTING,
    LEVEL_SETTING,
    NONE,
    SOME,
    key_level,
)
from sentralbord_desktop.gui.widgets.keys.keyed_button import GAP
from sentralbord_desktop.gui.widgets.keys.wrong_digit_line import WrongDigitLine, sentence
from tests.helpers import pages
from tests.helpers.screen import Screen
from tests.helpers.window_calls import begin_call, complete_call

MOST = 6


@pytest.fixture(autouse=True)
def level_of_before() -> Iterator[None]:
    yield
    QSettings().remove(CALLS_SETTING)
    key_level.choose(ALL)


def drawn_keys(window: QWidget) -> list[str]:
    """The names of the caps that are seen, those in the texts of buttons too."""
    for _ in range(3):
        QApplication.processEvents()
    caps = [cap.text() for cap in window.findChildren(KeyCap) if cap.isVisible() and cap.is_drawn and cap.width() > 0]
    buttons = [button.text() for button in window.findChildren(QAbstractButton) if button.isVisible()]
    return caps + [text.rpartition(GAP)[2] for text in buttons if GAP in text.strip()]


def rest(screen: Screen) -> None:
    screen.window.show_page("call")


def hits(screen: Screen) -> None:
    screen.search("fjeldheim")
    screen.bot.waitUntil(lambda: screen.workspace.call.hits.model.rowCount() > 0)


def form(screen: Screen) -> None:
    pages.record(screen)
    screen.control(Qt.Key.Key_T)


def parked(screen: Screen) -> None:
    begin_call(screen, "ingunn fjeldheim")
    screen.control(Qt.Key.Key_P)


def transfer(screen: Screen) -> None:
    pages.gate(screen)
    screen.digits("2")
    screen.confirm()


def rings(screen: Screen) -> None:
    pages.wizard(screen)
    screen.application.ring("99000531")
    screen.bot.waitUntil(screen.workspace.incoming.ringing.bar.isVisible)


def listed(name: str) -> Callable[[Screen], None]:
    return lambda screen: screen.window.show_page(name)


def every_part(screen: Screen) -> list[str]:
    screen.window.show_page("settings")
    sections = screen.workspace.settings.ui.sections
    return [sections.item(row).text() for row in range(sections.count())]


PAGES: dict[str, Callable[[Screen], None]] = {
    "rest": rest,
    "hits": hits,
    "record": pages.record,
    "form": form,
    "parked": parked,
    "wizard": pages.wizard,
    "gate": pages.gate,
    "confirm": pages.confirm,
    "transfer": transfer,
    "review": pages.review,
    "rings": rings,
    **{name: listed(name) for name in ("callbacks", "confirmations", "availability", "catalogue", "outbox")},
}


@pytest.mark.parametrize("page", PAGES)
def test_t34_at_most_six_keys_are_drawn_on_a_page_by_default(screen: Screen, page: str) -> None:
    PAGES[page](screen)
    screen.at_rest()
    everything = drawn_keys(screen.window)
    key_level.choose(SOME)
    some = drawn_keys(screen.window)
    assert len(some) <= MOST, some
    assert len(some) == len(set(some)), "one cap of each key"
    assert set(some) <= set(everything)
    assert "F3" in some
    key_level.choose(NONE)
    assert drawn_keys(screen.window) == []


def test_t34_at_most_six_keys_are_drawn_in_every_part_of_the_settings(screen: Screen) -> None:
    key_level.choose(SOME)
    for title in every_part(screen):
        screen.workspace.settings.show_part(title)
        screen.at_rest()
        some = drawn_keys(screen.window)
        assert len(some) <= MOST, (title, some)


def test_the_keys_of_the_picture_are_drawn_in_a_transfer(screen: Screen) -> None:
    key_level.choose(SOME)
    transfer(screen)
    assert sorted(drawn_keys(screen.window)) == sorted(["F3", "Ctrl+↓", "←", "Ctrl+D", "F8", "Ctrl+Enter"])


def test_some_keys_are_drawn_after_the_first_calls_and_a_choice_stays(screen: Screen) -> None:
    QSettings().remove(LEVEL_SETTING)
    QSettings().setValue(CALLS_SETTING, CALLS_OF_A_BEGINNER - 1)
    key_level.reread()
    assert key_level.now == ALL
    complete_call(screen)
    assert key_level.now == SOME
    key_level.choose(NONE)
    key_level.count_call()
    assert key_level.now == NONE


def test_a_click_on_a_key_does_what_the_key_does(screen: Screen) -> None:
    pages.wizard(screen)
    ui = screen.workspace.call.wizard.ui
    screen.type("-11")
    click(screen, ui.nextKey)
    run = screen.workspace.call_session.run
    assert run is not None
    assert run.given["mottatt"].text, "Enter of the field"
    assert run.current is not None
    assert run.current.id != "mottatt"
    click(screen, ui.key97)
    assert screen.workspace.call.wizard.step.step is not None
    assert screen.workspace.call.wizard.step.step.id == "mottatt", "← goes one step back"
    before = screen.workspace.call.wizard.step.short
    click(screen, ui.key106)
    assert screen.workspace.call.wizard.step.short is not before, "F9"
    click(screen, screen.window.search._cap)
    assert screen.focus is screen.window.ui.search


def test_a_click_on_space_says_that_the_facts_agree(screen: Screen) -> None:
    pages.record(screen)
    click(screen, screen.workspace.call.ui.key61)
    assert screen.workspace.call_session.identity


def test_the_word_beside_a_key_is_clicked_where_no_key_is_drawn(screen: Screen) -> None:
    key_level.choose(NONE)
    pages.wizard(screen)
    screen.type("-11")
    click(screen, screen.workspace.call.wizard.ui.next)
    run = screen.workspace.call_session.run
    assert run is not None
    assert run.given["mottatt"].text


def test_a_key_that_is_not_drawn_shows_when_its_control_has_the_focus(screen: Screen) -> None:
    key_level.choose(SOME)
    pages.record(screen)
    drawn_keys(screen.window)
    edit = screen.workspace.call.record.ui.edit
    (hint,) = edit.findChildren(KeyHint)
    edit.setFocus(Qt.FocusReason.TabFocusReason)
    assert hint.shown == ""
    screen.bot.waitUntil(lambda: hint.shown == "F2")
    screen.window.ui.search.setFocus()
    assert hint.shown == ""


def test_the_choice_is_in_the_settings(screen: Screen) -> None:
    part = pages.settings_part(screen, "Tastatur", QWidget)
    box = next(one for one in part.findChildren(QComboBox) if one.accessibleName() == "Taster på skjermen")
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert key_level.now == SOME


def click(screen: Screen, widget: QWidget) -> None:
    screen.workspace.call.wizard.step.double_press_guard.end()
    screen.bot.mouseMove(widget)
    screen.bot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(widget.width() // 2, widget.height() // 2))


# ---------------------------------------------------------------- a digit that answers nothing


def lines(screen: Screen) -> list[str]:
    return [line.text() for line in screen.window.findChildren(WrongDigitLine) if line.isVisible()]


def test_a_wrong_digit_says_which_digits_answer_until_the_next_key(screen: Screen) -> None:
    transfer(screen)
    assert lines(screen) == []
    screen.digits("7")
    assert lines(screen) == ["Her er det 1 og 0 som svarer."]
    screen.key(Qt.Key.Key_F9)
    assert lines(screen) == []
    screen.digits("8")
    screen.bot.keyClicks(screen.focus, "a")
    assert screen.window.ui.search.text() == "a", "letters go to the search as before"
    assert lines(screen) == []


def test_a_digit_that_answers_says_nothing(screen: Screen) -> None:
    transfer(screen)
    screen.digits("9")
    assert lines(screen) != []
    screen.digits("0")
    assert lines(screen) == []


def test_the_line_lies_below_the_answers_and_inside_the_panel(screen: Screen) -> None:
    transfer(screen)
    panel = screen.workspace.call.wizard.ui.step
    before = panel.size()
    screen.digits("9")
    (line,) = [line for line in panel.findChildren(WrongDigitLine) if line.isVisible()]
    assert panel.rect().contains(line.geometry())
    assert panel.size() == before
    assert [b for b in panel.findChildren(QPushButton) if b.isVisible() and b.property("answer")]


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        (["1", "2", "0"], "Her er det 1, 2 og 0 som svarer."),
        (["1"], "Her er det 1 som svarer."),
        (["0", *"12345678"], "Her er det 1–8 og 0 som svarer."),
        ([], "Ingen tall svarer her."),
    ],
)
def test_the_digits_are_said_as_a_person_says_them(digits: list[str], said: str) -> None:
    assert sentence(digits) == said
