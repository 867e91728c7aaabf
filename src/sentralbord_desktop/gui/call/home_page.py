"""The resting page: pending work, and the last receipt."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QWidget

from sentralbord_desktop.domain.callbacks.callback import Callback
from sentralbord_desktop.domain.confirmations.confirmation import CONFIRMATION_KINDS, Confirmation
from sentralbord_desktop.domain.dates.calendar import note_date, short_date
from sentralbord_desktop.domain.dates.clock import clock, today
from sentralbord_desktop.domain.inquiries.inquiry import Receipt
from sentralbord_desktop.domain.inquiries.unmatched import KIND, UnmatchedCall
from sentralbord_desktop.domain.members.record import RecentCall, when
from sentralbord_desktop.gui._generated.ui_rest import Ui_Rest
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.procedures.procedure_news import KEYS, ProcedureNews
from sentralbord_desktop.gui.widgets.card_header import CardHeader
from sentralbord_desktop.gui.widgets.labels import clear, icon, keycap, label, row, unbroken
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.model import Procedure
from sentralbord_desktop.services.drafts.draft import Draft

MAX_LISTED_ROWS = 6
HAND_KEYS = {"outbox": "Ctrl+6", "callbacks": "Ctrl+2", "confirmations": "Ctrl+3"}
"""Pages with manual work, and their keys."""
READ_KEYS = "Enter åpner hele prosedyren"
PARKED_KEYS = "Enter fortsetter samtalen, Delete forkaster den"

V = TypeVar("V")


class HomePage(QWidget):
    member_chosen = Signal(int)
    member_sought = Signal(object)  # UnmatchedCall
    draft_chosen = Signal(object)
    draft_unwanted = Signal(object)
    callback_chosen = Signal(object)
    number_chosen = Signal(str)
    procedure_chosen = Signal(object)
    stranger_asked = Signal()
    reopen_asked = Signal()
    page_asked = Signal(str)  # a page with manual work

    def __init__(self, library: Library, who: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self.news = ProcedureNews(library, who, self)
        self.news.changed.connect(self._show_procedures)
        self.ui = Ui_Rest()
        self.ui.setupUi(self)
        ui = self.ui
        for listing in (ui.callbackList, ui.confirmationList, ui.parkedList, ui.recentList, ui.newsList):
            listing.itemActivated.connect(self._activate)
            listing.itemClicked.connect(self._activate)
        throw = QShortcut(QKeySequence(Qt.Key.Key_Delete), ui.parkedList)
        throw.setContext(Qt.ShortcutContext.WidgetShortcut)
        throw.activated.connect(self.discard)
        ui.parkedList.setAccessibleDescription(PARKED_KEYS)
        ui.parkedList.setToolTip(PARKED_KEYS)
        ui.newsList.setAccessibleDescription(READ_KEYS)
        ui.newsList.setToolTip(READ_KEYS)
        ui.newsList.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        ui.noRecord.clicked.connect(self.stranger_asked)
        ui.reopen.clicked.connect(self.reopen_asked)
        ui.receipt.hide()
        self._news_key = keycap(KEYS)
        ui.hlay32.addWidget(self._news_key)
        self._heads = {
            "callbacks": CardHeader(ui.callbacksTitle, (ui.callbacksSub, ui.callbacksHint), ui.key16),
            "confirmations": CardHeader(ui.confirmationsTitle, (ui.confirmationsSub, ui.confirmationsHint), ui.key21),
            "news": CardHeader(ui.newsTitle, (ui.newsSub, ui.newsHint), self._news_key),
        }
        self._show_procedures()
        theme.current().changed.connect(self._show_procedures)

    def show_receipt(self, receipt: Receipt | None) -> None:
        """Show the result of Fullfør until the next search; None removes it."""
        self.ui.receipt.setVisible(receipt is not None)
        if receipt is None:
            return
        done = " ".join(f"{part}." for part in (*receipt.done, *receipt.waiting))
        self.ui.receiptTitle.setText(receipt.title)
        self.ui.receiptText.setText(unbroken(done))
        theme.current().show_icon(self.ui.receiptIcon, "check-circle-fill", "ok", size=20)
        theme.restyle(self.ui.receipt, tint="warn" if receipt.by_hand else "ok")
        clear(self.ui.handworkLayout)
        self.ui.handwork.setVisible(bool(receipt.by_hand))
        pages = receipt.hand_pages
        for page in dict.fromkeys(pages):
            left = [what for what, where in zip(receipt.by_hand, pages, strict=True) if where == page]
            text = unbroken(f"Gjør for hånd: {', '.join(left)}")
            if page not in HAND_KEYS:  # no separate page is needed
                self.ui.handworkLayout.addWidget(label(text, tone="warn", wrap=True))
                continue
            button = QPushButton(f"{text}  {HAND_KEYS[page]}")
            button.clicked.connect(lambda _=False, where=page: self.page_asked.emit(where))
            self.ui.handworkLayout.addLayout(row(button, None))

    def show_callbacks(self, callbacks: Sequence[Callback], moment: datetime) -> None:
        overdue = [c for c in callbacks if c.is_overdue(moment)]
        ordered = overdue + [c for c in callbacks if c not in overdue]
        count = f"{len(overdue)} forfalt, {len(callbacks) - len(overdue)} senere"
        self._heads["callbacks"].set_texts(self.ui.callbacksTitle.text(), count if callbacks else "")
        self._fill(
            self.ui.callbackList,
            ordered,
            lambda c: _callback_text(c, moment),
            lambda c: "clock-fill" if c.is_overdue(moment) else "clock",
            lambda c: "danger" if c.is_overdue(moment) else "text2",
            "Ingen venter på svar fra oss.",
        )

    def show_awaited(self, waiting: Sequence[Confirmation | UnmatchedCall]) -> None:
        """All rows of the page with the same name."""
        count = f"{len(waiting)} venter" if waiting else ""
        self._heads["confirmations"].set_texts(self.ui.confirmationsTitle.text(), count)
        self._fill(
            self.ui.confirmationList,
            waiting,
            _awaited_text,
            lambda _: "hourglass",
            lambda _: "warn",
            "Vi venter ikke på noe.",
        )

    def show_parked(self, drafts: Sequence[Draft], moment: datetime) -> None:
        self._fill(
            self.ui.parkedList,
            drafts,
            lambda d: parked_text(d, self._library, moment),
            lambda _: "pause",
            lambda _: "warn",
            "Ingen parkerte samtaler.",
        )

    def show_recent(self, calls: Sequence[RecentCall], moment: datetime) -> None:
        self._fill(
            self.ui.recentList,
            calls,
            lambda c: _recent_text(c, moment),
            lambda _: "",
            lambda _: "text2",
            "Ingen samtaler ennå.",
            most=12,
        )

    def _show_procedures(self) -> None:
        self._news_key.setVisible(self.news.count > 0)
        self._heads["news"].set_texts(*self.news.title)
        self._fill(
            self.ui.newsList,
            self.news.procedures,
            self.news.words,
            lambda _: "book-open",
            lambda _: "accent",
            "Ingen prosedyrer.",
            most=len(self.news.procedures),
        )

    def _fill(
        self,
        listing: QListWidget,
        values: Sequence[V],
        text: Callable[[V], str],
        sign: Callable[[V], str],
        colour: Callable[[V], str],
        empty: str,
        most: int = MAX_LISTED_ROWS,
    ) -> None:
        listing.clear()
        for value in values[:most]:
            item = QListWidgetItem(unbroken(text(value)))
            if name := sign(value):
                item.setIcon(icon(name, colour(value), 18))
            item.setData(Qt.ItemDataRole.UserRole, value)
            listing.addItem(item)
        if not values:
            item = QListWidgetItem(empty)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            listing.addItem(item)
        elif len(values) > most:
            item = QListWidgetItem(f"og {len(values) - most} til")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            listing.addItem(item)
        listing.setIconSize(QSize(18, 18) * theme.current().text_scale)

    def discard(self) -> None:
        if (draft := self.chosen_draft) is not None:
            self.draft_unwanted.emit(draft)

    @property
    def chosen_draft(self) -> Draft | None:
        chosen = [i.data(Qt.ItemDataRole.UserRole) for i in self.ui.parkedList.selectedItems()]
        return next((value for value in chosen if isinstance(value, Draft)), None)

    def _activate(self, item: QListWidgetItem) -> None:
        value = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(value, Draft):
            self.draft_chosen.emit(value)
        elif isinstance(value, Procedure):
            self.procedure_chosen.emit(value)
        elif isinstance(value, Callback):
            self.callback_chosen.emit(value)
        elif isinstance(value, Confirmation):
            self.member_chosen.emit(value.member_id)
        elif isinstance(value, UnmatchedCall):
            self.member_sought.emit(value)
        elif isinstance(value, tuple) and value[3] is not None:
            self.member_chosen.emit(value[3])
        elif isinstance(value, tuple):
            self.number_chosen.emit(value[2])


def _callback_text(callback: Callback, moment: datetime) -> str:
    due = when(callback.due, moment) if callback.due else callback.window or "når som helst"
    deadline = f" · mulig frist {note_date(callback.deadline)}" if callback.deadline else ""
    return f"{callback.name or callback.number}  ·  {due}\n{callback.subject or 'Uten emne'}{deadline}"


def _awaited_text(waiting: Confirmation | UnmatchedCall) -> str:
    if isinstance(waiting, UnmatchedCall):
        what = f"{KIND} · {waiting.title}, samtale {note_date(waiting.asked)}"
    else:
        kind = CONFIRMATION_KINDS.get(waiting.kind, waiting.kind)
        what = f"{kind} · bedt om {note_date(waiting.asked)}"
    return f"{waiting.member_name}\n{what}"


def parked_text(draft: Draft, library: Library, moment: datetime) -> str:
    """«Ukjent innringer / Kurs · Hvilket kurs? · startet for 28 min siden»."""
    minutes = int((moment - draft.started).total_seconds() // 60)
    age = f"startet for {minutes} min siden" if minutes else "nettopp startet"
    procedure = library.procedures.get(draft.category)
    step = procedure.step(draft.step) if procedure and draft.step else None
    where = step.ask if step else "Se over og fullfør"
    return f"{draft.title}\n{library.categories.title(draft.category)} · {where} · {age}"


def _recent_text(call: RecentCall, moment: datetime) -> str:
    """«11.41 / Ingunn Fjeldheim / Fullført», with the date before the time when it is not today."""
    ended, name, number, _, _, outcome = call
    day = "" if today(ended) == today(moment) else f"{short_date(today(ended))} "
    done = outcome.partition(".")[0]
    return f"{day}{clock(ended)}   {name or number or 'Ukjent'}   {done[:1].upper()}{done[1:]}"
