"""Import in the settings: a file is mapped, looked over and written; what is lost is said; and an import is undone."""

import csv
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QComboBox, QLabel, QStyle, QStyleOptionComboBox

from sentralbord_desktop.domain.imports.coded_words import EVENING_WORD
from sentralbord_desktop.domain.imports.days import DAY_AFTER, EVENINGS, SAME_DAY
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.tip_source import tip_of
from sentralbord_desktop.gui.imports.history_panel import COLUMNS
from sentralbord_desktop.gui.imports.import_panel import CHOOSE, REVIEW, ImportPage
from sentralbord_desktop.gui.imports.loss_table import CauseHeading, LossTable
from sentralbord_desktop.gui.imports.review_step import ALL_ALIKE, NOTHING_IN
from sentralbord_desktop.gui.widgets.table_model import CELL_PADDING
from tests.helpers.import_files import csv_file, member
from tests.helpers.members import by_number
from tests.helpers.parts import losses_in
from tests.helpers.screen import Screen
from tests.helpers.window_imports import counts, look, look_over, page_of, read, write

HEAD = "Medl.nr;Navn;F.dato;Mobil;Medlemskategori;Skostørrelse"

LOST = next(n for n, column in enumerate(COLUMNS) if column.title == "Tap")
"""Number of the column in the history."""


def is_shown(part: QLabel) -> bool:
    return part.isVisible() and bool(part.text())


def test_a_file_is_imported_after_a_look_and_twice_changes_nothing(screen: Screen, tmp_path: Path) -> None:
    file = csv_file(tmp_path, "medlemsnummer;fornavn;etternavn", "900001;Asta;Nyland", ";Uten;Nummer")
    page = page_of(screen)
    look(screen, page, file)
    assert counts(page) == ["1", "0", "0", "1"]
    assert page.write.text().startswith("Skriv inn 1 medlem ")
    write(screen, page, "Lest inn: 1 ny")
    assert page.past.bar.said.property("tone") == "warn", "something was lost"
    assert page.stack.currentIndex() == CHOOSE
    assert screen.services.members.search("asta nyland")
    look(screen, page, file)
    assert page.review_step.verdict.text() == ALL_ALIKE
    assert not page.write.isVisible()


def test_what_is_saved_as_a_file_does_not_look_like_saving_the_page(screen: Screen) -> None:
    """«Lagre endringene» is what a form says."""
    first = page_of(screen).choose_step
    for button in (first.export_members, first.export_changes, first.export_corrections):
        assert button.text().endswith(" som fil …")
    assert tip_of(first.export_changes) == "Alt som er endret i medlemsbildene, når og av hvem"


def test_columns_that_are_not_read_come_first_and_are_chosen_there(screen: Screen, tmp_path: Path) -> None:
    rows = [f"{n};Kari Lie{n};01.02.1980;99000{n};{word};4{n}" for n, word in enumerate(("Student", "Utmeldt"), 100)]
    page = page_of(screen)
    file = csv_file(tmp_path, HEAD, *rows)
    read(screen, page, file)
    step = page.map_step
    texts = [part.text() for part in step.mapping.unread.findChildren(QLabel)]
    assert "Ikke lest: 2 kolonner" in texts
    assert "Student, Utmeldt. Kan være Status" in texts
    assert step.mapping.unread.y() < step.mapping.recognised.y()
    box = step.mapping.boxes["Medlemskategori"]
    box.setCurrentIndex(box.findData("status"))
    screen.at_rest()
    page.read(file)
    screen.bot.waitUntil(lambda: page.table is not None and page.table.columns["Medlemskategori"] == "status")


