"""The result of the last call, above the first page; red while an urgent message of this operator is not sent. A manual
task disappears when its message is sent.

The red state is read from the outbox, not stored with the call: it survives searches and a restart, and ends when the
message is sent or dropped, or its call is reopened (design 6).
"""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton

from sentralbord_desktop.domain.dates.screen_time import day_and_time
from sentralbord_desktop.domain.inquiries.inquiry import Receipt
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.gui._generated.ui_rest import Ui_Rest
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.keys.keyed_button import show_key
from sentralbord_desktop.gui.widgets.labels import clear, label, row, unbroken

HAND_KEYS = {"outbox": "Ctrl+6", "callbacks": "Ctrl+2", "confirmations": "Ctrl+3"}
"""Pages with manual work, and their keys."""
KINDS = {"epost": "e-posten", "sms": "SMS-en", "brevordre": "brevet"}
MESSAGE = "meldingen"
LEFT = {"sendt", "overlatt", "trukket"}
"""States of a message that is not left to send."""


def done_of(receipt: Receipt) -> str:
    """«Merknad og telefonlogg er lagret. Oppringing i morgen kl. 10.00.»; below «Lagret for …» only what."""
    if receipt.by_hand:
        return receipt.saved[:1].upper() + receipt.saved[1:]
    return " ".join(f"{part}." for part in (*receipt.done_words, *receipt.to_come))


def pressing_title(messages: Sequence[Outgoing]) -> str:
    first = messages[0]
    if len(messages) > 1:
        return f"{len(messages)} meldinger som haster, er ikke sendt ennå. Send dem før neste samtale."
    kind = KINDS.get(first.kind, MESSAGE)
    name = kind[:1].upper() + kind[1:]
    return f"{name} til {first.to_label} er ikke sendt ennå. Send den før neste samtale."


def is_to(task: str, label: str) -> bool:
    """Whether «E-post til DS avd. 4», or with «: …» or « (…)» after it, is to that receiver, and not to «DS avd. 42»."""
    _, found, rest = task.partition(f" til {label}")
    return bool(found) and (not rest or rest.startswith((":", " (")))


class ReceiptBanner(QObject):
    page_asked = Signal(str)  # a page with manual work
    reopen_asked = Signal(str)  # the id of an inquiry
    pressing_chosen = Signal(object)  # Outgoing: open it

    def __init__(self, ui: Ui_Rest) -> None:
        super().__init__(ui.receipt)
        self._ui = ui
        self._receipt: Receipt | None = None
        self._moment: datetime | None = None
        self.pressing: Sequence[Outgoing] = ()
        """Urgent messages of this operator that are not sent, the oldest first."""
        self._messages: Sequence[Outgoing] = ()
        ui.reopen.clicked.connect(self.reopen)
        ui.openMail.clicked.connect(self.open_pressing)
        self._draw()

    def show_receipt(self, receipt: Receipt | None) -> None:
        """Show the receipt until the next search; None removes it."""
        self._receipt = receipt
        self._draw()

    def show_pressing(self, messages: Sequence[Outgoing], moment: datetime, sign: str) -> None:
        """Show the urgent messages in the outbox that this operator has not sent."""
        mine = [message for message in messages if message.author == sign and message.is_pressing(moment)]
        self._messages = messages
        self.pressing, self._moment = sorted(mine, key=lambda message: message.created), moment
        self._draw()

    def open_pressing(self) -> bool:
        """F7; False when nothing is urgent."""
        if self.pressing:
            self.pressing_chosen.emit(self.pressing[0])
        return bool(self.pressing)

    def reopen(self) -> bool:
        """Ctrl+Z; False when neither receipt nor message is shown."""
        inquiry_id = self._receipt.inquiry_id if self._receipt else self._pressing_inquiry
        if inquiry_id:
            self.reopen_asked.emit(inquiry_id)
        return bool(inquiry_id)

    @property
    def _pressing_inquiry(self) -> str:
        return self.pressing[0].inquiry_id or "" if self.pressing else ""

    def _draw(self) -> None:
        ui = self._ui
        ui.receipt.setVisible(bool(self.pressing) or self._receipt is not None)
        for part in (ui.reopen, ui.reopenKey):
            part.setVisible(self._receipt is not None or bool(self._pressing_inquiry))
        ui.openMail.setVisible(bool(self.pressing))
        clear(ui.handworkLayout)
        ui.handwork.hide()
        if self.pressing:
            self._draw_pressing()
        elif self._receipt is not None:
            self._draw_receipt(self._receipt)

    def _draw_pressing(self) -> None:
        ui, first = self._ui, self.pressing[0]
        words = f"Åpne {KINDS.get(first.kind, MESSAGE)}"
        show_key(ui.openMail, words, "F7")
        ui.openMail.setAccessibleName(f"{words}, F7")
        ui.receiptTitle.setText(unbroken(pressing_title(self.pressing)))
        theme.restyle(ui.receiptTitle, role="head", tone="danger")
        ui.receiptText.setText(unbroken(self._about(first)))
        self._paint("danger", "warning-circle-fill", "danger")

    def _about(self, message: Outgoing) -> str:
        """«Lagret for Ingunn Fjeldheim: merknad og telefonlogg.», of an earlier call when it was."""
        about = f" for {message.member_name}" if message.member_name else ""
        if self._receipt is not None and self._receipt.inquiry_id == message.inquiry_id:
            return f"Lagret{about}: {self._receipt.saved}"
        return f"Lagret{about} {day_and_time(message.created, self._moment or message.created)}."

    def _draw_receipt(self, receipt: Receipt) -> None:
        ui = self._ui
        ui.receiptTitle.setText(unbroken(receipt.title))
        theme.restyle(ui.receiptTitle, role="strong", tone="")
        ui.receiptText.setText(unbroken(done_of(receipt)))
        left = self._left(receipt)
        if left:
            self._paint("warn", "hand", "warn")
        else:
            self._paint("ok", "check-circle-fill", "ok")
        ui.handwork.setVisible(bool(left))
        for page in dict.fromkeys(page for _, page in left):
            self._offer([what for what, where in left if where == page], page)

    def _left(self, receipt: Receipt) -> list[tuple[str, str]]:
        """The open manual tasks, and the page for each: «E-post til DS avd. 4» until no message to them waits."""
        ours = [message for message in self._messages if message.inquiry_id == receipt.inquiry_id and message.to_label]
        waiting = {message.to_label for message in ours if message.state not in LEFT}
        settled = {message.to_label for message in ours} - waiting
        tasks = zip(receipt.by_hand, receipt.hand_pages, strict=True)
        return [(what, page) for what, page in tasks if not any(is_to(what, label) for label in settled)]

    def _offer(self, left: Sequence[str], page: str) -> None:
        """Show the manual tasks, with a button where there is a page."""
        text = unbroken(f"Gjør for hånd: {', '.join(left)}")
        if page not in HAND_KEYS:
            self._ui.handworkLayout.addWidget(label(text, tone="warn", wrap=True))
            return
        button = QPushButton()
        show_key(button, text, HAND_KEYS[page])
        button.clicked.connect(lambda _=False: self.page_asked.emit(page))
        self._ui.handworkLayout.addLayout(row(button, None))

    def _paint(self, tint: str, icon: str, tone: str) -> None:
        theme.restyle(self._ui.receipt, tint=tint)
        theme.current().show_icon(self._ui.receiptIcon, icon, tone, size=20)
