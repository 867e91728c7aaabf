"""The last action on each page, and how it is undone."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal


class UndoSlot(QObject):
    """One for the window. Ctrl+Z asks it of the page that is shown; the bar asks it of the page that acted.

    `changed` carries the page that acted, and the sentence about it.
    """

    changed = Signal(object, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._undo: dict[object, Callable[[], object]] = {}

    def set(self, page: object, sentence: str, undo: Callable[[], object]) -> None:
        """`page` has acted; `undo` takes it back, once. It replaces what the page did before."""
        self._undo[page] = undo
        self.changed.emit(page, sentence)

    def forget(self, page: object) -> None:
        """`page` has done what cannot be undone, nor can what came before it."""
        self._undo.pop(page, None)

    def undo(self, page: object) -> bool:
        """Undo the last action of `page`; False when there is none."""
        undo = self._undo.pop(page, None)
        if undo is not None:
            undo()
        return undo is not None