def test_a_column_to_choose_stands_first_with_its_content_and_is_asked_about(screen: Screen, tmp_path: Path) -> None:
    lines = ("Medl.nr;Navn;F.dato;Sko;Mobil;Mobil", "900001;Kari Nyland;14.03.1979;38;99000418;22112211")
    page = page_of(screen)
    look(screen, page, csv_file(tmp_path, *lines))
    asked = "«Mobil» står 2 ganger i overskriftene, med ulikt innhold"
    assert page.review_step.verdict.text().startswith(asked)
    page.back.click()
    card = page.map_step.mapping.unread
    assert "1 spørsmål øverst: velg felt" in card.accessibleName()
    texts = [part.text() for part in card.findChildren(QLabel) if part.text()]
    assert texts.index("Mobil (6)") < texts.index("Sko")
    assert f"22112211. {asked}. Velg felt." in texts
    box = page.map_step.mapping.boxes["Mobil (6)"]
    box.setCurrentIndex(box.findData("phone"))
    look_over(screen, page)
    assert asked not in page.review_step.verdict.text()
    write(screen, page, "Lest inn: 1 ny")
    assert member(screen.services, "900001").phone == "22112211"


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
    assert [entry.values["status"] for entry in page.preview.new] == ["student"]
    assert len(page.preview.resigned) == 2
    read(screen, page, file)
    assert page.table is not None
    assert page.table.words["status"] == {"passiv": "Utmeldt"}


def test_when_every_row_is_rejected_nothing_is_green_and_nothing_can_be_written(screen: Screen, tmp_path: Path) -> None:
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
    listed = losses_in(page.review_step.losses)
    assert [(loss.row, loss.named, loss.column, loss.text) for loss in listed] == [
        (4, "Siri Moe", "Medl.nr", ""),
        (3, "Arne Bakken", "Medl.nr", "900001"),
    ]
    assert listed[1].mend == "Nummeret er brukt på linje 2, Ola Tveit. To medlemmer kan ikke ha samme nummer."
    page.save_losses(tmp_path / "rett.csv")
    screen.bot.waitUntil(lambda: page.bar.said.text().startswith("3 rader er lagret"))
    assert (tmp_path / "rett.csv").read_text("utf-8-sig").splitlines()[0].endswith('"Grunn"')


def test_what_did_not_come_in_can_be_opened_afterwards_with_name_and_reason(screen: Screen, tmp_path: Path) -> None:
    page = page_of(screen)
    look(screen, page, csv_file(tmp_path, HEAD, "900001;Asta Nyland;01.02.1980;9900067;;", ";Siri Moe;01.01.1980;;;"))
    page.submit()
    screen.bot.waitUntil(page.past.show_lost.isVisible)
    assert page.past.show_lost.text() == "Vis 2 linjer som ikke kom helt inn"
    page.past.show_lost.setFocus()
    screen.key(Qt.Key.Key_Space)
    screen.bot.waitUntil(page.past.lost.isVisible)
    assert [(loss.row, loss.named, loss.column, loss.mend) for loss in losses_in(page.past.lost)] == [
        (3, "Siri Moe", "Medl.nr", "Medlemsnummer mangler."),
        (2, "Asta Nyland", "Mobil", "Nummeret har 7 siffer. Et norsk nummer har 8."),
    ]


def headings_of(table: LossTable) -> list[str]:
    return [it.text for it in table.rows.values if isinstance(it, CauseHeading)]


def test_rows_that_do_not_come_in_are_grouped_by_cause_and_folded(screen: Screen, tmp_path: Path) -> None:
    """By mouse and by keyboard; a cause with many rows is folded at first."""
    without_number = [f";Siri Moe{n};01.02.1980;;;" for n in range(12)]
    page = page_of(screen)
    table = page.review_step.losses
    look(screen, page, csv_file(tmp_path, HEAD, "90000;Kari Lie;01.02.1980;;;", *without_number))
    assert (headings_of(table), len(losses_in(table))) == ([], 12), "one cause needs no heading"
    twice = ["90000;Kari Lie;01.02.1980;;;", "90000;Ola Berg;02.02.1980;;;"]
    look(screen, page, csv_file(tmp_path, HEAD, *twice, *without_number))
    assert headings_of(table) == ["12 rader: Medlemsnummer mangler.", "1 rad: Nummeret står to ganger i filen."]
    assert [loss.named for loss in losses_in(table)] == ["Ola Berg"]
    assert table.columnSpan(0, 0) == table.model().columnCount()
    assert table.rows.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == f"{headings_of(table)[0]} Foldet"
    screen.bot.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(table.rows.index(0, 0)).center()
    )
    assert len(losses_in(table)) == 13
    table.setFocus()
    for key, shown in ((Qt.Key.Key_Left, 1), (Qt.Key.Key_Right, 13), (Qt.Key.Key_Return, 1), (Qt.Key.Key_Space, 13)):
        screen.bot.keyClick(table, key)
        assert len(losses_in(table)) == shown
    assert table.currentIndex().row() == 0


