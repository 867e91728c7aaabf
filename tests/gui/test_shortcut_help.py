"""F1: the keys that act now, in six groups and two columns (design 10, T37)."""

from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QWidget

from sentralbord_desktop.gui.window.command_list import CommandList
from sentralbord_desktop.gui.window.key_groups import GROUPS
from tests.helpers import pages
from tests.helpers.key_effects import press_key, state
from tests.helpers.screen import Screen


def transfer(screen: Screen) -> None:
    pages.gate(screen)
    screen.digits("2")
    screen.confirm()


def rest(screen: Screen) -> None:
    screen.window.show_page("call")
    screen.window.ui.search.setFocus()


def hits(screen: Screen) -> None:
    rest(screen)
    screen.search("fjeldheim")
    screen.bot.waitUntil(lambda: screen.workspace.call.hits.model.rowCount() > 1)


def listed(name: str) -> Callable[[Screen], None]:
    def go(screen: Screen) -> None:
        screen.window.show_page(name)
        screen.at_rest()

    return go


PLACES: dict[str, Callable[[Screen], None]] = {
    "rest": rest,
    "hits": hits,
    "record": pages.record,
    "field": pages.wizard,
    "transfer": transfer,
    "review": pages.review,
    "alike": lambda screen: no_hit_but_alike(screen),
    "confirm step": pages.confirm,
    "callbacks": listed("callbacks"),
    "confirmations": listed("confirmations"),
    "catalogue": listed("catalogue"),
    "availability": listed("availability"),
    "outbox": listed("outbox"),
    "settings": listed("settings"),
}
IN_A_CALL = ("record", "field", "transfer", "review", "confirm step")
OPENS_AND_SHUTS = ("F8", "F9", "Ctrl+↓")
"""A second press takes the first one back."""
Seen = tuple[object, ...]
FOCUS, PICTURE, CALL = 1, 5, 6
"""Where `before_key` has them."""
LAST = ("← →", "Ctrl+Shift+L")
"""A list has no rows in sight any more, and a locked window nothing."""
TOO_FAR = {"F1", "Ctrl+Shift+Ø"}
"""F1 closes the list itself; practice starts another program, and is not listed in practice."""


@pytest.fixture
def menus_close(screen: Screen) -> Iterator[None]:
    yield
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


def keys_of(screen: Screen) -> list[str]:
    overlay = screen.workspace.shortcuts.overlay
    screen.key(Qt.Key.Key_F1)
    assert overlay.isVisible()
    keys = list(overlay.keys)
    screen.key(Qt.Key.Key_F1)
    assert not overlay.isVisible()
    return keys


def press(screen: Screen, name: str) -> None:
    is_third = screen.workspace.lazy_pages.shown is screen.workspace.confirmations
    first = ("Ctrl+2" if is_third else "Ctrl+3") if name.startswith("Ctrl+1 …") else name
    press_key(screen, {"1–9, 0": "1", "↑ ↓": "↓", "← →": "←"}.get(first, first))


