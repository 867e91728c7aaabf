"""A call that waits for its member: the member is looked for by the ordinary search, and the bar enters it (X-5)."""

from PySide6.QtCore import QObject, Signal

from sentralbord_desktop.domain.inquiries.unmatched import Unplaced
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.services.inquiries.unmatched import PlacingService


class Placing(QObject):
    """Asks of each member that is opened until it is entered, given up, or something else is begun: an inquiry, a call
    that is taken, another page."""

    refused = Signal(object)  # Exception

    def __init__(
        self, window: MainWindow, call_session: CallSession, placing: PlacingService, tasks: TaskRunner
    ) -> None:
        super().__init__(window)
        self._window, self._call_session, self._placing, self._tasks = window, call_session, placing, tasks
        self._sought: Unplaced | None = None
        call_session.record_opened.connect(self._ask)
        for begun in (call_session.run_changed, call_session.review_reached):
            begun.connect(lambda _: self.give_up())
        window.page_shown.connect(self._went_to)

    def seek(self, unplaced: Unplaced) -> None:
        """By the number, else the name, that the call was from."""
        self._window.show_page("call")
        self._window.search.put(unplaced.sought)
        self._sought = unplaced
        self._window.show_bar(
            f"Finn medlemmet, og åpne det. Så kan {unplaced.detail} fra {unplaced.call} føres inn.",
            "info",
            "Avbryt",
            self.give_up,
        )

    def ask_again(self) -> None:
        """Something else took the bar."""
        if self._call_session.record is not None:
            self._ask(self._call_session.record)

    def _ask(self, record: MemberRecord) -> None:
        unplaced = self._sought
        if unplaced is None:
            return
        member = record.member
        self._window.show_bar(
            f"Skal {unplaced.detail} fra {unplaced.call} føres inn for {member.name} ({member.number})?",
            "info",
            "Før inn",
            lambda: self._enter(unplaced, member.id),
        )

    def _enter(self, unplaced: Unplaced, member_id: int) -> None:
        self.give_up()
        self._tasks.run(
            self,
            lambda: self._placing.place(unplaced, member_id),
            lambda done: self._tell(unplaced, done),
            self.refused.emit,
        )

    def _tell(self, unplaced: Unplaced, done: str) -> None:
        """With the way back, for it may have been the wrong member: the call stands again, to be completed."""

        def take_back() -> None:
            self._window.hide_bar()
            self._call_session.reopen(unplaced.inquiry_id)

        self._window.show_bar(done, "ok", "Åpne igjen", take_back)

    def _went_to(self, page: str) -> None:
        """Somewhere else: whoever is opened after that is another matter."""
        if page != "call":
            self.give_up()

    def give_up(self) -> None:
        if self._sought is not None:
            self._sought = None
            self._window.hide_bar("info")
