"""The composition root of the window: the frame on the screen, the start sequence, then the workspace."""

import argparse
import gc
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLockFile, QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from sentralbord_desktop import STARTED, __version__
from sentralbord_desktop.domain.policies import NOTHING_DECIDED, Policies
from sentralbord_desktop.domain.telephony import REFUSED, is_link
from sentralbord_desktop.gui.core.gc_timer import GcTimer
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.theme import Theme, kept_text_scale, windows_text_scale
from sentralbord_desktop.gui.single_instance import notify_running_instance
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.gui.workspace.lock import WindowLock
from sentralbord_desktop.gui.workspace.pages import PAGES
from sentralbord_desktop.startup.command_line import (
    LOCKED,
    arguments,
    folder_of,
    log,
    make_qt,
    read_link,
    start_program,
)
from sentralbord_desktop.startup.open_register import RegisterOpener
from sentralbord_desktop.startup.start_sequence import StartSequence
from sentralbord_desktop.startup.states import Event
from sentralbord_desktop.system.policy_sources import read_policies
from sentralbord_desktop.system.private_files import keep_to_ourselves, tighten_one

if TYPE_CHECKING:
    from sentralbord_desktop.domain.organisation.organisation import Organisation
    from sentralbord_desktop.gui.single_instance_server import SingleInstanceServer
    from sentralbord_desktop.gui.workspace.workspace import Workspace
    from sentralbord_desktop.services.office import Services

SWITCH_INTERVAL_S = 0.001
"""Seconds between thread switches; short, so that workers soon hand the interpreter to the window. Python's default is
5 ms."""


