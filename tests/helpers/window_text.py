"""What is read in the window."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit, QListWidget, QPlainTextEdit, QWidget

from tests.helpers.screen import Screen


def words_on(screen: Screen) -> str:
    """Everything that can be read in the window now, but for what the operator searched for."""
    words = []
    for widget in screen.window.findChildren(QWidget):
        if not widget.isVisible() or widget is screen.window.ui.search:
            continue
        words.append(widget.accessibleName())
        if isinstance(widget, QLabel | QLineEdit):
            words.append(widget.text())
        elif isinstance(widget, QPlainTextEdit):
            words.append(widget.toPlainText())
        elif isinstance(widget, QComboBox):
            words.append(widget.currentText())
        elif isinstance(widget, QListWidget):
            words += [widget.item(row).text() for row in range(widget.count())]
    return "\n".join(words)


Page = TypeVar("Page", bound=QWidget)


def soon(screen: Screen, true: Callable[[], object]) -> float:
    """Seconds until it is seen in this window."""
    began = time.monotonic()
    screen.bot.waitUntil(lambda: bool(true()), timeout=10_000)
    return time.monotonic() - began


def soon_shown(screen: Screen, kind: type[Page]) -> Page:
    pages = screen.window.ui.pages
    soon(screen, lambda: isinstance(pages.currentWidget(), kind))
    page = pages.currentWidget()
    assert isinstance(page, kind)
    return page


def keys_for_hits(screen: Screen) -> list[str]:
    ui = screen.workspace.call.ui
    return [part.text() for part in (ui.l1, ui.key48, ui.l2, ui.key49) if part.isVisible()]


def pressed(screen: Screen, key: Qt.Key, modifier: Qt.KeyboardModifier) -> str:
    screen.window.hide_bar()
    screen.key(key, modifier)
    screen.at_rest()
    return screen.window.ui.barText.text() if screen.window.ui.bar.isVisible() else ""


def box(screen: Screen, label: str) -> QLineEdit:
    """The line of the open form that has this name for the reader."""
    panel = screen.workspace.call.forms.panel
    return next(b for b in panel.findChildren(QLineEdit) if b.accessibleName() == label)


def answers(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Whatever is asked for a file, it is this one."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def until_told(screen: Screen, part: Any, words: str) -> None:
    screen.bot.waitUntil(lambda: words in part.bar.said.text(), timeout=20_000)
