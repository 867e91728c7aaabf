"""The window comes back as it was, also after another screen, dock or scale.

Each start is a process with screens of its own: Qt's offscreen platform reads them from a file.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect

from sentralbord_desktop.gui.window.window_geometry import fitted, nearest

Rect = tuple[int, int, int, int]
LAPTOP, OFFICE = (0, 0, 1366, 768), (1366, 0, 1920, 1080)
SCALED = (0, 0, 911, 512)
"""The laptop at 150 %."""
START = """
import sys
from PySide6.QtCore import QRect, QSettings
from PySide6.QtWidgets import QApplication
from sentralbord_desktop.gui._generated import sentralbord_rc
from sentralbord_desktop.gui.core.theme import Theme
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.gui.workspace.pages import PAGES
qt = QApplication([])
qt.setOrganizationName("Sentralbord")
qt.setApplicationName("Sentralbord")
QSettings.setDefaultFormat(QSettings.Format.IniFormat)
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, sys.argv[1])
window = MainWindow(Theme(qt), PAGES, practice=False)
window.show()
qt.processEvents()
if sys.argv[2] == "maximised":
    window.showMaximized()
elif sys.argv[2]:
    window.setGeometry(QRect(*map(int, sys.argv[2].split())))
qt.processEvents()
area = window.normalGeometry()
print(*area.getRect(), window.isMaximized(), flush=True)
window.close()
"""


def started(folder: Path, *screens: Rect, then: str = "") -> tuple[Rect, bool]:
    """The geometry of a window on these screens, after it was moved as `then` says, and whether it is maximised."""
    config = folder / "screens.json"
    rows = [
        {"name": f"S{place}", "x": x, "y": y, "width": wide, "height": high}
        for place, (x, y, wide, high) in enumerate(screens)
    ]
    config.write_text(json.dumps({"screens": rows}))
    done = subprocess.run(
        [sys.executable, "-c", START, str(folder), then],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=folder,
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config.name}"},
    )
    *numbers, maximised = done.stdout.split()
    x, y, width, height = (int(each) for each in numbers)
    return (x, y, width, height), maximised == "True"


def shows_all(screen: Rect, area: Rect) -> bool:
    """Apart from the frame, which is 2 pixels wide here."""
    return QRect(*screen).adjusted(0, 0, 2, 0).contains(QRect(*area))


LEFT: Rect = (1500, 100, 1600, 900)


def test_the_window_comes_back_as_it_was_left(tmp_path: Path) -> None:
    started(tmp_path, LAPTOP, OFFICE, then="1500 100 1600 900")
    assert started(tmp_path, LAPTOP, OFFICE) == (LEFT, False)


def test_without_the_dock_it_fits_the_laptop_and_with_it_again_is_as_it_was(tmp_path: Path) -> None:
    started(tmp_path, LAPTOP, OFFICE, then="1500 100 1600 900")
    area, _ = started(tmp_path, LAPTOP)
    assert shows_all(LAPTOP, area)
    assert area[2:] == (1366, 736), "as large as the screen lets it, not the least size"
    assert started(tmp_path, LAPTOP, OFFICE) == (LEFT, False)


def test_another_scale_fits_it_and_the_first_scale_gives_it_back(tmp_path: Path) -> None:
    started(tmp_path, LAPTOP, then="20 40 1300 700")
    assert shows_all(SCALED, started(tmp_path, SCALED)[0])
    assert started(tmp_path, LAPTOP) == ((20, 40, 1300, 700), False)


def test_a_maximised_window_comes_back_maximised_on_its_screen(tmp_path: Path) -> None:
    started(tmp_path, LAPTOP, OFFICE, then="1500 100 1600 900")
    started(tmp_path, LAPTOP, OFFICE, then="maximised")
    assert started(tmp_path, LAPTOP, OFFICE)[1]
    assert started(tmp_path, LAPTOP)[1]


@pytest.mark.parametrize(
    ("wanted", "room", "got"),
    [
        (QRect(100, 100, 1366, 688), QRect(0, 0, 1920, 1080), QRect(100, 100, 1366, 688)),
        (QRect(-500, -40, 1366, 688), QRect(0, 0, 1920, 1080), QRect(0, 32, 1366, 688)),
        (QRect(3000, 900, 1366, 688), QRect(0, 0, 1920, 1080), QRect(554, 392, 1366, 688)),
        (QRect(0, 32, 3000, 2000), QRect(0, 0, 1366, 728), QRect(0, 32, 1366, 696)),
        (QRect(5000, 3000, 900, 480), QRect(0, 0, 1366, 768), QRect(342, 268, 1024, 500)),
    ],
)
def test_a_window_is_moved_and_shrunk_into_the_screen(wanted: QRect, room: QRect, got: QRect) -> None:
    assert fitted(wanted, room) == got


def test_window_opens_on_the_screen_that_shows_most_of_it() -> None:
    rooms = [QRect(*LAPTOP), QRect(*OFFICE)]
    assert nearest(QRect(1300, 0, 800, 600), rooms) == QRect(*OFFICE)
    assert nearest(QRect(9000, 0, 800, 600), rooms) == QRect(*LAPTOP)
