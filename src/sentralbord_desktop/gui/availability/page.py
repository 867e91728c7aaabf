"""Ledige: the board, its filters, and the loops of each operator. On paper and in a file it has a row for each
person, under the heading of the department or of the roles."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from sentralbord_desktop.domain.availability import KINDS, SOURCES, Board
from sentralbord_desktop.domain.dates.screen_time import until_time
from sentralbord_desktop.domain.organisation.organisation import Department
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui._generated.ui_availability import Ui_Availability
from sentralbord_desktop.gui.availability.person_panel import PersonPanel
from sentralbord_desktop.gui.availability.table import BoardModel, Row, Seat, role_rows, rows_of
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.page import NamedNumber
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.lists.list_context import ListContext
from sentralbord_desktop.gui.lists.list_page import Chip, ListPage
from sentralbord_desktop.gui.lists.paper import HeadedRow, ListPaper, Paper, PaperColumn
from sentralbord_desktop.gui.widgets.flow_layout import flow_in
from sentralbord_desktop.gui.widgets.keys.tab_order import tab_through
from sentralbord_desktop.gui.widgets.labels import STATUS_SIGNS, clear, icon_label, label, row
from sentralbord_desktop.services.availability import AvailabilityService

LOOP_GAP = 18
"""Pixels after each loop, beside the spacing of the line."""
ROLES = "Roller"


class ListedSeat(NamedTuple):
    """`heading` is the department, or «Roller»; `number` and `department` are its parts."""

    heading: str
    seat: Seat

    @property
    def number(self) -> int | None:
        number = self.heading.partition(" ")[0]
        return int(number) if number.isdecimal() else None

    @property
    def department(self) -> str:
        return self.heading if self.number is None else self.heading.partition(" ")[2]


PAPER_COLUMNS: list[PaperColumn[ListedSeat]] = [
    PaperColumn("Navn", lambda row: row.seat.name, 150, strong=True),
    PaperColumn("Funksjon", lambda row: row.seat.what, 200),
    PaperColumn("Telefon", lambda row: spoken_number(row.seat.number), 100),
    PaperColumn("Status", lambda row: _status(row.seat), 110),
    PaperColumn("Til", lambda row: _until(row.seat), 110),
    PaperColumn("Sagt", lambda row: row.seat.status.said if row.seat.status else None, 110),
    PaperColumn("Av", lambda row: _source(row.seat), 100),
]
IN_FILE: list[PaperColumn[ListedSeat]] = [
    PaperColumn("Avd.", lambda row: row.number),
    PaperColumn("Avdeling", lambda row: row.department),
]
"""A file has no headings. A number of its own is sorted as one: 2 before 10."""


def _status(seat: Seat) -> str:
    if seat.status is None:
        return "ikke meldt"
    return KINDS[seat.status.kind] if seat.status.is_confirmed else "ikke bekreftet"


def _until(seat: Seat) -> datetime | None:
    status = seat.status
    return status.until if status and status.is_confirmed and status.kind != "ledig" else None


def _source(seat: Seat) -> str:
    status = seat.status
    return f"{SOURCES.get(status.source, status.source)} {status.author}".strip() if status else ""


class AvailabilityPage(ListPage[ListedSeat]):
    page = "availability"

    def __init__(
        self,
        context: ListContext,
        availability: AvailabilityService,
        own_department: Callable[[], int | None],
        outside_tasks: TaskRunner,
    ) -> None:
        super().__init__(context, Ui_Availability(), "ledige", (0, 318), filters="alle")
        self._availability, self._own, self._outside = availability, own_department, outside_tasks
        self._board: Board | None = None
        self._only_free = False
        ui = self.ui
        self._loops_row = flow_in(ui.loops)
        self.model = BoardModel()
        self.chosen = PersonPanel(ui, availability, self._seat, self._do, context.unsaved_forms, self._outcomes)
        paper = Paper("Ledige", "person", "personer", PAPER_COLUMNS, self._filtered, IN_FILE)
        self._paper = ListPaper(paper, context, self, self.listed)
        ui.table.show_board(self.model)
        ui.detail.follow(ui.table)
        self._connect()

    def _connect(self) -> None:
        ui = self.ui
        self._filters.chosen.connect(lambda _: self._show_rows())
        ui.table.selectionModel().currentChanged.connect(lambda *_: self.chosen.show(self._board))
        ui.onlyFree.toggled.connect(self._set_only_free)
        ui.fetch.clicked.connect(self._fetch)
        ui.table.activated.connect(lambda index: self.chosen.ask_status() if self.model.seat(index) else None)
        self.chosen.colleague_chosen.connect(self.choose)
        self.chosen.left.connect(self.focus_list)
        copy = QShortcut(QKeySequence.StandardKey.Copy, ui.table)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.chosen.copy_number)

    # ------------------------------------------------------------------ on paper

    @property
    def paper(self) -> ListPaper[ListedSeat]:
        return self._paper

    def copy_row(self) -> None:
        """The chosen person with the number, as text."""
        if (seat := self._seat()) and self._board:
            text = [seat.spoken(self._board), spoken_number(seat.number)]
            QApplication.clipboard().setText(", ".join(filter(None, text)))

    def listed(self) -> Iterator[HeadedRow[ListedSeat]]:
        """The people as they are filtered now."""
        heading = ""
        for number in range(self.model.rowCount()):
            row = self.model.row(number)
            is_role = any(seat and seat.role for seat in row.seats)
            heading = ROLES if is_role else row.title or heading
            yield from (HeadedRow(heading, ListedSeat(heading, seat)) for seat in row.seats if seat)

    # ------------------------------------------------------------------ the board

    def refresh(self, content: Board) -> None:
        chosen, board = self._seat(), content
        self._board = board
        if not self.ui.foot.text():
            hours = board.organisation.fades_hours
            self.ui.foot.setText(f"Eldre enn {counted(hours, 'time', 'timer')} vises som «ikke bekreftet».")
        self._show_chips()
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

    def choose(self, who: object) -> bool:
        if place := self.model.place_of(who):
            self.ui.table.setCurrentIndex(self.model.index(place.row, place.column))
        return place is not None

    def _departments(self, board: Board) -> list[Department]:
        """The caller's department first, then its neighbours in the agreed order, then the rest."""
        organisation = board.organisation
        own = self._own()
        first = [own, *organisation.department(own).neighbour_numbers] if own else []
        known = {d.number: d for d in organisation.departments if d.number}
        ordered = [known[n] for n in dict.fromkeys(first) if n in known]
        rest = [d for d in known.values() if d not in ordered]
        if self._filters.current == "egen":
            return ordered[:1]
        if self._filters.current == "naboer":
            return ordered[1:]
        return [*ordered, *rest]

    def _show_rows(self) -> None:
        board = self._board
        if board is None:
            return
        rows: list[Row] = []
        if self._filters.current != "roller":
            departments, notes = self._departments(board), self._notes(board)
            rows = rows_of(board, departments, notes, only_free=self._only_free)
        if self._filters.current in {"alle", "roller"}:
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

    def _show_chips(self) -> None:
        ui, own = self.ui, self._own()
        chips = [Chip("alle", "Alle"), Chip("roller", "Roller")]
        if own:
            chips[1:1] = [Chip("egen", f"Avd. {own}"), Chip("naboer", f"Naboer til avd. {own}")]
        if self._filters.current not in {chip.key for chip in chips}:
            self._filters.current = "alle"
        self._filters.show(chips, (ui.fetch, ui.onlyFree, ui.more, ui.table))

    def _filtered(self) -> str:
        own = self._own()
        words = {"alle": "alle", "roller": "roller", "egen": f"avd. {own}", "naboer": f"naboer til avd. {own}"}
        return words[self._filters.current] + (", bare ledige" if self._only_free else "")

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

    def submit(self) -> bool:
        return self.chosen.submit()

    def numbers(self) -> list[NamedNumber]:
        return self.chosen.numbers()

    def _fetch(self) -> None:
        """Fetch the calendars now; one that does not answer is named at the bottom."""
        if self._board is None:
            return
        staff = self._board.organisation.staff
        self.show_state("Henter kalenderne …")
        self._outside.run(
            self,
            lambda: self._availability.fetch_calendars(staff) or self._availability.fetched(),
            self.show_state,
            self._refused,
        )

    def _do(self, work: Callable[[], Any], said: str) -> None:
        """`said` is announced when the work is done."""
        self.do(work, lambda _: announce(self.ui.foot, said))

    def refuse(self, sentence: str) -> None:
        super().refuse(sentence)
        theme.restyle(self.ui.foot, tone="danger")
