"""Small widgets of every page: labels, keys, digit badges, lines."""

import re
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon, QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QSizePolicy, QWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.icons import Sign
from sentralbord_desktop.gui.core.tip import BREAK
from sentralbord_desktop.gui.widgets.keys.key_cap import KeyCap

WORD_JOINER = "\u2060"
STATUS_SIGNS = {
    "ledig": Sign("check-circle-fill", "ok"),
    "opptatt": Sign("circle-half-fill", "warn"),
    "mote": Sign("circle-half-fill", "warn"),
    "borte": Sign("circle", "text2"),
    "ingen_svar": Sign("phone-x", "danger"),
    "": Sign("question", "text3"),
}
"""Status -> shape and colour; the shape alone is enough."""


def unbroken(text: str) -> str:
    """Keep «e-post» on one line: for display only, never stored."""
    return text.replace("e-post", f"e-{WORD_JOINER}post").replace("E-post", f"E-{WORD_JOINER}post")


def parted(text: str, after: str) -> str:
    """A line may also end after each of these signs: for display only, never stored."""
    return re.sub(rf"(?<=[{re.escape(after)}])(?=.)", BREAK, text)


def label(text: str = "", role: str = "", *, tone: str = "", wrap: bool = False) -> QLabel:
    """A plain-text label; data is never read as markup."""
    made = QLabel(unbroken(text))
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if role in {"sayTag", "doTag"}:
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    if tone:
        made.setProperty("tone", tone)
    return made


PERSON_POINTS, NUMBER_POINTS = 12.0, 16.5
"""A person, and the number to ring: 16 and 22 pixels at 96 dpi."""


MIN_CHOICE_WIDTH = 120
"""Least width of a drop-down list, in pixels at 100 % text."""


def enlarge(what: QLabel, points: float) -> None:
    what.setStyleSheet(f"font-size: {points * theme.current().text_scale}pt; font-weight: 600;")


class ChoiceBox(QComboBox):
    """The drop-down list of every form. The wheel scrolls the page, and never changes a choice that it passes over."""

    def minimumSizeHint(self) -> QSize:
        """Narrower than the longest text, which is elided in a narrow form."""
        return super().minimumSizeHint().boundedTo(QSize(theme.current().scaled(MIN_CHOICE_WIDTH), theme.UNLIMITED))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def choice(options: Iterable[tuple[object, str]], chosen: object) -> ChoiceBox:
    """A drop-down list of (value, text), at `chosen`, or at the first when it is missing."""
    made = ChoiceBox()
    for value, text in options:
        made.addItem(text, value)
    made.setCurrentIndex(max(0, made.findData(chosen)))
    return made


def primary(text: str) -> QPushButton:
    """The button of the main action: Ctrl+Enter or Enter."""
    made = QPushButton(text)
    set_flags(made, "primary")
    return made


def link(text: str) -> QPushButton:
    """A button that reads as a link; underlined under the pointer and with the focus."""
    made = QPushButton(text)
    set_flags(made, "link")
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def pill(text: str, kind: str) -> QLabel:
    made = label(text)
    made.setProperty("pill", kind)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def keycap(text: str) -> KeyCap:
    return KeyCap(text=text)


def icon_label(name: str, colour: str = "text2", size: int = 16) -> QLabel:
    made = QLabel()
    theme.current().show_icon(made, name, colour, size=size)
    made.setFixedWidth(theme.current().scaled(size) + 2)
    theme.keep_size(made)
    return made


def icon(name: str, colour: str = "text2", size: int = 20) -> QIcon:
    return theme.current().icon(name, colour, size=size)


RECOLOURED = (QEvent.Type.PaletteChange, QEvent.Type.StyleChange)
"""Events after which the icon of a button is drawn again, because Qt does not recolour it."""


class RingButton(QPushButton):
    """What Ctrl+D does, for the mouse; the icon follows the colours."""

    def __init__(self, name: str) -> None:
        super().__init__("Ring")
        set_flags(self, "outlined")
        self.setAccessibleName(f"{name}, Ctrl+D")
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in RECOLOURED:
            self._draw()

    def _draw(self) -> None:
        self.setIcon(icon("phone", "accent_text", 16))


def line() -> QFrame:
    made = QFrame()
    set_flags(made, "line")
    made.setFixedHeight(1)
    return made


class DigitBadge(QLabel):
    """A number in a square: filled when the digit acts now, outlined when a field takes it."""

    def __init__(self, digit: str, parent: QWidget | None = None) -> None:
        super().__init__(digit, parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        side = theme.current().scaled(24)
        self.setFixedSize(side, side)
        theme.keep_size(self)
        self.setProperty("digit", "out")

    def set_live(self, live: bool) -> None:  # noqa: FBT001 - a setter
        theme.restyle(self, digit="live" if live else "out")


class Badge(QLabel):
    """A small count. Red is due; grey is a plain count. Hidden at zero."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setProperty("badge", "count")
        self.setMinimumHeight(16)
        self.hide()

    def show_count(self, count: int, kind: str = "count") -> None:
        theme.restyle(self, badge=kind)
        self.setText(str(count))
        self.adjustSize()
        self.setVisible(count > 0)


def row(*parts: QWidget | int | None, spacing: int = 8) -> QHBoxLayout:
    """Widgets in a row; None stretches, a number is space."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    for part in parts:
        if part is None:
            made.addStretch(1)
        elif isinstance(part, int):
            made.addSpacing(part)
        else:
            made.addWidget(part)
    return made


def clear(layout: QLayout) -> None:
    while item := layout.takeAt(0):
        if inner := item.layout():
            clear(inner)
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
