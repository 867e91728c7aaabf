"""The role of a widget for screen readers, where Qt's own role has no Norwegian name or says nothing («layered pane»)."""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from shiboken6 import isValid

Role = QAccessible.Role
SILENT = "\u200b"
"""The description of a panel whose sentence is announced: of a panel without one, a reader reads every label, and a
description it reads twice."""
KEPT: list[QAccessibleWidget] = []
"""Qt deletes an interface with its widget; until then Python must not."""


def give_role(widget: QWidget, role: QAccessible.Role) -> None:
    """Role.Client is passed over by readers, Role.Pane and Role.Grouping are «panel».

    Qt finds an interface by widget and meta-object, and PySide makes a new meta-object when a method of the widget is
    connected: for a class with slots, call this in `showEvent` too."""
    before = QAccessible.queryAccessibleInterface(widget)
    if before.role() == role:
        return
    number = QAccessible.uniqueId(before)
    del before  # or its address would be known as another object's when the new interface is made there
    QAccessible.deleteAccessibleInterface(number)
    made = QAccessibleWidget(widget, role)
    QAccessible.registerAccessibleInterface(made)
    KEPT[:] = [*filter(isValid, KEPT), made]
