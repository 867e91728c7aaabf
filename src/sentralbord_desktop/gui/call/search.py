"""Searching while typing: the GUI thread never waits, old hits stay until the new ones are there."""

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from sentralbord_desktop.domain.members import Hit
from sentralbord_desktop.gui.tasks import TaskRunner
from sentralbord_desktop.services.members import MemberService

PAUSE_MS = 60
ELEVEN_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{2})\s?(\d{5})")


class Search(QObject):
    """Number the questions and drop late answers."""

    found = Signal(object, str)  # list[Hit], the text they answer
    rewritten = Signal(str, str)  # new text, why

    def __init__(self, members: MemberService, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._members = members
        self._tasks = tasks
        self._text = ""
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._ask)

    def typed(self, text: str) -> None:
        """The text in the field now; a fødselsnummer is never searched nor kept."""
        if match := ELEVEN_DIGITS.fullmatch(text.strip()):
            day = f"{match[1]}.{match[2]}.{match[3]}"
            self.rewritten.emit(day, f"Søk på fødselsdato i stedet: {day}.")
            text = day
        self._text = text
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()

    def now(self, text: str) -> None:
        """Without the pause: pasted, or Enter was faster than the pause."""
        self.typed(text)
        if self._pause.isActive():
            self._pause.stop()
            self._ask()

    def ask_reading(self, show: Callable[[str], None]) -> None:
        """What the text in the field is taken for; not shown when it has changed meanwhile."""
        text = self._text
        self._tasks.run(self, lambda: self._members.read_as(text),
                        lambda said: show(said) if text == self._text else None)  # fmt: skip

    @property
    def is_waiting(self) -> bool:
        return self._pause.isActive()

    def _ask(self) -> None:
        text = self._text

        def show(hits: Sequence[Hit]) -> None:
            if text == self._text:
                self.found.emit(hits, text)

        self._tasks.run(self, lambda: self._members.search(text), show)
