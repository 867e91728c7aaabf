"""The window comes back as it was, and whole on another screen, dock or scale.

Each start is a process with screens of its own: Qt's offscreen platform reads them from a file.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect

Rect = tuple[int, int, int, int]
LAPTOP, OFFICE = (0, 0, 1366, 768), (1366, 0, 1920, 1080)
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
    window.showNormal()
    qt.processEvents()
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


@pytest.mark.parametrize("screen", [LAPTOP, (0, 0, 911, 512)])
def test_without_its_screen_or_at_another_scale_it_is_seen_whole(tmp_path: Path, screen: Rect) -> None:
    """The other screen is the laptop at 150 %, which it fills."""
    started(tmp_path, LAPTOP, OFFICE, then="1500 100 1600 900")
    area, is_maximised = started(tmp_path, screen)
    assert is_maximised or shows_all(screen, area)


def test_the_least_window_is_a_laptop_at_200_percent(tmp_path: Path) -> None:
    assert started(tmp_path, OFFICE, then="1500 100 10 10")[0][2:] == (683, 480)
    assert started(tmp_path, (0, 0, 640, 400), then="0 32 10 10")[0][2:] == (640, 368)


def test_a_maximised_window_comes_back_maximised_on_its_screen(tmp_path: Path) -> None:
    started(tmp_path, LAPTOP, OFFICE, then="1500 100 1600 900")
    started(tmp_path, LAPTOP, OFFICE, then="maximised")
    assert started(tmp_path, LAPTOP, OFFICE)[1]
    assert started(tmp_path, LAPTOP)[1]
