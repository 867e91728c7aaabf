"""Katalog: choose a list and an entry, edit it in place, confirm that it is right."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QListWidgetItem, QTableView, QVBoxLayout, QWidget

from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.gui._generated.ui_catalogue import Ui_Catalogue
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.page import ListPage, NamedNumber
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.unsaved_forms import UnsavedForms
from sentralbord_desktop.gui.lists.list_menu import ListAction, offer_for_list
from sentralbord_desktop.gui.lists.list_table import ListOrder, ListTable
from sentralbord_desktop.gui.lists.outcome_buttons import Choice, OutcomeButtons
from sentralbord_desktop.gui.lists.state_line import show_state
from sentralbord_desktop.gui.organisation.entry_form import EntryForm
from sentralbord_desktop.gui.organisation.fact_grid import FactGrid
from sentralbord_desktop.gui.organisation.file_import import OrganisationFileImport
from sentralbord_desktop.gui.organisation.form_room import FormRoom
from sentralbord_desktop.gui.organisation.kinds import KINDS, AnyEntry, Kind, is_confirmable
from sentralbord_desktop.gui.organisation.paper import put_on_paper
from sentralbord_desktop.gui.widgets.fields.form_foot import keep_row
from sentralbord_desktop.gui.widgets.flow_layout import let_flow
from sentralbord_desktop.services.office import Services

READ_ONLY = "Katalogen kan ikke rettes på denne PC-en. Be administratoren rette den."
NEUTER = ("kurs", "sted")


def new_one(kind: str) -> str:
    """«Ny avdeling», «Nytt kurs»."""
    return f"{'Nytt' if kind in NEUTER else 'Ny'} {kind}"


def _identity(kind: Kind, entry: AnyEntry) -> object:
    """Several people may have the same name."""
    return getattr(entry, "id", None) or kind.name(entry)


class OrganisationPage(ListPage, QWidget):
    letter_typed = Signal(str)
    no_edit = READ_ONLY

    def __init__(
        self, services: Services, tasks: TaskRunner, unsaved_forms: UnsavedForms, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._service = services.organisation
        self._tasks = tasks
        self._refused = tasks.refusal(lambda sentence: self._show_message(sentence))
        self._organisation = Organisation()
        self._kind: Kind = KINDS[0]
        self._result = ""
        """The result of the last action, shown below the list."""
        self._asks_delete = False
        self.ui = Ui_Catalogue()
        self.ui.setupUi(self)
        let_flow(self.ui.title)
        self.ui.panels.arrange("katalog", (150, 0, 340))
        self._outcomes = OutcomeButtons(self.ui.detail, self.ui.buttonsLayout)
        self._form = EntryForm(self._service, tasks, unsaved_forms, self, lambda: self._organisation)
        self._card = FactGrid()
        self.ui.formLayout.addWidget(self._card)
        self.ui.formLayout.addWidget(self._form)
        self._room = FormRoom(self.ui.panels, self.ui.detail)
        if (below := self.ui.detail.layout()) is not None:
            below.addWidget(self._form.foot)
        self._tables: dict[str, ListTable[AnyEntry]] = {}
        for kind in KINDS:
            self._add_list(kind)
        self.files = OrganisationFileImport(
            services, tasks, self.ui.files, self, self._show_file, self._refused, self._show_entry
        )
        self._connect()

    def _add_list(self, kind: Kind) -> None:
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
        self._tables[kind.title] = ListTable(
            f"katalog-{kind.one}", table, kind.list_columns, first=ListOrder(0, Qt.SortOrder.AscendingOrder)
        )
        put_on_paper(self._tables[kind.title], kind)
        self._tables[kind.title].offer(self._outcomes)
        self._tables[kind.title].chosen.connect(lambda _: self._show_entry())
        self._tables[kind.title].activated.connect(lambda _: self.edit())
        self.ui.detail.follow(table)
        self.ui.lists.addWidget(page)
        self.setTabOrder(self.ui.more, table)

    def _connect(self) -> None:
        ui = self.ui
        ui.kinds.currentRowChanged.connect(self._show_kind)
        ui.new_.clicked.connect(self._new)
        offer_for_list(
            ui.more,
            [
                ListAction("Kopier raden", lambda: self._list.copy()),
                ListAction("Skriv ut", lambda: self._list.print(self, self._kind.title)),
                ListAction("Lagre som fil", lambda: self._list.save(self, self._kind.title)),
            ],
        )
        ui.detail.letter_typed.connect(self.letter_typed)
        self._form.opened.connect(self._show_opened)
        self._form.saved.connect(self._saved)
        self._form.closed.connect(self._leave_form)
        ui.kinds.setCurrentRow(0)

    @property
    def lists(self) -> list[ListTable[AnyEntry]]:
        return list(self._tables.values())

    @property
    def _list(self) -> ListTable[AnyEntry]:
        return self._tables[self._kind.title]

    def refresh(self, content: Organisation) -> None:
        self._organisation = content
        for kind in KINDS:
            same = partial(_identity, kind)
            self._tables[kind.title].show(list(kind.entries(content)), same)
        if self._form.isHidden():
            self._show_entry()

    def focus_list(self) -> None:
        if not self._form.go_on():
            self._list.table.setFocus(Qt.FocusReason.OtherFocusReason)

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
        self._kind = KINDS[row]
        self._result = ""
        self.ui.lists.setCurrentIndex(row)
        self.ui.title.setText(self._kind.title)
        self.ui.new_.setVisible(self._kind.blank is not None and self._service.is_kept_here)
        self._leave_form(focus=False)

    def _show_entry(self) -> None:
        if not self._form.isHidden():
            return
        self._asks_delete = False
        entry, ui = self._list.current, self.ui
        ui.foot.setText(self._result)
        ui.empty.setVisible(self._list.sorted.rowCount() == 0)
        ui.empty.setText(f"Ingen {self._kind.one} er lagt inn. Trykk «Ny», eller hent dem fra en fil.")
        self._show_message("")
        self._room.close()
        if entry is None:
            ui.who.setText("")
            self._card.show_facts([])
            self._outcomes.show([])
            return
        name = self._kind.name(entry)
        ui.who.setText(name[:1].upper() + name[1:])
        self._card.show_facts(self._kind.facts(entry, self._organisation))
        self._outcomes.show(self._choices(entry))

    def _show_message(self, sentence: str) -> None:
        """Show and announce a message instead of the card; «» shows the card."""
        announce(self.ui.facts, sentence)
        self.ui.facts.setText(sentence)
        self.ui.facts.setVisible(bool(sentence))
        self._card.setVisible(not sentence)

    def _choices(self, entry: AnyEntry) -> list[Choice]:
        kept_here = self._service.is_kept_here
        choices: list[Choice] = [Choice("1", "Rett", "F2", lambda: self._open(entry))] if kept_here else []
        if is_confirmable(entry):
            confirm = "Bekreft at det stemmer"
            choices.append(
                Choice("2", confirm, "", lambda: self._do(lambda: self._service.confirm(entry), "er bekreftet"))
            )
        if self._kind.blank is not None and kept_here:
            choices.append(Choice("3", new_one(self._kind.one), "", self._new))
            choices.append(Choice("4", "Ta bort", "", lambda: self._ask_delete(entry)))
        return choices

    def numbers(self) -> list[NamedNumber]:
        found = (("Telefon", "phone"), ("Mobil", "mobile"))
        entry = self._list.current
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
        self._outcomes.show(
            [
                Choice(
                    "1", "Ja, ta bort", "", lambda: self._do(lambda: self._service.delete_entry(entry), "er tatt bort")
                ),
                Choice("0", "Nei", "Esc", self._show_entry),
            ]
        )

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
        return self._list.current is not None and self._service.is_kept_here

    def edit(self) -> bool:
        """F2 or Enter; False where the catalogue is not stored on this PC."""
        entry = self._list.current
        if entry is not None and self._service.is_kept_here:
            self._open(entry)
        return self._service.is_kept_here

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
        self._room.open()
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

        self._tasks.run(self, work, done, self._refused)
