"""The person to ring, in letters that can be read from a metre."""

from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout

from sentralbord_desktop.domain.inquiries.transfer_candidates import Candidate
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.labels import (
    NUMBER_POINTS,
    PERSON_POINTS,
    STATUS_SIGNS,
    RingButton,
    enlarge,
    icon_label,
    keycap,
    label,
    line,
    row,
)
from sentralbord_desktop.gui.wizard.step.candidates.colleague_brief import ColleagueBrief
from sentralbord_desktop.gui.wizard.step.candidates.ringing import NO_NUMBER, says_who

FIELD_WIDTH = 150
COPIED = "Nummeret er kopiert."
COPIED_MS = 4000
"""How long the result is shown, in milliseconds."""


class TransferCard(QFrame):
    """Name, function and freshness to the left; number and «Ring» to the right; «Si til kollegaen» below."""

    ring_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self._candidate: Candidate | None = None
        self.name, self.title = label("", "head", wrap=True), label("", "meta", wrap=True)
        enlarge(self.name, PERSON_POINTS)
        wide = self.name.sizePolicy()
        wide.setHorizontalPolicy(QSizePolicy.Policy.Expanding)  # also where no freshness is below it
        self.name.setSizePolicy(wide)
        self.word, self.source = label("", "strong"), label("", "meta", wrap=True)
        self._sign = icon_label("question", "text3", 16)
        self.old_board = label("", tone="warn", wrap=True)
        self.number_label = label("", "head")
        enlarge(self.number_label, NUMBER_POINTS)
        self.number_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.missing = label(NO_NUMBER, tone="warn")
        self.field = QLineEdit()
        self.field.setPlaceholderText("Skriv nummeret")
        self.field.setAccessibleName("Nummeret som mangler i Katalog")
        self.field.setFixedWidth(theme.current().scaled(FIELD_WIDTH))
        self.field.returnPressed.connect(self.ring_asked)
        self.ring = RingButton("Ring")
        self.ring.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.ring.clicked.connect(self.ring_asked)
        self.result = label("", "meta", wrap=True)
        """The result of «Ring»: the number was copied, or the answer of the practice colleague."""
        self._copied_for = QTimer(self, interval=COPIED_MS, singleShot=True)
        self._copied_for.timeout.connect(lambda: self.show_result(""))
        self.brief_head, self.brief = label("Si til kollegaen", "meta"), ColleagueBrief()
        self._line = line()
        self._lay_out()

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(self.name)
        left.addWidget(self.title)
        self._freshness = row(self._sign, self.word, self.source)
        self._freshness.setStretch(2, 1)
        left.addLayout(self._freshness)
        left.addWidget(self.old_board)
        left.addWidget(self.result)
        left.addStretch(1)
        right.setSpacing(4)
        for widget in (self.number_label, self.missing, self.field):
            right.addWidget(widget, 0, Qt.AlignmentFlag.AlignRight)
        right.addLayout(row(None, self.ring, keycap("Ctrl+D")))
        right.addStretch(1)
        top = QHBoxLayout()
        top.addLayout(left, 1)
        top.addLayout(right)
        below = row(self.brief_head, self.brief, spacing=12)
        below.setStretch(1, 1)
        below.setAlignment(self.brief_head, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self._line)
        layout.addLayout(below)

    @property
    def number(self) -> str:
        """The number to ring: from the catalogue, else the typed one."""
        known = self._candidate.number if self._candidate else ""
        return known or self.field.text().strip()

    def show_result(self, words: str) -> None:
        """Show the result; «» hides it."""
        self._copied_for.stop()
        self.result.setText(words)
        self.result.setVisible(bool(words))

    def show_copied(self) -> None:
        self.show_result(COPIED)
        self._copied_for.start()

    def show_candidate(
        self, candidate: Candidate, moment: datetime, brief: str, old_board: str, *, is_away: bool = False
    ) -> None:
        if self._candidate is None or self._candidate.who != candidate.who:
            self.field.clear()
            self.show_result("")
        self._candidate = candidate
        self.name.setText(candidate.name)
        self.title.setText(candidate.title)
        self.title.setVisible(bool(candidate.title))
        words = candidate.words(moment, is_away=is_away)
        self.word.setText(words.word)
        self.source.setText(words.source)
        sign = STATUS_SIGNS[candidate.sign(moment, is_away=is_away)]
        theme.current().show_icon(self._sign, sign.icon, sign.colour, size=16)
        self.old_board.setText(old_board)
        self.old_board.setVisible(bool(old_board))
        self.number_label.setText(spoken_number(candidate.number))
        self._show_parts(has_number=bool(candidate.number), is_known=True)
        for part in (self._sign, self.word, self.source):
            part.setVisible(not says_who(candidate))
        self._show_brief(brief)
        self.show()

    def show_nobody(self, sentence: str, brief: str) -> None:
        """Show that there is no candidate."""
        self._candidate = None
        self.name.setText(sentence)
        self.show_result("")
        for widget in (self.title, self.old_board):
            widget.hide()
        self._show_parts(has_number=False, is_known=False)
        self._show_brief(brief)
        self.show()

    def _show_parts(self, *, has_number: bool, is_known: bool) -> None:
        for widget in (self._sign, self.word, self.source, self.ring):
            widget.setVisible(is_known)
        self.number_label.setVisible(is_known and has_number)
        self.missing.setVisible(is_known and not has_number)
        self.field.setVisible(is_known and not has_number)

    def _show_brief(self, brief: str) -> None:
        self.brief.show_words(brief)
        for widget in (self._line, self.brief_head, self.brief):
            widget.setVisible(bool(brief))
