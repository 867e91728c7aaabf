"""What the operator says before Fullfør: a few lines above the cards of the review, spoken together."""

import html
import re
from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.text.norwegian import MONTHS, WEEKDAYS
from sentralbord_desktop.gui._generated.ui_review import Ui_Review
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.widgets.labels import clear, icon_label, keycap, label, row
from sentralbord_desktop.procedures.spoken_lines import lines_of, said_in_review

DEADLINE = re.compile(rf"(?:i dag, )?(?:{'|'.join(WEEKDAYS)}) \d{{1,2}}\. (?:{'|'.join(MONTHS)})(?: \d{{4}})?")
"""Matches a legal deadline: only deadlines are spoken with weekday and date."""


def unsaid_in(actions: Sequence[Action], review: Review) -> tuple[str, ...]:
    """The ids of what must be spoken and is not confirmed."""
    return tuple(a.id for a in actions if a.must_be_said and a.on and a.id not in review.said)


class MustSayPanel(QObject):
    """`confirmed` and `unconfirmed`, from the button, carry the ids of all that must be said."""

    confirmed = Signal(object)
    unconfirmed = Signal(object)

    def __init__(self, ui: Ui_Review) -> None:
        super().__init__(ui.say)
        self.ui = ui
        self._shown: tuple[Sequence[Action], Review] = ((), Review())
        theme.current().changed.connect(self._redraw)  # ends with this object, unlike a lambda

    def show(self, actions: Sequence[Action], review: Review) -> None:
        self._shown = (actions, review)
        place = self.ui.sayLayout
        clear(place)
        spoken = said_in_review(actions)
        self.ui.say.setVisible(bool(spoken))
        words = QVBoxLayout()
        words.setSpacing(2)
        for action in spoken:
            for line in lines_of(action.text):
                words.addWidget(self._spoken_line(line))
        tag = label("SI", "sayTag")
        text = row(tag, spacing=12)
        text.setAlignment(tag, Qt.AlignmentFlag.AlignTop)
        text.addLayout(words, 1)
        whole = row(spacing=12)
        whole.addLayout(text, 1)
        whole.addLayout(self._answer(spoken, review))
        place.addLayout(whole)
        self.ui.say.setAccessibleName("Si: " + " ".join(a.text.replace("\n", " ") for a in spoken))

    def _redraw(self) -> None:
        self.show(*self._shown)

    @staticmethod
    def _spoken_line(line: str) -> QLabel:
        """The line in «», a deadline in danger colour. Escaped, because a caller's words are no markup."""
        colour = theme.current().colour("danger_text").name()
        marked = DEADLINE.sub(
            lambda day: f'<span style="color:{colour}">{day[0]}</span>', html.escape(line, quote=False)
        )
        made = label("", "saySmall", wrap=True)
        made.setTextFormat(Qt.TextFormat.RichText)
        made.setText(f"«{marked}»")
        made.setAccessibleName(line)
        return made

    def _answer(self, spoken: Sequence[Action], review: Review) -> QHBoxLayout:
        """The button «Sagt», or the time of the confirmation."""
        answer = row(None, spacing=8)
        must = tuple(action.id for action in spoken if action.must_be_said)
        if not must:
            if spoken:
                answer.addWidget(label(f"{spoken[0].strength.word} sies", "meta"))
        elif unsaid_in(spoken, review):
            button = QPushButton("Sagt")
            set_flags(button, "outlined")
            button.setAccessibleName(f"Sagt: {' '.join(a.text for a in spoken)}")
            button.clicked.connect(lambda: self.confirmed.emit(must))
            answer.addWidget(button)
            answer.addWidget(keycap("Mellomrom"))
        else:
            answer.addWidget(icon_label("check-circle-fill", "ok"))
            answer.addWidget(label(f"sagt {review.said_at}".strip(), tone="ok"))
            again = QPushButton("Angre")
            set_flags(again, "link")
            again.setAccessibleName(f"Angre, det er ikke sagt: {' '.join(a.text for a in spoken)}")
            again.clicked.connect(lambda: self.unconfirmed.emit(must))
            answer.addWidget(again)
        return answer
