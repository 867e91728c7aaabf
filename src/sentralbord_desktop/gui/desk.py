"""Puts the pages into the window once the register is open, and connects them with each other."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.desk import Callback
from sentralbord_desktop.domain.organisation import Organisation
from sentralbord_desktop.domain.phones import spoken_number
from sentralbord_desktop.gui.availability.page import AvailabilityPage
from sentralbord_desktop.gui.call.elsewhere import OpenElsewhere
from sentralbord_desktop.gui.call.flow import CallFlow
from sentralbord_desktop.gui.call.page import CallPage
from sentralbord_desktop.gui.call.twin_check import TwinCheck
from sentralbord_desktop.gui.catalogue.page import CataloguePage
from sentralbord_desktop.gui.changes import Changes
from sentralbord_desktop.gui.desk_bar import DeskBar
from sentralbord_desktop.gui.desk_commands import DeskCommands
from sentralbord_desktop.gui.desk_keys import DeskKeys
from sentralbord_desktop.gui.dialler import Dialler, ring_on_click
from sentralbord_desktop.gui.half_forms import HalfForms
from sentralbord_desktop.gui.incoming import Incoming
from sentralbord_desktop.gui.leaving import LeavingDialog, left_over
from sentralbord_desktop.gui.lists.callbacks import CallbacksPage
from sentralbord_desktop.gui.lists.confirmations import ConfirmationsPage
from sentralbord_desktop.gui.lists.list_page import ListPage
from sentralbord_desktop.gui.lists.outbox import OutboxPage
from sentralbord_desktop.gui.live import LiveLine
from sentralbord_desktop.gui.main_window import MainWindow
from sentralbord_desktop.gui.other_pages import OtherPages
from sentralbord_desktop.gui.parked import ParkedChip
from sentralbord_desktop.gui.placing import Placing
from sentralbord_desktop.gui.preferences import Preferences
from sentralbord_desktop.gui.procedure_text import ProcedureDialog
from sentralbord_desktop.gui.readings import Readings
from sentralbord_desktop.gui.rounds import Rounds
from sentralbord_desktop.gui.search_line import SearchLine
from sentralbord_desktop.gui.settings.page import SettingsPage
from sentralbord_desktop.gui.settings.part import Part
from sentralbord_desktop.gui.tasks import TaskRunner
from sentralbord_desktop.gui.theme import Theme
from sentralbord_desktop.procedures.model import Procedure
from sentralbord_desktop.services.draft import Draft
from sentralbord_desktop.services.office import Office


class Desk(QObject):
    """All pages over one office."""

    practice_asked = Signal()
    lock_asked = Signal()

    def __init__(
        self, window: MainWindow, colours: Theme, tasks: TaskRunner, search_tasks: TaskRunner,
        send_tasks: TaskRunner, office: Office, about: str, parts: Callable[[], Sequence[Part]],
        slow_tasks: TaskRunner, house: Organisation,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self.window = window
        self._theme = colours
        self._tasks = tasks
        self._runners = (tasks, search_tasks, send_tasks, slow_tasks)
        self._office = office
        self._shift = office.shift
        self.flow = CallFlow(office, house, tasks, self)
        self.call = CallPage(self.flow, office, tasks, search_tasks, window.ui.pages)
        self.rest = self.call.rest
        window.add_page("call", self.call)
        self.others = OtherPages(self, office, tasks, send_tasks, about, parts)
        self.elsewhere = OpenElsewhere(office, self.flow, self.call.record, tasks)
        self.parked = ParkedChip(
            window.ui.parked, office.shift.clock, self.flow.categories.title, self._take_up
        )
        self.half_forms = HalfForms(window, self.flow, self.call, office.parking, tasks)
        self.live = LiveLine(office, window, tasks, self)
        self.bar = DeskBar(window, office, self.flow, self.live, self.show_settings)
        self.mine = Preferences(window, colours, office, self.flow, tasks, self.bar.show_error)
        self.twins = TwinCheck(self.flow, office.duplicates, tasks)
        self.incoming = Incoming(window, self.call, self.flow, office.members, search_tasks)
        self.placing = Placing(window, self.flow, office.placing, tasks)
        self.dialler = Dialler(window, office.telephone, tasks)
        self.readings = Readings(self, window, office, tasks)
        self._changes = Changes(office.notices, self)
        self.rounds = Rounds(office, send_tasks, slow_tasks, self)
        self.keys = DeskKeys(self)
        self._commands = DeskCommands(window, self.flow, self.keys.commands(), self.keys.to_read())
        self.line = SearchLine(window, self.call, self._commands, lambda: self.live.is_lost)
        self._connect()
        self._connect_parts()

    @property
    def callbacks(self) -> CallbacksPage:
        return self.others.callbacks

    @property
    def confirmations(self) -> ConfirmationsPage:
        return self.others.confirmations

    @property
    def availability(self) -> AvailabilityPage:
        return self.others.availability

    @property
    def catalogue(self) -> CataloguePage:
        return self.others.catalogue

    @property
    def outbox(self) -> OutboxPage:
        return self.others.outbox

    @property
    def settings(self) -> SettingsPage:
        return self.others.settings

    @property
    def shown(self) -> QWidget | None:
        """The page that is shown."""
        return self.window.ui.pages.currentWidget()

    def start(self) -> None:
        """Everything is there: show the call page with what was typed meanwhile."""
        window, operator = self.window, self._shift.operator
        window.show_frame()
        window.may_close = self._may_close
        window.search.ready()
        window.header.show_me(operator.initials, operator.name, operator.loop)
        window.header.loop_menu(self.mine.choose_loop)
        window.header.status_menu(self.mine.say_own, lambda: self.show_settings("Deg"))
        window.show_page("call")
        self.call.wizard.set_short(short=operator.help_level != "ny")
        self.flow.shelf.read()
        self.half_forms.begin()
        self.rounds.begin()
        self.readings.begin()
        self.live.begin()
        self.bar.say_first()
        if text := window.ui.search.text():
            self.call.searched(text)
        window.ui.search.setFocus()

    # ------------------------------------------------------------------ connections

    def _connect(self) -> None:
        window, flow, call = self.window, self.flow, self.call
        window.page_shown.connect(self._page_shown)
        window.closing.connect(self._leave)
        self._theme.changed.connect(self._recolour)
        window.ui.parked.clicked.connect(self.keys.park_or_resume)
        window.ui.goPractice.clicked.connect(self.practice_asked)
        call.notice.connect(lambda sentence: window.show_bar(sentence))
        call.copied.connect(
            lambda number: window.show_bar(f"{spoken_number(number)} er kopiert.", "ok")
        )
        self.rest.draft_unwanted.connect(flow.throw_away)
        flow.shelf.thrown_away.connect(self.bar.thrown_away)
        self.rest.page_asked.connect(window.show_page)
        self.rest.procedure_chosen.connect(self.read_procedure)
        self.rest.callback_chosen.connect(lambda _: window.show_page("callbacks"))
        flow.shelf.changed.connect(self.readings.show_parked)
        flow.run_changed.connect(lambda _: self._call_takes_over())
        flow.review_reached.connect(lambda _: self._call_takes_over())
        flow.record_opened.connect(lambda _: self._call_takes_over())
        flow.completed.connect(lambda _: window.search.show_running(running=False))
        flow.set_aside.connect(lambda: window.search.show_running(running=False))
        flow.refused.connect(self.bar.show_error)

    def _connect_parts(self) -> None:
        call, bar = self.call, self.bar
        ring_on_click(call.record.ui.phone, self.keys.ring)
        call.last.told.connect(partial(bar.offer_undo, call.last))
        call.caller.offered.connect(lambda *_: self.placing.ask_again())
        self.incoming.ringing.taken.connect(lambda *_: self.placing.give_up())
        self.placing.refused.connect(bar.show_error)
        self.rest.member_sought.connect(self.placing.seek)
        self.twins.found.connect(bar.warn_of_twin)
        self._changes.happened.connect(self.readings.read)
        for runner in self._runners:
            runner.failed.connect(bar.failed_behind)
        self.rounds.failed.connect(bar.show_error)
        self.rounds.due.connect(bar.tell_due)

    def _call_takes_over(self) -> None:
        if self.window.page != "call":
            self.window.show_page("call")
        self.window.search.show_running(running=self.flow.run is not None)

    def _take_up(self, draft: Draft) -> None:
        self.window.show_page("call")
        self.flow.resume(draft)

    def answer_callback(self, callback: Callback) -> None:
        """«Svarte»: the member and the right wizard; Fullfør closes the callback."""
        self.window.show_page("call")
        if callback.member_id is None:
            self.flow.open_stranger(callback.number, callback.name)
            self.call.start_callback(callback)
            return
        start = self.call.start_callback
        self.flow.open_member(callback.member_id, "oppringing", lambda _: start(callback))

    def _page_shown(self, name: str) -> None:
        page: object = self.shown
        if isinstance(page, ListPage):
            page.focus_list()
        elif name == "call":
            self.call.show_rest_or_run()
            if self.call.currentWidget() is self.rest:
                self.window.ui.search.setFocus()

    def read_procedure(self, procedure: Procedure) -> None:
        """All of it, also with nobody on the line."""
        ProcedureDialog(procedure, self._office.inquiries.library, self.window).open()

    def show_settings(self, part: str) -> None:
        self.window.show_page("settings")
        self.settings.show_part(part)

    def _recolour(self) -> None:
        """Light became dark: what is drawn already takes the new colours, and nobody is moved."""
        self.readings.read_all()
        self.call.redraw()

    def hide_names(self) -> None:
        """What stands over the pages: the call that rings, and the commands."""
        self.incoming.ringing.hide()
        self._commands.box.hide()

    def _may_close(self) -> bool:
        """Practice is left without a word: nothing in it is real."""
        parked = len(self.flow.parked) + (self.flow.draft is not None)
        sentence = "" if self._office.practice else left_over(parked, self.readings.unsent)
        return not sentence or bool(LeavingDialog(sentence, self.window).exec())

    def _leave(self) -> None:
        if not self.window.is_alone:  # locked, it has been kept
            self.half_forms.keep()
        self.rounds.end()
        self.live.end()
        self._office.local_copy.stop()
        self.readings.end()
        self.flow.leave()
