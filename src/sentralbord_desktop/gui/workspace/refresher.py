"""Reads what changed again, and gives it to the pages, the rail and the tray."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer

from sentralbord_desktop.domain.availability import Board
from sentralbord_desktop.domain.callbacks import Callback
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.domain.messages.sending_reach import SendingReach
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.call.page import CallPage
from sentralbord_desktop.gui.call.parked_menu import ParkedMenu
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.sharing.other_viewers import OtherViewers
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.gui.window.tray import Tray
from sentralbord_desktop.gui.workspace.lazy_pages import LazyPages, PageSpec
from sentralbord_desktop.gui.workspace.pages import PAGES
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.office import Services

LOOK_AGAIN_MS = 30_000


@dataclass(frozen=True)
class Listeners:
    """The receivers of the results. `lock` is called when the operator here has left."""

    call_session: CallSession
    call: CallPage
    pages: LazyPages
    parked: ParkedMenu
    other_viewers: OtherViewers
    lock: Callable[[], object]


class Refresher(QObject):
    """One read for each page, never on the main thread."""

    def __init__(
        self, window: MainWindow, services: Services, tasks: TaskRunner, listeners: Listeners, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._to = listeners
        self._window = window
        self._services = services
        self._tasks = tasks
        self._announced: set[int] = set()
        self.unsent = 0
        """Messages that are not sent yet."""
        self._also: dict[str, Callable[[Any], None]] = {
            "callbacks": self._show_callbacks,
            "confirmations": lambda awaited: listeners.call.home.show_awaited(awaited, services.session.clock()),
            "availability": self._show_board,
            "catalogue": self._show_organisation,
            "outbox": self._show_outbox,
        }
        """Page -> what else shows its result."""
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
        self._read(PAGES)
        self._to.call_session.reread()

    def read(self, subjects: frozenset[str]) -> None:
        self._read(spec for spec in PAGES if spec.subjects & subjects)
        if subjects & {"members", "callbacks", "confirmations"}:
            self._to.call_session.reread()
        if subjects & {"opened"}:
            self._to.other_viewers.read()
        if subjects & {"operators"}:
            self._tasks.run(self, self._services.session.refresh, self._lock_if_left)

    def _read(self, specs: Iterable[PageSpec]) -> None:
        for spec in specs:
            if spec.read is not None:
                self._tasks.run(self, partial(spec.read, self._services), partial(self._show, spec))

    def _show(self, spec: PageSpec, content: Any) -> None:
        if spec.name in self._also:
            self._also[spec.name](content)
        self._to.pages.refresh(spec.name, content)
        if spec.count is not None:
            self._window.rail.show_count(spec.name, spec.count(content, self._services.session.clock()))

    def _lock_if_left(self, _: object) -> None:
        """An administrator at another workstation has recorded that the operator here has left."""
        if self._services.session.operator.left is not None:
            self._to.lock()

    def show_parked(self, drafts: list[Draft]) -> None:
        self._to.parked.show(drafts)
        self._to.call.home.show_parked(drafts, self._services.session.clock())

    def _show_callbacks(self, callbacks: Sequence[Callback]) -> None:
        moment = self._services.session.clock()
        self._to.call.home.show_callbacks(callbacks, moment)
        due = {callback.id for callback in callbacks if callback.is_overdue(moment)}
        self._announce_due(due - self._announced)
        self._announced |= due

    def _announce_due(self, fresh: set[int]) -> None:
        """One notice for each that falls due; without names."""
        if fresh and self.tray.isVisible():
            word = "En oppringing er" if len(fresh) == 1 else f"{len(fresh)} oppringinger er"
            self.tray.show_message(f"{word} forfalt.")

    def _show_outbox(self, content: tuple[Sequence[Outgoing], SendingReach]) -> None:
        messages, reach = content
        self._to.call_session.sending = reach.settings
        self.unsent = sum(message.waits for message in messages)
        session = self._services.session
        self._to.call.home.show_outbox(messages, session.clock(), session.sign)

    def _show_organisation(self, organisation: Organisation) -> None:
        self._to.call_session.organisation = organisation

    def _show_board(self, board: Board) -> None:
        self._to.call_session.board = board
        self._to.call.wizard.step.transfer.show_board(board.snapshot())
        mine = board.status(f"operator:{self._services.session.sign}")
        confirmed = mine if mine and mine.is_confirmed else None
        kind, words = (confirmed.kind, confirmed.words(board.moment)) if confirmed else ("", "")
        self._window.header.show_status(kind, words)
