"""Fullfør, the decision of conflicts, and Ctrl+Z after it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from sentralbord_desktop.domain.conflicts import ConflictResolution
from sentralbord_desktop.domain.inquiries.inquiry import Receipt
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.services.drafts.draft import Draft
from sentralbord_desktop.services.inquiries.inquiries import InquiryService, Reopened


class InquiryCompletion(QObject):
    """Writes one inquiry at a time, on the worker. Another may be on the screen."""

    completed = Signal(object, object)  # Draft, Receipt
    not_completed = Signal(object, object)  # Draft, Exception: nothing was written
    refused = Signal(object)  # Exception

    def __init__(self, inquiries: InquiryService, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._inquiries, self._tasks = inquiries, tasks
        self._written_id = ""
        self.receipt: Receipt | None = None
        """The receipt of the inquiry that Ctrl+Z reopens."""

    def is_writing(self, draft: Draft) -> bool:
        return draft.id == self._written_id

    def complete(self, draft: Draft) -> None:
        self._written_id = draft.id
        self._tasks.run(
            self,
            lambda: self._inquiries.complete(draft),
            lambda receipt: self._completed(draft, receipt),
            lambda error: self._not_completed(draft, error),
        )

    def _completed(self, draft: Draft, receipt: Receipt) -> None:
        self._written_id, self.receipt = "", receipt
        self.completed.emit(draft, receipt)

    def _not_completed(self, draft: Draft, error: Exception) -> None:
        self._written_id = ""
        self.not_completed.emit(draft, error)

    def resolve_conflict(self, draft: Draft, chosen: ConflictResolution, on_done: Callable[[Draft], None]) -> None:
        self._tasks.run(self, lambda: self._inquiries.resolve_conflict(draft, chosen), on_done, self.refused.emit)

    def reopen(self, inquiry_id: str, on_done: Callable[[Reopened], None]) -> None:
        self._tasks.run(
            self,
            lambda: self._inquiries.reopen(inquiry_id),
            lambda done: self._reopened(done, on_done),
            self.refused.emit,
        )

    def _reopened(self, reopened: Reopened, on_done: Callable[[Reopened], None]) -> None:
        self.receipt = None
        on_done(reopened)
