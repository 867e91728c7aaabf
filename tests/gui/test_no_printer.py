"""A PC without a printer, as Windows is under Wine: it is said, where the dialog of Windows would not open."""

import sys

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from sentralbord_desktop.gui.core.letter import NO_PRINTER, choose_printer
from tests.helpers.in_front import once_in_front


@pytest.mark.skipif(sys.platform != "win32", reason="the dialog of Linux offers a file where there is no printer")
def test_without_a_printer_it_is_said_and_nothing_is_printed(qtbot: QtBot) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if printer.outputFormat() == QPrinter.OutputFormat.NativeFormat:
        pytest.skip("this PC has a printer")
    parent = QWidget()
    qtbot.addWidget(parent)
    said: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            said.append(box.text())
            box.accept()

    once_in_front(parent, answer)
    assert not choose_printer(printer, parent)
    assert said == [NO_PRINTER]
