"""The bar for a call that rings during another: caller, take, hide."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.domain.members.member import Hit
from sentralbord_desktop.domain.telephony.phone_numbers import spoken_number
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.flow_layout import flowing
from sentralbord_desktop.gui.widgets.keys.keyed_button import show_key
from sentralbord_desktop.gui.widgets.labels import icon_label, label
from sentralbord_desktop.services.members.members import MemberService

HEIGHT = 42


class IncomingCallBar(QFrame):
    """Never takes the focus; F4 and Shift+F4 work everywhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("tint", "ring")
        self.setMinimumHeight(theme.current().scaled(HEIGHT))
        theme.keep_size(self)
        self.number = label("", "strong")
        self.who = label("")
        self.parks = label("", "meta")
        self.take = QPushButton()
        self.hide_it = QPushButton()
        show_key(self.hide_it, "Skjul", "Shift+F4")
        picture = icon_label("phone-incoming", "accent", 20)
        layout = flowing(picture, self.number, self.who, None, self.parks, self.take, self.hide_it, spacing=10)
        layout.setContentsMargins(16, 4, 12, 4)
        self.setLayout(layout)
        self.hide()


class IncomingCallPanel(QObject):
    """Holds the number that rings until it is taken or hidden; the newest replaces the former."""

    taken = Signal(str, object)  # number, the Hits that it may be

    def __init__(self, place: QVBoxLayout, at: int, members: MemberService, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self.bar = IncomingCallBar()
        place.insertWidget(at, self.bar)
        self._members = members
        self._tasks = tasks
        self._number = ""
        self._hits: list[Hit] | None = None  # None while unknown
        self._is_wanted = False
        self.bar.take.clicked.connect(self.take)
        self.bar.hide_it.clicked.connect(self.hide)

    @property
    def is_on(self) -> bool:
        return bool(self._number)

    def show(self, number: str, parks: str) -> None:
        """`parks` is the caller that F4 parks, «» when none."""
        self._number, self._hits, self._is_wanted = number, None, False
        self.bar.hide()  # it may show the former number

        def found(hits: Sequence[Hit]) -> None:
            if number != self._number:
                return
            self._hits = list(hits)
            if self._is_wanted:
                self.take()
            else:
                self._show_caller(parks, self._hits)

        self._tasks.run(self, lambda: self._members.having(number), found)

    def take(self) -> None:
        if self._number and self._hits is None:
            self._is_wanted = True
        elif self._number:
            number, hits = self._number, self._hits
            self.hide()
            self.taken.emit(number, hits)

    def hide(self) -> None:
        self._number, self._hits, self._is_wanted = "", None, False
        self.bar.hide()

    def show_parks(self, parks: str) -> None:
        bar = self.bar
        bar.parks.setText(f"{parks} blir parkert" if parks else "")
        bar.parks.setVisible(bool(parks))
        show_key(bar.take, "Parker og åpne" if parks else "Åpne", "F4")

    def _show_caller(self, parks: str, hits: Sequence[Hit]) -> None:
        bar = self.bar
        bar.number.setText(f"{spoken_number(self._number)} ringer")
        bar.who.setText(who(hits))
        self.show_parks(parks)
        words = f"{bar.number.text()}. {bar.who.text()}. F4 åpner, Shift+F4 skjuler."
        bar.setAccessibleName(words)
        theme.restyle(bar, tint="ring")
        bar.show()
        announce(bar, words)


def who(hits: Sequence[Hit]) -> str:
    """«Roar Tveitan, avd. 4», two members who share the number, or that the number is unknown."""
    if not hits:
        return "Ikke i registeret"
    if len(hits) == 1:
        department = f", avd. {hits[0].department}" if hits[0].department else ""
        return f"{hits[0].name}{department}"
    names = [hit.name.split()[0] for hit in hits]
    shown = f"{', '.join(names[:-1])} og {names[-1]}" if len(names) <= 3 else f"{len(names)} medlemmer"
    return f"{shown} har nummeret"
