"""Assigns an unmatched call: the member is found by the normal search, and the bar assigns the call (X-5)."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from sentralbord_desktop.domain.inquiries.unmatched import UnmatchedCall
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.services.inquiries.unmatched import UnmatchedCallService


class UnmatchedCallPrompt(QObject):
    """Asks for each opened member, until the call is assigned or cancelled, or another task begins: an inquiry, a taken
    call, another page."""

    refused = Signal(object)  # Exception

    def __init__(
        self, window: MainWindow, call_session: CallSession, unmatched_calls: UnmatchedCallService, tasks: TaskRunner
    ) -> None:
        super().__init__(window)
        self._window, self._call_session = window, call_session
        self._unmatched_calls, self._tasks = unmatched_calls, tasks
        self._wanted: UnmatchedCall | None = None
        call_session.record_opened.connect(self._ask)
        for begun in (call_session.run_changed, call_session.review_reached):
            begun.connect(lambda _: self.cancel())
        window.page_shown.connect(self._went_to)

    def start(self, unmatched_call: UnmatchedCall) -> None:
        """Search for the number of the call, else the name."""
        self._window.show_page("call")
        self._window.search.put(unmatched_call.sought)
        self._wanted = unmatched_call
        self._window.show_bar(
            f"Finn medlemmet, og åpne det. Så kan {unmatched_call.detail} fra {unmatched_call.call} føres inn.",
            "info",
            "Avbryt",
            self.cancel,
        )

    def ask_again(self) -> None:
        """Show the question again after another sentence in the bar."""
        if self._call_session.open_record is not None:
            self._ask(self._call_session.open_record)

    def _ask(self, record: MemberRecord) -> None:
        unmatched_call = self._wanted
        if unmatched_call is None:
            return
        member = record.member
        self._window.show_bar(
            f"Skal {unmatched_call.detail} fra {unmatched_call.call} føres inn for {member.name} ({member.number})?",
            "info",
            "Før inn",
            lambda: self._enter(unmatched_call, member.id),
        )

    def _enter(self, unmatched_call: UnmatchedCall, member_id: int) -> None:
        self.cancel()
        self._tasks.run(
            self,
            lambda: self._unmatched_calls.assign(unmatched_call, member_id),
            lambda done: self._show_done(unmatched_call, done),
            self.refused.emit,
        )

    def _show_done(self, unmatched_call: UnmatchedCall, done: str) -> None:
        """The bar offers to reopen the call, in case of a wrong member."""
        reopen = partial(self._call_session.reopen, unmatched_call.inquiry_id)
        self._window.offer(done, "ok", "Åpne igjen", reopen)

    def _went_to(self, page: str) -> None:
        """End when another page is shown: later members are unrelated to the call."""
        if page != "call":
            self.cancel()

    def cancel(self) -> None:
        if self._wanted is not None:
            self._wanted = None
            self._window.hide_bar("info")
