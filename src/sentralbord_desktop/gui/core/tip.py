"""The tip of a control (WCAG 2.2, 1.4.13): below the control under the pointer, also while the pointer is on the tip,
until Esc, a key, a click, or the pointer on neither."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QCursor, QFontMetrics, QHelpEvent, QHideEvent, QKeyEvent, QShowEvent, QSinglePointEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from shiboken6 import isValid

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.accessible_role import Role, give_role
from sentralbord_desktop.gui.core.tip_source import TipSource, source_at, text_at

GRACE_MS = 300
"""Milliseconds that the pointer may be outside both control and tip."""
MAX_LINE_WIDTH, GAP = 360, 2
"""Pixels at 100 % text: the width of a line, and the gap between control and tip."""
MARGINS = (8, 4, 8, 4)
BREAK = "\u200b"
"""A zero-width space: a line may end there."""
Kind = QEvent.Type
MODIFIERS = {
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
}
KEYS = {Kind.ShortcutOverride, Kind.KeyPress}
ACTS = {Kind.MouseButtonPress, Kind.MouseButtonDblClick, Kind.Wheel, Kind.ApplicationDeactivate}
MOVES = {Kind.Enter, Kind.Leave, Kind.MouseMove}
GOES = {Kind.Hide, Kind.Move, Kind.Resize, Kind.WindowDeactivate}
"""Events of the control or its window after which the tip would point at nothing."""
ALTERS = {Kind.Paint, Kind.DynamicPropertyChange}


class Tips(QObject):
    """Handles QEvent.ToolTip for all widgets inside `window`: Qt sends it to each widget around the pointer, one after
    another."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.tip = Tip(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != Kind.ToolTip or not isinstance(event, QHelpEvent):
            return False
        source = source_at(self._window, event.globalPos())
        if source is not None:
            self.tip.offer(source, event.globalPos())
        return source is not None


class Tip(QLabel):
    """Watches the events of the application while it is shown, and only then."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.ToolTip)
        self._window = window
        self._source: TipSource | None = None
        self._dismissed: TipSource | None = None
        """The source whose tip Esc dismissed, until the pointer leaves its control."""
        self._dismissed_at: QPoint | None = None
        """Pointer position at that time: the widget that the tip covered gets an event, though the pointer has not
        moved."""
        self._grace = QTimer(self, singleShot=True, interval=GRACE_MS)
        self._grace.timeout.connect(self.hide)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", "tip")
        self.setIndent(0)
        self.setContentsMargins(*MARGINS)
        give_role(self, Role.ToolTip)

    def offer(self, source: TipSource, pointer: QPoint) -> None:
        """Show the tip, unless it is shown already or was dismissed."""
        if source in (self._dismissed, self._source) or pointer == self._dismissed_at:
            return
        self._forget()
        self._source = source
        self._grace.stop()
        screen = source.control.screen().availableGeometry()
        self.setText(breakable(source.text, self.fontMetrics(), most_of_text(screen)))
        self.setAccessibleName(source.text)
        self.ensurePolished()
        size = self._size(screen)
        self.setFixedSize(size)
        self.move(place_of(size, source.on_screen, pointer, screen))
        self.show()

    def _size(self, screen: QRect) -> QSize:
        """The size of the text, as narrow as its longest line."""
        room = QRect(0, 0, most_of_text(screen), theme.UNLIMITED)
        wide = self.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), self.text()).width()
        wide += MARGINS[0] + MARGINS[2] + 2 * self.frameWidth() + 2
        return QSize(wide, self.heightForWidth(wide))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if (application := QApplication.instance()) is not None:
            application.installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._source = None
        self._grace.stop()
        if (application := QApplication.instance()) is not None:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self._source is None:  # only the control of a dismissed tip is watched
            if kind == Kind.Leave:
                self._forget()
            return False
        if kind in KEYS and isinstance(event, QKeyEvent):
            return self._take_key(event)
        if kind in MOVES:
            self._follow(event)
        elif kind in ACTS or (kind in GOES and watched in (self._window, self._source.control)):
            self.hide()
        elif kind in ALTERS and watched is self._source.control:
            self._compare()
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        """Esc does nothing else. A modifier alone does nothing."""
        if event.key() == Qt.Key.Key_Escape and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            event.accept()
            if event.type() == Kind.KeyPress:
                self._dismiss()
            return True
        if event.key() not in MODIFIERS:
            self.hide()
        return False

    def _follow(self, event: QEvent) -> None:
        if self._source is None or not self._source.is_seen:
            self.hide()
            return
        pointer = event.globalPosition().toPoint() if isinstance(event, QSinglePointEvent) else QCursor.pos()
        if self.geometry().contains(pointer) or self._source.on_screen.contains(pointer):
            self._grace.stop()
        elif not self._grace.isActive():
            self._grace.start()

    def _compare(self) -> None:
        """Hide the tip when the text of the control has changed, as when rows are read again."""
        source = self._source
        if source is not None and text_at(source.control, source.on_screen.center()).words != source.text:
            self.hide()

    def _dismiss(self) -> None:
        source, pointer = self._source, QCursor.pos()
        self.hide()
        self._dismissed_at = pointer
        if source is not None and source.is_seen and source.on_screen.contains(pointer):
            self._dismissed = source
            source.control.installEventFilter(self)

    def _forget(self) -> None:
        if self._dismissed is not None and isValid(self._dismissed.control):
            self._dismissed.control.removeEventFilter(self)
        self._dismissed = self._dismissed_at = None


def breakable(text: str, metrics: QFontMetrics, width: int) -> str:
    """`text`, in which a word wider than `width` can break anywhere."""
    return " ".join(BREAK.join(word) if metrics.horizontalAdvance(word) > width else word for word in text.split(" "))


def most_of_text(screen: QRect) -> int:
    """Width in pixels of the text of a tip: never wider than the screen with its margins and frame."""
    return min(theme.current().scaled(MAX_LINE_WIDTH), screen.width() - MARGINS[0] - MARGINS[2] - 2 * GAP)


def place_of(size: QSize, area: QRect, pointer: QPoint, screen: QRect) -> QPoint:
    """The upper left corner, in global coordinates: below `area`, where there is no room above it, else beside it; near
    the pointer along a wide area."""

    def within(least: int, wanted: int, most: int) -> int:
        return max(least, min(wanted, most))

    last = QPoint(screen.right() + 1 - size.width(), screen.bottom() + 1 - size.height())
    along = within(area.left(), pointer.x() - size.width() // 2, area.right() + 1 - size.width())
    x = within(screen.left(), along, last.x())
    below, above = area.bottom() + 1 + GAP, area.top() - GAP - size.height()
    if below <= last.y() or above >= screen.top():
        return QPoint(x, below if below <= last.y() else above)
    right, left = area.right() + 1 + GAP, area.left() - GAP - size.width()
    y = within(screen.top(), pointer.y(), last.y())
    return QPoint(right if right <= last.x() else max(screen.left(), left), y)
