"""A card of the review page: one output with its text, strength, switch and reason."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout

from sentralbord_desktop.domain.inquiries.case_handover import SAID_BY_DS
from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.privacy.sensitive_text import Sensitive
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.enter_line_edit import EnterLineEdit
from sentralbord_desktop.gui.widgets.field_grid import Field, FieldGrid
from sentralbord_desktop.gui.widgets.labels import DigitBadge, icon_label, label, line, row, unbroken
from sentralbord_desktop.gui.wizard.card_kinds import card_kind
from sentralbord_desktop.gui.wizard.sensitive_row import SensitiveRow
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.outputs.transfer import HANDED_OVER

OWN_WISH = "medlemmet ønsket det ikke"
"""The suggested reason when a kan is excluded; a bør needs the operator's own words."""


class ActionCard(QFrame):
    """`mended` carries the action id and {field: text}; `switched` and `reason_given` the id."""

    chosen = Signal(str)
    mended = Signal(str, dict)
    switched = Signal(str)
    reason_given = Signal(str, str)
    kept = Signal(str, str)
    removal_asked = Signal()
    edit_begun = Signal()
    edit_ended = Signal()

    def __init__(
        self,
        digit: str,
        action: Action,
        reason: str,
        fields: Callable[[], Sequence[Field]],
        way: tuple[str, bool] = ("", False),
        sensitive: Sensitive | None = None,
        kept: str = "",
    ) -> None:
        super().__init__()
        self.action = action
        self._fields = fields
        self._digit, self._way = digit, way[0]
        self.setProperty("card", "plain")
        self._text = label("", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._edit = FieldGrid()
        self._edit.hide()
        self._error = label("", tone="danger", wrap=True)
        self._error.hide()
        self._keys = label("Ctrl+Enter beholder · Esc angrer", "meta")
        self._keys.hide()
        self._reason = EnterLineEdit(reason)
        self._reason.setPlaceholderText("Hvorfor skal den ikke med?")
        self._reason.setAccessibleName("Grunn til at den ikke skal med")
        self._reason.returnPressed.connect(self._give_reason)
        self._reason.editingFinished.connect(self._give_reason_quietly)
        self._reason.hide()
        self.sensitive = SensitiveRow(sensitive or Sensitive())
        self.sensitive.kept.connect(lambda why: self.kept.emit(action.id, why))
        self.sensitive.removal_asked.connect(self.removal_asked)
        self.sensitive.left.connect(self.edit_ended)
        self._edit.left.connect(self._end)
        self._edit.submitted.connect(self.keep)
        self._text.setText(unbroken(self._body()))
        self.handed_over = self._handover_switch()
        self._lay_out(way, kept)
        self._text.setVisible(bool(self._body()) and action.on)
        self._name_it()

    def _handover_switch(self) -> QCheckBox:
        """Off, of a transfer to the DS of the department: only what the DS said puts it on."""
        made = QCheckBox(SAID_BY_DS, self)
        made.setChecked(bool(self.action.data.get(HANDED_OVER)))
        made.setVisible(HANDED_OVER in self.action.data and self.action.on)
        made.toggled.connect(lambda on: self.mended.emit(self.action.id, {HANDED_OVER: "ja" if on else ""}))
        return made

    def _lay_out(self, way: tuple[str, bool], kept: str) -> None:
        action = self.action
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(6)
        layout.addLayout(self._head(self._digit))
        if action.why:
            words = action.why if action.why.startswith("hvis") else f"fordi {action.why}"
            layout.addWidget(label(words, "meta", wrap=True))
        if way[0] and action.on:
            layout.addWidget(label(way[0], "" if way[1] else "meta", tone="warn" if way[1] else "", wrap=True))
        if self._body() and action.on:
            layout.addWidget(line())
        layout.addWidget(self._text)
        if HANDED_OVER in action.data and action.on:
            layout.addWidget(self.handed_over)
        layout.addWidget(self._edit)
        layout.addWidget(self._error)
        layout.addWidget(self._keys)
        layout.addWidget(self._reason)
        layout.addWidget(self.sensitive)
        if kept and action.on:
            layout.addWidget(label(f"Det følsomme står fordi: {kept}", "meta", wrap=True))

    def _name_it(self) -> None:
        action = self.action
        state = "med" if action.on else "ikke med"
        self.setAccessibleName(
            f"{self._digit and f'{self._digit}, '}{kind_of(action.kind).label} {action.to_label}. {action.strength.word}, "
            f"{state}. {self._way} {self.sensitive.sentence} {self._body()}"
        )

    @property
    def is_editable(self) -> bool:
        return bool(kind_of(self.action.kind).card_fields)

    @property
    def is_optional(self) -> bool:
        return not self.action.required

    def set_chosen(self, *, chosen: bool) -> None:
        theme.restyle(self, chosen=chosen)

    def edit(self) -> None:
        """F2: edit the fields of the card, with the focus in the first; Esc cancels, Ctrl+Enter keeps."""
        if not self.is_editable:
            return
        self._edit.ask(self._fields())
        self._text.hide()
        self._edit.show()
        self._keys.show()
        self._edit.focus_first()
        self.edit_begun.emit()

    def show_text(self, action: Action) -> None:
        """Update the text only: a reason from another card is now in the note."""
        self.action = action
        self._text.setText(unbroken(self._body()))
        self._name_it()

    def fail(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.show()

    def ask_reason(self) -> None:
        """Ask why it is excluded; for a kan a reason is suggested, and Enter accepts it."""
        if not self._reason.text() and self.action.strength == "kan":
            self._reason.setText(OWN_WISH)
        self._reason.show()
        self._reason.selectAll()
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
        mark = icon_label(*sign)
        place = action.to_label or ", ".join(action.where)
        parts = [
            *([DigitBadge(digit)] if digit else []),
            icon_label(kind_of(action.kind).icon, "text2", 16),
            label(kind_of(action.kind).label, "head"),
            label(place, "meta", wrap=True),
        ]
        where = len(parts) - 1
        if action.urgent:
            urgent = label("HASTER")
            urgent.setProperty("pill", "urgent")
            parts.append(urgent)
        head = row(*parts, end, mark)
        head.setStretch(where, 1)
        return head

    def _body(self) -> str:
        return card_kind(self.action).card(self.action)

    @property
    def is_edited(self) -> bool:
        return not self._edit.isHidden()

    def keep(self) -> None:
        self.mended.emit(self.action.id, self._edit.values())

    def _end(self) -> None:
        self._edit.hide()
        self._error.hide()
        self._keys.hide()
        self._text.show()
        self.edit_ended.emit()

    def _give_reason(self) -> None:
        self.reason_given.emit(self.action.id, self._reason.text().strip())
        self.edit_ended.emit()

    def keep_reason(self) -> None:
        """Ctrl+Enter: accept the reason in the field without Enter."""
        if not self._reason.isHidden():
            self._give_reason_quietly()

    def _give_reason_quietly(self) -> None:
        if text := self._reason.text().strip():
            self.reason_given.emit(self.action.id, text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit(self.action.id)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.edit()
