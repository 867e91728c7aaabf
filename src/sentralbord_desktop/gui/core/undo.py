"""The last action of each page, and its undo."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal


class UndoSlot(QObject):
    """One per window. Ctrl+Z undoes the action of the shown page; the button in the bar undoes that of the page that
    acted. `changed` carries the page that acted and its sentence; `undone` carries the sentence of the action that is
    undone."""

    changed = Signal(object, str)
    undone = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._undo: dict[object, tuple[str, Callable[[], object]]] = {}

    def set(self, page: object, sentence: str, undo: Callable[[], object]) -> None:
        """Register the action of `page`; `undo` reverts it, once. Replaces the former action of the page."""
        self.keep(page, undo, sentence)
        self.changed.emit(page, sentence)

    def keep(self, page: object, undo: Callable[[], object], sentence: str) -> None:
        """As `set`, for an action whose sentence is shown already."""
        self._undo[page] = (sentence, undo)

    def forget(self, page: object) -> None:
        """Clear the slot of `page` after an action that cannot be undone."""
        self._undo.pop(page, None)

    def has(self, page: object) -> bool:
        return page in self._undo

    def undo(self, page: object) -> bool:
        kept = self._undo.pop(page, None)
        if kept is None:
            return False
        sentence, undo = kept
        undo()
        self.undone.emit(sentence)
        return True
