"""What is left of 1366x768 at 125 %, or of 1920x1080 at 175 %, under a title bar and above the taskbar."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QApplication

from sentralbord_desktop.gui.window.main_window import has_room
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments
from tests.gui.test_looks import review, sideways
from tests.helpers.screen import Screen, dismantle

SMALL = 1093, 535


def too_large(screen: Screen) -> bool:
    """Whether the page asks for more than there is: with a least size of its own, the window would not grow, and the
    page would be cut."""
    asked, size = screen.window.minimumSizeHint(), screen.window.size()
    grown = (size.width(), size.height()) != SMALL
    return grown or asked.width() > SMALL[0] or asked.height() > SMALL[1]


@pytest.mark.parametrize("text_scale", [1.0, 1.25])
def test_every_part_of_the_settings_is_read_whole(screen: Screen, text_scale: float) -> None:
    screen.window.resize(*SMALL)
    screen.window.show_page("settings")
    sections = screen.workspace.settings.ui.sections
    larger_text = text_scale > 1  # the page may be larger than the window then, but is not scrolled sideways
    wrong = []
    for number in range(sections.count()):
        sections.setCurrentRow(number)
        screen.at_rest()
        if sideways(screen) or (too_large(screen) and not larger_text):
            wrong.append((sections.item(number).text(), screen.window.minimumSizeHint(), sideways(screen)))
            screen.window.resize(*SMALL)
    assert not wrong


def test_a_call_has_room_from_the_search_to_the_review(screen: Screen) -> None:
    screen.window.resize(*SMALL)
    review(screen)
    screen.at_rest()
    assert not too_large(screen)
    assert not sideways(screen)
    assert screen.workspace.call.review.ui.finish.isVisible()
    for page in ("callbacks", "confirmations", "availability", "catalogue", "outbox"):
        screen.window.show_page(page)
        screen.at_rest()
        assert not too_large(screen), page


@pytest.mark.parametrize(
    ("room", "enough"),
    [
        (QSize(1366, 720), False),  # 1366x768 above a taskbar: the window would hang over the side
        (QSize(1280, 672), False),  # 1920x1080 at 150 %
        (QSize(1536, 816), True),  # 1920x1080 at 125 %
        (QSize(1536, 719), False),
        (QSize(1920, 1032), True),
    ],
)
def test_a_window_without_a_size_of_its_own_fits_the_screen(room: QSize, enough: bool) -> None:
    assert has_room(room) is enough


@pytest.fixture
def size() -> Iterator[QSettings]:
    settings = QSettings()
    before = settings.value("vindu/form")
    settings.remove("vindu/form")
    yield settings
    settings.setValue("vindu/form", before)


def test_the_first_window_fills_a_small_screen_and_a_later_one_is_as_it_was_left(
    qapp: QApplication, tmp_path: Path, size: QSettings
) -> None:
    """The screen of these tests is 800x800."""

    def started() -> Application:
        return Application(qapp, arguments(["--practice", "--data", str(tmp_path)]))

    first = started()
    assert not has_room(first.window.screen().availableGeometry().size())
    assert first.window.isMaximized()
    first.window.showNormal()
    dismantle(first)
    assert size.contains("vindu/form")
    second = started()
    assert not second.window.isMaximized()
    dismantle(second)
