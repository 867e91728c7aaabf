"""Ctrl+Z after something that was written beside an inquiry: a callback arranged, fields of the member rectified."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.callbacks.callback import Callback
from sentralbord_desktop.domain.members.member import Member, Rectified
from sentralbord_desktop.gui.call.call_notices import arranged_sentence, rectified_sentence
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.undo import UndoSlot
from sentralbord_desktop.services.office import Services


class FormUndo:
    """Offers the undo in the slot of `page`."""

    def __init__(
        self, page: QWidget, call_session: CallSession, services: Services, tasks: TaskRunner, undo_slot: UndoSlot
    ) -> None:
        self._page, self._call_session, self._tasks, self._undo_slot = page, call_session, tasks, undo_slot
        self._clock = services.session.clock
        self._withdraw, self._put_back = services.callbacks.withdraw, services.members.put_back

    def offer_arranged(self, made: Callback) -> None:
        """After Ctrl+T; Ctrl+Z withdraws the callback."""
        self._call_session.forget_receipt()
        self.offer(arranged_sentence(made, self._clock()), lambda: self._withdraw(made))

    def offer_rectified(self, seen: Member, done: Sequence[Rectified]) -> None:
        """After F2; Ctrl+Z restores the former values, where they have not been changed since."""
        if done:
            self.offer(rectified_sentence(seen, done), partial(self._put_back, seen.id, done))

    def offer(self, sentence: str, back: Callable[[], object]) -> None:
        """Show `sentence`; Ctrl+Z calls `back` on the worker."""
        run = partial(self._tasks.run, self._page, back, lambda _: None, self._call_session.refused.emit)
        self._undo_slot.set(self._page, sentence, run)
