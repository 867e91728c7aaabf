"""The keys and modifiers that a test of the window presses."""

from PySide6.QtCore import Qt

Key = Qt.Key
PLAIN, CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
