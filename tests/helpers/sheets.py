"""A list on paper as a PDF; the program itself draws it on a printer."""

from pathlib import Path

from PySide6.QtCore import QBuffer
from PySide6.QtGui import QPdfWriter

from sentralbord_desktop.gui.lists.paper import Sheets, page_layout

RESOLUTION = 300


def new_writer(buffer: QBuffer, title: str) -> QPdfWriter:
    writer = QPdfWriter(buffer)
    writer.setResolution(RESOLUTION)
    writer.setPageLayout(page_layout())
    writer.setTitle(title)
    return writer


def save_sheets(paper: Sheets, path: Path) -> None:
    made = QBuffer()
    made.open(QBuffer.OpenModeFlag.WriteOnly)
    paper.draw(new_writer(made, paper.title))
    path.write_bytes(bytes(made.data().data()))
