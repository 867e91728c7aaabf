"""The open promises to the member, above the cards of the review: one line each, answered with a digit."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.domain.inquiries.open_promise import OpenPromise
from sentralbord_desktop.domain.text.norwegian import ended
from sentralbord_desktop.gui._generated.ui_review import Ui_Review
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton
from sentralbord_desktop.gui.widgets.labels import clear, icon_label, label, row
from sentralbord_desktop.services.drafts import Draft, unanswered_promises

ICONS = {"oppringing": "phone-call", "bekreftelse": "hourglass"}


class PromisePanel(QObject):
    """`answered` carries the key of a promise and its answer; «» asks about it again. Digits answer the first
    open one."""

    answered = Signal(str, str)

    def __init__(self, ui: Ui_Review, clock: Callable[[], datetime]) -> None:
        super().__init__(ui.promises)
        self.ui, self._clock = ui, clock
        self._open: tuple[OpenPromise, ...] = ()
        self._draft_id = ""
        ui.promises.setAccessibleDescription("Tallene svarer.")  # else a screen reader reads every label in it
        ui.promises.digit_pressed.connect(self.press)

    @property
    def is_open(self) -> bool:
        """Whether a promise is not answered; then this panel has the focus and the digits."""
        return bool(self._open)

    def show(self, draft: Draft) -> None:
        place, is_same = self.ui.promisesLayout, self._draft_id == draft.id
        clear(place)
        was_open, self._open, self._draft_id = self._open, unanswered_promises(draft), draft.id
        for promise in draft.promises_asked:
            answer = draft.answer_to(promise)
            line = self._folded(promise, answer) if answer else self._asked(promise)
            place.addWidget(line)
            line.show()  # now, not from the event loop: the next key is for it
        self.ui.promises.setVisible(bool(draft.promises_asked))
        self.ui.promises.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self._open else Qt.FocusPolicy.NoFocus)
        self.ui.cards.setFocusPolicy(Qt.FocusPolicy.NoFocus if self._open else Qt.FocusPolicy.StrongFocus)
        self.ui.cards.mute(muted=self.is_open)
        self.ui.promises.setAccessibleName(self._spoken())
        self.ui.promises.light()
        if is_same and was_open != self._open:
            self._say_answered(draft, was_open)

    def _say_answered(self, draft: Draft, was_open: tuple[OpenPromise, ...]) -> None:
        """Announce «Løftet fra fredag er gjort.», and the next promise with its digits."""
        now = self._clock()
        given = [one.answered(answer, now) for one in was_open if (answer := draft.answer_to(one))]
        announce(self.ui.promises, " ".join([*given, *([self._spoken()] if self._open else [])]), about="promises")

    def take_focus(self) -> None:
        self.ui.promises.setFocus(Qt.FocusReason.OtherFocusReason)

    def _spoken(self) -> str:
        """For a screen reader: the answers of the digits."""
        if not self._open:
            return "Løfter til medlemmet"
        first = self._open[0]
        now = self._clock()
        answers = " ".join(f"{digit}, {words}." for digit, words in enumerate(first.choices.values(), 1))
        return f"{first.title(now)}. {ended(first.detail(now))} {answers}"

    def _asked(self, promise: OpenPromise) -> QWidget:
        """«Løftet fra fredag / ØV lovet oppringing kl. 15.00 om fakturaen», with its answers. Only the first open
        promise has digits."""
        now, is_first = self._clock(), promise == self._open[0]
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(promise.title(now), "strong", wrap=True))
        words.addWidget(label(promise.detail(now), "meta", wrap=True))
        made = QWidget()
        line = self._line(made, promise)
        line.addLayout(words, 1)
        for digit, (answer, text) in enumerate(promise.choices.items(), 1):
            button = AnswerButton(str(digit), text, bare=True)
            button.setProperty("answer", "true")
            button.badge.setVisible(is_first)
            button.setAccessibleName(f"{promise.title(now)}: {text}")
            button.clicked.connect(partial(self._answer, promise, answer))
            line.addWidget(button)
        return made

    def _folded(self, promise: OpenPromise, answer: str) -> QWidget:
        """«Løftet fra fredag er gjort. endre»."""
        now = self._clock()
        made = QWidget()
        again = QPushButton("endre")
        set_flags(again, "link")
        again.setAccessibleName(f"Endre svaret: {promise.title(now)}")
        again.clicked.connect(partial(self._answer, promise, ""))
        line = self._line(made, promise)
        line.addWidget(label(promise.answered(answer, now), wrap=False))
        line.addLayout(row(again, None), 1)
        return made

    @staticmethod
    def _line(made: QWidget, promise: OpenPromise) -> QHBoxLayout:
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(icon_label(ICONS[promise.kind], "text2", 16))
        return line

    def press(self, digit: str) -> None:
        answers = [*self._open[0].choices] if self._open else []
        if digit in map(str, range(1, len(answers) + 1)):
            self._answer(self._open[0], answers[int(digit) - 1])

    def _answer(self, promise: OpenPromise, answer: str, *_: object) -> None:
        self.answered.emit(promise.key, answer)
