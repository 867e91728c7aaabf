"""The sheets are seen before they are printed."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QToolButton

from sentralbord_desktop.gui.lists.paper import PrintPreview, Sheets, ask_printer, page_layout
from tests.helpers.announcements import Heard
from tests.helpers.screen import Screen

ACCEPTED, CANCELLED = QDialog.DialogCode.Accepted, QDialog.DialogCode.Rejected
LONG = Sheets("Ring tilbake", "alle", "Forbundet", ["Navn"], [100], [("I dag", [[f"Navn {n}"] for n in range(60)])])


def printer_to(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(path))
    printer.setPageLayout(page_layout())
    return printer


def at_the_preview(screen: Screen, act: Callable[[PrintPreview], None]) -> None:
    """`act` on the preview that the next call opens."""

    def look() -> None:
        if isinstance(preview := QApplication.activeModalWidget(), PrintPreview) and preview.isVisible():
            timer.stop()
            act(preview)

    timer = QTimer(screen.window, interval=20)
    timer.timeout.connect(look)
    timer.start()


def button(preview: PrintPreview, text: str) -> QToolButton:
    return next(one for one in preview.bar.findChildren(QToolButton) if one.text() == text)


@pytest.fixture
def preview(screen: Screen, tmp_path: Path) -> Iterator[PrintPreview]:
    preview = PrintPreview(LONG, printer_to(tmp_path / "ark.pdf"), screen.window)
    preview.show()
    screen.bot.waitUntil(lambda: preview.sheets.pageCount() > 1)
    yield preview
    preview.deleteLater()
    QApplication.sendPostedEvents(preview, QEvent.Type.DeferredDelete)


def test_the_sheets_of_a_printer_are_laid_out_at_once(screen: Screen, tmp_path: Path) -> None:
    """Thirty rows at the 1200 dots of a printer stopped the window for half a minute; fifty for seventy seconds."""
    row = ["fre. 27.11. 12.00", "Gunn Skarnes", "990 00 618", "Kurs: tillitsvalgtkurset", "", "MH", "0 av 3"]
    paper = Sheets("Ring tilbake", "alle", "Forbundet", [""] * len(row), [1] * len(row), [("I dag", [row] * 30)])
    printer = printer_to(tmp_path / "ark.pdf")
    began = time.process_time()
    assert paper.document(printer).pageCount() > 1
    assert time.process_time() - began < 3


def test_the_sheets_are_whole_and_turned_by_key_aloud(heard: Heard, preview: PrintPreview) -> None:
    count = preview.sheets.pageCount()
    assert heard.next() == f"Side 1 av {count}", "how many there are is heard at once"
    assert preview.sheets.orientation() == QPageLayout.Orientation.Landscape
    QTest.keyClick(preview, Qt.Key.Key_PageDown)
    assert preview.sheets.currentPage() == 2
    assert heard.next() == f"Side 2 av {count}"
    for _ in range(count):
        QTest.keyClick(preview, Qt.Key.Key_PageDown)
    assert preview.sheets.currentPage() == count
    QTest.keyClick(preview, Qt.Key.Key_PageUp)
    assert preview.sheets.currentPage() == count - 1


def test_the_keys_act_from_each_button(preview: PrintPreview, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def cancel(_: QPrintDialog) -> QDialog.DialogCode:
        asked.append(1)
        return CANCELLED

    monkeypatch.setattr(QPrintDialog, "exec", cancel)
    buttons = [one for one in preview.bar.findChildren(QToolButton) if one.isVisible()]
    for button in buttons:
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(asked) == len(buttons) == 6
    assert preview.isVisible()
    QTest.keyClick(buttons[-1], Qt.Key.Key_Escape)
    assert not preview.isVisible()


@pytest.mark.parametrize(("answer", "logged"), [(ACCEPTED, 1), (CANCELLED, 0)])
def test_only_what_is_printed_is_in_the_access_log(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: QDialog.DialogCode, logged: int
) -> None:
    sheets = tmp_path / "ark.pdf"
    monkeypatch.setattr(QPrintDialog, "exec", lambda dialog: dialog.printer().setOutputFileName(str(sheets)) or answer)
    screen.control(Qt.Key.Key_2)
    screen.at_rest()

    def act(preview: PrintPreview) -> None:
        button(preview, "Skriv ut (Ctrl+Enter)").click()
        if answer == CANCELLED:
            button(preview, "Avbryt (Esc)").click()

    at_the_preview(screen, act)
    screen.workspace.callbacks.paper.print()
    screen.at_rest()
    rows = screen.services.privacy.lookups()
    assert [row.why for row in rows if "utskrift" in row.why] == ["utskrift: Ring tilbake"] * logged
    assert sheets.exists() == bool(logged)


def test_the_printer_that_was_chosen_has_the_sheets_of_the_preview(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = tmp_path / "valgt.pdf"
    monkeypatch.setattr(
        QPrintDialog, "exec", lambda dialog: dialog.printer().setOutputFileName(str(chosen)) or ACCEPTED
    )
    at_the_preview(screen, lambda preview: button(preview, "Skriv ut (Ctrl+Enter)").click())
    printer = ask_printer(LONG, screen.window)
    assert printer is not None
    assert printer.outputFileName() == str(chosen)
    assert printer.pageLayout().orientation() == QPageLayout.Orientation.Landscape


def test_its_buttons_are_in_norwegian_and_the_sheets_have_a_name(preview: PrintPreview) -> None:
    """Qt's own texts are English."""
    shown = [one.text() for one in preview.bar.findChildren(QToolButton) if one.isVisible()]
    turning = ["Første side", "Forrige side", "Neste side", "Siste side"]
    assert shown == [*turning, "Skriv ut (Ctrl+Enter)", "Avbryt (Esc)"]
    assert preview.sheets.accessibleName() == "Arkene til Ring tilbake"
    assert preview.windowTitle() == "Utskrift, A4 liggende: Ring tilbake"


@pytest.mark.text_scale(2.0)
def test_in_the_least_window_what_has_no_room_is_in_a_menu(screen: Screen, preview: PrintPreview) -> None:
    preview.resize(683, 480)
    more = preview.bar.findChild(QToolButton, "qt_toolbar_ext_button")
    screen.bot.waitUntil(lambda: more is not None and more.isVisible())
    assert (preview.width(), preview.height()) == (683, 480)
