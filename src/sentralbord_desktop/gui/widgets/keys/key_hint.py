"""Shows a key that is not drawn: beside its control while that has the focus; under the pointer it is in the tip
(`gui/core/tip`)."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from sentralbord_desktop.gui.core.tip_source import offer_key

HINT_MS = 400
DISAPPEARS = (QEvent.Type.FocusOut, QEvent.Type.Hide, QEvent.Type.KeyPress)
"""What hides the hint: any key, also Shift, which does nothing else (WCAG 2.2, 1.4.13)."""


class KeyHint(QObject):
    """Watches `control`; `key` gives the name of the key, «» while it is drawn anyway."""

    def __init__(self, control: QWidget, key: Callable[[], str]) -> None:
        super().__init__(control)
        self._control, self._key = control, key
        self._label: QLabel | None = None
        self._timer = QTimer(self, singleShot=True, interval=HINT_MS)
        self._timer.timeout.connect(self._show)
        control.installEventFilter(self)
        offer_key(control, key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            if self._key():
                self._timer.start()
        elif event.type() in DISAPPEARS:
            self._timer.stop()
            if self._label is not None:
                self._label.hide()
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        """Below the control, inside the window."""
        if not (key := self._key()) or not self._control.isVisible():
            return
        window = self._control.window()
        if self._label is None:
            self._label = QLabel(window)
            self._label.setProperty("role", "keycap")
            self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        label = self._label
        label.setText(key)
        label.adjustSize()
        corner = self._control.mapTo(window, QPoint(self._control.width() - label.width(), self._control.height() + 2))
        label.move(
            max(0, min(corner.x(), window.width() - label.width())), min(corner.y(), window.height() - label.height())
        )
        label.show()
        label.raise_()
