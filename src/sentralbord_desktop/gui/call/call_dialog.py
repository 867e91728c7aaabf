"""A call that is over, to read: questions and answers, what came of it, and what was sent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.domain.dates.clock import now
from sentralbord_desktop.domain.dates.screen_time import day_at_time
from sentralbord_desktop.domain.inquiries.completed_inquiry import CompletedInquiry, StoredAction
from sentralbord_desktop.domain.members.member import PhoneCall
from sentralbord_desktop.domain.messages.outgoing import OUTGOING_STATES, Outgoing
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.tip import Tips
from sentralbord_desktop.gui.widgets.fitted_scroll_area import FittedScrollArea
from sentralbord_desktop.gui.widgets.labels import keycap, label, line, row
from sentralbord_desktop.gui.wizard.card_kinds import text_of
from sentralbord_desktop.procedures.outputs.registry import kind_of
from sentralbord_desktop.procedures.outputs.transfer import TRANSFER, put_through_to
from sentralbord_desktop.services.inquiries.inquiries import InquiryService

ROOM = QSize(720, 560)
ANSWERS, RESULTS, SENT, LEFT_OUT = "Spørsmål og svar", "Dette ble gjort", "Sendt ut", "Ikke med"
BLANKED = "Det som ble svart og skrevet, er slettet etter lagringstiden."
NO_ANSWERS = "Denne samtalen er ført uten spørsmål og svar."


@dataclass(frozen=True)
class Part:
    """One paragraph: its kind, and its text."""

    head: str
    text: str

    @property
    def spoken(self) -> str:
        return f"{self.head}: {self.text}" if self.text else f"{self.head}."


class PartGroup(NamedTuple):
    heading: str
    parts: list[Part]


def parts_of(inquiry: CompletedInquiry, moment: datetime) -> Iterator[PartGroup]:
    """The headings with their paragraphs; those without any are left out."""
    groups = {
        ANSWERS: [Part(given.question, given.answer) for given in inquiry.answers],
        RESULTS: [part for stored in inquiry.actions if stored.action.on and (part := _result(stored))],
        SENT: [_message(message, moment) for message in inquiry.messages],
        LEFT_OUT: [
            Part(_head(stored), f"Grunn: {stored.reason}")
            for stored in inquiry.actions
            if not stored.action.on and stored.reason
        ],
    }
    yield from (PartGroup(heading, parts) for heading, parts in groups.items() if parts)


def _result(stored: StoredAction) -> Part | None:
    """The words for an action; None for a message, which is listed under `SENT`, and for speech not confirmed in the
    review."""
    kind, text = kind_of(stored.action.kind), text_of(stored.action).strip()
    if kind.message or not (kind.is_reviewed or kind.is_spoken) or kind.is_last:
        return None
    if kind.is_spoken:
        return Part("Sagt til innringeren", text) if stored.was_said else None
    return Part(_head(stored), text)


def _head(stored: StoredAction) -> str:
    """«Satt over til sløyfe 2», «Merknad»."""
    action, kind = stored.action, kind_of(stored.action.kind)
    if action.on and kind.receipt and not kind.message:
        return f"{kind.receipt} {put_through_to(action) if kind is TRANSFER else action.to_label}".strip()
    return f"{kind.label} til {action.to_label}" if kind.message and action.to_label else kind.label


def _message(message: Outgoing, moment: datetime) -> Part:
    """«E-post til DS avd. 4 Mjøstraktene · sendt fredag kl. 14.06»."""
    word = {"epost": "E-post", "sms": "SMS"}.get(message.kind, "Brev")
    left = f" {day_at_time(message.handed_over, moment)}" if message.handed_over else ""
    state = OUTGOING_STATES.get(message.state, message.state)
    text = "\n\n".join(part for part in (message.subject, message.body, message.letter) if part)
    return Part(f"{word} til {message.to_label} · {state}{left}", text)


class CallDialog(QDialog):
    """Esc closes; the arrows scroll. No text in it can be copied: that would leave the register without a trace."""

    again = Signal()
    """A caller without a record is on the line again."""

    def __init__(
        self, title: str, call: PhoneCall, inquiry: CompletedInquiry | None, moment: datetime, parent: QWidget
    ) -> None:
        super().__init__(parent)
        Tips(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        ended = day_at_time(call.ended, moment)
        number = spoken_number(call.number)
        self.setWindowTitle(f"Samtale: {title}")
        self.groups = list(parts_of(inquiry, moment)) if inquiry else []
        is_blanked = inquiry is not None and inquiry.is_blanked
        self._instead = [] if self.groups and not is_blanked else [BLANKED if is_blanked else NO_ANSWERS, call.outcome]
        """Shown instead of the answers."""
        self._scroll = FittedScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        close = QPushButton("Lukk")
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(10)
        layout.addWidget(label(title, "page", wrap=True))
        name = call.caller_name if call.member_id is None else ""
        self._facts = " · ".join(p for p in (name, ended, number, f"ført av {call.author}") if p)
        layout.addWidget(label(self._facts, "meta"))
        layout.addWidget(self._scroll, 1)
        renew = QPushButton("Ringer igjen")
        renew.setVisible(call.member_id is None and bool(call.number))
        renew.clicked.connect(self.again)
        renew.clicked.connect(self.accept)
        layout.addLayout(row(renew, None, close, keycap("Esc")))
        self._scroll.setWidget(self._content())
        self._scroll.setAccessibleName(self.windowTitle())
        self._scroll.setAccessibleDescription(self.words)
        room = ROOM.boundedTo(parent.window().size())
        self.resize(room.width(), room.height() if self.groups else 0)  # with little to read, as high as its content
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def words(self) -> str:
        """All of it, as it is read aloud."""
        groups = (line for heading, parts in self.groups for line in (f"{heading}.", *(part.spoken for part in parts)))
        return "\n".join([f"{self._facts}.", *self._instead, *groups])

    def _content(self) -> QWidget:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(14, 6, 14, 10)
        layout.setSpacing(4)
        for words in self._instead:
            layout.addWidget(label(words, wrap=True))
        for heading, parts in self.groups:
            layout.addSpacing(8)
            layout.addWidget(label(heading, "head"))
            layout.addWidget(line())
            for part in parts:
                layout.addSpacing(4)
                layout.addWidget(label(part.head, "meta", wrap=True))
                if part.text:
                    layout.addWidget(label(part.text, wrap=True))
        layout.addStretch(1)
        return content


class CallReader(QObject):
    """Opens a row of Samtaler, or of Ringte nylig where the caller has no record. The reading is logged, so one that is
    under way is not begun again."""

    def __init__(self, call_session: CallSession, inquiries: InquiryService, tasks: TaskRunner, page: QWidget) -> None:
        super().__init__(page)
        self._call_session, self._inquiries, self._tasks, self._page = call_session, inquiries, tasks, page
        self._is_reading = False

    def open(self, call: PhoneCall) -> None:
        inquiry_id = call.inquiry_id
        if self._is_reading:
            return
        if inquiry_id is None:
            self._show(call, None)
            return
        self._is_reading = True
        self._tasks.run(
            self,
            lambda: self._inquiries.read_completed(inquiry_id),
            lambda inquiry: self._show(call, inquiry),
            self._fail,
        )

    def _fail(self, error: Exception) -> None:
        self._is_reading = False
        self._call_session.refused.emit(error)

    def _show(self, call: PhoneCall, inquiry: CompletedInquiry | None) -> None:
        """Nothing when another caller has come on the line, or the window was locked."""
        self._is_reading = False
        record = self._call_session.open_record
        is_here = call.member_id is None or (record is not None and call in record.calls)
        if is_here and self._page.isVisible():
            title: Callable[[str], str] = self._call_session.categories.title
            dialog = CallDialog(title(call.category), call, inquiry, now(), self._page.window())
            dialog.again.connect(lambda: self._call_session.open_unknown_caller(call.number, call.caller_name))
            dialog.open()