def test_what_an_import_lost_is_saved_from_the_history(screen: Screen, tmp_path: Path) -> None:
    page = page_of(screen)
    look(screen, page, csv_file(tmp_path, HEAD, "900001;Asta Nyland;01.02.1980;9900067;;", ";Siri Moe;01.01.1980;;;"))
    page.submit()
    screen.bot.waitUntil(page.past.save_lost.isVisible)
    assert page.past.rows.index(0, LOST).data() == "1 kom ikke inn, 1 felt ikke helt"
    page.past.save_losses(tmp_path / "tap.csv")
    screen.bot.waitUntil(lambda: page.past.bar.said.text().startswith("2 linjer er lagret"))
    with (tmp_path / "tap.csv").open(encoding="utf-8-sig") as file:
        saved = list(csv.reader(file, delimiter=";"))
    assert (saved[0][-1], len(saved)) == ("Grunn", 3)
    assert saved[1] == ["3", "", "Siri Moe", "kommer ikke inn", "Medl.nr", "", "Medlemsnummer mangler."]


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
    assert past.question.said.text() == ("Angre feil fil.csv? 1 nytt medlem tas ut. 1 får tilbake det som sto før.")
    assert past.question.no.hasFocus()
    screen.key(Qt.Key.Key_Space)
    screen.bot.waitUntil(past.undo.isVisible)
    assert screen.services.members.search("asta nyland"), "no means no"
    past.undo.click()
    screen.bot.waitUntil(past.question.yes.isVisible)
    past.question.yes.click()
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
    assert member(screen.services, "204118").place != "Fjernt"


CORRECTED = "Medl.nr;Fornavn;Etternavn;F.dato;Mobil;Arbeidsgiver"


def corrected(screen: Screen, page: ImportPage, tmp_path: Path) -> None:
    """Two members from a file, of whom three fields are corrected, and the same file looked over again."""
    file = csv_file(
        tmp_path, CORRECTED, "7;Asta;Nyland;01.02.1980;99000111;Mjøs", "8;Birk;Moe;01.02.1981;99000222;Fjord"
    )
    look(screen, page, file)
    write(screen, page, "Lest inn: 2 nye")
    for number, fields in (("7", {"phone": "40011222", "employer": "Mjøstrykk"}), ("8", {"phone": "40033444"})):
        screen.services.members.change(member(screen.services, number), fields)
    screen.at_rest()
    look(screen, page, file)


def test_a_correction_is_shown_with_both_values_and_decided_one_by_one(screen: Screen, tmp_path: Path) -> None:
    page = page_of(screen)
    corrected(screen, page, tmp_path)
    card = page.review_step.corrections
    assert page.map_step.empty_cells.boxes == {}
    assert "3 rettet her siden forrige fil" in [part.text() for part in card.findChildren(QLabel)]
    shown = [[card.decisions.rows.index(row, place).data() for place in (1, 2, 3, 4, 6)] for row in range(3)]
    assert ["Asta Nyland", "Telefon", "400 11 222", "990 00 111", "Rettelsen"] in shown
    assert page.review_step.verdict.text() == ALL_ALIKE
    assert not page.write.isVisible()
    place = next(row for row in range(3) if card.decisions.rows.value(row).field == "employer")
    card.decisions.table.setFocus()
    card.decisions.table.setCurrentIndex(card.decisions.rows.index(place, 0))
    screen.bot.keyClick(card.decisions.table, Qt.Key.Key_Return)
    assert card.decisions.rows.index(place, 6).data() == "Filens verdi"
    assert page.write.text().startswith("Skriv inn 1 medlem ")
    assert card.decisions.table.hasFocus()
    write(screen, page, "Lest inn: 0 nye, 1 endret")
    asta, birk = member(screen.services, "7"), member(screen.services, "8")
    assert (asta.employer, asta.phone, birk.phone) == ("Mjøs", "40011222", "40033444")


