"""The hits to the left: arrows choose, Enter opens."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, cast

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from sentralbord_desktop.domain.dates.clock import clock
from sentralbord_desktop.domain.members.member import Hit, PhoneCall
from sentralbord_desktop.domain.telephony import caller_in, normal_number, spoken_number
from sentralbord_desktop.domain.text.folding import fold, words
from sentralbord_desktop.gui._generated.ui_call import Ui_Call
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.icons import Sign
from sentralbord_desktop.gui.core.tip_source import TIP_ROLE
from sentralbord_desktop.gui.search_controller import SearchAnswer, SearchController
from sentralbord_desktop.gui.widgets.table_model import ROOT, Index


class Piece(NamedTuple):
    """A piece of a text that is marked."""

    start: int
    length: int


class MarkedText:
    """In pixels at 100 %, for a painter that is scaled (`theme.enlarged`)."""

    def __init__(self, text: str, pieces: Sequence[Piece], points: float, tone: str, width: int) -> None:
        colours = theme.current()
        marked = QTextCharFormat()
        marked.setFontWeight(QFont.Weight.DemiBold)
        marked.setBackground(colours.colour("accent_soft"))
        marked.setForeground(colours.colour("accent_text"))
        self._tone = tone
        self._layout = QTextLayout(text, theme.font_of(points))
        wrapping = QTextOption()
        wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(wrapping)
        self._layout.setFormats([_range(piece, marked) for piece in pieces])
        self.height = 0
        """The height of all its lines."""
        self._wrap(max(1, width))

    def _wrap(self, width: int) -> None:
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, self.height))
            self.height += round(line.height())
        self._layout.endLayout()

    def draw(self, painter: QPainter, x: int, y: int) -> None:
        painter.setPen(theme.current().colour(self._tone))
        self._layout.draw(painter, QPointF(x, y))


def _range(piece: Piece, look: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = piece.start, piece.length, look
    return made


@lru_cache(maxsize=4096)
def fits_one_line(text: str, points: float, width: int) -> bool:
    """Whether the text fits on one line, even if all of it is marked. Each key asks this of a hundred texts, most of them
    again."""
    return _strong(points).horizontalAdvance(text) <= width


@lru_cache(maxsize=4096)
def height_of(text: str, points: float, width: int) -> int:
    """Height of all lines in pixels at 100 %, enough also if all of it is marked."""
    return MarkedText(text, [Piece(0, len(text))], points, "text", width).height


@lru_cache(maxsize=8)
def _strong(points: float) -> QFontMetrics:
    return QFontMetrics(theme.font_of(points, strong=True))


WORD = re.compile(r"[^\W_]+")
DIGITS = re.compile(r"\d(?:[ .]?\d)*")
ROW_HEIGHT, LINES_HEIGHT = 50, 36
SIDE, SIGN, GAP = 10, 22, 4
NAME_POINTS, LINE_POINTS = 10.5, 9.0
"""Pixels at 100 %: a row of two lines and the lines in it, the space beside them, a sign with its space, and the space
between the name and what is at the right edge; the sizes of the two lines."""
DRAWN = 50


def second_line(hit: Hit) -> str:
    """«f. 1979 · Renhold Øst AS»: distinguishes namesakes, and shows what matched. The home town is not beside the
    employer, where it would read as the employer's town."""
    year = f"f. {hit.birth_year}" if hit.birth_year else ""
    parts = ("" if hit.sure else "Ligner", hit.why.fact, year, hit.employer)
    return " · ".join(part for part in parts if part)


def matched(name: str, said: str, marks: Sequence[str]) -> list[Piece]:
    """Each matching piece of `name`: the typed part, or the whole word when it only sounds like
    it."""
    typed = words(said)
    pieces: list[Piece] = []
    for piece in WORD.finditer(name):
        folded = fold(piece[0])
        if folded not in marks or folded.isdigit():
            continue
        begun = [len(word) for word in typed if folded.startswith(word)]
        length = _letters(piece[0], max(begun)) if begun else len(piece[0])
        pieces.append(Piece(piece.start(), length))
    return sorted([*pieces, *_matched_digits(name, marks)])


def _matched_digits(line: str, marks: Sequence[str]) -> list[Piece]:
    """The position of the matching digits, across the gaps in a number: «412 33 441»."""
    found: dict[int, int] = {}
    for run in DIGITS.finditer(line):
        places = [place for place in range(run.start(), run.end()) if line[place].isdigit()]
        digits = "".join(line[place] for place in places)
        for mark in filter(str.isdigit, marks):
            if digits.startswith(mark):
                found[places[0]] = places[len(mark) - 1] + 1 - places[0]
            elif digits.endswith(mark):
                first = places[-len(mark)]
                found[first] = places[-1] + 1 - first
    return [Piece(start, length) for start, length in found.items()]


def _letters(word: str, folded: int) -> int:
    """The number of letters in `word` for its first `folded` folded ones: «Haa» of «Haakon» is two, because aa is å."""
    return max((n for n in range(1, len(word) + 1) if len(fold(word[:n])) <= folded), default=len(word))


class HitModel(QAbstractListModel):
    """At most fifty hits, each with a sentence for screen readers."""

    def __init__(self) -> None:
        super().__init__()
        self._hits: Sequence[Hit] = []
        self.text = ""
        """The text that the hits answer."""
        self.heights: dict[tuple[int, int], int] = {}
        """Row and width in pixels at 100 % -> height of the row. The view asks twice for each: without and with a scroll
        bar."""

    def show(self, hits: Sequence[Hit], text: str) -> None:
        self.beginResetModel()
        self._hits, self.text, self.heights = hits[:DRAWN], text, {}
        self.endResetModel()

    def hit(self, row: int) -> Hit:
        return self._hits[row]

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.name
        if role == Qt.ItemDataRole.UserRole:
            return hit
        if role in (Qt.ItemDataRole.AccessibleTextRole, TIP_ROLE):
            return spoken(hit, index.row() + 1, len(self._hits))
        return None


