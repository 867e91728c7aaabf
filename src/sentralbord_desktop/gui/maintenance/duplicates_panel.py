"""Dobbelt registrert: possible duplicates, merged field by field, with undo."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTableView, QVBoxLayout, QWidget

from sentralbord_desktop.domain.dates.calendar import near_day, note_date
from sentralbord_desktop.domain.dates.clock import now, today
from sentralbord_desktop.domain.members.duplicates import Pair
from sentralbord_desktop.domain.members.fields import FIELD_NAMES, MEMBER_COLUMNS
from sentralbord_desktop.domain.members.member import STATUSES, Member, Merge
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.field_grid import Field, FieldGrid
from sentralbord_desktop.gui.widgets.fitted_scroll_area import come_into_view
from sentralbord_desktop.gui.widgets.labels import clear, label, primary, row
from sentralbord_desktop.gui.widgets.progress_row import ProgressRow
from sentralbord_desktop.gui.widgets.settings_panel import Section, put
from sentralbord_desktop.gui.widgets.table_model import Column, SortedRows, TableModel, dress
from sentralbord_desktop.services.members import DuplicateService

COLUMNS: list[Column[Pair]] = [
    Column("Medlem", lambda p: f"{p.one.name} · {p.one.number}", None, 250, strong=True),
    Column("Kanskje den samme", lambda p: f"{p.two.name} · {p.two.number}", None, 250),
    Column("Fordi", lambda p: ", ".join(p.why), lambda p: -len(p.why)),
]
CHOSEN = tuple(c.field for c in MEMBER_COLUMNS if c.field != "number" and not c.is_phone)
"""Fields with a choice. Each phone number of either member is kept or dropped."""
NAME_FIELDS = {"first_name", "middle_name", "last_name"}
KEEP_BOTH = "behold"
NUMBER_PREFIX = "nummer "
"""Prefix of each phone number among the fields."""
HELP = "Finner medlemmer som ser ut til å stå to ganger. Du velger, og du kan angre. Begge historikkene følger med."
SHOWN_MERGES = 20
ROW_HEIGHT, MAX_ROWS, AROUND = 32, 6, 2
"""Of the table: pixels at 100 % text, rows without scrolling, pixels of its frame."""


class DuplicatesPanel(Section):
    """Never merges automatically; every merge can be undone."""

    def __init__(self, duplicates: DuplicateService, tasks: TaskRunner) -> None:
        super().__init__("Dobbelt registrert", HELP)
        self._duplicates = duplicates
        self._tasks = tasks
        self._both: tuple[Member, Member] | None = None
        self.look = QPushButton("Se etter")
        self.table = QTableView()
        self.rows: TableModel[Pair] = TableModel(COLUMNS)
        self._sorted: SortedRows[Pair] = SortedRows(self.rows)
        self.grid = FieldGrid()
        self.merge = primary("Slå sammen")
        self.apart = QPushButton("Ikke samme person")
        self.bar = ProgressRow(tasks, (self.look, self.merge, self.apart))
        self.done = QVBoxLayout()
        self.more = QPushButton("Vis flere")
        self._most_merges = SHOWN_MERGES
        self._question, self._latest_head = label("", "head", wrap=True), label("Slått sammen før", "head")
        self.table.setModel(self._sorted)
        dress(self.table, COLUMNS, ROW_HEIGHT)
        self.table.setAccessibleName("Kan være dobbelt registrert")
        put(self.body, row(self.look, None), self.bar, self.table, self._question, self.grid)
        put(self.body, row(self.merge, self.apart, None), self._latest_head, self.done, row(self.more, None))
        self.look.clicked.connect(self._look)
        self.merge.clicked.connect(self._merge)
        self.apart.clicked.connect(self._keep_apart)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self._show_choice(None)
        self._latest_head.hide()
        self.more.clicked.connect(self._show_more)
        self.more.hide()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read_latest()

    def _look(self) -> None:
        self.bar.run(lambda progress, stop: self._duplicates.pairs(progress=progress, cancel=stop), self._show_pairs)

    def _show_pairs(self, pairs: Sequence[Pair]) -> None:
        self.rows.show(pairs)
        self.table.setVisible(bool(pairs))
        if not pairs:
            self._show_choice(None)
            self.bar.show_result("Ingen ser ut til å stå to ganger.")
            return
        count = counted(len(pairs), "par", "par")
        self.bar.show_result(f"{count} kan være samme person. Velg ett for å sammenligne.")
        self.table.setCurrentIndex(self._sorted.index(0, 0))
        self.table.setFocus()

    def _chosen(self, index: QModelIndex) -> None:
        if not index.isValid():
            self._show_choice(None)
            return
        pair = self._sorted.value(index.row())
        self._tasks.run(self, lambda: self._duplicates.both(pair.one.id, pair.two.id), self._show_choice, self.bar.fail)

    def _show_choice(self, both: tuple[Member, Member] | None) -> None:
        self._both = both
        for part in (self._question, self.grid, self.merge, self.apart):
            part.setVisible(both is not None)
        self.table.setVisible(bool(self.rows.values))
        rows = theme.current().scaled(ROW_HEIGHT) * min(len(self.rows.values), MAX_ROWS)
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + rows + 2 * AROUND)
        if both is None:
            return
        one, two = both
        self._question.setText(f"Er {one.name} ({one.number}) og {two.name} ({two.number}) én person?")
        fields = [
            Field(KEEP_BOTH, "Medlemsnummer som beholdes", "one", choices=[("one", one.number), ("two", two.number)])
        ]
        fields += [
            Field(NUMBER_PREFIX + number, f"Telefon, fra {whose}", "ja", f"Behold {spoken_number(number)}", yes_no=True)
            for number, whose in _numbers(one, two)
        ]
        fields += [
            Field(
                name,
                FIELD_NAMES[name],
                _better(one, two, name),
                choices=[("one", _shown(one, name)), ("two", _shown(two, name))],
            )
            for name in CHOSEN
            if getattr(one, name) != getattr(two, name)
        ]
        self.grid.ask(fields, columns=2)
        for part in (self.merge, self.look):  # once they are laid out; what does not fit is below
            QTimer.singleShot(0, part, partial(come_into_view, part))

    def _merge(self) -> None:
        if self._both is None:
            return
        one, two = self._both
        answers = self.grid.values()
        kept, gone, theirs = (one, two, "two") if answers[KEEP_BOTH] == "one" else (two, one, "one")
        phones = {
            field.removeprefix(NUMBER_PREFIX)
            for field, said in answers.items()
            if field.startswith(NUMBER_PREFIX) and said == "ja"
        }
        taken = {
            field
            for field, side in answers.items()
            if field != KEEP_BOTH and not field.startswith(NUMBER_PREFIX) and side == theirs
        }

        def done(_: int) -> None:
            self._drop({one.id, two.id})
            self.bar.show_result(f"{gone.number} er slått sammen med {kept.number}, {kept.name}.")
            self._read_latest()

        self.bar.run(lambda *_: self._duplicates.merge(kept, gone, taken, phones), done)

    def _keep_apart(self) -> None:
        row_number = self.table.currentIndex().row()
        if row_number < 0:
            return
        pair = self._sorted.value(row_number)

        def done(_: None) -> None:
            self._show_rest([other for other in self.rows.values if other is not pair])
            self.bar.show_result("Paret vises ikke igjen.")

        self.bar.run(lambda *_: self._duplicates.keep_apart(pair), done)

    def _drop(self, ids: set[int]) -> None:
        left = [p for p in self.rows.values if p.one.id not in ids and p.two.id not in ids]
        self._show_rest(left)

    def _show_rest(self, pairs: Sequence[Pair]) -> None:
        self.rows.show(pairs)
        self._show_choice(None)
        if pairs:
            self.table.setCurrentIndex(self._sorted.index(0, 0))

    def _read_latest(self) -> None:
        most = self._most_merges
        self._tasks.run(self, lambda: self._duplicates.latest(most + 1), lambda found: self._show_latest(found, most))

    def _show_more(self) -> None:
        self._most_merges *= 2
        self._read_latest()

    def _show_latest(self, merges: Sequence[Merge], most: int) -> None:
        clear(self.done)
        self._latest_head.setVisible(bool(merges))
        self.more.setVisible(len(merges) > most)
        for merge in merges[:most]:
            words = f"{merge.gone} inn i {merge.kept}, {merge.name} · {near_day(today(merge.at), today(now()))} {merge.author}"
            undo = QPushButton("Angre")
            undo.setAccessibleName(f"Angre: {words}")
            undo.clicked.connect(partial(self._undo, merge))
            line = QWidget()
            inner: QHBoxLayout = row(label(words, wrap=True), undo)
            inner.setStretch(0, 1)
            line.setLayout(inner)
            self.done.addWidget(line)

    def _undo(self, merge: Merge) -> None:
        def done(_: None) -> None:
            self.bar.show_result(f"{merge.kept} og {merge.gone} er to medlemmer igjen.")
            self._read_latest()

        self.bar.run(lambda *_: self._duplicates.undo(merge.id), done)


def _better(one: Member, two: Member, field: str) -> str:
    """The side with a value; of two values, and of names, that of the kept member."""
    return "two" if field not in NAME_FIELDS and not getattr(one, field) and getattr(two, field) else "one"


def _numbers(one: Member, two: Member) -> list[tuple[str, str]]:
    """Each number once, and the member number of its owner."""
    found: dict[str, list[str]] = {}
    for member in (one, two):
        for phone in member.phones:
            found.setdefault(phone.number, []).append(member.number)
    return [(number, " og ".join(whose)) for number, whose in found.items()]


def _shown(member: Member, field: str) -> str:
    found = getattr(member, field)
    if field == "status":
        return STATUSES.get(str(found), str(found))
    if field in {"birth_date", "joined", "resigned"}:
        return note_date(found) if found else "–"
    if field == "no_sms":
        return "ja" if found else "nei"
    return str(found) if found else "–"
