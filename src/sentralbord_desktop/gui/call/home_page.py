"""The first page: what waits for us, what we wait for, what is parked, who rang; and the last receipt over it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QListWidgetItem, QMenu, QWidget

from sentralbord_desktop.domain.callbacks.callback import Callback
from sentralbord_desktop.domain.confirmations.confirmation import Confirmation
from sentralbord_desktop.domain.dates.clock import now, today
from sentralbord_desktop.domain.inquiries.inquiry import Receipt
from sentralbord_desktop.domain.inquiries.unmatched import UnmatchedCall
from sentralbord_desktop.domain.members.record import RecentCall
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.gui._generated.ui_rest import Ui_Rest
from sentralbord_desktop.gui.call.home import rows
from sentralbord_desktop.gui.call.home.receipt_banner import ReceiptBanner
from sentralbord_desktop.gui.call.home.row_list import HomeRow, RowList
from sentralbord_desktop.gui.confirmations.page import Awaited
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.procedures.procedure_news import ProcedureNews
from sentralbord_desktop.gui.widgets.card_header import CardHeader
from sentralbord_desktop.procedures.model import Procedure
from sentralbord_desktop.services.drafts.draft import Draft
from sentralbord_desktop.services.office import Services

READ_KEYS = "Enter åpner hele prosedyren"
PARKED_KEYS = "Enter fortsetter samtalen, Delete forkaster den"
NARROW = 940
"""Pixels at 100 %: a page narrower than this has two columns."""
MIN_TWO_COLUMNS = 660
"""Pixels at 100 %: a page narrower than this has one column."""
MIN_RECENT_ROWS = 6
"""Rows of «Ringte nylig», headings among them, however low the window is."""


class HomePage(QWidget):
    member_chosen = Signal(int)
    member_sought = Signal(object)  # UnmatchedCall
    draft_chosen = Signal(object)
    draft_unwanted = Signal(object)
    row_chosen = Signal(str, object)  # a page with a list, and the id of its row; None for no row
    number_chosen = Signal(str)
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
        self._calls: Sequence[RecentCall] = ()
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
        self._callbacks = [rows.callback_row(c, moment, title) for c in rows.in_order(callbacks, moment)]
        self._heads["callbacks"].set_texts("Ring tilbake nå", rows.counts_of(callbacks, moment))
        self.ui.callbacksAll.setVisible(bool(callbacks))
        self._arrange()

    def show_awaited(self, awaited: Sequence[Awaited], moment: datetime) -> None:
        """Show awaited confirmations, the oldest first; unmatched calls come before all."""
        self._moment, day = moment, today(moment)
        ordered = sorted(awaited, key=lambda one: (isinstance(one, Confirmation), one.asked))
        self._awaited = [rows.awaited_row(one, day) for one in ordered]
        self._heads["confirmations"].set_texts("Venter på bekreftelse", rows.awaited_counts(awaited, day))
        self.ui.confirmationsAll.setVisible(bool(awaited))
        self._arrange()

    def show_parked(self, drafts: Sequence[Draft], moment: datetime) -> None:
        self._parked, self._moment = drafts, moment
        self.ui.parked.setVisible(bool(drafts))
        self.ui.parkedAll.setVisible(len(drafts) == 1)
        self.ui.parkedList.show_rows([rows.parked_row(draft, self._library, moment) for draft in drafts])
        self._arrange()

    def show_recent(self, calls: Sequence[RecentCall], moment: datetime) -> None:
        self._calls, self._moment = calls, moment
        self._arrange()

    def _show_procedures(self) -> None:
        """The card when something is new; else the line that opens the list of them all."""
        day = today(self._moment)
        new = self.news.new
        self.ui.news.setVisible(bool(new))
        self.ui.newsList.show_rows([rows.news_row(procedure, day) for procedure in new])
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
        most = [min(len(self._callbacks), rows.MAX_ROWS), min(len(self._awaited), rows.MAX_ROWS)]
        shown = self._left_rows(*most)
        while self._height_of_left(*shown) > room and max(most) > rows.MIN_ROWS:
            most[1 if most[1] > rows.MIN_ROWS else 0] -= 1
            shown = self._left_rows(*most)
        ui.callbackList.show_rows(shown[0])
        ui.confirmationList.show_rows(shown[1])
        self._arrange_recent(room)

    def _left_rows(self, callbacks: int, awaited: int) -> tuple[list[HomeRow], list[HomeRow]]:
        said = self._operator_session.operator.of_empty
        return (
            rows.or_sentence(rows.at_most(self._callbacks, callbacks, "callbacks"), said("Ingen å ringe tilbake.")),
            rows.or_sentence(rows.at_most(self._awaited, awaited, "confirmations"), said("Vi venter ikke på noe.")),
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
        every = rows.recent_rows(self._calls, self._parked, self._moment)
        around = ui.recentHead.sizeHint().height() + ui.unknownCallerRow.sizeHint().height() + ui.rightColumn.spacing()
        del every[max(MIN_RECENT_ROWS, ui.recentList.fitting(every, room - around)) :]
        if every and every[-1].is_heading:
            every.pop()
        said = self._operator_session.operator.of_empty("Ingen samtaler ennå i dag.")
        ui.recentList.show_rows(rows.or_sentence(every, said))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the middle column goes below the left one, and in a narrower one the right column too."""
        super().resizeEvent(event)
        down, beside = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        for columns, least in ((self.ui.pair, NARROW), (self.ui.columns, MIN_TWO_COLUMNS)):
            columns.setDirection(down if self.width() < theme.current().scaled(least) else beside)
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
        elif isinstance(value, RecentCall) and value.member_id is not None:
            self.member_chosen.emit(value.member_id)
        elif isinstance(value, RecentCall):
            self.number_chosen.emit(value.number)
