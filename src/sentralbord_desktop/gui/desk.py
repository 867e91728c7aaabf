"""Puts the pages into the window once the register is open, and connects them with each other."""

import logging
from collections.abc import Sequence

from PySide6.QtCore import QObject, QSettings, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSystemTrayIcon, QWidget

from sentralbord_desktop.domain.desk import Callback, Confirmation, Operator, Outgoing
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.gui.call.flow import CallFlow
from sentralbord_desktop.gui.call.page import CallPage
from sentralbord_desktop.gui.call.rest import RestPage
from sentralbord_desktop.gui.changes import Changes
from sentralbord_desktop.gui.lists.callbacks import CallbacksPage
from sentralbord_desktop.gui.lists.confirmations import ConfirmationsPage
from sentralbord_desktop.gui.lists.outbox import OutboxPage
from sentralbord_desktop.gui.main_window import MainWindow
from sentralbord_desktop.gui.settings.page import SettingsPage
from sentralbord_desktop.gui.tasks import TaskRunner
from sentralbord_desktop.gui.theme import Theme
from sentralbord_desktop.services.callbacks import CallbackService, ConfirmationService
from sentralbord_desktop.services.draft import Draft
from sentralbord_desktop.services.inquiries import InquiryService
from sentralbord_desktop.services.members import MemberService
from sentralbord_desktop.services.notices import Notices
from sentralbord_desktop.services.organisation import OrganisationService
from sentralbord_desktop.services.outbox import OutboxService
from sentralbord_desktop.services.parking import ParkingService
from sentralbord_desktop.services.shift import Shift

log = logging.getLogger(__name__)
LOOK_AGAIN_MS = 30_000


