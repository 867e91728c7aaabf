"""A list on paper and in a file: complete values, not the words of the screen. On paper it is one table, A4 landscape, with
the titles of the columns and what to do with the sheet on each."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QKeySequence, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen, QTextDocument
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog, QPrintPreviewWidget
from PySide6.QtWidgets import QDialog, QFileDialog, QGraphicsView, QMessageBox, QToolBar, QToolButton, QWidget

from sentralbord_desktop.domain.dates.calendar import long_date, short_date
from sentralbord_desktop.domain.dates.clock import clock, oslo, today
from sentralbord_desktop.domain.imports.cells import guarded
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.letter import choose_printer
from sentralbord_desktop.gui.lists.list_context import ListContext
from sentralbord_desktop.gui.widgets.table_model import Column
from sentralbord_desktop.services.imports.write_tables import as_csv, give

V = TypeVar("V")
Value = str | int | date | datetime | None
REST = 260
"""The share of a column that takes the remaining width on the screen."""
NO_FILE = "Får ikke skrevet filen. Er den åpen i et annet program? Lukk den, eller velg et annet navn."
SHRED = "Inneholder personopplysninger. Makuler arket når det er brukt."
DONE, DONE_SHARE, BOX = "Gjort", 58, "☐"
MARGIN_MM, FOOT_MM = 14.0, 9.0
BODY_POINTS, SMALL_POINTS = 9.0, 8.0
INK, GREY, HAIRLINE = "#1F2328", "#5B6168", "#B8BEC6"
STYLE = f"""
h1, td {{ color: {INK} }} /* the look of the window may be dark */
h1 {{ font-size: 15pt; font-weight: 600; margin: 0 }}
.about td {{ border: none; padding: 0 0 12px 0; color: {GREY} }}
th, td {{ padding: 4px 4px 4px 0; border-bottom: 1px solid {HAIRLINE} }}
th {{ font-weight: normal; color: {GREY}; border-bottom: 1px solid {INK} }}
.group {{ font-size: 10pt; font-weight: 600; padding-top: 12px }}
.strong {{ font-weight: 600 }}
"""


@dataclass(frozen=True)
class PaperColumn(Generic[V]):
    """`value` is a text, a number, a day or a moment. `share` is its part of the width; `unit` follows a number on
    paper («av 3»), not in a file; `none` is printed for a missing value. A `strong` column is printed semibold."""

    title: str
    value: Callable[[V], Value]
    share: int = 100
    unit: str = ""
    none: str = ""
    strong: bool = False

    def printed(self, row: V, moment: datetime) -> str:
        """Days as «ons. 02.12.», with the year when it is another than that of `moment`; moments with the time."""
        value = self.value(row)
        if isinstance(value, datetime):
            return f"{_day(today(value), moment)} {clock(value)}"
        if isinstance(value, date):
            return _day(value, moment)
        if isinstance(value, int):
            return f"{value} {self.unit}".strip()
        return value or self.none

    def filed(self, row: V) -> str:
        """2026-12-02 and 2026-11-27T15:00, local time, and numbers without a unit: a spreadsheet sorts them."""
        value = self.value(row)
        if isinstance(value, datetime):
            return oslo(value).replace(tzinfo=None).isoformat(timespec="minutes")
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, int):
            return str(value)
        return guarded((value or "").replace("\n", ", "), phone=True)


def _day(day: date, moment: datetime) -> str:
    return short_date(day, year=day.year != today(moment).year)


def as_on_screen(columns: Sequence[Column[Any]]) -> list[PaperColumn[Any]]:
    """Columns with the texts of the screen, for a list with text columns only."""

    def text(column: Column[Any]) -> Callable[[Any], str]:
        return lambda row: (column.spoken or column.text)(row).replace("\n", ", ")

    return [PaperColumn(c.title, text(c), c.width or REST, strong=c.strong) for c in columns]


@dataclass(frozen=True)
class Paper(Generic[V]):
    """How a list is printed and saved. `one` and `many` are the words for its rows, `filtered` the filter that is on:
    «alle, 14 oppringinger». A file has no headings; `in_file` are the columns that it has instead."""

    title: str
    one: str
    many: str
    columns: Sequence[PaperColumn[V]]
    filtered: Callable[[], str] = lambda: "alle"
    in_file: Sequence[PaperColumn[V]] = ()


class HeadedRow(NamedTuple, Generic[V]):
    """A row, and its heading; «» for none."""

    heading: str
    row: V


@dataclass(frozen=True)
class Sheets:
    """What is printed. `line` has day, time, filter and author; `union` is at the right. `groups` are headings («» for
    none) with rows of texts, one for each of `titles`; `strong` are the places of semibold columns."""

    title: str
    line: str
    union: str
    titles: Sequence[str]
    shares: Sequence[int]
    groups: Sequence[tuple[str, Sequence[Sequence[str]]]]
    strong: frozenset[int] = field(default_factory=frozenset)

    @property
    def html(self) -> str:
        shares = [*self.shares, DONE_SHARE]
        widths = [f"{100 * share / sum(shares):.2f}%" for share in shares]
        heads = zip([*self.titles, DONE], widths, strict=True)
        head = "".join(f'<th align="left" width="{width}">{escape(title)}</th>' for title, width in heads)
        body = []
        for heading, rows in self.groups:
            words = escape(f"{heading} ({len(rows)})")
            body += [f'<tr><td class="group" colspan="{len(shares)}">{words}</td></tr>'] if heading else []
            body += [f"<tr>{''.join(map(self._cell, range(len(row)), row))}<td>{BOX}</td></tr>" for row in rows]
        return (
            f'<h1>{escape(self.title)}</h1><table class="about" width="100%" cellspacing="0"><tr><td>{escape(self.line)}</td>'
            f'<td align="right">{escape(self.union)}</td></tr></table><table width="100%" cellspacing="0" '
            f'style="border-collapse: collapse"><thead><tr>{head}</tr></thead>{"".join(body)}</table>'
        )

    def _cell(self, place: int, text: str) -> str:
        words = escape(text).replace("\n", "<br>")
        return f'<td class="strong">{words}</td>' if place in self.strong else f"<td>{words}</td>"

    def document(self, device: QPdfWriter | QPrinter) -> QTextDocument:
        document, area = QTextDocument(), _area(device)
        document.documentLayout().setPaintDevice(device)
        document.setDocumentMargin(0)
        document.setDefaultFont(theme.font_of(BODY_POINTS))
        document.setDefaultStyleSheet(STYLE)
        document.setHtml(self.html)
        document.setPageSize(area.size())
        return document

    def draw(self, device: QPdfWriter | QPrinter) -> None:
        document, area = self.document(device), _area(device)
        painter = QPainter(device)
        for number in range(document.pageCount()):
            if number:
                device.newPage()
            top = number * area.height()
            painter.save()
            painter.translate(area.left(), area.top() - top)
            document.drawContents(painter, QRectF(0, top, area.width(), area.height()))
            painter.restore()
            foot = QRectF(area.left(), area.bottom(), area.width(), FOOT_MM * device.resolution() / 25.4)
            painter.setPen(QPen(QColor(HAIRLINE), device.resolution() / 127))
            painter.drawLine(foot.topLeft(), foot.topRight())
            painter.setFont(theme.font_of(SMALL_POINTS))
            painter.setPen(QColor(GREY))
            words = (
                (SHRED, Qt.AlignmentFlag.AlignLeft),
                (f"Side {number + 1} av {document.pageCount()}", Qt.AlignmentFlag.AlignRight),
            )
            for text, side in words:
                painter.drawText(foot, int(side | Qt.AlignmentFlag.AlignVCenter), text)
        painter.end()


def page_layout() -> QPageLayout:
    """A4 landscape without margins: positions are measured from the edge of the sheet."""
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0))


def _area(device: QPdfWriter | QPrinter) -> QRectF:
    """Of the text on a sheet, in dots."""
    dots = device.resolution() / 25.4
    width, height = 297 - 2 * MARGIN_MM, 210 - 2 * MARGIN_MM - FOOT_MM
    return QRectF(MARGIN_MM * dots, MARGIN_MM * dots, width * dots, height * dots)


class PrintPreview(QPrintPreviewDialog):
    """The sheets as the printer gets them. Ctrl+Enter asks which printer, Esc leaves, Page Up and Page Down turn."""

    def __init__(self, sheets: Sheets, printer: QPrinter, parent: QWidget) -> None:
        super().__init__(printer, parent)
        self._printer, self._place = printer, ""
        self.setWindowTitle(f"Utskrift, A4 liggende: {sheets.title}")
        self.paintRequested.connect(lambda printer: sheets.draw(printer))
        (self.sheets,) = self.findChildren(QPrintPreviewWidget)
        self.sheets.setAccessibleName(f"Arkene til {sheets.title}")
        self.sheets.previewChanged.connect(self._announce_place)
        for view in self.sheets.findChildren(QGraphicsView):
            view.setBackgroundBrush(theme.current().colour("subtle"))
            view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        (self.bar,) = self.findChildren(QToolBar)
        self._offer_pages_and_print()
        self.resize(parent.window().size())

    def _offer_pages_and_print(self) -> None:
        """Of Qt's actions those that turn the pages, and its print, which would print before the access log is written."""
        actions = self.bar.actions()
        texts = {10: "Første side", 11: "Forrige side", 13: "Neste side", 14: "Siste side", 21: "Skriv ut (Ctrl+Enter)"}
        for place, action in enumerate(actions):
            action.setVisible(place in {*texts, 12})  # 12 is the number of the page
            action.setText(texts.get(place, ""))
            action.triggered.connect(self._announce_place)
        actions[11].setShortcut("PgUp")
        actions[13].setShortcut("PgDown")
        print_ = actions[21]
        print_.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        print_.triggered.disconnect()
        print_.triggered.connect(self.ask)
        self.bar.addAction("Avbryt (Esc)", self.reject)
        self.bar.setMovable(False)
        self.bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        for button in self.bar.findChildren(QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setToolTip("")

    def ask(self) -> None:
        """Ask which printer; when cancelled, the preview remains open."""
        if choose_printer(self._printer, self):
            self.accept()

    def _announce_place(self) -> None:
        place = f"Side {self.sheets.currentPage()} av {self.sheets.pageCount()}"
        if place != self._place:
            announce(self, place, about="sheet")
        self._place = place


def ask_printer(sheets: Sheets, parent: QWidget) -> QPrinter | None:
    """Show the preview and return the chosen printer; None when cancelled."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(page_layout())
    preview = PrintPreview(sheets, printer, parent)
    answer = preview.exec()
    preview.deleteLater()
    return printer if answer == QDialog.DialogCode.Accepted else None


class ListPaper(Generic[V]):
    """Prints and saves a list as it is shown: `rows` gives its rows now, filtered and sorted, and `is_hidden` whether the
    user has hidden the column with this title."""

    def __init__(
        self,
        paper: Paper[V],
        context: ListContext,
        parent: QWidget,
        rows: Callable[[], Iterable[HeadedRow[V]]],
        is_hidden: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._paper, self._context, self._parent = paper, context, parent
        self._rows, self._is_hidden = rows, is_hidden

    @property
    def columns(self) -> list[PaperColumn[V]]:
        return [column for column in self._paper.columns if not self._is_hidden(column.title)]

    def sheets(self) -> Sheets:
        moment, columns = self._context.clock(), self.columns
        groups: dict[str, list[list[str]]] = {}
        for heading, row in self._rows():
            groups.setdefault(heading, []).append([column.printed(row, moment) for column in columns])
        return Sheets(
            self._paper.title,
            self._line(moment, sum(map(len, groups.values()))),
            self._context.union(),
            [column.title for column in columns],
            [column.share for column in columns],
            list(groups.items()),
            frozenset(place for place, column in enumerate(columns) if column.strong),
        )

    def _line(self, moment: datetime, count: int) -> str:
        """«Mandag 30. november 2026 kl. 14.09 · alle, 14 oppringinger · skrevet ut av Maja Hovde (MH)»."""
        day, paper = long_date(today(moment), year=True), self._paper
        shown = f"{paper.filtered()}, {counted(count, paper.one, paper.many)}"
        return f"{day[:1].upper()}{day[1:]} kl. {clock(moment)} · {shown} · skrevet ut av {self._context.author()}"

    def print(self) -> None:
        sheets = self.sheets()
        if (printer := ask_printer(sheets, self._parent)) is not None:
            self.let_out(f"utskrift: {sheets.title}", lambda: sheets.draw(printer))

    def save(self) -> None:
        """Save as CSV: filtered and sorted as shown, without hidden columns."""
        title = self._paper.title
        chosen, _ = QFileDialog.getSaveFileName(self._parent, title, f"{title}.csv", "CSV (*.csv)")

        def write() -> None:
            try:
                self.write(Path(chosen))
            except OSError:
                QMessageBox.warning(self._parent, title, NO_FILE)

        if chosen:
            self.let_out(f"liste: {title}", write)

    def write(self, path: Path) -> None:
        """Raises OSError when the file cannot be written."""
        columns = [*self._paper.in_file, *self.columns]
        rows = [[column.filed(row) for column in columns] for _, row in self._rows()]
        give(path, as_csv([[column.title for column in columns], *rows]).content)

    def let_out(self, what: str, leave: Callable[[], object], about: int | None = None) -> None:
        self._context.let_out(self._parent, what, about, leave)
