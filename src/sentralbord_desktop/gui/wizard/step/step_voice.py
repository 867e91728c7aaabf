"""Announces the shown step, and the deadline of the call when it appears, changes or becomes urgent."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.members.identity import IdentityFacts
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.wizard.step.candidates.ringing import Ringing
from sentralbord_desktop.gui.wizard.step.deadline import deadline_sentence, spoken_deadline
from sentralbord_desktop.gui.wizard.step.spoken_step import SpokenStep, spoken_person, spoken_step
from sentralbord_desktop.procedures.model import Step
from sentralbord_desktop.procedures.run import ProcedureRun

ABOUT = "step"


class StepVoice:
    """Remembers what was announced of the call, so that an unchanged step is not announced again."""

    def __init__(self, widget: QWidget, ringing: Callable[[], Ringing | None]) -> None:
        self._widget, self._ringing = widget, ringing
        self._call = ""
        self._said = ("", "")
        self._deadline = ("", False)
        self._heard: SpokenStep | None = None
        """The step that was announced last."""

    @property
    def announced(self) -> str:
        """The sentence of the step that is shown."""
        return self._said[1]

    def forget_step(self) -> None:
        """Announce the next step in full, also when it is the same."""
        self._said, self._heard = ("", ""), None

    def announce_step(self, call: str, run: ProcedureRun, step: Step, identity: IdentityFacts | None) -> None:
        """`call` is the id of the inquiry. In a transfer with a new candidate, only the person and the answers are
        announced."""
        if call != self._call:
            self._call, self._deadline = call, ("", False)
            self.forget_step()
        is_new = self._announce_deadline(run)
        ringing = self._ringing()
        spoken = spoken_step(run, step, identity=identity, ringing=ringing)
        before, self._said = self._said, (step.id, spoken.sentence)
        if before == self._said:
            return
        if ringing is not None and before[0] == step.id:
            announce(self._widget, spoken_person(ringing), about=ABOUT)
            return
        announce(self._widget, self._shortened(spoken, is_new=is_new).sentence, about=ABOUT)
        self._heard = spoken

    def _shortened(self, spoken: SpokenStep, *, is_new: bool) -> SpokenStep:
        """The step without the count and note if the previous step had the same, and without a deadline announced just
        now."""
        before = self._heard
        if before is not None:
            count = 0 if spoken.count == before.count else spoken.count
            spoken = replace(spoken, count=count, note="" if spoken.note == before.note else spoken.note)
        return replace(spoken, deadline="") if is_new else spoken

    def announce_person(self) -> None:
        """Announce the person to ring in the shown transfer, after another was chosen or the board changed; not on the
        review."""
        ringing = self._ringing() if self._widget.isVisible() else None
        if ringing is not None:
            announce(self._widget, spoken_person(ringing), about=ABOUT)

    def _announce_deadline(self, run: ProcedureRun) -> bool:
        """Announce the deadline if needed; returns whether it was."""
        urgent = run.assessment is not None and run.assessment.urgent
        sentence, was_urgent = self._deadline
        self._deadline = (deadline_sentence(run), urgent)
        is_new = bool(self._deadline[0]) and (self._deadline[0] != sentence or (urgent and not was_urgent))
        if is_new:
            announce(self._widget, spoken_deadline(run), about="deadline", is_urgent=True)
        return is_new
