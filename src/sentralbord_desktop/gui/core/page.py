"""What a page with a list can be asked from outside."""

from typing import Protocol, runtime_checkable


@runtime_checkable
class ListPage(Protocol):
    def focus_list(self) -> None:
        """Put the focus in the list, where arrows move and digits act."""
