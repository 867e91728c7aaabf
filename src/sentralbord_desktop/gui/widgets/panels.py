"""Panels side by side: widths can be moved, are remembered, and Ctrl+Shift+0 puts them back."""

from collections.abc import Sequence

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QBoxLayout, QSplitter, QWidget

from sentralbord_desktop.gui import theme

NARROW = 1280
"""A window under this width has no room for three panels (design, section 2)."""
GAP = 10


def is_narrow(window: QWidget) -> bool:
    """Whether three panels do not fit, at the text size in use."""
    return window.width() < theme.current().scaled(NARROW)


class Panels(QSplitter):
    """The panels of a form, taken out of its outer layout. `standard` gives each one's width in
    px, 0 for the one that takes the rest. What is remembered is widths alone."""

    def __init__(self, name: str, layout: QBoxLayout, standard: Sequence[int]) -> None:
        super().__init__(Qt.Orientation.Horizontal, layout.parentWidget())
        self._key = theme.current().key(f"bredder/{name}")
        self._standard = [theme.current().scaled(width) for width in standard]
        standard = self._standard
        self.setChildrenCollapsible(False)
        self.setHandleWidth(GAP)
        while item := layout.takeAt(0):
            part = item.widget()
            if part is None and (inner := item.layout()) is not None:
                part = QWidget(self)
                inner.setParent(None)
                part.setLayout(inner)
            if part is not None:
                self.addWidget(part)
        layout.addWidget(self)
        for place, width in enumerate(standard):
            part = self.widget(place)
            self.setStretchFactor(place, 0 if width else 1)
            if part is not None:
                part.setProperty("grown", True)  # noqa: FBT003 - Qt; its width is ours
            if part is not None and width:
                part.setMinimumWidth(round(width * 0.8))
                part.setMaximumWidth(round(width * 1.8))
        self.reset(forget=False)
        if saved := QSettings().value(self._key):
            self.restoreState(saved)
        self.splitterMoved.connect(self._remember)

    def reset(self, *, forget: bool = True) -> None:
        """The widths as they were drawn."""
        rest = max(400, self.width() - sum(self._standard) - GAP * (self.count() - 1))
        self.setSizes([width or rest for width in self._standard])
        if forget:
            QSettings().remove(self._key)

    def _remember(self) -> None:
        QSettings().setValue(self._key, self.saveState())
