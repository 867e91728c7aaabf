"""The window: rail, header and pages. Shown before the register is opened. Nothing here may import the domain: SQLModel
takes most of a second to load."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from sentralbord_desktop.gui._generated.ui_main_window import Ui_MainWindow
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.accessible_role import Role, give_role
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.flags import set_flags
from sentralbord_desktop.gui.core.hints import NO_PASTE
from sentralbord_desktop.gui.core.theme import Theme
from sentralbord_desktop.gui.core.tip import Tips
from sentralbord_desktop.gui.widgets.digit_panel import is_typing, press_by_enter
from sentralbord_desktop.gui.widgets.fitted_scroll_area import FocusFollower
from sentralbord_desktop.gui.widgets.keys.keyed_button import show_key
from sentralbord_desktop.gui.window.header import Header
from sentralbord_desktop.gui.window.narrow_frame import NarrowFrame
from sentralbord_desktop.gui.window.panel_round import focus_stop, stops_of
from sentralbord_desktop.gui.window.rail import Rail, RailItem
from sentralbord_desktop.gui.window.search_field import SearchField
from sentralbord_desktop.services.change_notices import ChangeNotices


class ChangeNotifier(QObject):
    """`happened` carries the subjects: members, inquiries, callbacks, … (services/change_notices.py)."""

    happened = Signal(object)

    def __init__(self, change_notices: ChangeNotices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        change_notices.listen(self.happened.emit)


BAR_KEYS = "Ctrl+G"
BAR_ICONS = {"ok": ("check-circle", "ok"), "info": ("phone", "accent"), "calm": ("info", "text2")}

FIRST_SIZE = QSize(1366, 688)
"""Size without a stored one, where the screen has room."""
MIN_SIZE = QSize(683, 480)
"""Least size, on a screen that has room for it: a laptop at 200 %."""
TITLE_BAR = 32
GEOMETRY_KEY = "vindu/form"
SETTLED_MS = 400
"""A move is over when nothing more has come for this long."""


class WindowGeometry(QObject):
    """Size and position from the last time, fitted to the screen by Qt. Kept while the window is used, so that they also
    survive a kill of the program."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._moved = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._moved.timeout.connect(self.keep)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        moved = event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange)
        if moved and self._window.isVisible():
            self._moved.start()
        return super().eventFilter(watched, event)

    def restore(self) -> None:
        """The last geometry; else FIRST_SIZE, or the whole of a small screen."""
        window, room = self._window, self._window.screen().availableSize()
        window.setMinimumSize(MIN_SIZE.boundedTo(room - QSize(0, TITLE_BAR)))
        kept = QSettings().value(GEOMETRY_KEY)
        if isinstance(kept, QByteArray) and window.restoreGeometry(kept):
            return
        window.resize(FIRST_SIZE)
        if not has_room(room):
            window.setWindowState(Qt.WindowState.WindowMaximized)

    def keep(self) -> None:
        self._moved.stop()
        if not self._window.isMinimized():
            QSettings().setValue(GEOMETRY_KEY, self._window.saveGeometry())


def has_room(room: QSize) -> bool:
    """Whether the first window fits with its frame, a little from the corner, where Windows opens it."""
    return room.width() > FIRST_SIZE.width() and room.height() >= FIRST_SIZE.height() + TITLE_BAR


