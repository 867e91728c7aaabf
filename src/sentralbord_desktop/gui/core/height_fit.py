"""Hides parts of a scrolled panel where the window is low, so that the rest fits without scrolling."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

from sentralbord_desktop.gui.core.column.reflow import is_column


class HeightFit(QObject):
    """Fits the content of `scroll` again when the height of `panel` changes, as when the bar of a ringing call is shown.
    `inner` are the layouts in the content whose parts can be hidden."""

    def __init__(self, scroll: QScrollArea, panel: QWidget, inner: Sequence[QLayout], parent: QObject) -> None:
        super().__init__(parent)
        self._scroll, self._inner = scroll, inner
        self._is_on = False
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self.fit)
        panel.installEventFilter(self)

    def begin(self) -> None:
        self._is_on = True

    def end(self) -> None:
        """Show everything again, before the content is replaced."""
        if self._is_on:
            self._is_on = False
            self._give_back()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._is_on:
            self._soon.start()
        return super().eventFilter(watched, event)

    def fit_soon(self) -> None:
        """Fit at once, so that no movement is visible, and again when the layouts have measured new parts."""
        self.fit()
        self._soon.start()

    def fit(self) -> None:
        if not self._is_on:
            return
        self._give_back()
        for give_way in self._ways():
            if not self._is_too_high():
                break
            give_way()

    def _ways(self) -> Sequence[Callable[[], object]]:
        """The ways to save height, in the order in which they are used."""
        return ()

    def _give_back(self) -> None:
        """Show the hidden parts again."""

    def _is_too_high(self) -> bool:
        """Measured without the scroll bar, which is gone when the content fits. In one column the page scrolls instead."""
        if is_column(self._scroll.window()):
            return False
        inside, room = self._scroll.widget(), self._scroll.contentsRect()
        content = inside.layout() if inside else None
        if content is None:
            return False
        for layout in (*self._inner, content):
            layout.activate()  # so that a hidden part is measured at once
        return content.totalHeightForWidth(room.width()) > room.height()
