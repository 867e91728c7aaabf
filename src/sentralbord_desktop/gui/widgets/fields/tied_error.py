"""Ties an error about no particular field to the control that has the focus, so that a screen reader reads both."""

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


class TiedError:
    """One per panel: that which contains `part`."""

    def __init__(self, part: QWidget) -> None:
        self._part = part
        self._control: QWidget | None = None
        self._before = ""

    def show(self, sentence: str) -> None:
        """Set the sentence as the accessible description of the control; «» restores its own description."""
        if self._control is not None and isValid(self._control):
            self._control.setAccessibleDescription(self._before)
        self._control = None
        control: QWidget | None = self._part.window().focusWidget()
        panel = self._part.parentWidget()
        if sentence and control is not None and panel is not None and panel.isAncestorOf(control):
            self._control, self._before = control, control.accessibleDescription()
            control.setAccessibleDescription(" ".join(filter(None, (sentence, self._before))))
