"""The head of a review card: digit, icon, kind, reason or recipient; the state at the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.widgets.labels import DigitBadge, icon, icon_label, label, pill
from sentralbord_desktop.gui.wizard.card.blocks import CardContext
from sentralbord_desktop.gui.wizard.card.switch import Switch
from sentralbord_desktop.procedures.outputs.log import LOG
from sentralbord_desktop.procedures.outputs.registry import kind_of

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
