"""A card with a heading: an icon, a few strong words, more words, and a button at the end."""

from PySide6.QtWidgets import QFrame, QLayout, QPushButton, QSizePolicy, QVBoxLayout

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.widgets.flow_layout import flowing
from sentralbord_desktop.gui.widgets.labels import icon_label, label, line


class Card(QFrame):
    """`inside` is the layout below the heading."""

    def __init__(self, icon: str, colour: str, *, button: str = "") -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self._head = QFrame()
        self._icon, self._title, self._more = icon_label(icon, colour), label("", "strong"), label("", "meta")
        self.button = QPushButton(button)
        set_flags(self.button, "flat", "link")
        head = flowing(self._icon, self._title, self._more, None, self.button)
        head.setContentsMargins(14, 4, 10, 4)
        self._head.setLayout(head)
        self._head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.inside = QVBoxLayout()
        self.inside.setContentsMargins(0, 0, 0, 0)
        self.inside.setSpacing(0)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(1, 1, 1, 1)
        self._outer.setSpacing(0)
        self._outer.addWidget(self._head)
        self._outer.addWidget(line())
        self._outer.addLayout(self.inside)
        self.button.setVisible(bool(button))

    def keep_to_content(self) -> None:
        """Limit the height to the content."""
        self._outer.setSizeConstraint(QLayout.SizeConstraint.SetMinAndMaxSize)

    def set_title(self, title: str, more: str = "") -> None:
        self._title.setText(title)
        self._more.setText(more)
        self.setAccessibleName(f"{title} {more}".strip())

    def tint(self, tint: str, icon: str, colour: str) -> None:
        """«warn» for losses, «» for the rest."""
        theme.restyle(self._head, tint=f"{tint}Head" if tint else "")
        theme.restyle(self._title, tone=tint)
        theme.current().show_icon(self._icon, icon, colour)
