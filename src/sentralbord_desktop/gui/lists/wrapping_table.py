"""A table whose texts are whole: a long one takes several lines."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHeaderView, QTableView

from sentralbord_desktop.gui.widgets.table_model import RowDelegate


class WrappingTable(QTableView):
    """For at most some hundred rows: each is measured."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(RowDelegate(self))
        self.setWordWrap(True)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self.resizeRowsToContents)
        self.horizontalHeader().sectionResized.connect(lambda *_: self._soon.start())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
