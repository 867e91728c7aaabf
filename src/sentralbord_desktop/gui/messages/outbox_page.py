"""Utboks: messages not sent yet, sent, failed, and to be sent by hand."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QGridLayout, QToolButton

from sentralbord_desktop.domain.dates.calendar import long_date
from sentralbord_desktop.domain.dates.clock import clock, today
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.messages.outgoing import OUTGOING_STATES, Outgoing
from sentralbord_desktop.domain.messages.sending_reach import OutboxContent, SendingReach
from sentralbord_desktop.domain.messages.settings import Letterhead
from sentralbord_desktop.gui._generated.ui_outbox import Ui_Outbox
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.letter import NO_PLACE, Letter
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.lists.grouped_model import HEADING_KEYS
from sentralbord_desktop.gui.lists.list_context import ListContext
from sentralbord_desktop.gui.lists.list_page import ListPage
from sentralbord_desktop.gui.lists.list_table import ListOrder
from sentralbord_desktop.gui.lists.outcome_buttons import Choice
from sentralbord_desktop.gui.messages.columns import (
    KINDS,
    address_of,
    outbox_columns,
    outbox_grouping,
    outbox_paper,
    promised,
    state_of,
)
from sentralbord_desktop.gui.widgets.labels import clear, label
from sentralbord_desktop.gui.widgets.table_model import show_inside
from sentralbord_desktop.services.messages.outbox import OutboxService, check_reason, mail_link
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
OPENED, TEXT_COPIED, SMS_COPIED = (
    f"{how} Er den sendt?"
    for how in ("E-postprogrammet er åpnet.", "Teksten er kopiert.", "Nummer og tekst er kopiert.")
)
WHY, HINT = "Hvorfor skal den ikke sendes?", "ringte DS kl. 14.20"
WHY_KEYS = "Ctrl+Enter Skal ikke sendes · Esc Avbryt"
COPIES = {"Til": "Kopier mottakeren", "Kopi": "Kopier mottakeren av kopien", "Emne": "Kopier emnet"}
"""Name of a row -> the name of its button."""
SENDS = {
    "klar": "Send nå",
    "bekreft": "Adressen er riktig, send",
    "usikker": "Den kom ikke fram, send igjen",
    "feilet": "Prøv igjen",
}
"""State -> what sends it now."""
Act = Callable[[Outgoing], object]


def words_of(message: Outgoing) -> str:
    """Subject and text."""
    return "\n\n".join(part for part in (message.subject, message.body) if part)


def short_state(message: Outgoing) -> str:
    """The words beside the heading: «ikke sendt» while it waits, else the state."""
    if message.waits:
        return "ikke sendt"
    return "skal ikke sendes" if message.is_dropped else OUTGOING_STATES.get(message.state, message.state)


def question_of(message: Outgoing, moment: datetime, undo_seconds: int, sign: str, *, is_copied: bool) -> str:
    """The question that the buttons answer. `sign`: the present operator's initials. `is_copied`: the text was copied,
    no program was opened."""
    if message.state != "apnet":
        state = state_of(message, moment, undo_seconds)
        return state[:1].upper() + state[1:]
    if message.moved_by != sign and message.handed_over:
        return f"Åpnet kl. {clock(message.handed_over)} av {message.moved_by}. Er den sendt?"
    if message.kind == "sms":
        return SMS_COPIED
    return TEXT_COPIED if is_copied else OPENED


def alert_of(message: Outgoing, moment: datetime, reach: SendingReach) -> str:
    """What the operator must know; «» for nothing."""
    if message.state == "bekreft":
        return "Adressen er utenfor forbundet. E-posten går ikke før du har bekreftet den."
    if message.state == "usikker":
        return f"{message.reason} Spør mottakeren før du velger.".strip()
    if message.is_dropped:
        return f"Grunn: {message.reason}" if message.reason else ""
    if message.state == "klar" and message.not_before is not None:
        return _why_not_sent(message, moment, reach)
    return message.reason if message.state in {"klar", "feilet"} else ""


def _why_not_sent(message: Outgoing, moment: datetime, reach: SendingReach) -> str:
    """For a message that is sent automatically: when it was due, and why it was not sent."""
    obstacle, late = reach.obstacle(message.kind), ""
    if message.is_overdue(moment):
        late = f"Skulle vært sendt kl. {clock(promised(message, reach.settings.undo_seconds))}."
        if obstacle:
            start = ", eller start en pult som kan sende" if reach.is_shared else ""
            obstacle = f"{obstacle} Send den for hånd{start}."
    return " ".join(filter(None, (late, obstacle, message.reason)))


def warning_of(message: Outgoing) -> str:
    """The warning above the question, for a message that the procedure demands; «» for others."""
    who = "DS" if message.target.endswith(":DS") else "mottakeren"
    return f"Prosedyren sier at denne skal sendes. Er {who} varslet på en annen måte?" if message.must_be_sent else ""


def letter_of(message: Outgoing, head: Letterhead) -> Letter:
    day = long_date(today(message.created), year=True)
    return Letter(head.lines, message.letter_to, f"{head.place}, {day}" if head.place else day, message.letter)


class AddressRow(NamedTuple):
    """`copied` is «» where there is nothing to paste."""

    name: str
    text: str
    copied: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


def rows_of(message: Outgoing) -> list[AddressRow]:
    address = address_of(message)
    who = ", ".join(filter(None, (message.to_label, address))) if address else f"{message.to_label}, uten adresse"
    rows = [AddressRow("Til", who, message.to_address)]
    if message.copy_to:
        rows.append(AddressRow("Kopi", message.copy_to, message.copy_to))
    if message.subject:
        rows.append(AddressRow("Emne", message.subject, message.subject))
    return rows


class AddressRows:
    def __init__(self, place: QGridLayout, copy: Callable[[str], object]) -> None:
        self._place, self._copy = place, copy
        self._shown: Sequence[AddressRow] = ()

    def show(self, message: Outgoing) -> None:
        """Show the rows; rebuilt only when they differ, so that a refresh keeps the focus."""
        rows = rows_of(message)
        if rows == self._shown:
            return
        self._shown = rows
        clear(self._place)
        for place, (name, text, copied) in enumerate(rows):
            self._place.addWidget(label(name, "meta"), place, 0, Qt.AlignmentFlag.AlignTop)
            words = label(text, "strong" if name == "Emne" else "", wrap=True)
            words.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._place.addWidget(words, place, 1)
            if copied:
                self._place.addWidget(self._button(name, copied), place, 2, Qt.AlignmentFlag.AlignTop)

    def _button(self, name: str, copied: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(theme.current().icon("copy", "text2", size=16))
        button.setAccessibleName(COPIES[name])
        give_tip(button, COPIES[name])
        button.setIconSize(QSize(16, 16) * theme.current().text_scale)
        button.setMaximumHeight(theme.current().scaled(20))
        set_flags(button, "caret")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(partial(self._copy, copied))
        return button


class OutboxPage(ListPage[Outgoing]):
    page, gone = "outbox", "Meldingen venter ikke lenger. Listen er lest på nytt."
    reopen_asked = Signal(str)

    def __init__(self, context: ListContext, outbox: OutboxService, operator_session: OperatorSession) -> None:
        super().__init__(context, Ui_Outbox(), "meldinger", (0, DETAIL), least=0.43, rest=LIST, framed="12")
        self._outbox, self._operator_session, self._reach = outbox, operator_session, SendingReach()
        ui = self.ui
        self.make_list(
            "utboks",
            ui.table,
            outbox_columns(self._now, lambda: self._reach),
            outbox_paper(self._now, lambda: self._reach.settings.undo_seconds),
            outbox_grouping(self._now),
            first=ListOrder(1, Qt.SortOrder.DescendingOrder),
            copies=True,
        )
        self._addresses = AddressRows(ui.addressesLayout, partial(self._let_out_copy, None))
        self._question = self.ask_in_panel()
        self._question.closed.connect(lambda: self._make_room(asked=False))
        self._shown = ""  # the id of the message whose detail is shown
        self._copied: set[str] = set()
        """The ids of messages whose text was copied here, because no mail program was opened."""
        show_inside(ui.table, ui.empty)
        ui.foot.setText(OUTBOX_HELP)

    def _now(self) -> datetime:
        return self._operator_session.clock()

    # ------------------------------------------------------------------ the list

    def refresh(self, content: OutboxContent) -> None:
        messages, self._reach = content.messages, content.reach
        self.ui.sub.setText(BY_HAND_HERE if not any(map(self._reach.settings.sends, KINDS)) else "")
        self.list.show(messages, lambda o: o.id)
        self.ui.empty.setText(self._operator_session.operator.of_empty("Alt er sendt."))
        self.ui.empty.setVisible(not messages)

    def focus_list(self) -> None:
        """Choose a message that needs an operator, when the chosen one is done."""
        chosen, moment = self.list.current, self._now()
        if chosen is None or not (chosen.waits or chosen.needs_hand):
            self.list.choose(lambda message: message.needs_hand or message.is_trouble(moment))
        super().focus_list()

    def show_row(self, row_id: object) -> None:
        """F7: choose the urgent message, and open it in the mail program."""
        if self.choose(row_id) and (chosen := self.list.current):
            self._hand_over(chosen)

    def open(self, message: Outgoing) -> None:
        if message.waits:
            self._hand_over(message)

    def undo(self) -> bool:
        """Ctrl+Z: reopen the inquiry of the chosen message, while the message is not sent; a dropped message is taken
        back."""
        message = self.list.current
        if message is not None and message.is_dropped:
            self._bring_back(message)
        elif message is None or not message.waits:
            other = " Ble den ikke sendt likevel, trykk 5." if message and message.state == "overlatt" else ""
            self.show_state(WAITS_ONLY + other)
        elif message.inquiry_id is None:
            self._ask_why(message)
        else:
            self.reopen_asked.emit(message.inquiry_id)
        return True

    # ------------------------------------------------------------------ the chosen message

    def asks_about(self, message: Outgoing | None) -> object:
        return message.id if message and message.waits else None

    def has_panel(self, message: Outgoing | None) -> bool:
        return message is not None or bool(self.list.heading)

    def details(self, message: Outgoing | None) -> None:
        ui = self.ui
        for part in (ui.urgent, ui.state, ui.addresses, ui.body, ui.alert, ui.footLine):
            part.setVisible(message is not None)
        if message is None:
            self._show_none()
            return
        if message.id != self._shown:
            self._shown = message.id
            ui.foot.setText(OUTBOX_HELP)
        ui.who.setText(KINDS.get(message.kind, message.kind))
        ui.urgent.setVisible(message.is_urgent)
        self._addresses.show(message)
        ui.body.show_text(message.body)
        moment, undo_seconds = self._now(), self._reach.settings.undo_seconds
        sign, is_copied = self._operator_session.sign, message.id in self._copied
        ui.question.setText(question_of(message, moment, undo_seconds, sign, is_copied=is_copied))
        ui.state.setText(short_state(message))
        theme.restyle(ui.state, tone="danger" if message.is_pressing(moment) else "")
        alert = alert_of(message, moment, self._reach)
        ui.alert.setVisible(bool(alert))
        ui.alertText.setText(alert)

    def _show_none(self) -> None:
        """A heading is chosen, or the list is empty."""
        ui, focus = self.ui, QApplication.focusWidget()
        ui.who.setText(self.list.heading)
        ui.question.setText(HEADING_KEYS)
        if not self.list.heading and focus is not None and (focus is ui.detail or ui.detail.isAncestorOf(focus)):
            self.focus_list()

    def choices(self, message: Outgoing) -> list[Choice]:
        """1 and 2 send or open it, 3 and 4 copy, 5 records the result, 6 drops it or takes it back, 7 and 8 are for the
        letter. A digit means the same before and after it was opened: what says «sent» is never where what sends was."""
        rows = [*self._ways(message), ("3", "Kopier teksten", self._copy)]
        if message.kind == "sms":
            rows.append(("4", "Kopier nummeret", lambda o: self._let_out_copy(None, o.to_address)))
        rows += self._outcomes_of(message)
        if message.letter:
            rows += [("7", "Skriv ut brevet", self._print_letter), ("8", "Lagre brevet som PDF", self._save_letter)]
        return [Choice(digit, text, "", partial(act, message)) for digit, text, act in rows]

    def _ways(self, message: Outgoing) -> list[tuple[str, str, Act]]:
        by_hand, again = "Åpne i e-postprogrammet", "Nei, åpne igjen"
        if message.kind == "sms":
            by_hand, again = "Kopier nummer og tekst", "Nei, kopier igjen"
        can_send = self._reach.settings.sends(message.kind) and not self._reach.obstacle(message.kind)
        ways: list[tuple[str, str, Act]] = []
        if can_send and message.state in SENDS:
            ways.append(("1", SENDS[message.state], self._doing(self._outbox.send_now, "sendes nå")))
        if message.waits:
            is_opened = message.state == "apnet"
            ways.append(("2" if can_send else "1", again if is_opened else by_hand, self._hand_over))
        return ways

    def _outcomes_of(self, message: Outgoing) -> list[tuple[str, str, Act]]:
        outbox, doing = self._outbox, self._doing
        if message.waits:
            sent = ("5", "Ja, sendt", doing(outbox.handed_over, "ført som sendt"))
            return [*([sent] if message.state == "apnet" else []), ("6", "Skal ikke sendes", self._ask_why)]
        if message.state == "usikker":
            return [("5", "Den kom fram", doing(outbox.did_leave, "kom fram"))]
        if message.state == "overlatt":
            return [("5", "Ble ikke sendt likevel", doing(outbox.not_after_all, "ble ikke sendt"))]
        if message.state == "trukket":
            knows = ("5", "Mottakeren er varslet", doing(outbox.answer_for, "mottakeren er varslet"))
            is_owed = message.is_owed(today(self._now()))
            return [*([knows] if is_owed else []), ("6", "Skal sendes likevel", self._bring_back)]
        return []

    # ------------------------------------------------------------------ not to be sent

    def _ask_why(self, message: Outgoing) -> None:
        """Ask for the reason, which is added to the record."""

        def answered(text: str) -> str | None:
            try:
                reason = check_reason(text)
            except SwitchboardError as error:
                return str(error)
            self._drop(message, reason)
            return None

        self._question.ask(WHY, HINT, answered, message.id, warning=warning_of(message), keys=WHY_KEYS)
        self._make_room(asked=True)

    def _make_room(self, *, asked: bool) -> None:
        for widget in (self.ui.question, self.ui.buttons):
            widget.setVisible(not asked)

    def submit(self) -> bool:
        """Ctrl+Enter: drop the message for the typed reason."""
        return self._question.submit()

    def ask_again(self, row_id: object, ask: Callable[[], None]) -> None:
        """About a message that still waits."""
        if self.list.choose(lambda message: message.id == row_id and message.waits):
            ask()
        else:
            self.show_state(self.gone)

    def _drop(self, message: Outgoing, reason: str) -> None:
        """Drop the message; Ctrl+Z takes it back."""

        def dropped(_: object) -> None:
            gone = message.model_copy(update={"state": "trukket"})
            sentence = f"{KINDS.get(message.kind, message.kind)} til {message.to_label} skal ikke sendes."
            self.ui.foot.setText(OUTBOX_HELP)
            self.context.undo_slot.set(self, sentence, partial(self._bring_back, gone))

        self.do(partial(self._outbox.drop, message, reason), dropped)

    def _bring_back(self, message: Outgoing) -> None:
        self._doing(self._outbox.after_all, "skal sendes likevel")(message)

    # ------------------------------------------------------------------ by hand

    def _print_letter(self, message: Outgoing) -> None:
        letter = letter_of(message, self._reach.settings.letterhead)
        self.list.let_out("utskrift: brev", lambda: letter.print(self))

    def _save_letter(self, message: Outgoing) -> None:
        letter = letter_of(message, self._reach.settings.letterhead)
        chosen, _ = QFileDialog.getSaveFileName(self, "Lagre brevet", "brev.pdf", "PDF (*.pdf)")

        def write() -> None:
            try:
                letter.save(Path(chosen))
            except OSError:
                self.show_state(NO_PLACE)

        if chosen:
            self.list.let_out("brev som PDF", write)

    def _hand_over(self, message: Outgoing) -> None:
        """Pass it to the mail program, or copy it; the operator confirms afterwards whether it was sent."""
        if not message.body:
            self.show_state(HIDDEN_TEXT)
        elif message.kind == "sms":
            self._let_out_copy(message, f"{message.to_address}\n\n{message.body}".strip())
        else:
            self.list.let_out("åpnet i e-postprogrammet", lambda: self._open_mail(message))

    def _open_mail(self, message: Outgoing) -> None:
        link = mail_link(message)
        if len(link) > MAX_MAILTO_CHARS:
            QApplication.clipboard().setText(message.body)
            link = mail_link(message.model_copy(update={"body": "(Lim inn teksten: Ctrl+V)"}))
        if QDesktopServices.openUrl(QUrl(link)):
            self._copied.discard(message.id)
            self.show_state(OPENED)
            self.do(partial(self._outbox.opened, message))
        else:
            self._put(words_of(message), message)
            self.show_state(NO_PROGRAM)

    def _copy(self, message: Outgoing) -> None:
        """Copy a text. For a message to be sent by hand, ask whether it was sent, because it may be sent that way."""
        if not message.body:
            self.show_state(HIDDEN_TEXT)
            return
        by_hand = message.waits and (message.needs_hand or message.is_overdue(self._now()))
        self._let_out_copy(message if by_hand else None, words_of(message))

    def _let_out_copy(self, by_hand: Outgoing | None, text: str) -> None:
        self.list.let_out("kopi: utboks", lambda: self._put(text, by_hand))

    def _put(self, text: str, by_hand: Outgoing | None) -> None:
        QApplication.clipboard().setText(text)
        self.show_state(COPIED)
        if by_hand is not None:
            self._copied.add(by_hand.id)
            self.do(partial(self._outbox.opened, by_hand))

    def _doing(self, work: Callable[[Outgoing], Any], said: str) -> Act:
        """A choice that does `work` with the message, and announces how it went."""

        def done(message: Outgoing) -> None:
            self.ui.foot.setText(OUTBOX_HELP)
            announce(self.ui.foot, f"{KINDS.get(message.kind, message.kind)} til {message.to_label}: {said}.")

        return lambda message: self.do(partial(work, message), lambda _: done(message))
