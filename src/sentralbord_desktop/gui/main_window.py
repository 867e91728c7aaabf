"""The window: rail, header and pages. It is on the screen before the register is opened.

Nothing here may import the domain: SQLModel costs most of a second, and the frame comes first.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAction,
    QCloseEvent,
    QKeyEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QMainWindow,
    QMenu,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from sentralbord_desktop.domain.phones import number_said_in
from sentralbord_desktop.gui import theme
from sentralbord_desktop.gui._generated.ui_main_window import Ui_MainWindow
from sentralbord_desktop.gui.theme import Theme
from sentralbord_desktop.gui.widgets.panel import is_typing
from sentralbord_desktop.gui.widgets.small import Badge, icon, keycap

RAIL = {
    "call": ("goCall", "phone", "Ctrl+1"),
    "callbacks": ("goCallbacks", "phone-call", "Ctrl+2"),
    "confirmations": ("goConfirmations", "hourglass", "Ctrl+3"),
    "availability": ("goAvailability", "users-three", "Ctrl+4"),
    "catalogue": ("goCatalogue", "buildings", "Ctrl+5"),
    "outbox": ("goOutbox", "paper-plane-tilt", "Ctrl+6"),
    "settings": ("goSettings", "gear-six", "Ctrl+,"),
}
"""Page -> its button, icon and key."""
STATUS_SIGNS = {
    "ledig": ("check-circle-fill", "ok"),
    "opptatt": ("circle-half-fill", "warn"),
    "mote": ("circle-half-fill", "warn"),
    "borte": ("circle", "text2"),
    "ingen_svar": ("phone-x", "danger"),
    "": ("question", "text3"),
}
"""What somebody is -> shape and colour: the shape alone tells it."""
HINTS = {
    "ready": "Nummer, navn, medlemsnr., fødselsdato eller arbeidsgiver",
    "running": "Søk. Henvendelsen din blir stående.",
    "opening": "Skriv i vei. Registeret åpnes …",
}


NARROWEST_SEARCH = 260
BAR_KEYS = "Ctrl+G"
BAR_ICONS = {"ok": ("check-circle", "ok"), "info": ("phone", "accent")}


class MainWindow(QMainWindow):
    """Hosts pages and nothing else; what the keys do is connected by the desk."""

    text_searched = Signal(str)
    entered = Signal()
    arrow_pressed = Signal(int)
    escaped_search = Signal()
    page_shown = Signal(str)
    closing = Signal()

    def __init__(self, colours: Theme, *, practice: bool) -> None:
        super().__init__()
        self.ui = Ui_MainWindow()
        self.ui.setupUi(self)
        self._theme = colours
        self._pages: dict[str, QWidget] = {}
        self._badges: dict[str, Badge] = {}
        self._commands: dict[str, Callable[[], object]] = {}
        self.practice = practice
        self._me = ""
        self._is_alone = False
        self.may_close: Callable[[], bool] = lambda: True
        self._dress()
        self._connect()
        self._restore()

    # ------------------------------------------------------------------ looks

    def _dress(self) -> None:
        ui = self.ui
        ui.practiceBand.setVisible(self.practice)
        ui.central.setProperty("practice", self.practice)
        ui.goPractice.setVisible(not self.practice)
        ui.bar.hide()
        self.setWindowTitle("ØVING – Sentralbord" if self.practice else "Sentralbord")
        for name, (button, _, _) in RAIL.items():
            self._badges[name] = Badge(getattr(ui, button))
            self._badges[name].move(theme.current().scaled(40), 2)
        self._cap = keycap("F3")
        self._cap.setParent(ui.search)
        ui.search.setMinimumWidth(NARROWEST_SEARCH)
        ui.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        ui.hlay6.setStretchFactor(ui.search, 100)
        self._glass = QAction("Søk", self)
        ui.search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        ui.search.setPlaceholderText(HINTS["opening"])
        self._theme.grow(self)
        self.draw_icons()
        self._theme.changed.connect(self.draw_icons)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ThemeChange:
            self._theme.windows_has_changed()

    def draw_icons(self) -> None:
        """After the colours changed too."""
        ui = self.ui
        for button, sign, _ in RAIL.values():
            chosen = getattr(ui, button).isChecked()
            filled = f"{sign}-fill" if chosen else sign
            getattr(ui, button).setIcon(icon(filled, "accent" if chosen else "text2", 22))
        ui.goPractice.setIcon(icon("graduation-cap", "text2", 22))
        self._glass.setIcon(icon("magnifying-glass", "text2", 18))
        ui.parked.setIcon(icon("pause", "warn", 16))
        ui.loop.setIcon(icon("phone", "text2", 16))
        ui.me.setIcon(icon(*STATUS_SIGNS[""], 16))
        for head in (ui.parked, ui.loop, ui.me):
            head.setIconSize(QSize(16, 16))

    def _place_cap(self) -> None:
        """«F3» at the end of the field, which gives way to what stands beside it."""
        field = self.ui.search
        self._cap.adjustSize()
        self._cap.move(
            field.width() - self._cap.width() - 10, (field.height() - self._cap.height()) // 2
        )

    # ------------------------------------------------------------------ pages

    def add_page(self, name: str, page: QWidget) -> None:
        self._pages[name] = page
        self.ui.pages.addWidget(page)
        self._theme.grow(page)

    def show_page(self, name: str) -> None:
        """Show a page and mark its place on the rail."""
        if name not in self._pages or self._is_alone:
            return
        self.ui.pages.setCurrentWidget(self._pages[name])
        for other, (button, _, _) in RAIL.items():
            getattr(self.ui, button).setChecked(other == name)
        self.draw_icons()
        self.page_shown.emit(name)

    @property
    def page(self) -> str:
        current = self.ui.pages.currentWidget()
        return next((name for name, page in self._pages.items() if page is current), "")

    def show_alone(self, page: QWidget) -> None:
        """First start, a passphrase, or locked: without rail and header, and no key reaches a page."""
        self._is_alone = True
        for part in (self.ui.rail, self.ui.header, self.ui.bar):
            part.hide()
        self.ui.pages.addWidget(page)
        self._theme.grow(page)
        self.ui.pages.setCurrentWidget(page)

    @property
    def is_alone(self) -> bool:
        """Locked, or not furnished yet: nothing about members may be shown."""
        return self._is_alone

    def is_shown(self, page: QWidget) -> bool:
        return self.ui.pages.currentWidget() is page

    def show_frame(self) -> None:
        self._is_alone = False
        self.ui.rail.show()
        self.ui.header.show()

    def badge(self, name: str, count: int, kind: str, words: str) -> None:
        """«6 å ringe i dag» for the reader, 6 for the eye."""
        self._badges[name].show_count(count, kind)
        button = getattr(self.ui, RAIL[name][0])
        button.setAccessibleName(f"{button.text()}, {words}" if count else button.text())

    # ------------------------------------------------------------------ header

    def ready(self) -> None:
        """The register is open."""
        self.ui.search.setPlaceholderText(HINTS["ready"])

    def show_running(self, *, running: bool) -> None:
        self.ui.search.setPlaceholderText(HINTS["running" if running else "ready"])

    def focus_search(self, letter: str = "") -> None:
        """F3, and letters typed where they would do nothing."""
        field = self.ui.search
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if letter:
            field.setText(letter)
            field.textEdited.emit(letter)
        else:
            field.selectAll()

    def clear_search(self) -> None:
        self.ui.search.setText("")  # clear() would keep what Ctrl+Z brings back
        self.ui.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def come_forward(self) -> None:
        """Out of the taskbar and to the front; the focus stays where it was in the window."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()

    def paste_search(self) -> None:
        """Ctrl+V outside fields, Ctrl+Shift+V from everywhere: the number on the clipboard is searched."""
        text = number_said_in(QApplication.clipboard().text().strip()[:200])
        if text:
            self.search_for(text)

    def search_for(self, text: str) -> None:
        """As if it had been typed."""
        self.focus_search()
        self.ui.search.setText(text)
        self.ui.search.textEdited.emit(text)

    def show_standing(self, standing: str, tone: str = "") -> None:
        """Whether this PC works alone, at a shared register, or without its server; always there."""
        theme.restyle(self.ui.standing, role="meta", tone=tone)
        self.ui.standing.setText(standing)

    def show_me(self, initials: str, name: str, loop: int) -> None:
        self._me = initials
        self.ui.me.setText(f" {initials}")
        self.ui.me.setAccessibleName(f"Deg: {name or initials}")
        self.ui.loop.setText(f" Sløyfe {loop} ▾")
        self.ui.loop.setAccessibleName(f"Sløyfe {loop}. Trykk for å bytte.")

    def loop_menu(self, choose: Callable[[int], None]) -> None:
        menu = QMenu(self.ui.loop)
        for number in (1, 2, 3):
            menu.addAction(f"Sløyfe {number}", partial(choose, number))
        self.ui.loop.setMenu(menu)

    def show_status(self, kind: str, word: str) -> None:
        """What the others see of me: shape, word, initials."""
        sign, colour = STATUS_SIGNS.get(kind, STATUS_SIGNS[""])
        self.ui.me.setIcon(icon(sign, colour, 16))
        self.ui.me.setText(f" {word.capitalize()}  {self._me} ▾" if word else f" {self._me} ▾")
        self.ui.me.setAccessibleName(f"Din status: {word or 'ikke satt'}. Trykk for å bytte.")

    def status_menu(self, choose: Callable[[str], None], settings: Callable[[], None]) -> None:
        menu = QMenu(self.ui.me)
        for kind, word in (("ledig", "Ledig"), ("opptatt", "Opptatt"), ("borte", "Borte")):
            menu.addAction(icon(*STATUS_SIGNS[kind], 16), word, partial(choose, kind))
        menu.addSeparator()
        menu.addAction("Navn og initialer …", settings)
        self.ui.me.setMenu(menu)
        self.ui.me.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def show_bar(
        self, sentence: str, kind: str = "warn", verb: str = "", act: object = None
    ) -> None:
        """A sentence under the header, until it is hidden: what happened, what is safe, what to do.
        Nothing is said on a locked window."""
        ui = self.ui
        if self._is_alone:
            return
        theme.restyle(ui.bar, tint=kind)
        ui.barText.setText(sentence)
        picture, colour = BAR_ICONS.get(kind, ("warning", kind))
        ui.barIcon.setPixmap(icon(picture, colour, 18).pixmap(18, 18))
        verb = verb or "Skjul"
        ui.barButton.setText(verb if "   " in verb else f"{verb}   {BAR_KEYS}")
        ui.barButton.clicked.disconnect() if ui.barButton.property("tied") else None
        ui.barButton.clicked.connect(act if callable(act) else ui.bar.hide)
        ui.barButton.setProperty("tied", True)  # noqa: FBT003 - Qt
        ui.bar.setAccessibleName(sentence)
        ui.bar.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(ui.bar, sentence))

    def press_bar(self) -> None:
        """Ctrl+G: what the bar offers, also from the middle of a field."""
        if self.ui.bar.isVisible():
            self.ui.barButton.click()

    def hide_bar(self, kind: str = "") -> None:
        """Hide it; with `kind`, only when it is such a one."""
        if kind in ("", self.ui.bar.property("tint")):
            self.ui.bar.hide()

    # ------------------------------------------------------------------ keys

    def _connect(self) -> None:
        ui = self.ui
        ui.search.textEdited.connect(self.text_searched)
        ui.search.installEventFilter(self)
        for name, (button, _, keys) in RAIL.items():
            getattr(ui, button).clicked.connect(lambda _=False, n=name: self.show_page(n))
            self.command(keys, partial(self.show_page, name))
        for keys in ("F3", "Ctrl+F"):
            self.command(keys, self.focus_search)
        self.command("F6", lambda: self._next_panel(1))
        self.command("Shift+F6", lambda: self._next_panel(-1))

    def command(self, keys: str, act: Callable[[], object]) -> None:
        """A key that works everywhere in the window."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda: None if self._is_alone else act())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter, arrows and Esc in the search field."""
        if watched is self.ui.search and event.type() == QEvent.Type.Resize:
            self._place_cap()
        if (
            watched is self.ui.search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            key = event.key()
            if (
                key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
                and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            ):
                self.entered.emit()
                return True
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                    return False
                self.arrow_pressed.emit(1 if key == Qt.Key.Key_Down else -1)
                return True
        if (
            watched is self.ui.search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
        ):
            undo = event.matches(QKeySequence.StandardKey.Undo)
            if undo and not self.ui.search.isUndoAvailable():
                event.ignore()  # the field would swallow it with nothing to undo
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no widget used: Esc, and Ctrl+V outside fields."""
        if self._is_alone:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped_search.emit()
        elif event.matches(QKeySequence.StandardKey.Paste) and not is_typing(self.focusWidget()):
            self.paste_search()
        else:
            super().keyPressEvent(event)

    def _next_panel(self, step: int) -> None:
        """F6: search, then the panels of the page from left to right, then the header and rail."""
        page = self.ui.pages.currentWidget()
        stops: list[QWidget] = [self.ui.search]
        if page is not None:
            stops += sorted(
                filter(_takes_focus, page.findChildren(QWidget)), key=partial(_place, page)
            )
        stops += [self.ui.loop, self.ui.goCall]
        here: QWidget | None = self.focusWidget()
        at = next(
            (
                n
                for n, s in enumerate(stops)
                if here is not None and (s is here or s.isAncestorOf(here))
            ),
            0,
        )
        stops[(at + step) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)

    # ------------------------------------------------------------------ remembered

    def _restore(self) -> None:
        saved = QSettings().value("vindu/form")
        if isinstance(saved, QByteArray) and not saved.isEmpty():
            self.restoreGeometry(saved)
        else:
            self.resize(1366, 688)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whoever furnished the window may ask first, when something is left over."""
        if not self.may_close():
            event.ignore()
            return
        QSettings().setValue("vindu/form", self.saveGeometry())
        self.closing.emit()
        super().closeEvent(event)


def _takes_focus(widget: QWidget) -> bool:
    """A panel or list that F6 stops at."""
    reachable = widget.isVisible() and widget.isEnabled()
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return (
        reachable
        and by_tab
        and bool(widget.property("panel") or widget.inherits("QAbstractItemView"))
    )


def _place(page: QWidget, widget: QWidget) -> tuple[int, int]:
    corner = widget.mapTo(page, widget.rect().topLeft())
    return corner.x(), corner.y()
