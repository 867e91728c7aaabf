"""The first page: what waits for us, what we wait for, what is parked, who rang; and the last receipt over it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QListWidgetItem, QMenu, QPushButton, QWidget

from sentralbord_desktop.domain.callbacks import Callback
from sentralbord_desktop.domain.confirmations import Confirmation
from sentralbord_desktop.domain.dates.calendar import near_day, short_date
from sentralbord_desktop.domain.dates.clock import clock, now, today
from sentralbord_desktop.domain.dates.screen_time import minutes_since
from sentralbord_desktop.domain.inquiries.inquiry import Receipt
from sentralbord_desktop.domain.inquiries.unmatched import KIND, UnmatchedCall
from sentralbord_desktop.domain.members.member import PhoneCall
from sentralbord_desktop.domain.members.record import awaited_words
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.gui._generated.ui_rest import Ui_Rest
from sentralbord_desktop.gui.call.row_list import NO_PILL, HomeRow, Pill, RowList
from sentralbord_desktop.gui.callbacks import LATER, OVERDUE, TODAY, due_words, group_of, sign_of, urgency
from sentralbord_desktop.gui.confirmations import Awaited, since_words
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.icons import Sign
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.core.widths import is_column, is_narrow
from sentralbord_desktop.gui.procedures import ProcedureNews
from sentralbord_desktop.gui.widgets.card_header import CardHeader
from sentralbord_desktop.gui.widgets.keys.keyed_button import show_key
from sentralbord_desktop.gui.widgets.labels import clear, label, row, unbroken
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.model import Procedure
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.office import Services

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
        self.pressing = sorted(mine, key=lambda message: message.created)
        self._draw()

    def open_pressing(self) -> bool:
        """F7; False when nothing is urgent."""
        if self.pressing:
            self.pressing_chosen.emit(self.pressing[0])
        return bool(self.pressing)

    def reopen(self) -> bool:
        """Ctrl+Z: the call that the receipt names; False without one."""
        if self._receipt is not None:
            self.reopen_asked.emit(self._receipt.inquiry_id)
        return self._receipt is not None

    def _draw(self) -> None:
        ui = self._ui
        ui.pressing.setVisible(bool(self.pressing))
        ui.receipt.setVisible(self._receipt is not None)
        clear(ui.handworkLayout)
        ui.handwork.hide()
        if self.pressing:
            self._draw_pressing()
        if self._receipt is not None:
            self._draw_receipt(self._receipt)

    def _draw_pressing(self) -> None:
        ui, first = self._ui, self.pressing[0]
        words = f"Åpne {KINDS.get(first.kind, MESSAGE)}"
        show_key(ui.openMail, words, "F7")
        ui.openMail.setAccessibleName(f"{words}, F7")
        ui.pressingText.setText(unbroken(pressing_title(self.pressing)))
        theme.current().show_icon(ui.pressingIcon, "warning-circle-fill", "danger", size=20)

    def _draw_receipt(self, receipt: Receipt) -> None:
        ui = self._ui
        ui.receiptTitle.setText(unbroken(receipt.title))
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


MAX_ROWS = 5
"""Rows of a card; the rest is in the list."""
MIN_ROWS = 2
ORDER = (OVERDUE, TODAY, LATER)
OUTCOMES = (
    ("satt over", "satt over"),
    ("lovet", "oppringing"),
    ("oppringing", "oppringing"),
    ("ikke svar", "ikke svar"),
    ("besvart", "besvart"),
)
"""How the outcome of a call begins in the log -> its one or two words here."""


def in_order(callbacks: Sequence[Callback], moment: datetime) -> list[Callback]:
    """As in the list."""
    return sorted(callbacks, key=lambda one: (ORDER.index(group_of(one, moment)), urgency(one, moment)))


def counts_of(callbacks: Sequence[Callback], moment: datetime) -> str:
    """«3 over tiden, 2 i dag, 9 senere», without what there is none of."""
    words = {OVERDUE: "over tiden", TODAY: "i dag", LATER: "senere"}
    groups = [group_of(callback, moment) for callback in callbacks]
    return ", ".join(f"{groups.count(group)} {words[group]}" for group in ORDER if group in groups)


def callback_row(callback: Callback, moment: datetime, title: Callable[[str], str]) -> HomeRow:
    due = due_words(callback, moment)
    category = title(callback.category).partition(" ")[0] if callback.category else ""
    return HomeRow(
        name=callback.name or "Ukjent",
        matter=": ".join(filter(None, (category, callback.subject))) or spoken_number(callback.number),
        time=due.time,
        distance=due.distance,
        sign=sign_of(callback, moment),
        tone="danger" if callback.is_overdue(moment) else "",
        pill=Pill(f"Frist {short_date(callback.deadline)}", "danger") if callback.deadline else NO_PILL,
        value=callback,
    )


def awaited_row(awaited: Awaited, day: date) -> HomeRow:
    since = since_words(awaited, day)
    is_due = isinstance(awaited, Confirmation) and awaited.remind <= day
    return HomeRow(
        name=awaited.member_name,
        matter=f"{KIND} · {awaited.title}" if isinstance(awaited, UnmatchedCall) else awaited_words(awaited),
        time=since.day,
        distance=since.distance if since.distance != since.day else "",
        sign=Sign("hourglass-high" if is_due else "hourglass", "warn" if is_due else "text2"),
        pill=Pill("Purr", "warn") if is_due else NO_PILL,
        value=awaited,
    )


def awaited_counts(awaited: Sequence[Awaited], day: date) -> str:
    """«6 venter, 1 bør purres i dag»."""
    if not awaited:
        return ""
    due = sum(isinstance(one, Confirmation) and one.remind <= day for one in awaited)
    return f"{len(awaited)} venter" + (f", {due} bør purres i dag" if due else "")


def parked_row(draft: Draft, library: Library, moment: datetime) -> HomeRow:
    """«14.02 / i 7 min», «990 00 207 / Kurs · neste spørsmål: Hvilket kurs?»."""
    since = put_aside(draft)
    procedure = library.procedures.get(draft.category)
    step = procedure.step(draft.step) if procedure and draft.step else None
    where = f"neste spørsmål: {step.ask}" if step else "se over og fullfør"
    return HomeRow(
        name=spoken_number(draft.title),
        matter=f"{library.categories.title(draft.category)} · {where}",
        time=clock(since),
        distance=minutes_since(since, moment),
        sign=Sign("pause", "warn"),
        value=draft,
    )


def news_row(procedure: Procedure, day: date) -> HomeRow:
    begins = near_day(procedure.valid_from, day)
    return HomeRow(
        name=procedure.title,
        matter=f"Ny versjon {procedure.version}. Gjelder fra {begins}.",
        sign=Sign("book-open", "accent"),
        value=procedure,
    )


def recent_rows(calls: Sequence[PhoneCall], parked: Sequence[Draft], moment: datetime) -> list[HomeRow]:
    """Under headings of days: the calls, and the parked ones among them; the newest first."""
    found = [(call.ended, _call_row(call)) for call in calls]
    found += [(put_aside(draft), _draft_row(draft)) for draft in parked]
    rows: list[HomeRow] = []
    before = None
    for ended, shown in sorted(found, key=lambda one: one[0], reverse=True):
        if today(ended) != before:
            before = today(ended)
            day = near_day(before, today(moment))
            rows.append(HomeRow(name=day[:1].upper() + day[1:], is_heading=True))
        rows.append(shown)
    return rows


def _call_row(call: PhoneCall) -> HomeRow:
    number = spoken_number(call.number)
    name = call.caller_name or (f"Ukjent, {number}" if number else "Ukjent")
    return HomeRow(name=name, time=clock(call.ended), end=outcome_word(call), is_short=True, value=call)


def put_aside(draft: Draft) -> datetime:
    return draft.put_aside or draft.started


def _draft_row(draft: Draft) -> HomeRow:
    number = spoken_number(draft.title)
    name = f"Ukjent, {number}" if number != draft.title else draft.title
    return HomeRow(name=name, time=clock(put_aside(draft)), end="parkert", is_short=True, value=draft)


def outcome_word(call: PhoneCall) -> str:
    """«satt over», «oppringing», «besvart», «uten medlem», «fullført»; «» when the outcome is hidden from the reader."""
    outcome = call.outcome.casefold()
    if not outcome:
        return ""
    word = next((word for begins, word in OUTCOMES if outcome.startswith(begins)), "")
    return word or ("fullført" if call.member_id is not None else "uten medlem")


def or_sentence(rows: Sequence[HomeRow], sentence: str) -> list[HomeRow]:
    """The rows, or a sentence when there are none."""
    return list(rows) or [HomeRow(name=sentence, is_short=True)]


def at_most(rows: Sequence[HomeRow], most: int, page: str) -> list[HomeRow]:
    """The first rows, and «9 til» with the name of the page that has the rest."""
    rest = len(rows) - most
    return [*rows[:most], HomeRow(name=f"{rest} til", is_short=True, value=page)] if rest > 0 else list(rows)


READ_KEYS = "Enter åpner hele prosedyren"
PARKED_KEYS = "Enter fortsetter samtalen, Delete forkaster den"
MIN_RECENT_ROWS = 6
"""Rows of «Ringte nylig», headings among them, however low the window is."""


class HomePage(QWidget):
    member_chosen = Signal(int)
    member_sought = Signal(object)  # UnmatchedCall
    draft_chosen = Signal(object)
    draft_unwanted = Signal(object)
    row_chosen = Signal(str, object)  # a page with a list, and the id of its row; None for no row
    call_chosen = Signal(object)  # PhoneCall of a caller without a record: read it
    procedure_chosen = Signal(object)
    unknown_caller_asked = Signal()
    reopen_asked = Signal(str)
    import_asked = Signal()
    practice_asked = Signal()

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = services.inquiries.library
        self._operator_session = services.session
        self._may_import = services.session.operator.may("administrator")
        self._moment = now()
        self._callbacks: Sequence[HomeRow] = ()
        self._awaited: Sequence[HomeRow] = ()
        self._parked: Sequence[Draft] = ()
        self._calls: Sequence[PhoneCall] = ()
        self.news = ProcedureNews(self._library, lambda: services.session.operator.id, self)
        self.ui = Ui_Rest()
        self.ui.setupUi(self)
        self.receipt = ReceiptBanner(self.ui)
        self._heads = {
            "callbacks": CardHeader(self.ui.callbacksTitle, (self.ui.callbacksSub,), self.ui.callbacksAll),
            "confirmations": CardHeader(
                self.ui.confirmationsTitle, (self.ui.confirmationsSub,), self.ui.confirmationsAll
            ),
        }
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._arrange)
        self._connect()
        self._build()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The receipt has its height only when it is drawn; then there is other room below it. The rows are exchanged when
        the layout is done: Qt is still going through the items of the lists."""
        if watched is self.ui.scroll and event.type() == QEvent.Type.Resize:
            self._soon.start()
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        ui = self.ui
        ui.scroll.installEventFilter(self)
        for listing, keys in ((ui.parkedList, PARKED_KEYS), (ui.newsList, READ_KEYS)):
            listing.setAccessibleDescription(keys)
            give_tip(listing, keys)
        ui.newsList.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        ui.emptyRegister.hide()
        for part in (ui.importMembers, ui.emptyText, ui.practise):
            part.setVisible(self._may_import or part is not ui.importMembers)
        ui.emptyAsk.setVisible(not self._may_import)
        theme.current().show_icon(ui.emptyIcon, "database", "accent", size=22)
        self._draw_icons()
        self.show_parked((), self._moment)
        self._show_procedures()
        self._arrange()

    def _connect(self) -> None:
        ui = self.ui
        for listing in self._lists:
            listing.itemActivated.connect(self._activate)
            listing.itemClicked.connect(self._activate)
        throw = QShortcut(QKeySequence(Qt.Key.Key_Delete), ui.parkedList)
        throw.setContext(Qt.ShortcutContext.WidgetShortcut)
        throw.activated.connect(self.discard)
        ui.noRecord.clicked.connect(self.unknown_caller_asked)
        ui.callbacksAll.clicked.connect(lambda: self.row_chosen.emit("callbacks", None))
        ui.confirmationsAll.clicked.connect(lambda: self.row_chosen.emit("confirmations", None))
        ui.parkedAll.clicked.connect(lambda: self.draft_chosen.emit(self._parked[0]))
        ui.newsAll.clicked.connect(self.news.mark_read)
        ui.importMembers.clicked.connect(self.import_asked)
        ui.practise.clicked.connect(self.practice_asked)
        self.news.changed.connect(self._show_procedures)
        self.receipt.page_asked.connect(lambda page: self.row_chosen.emit(page, None))
        self.receipt.reopen_asked.connect(self.reopen_asked)
        self.receipt.pressing_chosen.connect(lambda message: self.row_chosen.emit("outbox", message.id))
        theme.current().changed.connect(self._draw_icons)

    @property
    def _lists(self) -> tuple[RowList, ...]:
        ui = self.ui
        return ui.callbackList, ui.confirmationList, ui.parkedList, ui.recentList, ui.newsList

    def _draw_icons(self) -> None:
        self.ui.noRecord.setIcon(theme.current().icon("user-plus", "text2", size=16))
        self.ui.allProcedures.setIcon(theme.current().icon("books", "text2", size=16))

    def show_receipt(self, receipt: Receipt | None) -> None:
        """The result of Fullfør, until the next search; None removes it, but never an urgent message."""
        self.receipt.show_receipt(receipt)
        self._arrange()

    def show_outbox(self, messages: Sequence[Outgoing], moment: datetime, sign: str) -> None:
        self.receipt.show_pressing(messages, moment, sign)
        self._arrange()

    def show_register(self, *, is_empty: bool) -> None:
        self.ui.emptyRegister.setVisible(is_empty)

    def show_callbacks(self, callbacks: Sequence[Callback], moment: datetime) -> None:
        self._moment = moment
        title = self._library.categories.title
        self._callbacks = [callback_row(c, moment, title) for c in in_order(callbacks, moment)]
        self._heads["callbacks"].set_texts("Ring tilbake nå", counts_of(callbacks, moment))
        self.ui.callbacksAll.setVisible(bool(callbacks))
        self._arrange()

    def show_awaited(self, awaited: Sequence[Awaited], moment: datetime) -> None:
        """Show awaited confirmations, the oldest first; unmatched calls come before all."""
        self._moment, day = moment, today(moment)
        ordered = sorted(awaited, key=lambda one: (isinstance(one, Confirmation), one.asked))
        self._awaited = [awaited_row(one, day) for one in ordered]
        self._heads["confirmations"].set_texts("Venter på bekreftelse", awaited_counts(awaited, day))
        self.ui.confirmationsAll.setVisible(bool(awaited))
        self._arrange()

    def show_parked(self, drafts: Sequence[Draft], moment: datetime) -> None:
        self._parked, self._moment = drafts, moment
        self.ui.parked.setVisible(bool(drafts))
        self.ui.parkedAll.setVisible(len(drafts) == 1)
        self.ui.parkedList.show_rows([parked_row(draft, self._library, moment) for draft in drafts])
        self._arrange()

    def show_recent(self, calls: Sequence[PhoneCall], moment: datetime) -> None:
        self._calls, self._moment = calls, moment
        self._arrange()

    def _show_procedures(self) -> None:
        """The card when something is new; else the line that opens the list of them all."""
        day = today(self._moment)
        new = self.news.new
        self.ui.news.setVisible(bool(new))
        self.ui.newsList.show_rows([news_row(procedure, day) for procedure in new])
        procedures = self.news.procedures
        self.ui.allProcedures.setText(f"Alle prosedyrene ({len(procedures)})")
        menu = QMenu(self.ui.allProcedures)
        for procedure in procedures:
            menu.addAction(procedure.title, partial(self.procedure_chosen.emit, procedure))
        self.ui.allProcedures.setMenu(menu)

    # ------------------------------------------------------------------ as many rows as there is room for

    def _arrange(self) -> None:
        """Five rows of each list at most; fewer of what waits, and then of the callbacks, in a low window."""
        ui = self.ui
        room = self._room()
        most = [min(len(self._callbacks), MAX_ROWS), min(len(self._awaited), MAX_ROWS)]
        shown = self._left_rows(*most)
        while self._height_of_left(*shown) > room and max(most) > MIN_ROWS:
            most[1 if most[1] > MIN_ROWS else 0] -= 1
            shown = self._left_rows(*most)
        ui.callbackList.show_rows(shown[0])
        ui.confirmationList.show_rows(shown[1])
        self._arrange_recent(room)

    def _left_rows(self, callbacks: int, awaited: int) -> tuple[list[HomeRow], list[HomeRow]]:
        said = self._operator_session.operator.of_empty
        return (
            or_sentence(at_most(self._callbacks, callbacks, "callbacks"), said("Ingen å ringe tilbake.")),
            or_sentence(at_most(self._awaited, awaited, "confirmations"), said("Vi venter ikke på noe.")),
        )

    def _height_of_left(self, callbacks: Sequence[HomeRow], awaited: Sequence[HomeRow]) -> int:
        ui = self.ui
        heads = ui.callbacksHead.sizeHint().height() + ui.confirmationsHead.sizeHint().height()
        lists = ui.callbackList.height_of(callbacks) + ui.confirmationList.height_of(awaited)
        return heads + lists + 2 * ui.leftColumn.spacing()

    def _room(self) -> int:
        """Pixels for the columns, below the receipt."""
        self.ui.outer.activate()
        return self.ui.scroll.height() - self.ui.columns.contentsMargins().bottom()

    def _arrange_recent(self, room: int) -> None:
        ui = self.ui
        every = recent_rows(self._calls, self._parked, self._moment)
        around = ui.recentHead.sizeHint().height() + ui.unknownCallerRow.sizeHint().height() + ui.rightColumn.spacing()
        del every[max(MIN_RECENT_ROWS, ui.recentList.fitting(every, room - around)) :]
        if every and every[-1].is_heading:
            every.pop()
        said = self._operator_session.operator.of_empty("Ingen samtaler ennå i dag.")
        ui.recentList.show_rows(or_sentence(every, said))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the middle column goes below the left one, and in a narrower one the right column too."""
        super().resizeEvent(event)
        down, beside = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self.ui.pair.setDirection(down if is_narrow(self.window()) else beside)
        self.ui.columns.setDirection(down if is_column(self.window()) else beside)
        self._soon.start()

    # ------------------------------------------------------------------ what a row opens

    def discard(self) -> None:
        if (draft := self.chosen_draft) is not None:
            self.draft_unwanted.emit(draft)

    @property
    def chosen_draft(self) -> Draft | None:
        chosen = [i.data(Qt.ItemDataRole.UserRole) for i in self.ui.parkedList.selectedItems()]
        return next((value for value in chosen if isinstance(value, Draft)), None)

    def _activate(self, item: QListWidgetItem) -> None:
        value = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(value, str):
            self.row_chosen.emit(value, None)
        elif isinstance(value, Draft):
            self.draft_chosen.emit(value)
        elif isinstance(value, Procedure):
            self.procedure_chosen.emit(value)
        elif isinstance(value, Callback):
            self.row_chosen.emit("callbacks", value.id)
        elif isinstance(value, Confirmation):
            self.row_chosen.emit("confirmations", value.id)
        elif isinstance(value, UnmatchedCall):
            self.member_sought.emit(value)
        elif isinstance(value, PhoneCall) and value.member_id is not None:
            self.member_chosen.emit(value.member_id)
        elif isinstance(value, PhoneCall):
            self.call_chosen.emit(value)
