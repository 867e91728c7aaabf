"""The member above the trail: name, whether the identity is confirmed, the facts to recognise, the chips."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from sentralbord_desktop.domain.dates.calendar import note_date
from sentralbord_desktop.domain.members.identity import has_address
from sentralbord_desktop.domain.members.matters import Chip, Matter
from sentralbord_desktop.domain.members.member import GONE, STATUSES
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.domain.text.norwegian import grouped
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.widgets.flow_layout import FlowLayout
from sentralbord_desktop.gui.widgets.labels import RECOLOURED, icon, icon_label, keycap, label
from sentralbord_desktop.gui.widgets.text_stops import TextStop, TextStops
from sentralbord_desktop.gui.wizard.closed_record import CLOSED, FOR_ANOTHER
from sentralbord_desktop.gui.wizard.member.shown_member import ShownMember

MAX_CHIPS = 3
GAP = 6
LOOKS = {
    Matter.DEAD: ("plain", ""),
    Matter.BROKEN_PROMISE: ("danger", "phone-x"),
    Matter.DEADLINE: ("danger", "flag"),
    Matter.NOT_SENT: ("danger", "paper-plane-tilt"),
    Matter.AWAITED: ("warn", ""),
    Matter.UNKNOWN_STATUS: ("warn", ""),
    Matter.INVOICE: ("warn", ""),
    Matter.NO_SMS: ("plain", ""),
    Matter.BLOCKED_ADDRESS: ("plain", ""),
}
"""Matter -> tone, and an icon for urgent matters."""


class ChipRow(QWidget):
    """At most three chips, fewer where there is no room, then «+ 2». The buttons are made once, so that Tab order and
    focus are kept when the record is read again."""

    chosen = Signal(str)  # the Matter of the chip; for «+ 2», the first hidden one

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: Sequence[Chip] = ()
        self._buttons = [self._button(place) for place in range(MAX_CHIPS)]
        self._more = self._button(MAX_CHIPS)
        self._shown = 0
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def _button(self, place: int) -> QPushButton:
        made = QPushButton(self)
        made.setProperty("matter", "plain")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.setAccessibleDescription("Åpner merknadene der dette står")
        made.setIconSize(QSize(12, 12) * theme.current().text_scale)
        theme.keep_size(made)
        made.clicked.connect(lambda: self.chosen.emit(self._chips[min(place, self._shown)].matter))
        made.hide()
        return made

    def show_chips(self, chips: Sequence[Chip]) -> None:
        self._chips = chips
        for button, chip in zip(self._buttons, chips, strict=False):
            tone, sign = LOOKS[chip.matter]
            theme.restyle(button, matter=tone)
            button.setText(chip.words)
            button.setAccessibleName(chip.words)
            button.setIcon(icon(sign, f"{tone}_text", 12) if sign else QIcon())
        self.setVisible(bool(chips))
        self.updateGeometry()
        self._fit()

    def stops(self) -> tuple[QPushButton, ...]:
        """The buttons in the order of Tab."""
        return (*self._buttons, self._more)

    def sizeHint(self) -> QSize:
        return QSize(self._width(min(MAX_CHIPS, len(self._chips))), self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width(min(1, len(self._chips))), self._height)

    @property
    def _height(self) -> int:
        return max(button.sizeHint().height() for button in self.stops())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _width(self, count: int) -> int:
        """The width of the first `count` chips, with «+ 2» where others remain."""
        parts = [button.sizeHint().width() for button in self._buttons[:count]]
        if rest := len(self._chips) - count:
            self._name_more(rest)
            parts.append(self._more.sizeHint().width())
        return sum(parts) + GAP * max(0, len(parts) - 1)

    def _name_more(self, rest: int) -> None:
        self._more.setText(f"+ {rest}")
        words = ", ".join(chip.words for chip in self._chips[-rest:])
        self._more.setAccessibleName(f"{rest} til: {words}")
        give_tip(self._more, words)

    def _fit(self) -> None:
        most = min(MAX_CHIPS, len(self._chips))
        self._shown = next((n for n in range(most, 1, -1) if self._width(n) <= self.width()), min(1, most))
        rest = len(self._chips) - self._shown
        if rest:
            self._name_more(rest)
        self._more.setVisible(bool(rest))
        left = 0
        for place, button in enumerate(self.stops()):
            is_shown = bool(rest) if button is self._more else place < self._shown
            button.setVisible(is_shown)
            if is_shown:
                size = button.sizeHint()
                wide = min(size.width(), max(0, self.width() - left))
                button.setGeometry(QRect(left, 0, wide, self._height))
                left += size.width() + GAP


KEY = "Ctrl+↓"


class FoldButton(QPushButton):
    """34 px high above the trail; `in_strip`: in the strip of a narrow window."""

    def __init__(self, parent: QWidget | None = None, *, in_strip: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("fold", "strip" if in_strip else "panel")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleDescription(KEY)
        give_tip(self, KEY)
        self._sign = icon_label("caret-right", "text2", 14)
        self._count = label("", "meta")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6 if in_strip else 16, 0, 6 if in_strip else 14, 0)
        layout.setSpacing(8)
        for part in (self._sign, label("Siste merknader"), self._count):
            layout.addWidget(part)
        layout.addStretch(1)
        if not in_strip:  # the strip is one row
            layout.addWidget(keycap(KEY))
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        wide = QSizePolicy.Policy.Preferred if in_strip else QSizePolicy.Policy.Expanding
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)

    def show_state(self, count: int, *, is_open: bool) -> None:
        self._count.setText(str(count))
        theme.current().show_icon(self._sign, "caret-down" if is_open else "caret-right", "text2", size=14)
        self.setAccessibleName(f"Siste merknader, {count}, {'åpen' if is_open else 'lukket'}")

    def sizeHint(self) -> QSize:
        layout = self.layout()
        inner = layout.sizeHint() if layout else super().sizeHint()
        return QSize(inner.width(), theme.current().scaled(34 if self.property("fold") == "panel" else 24))


NO_RECORD = "Uten medlemsbilde"


class IdentityMark(QWidget):
    """«Ikke bekreftet» or «Bekreftet», each with its own shape."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = icon_label("question", "warn_text", 14)
        self.words = label("", "meta")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._sign)
        layout.addWidget(self.words)

    def show_identity(self, *, confirmed: bool) -> None:
        sign, colour = ("check-circle-fill", "ok") if confirmed else ("question", "warn_text")
        theme.current().show_icon(self._sign, sign, colour, size=14)
        theme.restyle(self.words, tone="ok" if confirmed else "warn")
        self.words.setText("Bekreftet" if confirmed else "Ikke bekreftet")