def test_all_corrections_are_decided_with_one_button_and_back(screen: Screen, tmp_path: Path) -> None:
    page = page_of(screen)
    corrected(screen, page, tmp_path)
    card = page.review_step.corrections
    screen.bot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    assert page.decided is not None
    assert (len(page.decided.changed), page.decided.corrected) == (2, ())
    screen.bot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    assert not page.write.isVisible()
    screen.bot.mouseClick(card.decisions.choose, Qt.MouseButton.LeftButton)
    assert len(card.decisions.taken) == 1
    assert not page.review_step.verdict.isVisible()
    screen.at_rest()


def many(screen: Screen) -> tuple[str, list[str]]:
    """The headings and rows of a file with five times as many members as the register."""
    rows = [f"8{n:04};Kari{n};Lie;01.02.1980;9900{n:04};Student" for n in range(screen.services.members.count() * 5)]
    return "Medl.nr;Fornavn;Etternavn;F.dato;Mobil;Status", rows


def test_who_is_missing_is_listed_and_marked_one_by_one(screen: Screen, tmp_path: Path) -> None:
    page = page_of(screen)
    head, rows = many(screen)
    look(screen, page, csv_file(tmp_path, head, *rows))
    write(screen, page)
    look(screen, page, csv_file(tmp_path, head, *rows[2:]))
    decisions = page.review_step.absences.decisions
    place = next(n for n, it in enumerate(decisions.rows.values) if it.number == "80001")
    shown = [decisions.rows.index(place, n).data() for n in range(4)]
    assert shown == ["80001", "Kari1 Lie", "Student", "Står som før"]
    assert page.review_step._scroll.verticalScrollBar().value() == 0
    decisions.table.setFocus()
    decisions.table.setCurrentIndex(decisions.rows.index(place, 0))
    screen.bot.keyClick(decisions.table, Qt.Key.Key_Return)
    assert decisions.rows.index(place, 3).data() == "Merkes utmeldt"
    assert decisions.choose.text() == "La stå som før"
    assert page.write.text().startswith("Skriv inn 1 medlem ")
    write(screen, page, "Lest inn: 0 nye, 1 endret")
    marked, left = member(screen.services, "80001"), member(screen.services, "80000")
    assert (marked.status, marked.resigned is not None, left.status) == ("utmeldt", True, "student")


def test_who_is_utmeldt_or_missing_is_said_and_decided(screen: Screen, tmp_path: Path) -> None:
    page = page_of(screen)
    count = screen.services.members.count()
    head, rows = many(screen)
    look(screen, page, csv_file(tmp_path, head, *rows))
    assert (page.review_step.verdict.property("tone"), "medlemmer" in page.review_step.verdict.text()) == ("warn", True)
    write(screen, page)
    look(screen, page, csv_file(tmp_path, head, *rows, "9;Odd;Berg;30.01.1958;40011222;Utmeldt"))
    card = page.review_step.absences
    texts = [part.text() for part in card.findChildren(QLabel)]
    assert "1 ny rad er utmeldt eller død, og hentes ikke inn." in texts
    assert page.preview is not None
    gone = len(page.preview.absences.missing)
    assert 0 < gone <= count
    assert f"{gone} i registeret mangler i filen. De blir stående som de er." in texts
    assert not page.write.isVisible()
    screen.bot.mouseClick(card.resigned, Qt.MouseButton.LeftButton)
    assert page.write.text().startswith("Skriv inn 1 medlem ")
    screen.bot.mouseClick(card.decisions.every, Qt.MouseButton.LeftButton)
    assert page.decided is not None
    assert (len(page.decided.new), len(page.decided.changed)) == (1, gone)
    assert card.decisions.every.text() == "La alle stå som før"
    screen.bot.mouseClick(card.decisions.every, Qt.MouseButton.LeftButton)
    write(screen, page, "Lest inn: 1 ny, 0 endret")


