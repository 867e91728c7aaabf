"""Katalog: choose a list and an entry, edit it in place, confirm that it is right; to and from a file."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QListWidgetItem, QMenu, QTableView, QVBoxLayout, QWidget

from sentralbord_desktop.domain.conflicts import ConflictError, ConflictResolution
from sentralbord_desktop.domain.errors import WrongFieldsError
from sentralbord_desktop.domain.imports.organisation import OrganisationPreview
from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui._generated.ui_catalogue import Ui_Catalogue
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.page import NamedNumber
from sentralbord_desktop.gui.core.unsaved_forms import Form
from sentralbord_desktop.gui.lists.list_context import ListContext
from sentralbord_desktop.gui.lists.list_page import ListPage
from sentralbord_desktop.gui.lists.list_table import ListOrder, ListTable
from sentralbord_desktop.gui.lists.outcome_buttons import Choice
from sentralbord_desktop.gui.lists.state_line import show_state
from sentralbord_desktop.gui.organisation_kinds import KINDS, AnyEntry, FactGrid, Kind, is_confirmable, read
from sentralbord_desktop.gui.widgets.conflict_dialog import ConflictDialog
from sentralbord_desktop.gui.widgets.field_grid import FieldGrid
from sentralbord_desktop.gui.widgets.form_foot import FormFoot, keep_row
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.organisation import OrganisationService


class EntryForm(FieldGrid):
    """Hidden when no entry is edited. `opened` carries the kind and the entry before the form is shown. `foot` has its
    buttons, and is placed below the panel by the page."""

    opened = Signal(object, object)
    saved = Signal()
    closed = Signal()

    def __init__(
        self,
        service: OrganisationService,
        context: ListContext,
        page: QWidget,
        organisation: Callable[[], Organisation],
    ) -> None:
        super().__init__(page)
        self._service, self._tasks, self._page = service, context.tasks, page
        self._refuse = context.tasks.refusal(lambda sentence: self.foot.show_state(sentence, "danger"))
        self._organisation = organisation
        self._kind: Kind | None = None
        self._entry: AnyEntry | None = None
        self._is_new = False
        self.foot = FormFoot(side=14)
        self.foot.hide()
        self._unsaved_forms = context.unsaved_forms
        self._unsaved = context.unsaved_forms.register(
            Form("katalog", "catalogue", lambda: bool(self.half_written()), self._kept, self._discard)
        )
        self.submitted.connect(self.submit)
        self.faults.connect(self.foot.show_faults)
        self.left.connect(lambda: self.ask_leaving(self.closed.emit))
        self.foot.saved.connect(self.submit)
        self.foot.cancelled.connect(lambda: self.ask_leaving(self.closed.emit))
        self.hide()

    def open(self, kind: Kind, entry: AnyEntry, *, is_new: bool = False, written: dict[str, str] | None = None) -> None:
        """Edit `entry`; `written` is the text of a form that was left."""
        self.leave()
        self.opened.emit(kind, entry)
        self._kind, self._entry, self._is_new = kind, entry, is_new
        self.ask_again(kind.fields(entry, self._organisation()), written or {})
        self.foot.show_faults(0)
        self.foot.show()
        self.show()
        self.order_tabs()
        self.focus_first()

    def order_tabs(self) -> None:
        """Set the tab order from the last field to Avbryt and Lagre."""
        stops = [self.boxes[-1], *self.foot.stops()] if self.boxes else []
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def ask_leaving(self, leave: Callable[[], object]) -> None:
        """Call `leave` at once without changes, else when they are saved or discarded; discarded text is offered back."""
        if self.half_written():
            self.foot.ask_leaving(leave, self.leave)
        else:
            self._discard()
            leave()

    def leave(self) -> None:
        """Close at once; unsaved text is offered back."""
        self._unsaved_forms.leave(self._unsaved)

    def hideEvent(self, event: QHideEvent) -> None:
        """The question is not answered by a key on another page."""
        super().hideEvent(event)
        if self.foot.asks:
            self.foot.end_question()

    def _kept(self) -> Callable[[], None]:
        if self._kind is None or self._entry is None:
            return lambda: None
        return partial(self.open, self._kind, self._entry, is_new=self._is_new, written=self.half_written())

    def _discard(self) -> None:
        self._entry = None
        self.foot.hide()
        self.hide()

    def submit(self) -> bool:
        entry = self._entry
        if self.isHidden() or entry is None:
            return False
        try:
            self._save(read(entry, self.values(), self._organisation()), entry, {})
        except WrongFieldsError as error:
            self.fail(error.wrong)
        return True

    def _save(self, changed: AnyEntry, seen: AnyEntry, agreed: dict[str, str]) -> None:
        """Save; on a conflict, ask which text applies, and save again."""
        is_new = self._is_new

        def chosen(settled: ConflictResolution) -> None:
            left = {field: getattr(seen, field) for field in settled.given_up}
            self._save(changed.model_copy(update=left), seen, {**agreed, **settled.seen})

        def refused(error: Exception) -> None:
            if isinstance(error, ConflictError):
                ConflictDialog(error.conflicts, self._page, chosen).open()
            elif isinstance(error, WrongFieldsError):
                self.fail(error.wrong)
                return
            self._refuse(error)

        self._tasks.run(
            self,
            lambda: self._service.save_entry(changed, new=is_new, seen=seen, agreed=agreed),
            lambda _: self._end(),
            refused,
        )

    def _end(self) -> None:
        asked = self.foot.asks
        self.foot.leave_saved(self._discard)
        if not asked:
            self.saved.emit()


READ_ONLY = "Katalogen kan ikke rettes på denne PC-en. Be administratoren rette den."
NEUTER = ("kurs", "sted")
ROW_HEIGHT = 46
MAX_SENTENCES = 14
"""How many changes of a file are listed."""
LIST_WIDTH = 325
"""Pixels at 100 % text, of the list beside a form."""


def new_one(kind: str) -> str:
    """«Ny avdeling», «Nytt kurs»."""
    return f"{'Nytt' if kind in NEUTER else 'Ny'} {kind}"


def _identity(kind: Kind, entry: AnyEntry) -> object:
    """Several people may have the same name."""
    return getattr(entry, "id", None) or kind.name(entry)


class OrganisationPage(ListPage[AnyEntry]):
    no_edit = READ_ONLY

    def __init__(self, context: ListContext, services: Services) -> None:
        super().__init__(context, Ui_Catalogue(), "katalog", (150, 0, 340))
        self._service, self._files = services.organisation, services.organisation_files
        self._organisation = Organisation()
        self._kind: Kind = KINDS[0]
        self._result = ""
        """The result of the last action, shown below the list."""
        self._asks_delete = False
        self._widths: tuple[list[int], int] | None = None
        """Of the panels, and the greatest of the right one, while they are others beside an open form."""
        ui = self.ui
        self._form = EntryForm(self._service, context, self, lambda: self._organisation)
        self._card = FactGrid()
        ui.formLayout.addWidget(self._card)
        ui.formLayout.addWidget(self._form)
        ui.detail.layout().addWidget(self._form.foot)
        self.lists = [self._add_list(kind) for kind in KINDS]
        self._offer_files()
        ui.kinds.currentRowChanged.connect(self._show_kind)
        ui.new_.clicked.connect(self._new)
        self._form.opened.connect(self._show_opened)
        self._form.saved.connect(self._saved)
        self._form.closed.connect(self._leave_form)
        ui.kinds.setCurrentRow(0)

    def _add_list(self, kind: Kind) -> ListTable[AnyEntry]:
        item = QListWidgetItem(kind.title)
        item.setSizeHint(QSize(0, theme.current().scaled(34)))
        self.ui.kinds.addItem(item)
        page = QWidget(self.ui.lists)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        table = QTableView(page)
        table.setAccessibleName(kind.title)
        table.setSortingEnabled(True)
        layout.addWidget(table)
        first = ListOrder(0, Qt.SortOrder.AscendingOrder)
        made = self.make_list(
            f"katalog-{kind.one}", table, kind.list_columns, kind.paper, row_height=ROW_HEIGHT, first=first
        )
        self.ui.lists.addWidget(page)
        self.setTabOrder(self.ui.more, table)
        return made

    def refresh(self, content: Organisation) -> None:
        self._organisation = content
        for kind, table in zip(KINDS, self.lists, strict=True):
            table.show(list(kind.entries(content)), partial(_identity, kind))
        if self._form.isHidden():
            self._show_entry()

    def focus_list(self) -> None:
        if not self._form.go_on():
            super().focus_list()

    def show_kind(self, title: str) -> None:
        found = self.ui.kinds.findItems(title, Qt.MatchFlag.MatchExactly)
        if found:
            self.ui.kinds.setCurrentItem(found[0])

    def _show_kind(self, row: int) -> None:
        """Show another list; a form with changes asks first, and its list remains chosen."""
        if self._form.half_written() and KINDS[row] is not self._kind:
            keep_row(self.ui.kinds, KINDS.index(self._kind))
            self._form.ask_leaving(lambda: self.ui.kinds.setCurrentRow(row))
            return
        self._form.leave()
        self._kind, self.list = KINDS[row], self.lists[row]
        self._result = ""
        self.ui.lists.setCurrentIndex(row)
        self.ui.title.setText(self._kind.title)
        self.ui.new_.setVisible(self._kind.blank is not None and self._service.is_kept_here)
        self._leave_form(focus=False)

    def _show(self, _: AnyEntry | None) -> None:
        self._show_entry()

    def _show_entry(self) -> None:
        if not self._form.isHidden():
            return
        self._asks_delete = False
        entry, ui = self.list.current, self.ui
        ui.foot.setText(self._result)
        ui.empty.setVisible(self.list.sorted.rowCount() == 0)
        ui.empty.setText(f"Ingen {self._kind.one} er lagt inn. Trykk «Ny», eller hent dem fra en fil.")
        self._show_message("")
        self._give_room_back()
        if entry is None:
            ui.who.setText("")
            self._card.show_facts([])
            self._outcomes.show([])
            return
        name = self._kind.name(entry)
        ui.who.setText(name[:1].upper() + name[1:])
        self._card.show_facts(self._kind.facts(entry, self._organisation))
        self._outcomes.show(self.choices(entry))

    def _show_message(self, sentence: str) -> None:
        """Show and announce a message instead of the card; «» shows the card."""
        announce(self.ui.facts, sentence)
        self.ui.facts.setText(sentence)
        self.ui.facts.setVisible(bool(sentence))
        self._card.setVisible(not sentence)

    def choices(self, entry: AnyEntry) -> list[Choice]:
        kept_here = self._service.is_kept_here
        choices: list[Choice] = [Choice("1", "Rett", "F2", lambda: self._open(entry))] if kept_here else []
        if is_confirmable(entry):
            confirm = "Bekreft at det stemmer"
            do = partial(self._do, partial(self._service.confirm, entry), "er bekreftet")
            choices.append(Choice("2", confirm, "", do))
        if self._kind.blank is not None and kept_here:
            choices.append(Choice("3", new_one(self._kind.one), "", self._new))
            choices.append(Choice("4", "Ta bort", "", lambda: self._ask_delete(entry)))
        return choices

    def numbers(self) -> list[NamedNumber]:
        found = (("Telefon", "phone"), ("Mobil", "mobile"))
        entry = self.list.current
        return [NamedNumber(name, number) for name, field in found if (number := str(getattr(entry, field, "")))]

    def _show_file(self, head: str, text: str, choices: list[Choice]) -> None:
        show_state(self.ui.who, head)
        self._show_message(text)
        self._outcomes.show(choices, of_row=False)
        self.ui.detail.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_delete(self, entry: AnyEntry) -> None:
        """Ask first, because it cannot be undone."""
        name = self._kind.name(entry)
        self._asks_delete = True
        self._show_message(f"Ta bort {name}? Det kan ikke angres.")
        delete = partial(self._do, partial(self._service.delete_entry, entry), "er tatt bort")
        self._outcomes.show([Choice("1", "Ja, ta bort", "", delete), Choice("0", "Nei", "Esc", self._show_entry)])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc answers no to the question."""
        if event.key() == Qt.Key.Key_Escape and self._asks_delete:
            self._show_entry()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaving the page answers no, so that a later 1 does not delete."""
        super().hideEvent(event)
        if self._asks_delete and not event.spontaneous():
            self._show_entry()

    @property
    def can_edit(self) -> bool:
        return self.list.current is not None and self._service.is_kept_here

    def edit(self) -> bool:
        """F2 or Enter; False where the catalogue is not stored on this PC."""
        entry = self.list.current
        if entry is not None and self._service.is_kept_here:
            self._open(entry)
        return self._service.is_kept_here

    def open(self, entry: AnyEntry) -> None:
        self.edit()

    def _open(self, entry: AnyEntry, *, is_new: bool = False) -> None:
        """The form of `entry`; the one that is open is asked about first."""
        kind = self._kind
        self._form.ask_leaving(lambda: self._form.open(kind, entry, is_new=is_new))

    def ask_leaving(self, leave: Callable[[], object]) -> bool:
        if not self._form.half_written():
            return False
        self._form.go_on()  # a click has moved the focus already, and Esc goes back to it
        self._form.ask_leaving(leave)
        return True

    def submit(self) -> bool:
        return self._form.submit()

    def _new(self) -> None:
        if self._kind.blank is not None:
            self._open(self._kind.blank, is_new=True)

    def _show_opened(self, kind: Kind, entry: AnyEntry) -> None:
        self.show_kind(kind.title)
        self.ui.who.setText(f"Rett {kind.name(entry)}" if kind.name(entry) else new_one(kind.one))
        self._show_message("Enter går til neste felt")
        self._make_room()
        self._outcomes.show([])

    def _saved(self) -> None:
        self._result = "Lagret."
        announce(self.ui.foot, self._result)
        self._leave_form()

    def _leave_form(self, *, focus: bool = True) -> None:
        self._form.leave()
        self._show_entry()
        if focus:
            self.focus_list()

    def _do(self, work: Callable[[], Any], said: str) -> None:
        """The name of the chosen entry and `said` are announced when the work is done."""
        name = self.ui.who.text()

        def done(_: object) -> None:
            self._show_entry()
            announce(self.ui.detail, f"{name} {said}.")

        self.do(work, done)

    def refuse(self, sentence: str) -> None:
        self._show_message(sentence)

    # ------------------------------------------------------------------ room for the form

    def _make_room(self) -> None:
        """While the form is open, the panel beside the list is wider; then the widths that the user has chosen come
        back."""
        if self._widths is None:
            panels, detail = self.ui.panels, self.ui.detail
            sizes = panels.sizes()
            self._widths = sizes, detail.maximumWidth()
            detail.setMaximumWidth(theme.UNLIMITED)
            list_width = min(sizes[1], theme.current().scaled(LIST_WIDTH))
            panels.setSizes([sizes[0], list_width, sum(sizes) - sizes[0] - list_width])

    def _give_room_back(self) -> None:
        if self._widths is not None:
            (sizes, widest), self._widths = self._widths, None
            self.ui.detail.setMaximumWidth(widest)
            self.ui.panels.setSizes(sizes)

    # ------------------------------------------------------------------ to and from a file

    def _offer_files(self) -> None:
        """What changes the catalogue is offered where it is kept alone."""
        menu = QMenu(self.ui.files)
        fetch = menu.addAction("Hent katalogen fra fil …", self._choose_file)
        menu.addAction("Lagre katalogen som fil …", self._save_file)
        menu.addSeparator()
        codes = menu.addAction("Hent postnummer fra fil …", self._post_codes)
        self.ui.files.setMenu(menu)

        def offer() -> None:
            for action in (fetch, codes):
                action.setVisible(self._service.is_kept_here)

        menu.aboutToShow.connect(offer)

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Hent katalogen", "", "Regneark og CSV (*.xlsx *.csv)")
        if chosen:
            self.look_at(Path(chosen))

    def look_at(self, path: Path) -> None:
        """The changes in the file; nothing is written yet."""
        self.do(lambda: self._files.preview(path), self._preview)

    def _preview(self, preview: OrganisationPreview) -> None:
        lines = [*preview.rejected, *preview.unread, *preview.changed, *preview.new]
        shown = [str(line) for line in lines[:MAX_SENTENCES]]
        if len(lines) > MAX_SENTENCES:
            shown.append(f"og {len(lines) - MAX_SENTENCES} til")
        choices: list[Choice] = [Choice("0", "Avbryt", "", self._show_entry)]
        if preview.changes_anything:
            choices.insert(0, Choice("1", "Skriv inn", "", lambda: self.write(preview)))
        self._show_file(preview.summary, "\n".join(shown), choices)

    def write(self, preview: OrganisationPreview) -> None:
        self.do(lambda: self._files.write(preview), lambda done: self._show_result(done.summary))

    def _save_file(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Lagre katalogen", "katalog.xlsx", "Excel (*.xlsx)")
        if chosen:
            self.do(
                lambda: self._files.export(Path(chosen)),
                lambda count: self._show_result(f"{counted(count, 'linje', 'linjer')} er lagret."),
            )

    def _post_codes(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Postnummer fra Posten", "", "Tekst (*.txt *.tsv *.csv)")
        if chosen:
            self.do(lambda: self._service.update_postcodes(Path(chosen)), self._show_result)

    def _show_result(self, sentence: str) -> None:
        self._show_file("Ferdig", sentence, [Choice("0", "Lukk", "", self._show_entry)])
