"""A card of the review page: one output with its content, its switch, and the reason for leaving it out."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from sentralbord_desktop.domain.inquiries.case_handover import SAID_BY_DS
from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.privacy.sensitive_text import Sensitive
from sentralbord_desktop.domain.text.norwegian import ended
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.widgets.field_grid import Field, FieldGrid
from sentralbord_desktop.gui.widgets.fitted_scroll_area import come_into_view
from sentralbord_desktop.gui.widgets.labels import label
from sentralbord_desktop.gui.wizard.card.blocks import CardContext
from sentralbord_desktop.gui.wizard.card.body import CardBody
from sentralbord_desktop.gui.wizard.card.head import CardHead
from sentralbord_desktop.gui.wizard.card.reason import ReasonField
from sentralbord_desktop.gui.wizard.card.review_speech import content_words, head_words
from sentralbord_desktop.gui.wizard.card.switch import Switch
from sentralbord_desktop.gui.wizard.card_kinds import blocks_of, card_kind
from sentralbord_desktop.gui.wizard.sensitive_row import SensitiveRow
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.outputs.transfer import HANDED_OVER
from sentralbord_desktop.services.messages.addressing import NO_WAY_OUT, WayOut

ABOUT = "card"
OWN_WISH = "medlemmet ønsket det ikke"
"""The suggested reason when a kan is excluded; a bør and a skal need the operator's own words."""
INDENT = 32
"""Pixels at 100 %: the content begins under the icon of the head."""
REQUIRED = "Denne skal med. Delete tar den bort med en grunn."


