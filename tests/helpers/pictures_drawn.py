"""The pages of the drawn screens that the walk of a day does not pass: identity, «Ringer for en annen», a form with an
error, an import. docs/pictures/README.md lays each beside its drawing."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from sentralbord_desktop.gui.imports.import_panel import MAP, ImportPage

if TYPE_CHECKING:
    from tests.helpers.pictures import Photographer

HEAD = "Medl.nr;Navn;F.dato;Mobil;Arb.giver navn;Medlemskategori;Fødselsnr;Merket"
ROWS = (
    *(f"{n};Kari Lie{n};01.02.1980;99{n:06};Renhold Øst AS;Yrkesaktiv;01028012345;" for n in range(300_100, 300_140)),
    "300200;Ola Tveit;31.02.1988;99000300;Renhold Øst AS;Student;;",
    "300101;Arne Bakken;01.03.1970;99000301;Renhold Øst AS;Pensjonist;;",
    ";Siri Moe;01.04.1975;99000302;Renhold Øst AS;Yrkesaktiv;;",
    "300203;Per Lie;01.05.1965;9900067;Renhold Øst AS;Yrkesaktiv;;",
)


def walk_drawn(photo: "Photographer") -> None:
    photo.open("ingunn fjeldheim")
    photo.keys("7")
    photo.take("50-identitet")
    photo.key(Qt.Key.Key_Escape)
    photo.control(Qt.Key.Key_P)
    photo.open("ingunn fjeldheim")
    photo.key(Qt.Key.Key_Space)
    photo.answer("68")
    photo.settle()
    photo.key(Qt.Key.Key_Return)
    photo.answer("1")
    photo.settle()
    photo.key(Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    photo.take("51-ringer-for-en-annen")
    photo.control(Qt.Key.Key_P)
    bring_members_in(photo)
    photo.control(Qt.Key.Key_5)
    correct_a_person(photo)


def correct_a_person(photo: "Photographer") -> None:
    workspace = photo.app.workspace
    assert workspace is not None
    page = workspace.catalogue
    page.show_kind("Personer")
    page.focus_list()
    photo.settle()
    photo.keys("1")
    photo.settle()
    field = next(box for box in page.findChildren(QLineEdit) if box.isVisible() and box.accessibleName() == "Telefon")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "990 0810")
    photo.control(Qt.Key.Key_Return)
    photo.take("52-katalog-skjema")
    photo.key(Qt.Key.Key_Escape)
    photo.keys("2")
    photo.control(Qt.Key.Key_1)


def bring_members_in(photo: "Photographer") -> None:
    workspace = photo.app.workspace
    assert workspace is not None
    photo.control(Qt.Key.Key_Comma)
    workspace.settings.show_part("Register inn og ut")
    page = workspace.settings.shown
    assert isinstance(page, ImportPage)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "medlemmer_uke_48.csv"
        file.write_text("\r\n".join((HEAD, *ROWS)), encoding="utf-8")
        page.read(file)
        photo.until(lambda: page.table is not None and page.stack.currentIndex() == MAP)
    photo.take("53-koble-kolonner")
    page.submit()
    photo.until(lambda: page.preview is not None)
    photo.take("54-se-over-import")
