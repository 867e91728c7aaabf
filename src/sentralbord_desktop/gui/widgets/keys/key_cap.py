"""A drawn key beside the control that it acts on. A click does the same as the key."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QLayout, QSizePolicy, QWidget

from sentralbord_desktop.gui.widgets.keys.key_press import last_focus, press, sequence, target_of


class KeyCap(QLabel):
    """Screen readers read it as part of the action's name, not as a widget."""

    def __init__(self, parent: QWidget | None = None, text: str = "") -> None:
        super().__init__(text, parent)
        self.setProperty("role", "keycap")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(18)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._word: QLabel | None = None

    def showEvent(self, event: QShowEvent) -> None:
        """From the first time on, a word beside the cap can be clicked as the cap can; not that of several keys,
        «velg ↑ ↓»."""
        super().showEvent(event)
        if self.testAttribute(Qt.WidgetAttribute.WA_SetCursor):
            return
        last_focus()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        control = neighbour(self)
        if isinstance(control, QLabel) and sequence(self.text()).count() == 1:
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
