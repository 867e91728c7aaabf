"""A transfer: who is rung now, their number, how fresh the board is, the answers, and who is next."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sentralbord_desktop.domain.availability import BoardSnapshot
from sentralbord_desktop.domain.dates.clock import clock as wall_clock
from sentralbord_desktop.domain.dates.screen_time import said_at
from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.domain.inquiries.transfer_attempt import Attempt
from sentralbord_desktop.domain.inquiries.transfer_candidates import Candidate, to_ring
from sentralbord_desktop.gui._generated.ui_wizard import Ui_Wizard
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.widgets.digit_panel import AnswerButton
from sentralbord_desktop.gui.widgets.labels import clear
from sentralbord_desktop.gui.wizard.step.next_list import NextList
from sentralbord_desktop.gui.wizard.step.transfer_card import COPIED, TransferCard
from sentralbord_desktop.gui.wizard.step.transfer_fit import TransferFit
from sentralbord_desktop.procedures.model import MISSED_DIGIT, NOBODY, TOOK, Step, Transfer
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.recipients import target_label
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.templates import MISSING
from sentralbord_desktop.procedures.transfers.attempts import attempt_at, role_is_empty
from sentralbord_desktop.procedures.transfers.targets import candidates_of, targets_of

KEYWORD_SIGN = " · "
ON_BOARD = ("staff:", "role:")
"""Whose board entry an attempt is written to."""


class StepTransfer(QObject):
    """Draws the card, the answers and «De neste» of a transfer step, and makes its answers. Enter answers nothing."""

    answered = Signal(str, object)  # step id, Answer
    missed = Signal(str, object, str)  # step id, Candidate, «14.06»
    rung_in_vain = Signal(str)  # key on the board
    ring_asked = Signal()

    def __init__(self, ui: Ui_Wizard, clock: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._ui, self._clock = ui, clock
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
        """Practice: whether the candidate takes the call. None where somebody is really rung."""
        self.card, self.next_list = TransferCard(), NextList()
        self._fit = TransferFit(ui, self.next_list)
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

    def hide(self) -> None:
        self._run, self._step, self.current = None, None, None
        self._fit.end()
        self.card.hide()
        self.next_list.hide()

    def show(self, run: ProcedureRun, step: Step) -> None:
        self._run, self._step = run, step
        self._fit.begin()
        self._candidates = candidates_of(run, step, self._board)
        given = run.answer_of(step)
        taken = given.taken_by if given else None
        chosen = next((c for c in self._candidates if taken and c.who == taken.who), None)
        waiting = to_ring(self._candidates)
        self.current = chosen or next(iter(waiting or self._candidates), None)
        self._draw()

    def numbers(self) -> list[tuple[str, str]]:
        """What Ctrl+D rings."""
        number = self.card.number
        return [(self.current.name if self.current else "", number)] if number else []

    def buttons(self) -> list[AnswerButton]:
        return self._ui.answers.findChildren(AnswerButton)

    def tab_stops(self) -> list[QWidget]:
        """In the order of the screen."""
        return [self.card.field, self.card.ring, *self.buttons(), self.next_list.fold_line, *self.next_list.lines]

    def fit(self) -> None:
        if self.is_shown:
            self._fit.fit_soon()

    def show_short(self, *, short: bool) -> None:
        self.is_short = short
        self.show_ages()

    def show_board(self, board: BoardSnapshot) -> None:
        """What has been reported since the call began. The one who is rung stays."""
        self._board = board
        if self._run is None or self._step is None:
            return
        self._candidates = candidates_of(self._run, self._step, board)
        who = self.current.who if self.current else ""
        self.current = next((c for c in self._candidates if c.who == who), self.current)
        if [row[:2] for row in self._rows(self._step)] != self._drawn:
            self._answers(self._step)
        self._draw_people()

    def show_ages(self) -> None:
        """The server went or came back: what the board says is less or more sure."""
        if self._step is not None:
            self._draw_people()

    def show_dialled(self, number: str) -> bool:
        """In practice nobody is rung: the colleague of the script answers, or does not. False where the number was
        really dialled, and for another number."""
        if self.colleague is None or self.current is None or not self._is_of_card(number):
            return False
        name = self.current.name
        if self.colleague(self.current, self._clock()):
            words = f"Øving: {name} svarer. Trykk 1."
        else:
            words = f"Øving: {name} svarer ikke. Trykk {MISSED_DIGIT if self._following() else 0}."
        self.card.show_result(words)
        self.fit()
        announce(self._ui.step, words)
        return True

    def show_copied(self, number: str) -> bool:
        """No telephone here takes numbers: the step says that it was copied. False for another number."""
        if not self._is_of_card(number):
            return False
        self.card.show_copied()
        self.fit()
        announce(self._ui.step, COPIED)
        return True

    def _is_of_card(self, number: str) -> bool:
        return self._step is not None and self.card.isVisible() and number == self.card.number

    # ------------------------------------------------------------------ drawing

    def _make_current(self, who: str) -> None:
        self.current = next((c for c in self._candidates if c.who == who), self.current)
        self._draw()
        self._ui.step.setFocus()

    def _draw(self) -> None:
        if self._step is not None:
            self._answers(self._step)
            self._draw_people()

    def _draw_people(self) -> None:
        run, step = self._run, self._step
        if run is None or step is None or step.transfer is None:
            return
        brief, is_away = self._brief(run, step.transfer), self.is_away()
        if self.current is not None:
            self.card.show_candidate(self.current, self._clock(), brief, self._board_is_old(), is_away=is_away)
        else:
            self.card.show_nobody(self._nobody_words(run, step), brief)
        others = [c for c in self._candidates if c is not self.current]
        self.next_list.show_candidates(others, self._clock(), is_away=is_away)
        self._name_it(step)
        self.fit()

    def _brief(self, run: ProcedureRun, transfer: Transfer) -> str:
        """«Ingunn Fjeldheim er oppsagt. Kan du ta samtalen?»; keywords in the short view, without those that are not
        known."""
        outcome = Outcome(run)
        if self.is_short and transfer.keywords:
            parts = outcome.filled(transfer.keywords).split(KEYWORD_SIGN)
            return KEYWORD_SIGN.join(part for part in parts if part and not MISSING.search(part))
        return f"«{outcome.filled(transfer.brief)}»" if transfer.brief else ""

    def _nobody_words(self, run: ProcedureRun, step: Step) -> str:
        target = next(iter(targets_of(run, step)), "")
        if role_is_empty(run, step):
            role = run.organisation.role(target.removeprefix("role:"))
            return f"Ingen har rollen {role.title.lower()}. Ta beskjed, så ordner administrasjonen resten."
        return f"Ingen står i Katalog som {target_label(target, run.organisation)}."

    def _board_is_old(self) -> str:
        """«09.40» when something has been said of these people, and none of it is fresh; else «»."""
        statuses = [c.status for c in self._candidates if c.status]
        if not statuses or any(status.is_confirmed for status in statuses):
            return ""
        return said_at(max(status.said for status in statuses), self._clock())

    def _following(self) -> Candidate | None:
        return next((c for c in to_ring(self._candidates) if c is not self.current), None)

    def _answers(self, step: Step) -> None:
        clear(self._ui.answersLayout)
        self._drawn = [row[:2] for row in self._rows(step)]
        for place, (digit, text, hint, act) in enumerate(self._rows(step)):
            button = AnswerButton(digit, text, hint)
            button.clicked.connect(lambda _=False, act=act: act())
            self._ui.answersLayout.addWidget(button, place, 0)
            button.show()
        self._ui.answers.setVisible(True)
        self._ui.step.light()

    def _rows(self, step: Step) -> list[tuple[str, str, str, Callable[[], None]]]:
        """Digit, text, hint, and what it does, in the order they are shown: 1, 2, the step's own, 0."""
        at, following = wall_clock(self._clock()), self._following()
        rows: list[tuple[str, str, str, Callable[[], None]]] = []
        for choice in step.choices:
            if choice.key == TOOK:
                if not (self._run and role_is_empty(self._run, step)):
                    called = attempt_at(self.current, at).called if self.current else ""
                    note = f"Merknaden får «satt over til {called} kl. {at}»" if called else ""
                    rows.append(("1", choice.text, choice.hint or note, self._took))
                if following is not None:
                    text = f"Svarte ikke, neste: {following.name}"
                    rows.append((MISSED_DIGIT, text, f"Tavla får «ringt {at}, ingen svar»", self._missed))
            elif choice.key == NOBODY:
                text = choice.text if following else "Svarte ikke, ingen flere å ringe"
                text = choice.text if not self._candidates or (step.transfer and step.transfer.external) else text
                rows.append((step.digit_of(choice), text, choice.hint, self._nobody))
            else:
                rows.append((step.digit_of(choice), choice.text, choice.hint, partial(self._other, choice.key)))
        return rows

    def _name_it(self, step: Step) -> None:
        """For the reader: «Sett over. Bergljot Lauvås, …, 990 08 104. Ledig, meldt selv 13.58. 1, Tok samtalen. 1 av 3»."""
        count = len(self._candidates)
        place = self._candidates.index(self.current) + 1 if self.current in self._candidates else 0
        which = f" {place} av {count}" if place else ""
        rows = ". ".join(f"{digit}, {text}" for digit, text, _, _ in self._rows(step))
        self._ui.step.setAccessibleName(f"{step.ask}. {self.card.spoken} {rows}.{which}")

    # ------------------------------------------------------------------ answering

    def press(self, digit: str) -> None:
        act = next((act for key, _, _, act in self._rows(self._step) if key == digit), None) if self._step else None
        if act is not None:
            act()

    def _earlier(self) -> Sequence[Attempt]:
        given = self._run.given.get(self._step.id) if self._run and self._step else None
        return [a for a in given.attempts if not a.took] if given else []

    def _took(self) -> None:
        self._answer(TOOK, took=True)

    def _nobody(self) -> None:
        if self.current is not None and not self.current.rung_at:
            self._tell_board(self.current)
        self._answer(NOBODY, took=False)

    def _missed(self) -> None:
        if self._step is not None and self.current is not None:
            self._tell_board(self.current)
            announce(self._ui.step, f"{self.current.name} svarte ikke.")
            self.missed.emit(self._step.id, self.current, wall_clock(self._clock()))

    def _other(self, key: str) -> None:
        if self._step is not None:
            self.answered.emit(self._step.id, Answer(choice=key))

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
