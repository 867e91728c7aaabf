"""Lines of a card, each with a list of choices at the end."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.field_grid import ADDRESS
from sentralbord_desktop.gui.widgets.labels import ChoiceBox, label

NOT_READ = "Hentes ikke inn"
BESIDE = 380
"""Width of name and content of a line beside the choice, in pixels at 100 % text."""
PARTS = (2, 4)
"""The shares of name and content in that width."""


class ChoiceLines(QWidget):
    """Lines of name, content and choice; the choice is beside them, or below where it would be cut."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[tuple[QLabel, QLabel, QComboBox | None]] = []
        self._is_narrow = False
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(16, 8, 12, 10)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        for column, part in enumerate(PARTS):
            grid.setColumnStretch(column, part)

    def add_line(self, name: str, content: str, box: QComboBox | None) -> None:
        """Add a line. The name is the label of the choice, because screen readers on Linux use the chosen text as the
        name."""
        head = label(name, "strong", wrap=True)
        if box is not None:
            head.setText(name.replace("&", "&&"))
            head.setBuddy(box)
        self._lines.append((head, label(content, "meta", wrap=True), box))
        self._put(len(self._lines) - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        boxes = [box for *_, box in self._lines if box is not None]
        widest = max((min(box.sizeHint().width(), box.maximumWidth()) for box in boxes), default=0)
        is_narrow = self.width() < widest + theme.current().scaled(BESIDE)
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            for line in range(len(self._lines)):
                self._put(line)

    def _put(self, line: int) -> None:
        """Place a line, which has two rows of the grid; the second is empty if the choice is beside. After a one-column
        layout, name and content are put side by side again too."""
        head, content, box = self._lines[line]
        place = 2 * line
        for part in (head, content, box):
            if part is not None:
                self._grid.removeWidget(part)
        self._grid.addWidget(head, place, 0)
        self._grid.addWidget(content, place, 1)
        if box is None:
            return
        if self._is_narrow:
            self._grid.addWidget(box, place + 1, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
        else:
            self._grid.addWidget(box, place, 2)


def new_choice() -> QComboBox:
    """A list of choices, as wide as its longest one."""
    box = ChoiceBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.setMaximumWidth(theme.current().scaled(ADDRESS))
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return box
