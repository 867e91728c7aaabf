"""A transfer: the present candidate with number, the age of the board's statement, the answers, and the next
candidates."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from sentralbord_desktop.domain.availability import BoardSnapshot
from sentralbord_desktop.domain.dates.clock import clock as wall_clock
from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.domain.inquiries.transfer_attempt import Attempt
from sentralbord_desktop.domain.inquiries.transfer_candidates import Candidate, to_ring
from sentralbord_desktop.gui._generated.ui_wizard import Ui_Wizard
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.page import NamedNumber
from sentralbord_desktop.gui.wizard.step.ringing import MISSED, Ringing
from sentralbord_desktop.gui.wizard.step.step_answers import StepAnswer, StepAnswers
from sentralbord_desktop.gui.wizard.step.transfer_card import COPIED, NextList, TransferCard
from sentralbord_desktop.procedures.model import MISSED_DIGIT, NOBODY, TOOK, Step
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.transfers import attempt_at, candidates_of

ON_BOARD = ("staff:", "role:")
"""Prefixes of the candidates whose attempts are written to the board."""


class StepTransfer(QObject):
    """Draws the card, the answers and «De neste» of a transfer step, and makes its answers. Enter answers nothing."""

    answered = Signal(str, object)  # step id, Answer
    missed = Signal(str, object, str)  # step id, Candidate, «14.06»
    rung_in_vain = Signal(str)  # key on the board
    ring_asked = Signal()
    digit_chosen = Signal(str)
    redrawn = Signal()
    """The answers, while the step stays."""
    person_changed = Signal()
    """Another person is the candidate, or their status on the board has changed."""

    def __init__(self, ui: Ui_Wizard, answers: StepAnswers, clock: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._ui, self._answers, self._clock = ui, answers, clock
        self._run: ProcedureRun | None = None
        self._step: Step | None = None
        self._candidates: tuple[Candidate, ...] = ()
        self._board: BoardSnapshot | None = None
        self._drawn: list[tuple[str, str]] = []
        self.current: Candidate | None = None
        self.is_short = False
        self.is_away: Callable[[], bool] = lambda: False
        """Whether the server is away, so that no status is confirmed; set by the page."""
        self.colleague: Callable[[Candidate, datetime], bool] | None = None
        """In practice mode: whether the candidate takes the call. None outside practice."""
        self.card, self.next_list = TransferCard(), NextList()
        self.card.ring_asked.connect(self.ring_asked)
        self.next_list.chosen.connect(self._make_current)
        around = ui.answers.parentWidget()
        layout = around.layout() if around else None
        if isinstance(layout, QVBoxLayout):
            place = layout.indexOf(ui.answers)
            layout.insertWidget(place + 1, self.next_list)
            layout.insertWidget(place, self.card)
        self.hide()

    @property
    def is_shown(self) -> bool:
        return self._step is not None

    @property
    def has_focus(self) -> bool:
        """Whether the card or the list of next candidates has the focus."""
        focus = QApplication.focusWidget()
        return focus is not None and any(part.isAncestorOf(focus) for part in (self.card, self.next_list))

    def hide(self) -> None:
        self._run, self._step, self.current = None, None, None
        self.card.hide()
        self.next_list.hide()

    def show(self, run: ProcedureRun, step: Step) -> None:
        self._run, self._step = run, step
        self._candidates = candidates_of(run, step, self._board)
        given = run.answer_of(step)
        taken = given.taken_by if given else None
        chosen = next((c for c in self._candidates if taken and c.who == taken.who), None)
        waiting = to_ring(self._candidates)
        self.current = chosen or next(iter(waiting or self._candidates), None)
        self._draw()

    def numbers(self) -> list[NamedNumber]:
        """The number for Ctrl+D."""
        number = self.card.number
        return [NamedNumber(self.current.name if self.current else "", number)] if number else []

    def tab_stops(self) -> list[QWidget]:
        """The focus stops, in the order of the screen."""
        buttons = self._answers.buttons
        return [self.card.field, self.card.ring, *buttons, self.next_list.fold_line, *self.next_list.lines]

    def show_short(self, *, short: bool) -> None:
        self.is_short = short
        self.show_ages()

    def show_board(self, board: BoardSnapshot) -> None:
        """Show newer statements of the board. The present candidate is kept."""
        self._board = board
        if self._run is None or self._step is None:
            return
        self._candidates = candidates_of(self._run, self._step, board)
        before = self.current
        self.current = next((c for c in self._candidates if before and c.who == before.who), before)
        if (ringing := self.ringing) is None:
            return
        if _drawn_of(ringing) != self._drawn:
            self._draw_answers(ringing)
            self.redrawn.emit()
        self._draw_people(ringing)
        if self.current and before and self.current.standing is not before.standing:
            self.person_changed.emit()

    def show_ages(self) -> None:
        """Redraw the ages when the server goes or comes back, which changes how reliable the board is."""
        if ringing := self.ringing:
            self._draw_people(ringing)

    def show_dialled(self, number: str) -> bool:
        """In practice mode no number is called: show whether the scripted colleague answers. False where the number was
        really dialled, and for another number."""
        ringing = self.ringing
        if ringing is None or self.current is None or not self._is_of_card(number):
            return False
        if self.colleague is None:
            self._announce_rung("")
            return False
        name = self.current.name
        if self.colleague(self.current, self._clock()):
            words = f"Øving: {name} svarer. Trykk 1."
        else:
            words = f"Øving: {name} svarer ikke. Trykk {MISSED_DIGIT if ringing.following else 0}."
        self.card.show_result(words)
        self._announce_rung(words)
        return True

    def show_copied(self, number: str) -> bool:
        """Show that the number was copied, because no telephone takes numbers. False for another number."""
        if not self._is_of_card(number):
            return False
        self.card.show_copied()
        self._announce_rung(COPIED)
        return True

    def _announce_rung(self, words: str) -> None:
        """Announce the candidate, with the whole text to say to the colleague."""
        brief = self.ringing.spoken_brief if self.ringing else ""
        announce(self._ui.step, f"{words} {brief}".strip(), about="rung")

    def _is_of_card(self, number: str) -> bool:
        return self._step is not None and self.card.isVisible() and number == self.card.number

    # ------------------------------------------------------------------ drawing

    @property
    def ringing(self) -> Ringing | None:
        """The present candidate and the possible answers; None while another kind of step is shown."""
        if self._run is None or self._step is None:
            return None
        away, short = self.is_away(), self.is_short
        candidates, moment = self._candidates, self._clock()
        return Ringing(self._run, self._step, candidates, self.current, moment, is_away=away, is_short=short)

    def _make_current(self, who: str) -> None:
        self.current = next((c for c in self._candidates if c.who == who), self.current)
        self._draw()
        self.redrawn.emit()
        self.person_changed.emit()

    def _draw(self) -> None:
        if ringing := self.ringing:
            self._draw_answers(ringing)
            self._draw_people(ringing)

    def _draw_people(self, ringing: Ringing) -> None:
        others = [c for c in self._candidates if c is not self.current]
        if self.current is not None:
            at, brief, old = ringing.moment, ringing.brief, ringing.old_board
            self.card.show_candidate(self.current, at, brief, old, is_away=ringing.is_away)
        else:
            self.card.show_nobody(ringing.no_candidate, ringing.brief)
        self.next_list.show_candidates(others, ringing.moment, is_away=ringing.is_away)

    def _draw_answers(self, ringing: Ringing) -> None:
        self._answers.begin()
        self._drawn = _drawn_of(ringing)
        given = ringing.run.answer_of(ringing.step)
        for place, answer in enumerate(ringing.answers):
            button = StepAnswer(answer.digit, answer.text, answer.hint)
            button.setAccessibleName(f"{answer.digit}, {answer.text}")  # the review shows the text of the note
            button.make_choice(many=False, checked=given is not None and given.choice == answer.act != MISSED)
            button.clicked.connect(partial(self.digit_chosen.emit, answer.digit))
            self._answers.add(button, place)

    # ------------------------------------------------------------------ answering

    def press(self, digit: str) -> None:
        ringing = self.ringing
        answers = ringing.answers if ringing else ()
        answer = next((one for one in answers if one.digit == digit), None)
        if answer is not None:
            acts = {TOOK: self._took, NOBODY: self._nobody, MISSED: self._missed}
            acts.get(answer.act, partial(self._other, answer.act))()

    def _earlier(self) -> Sequence[Attempt]:
        given = self._run.given.get(self._step.id) if self._run and self._step else None
        return [a for a in given.attempts if a.is_unanswered] if given else []

    def _took(self) -> None:
        self._answer(TOOK, took=True)

    def _nobody(self) -> None:
        if self.current is not None and not self.current.rung_at:
            self._tell_board(self.current)
        self._answer(NOBODY, took=False)

    def _missed(self) -> None:
        if self._step is not None and self.current is not None:
            self._tell_board(self.current)
            announce(self._ui.step, f"{self.current.name} svarte ikke.", about="missed")
            self.missed.emit(self._step.id, self.current, wall_clock(self._clock()))

    def _other(self, key: str) -> None:
        if self._step is None:
            return
        attempts: tuple[Attempt, ...] = ()
        if self.current is not None and self._step.transfer and self._step.transfer.consult:
            made = attempt_at(self.current, wall_clock(self._clock()))
            attempts = (*self._earlier(), made.model_copy(update={"declined": True, "number": self.card.number}))
        self.answered.emit(self._step.id, Answer(choice=key, attempts=attempts))

    def _answer(self, key: str, *, took: bool) -> None:
        if self._step is None:
            return
        attempts = list(self._earlier())
        if self.current is not None and (took or not self.current.rung_at):
            made = attempt_at(self.current, wall_clock(self._clock()), took=took)
            attempts.append(made.model_copy(update={"number": self.card.number}))
        self.answered.emit(self._step.id, Answer(choice=key, attempts=tuple(attempts)))

    def _tell_board(self, candidate: Candidate) -> None:
        if candidate.who.startswith(ON_BOARD):
            self.rung_in_vain.emit(candidate.who)


def _drawn_of(ringing: Ringing) -> list[tuple[str, str]]:
    return [(answer.digit, answer.text) for answer in ringing.answers]
