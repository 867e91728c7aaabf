"""Icons are drawn from the font alone, and a PC that refuses the font still has its window."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontDatabase
from pytestqt.qtbot import QtBot

from sentralbord_desktop.gui.call import record_panel
from sentralbord_desktop.gui.core import icons
from sentralbord_desktop.gui.widgets.labels import STATUS_SIGNS
from sentralbord_desktop.gui.window.main_window import BAR_ICONS
from sentralbord_desktop.gui.wizard import step_trail
from sentralbord_desktop.gui.workspace.pages import PAGES
from sentralbord_desktop.procedures.outputs.registry import KINDS

GUI = Path(icons.__file__).parent.parent
SIDE = 40


@pytest.fixture(autouse=True)
def read_anew(qtbot: QtBot) -> Iterator[None]:
    icons._phosphor.cache_clear()
    yield
    icons._phosphor.cache_clear()


def coloured(name: str) -> int:
    """How many pixels of the icon are the colour that was asked for."""
    picture = icons.draw_icon(name, "#0b5c73", SIDE).toImage()
    wanted = QColor("#0b5c73").rgba()
    return sum(picture.pixel(x, y) == wanted for x in range(SIDE) for y in range(SIDE))


def test_an_icon_is_drawn_in_its_colour_and_not_two_alike() -> None:
    assert coloured("flag-fill") > coloured("flag") > 20
    assert icons.are_drawn()


NAMED = re.compile(r'(?:show_icon\(\s*[\w.]+,|icon(?:_label)?\()\s*"([a-z-]+)"')
TABLES = [
    *(kind.icon for kind in KINDS.values()),
    *(sign for table in (STATUS_SIGNS, BAR_ICONS, step_trail.SIGNS, record_panel.SIGNS) for sign, _ in table.values()),
    *step_trail.UNFOLDED_SIGNS.values(),
    *(name for page in PAGES for name in (page.icon, f"{page.icon}-fill")),
]


def test_every_name_in_the_window_is_one_that_the_font_has() -> None:
    named = {name for file in GUI.rglob("*.py") for name in NAMED.findall(file.read_text(encoding="utf-8"))}
    assert len(named) > 5
    assert not (named | set(TABLES)) - set(icons._phosphor()[1])


def test_where_windows_refuses_fonts_of_programs_the_place_is_left_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFontDatabase, "addApplicationFont", lambda path: -1)
    assert coloured("flag-fill") == 0
    assert not icons.are_drawn()