class NoCopy(QObject):
    """Disable Ctrl+C in a list of hits: it would copy a name without a log entry. Opening the record is logged."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return isinstance(event, QKeyEvent) and (
            event.type() == QEvent.Type.KeyPress and event.matches(QKeySequence.StandardKey.Copy)
        )


def spoken(hit: Hit, place: int = 0, count: int = 0) -> str:
    """«Ingunn Fjeldheim, født 1979, Renhold Øst AS, avdeling 4. Oppringing. 1 av 5»; without the place where the count
    is 0."""
    parts = [hit.name]
    parts += [f"født {hit.birth_year}"] if hit.birth_year else []
    parts += [hit.employer] if hit.employer else []
    parts += [f"avdeling {hit.department}"] if hit.department else []
    parts += [hit.why.fact] if hit.why.fact else []
    text = ("" if hit.sure else "Ligner: ") + ", ".join(parts)
    text += ". Lovet oppringing" if hit.callback_due else ""
    text += ". Venter på bekreftelse" if hit.confirmation_awaited else ""
    return f"{text}. {place} av {count}" if count else text


class HitDelegate(QStyledItemDelegate):
    """Rows grow with the wrapped lines of their texts."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look, model = theme.current(), cast("HitModel", index.model())
        width = round(self._view.viewport().width() / look.text_scale) - 2 * SIDE
        key = index.row(), width
        if key not in model.heights:
            model.heights[key] = row_height(model.hit(index.row()), width)
        return QSize(200, look.scaled(model.heights[key]))

    def _texts(self, hit: Hit, index: Index, width: int) -> tuple[MarkedText, MarkedText]:
        """The name and the second line; `width` is without the space at the sides."""
        said, marks = cast("HitModel", index.model()).text, hit.why.marks
        beside, line = width - right_width(hit) - GAP, second_line(hit)
        return (
            MarkedText(hit.name, matched(hit.name, said, marks), NAME_POINTS, "text", beside),
            MarkedText(line, matched(line, said, marks), LINE_POINTS, "text2", width),
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit: Hit = index.data(Qt.ItemDataRole.UserRole)
        colours = theme.current()
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        area = theme.enlarged(painter, area)
        if state & QStyle.StateFlag.State_Selected:
            colours.chosen(painter, area.adjusted(1, 1, -1, -1))
        self._paint_right(painter, area, hit, colours)
        name, under = self._texts(hit, index, area.width() - 2 * SIDE)
        top = area.top() + (area.height() - name.height - under.height) // 2
        name.draw(painter, area.left() + SIDE, top)
        under.draw(painter, area.left() + SIDE, top + name.height)
        painter.restore()

    def _paint_right(self, painter: QPainter, area: QRect, hit: Hit, colours: theme.Theme) -> None:
        """The department and the signs at the right edge."""
        painter.setFont(theme.font_of(LINE_POINTS))
        painter.setPen(colours.colour("text2"))
        text = department_of(hit)
        used = department_width(text)
        place = QRect(area.right() - SIDE - used, area.top() + 7, used + 2, 18)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), text)
        for sign in signs_of(hit):
            used += SIGN
            corner = QPoint(area.right() - 8 - used, area.top() + 8)
            colours.icon(sign.icon, sign.colour, size=16).paint(painter, QRect(corner, QSize(16, 16)))


def row_height(hit: Hit, width: int) -> int:
    """In pixels at 100 %; `width` is without the space at the sides."""
    beside, line = width - right_width(hit) - GAP, second_line(hit)
    if fits_one_line(hit.name, NAME_POINTS, beside) and fits_one_line(line, LINE_POINTS, width):
        return ROW_HEIGHT
    lines = height_of(hit.name, NAME_POINTS, beside) + height_of(line, LINE_POINTS, width)
    return ROW_HEIGHT - LINES_HEIGHT + lines


def department_of(hit: Hit) -> str:
    return f"avd. {hit.department}" if hit.department else ""


def signs_of(hit: Hit) -> list[Sign]:
    signs = ((hit.callback_due, Sign("phone-x", "danger")), (hit.confirmation_awaited, Sign("hourglass", "warn")))
    return [sign for is_shown, sign in signs if is_shown]


def right_width(hit: Hit) -> int:
    return department_width(department_of(hit)) + SIGN * len(signs_of(hit))


@lru_cache(maxsize=64)
def department_width(text: str) -> int:
    return QFontMetrics(theme.font_of(LINE_POINTS)).horizontalAdvance(text)


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

    def show_recent(self, calls: Sequence[PhoneCall]) -> None:
        self._ui.recent.clear()
        self._ui.recent.setIconSize(QSize(0, 0))
        for call in calls[:3]:
            item = QListWidgetItem(f"{clock(call.ended)}  {call.caller_name or call.number or 'Ukjent'}")
            item.setData(Qt.ItemDataRole.UserRole, call)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, " ".join(item.text().split()))
            self._ui.recent.addItem(item)
        self._hide_closed_calls()

    def _hide_closed_calls(self) -> None:
        for row in range(self._ui.recent.count()):
            item = self._ui.recent.item(row)
            call: PhoneCall = item.data(Qt.ItemDataRole.UserRole)
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
        call: PhoneCall = item.data(Qt.ItemDataRole.UserRole)
        if call.member_id is not None:
            self.recent_chosen.emit(call.member_id)
        elif call.number:
            self.unknown_caller_chosen.emit(call.number, call.caller_name)


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
