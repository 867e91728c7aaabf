"""The bar for a call that rings during another: caller, take, hide."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.domain.dialling import Dialling, DiallingError
from sentralbord_desktop.domain.errors import WrongFieldsError
from sentralbord_desktop.domain.members.member import Hit
from sentralbord_desktop.domain.policies import Policies
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.page import NamedNumber
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.tip_source import give_tip
from sentralbord_desktop.gui.widgets.field_grid import ADDRESS, NUMBER, Field
from sentralbord_desktop.gui.widgets.flow_layout import flowing
from sentralbord_desktop.gui.widgets.keys.keyed_button import show_key
from sentralbord_desktop.gui.widgets.labels import icon_label, label
from sentralbord_desktop.gui.widgets.settings_panel import SettingsForm
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.services.members import MemberService
from sentralbord_desktop.services.telephony import Dialled, TelephoneService

WAYS = [("tel", "Windows' telefonlenker"), ("kommando", "Et program med nummeret"), ("av", "Ikke herfra")]
HELP = (
    "Ctrl+D, eller et klikk på nummeret, ringer. Spør IT hva telefonen på PC-en kan. Den andre "
    "veien, når det ringer hit, åpner telefonprogrammet lenken sentralbord:ring?nummer=99000000."
)


def telephone_form(telephone: TelephoneService, tasks: TaskRunner) -> SettingsForm[Dialling, Dialling]:
    return SettingsForm(
        "Telefon",
        HELP,
        tasks,
        read=telephone.read,
        fields=partial(_fields, telephone.policies),
        checks=written,
        save=telephone.save,
        said="Lagret. Prøv med Ctrl+D på et nummer.",
    ).lay_out()


def _fields(policies: Policies, dialling: Dialling) -> list[Field]:
    example = '"C:\\Program Files\\Telefon\\telefon.exe" /ring {nummer}'
    note = "Tomt, eller 0 for linje ut"
    fields = (
        Field("way", "Ring med", dialling.way, choices=WAYS),
        Field("command", "Program og nummer", dialling.command, example, width=ADDRESS),
        Field("prefix", "Siffer foran utgående numre", dialling.prefix, width=NUMBER, note=note),
    )
    return [replace(field, locked=policies.locks(f"telephone.{field.key}")) for field in fields]


def written(values: dict[str, str]) -> Dialling:
    prefix = values["prefix"].strip()
    if not (prefix.isascii() and (prefix.isdigit() or not prefix) and len(prefix) <= 4):
        raise WrongFieldsError({"prefix": "Foran nummeret står bare siffer, høyst fire. Skriv for eksempel 0."})
    return Dialling.model_validate({**values, "prefix": prefix})


KEYS = "Ctrl+D"
MAX_MENU_NUMBERS = 9
"""Numbers in the menu, each with a digit."""


class Dialler(QObject):
    """Dials a single number at once, and lets one of several be chosen. Reports in the bar."""

    def __init__(self, window: MainWindow, telephone: TelephoneService, tasks: TaskRunner) -> None:
        super().__init__(window)
        self._window = window
        self._telephone = telephone
        self._tasks = tasks
        self.menu = QMenu(window)
        self.shows_dialled: Callable[[str], bool] = lambda _: False
        self.shows_copied: Callable[[str], bool] = lambda _: False
        """Show on the page what was done with a number, instead of the bar; set by the workspace."""

    def ring(self, numbers: Sequence[NamedNumber]) -> None:
        if not numbers:
            self._window.show_bar("Velg først et medlem, en oppringing eller en person som har et nummer.", "warn")
        elif len(numbers) == 1:
            self.dial(numbers[0].number)
        else:
            self._choose(numbers[:MAX_MENU_NUMBERS])

    def dial(self, number: str) -> None:
        self._tasks.run(
            self,
            lambda: self._telephone.dial(number),
            partial(self._dialled, number),
            lambda error: self._failed(number, error),
        )

    def _choose(self, numbers: Sequence[NamedNumber]) -> None:
        self.menu.clear()
        for place, (name, number) in enumerate(numbers, 1):
            action = self.menu.addAction(f"&{place}   {spoken_number(number)}   {name}".rstrip())
            action.triggered.connect(partial(self.dial, number))
        corner = self._window.ui.pages.mapToGlobal(self._window.ui.pages.rect().topLeft())
        self.menu.popup(corner)
        self.menu.setActiveAction(self.menu.actions()[0])

    def _dialled(self, number: str, dialled: Dialled) -> None:
        if dialled.link and not QDesktopServices.openUrl(QUrl(dialled.link)):
            self._copy(number, "Ingen telefon på denne PC-en tar imot numre (Innstillinger > Telefon).")
            return
        if not self.shows_dialled(number):
            self._window.show_bar(dialled.sentence, "ok")

    def _failed(self, number: str, error: Exception) -> None:
        if isinstance(error, DiallingError):
            self._copy(number, str(error))
        else:
            self._tasks.failed.emit(error)

    def _copy(self, number: str, why: str) -> None:
        QApplication.clipboard().setText(number)
        if self.shows_copied(number):
            return
        self._window.show_bar(f"{why} {spoken_number(number)} er kopiert.", "warn")


class _Clicks(QObject):
    def __init__(self, label: QLabel, act: Callable[[], object]) -> None:
        super().__init__(label)
        self._act = act
        label.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonRelease
            and event.button() == Qt.MouseButton.LeftButton
            and isinstance(watched, QLabel)
            and not watched.selectedText()
        ):
            self._act()
        return False


def ring_on_click(label: QLabel, act: Callable[[], object]) -> None:
    """Make a number clickable; its key is Ctrl+D. A text selection is not a click."""
    label.setCursor(Qt.CursorShape.PointingHandCursor)
    label.setAccessibleDescription(f"{KEYS} ringer")
    give_tip(label, f"Ring ({KEYS})")
    _Clicks(label, act)


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
