"""The order of Tab, for widgets that are made after those beside them.

`nextInFocusChain` and `previousInFocusChain` are not asked: PySide makes what they return a child of the widget that was
asked, and it is gone with it."""

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget


def tab_through(*stops: QWidget) -> None:
    """Tab goes through these in this order. Qt leaves the order as it is after a widget without focus; what
    is in no window yet is put in order when its panel is shown."""
    for before, after in pairwise(stops):
        if before.window() is after.window():
            QWidget.setTabOrder(before, after)


def tab_through_in(group: QWidget, stops: Iterable[QWidget]) -> None:
    """Tab goes through `stops` at the place of `group`, which takes no focus itself; new ones would come last."""
    policy = group.focusPolicy()
    group.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    tab_through(group, *stops)
    group.setFocusPolicy(policy)


def lowest_stop(panel: QWidget, but_in: QWidget) -> QWidget | None:
    """The last that can have the focus in `panel` as the eye reads it, what is in `but_in` apart."""
    stops = [one for one in panel.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    outside = [one for one in stops if not but_in.isAncestorOf(one) and not one.isHidden()]
    places = {one: one.mapTo(panel, QPoint(0, 0)) for one in outside}
    return max(outside, key=lambda one: (places[one].y(), places[one].x()), default=None)
