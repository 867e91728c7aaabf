"""A dialog over a window of one column: as large as the window, in one column too, scrolled up and down."""

from PySide6.QtWidgets import QDialog, QFrame, QVBoxLayout, QWidget

from sentralbord_desktop.gui.core.widths import is_column
from sentralbord_desktop.gui.widgets.fitted_scroll_area import OverflowArea


def fit_dialog(dialog: QDialog) -> None:
    """Call it when the layout of `dialog` is complete, before the focus is set. A wide window changes nothing."""
    parent, layout = dialog.parentWidget(), dialog.layout()
    if parent is None or layout is None or not is_column(parent.window()):
        return
    content = QWidget()
    content.setLayout(layout)
    layout.setContentsMargins(12, 12, 12, 12)
    area = OverflowArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(content)
    around = QVBoxLayout(dialog)
    around.setContentsMargins(0, 0, 0, 0)
    around.addWidget(area)
    dialog.setMinimumWidth(0)
    dialog.resize(parent.window().size())
