"""The keystroke-level model of the twelve calls: what a hand did, counted, and how long that takes.

A key is 0.20 s and a decision 1.35 s; talking is not counted. A chord is two keys, a typed character
one, as in the design's own table.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt

from sentralbord_desktop.domain.inquiries.inquiry import Receipt
from tests.helpers.screen import Screen

KEY_SECONDS = 0.20
DECISION_SECONDS = 1.35

ENTER, DOWN, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Space


@dataclass(frozen=True)
class Goal:
    """A row of the design's table: its own keys and decisions, and the seconds it may take."""

    call: str
    name: str
    keys: int
    decisions: int
    seconds: float


# A key and a decision more than in the first edition where what the register knows is confirmed.
GOALS = {
    goal.call: goal
    for goal in (
        Goal("S1", "faktura, mangler dokument", 16, 8, 18),  # the answer and the promise are asked for
        Goal("S2", "ny telefon og arbeidsgiver", 39, 10, 22.2),  # when it suits is asked for too
        Goal("S3", "utmelding", 15, 6, 11.55),
        Goal("S4", "bytte av avdeling", 18, 7, 13.55),
        Goal("S5", "innmelding på telefon", 72, 11, 30.55),
        Goal("S6", "har jeg gruppeliv?", 16, 7, 12.95),
        Goal("S7", "avslutte ny GF", 17, 8, 14.65),  # which of the two, and the address, are asked for too
        Goal("S8", "oppsagt, ingen ledig", 27, 14, 29.3),  # form errors, the end of the notice and when it suits too
        Goal("S9", "lønn, avd. 2, første gang", 17, 8, 19.55),
        Goal("S10", "tolkning som haster", 31, 10, 21.55),
        Goal("S11", "journalist uten svar", 55, 11, 28.1),
        Goal("S12", "oppringing, parkert, vaktbytte", 20, 11, 19),
    )
}


class OverTargetError(AssertionError):
    """The call takes longer than the design allows: the only thing an xfail may excuse."""


@dataclass(frozen=True)
class Count:
    """What one call took."""

    goal: Goal
    keys: int
    decisions: int
    clicks: int
    waited: float = 0.0
    """Seconds that the window took to answer the keys."""

    @property
    def seconds(self) -> float:
        """Never with fewer decisions than the design's: those are what the call demands."""
        decisions = max(self.decisions, self.goal.decisions)
        return KEY_SECONDS * self.keys + DECISION_SECONDS * decisions

    @property
    def is_within(self) -> bool:
        return round(self.seconds, 2) <= self.goal.seconds

    def check(self) -> None:
        if not self.is_within:
            raise OverTargetError(
                f"{self.goal.call} takes {self.seconds:.2f} s, target {self.goal.seconds:g} s: "
                f"{self.keys} keys and {self.decisions} decisions, "
                f"in the design {self.goal.keys} and {self.goal.decisions}"
            )


class Clicks(QObject):
    """Counts every press of a mouse button that reaches the program."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.MouseButtonPress
        return False


class Hand:
    """One hand on the keyboard. Each method below `decide` is one decision and its keys."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.keys = 0
        self.decisions = 0
        self.waited = 0.0
        self.clicks = Clicks()
        self._program = QCoreApplication.instance() or screen.application
        self._program.installEventFilter(self.clicks)

    def put_down(self) -> None:
        self._program.removeEventFilter(self.clicks)

    def count(self, goal: Goal) -> Count:
        return Count(goal, self.keys, self.decisions, self.clicks.count, self.waited)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Adds what the window takes to `waited`."""
        began = time.perf_counter()
        yield
        self.waited += time.perf_counter() - began

    # ------------------------------------------------------------------ keys

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            with self.waiting():
                self.screen.key(key)
            self.keys += 1

    def chord(self, key: Qt.Key) -> None:
        with self.waiting():
            self.screen.control(key)
        self.keys += 2

    def type(self, text: str) -> None:
        with self.waiting():
            self.screen.type(text)
        self.keys += len(text)

    # ------------------------------------------------------------------ decisions

    def decide(self) -> None:
        """Something is read or chosen; the keys, if any, come after."""
        self.decisions += 1

    def find(self, text: str) -> None:
        """What leaves one member, and Enter: the record. A whole number that nobody has: a caller without one."""
        self.decide()
        self.type(text)
        with self.waiting():
            self.screen.bot.waitUntil(lambda: self.screen.workspace.call.hits.model.text == text)
        assert self.screen.workspace.call.hits.model.rowCount() <= 1, "one is left"
        self.press(ENTER)
        call_session = self.screen.workspace.call_session
        with self.waiting():
            self.screen.bot.waitUntil(
                lambda: call_session.record is not None or call_session.unknown_caller is not None, timeout=10_000
            )

    def identify(self) -> None:
        """The caller is who they say."""
        self.decide()
        self.press(SPACE)
        assert self.screen.workspace.call_session.identity

    def caller(self, digit: str) -> None:
        """«Hvem ringer?» of one without a record."""
        self.answer(digit)

    def category(self, digits: str) -> None:
        self.decide()
        self.type(digits)
        assert self.screen.workspace.call_session.draft is not None

    def answer(self, digits: str, *then: Qt.Key) -> None:
        """One step by its digit, or several digits and Enter."""
        self.decide()
        with self.waiting():
            self.screen.digits(digits)
        self.keys += len(digits)
        self.press(*then)

    def write(self, text: str, *then: Qt.Key) -> None:
        """What the caller says, in a field."""
        self.decide()
        self.type(text)
        self.press(*then)

    def confirm(self) -> None:
        """What the register proposes is right: Enter."""
        self.screen.workspace.call.wizard.step.double_press_guard.end()
        self.decide()
        self.press(ENTER)

    def send(self) -> None:
        """A form with fields left over below the caret."""
        self.chord(ENTER)

    def said(self) -> None:
        """What must be said has been said."""
        self.decide()
        self.press(SPACE)

    def finish(self) -> Receipt:
        """Over the review, and Fullfør."""
        self.decide()
        workspace = self.screen.workspace
        assert workspace.call.currentWidget() is workspace.call.review, workspace.call.wizard.ui.sayText.text()
        self.chord(ENTER)
        assert workspace.call.review.missing() is None, workspace.call.review.ui.state.text()
        with self.waiting():
            self.screen.bot.waitUntil(lambda: workspace.call_session.receipt is not None, timeout=10_000)
        assert workspace.call_session.receipt is not None
        return workspace.call_session.receipt


def as_table(counts: Sequence[Count]) -> list[str]:
    """Ours beside the design's, one line for each call."""
    rows = [
        (
            count.goal.call,
            count.goal.name,
            f"{count.keys} / {count.goal.keys}",
            f"{count.decisions} / {count.goal.decisions}",
            str(count.clicks),
            f"{count.seconds:.2f} s",
            f"{count.goal.seconds:g} s",
            "ok" if count.is_within else "over",
        )
        for count in counts
    ]
    head = ("call", "what", "keys / design", "M / design", "clicks", "time", "target", "")
    total = sum(count.seconds for count in counts)
    goal = sum(count.goal.seconds for count in counts)
    keys, decisions = sum(c.keys for c in counts), sum(c.decisions for c in counts)
    foot = (
        "",
        "all",
        f"{keys} / {sum(c.goal.keys for c in counts)}",
        f"{decisions} / {sum(c.goal.decisions for c in counts)}",
        str(sum(c.clicks for c in counts)),
        f"{total:.2f} s",
        f"{goal:g} s",
        "",
    )
    lines = [head, *rows, foot]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
