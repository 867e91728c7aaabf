"""Text fields of one line: one that keeps Enter to itself, and one whose text follows another field."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit


class EnterLineEdit(QLineEdit):
    """Stop Enter from also reaching the panel around the field."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


def follow(leader: QLineEdit, follower: QLineEdit, make: Callable[[str], str]) -> None:
    """Fill `follower` with `make(text)` for each text typed in `leader`, until the user edits `follower`."""

    def fill(text: str) -> None:
        if not follower.isModified():
            follower.setText(make(text))

    leader.textEdited.connect(fill)
