"""`sentralbord --selftest`: every page on a throw-away register, written and read back.

Exits 0, or 1 with the reason on standard output. IT can run it after a rollout.
"""

import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer

if TYPE_CHECKING:
    from sentralbord_desktop.app import Application

PAGES = (
    "callbacks", "confirmations", "availability", "catalogue", "outbox", "call", "settings",
)  # fmt: skip
MOST_SECONDS = 60


class SelftestError(Exception):
    """What did not work, in one line."""


def run_selftest() -> int:
    """0 when everything works; the reason is printed otherwise."""
    if not os.environ.get("DISPLAY") and sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from sentralbord_desktop.app import Application
    from sentralbord_desktop.startup import arguments, make_qt

    folder = Path(tempfile.mkdtemp(prefix="sentralbord-selvtest-"))
    qt = make_qt()
    application = Application(qt, arguments(["--practice", "--data", str(folder)]))
    try:
        application.show()
        _until(lambda: application.desk is not None, "registeret ble ikke åpnet")
        _walk(application)
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        sys.stdout.write(
            f"selvtest: {type(error).__name__}: {error} ({frame.name}:{frame.lineno})\n"
        )
        return 1
    finally:
        application.window.close()
        application.close()
        shutil.rmtree(folder, ignore_errors=True)
    sys.stdout.write("selvtest: alt virker\n")
    return 0


def _walk(application: "Application") -> None:
    """Open every page, take a call, complete it, read it back."""
    from sentralbord_desktop.domain.inquiries import Answer
    from sentralbord_desktop.gui import icons
    from sentralbord_desktop.gui.widgets.plot import CountPlot

    desk, office, window = application.desk, application.office, application.window
    if desk is None or office is None:
        raise SelftestError("vinduet ble ikke møblert")
    if not icons.are_drawn():
        raise SelftestError("ikonene mangler: skriften deres lot seg ikke bruke på denne PC-en")
    for name in PAGES:
        window.show_page(name)
        _settle()
        if window.page != name:
            raise SelftestError(f"siden {name} kom ikke opp")
    for row in range(desk.settings.ui.sections.count()):
        desk.settings.ui.sections.setCurrentRow(row)
        _settle()
    plot = desk.settings.findChild(CountPlot)
    _until(lambda: plot is not None and plot.is_drawn, "diagrammet ble ikke tegnet")
    window.show_page("call")
    hit = office.members.search("fjeldheim")[0]
    before = len(office.members.open(hit.id).remarks)
    desk.flow.open_hit(hit)
    _until(lambda: desk.flow.record is not None, "medlemsbildet kom ikke")
    desk.flow.begin("utmelding")
    first = desk.flow.run.current if desk.flow.run else None
    if first is None:
        raise SelftestError("veiviseren har ikke noe spørsmål")
    desk.flow.answer(first.id, Answer(choice=first.choices[0].key))
    desk.flow.complete()
    _until(lambda: desk.flow.receipt is not None, "henvendelsen ble ikke fullført")
    if len(office.members.open(hit.id).remarks) != before + 1:
        raise SelftestError("merknaden ble ikke lest tilbake")


def _until(true: Callable[[], bool], reason: str) -> None:
    for _ in range(MOST_SECONDS * 20):
        if true():
            return
        _settle()
    raise SelftestError(reason)


def _settle(milliseconds: int = 50) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
