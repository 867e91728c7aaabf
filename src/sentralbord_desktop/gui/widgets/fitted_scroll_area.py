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

    def watched_content(self) -> QWidget | None:
        """The content, whose layout requests are seen from now on."""
        content = self.widget()
        if content is not None and self._watched is not content:
            self._watched = content
            content.installEventFilter(self)
        return content

    def fit(self) -> None:
        """Set the content to the height that its layout needs at its width."""
        content = self.watched_content()
        layout = content.layout() if content is not None else None
        if content is not None and layout is not None and layout.hasHeightForWidth():
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
        content = self.watched_content()
        if content is None:
            return
        for stack in {content, *content.findChildren(QStackedWidget)} - self._stacks:
            if isinstance(stack, QStackedWidget):
                self._stacks.add(stack)
                stack.currentChanged.connect(lambda _: self._soon.start())
        needed = least_size(content, self.viewport().width()).expandedTo(QSize(1, 1))
        if needed != content.minimumSize():
            content.setMinimumSize(needed)


def least_size(part: QWidget, width: int) -> QSize:
    """What is in sight in `part` needs at this width, in pixels; a scroll area needs little. Qt's own minimum has no
    heights of wrapped texts in a splitter, and counts the hidden pages of a stack."""
    if isinstance(part, QStackedWidget):
        page = part.currentWidget()
        found = least_size(page, width) if page is not None else QSize(0, 0)
    elif isinstance(part, QSplitter):
        shown = [one for n in range(part.count()) if (one := part.widget(n)) is not None and not one.isHidden()]
        sizes = [least_size(one, one.width()) for one in shown]
        wide = sum(one.minimumWidth() or size.width() for one, size in zip(shown, sizes, strict=True))
        gaps = part.handleWidth() * max(0, len(shown) - 1)
        found = QSize(wide + gaps, max((size.height() for size in sizes), default=0))
    elif (layout := part.layout()) is not None and not isinstance(part, QAbstractScrollArea):
        found = _of_layout(part, layout, width)
    else:
        found = part.minimumSizeHint()
    least = part.minimumSize()
    return QSize(least.width() or found.width(), max(found.height(), least.height())).boundedTo(part.maximumSize())


def _of_layout(part: QWidget, layout: QLayout, width: int) -> QSize:
    """Qt's minimum, with another for the splitter or stack in it. Its items are not read: PySide keeps what it has made
    for one after Qt has deleted it, and takes it for the next object at that address."""
    found = layout.minimumSize()
    inner = [one for one in part.children() if isinstance(one, QSplitter | QStackedWidget) and not one.isHidden()]
    if not inner:
        return found.expandedTo(QSize(0, layout.minimumHeightForWidth(width) if layout.hasHeightForWidth() else 0))
    qt_minimum, needed, margins = inner[0].minimumSizeHint(), least_size(inner[0], inner[0].width()), QSize(0, 0)
    margins = margins.grownBy(layout.contentsMargins())
    if layout.count() == 1 or not isinstance(layout, QBoxLayout):
        return needed + margins
    if layout.direction() == QBoxLayout.Direction.TopToBottom:
        return QSize(found.width(), found.height() - qt_minimum.height() + needed.height())
    return QSize(found.width() - qt_minimum.width() + needed.width(), needed.height() + margins.height())


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
