"""The hits to the left: arrows choose, Enter opens."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidgetItem, QWidget

from sentralbord_desktop.domain.dates.clock import clock
from sentralbord_desktop.domain.members.member import Hit
from sentralbord_desktop.domain.members.record import RecentCall
from sentralbord_desktop.domain.telephony.phone_numbers import caller_in, normal_number, spoken_number
from sentralbord_desktop.gui._generated.ui_call import Ui_Call
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.search.hit_model import DRAWN, HitDelegate, HitModel, NoCopy, spoken
from sentralbord_desktop.gui.search.search_controller import SearchAnswer, SearchController

PAUSE_MS = 500
"""Milliseconds from the last key to the sentence about the hits."""
ABOUT = "hits"


class HitAnnouncer(QObject):
    def __init__(self, view: QWidget, found: Callable[[], str]) -> None:
        """`found` returns the sentence about the present answer, «» without one."""
        super().__init__(view)
        self._view, self._found = view, found
        self._ringing = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._announce)

    def type(self, text: str) -> None:
        """A key was pressed. (The number of a ringing call is not typed, and has no pause.)"""
        if self._ringing and caller_in(text.strip()).number != self._ringing:
            self._ringing = ""
        if text and not self._ringing:
            self._pause.start()
        else:
            self._pause.stop()

    def ring(self, number: str) -> None:
        """The next answer is to the number of a call that rings at rest."""
        self._ringing = number

    def answer(self) -> None:
        """The answer has come: announce it now, or after the pause."""
        if not self._pause.isActive():
            self._announce()

    def choose(self, words: str) -> None:
        """An arrow was pressed: announce the hit that Enter now opens."""
        self._pause.stop()
        announce(self._view, words, about=ABOUT)

    def stop(self) -> None:
        """A hit was opened: stop announcing the hits."""
        self._pause.stop()
        self._ringing = ""

    def _announce(self) -> None:
        if found := self._found():
            rings = f"{spoken_number(self._ringing)} ringer. " if self._ringing else ""
            announce(self._view, f"{rings}{found}", about=ABOUT, is_urgent=bool(rings))


RECORD_CLOSED = "Medlemsbildet er lukket."
EMPTY_REGISTER = "Registeret er tomt, så ingen kan bli funnet."


class HitList(QObject):
    peeked = Signal(object)  # Hit: highlighted, not opened
    hit_chosen = Signal(object)  # Hit
    recent_chosen = Signal(int)  # member id
    unknown_caller_chosen = Signal(str, str)  # number, name
    nothing_found = Signal(str)  # the searched text, the number in groups

    def __init__(self, ui: Ui_Call, search: SearchController) -> None:
        super().__init__(ui.hits)
        self._ui = ui
        self._search = search
        self.model = HitModel()
        self.register_is_empty = False
        """Set by the page when it is read."""
        self._closed: int | None = None
        """The member whose record is closed (X-4)."""
        self.announcer = HitAnnouncer(ui.hits, self._found)
        ui.hits.setModel(self.model)
        ui.hits.setItemDelegate(HitDelegate(ui.hits))
        for view in (ui.hits, ui.recent):
            NoCopy(view)
        ui.categories.installEventFilter(self)
        search.answered.connect(self._show)
        search.unanswered.connect(self._show_unanswered)
        search.open_wanted.connect(self.open_chosen)
        search.cleared.connect(self._clear)
        search.text_changed.connect(self._follow_text)
        ui.hits.activated.connect(self._open_index)
        ui.hits.clicked.connect(self._open_index)
        ui.recent.itemActivated.connect(self._open_recent)
        ui.recent.itemClicked.connect(self._open_recent)
        self._clear()

    def close_record(self, member_id: int | None) -> None:
        """Hide the hits, and the rows of this member in «Ringte nylig», until the next search; None shows them again."""
        if member_id == self._closed:
            return
        self.announcer.stop()
        self._empty()
        self._closed = member_id
        if member_id is not None:
            self._ui.hitCount.setText(RECORD_CLOSED)
        elif self._search.answer.text:
            self._fill(self._search.answer)
        self._hide_closed_calls()

    def _follow_text(self, text: str) -> None:
        """A new search ends the closing of a record."""
        if not text or self._closed is not None:
            self._clear()
        self.announcer.type(text)

    def _clear(self) -> None:
        self._closed = None
        self._empty()
        self._hide_closed_calls()

    def _empty(self) -> None:
        """Clear the list: no hits, no count, no key hints, and nothing to open by Enter or click."""
        self.model.show([], "")
        self._ui.hitCount.clear()
        self._ui.hitHint.hide()
        self._show_keys(there=False)

    def _show_unanswered(self, why: str) -> None:
        if self._closed is not None:
            return
        self._clear()
        self._show_hint(why)
        announce(self._ui.hits, why)

    def _show_hint(self, words: str) -> None:
        self._ui.hitHint.setText(words)
        self._ui.hitHint.setVisible(bool(words))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """An arrow at «Hvem ringer?» chooses among similar hits and focuses the list, as the hint says."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not self.are_alike:
            return False
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if step is None or not plain:
            return False
        self._ui.hits.setFocus(Qt.FocusReason.OtherFocusReason)
        self.move(step)
        return True

    @property
    def are_alike(self) -> bool:
        """Whether there are hits, and none that Enter opens without a choice."""
        shown = [self.model.hit(row) for row in range(self.model.rowCount())]
        return bool(shown) and not any(hit.sure for hit in shown)

    def move(self, step: int) -> None:
        count = self.model.rowCount()
        if count:
            row = max(0, min(count - 1, self._ui.hits.currentIndex().row() + step))
            self._ui.hits.setCurrentIndex(self.model.index(row))
            hit = self.model.hit(row)
            self.peeked.emit(hit)
            self.announcer.choose(spoken(hit, row + 1, count))

    def open_chosen(self) -> None:
        """Open the chosen hit, or without hits a caller of that number or name; does nothing before the answer has
        come, or while a record is closed."""
        if not self._search.is_answered or self._closed is not None:
            return
        self.announcer.stop()
        row = self._ui.hits.currentIndex().row()
        if self.model.rowCount() and row >= 0:
            self.hit_chosen.emit(self.model.hit(row))
        elif text := self._search.text.strip():
            caller = caller_in(text)
            self.unknown_caller_chosen.emit(caller.number, caller.name)

    def show_recent(self, calls: Sequence[RecentCall]) -> None:
        self._ui.recent.clear()
        self._ui.recent.setIconSize(QSize(0, 0))
        for call in calls[:3]:
            item = QListWidgetItem(f"{clock(call.ended)}  {call.name or call.number or 'Ukjent'}")
            item.setData(Qt.ItemDataRole.UserRole, call)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, " ".join(item.text().split()))
            self._ui.recent.addItem(item)
        self._hide_closed_calls()

    def _hide_closed_calls(self) -> None:
        for row in range(self._ui.recent.count()):
            item = self._ui.recent.item(row)
            call: RecentCall = item.data(Qt.ItemDataRole.UserRole)
            item.setHidden(self._closed is not None and call.member_id == self._closed)

    def _show(self, answer: SearchAnswer) -> None:
        if self._closed is not None:
            return
        self._fill(answer)
        chosen = self._ui.hits.currentIndex()
        if chosen.isValid():
            self.peeked.emit(self.model.hit(chosen.row()))
        else:
            number = caller_in(answer.text).number
            self.nothing_found.emit(spoken_number(number) if number else answer.text)
        self.announcer.answer()

    def _found(self) -> str:
        """The sentence about the hits: count, the hit that Enter opens, and advice; without hits what Enter does
        instead."""
        answer = self._search.answer
        if not answer.text or not self._search.is_answered or self._closed is not None:
            return ""
        chosen, count, advice = self._ui.hits.currentIndex(), self._ui.hitCount.text(), self._advice(answer)
        if chosen.isValid():
            words = spoken(self.model.hit(chosen.row()))
            return " ".join(part for part in (f"{count}. {words}. Enter åpner.", advice) if part)
        if answer.hits:
            return f"{count}. {advice}"
        empty = f" {EMPTY_REGISTER}" if self.register_is_empty else ""
        return f"{count} på {answer.text}.{empty} Enter går videre uten medlem."

    def _advice(self, answer: SearchAnswer) -> str:
        return EMPTY_REGISTER if self.register_is_empty and not answer.hits else hint(answer.hits, answer.text)

    def _fill(self, answer: SearchAnswer) -> None:
        ui, hits, text = self._ui, answer.hits, answer.text
        self.model.show(hits, text)
        self._show_keys(there=bool(hits))
        many = len(hits) > DRAWN
        sure = sum(1 for hit in hits if hit.sure)
        count = f"{sure} treff" if sure else "Ingen treff"
        ui.hitCount.setText(f"Over {DRAWN} treff" if many else count)
        self._show_hint(self._advice(answer))
        # Enter alone never opens a merely similar member
        ui.hits.setCurrentIndex(self.model.index(0) if sure else QModelIndex())

    def _show_keys(self, *, there: bool) -> None:
        """The hint for arrows and Enter, where there is a choice."""
        for part in (self._ui.l1, self._ui.key48, self._ui.l2, self._ui.key49):
            part.setVisible(there)

    def _open_index(self, index: QModelIndex) -> None:
        if self._search.is_answered:
            self.announcer.stop()
            self.hit_chosen.emit(self.model.hit(index.row()))

    def _open_recent(self, item: QListWidgetItem) -> None:
        call: RecentCall = item.data(Qt.ItemDataRole.UserRole)
        if call.member_id is not None:
            self.recent_chosen.emit(call.member_id)
        elif call.number:
            self.unknown_caller_chosen.emit(call.number, call.name)


def hint(hits: Sequence[Hit], text: str) -> str:
    """Advice for no hits, too many, or two on one number; «» otherwise."""
    if len(hits) > DRAWN:
        return "Skriv mer, for eksempel arbeidsgiver eller fødselsår."
    alike = sum(1 for hit in hits if not hit.sure)
    if hits and alike == len(hits):
        return f"Ingen har alt dette, {alike} ligner. Pil ned velger en av dem."
    if not hits:
        return "Prøv navn og fødselsår, for eksempel «haug 84», eller arbeidsgiver og sted."
    phones = [hit.phone for hit in hits if hit.phone]
    shared = next((p for p in phones if phones.count(p) > 1), "")
    if shared and normal_number(text).endswith(shared[-4:]):
        names = [hit.name.split()[0] for hit in hits if hit.phone == shared][:3]
        return f"{' og '.join(names)} har samme telefon"
    return f"Nederst: {alike} som ligner." if alike else ""
