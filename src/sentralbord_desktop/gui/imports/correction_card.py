"""Fields that were corrected here since the last file: both values, and the choice between them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from sentralbord_desktop.domain.imports.columns import FileKind
from sentralbord_desktop.domain.imports.decide import take_from_file
from sentralbord_desktop.domain.imports.preview import Corrected, Preview, corrected_here
from sentralbord_desktop.domain.members.fields import MEMBERS
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.imports.card import Card
from sentralbord_desktop.gui.imports.preview_rows import as_shown
from sentralbord_desktop.gui.lists.decision_table import DecisionTable, DecisionTexts
from sentralbord_desktop.gui.widgets.table_model import Column

TEXTS = DecisionTexts(
    "Feltene som er rettet her",
    take="Ta filens verdi",
    leave="Behold det som er her",
    take_all="Ta filens verdi for alle",
    leave_all="Behold alle som de er her",
)


class CorrectionCard(Card):
    """`changed` is sent for each choice; taken fields (`Corrected.key`) get the file's value."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("pencil-simple", "text2", button=TEXTS.take_all)
        self._kind: FileKind = MEMBERS
        columns: list[Column[Corrected]] = [
            Column("Linje", lambda it: str(it.row), lambda it: it.row, 60, gives_way=2),
            Column("Hvem", lambda it: it.name or it.number, strong=True),
            Column("Felt", lambda it: self._kind.names[it.field], None, 110),
            Column("Her", lambda it: as_shown(self._kind, it.field, it.here) or "tomt", None, 140),
            Column("I filen", lambda it: as_shown(self._kind, it.field, it.in_file) or "tomt", None, 140),
            Column("Rettet av", lambda it: it.by or "ingen", None, 150, gives_way=1),
            Column("Hva som gjelder", self._choice, None, 130, strong=True),
        ]
        self.decisions: DecisionTable[Corrected] = DecisionTable(columns, lambda it: it.key, TEXTS, self.button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.inside.addWidget(self.decisions)
        self.decisions.changed.connect(self.changed)

    def _choice(self, it: Corrected) -> str:
        kept = "Rettelsen" if it.correction else "Det som er her"
        return "Filens verdi" if self.decisions.is_taken(it) else kept

    def decide(self, preview: Preview) -> Preview:
        """The preview with these choices."""
        return take_from_file(preview, {it.key for it in preview.corrected if self.decisions.is_taken(it)})

    def show_preview(self, preview: Preview) -> None:
        self._kind = preview.kind
        self.setVisible(bool(preview.corrected))
        self.set_title(*_title(preview))
        self.decisions.show_rows(preview.corrected)


def _title(preview: Preview) -> tuple[str, str]:
    corrected = len(preview.corrections)
    empty = counted(len(preview.corrected) - corrected, "felt er tomt", "felt er tomme") + " i filen"
    if not corrected:
        return empty, "det som er her, beholdes"
    more = "filen har noe annet. Rettelsene beholdes"
    return corrected_here(corrected), f"{more}. {empty}" if len(preview.corrected) > corrected else more
