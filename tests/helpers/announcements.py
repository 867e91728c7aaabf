"""What the window has a screen reader say, in the process of the test (`tests/window` hears it through AT-SPI)."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sentralbord_desktop.gui.core import announce


class Heard:
    """All sentences in the order they were sent; `next` waits for one more."""

    def __init__(self, bot: QtBot) -> None:
        self._bot = bot
        self._read = 0
        self.sentences: list[str] = []
        self.was_urgent = False

    def note(self, _: QWidget, text: str, *, is_urgent: bool) -> None:
        self.sentences.append(text)
        self.was_urgent = is_urgent

    def next(self) -> str:
        """The sentence after the one that was read last."""
        self._bot.waitUntil(lambda: len(self.sentences) > self._read)
        self._read += 1
        return self.sentences[self._read - 1]

    def clear(self) -> None:
        """Forget what has been said until now, and what is being said."""
        self.settle()
        self.sentences.clear()
        self._read = 0

    def settle(self) -> None:
        """Wait until the present moment is over."""
        over: list[None] = []
        QTimer.singleShot(announce.MOMENT_MS + 20, lambda: over.append(None))
        self._bot.waitUntil(lambda: bool(over))


@pytest.fixture
def heard(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Heard:
    heard = Heard(qtbot)
    monkeypatch.setattr(announce, "send", heard.note)
    return heard
