"""Panels side by side: widths can be moved, are remembered, and Ctrl+Shift+0 puts them back."""

from collections.abc import Sequence

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QSplitter, QWidget

from sentralbord_desktop.gui.core import theme

NARROW = 1280
"""A window under this width has no room for three panels (design, section 2)."""
GAP = 10


def is_narrow(window: QWidget) -> bool:
    """Whether three panels do not fit, at the text size in use."""
    return window.width() < theme.current().scaled(NARROW)


class Splitter(QSplitter):
    """The panels of a form, which names this class for them: what is moved into a splitter afterwards is styled
    once more, with all that is in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._key = ""
        self._standard: list[int] = []
        self.setChildrenCollapsible(False)
        self.setHandleWidth(GAP)

    def arrange(self, name: str, standard: Sequence[int]) -> None:
        """`standard` gives each one's width in px, 0 for the one that takes the rest. What is remembered under
        `name` is widths alone."""
        self._key = theme.current().key(f"bredder/{name}")
        self._standard = [theme.current().scaled(width) for width in standard]
        for place, (part, width) in enumerate(zip(self._parts(), self._standard, strict=True)):
            self.setStretchFactor(place, 0 if width else 1)
            part.setProperty("grown", True)  # noqa: FBT003 - Qt; its width is ours
            if width:
                part.setMinimumWidth(round(width * 0.8))
                part.setMaximumWidth(round(width * 1.8))
        self.reset(forget=False)
        if saved := QSettings().value(self._key):
            self.restoreState(saved)
        self.splitterMoved.connect(self._remember)

    def _parts(self) -> list[QWidget]:
        parts = (self.widget(place) for place in range(self.count()))
        return [part for part in parts if part is not None]

    def reset(self, *, forget: bool = True) -> None:
        """The widths as they were drawn."""
        rest = max(400, self.width() - sum(self._standard) - GAP * (self.count() - 1))
        self.setSizes([width or rest for width in self._standard])
        if forget:
            QSettings().remove(self._key)

    def _remember(self) -> None:
        QSettings().setValue(self._key, self.saveState())
