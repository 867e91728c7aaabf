"""Sentences read out by a screen reader."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, sentence: str) -> None:
    """Tell the screen reader, politely."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))
