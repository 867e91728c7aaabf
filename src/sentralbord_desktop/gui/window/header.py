"""The header beside the search field: the state of this PC, the operator, their loop and presence. Shown before the
register: nothing here may import what loads SQLModel (see `main_window`)."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from sentralbord_desktop.gui._generated.ui_main_window import Ui_MainWindow
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.labels import STATUS_SIGNS, icon


class Header:
    def __init__(self, ui: Ui_MainWindow) -> None:
        self.ui = ui
        self._me = self._status = ""
        self._choices: dict[str, QAction] = {}
        self._loops: dict[int, QAction] = {}
        self._loop = 0
        ui.standing.hide()

    def draw_icons(self) -> None:
        ui = self.ui
        ui.parked.setIcon(icon("pause", "warn", 16))
        ui.loop.setIcon(icon("phone", "text2", 16))
        ui.me.setIcon(icon(*STATUS_SIGNS[self._status], 16))
        for head in (ui.parked, ui.loop, ui.me):
            head.setIconSize(QSize(16, 16) * theme.current().text_scale)
        for kind, choice in self._choices.items():
            choice.setIcon(icon(*STATUS_SIGNS[kind], 16))

    def show_standing(self, standing: str, tone: str = "") -> None:
        """Whether this PC works alone, with a shared register, or without its server."""
        theme.restyle(self.ui.standing, role="meta", tone=tone)
        self.ui.standing.setText(standing)
        self.ui.standing.setVisible(bool(standing))

    def show_me(self, initials: str, name: str, loop: int) -> None:
        self._me, self._loop = initials, loop
        tick(self._loops, loop)
        self.ui.me.setText(f" {initials}")
        self.ui.me.setAccessibleName(f"Deg: {name or initials}")
        self.ui.loop.setText(f" Sløyfe {loop} ▾")
        self.ui.loop.setAccessibleName(f"Sløyfe {loop}. Trykk for å bytte.")

    def loop_menu(self, choose: Callable[[int], None]) -> None:
        menu = QMenu(self.ui.loop)
        for number in (1, 2, 3):
            self._loops[number] = menu.addAction(f"Sløyfe {number}", partial(choose, number))
        one_of(menu, self._loops.values())
        tick(self._loops, self._loop)
        self.ui.loop.setMenu(menu)

    def show_status(self, kind: str, word: str) -> None:
        """The operator's presence as others see it: shape, word, initials."""
        self._status = kind if kind in STATUS_SIGNS else ""
        tick(self._choices, self._status)
        self.ui.me.setIcon(icon(*STATUS_SIGNS[self._status], 16))
        self.ui.me.setText(f" {word.capitalize()}  {self._me} ▾" if word else f" {self._me} ▾")
        self.ui.me.setAccessibleName(f"Din status: {word or 'ikke satt'}. Trykk for å bytte.")

    def status_menu(self, choose: Callable[[str], None], settings: Callable[[], None]) -> None:
        menu = QMenu(self.ui.me)
        for kind, word in (("ledig", "Ledig"), ("opptatt", "Opptatt"), ("borte", "Borte")):
            self._choices[kind] = menu.addAction(icon(*STATUS_SIGNS[kind], 16), word, partial(choose, kind))
        one_of(menu, self._choices.values())
        tick(self._choices, self._status)
        menu.addSeparator()
        menu.addAction("Navn og initialer …", settings)
        self.ui.me.setMenu(menu)
        self.ui.me.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)


def one_of(menu: QMenu, choices: Iterable[QAction]) -> None:
    """At most one entry is current, with a tick, which screen readers read too."""
    group = QActionGroup(menu)
    for choice in choices:
        choice.setCheckable(True)
        group.addAction(choice)


def tick(choices: Mapping[Any, QAction], chosen: object) -> None:
    for key, choice in choices.items():
        choice.setChecked(key == chosen)
