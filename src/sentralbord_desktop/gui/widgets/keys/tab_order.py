"""The order of Tab, for widgets that are made after those beside them.

`nextInFocusChain` and `previousInFocusChain` are not asked: PySide makes what they return a child of the widget that was
asked, and it is gone with it."""

from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget


def tab_through(*stops: QWidget) -> None:
    """Tab goes through these in this order. Qt leaves the order as it is after a widget without focus."""
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def lowest_stop(panel: QWidget, but_in: QWidget) -> QWidget | None:
    """The last that can have the focus in `panel` as the eye reads it, what is in `but_in` apart."""
    stops = [one for one in panel.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    outside = [one for one in stops if not but_in.isAncestorOf(one) and not one.isHidden()]
    places = {one: one.mapTo(panel, QPoint(0, 0)) for one in outside}
    return max(outside, key=lambda one: (places[one].y(), places[one].x()), default=None)
