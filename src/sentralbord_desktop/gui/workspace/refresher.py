"""Reads again what changed, and gives it to the pages, the badges and the tray."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from sentralbord_desktop.domain.availability import Board
from sentralbord_desktop.domain.callbacks.callback import Callback
from sentralbord_desktop.domain.confirmations.confirmation import Confirmation
from sentralbord_desktop.domain.inquiries.unmatched import UnmatchedCall
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.call.page import CallPage
from sentralbord_desktop.gui.call.parked_menu import ParkedMenu
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.sharing.other_viewers import OtherViewers
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.gui.window.tray import Tray
from sentralbord_desktop.gui.workspace.lazy_pages import LazyPages
from sentralbord_desktop.services.drafts.draft import Draft
from sentralbord_desktop.services.office import Services

LOOK_AGAIN_MS = 30_000
ALL_SUBJECTS = frozenset({"callbacks", "confirmations", "outbox", "inquiries", "organisation"})


@dataclass(frozen=True)
class Listeners:
    """Who is given what was read. `lock` is called when whoever sits here has left."""

    call_session: CallSession
    call: CallPage
    pages: LazyPages
    parked: ParkedMenu
    other_viewers: OtherViewers
    lock: Callable[[], object]


class Refresher(QObject):
    """One reading for each subject; nothing is read on the main thread."""

    def __init__(
        self, window: MainWindow, services: Services, tasks: TaskRunner, listeners: Listeners, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._to = listeners
        self._window = window
        self._services = services
        self._tasks = tasks
        self._told: set[int] = set()
        self.unsent = 0
        """Messages that wait to be sent."""
        self.tray = Tray(window, self)
        self.tray.lock_asked.connect(listeners.lock)
        self._clock = QTimer(self, interval=LOOK_AGAIN_MS)
        self._clock.timeout.connect(self.read_all)

    def begin(self) -> None:
        self.read_all()
        self._clock.start()
        self.tray.begin()

    def end(self) -> None:
        self._clock.stop()
        self.tray.hide()

    def read_all(self) -> None:
        """F5, every half minute, and at start."""
        self._to.parked.refresh()
        self.read(ALL_SUBJECTS)

    def read(self, subjects: frozenset[str]) -> None:
        """Read again whatever hangs on these subjects."""
        run, services, to = self._tasks.run, self._services, self._to
        if subjects & {"callbacks"}:
            run(self, services.callbacks.all_open, self._show_callbacks)
        if subjects & {"confirmations", "inquiries", "members"}:
            run(self, self._read_awaited, self._show_awaited)
        if subjects & {"outbox", "sending"}:
            run(self, self._read_outbox, self._show_outbox)
        if subjects & {"inquiries"}:
            run(self, services.members.recent, to.call.show_recent)
        if subjects & {"members", "callbacks", "confirmations"}:
            to.call_session.reread()
        if subjects & {"opened"}:
            to.other_viewers.read()
        if subjects & {"organisation"}:
            run(self, services.organisation.read, self._show_organisation)
        if subjects & {"organisation", "availability", "operators"}:
            run(self, services.availability.board, self._show_board)
        if subjects & {"operators"}:
            run(self, services.session.refresh, self._lock_if_left)

    def _lock_if_left(self, _: object) -> None:
        """An administrator at another desk has said that whoever sits here has left."""
        if self._services.session.operator.left is not None:
            self._to.lock()

    def show_parked(self, drafts: list[Draft]) -> None:
        self._to.parked.show(drafts)
        self._to.call.home.show_parked(drafts, self._services.session.clock())

    def _show_callbacks(self, callbacks: Sequence[Callback]) -> None:
        moment = self._services.session.clock()
        self._to.pages.show_callbacks(callbacks)
        self._to.call.home.show_callbacks(callbacks, moment)
        due = [c for c in callbacks if c.is_overdue(moment)]
        words = f"{len(due)} å ringe nå" if due else f"{len(callbacks)} å ringe"
        self._window.badge("callbacks", len(due) or len(callbacks), "danger" if due else "count", words)
        self._announce_due(due)

    def _announce_due(self, due: Sequence[Callback]) -> None:
        """A notice once for each that falls due; no name in it (design, section 8)."""
        fresh = {callback.id for callback in due} - self._told
        if fresh and self.tray.isVisible():
            word = "En oppringing er" if len(fresh) == 1 else f"{len(fresh)} oppringinger er"
            self.tray.show_message(f"{word} forfalt.")
        self._told |= fresh

    def _read_awaited(self) -> tuple[list[Confirmation], list[UnmatchedCall]]:
        return self._services.confirmations.awaited(), self._services.unmatched_calls.all_unmatched()

    def _show_awaited(self, read: tuple[list[Confirmation], list[UnmatchedCall]]) -> None:
        confirmations, unplaced = read
        waiting: list[Confirmation | UnmatchedCall] = [*unplaced, *confirmations]
        self._to.pages.show_awaited(waiting)
        self._to.call.home.show_awaited(waiting)
        self._window.badge("confirmations", len(waiting), "count", f"{len(waiting)} venter")

    def _read_outbox(self) -> tuple[list[Outgoing], SendingSettings]:
        return self._services.outbox.all(), self._services.sending.read()

    def _show_outbox(self, read: tuple[list[Outgoing], SendingSettings]) -> None:
        messages, settings = read
        self._to.call_session.sending = settings
        self._to.pages.show_outbox(messages, settings)
        self.unsent = sum(message.waits for message in messages)
        hand = [message for message in messages if message.needs_hand]
        bad = [message for message in hand if message.state in {"feilet", "usikker"}]
        words = f"{len(bad)} ble ikke sendt" if bad else f"{len(hand)} å sende for hånd"
        self._window.badge("outbox", len(bad) or len(hand), "danger" if bad else "count", words)

    def _show_organisation(self, organisation: Organisation) -> None:
        self._to.call_session.organisation = organisation
        self._to.pages.show_organisation(organisation)

    def _show_board(self, board: Board) -> None:
        self._to.call_session.board = board
        self._to.pages.show_board(board)
        mine = board.status(f"operator:{self._services.session.sign}")
        known = mine if mine and mine.is_confirmed else None
        self._window.header.show_status(known.kind if known else "", known.words(board.moment) if known else "")
