"""What must be said before Fullfør, and what may be: above the cards of the review."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton

from sentralbord_desktop.domain.inquiries import Action, ActionKind
from sentralbord_desktop.gui._generated.ui_review import Ui_Review
from sentralbord_desktop.gui.widgets.small import clear, keycap, label, row


class ToSay(QObject):
    """`said`: the id of an action that was said, by its button."""

    said = Signal(str)

    def __init__(self, ui: Ui_Review) -> None:
        super().__init__(ui.say)
        self.ui = ui

    def show(self, actions: Sequence[Action], already: Collection[str]) -> None:
        place = self.ui.sayLayout
        clear(place)
        spoken = [a for a in actions if a.kind is ActionKind.INFORM and a.on]
        self.ui.say.setVisible(bool(spoken))
        for action in spoken:
            text = label(action.text, "saySmall", wrap=True)
            is_said = action.id in already
            words = (
                "sagt"
                if is_said
                else ("si det, så Mellomrom" if action.must_be_said else action.strength.word)
            )
            line = row(label("SI", "sayTag"), spacing=12)
            line.addWidget(text, 1)
            mark = label(
                words, "", tone="ok" if is_said else ("warn" if action.must_be_said else "")
            )
            line.addWidget(mark)
            if action.must_be_said and not is_said:
                button = QPushButton("Sagt")
                button.setAccessibleName(f"Sagt: {action.text}")
                button.clicked.connect(lambda _=False, i=action.id: self.said.emit(i))
                line.addWidget(button)
                line.addWidget(keycap("Mellomrom"))
            place.addLayout(line)
        self.ui.say.setAccessibleName("Si: " + " ".join(a.text for a in spoken))
