"""Draws every page into docs/pictures at 1366x688, light and dark.

    python3 dev.py pictures             what docs/ shows
    python3 dev.py pictures FOLDER      also at 1920x1032, to look at after a change

Real widgets over a practice register; the calls are made by keys, as an operator would.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["SENTRALBORD_NO_KEYRING"] = "1"

from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from sentralbord_desktop.gui.maintenance.recovery_code_panel import RecoveryCodePage
from sentralbord_desktop.gui.startup import FirstRunPage, OpenFailurePage, RegisterChoicePage
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments, make_qt
from sentralbord_desktop.startup.states import Event
from tests.helpers.pictures_drawn import walk_drawn

SIZES = {"1366": (1366, 688), "1920": (1920, 1032)}


def wait(milliseconds: int) -> None:
    """QTest.qWait holds the interpreter's lock, and the workers would stand still."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class Photographer:
    """Drives one window and saves what it shows."""

    def __init__(
        self, qt: QApplication, folder: Path, look: str, size: str, data: Path, *, practice: bool = True
    ) -> None:
        self._folder, self._look, self._size = folder, look, size
        kind = ["--practice"] if practice else []
        options = arguments([*kind, "--data", str(data), "--look", look])
        self.app = Application(qt, options)
        self.app.window.resize(*SIZES[size])
        self.app.show()
        if practice:
            self.until(lambda: self.app.workspace is not None)
        self.app.window.resize(*SIZES[size])
        self.settle()

    def close(self) -> None:
        self.app.window.close()
        self.app.close()
        self.app.theme.setParent(None)  # the next window has colours of its own
        self.app.setParent(None)

    def shows(self, page: type[QWidget]) -> bool:
        return isinstance(self.app.window.ui.pages.currentWidget(), page)

    def until(self, true: Callable[[], bool]) -> None:
        for _ in range(400):
            if true():
                return
            wait(50)
        raise TimeoutError("the page did not come")

    def settle(self) -> None:
        wait(350)

    def take(self, name: str) -> None:
        """When two pictures in turn are the same: on a busy machine the layouts are late."""
        self.settle()
        picture, before = self.app.window.grab(), None
        for _ in range(20):
            if before is not None and picture.toImage() == before.toImage():
                break
            wait(100)
            picture, before = self.app.window.grab(), picture
        picture.save(str(self._folder / f"{name}-{self._look}-{self._size}.png"))

    def answer(self, digits: str) -> None:
        """A digit to each step, once it takes answers (gui/wizard/reading.py)."""
        for digit in digits:
            self.settle()
            self.keys(digit)

    def keys(self, text: str) -> None:
        """Digits and letters one by one, each when its step is drawn."""
        for sign in text:
            wait(190)
            target: QWidget = QApplication.focusWidget() or self.app.window
            QTest.keyClicks(target, sign)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        wait(190)
        QTest.keyClick(QApplication.focusWidget() or self.app.window, key, modifier)

    def control(self, key: Qt.Key) -> None:
        self.key(key, Qt.KeyboardModifier.ControlModifier)

    def search(self, text: str) -> None:
        self.key(Qt.Key.Key_F3)
        QTest.keyClicks(self.app.window.ui.search, text)
        self.settle()

    def open(self, name: str) -> None:
        """Search, Enter, and the member's record is there."""
        self.search(name)
        self.key(Qt.Key.Key_Return)
        workspace = self.app.workspace
        self.until(lambda: workspace is not None and workspace.call_session.record is not None)


