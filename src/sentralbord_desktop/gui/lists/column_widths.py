"""Widths of columns by key: «Bredere» and «Smalere» in the menu of a list. Dragging the header does the same."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce

STEP = 20
"""Pixels at 100 % text."""


def fill_width_menu(menu: QMenu, table: QTableView, titles: Sequence[str], direction: int) -> None:
    """An action for each column whose width can be changed; `direction` is 1 for wider, -1 for narrower."""
    header = table.horizontalHeader()
    for number, title in enumerate(titles):
        is_free = header.sectionResizeMode(number) == QHeaderView.ResizeMode.Interactive
        if is_free and not header.isSectionHidden(number):
            menu.addAction(title, partial(_resize, table, number, title, direction))


def _resize(table: QTableView, number: int, title: str, direction: int) -> None:
    """What the list remembers, it remembers of this too: the header reports the new width."""
    header = table.horizontalHeader()
    before = header.sectionSize(number)
    wanted = max(header.minimumSectionSize(), before + direction * theme.current().scaled(STEP))
    header.resizeSection(number, wanted)
    share = round(100 * header.sectionSize(number) / max(1, table.viewport().width()))
    end = "" if wanted != before else " Smalere går ikke."
    announce(table, f"{title}: {share} prosent av bredden.{end}", about="width")
