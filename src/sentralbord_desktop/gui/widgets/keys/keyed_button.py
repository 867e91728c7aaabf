"""A button with its key in its text."""

from PySide6.QtWidgets import QAbstractButton, QWidget

GAP = "   "
WORDS, KEY, NAME = "words", "key", "name with key"
"""Properties of a button: its text without the key, the key, and the accessible name that was set here; a name set by
the owner of the button is kept."""


def show_key(button: QAbstractButton, words: str, key: str) -> None:
    """Set the text of `button`: `words`, and `key` after them."""
    button.setProperty(WORDS, words)
    button.setProperty(KEY, key)
    button.setText(f"{words}{GAP}{key}" if key else words)
    if button.accessibleName() in ("", button.property(NAME)):
        button.setProperty(NAME, f"{words}, {key}" if key else words)
        button.setAccessibleName(button.property(NAME))


def words_of(button: QAbstractButton) -> str:
    """The text of `button` without its key."""
    words: str | None = button.property(WORDS)
    return button.text() if words is None else words


def has_key(window: QWidget, key: str) -> bool:
    """Whether a button of `window` that can be pressed has this key; a dimmed one only leads to what is missing."""
    keyed = [button for button in window.findChildren(QAbstractButton) if button.property(KEY) == key]
    return any(button.isVisible() and button.isEnabled() and not button.property("dimmed") for button in keyed)
