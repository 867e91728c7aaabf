"""How every part of the settings begins: a panel, its heading, a line about it."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from sentralbord_desktop.gui.widgets.small import label

Part = tuple[str, Callable[[], QWidget]]
"""Its name in the list, and what makes it."""


@runtime_checkable
class Submits(Protocol):
    """A part that keeps what is written in it."""

    def submit(self) -> None:
        """Ctrl+Enter."""
        ...


def part(title: str, help_text: str) -> tuple[QFrame, QVBoxLayout]:
    """A panel with a heading, and the layout to fill."""
    panel = QFrame()
    return panel, furnish(panel, title, help_text)


def furnish(panel: QFrame, title: str, help_text: str) -> QVBoxLayout:
    """Make `panel` a part with a heading; gives the layout to fill."""
    panel.setProperty("panel", True)  # noqa: FBT003 - Qt
    panel.setAccessibleName(title)
    layout = QVBoxLayout(panel)
    layout.setContentsMargins(24, 20, 24, 18)
    layout.setSpacing(10)
    layout.addWidget(label(title, "page"))
    if help_text:
        layout.addWidget(label(help_text, "meta", wrap=True))
    return layout


def furnish_long(panel: QFrame, title: str, help_text: str) -> QVBoxLayout:
    """The same for a part that is higher than a small window: it scrolls as a whole."""
    inner = QFrame()
    layout = furnish(inner, title, help_text)
    inner.setProperty("panel", None)
    inner.setAccessibleName("")
    panel.setProperty("panel", True)  # noqa: FBT003 - Qt
    panel.setAccessibleName(title)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(inner)
    outer = QVBoxLayout(panel)
    outer.setContentsMargins(2, 2, 2, 2)
    outer.addWidget(scroll)
    # Qt's own area: a FittedScroll that only Qt holds is taken by the collector with every widget in it.
    panel.inside = (scroll, inner)  # type: ignore[attr-defined]  # a name in Python, for the same reason
    return layout


def reading(text: str, name: str) -> QPlainTextEdit:
    """Text to read and copy, not to change."""
    made = QPlainTextEdit(text)
    made.setReadOnly(True)
    made.setTabChangesFocus(True)
    made.setAccessibleName(name)
    return made
