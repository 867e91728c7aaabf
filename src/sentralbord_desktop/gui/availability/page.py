"""Ledige: the board, its filters, and the loops of each operator (design 4.7)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

from sentralbord_desktop.domain.availability import Board
from sentralbord_desktop.domain.dates.screen_time import until_time
from sentralbord_desktop.domain.organisation.organisation import Department
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui._generated.ui_availability import Ui_Availability
from sentralbord_desktop.gui.availability.board_rows import Row, Seat, role_rows, rows_of
from sentralbord_desktop.gui.availability.paper import BoardPaper
from sentralbord_desktop.gui.availability.person_panel import PersonPanel
from sentralbord_desktop.gui.availability.table import BoardModel
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.page import ListPage, NamedNumber
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.core.unsaved_forms import UnsavedForms
from sentralbord_desktop.gui.lists.list_menu import offer_for_list
from sentralbord_desktop.gui.lists.state_line import show_state
from sentralbord_desktop.gui.widgets.flow_layout import flow_in, let_flow
from sentralbord_desktop.gui.widgets.keys.tab_order import tab_through
from sentralbord_desktop.gui.widgets.labels import STATUS_SIGNS, clear, icon_label, label, row
from sentralbord_desktop.services.availability.availability import AvailabilityService

LOOP_GAP = 18
"""Pixels after each loop, beside the spacing of the line."""


class AvailabilityPage(ListPage, QWidget):
    letter_typed = Signal(str)

    def __init__(
        self,
        availability: AvailabilityService,
        own_department: Callable[[], int | None],
        tasks: TaskRunner,
        outside_tasks: TaskRunner,
        unsaved_forms: UnsavedForms,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._availability = availability
        self._own = own_department
        self._tasks = tasks
        self._refused = tasks.refusal(self._show_refusal)
        self._outside = outside_tasks
        self._board: Board | None = None
        self._filter = "alle"
        self._only_free = False
        self.ui = Ui_Availability()
        self.ui.setupUi(self)
        let_flow(self.ui.title)
        self._chips_row, self._loops_row = flow_in(self.ui.chips), flow_in(self.ui.loops)
        self.ui.panels.arrange("ledige", (0, 318))
        self.model = BoardModel()
        self.chosen = PersonPanel(self.ui, availability, self._seat, self._do, unsaved_forms)
        self.paper = BoardPaper(self.model, self, self._seat)
        self.paper.filtered = self._filtered
        offer_for_list(self.ui.more, self.paper.actions)
        self.ui.table.show_board(self.model)
        self.ui.detail.follow(self.ui.table)
        self._connect()

    def _connect(self) -> None:
        ui = self.ui
        ui.table.selectionModel().currentChanged.connect(lambda *_: self.chosen.show(self._board))
        ui.onlyFree.toggled.connect(self._set_only_free)
        ui.fetch.clicked.connect(self._fetch)
        ui.detail.letter_typed.connect(self.letter_typed)
        ui.table.activated.connect(self._open)
        self.chosen.colleague_chosen.connect(self.choose)
        self.chosen.left.connect(self.focus_list)
        copy = QShortcut(QKeySequence.StandardKey.Copy, ui.table)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.chosen.copy_number)

    def refresh(self, content: Board) -> None:
        chosen, board = self._seat(), content
        self._board = board
        if not self.ui.foot.text():
            hours = board.organisation.fades_hours
            self.ui.foot.setText(f"Eldre enn {counted(hours, 'time', 'timer')} vises som «ikke bekreftet».")
        self._chips()
        self._show_rows()
        self._show_loops(board)
        if chosen is not None:
            self.choose(chosen.who)
        elif not self.ui.table.currentIndex().isValid():
            self.ui.table.setCurrentIndex(self.model.index(0, min(2, self.model.columnCount() - 1)))
        self.chosen.show(self._board)

    def showEvent(self, event: QShowEvent) -> None:
        """The caller may have changed since the board was read."""
        super().showEvent(event)
        if self._board is not None:
            self.refresh(self._board)

    def toggle_free(self) -> None:
        self.ui.onlyFree.toggle()
        self.focus_list()

    def focus_list(self) -> None:
        if self.chosen.go_on():
            return
        self.ui.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, who: str) -> None:
        if place := self.model.place_of(who):
            self.ui.table.setCurrentIndex(self.model.index(place.row, place.column))

    def _departments(self, board: Board) -> list[Department]:
        """The caller's department first, then its neighbours in the agreed order, then the rest."""
        organisation = board.organisation
        own = self._own()
        first = [own, *organisation.department(own).neighbour_numbers] if own else []
        known = {d.number: d for d in organisation.departments if d.number}
        ordered = [known[n] for n in dict.fromkeys(first) if n in known]
        rest = [d for d in known.values() if d not in ordered]
        if self._filter == "egen":
            return ordered[:1]
        if self._filter == "naboer":
            return ordered[1:]
        return [*ordered, *rest]

    def _show_rows(self) -> None:
        board = self._board
        if board is None:
            return
        rows: list[Row] = []
        if self._filter != "roller":
            departments, notes = self._departments(board), self._notes(board)
            rows = rows_of(board, departments, notes, only_free=self._only_free)
        if self._filter in {"alle", "roller"}:
            rows += role_rows(board, board.organisation.roles, only_free=self._only_free)
        self.model.show(rows, board)
        self.ui.empty.setVisible(not rows)
        self.ui.empty.setText(self._nobody(board))

    def _nobody(self, board: Board) -> str:
        if not board.organisation.staff:
            return "Ingen personer er lagt inn ennå. Legg dem inn i Katalog (Ctrl+5)."
        following = board.next_free(board.organisation.staff)
        coming = f" Neste: {following.person.name} {until_time(following.until, board.moment)}." if following else ""
        return f"Ingen er meldt ledig nå.{coming}"

    def _notes(self, board: Board) -> dict[int, str]:
        own = self._own()
        notes = {d.number: "KS tar første trøbbel" for d in board.organisation.departments if d.ks_first_contact}
        if own:
            for place, number in enumerate(board.organisation.department(own).neighbour_numbers, 1):
                notes[number] = f"nabo {place}"
            notes[own] = "medlemmets avdeling"
        return notes

    def _chips(self) -> None:
        clear(self._chips_row)
        own = self._own()
        chips = [("alle", "Alle"), ("roller", "Roller")]
        if own:
            chips[1:1] = [("egen", f"Avd. {own}"), ("naboer", f"Naboer til avd. {own}")]
        if self._filter not in dict(chips):
            self._filter = "alle"
        made = []
        for key, text in chips:
            button = QPushButton(text)
            set_flags(button, "chip")
            button.setCheckable(True)
            button.setChecked(key == self._filter)
            button.clicked.connect(partial(self._set_filter, key))
            self._chips_row.addWidget(button)
            made.append(button)
        ui = self.ui
        tab_through(ui.fetch, *made, ui.fetch, ui.onlyFree, ui.more, ui.table)

    def _filtered(self) -> str:
        own = self._own()
        words = {"alle": "alle", "roller": "roller", "egen": f"avd. {own}", "naboer": f"naboer til avd. {own}"}
        return words[self._filter] + (", bare ledige" if self._only_free else "")

    def _set_filter(self, key: str) -> None:
        self._filter = key
        self._chips()
        self._show_rows()

    def _set_only_free(self, only: bool) -> None:  # noqa: FBT001 - a signal's value
        self._only_free = only
        self._show_rows()
        announce(self.ui.table, "Bare ledige vises." if only else "Alle vises.")
        self.chosen.show(self._board)

    def _show_loops(self, board: Board) -> None:
        clear(self._loops_row)
        for loop in (1, 2, 3):
            seats = board.on_loop(loop)
            free = sum(1 for seat in seats if seat.is_free)
            state = board.loop_is_free(loop)
            who = ", ".join(seat.operator.initials for seat in seats)
            words = f"{free} ledig av {len(seats)}: {who}" if seats else "ingen pålogget"
            if seats and state is None:
                words = f"{who}, ikke meldt"
            sign = STATUS_SIGNS[{True: "ledig", False: "opptatt", None: ""}[state]]
            said = QWidget()
            said.setLayout(row(label(f"Sløyfe {loop}", "strong"), icon_label(sign.icon, sign.colour, 16), label(words)))
            said.setContentsMargins(0, 0, LOOP_GAP, 0)
            self._loops_row.addWidget(said)
        crowd = QPushButton("Stor pågang" if not board.is_crowded else "Stor pågang: på")
        set_flags(crowd, "chip")
        crowd.setCheckable(True)
        crowd.setChecked(bool(board.is_crowded))
        give_tip(crowd, "Når det er på og en sløyfe er opptatt, kan de andre hjelpe til (avlastning).")
        crowd.clicked.connect(
            lambda on: self._do(
                lambda: self._availability.set_presence("volume", "opptatt" if on else "ledig"),
                f"Stor pågang er {'på' if on else 'av'}.",
            )
        )
        self._loops_row.add_spring()
        self._loops_row.addWidget(crowd)
        tab_through(self.ui.more, crowd, self.ui.table)

    def _seat(self) -> Seat | None:
        return self.model.seat(self.ui.table.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        if self.model.seat(index):
            self.chosen.ask_status()

    def submit(self) -> bool:
        return self.chosen.submit()

    def numbers(self) -> list[NamedNumber]:
        return self.chosen.numbers()

    def _fetch(self) -> None:
        """Fetch the calendars now; one that does not answer is named at the bottom."""
        if self._board is None:
            return
        staff = self._board.organisation.staff
        show_state(self.ui.foot, "Henter kalenderne …")
        self._outside.run(
            self,
            lambda: self._availability.fetch_calendars(staff) or self._availability.fetched(),
            partial(show_state, self.ui.foot),
            self._refused,
        )

    def _do(self, work: Callable[[], Any], said: str) -> None:
        """`said` is announced when the work is done."""
        self._tasks.run(self, work, lambda _: announce(self.ui.foot, said), self._refused)

    def _show_refusal(self, sentence: str) -> None:
        show_state(self.ui.foot, sentence)
        theme.restyle(self.ui.foot, tone="danger")
