"""What the window asks of the page that is shown; a page that does not answer says no."""

from collections.abc import Sequence
from typing import Any

from sentralbord_desktop.gui.core.hints import NO_EDIT


class Page:
    """Base of every page, before the widget class: `class OutboxPage(Page, QWidget)`."""

    no_edit = NO_EDIT
    """Why F2 does nothing."""

    def refresh(self, content: Any) -> None:
        """Show `content`, as `PageSpec.read` gave it."""

    def focus(self) -> bool:
        """Put the focus where the keys act, when the page is shown; False leaves it to the search field."""
        return False

    def submit(self) -> bool:
        """Ctrl+Enter: complete or save what is written; False when there is nothing."""
        return False

    def edit(self) -> bool:
        """F2; False when nothing can be edited, for the reason in `no_edit`."""
        return False

    def undo(self) -> bool:
        """Ctrl+Z, when the undo slot has nothing of this page; False when there is nothing."""
        return False

    def numbers(self) -> Sequence[tuple[str, str]]:
        """(name, number) that Ctrl+D can dial."""
        return ()

    def hold(self) -> None:
        """Ctrl+D has dialled: what is chosen is claimed, where it can be."""


class ListPage(Page):
    """A page whose keys act in a list: arrows move and digits choose."""

    def focus_list(self) -> None:
        """Put the focus in the list, or in the form that was left open beside it."""
        raise NotImplementedError

    def focus(self) -> bool:
        self.focus_list()
        return True
