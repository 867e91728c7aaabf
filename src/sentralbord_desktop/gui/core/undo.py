"""The last action that can be undone."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal


class UndoSlot(QObject):
    """What was done last in a list, and how it is taken back: once, by Ctrl+Z or the line that says it."""

    changed = Signal(str)

    def __init__(self, parent: QObject, do: Callable[[Callable[[], object]], None]) -> None:
        super().__init__(parent)
        self._do = do
        self._back: Callable[[], object] | None = None

    def set(self, sentence: str, back: Callable[[], object]) -> None:
        self._back = back
        self.changed.emit(sentence)

    def forget(self) -> None:
        """Something was done that cannot be taken back: nor can what came before it, without it."""
        self._back = None

    def undo(self) -> bool:
        """False when there is nothing to take back."""
        back, self._back = self._back, None
        if back is not None:
            self._do(back)
        return back is not None
