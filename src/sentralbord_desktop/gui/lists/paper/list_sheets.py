"""A list on paper: A4 landscape sheets, each with a table of its own whose first row names the columns. Rows are
divided between the sheets by their measured heights, so that none is split."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextTable,
    QTextTableCell,
    QTextTableFormat,
)
from PySide6.QtPrintSupport import QPrinter

from sentralbord_desktop.gui.core import theme

TITLE_POINTS, GROUP_POINTS, BODY_POINTS, SMALL_POINTS = 15.0, 10.0, 9.0, 8.0
RESOLUTION = 300
MARGIN_MM, FOOT_MM, HEAD_MM = 14.0, 9.0, 16.0
PADDING_MM = 1.1
BOX_MM = 3.0
PIXELS = 96 / 25.4
"""Units of a text document per millimetre."""
DONE, DONE_SHARE = "Gjort", 58
GOES_ON = ", fortsatt"
SHRED = "Inneholder personopplysninger. Makuler arket når det er brukt."
INK, GREY, HAIRLINE = QColor("#1F2328"), QColor("#5B6168"), QColor("#B8BEC6")
BOX = QUrl("boks")


@dataclass(frozen=True)
class PaperList:
    """The content to print. `line` has day, time, filter and author; `union` is at the right. `groups` are headings («»
    for none) with rows of texts, one for each of `titles`; `strong` are the places of semibold columns."""

    title: str
    line: str
    union: str
    titles: Sequence[str]
    shares: Sequence[int]
    groups: Sequence[tuple[str, Sequence[Sequence[str]]]]
    strong: frozenset[int] = field(default_factory=frozenset)


Line = str | Sequence[str]
"""A heading of a group, or the texts of a row."""


class ListSheets:
    """The sheets of `paper`, for a device of this resolution (dots per inch)."""

    def __init__(self, paper: PaperList, resolution: int = RESOLUTION) -> None:
        self._paper = paper
        self._dots = resolution / 25.4
        """Dots of the device per millimetre. Paddings, borders and images are in pixels, which Qt scales."""
        self._area = QRectF(
            MARGIN_MM * self._dots,
            MARGIN_MM * self._dots,
            (297 - 2 * MARGIN_MM) * self._dots,
            (210 - 2 * MARGIN_MM - FOOT_MM) * self._dots,
        )

    def documents(self, device: QPdfWriter | QPrinter) -> list[QTextDocument]:
        """One document for each sheet, with one table in each; at least one."""
        lines: list[Line] = []
        for heading, rows in self._paper.groups:
            lines += [f"{heading} ({len(rows)})"] if heading else []
            lines += list(rows)
        measured = self._document(device, lines)
        heights = self._heights(measured)
        first = self._area.height() - HEAD_MM * self._dots
        return [self._document(device, part) for part in _divided(lines, heights, first, self._area.height())]

    def _document(self, device: QPdfWriter | QPrinter, lines: Sequence[Line]) -> QTextDocument:
        document = QTextDocument()
        document.documentLayout().setPaintDevice(device)
        document.setDocumentMargin(0)
        document.setDefaultFont(theme.font_of(BODY_POINTS))
        document.addResource(QTextDocument.ResourceType.ImageResource, BOX, _box(round(BOX_MM * self._dots)))
        document.setPageSize(QSizeF(self._area.width(), 1e7))
        cursor = QTextCursor(document)
        cursor.beginEditBlock()  # laid out once, at the end; with a layout after each cell, fifty rows took a minute
        self._fill(cursor, lines)
        cursor.endEditBlock()
        return document

    def _fill(self, cursor: QTextCursor, lines: Sequence[Line]) -> None:
        shares = [*self._paper.shares, DONE_SHARE]
        layout = QTextTableFormat()
        layout.setBorder(0)
        layout.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
        layout.setCellSpacing(0)
        layout.setCellPadding(0)
        layout.setHeaderRowCount(1)
        layout.setBorderCollapse(True)
        layout.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        layout.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.PercentageLength, 100 * share / sum(shares)) for share in shares]
        )
        table = cursor.insertTable(len(lines) + 1, len(shares), layout)
        for place, title in enumerate([*self._paper.titles, DONE]):
            self._write(table.cellAt(0, place), title, GREY, edge=INK)
        for number, line in enumerate(lines, 1):
            if isinstance(line, str):
                self._write_heading(table, number, line)
            else:
                self._write_row(table, number, line)

    def _write_heading(self, table: QTextTable, number: int, heading: str) -> None:
        table.mergeCells(number, 0, 1, table.columns())
        cell = table.cellAt(number, 0)
        self._write(cell, heading, INK, points=GROUP_POINTS, strong=True, above=3 * PADDING_MM)

    def _write_row(self, table: QTextTable, number: int, texts: Sequence[str]) -> None:
        for place, text in enumerate(texts):
            self._write(table.cellAt(number, place), text, INK, strong=place in self._paper.strong)
        cell = table.cellAt(number, table.columns() - 1)
        self._write(cell, "", INK)
        image = QTextImageFormat()
        image.setName(BOX.toString())
        image.setWidth(BOX_MM * PIXELS)
        image.setHeight(BOX_MM * PIXELS)
        cell.firstCursorPosition().insertImage(image)

    def _write(
        self,
        cell: QTextTableCell,
        text: str,
        colour: QColor,
        *,
        points: float = BODY_POINTS,
        strong: bool = False,
        above: float = PADDING_MM,
        edge: QColor = HAIRLINE,
    ) -> None:
        shape = cell.format().toTableCellFormat()
        shape.setTopPadding(above * PIXELS)
        shape.setBottomPadding(PADDING_MM * PIXELS)
        shape.setRightPadding(2 * PIXELS)
        shape.setBottomBorder(0.2 * PIXELS)
        shape.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setBottomBorderBrush(QBrush(edge))
        cell.setFormat(shape)
        letters = QTextCharFormat()
        letters.setFont(theme.font_of(points, strong=strong))
        letters.setForeground(QBrush(colour))
        cursor = cell.firstCursorPosition()
        cursor.setBlockFormat(QTextBlockFormat())
        cursor.insertText(text, letters)

    def _heights(self, document: QTextDocument) -> list[float]:
        """The height of each row of the table, the head first, in dots."""
        table = _table(document)
        layout = document.documentLayout()
        tops, bottoms = [], []
        for number in range(table.rows()):
            blocks = [table.cellAt(number, place).firstCursorPosition().block() for place in range(table.columns())]
            areas = [layout.blockBoundingRect(block) for block in blocks]
            tops.append(min(area.top() for area in areas))
            bottoms.append(max(area.bottom() for area in areas))
        ends = [*tops[1:], bottoms[-1] + 2 * PADDING_MM * self._dots]
        return [end - top for top, end in zip(tops, ends, strict=True)]

    # ------------------------------------------------------------------ drawing

    def draw(self, device: QPdfWriter | QPrinter) -> None:
        sheets = self.documents(device)
        painter = QPainter(device)
        for number, sheet in enumerate(sheets, 1):
            if number > 1:
                device.newPage()
            self.draw_sheet(painter, sheet, number, len(sheets))
        painter.end()

    def draw_sheet(self, painter: QPainter, sheet: QTextDocument, number: int, count: int) -> None:
        """Draw one of the `documents`, with the title on the first and the foot on each."""
        top = self._area.top()
        if number == 1:
            self._draw_head(painter)
            top += HEAD_MM * self._dots
        painter.save()
        painter.translate(self._area.left(), top)
        sheet.drawContents(painter)
        painter.restore()
        self._draw_foot(painter, f"Side {number} av {count}")

    def _draw_head(self, painter: QPainter) -> None:
        area = QRectF(self._area.left(), self._area.top(), self._area.width(), HEAD_MM * self._dots)
        title, small = theme.font_of(TITLE_POINTS, strong=True), theme.font_of(BODY_POINTS)
        below = QFontMetricsF(title, painter.device()).lineSpacing()
        line = area.adjusted(0, below, 0, 0)
        self._text(painter, area, self._paper.title, title, INK)
        self._text(painter, line, self._paper.line, small, GREY)
        self._text(painter, line, self._paper.union, small, GREY, right=True)

    def _draw_foot(self, painter: QPainter, page: str) -> None:
        top = (210 - MARGIN_MM - 5) * self._dots
        painter.setPen(QPen(HAIRLINE, 0.2 * self._dots))
        painter.drawLine(round(self._area.left()), round(top), round(self._area.right()), round(top))
        area = QRectF(self._area.left(), top + 1.5 * self._dots, self._area.width(), 5 * self._dots)
        small = theme.font_of(SMALL_POINTS)
        self._text(painter, area, SHRED, small, GREY)
        self._text(painter, area, page, small, GREY, right=True)

    def _text(
        self, painter: QPainter, area: QRectF, text: str, font: QFont, colour: QColor, *, right: bool = False
    ) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(area, int(side | Qt.AlignmentFlag.AlignTop), text)


def page_layout() -> QPageLayout:
    """A4 landscape without margins: positions are measured from the edge of the sheet."""
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0))


def _divided(lines: Sequence[Line], heights: Sequence[float], first: float, other: float) -> list[list[Line]]:
    """The lines of each sheet; `heights` begins with the head, which is on each sheet. A heading is kept with its first
    row, and repeated where its group continues."""
    sheets: list[list[Line]] = [[]]
    head, room = heights[0], first - heights[0]
    group, group_height = "", 0.0
    for place, (line, height) in enumerate(zip(lines, heights[1:], strict=True)):
        needed = height
        if isinstance(line, str):
            needed += heights[place + 2] if place + 2 < len(heights) else 0
            group, group_height = line, height
        if needed > room and sheets[-1]:
            goes_on = bool(group) and group != line
            sheets.append([f"{group}{GOES_ON}"] if goes_on else [])
            room = other - head - (group_height if goes_on else 0)
        sheets[-1].append(line)
        room -= height
    return sheets


def _table(document: QTextDocument) -> QTextTable:
    return next(child for child in document.rootFrame().childFrames() if isinstance(child, QTextTable))


def _box(side: int) -> QImage:
    """An empty box to tick."""
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setPen(QPen(GREY, max(1, side // 7)))
    painter.drawRoundedRect(1, 1, side - 3, side - 3, side // 6, side // 6)
    painter.end()
    return image
