"""The interface of a page to the window; each method has a default that does nothing."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sentralbord_desktop.gui.core.hints import NO_EDIT


class NamedNumber(NamedTuple):
    """A telephone number and its name: whose number it is, or which one; «» when unknown."""

    name: str
    number: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class Page:
    """Base of every page, before the widget class: `class OutboxPage(Page, QWidget)`."""

    no_edit = NO_EDIT
    """Why F2 does nothing."""

    def refresh(self, content: Any) -> None:
        """Show `content`, the result of `PageSpec.read`."""

    def focus(self) -> bool:
        """Focus the widget whose keys act, when the page is shown; False leaves the focus to the search field."""
        return False

    def show_row(self, row_id: object) -> None:
        """Of a list: choose this row, whatever the filter is; the first page links to it."""

    def ask_leaving(self, leave: Callable[[], object]) -> bool:
        """Before another page is shown: ask about a form with changes, and call `leave` when they are saved or
        discarded. False when there is nothing to ask."""
        return False

    def submit(self) -> bool:
        """Ctrl+Enter: complete or save the input; False when there is nothing to save."""
        return False

    @property
    def can_edit(self) -> bool:
        """Whether F2 edits the chosen row."""
        return False

    def edit(self) -> bool:
        """F2; False when nothing can be edited, for the reason in `no_edit`."""
        return False

    def undo(self) -> bool:
        """Ctrl+Z, when the undo slot has no action of this page; False when there is nothing to undo."""
        return False

    def numbers(self) -> Sequence[NamedNumber]:
        return ()

    def hold(self) -> None:
        """After Ctrl+D has dialled: claim the chosen row, where that is possible."""
