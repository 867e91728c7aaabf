"""Sentences for screen readers. All that is announced within one moment is joined into one sentence."""

from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QWidget

from sentralbord_desktop.domain.text.norwegian import ended

MOMENT_MS = 150
"""Milliseconds from the newest sentence until all are sent: the reader has begun to read the new focus by then."""
Politeness = QAccessible.AnnouncementPoliteness


@dataclass(frozen=True)
class Sentence:
    text: str
    about: str
    is_urgent: bool


class Announcer(QObject):
    """The sentences of the present moment."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._sentences: list[Sentence] = []
        self._widget: QWidget | None = None
        self._moment = QTimer(self, singleShot=True, interval=MOMENT_MS)
        self._moment.timeout.connect(self._send)

    def add(self, widget: QWidget, sentence: Sentence) -> None:
        if self._widget is not None and not shiboken6.isValid(self._widget):
            self._sentences = []  # the window was deleted
        self._sentences = [one for one in self._sentences if not self._is_replaced(one, sentence)] + [sentence]
        self._widget = widget.window()
        self._moment.start()

    def _is_replaced(self, one: Sentence, by: Sentence) -> bool:
        return one.text == by.text or (bool(one.about) and one.about == by.about)

    def _send(self) -> None:
        sentences, self._sentences = self._sentences, []
        if self._widget is not None and shiboken6.isValid(self._widget):
            send(self._widget, joined(sentences), is_urgent=any(one.is_urgent for one in sentences))


def joined(sentences: list[Sentence]) -> str:
    """All sentences as one text, the urgent first; each ends with a full stop where another follows."""
    ordered = sorted(sentences, key=lambda one: not one.is_urgent)
    texts = [one.text.strip() for one in ordered]
    return " ".join([*map(ended, texts[:-1]), *texts[-1:]])


def send(window: QWidget, text: str, *, is_urgent: bool) -> None:
    event = QAccessibleAnnouncementEvent(window, text)
    event.setPoliteness(Politeness.Assertive if is_urgent else Politeness.Polite)
    QAccessible.updateAccessibility(event)


def announce(widget: QWidget, sentence: str, *, about: str = "", is_urgent: bool = False) -> None:
    """Send `sentence` to the screen reader. A newer sentence `about` the same thing replaces one that is not sent yet:
    of two steps within a moment only the later is announced. An urgent sentence comes first, and interrupts."""
    app = QApplication.instance()
    if not sentence.strip() or app is None:
        return
    announcer = app.findChild(Announcer) or Announcer(app)
    announcer.add(widget, Sentence(sentence, about, is_urgent))
