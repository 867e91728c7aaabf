"""The search field in the header: its hint, its key, and its own keys. Shown before the register: nothing here may
import what loads SQLModel (see `main_window`)."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QSizePolicy, QToolButton

from sentralbord_desktop.domain.telephony import number_said_in
from sentralbord_desktop.gui.widgets.labels import icon, keycap

HINTS = {
    "ready": "Nummer, navn, medlemsnr., fødselsdato eller arbeidsgiver",
    "running": "Søk. Samtalen din blir stående.",
    "opening": "Skriv i vei. Registeret åpnes …",
}
MIN_WIDTH = 260


class SearchField(QObject):
    """`typed`: its text changed. `entered`: Enter. `arrow_pressed`: 1 down, -1 up."""

    typed = Signal(str)
    entered = Signal()
    arrow_pressed = Signal(int)

    def __init__(self, field: QLineEdit, ask_leaving: Callable[[Callable[[], object]], bool]) -> None:
        """`ask_leaving`: when a click takes the focus, since the first letter shows another page."""
        super().__init__(field)
        self._ask_leaving = ask_leaving
        self.field = field
        self._cap = keycap("F3")
        self._cap.setParent(field)
        field.setAccessibleDescription(field.accessibleName())  # not read; without one the hint is, at every return
        field.setMinimumWidth(MIN_WIDTH)
        field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._glass = QAction("Søk", self)
        field.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        for picture in field.findChildren(QToolButton):  # a click on it is a click in the field
            picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        field.setPlaceholderText(HINTS["opening"])
        field.textEdited.connect(self.typed)
        field.installEventFilter(self)

    def draw_icon(self) -> None:
        self._glass.setIcon(icon("magnifying-glass", "text2", 18))

    def _place_cap(self) -> None:
        """«F3» at the end of the field, hidden where there is no room."""
        field = self.field
        self._cap.adjustSize()
        self._cap.move(field.width() - self._cap.width() - 10, (field.height() - self._cap.height()) // 2)

    def ready(self) -> None:
        self.field.setPlaceholderText(HINTS["ready"])

    def show_running(self, *, running: bool) -> None:
        self.field.setPlaceholderText(HINTS["running" if running else "ready"])

    def focus(self, letter: str = "") -> None:
        """F3, and letters typed outside fields."""
        field = self.field
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if letter:
            field.setText(letter)
            field.textEdited.emit(letter)
        else:
            field.selectAll()

    def keep_typing(self) -> None:
        """Move the caret to the end and drop the selection, so that the next letter is appended."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        self.field.setText("")  # clear() would keep the undo history
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def paste(self) -> bool:
        """Ctrl+V outside fields, Ctrl+Shift+V everywhere: search for the number on the clipboard; False when there is
        none."""
        text = number_said_in(QApplication.clipboard().text().strip()[:200])
        if text:
            self.put(text)
        return bool(text)

    def put(self, text: str) -> None:
        self.focus()
        self.field.setText(text)
        self.field.textEdited.emit(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place_cap()
        if watched is self.field and isinstance(event, QFocusEvent) and _is_click(event):
            self._ask_leaving(self.focus)
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if (
                key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
                and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            ):
                self.entered.emit()
                return True
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                    return False
                self.arrow_pressed.emit(1 if key == Qt.Key.Key_Down else -1)
                return True
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            undo = event.matches(QKeySequence.StandardKey.Undo)
            if undo and not self.field.isUndoAvailable():
                event.ignore()  # the field would consume it with nothing to undo
                return True
        return super().eventFilter(watched, event)


def _is_click(event: QFocusEvent) -> bool:
    return event.gotFocus() and event.reason() == Qt.FocusReason.MouseFocusReason
