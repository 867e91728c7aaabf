"""Import in the settings: a file is mapped, looked over and written; what is lost is said; and an import is undone."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel

from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.imports.import_panel import ImportPage
from sentralbord_desktop.gui.imports.review_step import ALL_ALIKE, NOTHING_IN
from sentralbord_desktop.gui.imports.step_line import CHOOSE, MAP, REVIEW
from tests.helpers.import_files import csv_file
from tests.helpers.members import by_number
from tests.helpers.pages import show_part
from tests.helpers.screen import Screen

HEAD = "Medl.nr;Navn;F.dato;Mobil;Medlemskategori;Skostørrelse"


def page_of(screen: Screen) -> ImportPage:
    page = show_part(screen, "Register inn og ut")
    assert isinstance(page, ImportPage)
    return page


def read(screen: Screen, page: ImportPage, file: Path) -> None:
    page.read(file)
    screen.bot.waitUntil(lambda: page.table is not None and page.stack.currentIndex() == MAP)
    screen.at_rest()


def look(screen: Screen, page: ImportPage, file: Path) -> None:
    read(screen, page, file)
    page.submit()
    screen.bot.waitUntil(lambda: page.preview is not None)


def counts(page: ImportPage) -> list[str]:
    return [box.number.text() for box in page.review_step.boxes.boxes]


def is_shown(part: QLabel) -> bool:
    return part.isVisible() and bool(part.text())


def test_a_file_is_imported_after_a_look_and_twice_changes_nothing(screen: Screen, tmp_path: Path) -> None:
    file = csv_file(tmp_path, "medlemsnummer;fornavn;etternavn", "900001;Asta;Nyland", ";Uten;Nummer")
    page = page_of(screen)
    look(screen, page, file)
    assert counts(page) == ["1", "0", "0", "1"]
    assert page.write.text().startswith("Skriv inn 1 medlem ")
    page.submit()
    screen.bot.waitUntil(lambda: page.past.bar.said.text().startswith("Lest inn: 1 ny"))
    assert page.past.bar.said.property("tone") == "warn", "something was lost"
    assert page.stack.currentIndex() == CHOOSE
    assert screen.services.members.search("asta nyland")
    look(screen, page, file)
    assert page.review_step.verdict.text() == ALL_ALIKE
    assert not page.write.isVisible()


def test_columns_that_are_not_read_come_first_and_are_chosen_there(screen: Screen, tmp_path: Path) -> None:
    rows = [f"{n};Kari Lie{n};01.02.1980;99000{n};{word};4{n}" for n, word in enumerate(("Student", "Utmeldt"), 100)]
    page = page_of(screen)
    file = csv_file(tmp_path, HEAD, *rows)
    read(screen, page, file)
    step = page.map_step
    texts = [part.text() for part in step.mapping.unread.findChildren(QLabel)]
    assert "Ikke lest: 2 kolonner" in texts
    assert "Student, Utmeldt. Kan være Status" in texts
    assert step.mapping.unread.y() < step.mapping.known.y()
    box = step.mapping.boxes["Medlemskategori"]
    box.setCurrentIndex(box.findData("status"))
    screen.at_rest()
    page.read(file)
    screen.bot.waitUntil(lambda: page.table is not None and page.table.columns["Medlemskategori"] == "status")


def test_a_word_that_is_not_known_is_mapped_with_its_count_and_remembered(screen: Screen, tmp_path: Path) -> None:
    head = "Medl.nr;Navn;F.dato;Mobil;Status"
    rows = [
        f"{n};Kari Lie{n};01.02.1980;99000{n};{word}" for n, word in enumerate(("Passiv", "passiv", "Student"), 100)
    ]
    page = page_of(screen)
    file = csv_file(tmp_path, head, *rows)
    read(screen, page, file)
    words = page.map_step.word_mapping
    screen.bot.waitUntil(words.isVisible)
    assert list(words.boxes) == ["Passiv"]
    assert "2 rader" in [part.text() for part in words.findChildren(QLabel)]
    box = words.boxes["Passiv"]
    box.setCurrentIndex(box.findData("Utmeldt"))
    screen.at_rest()
    page.look_over()
    screen.bot.waitUntil(lambda: page.preview is not None)
    assert page.preview is not None
    assert [entry.values["status"] for entry in page.preview.new] == ["utmeldt", "utmeldt", "student"]
    read(screen, page, file)
    assert page.table is not None
    assert page.table.words["status"] == {"passiv": "Utmeldt"}


def test_when_every_row_is_rejected_nothing_is_green_and_nothing_can_be_written(screen: Screen, tmp_path: Path) -> None:
    """T31."""
    page = page_of(screen)
    look(screen, page, csv_file(tmp_path, HEAD, *(f";Kari Lie{n};01.02.1980;;;" for n in range(50))))
    assert counts(page) == ["0", "0", "0", "50"]
    assert page.review_step.verdict.text() == NOTHING_IN
    assert not page.write.isVisible()
    assert page.review_step.losses.rows.rowCount() == 50
    assert [part.text() for part in page.findChildren(QLabel) if is_shown(part) and part.property("tone") == "ok"] == []
    picture = page.grab().toImage()
    green = {QColor(theme.current().colour(name)).rgb() for name in ("ok", "ok_text", "ok_soft")}
    pixels = {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}
    assert not green & pixels


def test_a_member_with_a_bad_phone_number_comes_in_and_it_is_told(screen: Screen, tmp_path: Path) -> None:
    """T33."""
    page = page_of(screen)
    look(screen, page, csv_file(tmp_path, HEAD, "900009;Per Lie;01.02.1980;9900067;;"))
    assert counts(page) == ["1", "0", "0", "0"]
    told = [part.text() for part in page.review_step.doubts.findChildren(QLabel)]
    assert (
        "1 rad kommer inn uten telefon: Per Lie, linje 2, «9900067». Nummeret har 7 siffer. Et norsk nummer har 8."
        in told
    )
    page.submit()
    screen.bot.waitUntil(lambda: by_number(screen.services, "900009") is not None)


def test_rows_that_lose_something_are_listed_with_who_and_saved_to_be_mended(screen: Screen, tmp_path: Path) -> None:
    rows = ["900001;Ola Tveit;31.02.1988;;;", "900001;Arne Bakken;01.01.1980;;;", ";Siri Moe;01.01.1980;;;"]
    page = page_of(screen)
    look(screen, page, csv_file(tmp_path, HEAD, *rows))
    listed = page.review_step.losses.rows.values
    assert [(loss.row, loss.named, loss.column, loss.text) for loss in listed] == [
        (3, "Arne Bakken", "Medl.nr", "900001"),
        (4, "Siri Moe", "Medl.nr", ""),
    ]
    assert listed[0].mend == "Nummeret er brukt på linje 2, Ola Tveit. To medlemmer kan ikke ha samme nummer."
    page.save_losses(tmp_path / "rett.csv")
    screen.bot.waitUntil(lambda: page.bar.said.text().startswith("3 rader er lagret"))
    assert (tmp_path / "rett.csv").read_text("utf-8-sig").splitlines()[0].endswith('"Grunn"')


def test_what_did_not_come_in_can_be_opened_afterwards_with_name_and_reason(screen: Screen, tmp_path: Path) -> None:
    """T32."""
    page = page_of(screen)
    look(screen, page, csv_file(tmp_path, HEAD, "900001;Asta Nyland;01.02.1980;9900067;;", ";Siri Moe;01.01.1980;;;"))
    page.submit()
    screen.bot.waitUntil(page.past.show_lost.isVisible)
    assert page.past.show_lost.text() == "Vis 2 linjer som ikke kom helt inn"
    page.past.show_lost.setFocus()
    screen.key(Qt.Key.Key_Space)
    screen.bot.waitUntil(page.past.lost.isVisible)
    assert [(loss.row, loss.named, loss.column, loss.mend) for loss in page.past.lost.rows.values] == [
        (3, "Siri Moe", "Medl.nr", "Medlemsnummer mangler."),
        (2, "Asta Nyland", "Mobil", "Nummeret har 7 siffer. Et norsk nummer har 8."),
    ]


def test_an_import_is_done_by_keyboard_alone(screen: Screen, tmp_path: Path) -> None:
    page = page_of(screen)
    read(screen, page, csv_file(tmp_path, HEAD, "900001;Asta Nyland;01.02.1980;99000001;;", ";Uten;;;;"))
    assert page.look.hasFocus()
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: page.stack.currentIndex() == REVIEW)
    assert page.write.hasFocus()
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: by_number(screen.services, "900001") is not None)


def test_an_import_is_undone_where_it_was_done(screen: Screen, tmp_path: Path) -> None:
    """It says what will happen first; the answer that is safe has the focus."""
    file = tmp_path / "feil fil.csv"
    file.write_text("medlemsnummer;fornavn;etternavn\n900001;Asta;Nyland\n204118;Inga;\n", "utf-8")
    member_imports = screen.services.member_imports
    member_imports.write(member_imports.preview(member_imports.read(file)))
    past = page_of(screen).past
    screen.bot.waitUntil(lambda: len(past.rows.values) == 1 and past.undo.isVisible())
    past.undo.setFocus()
    screen.key(Qt.Key.Key_Space)
    screen.bot.waitUntil(past.question.isVisible)
    assert past.question.text() == ("Angre feil fil.csv? 1 nytt medlem tas ut. 1 får tilbake det som sto før.")
    assert past.no.hasFocus()
    screen.key(Qt.Key.Key_Space)
    screen.bot.waitUntil(past.undo.isVisible)
    assert screen.services.members.search("asta nyland"), "no means no"
    past.undo.click()
    screen.bot.waitUntil(past.yes.isVisible)
    past.yes.click()
    screen.bot.waitUntil(lambda: past.bar.said.text().startswith("feil fil.csv er angret. 1 nytt"))
    assert screen.services.members.search("asta nyland") == []
    screen.bot.waitUntil(lambda: past.rows.values[0].undone is not None)
    assert not past.undo.isEnabled()


def test_another_mapping_is_looked_over_before_it_is_written(screen: Screen, tmp_path: Path) -> None:
    """«Skriv inn» wrote the column that had just been set to «ikke les»."""
    file = csv_file(tmp_path, "medlemsnummer;fornavn;etternavn;poststed", "204118;Ingunn;Fjeldheim;Fjernt")
    page = page_of(screen)
    look(screen, page, file)
    page.back.click()
    page.map_step.mapping.boxes["poststed"].setCurrentIndex(0)
    assert page.preview is None
    assert not page.write.isVisible()
    page.write_in()
    screen.at_rest()
    member = by_number(screen.services, "204118")
    assert member is not None
    assert member.place != "Fjernt"
