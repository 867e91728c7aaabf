"""One column in a window too narrow for panels side by side (WCAG 1.4.10: 320 pixels wide, scrolled up and down only).

Each change is noted as a property of the widget or layout, and undone when the window is wide again.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QBoxLayout,
    QCheckBox,
    QGridLayout,
    QHeaderView,
    QLabel,
    QLayout,
    QListView,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QTableView,
    QWidget,
)

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.flags import set_flags

MIN_FIXED_WIDTH = 120
"""Pixels: a minimum width above this is reduced."""
MIN_LIST_HEIGHT = 180
"""Height in pixels at 100 % of a list in the column."""
MIN_COLUMN_WIDTH = 90
"""Width in pixels at 100 % of a column of a table."""
LONG = 0.5
"""Share of the column: a longer line of text is wrapped."""
MIN_WIDTH, HEIGHT, COLUMNS, SHOWN = "reflowLeast", "reflowHeight", "reflowColumns", "reflowShown"
WRAPPED, WORDS = "reflowWrapped", "reflowWords"
STACKED, BESIDE, BAR = "reflowStacked", "reflowBeside", "reflowBar"
"""Names of the properties that keep the values from before."""


def in_sight(content: QWidget) -> QWidget:
    """The page that a stack shows; for a stack inside that page, its shown page."""
    while isinstance(content, QStackedWidget) and (page := content.currentWidget()) is not None:
        content = page
    return content


class Reflow:
    """Makes `content` one column, and undoes it. Call it at each layout request: a change causes another request, until
    nothing is too wide."""

    def __init__(self) -> None:
        self.is_on = False

    def fit(self, content: QWidget, room: int) -> None:
        """Make the visible part of `content` no wider than `room` pixels, where possible."""
        self.is_on = True
        page = in_sight(content)
        parts = [one for one in (page, *page.findChildren(QWidget)) if one.isVisibleTo(content)]
        for part in parts:
            self._fit_part(part, room)
        for layout in reversed(page.findChildren(QLayout)):  # the inner ones first
            around = layout.parentWidget()
            is_shown = around is not None and around.isVisibleTo(content)
            if is_shown and layout.minimumSize().width() > room - margins_around(layout):
                _stack(layout)

    def _fit_part(self, part: QWidget, room: int) -> None:
        if isinstance(part, QSplitter):
            _put_below(part)
        if part.minimumWidth() > MIN_FIXED_WIDTH and not isinstance(part, QStackedWidget):
            _note(part, MIN_WIDTH, part.minimumWidth())
            _set_least_width(part, 0)
        layout, policy = part.layout(), part.sizePolicy().verticalPolicy()
        if layout is not None and policy == QSizePolicy.Policy.Fixed and layout.hasHeightForWidth():
            _raise(part, layout.heightForWidth(min(part.width(), room)))
        if isinstance(part, QLabel):
            _wrap(part, room)
        elif isinstance(part, QPushButton | QCheckBox | QRadioButton):
            _break(part, room - margins_around(part))
        elif isinstance(part, QListView | QTableView):
            _fit_list(part)

    def put_back(self, content: QWidget) -> None:
        self.is_on = False
        for part in (content, *content.findChildren(QWidget)):
            _put_back(part)
        for layout in content.findChildren(QLayout):
            _unstack(layout)


def _stack(layout: QLayout) -> None:
    """Put the items of a row or grid below each other."""
    if isinstance(layout, QBoxLayout):
        if layout.direction() == QBoxLayout.Direction.LeftToRight:
            set_flags(layout, STACKED)
            layout.setDirection(QBoxLayout.Direction.TopToBottom)
    elif isinstance(layout, QGridLayout):
        cells = _cells(layout)
        if any(column for _, column, *_ in cells):
            layout.setProperty(STACKED, cells)
            in_rows = sorted(range(len(cells)), key=cells.__getitem__)
            _place(layout, [[row, 0, 1, layout.columnCount()] for row in range(len(cells))], in_rows)


def _unstack(layout: QLayout) -> None:
    if (before := layout.property(STACKED)) is None:
        return
    layout.setProperty(STACKED, None)
    if isinstance(layout, QBoxLayout):
        layout.setDirection(QBoxLayout.Direction.LeftToRight)
    elif isinstance(layout, QGridLayout) and len(before) == layout.count() and not any(p[1] for p in _cells(layout)):
        _place(layout, sorted(before), range(len(before)))


def _cells(grid: QGridLayout) -> list[list[int]]:
    """Row, column, rows and columns of each item."""
    return [list(grid.getItemPosition(place)) for place in range(grid.count())]  # type: ignore[call-overload]  # object in the stubs


def _place(grid: QGridLayout, cells: Sequence[Sequence[int]], order: Sequence[int]) -> None:
    """Put the items of the grid, in this order, into these cells."""
    items = [item for _ in range(grid.count()) if (item := grid.takeAt(0)) is not None]
    for number, (row, column, rows, columns) in zip(order, cells, strict=True):
        item = items[number]
        if (widget := item.widget()) is not None:
            grid.addWidget(widget, row, column, rows, columns, item.alignment())
        elif (inner := item.layout()) is not None:
            grid.addLayout(inner, row, column, rows, columns, inner.alignment())
        else:
            grid.addItem(item, row, column, rows, columns)


def set_least_height(part: QWidget, height: int) -> bool:
    """Set it until the window is wide again. Returns whether that changed the height."""
    if part.minimumHeight() == height:
        return False
    _note(part, HEIGHT, part.minimumHeight())
    part.setMinimumHeight(height)
    return True


def set_width_of_stack(stack: QStackedWidget, width: int) -> None:
    """Set the width that the shown page needs: Qt counts the hidden pages too, which are not in one column."""
    if stack.minimumWidth() != width:
        _note(stack, SHOWN, stack.minimumWidth())
        stack.setMinimumWidth(width)


def _set_least_width(part: QWidget, width: int) -> None:
    part.setMinimumWidth(width)
    if isinstance(part, QLabel):
        part.setIndent(part.indent())  # Qt does not renew a label's size hints when its minimum width changes


def margins_around(one: QObject) -> int:
    """Pixels to the left and right of a widget or layout, where all is in one column."""
    wide = 0
    above = one.parent()
    while above is not None and not _is_window(above):
        if isinstance(above, QLayout):
            margins = above.contentsMargins()
            wide += margins.left() + margins.right()
        elif isinstance(above, QWidget):
            if not isinstance(one, QLayout) and (layout := above.layout()) is not None:
                margins = layout.contentsMargins()
                wide += margins.left() + margins.right()
            if isinstance(above, QAbstractScrollArea):
                wide += 2 * above.frameWidth()
        one, above = above, above.parent()
    return wide


def _is_window(one: QObject) -> bool:
    return isinstance(one, QWidget) and one.isWindow()


def _note(one: QObject, name: str, value: object) -> None:
    """Note the present value, unless one is noted already."""
    if one.property(name) is None:
        one.setProperty(name, value)


def _raise(part: QWidget, height: int) -> None:
    if height > max(part.sizeHint().height(), part.minimumHeight()):
        set_least_height(part, height)


def _put_below(splitter: QSplitter) -> None:
    if splitter.orientation() == Qt.Orientation.Horizontal:
        set_flags(splitter, BESIDE)
        splitter.setOrientation(Qt.Orientation.Vertical)


def _wrap(label: QLabel, room: int) -> None:
    if label.text() and not label.wordWrap() and label.minimumSizeHint().width() > LONG * room:
        set_flags(label, WRAPPED)
        label.setWordWrap(True)


def _break(button: QAbstractButton, room: int) -> None:
    """Wrap the text where it does not fit on one line."""
    text = button.text()
    if "\n" in text or button.minimumSizeHint().width() <= room:
        return
    words = button.fontMetrics().horizontalAdvance
    around = button.minimumSizeHint().width() - words(text)
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and words(longer) <= room - around:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > 1:
        button.setProperty(WORDS, text)
        button.setText("\n".join(lines))
        set_least_height(button, button.sizeHint().height())


def _fit_list(rows: QListView | QTableView) -> None:
    """Wrap the rows of a list; a table keeps readable columns, and scrolls sideways."""
    if rows.maximumHeight() >= theme.UNLIMITED:
        set_least_height(rows, theme.current().scaled(MIN_LIST_HEIGHT))
    if isinstance(rows, QTableView):
        header = rows.horizontalHeader()
        _note(header, COLUMNS, header.minimumSectionSize())
        header.setMinimumSectionSize(theme.current().scaled(MIN_COLUMN_WIDTH))
        _note(rows, BAR, rows.horizontalScrollBarPolicy())
        rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    elif not rows.wordWrap():
        set_flags(rows, WRAPPED)
        rows.setWordWrap(True)
        rows.setResizeMode(QListView.ResizeMode.Adjust)
        _note(rows, BAR, rows.horizontalScrollBarPolicy())
        rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def _put_back(part: QWidget) -> None:
    if isinstance(part, QHeaderView) and (least := part.property(COLUMNS)) is not None:
        part.setProperty(COLUMNS, None)
        part.setMinimumSectionSize(int(least))
    if (least := part.property(MIN_WIDTH)) is not None:
        part.setProperty(MIN_WIDTH, None)
        if not part.minimumWidth():  # else it was set again
            _set_least_width(part, int(least))
    if (shown := part.property(SHOWN)) is not None:
        part.setProperty(SHOWN, None)
        part.setMinimumWidth(int(shown))
    if (height := part.property(HEIGHT)) is not None:
        part.setProperty(HEIGHT, None)
        part.setMinimumHeight(int(height))
    if isinstance(part, QTableView | QListView) and (policy := part.property(BAR)) is not None:
        part.setProperty(BAR, None)
        part.setHorizontalScrollBarPolicy(policy)
    if isinstance(part, QLabel | QListView) and part.property(WRAPPED):
        part.setProperty(WRAPPED, None)
        part.setWordWrap(False)
        if isinstance(part, QListView):
            part.setResizeMode(QListView.ResizeMode.Fixed)
    if isinstance(part, QAbstractButton) and (text := part.property(WORDS)) is not None:
        part.setProperty(WORDS, None)
        if part.text().split() == str(text).split():  # else it was set again
            part.setText(str(text))
    if isinstance(part, QSplitter) and part.property(BESIDE):
        part.setProperty(BESIDE, None)
        part.setOrientation(Qt.Orientation.Horizontal)
