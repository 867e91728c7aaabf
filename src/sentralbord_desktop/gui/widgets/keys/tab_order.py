"""The tab order, for widgets that are made after their neighbours.

`nextInFocusChain` and `previousInFocusChain` are not used: PySide makes the returned widget a child of the widget
asked, and deletes both together."""

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget


def tab_through(*stops: QWidget) -> None:
    """Set the tab order of these widgets. Qt changes nothing after a widget without focus; widgets in no window yet are
    ordered when their panel is shown."""
    for before, after in pairwise(stops):
        if before.window() is after.window():
            QWidget.setTabOrder(before, after)


def tab_through_in(group: QWidget, stops: Iterable[QWidget]) -> None:
    """Put `stops` in the tab order at the place of `group`, which takes no focus itself; new widgets would come
    last."""
    policy = group.focusPolicy()
    group.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    tab_through(group, *stops)
    group.setFocusPolicy(policy)


def lowest_stop(panel: QWidget, but_in: QWidget) -> QWidget | None:
    """The lowest widget on the screen that can have the focus in `panel`, except those in `but_in`."""
    stops = [one for one in panel.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    outside = [one for one in stops if not but_in.isAncestorOf(one) and not one.isHidden()]
    places = {one: one.mapTo(panel, QPoint(0, 0)) for one in outside}
    return max(outside, key=lambda one: (places[one].y(), places[one].x()), default=None)
