"""The specification of a page, and the pages, each made when it is first shown or requested. `pages` lists the pages
before the register is open: nothing here may import what loads SQLModel."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.gui.core.page import Page
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.core.undo import UndoSlot
from sentralbord_desktop.gui.core.unsaved_forms import UnsavedForms
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.gui.window.rail import RailCount, RailItem

if TYPE_CHECKING:
    from sentralbord_desktop.domain.callbacks import Callback
    from sentralbord_desktop.domain.inquiries.unmatched import UnmatchedCall
    from sentralbord_desktop.gui.call.call_session import CallSession
    from sentralbord_desktop.gui.call.page import CallPage
    from sentralbord_desktop.gui.workspace.preferences import Preferences
    from sentralbord_desktop.services.office import Services

P = TypeVar("P", bound=Page)
NO_PAGE = Page()
"""The answers of the sign-in page and others that are shown alone."""


@dataclass(frozen=True)
class PageContext:
    """The dependencies of pages. The callables reach what is made after the pages are listed."""

    services: "Services"
    tasks: TaskRunner
    slow_tasks: TaskRunner
    """For work of seconds."""
    outside_tasks: TaskRunner
    """For checks of what may never answer."""
    call_session: "CallSession"
    call: "CallPage"
    mine: "Preferences"
    undo_slot: UndoSlot
    unsaved_forms: UnsavedForms
    place: QWidget
    """The parent of each page: a page that is moved there later is styled twice."""
    about: str
    keys_panel: Callable[[], QWidget]
    """Lists the keys of the commands, which are made of the workspace."""
    restart: Callable[[], None]
    """The next start opens another register."""
    show_error: Callable[[Exception], None]
    new_callback: Callable[[], None]
    answer_callback: "Callable[[Callback], None]"
    ring: Callable[[], None]
    to_search: Callable[[str], None]
    seek: "Callable[[UnmatchedCall], None]"


@dataclass(frozen=True, kw_only=True)
class PageSpec(RailItem):
    """A page, with all that other folders know about it. When one of `subjects` (services/change_notices.py) has
    changed, `read` runs on the worker, the page shows the result (`Page.refresh`), and `count` is the number on the
    rail."""

    make: Callable[[PageContext], QWidget]
    """Returns a widget that is also a `Page`."""
    subjects: frozenset[str] = frozenset()
    read: "Callable[[Services], Any] | None" = None
    count: Callable[[Any, datetime], RailCount] | None = None


class LazyPages(QObject):
    """A page that is made late shows what was read last."""

    def __init__(self, window: MainWindow, specs: Sequence[PageSpec], context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._context = window, context
        self._specs = {spec.name: spec for spec in specs}
        self._pages: dict[str, Page] = {}
        self._content: dict[str, Any] = {}
        for name in self._specs:
            window.offer_page(name, partial(self._page, name))

    def get(self, name: str, kind: type[P]) -> P:
        page = self._page(name)
        if not isinstance(page, kind):
            raise TypeError(name)
        return page

    def make_all(self) -> None:
        for name in self._specs:
            self._page(name)

    @property
    def shown(self) -> Page:
        page: object = self._window.ui.pages.currentWidget()
        return page if isinstance(page, Page) else NO_PAGE

    def refresh(self, name: str, content: Any) -> None:
        self._content[name] = content
        if name in self._pages:
            self._pages[name].refresh(content)

    def _page(self, name: str) -> Page:
        if name not in self._pages:
            made = self._specs[name].make(self._context)
            if not isinstance(made, Page):
                raise TypeError(name)
            self._pages[name] = made
            self._window.add_page(name, made)
            if name in self._content:
                made.refresh(self._content[name])
        return self._pages[name]
