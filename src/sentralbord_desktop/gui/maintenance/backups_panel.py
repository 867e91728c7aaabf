"""Sikkerhetskopi: list, take, check and restore backups; a second location."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem, QPushButton

from sentralbord_desktop.domain.backup import Backup
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.lists.wrapping_table import wrap_rows
from sentralbord_desktop.gui.widgets.field_grid import EnterLineEdit, Field, FieldGrid
from sentralbord_desktop.gui.widgets.flow_layout import flowing
from sentralbord_desktop.gui.widgets.labels import keycap, label, row
from sentralbord_desktop.gui.widgets.progress_row import ProgressRow
from sentralbord_desktop.gui.widgets.settings_panel import Question, Section, put
from sentralbord_desktop.services.backup.backups import ON_SERVER, SECOND, BackupService, FoundBackup

HELP = (
    "En kopi tas av seg selv hver dag, og før hver oppgradering. Den er kryptert som registeret, og "
    "teller først når den er åpnet og kontrollert."
)
NO_BACKUPS = "Ingen kopi ennå. Den første tas av seg selv om litt, eller når du trykker «Ta kopi nå»."
CODE_LABEL = "Gjenopprettingskoden eller passordsetningen til registeret kopien er av"
NO_WORDS = "Skriv koden eller passordsetningen først, eller velg «Nei»."
ASK = (
    "Hent tilbake kopien fra {title}? Den holder {holds}. Alt som er gjort siden, legges til side, "
    "og det tas en kopi av det først. Sentralbord starter på nytt."
)

AROUND_LIST = 4
"""Pixels of the frame and the ring of the list, at each side."""


class BackupsPanel(Section):
    def __init__(self, backups: BackupService, tasks: TaskRunner, restart: Callable[[], None]) -> None:
        """`restart` is called once a backup is to be restored at the next start."""
        super().__init__("Sikkerhetskopi", HELP if backups.is_possible else ON_SERVER)
        self._backups, self._restart = backups, restart
        self._tasks = tasks
        self.list = QListWidget()
        wrap_rows(self.list)
        self.list.setAccessibleName("Sikkerhetskopier")
        self.empty = label(NO_BACKUPS, "meta", wrap=True)
        self.take = QPushButton("Ta kopi nå")
        self.drill = QPushButton("Prøv kopiene")
        self.restore = QPushButton("Hent tilbake …")
        self.other = QPushButton("Fra en annen mappe …")
        self.bar = ProgressRow(tasks, (self.take, self.drill, self.restore, self.other))
        self.words = EnterLineEdit()
        self.words.setAccessibleName(CODE_LABEL)
        self.words.setPlaceholderText(CODE_LABEL)
        self._place = backups.folder
        self.form = FieldGrid()
        self.save, self.key = QPushButton("Lagre"), keycap("Ctrl+Enter")
        self.question = Question(self, "Ja, hent den", between=self.words)
        buttons = (self.take, self.drill, self.restore, self.other)
        put(self.body, self.empty, self.list, flowing(*buttons), self.question, self.bar, self.form)
        put(self.body, row(self.save, self.key, None))
        for shown in (self.list, self.empty, *buttons, self.form, self.save, self.key):
            shown.setVisible(backups.is_possible)
        self.take.clicked.connect(self._take)
        self.drill.clicked.connect(self._drill)
        self.restore.clicked.connect(self._look_at_chosen)
        self.question.left.connect(self._show_form)
        self.other.clicked.connect(self._choose_place)
        self.words.returnPressed.connect(self._bring_back)
        self.save.clicked.connect(self.submit)
        self.form.submitted.connect(self.submit)
        self.list.currentRowChanged.connect(lambda _: self.question.leave())

    @property
    def chosen(self) -> Backup | None:
        item: QListWidgetItem | None = self.list.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item is not None else None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._backups.is_possible:
            self._tasks.run(
                self, lambda: (self._backups.found(), self._backups.second()), lambda read: self._show(*read)
            )

    def _show(self, found: Sequence[Backup], second: str) -> None:
        self.show_backups(found)
        if not self.form.boxes:
            locked = self._backups.policies.locks(SECOND)
            hint = "tomt, eller en mappe på en annen disk"
            self.form.ask([Field("second", "En kopi til, i mappen", second, hint, locked=locked)])

    def _choose_place(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Mappen kopiene ligger i")
        if chosen:
            self.look_in(Path(chosen))

    def look_in(self, place: Path) -> None:
        """The backups of another PC, or of the second location."""

        def done(found: Sequence[FoundBackup]) -> None:
            if not found:
                self.bar.show_result(f"Det ligger ingen kopier i {place}.", "danger")
                return
            self._place = found[0].folder
            self.show_backups([one for folder, one in found if folder == self._place])
            self.bar.show_result(f"Dette er kopiene i {place}. Velg én, og «Hent tilbake …».")
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

        self.bar.do(lambda: self._backups.elsewhere(place), done)

    def _read_own(self) -> None:
        self._place = self._backups.folder
        self.show_backups(self._backups.found())

    def show_backups(self, found: Sequence[Backup], faults: dict[str, str] | None = None) -> None:
        chosen = self.chosen
        self.list.clear()
        for backup in found:
            fault = (faults or {}).get(backup.name, "")
            tried = "" if faults is None else (f" Kan ikke brukes: {fault}" if fault else " I orden.")
            item = QListWidgetItem(f"{backup.title}\n{backup.holds}.{tried}")
            item.setData(Qt.ItemDataRole.UserRole, backup)
            self.list.addItem(item)
            if chosen is not None and backup.name == chosen.name:
                self.list.setCurrentItem(item)
        if self.list.count() and self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self.empty.setVisible(not found)
        self._fit_list()
        self.list.setVisible(bool(found))
        for button in (self.drill, self.restore):
            button.setEnabled(bool(found))

    def _fit_list(self) -> None:
        """No higher than its rows, so that the buttons are just below them."""
        self.list.ensurePolished()
        rows = sum(map(self.list.sizeHintForRow, range(self.list.count())))
        self.list.setMaximumHeight(rows + 2 * AROUND_LIST)

    def _take(self) -> None:
        def done(made: Backup) -> None:
            self._read_own()
            self.bar.show_result(f"Kopien er tatt, åpnet og kontrollert: {made.holds}.")

        self.bar.run(lambda told, stop: self._backups.take(progress=told, cancel=stop), done)

    def _drill(self) -> None:
        def done(faults: dict[str, str]) -> None:
            self._place = self._backups.folder
            self.show_backups(self._backups.found(), faults)
            bad = sum(map(bool, faults.values()))
            if bad:
                self.bar.show_result(f"{bad} av {len(faults)} kan ikke brukes. Ta en ny kopi.", "danger")
            else:
                which = "Kopien" if len(faults) == 1 else f"Alle {len(faults)} kopiene"
                self.bar.show_result(f"{which} er åpnet og kontrollert, og kan brukes.")

        self.bar.run(lambda told, stop: self._backups.drill(progress=told, cancel=stop), done)

    def _look_at_chosen(self) -> None:
        """Find out whether the backup needs a code; on the worker, because the disk may be slow."""
        wanted, place = self.chosen, self._place
        if wanted is not None:
            self.bar.do(lambda: self._backups.needs_words(place, wanted), lambda asks: self._ask(wanted, asks=asks))

    def _ask(self, backup: Backup, *, asks: bool) -> None:
        for other in (self.form, self.save, self.key):
            other.hide()
        self.words.setVisible(asks)
        self.question.ask(ASK.format(title=backup.title, holds=backup.holds), self._bring_back)
        if asks:
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_form(self) -> None:
        """The question is left."""
        self.words.clear()
        self.words.setAccessibleDescription("")
        for part in (self.form, self.save, self.key):
            part.show()

    def _bring_back(self) -> None:
        wanted = self.chosen
        if wanted is None:
            return
        if self.words.isVisible() and not self.words.text().strip():
            self.bar.show_result(NO_WORDS, "danger")
            self.words.setAccessibleDescription(NO_WORDS)
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        place, words = self._place, self.words.text()
        self.question.leave()
        self.bar.run(
            lambda told, stop: self._backups.restore(wanted, place, words, progress=told, cancel=stop),
            lambda _: self._restart(),
        )

    def submit(self) -> None:
        values = self.form.values()
        if values:
            self._tasks.run(
                self,
                lambda: self._backups.save_second(values["second"]),
                lambda _: self.bar.show_result("Lagret. Neste kopi legges der også."),
                self.bar.fail,
            )
