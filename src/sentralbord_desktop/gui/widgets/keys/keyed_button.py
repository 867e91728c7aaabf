"""A button with its key in its text, where all keys are drawn; else the key shows on hover and focus."""

from weakref import WeakKeyDictionary

from PySide6.QtWidgets import QAbstractButton, QWidget
from shiboken6 import isValid

from sentralbord_desktop.gui.widgets.keys.key_hint import KeyHint
from sentralbord_desktop.gui.widgets.keys.key_level import ALL, SOME, key_level

GAP = "   "
PRIMARY = "Ctrl+Enter"
_keyed: WeakKeyDictionary[QAbstractButton, tuple[str, str]] = WeakKeyDictionary()
_names: WeakKeyDictionary[QAbstractButton, str] = WeakKeyDictionary()
"""The accessible names that were set here; a name set by the owner of the button is kept."""


def show_key(button: QAbstractButton, words: str, key: str) -> None:
    """Set the text of `button`: `words`, and `key` after them."""
    if button not in _keyed:
        KeyHint(button, lambda: hidden_key(button))
    _keyed[button] = (words, key)
    _write(button)


def words_of(button: QAbstractButton) -> str:
    """The text of `button` without its key."""
    return _keyed[button][0] if button in _keyed else button.text()


def hidden_key(button: QAbstractButton) -> str:
    """The key that is not in the text of the button, «» for none."""
    words, key = _keyed[button]
    return key if button.text() == words else ""


def has_key(window: QWidget, key: str) -> bool:
    """Whether a button of `window` that can be pressed has this key; a dimmed one only leads to what is missing."""
    buttons = [button for button in list(_keyed) if isValid(button) and _keyed[button][1] == key]
    ready = [button for button in buttons if button.isEnabled() and not button.property("dimmed")]
    return any(button.isVisible() and window.isAncestorOf(button) for button in ready)


def _write(button: QAbstractButton) -> None:
    words, key = _keyed[button]
    is_drawn = key_level.now == ALL or (key_level.now == SOME and key == PRIMARY)
    button.setText(f"{words}{GAP}{key}" if key and is_drawn else words)
    if button.accessibleName() in ("", _names.get(button)):
        _names[button] = f"{words}, {key}" if key else words
        button.setAccessibleName(_names[button])


def _write_all() -> None:
    for button in list(_keyed):
        if isValid(button):
            _write(button)


key_level.changed.connect(_write_all)
