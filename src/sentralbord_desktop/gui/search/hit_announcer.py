"""Announces the hits: how many, and the one that Enter opens."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.telephony.phone_numbers import caller_in, spoken_number
from sentralbord_desktop.gui.core.announce import announce

PAUSE_MS = 500
"""Milliseconds from the last key to the sentence about the hits."""
ABOUT = "hits"


class HitAnnouncer(QObject):
    def __init__(self, view: QWidget, found: Callable[[], str]) -> None:
        """`found` returns the sentence about the present answer, «» without one."""
        super().__init__(view)
        self._view, self._found = view, found
        self._ringing = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._announce)

    def type(self, text: str) -> None:
        """A key was pressed. (The number of a ringing call is not typed, and has no pause.)"""
        if self._ringing and caller_in(text.strip()).number != self._ringing:
            self._ringing = ""
        if text and not self._ringing:
            self._pause.start()
        else:
            self._pause.stop()

    def ring(self, number: str) -> None:
        """The next answer is to the number of a call that rings at rest."""
        self._ringing = number

    def answer(self) -> None:
        """The answer has come: announce it now, or after the pause."""
        if not self._pause.isActive():
            self._announce()

    def choose(self, words: str) -> None:
        """An arrow was pressed: announce the hit that Enter now opens."""
        self._pause.stop()
        announce(self._view, words, about=ABOUT)

    def stop(self) -> None:
        """A hit was opened: stop announcing the hits."""
        self._pause.stop()
        self._ringing = ""

    def _announce(self) -> None:
        if found := self._found():
            rings = f"{spoken_number(self._ringing)} ringer. " if self._ringing else ""
            announce(self._view, f"{rings}{found}", about=ABOUT, is_urgent=bool(rings))