def walk(photo: Photographer) -> None:
    """Every page, in the order of a day."""
    workspace = photo.app.workspace
    assert workspace is not None
    photo.take("01-klar")
    photo.search("fjeldheim")
    photo.take("02-treff")
    photo.open("ingunn fjeldheim")
    photo.take("03-medlem")
    photo.control(Qt.Key.Key_K)
    photo.keys("o")
    photo.take("03b-kommandoer")
    photo.key(Qt.Key.Key_Escape)
    photo.open("ingunn fjeldheim")
    wait(400)
    photo.key(Qt.Key.Key_F2)
    photo.take("04-rett-medlem")
    photo.key(Qt.Key.Key_Escape)
    photo.key(Qt.Key.Key_Space)
    photo.answer("71")
    photo.key(Qt.Key.Key_Return)
    photo.take("05-veiviser-dato")
    photo.control(Qt.Key.Key_Down)
    photo.take("05b-veiviser-merknader")
    photo.key(Qt.Key.Key_Escape)
    photo.keys("-11")
    photo.take("06-veiviser-dato-skrevet")
    photo.key(Qt.Key.Key_Return)
    photo.answer("2111")
    photo.take("06b-veiviser-oppsigelsestid")
    photo.keys("31.12")
    photo.key(Qt.Key.Key_Return)
    photo.take("07-veiviser-trobbel")
    photo.answer("2")
    photo.take("07a-stemmer-dette")
    photo.key(Qt.Key.Key_Return)
    photo.answer("0")
    photo.take("07b-sett-over")
    photo.answer("02")
    photo.take("07c-naar-passer-det")
    photo.key(Qt.Key.Key_Return)
    photo.take("08-se-over")
    photo.keys("12")
    photo.key(Qt.Key.Key_F2)
    photo.take("08b-rett-kort")
    photo.key(Qt.Key.Key_Escape)
    photo.key(Qt.Key.Key_Space)
    photo.take("09-se-over-sagt")
    photo.control(Qt.Key.Key_Return)
    photo.until(lambda: workspace.call_session.receipt is not None)
    photo.take("10-kvittering")
    photo.open("fjeldheim inge")
    photo.key(Qt.Key.Key_Space)
    photo.keys("2")
    photo.take("11-opplysninger-valg")
    photo.keys("1")
    photo.key(Qt.Key.Key_Return)
    photo.take("12-opplysninger-felt")
    photo.control(Qt.Key.Key_P)
    photo.search("99000777")
    photo.take("13-ingen-treff")
    photo.key(Qt.Key.Key_Return)
    photo.take("14-ny-innringer")
    photo.control(Qt.Key.Key_T)
    photo.take("15-avtal-oppringing")
    photo.key(Qt.Key.Key_Escape)
    for number, name in (
        (2, "16-ring-tilbake"),
        (3, "17-venter"),
        (4, "17b-ledige"),
        (5, "17c-katalog"),
        (6, "18-utboks"),
    ):
        photo.control(getattr(Qt.Key, f"Key_{number}"))
        photo.take(name)
    photo.control(Qt.Key.Key_Comma)
    sections = workspace.settings.ui.sections
    parts = [n for n in range(sections.count()) if sections.item(n).flags() & Qt.ItemFlag.ItemIsSelectable]
    for place, row in enumerate(parts):
        sections.setCurrentRow(row)
        photo.take(f"{20 + place}-innstillinger-{sections.item(row).text().lower().replace(' ', '-')}")
    photo.control(Qt.Key.Key_1)


def first_start(qt: QApplication, folder: Path, look: str, size: str) -> None:
    """A new PC without a keyring: a passphrase, and the two choices."""
    data = Path(tempfile.mkdtemp())
    photo = Photographer(qt, folder, look, size, data, practice=False)
    photo.until(lambda: photo.shows(RegisterChoicePage))
    photo.app.window.resize(*SIZES[size])  # it has its own size only once it is on the screen
    photo.take("00-hvor-er-registeret")
    photo.keys("1")
    photo.until(lambda: photo.shows(OpenFailurePage))
    photo.take("00-passordsetning")
    for _ in range(2):
        QTest.keyClicks(QApplication.focusWidget() or photo.app.window, "graa katt paa taket")
        photo.key(Qt.Key.Key_Return)
    photo.until(lambda: photo.shows(FirstRunPage))
    photo.take("00-forste-start")
    photo.app.sequence.report(
        Event.CHOICES_MADE, {"name": "Maja Hovde", "initials": "MH", "loop": 2, "help_level": "ny"}
    )
    photo.until(lambda: photo.shows(RecoveryCodePage))
    photo.take("00-gjenopprettingskode")
    code = photo.app.window.ui.pages.currentWidget()
    assert isinstance(code, RecoveryCodePage)
    code.part.drop.click()
    photo.until(lambda: photo.app.workspace is not None)
    photo.take("00-tomt-register")
    photo.close()
    shutil.rmtree(data, ignore_errors=True)


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    qt = make_qt()
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    settings = tempfile.mkdtemp()
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, settings)
    sizes = ("1366", "1920") if len(sys.argv) > 1 else ("1366",)
    for look, size in ((look, size) for size in sizes for look in ("lyst", "morkt")):
        first_start(qt, folder, look, size)
        data = Path(tempfile.mkdtemp())
        photo = Photographer(qt, folder, look, size, data)
        walk(photo)
        walk_drawn(photo)
        photo.close()
        shutil.rmtree(data, ignore_errors=True)
        sys.stdout.write(f"{look} {size}: done\n")
        if os.environ.get("ONLY_FIRST"):
            break


if __name__ == "__main__":
    main()
