"""The copy on this PC, before the server has answered: search, hits and the record, read-only."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.domain.dates.screen_time import day_at_time
from sentralbord_desktop.domain.members.member import Hit
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.gui._generated.ui_call import Ui_Call
from sentralbord_desktop.gui.call.record_panel import RecordPanel
from sentralbord_desktop.gui.call.unknown_caller_panel import UnknownCallerPanel
from sentralbord_desktop.gui.core import retry, theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.search_controller import SearchController
from sentralbord_desktop.gui.search_hits import HitList, second_line
from sentralbord_desktop.gui.widgets.labels import icon_label, keycap, label, row
from sentralbord_desktop.services.offline_session import OfflineSession

AGE = (
    "Tjeneren svarer ikke. Dette er kopien fra {when}: den kan leses, ikke endres. Alt åpner av seg selv når tjeneren "
    "svarer, og oppslagene blir logget da."
)
HINT = "Nummer, navn, medlemsnr., fødselsdato eller arbeidsgiver"
LOCK = "Ctrl+Shift+L"


class OfflinePage(QWidget):
    """`tried`: connect to the server again. `lock_asked`: the operator locks the page."""

    tried = Signal(object)  # no passphrase, as from OpenFailurePage
    lock_asked = Signal()

    def __init__(self, offline_session: OfflineSession, tasks: TaskRunner) -> None:
        super().__init__()
        self._offline_session, self._tasks = offline_session, tasks
        self._opening: int | None = None
        self.search = QLineEdit()
        self.age, self.error = label(wrap=True), label("", tone="danger", wrap=True)
        self.lock, self._sign = QPushButton("Lås"), icon_label("warning", "warn", 18)
        self.call, self.ui = QWidget(), Ui_Call()
        self.ui.setupUi(self.call)
        self.record, self.unknown_caller_panel = (
            RecordPanel(offline_session.category_title, read_only=True),
            UnknownCallerPanel(),
        )
        self.search_controller = SearchController(offline_session.members, tasks, self)
        self.hits = HitList(self.ui, self.search_controller)
        self._waits = QTimer(self, interval=retry.AGAIN_MS, singleShot=True)
        self._build()
        self._connect()
        self.still_away()

    def _build(self) -> None:
        ui = self.ui
        for part in (ui.categories, ui.line51, ui.recentHead, ui.recent, ui.line52, ui.noRecord, ui.key54):
            part.hide()
        for panel in (self.unknown_caller_panel, self.record):
            ui.middle.addWidget(panel)
        self.search.setPlaceholderText(HINT)
        self.search.setAccessibleName("Søk i kopien")
        self.lock.setAccessibleDescription(LOCK)
        bar = QFrame()
        bar.setProperty("tint", "warn")
        said = row(self._sign, spacing=10)
        said.addWidget(self.age, 1)
        said.setContentsMargins(12, 8, 12, 8)
        bar.setLayout(said)
        self.search.setMaximumWidth(520)  # as in the header
        top = row(self.search, keycap("F3"), None, self.lock, keycap(LOCK))
        top.setStretchFactor(self.search, 100)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 0)
        layout.addLayout(top)
        layout.addWidget(bar)
        layout.addWidget(self.error)
        layout.addWidget(self.call, 1)
        self.ui.outer.setContentsMargins(0, 4, 0, 10)
        ui.panels.arrange("kopi", (288, 0, 272))
        self.error.hide()
        self.search.installEventFilter(self)

    def _connect(self) -> None:
        self.search.textEdited.connect(self._searched)
        self.search_controller.rewritten.connect(self._rewrite)
        self.search_controller.unanswered.connect(self.unknown_caller_panel.show_unanswered)
        self.hits.peeked.connect(self._peek)
        self.hits.nothing_found.connect(self.unknown_caller_panel.show_not_in_copy)
        self.hits.hit_chosen.connect(self._open)
        self.lock.clicked.connect(self.lock_asked)
        self._waits.timeout.connect(lambda: self.tried.emit(None))
        theme.current().changed.connect(self._recolour)

    def _recolour(self) -> None:
        if self.record.record is not None:
            self.record.show_record(self.record.record, self._offline_session.operator_session.clock())

    def begin(self) -> None:
        self._searched(self.search.text())
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self.age, self.age.text())

    def still_away(self) -> None:
        """Retry after a while; updates the age of the copy."""
        if taken := self._offline_session.copied_at:
            self.age.setText(AGE.format(when=day_at_time(taken, self._offline_session.operator_session.clock())))
        self._waits.start()

    def end(self) -> None:
        self._waits.stop()
        self.setEnabled(False)

    def fail(self, sentence: str) -> None:
        self._opening = None
        self.error.setText(sentence)
        self.error.show()
        announce(self.error, sentence)

    def _searched(self, text: str) -> None:
        self.error.hide()
        self.record.record = self._opening = None
        self.ui.middle.setCurrentWidget(self.unknown_caller_panel)
        if not text.strip():
            self.unknown_caller_panel.show_copy()
            self.ui.hitCount.setText("")
            self.ui.hitHint.hide()
        self.search_controller.type(text)

    def _rewrite(self, text: str, why: str) -> None:
        """Replace a typed fødselsnummer, and inform the operator."""
        self.search.setText(text)
        self.fail(why)

    def _peek(self, hit: Hit) -> None:
        department = f" · avd. {hit.department}" if hit.department else ""
        self.unknown_caller_panel.show_hit(hit.name, second_line(hit) + department)
        self.record.record = None
        self.ui.middle.setCurrentWidget(self.unknown_caller_panel)

    def _open(self, hit: Hit) -> None:
        """One opening and one line in the log, however long the key is held."""
        shown = self.record.record
        if self._opening is not None or (shown is not None and shown.member.id == hit.id):
            return
        wanted = self._opening = hit.id

        def show(record: MemberRecord) -> None:
            if self._opening == wanted:
                self._opening = None
                self._show(record)

        self._tasks.run(self, lambda: self._offline_session.members.open(wanted), show)

    def _show(self, record: MemberRecord) -> None:
        self.error.hide()
        now = self._offline_session.operator_session.clock()
        self.record.show_record(record, now)
        taken = self._offline_session.copied_at
        self.record.show_elsewhere(f"Fra kopien {day_at_time(taken, now)}" if taken else "")
        self.ui.middle.setCurrentWidget(self.record)
        self.record.ui.tabs.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self.record, self.record.spoken())

    def _keys(self) -> Sequence[tuple[str, Callable[[], None]]]:
        return (
            ("F3", self._to_search),
            ("Ctrl+F", self._to_search),
            ("Esc", self._to_search),
            (LOCK, self.lock_asked.emit),
        )

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _act_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        pressed = QKeySequence(event.keyCombination())
        return next((act for keys, act in self._keys() if pressed == QKeySequence(keys)), None)

    def event(self, event: QEvent) -> bool:
        """Handle keys before the window's shortcuts, which have no workspace yet."""
        wanted = isinstance(event, QKeyEvent) and self._act_of(event) is not None
        if wanted and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self._act_of(event)
        if act is not None:
            act()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.search or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if not isinstance(event, QKeyEvent) or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.search_controller.enter()
            return True
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.hits.move(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        return False
