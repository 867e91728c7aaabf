"""Utboks: what is not sent yet, what was sent, what failed, and what must be sent by hand."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from sentralbord_desktop.domain.dates.calendar import long_date
from sentralbord_desktop.domain.dates.clock import clock, oslo, today
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.messages.outgoing import OUTGOING_STATES, Outgoing
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.gui._generated.ui_outbox import Ui_Outbox
from sentralbord_desktop.gui.core.letter import NO_PLACE, Letter
from sentralbord_desktop.gui.core.page import ListPage
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.lists.list_table import ListTable
from sentralbord_desktop.gui.lists.outcome_buttons import Choice, OutcomeButtons
from sentralbord_desktop.gui.widgets.flow_layout import let_flow
from sentralbord_desktop.gui.widgets.table_model import Column, show_inside
from sentralbord_desktop.services.messages.outbox import OutboxService, mail_link

HIDDEN_TEXT = "Teksten er skjult for deg. Be en operatør sende den."
KINDS = {"epost": "E-post", "sms": "SMS", "brevordre": "Brev i posten"}
LONGEST_MAILTO = 1800
"""Windows cuts a longer mailto link; the text is copied instead."""


def state_of(message: Outgoing) -> str:
    """«venter til 14.10», «sendt 14.10», «prøver igjen 14.20», «må sendes for hånd»."""
    if message.state == "klar":
        if message.not_before is None:
            return "må sendes for hånd"
        word = "prøver igjen" if message.attempts else "venter til"
        return f"{word} {clock(message.not_before)}"
    word = OUTGOING_STATES.get(message.state, message.state)
    return f"{word} {clock(message.handed_over)}" if message.handed_over else word


def receiver(message: Outgoing) -> str:
    """«medlem 990 00 418»: of an SMS the number tells whose it is."""
    number = spoken_number(message.to_address) if message.kind == "sms" else ""
    return f"{message.to_label} {number}".strip()


OUTBOX_HELP = "Det som venter, kan hentes tilbake. Det som er sendt, kan ikke det."
COPIED = "Kopiert. Merk som sendt når det er gjort."
NO_PROGRAM = "Fant ikke e-postprogrammet. Teksten er kopiert: lim den inn der du skriver e-post, og merk som sendt."
OPENED = "Åpnet i e-postprogrammet. Send den der."
WAITS_ONLY = "Bare det som venter, kan hentes tilbake."
COLUMNS: list[Column[Outgoing]] = [
    Column(
        "Tid",
        lambda o: f"{oslo(o.created):%d.%m.} {clock(o.created)}",
        lambda o: o.created.isoformat(),
        120,
        gives_way=2,
    ),
    Column("Hva", lambda o: KINDS.get(o.kind, o.kind), None, 110, gives_way=1),
    Column("Til", receiver, None, 210, strong=True),
    Column("Emne", lambda o: o.subject or o.body[:90]),
    Column("Tilstand", state_of, None, 170),
]


def _words(message: Outgoing) -> str:
    return "\n\n".join(part for part in (message.subject, message.body) if part)


class OutboxPage(ListPage, QWidget):
    letter_typed = Signal(str)
    reopen_asked = Signal(str)

    def __init__(self, outbox: OutboxService, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outbox = outbox
        self._tasks = tasks
        self._settings = SendingSettings()
        self.ui = ui = Ui_Outbox()
        ui.setupUi(self)
        let_flow(ui.title)
        ui.panels.arrange("utboks", (0, 318))
        self.list: ListTable[Outgoing] = ListTable(
            "utboks", ui.table, COLUMNS, 34, first=(0, Qt.SortOrder.DescendingOrder)
        )
        self._outcomes = OutcomeButtons(ui.detail, ui.buttonsLayout)
        self._shown = ""  # the id of the message whose detail is shown
        self._build()
        self._connect()

    def _build(self) -> None:
        ui = self.ui
        for unused in (
            ui.number,
            ui.numberIcon,
            ui.copyHint,
            ui.copyKey,
            ui.attemptsHead,
            ui.attempts,
            ui.chips,
            ui.promiseHead,
            ui.promise,
            ui.ask,
        ):
            unused.hide()
        ui.body.setMinimumHeight(200)
        ui.detail.follow(ui.table)
        show_inside(ui.table, ui.empty)
        ui.empty.setText("Alt er sendt. Utboksen er tom.")
        ui.foot.setText(OUTBOX_HELP)
        self.list.offer(self._outcomes, copied_by="Ctrl+C")

    def _connect(self) -> None:
        ui = self.ui
        self.list.chosen.connect(self._show)
        self.list.activated.connect(lambda message: self._open(message) if message else None)
        ui.copyRow.clicked.connect(self.list.copy)
        copy = QShortcut(QKeySequence.StandardKey.Copy, ui.table)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.list.copy)
        ui.exportList.clicked.connect(lambda: self.list.save(self, "Utboks"))
        ui.printList.clicked.connect(lambda: self.list.print(self, "Utboks"))
        ui.detail.letter_typed.connect(self.letter_typed)

    def refresh(self, content: tuple[Sequence[Outgoing], SendingSettings]) -> None:
        messages, self._settings = content
        self.list.show(messages, lambda o: o.id)
        self.ui.empty.setVisible(not messages)

    def undo(self) -> bool:
        """Ctrl+Z: open the inquiry of the chosen message again, while the message is not sent."""
        message = self.list.current
        if message is None or not message.waits:
            other = " Ble den ikke sendt likevel, trykk 5." if message and message.state == "overlatt" else ""
            self.ui.foot.setText(WAITS_ONLY + other)
        elif message.inquiry_id is None:
            self._do(lambda: self._outbox.call_back(message))
        else:
            self.reopen_asked.emit(message.inquiry_id)
        return True

    def focus_list(self) -> None:
        """Choose what must be sent by hand, when what was chosen is done."""
        chosen = self.list.current
        if chosen is None or not (chosen.waits or chosen.needs_hand):
            self.list.choose(lambda message: message.needs_hand)
        self.ui.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, message: Outgoing | None) -> None:
        ui = self.ui
        if message is None:
            focus = QApplication.focusWidget()
            if focus is not None and (focus is ui.detail or ui.detail.isAncestorOf(focus)):
                self.focus_list()
            self._outcomes.show([])
            ui.detail.hide()
            return
        ui.detail.show()
        if message.id != self._shown:
            self._shown = message.id
            ui.foot.setText(OUTBOX_HELP)
        ui.who.setText(KINDS.get(message.kind, message.kind))
        address = spoken_number(message.to_address) if message.kind == "sms" else message.to_address
        copy = f"\nKopi: {message.copy_to}" if message.copy_to else ""
        ui.whoIds.setText(f"Til {message.to_label}\n{address or 'Adressen er ikke registrert'}{copy}")
        ui.body.setPlainText("\n\n".join(part for part in (message.subject, message.body) if part))
        ui.question.setText(state_of(message).capitalize())
        ui.alert.setVisible(bool(self._alert(message)))
        ui.alertText.setText(self._alert(message))
        self._outcomes.show(self._choices(message))

    @staticmethod
    def _alert(message: Outgoing) -> str:
        """What the operator must know before choosing."""
        if message.state == "bekreft":
            return "Adressen er utenfor forbundet. E-posten går ikke før du har bekreftet den."
        if message.state == "usikker":
            return f"{message.reason} Spør mottakeren før du velger.".strip()
        return message.reason if message.state in {"klar", "feilet"} else ""

    def _choices(self, message: Outgoing) -> list[Choice]:
        """1 send, 2 the mail program, 3 copy, 4 the number, 5 and 6 done or not, 7 and 8 the letter."""
        by_itself = self._settings.sends(message.kind)
        here = [] if message.state == "trukket" else self._ways(message, by_itself=by_itself)
        copy: Choice = Choice("3", "Kopier teksten", "", lambda: self._copy(message))
        return [*here, copy, *self._rest(message)]

    def _ways(self, message: Outgoing, *, by_itself: bool) -> list[Choice]:
        ways: list[Choice] = []
        if by_itself and message.state in {"klar", "bekreft", "feilet", "usikker"}:
            verb = {
                "bekreft": "Adressen er riktig, send",
                "usikker": "Den kom ikke fram, send igjen",
                "feilet": "Prøv igjen",
            }.get(message.state, "Send nå")
            ways.append(Choice("1", verb, "", lambda: self._do(lambda: self._outbox.send_now(message))))
        if message.kind != "sms" and (message.waits or message.state == "overlatt"):
            ways.append(Choice("2", "Åpne i e-postprogrammet", "", lambda: self._open(message)))
        return ways

    def _rest(self, message: Outgoing) -> list[Choice]:
        choices: list[Choice] = []
        if message.kind == "sms":
            number = message.to_address
            choices.append(Choice("4", "Kopier nummeret", "", lambda: self._copy_text(number)))
        if message.waits:
            choices.append(Choice("5", "Merk som sendt", "", lambda: self._handed(message)))
            choices.append(
                Choice("6", "Skal ikke sendes", "", lambda: self._do(lambda: self._outbox.call_back(message)))
            )
        elif message.state == "trukket":
            choices.append(
                Choice("6", "Skal sendes likevel", "", lambda: self._do(lambda: self._outbox.after_all(message)))
            )
        elif message.state == "usikker":
            choices.append(Choice("5", "Den kom fram", "", lambda: self._do(lambda: self._outbox.did_leave(message))))
        elif message.state == "overlatt":
            choices.append(Choice("5", "Ble ikke sendt likevel", "", lambda: self._back(message)))
        if message.letter:
            choices.append(Choice("7", "Skriv ut brevet", "", lambda: self._print_letter(message)))
            choices.append(Choice("8", "Lagre brevet som PDF", "", lambda: self._save_letter(message)))
        return choices

    def _letter(self, message: Outgoing) -> Letter:
        head = self._settings.letterhead
        day = long_date(today(message.created), year=True)
        return Letter(head.lines, message.letter_to, f"{head.place}, {day}" if head.place else day, message.letter)

    def _print_letter(self, message: Outgoing) -> None:
        self.list.let_out("utskrift: brev", lambda: self._print_now(message))

    def _print_now(self, message: Outgoing) -> None:
        self._letter(message).print(self)

    def _save_letter(self, message: Outgoing) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Lagre brevet", "brev.pdf", "PDF (*.pdf)")
        if chosen:
            self.list.let_out("brev som PDF", lambda: self._write_letter(message, Path(chosen)))

    def _write_letter(self, message: Outgoing, path: Path) -> None:
        try:
            self._letter(message).save(path)
        except OSError:
            self.ui.foot.setText(NO_PLACE)

    def _open(self, message: Outgoing) -> None:
        """Hand it to the mail program: `overlatt`, never «sendt»."""
        if not message.body:
            self.ui.foot.setText(HIDDEN_TEXT)
            return
        if message.kind == "sms":
            self._copy(message)
            return
        self.list.let_out("åpnet i e-postprogrammet", lambda: self._open_mail(message))

    def _open_mail(self, message: Outgoing) -> None:
        link = mail_link(message)
        if len(link) > LONGEST_MAILTO:
            self._put(message.body)
            link = mail_link(message.model_copy(update={"body": "(Lim inn teksten: Ctrl+V)"}))
        if QDesktopServices.openUrl(QUrl(link)):
            self.ui.foot.setText(OPENED)
            self._handed(message)
        else:
            self._put(_words(message))
            self.ui.foot.setText(NO_PROGRAM)

    def _copy(self, message: Outgoing) -> None:
        if not message.body:
            self.ui.foot.setText(HIDDEN_TEXT)
            return
        self._copy_text(_words(message))

    def _copy_text(self, text: str) -> None:
        self.list.let_out("kopi: utboks", lambda: self._put(text))

    def _put(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.ui.foot.setText(COPIED)

    def _handed(self, message: Outgoing) -> None:
        if self.ui.foot.text() == COPIED:
            self.ui.foot.setText(OUTBOX_HELP)
        self._do(lambda: self._outbox.handed_over(message))

    def _back(self, message: Outgoing) -> None:
        self._do(lambda: self._outbox.not_after_all(message))

    def _do(self, work: Callable[[], Any]) -> None:
        self._tasks.run(self, work, lambda _: None, self._refused)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, SwitchboardError):
            self.ui.foot.setText(str(error))
        else:
            self._tasks.failed.emit(error)
