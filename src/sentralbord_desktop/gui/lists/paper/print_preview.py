"""The sheets of a list before they are printed (design, second edition, 7, picture 07b)."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewWidget
from PySide6.QtWidgets import QDialog, QGraphicsView, QPushButton, QVBoxLayout, QWidget

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.announce import announce
from sentralbord_desktop.gui.core.letter import choose_printer
from sentralbord_desktop.gui.core.tip import Tips
from sentralbord_desktop.gui.lists.paper.list_sheets import ListSheets, PaperList, page_layout
from sentralbord_desktop.gui.widgets.keys.keyed_button import show_key
from sentralbord_desktop.gui.widgets.labels import label, primary, row
from sentralbord_desktop.gui.widgets.narrow.dialog_column import fit_dialog

TITLE = "Utskrift, A4 liggende"
MIN_HEIGHT = 200
"""Pixels at 100 % text of the sheets."""
STEPS = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class PrintPreview(QDialog):
    """The sheets as the printer gets them. Ctrl+Enter asks which printer, Esc leaves, Page Up and Page Down turn."""

    def __init__(self, paper: PaperList, printer: QPrinter, parent: QWidget) -> None:
        super().__init__(parent)
        Tips(self)
        self._paper, self._printer = paper, printer
        self.setWindowTitle(f"{TITLE}: {paper.title}")
        self.sheets = QPrintPreviewWidget(printer, self)
        self.sheets.setAccessibleName(f"Arkene til {paper.title}")
        self.sheets.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for part in self.sheets.findChildren(QWidget):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for view in self.sheets.findChildren(QGraphicsView):
            view.setBackgroundBrush(theme.current().colour("subtle"))
        self.sheets.paintRequested.connect(self.draw)
        self.sheets.setMinimumHeight(theme.current().scaled(MIN_HEIGHT))
        self.sheets.fitInView()
        self.place = label("", "meta")
        self.sheets.previewChanged.connect(self._show_place)
        self.print = primary("Skriv ut")
        show_key(self.print, "Skriv ut", "Ctrl+Enter")
        self.leave = QPushButton("Avbryt")
        for button, act in ((self.print, self.ask), (self.leave, self.reject)):
            button.setAutoDefault(False)
            button.clicked.connect(act)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 20)
        layout.setSpacing(12)
        layout.addLayout(row(label(TITLE, "head"), self.place, None, self.leave, self.print))
        layout.addWidget(self.sheets, 1)
        self.resize(parent.window().size())
        fit_dialog(self)
        self.print.setFocus(Qt.FocusReason.OtherFocusReason)

    def draw(self, printer: QPrinter) -> None:
        ListSheets(self._paper, printer.resolution()).draw(printer)

    def ask(self) -> None:
        """Ask which printer; when cancelled, the preview remains open."""
        if choose_printer(self._printer, self):
            self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.ask()
        elif event.key() in STEPS:
            self._turn(STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _turn(self, step: int) -> None:
        number = min(max(1, self.sheets.currentPage() + step), self.sheets.pageCount())
        self.sheets.setCurrentPage(number)
        self._show_place()
        announce(self, self.place.text(), about="sheet")

    def _show_place(self) -> None:
        is_first = not self.place.text()
        self.place.setText(f"Side {self.sheets.currentPage()} av {self.sheets.pageCount()}")
        if is_first:
            announce(self, self.place.text(), about="sheet")


def ask_printer(paper: PaperList, parent: QWidget) -> QPrinter | None:
    """Show the preview and return the chosen printer; None when cancelled."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(page_layout())
    preview = PrintPreview(paper, printer, parent)
    answer = preview.exec()
    preview.deleteLater()
    return printer if answer == QDialog.DialogCode.Accepted else None
