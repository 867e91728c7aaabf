"""Export of the catalogue, and import with a preview."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from sentralbord_desktop.domain.imports.organisation import OrganisationPreview
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.lists.outcome_buttons import Choice
from sentralbord_desktop.services.office import Services

MAX_SENTENCES = 14
Show = Callable[[str, str, list[Choice]], None]
"""Headline, text and choices, for the panel to the right."""


class OrganisationFileImport(QObject):
    def __init__(
        self,
        services: Services,
        tasks: TaskRunner,
        button: QPushButton,
        page: QWidget,
        show: Show,
        refused: Callable[[Exception], None],
        done: Callable[[], None],
    ) -> None:
        super().__init__(page)
        self._services, self._tasks, self._page = services, tasks, page
        self._show, self._refused, self._done = show, refused, done
        menu = QMenu(button)
        fetch = menu.addAction("Hent katalogen fra fil …", self._choose)
        menu.addAction("Lagre katalogen som fil …", self._export)
        menu.addSeparator()
        codes = menu.addAction("Hent postnummer fra fil …", self._post_codes)
        button.setMenu(menu)
        self._for_keepers = (fetch, codes)
        menu.aboutToShow.connect(self._offer)

    def _offer(self) -> None:
        for action in self._for_keepers:
            action.setVisible(self._services.organisation.is_kept_here)

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self._page, "Hent katalogen", "", "Regneark og CSV (*.xlsx *.csv)")
        if chosen:
            self.look_at(Path(chosen))

    def look_at(self, path: Path) -> None:
        """The changes in the file; nothing is written yet."""
        self._run(lambda: self._services.organisation_files.preview(path), self._preview)

    def _preview(self, preview: OrganisationPreview) -> None:
        lines = [*preview.rejected, *preview.unread, *preview.changed, *preview.new]
        shown = [str(line) for line in lines[:MAX_SENTENCES]]
        if len(lines) > MAX_SENTENCES:
            shown.append(f"og {len(lines) - MAX_SENTENCES} til")
        choices: list[Choice] = [Choice("0", "Avbryt", "", self._done)]
        if preview.changes_anything:
            choices.insert(0, Choice("1", "Skriv inn", "", lambda: self.write(preview)))
        self._show(preview.summary, "\n".join(shown), choices)

    def write(self, preview: OrganisationPreview) -> None:
        self._run(
            lambda: self._services.organisation_files.write(preview), lambda done: self._show_result(done.summary)
        )

    def _export(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self._page, "Lagre katalogen", "katalog.xlsx", "Excel (*.xlsx)")
        if chosen:
            self._run(
                lambda: self._services.organisation_files.export(Path(chosen)),
                lambda count: self._show_result(f"{counted(count, 'linje', 'linjer')} er lagret."),
            )

    def _post_codes(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self._page, "Postnummer fra Posten", "", "Tekst (*.txt *.tsv *.csv)")
        if chosen:
            self._run(lambda: self._services.organisation.update_postcodes(Path(chosen)), self._show_result)

    def _show_result(self, sentence: str) -> None:
        self._show("Ferdig", sentence, [Choice("0", "Lukk", "", self._done)])

    def _run(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        self._tasks.run(self, work, then, self._refused)
