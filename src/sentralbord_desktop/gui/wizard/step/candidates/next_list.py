"""«De neste»: the candidates after the present one."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.domain.inquiries.transfer_candidates import Candidate
from sentralbord_desktop.gui.widgets.labels import STATUS_SIGNS, icon_label, label


class NextList(QFrame):
    """A line for each candidate, in order; a click makes that person the present candidate. Where there is little
    height, it is folded to one line, «2 til», which unfolds it."""

    chosen = Signal(str)  # key on the board
    unfolded = Signal()

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
        self.fold(folded=False)

        if line := self._by_who.get(focused):
            line.setFocus()

    @property
    def lines(self) -> list[QPushButton]:
        return list(self._by_who.values())

    def fold(self, *, folded: bool) -> None:
        folded = folded and bool(self.lines)
        self.fold_line.setVisible(folded)
        self._rows.setVisible(not folded)
        self._rows.updateGeometry()
        self.updateGeometry()  # at once: its height is measured to decide what is hidden

    def _unfold_by_hand(self) -> None:
        self.is_unfolded_by_hand = True
        self.fold(folded=False)
        if self.lines:
            self.lines[0].setFocus()
        self.unfolded.emit()

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
