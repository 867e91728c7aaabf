"""Whatever is pressed, in whatever order: nothing fails, nobody waits for an answer that never comes, and the
register is whole afterwards. The keys are drawn from a seed, which the test's name tells."""

import random
import sys
import traceback

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from tests.helpers.screen import Screen

Key, With = Qt.Key, Qt.KeyboardModifier
PLAIN = [
    Key.Key_Return,
    Key.Key_Tab,
    Key.Key_Escape,
    Key.Key_Up,
    Key.Key_Down,
    Key.Key_Left,
    Key.Key_Right,
    Key.Key_Space,
    Key.Key_Backspace,
    Key.Key_Delete,
    Key.Key_Home,
    Key.Key_End,
    Key.Key_PageDown,
    Key.Key_F1,
    Key.Key_F2,
    Key.Key_F3,
    Key.Key_F6,
    Key.Key_F8,
    Key.Key_F9,
    Key.Key_Menu,
]
DIGITS = [*map(Qt.Key, range(Key.Key_0, Key.Key_9 + 1)), Key.Key_1, Key.Key_2]
CONTROL = [Key.Key_Return, Key.Key_Comma, Key.Key_Down, *map(Qt.Key, map(ord, "ABCDEFGIJKLMNOPRSTVXYZ123456"))]
BACK = [Key.Key_Tab, Key.Key_F6, Key.Key_F10]
BOTH = [Key.Key_V, Key.Key_Delete, Key.Key_0, Key.Key_Z]
KINDS = [
    (PLAIN, With.NoModifier, 30),
    (DIGITS, With.NoModifier, 22),
    (CONTROL, With.ControlModifier, 28),
    (BACK, With.ShiftModifier, 4),
    (BOTH, With.ControlModifier | With.ShiftModifier, 2),
    ([], With.NoModifier, 14),
]
"""Keys, what is held down with them, and how often of a hundred; no keys: something is typed."""
TYPED = [
    "ingunn fjeldheim",
    "99000418",
    "nora",
    "1411",
    "-11",
    "i går",
    "avd. 4",
    "vet ikke",
    "204118",
    "i morgen 10",
    "90112233",
    "kari@x.example",
    "storgata 4",
    ">park",
    ">mørk",
    "\u202eabc",
    "😀",
    "'\"%",
    "ons 14.30",
    "x" * 300,
]
STEPS = 220
STUCK_MS = 3000


@pytest.fixture
def nothing_leaves(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own dialogs are cancelled; the program is not started anew."""
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, staticmethod(lambda *_, **__: ("", "")))
    monkeypatch.setattr(QPrintDialog, "exec", lambda _: 0)
    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(lambda _: True))
    monkeypatch.setattr(screen.application, "restart", lambda *_: None)


@pytest.fixture
def bugs(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What went wrong on either side, and the keys before it."""
    found: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: found.append("".join(traceback.format_exception(*error))))
    here = screen.application
    for tasks in (here.tasks, here.search_tasks, here.import_tasks, here.send_tasks):
        tasks.failed.connect(lambda error: found.append("".join(traceback.format_exception(error))))
    return found


def in_front(screen: Screen) -> QWidget:
    return QApplication.activePopupWidget() or QApplication.activeModalWidget() or screen.focus


def type_anything(screen: Screen, text: str) -> None:
    """As a keyboard sends it, signs that no key of QTest's has too."""
    for sign in text:
        widget = in_front(screen)
        code = ord(sign.upper()) if ord(sign) < 256 else 0
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            if shiboken6.isValid(widget):
                QApplication.sendEvent(widget, QKeyEvent(kind, code, With.NoModifier, sign))


def two_calls(screen: Screen) -> None:
    """One is parked, one runs: there is more to do harm to."""
    for name in ("ingunn fjeldheim", "nora bergsmo"):
        if screen.workspace.call_session.run is not None:
            screen.key(Key.Key_P, With.ControlModifier)
        screen.open(name)
        screen.key(Key.Key_Space)
        screen.digits("7")
        screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)


def close_menus(screen: Screen) -> QTimer:
    """Qt waits in a menu that a button opens: nobody is there to choose."""
    timer = QTimer(screen.window, interval=STUCK_MS)
    timer.timeout.connect(lambda: (menu := QApplication.activePopupWidget()) and menu.close())
    timer.start()
    return timer


@pytest.mark.usefixtures("nothing_leaves")
@pytest.mark.parametrize("seed", [27, 1889])
def test_no_keys_in_any_order_do_harm(screen: Screen, bugs: list[str], seed: int) -> None:
    drawn = random.Random(seed)
    two_calls(screen)
    pressed: list[str] = []
    closing = close_menus(screen)
    for _ in range(STEPS):
        keys, held, _ = drawn.choices(KINDS, [kind[2] for kind in KINDS])[0]
        if keys:
            key = drawn.choice(keys)
            pressed.append(f"{held.name} {key.name}")
            screen.bot.keyClick(in_front(screen), key, held)
        else:
            pressed.append(drawn.choice(TYPED))
            type_anything(screen, pressed[-1])
        screen.bot.wait(drawn.choice([0, 0, 1, 20, 160]))  # a hand is quicker than the window, or slower
        assert not bugs, f"after {pressed[-8:]}: {bugs[0]}"
        assert screen.window.isVisible(), pressed[-8:]
    closing.stop()
    for _ in range(3):  # a menu in a menu in a menu
        if popup := QApplication.activePopupWidget():
            screen.bot.keyClick(popup, Key.Key_Escape)
    screen.bot.waitUntil(lambda: not QApplication.activePopupWidget(), timeout=STUCK_MS)
    assert screen.services.member_imports.faults() == []
