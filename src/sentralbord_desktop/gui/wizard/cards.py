"""A card of the review page: one output, its text, its strength, on or off, and its reason."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from sentralbord_desktop.domain.inquiries import KIND_NAMES, Action, ActionKind
from sentralbord_desktop.domain.members import FIELD_NAMES
from sentralbord_desktop.gui import theme
from sentralbord_desktop.gui.widgets.edit import EnterEdit
from sentralbord_desktop.gui.widgets.small import (
    DigitBadge,
    icon,
    icon_label,
    label,
    line,
    row,
    unbroken,
)
from sentralbord_desktop.gui.wizard.preview import KIND_ICONS

EDITABLE = {
    ActionKind.NOTE, ActionKind.EMAIL, ActionKind.SMS, ActionKind.LETTER_ORDER, ActionKind.CALLBACK,
}  # fmt: skip


class CardEdit(QPlainTextEdit):
    """The text of a card while it is edited: Esc undoes; Ctrl+Enter, the window's key, keeps."""

    undone = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.undone.emit()
        else:
            super().keyPressEvent(event)


class Card(QFrame):
    """`text_edited`, `switched` and `reason_given` carry the card's action id."""

    chosen = Signal(str)
    text_edited = Signal(str, str)
    switched = Signal(str)
    reason_given = Signal(str, str)
    edit_ended = Signal()

    def __init__(self, digit: str, action: Action, reason: str) -> None:
        super().__init__()
        self.action = action
        self.setProperty("card", "plain")
        self._text = label("", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._edit = CardEdit()
        self._edit.setAccessibleName(f"Rett teksten i {KIND_NAMES[action.kind].lower()}")
        self._edit.setTabChangesFocus(True)
        self._edit.hide()
        self._reason = EnterEdit(reason)
        self._reason.setPlaceholderText("Hvorfor skal den ikke med?")
        self._reason.setAccessibleName("Grunn til at den ikke skal med")
        self._reason.returnPressed.connect(self._give_reason)
        self._reason.editingFinished.connect(self._give_reason_quietly)
        self._reason.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(6)
        layout.addLayout(self._head(digit))
        if action.why:
            words = action.why if action.why.startswith("hvis") else f"fordi {action.why}"
            layout.addWidget(label(words, "meta", wrap=True))
        if self._body() and action.on:
            layout.addWidget(line())
        layout.addWidget(self._text)
        layout.addWidget(self._edit)
        layout.addWidget(self._reason)
        self._edit.undone.connect(self._end)
        self._text.setText(unbroken(self._body()))
        self._text.setVisible(bool(self._body()) and action.on)
        state = "med" if action.on else "ikke med"
        self.setAccessibleName(
            f"{digit}, {KIND_NAMES[action.kind]} {action.to_label}. {action.strength.word}, {state}. "
            f"{self._body()}"
        )

    @property
    def is_editable(self) -> bool:
        return self.action.kind in EDITABLE

    @property
    def is_optional(self) -> bool:
        return not self.action.required

    def set_chosen(self, *, chosen: bool) -> None:
        theme.restyle(self, chosen=chosen)

    def edit(self) -> None:
        """F2: the text itself, with the caret at its end."""
        if not self.is_editable:
            return
        self._edit.setPlainText(self.action.text)
        self._edit.setMinimumHeight(max(90, min(220, 19 * (self.action.text.count("\n") + 5))))
        self._text.hide()
        self._edit.show()
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._edit.moveCursor(self._edit.textCursor().MoveOperation.End)

    def ask_reason(self) -> None:
        self._reason.show()
        self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _head(self, digit: str) -> QHBoxLayout:
        action = self.action
        state = action.strength.word if action.on else "ikke med"
        if not action.required and not action.on:
            state = "valgfri, ikke med"
        sign = ("check-circle-fill", "ok") if action.on else ("circle", "text2")
        if action.on and action.missing:
            sign, state = ("warning", "warn"), "mangler svar"
        end = label(state, "meta")
        mark = label()
        mark.setPixmap(icon(sign[0], sign[1]).pixmap(16, 16))
        place = action.to_label or ", ".join(action.where)
        parts = [DigitBadge(digit), icon_label(KIND_ICONS.get(action.kind, "dot"), "text2", 16),
                 label(KIND_NAMES[action.kind], "head"), label(place[:40], "meta")]  # fmt: skip
        if action.urgent:
            urgent = label("HASTER")
            urgent.setProperty("pill", "urgent")
            parts.append(urgent)
        return row(*parts, None, end, mark)

    def _body(self) -> str:
        action = self.action
        if action.kind is ActionKind.UPDATE_MEMBER or action.kind is ActionKind.REGISTER_MEMBER:
            changes = action.data.get("changes", {})
            return "\n".join(f"{FIELD_NAMES.get(k, k)}: {v}" for k, v in changes.items())
        if action.kind is ActionKind.CALLBACK:
            due = action.data.get("due") or ""
            when = f"{due[8:10]}.{due[5:7]}.{due[:4]} kl. {due[11:16].replace(':', '.')}" if due else (
                action.data.get("window") or "når som helst")  # fmt: skip
            return f"{when} · {action.text}"
        if action.subject:
            return f"{action.subject}\n\n{action.text}"
        return action.text

    @property
    def is_edited(self) -> bool:
        return not self._edit.isHidden()

    def keep(self) -> None:
        """What is written becomes the card's text."""
        self.text_edited.emit(self.action.id, self._edit.toPlainText())

    def _end(self) -> None:
        self._edit.hide()
        self._text.show()
        self.edit_ended.emit()

    def _give_reason(self) -> None:
        self.reason_given.emit(self.action.id, self._reason.text().strip())
        self.edit_ended.emit()

    def _give_reason_quietly(self) -> None:
        if text := self._reason.text().strip():
            self.reason_given.emit(self.action.id, text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit(self.action.id)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.edit()
