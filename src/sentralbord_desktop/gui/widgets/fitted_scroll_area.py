"""A scroll area whose content has the height that its wrapped texts need at this width."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QBoxLayout,
    QFrame,
    QLayout,
    QScrollArea,
    QScrollBar,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from sentralbord_desktop.gui.core.accessible_role import Role, give_role

SCROLLING = {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End}


class FittedScrollArea(QScrollArea):
    """QScrollArea uses the minimum height, and cuts wrapped labels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watched: QWidget | None = None
        give_role(self, Role.Pane)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """At its end PageDown turns the area around this one."""
        bar = self.verticalScrollBar()
        ends = {Qt.Key.Key_PageDown: bar.maximum(), Qt.Key.Key_PageUp: bar.minimum()}
        if any(event.key() == key and bar.value() == end for key, end in ends.items()):
            event.ignore()
            return
        super().keyPressEvent(event)
        if event.key() in SCROLLING:
            self._keep_focus_in_sight()

    def _keep_focus_in_sight(self) -> None:
        """After PageDown: the focus goes to the first that is seen now, or what has it is scrolled back."""
        focus, content = QApplication.focusWidget(), self.widget()
        if focus is None or content is None or not content.isAncestorOf(focus) or is_seen(focus):
            return
        stops = [one for one in content.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        if seen := next((one for one in stops if one.isEnabled() and is_seen(one)), None):
            seen.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.ensureWidgetVisible(focus)

    def fit(self) -> None:
        """Set the content to the height that its layout needs at its width."""
        content = self.widget()
        if content is None:
            return
        if self._watched is not content:
            self._watched = content
            content.installEventFilter(self)
        layout = content.layout()
        if layout is not None and layout.hasHeightForWidth():
            needed = layout.heightForWidth(self.viewport().width())
            if needed != content.minimumHeight():
                content.setMinimumHeight(needed)
                self.updateGeometry()

    def sizeHint(self) -> QSize:
        """All of the content, where the form allows it (AdjustToContents); else Qt's size hint."""
        content, follows = self.widget(), self.SizeAdjustPolicy.AdjustToContents
        if content is None or self.sizeAdjustPolicy() != follows:
            return super().sizeHint()
        return QSize(super().sizeHint().width(), content.minimumHeight() + 2 * self.frameWidth())


def is_seen(widget: QWidget) -> bool:
    """Whether most of its height is in the view."""
    return 2 * widget.visibleRegion().boundingRect().height() > widget.height()


class OverflowArea(FittedScrollArea):
    """Holds the pages of the window: one that needs more than there is, as with large text, scrolls as a whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stacks: set[QStackedWidget] = set()
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self.fit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._soon.start()
        return QScrollArea.eventFilter(self, watched, event)

    def fit(self) -> None:
        """Set the least size of the content to what its page in sight needs at this width."""
        content = self.widget()
        if content is None:
            return
        if self._watched is not content:
            self._watched = content
            content.installEventFilter(self)
        for stack in {content, *content.findChildren(QStackedWidget)} - self._stacks:
            if isinstance(stack, QStackedWidget):
                self._stacks.add(stack)
                stack.currentChanged.connect(self._soon.start)
        needed = least_size(content, self.viewport().width()).expandedTo(QSize(1, 1))
        if needed != content.minimumSize():
            content.setMinimumSize(needed)


def least_size(part: QWidget | QLayout, width: int) -> QSize:
    """What is in sight in `part` needs at this width, in pixels; a scroll area needs little. Qt's own minimum has no
    heights of wrapped texts, and counts the hidden pages of a stack."""
    if isinstance(part, QLayout):
        return _of_layout(part, width)
    if isinstance(part, QStackedWidget):
        page = part.currentWidget()
        found = least_size(page, width) if page is not None else QSize(0, 0)
    elif isinstance(part, QSplitter):
        shown = [one for n in range(part.count()) if (one := part.widget(n)) is not None and not one.isHidden()]
        sizes = [least_size(one, one.width()) for one in shown]
        wide = sum(max(one.minimumWidth(), 0) or size.width() for one, size in zip(shown, sizes, strict=True))
        gaps = part.handleWidth() * max(0, len(shown) - 1)
        found = QSize(wide + gaps, max((size.height() for size in sizes), default=0))
    elif (layout := part.layout()) is not None and not isinstance(part, QAbstractScrollArea):
        found = least_size(layout, width)
    else:
        high = part.heightForWidth(width) if part.hasHeightForWidth() else 0
        found = part.minimumSizeHint().expandedTo(QSize(0, high))
    least, most = part.minimumSize(), part.maximumSize()
    wide = least.width() or found.width()
    high = least.height() if isinstance(part, QAbstractScrollArea) and least.height() else found.height()
    return QSize(wide, max(high, least.height())).boundedTo(most)


def _of_layout(layout: QLayout, width: int) -> QSize:
    margins = layout.contentsMargins()
    inside = width - margins.left() - margins.right()
    if not isinstance(layout, QBoxLayout):
        high = layout.minimumHeightForWidth(width) if layout.hasHeightForWidth() else layout.minimumSize().height()
        return QSize(layout.minimumSize().width(), high)
    upright = layout.direction() in (QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.BottomToTop)
    sizes = []
    for n in range(layout.count()):
        item = layout.itemAt(n)
        if item is None or item.isEmpty():
            continue
        part: QWidget | QLayout | None = item.widget() or item.layout()
        room = inside if upright else item.geometry().width()
        sizes.append(least_size(part, room) if part is not None else item.minimumSize())
    gaps = layout.spacing() * max(0, len(sizes) - 1)
    wides, highs = [size.width() for size in sizes], [size.height() for size in sizes]
    wide = max(wides, default=0) if upright else sum(wides) + gaps
    high = sum(highs) + gaps if upright else max(highs, default=0)
    return QSize(wide, high).grownBy(margins)


def scrolling(inside: QWidget) -> FittedScrollArea:
    """`inside` in a page that scrolls up and down, without a frame; the focus goes past it to what it holds."""
    made = FittedScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setWidget(inside)
    return made


class FocusFollower(QObject):
    """Scrolls to what takes the focus by key; what is clicked stays under the pointer."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._follow)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._soon.start()

    def _follow(self) -> None:
        if (widget := QApplication.focusWidget()) is not None:
            show_whole(widget)


def show_whole(widget: QWidget) -> None:
    """Scroll each area around the widget so that all of it is seen, or its top where it is higher than the area."""
    area = widget.parentWidget()
    while area is not None:
        inside = area.widget() if isinstance(area, QScrollArea) else None
        if isinstance(area, QScrollArea) and inside is not None and inside.isAncestorOf(widget):
            place = QRect(widget.mapTo(inside, QPoint(0, 0)), widget.size())
            _reach(area.verticalScrollBar(), place.top(), place.bottom(), area.viewport().height())
            _reach(area.horizontalScrollBar(), place.left(), place.right(), area.viewport().width())
        area = area.parentWidget()


def _reach(bar: QScrollBar, first: int, last: int, room: int) -> None:
    shown = bar.value()
    if (first < shown and last < shown + room) or (last - first >= room and not first <= shown <= last - room):
        bar.setValue(first)
    elif last - first < room and last >= shown + room:
        bar.setValue(last + 1 - room)


def area_around(widget: QWidget) -> QScrollArea | None:
    """The innermost scroll area that `widget` is in."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    return area


def come_into_view(widget: QWidget) -> None:
    """Scroll to a widget below the edge of a small window."""
    if (area := area_around(widget)) is not None:
        inside = area.widget()
        if inside is not None and (layout := inside.layout()):
            layout.activate()
        area.ensureWidgetVisible(widget, 0, 8)
