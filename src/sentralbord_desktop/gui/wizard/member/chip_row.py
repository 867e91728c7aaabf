"""The chips of a member: what to remember in this call, on one line."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from sentralbord_desktop.domain.members.matters import Chip, Matter
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.widgets.labels import icon

MAX_CHIPS = 3
GAP = 6
LOOKS = {
    Matter.BROKEN_PROMISE: ("danger", "phone-x"),
    Matter.DEADLINE: ("danger", "flag"),
    Matter.NOT_SENT: ("danger", "paper-plane-tilt"),
    Matter.AWAITED: ("warn", ""),
    Matter.INVOICE: ("warn", ""),
    Matter.NO_SMS: ("plain", ""),
}
"""Matter -> tone, and an icon for urgent matters."""


class ChipRow(QWidget):
    """At most three chips, fewer where there is no room, then «+ 2». The buttons are made once, so that Tab order and
    focus are kept when the record is read again."""

    chosen = Signal(str)  # the Matter of the chip; for «+ 2», the first hidden one

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: Sequence[Chip] = ()
        self._buttons = [self._button(place) for place in range(MAX_CHIPS)]
        self._more = self._button(MAX_CHIPS)
        self._shown = 0
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def _button(self, place: int) -> QPushButton:
        made = QPushButton(self)
        made.setProperty("matter", "plain")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.setAccessibleDescription("Åpner merknadene der dette står")
        made.setIconSize(QSize(12, 12) * theme.current().text_scale)
        theme.keep_size(made)
        made.clicked.connect(lambda: self.chosen.emit(self._chips[min(place, self._shown)].matter))
        made.hide()
        return made

    def show_chips(self, chips: Sequence[Chip]) -> None:
        self._chips = chips
        for button, chip in zip(self._buttons, chips, strict=False):
            tone, sign = LOOKS[chip.matter]
            theme.restyle(button, matter=tone)
            button.setText(chip.words)
            button.setAccessibleName(chip.words)
            button.setIcon(icon(sign, f"{tone}_text", 12) if sign else QIcon())
        self.setVisible(bool(chips))
        self.updateGeometry()
        self._fit()

    def stops(self) -> tuple[QPushButton, ...]:
        """The buttons in the order of Tab."""
        return (*self._buttons, self._more)

    def sizeHint(self) -> QSize:
        return QSize(self._width(min(MAX_CHIPS, len(self._chips))), self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width(min(1, len(self._chips))), self._height)

    @property
    def _height(self) -> int:
        return max(button.sizeHint().height() for button in self.stops())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _width(self, count: int) -> int:
        """The width of the first `count` chips, with «+ 2» where others remain."""
        parts = [button.sizeHint().width() for button in self._buttons[:count]]
        if rest := len(self._chips) - count:
            self._name_more(rest)
            parts.append(self._more.sizeHint().width())
        return sum(parts) + GAP * max(0, len(parts) - 1)

    def _name_more(self, rest: int) -> None:
        self._more.setText(f"+ {rest}")
        words = ", ".join(chip.words for chip in self._chips[-rest:])
        self._more.setAccessibleName(f"{rest} til: {words}")
        give_tip(self._more, words)

    def _fit(self) -> None:
        most = min(MAX_CHIPS, len(self._chips))
        self._shown = next((n for n in range(most, 1, -1) if self._width(n) <= self.width()), min(1, most))
        rest = len(self._chips) - self._shown
        if rest:
            self._name_more(rest)
        self._more.setVisible(bool(rest))
        left = 0
        for place, button in enumerate(self.stops()):
            is_shown = bool(rest) if button is self._more else place < self._shown
            button.setVisible(is_shown)
            if is_shown:
                size = button.sizeHint()
                wide = min(size.width(), max(0, self.width() - left))
                button.setGeometry(QRect(left, 0, wide, self._height))
                left += size.width() + GAP
