"""Sentences for screen readers."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, sentence: str) -> None:
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))
