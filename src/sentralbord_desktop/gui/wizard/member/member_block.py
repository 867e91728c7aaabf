"""The member above the trail: name, whether the identity is confirmed, the facts to recognise, the chips."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from sentralbord_desktop.domain.dates.calendar import note_date
from sentralbord_desktop.domain.members.identity import has_address
from sentralbord_desktop.domain.members.record import MemberRecord
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.domain.text.norwegian import grouped
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.widgets.labels import icon_label, label
from sentralbord_desktop.gui.widgets.texts.text_stops import TextStop, TextStops
from sentralbord_desktop.gui.wizard.closed_record import CLOSED
from sentralbord_desktop.gui.wizard.member.chip_row import ChipRow
from sentralbord_desktop.gui.wizard.member.shown_member import ShownMember

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
    status = ["utmeldt"] if member.status == "utmeldt" else []
    born = f"Født {note_date(member.birth_date)}" if member.birth_date else "Fødselsdato mangler"
    phone = spoken_number(member.phone) if member.phone else "Telefon mangler"
    return (
        " · ".join((f"Medlem {grouped(member.number)}", *status, department)),
        f"{born} · {phone}",
        member.postal_address if has_address(member) else "Adresse mangler",
    )
