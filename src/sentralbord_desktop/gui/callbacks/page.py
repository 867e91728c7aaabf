"""Ring tilbake: overdue first, claimed in one key, an outcome by digit."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from sentralbord_desktop.domain.callbacks.callback import OUTCOMES, SETTLED, Callback
from sentralbord_desktop.domain.dates.clock import oslo
from sentralbord_desktop.domain.dates.parse_callback_time import read_moment
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.telephony.phone_numbers import is_phone_number, spoken_number
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui._generated.ui_callbacks import Ui_Callbacks
from sentralbord_desktop.gui.callbacks.columns import MAX_ATTEMPTS, callback_columns
from sentralbord_desktop.gui.callbacks.detail_panel import CallbackDetail
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.hints import NO_NUMBER
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.undo import UndoSlot
from sentralbord_desktop.gui.lists.inline_question import InlineQuestion
from sentralbord_desktop.gui.lists.list_table import ListTable
from sentralbord_desktop.gui.lists.outcome_buttons import Choice, OutcomeButtons
from sentralbord_desktop.gui.widgets.flow_layout import flow_in, let_flow
from sentralbord_desktop.gui.widgets.table_model import show_inside
from sentralbord_desktop.services.callbacks.callbacks import NOT_A_NUMBER, CallbackService
from sentralbord_desktop.services.session import OperatorSession


class CallbacksPage(QWidget):
    new_asked = Signal()
    answered = Signal(object)  # Callback: open the member and the right wizard
    letter_typed = Signal(str)
    put_away = Signal(object)  # asks again what was left half answered

    def __init__(
        self,
        callbacks: CallbackService,
        operator_session: OperatorSession,
        tasks: TaskRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._callbacks = callbacks
        self._operator_session = operator_session
        self._tasks = tasks
        self.ui = Ui_Callbacks()
        self.ui.setupUi(self)
        let_flow(self.ui.title)
        self._chips_row = flow_in(self.ui.chips)
        self.ui.panels.arrange("ring-tilbake", (0, 318))
        self._filter = "Alle"
        self._asked_about = 0
        self.list: ListTable[Callback] = ListTable(
            "ring-tilbake",
            self.ui.table,
            callback_columns(operator_session, callbacks.category_title),
            first=(0, Qt.SortOrder.AscendingOrder),
        )
        self.undo_slot = UndoSlot(self, self._do)
        self._detail = CallbackDetail(self.ui, operator_session, callbacks.category_title)
        self._outcomes = OutcomeButtons(self.ui.detail, self.ui.buttonsLayout)
        self._ask = InlineQuestion(self.ui.askLayout, self.ui.table)
        self._chips: dict[str, QPushButton] = {}
        self._build()

    @property
    def now(self) -> datetime:
        return self._operator_session.clock()

    def _build(self) -> None:
        ui = self.ui
        before: QWidget = ui.exportList
        for name in ("Alle", "Mine", "Forfalt", "Med frist"):
            chip = QPushButton(name)
            chip.setCheckable(True)
            chip.setProperty("chip", True)  # noqa: FBT003 - Qt
            chip.clicked.connect(lambda _=False, n=name: self._choose_filter(n))
            self._chips_row.addWidget(chip)
            self._chips[name] = chip
            QWidget.setTabOrder(before, chip)
            before = chip
        ui.body.hide()
        ui.foot.setText("Enter tar den i 15 minutter. Uten utfall blir den ledig igjen.")
        ui.detail.follow(ui.table)
        show_inside(ui.table, ui.empty)
        ui.new_.clicked.connect(self.new_asked)
        self._ask.put_away.connect(lambda *left: self.put_away.emit(lambda: self._ask_again(*left)))
        self.list.chosen.connect(self._show)
        self.list.activated.connect(lambda _: self.claim())
        self.list.offer(self._outcomes)
        ui.copyRow.clicked.connect(self.list.copy)
        ui.exportList.clicked.connect(lambda: self.list.save(self, "Ring tilbake"))
        ui.printList.clicked.connect(lambda: self.list.print(self, "Ring tilbake"))
        ui.detail.letter_typed.connect(self.letter_typed)
        copy = QShortcut(QKeySequence("Ctrl+C"), self)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self.copy_number)
        mine = QShortcut(QKeySequence.StandardKey.SelectAll, ui.table)
        mine.setContext(Qt.ShortcutContext.WidgetShortcut)
        mine.activated.connect(self._choose_mine)
        self._choose_filter("Alle")

    def show_callbacks(self, callbacks: Sequence[Callback]) -> None:
        self.list.show(callbacks, lambda c: c.id)
        self._count(callbacks)
        self._show_empty()

    def focus_list(self) -> None:
        self.ui.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _count(self, callbacks: Sequence[Callback]) -> None:
        for name, chip in self._chips.items():
            number = sum(1 for callback in callbacks if self._belongs(callback, name))
            chip.setText(f"{name}  {number}")

    def _belongs(self, callback: Callback, name: str) -> bool:
        mine = self._operator_session.sign in (callback.owner, callback.offered_to, callback.claimed_at(self.now))
        return {
            "Alle": True,
            "Mine": mine,
            "Forfalt": callback.is_overdue(self.now),
            "Med frist": callback.deadline is not None,
        }[name]

    def _choose_filter(self, name: str) -> None:
        self._filter = name
        for other, chip in self._chips.items():
            chip.setChecked(other == name)
        self.list.sorted.keep(lambda callback: self._belongs(callback, name))
        self._show_empty()

    def _show_empty(self) -> None:
        none = self.list.sorted.rowCount() == 0
        text = "Ingen å ringe tilbake." if self._filter == "Alle" else f"Ingen under «{self._filter}»."
        self.ui.empty.setText(f"{text} Ctrl+T avtaler en ny.")
        self.ui.empty.setVisible(none)

    def _show(self, callback: Callback | None) -> None:
        self._outcomes.show(self._choices(callback) if callback else [])
        self._detail.show(callback)
        another = callback is None or callback.id != self._asked_about
        if self._ask.is_open and another and not self._ask.stands:
            self._ask.close()  # a half-typed answer stands while the list is read again
        self._asked_about = callback.id if callback else 0

    def _choices(self, callback: Callback) -> list[Choice]:
        offered = callback.offered_to == self._operator_session.sign
        return [
            Choice("1", "Svarte", "åpner henvendelsen", lambda: self._answered(callback)),
            Choice("2", "Ikke svar", "på nytt om en time", lambda: self._tried(callback, "ikke_svar")),
            Choice("3", "Opptatt", "på nytt om 15 min", lambda: self._tried(callback, "opptatt")),
            Choice("4", "Feil nummer", "skriv et nytt", lambda: self._wrong(callback)),
            Choice("5", "Flytt", "velg tid", lambda: self._move(callback)),
            Choice("6", "Gi til en annen", "skriv hvem", lambda: self._give(callback)),
            Choice("7", "La igjen beskjed", "", lambda: self._tried(callback, "beskjed")),
            Choice("8", "Slipp", "blir ledig igjen", lambda: self._do(lambda: self._callbacks.release(callback))),
            *(
                [Choice("9", "Godta", "den er din", lambda: self._do(lambda: self._callbacks.accept(callback)))]
                if offered
                else []
            ),
            Choice("0", "Ordnet", "trengs ikke lenger", lambda: self._tried(callback, SETTLED)),
        ]

    # ------------------------------------------------------------------ what the operator does

    def claim(self) -> None:
        """Enter: hold it for fifteen minutes."""
        callback = self.list.current
        if callback is None:
            return
        holder = callback.claimed_at(self.now)
        if holder and holder != self._operator_session.sign:
            self._ask.ask_yes(f"{holder} har den. Ta over?", lambda: self._take_over(callback))
            return
        self._do(lambda: self._callbacks.claim(callback))
        self.ui.detail.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_next(self) -> None:
        """Ctrl+J: the most urgent that may be rung now is yours."""
        self._choose_filter("Alle")
        self._tasks.run(self, self._callbacks.claim_next, self._mine_now, self._failed)

    def _mine_now(self, callback: Callback | None) -> None:
        if callback is None:
            self._show_state("Ingen skal ringes nå.")
            return
        self.ui.foot.setText(f"{callback.name or spoken_number(callback.number)} er din i et kvarter.")
        if self.list.choose(lambda other: other.id == callback.id) and self.isVisible():
            self.ui.detail.setFocus(Qt.FocusReason.OtherFocusReason)

    def copy_number(self) -> None:
        """Ctrl+C with nothing marked: the number, and the callback is yours."""
        if numbers := self.numbers():
            number = numbers[0][1]
            self.list.let_out("kopi av nummer: oppringinger", lambda: QApplication.clipboard().setText(number))
            self.hold()
        else:
            self._show_state(NO_NUMBER)

    def numbers(self) -> list[tuple[str, str]]:
        """What Ctrl+D rings."""
        callback = self.list.current
        return [(callback.name, callback.number)] if callback and callback.number else []

    def hold(self) -> None:
        """Whoever is rung now is yours, when nobody else has it."""
        callback = self.list.current
        if callback is not None and callback.number and not callback.claimed_at(self.now):
            self._do(lambda: self._callbacks.claim(callback))

    def _take_over(self, callback: Callback) -> None:
        self._do(lambda: self._callbacks.take_over(callback))

    def _answered(self, callback: Callback) -> None:
        self.answered.emit(callback)

    def _tried(self, callback: Callback, outcome: str) -> None:
        vain = sum(1 for a in callback.attempts if a.outcome == "ikke_svar")
        self._do(lambda: self._callbacks.attempt(callback, outcome), callback, OUTCOMES[outcome].lower())
        if outcome == "ikke_svar" and vain + 1 >= MAX_ATTEMPTS:
            self._ask.ask(
                f"Tredje gang uten svar hos {callback.name or spoken_number(callback.number)}. Send SMS «vi prøvde»?",
                "Enter sender, Esc lar være",
                lambda _: self._do(lambda: self._callbacks.send_tried_sms(callback)),
                stands=True,
            )

    def _wrong(self, callback: Callback) -> None:
        self._ask.ask("Riktig nummer?", "990 00 000", lambda text: self._number(callback, text), callback.id)

    def _number(self, callback: Callback, text: str) -> str | None:
        if text.strip() and not is_phone_number(text):
            return NOT_A_NUMBER
        self._do(lambda: self._callbacks.wrong_number(callback, text), callback, "feil nummer")
        return None

    def _move(self, callback: Callback) -> None:
        def moved(text: str) -> str | None:
            due, window = read_moment(text, oslo(self.now))
            if due is None and not window:
                return "Skriv for eksempel «i morgen 10»."
            self._do(lambda: self._callbacks.move(callback, due, window[:60]), callback, "flyttet")
            return None

        self._ask.ask("Når skal vi ringe?", "i morgen 10, onsdag 14.30", moved, callback.id)

    def _give(self, callback: Callback) -> None:
        def given(text: str) -> str | None:
            if not text:
                return "Skriv initialene eller navnet."
            self._do(lambda: self._callbacks.give(callback, text), callback, "gitt til en annen")
            return None

        self._ask.ask("Hvem skal ringe?", "Initialer eller navn", given, callback.id)

    def _ask_again(self, about: int, ask: Callable[[], None]) -> None:
        """Of its own callback, whichever is chosen by now."""
        if about and not self.list.choose(lambda callback: callback.id == about):
            self._choose_filter("Alle")
            if not self.list.choose(lambda callback: callback.id == about):
                self._show_state("Oppringingen er ikke i listen lenger. Avtal en ny med Ctrl+T.")
                return
        ask()

    def _choose_mine(self) -> None:
        """Ctrl+A: all of mine at once; they can be given to somebody."""
        count = sum(1 for c in self.list.model.values if self._belongs(c, "Mine"))
        if not count:
            self.ui.foot.setText("Du har ingen oppringinger å gi fra deg.")
            return
        self._detail.show(None)  # what is below is about none of them alone
        for part in (self.ui.who, self.ui.whoIds, self.ui.question, self.ui.buttons):
            part.show()
        self.ui.question.setText("Hva gjør du med dem?")
        self.ui.who.setText("Alle oppringingene dine")
        self.ui.whoIds.setText(counted(count, "oppringing", "oppringinger"))
        self._outcomes.show([Choice("6", "Gi til en annen", "skriv hvem", self.ask_hand_over)], of_row=False)

    def ask_hand_over(self) -> None:
        """At the end of the shift: all of mine to one person, who says yes to each."""

        def given(text: str) -> str | None:
            if not text:
                return "Skriv initialene eller navnet."
            self._tasks.run(
                self,
                lambda: self._callbacks.hand_over_shift(text),
                lambda told: self._show_assigned(*told),
                self._failed,
            )
            return None

        self._ask.ask("Hvem tar over oppringingene dine?", "Initialer eller navn", given)

    def _show_assigned(self, count: int, receiver: str) -> None:
        what = counted(count, "oppringing er", "oppringinger er")
        self.ui.foot.setText(f"{what} tilbudt {receiver}. De er dine til de er godtatt.")

    def _do(self, work: Callable[[], Any], before: Callback | None = None, what: str = "") -> None:
        """Work on the worker; gives nothing back, so that it can end an answer too. With what it was `before`,
        it can be taken back."""

        if before is None:
            self.undo_slot.forget()

        def done(_: object) -> None:
            if before is not None:
                who = before.name or spoken_number(before.number) or "Ukjent innringer"
                self.undo_slot.set(f"{who}: {what}.", lambda: self._callbacks.undo(before))

        self._tasks.run(self, work, done, self._failed)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, SwitchboardError):
            self._show_state(str(error))
        else:
            self._tasks.failed.emit(error)

    def _show_state(self, sentence: str) -> None:
        self.ui.foot.setText(sentence)
        announce(self.ui.foot, sentence)
