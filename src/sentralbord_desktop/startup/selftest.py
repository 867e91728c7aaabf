"""`sentralbord --selftest`: every page on a throw-away register, written and read back. Exits 0, or 1 with the reason
on standard output. IT can run it after a rollout."""

import os
import shutil
import sys
import tempfile
import traceback
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from sentralbord_desktop.gui.window.main_window import MainWindow
    from sentralbord_desktop.gui.workspace.workspace import Workspace
    from sentralbord_desktop.services.office import Services

MAX_SELFTEST_SECONDS = 60


class SelftestError(Exception):
    """The failure, in one line."""


class Tested(Protocol):
    """The window program as the test uses it. `workspace` and `services` are None until the register is open."""

    @property
    def window(self) -> "MainWindow": ...

    @property
    def workspace(self) -> "Workspace | None": ...

    @property
    def services(self) -> "Services | None": ...

    def show(self) -> None: ...

    def close(self) -> None: ...


def run_selftest(make_application: Callable[[QApplication, Namespace], Tested]) -> int:
    """0 when everything works; otherwise 1, with the reason printed."""
    if not os.environ.get("DISPLAY") and sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from sentralbord_desktop.startup.command_line import arguments, make_qt

    folder = Path(tempfile.mkdtemp(prefix="sentralbord-selvtest-"))
    qt = make_qt()
    application = make_application(qt, arguments(["--practice", "--data", str(folder)]))
    try:
        application.show()
        _until(lambda: application.workspace is not None, "registeret ble ikke åpnet")
        _walk(application)
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        sys.stdout.write(f"selvtest: {type(error).__name__}: {error} ({frame.name}:{frame.lineno})\n")
        return 1
    finally:
        application.window.close()
        application.close()
        shutil.rmtree(folder, ignore_errors=True)
    sys.stdout.write("selvtest: alt virker\n")
    return 0


def _walk(application: Tested) -> None:
    """Open every page, take a call, complete it and read it back."""
    from sentralbord_desktop.domain.inquiries.inquiry import Answer
    from sentralbord_desktop.gui.core import icons
    from sentralbord_desktop.gui.widgets.bar_chart import BarChart
    from sentralbord_desktop.gui.workspace.pages import PAGES

    workspace, services, window = application.workspace, application.services, application.window
    if workspace is None or services is None:
        raise SelftestError("vinduet ble ikke møblert")
    if not icons.are_drawn():
        raise SelftestError("ikonene mangler: skriften deres lot seg ikke bruke på denne PC-en")
    for name in (page.name for page in PAGES):
        window.show_page(name)
        _settle()
        if window.page != name:
            raise SelftestError(f"siden {name} kom ikke opp")
    for row in range(workspace.settings.ui.sections.count()):
        workspace.settings.ui.sections.setCurrentRow(row)
        _settle()
    plot = workspace.settings.findChild(BarChart)
    _until(lambda: plot is not None and bool(plot.bars), "diagrammet ble ikke tegnet")
    window.show_page("call")
    hit = services.members.search("inge fjeldheim")[0]  # nothing is promised to this member
    before = len(services.members.open(hit.id).remarks)
    workspace.call_session.open_hit(hit)
    _until(lambda: workspace.call_session.record is not None, "medlemsbildet kom ikke")
    workspace.call_session.begin("utmelding")
    run = workspace.call_session.run
    if run is None or run.current is None:
        raise SelftestError("veiviseren har ikke noe spørsmål")
    while run is not None and run.current is not None:
        workspace.call_session.answer(run.current.id, Answer(choice=run.current.choices[0].key))
        run = workspace.call_session.run
    workspace.call_session.complete()
    _until(lambda: workspace.call_session.receipt is not None, "henvendelsen ble ikke fullført")
    if len(services.members.open(hit.id).remarks) != before + 1:
        raise SelftestError("merknaden ble ikke lest tilbake")


def _until(true: Callable[[], bool], reason: str) -> None:
    for _ in range(MAX_SELFTEST_SECONDS * 20):
        if true():
            return
        _settle()
    raise SelftestError(reason)


def _settle(milliseconds: int = 50) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
