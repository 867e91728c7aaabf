"""The members left out of an import, and those missing from the file, with the choice of what to do."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from sentralbord_desktop.domain.dates.clock import now, oslo
from sentralbord_desktop.domain.imports.decide import mark_missing, with_resigned
from sentralbord_desktop.domain.imports.preview import Missing, Preview
from sentralbord_desktop.domain.imports.report import absence_sentences
from sentralbord_desktop.domain.members.member import STATUSES
from sentralbord_desktop.gui.imports.card import Card
from sentralbord_desktop.gui.lists.decision_table import DecisionTable, DecisionTexts
from sentralbord_desktop.gui.widgets.labels import clear, label, row
from sentralbord_desktop.gui.widgets.table_model import Column

WITHOUT_RESIGNED, WITH_RESIGNED = "Hent dem som er utmeldt", "Ikke hent dem som er utmeldt"
TEXTS = DecisionTexts(
    "Medlemmene som mangler i filen",
    take="Merk som utmeldt",
    leave="La stå som før",
    take_all="Merk alle som mangler, som utmeldt",
    leave_all="La alle stå som før",
)


class AbsenceCard(Card):
    """`changed` is sent for each choice; taken members (`Missing.id`) are marked as utmeldt."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("users", "text2")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.brings_resigned = False
        self.resigned = QPushButton(WITHOUT_RESIGNED)
        columns: list[Column[Missing]] = [
            Column("Medlemsnummer", lambda it: it.number, None, 130),
            Column("Hvem", lambda it: it.name or it.number, strong=True),
            Column("Status her", lambda it: STATUSES.get(it.status, it.status), None, 150),
            Column("Hva som gjelder", self._choice, None, 150, strong=True),
        ]
        self.decisions: DecisionTable[Missing] = DecisionTable(columns, lambda it: it.id, TEXTS)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self._lines.setContentsMargins(16, 6, 12, 6)
        holder = QWidget()
        holder.setLayout(self._lines)
        self._bring = QWidget()
        bring = row(self.resigned, None)
        bring.setContentsMargins(14, 2, 10, 8)
        self._bring.setLayout(bring)
        for part in (holder, self._bring, self.decisions):
            self.inside.addWidget(part)
        self.resigned.clicked.connect(self._turn_resigned)
        self.decisions.changed.connect(self.changed)

    def _choice(self, it: Missing) -> str:
        return "Merkes utmeldt" if self.decisions.is_taken(it) else "Står som før"

    def decide(self, preview: Preview) -> Preview:
        """The preview with these choices."""
        decided = with_resigned(preview) if self.brings_resigned else preview
        chosen = {it.id for it in preview.absences.missing if self.decisions.is_taken(it)}
        return mark_missing(decided, chosen, oslo(now()).date()) if chosen else decided

    def show_preview(self, preview: Preview) -> None:
        self.brings_resigned = False
        clear(self._lines)
        lines = list(absence_sentences(preview))
        for line in lines:
            self._lines.addWidget(label(line, "meta", wrap=True))
        self.set_title("Utmeldt, slettet eller borte", "det som ikke følger filen rad for rad")
        missing = preview.absences.missing
        self.decisions.show_rows(missing)
        self._bring.setVisible(bool(preview.resigned))
        self.decisions.setVisible(bool(missing))
        self.setVisible(bool(lines))
        self.resigned.setText(WITHOUT_RESIGNED)

    def _turn_resigned(self) -> None:
        self.brings_resigned = not self.brings_resigned
        self.resigned.setText(WITH_RESIGNED if self.brings_resigned else WITHOUT_RESIGNED)
        self.changed.emit()
