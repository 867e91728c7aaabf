"""Fields that were corrected here since the last file: both values, and which of them stays."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QTableView

from sentralbord_desktop.domain.imports.columns import FileKind
from sentralbord_desktop.domain.imports.member_columns import MEMBERS
from sentralbord_desktop.domain.imports.preview import Preview, corrected_here
from sentralbord_desktop.domain.imports.register.corrections import Corrected
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.imports.card import Card
from sentralbord_desktop.gui.widgets.labels import row
from sentralbord_desktop.gui.widgets.table_model import Column, TableModel, dress

KEEP, TAKE = "Behold det som er her", "Ta filens verdi"
KEEP_ALL, TAKE_ALL = "Behold alle som de er her", "Ta filens verdi for alle"
ROW_HEIGHT, MOST_ROWS = 30, 5


class CorrectionCard(Card):
    """`changed` is sent when something is chosen; `taken` are the fields (`Corrected.key`) that get the file's value."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("pencil-simple", "text2", button=TAKE_ALL)
        self.taken: set[tuple[int, str]] = set()
        self._kind: FileKind = MEMBERS
        columns: list[Column[Corrected]] = [
            Column("Linje", lambda it: str(it.row), lambda it: it.row, 60),
            Column("Hvem", lambda it: it.name or it.number, None, 170, strong=True),
            Column("Felt", lambda it: self._kind.names[it.field], None, 110),
            Column("Her", lambda it: it.here or "tomt", None, 140),
            Column("I filen", lambda it: it.in_file or "tomt", None, 140),
            Column("Rettet av", lambda it: it.by or "ingen"),
            Column("Hva som gjelder", self._choice, None, 130, strong=True),
        ]
        self.rows: TableModel[Corrected] = TableModel(columns)
        self.table, self.choose = QTableView(), QPushButton(TAKE)
        self.table.setModel(self.rows)
        dress(self.table, columns, ROW_HEIGHT)
        self.table.setAccessibleName("Feltene som er rettet her")
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.inside.addWidget(self.table)
        foot = row(self.choose, None)
        foot.setContentsMargins(14, 6, 10, 8)
        self.inside.addLayout(foot)
        self.table.activated.connect(lambda _: self._turn())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_buttons())
        self.choose.clicked.connect(self._turn)
        self.button.clicked.connect(self._turn_all)

    def _choice(self, it: Corrected) -> str:
        kept = "Rettelsen" if it.correction else "Det som er her"
        return "Filens verdi" if it.key in self.taken else kept

    def show_preview(self, preview: Preview) -> None:
        self._kind, self.taken = preview.kind, set()
        count = len(preview.corrected)
        self.setVisible(bool(count))
        self.set_title(*_title(preview))
        self.rows.show(preview.corrected)
        rows = theme.current().scaled(ROW_HEIGHT) * min(count, MOST_ROWS)
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + rows + 4)
        if count:
            self.table.setCurrentIndex(self.rows.index(0, 0))
        self._show_buttons()

    def _turn(self) -> None:
        place = self.table.currentIndex()
        if place.isValid():
            self.taken ^= {self.rows.value(place.row()).key}
            self._show_choices(place.row())

    def _turn_all(self) -> None:
        every = {it.key for it in self.rows.values}
        self.taken = set() if self.taken == every else every
        self._show_choices(max(0, self.table.currentIndex().row()))

    def _show_choices(self, current: int) -> None:
        self.rows.show(self.rows.values)
        self.table.setCurrentIndex(self.rows.index(current, 0))
        self._show_buttons()
        self.changed.emit()

    def _show_buttons(self) -> None:
        place = self.table.currentIndex()
        is_taken = place.isValid() and self.rows.value(place.row()).key in self.taken
        self.choose.setText(KEEP if is_taken else TAKE)
        self.choose.updateGeometry()
        self.choose.setEnabled(place.isValid())
        every = len(self.rows.values)
        self.button.setText(KEEP_ALL if every and len(self.taken) == every else TAKE_ALL)


def _title(preview: Preview) -> tuple[str, str]:
    corrected = len(preview.corrections)
    empty = counted(len(preview.corrected) - corrected, "felt er tomt", "felt er tomme") + " i filen"
    if not corrected:
        return empty, "det som er her, beholdes"
    more = "filen har noe annet. Rettelsene beholdes"
    return corrected_here(corrected), f"{more}. {empty}" if len(preview.corrected) > corrected else more