class MemberBlock(QWidget):
    """Used by the wizard and the review. The employer is not shown: it is a proposal."""

    chip_chosen = Signal(str)  # Matter

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = label("", "person", wrap=True)
        self.identity = IdentityMark()
        self.lines = label("", "meta", wrap=True)
        self.chips = ChipRow()
        self.closed = QFrame()
        self.stops = TextStops(self)
        """Name and lines, for Tab, the arrows and Ctrl+C."""
        self._lay_out()
        self.chips.chosen.connect(self.chip_chosen)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.name, 1)
        head.addWidget(self.identity, 0, Qt.AlignmentFlag.AlignTop)
        set_flags(self.closed, "card")
        inside = QHBoxLayout(self.closed)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(icon_label("eye-slash", "text2", 16), 0, Qt.AlignmentFlag.AlignTop)
        inside.addWidget(label(CLOSED, wrap=True), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 10)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self.lines)
        layout.addSpacing(6)
        layout.addWidget(self.chips)
        layout.addWidget(self.closed)

    def show_member(self, shown: ShownMember) -> None:
        self.closed.hide()
        self.name.setText(shown.title)
        self.identity.setVisible(shown.record is not None)
        self.identity.show_identity(confirmed=shown.is_confirmed)
        lines = member_lines(shown.record) if shown.record else (shown.caller_line, NO_RECORD)
        self.lines.setText("\n".join(filter(None, lines)))
        self.chips.show_chips(shown.chips)
        self.setAccessibleName(f"{shown.title}. {shown.identity_words}. {', '.join(shown.chip_words)}")
        self._show_stops(". ".join(filter(None, (shown.title, shown.identity_words))))

    def show_closed(self, heading: str, caller_line: str, closed: str) -> None:
        """Show a third party (X-4): no fact about a member, only the caller; `closed` is «» when no record was open."""
        self.name.setText(heading)
        self.identity.hide()
        self.lines.setText(caller_line)
        self.chips.show_chips(())
        self.closed.setVisible(bool(closed))
        self.setAccessibleName(f"{heading}. {caller_line}. {closed}")
        self._show_stops(heading)

    def _show_stops(self, who: str) -> None:
        lines = self.lines.text()
        self.stops.show(
            [
                TextStop(self.name, who, self.name.text()),
                *([TextStop(self.lines, ". ".join(lines.splitlines()), lines)] if lines else []),
            ]
        )


