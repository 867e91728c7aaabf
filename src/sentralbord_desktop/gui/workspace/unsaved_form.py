"""Stores the unsaved short form beside a call, and the text of a card, when the window locks or closes."""

from collections.abc import Callable
from functools import partial

from sentralbord_desktop.domain.errors import MemberGoneError
from sentralbord_desktop.domain.inquiries.parked import UnsavedForm
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.call.page import CallPage
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.unsaved_forms import Form, UnsavedForms
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.services.inquiries.parking import ParkingService

HALF_WRITTEN = "Her er skjemaet du skrev i da vinduet ble låst."


class UnsavedFormKeeper(UnsavedForms):
    """Stores at most one form: that of Ctrl+M, Ctrl+T, Ctrl+N or F2."""

    def __init__(
        self, window: MainWindow, call_session: CallSession, call: CallPage, parking: ParkingService, tasks: TaskRunner
    ) -> None:
        super().__init__(call)
        self._window, self._call_session, self._call = window, call_session, call
        self._parking, self._tasks = parking, tasks
        self._kept: UnsavedForm | None = None
        self._left: UnsavedForm | None = None
        self._side_form = self.register(
            Form(
                name="skjema ved samtalen",
                page="call",
                is_unsaved=lambda: call.forms.half_written() is not None,
                keep=lambda: partial(self._bring_back, call.forms.half_written()),
                discard=call.forms.panel.cancelled.emit,
                store=lambda: self._store(call.forms.half_written()),
            )
        )
        cards = call.review.cards
        self.register(
            Form(
                name="kort i gjennomsynet",
                page="call",
                is_unsaved=lambda: cards.is_changed,
                keep=lambda: self._keep_card(),
                discard=cards.leave_edited,
                store=cards.keep_edited,
            )
        )
        call.forms.leaving.connect(self._leave)
        call.forms.not_kept.connect(self._offer)
        for opened in (call_session.record_opened, call_session.unknown_caller_opened):
            opened.connect(lambda *_: self._offer())

    def _leave(self) -> None:
        """A search hides the bar with the next letter: offer the form again when a member has been opened."""
        form = self._call.forms.half_written()
        if form is not None:
            self._offer(form)
            self._left = form

    def _offer(self, form: UnsavedForm | None = None) -> None:
        form, self._left = form or self._left, None
        if form is not None:
            self.offer_back(self._side_form, partial(self._bring_back, form))

    def _bring_back(self, form: UnsavedForm | None) -> None:
        self._left = None
        record = self._call_session.open_record
        is_open = form is not None and record is not None and record.member.id == form.member_id
        if form is not None and record is not None and is_open and self._call_session.run is None:
            self._call.on_line.go_on_with(form, record.member)
        else:
            self.go_on_with(form, "")

    def _keep_card(self) -> Callable[[], object]:
        """The draft keeps the text of the card, also across a restart: it is there when the review is shown."""
        self._call.review.keep_edited()
        return self._call.inquiry.go_on

    def begin(self) -> None:
        self._tasks.run(self, self._parking.take_form, self.go_on_with)

    def keep(self) -> None:
        """Store the form at lock or close. One that could not be stored earlier is retried."""
        self.store()
        if not self._side_form.is_unsaved():
            self._store(self._kept)

    def _store(self, form: UnsavedForm | None) -> None:
        if form is None:
            return
        self._kept = form  # until it is stored: the server may be away
        self._tasks.run(self, lambda: self._parking.keep_form(form), self._is_kept, self._is_not_kept)

    @property
    def waits(self) -> bool:
        return self._kept is not None

    def restore(self) -> None:
        """The window was unlocked in the same process: the form is still open."""
        self._kept = None

    def _is_kept(self, _: object) -> None:
        self._kept = None

    def _is_not_kept(self, error: Exception) -> None:
        """Keep it for a retry, unless the member was erased."""
        if isinstance(error, MemberGoneError):
            self._kept = None

    def go_on_with(self, form: UnsavedForm | None, sentence: str = HALF_WRITTEN) -> None:
        """Open the form with its text, over its own member."""
        if form is None:
            return
        half = form

        def opened(record: MemberRecord | None) -> None:
            if record is not None and record.member.id != half.member_id:
                return  # its member could not be opened, and the text must not go to another
            self._call.on_line.go_on_with(half, record.member if record else None)
            if sentence:
                self._window.show_bar(sentence, "ok")

        if form.member_id is None:
            opened(None)
            return
        self._call_session.open_member(form.member_id, "fortsatt skjema", opened)
