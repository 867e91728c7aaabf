"""What is half-written beside a call when the window is locked, or left by Esc: opened again with its words."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from sentralbord_desktop.domain.errors import MemberGoneError
from sentralbord_desktop.domain.inquiries.parked import UnsavedForm
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.call.page import CallPage
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.services.inquiries.parking import ParkingService

HALF_WRITTEN = "Her er skjemaet du skrev i da vinduet ble låst."
PUT_AWAY = "Det du skrev, er ikke lagret."


def offer_back(window: MainWindow, page: str, back: Callable[[], None]) -> None:
    """Esc never deletes: what was written on `page` can be had back as long as the line stands."""

    def bring_back() -> None:
        window.hide_bar()
        window.show_page(page)
        back()

    window.show_bar(PUT_AWAY, "warn", "Hent tilbake", bring_back)


class UnsavedFormKeeper(QObject):
    """One form at most: that of Ctrl+M, Ctrl+T, Ctrl+N or F2."""

    def __init__(
        self, window: MainWindow, call_session: CallSession, call: CallPage, parking: ParkingService, tasks: TaskRunner
    ) -> None:
        super().__init__(call)
        self._window, self._call_session, self._call = window, call_session, call
        self._parking, self._tasks = parking, tasks
        self._kept: UnsavedForm | None = None
        self._left: UnsavedForm | None = None
        call.forms.leaving.connect(self._leave)
        call.forms.not_kept.connect(self._offer)
        for opened in (call_session.record_opened, call_session.unknown_caller_opened):
            opened.connect(lambda *_: self._offer())

    def _leave(self) -> None:
        """A search takes the line away with the next letter: it is said again when somebody has been opened."""
        form = self._call.forms.half_written()
        if form is not None:
            self._offer(form)
            self._left = form

    def _offer(self, form: UnsavedForm | None = None) -> None:
        form, self._left = form or self._left, None
        if form is not None:
            offer_back(self._window, "call", partial(self._bring_back, form))

    def _bring_back(self, form: UnsavedForm) -> None:
        self._left = None
        record = self._call_session.open_record
        if self._call_session.run is None and record is not None and record.member.id == form.member_id:
            self._call.on_line.go_on_with(form, record.member)
        else:
            self.go_on_with(form, "")

    def begin(self) -> None:
        """Go on with what was kept, when there is anything."""
        self._tasks.run(self, self._parking.take_form, self.go_on_with)

    def keep(self) -> None:
        """The window is being locked."""
        form = self._call.forms.half_written() or self._kept
        if form is None:
            return
        self._kept = kept = form  # until it is written: the server may be away
        self._tasks.run(self, lambda: self._parking.keep_form(kept), self._is_kept, self._is_not_kept)

    @property
    def waits(self) -> bool:
        """Whether there is a form that is not written yet."""
        return self._kept is not None

    def restore(self) -> None:
        """The window was locked and is open again, in the same process: the form stands where it stood."""
        self._kept = None

    def _is_kept(self, _: object) -> None:
        self._kept = None

    def _is_not_kept(self, error: Exception) -> None:
        """It waits here; but not for a member that was erased."""
        if isinstance(error, MemberGoneError):
            self._kept = None

    def go_on_with(self, form: UnsavedForm | None, sentence: str = HALF_WRITTEN) -> None:
        """The form as it was left, over its own member."""
        if form is None:
            return
        half = form

        def opened(record: MemberRecord | None) -> None:
            if record is not None and record.member.id != half.member_id:
                return  # its member could not be opened: never another's name on these words
            self._call.on_line.go_on_with(half, record.member if record else None)
            if sentence:
                self._window.show_bar(sentence, "ok")

        if form.member_id is None:
            opened(None)
            return
        self._call_session.open_member(form.member_id, "fortsatt skjema", opened)