class Application(QObject):
    """Shows the frame, opens the register by the start sequence, then builds the workspace."""

    def __init__(
        self,
        qt: QApplication,
        options: argparse.Namespace,
        policies: Policies = NOTHING_DECIDED,
        lock: QLockFile | None = None,
    ) -> None:
        super().__init__(qt)
        self._options = options
        kept = str(QSettings().value("utseende", "windows"))
        look = options.look or policies.text("look.colours") or kept
        decided = int(policies.text("look.text_size") or 0) / 100
        larger = options.text_scale or decided or kept_text_scale()
        self.theme = Theme(qt, look, text_scale=max(larger, windows_text_scale()))
        self.window = MainWindow(self.theme, PAGES, practice=options.practice)
        self._collector = GcTimer(self)
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        self.tasks = TaskRunner(self, "db")
        self.search_tasks = TaskRunner(self, "search")
        self.import_tasks = TaskRunner(self, "import")
        self.send_tasks = TaskRunner(self, "send")
        self.outside_tasks = TaskRunner(self, "outside")
        self.register_opener = RegisterOpener(self, self.tasks, options, policies, lock)
        self.register_opener.held.connect(self._listen)
        self.locking = WindowLock(self.window, self.tasks, self)
        self.sequence = StartSequence(self.window, self.tasks, self.register_opener, self.locking, options, policies)
        self.sequence.ready.connect(self._furnish)
        self.sequence.practice_asked.connect(self._practise)
        self.sequence.restart_asked.connect(lambda words: self.restart(*words))
        self.workspace: Workspace | None = None
        self._instance_server: SingleInstanceServer | None = None
        self._rang = ""
        self.starts_again: list[str] | None = None

    def show_bugs(self) -> None:
        """Show and log an error in a slot; Qt only writes it to standard error."""
        sys.excepthook = self._show_bug

    def _show_bug(self, _: object, error: BaseException, __: object) -> None:
        if self.workspace is not None and isinstance(error, Exception):
            self.workspace.bar.show_error(error)
        else:
            log.error("bug %s", type(error).__name__)

    @property
    def services(self) -> "Services | None":
        return self.register_opener.services

    def show(self) -> None:
        self.window.show()
        self._listen()
        if self.register_opener.is_locked:
            self.sequence.begin()
            return
        self.window.ui.search.setFocus()
        QTimer.singleShot(0, self, self.sequence.begin)

    def _listen(self) -> None:
        if self.register_opener.lock is not None and self._instance_server is None:
            from sentralbord_desktop.gui.single_instance_server import SingleInstanceServer

            self._instance_server = SingleInstanceServer(self.register_opener.folder, self)
            self._instance_server.rang.connect(self.ring)
            self._instance_server.misread.connect(lambda: self.window.show_bar(REFUSED))

    def ring(self, number: str) -> None:
        """Raise the window; the number is shown as soon as the workspace exists. Opens no record."""
        self.window.come_forward()
        if self.workspace is None or self.window.is_alone:
            self._rang = number or self._rang
        elif number:
            self.workspace.incoming.ring(number)

    def _furnish(self, services: "Services", organisation: "Organisation") -> None:
        from sentralbord_desktop.gui.commands.commands import Commands
        from sentralbord_desktop.gui.commands.help import keys_panel
        from sentralbord_desktop.gui.workspace.workspace import Workspace

        self.workspace = Workspace(
            self.window,
            self.theme,
            self.tasks,
            self.search_tasks,
            self.send_tasks,
            services,
            about(services),
            lambda: self.sequence.report(Event.RESTART),
            lambda: keys_panel(commands.rows),
            self.import_tasks,
            self.outside_tasks,
            organisation,
        )
        commands = Commands(self.workspace)
        self.workspace.practice_asked.connect(self._practise)
        self.locking.watch(services, self.workspace)
        self.workspace.start()
        self._collector.settle()
        if self._rang:
            self.workspace.incoming.ring(self._rang)
        if self._options.tell_when_ready:
            sys.stdout.write(f"ready {time.perf_counter() - STARTED:.3f}\n")
            sys.stdout.flush()

    def restart(self, *words: str) -> None:
        """Start the program again with the same arguments; a requested backup is then restored."""
        self.starts_again = [word for word in sys.argv[1:] if not is_link(word) and word != LOCKED]
        self.starts_again += words
        if LOCKED in words:
            self.register_opener.leave_locked()
        self.window.may_close = lambda: True
        self.window.close()

    def _practise(self) -> None:
        """Practice runs in a separate process over a separate register."""
        start_program("--practice")

    def close(self) -> None:
        self.tasks.shut_down()
        self.search_tasks.shut_down()
        self.import_tasks.shut_down()
        self.send_tasks.shut_down()
        self.outside_tasks.shut_down()
        if self._instance_server is not None:
            self._instance_server.close()
        self.sequence.close()
        self.register_opener.close()
        self.locking.end()
        self._collector.stop()


def about(services: "Services") -> str:
    return (
        f"Sentralbord {__version__}\n\nRegisteret: {services.folder}\n"
        f"Prosedyrer: {len(services.inquiries.library.procedures)} emner\n"
        f"Qt {QLibraryInfo.version().toString()}\n\nMIT-lisens."
    )


def main() -> None:
    keep_to_ourselves()
    options = arguments()
    if options.selftest:
        from sentralbord_desktop.startup.selftest import run_selftest

        raise SystemExit(run_selftest(Application))
    number, refused = read_link(options.link)
    gc.disable()  # the imports make few cycles; GcTimer collects from here on
    qt = make_qt()
    tighten_one(Path(QSettings().fileName()))
    policies = read_policies()
    lock, answered = notify_running_instance(folder_of(options, policies), number, misread=bool(refused))
    if answered:
        raise SystemExit(0)
    application = Application(qt, options, policies, lock)
    application.show_bugs()
    application.show()
    if refused:
        application.window.show_bar(refused)
    if number:
        application.ring(number)
    try:
        code = qt.exec()
    finally:
        application.close()
    if application.starts_again is not None:
        start_program(*application.starts_again)
    raise SystemExit(code)
