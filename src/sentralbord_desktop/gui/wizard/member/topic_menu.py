"""The caret after the topic's name: another topic, or discard the call."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

SWITCH, DISCARD = "Bytt emne", "Forkast samtalen"


class TopicMenu(QToolButton):
    """What the keys Ctrl+E and Ctrl+Shift+Delete do, for the mouse."""

    switch_asked = Signal()
    discard_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText("▾")
        self.setProperty("caret", True)  # noqa: FBT003 - Qt
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"Emnet: {SWITCH.lower()}, eller forkast samtalen")
        self.setToolTip(f"{SWITCH}, {DISCARD.lower()}")
        menu = QMenu(self)
        menu.addAction(f"{SWITCH}\tCtrl+E", self.switch_asked.emit)
        menu.addAction(f"{DISCARD}\tCtrl+Shift+Delete", self.discard_asked.emit)
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
