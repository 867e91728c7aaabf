"""Letters as PDF: every sheet is there, and a long address is inside its window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from sentralbord_desktop.gui.core import letter
from sentralbord_desktop.gui.core.letter import Letter
from sentralbord_desktop.gui.core.theme import Theme

ABROAD = "Ola Nordmann, Bygg AS, Avdeling Nord, Storgatan 12, lgh 1204, c/o Svensson, SE-111 22 Stockholm, Sverige"


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme(qapp, "lyst")
    yield theme
    theme.setParent(None)
    theme.deleteLater()


def sheets(path: Path) -> int:
    return path.read_bytes().count(b"/Type /Page\n")


def test_a_letter_that_is_longer_than_a_sheet_goes_on_on_the_next(theme: Theme, tmp_path: Path) -> None:
    for lines, wanted in ((10, 1), (60, 2), (120, 3)):
        path = tmp_path / f"{lines}.pdf"
        body = "\n".join(f"Linje {n} i brevet." for n in range(lines))
        Letter("Forbundet", ABROAD, "Oslo, 25. november 2026", body).save(path)
        assert sheets(path) == wanted, lines


def test_an_address_abroad_is_not_cut(theme: Theme) -> None:
    """The reader must see «Sverige»: the font shrinks until all lines are in the window."""
    image = QImage(1000, 400, QImage.Format.Format_RGB32)
    area = QRectF(0, 0, 85 / 25.4 * 300, 35 / 25.4 * 300)
    image.setDotsPerMeterX(11811)
    image.setDotsPerMeterY(11811)
    painter = QPainter(image)
    text = ABROAD.replace(", ", "\n")
    font = letter._fitting(painter, area, text)
    painter.setFont(font)
    needed = painter.boundingRect(area, 0, text)
    painter.end()
    assert letter.MIN_POINTS < font.pointSizeF() < letter.POINTS
    assert needed.height() <= area.height() + 1


def test_a_place_that_cannot_be_written_to_is_an_error(theme: Theme, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        Letter("", "", "", "Hei").save(tmp_path / "finnes-ikke" / "brev.pdf")
