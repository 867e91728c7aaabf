"""Lines of a card, each with a list of choices at the end."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.widgets.labels import ChoiceBox, label

NOT_READ = "Hentes ikke inn"
BOX_WIDTH = 240
FEWEST_LETTERS = 12
"""Of a choice, in a narrow window."""


def new_lines() -> tuple[QWidget, QGridLayout]:
    """What it is called, what it holds, and the choice."""
    inside = QWidget()
    grid = QGridLayout(inside)
    grid.setContentsMargins(16, 8, 12, 10)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(4)
    for column, part in enumerate((2, 4, 2)):
        grid.setColumnStretch(column, part)
    return inside, grid


def add_line(grid: QGridLayout, name: str, content: str, box: QComboBox | None) -> None:
    """The name is the label of the choice: to a reader in Linux a list of choices has its choice for a name."""
    place = grid.rowCount()
    head = label(name, "strong", wrap=True)
    grid.addWidget(head, place, 0)
    grid.addWidget(label(content, "meta", wrap=True), place, 1)
    if box is not None:
        head.setText(name.replace("&", "&&"))
        head.setBuddy(box)
        grid.addWidget(box, place, 2)


def new_choice() -> QComboBox:
    box = ChoiceBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(FEWEST_LETTERS)
    box.setMaximumWidth(theme.current().scaled(BOX_WIDTH))
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return box
