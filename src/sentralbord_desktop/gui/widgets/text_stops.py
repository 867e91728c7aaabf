"""Texts that are read one by one: Tab focuses one of them, the arrows move to the next, Ctrl+C copies it."""

from collections.abc import Sequence
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.widgets.fitted_scroll_area import come_into_view
from sentralbord_desktop.gui.widgets.keys.tab_order import tab_through
from sentralbord_desktop.gui.widgets.labels import WORD_JOINER

COPIED = "Kopiert"
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -5, Qt.Key.Key_PageDown: 5}
ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
MARGIN = 3
"""Pixels between the text and the ring around it."""


@dataclass(frozen=True, repr=False)
class TextStop:
    """`widget` takes the focus: a label, because a screen reader adds the name of the role to a frame."""

    widget: QWidget
    spoken: str
    copied: str
    around: QWidget | None = None
    """The widget that the focus ring surrounds; None for `widget` itself."""


class FocusRing(QWidget):
    """Drawn over the parent of `around`, so that nothing moves."""

    def __init__(self, around: QWidget) -> None:
        super().__init__(around.parentWidget())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.around = around
        self.follow()
        self.show()
        self.raise_()

    def follow(self) -> None:
        """Called when `around` has another place or size."""
        place = self.around.geometry().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        parent = self.parentWidget()
        self.setGeometry(place & parent.rect() if parent else QRect())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.current().colour("accent"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)


class TextStops(QObject):
    """With a `head`, Tab focuses the head, and ↓ in it the first text. Without one, Tab focuses the text that was read
    last."""

    def __init__(self, owner: QWidget, head: QWidget | None = None) -> None:
        super().__init__(owner)
        self._head = head
        self._stops: Sequence[TextStop] = ()
        self._current = 0
        self._ring: FocusRing | None = None
        """Made when a text takes the focus. It is no event filter: Qt calls a filter twice when another is added before
        it."""
        if head is not None:
            head.installEventFilter(self)

    @property
    def widgets(self) -> list[QWidget]:
        return [stop.widget for stop in self._stops]

    def show(self, stops: Sequence[TextStop]) -> None:
        """Replaces the former texts; the place among them stays."""
        former = [stop.widget for stop in self._stops if shiboken6.isValid(stop.widget)]
        known, kept = {id(widget) for widget in former}, {id(stop.widget) for stop in stops}
        for widget in (one for one in former if id(one) not in kept):
            widget.setAccessibleName("")
            _let_tab(widget, allowed=False)
        self._stops = stops
        self._current = max(0, min(self._current, len(stops) - 1))
        for stop in stops:
            stop.widget.setAccessibleName(plain(stop.spoken))
            if id(stop.widget) not in known:
                stop.widget.installEventFilter(self)
                if stop.around is not None:
                    stop.around.installEventFilter(self)
        self.renew()

    def renew(self) -> None:
        """Let Tab reach the current text again. Qt removes that when the interaction flags of the text change."""
        if self._head is None:
            for place, stop in enumerate(self._stops):
                _let_tab(stop.widget, allowed=place == self._current)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            if watched is self._head:
                return event.type() == QEvent.Type.KeyPress and self._enter(event)
            if watched not in self.widgets:  # a button within the ring has its own keys
                return False
            if event.type() == QEvent.Type.ShortcutOverride and event.matches(QKeySequence.StandardKey.Copy):
                event.accept()  # the page's own Ctrl+C copies the number of the caller
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._press(event)
        elif event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._move_ring(watched)
        elif event.type() == QEvent.Type.FocusIn and watched in self.widgets:
            self._arrive(watched)
        elif event.type() == QEvent.Type.FocusOut and watched in self.widgets:
            self._leave(watched)
        return super().eventFilter(watched, event)

    def _enter(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Down or _is_held(event) or not self._stops:
            return False
        self._go_to(self._current)
        return True

    def _press(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif _is_held(event) or event.key() not in {*STEPS, *ENDS}:
            return False
        elif event.key() in ENDS:
            self._go_to(range(len(self._stops))[ENDS[Qt.Key(event.key())]])
        else:
            self._step(STEPS[Qt.Key(event.key())])
        return True

    def _step(self, by: int) -> None:
        shown = [n for n, stop in enumerate(self._stops) if stop.widget.isVisible()]
        after = [n for n in shown if (n - self._current) * by > 0][:: 1 if by > 0 else -1]
        if after:
            self._go_to(after[: abs(by)][-1])
        elif by < 0 and self._head is not None:
            self._head.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to(self, place: int) -> None:
        self._current = place
        self.renew()
        self._stops[place].widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy(self) -> None:
        stop = self._stops[self._current]
        QApplication.clipboard().setText(plain(stop.copied))
        announce(stop.widget, COPIED)

    def _arrive(self, widget: QObject) -> None:
        self._current = next((n for n, stop in enumerate(self._stops) if stop.widget is widget), self._current)
        stop = self._stops[self._current]
        self.renew()
        _let_tab(stop.widget, allowed=True)
        around = stop.around or stop.widget
        come_into_view(around)
        self._drop_ring()
        self._ring = FocusRing(around)

    def _leave(self, widget: QObject) -> None:
        self._drop_ring()
        if self._head is not None and isinstance(widget, QWidget):
            _let_tab(widget, allowed=False)

    def _move_ring(self, moved: QObject) -> None:
        if self._ring is not None and shiboken6.isValid(self._ring) and self._ring.around is moved:
            self._ring.follow()

    def _drop_ring(self) -> None:
        if self._ring is not None and shiboken6.isValid(self._ring):
            self._ring.hide()
            self._ring.deleteLater()
        self._ring = None


def _let_tab(widget: QWidget, *, allowed: bool) -> None:
    """Add or remove focus by Tab; a click still focuses the text, to select in it."""
    clicks = widget.focusPolicy().value & Qt.FocusPolicy.ClickFocus.value
    widget.setFocusPolicy(Qt.FocusPolicy(clicks | (Qt.FocusPolicy.TabFocus.value if allowed else 0)))


def order_tabs(widgets: Sequence[QWidget]) -> None:
    """Set the tab order of the widgets. Qt skips those that Tab does not reach now, such as all texts of a group but
    one."""
    passed_over = [widget for widget in widgets if widget.focusPolicy() is Qt.FocusPolicy.NoFocus]
    for widget in passed_over:
        widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    tab_through(*widgets)
    for widget in passed_over:
        widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)


def _is_held(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)


def plain(text: str) -> str:
    """Without the joiners that keep «e-post» on one line of the screen."""
    return text.replace(WORD_JOINER, "")
