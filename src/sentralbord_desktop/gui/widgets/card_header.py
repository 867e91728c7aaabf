"""Shows the whole heading of a card; hides widgets beside it that do not fit."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QWidget

GAP, MARGINS = 8, 30


class CardHeader(QObject):
    """`beside`: labels next to the title that may be hidden, the most important first. `key`, at the right, is never
    hidden for lack of room."""

    def __init__(self, title: QLabel, beside: Sequence[QLabel], key: QWidget) -> None:
        card = title.parentWidget()
        super().__init__(card)
        self._card, self._title, self._beside, self._key = card, title, beside, key
        if card is not None:
            card.installEventFilter(self)

    def set_texts(self, title: str, *beside: str) -> None:
        self._title.setText(title)
        for label, text in zip(self._beside, beside, strict=False):
            label.setText(text)
        self.fit()

    def fit(self) -> None:
        if self._card is None:
            return
        kept = [self._title] if self._key.isHidden() else [self._title, self._key]
        room = self._card.width() - MARGINS - sum(_wide(one) for one in kept)
        for label in self._beside:
            shown = bool(label.text()) and _wide(label) <= room
            label.setVisible(shown)
            room -= _wide(label) if shown else 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)


def _wide(widget: QWidget) -> int:
    widget.ensurePolished()
    return widget.sizeHint().width() + GAP
