"""A drawn key beside the control that it acts on. A click does the same as the key."""

from collections.abc import Iterable
from weakref import WeakSet

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QMouseEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QLayout, QSizePolicy, QWidget
from shiboken6 import isValid

from sentralbord_desktop.gui.core.theme import UNLIMITED
from sentralbord_desktop.gui.widgets.keys.key_hint import KeyHint
from sentralbord_desktop.gui.widgets.keys.key_level import ALL, NONE, key_level
from sentralbord_desktop.gui.widgets.keys.key_press import last_focus, press, sequence, target_of

SLOTS = (("F3",), ("Ctrl+Enter",), ("←",), ("Ctrl+↓",), ("F8",), ("Mellomrom", "Enter", "Ctrl+D"))
"""What «Noen» draws on a page: from each group the first key that is on the page."""


class KeyCap(QLabel):
    """Takes no room while it is not drawn. Screen readers read it as part of the action's name, not as a widget."""

    def __init__(self, parent: QWidget | None = None, text: str = "") -> None:
        super().__init__(text, parent)
        self.setProperty("role", "keycap")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(18)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._is_drawn = key_level.now == ALL
        self._word: QLabel | None = None
        self._legend: QLabel | None = None
        self._is_tied = False
        _caps.add(self)

    def draw(self, *, drawn: bool) -> None:
        if drawn != self._is_drawn:
            self._is_drawn = drawn
            self.updateGeometry()
            self.update()
        if self._legend is not None:
            self._legend.setMaximumWidth(UNLIMITED if drawn else 0)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return hint if self._is_drawn else QSize(0, hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_drawn:
            super().paintEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_tied:
            self._tie()
        arrange_later()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        arrange_later()

    def _tie(self) -> None:
        """While the cap is not drawn, the control beside it shows the key. A word beside the cap can be clicked as the
        cap can. The word of several keys, «velg ↑ ↓», is drawn only together with them."""
        self._is_tied = True
        last_focus()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        control = neighbour(self)
        if control is None:
            return
        KeyHint(control, lambda: self.text() if isValid(self) and self.isVisible() and not self._is_drawn else "")
        if isinstance(control, QLabel) and sequence(self.text()).count() != 1:
            self._legend = control
        elif isinstance(control, QLabel):
            self._word = control
            control.setCursor(Qt.CursorShape.PointingHandCursor)
            control.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._word and isinstance(event, QMouseEvent) and self.isVisible():
            if event.type() == QEvent.Type.MouseButtonPress:
                return True
            if event.type() == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:
                self.press()
                return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.press()

    def press(self) -> None:
        """Do what the key does: click the button beside the cap, else press the key itself."""
        control = neighbour(self)
        if isinstance(control, QAbstractButton) and not isinstance(self.parentWidget(), QAbstractButton):
            control.click()
            return
        target = target_of(self)
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        press(self.text(), target)


_caps: WeakSet[KeyCap] = WeakSet()
_waiting: list[bool] = []


def arrange_later() -> None:
    """Arrange once, for all caps that a change of page shows and hides."""
    if not _waiting:
        _waiting.append(True)
        QTimer.singleShot(0, _arrange)


def _arrange() -> None:
    _waiting.clear()
    by_window: dict[QWidget, list[KeyCap]] = {}
    for cap in list(_caps):
        if isValid(cap) and cap.isVisible():
            by_window.setdefault(cap.window(), []).append(cap)
    for caps in by_window.values():
        drawn = chosen(caps)
        for cap in caps:
            cap.draw(drawn=cap in drawn)


def chosen(caps: Iterable[KeyCap]) -> list[KeyCap]:
    """The caps of a window that are drawn at the current level."""
    ordered = sorted(caps, key=lambda cap: cap.mapTo(cap.window(), cap.rect().topLeft()).toTuple()[::-1])
    if key_level.now in (ALL, NONE):
        return ordered if key_level.now == ALL else []
    found = ([cap for name in slot for cap in ordered if cap.text() == name] for slot in SLOTS)
    return [caps_of_slot[0] for caps_of_slot in found if caps_of_slot]


def neighbour(cap: QWidget) -> QWidget | None:
    """The widget before the cap in its row, else the one after it; None when the cap is alone."""
    parent = cap.parentWidget()
    layout = parent.layout() if parent is not None else None
    row = _row_of(cap, layout)
    if row is None:
        return None
    place = row.indexOf(cap)
    for other in (*range(place - 1, -1, -1), *range(place + 1, row.count())):
        item = row.itemAt(other)
        widget = item.widget() if item is not None else None
        if widget is not None and not isinstance(widget, KeyCap):
            return widget
    return None


def _row_of(widget: QWidget, layout: QLayout | None) -> QLayout | None:
    if layout is None or layout.indexOf(widget) >= 0:
        return layout
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is not None and (found := _row_of(widget, item.layout())) is not None:
            return found
    return None


key_level.changed.connect(arrange_later)
