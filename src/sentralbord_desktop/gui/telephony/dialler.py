"""Ctrl+D, or a click on a number: dials it by the office's method (Innstillinger > Telefon)."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from sentralbord_desktop.domain.telephony.dialling import DiallingError
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.gui.core.page import NamedNumber
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.services.telephony import Dialled, TelephoneService

KEYS = "Ctrl+D"
MAX_MENU_NUMBERS = 9
"""Numbers in the menu, each with a digit."""


class Dialler(QObject):
    """Dials a single number at once, and lets one of several be chosen. Reports in the bar."""

    def __init__(self, window: MainWindow, telephone: TelephoneService, tasks: TaskRunner) -> None:
        super().__init__(window)
        self._window = window
        self._telephone = telephone
        self._tasks = tasks
        self.menu = QMenu(window)
        self.shows_dialled: Callable[[str], bool] = lambda _: False
        self.shows_copied: Callable[[str], bool] = lambda _: False
        """Show on the page what was done with a number, instead of the bar; set by the workspace."""

    def ring(self, numbers: Sequence[NamedNumber]) -> None:
        if not numbers:
            self._window.show_bar("Velg først et medlem, en oppringing eller en person som har et nummer.", "warn")
        elif len(numbers) == 1:
            self.dial(numbers[0].number)
        else:
            self._choose(numbers[:MAX_MENU_NUMBERS])

    def dial(self, number: str) -> None:
        self._tasks.run(
            self,
            lambda: self._telephone.dial(number),
            partial(self._dialled, number),
            lambda error: self._failed(number, error),
        )

    def _choose(self, numbers: Sequence[NamedNumber]) -> None:
        self.menu.clear()
        for place, (name, number) in enumerate(numbers, 1):
            action = self.menu.addAction(f"&{place}   {spoken_number(number)}   {name}".rstrip())
            action.triggered.connect(partial(self.dial, number))
        corner = self._window.ui.pages.mapToGlobal(self._window.ui.pages.rect().topLeft())
        self.menu.popup(corner)
        self.menu.setActiveAction(self.menu.actions()[0])

    def _dialled(self, number: str, dialled: Dialled) -> None:
        if dialled.link and not QDesktopServices.openUrl(QUrl(dialled.link)):
            self._copy(number, "Ingen telefon på denne PC-en tar imot numre (Innstillinger > Telefon).")
            return
        if not self.shows_dialled(number):
            self._window.show_bar(dialled.sentence, "ok")

    def _failed(self, number: str, error: Exception) -> None:
        if isinstance(error, DiallingError):
            self._copy(number, str(error))
        else:
            self._tasks.failed.emit(error)

    def _copy(self, number: str, why: str) -> None:
        QApplication.clipboard().setText(number)
        if self.shows_copied(number):
            return
        self._window.show_bar(f"{why} {spoken_number(number)} er kopiert.", "warn")


class _Clicks(QObject):
    def __init__(self, label: QLabel, act: Callable[[], object]) -> None:
        super().__init__(label)
        self._act = act
        label.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonRelease
            and event.button() == Qt.MouseButton.LeftButton
            and isinstance(watched, QLabel)
            and not watched.selectedText()
        ):
            self._act()
        return False


def ring_on_click(label: QLabel, act: Callable[[], object]) -> None:
    """Make a number clickable; its key is Ctrl+D. A text selection is not a click."""
    label.setCursor(Qt.CursorShape.PointingHandCursor)
    label.setAccessibleDescription(f"{KEYS} ringer")
    give_tip(label, f"Ring ({KEYS})")
    _Clicks(label, act)