class ActionCard(QFrame):
    """`mended` carries the action id and {field: text}; `switched` and `reason_given` the id."""

    chosen = Signal(str)
    mended = Signal(str, dict)
    switched = Signal(str)
    reason_given = Signal(str, str)
    reason_cancelled = Signal(str)
    required_pressed = Signal()
    kept = Signal(str, str)
    removal_asked = Signal()
    ring_asked = Signal()
    edit_begun = Signal()
    edit_ended = Signal()

    def __init__(
        self,
        digit: str,
        action: Action,
        context: CardContext,
        reason: str,
        fields: Callable[[], Sequence[Field]],
        way: WayOut = NO_WAY_OUT,
        sensitive: Sensitive | None = None,
        kept: str = "",
    ) -> None:
        super().__init__()
        self.action = action
        self._fields, self._context = fields, context
        self.digit, self._way = digit, way
        self.setProperty("card", "plain")
        self.head = CardHead(digit, action, context, is_editable=self.is_editable)
        self.body = CardBody()
        self._edit = FieldGrid(fills=True)
        self._error, self._keys = label("", tone="danger", wrap=True), label("Ctrl+Enter beholder · Esc angrer", "meta")
        self.reason = ReasonField(reason)
        self.strike = QPushButton("Ta den bort …")
        self.sensitive = SensitiveRow(sensitive or Sensitive())
        self.handed_over = self._handover_switch()
        self._lay_out(way, kept)
        self._connect()
        self._name_it()

    def _handover_switch(self) -> Switch:
        """The switch for a transfer to the DS of the department: off until the DS has confirmed."""
        made = Switch(SAID_BY_DS)
        made.setChecked(bool(self.action.data.get(HANDED_OVER)))
        made.toggled.connect(lambda on: self.mended.emit(self.action.id, {HANDED_OVER: "ja" if on else ""}))
        return made

    def _connect(self) -> None:
        action_id, head, reason, sensitive = self.action.id, self.head, self.reason, self.sensitive
        head.edit_asked.connect(self.edit)
        head.switched.connect(lambda: self.switched.emit(action_id))
        head.required_pressed.connect(self._explain_required)
        self.body.ring_asked.connect(self.ring_asked)
        self.strike.clicked.connect(self.ask_reason)
        reason.given.connect(self._give_reason)
        reason.typed.connect(lambda text: self.reason_given.emit(action_id, text))
        reason.cancelled.connect(lambda: self.reason_cancelled.emit(action_id))
        sensitive.kept.connect(lambda why: self.kept.emit(action_id, why))
        sensitive.removal_asked.connect(self.removal_asked)
        sensitive.left.connect(self.edit_ended)
        self._edit.left.connect(self.leave_edit)
        self._edit.submitted.connect(self.keep)

    def _lay_out(self, way: WayOut, kept: str) -> None:
        action = self.action
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 14, 10)
        layout.setSpacing(6)
        layout.addWidget(self.head)
        content = QVBoxLayout()
        content.setContentsMargins(theme.current().scaled(INDENT), 0, 0, 0)
        content.setSpacing(6)
        if way.words and way.must_act and action.on:
            content.addWidget(label(way.words, tone="warn", wrap=True))
        for part in (self.body, self.handed_over, self._edit, self._error, self._keys, self.strike, self.reason):
            content.addWidget(part)
        content.addWidget(self.sensitive)
        if kept and action.on:
            content.addWidget(label(f"Det følsomme står fordi: {kept}", "meta", wrap=True))
        if not action.on and self.reason.reason:
            content.addWidget(label(f"Ikke med: {self.reason.reason}", "meta", wrap=True))
        layout.addLayout(content)
        layout.addStretch(1)
        self.body.show_blocks(blocks_of(action, self._context) if action.on else [])
        self.body.setVisible(action.on)
        self.handed_over.setVisible(HANDED_OVER in action.data and action.on)
        for part in (self._edit, self._error, self._keys, self.strike, self.reason):
            part.hide()
        grows = QSizePolicy.Policy.Preferred if action.on and self._body() else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Preferred, grows)

    def _name_it(self) -> None:
        """Set the accessible name to the head only: a screen reader reads it with each focused widget in the card."""
        action = self.action
        way = self._way.words if self._way.must_act else ""
        state = f"{action.strength.word}, {'med' if action.on else 'ikke med'}"
        parts = (head_words(self.digit, action), state, way, self.sensitive.sentence)
        self.setAccessibleName(" ".join(ended(part) for part in parts if part))

    @property
    def content(self) -> str:
        """The whole content of the card, read on request."""
        if not self.action.on:
            return ended(f"Ikke med: {self.reason.reason}" if self.reason.reason else "Ikke med")
        way = "" if self._way.must_act else ended(self._way.words)
        return f"{content_words(blocks_of(self.action, self._context)) or 'Kortet er tomt.'} {way}".strip()

    def tab_stops(self) -> list[QWidget]:
        """The widgets that Tab reaches in the card, from the top."""
        return [part for part in self.findChildren(QWidget) if part.focusPolicy() & Qt.FocusPolicy.TabFocus]

    @property
    def is_editable(self) -> bool:
        return bool(kind_of(self.action.kind).card_fields)

    @property
    def is_optional(self) -> bool:
        """Whether it has a switch: a bør, a kan, or an excluded skal."""
        return not (self.action.required and self.action.on)

    def set_chosen(self, *, chosen: bool) -> None:
        theme.restyle(self, chosen=chosen)

    def edit(self) -> None:
        """F2: edit the fields of the card, with the focus in the first; Esc cancels, Ctrl+Enter saves."""
        if not self.is_editable or not self.action.on:
            return
        self._edit.ask(self._fields())
        self.body.hide()
        self._edit.show()
        self._keys.show()
        self._edit.focus_first()
        come_into_view(self._edit)
        self.edit_begun.emit()

    def show_text(self, action: Action) -> None:
        """Update the text only: a reason from another card is now in the note."""
        self.action = action
        if action.on:
            self.body.show_blocks(blocks_of(action, self._context))
        self._name_it()

    def fail(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.show()
        announce(self, sentence, about=ABOUT, is_urgent=True)

    def ask_reason(self) -> None:
        """Ask why it is excluded; for a kan a reason is suggested, which Enter accepts."""
        self.strike.hide()
        self.reason.ask(OWN_WISH if self.action.strength == "kan" else "")
        come_into_view(self.reason)

    def _explain_required(self) -> None:
        """A click on «skal»: explain why it is included, and offer to exclude it by mouse."""
        self.strike.show()
        self.required_pressed.emit()

    def _body(self) -> str:
        return card_kind(self.action).card(self.action)

    @property
    def is_edited(self) -> bool:
        return not self._edit.isHidden()

    @property
    def is_changed(self) -> bool:
        """Whether there is unsaved text."""
        return bool(self._edit.half_written())

    def keep(self) -> None:
        """Close the fields and keep the typed text."""
        if self.is_changed:
            self.mended.emit(self.action.id, self._edit.values())
        else:
            self.leave_edit()

    def leave_edit(self) -> None:
        for part in (self._edit, self._error, self._keys):
            part.hide()
        self.body.show()
        self.edit_ended.emit()

    def _give_reason(self, reason: str) -> None:
        self.reason_given.emit(self.action.id, reason)
        self.edit_ended.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.head.show_pencil(shown=True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.head.show_pencil(shown=False)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit(self.action.id)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.edit()
