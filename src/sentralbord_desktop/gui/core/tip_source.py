"""The widgets and items that have a tip, and its text; `gui/core/tip` shows it. Qt's own `toolTip` is never set, since
QToolTip cannot be dismissed by key, and disappears under the pointer (WCAG 2.2, 1.4.13)."""

from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget
from shiboken6 import isValid

TIP = "tip"
"""The property of a widget with its tip; a form of ui/ sets it too."""
TIP_ROLE = Qt.ItemDataRole.UserRole + 100
"""The tip of an item. Qt.ToolTipRole would show a QToolTip."""


@dataclass(frozen=True)
class TipSource:
    """`area` of `control` has the tip `text`: the whole widget, or a cell of a viewport."""

    control: QWidget
    area: QRect
    text: str

    @property
    def is_seen(self) -> bool:
        return isValid(self.control) and self.control.isVisible()

    @property
    def on_screen(self) -> QRect:
        """The visible part of the area, in global coordinates."""
        seen = self.area & self.control.visibleRegion().boundingRect()
        return QRect(self.control.mapToGlobal(seen.topLeft()), seen.size())


def give_tip(widget: QWidget, text: str) -> None:
    """Set the tip, «» for none. It is plain text. It becomes the accessible description of a widget without one, unless
    the accessible name contains it."""
    description = widget.accessibleDescription()
    if description in ("", widget.property(TIP)):
        widget.setAccessibleDescription("" if text in widget.accessibleName() else text)
    widget.setProperty(TIP, text)


def tip_of(widget: QWidget) -> str:
    text: str = widget.property(TIP) or ""
    return text


class TipText(NamedTuple):
    """The words of a tip, and the area that has it."""

    words: str
    area: QRect


def text_at(widget: QWidget, place: QPoint) -> TipText:
    """The tip at `place` in global coordinates: of an item, where `widget` is a viewport."""
    view = widget.parentWidget()
    if isinstance(view, QAbstractItemView) and view.viewport() is widget:
        index = view.indexAt(widget.mapFromGlobal(place))
        if text := index.data(TIP_ROLE):
            return TipText(text, view.visualRect(index))
    return TipText(tip_of(widget), widget.rect())


def source_at(window: QWidget, place: QPoint) -> TipSource | None:
    """The innermost widget or item with a tip at `place`, in global coordinates."""
    widget = window.childAt(window.mapFromGlobal(place))
    while widget is not None and widget is not window:
        here = text_at(widget, place)
        if here.words:
            return TipSource(widget, here.area, here.words)
        widget = widget.parentWidget()
    return None
