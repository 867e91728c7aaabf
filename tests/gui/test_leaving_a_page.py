"""A whole page is left: a form of Katalog with changes asks first, and the forms of a call stay as they are."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from sentralbord_desktop.gui.organisation import OrganisationPage
from sentralbord_desktop.gui.widgets.form_foot import UNSAVED
from tests.helpers.commands import box_of
from tests.helpers.pages import show_catalogue
from tests.helpers.screen import Screen

WRITTEN = "Kari Nordmann"


def changed(screen: Screen) -> OrganisationPage:
    """The form of a person, with another name."""
    show_catalogue(screen, "Personer")
    screen.key(Qt.Key.Key_F2)
    assert isinstance(screen.focus, QLineEdit)
    screen.focus.selectAll()
    screen.type(WRITTEN)
    return screen.workspace.catalogue


def by_rail(screen: Screen) -> None:
    screen.bot.mouseClick(screen.window.rail.button("callbacks"), Qt.MouseButton.LeftButton)


def by_key(screen: Screen) -> None:
    screen.control(Qt.Key.Key_2)


def by_command(screen: Screen) -> None:
    screen.control(Qt.Key.Key_K)
    screen.type("ring tilbake")
    box = box_of(screen)
    box.setCurrentRow(next(row for row in range(box.count()) if box.item(row).text() == "Ring tilbake"))
    screen.key(Qt.Key.Key_Return)


def by_next_callback(screen: Screen) -> None:
    screen.control(Qt.Key.Key_J)


WAYS: dict[str, Callable[[Screen], None]] = {
    "rail": by_rail,
    "Ctrl+2": by_key,
    "Ctrl+K": by_command,
    "Ctrl+J": by_next_callback,
}


@pytest.mark.parametrize("way", WAYS)
def test_leaving_the_page_with_changes_asks_and_esc_stays_where_it_was(screen: Screen, way: str) -> None:
    page = changed(screen)
    field, foot = screen.focus, page._form.foot
    WAYS[way](screen)
    assert (screen.window.page, foot.said.text()) == ("catalogue", UNSAVED)
    assert screen.window.rail.button("catalogue").isChecked()
    assert not screen.window.rail.button("callbacks").isChecked()
    assert screen.focus is foot.yes
    WAYS["Ctrl+2"](screen)  # a second time: the way back is the same
    screen.key(Qt.Key.Key_Escape)
    assert screen.window.page == "catalogue"
    assert not foot.asks
    assert screen.focus is field
    assert page._form.values()["name"] == WRITTEN


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("digit", ["1", "2"])
def test_the_answer_saves_or_discards_and_goes_to_the_page(screen: Screen, way: str, digit: str) -> None:
    page = changed(screen)
    WAYS[way](screen)
    screen.type(digit)
    screen.bot.waitUntil(lambda: screen.window.page == "callbacks")
    assert page._form.isHidden()
    names = [person.name for person in screen.services.organisation.read().staff]
    assert (WRITTEN in names) is (digit == "1")


def test_what_is_wrong_is_mended_before_the_page_is_left(screen: Screen) -> None:
    page = changed(screen)
    department = page._form.box("department")
    assert isinstance(department, QLineEdit)
    department.setText("77")
    screen.control(Qt.Key.Key_1)
    screen.type("1")
    screen.at_rest()
    assert screen.window.page == "catalogue"
    assert page._form.foot.said.text() == "1 felt må rettes"
    assert screen.focus is department


@pytest.mark.parametrize("way", ["F3", "click"])
def test_the_search_field_asks_before_its_first_letter(screen: Screen, way: str) -> None:
    page = changed(screen)
    field, search = screen.focus, screen.window.ui.search

    def seek() -> None:
        if way == "F3":
            screen.key(Qt.Key.Key_F3)
        else:
            screen.bot.mouseClick(search, Qt.MouseButton.LeftButton)

    seek()
    assert page._form.foot.said.text() == UNSAVED
    screen.key(Qt.Key.Key_Escape)
    assert screen.focus is field
    seek()
    screen.type("2")
    assert screen.focus is search
    assert search.text() == ""
    screen.type("204118")
    assert (screen.window.page, search.text()) == ("call", "204118")


def test_a_form_without_changes_is_left_at_once_and_stays(screen: Screen) -> None:
    show_catalogue(screen, "Personer")
    screen.key(Qt.Key.Key_F2)
    field = screen.focus
    screen.control(Qt.Key.Key_2)
    assert screen.window.page == "callbacks"
    screen.control(Qt.Key.Key_5)
    assert screen.focus is field


@pytest.mark.parametrize("key", ["F2", "Ctrl+T", "Ctrl+M", "Ctrl+N"])
def test_a_form_of_the_call_is_still_there_with_its_text(screen: Screen, key: str) -> None:
    """Nothing is lost: the page comes back as it was, so nothing is asked in the middle of a call."""
    if key != "Ctrl+N":
        screen.open("ingunn fjeldheim")
    if key == "F2":
        screen.key(Qt.Key.Key_F2)
    else:
        screen.control(getattr(Qt.Key, f"Key_{key[-1]}"))
    if key == "Ctrl+N":
        screen.digits("5")
    forms = screen.workspace.call.forms
    screen.type("990")
    field = screen.focus
    written = forms.half_written()
    assert written is not None
    screen.control(Qt.Key.Key_5)
    assert screen.window.page == "catalogue"
    screen.control(Qt.Key.Key_1)
    assert screen.focus is field
    assert forms.half_written() == written
