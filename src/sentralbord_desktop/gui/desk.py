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
from sentralbord_desktop.gui.half_forms import HalfForms, offer_back
from sentralbord_desktop.gui.incoming import Incoming
from sentralbord_desktop.gui.leaving import LeavingDialog, left_over
from sentralbord_desktop.gui.lists.callbacks import CallbacksPage
from sentralbord_desktop.gui.lists.confirmations import ConfirmationsPage
from sentralbord_desktop.gui.lists.list_page import ListPage
from sentralbord_desktop.gui.lists.outbox import OutboxPage
from sentralbord_desktop.gui.live import LiveLine
from sentralbord_desktop.gui.main_window import MainWindow
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
        self.pages = self._make_pages(tasks, search_tasks, send_tasks, about, parts)
        self.elsewhere = OpenElsewhere(office, self.flow, self.call.record, tasks)
        self.parked = ParkedChip(window.ui.parked, office.shift.clock, self._take_up)
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
        for name, page in self.pages.items():
            window.add_page(name, page)
        self.keys = DeskKeys(self)
        self._commands = DeskCommands(window, self.flow, self.keys.commands(), self.keys.to_read())
        self.line = SearchLine(window, self.call, self._commands, lambda: self.live.is_lost)
        self._connect()
        self._connect_pages()

    def _make_pages(
        self, tasks: TaskRunner, search_tasks: TaskRunner, send_tasks: TaskRunner, about: str,
        parts: Callable[[], Sequence[Part]],
    ) -> dict[str, QWidget]:  # fmt: skip
        """Each by the name that the rail has for it. Made where it will stand: what is moved there afterwards is
        styled once more, with all that is in it."""
        office, shift, place = self._office, self._shift, self.window.ui.pages
        self.call = CallPage(self.flow, office, tasks, search_tasks, place)
        self.rest = self.call.rest
        self.callbacks = CallbacksPage(office.callbacks, shift, tasks, place)
        self.confirmations = ConfirmationsPage(
            office.confirmations, office.placing, shift, tasks, place
        )
        self.availability = AvailabilityPage(
            office.availability, self.flow, tasks, send_tasks, place
        )
        self.catalogue = CataloguePage(office, tasks, place)
        self.outbox = OutboxPage(office.outbox, tasks, place)
        self.settings = SettingsPage(
            lambda: shift.operator, lambda: self.flow.organisation, lambda: about, parts,
            office.policies, place,
        )  # fmt: skip
        return {
            "call": self.call, "callbacks": self.callbacks, "confirmations": self.confirmations,
            "availability": self.availability, "catalogue": self.catalogue,
            "outbox": self.outbox, "settings": self.settings,
        }  # fmt: skip

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
        self.flow.read_parked()
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
        flow.thrown_away.connect(self.bar.thrown_away)
        self.rest.page_asked.connect(window.show_page)
        self.rest.procedure_chosen.connect(self.read_procedure)
        self.rest.callback_chosen.connect(lambda _: window.show_page("callbacks"))
        flow.parked_changed.connect(self.readings.show_parked)
        flow.run_changed.connect(lambda _: self._call_takes_over())
        flow.review_reached.connect(lambda _: self._call_takes_over())
        flow.record_opened.connect(lambda _: self._call_takes_over())
        flow.completed.connect(lambda _: window.search.show_running(running=False))
        flow.set_aside.connect(lambda: window.search.show_running(running=False))
        flow.refused.connect(self.bar.show_error)

    def _connect_pages(self) -> None:
        call = self.call
        self.callbacks.new_asked.connect(self.keys.new_callback)
        for number in (call.record.ui.phone, self.callbacks.ui.number, self.availability.ui.number):
            ring_on_click(number, self.keys.ring)
        self.callbacks.answered.connect(self._answer_callback)
        self.confirmations.member_chosen.connect(self.flow.open_member)
        self.confirmations.member_sought.connect(self.placing.seek)
        self.placing.refused.connect(self.bar.show_error)
        call.caller.offered.connect(lambda *_: self.placing.ask_again())
        self.incoming.ringing.taken.connect(lambda *_: self.placing.give_up())
        for page in (
            self.callbacks,
            self.confirmations,
            self.availability,
            self.catalogue,
            self.outbox,
        ):
            page.letter_typed.connect(self.line.to_search)
        for name, asks in (
            ("callbacks", self.callbacks), ("confirmations", self.confirmations),
            ("catalogue", self.catalogue), ("availability", self.availability.chosen),
        ):  # fmt: skip
            asks.put_away.connect(partial(offer_back, self.window, name))
        for undoable in (self.callbacks, self.confirmations, self.call):
            undoable.last.told.connect(partial(self.bar.offer_undo, undoable.last))
        self.outbox.reopen_asked.connect(self.flow.reopen)
        self.callbacks.list.logged = self._log_list
        self.confirmations.list.logged = self.outbox.list.logged = self._log_list
        settings, mine = self.settings, self.mine
        settings.operator_changed.connect(lambda new: mine.settle(new, settings.operator_kept.emit))
        settings.look_changed.connect(mine.choose_look)
        settings.house_changed.connect(lambda new: mine.save_house(new, settings.house_kept.emit))
        self.twins.found.connect(self.bar.warn_of_twin)
        self._changes.happened.connect(self.readings.read)
        for runner in self._runners:
            runner.failed.connect(self.bar.failed_behind)
        self.rounds.failed.connect(self.bar.show_error)
        self.rounds.due.connect(self.bar.tell_due)

    def _call_takes_over(self) -> None:
        if self.window.page != "call":
            self.window.show_page("call")
        self.window.search.show_running(running=self.flow.run is not None)

    def _take_up(self, draft: Draft) -> None:
        self.window.show_page("call")
        self.flow.resume(draft)

    def _answer_callback(self, callback: Callback) -> None:
        """«Svarte»: the member and the right wizard; Fullfør closes the callback."""
        self.window.show_page("call")
        if callback.member_id is None:
            self.flow.open_stranger(callback.number, callback.name)
            self.call.start_callback(callback)
            return
        start = self.call.start_callback
        self.flow.open_member(callback.member_id, "oppringing", lambda _: start(callback))

    def _page_shown(self, name: str) -> None:
        page = self.pages[name]
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
        waiting = sum(1 for message in self.outbox.list.model.values if message.waits)
        sentence = "" if self._office.practice else left_over(parked, waiting)
        return not sentence or bool(LeavingDialog(sentence, self.window).exec())

    def _leave(self) -> None:
        if not self.window.is_alone:  # locked, it has been kept
            self.half_forms.keep()
        self.rounds.end()
        self.live.end()
        self._office.local_copy.stop()
        self.readings.end()
        self.flow.leave()

    def _log_list(self, what: str, leave: Callable[[], None]) -> None:
        self._tasks.run(
            self,
            lambda: self._office.members.log_list(what),
            lambda _: leave(),
            self.bar.show_error,
        )
