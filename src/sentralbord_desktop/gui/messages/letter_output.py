"""The letter ordered by a message, on paper or as PDF."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from sentralbord_desktop.domain.dates.calendar import long_date
from sentralbord_desktop.domain.dates.clock import today
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.domain.messages.settings import Letterhead
from sentralbord_desktop.gui.core.letter import Letter


def letter_of(message: Outgoing, head: Letterhead) -> Letter:
    day = long_date(today(message.created), year=True)
    return Letter(head.lines, message.letter_to, f"{head.place}, {day}" if head.place else day, message.letter)


def ask_pdf(parent: QWidget) -> Path | None:
    """Ask where to save the PDF; None when the dialog is closed."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "Lagre brevet", "brev.pdf", "PDF (*.pdf)")
    return Path(chosen) if chosen else None
