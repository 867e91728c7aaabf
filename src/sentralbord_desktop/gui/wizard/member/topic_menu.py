"""The menu at the caret after the topic's name: choose another topic, or discard the call."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.widgets.labels import RECOLOURED, icon
from sentralbord_desktop.gui.wizard.closed_record import FOR_ANOTHER

SWITCH, DISCARD = "Bytt emne", "Forkast samtalen"


class TopicMenu(QToolButton):
    """Offers Ctrl+E and Ctrl+Shift+Delete to the mouse; `in_strip`, where the footer is hidden, also whom the caller
    rings for."""

    switch_asked = Signal()
    discard_asked = Signal()
    for_another_asked = Signal()

    def __init__(self, parent: QWidget | None = None, *, in_strip: bool = False) -> None:
        super().__init__(parent)
        self.setText("Mer" if in_strip else "")
        if in_strip:
            self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the caret comes after the text
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonTextBesideIcon if in_strip else style.ToolButtonIconOnly)
        self._draw()
        set_flags(self, "caret")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        subject = "Mer" if in_strip else "Emnet"
        self.setAccessibleName(f"{subject}: {SWITCH.lower()}, eller forkast samtalen")
        give_tip(self, f"{SWITCH}, {DISCARD.lower()}")
        menu = QMenu(self)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # without the button's own name
        self.for_another = menu.addAction(FOR_ANOTHER, self.for_another_asked.emit)
        self.for_another.setVisible(in_strip)
        menu.addAction(f"{SWITCH}\tCtrl+E", self.switch_asked.emit)
        menu.addAction(f"{DISCARD}\tCtrl+Shift+Delete", self.discard_asked.emit)
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in RECOLOURED:
            self._draw()

    def _draw(self) -> None:
        self.setIcon(icon("caret-down", "text2", 14))
        self.setIconSize(QSize(14, 14) * theme.current().text_scale)
        theme.keep_size(self)

    def name_third_party(self, words: str) -> None:
        """«Ringer for en annen», or «Medlemmet selv likevel»."""
        self.for_another.setText(f"{words}\tShift+Mellomrom")
