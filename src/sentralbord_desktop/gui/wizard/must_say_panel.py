"""What the operator must say before Fullfør, and may say: above the cards of the review."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QBoxLayout, QPushButton

from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.gui._generated.ui_review import Ui_Review
from sentralbord_desktop.gui.widgets.labels import clear, keycap, label, row
from sentralbord_desktop.procedures.outputs.registry import kind_of


class MustSayPanel(QObject):
    """`confirmed` and `unconfirmed`: the id of an action, by its button."""

    confirmed = Signal(str)
    unconfirmed = Signal(str)

    def __init__(self, ui: Ui_Review) -> None:
        super().__init__(ui.say)
        self.ui = ui
        self._lines: list[QBoxLayout] = []
        self._is_folded = False

    def fold(self, *, narrow: bool) -> None:
        """In a narrow window the buttons are below the text, which then takes half as many lines."""
        self._is_folded = narrow
        direction = QBoxLayout.Direction
        for line in self._lines:
            line.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)

    def show(self, actions: Sequence[Action], already: Collection[str]) -> None:
        place = self.ui.sayLayout
        clear(place)
        self._lines = []
        spoken = [a for a in actions if kind_of(a.kind).is_spoken and a.on]
        self.ui.say.setVisible(bool(spoken))
        for action in spoken:
            text = label(action.text, "saySmall", wrap=True)
            is_said = action.id in already
            words = "sagt" if is_said else ("si det, så Mellomrom" if action.must_be_said else action.strength.word)
            words_row = row(label("SI", "sayTag"), spacing=12)
            words_row.addWidget(text, 1)
            mark = label(words, "", tone="ok" if is_said else ("warn" if action.must_be_said else ""))
            answer = row(None, mark, spacing=12)
            if action.must_be_said and not is_said:
                button = QPushButton("Sagt")
                button.setAccessibleName(f"Sagt: {action.text}")
                button.clicked.connect(lambda _=False, i=action.id: self.confirmed.emit(i))
                answer.addWidget(button)
                answer.addWidget(keycap("Mellomrom"))
            elif action.must_be_said:
                again = QPushButton("Angre")
                again.setAccessibleName(f"Angre, det er ikke sagt: {action.text}")
                again.clicked.connect(lambda _=False, i=action.id: self.unconfirmed.emit(i))
                answer.addWidget(again)
            line = row(spacing=12)
            line.addLayout(words_row, 1)
            line.addLayout(answer)
            place.addLayout(line)
            self._lines.append(line)
        self.fold(narrow=self._is_folded)
        self.ui.say.setAccessibleName("Si: " + " ".join(a.text for a in spoken))
