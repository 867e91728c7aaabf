"""Utboks: messages not sent yet, sent, failed, and to be sent by hand."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

from sentralbord_desktop.domain.dates.clock import today
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.domain.messages.sending_reach import OutboxContent, SendingReach
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui._generated.ui_outbox import Ui_Outbox
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.letter import NO_PLACE
from sentralbord_desktop.gui.core.page import ListPage
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.undo import UndoSlot
from sentralbord_desktop.gui.core.unsaved_forms import UnsavedForms
from sentralbord_desktop.gui.lists.list_table import ListOrder, ListTable
from sentralbord_desktop.gui.lists.outcome_buttons import OutcomeButtons
from sentralbord_desktop.gui.lists.row_folds import HEADING_KEYS
from sentralbord_desktop.gui.lists.state_line import show_state
from sentralbord_desktop.gui.messages.address_rows import AddressRows
from sentralbord_desktop.gui.messages.columns import KINDS, outbox_columns, outbox_grouping
from sentralbord_desktop.gui.messages.detail_texts import OPENED, alert_of, question_of, short_state, words_of
from sentralbord_desktop.gui.messages.drop_question import DropQuestion
from sentralbord_desktop.gui.messages.letter_output import ask_pdf, letter_of
from sentralbord_desktop.gui.messages.message_choices import MessageActs, choices_of
from sentralbord_desktop.gui.messages.paper import outbox_paper
from sentralbord_desktop.gui.widgets.flow_layout import let_flow
from sentralbord_desktop.gui.widgets.table_model import show_inside
from sentralbord_desktop.services.messages.outbox import OutboxService, mail_link
from sentralbord_desktop.services.session import OperatorSession

HIDDEN_TEXT = "Teksten er skjult for deg. Be en operatør sende den."
MAX_MAILTO_CHARS = 1800
"""Windows cuts a longer mailto link; the text is copied instead."""
DETAIL, LIST = 760, 470
"""Pixels at 100 %: at window width 1366 a mail is read without scrolling, and a row of the list shows its subject."""
OUTBOX_HELP = "Det som venter, kan hentes tilbake. Det som er sendt, kan ikke det."
BY_HAND_HERE = "Sendes for hånd på denne PC-en"
COPIED = "Kopiert."
NO_PROGRAM = "Fikk ikke åpnet e-postprogrammet. Teksten er kopiert."
WAITS_ONLY = "Bare det som venter, kan hentes tilbake."


class OutboxPage(ListPage, QWidget):
    letter_typed = Signal(str)
    reopen_asked = Signal(str)

    def __init__(
        self,
        outbox: OutboxService,
        operator_session: OperatorSession,
        tasks: TaskRunner,
        undo_slot: UndoSlot,
        unsaved_forms: UnsavedForms,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._outbox, self._operator_session, self._tasks = outbox, operator_session, tasks
        self._undo_slot, self._reach = undo_slot, SendingReach()
        self.ui = ui = Ui_Outbox()
        ui.setupUi(self)
        self._show_state = partial(show_state, ui.foot)
        let_flow(ui.title)
        ui.panels.arrange("meldinger", (0, DETAIL), least=0.43, rest=LIST)
        columns = outbox_columns(lambda: operator_session.clock(), lambda: self._reach)
        self.list: ListTable[Outgoing] = ListTable(
            "utboks",
            ui.table,
            columns,
            50,
            first=ListOrder(1, Qt.SortOrder.DescendingOrder),
            grouping=outbox_grouping(lambda: operator_session.clock()),
        )
        self.list.paper = outbox_paper(operator_session.clock, lambda: self._reach.settings.undo_seconds)
        self.list.paper_line = lambda count: f"alle, {counted(count, 'beskjed', 'beskjeder')}"
        self._outcomes = OutcomeButtons(ui.detail, ui.buttonsLayout, framed="12")
        self._addresses = AddressRows(ui.addressesLayout, self._copy_address)
        self._drop_question = DropQuestion(
            ui.askLayout, ui.table, unsaved_forms, self._drop, self._choose_waiting, (ui.question, ui.buttons)
        )
        self._shown = ""  # the id of the message whose detail is shown
        self._copied: set[str] = set()
        """The ids of messages whose text was copied here, because no mail program was opened."""
        self._acts = self._make_acts()
        self._build()
        self._connect()

    def _make_acts(self) -> MessageActs:
        def do(work: Callable[[Outgoing], Any], said: str) -> Callable[[Outgoing], object]:
            return lambda message: self._do(partial(work, message), partial(self._show_done, message, said))

        outbox = self._outbox
        return MessageActs(
            send_now=do(outbox.send_now, "sendes nå"),
            open=self._open,
            copy=self._copy,
            copy_number=lambda message: self.list.let_out("kopi: utboks", lambda: self._put(message.to_address)),
            say_sent=do(outbox.handed_over, "ført som sendt"),
            say_not_sent=do(outbox.not_after_all, "ble ikke sendt"),
            say_arrived=do(outbox.did_leave, "kom fram"),
            drop=self._drop_question.ask,
            bring_back=do(outbox.after_all, "skal sendes likevel"),
            answer_for=do(outbox.answer_for, "mottakeren er varslet"),
            print_letter=self._print_letter,
            save_letter=self._save_letter,
        )

    def _build(self) -> None:
        ui = self.ui
        ui.detail.follow(ui.table)
        show_inside(ui.table, ui.empty)
        ui.foot.setText(OUTBOX_HELP)
        self.list.offer(self._outcomes, copies=True)

    def _connect(self) -> None:
        ui = self.ui
        self.list.chosen.connect(self._show)
        self.list.activated.connect(lambda message: self._open(message) if message and message.waits else None)
        self.list.offer_whole(ui.more, self, "Utboks")
        ui.detail.letter_typed.connect(self.letter_typed)

    def refresh(self, content: OutboxContent) -> None:
        messages, self._reach = content.messages, content.reach
        self.ui.sub.setText(BY_HAND_HERE if not any(map(self._reach.settings.sends, KINDS)) else "")
        self.list.show(messages, lambda o: o.id)
        self.ui.empty.setText(self._operator_session.operator.of_empty("Alt er sendt."))
        self.ui.empty.setVisible(not messages)

    def submit(self) -> bool:
        """Ctrl+Enter: drop the message for the typed reason."""
        return self._drop_question.submit()

    def undo(self) -> bool:
        """Ctrl+Z: reopen the inquiry of the chosen message, while the message is not sent; a dropped message is taken
        back."""
        message = self.list.current
        if message is not None and message.is_dropped:
            self._acts.bring_back(message)
        elif message is None or not message.waits:
            other = " Ble den ikke sendt likevel, trykk 5." if message and message.state == "overlatt" else ""
            self._show_state(WAITS_ONLY + other)
        elif message.inquiry_id is None:
            self._drop_question.ask(message)
        else:
            self.reopen_asked.emit(message.inquiry_id)
        return True

    def focus_list(self) -> None:
        """Choose a message that needs an operator, when the chosen one is done."""
        chosen, moment = self.list.current, self._operator_session.clock()
        if chosen is None or not (chosen.waits or chosen.needs_hand):
            self.list.choose(lambda message: message.needs_hand or message.is_trouble(moment))
        self.ui.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, message: Outgoing | None) -> None:
        ui = self.ui
        self._drop_question.stay_with(message)
        for part in (ui.urgent, ui.state, ui.addresses, ui.body, ui.alert, ui.footLine):
            part.setVisible(message is not None)
        if message is None:
            self._show_none()
        else:
            self._show_message(message)
        ui.detail.setVisible(message is not None or bool(self.list.heading))

    def _show_none(self) -> None:
        """A heading is chosen, or the list is empty."""
        ui, focus = self.ui, QApplication.focusWidget()
        self._outcomes.show([])
        ui.who.setText(self.list.heading)
        ui.question.setText(HEADING_KEYS)
        if not self.list.heading and focus is not None and (focus is ui.detail or ui.detail.isAncestorOf(focus)):
            self.focus_list()

    def _show_message(self, message: Outgoing) -> None:
        ui = self.ui
        if message.id != self._shown:
            self._shown = message.id
            ui.foot.setText(OUTBOX_HELP)
        ui.who.setText(KINDS.get(message.kind, message.kind))
        ui.urgent.setVisible(message.is_urgent)
        self._addresses.show(message)
        ui.body.show_text(message.body)
        moment, undo_seconds = self._operator_session.clock(), self._reach.settings.undo_seconds
        sign, is_copied = self._operator_session.sign, message.id in self._copied
        ui.question.setText(question_of(message, moment, undo_seconds, sign, is_copied=is_copied))
        ui.state.setText(short_state(message))
        theme.restyle(ui.state, tone="danger" if message.is_pressing(moment) else "")
        alert = alert_of(message, moment, self._reach)
        ui.alert.setVisible(bool(alert))
        ui.alertText.setText(alert)
        self._outcomes.show(choices_of(message, self._reach, today(moment), self._acts))

    # ------------------------------------------------------------------ not to be sent

    def _drop(self, message: Outgoing, reason: str) -> None:
        """Drop the message; Ctrl+Z takes it back."""

        def dropped() -> None:
            gone = message.model_copy(update={"state": "trukket"})
            sentence = f"{KINDS.get(message.kind, message.kind)} til {message.to_label} skal ikke sendes."
            self.ui.foot.setText(OUTBOX_HELP)
            self._undo_slot.set(self, sentence, partial(self._acts.bring_back, gone))

        self._do(partial(self._outbox.drop, message, reason), dropped)

    def _choose_waiting(self, message_id: str) -> bool:
        found = self.list.choose(lambda message: message.id == message_id and message.waits)
        if not found:
            self._show_state("Meldingen venter ikke lenger. Listen er lest på nytt.")
        return found

    # ------------------------------------------------------------------ by hand

    def _print_letter(self, message: Outgoing) -> None:
        letter = letter_of(message, self._reach.settings.letterhead)

        def print_letter() -> None:
            letter.print(self)

        self.list.let_out("utskrift: brev", print_letter)

    def _save_letter(self, message: Outgoing) -> None:
        letter, path = letter_of(message, self._reach.settings.letterhead), ask_pdf(self)

        def write() -> None:
            try:
                if path is not None:
                    letter.save(path)
            except OSError:
                self._show_state(NO_PLACE)

        if path is not None:
            self.list.let_out("brev som PDF", write)

    def _open(self, message: Outgoing) -> None:
        """Pass it to the mail program, or copy it; the operator confirms afterwards whether it was sent."""
        if not message.body:
            self._show_state(HIDDEN_TEXT)
        elif message.kind == "sms":
            text = f"{message.to_address}\n\n{message.body}".strip()
            self.list.let_out("kopi: utboks", lambda: self._put(text, message))
        else:
            self.list.let_out("åpnet i e-postprogrammet", lambda: self._open_mail(message))

    def _open_mail(self, message: Outgoing) -> None:
        link = mail_link(message)
        if len(link) > MAX_MAILTO_CHARS:
            QApplication.clipboard().setText(message.body)
            link = mail_link(message.model_copy(update={"body": "(Lim inn teksten: Ctrl+V)"}))
        if QDesktopServices.openUrl(QUrl(link)):
            self._copied.discard(message.id)
            self._show_state(OPENED)
            self._do(partial(self._outbox.opened, message))
        else:
            self._put(words_of(message), message)
            self._show_state(NO_PROGRAM)

    def _copy(self, message: Outgoing) -> None:
        """Copy a text. For a message to be sent by hand, ask whether it was sent, because it may be sent that way."""
        if not message.body:
            self._show_state(HIDDEN_TEXT)
            return
        overdue = message.is_overdue(self._operator_session.clock())
        by_hand = message if message.waits and (message.needs_hand or overdue) else None
        self.list.let_out("kopi: utboks", lambda: self._put(words_of(message), by_hand))

    def _copy_address(self, text: str) -> None:
        self.list.let_out("kopi: utboks", lambda: self._put(text))

    def show_row(self, row_id: object) -> None:
        """F7: choose the urgent message, and open it in the mail program."""
        if self.list.choose(lambda message: message.id == row_id) and (chosen := self.list.current):
            self._open(chosen)

    def _put(self, text: str, by_hand: Outgoing | None = None) -> None:
        QApplication.clipboard().setText(text)
        self._show_state(COPIED)
        if by_hand is not None:
            self._copied.add(by_hand.id)
            self._do(partial(self._outbox.opened, by_hand))

    def _do(self, work: Callable[[], Any], then: Callable[[], None] = lambda: None) -> None:
        self._undo_slot.forget(self)
        self._tasks.run(self, work, lambda _: then(), self._tasks.refusal(self._show_state))

    def _show_done(self, message: Outgoing, said: str) -> None:
        self.ui.foot.setText(OUTBOX_HELP)
        announce(self.ui.foot, f"{KINDS.get(message.kind, message.kind)} til {message.to_label}: {said}.")
