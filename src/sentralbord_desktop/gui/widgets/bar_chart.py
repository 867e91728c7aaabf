"""Counts as a plot: columns when every name fits below its own, else bars with the names to the left."""

from __future__ import annotations

import os
from collections.abc import Sequence
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sentralbord_desktop.gui.core import theme

if TYPE_CHECKING:
    import pyqtgraph

Bar = tuple[str, int]
"""Name and count."""
THICK = 0.64
"""Thickness as a share of a bar's room."""
NAMES_SHARE = 0.42
"""Largest share of the width for the names to the left."""
ROOMS = 5
"""Least number of bars to scale for, so that a single bar is not too thick."""
BAR_GAP_PX = 12
"""Pixels between two names side by side."""
BEYOND = 1.12
"""Axis length as a share of the longest bar, with room for its number."""


def prepare() -> None:
    """Import numpy on a worker before the first plot: half of pyqtgraph's loading time from a cold disk. Not pyqtgraph
    itself: it makes PySide create every class, which crashed the main thread in CI."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's threads would only use memory
    import numpy  # noqa: F401 - preloads it


def load() -> ModuleType:
    """Import pyqtgraph, on the main thread."""
    prepare()
    import pyqtgraph

    module: ModuleType = pyqtgraph
    return module


class BarChart(QWidget):
    """Repeats the table beside it, so it takes no focus and holds no number of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.bars: Sequence[Bar] = ()
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._view: pyqtgraph.GraphicsView | None = None
        theme.current().changed.connect(self._draw)

    def show_bars(self, bars: Sequence[Bar], title: str) -> None:
        self.bars = bars
        self.setAccessibleName(f"{title}. Tallene står i tabellen.")
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    @property
    def is_drawn(self) -> bool:
        return self._view is not None

    @property
    def stands(self) -> bool:
        """Whether the names fit side by side, so that columns are used."""
        metrics = QFontMetrics(self.font())
        widest = max((metrics.horizontalAdvance(name) for name, _ in self.bars), default=0)
        return (widest + BAR_GAP_PX) * max(len(self.bars), ROOMS) <= self.width()

    def _draw(self) -> None:
        if not self.bars:
            return
        if self._view is None:
            self._view = self._made()
        self._view.setBackground(theme.current().colour("surface"))
        grid = load().GraphicsLayout()  # new each time: a cleared layout keeps its sizes
        self._view.setCentralItem(grid)
        box = grid.addViewBox(row=0, col=1, enableMenu=False, enableMouse=False)  # its menu is English
        if self.stands:
            grid.addItem(self._columns(box), 1, 1)
        else:
            grid.addItem(self._lines(box), 0, 0)

    def _made(self) -> pyqtgraph.GraphicsView:
        view: pyqtgraph.GraphicsView = load().GraphicsView(self)
        for part in (view, view.viewport()):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside.addWidget(view)
        return view

    def _columns(self, box: pyqtgraph.ViewBox) -> pyqtgraph.AxisItem:
        """Returns the axis with the names."""
        places, counts = list(range(len(self.bars))), [count for _, count in self.bars]
        box.addItem(load().BarGraphItem(x=places, height=counts, width=THICK, **self._colours()))
        for place, count in zip(places, counts, strict=True):
            self._write(box, count, (place, count), anchor=(0.5, 1.0))
        box.setXRange(*self._rooms(), padding=0)
        box.setYRange(0, max(counts) * BEYOND, padding=0)
        return self._named(box, "bottom", [name for name, _ in self.bars])

    def _lines(self, box: pyqtgraph.ViewBox) -> pyqtgraph.AxisItem:
        places, counts = list(range(len(self.bars))), [count for _, count in self.bars]
        box.addItem(load().BarGraphItem(x0=0, y=places, height=THICK, width=counts, **self._colours()))
        for place, count in zip(places, counts, strict=True):
            self._write(box, count, (count, place), anchor=(0.0, 0.5))
        box.invertY()  # the first at the top
        box.setYRange(*self._rooms(), padding=0)
        box.setXRange(0, max(counts) * BEYOND, padding=0)
        metrics, most = QFontMetrics(self.font()), int(self.width() * NAMES_SHARE)
        shorten = metrics.elidedText
        return self._named(box, "left", [shorten(n, Qt.TextElideMode.ElideRight, most) for n, _ in self.bars])

    def _named(self, box: pyqtgraph.ViewBox, side: str, names: Sequence[str]) -> pyqtgraph.AxisItem:
        look = theme.current()
        axis: pyqtgraph.AxisItem = load().AxisItem(
            side, linkView=box, maxTickLength=0, pen=look.colour("stroke"), textPen=look.colour("text")
        )
        axis.setStyle(tickFont=self.font())
        axis.setTicks([list(enumerate(names))])
        return axis

    def _rooms(self) -> tuple[float, float]:
        return -0.5, max(len(self.bars), ROOMS) - 0.5

    def _colours(self) -> dict[str, object]:
        colour = theme.current().colour("accent")
        return {"brush": colour, "pen": colour}

    def _write(self, box: pyqtgraph.ViewBox, count: int, at: tuple[float, float], anchor: tuple[float, float]) -> None:
        number = load().TextItem(str(count), color=theme.current().colour("text"), anchor=anchor)
        number.setFont(self.font())
        number.setPos(*at)
        box.addItem(number)
