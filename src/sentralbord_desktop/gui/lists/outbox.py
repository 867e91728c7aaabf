"""Utboks: what is written and waits to be sent by hand, and what has been handed over."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from sentralbord_desktop.domain.desk import Outgoing
from sentralbord_desktop.domain.phones import spoken_number
from sentralbord_desktop.domain.times import clock, oslo
from sentralbord_desktop.gui._generated.ui_outbox import Ui_Outbox
from sentralbord_desktop.gui.lists.base import Choice, ListTable, Outcomes
from sentralbord_desktop.gui.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.rows import Column
from sentralbord_desktop.services.outbox import OutboxService

KINDS = {"epost": "E-post", "sms": "SMS", "brevordre": "Brev i posten"}
STATES = {"klar": "må sendes for hånd", "overlatt": "overlatt", "trukket": "trukket tilbake"}
LONGEST_MAILTO = 1800
"""Windows cuts a longer mailto link; the text is copied instead."""


def _state(message: Outgoing) -> str:
    word = STATES.get(message.state, message.state)
    return f"{word} {clock(message.handed_over)}" if message.handed_over else word


COLUMNS: list[Column[Outgoing]] = [
    Column("Tid", lambda o: f"{oslo(o.created):%d.%m.} {clock(o.created)}", lambda o: o.created.isoformat(), 120),
    Column("Hva", lambda o: KINDS.get(o.kind, o.kind), None, 110),
    Column("Til", lambda o: o.to_label, None, 210, strong=True),
    Column("Emne", lambda o: o.subject or o.body[:90]),
    Column("Tilstand", _state, None, 160),
]  # fmt: skip


class OutboxPage(QWidget):
    letter_typed = Signal(str)

    def __init__(
        self, outbox: OutboxService, tasks: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._outbox = outbox
        self._tasks = tasks
        self.ui = Ui_Outbox()
        self.ui.setupUi(self)
        ui = self.ui
        self.list: ListTable[Outgoing] = ListTable("utboks", ui.table, COLUMNS, 34)
        self._outcomes = Outcomes(ui.detail, ui.buttonsLayout)
        for unused in (ui.number, ui.numberIcon, ui.copyHint, ui.copyKey, ui.attemptsHead, ui.attempts,
                       ui.chips, ui.alert, ui.promiseHead, ui.promise, ui.ask):  # fmt: skip
            unused.hide()
        ui.body.setMinimumHeight(200)
        ui.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        ui.detail.follow(ui.table)
        ui.empty.setText("Alt er sendt. Utboksen er tom.")
        ui.foot.setText("E-post åpnes i e-postprogrammet, SMS kopieres. Merk av når det er gjort.")
        self.list.chosen.connect(self._show)
        self.list.activated.connect(lambda message: self._open(message) if message else None)
        ui.copyRow.clicked.connect(self.list.copy)
        copy = QShortcut(QKeySequence.StandardKey.Copy, ui.table)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self.list.copy)
        ui.exportList.clicked.connect(lambda: self.list.save(self, "Utboks"))
        ui.printList.clicked.connect(lambda: self.list.print(self, "Utboks"))
        ui.detail.letter_typed.connect(self.letter_typed)

    def show_messages(self, messages: Sequence[Outgoing]) -> None:
        self.list.show(messages, lambda o: o.id)
        self.ui.empty.setVisible(not messages)

    def focus_list(self) -> None:
        self.ui.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, message: Outgoing | None) -> None:
        ui = self.ui
        for widget in (ui.who, ui.whoIds, ui.body, ui.question, ui.buttons):
            widget.setVisible(message is not None)
        if message is None:
            return
        ui.who.setText(KINDS.get(message.kind, message.kind))
        address = spoken_number(message.to_address) if message.kind == "sms" else message.to_address
        copy = f"\nKopi: {message.copy_to}" if message.copy_to else ""
        ui.whoIds.setText(
            f"Til {message.to_label}\n{address or 'Adressen er ikke registrert'}{copy}"
        )
        ui.body.setPlainText("\n\n".join(part for part in (message.subject, message.body) if part))
        ui.question.setText(_state(message).capitalize())
        self._outcomes.show(self._choices(message))

    def _choices(self, message: Outgoing) -> list[Choice]:
        if message.state == "trukket":
            return [("2", "Kopier teksten", "", lambda: self._copy(message))]
        choices: list[Choice] = []
        if message.kind != "sms":
            choices.append(("1", "Åpne i e-postprogrammet", "", lambda: self._open(message)))
        choices.append(("2", "Kopier teksten", "", lambda: self._copy(message)))
        if message.kind == "sms":
            choices.append(
                ("3", "Kopier nummeret", "", lambda: self._copy_text(message.to_address))
            )
        if message.state == "klar":
            choices.append(("4", "Merk som sendt", "", lambda: self._handed(message)))
        else:
            choices.append(("4", "Ble ikke sendt likevel", "", lambda: self._back(message)))
        return choices

    def _open(self, message: Outgoing) -> None:
        """Hand it to the mail program: `overlatt`, never «sendt»."""
        if message.kind == "sms":
            self._copy(message)
            return
        link = mailto(message)
        if len(link) > LONGEST_MAILTO:
            self._copy_text(message.body)
            link = mailto(message.model_copy(update={"body": "(Lim inn teksten: Ctrl+V)"}))
        if QDesktopServices.openUrl(QUrl(link)):
            self._handed(message)
        else:
            self.ui.foot.setText("Fant ikke e-postprogrammet. Teksten er kopiert i stedet.")
            self._copy(message)

    def _copy(self, message: Outgoing) -> None:
        self._copy_text("\n\n".join(part for part in (message.subject, message.body) if part))

    def _copy_text(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.ui.foot.setText("Kopiert. Merk som sendt når det er gjort.")

    def _handed(self, message: Outgoing) -> None:
        self._do(lambda: self._outbox.handed_over(message.id))

    def _back(self, message: Outgoing) -> None:
        self._do(lambda: self._outbox.not_after_all(message.id))

    def _do(self, work: Callable[[], Any]) -> None:
        self._tasks.run(self, work, lambda _: None)


def mailto(message: Outgoing) -> str:
    """The link that opens the mail program with everything filled in."""
    subject = quote(message.subject.replace("\n", " "))
    body = quote(message.body.replace("\n", "\r\n"))
    copy = f"&cc={quote(message.copy_to)}" if "@" in message.copy_to else ""
    return f"mailto:{quote(message.to_address)}?subject={subject}{copy}&body={body}"
