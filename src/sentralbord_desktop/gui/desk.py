"""Puts the pages into the window once the register is open, and connects them with each other."""

import logging
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.desk import Callback
from sentralbord_desktop.domain.errors import DatabaseBusyError, SwitchboardError
from sentralbord_desktop.domain.organisation import Organisation
from sentralbord_desktop.domain.phones import spoken_number
from sentralbord_desktop.gui.availability.page import AvailabilityPage
from sentralbord_desktop.gui.call.elsewhere import OpenElsewhere
from sentralbord_desktop.gui.call.flow import CallFlow
from sentralbord_desktop.gui.call.page import CallPage
from sentralbord_desktop.gui.call.rest import RestPage
from sentralbord_desktop.gui.call.twin_check import TwinCheck
from sentralbord_desktop.gui.catalogue.page import CataloguePage
from sentralbord_desktop.gui.changes import Changes
from sentralbord_desktop.gui.daily_round import DailyRound
from sentralbord_desktop.gui.desk_commands import DeskCommands
from sentralbord_desktop.gui.desk_keys import DeskKeys
from sentralbord_desktop.gui.dialler import Dialler, ring_on_click
from sentralbord_desktop.gui.half_forms import HalfForms
from sentralbord_desktop.gui.incoming import Incoming
from sentralbord_desktop.gui.leaving import LeavingDialog, left_over
from sentralbord_desktop.gui.lists.base import LastDone
from sentralbord_desktop.gui.lists.callbacks import CallbacksPage
from sentralbord_desktop.gui.lists.confirmations import ConfirmationsPage
from sentralbord_desktop.gui.lists.list_page import ListPage
from sentralbord_desktop.gui.lists.outbox import OutboxPage
from sentralbord_desktop.gui.live import LiveLine
from sentralbord_desktop.gui.main_window import MainWindow
from sentralbord_desktop.gui.parked import ParkedChip
from sentralbord_desktop.gui.post import PostRound
from sentralbord_desktop.gui.preferences import Preferences
from sentralbord_desktop.gui.readings import Readings
from sentralbord_desktop.gui.search_line import SearchLine
from sentralbord_desktop.gui.settings.page import SettingsPage
from sentralbord_desktop.gui.settings.part import Part
from sentralbord_desktop.gui.tasks import TaskRunner
from sentralbord_desktop.gui.theme import Theme
from sentralbord_desktop.services.draft import Draft
from sentralbord_desktop.services.office import Office

