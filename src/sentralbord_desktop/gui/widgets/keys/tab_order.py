"""The order of Tab, for widgets that are made after those beside them."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def stop_before(part: QWidget, is_passed: Callable[[QWidget], bool] = lambda _: False) -> QWidget | None:
    """The widget outside `part` that Shift+Tab would come to from it, were all enabled; None for none. `is_passed` are
    passed over."""
    one = part.previousInFocusChain()
    while one is not None and one is not part:
        takes = bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes and not part.isAncestorOf(one) and one.window() is part.window() and not is_passed(one):
            return one
        one = one.previousInFocusChain()
    return None


def last_stop(panel: QWidget, but_in: QWidget) -> QWidget | None:
    """The last widget of `panel` in the order of Tab, those in `but_in` apart."""
    last: QWidget | None = None
    one: QWidget | None = panel.nextInFocusChain()
    while one is not None and one is not panel:
        takes = bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes and panel.isAncestorOf(one) and one is not but_in and not but_in.isAncestorOf(one):
            last = one
        one = one.nextInFocusChain()
    return last


def tab_through(first: QWidget | None, *rest: QWidget) -> None:
    """Tab goes from `first` to the others in this order. Qt leaves the order as it is after a widget without focus."""
    for before, after in pairwise([first, *rest] if first is not None else rest):
        QWidget.setTabOrder(before, after)
