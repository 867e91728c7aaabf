"""Sporing: openings and exports in the access log, and suspicious patterns (PR-4)."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog, QListWidget, QPushButton, QTableView

from sentralbord_desktop.domain.dates.clock import now
from sentralbord_desktop.domain.dates.screen_time import day_and_time
from sentralbord_desktop.domain.privacy.audit import Lookup, Odd
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.lists.wrapping_table import RowHeights, wrap_rows
from sentralbord_desktop.gui.widgets.field_grid import INITIALS, PHONE, Field, FieldGrid
from sentralbord_desktop.gui.widgets.flow_layout import flowing
from sentralbord_desktop.gui.widgets.labels import keycap, label, parted, primary
from sentralbord_desktop.gui.widgets.progress_row import ProgressRow
from sentralbord_desktop.gui.widgets.settings_panel import Panel, put
from sentralbord_desktop.gui.widgets.table_model import Column, RowDelegate, SortedRows, TableModel, dress
from sentralbord_desktop.services.privacy.subjects import PrivacyService

COLUMNS: list[Column[Lookup]] = [
    Column("Tidspunkt", lambda o: day_and_time(o.at, now()), lambda o: o.at.isoformat(), 172),
    Column("Hvem", lambda o: o.author, None, 70, strong=True),
    Column("Hva", lambda o: o.what, None, 164),
    Column("Hvorfor", lambda o: parted(o.why, ",")),
    Column("Medlem", lambda o: f"{o.member} · {o.number}" if o.number else "", None, 220),
]
ROW, TWO_LINES = 32, 44
"""Heights of a row, in logical pixels."""
PERIODS = [("7", "Siste uke"), ("30", "Siste 30 dager"), ("365", "Siste år"), ("3650", "Alt")]
HELP = (
    "Hvert oppslag, hver eksport og hver endring av medlemmer, folk og innstillinger blir logget, og loggen kan "
    "ikke endres. Hva som sto der, står i medlemsbildet. "
    "Mønstre som skiller seg ut, beviser ingenting. Spør den det gjelder."
)
MAX_ACCESS_ROWS = 2000
"""Rows read at once."""
QUIET = "Ingen mønstre som skiller seg ut i denne tiden."


class AccessLogPanel(Panel):
    def __init__(self, privacy: PrivacyService, tasks: TaskRunner) -> None:
        super().__init__("Sporing", HELP)
        self._privacy = privacy
        self.form = FieldGrid()
        self.look, self.save = primary("Vis"), QPushButton("Lagre som fil …")
        self.odd = QListWidget()
        wrap_rows(self.odd)
        self.odd.setAccessibleName("Mønstre som skiller seg ut")
        self.table = QTableView()
        self.table.setAccessibleName("Oppslag og eksporter")
        self.rows: TableModel[Lookup] = TableModel(COLUMNS)
        self._sorted: SortedRows[Lookup] = SortedRows(self.rows)
        self.bar = ProgressRow(tasks, (self.look, self.save))
        self.form.ask(
            [
                Field("number", "Medlemsnummer", hint="tomt: alle", width=PHONE),
                Field("author", "Initialer", hint="alle", width=INITIALS, beside=True),
                Field("days", "Når", "30", choices=PERIODS, beside=True),
            ]
        )
        self.table.setModel(self._sorted)
        dress(self.table, COLUMNS, TWO_LINES)
        self.table.setItemDelegate(RowDelegate(self.table))
        RowHeights(self.table, ROW)
        self.odd.setMaximumHeight(92)
        self._empty = label("", "meta", wrap=True)
        put(self.body, self.form, flowing(self.look, keycap("Ctrl+Enter"), self.save), self.bar, self.odd)
        self.body.addWidget(self._empty, 1, Qt.AlignmentFlag.AlignTop)
        put(self.body, self.table, stretch=1)
        self._clear()
        self.look.clicked.connect(self.submit)
        self.form.submitted.connect(self.submit)
        self.save.clicked.connect(self._save)

    def submit(self) -> None:
        values = self.form.values()
        self._clear()
        days = int(values["days"])
        self.bar.do(
            lambda: (
                self._privacy.lookups(number=values["number"], author=values["author"], days=days),
                self._privacy.odd(days),
            ),
            lambda found: self._show(*found),
        )

    def _show(self, found: list[Lookup], odd: list[Odd]) -> None:
        if not self.isVisible():
            return
        self.rows.show(found)
        self.table.setVisible(bool(found))
        self._empty.setVisible(not found)
        self._empty.setText("Ingenting i loggen passer til dette.")
        self.save.setEnabled(bool(found))
        self.odd.clear()
        self.odd.addItems([one.sentence for one in odd])
        self.odd.setVisible(bool(odd))
        count = f"{counted(len(found), 'linje', 'linjer')} i loggen"
        patterns = counted(len(odd), "mønster", "mønstre")
        told = f"{patterns} å spørre om, uansett hvem og hvilket medlem." if odd else QUIET
        if len(found) >= MAX_ACCESS_ROWS:
            told = f"Bare de {MAX_ACCESS_ROWS} siste vises. {told}"
        self.bar.show_result(f"{count}. {told}", "warn" if odd else "ok")
        if found:
            self.table.setCurrentIndex(self._sorted.index(0, 0))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._clear()
            self.bar.show_result("")

    def _clear(self) -> None:
        self.rows.show([])
        self.odd.clear()
        for part in (self.table, self.odd):
            part.hide()
        self._empty.setText("Trykk «Vis» for å se hvem som har åpnet hvem.")
        self._empty.show()
        self.save.setEnabled(False)

    def _save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Lagre sporingen", "sporing.xlsx", "Excel (*.xlsx);;CSV (*.csv)")
        if chosen:
            found = self.rows.values
            self.bar.do(
                lambda: self._privacy.save_lookups(Path(chosen), list(found)),
                lambda count: self.bar.show_result(f"{counted(count, 'rad', 'rader')} er skrevet."),
            )