def test_what_an_empty_cell_does_is_chosen_once_for_the_column(screen: Screen, tmp_path: Path) -> None:
    page = page_of(screen)
    file = csv_file(tmp_path, CORRECTED, "7;Asta;Nyland;01.02.1980;99000111;Mjøs", "8;Birk;Moe;01.02.1981;;Fjord")
    read(screen, page, file)
    assert list(page.map_step.empty_cells.boxes) == ["phone"]
    box = page.map_step.empty_cells.boxes["phone"]
    box.setCurrentIndex(box.findData("spør"))
    screen.at_rest()
    read(screen, page, file)
    assert page.map_step.empty_cells.boxes["phone"].currentData() == "spør"


@pytest.mark.parametrize(("text_scale", "width"), [(1.0, 1093), (1.5, 1366), (2.0, 1366)])
def test_the_reason_is_whole_in_a_narrow_window(screen: Screen, tmp_path: Path, width: int, text_scale: float) -> None:
    """Field and content are said with it, in a row as high as its lines."""
    assert screen.application.theme.text_scale == text_scale
    screen.window.resize(width, 688)
    page = page_of(screen)
    look(screen, page, csv_file(tmp_path, HEAD, "900001;Ola Tveit;;;;", "900001;Arne Bakken;01.01.1980;;;"))
    table = page.review_step.losses
    screen.at_rest()
    assert [table.isColumnHidden(n) for n in range(5)] == [False, False, True, True, False]
    assert table.horizontalHeader().length() <= table.viewport().width()
    words = str(table.rows.index(0, 4).data())
    assert words == (
        "Medl.nr «900001»: Nummeret er brukt på linje 2, Ola Tveit. To medlemmer kan ikke ha samme nummer."
    )
    room = QRect(0, 0, table.columnWidth(4) - 2 * CELL_PADDING, 10_000)
    lines = QFontMetrics(table.font()).boundingRect(room, int(Qt.TextFlag.TextWordWrap), words).height()
    screen.bot.waitUntil(lambda: table.rowHeight(0) >= lines)
    screen.window.resize(2 * 1366, 688)
    screen.bot.waitUntil(lambda: not table.isColumnHidden(2))
    assert str(table.rows.index(0, 4).data()).startswith("Nummeret er brukt")


@pytest.mark.parametrize(
    ("text_scale", "width", "below"), [(1.0, 1366, False), (1.0, 1093, False), (1.5, 1366, True), (2.0, 1366, True)]
)
def test_no_choice_is_cut(screen: Screen, tmp_path: Path, width: int, text_scale: float, below: bool) -> None:
    """Below its line where there is no room beside it."""
    assert screen.application.theme.text_scale == text_scale
    screen.window.resize(width, 688)
    page = page_of(screen)
    read(screen, page, csv_file(tmp_path, "Medl.nr;Navn;Medlemskategori", "900001;Ola Tveit;Student"))
    screen.at_rest()
    boxes = page.map_step.mapping.boxes
    for box in boxes.values():
        for place in range(box.count()):
            box.blockSignals(True)
            box.setCurrentIndex(place)
            assert shown_width(box) >= box.fontMetrics().horizontalAdvance(box.currentText()), box.currentText()
    lines = page.map_step.mapping.recognised
    names = {part.text(): part for part in lines.findChildren(QLabel) if part.buddy() is not None}
    assert (boxes["Navn"].y() > names["Navn"].geometry().bottom()) is below


def shown_width(box: QComboBox) -> int:
    """What the text in the box has room for."""
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    return box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, box).width()


@pytest.mark.parametrize(("text_scale", "lines", "above"), [(1.0, 1, False), (2.0, 2, True)])
def test_the_sentence_of_the_foot_has_a_line_of_its_own_where_there_is_no_room(
    screen: Screen, tmp_path: Path, text_scale: float, lines: int, above: bool
) -> None:
    assert screen.application.theme.text_scale == text_scale
    screen.window.resize(1366, 688)
    page = page_of(screen)
    look(screen, page, csv_file(tmp_path, "Medl.nr;Navn", "900001;Ola Tveit", ";Kari Lie"))
    screen.at_rest()
    assert page.footnote.text() == "Kan angres i 14 dager. Den raden blir liggende i historikken."
    assert page.footnote.height() <= lines * page.footnote.fontMetrics().lineSpacing() + 4
    assert (page.footnote.geometry().bottom() < page.back.y()) is above


