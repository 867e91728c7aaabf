"""No key of the map is silent: what cannot be done says why, in one line, and what to do (design 5.2)."""

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

from sentralbord_desktop.gui.core import hints
from sentralbord_desktop.gui.workspace import disabled_reasons
from tests.helpers.screen import Screen

CONTROL, SHIFT, ALT, PLAIN = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)
Key = Qt.Key
AT_REST = [
    (Key.Key_M, CONTROL, disabled_reasons.NOBODY_ON_LINE),
    (Key.Key_R, CONTROL, disabled_reasons.NOBODY_ON_LINE),
    (Key.Key_B, CONTROL, disabled_reasons.NOBODY_ON_LINE),
    (Key.Key_Down, CONTROL, disabled_reasons.NOBODY_ON_LINE),
    (Key.Key_E, CONTROL, disabled_reasons.NO_CALL),
    (Key.Key_P, CONTROL, disabled_reasons.NO_CALL[:-1]),
    (Key.Key_Delete, CONTROL | SHIFT, disabled_reasons.NO_CALL),
    (Key.Key_Left, ALT, disabled_reasons.NO_STEP_BACK),
    (Key.Key_Z, CONTROL, disabled_reasons.NOTHING_TO_UNDO),
    (Key.Key_Return, CONTROL, disabled_reasons.NOTHING_TO_KEEP),
    (Key.Key_F2, PLAIN, hints.NO_EDIT),
    (Key.Key_F4, PLAIN, disabled_reasons.NO_RING),
    (Key.Key_F4, SHIFT, disabled_reasons.NO_RING),
    (Key.Key_F8, PLAIN, disabled_reasons.NO_WHOLE),
    (Key.Key_F9, PLAIN, "Kort visning"),
    (Key.Key_I, CONTROL, disabled_reasons.NO_NEW_NUMBER),
    (Key.Key_D, CONTROL, "Velg først"),
    (Key.Key_S, CONTROL | SHIFT, disabled_reasons.NOTHING_NEW),
]


def pressed(screen: Screen, key: Qt.Key, modifier: Qt.KeyboardModifier) -> str:
    screen.window.hide_bar()
    screen.key(key, modifier)
    screen.at_rest()
    return screen.window.ui.barText.text() if screen.window.ui.bar.isVisible() else ""


def test_a_key_that_can_do_nothing_with_nobody_on_the_line_says_why(screen: Screen) -> None:
    table = screen.workspace.callbacks.ui.table
    for key, modifier, why in AT_REST:
        screen.window.show_page("call")
        assert (key, pressed(screen, key, modifier)[: len(why)]) == (key, why)
        assert screen.focus.isVisible()
    for key in (Key.Key_M, Key.Key_R, Key.Key_B, Key.Key_E):
        screen.window.show_page("callbacks")
        assert pressed(screen, key, CONTROL) == disabled_reasons.ELSEWHERE
        assert screen.focus is table
    for page in ("callbacks", "confirmations", "availability", "catalogue"):
        screen.window.show_page(page)
        assert pressed(screen, Key.Key_Z, CONTROL) == disabled_reasons.NOTHING_TO_UNDO
        assert pressed(screen, Key.Key_Return, CONTROL) == disabled_reasons.NOTHING_TO_KEEP


def test_with_a_member_the_keys_say_what_is_missing_and_work_when_it_is_there(screen: Screen) -> None:
    screen.open("inge fjeldheim")
    record = screen.workspace.call_session.open_record
    assert record is not None
    assert not record.callbacks
    assert pressed(screen, Key.Key_R, CONTROL).startswith("Vi har ikke lovet medlemmet")
    assert not record.confirmations
    assert pressed(screen, Key.Key_B, CONTROL).startswith("Vi venter ikke på noe fra medlemmet")
    assert pressed(screen, Key.Key_Down, CONTROL) == ""
    assert pressed(screen, Key.Key_M, CONTROL) == ""
    assert screen.focus.accessibleName() == "Merknad"
    screen.key(Key.Key_Escape)
    screen.key(Key.Key_Space)
    screen.digits("7")
    assert pressed(screen, Key.Key_M, CONTROL) == disabled_reasons.IN_CALL
    assert pressed(screen, Key.Key_Down, CONTROL) == disabled_reasons.BEHIND
    assert pressed(screen, Key.Key_F9, PLAIN) == ""
    assert pressed(screen, Key.Key_P, CONTROL) == ""
    assert screen.workspace.call_session.draft is None


def test_a_caller_without_a_record_has_no_remarks(screen: Screen) -> None:
    screen.workspace.call_session.open_unknown_caller("22000000", "Fjordavisa")
    assert pressed(screen, Key.Key_M, CONTROL) == disabled_reasons.NO_RECORD


def test_nothing_to_copy_or_to_paste_is_said_and_leaves_the_clipboard(screen: Screen) -> None:
    clipboard = QApplication.clipboard()
    clipboard.setText("egen tekst")
    screen.window.show_page("callbacks")
    page = screen.workspace.callbacks
    page.refresh([])
    page.ui.table.setFocus()
    screen.control(Key.Key_C)
    assert page.ui.foot.text() == hints.NO_NUMBER
    assert clipboard.text() == "egen tekst"
    clipboard.clear()
    assert pressed(screen, Key.Key_V, CONTROL | SHIFT) == hints.NO_PASTE
    assert pressed(screen, Key.Key_V, CONTROL) == hints.NO_PASTE


@pytest.fixture
def read_before(screen: Screen) -> str:
    """One of the procedures has a newer version than the one that was read."""
    news = screen.workspace.home.news
    changed = news.procedures[5]
    QSettings().setValue(news._key(changed), changed.version - 1)
    screen.workspace.home.news._read.clear()  # as at the next start
    screen.workspace.home._show_procedures()
    return changed.title


def test_what_is_new_in_the_procedures_is_first_until_it_has_been_read(screen: Screen, read_before: str) -> None:
    ui = screen.workspace.home.ui
    assert (ui.newsTitle.text(), ui.newsSub.text()) == ("Nytt i prosedyrene", "1 ny")
    assert ui.newsList.item(0).text().startswith(f"{read_before}\nNy: versjon ")
    assert pressed(screen, Key.Key_S, CONTROL | SHIFT) == f"Lest: {read_before}."
    assert ui.newsTitle.text() == "Prosedyrene"
    assert not any("Ny:" in ui.newsList.item(n).text() for n in range(ui.newsList.count()))
    assert pressed(screen, Key.Key_S, CONTROL | SHIFT) == disabled_reasons.NOTHING_NEW
