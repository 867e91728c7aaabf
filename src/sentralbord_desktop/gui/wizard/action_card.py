"""A card of the review page: one output with its content, its switch, and the reason for leaving it out."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sentralbord_desktop.domain.inquiries.case_handover import SAID_BY_DS
from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.inquiries.review import MAX_REASON_CHARS, MIN_REASON_CHARS, understood
from sentralbord_desktop.domain.privacy.sensitive_text import Sensitive
from sentralbord_desktop.domain.text.norwegian import ended
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.widgets.field_grid import EnterLineEdit, Field, FieldGrid
from sentralbord_desktop.gui.widgets.fitted_scroll_area import come_into_view
from sentralbord_desktop.gui.widgets.labels import (
    NUMBER_POINTS,
    PERSON_POINTS,
    DigitBadge,
    RingButton,
    clear,
    enlarge,
    icon,
    icon_label,
    keycap,
    label,
    line,
    pill,
    row,
)
from sentralbord_desktop.gui.wizard.card_kinds import Block, CardContext, Fact, Person, Rule, blocks_of, text_of
from sentralbord_desktop.gui.wizard.sensitive_row import SensitiveRow
from sentralbord_desktop.gui.wizard.step.spoken_step import content_words, head_words
from sentralbord_desktop.procedures.outputs.log import LOG
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.outputs.transfer import HANDED_OVER
from sentralbord_desktop.services.messages.addressing import NO_WAY_OUT, WayOut

WHOLE_TEXT, LESS = "Vis hele teksten", "Vis mindre"


class CardBody(QWidget):
    ring_asked = Signal()  # the number of the person on the card

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._grid: QGridLayout | None = None

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        clear(self._layout)
        self._grid = None
        for block in blocks:
            if isinstance(block, Fact):
                self._add_fact(block)
                continue
            self._grid = None
            if isinstance(block, Rule):
                self._layout.addWidget(line())
            elif isinstance(block, Person):
                self._add_person(block)
            elif block.is_folded:
                self._add_folded(block.text)
            else:
                self._layout.addWidget(selectable(block.text))

    def _add_fact(self, fact: Fact) -> None:
        if self._grid is None:
            self._grid = QGridLayout()
            self._grid.setContentsMargins(0, 0, 0, 0)
            self._grid.setHorizontalSpacing(12)
            self._grid.setVerticalSpacing(2)
            self._grid.setColumnStretch(1, 1)
            self._layout.addLayout(self._grid)
        place = self._grid.rowCount()
        self._grid.addWidget(label(fact.label, "meta"), place, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(selectable(fact.text, "strong" if fact.is_strong else ""), place, 1)

    def _add_person(self, person: Person) -> None:
        name = selectable(person.name)
        enlarge(name, PERSON_POINTS)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(name)
        if person.took_at:
            left.addWidget(label(f"tok samtalen {person.took_at}", "meta"))
        side = QHBoxLayout()
        side.setSpacing(12)
        side.addLayout(left, 1)
        if person.number:
            number = selectable(person.number)
            number.setWordWrap(False)
            enlarge(number, NUMBER_POINTS)
            ring = RingButton(f"Ring {person.name}")
            ring.clicked.connect(self.ring_asked)
            side.addWidget(number)
            side.addLayout(row(ring, keycap("Ctrl+D")))
        self._layout.addLayout(side)

    def _add_folded(self, text: str) -> None:
        words, more = selectable(text), QPushButton(WHOLE_TEXT)
        words.hide()
        set_flags(more, "flat")

        def turn() -> None:
            words.setVisible(words.isHidden())
            more.setText(WHOLE_TEXT if words.isHidden() else LESS)

        more.clicked.connect(turn)
        self._layout.addLayout(row(more, None))
        self._layout.addWidget(words)


def selectable(text: str, role: str = "") -> QLabel:
    made = label(text, role, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


WIDTH, HEIGHT = 32, 18
GAP, RING = 8, 4
"""Pixels between the switch and its text, and around both for the focus ring."""


class Switch(QCheckBox):
    """On is a filled track with the knob to the right, off an outlined one with the knob to the left."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        set_flags(self, "switch")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        scaled = theme.current().scaled
        words = GAP + self.fontMetrics().horizontalAdvance(self.text()) if self.text() else 0
        height = max(scaled(HEIGHT), self.fontMetrics().height() if self.text() else 0)
        return QSize(scaled(WIDTH) + words + 2 * RING, height + 2 * RING)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        colour, scaled = theme.current().colour, theme.current().scaled
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, height = scaled(WIDTH), scaled(HEIGHT)
        track = QRectF(RING, (self.height() - height) / 2, width, height).adjusted(0.5, 0.5, -0.5, -0.5)
        on = self.isChecked()
        painter.setPen(QPen(colour("accent" if on else "control"), 1))
        painter.setBrush(colour("accent" if on else "surface"))
        painter.drawRoundedRect(track, height / 2, height / 2)
        side = height - scaled(8)
        left = track.right() - side - scaled(4) if on else track.left() + scaled(4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("on_accent" if on else "control"))
        painter.drawEllipse(QRectF(left, track.center().y() - side / 2, side, side))
        if self.text():
            painter.setPen(colour("text"))
            words = self.rect().adjusted(RING + width + GAP, 0, -RING, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), self.height() / 2, self.height() / 2)