log = logging.getLogger(__name__)
NO_CODE = "Registeret har ingen gjenopprettingskode. Mister PC-en nøkkelen, er registeret tapt."


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
        shift = self._shift = office.shift
        self.flow = CallFlow(office, house, tasks, self)
        self.rest = RestPage(office.inquiries.library)
        self.call = CallPage(self.flow, office, tasks, search_tasks, self.rest)
        self.elsewhere = OpenElsewhere(office, self.flow, self.call.record, tasks)
        self.callbacks = CallbacksPage(office.callbacks, shift, tasks)
        self.confirmations = ConfirmationsPage(office.confirmations, shift, tasks)
        self.availability = AvailabilityPage(office.availability, self.flow, tasks, send_tasks)
        self.catalogue = CataloguePage(office, tasks)
        self.outbox = OutboxPage(office.outbox, tasks)
        self.settings = SettingsPage(
            lambda: shift.operator, lambda: self.flow.organisation, lambda: about, parts,
            office.policies,
        )  # fmt: skip
        self.parked = ParkedChip(window.ui.parked, shift.clock, self._take_up)
        self.half_forms = HalfForms(window, self.flow, self.call, office.parking, tasks)
        self.mine = Preferences(window, colours, office, self.flow, tasks, self.show_error)
        self.twins = TwinCheck(self.flow, office.duplicates, tasks)
        self.incoming = Incoming(window, self.call, self.flow, office.members, search_tasks)
        self.dialler = Dialler(window, office.telephone, tasks)
        self.readings = Readings(self, window, office, tasks)
        self._changes = Changes(office.notices, self)
        self.live = LiveLine(office, window, tasks, self)
        self._post = PostRound(office, send_tasks, self)
        self._backups = DailyRound(office.backups.daily, slow_tasks, self)
        self._copies = DailyRound(office.local_copy.daily, slow_tasks, self)
        self._erasings = DailyRound(office.retention.due_today, slow_tasks, self)
        self.pages = self._place_pages()
        self.keys = DeskKeys(self)
        self._commands = DeskCommands(window, self.flow, self.keys.commands())
        self.line = SearchLine(window, self.call, self._commands, lambda: self.live.is_lost)
        self._connect()
        self._connect_pages()

    def _place_pages(self) -> dict[str, QWidget]:
        pages: dict[str, QWidget] = {
            "call": self.call, "callbacks": self.callbacks, "confirmations": self.confirmations,
            "availability": self.availability, "catalogue": self.catalogue,
            "outbox": self.outbox, "settings": self.settings,
        }  # fmt: skip
        for name, page in pages.items():
            self.window.add_page(name, page)
        return pages

    def start(self) -> None:
        """Everything is there: show the call page with what was typed meanwhile."""
        window, operator = self.window, self._shift.operator
        window.show_frame()
        window.may_close = self._may_close
        window.ready()
        window.show_me(operator.initials, operator.name, operator.loop)
        window.loop_menu(self.mine.choose_loop)
        window.status_menu(self.mine.say_own, lambda: self.show_settings("Deg"))
        window.show_page("call")
        self.call.wizard.set_short(short=operator.help_level != "ny")
        self.flow.read_parked()
        self.half_forms.begin()
        self._post.begin()
        if not self._office.practice:
            self._backups.begin()
            self._copies.begin()
            self._erasings.begin()
        self.readings.begin()
        self.live.begin()
        self._say_first()
        if text := window.ui.search.text():
            self.call.searched(text)
        window.ui.search.setFocus()

    def _say_first(self) -> None:
        """One bar: that this may be another register, else that this one could be lost, else what else IT
        has to mend. Practice has a register of its own, whatever IT says."""
        policies, show = self._office.policies, self.show_settings
        doubt = policies.doubt and not self._office.practice
        if self._office.recovery.is_asked_for and not doubt:
            self.window.show_bar(NO_CODE, "warn", "Lag en nå", partial(show, "Gjenopprettingskode"))
        elif policies.warning:
            self.window.show_bar(policies.warning, "warn", "Vis", partial(show, "Fra IT"))

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
        flow.thrown_away.connect(self._thrown_away)
        self.rest.outbox_asked.connect(lambda: window.show_page("outbox"))
        self.rest.callback_chosen.connect(lambda _: window.show_page("callbacks"))
        flow.parked_changed.connect(self.readings.show_parked)
        flow.run_changed.connect(lambda _: self._call_takes_over())
        flow.review_reached.connect(lambda _: self._call_takes_over())
        flow.record_opened.connect(lambda _: self._call_takes_over())
        flow.completed.connect(lambda _: window.show_running(running=False))
        flow.set_aside.connect(lambda: window.show_running(running=False))
        flow.refused.connect(self.show_error)

    def _connect_pages(self) -> None:
        call = self.call
        self.callbacks.new_asked.connect(self.keys.new_callback)
        for number in (call.record.ui.phone, self.callbacks.ui.number, self.availability.ui.number):
            ring_on_click(number, self.keys.ring)
        self.callbacks.answered.connect(self._answer_callback)
        self.confirmations.member_chosen.connect(self.flow.open_member)
        for page in (
            self.callbacks,
            self.confirmations,
            self.availability,
            self.catalogue,
            self.outbox,
        ):
            page.letter_typed.connect(self.line.to_search)
        for undoable in (self.callbacks, self.confirmations):
            undoable.last.told.connect(partial(self._offer_undo, undoable.last))
        self.outbox.reopen_asked.connect(self.flow.reopen)
        self.callbacks.list.logged = self._log_list
        self.confirmations.list.logged = self.outbox.list.logged = self._log_list
        settings, mine = self.settings, self.mine
        settings.operator_changed.connect(lambda new: mine.settle(new, settings.operator_kept.emit))
        settings.look_changed.connect(mine.choose_look)
        settings.house_changed.connect(lambda new: mine.save_house(new, settings.house_kept.emit))
        self.twins.found.connect(self._warn_of_twin)
        self._changes.happened.connect(self.readings.read)
        for runner in self._runners:
            runner.failed.connect(self._failed_behind)
        self._backups.failed.connect(self.show_error)
        self._copies.failed.connect(self.show_error)
        self._erasings.done.connect(self._tell_due)

    def _tell_due(self, count: int) -> None:
        """To the privacy role, where nothing else stands in the bar (PR-8)."""
        if count and not self.window.ui.bar.isVisible():
            what = "1 rad er klar" if count == 1 else f"{count} rader er klare"
            self.window.show_bar(f"{what} til å slettes etter lagringstiden.", "warn", "Se på det",
                                 partial(self.show_settings, "Lagringstid"))  # fmt: skip

    def _call_takes_over(self) -> None:
        if self.window.page != "call":
            self.window.show_page("call")
        self.window.show_running(running=self.flow.run is not None)

    def _thrown_away(self, draft: Draft, left: int) -> None:
        """One that was opened again had been completed, and that was taken back then."""
        rest = (
            "Det som var fullført, er trukket tilbake."
            if draft.reopens
            else "Ingenting er lagret av den."
        )
        self.window.show_bar(
            f"Samtalen med {draft.title} er forkastet. {rest}", "warn", "Angre",
            lambda: self._bring_back(draft, left),
        )  # fmt: skip

    def _offer_undo(self, last: LastDone, sentence: str) -> None:
        def undo() -> None:
            self.window.hide_bar()
            last.undo()

        self.window.show_bar(sentence, "ok", "Angre", undo)

    def _bring_back(self, draft: Draft, left: int) -> None:
        self.window.hide_bar()
        self.flow.bring_back(draft, left)

    def _warn_of_twin(self, member_id: int, sentence: str) -> None:
        """The inquiry is parked when the member is opened; nothing that was typed is lost."""
        self.window.show_bar(
            sentence,
            "warn",
            "Åpne medlemmet",
            lambda: self.flow.open_member(member_id, "innmelding"),
        )

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

        def started(_: object) -> None:
            self.flow.record_opened.disconnect(started)
            self.call.start_callback(callback)

        self.flow.record_opened.connect(started)
        self.flow.open_member(callback.member_id, "oppringing")

    def _page_shown(self, name: str) -> None:
        page = self.pages[name]
        if isinstance(page, ListPage):
            page.focus_list()
        elif name == "call":
            self.call.show_rest_or_run()
            if self.call.currentWidget() is self.rest:
                self.window.ui.search.setFocus()

    def show_settings(self, part: str) -> None:
        self.window.show_page("settings")
        self.settings.show_part(part)

    def _recolour(self) -> None:
        """Light became dark: pictures in what is drawn already take the new colours."""
        self.readings.read_all()
        if self.flow.run is not None and self.window.page == "call":
            self.call.inquiry.go_on()
        else:
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
        self._post.end()
        self.live.end()
        self._backups.end()
        self._erasings.end()
        self._copies.end()
        self._office.local_copy.stop()
        self.readings.end()
        self.flow.leave()

    def _log_list(self, what: str, leave: Callable[[], None]) -> None:
        self._tasks.run(
            self, lambda: self._office.members.log_list(what), lambda _: leave(), self.show_error
        )

    def _failed_behind(self, error: Exception) -> None:
        """A reading that nobody asked for: that the server is away is said already."""
        if not (isinstance(error, DatabaseBusyError) and self.live.is_lost):
            self.show_error(error)

    def show_error(self, error: Exception) -> None:
        """What the user can act on as its sentence; a bug is logged with type and place alone."""
        if isinstance(error, DatabaseBusyError) and self.live.is_lost:
            self.live.say_again()  # with what still works
            return
        if isinstance(error, SwitchboardError):
            self.window.show_bar(str(error))
            return
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
        log.error("bug %s at %s", type(error).__name__, where)
        self.window.show_bar(
            "Noe gikk galt i programmet. Det du har skrevet, er tatt vare på. Prøv igjen, og si fra "
            "til IT hvis det skjer på nytt."
        )
