"""The role of a widget for screen readers, where Qt's own role has no Norwegian name or says nothing («layered pane»)."""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from shiboken6 import isValid

Role = QAccessible.Role
SILENT = "\u200b"
"""The description of a panel whose sentence is announced. Without a description a screen reader reads every label of
the panel; a description with text it reads twice."""
KEPT: list[QAccessibleWidget] = []
"""Keeps the interfaces alive: Qt deletes each one with its widget, and Python must not do so earlier."""


def give_role(widget: QWidget, role: QAccessible.Role) -> None:
    """Screen readers skip Role.Client, and read Role.Pane and Role.Grouping as «panel».

    Qt finds an interface by widget and meta-object, and PySide makes a new meta-object when a method of the widget is
    connected: for a class with slots, call this in `showEvent` too."""
    before = QAccessible.queryAccessibleInterface(widget)
    if before.role() == role:
        return
    number = QAccessible.uniqueId(before)
    del before  # else the new interface at the same address would be taken for this one
    QAccessible.deleteAccessibleInterface(number)
    made = QAccessibleWidget(widget, role)
    QAccessible.registerAccessibleInterface(made)
    KEPT[:] = [*filter(isValid, KEPT), made]
