"""A row that wraps when it is too long: for large text and narrow windows."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QLayout, QLayoutItem, QSpacerItem, QWidget


class FlowLayout(QLayout):
    """Items from the left, each at its preferred width; those after a spring at the right. A row is as high as its
    highest item, and items are centred vertically, or `at_top` of it."""

    def __init__(self, spacing: int, *, at_top: bool = False) -> None:
        super().__init__()
        self._at_top = at_top
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        """Cache: width -> height, until the items change."""
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def add_spring(self) -> None:
        """Place the following items at the right."""
        self._items.append(QSpacerItem(0, 0))
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._height_for(width)
        return self._heights[width]

    def _height_for(self, width: int) -> int:
        margins = self.contentsMargins()
        width -= margins.left() + margins.right()
        rows = self._rows(width)
        gaps = self.spacing() * max(0, len(rows) - 1)
        return sum(_height(row, width) for row in rows) + gaps + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:
        shown = [item for item in self._shown() if not _is_spring(item)]
        wide = sum(i.sizeHint().width() for i in shown) + self.spacing() * max(0, len(shown) - 1)
        tall = max((i.sizeHint().height() for i in shown), default=0)
        return QSize(wide, tall).grownBy(self.contentsMargins())

    def minimumSize(self) -> QSize:
        smallest = [item.minimumSize() for item in self._shown()]
        return QSize(
            max((s.width() for s in smallest), default=0), max((s.height() for s in smallest), default=0)
        ).grownBy(self.contentsMargins())

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        rect = rect.marginsRemoved(self.contentsMargins())
        top = rect.top()
        for row in self._rows(rect.width()):
            height = _height(row, rect.width())
            wide = sum(_width(item, rect.width()) for item in row)
            springs = sum(1 for item in row if _is_spring(item))
            gaps = self.spacing() * max(0, len(row) - springs - 1)
            spare = max(0, rect.width() - wide - gaps) // springs if springs else 0
            left = rect.left()
            for item in row:
                if _is_spring(item):
                    left += spare
                    continue
                size = QSize(_width(item, rect.width()), min(height, _tall(item, rect.width())))
                below = 0 if self._at_top else (height - size.height()) // 2
                item.setGeometry(QRect(QPoint(left, top + below), size))
                left += size.width() + self.spacing()
            top += height + self.spacing()

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if _is_spring(item) or not item.isEmpty()]

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        rows: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._shown():
            wide = _width(item, width)
            gap = self.spacing() if used and not _is_spring(item) else 0
            if used and used + gap + wide > width:
                rows.append(_before_key(rows[-1]) if _is_key(item) else [])
                used = sum(_width(one, width) + self.spacing() for one in rows[-1] if not _is_spring(one))
                gap = 0
            rows[-1].append(item)
            used += gap + wide
        return [row for row in rows if any(not _is_spring(item) for item in row)]


def _is_spring(item: QLayoutItem) -> bool:
    return item.spacerItem() is not None


def _is_key(item: QLayoutItem) -> bool:
    widget = item.widget()
    return widget is not None and widget.property("role") == "keycap"


def _before_key(row: list[QLayoutItem]) -> list[QLayoutItem]:
    """Remove a key cap that does not fit from its row, unless the row would be empty."""
    if len(row) < 2:
        return []
    taken = [row.pop()]
    if _is_spring(row[-1]):
        taken.insert(0, row.pop())
    return taken


def _width(item: QLayoutItem, room: int) -> int:
    """The preferred width, but not wider than the row or narrower than the minimum."""
    return 0 if _is_spring(item) else max(min(item.sizeHint().width(), room), item.minimumSize().width())


def _tall(item: QLayoutItem, room: int) -> int:
    wide = _width(item, room)
    return item.heightForWidth(wide) if item.hasHeightForWidth() else item.sizeHint().height()


def _height(row: list[QLayoutItem], room: int) -> int:
    return max((_tall(item, room) for item in row if not _is_spring(item)), default=0)


def flowing(*parts: QWidget | None, spacing: int = 8) -> FlowLayout:
    """Widgets in a row that wraps; None places those after it at the right."""
    made = FlowLayout(spacing)
    for part in parts:
        if part is None:
            made.add_spring()
        else:
            made.addWidget(part)
    return made


def flow_in(widget: QWidget) -> FlowLayout:
    """Make the content of `widget`, which is one row, wrap."""
    row = widget.layout()
    if row is None:
        raise ValueError(f"{widget.objectName()} holds no row")
    flow = FlowLayout(row.spacing())
    flow.setContentsMargins(row.contentsMargins())
    while item := row.takeAt(0):
        flow.addItem(item)
    QWidget().setLayout(row)  # Qt's way to delete a layout
    widget.setLayout(flow)
    return flow


def let_flow(inside: QWidget) -> FlowLayout:
    """Make the row that holds `inside` wrap; it keeps its place, its spacing and its margins."""
    parent = inside.parentWidget()
    whole = parent.layout() if parent else None
    row = _holder(inside, whole)
    around = _holder(row, whole) if row is not None else None
    if row is None or around is None:
        raise ValueError(f"{inside.objectName()} stands in no row of its own")
    flow = FlowLayout(row.spacing())
    flow.setContentsMargins(row.contentsMargins())
    while item := row.takeAt(0):
        flow.addItem(item)
    place = next(n for n in range(around.count()) if around.itemAt(n) is row)
    around.takeAt(place)
    around.insertLayout(place, flow)
    return flow


def _holder(of: QWidget | QLayout, layout: QLayout | None) -> QBoxLayout | None:
    """The box layout, in `layout` or below, that holds this widget or layout itself."""
    for n in range(layout.count() if layout else 0):
        item = layout.itemAt(n) if layout else None
        if item is None:
            continue
        if item.widget() is of or item.layout() is of:
            return layout if isinstance(layout, QBoxLayout) else None
        if (found := _holder(of, item.layout())) is not None:
            return found
    return None
