"""Ledige: the board, the person chosen on it, and the nearest who is free (design 4.7)."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QPushButton, QWidget

from sentralbord_desktop.domain.availability import Board, planned_words, read_until, when
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.organisation import Department, Staff
from sentralbord_desktop.domain.phones import spoken_number
from sentralbord_desktop.domain.times import OSLO, oslo
from sentralbord_desktop.gui import theme
from sentralbord_desktop.gui._generated.ui_availability import Ui_Availability
from sentralbord_desktop.gui.availability.table import (
    ROW_HEIGHT,
    BoardModel,
    Row,
    Seat,
    SeatDelegate,
    role_rows,
    rows_of,
)
from sentralbord_desktop.gui.call.flow import CallFlow
from sentralbord_desktop.gui.lists.base import Choice, Outcomes
from sentralbord_desktop.gui.main_window import STATUS_SIGNS
from sentralbord_desktop.gui.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.fields import Field, FieldGrid
from sentralbord_desktop.gui.widgets.flow import flow_in, let_flow
from sentralbord_desktop.gui.widgets.panels import Panels
from sentralbord_desktop.gui.widgets.small import clear, icon, icon_label, label, row
from sentralbord_desktop.services.availability import AvailabilityService

CONSENT = "«Er det greit at du snakker med en distriktssekretær i en nærliggende avdeling?»"
KINDS = [("ledig", "Ledig"), ("opptatt", "Opptatt"), ("mote", "I møte"), ("borte", "Borte")]


class AvailabilityPage(QWidget):
    letter_typed = Signal(str)

    def __init__(
        self, availability: AvailabilityService, flow: CallFlow, tasks: TaskRunner,
        slow_tasks: TaskRunner, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._availability = availability
        self._flow = flow
        self._tasks = tasks
        self._slow = slow_tasks
        self._board: Board | None = None
        self._filter = "alle"
        self._only_free = False
        self.ui = Ui_Availability()
        self.ui.setupUi(self)
        let_flow(self.ui.title)
        self._chips_row, self._loops_row = flow_in(self.ui.chips), flow_in(self.ui.loops)
        self._panels = Panels("ledige", self.ui.outer, (0, 318))
        self.model = BoardModel()
        self._outcomes = Outcomes(self.ui.detail, self.ui.buttonsLayout)
        self._form = FieldGrid()
        self.ui.askLayout.addWidget(self._form)
        self._form.hide()
        self._dress()
        self._connect()

    def _dress(self) -> None:
        table = self.ui.table
        table.setModel(self.model)
        table.setItemDelegate(SeatDelegate(table))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.current().scaled(ROW_HEIGHT))
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.ui.detail.follow(table)
        self.ui.sayText.setText(CONSENT)

    def _connect(self) -> None:
        ui = self.ui
        ui.table.selectionModel().currentChanged.connect(lambda *_: self._show_seat())
        ui.onlyFree.toggled.connect(self._set_only_free)
        ui.fetch.clicked.connect(self._fetch)
        ui.detail.letter_typed.connect(self.letter_typed)
        ui.table.activated.connect(self._open)
        self._form.submitted.connect(self._say)
        self._form.left.connect(self._close_form)
        copy = QShortcut(QKeySequence.StandardKey.Copy, ui.table)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self._copy_number)

    # ------------------------------------------------------------------ the board

    def show_board(self, board: Board) -> None:
        """Read again; whoever was chosen stays chosen."""
        chosen = self._seat()
        self._board = board
        if not self.ui.foot.text():
            hours = board.organisation.fades_hours
            self.ui.foot.setText(f"Eldre enn {hours} timer vises som «ikke bekreftet».")
        self._chips()
        self._show_rows()
        self._show_loops(board)
        if chosen is not None:
            self.choose(chosen.who)
        elif not self.ui.table.currentIndex().isValid():
            self.ui.table.setCurrentIndex(self.model.index(0, 2))
        self._show_seat()

    def showEvent(self, event: QShowEvent) -> None:
        """The caller may be another than when the board was read."""
        super().showEvent(event)
        if self._board is not None:
            self.show_board(self._board)

    def toggle_free(self) -> None:
        """Ctrl+L."""
        self.ui.onlyFree.toggle()
        self.focus_list()

    def focus_list(self) -> None:
        self.ui.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, who: str) -> None:
        if place := self.model.place_of(who):
            self.ui.table.setCurrentIndex(self.model.index(*place))

    def _departments(self, board: Board) -> list[Department]:
        """The caller's department on top, then its neighbours in the agreed order, then the rest."""
        house = board.organisation
        own = self._own()
        first = [own, *house.department(own).neighbour_numbers] if own else []
        known = {d.number: d for d in house.departments if d.number}
        ordered = [known[n] for n in dict.fromkeys(first) if n in known]
        rest = [d for d in known.values() if d not in ordered]
        if self._filter == "egen":
            return ordered[:1]
        if self._filter == "naboer":
            return ordered[1:]
        return [*ordered, *rest]

    def _own(self) -> int | None:
        record = self._flow.record
        return record.member.department if record else None

    def _show_rows(self) -> None:
        board = self._board
        if board is None:
            return
        rows: list[Row] = []
        if self._filter != "roller":
            rows = rows_of(board, self._departments(board), self._notes(board))
        if self._filter in {"alle", "roller"}:
            rows += role_rows(board, board.organisation.roles)
        if self._only_free:
            rows = [self._free_seats(r) for r in rows if any(map(_is_free, r.seats))]
        self.model.show(rows, board)
        self.ui.empty.setVisible(not rows)
        self.ui.empty.setText(self._nobody(board))

    @staticmethod
    def _free_seats(line: Row) -> Row:
        return Row(line.title, line.note, tuple(s if _is_free(s) else None for s in line.seats))

    def _nobody(self, board: Board) -> str:
        if not board.organisation.staff:
            return "Ingen personer er lagt inn ennå. Legg dem inn i Katalog (Ctrl+5)."
        following = board.next_free(board.organisation.staff)
        coming = (
            f" Neste: {following[0].name} {when(following[1], board.moment)}." if following else ""
        )
        return f"Ingen er meldt ledig nå.{coming}"

    def _notes(self, board: Board) -> dict[int, str]:
        own = self._own()
        notes = {d.number: "KS tar første trøbbel"
                 for d in board.organisation.departments if d.ks_first_contact}  # fmt: skip
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
        for key, text in chips:
            button = QPushButton(text)
            button.setProperty("chip", True)  # noqa: FBT003 - Qt
            button.setCheckable(True)
            button.setChecked(key == self._filter)
            button.clicked.connect(partial(self._set_filter, key))
            self._chips_row.addWidget(button)

    def _set_filter(self, key: str) -> None:
        self._filter = key
        self._chips()
        self._show_rows()

    def _set_only_free(self, only: bool) -> None:  # noqa: FBT001 - a signal's value
        self._only_free = only
        self._show_rows()
        self._show_seat()

    def _show_loops(self, board: Board) -> None:
        clear(self._loops_row)
        for loop in (1, 2, 3):
            seats = board.on_loop(loop)
            free = sum(1 for _, is_free in seats if is_free)
            state = board.loop_is_free(loop)
            who = ", ".join(operator.initials for operator, _ in seats)
            words = f"{free} ledig av {len(seats)}: {who}" if seats else "ingen pålogget"
            if seats and state is None:
                words = f"{who}, ikke meldt"
            sign, colour = STATUS_SIGNS[{True: "ledig", False: "opptatt", None: ""}[state]]
            said = QWidget()
            said.setLayout(
                row(label(f"Sløyfe {loop}", "strong"), icon_label(sign, colour, 16), label(words))
            )
            self._loops_row.addWidget(said)
        crowd = QPushButton("Stor pågang" if not board.is_crowded else "Stor pågang: på")
        crowd.setProperty("chip", True)  # noqa: FBT003 - Qt
        crowd.setCheckable(True)
        crowd.setChecked(bool(board.is_crowded))
        crowd.setToolTip(
            "Når det er på og en sløyfe er opptatt, kan de andre hjelpe til (avlastning)."
        )
        crowd.clicked.connect(
            lambda on: self._do(
                lambda: self._availability.say("volume", "opptatt" if on else "ledig")
            )
        )
        self._loops_row.add_spring()
        self._loops_row.addWidget(crowd)

    # ------------------------------------------------------------------ the chosen one

    def _seat(self) -> Seat | None:
        return self.model.seat(self.ui.table.currentIndex())

    def _show_seat(self) -> None:
        seat, board, ui = self._seat(), self._board, self.ui
        self._close_form(focus=False)
        for part in (ui.whoIds, ui.statusIcon, ui.status, ui.origin, ui.number, ui.numberIcon,
                     ui.ringHint, ui.ringKey, ui.say, ui.nearestHead):  # fmt: skip
            part.setVisible(seat is not None)
        if seat is None or board is None:
            nobody = not (board and board.organisation.staff)
            ui.who.setText("Legg inn personer i Katalog (Ctrl+5)" if nobody else "Velg en person")
            self._outcomes.show([])
            return
        ui.who.setText(seat.name)
        ui.whoIds.setText(seat.what)
        self._show_status(seat, board)
        number = self._number(seat)
        ui.number.setText(spoken_number(number) or "Ikke registrert")
        ui.numberIcon.setPixmap(icon("phone", "text2", 16).pixmap(16, 16))
        for part in (ui.ringHint, ui.ringKey):
            part.setVisible(bool(number))
        nearest = self._nearest(seat, board)
        is_ds = bool(seat.person and seat.person.function == "DS" and not _is_free(seat))
        ui.say.setVisible(is_ds)
        ui.nearestHead.setVisible(is_ds)
        ui.nearestHead.setText("Nærmeste ledige" if nearest else self._none_near(seat, board))
        self._outcomes.show([*self._near_choices(nearest), *self._choices(seat)])

    def _show_status(self, seat: Seat, board: Board) -> None:
        ui, status = self.ui, seat.status
        kind = status.kind if status and status.is_confirmed else ""
        ui.statusIcon.setPixmap(icon(*STATUS_SIGNS[kind], 18).pixmap(18, 18))
        ui.status.setText(status.words(board.moment).capitalize() if status else "Ikke meldt")
        substitute = (
            seat.person.substitute if seat.person else (seat.role.substitute if seat.role else "")
        )
        lines = [status.origin(board.moment)] if status else []
        lines += [f"Stedfortreder: {substitute}"] if substitute else []
        lines += [planned_words(row) for row in board.coming(seat.who)[:3]]
        ui.origin.setText("\n".join(lines))
        ui.origin.setVisible(bool(lines))

    def _nearest(self, seat: Seat, board: Board) -> list[Staff]:
        if not seat.person or seat.person.function != "DS" or _is_free(seat):
            return []
        return [p for p in board.nearby(seat.person.department) if board.is_free(p)][:3]

    def _none_near(self, seat: Seat, board: Board) -> str:
        near = board.nearby(seat.person.department if seat.person else None)
        following = board.next_free(near)
        if not near:
            return "Avdelingen har ingen naboer i Katalog."
        coming = (
            f" Neste: {following[0].name} {when(following[1], board.moment)}." if following else ""
        )
        return f"Ingen ledige i nærheten.{coming}"

    def _near_choices(self, nearest: list[Staff]) -> list[Choice]:
        return [
            (str(n), person.name, f"avd. {person.department}",
             partial(self.choose, f"staff:{person.id}"))
            for n, person in enumerate(nearest, 1)
        ]  # fmt: skip

    def _choices(self, seat: Seat) -> list[Choice]:
        def missed() -> None:
            self._do(lambda: self._availability.no_answer(seat.who))

        choices: list[Choice] = [
            ("6", "Ledig nå", "", lambda: self._do(lambda: self._availability.say(seat.who, "ledig"))),
            ("7", "Jeg ringte, ingen svar", "", missed),
            ("8", "Meld en annen status", "", self._ask_status),
        ]  # fmt: skip
        if self._board and (coming := self._board.coming(seat.who)):
            choices.insert(0, ("5", "Glem det planlagte", "",
                               lambda: self._do(lambda: self._availability.forget(coming[0]))))  # fmt: skip
        if self._mail(seat):
            choices.append(("9", "Send beskjed", "", lambda: self._write(seat)))
        return choices

    def _open(self, index: QModelIndex) -> None:
        """Enter: say another status."""
        if self.model.seat(index):
            self._ask_status()

    def _ask_status(self) -> None:
        self._form.ask([
            Field("kind", "Status", "borte", choices=KINDS),
            Field("start", "Fra", "", "nå, eller fredag kl. 8"),
            Field("until", "Til", "", "15.00, torsdag eller 30.11. Tomt: til noen sier noe annet"),
        ])  # fmt: skip
        self._form.show()
        self._form.focus_first()

    def _say(self) -> None:
        seat, values = self._seat(), self._form.values()
        if seat is None or self._board is None:
            return
        try:
            start = self._moment(values["start"])
            until = self._moment(values["until"])
        except SwitchboardError as error:
            self.ui.origin.setText(str(error))
            self.ui.origin.show()
            return
        who = seat.who
        self._do(lambda: self._availability.say(who, values["kind"], until, start=start))
        self._close_form()

    def _moment(self, text: str) -> datetime | None:
        if not text or text.casefold() == "nå" or self._board is None:
            return None
        local = oslo(self._board.moment).replace(tzinfo=None)
        found = read_until(text, local)
        if found is None:
            raise SwitchboardError("Skriv tiden som 15.00, torsdag eller 30.11.")
        return found.replace(tzinfo=OSLO)

    def _close_form(self, *, focus: bool = True) -> None:
        if not self._form.isHidden():
            self._form.hide()
            if focus:
                self.focus_list()

    def submit(self) -> bool:
        """Ctrl+Enter: send the status that is being written; False when none is."""
        if self._form.isHidden():
            return False
        self._say()
        return True

    # ------------------------------------------------------------------ small things

    @staticmethod
    def _number(seat: Seat) -> str:
        if seat.person:
            return seat.person.phone or seat.person.mobile
        return seat.role.phone if seat.role else ""

    def numbers(self) -> list[tuple[str, str]]:
        """What Ctrl+D rings."""
        seat = self._seat()
        if seat is None:
            return []
        both = [("Telefon", self._number(seat)),
                ("Mobil", seat.person.mobile if seat.person else "")]  # fmt: skip
        return list({number: (name, number) for name, number in reversed(both) if number}.values())[
            ::-1
        ]

    @staticmethod
    def _mail(seat: Seat) -> str:
        return seat.person.email if seat.person else (seat.role.email if seat.role else "")

    def _copy_number(self) -> None:
        if (seat := self._seat()) and (number := self._number(seat)):
            QApplication.clipboard().setText(number)
            self.ui.foot.setText("Nummeret er kopiert.")

    def _write(self, seat: Seat) -> None:
        if not QDesktopServices.openUrl(QUrl(f"mailto:{self._mail(seat)}")):
            QApplication.clipboard().setText(self._mail(seat))
            self.ui.foot.setText("Fant ikke e-postprogrammet. Adressen er kopiert.")

    def _fetch(self) -> None:
        """Calendars now; one that does not answer is named."""
        if self._board is None:
            return
        staff = self._board.organisation.staff
        self.ui.foot.setText("Henter kalenderne …")
        self._slow.run(
            self, lambda: self._availability.fetch_calendars(staff) or self._availability.fetched(),
            self.ui.foot.setText, self._refused,
        )  # fmt: skip

    def _do(self, work: Callable[[], Any]) -> None:
        self._tasks.run(self, work, lambda _: None, self._refused)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, SwitchboardError):
            self.ui.foot.setText(str(error))
            theme.restyle(self.ui.foot, tone="danger")
        else:
            self._tasks.failed.emit(error)


def _is_free(seat: Seat | None) -> bool:
    return bool(seat and seat.status and seat.status.is_free)
