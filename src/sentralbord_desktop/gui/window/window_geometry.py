"""Size and position of the window for each arrangement of screens: kept, restored, and fitted to what is connected.

All rectangles are in device-independent pixels, of the window without its frame. Another scale of Windows gives other
rectangles of the screens, and so another arrangement.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QMainWindow

FIRST_SIZE = QSize(1366, 688)
"""Size without a stored one, where the screen has room."""
MIN_SIZE = QSize(1024, 500)
"""Least size, on a screen that has room for it."""
TITLE_BAR = 32
LAST, BY_SCREENS = "vindu/form", "vindu/skjermer"
MAXIMISED = "hele"
SETTLED_MS = 400
"""A move or a change of screens is over when nothing more has come for this long: Windows moves the window before Qt
knows the new screens."""


class WindowGeometry(QObject):
    """Keeps the geometry while the window is used, so that it also survives a kill of the program."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._arrangement = arrangement(_rooms())
        self._moved = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._moved.timeout.connect(self.keep)
        self._changed = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._changed.timeout.connect(self._follow_screens)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._watch)
            application.screenRemoved.connect(self._changed.start)
            application.primaryScreenChanged.connect(self._changed.start)
        for screen in QGuiApplication.screens():
            self._watch(screen)
        self._changed.stop()
        window.installEventFilter(self)

    def _watch(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._changed.start)
        self._changed.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        moved = event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange)
        if moved and self._window.isVisible():
            self._moved.start()
        return super().eventFilter(watched, event)

    def restore(self) -> None:
        """The geometry of these screens; else the last one, fitted; else FIRST_SIZE, or the whole of a small screen."""
        window, rooms = self._window, _rooms()
        self._arrangement = arrangement(rooms)
        kept = _read(f"{BY_SCREENS}/{self._arrangement}") or _read(LAST)
        if kept is None:
            window.setMinimumSize(smallest(rooms[0]))
            window.resize(FIRST_SIZE)
            if not has_room(rooms[0].size()):
                window.setWindowState(Qt.WindowState.WindowMaximized)
            return
        wanted, is_maximised = kept
        room = nearest(wanted, rooms)
        window.setMinimumSize(smallest(room))
        window.setGeometry(fitted(wanted, room))
        state = window.windowState() & ~Qt.WindowState.WindowMaximized
        window.setWindowState(state | Qt.WindowState.WindowMaximized if is_maximised else state)

    def keep(self) -> None:
        """Store the geometry, unless the screens are about to change or the window is in the taskbar."""
        window = self._window
        self._moved.stop()
        if self._changed.isActive() or window.isMinimized() or arrangement(_rooms()) != self._arrangement:
            return
        area = window.normalGeometry()
        state = MAXIMISED if window.isMaximized() else "vanlig"
        text = f"{area.x()} {area.y()} {area.width()} {area.height()} {state}"
        settings = QSettings()  # one for both: each waits for the disk when it goes
        for key in (LAST, f"{BY_SCREENS}/{self._arrangement}"):
            settings.setValue(key, text)

    def _follow_screens(self) -> None:
        """The screens, dock or scale have changed: restore the window's geometry for these screens."""
        if arrangement(_rooms()) != self._arrangement and self._window.isVisible() and not self._window.isMinimized():
            self.restore()


def arrangement(rooms: Sequence[QRect]) -> str:
    """The screens as a settings key: «1366x728+0+0»."""
    return "_".join(f"{each.width()}x{each.height()}{each.x():+d}{each.y():+d}" for each in rooms)


def nearest(wanted: QRect, rooms: Sequence[QRect]) -> QRect:
    """The screen that shows most of `wanted`; the first one when none shows any of it."""

    def seen(room: QRect) -> int:
        common = room.intersected(wanted)
        return common.width() * common.height() if common.isValid() else 0

    return max(rooms, key=seen, default=wanted)


def fitted(wanted: QRect, room: QRect) -> QRect:
    """`wanted` moved into `room` below a title bar, shrunk where it is larger, and never below the least size."""
    inside = room.adjusted(0, TITLE_BAR, 0, 0)
    size = wanted.size().expandedTo(smallest(room)).boundedTo(inside.size())
    x = min(max(wanted.x(), inside.x()), inside.x() + inside.width() - size.width())
    y = min(max(wanted.y(), inside.y()), inside.y() + inside.height() - size.height())
    return QRect(x, y, size.width(), size.height())


def smallest(room: QRect) -> QSize:
    """Least size of the window on this screen: never more than it has."""
    return MIN_SIZE.boundedTo(room.size() - QSize(0, TITLE_BAR))


def has_room(room: QSize) -> bool:
    """Whether the first window fits with its frame, a little from the corner, where Windows opens it."""
    return room.width() > FIRST_SIZE.width() and room.height() >= FIRST_SIZE.height() + TITLE_BAR


def _rooms() -> list[QRect]:
    """The screens without their taskbars, the primary one first."""
    return [screen.availableGeometry() for screen in QGuiApplication.screens()]


def _read(key: str) -> tuple[QRect, bool] | None:
    """A kept geometry, and whether the window was maximised; None for none, and for an invalid one."""
    *numbers, state = str(QSettings().value(key, "")).split() or [""]
    try:
        x, y, width, height = (int(each) for each in numbers)
    except ValueError:
        return None
    return (QRect(x, y, width, height), state == MAXIMISED) if width > 0 and height > 0 else None
