"""The icon beside the clock, and the name that Windows knows the program by."""

import ctypes
import sys
from types import SimpleNamespace

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSystemTrayIcon

from sentralbord_desktop.startup import command_line
from tests.helpers.screen import Screen

Reason = QSystemTrayIcon.ActivationReason


def action(screen: Screen, text: str) -> QAction:
    menu = screen.workspace.refresher.tray.contextMenu()
    return next(action for action in menu.actions() if action.text() == text)


@pytest.mark.parametrize(
    ("reason", "comes"), [(Reason.Trigger, True), (Reason.DoubleClick, True), (Reason.Context, False)]
)
def test_a_click_brings_the_window_forward_and_a_right_click_does_not(
    screen: Screen, reason: Reason, comes: bool
) -> None:
    screen.window.showMinimized()
    screen.workspace.refresher.tray.activated.emit(reason)
    assert screen.window.isMinimized() is not comes


def test_the_menu_opens_locks_and_leaves(screen: Screen) -> None:
    tray = screen.workspace.refresher.tray
    texts = [one.text() for one in tray.contextMenu().actions() if not one.isSeparator()]
    assert texts == ["Åpne Sentralbord", "Lås", "Avslutt"]
    assert tray.toolTip() == "ØVING – Sentralbord"
    screen.window.showMinimized()
    action(screen, "Åpne Sentralbord").trigger()
    assert not screen.window.isMinimized()
    with screen.bot.waitSignal(screen.application.locking.lock_asked):
        action(screen, "Lås").trigger()


def test_the_one_that_leaves_is_asked_with_the_window_in_sight(screen: Screen) -> None:
    seen: list[bool] = []

    def stays() -> bool:
        seen.append(screen.window.isMinimized())
        return False

    screen.window.may_close = stays
    screen.window.showMinimized()
    action(screen, "Avslutt").trigger()
    assert seen == [False]
    assert screen.window.isVisible()


def test_what_falls_due_is_shown_from_its_notice(screen: Screen) -> None:
    screen.window.showMinimized()
    screen.workspace.refresher.tray.messageClicked.emit()
    assert not screen.window.isMinimized()
    assert screen.window.page == "callbacks"


@pytest.mark.parametrize(
    ("windows", "frozen", "named"), [(True, False, ["Sentralbord.Sentralbord"]), (True, True, []), (False, False, [])]
)
def test_windows_is_told_the_name_of_one_that_is_not_installed(
    monkeypatch: pytest.MonkeyPatch, windows: bool, frozen: bool, named: list[str]
) -> None:
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    told: list[str] = []
    shell = SimpleNamespace(SetCurrentProcessExplicitAppUserModelID=told.append)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(shell32=shell), raising=False)
    monkeypatch.setattr(command_line, "WINDOWS", windows)
    command_line.name_for_windows()
    assert told == named
