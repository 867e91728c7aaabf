"""Letters with letterhead and an address for window envelopes; printed or saved as PDF. The sheets after the first are
filled from the top, and every sheet of several has its number."""

import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QBuffer, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QMessageBox, QWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.services.imports.write_tables import give

ADDRESS_MM = QRectF(20, 45, 85, 35)
"""The window of an envelope C5/E65 with the sheet folded (DIN 5008 and the Nordic forms agree)."""
HEAD_MM = QRectF(120, 15, 70, 28)
DATE_MM = QRectF(120, 85, 70, 8)
BODY_MM = QRectF(25, 105, 160, 165)
NEXT_MM = QRectF(25, 25, 160, 245)
"""The area of the text, on the first sheet and on the others."""
PAGE_MM = QRectF(25, 280, 160, 6)
RESOLUTION = 300
NO_PLACE = "Får ikke lagret på den plassen. Velg en annen mappe."
"""Shown when `save`, or another file beside a letter, could not be written."""
NO_PRINTER = "Det er ikke satt opp noen skriver på denne PC-en. Be IT om en, eller lagre som fil."
POINTS = 11.0
MIN_POINTS = 6.5
REPORT_POINTS, TITLE_POINTS, PAGE_POINTS = 9.5, 15.0, 9.0
HEADING = 1
"""The user state of a block that is a heading."""


def choose_printer(printer: QPrinter, parent: QWidget) -> bool:
    """Ask which printer through the system dialog; False when that was cancelled, or there is no printer.

    Without a printer Qt writes PDF, and the dialog of Windows then does not open.
    """
    from PySide6.QtPrintSupport import QPrintDialog

    if sys.platform == "win32" and printer.outputFormat() != QPrinter.OutputFormat.NativeFormat:
        QMessageBox.warning(parent, "Skriv ut", NO_PRINTER)
        return False
    return QPrintDialog(printer, parent).exec() == QPrintDialog.DialogCode.Accepted


class Letter:
    """One letter; every part is plain text. With `headings`, the first line of each paragraph of several lines is one."""

    def __init__(self, head: str, address: str, date_line: str, body: str, *, headings: bool = False) -> None:
        self._headings = headings
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
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(_page())
        if not choose_printer(printer, parent):
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
        scale = device.resolution() / 25.4
        body = self._document(device, area.width())
        sheets = _divided(body, area.height(), NEXT_MM.height() * scale)
        for number, (top, bottom) in enumerate(sheets, 1):
            if number > 1:
                device.newPage()
                area = _scaled(NEXT_MM, scale)
            painter.save()
            painter.translate(area.left(), area.top() - top)
            body.drawContents(painter, QRectF(0, top, area.width(), bottom - top))
            painter.restore()
            if len(sheets) > 1:
                painter.setFont(theme.font_of(PAGE_POINTS))
                painter.drawText(
                    _scaled(PAGE_MM, scale), int(Qt.AlignmentFlag.AlignRight), f"Side {number} av {len(sheets)}"
                )

    def _document(self, device: QPdfWriter | QPrinter, width: float) -> QTextDocument:
        body = QTextDocument()
        body.documentLayout().setPaintDevice(device)
        body.setDocumentMargin(0)
        body.setDefaultFont(theme.font_of(REPORT_POINTS if self._headings else POINTS))
        body.setPlainText(self._parts[-1][1])
        body.setTextWidth(width)
        if self._headings:
            _mark_headings(body)
        return body


def _mark_headings(body: QTextDocument) -> None:
    """Set the first line of the text in large letters, and the first line of each paragraph of several lines in
    semibold."""
    block = body.begin()
    is_first = is_title = True
    while block.isValid():
        after = block.next()
        if is_first and block.text() and (is_title or (after.isValid() and after.text())):
            letters = QTextCharFormat()
            letters.setFont(theme.font_of(TITLE_POINTS if is_title else POINTS, strong=True))
            cursor = QTextCursor(block)
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            cursor.mergeCharFormat(letters)
            block.setUserState(HEADING)
            is_title = False
        elif block.text().startswith("- "):
            shape = QTextBlockFormat()
            shape.setBottomMargin(block.document().documentLayout().blockBoundingRect(block).height() / 8)
            QTextCursor(block).mergeBlockFormat(shape)
        is_first = not block.text()
        block = after


def _divided(body: QTextDocument, first: float, other: float) -> list[tuple[float, float]]:
    """Start and end of each sheet in the text; no line is split, and a heading stays with the line after it."""
    lines = list(_lines(body))
    sheets: list[tuple[float, float]] = []
    top, room = 0.0, first
    for place, (above, below, is_heading) in enumerate(lines):
        needed = lines[place + 1][1] if is_heading and place + 1 < len(lines) else below
        if needed - top > room and above > top:
            sheets.append((top, above))
            top, room = above, other
    return [*sheets, (top, lines[-1][1] if lines else 0.0)]


def _lines(body: QTextDocument) -> Iterator[tuple[float, float, bool]]:
    """Top and bottom of each line of the text, and whether it is a heading."""
    layout = body.documentLayout()
    block = body.begin()
    while block.isValid():
        top = layout.blockBoundingRect(block).top()
        for number in range(block.layout().lineCount()):
            area = block.layout().lineAt(number).rect()
            yield top + area.top(), top + area.bottom(), block.userState() == HEADING
        block = block.next()


def _scaled(place: QRectF, scale: float) -> QRectF:
    return QRectF(place.x() * scale, place.y() * scale, place.width() * scale, place.height() * scale)


def _fitting(painter: QPainter, area: QRectF, text: str) -> QFont:
    """The largest font, from POINTS down, that fits all of `text` in `area`."""
    points = POINTS
    flags = int(Qt.TextFlag.TextWordWrap)
    while points > MIN_POINTS:
        metrics = QFontMetricsF(theme.font_of(points), painter.device())
        if metrics.boundingRect(area, flags, text).height() <= area.height():
            break
        points -= 0.5
    return theme.font_of(points)


def _page() -> QPageLayout:
    """A4 without margins: positions are measured from the edge of the sheet."""
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
