"""The search for a member while text is typed; the main thread never waits for it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True)
class SearchAnswer:
    """`text` is stripped."""

    text: str = ""
    hits: Sequence[Hit] = ()


class SearchController(QObject):
    """Owns the text that is searched, the question under way and the answer. Field, hits and page are told.

    One question at a time: while it is answered the newest text waits, and those between are never asked. The answer
    before stays until the next one has come.
    """

    begun = Signal()  # the first key of a search
    text_changed = Signal(str)  # each key, also the first, and the one that empties the field
    cleared = Signal()  # nothing is searched any more
    answered = Signal(object)  # SearchAnswer to the text as it is now
    open_wanted = Signal()  # Enter, and the answer is there
    rewritten = Signal(str, str)  # new text, why

    def __init__(self, members: MemberService, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._members = members
        self._tasks = tasks
        self._text = ""
        self._answer = SearchAnswer()
        self._asked: str | None = None
        """The question under way."""
        self._is_begun = self._is_open_wanted = False

    @property
    def text(self) -> str:
        return self._text

    @property
    def answer(self) -> SearchAnswer:
        return self._answer

    def type(self, text: str) -> None:
        """The text in the field now; a fødselsnummer is neither searched nor kept."""
        if day := birth_in(text):
            self.rewritten.emit(day, f"Søk på fødselsdato i stedet: {day}.")
            text = day
        if not text.strip():
            self._reset()
            self.text_changed.emit("")
            return
        self._text, self._is_open_wanted = text, False
        if not self._is_begun:
            self._is_begun = True
            self.begun.emit()
        self.text_changed.emit(text)
        self._ask()

    def clear(self) -> None:
        """The call is over, or put aside: the field is emptied too."""
        self._reset()
        self.cleared.emit()

    def end(self) -> None:
        """Something else is on the screen or on the line: the next key begins another search."""
        self._is_begun = False

    def enter(self) -> None:
        """Open what was found for the text, now or when the answer comes."""
        if self._answer.text == self._text.strip():
            self.open_wanted.emit()
        else:
            self._is_open_wanted = True
            self._ask()

    def explain_query(self, show: Callable[[str], None]) -> None:
        """What the text is taken for; not shown when it has changed by then."""
        text = self._text
        self._tasks.run(
            self, lambda: self._members.read_as(text), lambda read: show(read) if text == self._text else None
        )

    def _reset(self) -> None:
        self._text, self._answer = "", SearchAnswer()
        self._is_begun = self._is_open_wanted = False

    def _ask(self) -> None:
        """The newest text, unless a question is under way or there is none."""
        if self._asked is not None or not self._text.strip():
            return
        text = self._asked = self._text

        def show(hits: Sequence[Hit]) -> None:
            if self._is_newest(text):
                self._show(SearchAnswer(text.strip(), hits))

        def fail(error: Exception) -> None:
            if self._is_newest(text):
                self._tasks.failed.emit(error)

        self._tasks.run(self, lambda: self._members.search(text), show, fail)

    def _is_newest(self, answered: str) -> bool:
        """Whether `answered` is the text now; else that is asked."""
        self._asked = None
        if answered == self._text:
            return True
        self._ask()
        return False

    def _show(self, answer: SearchAnswer) -> None:
        self._answer = answer
        self.answered.emit(answer)
        if self._is_open_wanted:
            self._is_open_wanted = False
            self.open_wanted.emit()
