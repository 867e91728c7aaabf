"""A scroll area whose content has the height that its wrapped texts need at this width."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from sentralbord_desktop.gui.core.accessible_role import Role, give_role


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
        super().keyPressEvent(event)
        self._keep_focus_in_sight()

    def _keep_focus_in_sight(self) -> None:
        """After PageDown: the focus goes to the first that is seen now, or what has it is scrolled back."""
        focus, content = QApplication.focusWidget(), self.widget()
        if focus is None or content is None or not content.isAncestorOf(focus) or _is_seen(focus):
            return
        stops = [one for one in content.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        if seen := next((one for one in stops if one.isEnabled() and _is_seen(one)), None):
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


def _is_seen(widget: QWidget) -> bool:
    """Whether most of its height is in the view."""
    return 2 * widget.visibleRegion().boundingRect().height() > widget.height()


def scrolling(inside: QWidget) -> FittedScrollArea:
    """`inside` in a page that scrolls up and down, without a frame; the focus goes past it to what it holds."""
    made = FittedScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setWidget(inside)
    return made


def come_into_view(widget: QWidget) -> None:
    """Scroll to a widget below the edge of a small window."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if isinstance(area, QScrollArea):
        inside = area.widget()
        if inside is not None and (layout := inside.layout()):
            layout.activate()
        area.ensureWidgetVisible(widget, 0, 8)
