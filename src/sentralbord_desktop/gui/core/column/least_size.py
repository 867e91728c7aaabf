"""The least size of a part of a page at a given width, with the heights of its wrapped texts."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QBoxLayout, QLayout, QSplitter, QStackedWidget, QWidget

from sentralbord_desktop.gui.core.column.reflow import is_column


def shown_in(splitter: QSplitter) -> list[QWidget]:
    return [one for n in range(splitter.count()) if (one := splitter.widget(n)) is not None and not one.isHidden()]


def height_without_least(part: QWidget, width: int) -> int:
    """As `least_size`, but without the minimum height that was set on the widget."""
    if isinstance(part, QStackedWidget) and (page := part.currentWidget()) is not None:
        return least_size(page, width).height()
    if isinstance(part, QAbstractScrollArea):
        return part.minimumHeight()
    layout = part.layout()
    return _of_layout(part, layout, width).height() if layout is not None else part.minimumSizeHint().height()


def least_size(part: QWidget, width: int) -> QSize:
    """The size in pixels that the visible content of `part` needs at this width; a scroll area needs little. Qt's own
    minimum leaves out the heights of wrapped texts in a splitter, and counts the hidden pages of a stack."""
    if isinstance(part, QStackedWidget):
        page = part.currentWidget()
        found = least_size(page, width) if page is not None else QSize(0, 0)
    elif isinstance(part, QSplitter):
        found = _of_splitter(part)
    elif (layout := part.layout()) is not None and not isinstance(part, QAbstractScrollArea):
        found = _of_layout(part, layout, width)
    else:
        found = part.minimumSizeHint()
    least = part.minimumSize()
    return QSize(least.width() or found.width(), max(found.height(), least.height())).boundedTo(part.maximumSize())


def _of_splitter(part: QSplitter) -> QSize:
    shown = shown_in(part)
    sizes = [least_size(one, one.width()) for one in shown]
    widths = [one.minimumWidth() or size.width() for one, size in zip(shown, sizes, strict=True)]
    heights = [size.height() for size in sizes]
    gaps = part.handleWidth() * max(0, len(shown) - 1)
    if part.orientation() == Qt.Orientation.Vertical:
        return QSize(max(widths, default=0), sum(heights) + gaps)
    return QSize(sum(widths) + gaps, max(heights, default=0))


def _of_layout(part: QWidget, layout: QLayout, width: int) -> QSize:
    """Qt's minimum size, with our own for the splitter or stack in the layout. The layout's items are not read: PySide
    keeps its wrapper of an item after Qt has deleted the item, and uses it for the next object at that address."""
    found = layout.minimumSize()
    inner = [one for one in part.children() if isinstance(one, QSplitter | QStackedWidget) and not one.isHidden()]
    if not inner and layout.hasHeightForWidth() and is_column(part.window()):  # its minimum is for a far narrower wrap
        return QSize(found.width(), layout.minimumHeightForWidth(width))
    if not inner:
        return found.expandedTo(QSize(0, layout.minimumHeightForWidth(width) if layout.hasHeightForWidth() else 0))
    qt_minimum, needed, margins = inner[0].minimumSizeHint(), least_size(inner[0], inner[0].width()), QSize(0, 0)
    margins = margins.grownBy(layout.contentsMargins())
    if layout.count() == 1 or not isinstance(layout, QBoxLayout):
        return needed + margins
    if layout.direction() == QBoxLayout.Direction.TopToBottom:
        return QSize(found.width(), found.height() - qt_minimum.height() + needed.height())
    return QSize(found.width() - qt_minimum.width() + needed.width(), needed.height() + margins.height())
