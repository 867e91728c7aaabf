"""The round of F6: the panels and lists of a page from left to right."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

ONE_STOP = "oneStop"
"""Property of a panel that F6 stops at once, however many lists it holds."""


def stops_of(page: QWidget) -> list[QWidget]:
    """The stops of F6 on the page."""
    whole = [one for one in page.findChildren(QWidget) if one.property(ONE_STOP) and one.isVisible()]
    inside = {part for one in whole for part in one.findChildren(QWidget)}
    found = [one for one in page.findChildren(QWidget) if one not in inside and one not in whole and _is_stop(one)]
    return sorted([*found, *whole], key=partial(_place, page))


def focus_stop(stop: QWidget) -> None:
    """Focus `stop`; of a panel of one stop, what had the focus last, else its first field, else the panel."""
    target = stop
    if stop.property(ONE_STOP):
        last: QWidget | None = stop.focusWidget()
        target = last if last is not None and last is not stop and _may_have_focus(last) else _first(stop) or stop
    target.setFocus(Qt.FocusReason.TabFocusReason)


def _may_have_focus(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus


def _is_reached(widget: QWidget) -> bool:
    return _may_have_focus(widget) and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _is_stop(widget: QWidget) -> bool:
    return _is_reached(widget) and bool(widget.property("panel") or widget.inherits("QAbstractItemView"))


def _first(panel: QWidget) -> QWidget | None:
    """The first widget of `panel` as the eye reads it."""
    inside = [one for one in panel.findChildren(QWidget) if _is_reached(one)]
    return min(inside, key=lambda one: _place(panel, one)[::-1], default=None)


def _place(page: QWidget, widget: QWidget) -> tuple[int, int]:
    corner = widget.mapTo(page, widget.rect().topLeft())
    return corner.x(), corner.y()
