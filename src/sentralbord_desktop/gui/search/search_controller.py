"""Searching while typing: the GUI thread never waits, old hits stay until the new ones are there."""

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from sentralbord_desktop.domain.members.member import Hit
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.services.members.members import MemberService

ELEVEN_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{2})\s?(\d{5})")
DAY_OF_D_NUMBER, MONTH_OF_ANOTHER = 40, (0, 40, 80)
"""What is added to the day of one who has a D-number, and to the month of one from another series of numbers."""


def birth_in(text: str) -> str:
    """The date, as «14.03.79», when `text` is eleven digits that can be a fødselsnummer; else «»."""
    match = ELEVEN_DIGITS.fullmatch(text.strip())
    if match is None:
        return ""
    day, month = int(match[1]), int(match[2])
    day -= DAY_OF_D_NUMBER if day > DAY_OF_D_NUMBER else 0
    months = [month - more for more in MONTH_OF_ANOTHER if 1 <= month - more <= 12]
    if not months or not 1 <= day <= 31:
        return ""
    return f"{day:02}.{months[0]:02}.{match[3]}"


class SearchController(QObject):
    """One question at a time: while it is answered the newest text waits, and what lies between is never asked."""

    found = Signal(object, str)  # list[Hit], the text they answer
    rewritten = Signal(str, str)  # new text, why

    def __init__(self, members: MemberService, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._members = members
        self._tasks = tasks
        self._text = ""
        self._asked: str | None = None
        """What is asked just now."""

    def typed(self, text: str) -> None:
        """The text in the field now; a fødselsnummer is never searched nor kept."""
        if day := birth_in(text):
            self.rewritten.emit(day, f"Søk på fødselsdato i stedet: {day}.")
            text = day
        self._text = text
        if self._asked is None and text.strip():
            self._ask()

    def explain_query(self, show: Callable[[str], None]) -> None:
        """What the text in the field is taken for; not shown when it has changed meanwhile."""
        text = self._text
        self._tasks.run(
            self, lambda: self._members.read_as(text), lambda said: show(said) if text == self._text else None
        )

    def _ask(self) -> None:
        text = self._asked = self._text

        def show(hits: Sequence[Hit]) -> None:
            if self._go_on(text):
                self.found.emit(hits, text)

        def fail(error: Exception) -> None:
            if self._go_on(text):
                self._tasks.failed.emit(error)

        self._tasks.run(self, lambda: self._members.search(text), show, fail)

    def _go_on(self, answered: str) -> bool:
        """Whether `answered` is what stands in the field; else that is asked now."""
        self._asked = None
        if answered == self._text:
            return True
        if self._text.strip():
            self._ask()
        return False
