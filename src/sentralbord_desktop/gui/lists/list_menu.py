"""«⋯» above a list: actions on the whole list, or on its row as text."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMenu, QToolButton

from sentralbord_desktop.gui.core import theme


class ListAction(NamedTuple):
    text: str
    act: Callable[[], object]


def offer_for_list(button: QToolButton, actions: Sequence[ListAction]) -> None:
    """Give the button its menu, with the entries in this order."""
    menu = QMenu(button)
    for text, act in actions:
        menu.addAction(text).triggered.connect(lambda _=False, do=act: do())
    button.setMenu(menu)

    def draw() -> None:
        button.setIcon(theme.current().icon("dots-three", "text", size=18))

    button.setIconSize(QSize(18, 18) * theme.current().text_scale)
    theme.keep_size(button)
    theme.current().changed.connect(draw)
    draw()
