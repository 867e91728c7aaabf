"""«Sammenlign med det medlemmet sier»: the facts that must match, from `domain/members/identity`."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from sentralbord_desktop.domain.members.identity import IdentityFact, IdentityFacts, identity_facts
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.labels import clear, label, line, row
from sentralbord_desktop.gui.widgets.text_stops import TextStop, TextStops

TITLE, SOURCE = "Sammenlign med det medlemmet sier", "fra medlemsbildet"
MUST, ONE_OF, THIS = "Må stemme", "og én av disse", "og denne"
RINGS = "ringer herfra, må likevel sies"
EQUAL = "teller likt"


class CompareCard(QFrame):
    """Shown in the identity step; `set_compact` for the narrow panel of the record. Hidden without a record."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self._is_compact = False
        self._equal: list[QWidget] = []
        self.stops = TextStops(self)
        """The facts as focus stops, in the compact card; in the identity step they are part of the announced
        sentence."""
        self._facts: list[TextStop] = []
        self._title = label(TITLE, "strong", wrap=True)
        self._source = label(SOURCE, "meta")
        head = QFrame()
        head.setObjectName("compareHead")
        heading = row(self._title, self._source)
        heading.setStretch(0, 1)
        heading.setContentsMargins(16, 7, 16, 7)
        head.setLayout(heading)
        self._head = head
        self._groups = QVBoxLayout()
        self._groups.setContentsMargins(16, 8, 16, 8)
        self._groups.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addLayout(self._groups)
        self.hide()

    def set_compact(self) -> None:
        """Without a heading, and smaller: the categories are below it. The accessible name keeps the heading."""
        self._is_compact = True
        self._head.hide()
        self._groups.setContentsMargins(10, 4, 8, 4)
        self._groups.setSpacing(2)

    def show_facts(self, member: Member | None, ringing: str = "") -> None:
        """Nothing is drawn for None; `ringing` is the number that calls."""
        clear(self._groups)
        self._equal, self._facts = [], []
        self.stops.show(())
        self.setVisible(member is not None)
        if member is None:
            self.setAccessibleName("")
            return
        facts = identity_facts(member, ringing)
        if facts.lacking:
            self._groups.addWidget(label(facts.lacking, tone="warn", wrap=True))
        self._groups.addLayout(self._group(MUST, facts.must, large=True))
        if facts.one_of:
            if not self._is_compact:
                self._groups.addWidget(line())
            self._groups.addLayout(self._group(one_of_words(facts), facts.one_of, equal=facts.equal))
        self.setAccessibleName(spoken(facts))
        self.stops.show(self._facts)

    def _group(
        self, words: str, facts: Sequence[IdentityFact], *, large: bool = False, equal: IdentityFact | None = None
    ) -> QGridLayout:
        """Draw a group: its words in a column to the left; in the compact card beside the single large fact, or above
        the others."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(6 if self._is_compact else 12)
        grid.setVerticalSpacing(0 if self._is_compact else 4)
        first, below = (0, 0) if self._is_compact else (1, 0)
        beside = self._is_compact and large and len(facts) == 1
        if not self._is_compact:
            grid.addWidget(label(words, "label"), 0, 0, Qt.AlignmentFlag.AlignTop)
            grid.setColumnMinimumWidth(0, theme.current().scaled(120))
        elif not beside:
            grid.addWidget(label(words, "label"), 0, 0, 1, 2)
            below = 1
        grid.setColumnMinimumWidth(first, theme.current().scaled(70 if self._is_compact else 76))
        grid.setColumnStretch(first + 1, 1)
        role = ("head" if large else "strong") if self._is_compact else ("fact" if large else "head")
        for fact in facts:
            hint = words.lower() if beside else RINGS if fact.rings else ""
            below = self._add(grid, (below, first), fact, role, (words, hint))
        if equal is not None:
            self._equal = self._add_equal(grid, below, first, equal)
        return grid

    def show_equal(self, *, shown: bool) -> None:
        """The member number, which is beside the name in the record as well; the accessible name keeps it."""
        for part in self._equal:
            part.setVisible(shown)

    @staticmethod
    def _add_equal(grid: QGridLayout, below: int, first: int, equal: IdentityFact) -> list[QWidget]:
        name, value, hint = label(equal.label, "meta"), label(equal.value), label(EQUAL, "meta")
        grid.addWidget(name, below, first, Qt.AlignmentFlag.AlignVCenter)
        beside = row(value, hint, None)
        grid.addLayout(beside, below, first + 1)
        return [name, value, hint]

    def _add(
        self, grid: QGridLayout, place: tuple[int, int], fact: IdentityFact, role: str, hints: tuple[str, str]
    ) -> int:
        """Add the fact at `place`; returns the next row. `hints`: the words of its group, read by a screen reader, and
        those shown beside it."""
        (below, first), (words, hint) = place, hints
        value = label(fact.value, role, wrap=True)
        grid.addWidget(label(fact.label, "meta"), below, first, Qt.AlignmentFlag.AlignVCenter)
        if self._is_compact:
            rings = f", {RINGS}" if fact.rings else ""
            self._facts.append(TextStop(value, f"{fact.label}: {fact.value}, {words.lower()}{rings}", fact.value))
        if not hint:
            grid.addWidget(value, below, first + 1)
        elif self._is_compact and fact.rings:
            grid.addWidget(value, below, first + 1)
            grid.addWidget(label(hint, "meta", wrap=True), below + 1, first + 1)
            return below + 2
        else:
            value.setWordWrap(False)
            beside = row(value, label(hint, "meta", wrap=True), spacing=8 if self._is_compact else 12)
            beside.setStretch(1, 1)
            grid.addLayout(beside, below, first + 1)
        return below + 1


def one_of_words(facts: IdentityFacts) -> str:
    return ONE_OF if len(facts.one_of) > 1 else THIS


def spoken(facts: IdentityFacts) -> str:
    """For a screen reader: «Må stemme: Fødselsdato 14.03.1979. Og én av disse: Adresse Granveien 4 …»."""
    parts = [f"{TITLE}. {facts.lacking}".strip(), f"{MUST}: {_listed(facts.must)}."]
    if facts.one_of:
        parts.append(f"{one_of_words(facts).capitalize()}: {_listed(facts.one_of)}.")
    if facts.equal is not None:
        parts.append(f"{facts.equal.label} {facts.equal.value} {EQUAL}.")
    return " ".join(parts)


def _listed(facts: Sequence[IdentityFact]) -> str:
    return "; ".join(f"{f.label} {f.value}{f', {RINGS}' if f.rings else ''}" for f in facts)