def test_what_an_import_lost_is_read_whole_in_the_history(screen: Screen, tmp_path: Path) -> None:
    """«2 kom ikke inn, 2 felt …» before, and scrolled to the side in a small window."""
    screen.window.resize(1366, 688)
    page = page_of(screen)
    rows = ["900001;Ola Tveit;9900067", ";Kari Lie;99000301", ";Siri Lie;99000302", "900002;Per Lie;9900068"]
    look(screen, page, csv_file(tmp_path, "Medl.nr;Navn;Mobil", *rows))
    page.submit()
    screen.bot.waitUntil(lambda: bool(page.past.rows.values))
    table = page.past.table
    said = str(table.model().index(0, LOST).data())
    assert said == "2 kom ikke inn, 2 felt ikke helt"
    room = QRect(0, 0, table.columnWidth(LOST) - 2 * CELL_PADDING, 10_000)
    needed = QFontMetrics(table.font()).boundingRect(room, int(Qt.TextFlag.TextWordWrap), said).height()
    screen.bot.waitUntil(lambda: table.rowHeight(0) >= needed)
    screen.window.resize(1093, 535)
    screen.at_rest()
    assert table.horizontalScrollBar().maximum() == 0
    screen.bot.waitUntil(lambda: table.viewport().height() >= table.rowHeight(0))


TWO = ["300;Kari Lie;01.02.1980;990 00 423;;", "301;Odd Moe;02.02.1980;990 00 424;;"]


def test_another_person_under_a_known_number_is_asked_about_one_by_one(screen: Screen, tmp_path: Path) -> None:
    page = page_of(screen)
    look(screen, page, csv_file(tmp_path, HEAD, *TWO))
    write(screen, page, "Lest inn: 2 nye")
    other = ["300;Per Berg;03.04.1955;400 11 222;;", "301;Liv Dal;05.05.1950;400 11 223;;"]
    look(screen, page, csv_file(tmp_path, HEAD, *other))
    card = page.review_step.people
    assert card.isVisible()
    assert not card.decisions.every.isVisible()
    assert next((it.here, it.in_file) for it in card.decisions.rows.values) == (
        "Kari Lie, født 01.02.1980",
        "Per Berg, født 03.04.1955",
    )
    assert not page.write.isVisible(), "nothing is taken yet"
    card.decisions.choose.click()
    write(screen, page, "Lest inn: 0 nye, 1 endret")
    assert (member(screen.services, "300").name, member(screen.services, "301").name) == ("Per Berg", "Odd Moe")


def test_a_file_in_doubt_is_written_only_after_an_answer_to_each_question(screen: Screen, tmp_path: Path) -> None:
    page = page_of(screen)
    look(screen, page, csv_file(tmp_path, HEAD, *TWO))
    write(screen, page, "Lest inn: 2 nye")
    gone = csv_file(tmp_path, HEAD.replace(";Mobil", ""), "300;Kari Berg;01.02.1980;;")
    look(screen, page, gone)
    card = page.review_step.alarms
    assert [answer.text() for answer in card.answers] == ["Ja, den er borte for godt"]
    assert card.answers[0].hasFocus()
    page.submit()
    screen.at_rest()
    assert member(screen.services, "300").name == "Kari Lie"
    card.answers[0].click()
    write(screen, page, "Lest inn: 0 nye, 1 endret")
    look(screen, page, gone)
    assert not card.isVisible(), "it is asked once"


def test_a_word_keeps_its_place_and_the_focus_when_it_gets_a_meaning(screen: Screen, tmp_path: Path) -> None:
    head = "Medl.nr;Navn;F.dato;Mobil;Status"
    words = ("Passiv", "Passiv", "Passiv", "Gjest", "Gjest", "Ridder")
    rows = [f"{n};Kari Lie{n};01.02.1980;99000{n};{word}" for n, word in enumerate(words, 100)]
    page = page_of(screen)
    read(screen, page, csv_file(tmp_path, head, *rows))
    step = page.map_step.word_mapping
    screen.bot.waitUntil(step.isVisible)
    box = step.boxes["Passiv"]
    box.setFocus()
    box.setCurrentIndex(box.findData("Utmeldt"))
    screen.bot.waitUntil(lambda: step.accessibleName().startswith("Verdier: 2 er ikke kjent"))
    assert list(step.boxes) == ["Passiv", "Gjest", "Ridder"]
    assert step.boxes["Passiv"] is box
    assert box.hasFocus()


