"""The keeper of unsaved forms: each form beside a list is registered, and offered back when it is left."""

import pytest
from PySide6.QtCore import Qt

from tests.helpers.parts import unsaved_in
from tests.helpers.screen import Screen


def bar(screen: Screen) -> str:
    return screen.window.ui.barText.text() if screen.window.ui.bar.isVisible() else ""


def discard(screen: Screen) -> None:
    """Katalog asks before a form with changes is left."""
    assert screen.workspace.catalogue._form.foot.asks
    screen.type("2")


@pytest.mark.parametrize(
    ("key", "opens", "name"),
    [
        (Qt.Key.Key_2, "5", "spørsmål"),
        (Qt.Key.Key_3, "5", "spørsmål"),
        (Qt.Key.Key_4, "8", "status"),
        (Qt.Key.Key_5, "1", "katalog"),
    ],
    ids=["callbacks", "confirmations", "availability", "catalogue"],
)
def test_a_form_beside_a_list_is_unsaved_until_it_is_left_and_again_when_it_is_back(
    screen: Screen, key: Qt.Key, opens: str, name: str
) -> None:
    keeper = screen.workspace.unsaved_forms
    screen.control(key)
    screen.at_rest()
    screen.type(opens)
    if name == "status":
        screen.key(Qt.Key.Key_Tab)
    assert unsaved_in(keeper) == []
    screen.type("fredag")
    assert unsaved_in(keeper) == [name]
    screen.key(Qt.Key.Key_Escape)
    if name == "katalog":
        discard(screen)
    assert unsaved_in(keeper) == []
    assert bar(screen) == "Det du skrev, er ikke lagret."
    screen.control(Qt.Key.Key_G)
    assert unsaved_in(keeper) == [name]


def test_an_entry_that_was_left_for_another_list_is_back_with_its_own_list_and_is_saved(screen: Screen) -> None:
    screen.control(Qt.Key.Key_5)
    screen.at_rest()
    page = screen.workspace.catalogue
    title, entry = page._kind.title, page.list.current
    screen.key(Qt.Key.Key_F2)
    screen.type(" nord")
    screen.window.hide_bar()
    page.ui.kinds.setCurrentRow(page.ui.kinds.currentRow() + 1)
    discard(screen)
    assert page._form.isHidden()
    assert bar(screen) == "Det du skrev, er ikke lagret."
    screen.control(Qt.Key.Key_G)
    assert (page._kind.title, page._form.isHidden()) == (title, False)
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(page._form.isHidden)
    screen.at_rest()
    assert page.ui.foot.text() == "Lagret."
    assert entry not in page._kind.entries(screen.services.organisation.read())


def test_the_short_form_beside_a_call_is_registered_too(screen: Screen) -> None:
    keeper = screen.workspace.unsaved_forms
    screen.control(Qt.Key.Key_T)
    forms = screen.workspace.call.forms
    screen.bot.waitUntil(lambda: screen.focus in forms.panel._grid.boxes)
    screen.type("990")
    assert unsaved_in(keeper) == ["skjema ved samtalen"]
    screen.key(Qt.Key.Key_Escape)
    assert unsaved_in(keeper) == []
