"""The pages beside the call. Each is made when it is first shown or asked for, and is told then what was read last: the
window stands sooner for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.availability import Board
from sentralbord_desktop.domain.callbacks.callback import Callback
from sentralbord_desktop.domain.confirmations.confirmation import Confirmation
from sentralbord_desktop.domain.inquiries.unmatched import UnmatchedCall
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.gui.availability.page import AvailabilityPage
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.callbacks.page import CallbacksPage
from sentralbord_desktop.gui.confirmations.page import ConfirmationsPage
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.undo import UndoSlot
from sentralbord_desktop.gui.messages.outbox_page import OutboxPage
from sentralbord_desktop.gui.organisation.page import OrganisationPage
from sentralbord_desktop.gui.settings.page import SettingsPage
from sentralbord_desktop.gui.telephony.dialler import ring_on_click
from sentralbord_desktop.gui.widgets.settings_panel import Part
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.gui.workspace.message_bar import MessageBar
from sentralbord_desktop.gui.workspace.preferences import Preferences
from sentralbord_desktop.gui.workspace.unsaved_form import offer_back
from sentralbord_desktop.services.office import Services

P = TypeVar("P", bound=QWidget)
PAGE_NAMES = ("callbacks", "confirmations", "availability", "catalogue", "outbox", "settings")
"""As the rail has them."""


@dataclass(frozen=True)
class PageSignals:
    """What a page asks for that lies outside it: called when a person asks, so after all is made."""

    new_callback: Callable[[], None]
    answer_callback: Callable[[Callback], None]
    ring: Callable[[], None]
    to_search: Callable[[str], None]
    seek: Callable[[UnmatchedCall], None]


class LazyPages(QObject):
    def __init__(
        self,
        window: MainWindow,
        call_session: CallSession,
        bar: MessageBar,
        mine: Preferences,
        services: Services,
        tasks: TaskRunner,
        send_tasks: TaskRunner,
        about: str,
        parts: Callable[[], Sequence[Part]],
        signals: PageSignals,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._services, self._window, self._call_session, self._asked = services, window, call_session, signals
        self._bar, self._mine = bar, mine
        self._tasks, self._send_tasks = tasks, send_tasks
        self._about, self._parts = about, parts
        self._place = window.ui.pages
        """Made where it will stand: what is moved there afterwards is styled once more, with all in it."""
        self._pages: dict[str, QWidget] = {}
        self._told: dict[str, Callable[[], None]] = {}
        """Page -> shows it what was read last."""
        for name in PAGE_NAMES:
            self._window.offer_page(name, partial(getattr, self, name))

    def make_all(self) -> None:
        for name in PAGE_NAMES:
            getattr(self, name)

    def _page(self, name: str, make: Callable[[], P]) -> P:
        if name not in self._pages:
            self._pages[name] = page = make()
            self._window.add_page(name, page)
            if name in self._told:
                self._told[name]()
        return cast("P", self._pages[name])

    def _when_made(self, name: str, show: Callable[[], None]) -> None:
        self._told[name] = show
        if name in self._pages:
            show()

    # ------------------------------------------------------------------ what was read

    def show_callbacks(self, callbacks: Sequence[Callback]) -> None:
        self._when_made("callbacks", lambda: self.callbacks.show_callbacks(callbacks))

    def show_awaited(self, waiting: Sequence[Confirmation | UnmatchedCall]) -> None:
        self._when_made("confirmations", lambda: self.confirmations.show_confirmations(waiting))

    def show_board(self, board: Board) -> None:
        self._when_made("availability", lambda: self.availability.show_board(board))

    def show_organisation(self, organisation: Organisation) -> None:
        self._when_made("catalogue", lambda: self.catalogue.show_organisation(organisation))

    def show_outbox(self, messages: Sequence[Outgoing], settings: SendingSettings) -> None:
        self._when_made("outbox", lambda: self.outbox.show_messages(messages, settings))

    # ------------------------------------------------------------------ the pages

    @property
    def callbacks(self) -> CallbacksPage:
        return self._page("callbacks", self._make_callbacks)

    @property
    def confirmations(self) -> ConfirmationsPage:
        return self._page("confirmations", self._make_confirmations)

    @property
    def availability(self) -> AvailabilityPage:
        return self._page("availability", self._make_availability)

    @property
    def catalogue(self) -> OrganisationPage:
        return self._page("catalogue", self._make_catalogue)

    @property
    def outbox(self) -> OutboxPage:
        return self._page("outbox", self._make_outbox)

    @property
    def settings(self) -> SettingsPage:
        return self._page("settings", self._make_settings)

    def _make_callbacks(self) -> CallbacksPage:
        asked, services = self._asked, self._services
        page = CallbacksPage(services.callbacks, services.session, self._tasks, self._place)
        page.new_asked.connect(asked.new_callback)
        page.answered.connect(asked.answer_callback)
        page.letter_typed.connect(asked.to_search)
        page.list.logged = self._log_list
        ring_on_click(page.ui.number, asked.ring)
        self._can_go_back("callbacks", page, page.undo_slot)
        return page

    def _make_confirmations(self) -> ConfirmationsPage:
        asked, services = self._asked, self._services
        page = ConfirmationsPage(
            services.confirmations, services.unmatched_calls, services.session, self._tasks, self._place
        )
        page.member_chosen.connect(self._call_session.open_member)
        page.member_sought.connect(asked.seek)
        page.letter_typed.connect(asked.to_search)
        page.list.logged = self._log_list
        self._can_go_back("confirmations", page, page.undo_slot)
        return page

    def _make_availability(self) -> AvailabilityPage:
        asked = self._asked
        page = AvailabilityPage(
            self._services.availability, self._own_department, self._tasks, self._send_tasks, self._place
        )
        page.letter_typed.connect(asked.to_search)
        page.chosen.put_away.connect(partial(offer_back, self._window, "availability"))
        ring_on_click(page.ui.number, asked.ring)
        return page

    def _own_department(self) -> int | None:
        """Of the member whose record is open."""
        record = self._call_session.record
        return record.member.department if record else None

    def _make_catalogue(self) -> OrganisationPage:
        page = OrganisationPage(self._services, self._tasks, self._place)
        page.letter_typed.connect(self._asked.to_search)
        page.put_away.connect(partial(offer_back, self._window, "catalogue"))
        return page

    def _make_outbox(self) -> OutboxPage:
        page = OutboxPage(self._services.outbox, self._tasks, self._place)
        page.reopen_asked.connect(self._call_session.reopen)
        page.letter_typed.connect(self._asked.to_search)
        page.list.logged = self._log_list
        return page

    def _make_settings(self) -> SettingsPage:
        services, call_session, mine = self._services, self._call_session, self._mine
        page = SettingsPage(
            lambda: services.session.operator,
            lambda: call_session.organisation,
            lambda: self._about,
            self._parts,
            services.policies,
            self._place,
        )
        page.operator_changed.connect(lambda new: mine.settle(new, page.operator_kept.emit))
        page.look_changed.connect(mine.choose_look)
        page.organisation_changed.connect(lambda new: mine.save_organisation(new, page.organisation_saved.emit))
        return page

    def _can_go_back(self, name: str, page: CallbacksPage | ConfirmationsPage, undo_slot: UndoSlot) -> None:
        page.put_away.connect(partial(offer_back, self._window, name))
        undo_slot.changed.connect(partial(self._bar.offer_undo, undo_slot))

    def _log_list(self, what: str, about: int | None, leave: Callable[[], None]) -> None:
        self._tasks.run(
            self, lambda: self._services.members.log_list(what, about), lambda _: leave(), self._bar.show_error
        )
