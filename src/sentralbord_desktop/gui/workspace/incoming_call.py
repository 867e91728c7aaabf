"""Incoming calls: from a link, a second start, or the clipboard."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from sentralbord_desktop.domain.members.member import Hit
from sentralbord_desktop.domain.telephony import may_be_a_date, spoken_number
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.call.page import CallPage
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.telephony import IncomingCallPanel
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.services.members import MemberService


class IncomingCalls(QObject):
    """Searches for a calling number when no call is open, else shows it in a bar. No record is opened or logged before
    the operator takes the call."""

    def __init__(
        self,
        window: MainWindow,
        call: CallPage,
        call_session: CallSession,
        members: MemberService,
        search_tasks: TaskRunner,
    ) -> None:
        super().__init__(call)
        self._window = window
        self._call = call
        self._call_session = call_session
        place = window.ui.vlay9
        self.ringing = IncomingCallPanel(place, place.indexOf(window.ui.bar), members, search_tasks, self)
        self.ringing.taken.connect(self._take)
        call.incoming_number.offered.connect(self._offer_number)
        call.incoming_number.added.connect(self._show_added)
        call_session.run_changed.connect(lambda _: window.hide_bar("info"))
        for happened in (
            call_session.run_changed,
            call_session.review_reached,
            call_session.set_aside,
            call_session.completed,
            call_session.identity_changed,
        ):
            happened.connect(lambda *_: self.ringing.show_parks(self._parks))

    def ring(self, number: str) -> None:
        """`number` as `normal_number` gives it."""
        if self._rests:
            self._search(number)
            return
        self.ringing.show(number, self._parks)

    @property
    def _parks(self) -> str:
        """The caller that would be parked: «Ingunn», «» when there is none."""
        if self._call_session.draft is None:
            return ""
        record = self._call_session.open_record
        return record.member.first_name if record else "Samtalen"

    @property
    def _rests(self) -> bool:
        """Whether there is no caller, no search and no text."""
        on_rest = self._window.page == "call" and self._call.currentWidget() is self._call.home
        return on_rest and self._call_session.draft is None and not self._window.ui.search.text()

    def _search(self, number: str) -> None:
        """Some landlines can be read as a birth date too; «tlf» marks it as a number."""
        spoken = spoken_number(number)
        self._call.hits.announcer.ring(number)
        self._window.search.put(f"tlf {spoken}" if may_be_a_date(number) else spoken)
        self._call.incoming_number.received(number)

    def _take(self, number: str, hits: Sequence[Hit]) -> None:
        """F4: open the member with the number, the hits when there are several, else an unknown caller."""
        if self._call_session.draft is not None:
            self._call.park()
        self._window.show_page("call")
        if len(hits) > 1:
            self._search(number)
            return
        self._call.incoming_number.received(number)
        if hits:
            self._call_session.open_hit(hits[0], "ringer")
        else:
            self._call_session.open_unknown_caller(number)

    def _offer_number(self, number: str, name: str) -> None:
        self._window.show_bar(
            f"{spoken_number(number)} står ikke på {name}. Hører nummeret til medlemmet?",
            "info",
            "Legg det til",
            self._call.incoming_number.add,
            "Ctrl+I",
        )

    def _show_added(self, number: str, name: str, member_id: int) -> None:
        remove = partial(self._call.incoming_number.remove, number, member_id)
        self._window.offer(f"{spoken_number(number)} er lagt til på {name}.", "ok", "Angre", remove)
