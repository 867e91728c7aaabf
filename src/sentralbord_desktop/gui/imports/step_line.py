"""The steps of an import in a row, or below each other in a one-column window, with finished and current steps
marked."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.column.reflow import is_column
from sentralbord_desktop.gui.widgets.labels import icon_label, label, row

STEPS = ("Velg fil", "Koble kolonner", "Se over", "Skriv inn")
CHOOSE, MAP, REVIEW = range(3)
DONE_ICON, OPEN_ICON = "check-circle-fill", "circle"
GAP, BETWEEN = 8, 16


class StepLine(QWidget):
    """Shape and weight repeat the meaning of the colour. Where there is too little room, only the current step has
    words."""

    def __init__(self) -> None:
        super().__init__()
        self._step = CHOOSE
        self._icons = [icon_label(OPEN_ICON) for _ in STEPS]
        self._words: list[QLabel] = [label(step) for step in STEPS]
        pairs = [part for icon, words in zip(self._icons, self._words, strict=True) for part in (icon, words, BETWEEN)]
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setLayout(row(None, *pairs[:-1], spacing=GAP))

    def show_step(self, step: int, *, done: str = "ok") -> None:
        """Steps before `step` are done; `done` is the colour of their mark."""
        self._step = step
        self.setAccessibleName(f"Steg {step + 1} av {len(STEPS)}: {STEPS[step]}")
        for place, (icon, words) in enumerate(zip(self._icons, self._words, strict=True)):
            colour = done if place < step else "accent" if place == step else "text3"
            theme.current().show_icon(icon, DONE_ICON if place < step else OPEN_ICON, colour)
            theme.restyle(words, tone="accent" if place == step else "")
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(self._wide(self._words), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        found = super().minimumSizeHint()
        return found if is_column(self.window()) else QSize(self._wide([self._words[self._step]]), found.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        has_room = is_column(self.window()) or self.width() >= self._wide(self._words)
        for place, words in enumerate(self._words):
            words.setVisible(has_room or place == self._step)

    def _wide(self, words: Sequence[QLabel]) -> int:
        """The width of all marks and of these words."""
        for part in words:
            part.ensurePolished()
        gaps = (2 * len(STEPS) - 1) * GAP + (len(STEPS) - 1) * BETWEEN
        return sum(part.sizeHint().width() for part in (*self._icons, *words)) + gaps
