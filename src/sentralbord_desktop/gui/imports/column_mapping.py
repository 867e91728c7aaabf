"""Which column of a file is which field: a row for each heading."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHeaderView, QTableWidget, QTableWidgetItem

from sentralbord_desktop.domain.imports.preview import ImportTable


class ColumnMapping(QObject):
    """`changed` is sent when a field is chosen for a column."""

    changed = Signal()

    def __init__(self, table: QTableWidget) -> None:
        super().__init__(table)
        self._table = table
        self._boxes: dict[str, QComboBox] = {}

    @property
    def chosen(self) -> dict[str, str | None]:
        """Heading -> field, None for a column that is not read."""
        return {heading: box.currentData() or None for heading, box in self._boxes.items()}

    def show(self, read: ImportTable) -> None:
        """The headings of a file, with the proposed fields and an example of each."""
        table = self._table
        table.clear()
        table.setRowCount(len(read.headings))
        table.setColumnCount(3)
        table.setHorizontalHeaderLabels(["Kolonne i filen", "Felt i registeret", "Eksempel"])
        sample = read.sample(1)
        self._boxes = {}
        for row, heading in enumerate(read.headings):
            table.setItem(row, 0, _shown(heading))
            if heading in read.refused:
                table.setItem(row, 1, QTableWidgetItem(read.refused[heading]))
            else:
                self._boxes[heading] = self._box(read, heading)
                table.setCellWidget(row, 1, self._boxes[heading])
            table.setItem(row, 2, _shown(sample[0][row] if sample else ""))
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(34)

    def _box(self, read: ImportTable, heading: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(f"Felt for {heading}")
        box.addItem("– ikke les –", None)
        for field, name in read.kind.names.items():
            box.addItem(name, field)
        box.setCurrentIndex(max(0, box.findData(read.columns.get(heading))))
        box.currentIndexChanged.connect(self.changed)
        return box


def _shown(text: str) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled)
    return item
