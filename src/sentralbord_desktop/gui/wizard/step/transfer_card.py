"""The person to ring, in letters that can be read from a metre."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sentralbord_desktop.domain.inquiries.transfer_candidates import Candidate
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.core.widths import is_low
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
from sentralbord_desktop.gui.wizard.step.ringing import NO_NUMBER, says_who

MAX_LINES = 2
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ])")


def shortened(text: str, fits: Callable[[str], bool]) -> str:
    """`text` shortened to fit: sentences between the first and the last are dropped from the end, then the end of the
    first is cut."""
    sentences = SENTENCE_END.split(text)
    while len(sentences) > 2 and not fits(" ".join(sentences)):
        del sentences[-2]
    first, last = sentences[0].split(), sentences[1:]
    if fits(" ".join(sentences)):
        return " ".join(sentences)
    while len(first) > 1 and not fits(" ".join([*first, "…", *last])):
        first.pop()
    return " ".join([*first, "…", *last])


class ColleagueBrief(QLabel):
    """The whole text is in the tip, and is announced."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._whole = ""

    def show_words(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        give_tip(self, text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def _fit(self) -> None:
        words = shortened(self._whole, self._fits)
        if words != self.text():
            self.setText(words)

    def _fits(self, text: str) -> bool:
        metrics, width = self.fontMetrics(), max(1, self.width())
        wrapped = metrics.boundingRect(0, 0, width, 10_000, Qt.TextFlag.TextWordWrap, text)
        return wrapped.height() <= MAX_LINES * metrics.lineSpacing()


class NextList(QFrame):
    """A line for each candidate, in order; a click makes that person the present candidate. Where there is little
    height, it is folded to one line, «2 til», which unfolds it."""

    chosen = Signal(str)  # key on the board

    def __init__(self) -> None:
        super().__init__()
        self._by_who: dict[str, QPushButton] = {}
        self.is_unfolded_by_hand = False
        self.fold_line = QPushButton()
        self.fold_line.setFlat(True)
        self.fold_line.clicked.connect(self._unfold_by_hand)
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(3, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 4)
        layout.setSpacing(0)
        layout.addWidget(self.fold_line)
        layout.addWidget(self._rows)

    def show_candidates(self, candidates: Sequence[Candidate], moment: datetime, *, is_away: bool = False) -> None:
        focused = next((who for who, line in self._by_who.items() if line.hasFocus()), "")
        if [candidate.who for candidate in candidates] != list(self._by_who):
            self.is_unfolded_by_hand = False
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._by_who.clear()
        if candidates:
            self._grid.addWidget(label("De neste", "meta"), 0, 0, 1, 4)
        for place, candidate in enumerate(candidates, 1):
            self._add_line(place, candidate, moment, is_away=is_away)
        self.fold_line.setText(f"{len(candidates)} til")
        names = ", ".join(candidate.name for candidate in candidates)
        self.fold_line.setAccessibleName(f"{len(candidates)} til: {names}. Vis dem")
        self.setVisible(bool(candidates))
        self.fold(folded=is_low(self.window()))

        if line := self._by_who.get(focused):
            line.setFocus()

    @property
    def lines(self) -> list[QPushButton]:
        return list(self._by_who.values())

    def fold(self, *, folded: bool) -> None:
        folded = folded and bool(self.lines) and not self.is_unfolded_by_hand
        self.fold_line.setVisible(folded)
        self._rows.setVisible(not folded)

    def _unfold_by_hand(self) -> None:
        self.is_unfolded_by_hand = True
        self.fold(folded=False)
        if self.lines:
            self.lines[0].setFocus()

    def _add_line(self, place: int, candidate: Candidate, moment: datetime, *, is_away: bool) -> None:
        words = candidate.words(moment, is_away=is_away)
        name = QPushButton(candidate.name)
        name.setFlat(True)
        name.setAccessibleName(f"{candidate.name}, {candidate.function}, {words.word}. Ring heller")
        name.clicked.connect(lambda: self.chosen.emit(candidate.who))
        self._by_who[candidate.who] = name
        sign = STATUS_SIGNS[candidate.sign(moment, is_away=is_away)]
        shown = ", ".join(filter(None, words))
        parts = (icon_label(sign.icon, sign.colour, 14), name, label(candidate.function, "meta"), label(shown, "meta"))
        for column, widget in enumerate(parts):
            self._grid.addWidget(widget, place, column)
            widget.show()


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