class MainWindow(QMainWindow):
    """Hosts the pages that `items` lists. The commands bind the keys."""

    escaped = Signal()
    page_shown = Signal(str)
    closing = Signal()

    def __init__(self, colours: Theme, items: Sequence[RailItem], *, practice: bool) -> None:
        super().__init__()
        self.ui = Ui_MainWindow()
        self.ui.setupUi(self)
        self._theme = colours
        self._pages: dict[str, QWidget] = {}
        self._offered: dict[str, Callable[[], object]] = {}
        self.practice = practice
        self.ask_leaving: Callable[[Callable[[], object]], bool] = lambda _: False
        """`Page.ask_leaving` of the shown page."""
        self.search = SearchField(self.ui.search, lambda leave: self.ask_leaving(leave))
        self.header = Header(self.ui)
        self.items = items
        self.rail = Rail(self.ui, items)
        self.frame = NarrowFrame(self, self.ui, self.rail)
        self._is_alone = False
        self.may_close: Callable[[], bool] = lambda: True
        self._dress()
        self._connect()
        self.tips = Tips(self)
        self._focus_follower = FocusFollower(self.ui.pageScroll, self)
        self._geometry = WindowGeometry(self)
        self._geometry.restore()

    def _dress(self) -> None:
        ui = self.ui
        ui.practiceBand.setVisible(self.practice)
        ui.central.setProperty("practice", self.practice)
        ui.goPractice.setVisible(not self.practice)
        ui.bar.hide()
        self._show_title("")
        give_role(ui.pages, Role.Client)
        ui.hlay6.setStretchFactor(ui.search, 100)
        self._theme.grow(self)
        self.draw_icons()
        self._theme.changed.connect(self.draw_icons)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ThemeChange:
            self._theme.windows_has_changed()

    def draw_icons(self) -> None:
        self.rail.draw_icons()
        self.search.draw_icon()
        self.header.draw_icons()

    def add_page(self, name: str, page: QWidget) -> None:
        self._pages[name] = page
        self.ui.pages.addWidget(page)
        self._theme.grow(page)

    def offer_page(self, name: str, add: Callable[[], object]) -> None:
        """Add a page that is made when it is first shown; `add` makes and adds it."""
        self._offered[name] = add

    def show_page(self, name: str) -> None:
        if self._is_alone:
            return
        if name not in self._pages and name in self._offered:
            self._offered[name]()
        if name not in self._pages:
            return
        page = self._pages[name]
        for stack in (page, *page.findChildren(QStackedWidget)):
            if isinstance(stack, QStackedWidget):
                give_role(stack, Role.Client)
        self.ui.pages.setCurrentWidget(page)
        self.rail.choose(name)
        self._show_title(next((item.title for item in self.items if item.name == name), ""))
        self.page_shown.emit(name)

    def _show_title(self, page: str) -> None:
        """«Ring tilbake – Sentralbord»; never of a member, for the taskbar and others' programs show it."""
        self.setWindowTitle(" – ".join(filter(None, ("ØVING" if self.practice else "", page, "Sentralbord"))))

    def go_to(self, name: str, then: Callable[[], object] = lambda: None) -> None:
        """Show a page that the user has chosen, and act there; a form with changes asks first."""

        def go() -> None:
            self.show_page(name)
            then()

        if name == self.page or not self.ask_leaving(go):
            go()

    def leave_for(self, act: Callable[[], object]) -> None:
        """`act` begins what shows another page: a form with changes asks first."""
        if self._is_alone or not self.ask_leaving(act):
            act()

    @property
    def page(self) -> str:
        current = self.ui.pages.currentWidget()
        return next((name for name, page in self._pages.items() if page is current), "")

    def show_alone(self, page: QWidget) -> None:
        """Show `page` without rail and header, for the first start, a passphrase or the lock; no key reaches a page."""
        self._is_alone = True
        self._show_title("")
        self.frame.hide_pages()
        for part in (self.ui.header, self.ui.bar):
            part.hide()
        self.ui.pages.addWidget(page)
        self._theme.grow(page)
        self.ui.pages.setCurrentWidget(page)

    @property
    def is_alone(self) -> bool:
        """Whether the window is locked, or the workspace is not made yet: no member data may be shown."""
        return self._is_alone

    def is_shown(self, page: QWidget) -> bool:
        return self.ui.pages.currentWidget() is page

    def show_frame(self) -> None:
        self._is_alone = False
        self.frame.show_pages()
        self.ui.header.show()

    def come_forward(self) -> None:
        """Restore the window from the taskbar and raise it; the focus inside is kept."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()

    def show_bar(
        self, sentence: str, kind: str = "warn", verb: str = "", act: object = None, key: str = BAR_KEYS
    ) -> None:
        """Show a sentence under the header until it is hidden; `act` is the action of its button, which otherwise hides
        the bar, and `key` its key. Does nothing in a locked window."""
        ui = self.ui
        if self._is_alone:
            return
        theme.restyle(ui.bar, tint=kind)
        ui.barText.setText(sentence)
        picture, colour = BAR_ICONS.get(kind, ("warning", kind))
        theme.current().show_icon(ui.barIcon, picture, colour, size=18)
        show_key(ui.barButton, verb or "Skjul", key)
        ui.barButton.clicked.disconnect() if ui.barButton.property("tied") else None
        ui.barButton.clicked.connect(act if callable(act) else ui.bar.hide)
        set_flags(ui.barButton, "tied")
        ui.bar.setAccessibleName(sentence)
        ui.bar.show()
        announce(ui.bar, f"{sentence} {key}: {verb}." if verb else sentence)

    def offer(self, sentence: str, kind: str, verb: str, act: Callable[[], object]) -> None:
        """Show the bar with a button that hides it, and then acts."""

        def accept() -> None:
            self.hide_bar()
            act()

        self.show_bar(sentence, kind, verb, accept)

    def press_bar(self) -> None:
        """Ctrl+G: the action of the bar, also from inside a field."""
        if self.ui.bar.isVisible():
            self.ui.barButton.click()

    def hide_bar(self, kind: str = "") -> None:
        """Hide the bar; with `kind`, only a bar of that kind."""
        if kind in ("", self.ui.bar.property("tint")):
            self.ui.bar.hide()

    def _connect(self) -> None:
        self.rail.page_asked.connect(self._follow_rail)

    def _follow_rail(self, name: str) -> None:
        """Go to the page, and mark the button of the shown one: a clicked button marks itself, also while a question is
        open."""
        self.go_to(name)
        self.rail.choose(self.page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no widget used: Enter on a button, Esc, and Ctrl+V outside fields."""
        if press_by_enter(event):
            return
        if self._is_alone:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.matches(QKeySequence.StandardKey.Paste) and not is_typing(self.focusWidget()):
            if not self.search.paste():
                self.show_bar(NO_PASTE)
        else:
            super().keyPressEvent(event)

    def next_panel(self, step: int) -> None:
        """F6: search, then the panels of the page from left to right, then the header and rail."""
        page = self.ui.pages.currentWidget()
        stops: list[QWidget] = [self.ui.search]
        if page is not None:
            stops += stops_of(page)
        stops += [self.ui.loop, self.frame.pages]
        here: QWidget | None = self.focusWidget()
        at = next((n for n, s in enumerate(stops) if here is not None and (s is here or s.isAncestorOf(here))), 0)
        focus_stop(stops[(at + step) % len(stops)])

    def closeEvent(self, event: QCloseEvent) -> None:
        """The workspace may ask first, when work is unfinished."""
        if not self.may_close():
            event.ignore()
            return
        self._geometry.keep()
        self.closing.emit()
        super().closeEvent(event)
