"""«Her er det 1, 2 og 0 som svarer.», shown after a digit that answers nothing, until the next key."""

from collections.abc import Iterable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QWidget

from sentralbord_desktop.domain.text.norwegian import listed
from sentralbord_desktop.gui.core.announce import announce

RUN = 4
"""Digits in a row that are written as «1–4»."""
NO_DIGITS = "Ingen tall svarer her."
INSET_PX = 4


class WrongDigitLine(QLabel):
    """Shown under the answers of `panel`, on top of other widgets; takes no room in the layout."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self.setProperty("role", "wrongDigit")
        self.hide()

    def show_digits(self, badges: Iterable[QLabel]) -> None:
        """`badges` are the digits that answer; the line is below the lowest of their answers."""
        panel, shown = self.parentWidget(), [badge for badge in badges if badge.isVisible()]
        if panel is None:
            return
        self.setText(sentence([badge.text() for badge in shown]))
        self.adjustSize()
        answers = [badge.parentWidget() or badge for badge in shown]
        corners = [each.mapTo(panel, QPoint(0, each.height())) for each in answers]
        left = min((corner.x() for corner in corners), default=INSET_PX)
        below = max((corner.y() for corner in corners), default=panel.height())
        self.move(left, min(below, panel.height() - self.height() - INSET_PX))
        self.show()
        self.raise_()
        announce(self, self.text())


def runs_of(digits: Iterable[str]) -> list[list[str]]:
    """The digits, with consecutive ones joined: «1–4»."""
    runs: list[list[str]] = []
    for digit in digits:
        if runs and int(digit) == int(runs[-1][-1]) + 1:
            runs[-1].append(digit)
        else:
            runs.append([digit])
    return runs


def sentence(digits: Iterable[str]) -> str:
    words: list[str] = []
    for run in runs_of(sorted(set(digits), key=lambda digit: (digit == "0", digit))):
        words += [f"{run[0]}–{run[-1]}"] if len(run) >= RUN else run
    if not words:
        return NO_DIGITS
    return f"Her er det {listed(words)} som svarer."