DEPARTMENTS = ("61 Nordfjord", "Avd. 62", "61 Nordfjord", "Sunnfjord (63)")


def departments_of(screen: Screen) -> dict[int, str]:
    return {it.number: it.name for it in screen.services.organisation.read().departments if it.number > 60}


def departments_in(page: ImportPage) -> list[int]:
    assert page.preview is not None
    return [it.values["department"] for it in page.preview.new]


def step_with_new_departments(screen: Screen, tmp_path: Path) -> ImportPage:
    rows = [f"{n};Kari Lie{n};01.02.1980;99000{n};{word}" for n, word in enumerate(DEPARTMENTS, 100)]
    page = page_of(screen)
    read(screen, page, csv_file(tmp_path, "Medl.nr;Navn;F.dato;Mobil;Avdeling", *rows))
    screen.bot.waitUntil(page.map_step.departments.isVisible)
    return page


def test_the_departments_of_a_file_are_made_by_one_key(screen: Screen, tmp_path: Path) -> None:
    page = step_with_new_departments(screen, tmp_path)
    new = page.map_step.departments
    assert new.accessibleName().startswith("3 nye avdelinger finnes ikke i Katalog")
    assert "61 Nordfjord, 62 og 63 Sunnfjord" in [part.text() for part in new.findChildren(QLabel)]
    assert page.map_step.word_mapping.boxes == {}
    look_over(screen, page)
    assert departments_in(page) == [61, 62, 61, 63], "also before they are made"
    page.back.click()
    new.make_all.click()
    screen.bot.waitUntil(new.isHidden)
    assert departments_of(screen) == {61: "Nordfjord", 62: "", 63: "Sunnfjord"}
    assert page.bar.said.text().startswith("3 avdelinger er laget.")


def test_a_new_department_with_another_meaning_is_not_made(screen: Screen, tmp_path: Path) -> None:
    page = step_with_new_departments(screen, tmp_path)
    new, words = page.map_step.departments, page.map_step.word_mapping
    new.each.click()
    screen.bot.waitUntil(lambda: len(words.boxes) == len(set(DEPARTMENTS)))
    box = words.boxes["Avd. 62"]
    box.setCurrentIndex(box.findData("4"))
    screen.bot.waitUntil(lambda: new.accessibleName().startswith("2 nye avdelinger"))
    new.make_all.click()
    screen.bot.waitUntil(new.isHidden)
    assert departments_of(screen) == {61: "Nordfjord", 63: "Sunnfjord"}
    look_over(screen, page)
    assert departments_in(page) == [61, 4, 61, 63]


def test_evenings_among_midnights_in_utc_are_asked_about_once(screen: Screen, tmp_path: Path) -> None:
    days = ("1979-03-13T23:00:00Z", "1980-01-02T00:00:00Z")
    rows = [f"{n};Kari Lie{n};{day};99000{n}" for n, day in enumerate(days, 100)]
    page = page_of(screen)
    read(screen, page, csv_file(tmp_path, "Medl.nr;Navn;F.dato;Mobil", *rows))
    words = page.map_step.word_mapping
    screen.bot.waitUntil(words.isVisible)
    box = words.boxes[EVENINGS]
    assert [box.itemText(n) for n in range(box.count())][1:] == [DAY_AFTER, SAME_DAY, "Hentes ikke inn"]
    box.setCurrentIndex(box.findData(DAY_AFTER))
    screen.bot.waitUntil(lambda: words.accessibleName() == "Verdier: alle er kjent")
    look_over(screen, page)
    write(screen, page, "Lest inn: 2 nye")
    assert member(screen.services, "100").birth_date == date(1979, 3, 14)
    read(screen, page, csv_file(tmp_path, "Medl.nr;Navn;F.dato;Mobil", *rows, *rows[:1]))
    assert page.table is not None
    assert page.table.words["birth_date"] == {EVENING_WORD: DAY_AFTER}
