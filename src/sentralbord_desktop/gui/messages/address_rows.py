"""The recipient and subject of a message, each with a button that copies it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QToolButton

from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.messages.columns import address_of
from sentralbord_desktop.gui.widgets.labels import clear, label

COPIES = {"Til": "Kopier mottakeren", "Kopi": "Kopier mottakeren av kopien", "Emne": "Kopier emnet"}
"""Name of a row -> the name of its button."""


class AddressRow(NamedTuple):
    """`copied` is «» where there is nothing to paste."""

    name: str
    text: str
    copied: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def rows_of(message: Outgoing) -> list[AddressRow]:
    address = address_of(message)
    who = ", ".join(filter(None, (message.to_label, address))) if address else f"{message.to_label}, uten adresse"
    rows = [AddressRow("Til", who, message.to_address)]
    if message.copy_to:
        rows.append(AddressRow("Kopi", message.copy_to, message.copy_to))
    if message.subject:
        rows.append(AddressRow("Emne", message.subject, message.subject))
    return rows


class AddressRows:
    def __init__(self, place: QGridLayout, copy: Callable[[str], object]) -> None:
        self._place, self._copy = place, copy
        self._shown: Sequence[AddressRow] = ()

    def show(self, message: Outgoing) -> None:
        """Show the rows; rebuilt only when they differ, so that a refresh keeps the focus."""
        rows = rows_of(message)
        if rows == self._shown:
            return
        self._shown = rows
        clear(self._place)
        for place, (name, text, copied) in enumerate(rows):
            self._place.addWidget(label(name, "meta"), place, 0, Qt.AlignmentFlag.AlignTop)
            words = label(text, "strong" if name == "Emne" else "", wrap=True)
            words.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._place.addWidget(words, place, 1)
            if copied:
                self._place.addWidget(self._button(name, copied), place, 2, Qt.AlignmentFlag.AlignTop)

    def _button(self, name: str, copied: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(theme.current().icon("copy", "text2", size=16))
        button.setAccessibleName(COPIES[name])
        give_tip(button, COPIES[name])
        button.setIconSize(QSize(16, 16) * theme.current().text_scale)
        button.setMaximumHeight(theme.current().scaled(20))
        set_flags(button, "caret")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(partial(self._copy, copied))
        return button
