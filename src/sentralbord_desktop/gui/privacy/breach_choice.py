"""Which breach is shown: by its moment and state when closed, with what happened in the list that opens."""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.labels import ChoiceBox
from sentralbord_desktop.gui.widgets.table_model import Index

WHOLE = Qt.ItemDataRole.UserRole + 1
SIDE, ABOVE = 8, 4
"""Pixels at 100 % around the text of a row."""


class BreachLine(NamedTuple):
    """`title` is moment and state; `what` happened, «» of a new one."""

    id: int
    title: str
    what: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class BreachChoice(ChoiceBox):
    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Avvik")
        rows = QListView()
        rows.setWordWrap(True)
        self.setView(rows)
        self.setItemDelegate(_WholeText(self, rows))

    def fill(self, breaches: Iterable[BreachLine]) -> None:
        self.clear()
        for each in breaches:
            self.addItem(each.title, each.id)
            whole = f"{each.title} · {each.what}" if each.what else each.title
            for role in (WHOLE, Qt.ItemDataRole.AccessibleTextRole):
                self.setItemData(self.count() - 1, whole, role)


class _WholeText(QStyledItemDelegate):
    """Wraps the text of a row. The list is as wide as the choice; it has no width of its own before it is shown."""

    def __init__(self, choice: ChoiceBox, rows: QListView) -> None:
        super().__init__(choice)
        self._choice, self._rows = choice, rows

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.text = index.data(WHOLE)
        option.features |= QStyleOptionViewItem.ViewItemFeature.WrapText

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        scaled = theme.current().scaled
        width = self._rows.viewport().width() if self._rows.isVisible() else self._choice.width()
        room = QRect(0, 0, max(1, width - 2 * scaled(SIDE)), theme.UNLIMITED)
        metrics = self._rows.fontMetrics()
        high = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), str(index.data(WHOLE))).height()
        return QSize(0, high + 2 * scaled(ABOVE))