@pytest.mark.usefixtures("menus_close")
@pytest.mark.parametrize("place", PLACES)
def test_t37_each_key_in_f1_changes_something_when_it_is_pressed_there(
    screen: Screen, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The keys are pressed one after the other, each from the place as it was reached first."""
    monkeypatch.setattr(screen.application, "restart", lambda *_: None)
    PLACES[place](screen)
    listed_keys = [key for key in keys_of(screen) if key not in TOO_FAR]
    assert {"Ctrl+K", "F6"} <= set(listed_keys)
    silent = []
    before = before_key(screen)
    for key in sorted(listed_keys, key=lambda name: LAST.index(name) if name in LAST else -1):
        press(screen, key)
        if state(screen) == before[:CALL]:
            silent.append(key)
        before = go_back(screen, place, key, before)
    assert silent == []


def before_key(screen: Screen) -> Seen:
    """What is seen there now, and the call that it shows."""
    QApplication.clipboard().setText("noe annet")
    call_session = screen.workspace.call_session
    given = call_session.run.given if call_session.run is not None else None
    return (*state(screen), call_session.draft, given)


def go_back(screen: Screen, place: str, key: str, before: Seen) -> Seen:
    """To the place again, whatever the key did, and what is seen there. A place in a call takes ten keys, and is walked
    to only where the call is no longer as it was."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    if screen.window.is_alone:
        return before
    if place in IN_A_CALL and (again := shut_beside(screen, key, before)):
        return again
    screen.window.search.clear()
    call = screen.workspace.call
    screen.window.show_page("call")
    if call.forms.panel.isVisible():
        call.forms.panel.cancelled.emit()
    if screen.workspace.call_session.draft is not None:
        call.discard()
    screen.at_rest()
    call.put_away()
    screen.window.hide_bar()
    PLACES[place](screen)
    return before_key(screen)


def shut_beside(screen: Screen, key: str, before: Seen) -> Seen | None:
    """What is seen when the key's form, list or page beside the call is shut, if every word, the focus and each answer
    are as they were before it."""
    if key in OPENS_AND_SHUTS:
        press(screen, key)
    if screen.workspace.call.forms.panel.isVisible():
        screen.workspace.call.forms.panel.cancelled.emit()
    for commands in screen.window.findChildren(CommandList):
        if commands.isVisible():
            screen.key(Qt.Key.Key_Escape)
    screen.window.show_page("call")
    screen.window.hide_bar()
    focus = before[FOCUS]
    if isinstance(focus, QWidget) and shiboken6.isValid(focus) and focus.isVisible():
        focus.setFocus()
    again = before_key(screen)
    return again if again[:PICTURE] + again[CALL:] == before[:PICTURE] + before[CALL:] else None


def test_f1_leaves_out_what_would_do_nothing(screen: Screen) -> None:
    rest(screen)
    at_rest = keys_of(screen)
    assert not {"←", "Ctrl+Enter", "Ctrl+R", "F8", "Esc", "1–9, 0", "Ctrl+J"} & set(at_rest)
    transfer(screen)
    in_call = keys_of(screen)
    assert {"1–9, 0", "←", "Ctrl+D", "F8", "Ctrl+P", "Shift+Mellomrom"} <= set(in_call)


def test_f1_says_that_0_is_no_answer_only_in_a_step(screen: Screen) -> None:
    """On Ring tilbake 0 is «Ordnet»; «0 er alltid «vet ikke»» stood there too."""
    said: dict[str, str] = {}
    for place in ("transfer", "callbacks", "review"):
        PLACES[place](screen)
        screen.key(Qt.Key.Key_F1)
        rows = screen.workspace.shortcuts.overlay.rows
        said[place] = next(row.accessibleName() for row in rows if row.accessibleName().startswith("1–9, 0"))
        screen.key(Qt.Key.Key_F1)
        if place != "callbacks":
            screen.workspace.call.discard()
    assert "vet ikke" in said["transfer"]
    assert "vet ikke" not in said["callbacks"] + said["review"]


def test_f1_has_the_keys_of_the_groups_of_a_list(screen: Screen) -> None:
    PLACES["callbacks"](screen)
    assert "← →" in keys_of(screen)
    PLACES["catalogue"](screen)
    assert "← →" not in keys_of(screen)


def test_f1_names_the_step_and_stands_in_two_columns(screen: Screen) -> None:
    transfer(screen)
    overlay = screen.workspace.shortcuts.overlay
    screen.key(Qt.Key.Key_F1)
    for _ in range(3):
        QApplication.processEvents()
    assert overlay.accessibleName().startswith("Taster her: Sett over til sløyfe 2")
    titles = [title for title, _ in GROUPS]
    heads = [one for one in overlay.findChildren(QLabel) if one.text() in titles and one.isVisible()]
    assert [one.text() for one in heads] == titles
    left = {one.mapTo(overlay, QPoint(0, 0)).x() for one in heads}
    assert len(left) == 2, "two columns"
    assert isinstance(overlay, QWidget)


WRITTEN = {"Return": "Enter", "Down": "↓", "Left": "←", "Right": "→"}
"""Qt's name of a key -> its name on the screen."""


def test_the_list_in_the_settings_has_every_key_of_a_command(screen: Screen) -> None:
    part = pages.settings_part(screen, "Tastatur", QWidget)
    (text,) = part.findChildren(QPlainTextEdit)
    keys = [line.partition(":  ")[0] for line in text.toPlainText().splitlines()]
    assert len([key for key in keys if key in {"F1", "Ctrl+Z", "Ctrl+1 … 6"}]) == 3
    for command in screen.workspace.shortcuts.commands():
        for name in filter(None, command.keys.split(", ")):
            *held, last = name.split("+")
            assert "+".join([*held, WRITTEN.get(last, last)]) in keys


def no_hit_but_alike(screen: Screen) -> None:
    """«Hvem ringer?», with members of a similar number beside it."""
    rest(screen)
    screen.search("90000418")
    screen.bot.waitUntil(lambda: screen.workspace.call.hits.model.rowCount() > 1)
    screen.key(Qt.Key.Key_Return)
    screen.at_rest()


def test_f1_has_the_arrows_to_the_hits_beside_a_question(screen: Screen) -> None:
    """«2 ligner. Pil ned velger en av dem» was written there, and the arrow did nothing; Shift+Mellomrom was in F1."""
    no_hit_but_alike(screen)
    assert "↑ ↓" in keys_of(screen)
    assert "Shift+Mellomrom" not in keys_of(screen)
    hits = screen.workspace.call.ui.hits
    screen.key(Qt.Key.Key_Down)
    assert screen.focus is hits
    assert hits.currentIndex().row() == 0
    name = screen.workspace.call.hits.model.hit(0).name
    screen.key(Qt.Key.Key_Return)
    screen.at_rest()
    record = screen.workspace.call_session.record
    assert record is not None
    assert f"{record.member.first_name} {record.member.last_name}" == name
