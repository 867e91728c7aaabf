"""The line below a list: the result of an action on a row, or why it was refused."""

from PySide6.QtWidgets import QLabel

from sentralbord_desktop.gui.core.announce import announce


def show_state(line: QLabel, sentence: str) -> None:
    """Show the sentence, and announce it."""
    line.setText(sentence)
    announce(line, sentence)