class Desk(QObject):
    """All pages over one office."""

    practice_asked = Signal()

    def __init__(
        self, window: MainWindow, colours: Theme, tasks: TaskRunner, search_tasks: TaskRunner, *,
        shift: Shift, members: MemberService, inquiries: InquiryService, parking: ParkingService,
        callbacks: CallbackService, confirmations: ConfirmationService, outbox: OutboxService,
        organisation: OrganisationService, notices: Notices, about: str,
        parts: Sequence[tuple[str, QWidget]],
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window = window
        self._theme = colours
        self._tasks = tasks
        self._shift = shift
        self._members = members
        self._callbacks = callbacks
        self._confirmations = confirmations
        self._outbox = outbox
        self._organisation = organisation
        self._told: set[int] = set()
        self.flow = CallFlow(
            members, inquiries, parking, callbacks, confirmations, organisation, tasks, self
        )
        self.rest = RestPage(inquiries.library)
        self.call = CallPage(self.flow, members, callbacks, shift, tasks, search_tasks, self.rest)
        self.callbacks = CallbacksPage(callbacks, shift, tasks)
        self.confirmations = ConfirmationsPage(confirmations, shift, tasks)
        self.outbox = OutboxPage(outbox, tasks)
        self.settings = SettingsPage(shift.operator, self.flow.organisation, lambda: about, parts)
        self._tray = QSystemTrayIcon(window.windowIcon(), self)
        self._changes = Changes(notices, self)
        self._clock = QTimer(self, interval=LOOK_AGAIN_MS)
        self._place_pages()
        self._connect()
        self._keys()

    def _place_pages(self) -> None:
        for name, page in (
            ("call", self.call), ("callbacks", self.callbacks),
            ("confirmations", self.confirmations), ("outbox", self.outbox),
            ("settings", self.settings),
        ):  # fmt: skip
            self._window.add_page(name, page)

    def start(self) -> None:
        """Everything is there: show the call page with what was typed meanwhile."""
        window, operator = self._window, self._shift.operator
        window.show_frame()
        window.ready()
        window.show_parked(0)
        window.show_me(operator.initials, operator.name, operator.loop)
        window.loop_menu(self._choose_loop)
        window.show_page("call")
        self.call.wizard.set_short(short=operator.help_level != "ny")
        self.read_all()
        self.flow.read_parked()
        self._clock.start()
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._tray.show()
        if text := window.ui.search.text():
            self.call.searched(text)
        window.ui.search.setFocus()

    # ------------------------------------------------------------------ connections

    def _connect(self) -> None:
        window, flow, call = self._window, self.flow, self.call
        window.text_searched.connect(self._searched)
        window.entered.connect(call.enter)
        window.arrow_pressed.connect(call.move_in_hits)
        window.escaped_search.connect(self._escape)
        window.page_shown.connect(self._page_shown)
        window.closing.connect(self._leave)
        self._theme.changed.connect(self._recolour)
        window.ui.parked.clicked.connect(self._park_or_resume)
        window.ui.me.clicked.connect(lambda: self._show_settings("Deg"))
        window.ui.goPractice.clicked.connect(self.practice_asked)
        call.search_wanted.connect(self._to_search)
        call.search.rewritten.connect(self._rewrite_search)
        call.notice.connect(lambda sentence: window.show_bar(sentence))
        self.rest.outbox_asked.connect(lambda: window.show_page("outbox"))
        self.rest.callback_chosen.connect(lambda _: window.show_page("callbacks"))
        flow.parked_changed.connect(self._show_parked)
        flow.run_changed.connect(lambda _: self._call_takes_over())
        flow.review_reached.connect(lambda _: self._call_takes_over())
        flow.record_opened.connect(lambda _: self._call_takes_over())
        flow.completed.connect(lambda _: window.show_running(running=False))
        flow.set_aside.connect(lambda: window.show_running(running=False))
        flow.refused.connect(self.show_error)
        self.callbacks.new_asked.connect(self._new_callback)
        self.callbacks.answered.connect(self._answer_callback)
        self.confirmations.member_chosen.connect(flow.open_member)
        for page in (self.callbacks, self.confirmations, self.outbox):
            page.letter_typed.connect(self._to_search)
        self.settings.operator_changed.connect(self._settle)
        self.settings.look_changed.connect(self._choose_look)
        self.settings.union_changed.connect(self._save_union)
        self._changes.happened.connect(self._read_again)
        self._clock.timeout.connect(self.read_all)
        self._tasks.failed.connect(self.show_error)
        self._tray.messageClicked.connect(lambda: window.show_page("callbacks"))

    def _keys(self) -> None:
        window, call = self._window, self.call
        window.command("Ctrl+Return", call.finish)
        window.command("Ctrl+Enter", call.finish)
        window.command("Ctrl+P", self._park_or_resume)
        window.command("Ctrl+E", call.ask_category)
        window.command("Ctrl+R", call.take_promise)
        window.command("Ctrl+B", call.confirmation_is_here)
        window.command("Ctrl+T", self._new_callback)
        window.command("Ctrl+M", call.ask_remark)
        window.command("Ctrl+N", self._new_stranger)
        window.command("Ctrl+Z", self._undo)
        window.command("Ctrl+Down", call.record.show_all_remarks)
        window.command("Alt+Left", call.step_back)
        window.command("F1", lambda: self._show_settings("Tastatur"))
        window.command("F2", call.edit)
        window.command("F5", self.read_all)
        window.command("F8", call.wizard.toggle_whole)
        window.command("F9", self._toggle_short)
        window.command("Ctrl+Shift+Ø", self.practice_asked.emit)

    # ------------------------------------------------------------------ reading again

    def read_all(self) -> None:
        """F5, every half minute, and at start."""
        self._read_again(frozenset({"callbacks", "confirmations", "outbox", "inquiries"}))

    def _read_again(self, subjects: frozenset[str]) -> None:
        run = self._tasks.run
        if subjects & {"callbacks"}:
            run(self, self._callbacks.all_open, self._show_callbacks)
        if subjects & {"confirmations"}:
            run(self, self._confirmations.waiting, self._show_confirmations)
        if subjects & {"outbox"}:
            run(self, self._outbox.all, self._show_outbox)
        if subjects & {"inquiries"}:
            run(self, self._members.recent, self.call.show_recent)
        if subjects & {"members", "callbacks", "confirmations"}:
            self.flow.reread()
        if subjects & {"organisation"}:
            self.flow.refresh_organisation()

    def _show_callbacks(self, callbacks: Sequence[Callback]) -> None:
        moment = self._shift.clock()
        self.callbacks.show_callbacks(callbacks)
        self.rest.show_callbacks(callbacks, moment)
        due = [c for c in callbacks if c.is_overdue(moment)]
        words = f"{len(due)} å ringe nå" if due else f"{len(callbacks)} å ringe"
        self._window.badge(
            "callbacks", len(due) or len(callbacks), "danger" if due else "count", words
        )
        self._tell_due(due)

    def _tell_due(self, due: Sequence[Callback]) -> None:
        """A notice once for each that falls due; no name in it (design, section 8)."""
        fresh = {callback.id for callback in due} - self._told
        if fresh and self._told | fresh and self._tray.isVisible():
            word = "En oppringing er" if len(fresh) == 1 else f"{len(fresh)} oppringinger er"
            self._tray.showMessage("Sentralbord", f"{word} forfalt.", self._window.windowIcon())
        self._told |= fresh

    def _show_confirmations(self, confirmations: Sequence[Confirmation]) -> None:
        self.confirmations.show_confirmations(confirmations)
        self.rest.show_confirmations(confirmations)
        count = len(confirmations)
        self._window.badge("confirmations", count, "count", f"{count} venter")

    def _show_outbox(self, messages: Sequence[Outgoing]) -> None:
        self.outbox.show_messages(messages)
        count = sum(1 for message in messages if message.state == "klar")
        self._window.badge("outbox", count, "count", f"{count} å sende for hånd")

    def _show_parked(self, drafts: list[Draft]) -> None:
        self._window.show_parked(len(drafts))
        self.rest.show_parked(drafts, self._shift.clock())

    # ------------------------------------------------------------------ what the keys do

    def _searched(self, text: str) -> None:
        if self._window.page != "call":
            self._window.show_page("call")
        self._window.hide_bar()
        self.call.searched(text)

    def _to_search(self, letter: str) -> None:
        if letter:
            self._window.focus_search(letter)
        else:
            self._window.clear_search()

    def _rewrite_search(self, text: str, why: str) -> None:
        """A fødselsnummer was typed: it is replaced, and the operator is told."""
        self._window.ui.search.setText(text)
        self._window.show_bar(why)

    def _call_takes_over(self) -> None:
        if self._window.page != "call":
            self._window.show_page("call")
        self._window.show_running(running=self.flow.run is not None)

    def _escape(self) -> None:
        """One rung at a time; never deletes, never asks."""
        window = self._window
        field = window.ui.search
        if window.page == "call" and self.call.escape():
            return
        if not field.hasFocus():
            window.focus_search()
        elif field.text():
            window.clear_search()
            self.call.searched("")
        else:
            window.show_page("call")
            self.call.show_rest_or_run()

    def _park_or_resume(self) -> None:
        """Ctrl+P: park what runs; with nothing running, take up the newest."""
        if self.flow.draft is not None:
            self.call.park()
        elif self.flow.parked:
            self._window.show_page("call")
            self.flow.resume(self.flow.parked[0])

    def _undo(self) -> None:
        """Ctrl+Z: typing is undone in a field, else the last completed inquiry opens again."""
        focus = self._window.focusWidget()
        typed = isinstance(focus, QLineEdit) and focus.isUndoAvailable()
        writing = isinstance(focus, QPlainTextEdit) and not focus.isReadOnly()
        if isinstance(focus, QLineEdit | QPlainTextEdit) and (typed or writing):
            focus.undo()
        else:
            self.flow.reopen()

    def _toggle_short(self) -> None:
        short = not self.call.wizard.step.short
        self.call.wizard.set_short(short=short)
        self._settle({"help_level": "vant" if short else "ny"})

    def _new_callback(self) -> None:
        self._window.show_page("call")
        self.call.ask_callback()

    def _new_stranger(self) -> None:
        self._window.show_page("call")
        self.call.ask_stranger()

    def _answer_callback(self, callback: Callback) -> None:
        """«Svarte»: the member and the right wizard; Fullfør closes the callback."""
        self._window.show_page("call")
        if callback.member_id is None:
            self.flow.open_stranger(callback.number, callback.name)
            self.call.start_callback(callback)
            return

        def started(_: object) -> None:
            self.flow.record_opened.disconnect(started)
            self.call.start_callback(callback)

        self.flow.record_opened.connect(started)
        self.flow.open_member(callback.member_id, "oppringing")

    def _page_shown(self, name: str) -> None:
        pages: dict[str, CallbacksPage | ConfirmationsPage | OutboxPage | SettingsPage] = {
                 "callbacks": self.callbacks, "confirmations": self.confirmations,
                 "outbox": self.outbox, "settings": self.settings}  # fmt: skip
        if name in pages:
            pages[name].focus_list()
        elif name == "call":
            self.call.show_rest_or_run()
            if self.call.currentWidget() is self.rest:
                self._window.ui.search.setFocus()

    def _show_settings(self, part: str) -> None:
        self._window.show_page("settings")
        self.settings.show_part(part)

    def _recolour(self) -> None:
        """Light became dark: pictures in what is drawn already take the new colours."""
        self.read_all()
        if self.flow.run is not None and self._window.page == "call":
            self.call.go_on()
        else:
            self.flow.reread()

    def _leave(self) -> None:
        self._clock.stop()
        self._tray.hide()
        self.flow.leave()

    # ------------------------------------------------------------------ settings

    def _choose_loop(self, number: int) -> None:
        self._settle({"loop": number})

    def _settle(self, changes: dict[str, object]) -> None:
        def shown(operator: Operator) -> None:
            self._window.show_me(operator.initials, operator.name, operator.loop)

        self._tasks.run(self, lambda: self._shift.settle(**changes), shown, self.show_error)

    def _choose_look(self, choice: str) -> None:
        QSettings().setValue("utseende", choice)
        self._theme.choose(choice)

    def _save_union(self, union: str, phone: str) -> None:
        changed = self.flow.organisation.model_copy(update={"union": union, "phone": phone})
        self._tasks.run(self, lambda: self._organisation.save(changed), lambda _: None)

    def show_error(self, error: Exception) -> None:
        """What the user can act on as its sentence; a bug is logged with type and place alone."""
        if isinstance(error, SwitchboardError):
            self._window.show_bar(str(error))
            return
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
        log.error("bug %s at %s", type(error).__name__, where)
        self._window.show_bar(
            "Noe gikk galt i programmet. Det du har skrevet, er tatt vare på. Prøv igjen, og si fra "
            "til IT hvis det skjer på nytt."
        )
