"""The member's trøbbel cases in the record, each with a button for the handover to DS (PR-8)."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from sentralbord_desktop.domain.inquiries.case_handover import Case
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.widgets.labels import clear, icon_label, label, line, row

BESIDE, MARGINS = 8, 24
"""Pixels between title and words, and left and right of a line with the gaps between its parts."""


class CaseHandoverCard(QFrame):
    """A line for each case, the newest first; hidden without any. A case keeps its widget, so that the focus stays on
    its button when its action changes."""

    chosen = Signal(object)  # Case: taken over, or undone

    def __init__(self, *, after: QWidget, read_only: bool = False) -> None:
        super().__init__()
        self._after = after  # the widget before the first button in the tab order
        self._is_read_only = read_only
        self.setProperty("card", "plain")
        self.setAccessibleName("Trøbbel-saker")
        self.lines: list[CaseRow] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.hide()

    def stand_above(self, widget: QWidget) -> None:
        """Place the card in the record's layout, outside the scrolled part."""
        above = widget.parentWidget()
        if above is not None and isinstance(outer := above.layout(), QVBoxLayout):
            place = row(self)
            place.setContentsMargins(18, 0, 18, 0)
            outer.insertLayout(outer.indexOf(widget), place)

    def show_cases(self, cases: Sequence[Case]) -> None:
        if [one.case.inquiry_id for one in self.lines] != [case.inquiry_id for case in cases]:
            self._lay_out(cases)
        for one, case in zip(self.lines, cases, strict=True):
            one.show_case(case)
        self.setVisible(bool(cases))

    def _lay_out(self, cases: Sequence[Case]) -> None:
        clear(self._layout)
        self.lines = [CaseRow(case) for case in cases]
        for number, one in enumerate(self.lines):
            if number:
                self._layout.addWidget(line())
            self._layout.addWidget(one)
            one.chosen.connect(self.chosen)
            one.button.setVisible(not self._is_read_only)
        for before, after in pairwise([self._after, *(one.button for one in self.lines)]):
            QWidget.setTabOrder(before, after)


class CaseRow(QFrame):
    """«Trøbbel 25. november · Venter på at DS bekrefter overtakelse», and its button."""

    chosen = Signal(object)

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.case = case
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.title = label(case.title, "strong", wrap=True)
        self.words = label("", "meta", wrap=True)
        self._texts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._texts.setSpacing(BESIDE)
        self._texts.addWidget(self.title)
        self._texts.addWidget(self.words, 1)
        self.button = QPushButton()
        self.button.clicked.connect(lambda: self.chosen.emit(self.case))
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(14, 5, 10, 5)
        self._sign = icon_label("hourglass", "warn", 18)
        self._layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        self._layout.addLayout(self._texts, 1)
        self._layout.addWidget(self.button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The title is above the words where there is too little room for it beside them."""
        super().resizeEvent(event)
        self._place_texts()

    def _place_texts(self) -> None:
        beside = self._sign.sizeHint().width() + self.button.sizeHint().width() + 2 * MARGINS
        wide = [one.fontMetrics().horizontalAdvance(one.text()) for one in (self.title, self.words)]
        has_room = sum(wide) + BESIDE + beside <= self.width()
        directions = QBoxLayout.Direction
        self._texts.setDirection(directions.LeftToRight if has_room else directions.TopToBottom)
        self._texts.setSpacing(BESIDE if has_room else 0)
        self.title.setMinimumWidth(wide[0] if has_room else 0)

    def show_case(self, case: Case) -> None:
        """Update the line; a change with the focus on it is announced."""
        changed = case != self.case
        self.case = case
        name, colour = ("hourglass", "warn") if case.handed_over_at is None else ("check", "ok")
        theme.current().show_icon(self._sign, name, colour, size=18)
        self.words.setText(case.standing)
        self.button.setText(case.act)
        self.button.setAccessibleName(case.act_named)
        self._place_texts()
        if changed and self.button.hasFocus():
            announce(self, f"{case.title}: {case.standing}")
