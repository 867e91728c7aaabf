"""The widgets of the previous step. They are hidden after the next step has the focus: if they were hidden with the
focus, Qt would move it to the next widget in the tab order, such as the search field."""

from PySide6.QtWidgets import QApplication, QLayout, QWidget


class LeavingWidgets:
    def __init__(self) -> None:
        self._widgets: list[QWidget] = []

    @property
    def has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and any(one is focus or one.isAncestorOf(focus) for one in self._widgets)

    def take(self, layout: QLayout) -> None:
        """Remove all widgets from `layout`; they stay on the screen until `go`."""
        while item := layout.takeAt(0):
            if widget := item.widget():
                self._widgets.append(widget)

    def go(self) -> None:
        widgets, self._widgets = self._widgets, []
        for widget in widgets:
            widget.hide()
            widget.deleteLater()
