"""What a screen reader finds in the window, in the process of the test: the tree of QAccessible."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget

MAX_CHILDREN = 600
Role = QAccessible.Role


@dataclass(frozen=True)
class Node:
    role: QAccessible.Role
    name: str
    description: str
    is_focusable: bool
    is_labelled: bool
    """Whether a label belongs to it, or its value is its name."""
    widget: str
    """The class and the object name, «» for an item of a view."""

    def __str__(self) -> str:
        return f"{self.role.name} «{self.name}» {self.widget}"


def tree_of(window: QWidget) -> list[Node]:
    """All that is shown in `window`, and in the menus and dialogs over it."""
    others = [one for one in QApplication.topLevelWidgets() if one is not window and one.isVisible()]
    return [node for one in (window, *others) for node in walk(QAccessible.queryAccessibleInterface(one))]


def walk(one: QAccessibleInterface | None) -> Iterator[Node]:
    if one is None or not one.isValid() or one.state().invisible:
        return
    made: QObject | None = one.object()
    widget = f"{made.metaObject().className()} {made.objectName()}".strip() if made is not None else ""
    texts = QAccessible.Text
    labelled = any(kind & QAccessible.RelationFlag.Label for _, kind in one.relations())
    words = one.text(texts.Name), one.text(texts.Description)
    labelled |= isinstance(made, QWidget) and made.accessibleName() == words[0]
    yield Node(one.role(), *words, bool(one.state().focusable), labelled, widget)
    for place in range(min(one.childCount(), MAX_CHILDREN)):
        yield from walk(one.child(place))
