"""A scroll area whose content has the height that its wrapped texts need at this width."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QBoxLayout,
    QFrame,
    QLayout,
    QListView,
    QScrollArea,
    QScrollBar,
    QSplitter,
    QStackedWidget,
    QTableView,
    QWidget,
)

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.accessible_role import Role, give_role
from sentralbord_desktop.gui.core.widths import is_column

MIN_LIST_HEIGHT = 180
"""Height in pixels at 100 % of a list in one column."""
HEIGHT = "heightBeside"
"""Property that keeps the least height of a part outside the column."""


def in_sight(content: QWidget) -> QWidget:
    """The page that a stack shows; for a stack inside that page, its shown page."""
    while isinstance(content, QStackedWidget) and (page := content.currentWidget()) is not None:
        content = page
    return content


def set_least_height(part: QWidget, height: int) -> bool:
    """Set it until the window is wide again. Returns whether that changed the height."""
    if part.minimumHeight() == height:
        return False
    if part.property(HEIGHT) is None:
        part.setProperty(HEIGHT, part.minimumHeight())
    part.setMinimumHeight(height)
    return True


def shown_in(splitter: QSplitter) -> list[QWidget]:
    return [one for n in range(splitter.count()) if (one := splitter.widget(n)) is not None and not one.isHidden()]


def height_without_least(part: QWidget, width: int) -> int:
    """As `least_size`, but without the minimum height that was set on the widget."""
    if isinstance(part, QStackedWidget) and (page := part.currentWidget()) is not None:
        return least_size(page, width).height()
    if isinstance(part, QAbstractScrollArea):
        return part.minimumHeight()
    layout = part.layout()
    if layout is None:
        return part.minimumSizeHint().height()
    return _of_layout(part, layout, width).grownBy(part.contentsMargins()).height()


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


SCROLLING = {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End}

LAYOUTS = 4
HEADED = "headed"
"""Property of a group that is read together with the text above it, as answers are with the sentence to say. The area
around is not scrolled to such a group, except in one column, where the page scrolls."""


class FittedScrollArea(QScrollArea):
    """QScrollArea uses the minimum height, and cuts wrapped labels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watched: QWidget | None = None
        self._is_fitted = False
        give_role(self, Role.Pane)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
            if (page := self._column_around()) is not None:
                page.fit_soon()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """At the end of this area PageDown scrolls the area around it."""
        bar = self.verticalScrollBar()
        ends = {Qt.Key.Key_PageDown: bar.maximum(), Qt.Key.Key_PageUp: bar.minimum()}
        if any(event.key() == key and bar.value() == end for key, end in ends.items()):
            event.ignore()
            return
        super().keyPressEvent(event)
        if event.key() in SCROLLING:
            self._keep_focus_in_sight()

    def _keep_focus_in_sight(self) -> None:
        """After PageDown: move the focus to the first visible widget; where there is none, scroll back to the focus."""
        focus, content = QApplication.focusWidget(), self.widget()
        if focus is None or content is None or not content.isAncestorOf(focus) or is_seen(focus):
            return
        stops = [one for one in content.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        if seen := next((one for one in stops if one.isEnabled() and is_seen(one)), None):
            seen.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.ensureWidgetVisible(focus)

    def watched_content(self) -> QWidget | None:
        """The content; from now on this object filters its layout requests."""
        content = self.widget()
        if content is not None and self._watched is not content:
            self._watched = content
            content.installEventFilter(self)
        return content

    def fit(self) -> None:
        """Set the content to the height that its layout needs at its width."""
        content = self.watched_content()
        layout = content.layout() if content is not None else None
        if content is not None and layout is not None and (layout.hasHeightForWidth() or self._is_fitted):
            self._is_fitted = layout.hasHeightForWidth()  # else what wrapped is gone, and the height that it needed
            needed = layout.heightForWidth(self.viewport().width()) if self._is_fitted else 0
            if needed != content.minimumHeight():
                content.setMinimumHeight(needed)
                self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """In one column all of the content: the page scrolls."""
        found = super().minimumSizeHint()
        return found if self._column_around() is None else QSize(found.width(), self._whole_height())

    def sizeHint(self) -> QSize:
        """All of the content, where the form allows it (AdjustToContents); else Qt's size hint."""
        found, follows = super().sizeHint(), self.SizeAdjustPolicy.AdjustToContents
        return QSize(found.width(), self._whole_height()) if self.sizeAdjustPolicy() == follows else found

    def _column_around(self) -> "OverflowArea | None":
        """The page in one column that this area is in."""
        area = area_around(self)
        while area is not None and not isinstance(area, OverflowArea):
            area = area_around(area)
        return area if area is not None and is_column(area.window()) else None

    def _whole_height(self) -> int:
        content = self.widget()
        high = (content.minimumHeight() or content.minimumSizeHint().height()) if content is not None else 0
        return high + 2 * self.frameWidth()


def is_seen(widget: QWidget) -> bool:
    """Whether most of the widget's height is visible."""
    return 2 * widget.visibleRegion().boundingRect().height() > widget.height()


class OverflowArea(FittedScrollArea):
    """Holds the pages of the window: a page that needs more room than there is, as with large text, scrolls as a
    whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stacks: set[QStackedWidget] = set()
        self._is_column = False
        self._is_turned = False
        """Whether a new page was shown, and the area has not scrolled to its focus yet."""
        self._unmeasured = 0
        """How many more times the restored content is measured again: its layouts settle one after another."""
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self.fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit in one column only after the frame around has its size too."""
        QScrollArea.resizeEvent(self, event)
        if is_column(self.window()):
            self._soon.start()
        else:
            self.fit()

    def fit_soon(self) -> None:
        self._soon.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._soon.start()
        return QScrollArea.eventFilter(self, watched, event)

    def fit(self) -> None:
        """Set the minimum size of the content to what its shown page needs at this width."""
        content = self.watched_content()
        if content is None:
            return
        for stack in {content, *content.findChildren(QStackedWidget)} - self._stacks:
            if isinstance(stack, QStackedWidget):
                self._stacks.add(stack)
                stack.currentChanged.connect(self._turn_page)
        if is_column(self.window()):
            needed = self._make_column(content)
        else:
            self._end_column(content)
            needed = self._needed(content)
        needed = needed.expandedTo(QSize(1, 1))
        if needed != content.minimumSize():
            content.setMinimumSize(needed)
        if self._is_turned:
            self._show_focus(content)

    def _needed(self, content: QWidget) -> QSize:
        """The size that the shown page needs; the size set for the page before is reset."""
        page = content.currentWidget() if isinstance(content, QStackedWidget) else None
        return least_size(page or content, self.viewport().width())

    def _turn_page(self) -> None:
        """Show a new page from its top, and scroll to its focus after that."""
        self.verticalScrollBar().setValue(0)
        self._is_turned = True
        self._soon.start()

    def _show_focus(self, content: QWidget) -> None:
        self._is_turned = False
        focus = QApplication.focusWidget()
        if focus is not None and content.isAncestorOf(focus):
            show_whole(focus)

    def _make_column(self, content: QWidget) -> QSize:
        """Put the panels below each other, each as high as its content. Returns the size that this needs."""
        self._is_column = True
        page = in_sight(content)
        for rows in page.findChildren(QAbstractItemView):
            if isinstance(rows, QListView | QTableView) and rows.maximumHeight() >= theme.UNLIMITED:
                set_least_height(rows, theme.current().scaled(MIN_LIST_HEIGHT))
        for splitter in (page, *page.findChildren(QSplitter)):
            if isinstance(splitter, QSplitter):
                if splitter.orientation() is Qt.Orientation.Horizontal:
                    splitter.setOrientation(Qt.Orientation.Vertical)
                for part in shown_in(splitter):
                    if set_least_height(part, height_without_least(part, splitter.width())):
                        self._soon.start()
        return least_size(page, self.viewport().width())

    def _end_column(self, content: QWidget) -> None:
        if not self._is_column:
            if self._unmeasured:
                self._unmeasured -= 1
                content.setMinimumSize(0, 0)
                self._soon.start()
            return
        self._is_column = False
        self._unmeasured = LAYOUTS
        self._soon.start()
        content.setMinimumSize(0, 0)
        for part in content.findChildren(QWidget):
            if (height := part.property(HEIGHT)) is not None:
                part.setProperty(HEIGHT, None)
                part.setMinimumHeight(int(height))
            if isinstance(part, QSplitter):
                part.setOrientation(Qt.Orientation.Horizontal)


def scrolling(inside: QWidget) -> FittedScrollArea:
    """A frameless area that scrolls `inside` up and down; the area itself takes no focus."""
    made = FittedScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setWidget(inside)
    return made


class FocusFollower(QObject):
    """Scrolls to the widget that takes the focus by key; a clicked widget stays under the pointer. In one column, where
    the layouts settle later, the focus stays visible until the user scrolls `pages`."""

    def __init__(self, pages: QScrollArea, parent: QObject) -> None:
        super().__init__(parent)
        self._pages = pages
        self._is_held = False
        bar = pages.verticalScrollBar()
        bar.rangeChanged.connect(self._hold)
        bar.actionTriggered.connect(self._let_go)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._follow)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._is_held = now is not None and QApplication.mouseButtons() == Qt.MouseButton.NoButton
        if self._is_held:
            self._soon.start()

    def _hold(self) -> None:
        if self._is_held and is_column(self._pages.window()):
            self._soon.start()

    def _let_go(self) -> None:
        self._is_held = False

    def _follow(self) -> None:
        if (widget := QApplication.focusWidget()) is not None:
            show_whole(widget)


def show_whole(widget: QWidget) -> None:
    """Scroll each area around the widget until all of it is visible, or its top where it is higher than the area."""
    if widget.property(HEADED) and not is_column(widget.window()) and (around := area_around(widget)) is not None:
        widget = around
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
