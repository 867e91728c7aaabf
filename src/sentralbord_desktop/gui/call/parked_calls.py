"""The parked calls: those in the register, with the changes made here since it was read."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.inquiries.parking import ParkingService


class ParkedCallList(QObject):
    """The newest first. Changes are shown at once and written by the worker."""

    changed = Signal(object)  # list[Draft]
    put_aside = Signal(object)  # Draft: it is kept
    taken = Signal(object)  # Draft: it is opened again
    discarded = Signal(object, int)  # Draft, what restores it
    refused = Signal(object)  # Exception

    def __init__(
        self, parking: ParkingService, library: Library, running: Callable[[], str], tasks: TaskRunner, parent: QObject
    ) -> None:
        """`running` gives the id of the running inquiry, which the register stores too."""
        super().__init__(parent)
        self._parking, self._library, self._tasks = parking, library, tasks
        self._running = running
        self.drafts: list[Draft] = []
        self._moves = 0
        """Number of changes made here."""

    def put(self, draft: Draft) -> None:
        """Show in front, and store."""
        self._move([draft, *self._without(draft)])
        self._tasks.run(self, lambda: self._parking.keep(draft, running=False), lambda _: self.put_aside.emit(draft))

    def put_back(self, draft: Draft) -> None:
        """Park again, unchanged, a draft that could not be resumed."""
        if all(other.id != draft.id for other in self.drafts):
            self._move([draft, *self.drafts])

    def take(self, draft: Draft) -> None:
        self._move(self._without(draft))
        self.taken.emit(draft)

    def discard(self, draft: Draft) -> None:
        """Discard a draft, with undo; kept where it cannot be discarded now."""
        step = self._library.question(draft.category, draft.step)
        self._move(self._without(draft))
        self._tasks.run(
            self,
            lambda: self._parking.drop(draft, step),
            lambda left: self.discarded.emit(draft, left),
            lambda error: self._stays(draft, error),
        )

    def bring_back(self, draft: Draft, left: int) -> None:
        self._tasks.run(self, lambda: self._parking.restore(draft, left), lambda _: self.read(), self.refused.emit)

    def read(self) -> None:
        seen = self._moves
        self._tasks.run(self, self._parking.drafts, lambda drafts: self._set(drafts, seen))

    def _set(self, drafts: Sequence[Draft], seen: int) -> None:
        if seen != self._moves:  # changed during the read
            self.read()
            return
        running = self._running()
        self.drafts = [draft for draft in drafts if draft.id != running]
        self.changed.emit(self.drafts)

    def _stays(self, draft: Draft, error: Exception) -> None:
        self._tasks.run(self, lambda: self._parking.keep(draft, running=False), lambda _: self.read())
        self.refused.emit(error)

    def _without(self, draft: Draft) -> list[Draft]:
        return [other for other in self.drafts if other.id != draft.id]

    def _move(self, drafts: list[Draft]) -> None:
        self._moves += 1
        self.drafts = drafts
        self.changed.emit(drafts)
