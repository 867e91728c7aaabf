"""Ring tilbake: overdue callbacks first, claimed by one key, an outcome by digit."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from sentralbord_desktop.domain.callbacks.callback import Callback
from sentralbord_desktop.domain.inquiries.case_handover import TAKE, Case
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui._generated.ui_callbacks import Ui_Callbacks
from sentralbord_desktop.gui.callbacks.choices import CallbackChoices
from sentralbord_desktop.gui.callbacks.columns import callback_columns, callback_grouping
from sentralbord_desktop.gui.callbacks.detail_panel import CallbackDetail
from sentralbord_desktop.gui.callbacks.filters import ALL, MINE, WITH_DEADLINE, CallbackFilters
from sentralbord_desktop.gui.callbacks.paper import put_on_paper
from sentralbord_desktop.gui.callbacks.questions import CallbackQuestions, What
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.hints import NO_NUMBER
from sentralbord_desktop.gui.core.page import ListPage, NamedNumber
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.undo import UndoSlot
from sentralbord_desktop.gui.core.unsaved_forms import UnsavedForms
from sentralbord_desktop.gui.lists.inline_question import InlineQuestion
from sentralbord_desktop.gui.lists.list_table import ListOrder, ListTable
from sentralbord_desktop.gui.lists.outcome_buttons import Choice, OutcomeButtons
from sentralbord_desktop.gui.lists.row_folds import HEADING_KEYS
from sentralbord_desktop.gui.lists.row_menu import MenuAction
from sentralbord_desktop.gui.lists.state_line import show_state
from sentralbord_desktop.gui.widgets.flow_layout import flow_in, let_flow
from sentralbord_desktop.gui.widgets.labels import link
from sentralbord_desktop.gui.widgets.table_model import show_inside
from sentralbord_desktop.services.callbacks.callbacks import CallbackService, ShiftHandover
from sentralbord_desktop.services.inquiries.case_handover import CaseHandoverService
from sentralbord_desktop.services.session import OperatorSession

CLAIMED = "Du har den i 15 minutter."
EMPTY = {ALL: "Ingen å ringe tilbake.", MINE: "Ingen av dine.", WITH_DEADLINE: "Ingen med frist."}


class CallbacksPage(ListPage, QWidget):
    new_asked = Signal()
    answered = Signal(object)  # Callback: open the member and the right wizard
    letter_typed = Signal(str)

    def __init__(
        self,
        callbacks: CallbackService,
        case_handover: CaseHandoverService,
        operator_session: OperatorSession,
        tasks: TaskRunner,
        undo_slot: UndoSlot,
        unsaved_forms: UnsavedForms,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._callbacks, self._case_handover = callbacks, case_handover
        self._operator_session, self._tasks, self._undo_slot = operator_session, tasks, undo_slot
        self.ui = Ui_Callbacks()
        self.ui.setupUi(self)
        self._show_state = partial(show_state, self.ui.foot)
        self._failed = tasks.refusal(self._show_state)
        let_flow(self.ui.title)
        chips = flow_in(self.ui.chips)
        self.ui.panels.arrange("oppringinger", (0, 350))
        self._asked_about = 0
        self.list: ListTable[Callback] = ListTable(
            "ring-tilbake",
            self.ui.table,
            callback_columns(operator_session, callbacks.category_title),
            50,
            first=ListOrder(1, Qt.SortOrder.AscendingOrder),
            grouping=callback_grouping(lambda: operator_session.clock()),
        )
        self._detail = CallbackDetail(self.ui, operator_session, callbacks.category_title)
        self._outcomes = OutcomeButtons(self.ui.detail, self.ui.buttonsLayout)
        self._ask = InlineQuestion(self.ui.askLayout, self.ui.table, unsaved_forms, "callbacks", self._ask_again)
        # after the panels are arranged: the chips must be measured in the final width
        self._filters = CallbackFilters(chips, (self.ui.new_, self.ui.more, self.ui.table), operator_session)
        self._questions = CallbackQuestions(self._ask, callbacks, operator_session.clock, self._do)
        self._choices = CallbackChoices(callbacks, operator_session, self._questions, self._do, self.answered.emit)
        self._build()
        self._connect()

    @property
    def now(self) -> datetime:
        return self._operator_session.clock()

    def _build(self) -> None:
        ui = self.ui
        ui.body.hide()
        ui.foot.setText("Enter tar den i 15 minutter. Uten utfall blir den ledig igjen.")
        ui.detail.follow(ui.table)
        self._show_all = link("Vis alle")
        self._show_all.clicked.connect(lambda: self._filters.choose(ALL))
        show_inside(ui.table, ui.empty, self._show_all)
        self.list.offer(self._outcomes, more=self._case_actions)
        put_on_paper(self.list, lambda: self.now, self._callbacks.category_title, lambda: self._filters.current)

    def _connect(self) -> None:
        ui = self.ui
        ui.new_.clicked.connect(self.new_asked)
        self._filters.chosen.connect(self._show_filtered)
        self.list.chosen.connect(self._show)
        self.list.activated.connect(lambda _: self.claim())
        self.list.offer_whole(ui.more, self, "Ring tilbake")
        ui.detail.letter_typed.connect(self.letter_typed)
        copy = QShortcut(QKeySequence("Ctrl+C"), self)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self.copy_number)
        mine = QShortcut(QKeySequence.StandardKey.SelectAll, ui.table)
        mine.setContext(Qt.ShortcutContext.WidgetShortcut)
        mine.activated.connect(self._choose_mine)
        self._filters.choose(ALL)

    def refresh(self, content: Sequence[Callback]) -> None:
        self.list.show(content, lambda c: c.id)
        self._filters.show_counts(content)
        self._show_empty()

    def show_row(self, row_id: object) -> None:
        if not self.list.choose(lambda callback: callback.id == row_id):
            self._filters.choose(ALL)
            self.list.choose(lambda callback: callback.id == row_id)

    def focus_list(self) -> None:
        self.ui.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_filtered(self, belongs: Callable[[Callback], bool]) -> None:
        self.list.sorted.keep(belongs)
        self._show_empty()

    def _show_empty(self) -> None:
        none = self.list.sorted.rowCount() == 0
        sentence = EMPTY.get(self._filters.current, f"Ingen under «{self._filters.current}».")
        self.ui.empty.setText(self._operator_session.operator.of_empty(sentence))
        self.ui.empty.setVisible(none)
        self._show_all.setVisible(none and self._filters.current != ALL)

    def _show(self, callback: Callback | None) -> None:
        self._outcomes.show(self._choices.of(callback) if callback else [])
        self._detail.show(callback)
        self.ui.detail.setVisible(bool(self.list.sorted.values))
        if heading := self.list.heading:
            self._detail.show_words(heading, HEADING_KEYS)
        another = callback is None or callback.id != self._asked_about
        if self._ask.is_open and another and not self._ask.stands:
            self._ask.close()  # a half-typed answer is kept while the list is refreshed
        self._asked_about = callback.id if callback else 0

    def _case_actions(self) -> list[MenuAction]:
        """«DS har overtatt» on a callback that was promised in a trøbbel case; that settles it too (PR-8)."""
        callback = self.list.current
        if callback is None or not callback.is_of_case:
            return []
        return [MenuAction("", TAKE, partial(self._take_case, callback))]

    def _take_case(self, callback: Callback) -> None:
        service, case = self._case_handover, Case(callback.inquiry_id or "", callback.created)
        undo = partial(service.withdraw, case)
        self._do(lambda: service.confirm(case), callback, TAKE, undo)

    def claim(self) -> None:
        callback = self.list.current
        if callback is None:
            return
        holder = callback.claimed_at(self.now)
        if holder and holder != self._operator_session.sign:
            take_over = partial(self._callbacks.take_over, callback)
            self._ask.ask_yes(f"{holder} har den. Ta over?", lambda: self._do(take_over, said="Overtatt. Den er din."))
            return
        self._do(lambda: self._callbacks.claim(callback), said=CLAIMED)
        self.ui.detail.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_next(self) -> None:
        """Ctrl+J: claim the most urgent callback that is due."""
        self._filters.choose(ALL)
        self._tasks.run(self, self._callbacks.claim_next, self._mine_now, self._failed)

    def _mine_now(self, callback: Callback | None) -> None:
        if callback is None:
            self._show_state("Ingen skal ringes nå.")
            return
        self._show_state(f"{callback.name or spoken_number(callback.number)} er din i et kvarter.")
        if self.list.choose(lambda other: other.id == callback.id) and self.isVisible():
            self.ui.detail.setFocus(Qt.FocusReason.OtherFocusReason)

    def copy_number(self) -> None:
        """Ctrl+C without a selection: copy the number, and claim the callback."""
        if numbers := self.numbers():
            number = numbers[0].number
            self.list.let_out("kopi av nummer: oppringinger", lambda: QApplication.clipboard().setText(number))
            self.hold()
        else:
            self._show_state(NO_NUMBER)

    def numbers(self) -> list[NamedNumber]:
        callback = self.list.current
        return [NamedNumber(callback.name, callback.number)] if callback and callback.number else []

    def hold(self) -> None:
        """Claim the callback that is dialled, when no other operator has claimed it."""
        callback = self.list.current
        if callback is not None and callback.number and not callback.claimed_at(self.now):
            self._do(lambda: self._callbacks.claim(callback), said=CLAIMED)

    def _ask_again(self, about: int, ask: Callable[[], None]) -> None:
        """Show the question again, for its own callback, which is chosen first."""
        if about and not self.list.choose(lambda callback: callback.id == about):
            self._filters.choose(ALL)
            if not self.list.choose(lambda callback: callback.id == about):
                self._show_state("Oppringingen er ikke i listen lenger. Avtal en ny med Ctrl+T.")
                return
        ask()

    def _choose_mine(self) -> None:
        """Ctrl+A: all of the operator's callbacks, to offer to another operator."""
        count = sum(1 for c in self.list.model.values if self._filters.is_mine(c))
        if not count:
            self._show_state("Du har ingen oppringinger å gi fra deg.")
            return
        self._detail.show(None)  # the buttons apply to all of them
        self._detail.show_words("Alle oppringingene dine", counted(count, "oppringing", "oppringinger"))
        announce(self.ui.detail, f"Alle oppringingene dine, {count}. 6: gi til en annen.")
        for part in (self.ui.question, self.ui.buttons):
            part.show()
        self.ui.question.setText("Hva gjør du med dem?")
        self._outcomes.show([Choice("6", "Gi til en annen", "skriv hvem", self.ask_hand_over)], of_row=False)

    def ask_hand_over(self) -> None:
        """Offer all of the operator's callbacks to one person, who accepts each."""

        def give(receiver: str) -> None:
            self._tasks.run(self, lambda: self._callbacks.hand_over_shift(receiver), self._show_assigned, self._failed)

        self._questions.ask_hand_over(give)

    def _show_assigned(self, done: ShiftHandover) -> None:
        what = counted(done.count, "oppringing er", "oppringinger er")
        self._show_state(f"{what} tilbudt {done.receiver}. De er dine til de er godtatt.")

    def _do(
        self,
        work: Callable[[], Any],
        before: Callback | None = None,
        what: What = "",
        back: Callable[[], object] | None = None,
        said: str = "",
    ) -> None:
        """Run `work` on the worker. With the earlier callback in `before`, it can be undone (by `back`, if given), and
        the bar shows `what`; else `said` is announced. Until it is done, no older action can be undone instead."""
        self._undo_slot.forget(self)

        def done(result: Any) -> None:
            if before is not None:
                who = before.name or spoken_number(before.number) or "Ukjent innringer"
                undo = partial(self._do, back or (lambda: self._callbacks.undo(before)))
                self._undo_slot.set(self, f"{who}: {what if isinstance(what, str) else what(result)}.", undo)
            elif said:
                announce(self.ui.foot, said)

        self._tasks.run(self, work, done, self._failed)
