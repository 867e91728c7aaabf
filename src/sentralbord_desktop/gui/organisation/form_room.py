"""Makes room for the form of an entry: while it is open, the panel beside the list is wider, and the list narrower."""

from PySide6.QtWidgets import QWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.splitter import Splitter

LIST_WIDTH = 325
"""Pixels at 100 % text, of the list beside a form (design, picture 10)."""


class FormRoom:
    """The widths that the user has chosen come back when the form is closed."""

    def __init__(self, panels: Splitter, detail: QWidget) -> None:
        self._panels, self._detail = panels, detail
        self._before: tuple[list[int], int] | None = None

    def open(self) -> None:
        if self._before is not None:
            return
        sizes = self._panels.sizes()
        self._before = sizes, self._detail.maximumWidth()
        self._detail.setMaximumWidth(theme.UNLIMITED)
        list_width = min(sizes[1], theme.current().scaled(LIST_WIDTH))
        self._panels.setSizes([sizes[0], list_width, sum(sizes) - sizes[0] - list_width])

    def close(self) -> None:
        if self._before is None:
            return
        (sizes, widest), self._before = self._before, None
        self._detail.setMaximumWidth(widest)
        self._panels.setSizes(sizes)
