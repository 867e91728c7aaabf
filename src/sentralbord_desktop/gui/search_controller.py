"""Searches for members during typing, without blocking the main thread."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from sentralbord_desktop.domain.access import SEES_NO_MEMBERS
from sentralbord_desktop.domain.errors import DatabaseBusyError, NotAllowedError
from sentralbord_desktop.domain.members.member import Hit
from sentralbord_desktop.gui.core.retry import AGAIN_MS
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.services.members import MemberService

ELEVEN_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{2})\s?(\d{5})")
DAY_OF_D_NUMBER, MONTH_OF_ANOTHER = 40, (0, 40, 80)
"""Added to the day in a D-number, and to the month in a number of another series."""
SLOW_MS = 1_000
"""Milliseconds after which an older answer is no longer shown under a new text."""
SEARCHING = "Søker …"
WITHOUT_SERVER, NOT_NOW = "Søket virker ikke uten tjeneren", "Søket virker ikke nå"


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
    """Owns the text that is searched, the question under way and the answer; field, hits and page listen.

    Only one question runs at a time; the newest text waits, and texts between are skipped. The previous answer is kept
    until the next one comes, the question fails, or `SLOW_MS` have passed. A question that failed because the register
    could not be reached is repeated every `AGAIN_MS`.
    """

    begun = Signal()  # the first key of a search
    text_changed = Signal(str)  # each key, also the first, and the one that empties the field
    cleared = Signal()  # nothing is searched any more
    answered = Signal(object)  # SearchAnswer to the text as it is now
    unanswered = Signal(str)  # there is no answer for the text, with the reason: one of the sentences above
    open_wanted = Signal()  # Enter, and the answer is there
    rewritten = Signal(str, str)  # new text, why

    def __init__(self, members: MemberService, tasks: TaskRunner, parent: QObject, *, is_shared: bool = False) -> None:
        """`is_shared`: the register is on a server."""
        super().__init__(parent)
        self._is_shared = is_shared
        self._members = members
        self._tasks = tasks
        self._text = ""
        self._answer = SearchAnswer()
        self._asked: str | None = None
        """The question under way."""
        self._is_begun = self._is_open_wanted = self._is_failed = False
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(lambda: self._drop_answer(SEARCHING))
        self._retry = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._retry.timeout.connect(self.ask_again)

    @property
    def text(self) -> str:
        return self._text

    @property
    def answer(self) -> SearchAnswer:
        return self._answer

    @property
    def is_answered(self) -> bool:
        """Whether the answer belongs to the present text; only then is anything opened."""
        return self._answer.text == self._text.strip()

    def type(self, text: str) -> None:
        """The text in the field; a fødselsnummer is neither searched nor kept."""
        if day := birth_in(text):
            self.rewritten.emit(day, f"Søk på fødselsdato i stedet: {day}.")
            text = day
        if not text.strip():
            self._reset()
            self.text_changed.emit("")
            return
        self._text, self._is_open_wanted, self._is_failed = text, False, False
        if not self._is_begun:
            self._is_begun = True
            self.begun.emit()
        self.text_changed.emit(text)
        self._ask()

    def clear(self) -> None:
        """The call is completed or parked: empty the field."""
        self._reset()
        self.cleared.emit()

    def end(self) -> None:
        """End the search, because something else is shown: the next key begins a new one."""
        self._is_begun = False

    def enter(self) -> None:
        """Open what was found for the text, now or when the answer comes."""
        if self.is_answered:
            self.open_wanted.emit()
        else:
            self._is_open_wanted = True
            self._ask()

    def ask_again(self) -> None:
        """Repeat the failed question: the register may be reachable again."""
        if self._is_failed:
            self._ask()

    def explain_query(self, show: Callable[[str], None]) -> None:
        """How the search reads the text; dropped when the text has changed by then."""
        text = self._text
        self._tasks.run(
            self, lambda: self._members.read_as(text), lambda read: show(read) if text == self._text else None
        )

    def _reset(self) -> None:
        self._text, self._answer = "", SearchAnswer()
        self._is_begun = self._is_open_wanted = self._is_failed = False
        self._slow.stop()
        self._retry.stop()

    def _ask(self) -> None:
        """Ask for the newest text, unless a question is running or there is none."""
        if self._asked is not None or not self._text.strip():
            return
        text = self._asked = self._text
        if not self.is_answered and not self._is_failed and not self._slow.isActive():
            self._slow.start()

        def show(hits: Sequence[Hit]) -> None:
            if self._is_newest(text):
                self._show(SearchAnswer(text.strip(), hits))

        def fail(error: Exception) -> None:
            if self._is_newest(text):
                self._fail(error)

        self._tasks.run(self, lambda: self._members.search(text), show, fail)

    def _is_newest(self, answered: str) -> bool:
        """Whether the answer is for the present text; otherwise asks for it."""
        self._asked = None
        if answered == self._text:
            return True
        self._ask()
        return False

    def _fail(self, error: Exception) -> None:
        """The question failed; the error is reported once for each text."""
        is_away = isinstance(error, DatabaseBusyError)
        is_first, self._is_failed, self._is_open_wanted = not self._is_failed, True, False
        if is_away:
            self._retry.start()
        if is_first and isinstance(error, NotAllowedError):
            self._drop_answer(SEES_NO_MEMBERS)  # shown in place of the hits: nothing has failed
        elif is_first:
            self._drop_answer(WITHOUT_SERVER if is_away and self._is_shared else NOT_NOW)
            self._tasks.failed.emit(error)

    def _drop_answer(self, why: str) -> None:
        self._slow.stop()
        self._answer = SearchAnswer()
        self.unanswered.emit(why)

    def _show(self, answer: SearchAnswer) -> None:
        self._slow.stop()
        self._retry.stop()
        self._answer, self._is_failed = answer, False
        self.answered.emit(answer)
        if self._is_open_wanted:
            self._is_open_wanted = False
            self.open_wanted.emit()
