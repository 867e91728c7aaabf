"""Letters with letterhead and an address for window envelopes; printed or saved as PDF."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument, QTextOption
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.services.imports.export_file import give

ADDRESS_MM = QRectF(20, 45, 85, 35)
"""The window of an envelope C5/E65 with the sheet folded (DIN 5008 and the Nordic forms agree)."""
HEAD_MM = QRectF(120, 15, 70, 28)
DATE_MM = QRectF(120, 85, 70, 8)
BODY_MM = QRectF(25, 105, 160, 170)
RESOLUTION = 300
NO_PLACE = "Får ikke lagret på den plassen. Velg en annen mappe."
"""When `save`, or another file beside a letter, could not be written."""
POINTS = 11.0
LEAST_POINTS = 6.5


class Letter:
    """One letter; every part is plain text."""

    def __init__(self, head: str, address: str, date_line: str, body: str) -> None:
        self._parts = (
            (HEAD_MM, head),
            (ADDRESS_MM, address.replace(", ", "\n")),
            (DATE_MM, date_line),
            (BODY_MM, body),
        )

    def save(self, path: Path) -> None:
        """As PDF, A4. Raises OSError when the file cannot be written."""
        made = QBuffer()
        made.open(QBuffer.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(made)
        writer.setResolution(RESOLUTION)
        writer.setPageLayout(_page())
        writer.setTitle("Brev")
        self._draw(writer)
        give(path, bytes(made.data().data()))

    def print(self, parent: QWidget) -> bool:
        """Print through the system dialog; False when it was cancelled."""
        from PySide6.QtPrintSupport import QPrintDialog

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(_page())
        if QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
            return False
        self._draw(printer)
        return True

    def _draw(self, device: QPdfWriter | QPrinter) -> None:
        painter = QPainter(device)
        scale = device.resolution() / 25.4
        wrap = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        wrap.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        for place, text in self._parts[:-1]:
            area = _scaled(place, scale)
            painter.setFont(_fitting(painter, area, text))
            painter.drawText(area, text, wrap)
        self._draw_body(painter, device, _scaled(BODY_MM, scale))
        painter.end()

    def _draw_body(self, painter: QPainter, device: QPdfWriter | QPrinter, area: QRectF) -> None:
        body = QTextDocument()
        body.documentLayout().setPaintDevice(device)
        body.setDocumentMargin(0)
        body.setDefaultFont(theme.font_of(POINTS))
        body.setPlainText(self._parts[-1][1])
        body.setPageSize(area.size())
        for sheet in range(body.pageCount()):
            if sheet:
                device.newPage()
            part = QRectF(0, sheet * area.height(), area.width(), area.height())
            painter.save()
            painter.translate(area.left(), area.top() - part.top())
            painter.setClipRect(part)
            body.drawContents(painter, part)
            painter.restore()


def _scaled(place: QRectF, scale: float) -> QRectF:
    return QRectF(place.x() * scale, place.y() * scale, place.width() * scale, place.height() * scale)


def _fitting(painter: QPainter, area: QRectF, text: str) -> QFont:
    """The largest font, from POINTS down, that fits all of `text` in `area`."""
    points = POINTS
    flags = int(Qt.TextFlag.TextWordWrap)
    while points > LEAST_POINTS:
        metrics = QFontMetricsF(theme.font_of(points), painter.device())
        if metrics.boundingRect(area, flags, text).height() <= area.height():
            break
        points -= 0.5
    return theme.font_of(points)


def _page() -> QPageLayout:
    """A4 without margins: positions are measured from the edge of the sheet."""
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
