"""Import in the settings: a file is looked over before it is written, and an import is undone."""

from pathlib import Path

from PySide6.QtCore import Qt

from sentralbord_desktop.gui.imports.import_panel import ImportPage
from tests.helpers.members import by_number
from tests.helpers.pages import show_part
from tests.helpers.screen import Screen


def test_a_file_is_imported_after_a_look_and_twice_changes_nothing(screen: Screen, tmp_path: Path) -> None:
    file = tmp_path / "nye.csv"
    file.write_text("medlemsnummer;fornavn;etternavn\n900001;Asta;Nyland\n;Uten;Nummer\n", encoding="utf-8")
    screen.window.show_page("settings")
    screen.workspace.settings.show_part("Register inn og ut")
    page = screen.workspace.settings.shown
    assert isinstance(page, ImportPage)
    page.read(file)
    screen.bot.waitUntil(lambda: page.ui.mapping.rowCount() == 3)
    page.look()
    screen.bot.waitUntil(lambda: page.ui.summary.text().startswith("1 ny"))
    assert "1 avvist" in page.ui.summary.text()
    page.write()
    screen.bot.waitUntil(lambda: page.past.bar.said.text().startswith("Lest inn: 1 ny"))
    assert screen.services.members.search("asta nyland")
    page.read(file)
    screen.bot.waitUntil(lambda: page.ui.look.isEnabled() and page.ui.mapping.rowCount() == 3)
    page.look()
    screen.bot.waitUntil(lambda: page.ui.error.text() == "Filen endrer ingenting.")
    assert not page.ui.write.isEnabled()


def test_an_import_is_undone_where_it_was_done(screen: Screen, tmp_path: Path) -> None:
    """It says what will happen first; the answer that is safe has the focus."""
    file = tmp_path / "feil fil.csv"
    file.write_text("medlemsnummer;fornavn;etternavn\n900001;Asta;Nyland\n204118;Inga;\n", "utf-8")
    member_imports = screen.services.member_imports
    member_imports.write(member_imports.preview(member_imports.read(file)))
    screen.window.show_page("settings")
    screen.workspace.settings.show_part("Register inn og ut")
    page = screen.workspace.settings.shown
    assert isinstance(page, ImportPage)
    past = page.past
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


def test_another_mapping_is_looked_over_before_it_is_written(screen: Screen) -> None:
    """«Skriv inn» wrote the column that had just been set to «ikke les»."""
    file = screen.services.folder / "medlemmer.csv"
    file.write_text("medlemsnummer;fornavn;etternavn;poststed\n204118;Ingunn;Fjeldheim;Fjernt\n", "utf-8")
    page = show_part(screen, "Register inn og ut")
    assert isinstance(page, ImportPage)
    page.read(file)
    screen.bot.waitUntil(lambda: page.ui.mapping.rowCount() == 4)
    page.look()
    screen.bot.waitUntil(page.ui.write.isEnabled)
    page._mapping._boxes["poststed"].setCurrentIndex(0)
    assert not page.ui.write.isEnabled()
    assert "Se over" in page.ui.stepText.text()
    page.write()
    screen.at_rest()
    member = by_number(screen.services, "204118")
    assert member is not None
    assert member.place != "Fjernt"