def member_lines(record: MemberRecord) -> tuple[str, ...]:
    """«Medlem 204 118 · avd. 4 Mjøstraktene», «Født 14.03.1979 · 990 00 418», the address; a missing one is named."""
    member = record.member
    department = f"avd. {member.department} {record.department}".strip() if member.department else "avdeling mangler"
    status = [STATUSES[member.status].lower()] if member.status in GONE else []
    born = f"Født {note_date(member.birth_date)}" if member.birth_date else "Fødselsdato mangler"
    phone = spoken_number(member.phone) if member.phone else "Telefon mangler"
    return (
        " · ".join((f"Medlem {grouped(member.number)}", *status, department)),
        f"{born} · {phone}",
        member.postal_address if has_address(member) else "Adresse mangler",
    )


SWITCH, DISCARD = "Bytt emne", "Forkast samtalen"


class TopicMenu(QToolButton):
    """Offers Ctrl+E and Ctrl+Shift+Delete to the mouse; `in_strip`, where the footer is hidden, also whom the caller
    rings for."""

    switch_asked = Signal()
    discard_asked = Signal()
    cut_asked = Signal()
    for_another_asked = Signal()

    def __init__(self, parent: QWidget | None = None, *, in_strip: bool = False) -> None:
        super().__init__(parent)
        self.setText("Mer" if in_strip else "")
        if in_strip:
            self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the caret comes after the text
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonTextBesideIcon if in_strip else style.ToolButtonIconOnly)
        self._draw()
        set_flags(self, "caret")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        subject = "Mer" if in_strip else "Emnet"
        self.setAccessibleName(f"{subject}: {SWITCH.lower()}, eller forkast samtalen")
        give_tip(self, f"{SWITCH}, {DISCARD.lower()}")
        menu = QMenu(self)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # without the button's own name
        self.for_another = menu.addAction(FOR_ANOTHER, self.for_another_asked.emit)
        self.for_another.setVisible(in_strip)
        menu.addAction(f"{SWITCH}\tCtrl+E", self.switch_asked.emit)
        menu.addAction("Samtalen ble brutt\tCtrl+Shift+B", self.cut_asked.emit)
        menu.addAction(f"{DISCARD}\tCtrl+Shift+Delete", self.discard_asked.emit)
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in RECOLOURED:
            self._draw()

    def _draw(self) -> None:
        self.setIcon(icon("caret-down", "text2", 14))
        self.setIconSize(QSize(14, 14) * theme.current().text_scale)
        theme.keep_size(self)

    def name_third_party(self, words: str) -> None:
        """«Ringer for en annen», or «Medlemmet selv likevel»."""
        self.for_another.setText(f"{words}\tShift+Mellomrom")


class MemberStrip(QFrame):
    """Name, identity, chips and remarks; then the park button, and a menu with the rest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = label("", "strong")
        self.identity = IdentityMark()
        self.chips = ChipRow()
        self.fold = FoldButton(in_strip=True)
        self.park = QPushButton("Parker")
        give_tip(self.park, "Ctrl+P")
        self.topic = TopicMenu(in_strip=True)
        flow = FlowLayout(8)
        self.setLayout(flow)
        for part in (self.name, self.identity, self.chips, self.fold):
            flow.addWidget(part)
        flow.add_spring()
        set_flags(self.park, "flat")
        flow.addWidget(self.park)
        flow.addWidget(self.topic)

    def show_member(self, shown: ShownMember) -> None:
        self.name.setText(shown.title)
        self.identity.setVisible(shown.record is not None)
        self.identity.show_identity(confirmed=shown.is_confirmed)
        self.chips.show_chips(shown.chips)

    def show_closed(self, heading: str, caller_line: str) -> None:
        self.name.setText(f"{heading} · {caller_line}")
        self.identity.hide()
        self.chips.show_chips(())