WRITTEN_IN = {"logg": "i loggen", "medlemsbilde": "i medlemsbildet", "merknadsfelt": "i merknadsfeltet"}


def place_words(action: Action, context: CardContext) -> str:
    """«fordi ingen svarte», «hvis medlemmet vil ha datoen», else the recipient or place; for the telephone log the
    start of the call."""
    if action.why:
        return action.why if action.why.startswith("hvis") else f"fordi {action.why}"
    if action.kind == LOG.key:
        return f"fra kl. {context.since}" if context.has_member else "uten medlem"
    return action.to_label or ", ".join(WRITTEN_IN.get(where, where) for where in action.where)


class CardHead(QWidget):
    """`edit_asked`: the pencil. `switched`: the switch. `required_pressed`: «skal» and its padlock."""

    edit_asked = Signal()
    switched = Signal()
    required_pressed = Signal()

    def __init__(self, digit: str, action: Action, context: CardContext, *, is_editable: bool) -> None:
        super().__init__()
        kind = kind_of(action.kind)
        self.pencil = self._pencil(kind.label)
        self.pencil.setVisible(False)
        self._is_editable = is_editable and action.on
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        if digit:
            layout.addWidget(DigitBadge(digit))
        layout.addWidget(icon_label(kind.icon, "text2", 16))
        layout.addWidget(label(kind.label, "head"))
        layout.addWidget(label(place_words(action, context), "meta", wrap=True), 1)
        layout.addWidget(self.pencil)
        if action.urgent:
            layout.addWidget(pill("HASTER", "urgent"))
        if action.on and action.missing:
            layout.addWidget(icon_label("warning", "warn"))
            layout.addWidget(label("mangler svar", tone="warn"))
        self.switch, self.required = Switch("", self), QPushButton("skal", self)
        self.switch.hide()
        self.required.hide()
        self._state(layout, action, f"{kind.label} {action.to_label}".rstrip())

    def _pencil(self, name: str) -> QPushButton:
        made = QPushButton()
        made.setIcon(icon("pencil-simple", "text2", 16))
        set_flags(made, "flat")
        give_tip(made, "Rett (F2)")
        made.setAccessibleName(f"Rett {name}, F2")
        kept = made.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        made.setSizePolicy(kept)
        made.clicked.connect(self.edit_asked)
        return made

    def _state(self, layout: QHBoxLayout, action: Action, name: str) -> None:
        """The state: the word and a padlock for an included `skal`, else a switch."""
        if action.required and action.on:
            self.required.setIcon(icon("lock-simple", "text2", 16))
            self.required.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            for name_of, value in (("flat", True), ("low", True)):
                self.required.setProperty(name_of, value)
            self.required.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self.required.setAccessibleName(f"{name} skal med")
            self.required.clicked.connect(self.required_pressed)
            layout.addWidget(self.required)
            self.required.show()
            return
        self.switch.setChecked(action.on)
        self.switch.setAccessibleName(f"{name}, {action.strength.word}")
        give_tip(self.switch, "Av og på (Mellomrom)")
        self.switch.clicked.connect(self.switched)
        layout.addWidget(self.switch)
        self.switch.show()

    def show_pencil(self, *, shown: bool) -> None:
        self.pencil.setVisible(shown and self._is_editable)


WHY_NOT = "Hvorfor ikke?"
TOO_SHORT = f"Skriv grunnen med minst {MIN_REASON_CHARS} tegn, så kollegaene forstår den."


class ReasonField(QWidget):
    """`given`: Enter. `typed`: the field lost the focus with a long enough reason. `cancelled`: Esc."""

    given = Signal(str)
    typed = Signal(str)
    cancelled = Signal()

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.edit = EnterLineEdit(reason)
        self.edit.setMaxLength(MAX_REASON_CHARS)
        self.edit.setPlaceholderText(f"{MIN_REASON_CHARS}–{MAX_REASON_CHARS} tegn, står i merknaden")
        self.edit.setAccessibleName(WHY_NOT)
        self.edit.returnPressed.connect(self._give)
        self.edit.editingFinished.connect(self.give_quietly)
        self._error = label(TOO_SHORT, tone="danger", wrap=True)
        self._error.hide()
        question = label(WHY_NOT, "label")
        question.setBuddy(self.edit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        for part in (question, self.edit, self._error):
            layout.addWidget(part)

    def ask(self, suggestion: str) -> None:
        if not self.edit.text():
            self.edit.setText(suggestion)
        self.show()
        self.edit.selectAll()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def reason(self) -> str:
        """The reason; «» when it is too short to be understood."""
        return understood(self.edit.text())

    def _give(self) -> None:
        self._error.setVisible(not self.reason)
        if self.reason:
            self.given.emit(self.reason)
        else:
            announce(self, TOO_SHORT, is_urgent=True)

    def give_quietly(self) -> None:
        """Accept the reason after Ctrl+Enter, or when the focus has left."""
        if self.isVisible() and self.reason:
            self.typed.emit(self.reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.edit.clear()
            self.hide()
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)


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
        return text_of(self.action)

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
