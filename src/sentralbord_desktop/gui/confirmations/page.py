"""Venter: awaited confirmations, and unmatched calls."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.confirmations.confirmation import Confirmation
from sentralbord_desktop.domain.dates.calendar import read_date, said_day
from sentralbord_desktop.domain.dates.clock import OSLO, today
from sentralbord_desktop.domain.inquiries.unmatched import UnmatchedCall
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.gui._generated.ui_confirmations import Ui_Confirmations
from sentralbord_desktop.gui.confirmations.columns import Awaited, awaited_columns, awaited_grouping, kind_of
from sentralbord_desktop.gui.confirmations.paper import AWAITED_PAPER
from sentralbord_desktop.gui.core.page import ListPage
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.undo import UndoSlot
from sentralbord_desktop.gui.core.unsaved_forms import UnsavedForms
from sentralbord_desktop.gui.lists.inline_question import InlineQuestion
from sentralbord_desktop.gui.lists.list_table import ListOrder, ListTable
from sentralbord_desktop.gui.lists.outcome_buttons import Choice, OutcomeButtons
from sentralbord_desktop.gui.lists.row_folds import HEADING_KEYS
from sentralbord_desktop.gui.lists.state_line import show_state
from sentralbord_desktop.gui.widgets.flow_layout import let_flow
from sentralbord_desktop.gui.widgets.table_model import show_inside
from sentralbord_desktop.services.office import Services

ENTER_OPENS, ENTER_SEEKS = "Enter åpner medlemmet.", "Enter søker etter medlemmet."


class ConfirmationsPage(ListPage, QWidget):
    member_chosen = Signal(int)
    member_sought = Signal(object)  # UnmatchedCall
    letter_typed = Signal(str)

    def __init__(
        self,
        services: Services,
        tasks: TaskRunner,
        undo_slot: UndoSlot,
        unsaved_forms: UnsavedForms,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._confirmations, self._unmatched_calls = services.confirmations, services.unmatched_calls
        self._operator_session = services.session
        self._tasks = tasks
        self._undo_slot = undo_slot
        self.ui = ui = Ui_Confirmations()
        ui.setupUi(self)
        let_flow(ui.title)
        ui.panels.arrange("bekreftelser", (0, 350))
        self.list: ListTable[Awaited] = ListTable(
            "venter",
            ui.table,
            awaited_columns(self._today),
            50,
            first=ListOrder(1, Qt.SortOrder.AscendingOrder),
            grouping=awaited_grouping(self._today),
        )
        self._outcomes = OutcomeButtons(ui.detail, ui.buttonsLayout)
        self._ask = InlineQuestion(ui.askLayout, ui.table, unsaved_forms, "confirmations", self._ask_again)
        self._asked_about: int | str = 0
        self._build()
        self._connect()

    def _today(self) -> date:
        return today(self._operator_session.clock())

    def _build(self) -> None:
        ui = self.ui
        number = (ui.number, ui.numberIcon, ui.copyHint, ui.copyKey)
        for unused in (*number, ui.attemptsHead, ui.attempts, ui.body, ui.chips, ui.alert):
            unused.hide()
        ui.detail.follow(ui.table)
        show_inside(ui.table, ui.empty)
        ui.foot.setText(ENTER_OPENS)
        self.list.offer(self._outcomes, copies=True)
        self.list.paper = AWAITED_PAPER
        self.list.paper_line = lambda count: f"alle, {count} vi venter på"

    def _connect(self) -> None:
        ui = self.ui
        self.list.chosen.connect(self._show)
        self.list.activated.connect(self._open)
        self.list.offer_whole(ui.more, self, "Venter på bekreftelse")
        ui.detail.letter_typed.connect(self.letter_typed)

    def refresh(self, content: Sequence[Awaited]) -> None:
        self.list.show(content, lambda c: c.id)
        self.ui.empty.setText(self._operator_session.operator.of_empty("Vi venter ikke på noe."))
        self.ui.empty.setVisible(not content)

    def show_row(self, row_id: object) -> None:
        self.list.choose(lambda awaited: awaited.id == row_id)

    def focus_list(self) -> None:
        self.ui.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, chosen: Awaited | None) -> None:
        if isinstance(chosen, UnmatchedCall):
            self.member_sought.emit(chosen)
        elif chosen is not None:
            self.member_chosen.emit(chosen.member_id)

    def _show(self, chosen: Awaited | None) -> None:
        ui = self.ui
        about = chosen.id if chosen else 0
        if about != self._asked_about:  # a half-typed answer is kept while the list is refreshed
            if self._ask.is_open:
                self._ask.close()
            ui.foot.setText(ENTER_SEEKS if isinstance(chosen, UnmatchedCall) else ENTER_OPENS)
        self._asked_about = about
        for widget in (ui.who, ui.whoIds, ui.promise, ui.promiseHead, ui.question, ui.buttons):
            widget.setVisible(chosen is not None)
        ui.detail.setVisible(bool(self.list.sorted.values))
        if chosen is None:
            self._outcomes.show([])
            for widget, text in ((ui.who, self.list.heading), (ui.whoIds, HEADING_KEYS)):
                widget.setText(text)
                widget.setVisible(bool(self.list.heading))
            return
        ui.who.setText(chosen.member_name)
        ui.question.setText("Hva har skjedd?")
        if isinstance(chosen, UnmatchedCall):
            self._show_unmatched(chosen)
        else:
            self._show_confirmation(chosen)

    def _show_confirmation(self, confirmation: Confirmation) -> None:
        ui = self.ui
        ui.whoIds.setText(f"{kind_of(confirmation)} {confirmation.detail}".strip())
        ui.promiseHead.setText("SI, hvis medlemmet spør")
        asked = said_day(confirmation.asked, self._today())
        ui.promise.setText(f"«Vi har ikke fått den ennå. Vi ba om den {asked}.»")
        self._outcomes.show(self._choices(confirmation))

    def _choices(self, confirmation: Confirmation) -> list[Choice]:
        service = self._confirmations

        def act(what: str, work: Callable[[Confirmation], object]) -> Callable[[], None]:
            return lambda: self._do(partial(work, confirmation), confirmation, what)

        return [
            Choice("1", "Er kommet", "avdelingen går videre", act("er kommet", service.arrived)),
            Choice("2", "Purr på SMS", "teksten er klar", lambda: self._remind(confirmation)),
            Choice(
                "3",
                "Purret på telefon",
                "ny purring om to uker",
                act("purret på telefon", lambda reminded: service.reminded(reminded, "telefon")),
            ),
            Choice("4", "Trukket tilbake", "vil ikke likevel", act("trukket tilbake", service.withdrawn)),
            Choice("5", "Flytt purring", "velg dag", lambda: self._postpone(confirmation)),
        ]

    def _show_unmatched(self, call: UnmatchedCall) -> None:
        ui = self.ui
        ui.whoIds.setText(" · ".join(filter(None, (spoken_number(call.number) if call.number else "", call.title))))
        ui.promiseHead.setText("VENTER PÅ MEDLEMSBILDET")
        ui.promise.setText(call.note or call.detail)

        def settle(*, has_member: bool) -> None:
            self._do(
                lambda: self._unmatched_calls.dismiss(call, has_member=has_member),
                call,
                "ute av listen",
                lambda _: self._unmatched_calls.undo_dismiss(call),
            )

        self._outcomes.show(
            [
                Choice("1", "Finn medlemmet", "og før det inn", lambda: self.member_sought.emit(call)),
                Choice("2", "Ført inn for hånd", "", lambda: settle(has_member=True)),
                Choice("3", "Gjelder ikke et medlem", "", lambda: settle(has_member=False)),
            ]
        )

    def _remind(self, confirmation: Confirmation) -> None:
        service = self._confirmations
        self._do(
            lambda: service.remind_by_sms(confirmation),
            confirmation,
            "purret på SMS, som ligger i Utboks",
            lambda message: service.undo_sms(confirmation, message),
        )

    def _postpone(self, confirmation: Confirmation) -> None:
        def moved(text: str) -> str | None:
            day = read_date(text, self._today(), past=False)
            if day is None:
                return "Skriv dagen som 4.12."
            moment = datetime.combine(day, time(9), tzinfo=OSLO)
            self._do(lambda: self._confirmations.postpone(confirmation, moment), confirmation, "purring flyttet")
            return None

        self._ask.ask("Når skal vi purre?", "4.12 eller fredag", moved, confirmation.id)

    def _ask_again(self, about: int, ask: Callable[[], None]) -> None:
        """Show the question again, for its own row, which is chosen first."""
        if self.list.choose(lambda confirmation: confirmation.id == about):
            ask()
        else:
            show_state(self.ui.foot, "Den er ikke i listen lenger. Det er ikke mer å purre på.")

    def _do(
        self,
        work: Callable[[], Any],
        before: Awaited | None = None,
        what: str = "",
        undo: Callable[[Any], None] | None = None,
    ) -> None:
        """Run `work` on the worker. With the earlier row in `before`, it can be undone; `undo` gets the result of
        `work`."""

        def back(result: object) -> None:
            if undo is not None:
                undo(result)
            elif isinstance(before, Confirmation):
                self._confirmations.undo(before)

        if before is None:
            self._undo_slot.forget(self)

        def done(result: object) -> None:
            if before is not None:
                kind = before.title if isinstance(before, UnmatchedCall) else kind_of(before)
                sentence = f"{before.member_name}, {kind.lower()}: {what}."
                self._undo_slot.set(self, sentence, partial(self._do, partial(back, result)))

        self._tasks.run(self, work, done, self._tasks.refusal(partial(show_state, self.ui.foot)))
