"""What is announced of the pages beside the call: commands, lists, settings, undo, lock, imports."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QMenu, QWidget

from sentralbord_desktop.domain.dialling import Dialling
from sentralbord_desktop.domain.statistics import StatisticsRow
from sentralbord_desktop.gui.access.people_panel import NO_ROLE, PeoplePanel
from sentralbord_desktop.gui.maintenance.backups_panel import BackupsPanel
from sentralbord_desktop.gui.privacy.breach_panel import BreachPanel
from sentralbord_desktop.gui.privacy.retention_panel import RetentionPanel
from sentralbord_desktop.gui.settings import OrganisationForm, ProfileForm
from sentralbord_desktop.gui.sharing.connection_status import BACK
from sentralbord_desktop.gui.statistics import StatisticsPanel
from sentralbord_desktop.gui.widgets.field_grid import FieldGrid
from sentralbord_desktop.gui.widgets.settings_panel import SettingsForm
from sentralbord_desktop.gui.widgets.splitter import Splitter
from sentralbord_desktop.gui.workspace.lock import LOCKED, UNLOCKED
from tests.helpers.announcements import Heard
from tests.helpers.import_files import csv_file
from tests.helpers.keyboard import CONTROL, SHIFT
from tests.helpers.pages import settings_part
from tests.helpers.screen import Screen
from tests.helpers.window_callbacks import show_callback
from tests.helpers.window_imports import look, look_over, page_of, read


def announced(screen: Screen, heard: Heard) -> str:
    """All that was announced since it was cleared, when all is done."""
    screen.at_rest()
    heard.settle()
    return " ".join(heard.sentences)


def test_ctrl_k_announces_how_many_there_are_and_the_chosen_one(screen: Screen, heard: Heard) -> None:
    screen.key(Qt.Key.Key_K, CONTROL)
    heard.clear()
    screen.type("jeg er")
    assert heard.next() == "3 kommandoer. Jeg er ledig"
    screen.key(Qt.Key.Key_Down)
    assert heard.next() == "Jeg er opptatt. 2 av 3"
    screen.type("xyz")
    assert heard.next().startswith("Ingen kommando heter det.")


def test_a_list_announces_what_was_done_with_the_row_and_how_to_take_it_back(screen: Screen, heard: Heard) -> None:
    show_callback(screen, "Aa Prøvesen")
    screen.workspace.callbacks.focus_list()
    heard.clear()
    screen.key(Qt.Key.Key_Return)
    assert "Du har den i 15 minutter." in announced(screen, heard)
    heard.clear()
    screen.digits("3")
    spoken = announced(screen, heard)
    assert ": opptatt. Ringes igjen " in spoken
    assert ". Ctrl+G: Angre." in spoken
    heard.clear()
    screen.control(Qt.Key.Key_Z)
    assert "Angrer: " in announced(screen, heard)
    assert "opptatt" in heard.sentences[-1]
    heard.clear()
    screen.digits("4")
    screen.type("ring")
    screen.key(Qt.Key.Key_Return)
    sentence = announced(screen, heard)
    assert sentence.startswith("Skriv nummeret med tall")
    assert screen.focus.accessibleDescription() == sentence, "the error is tied to its field"


def test_the_board_the_catalogue_and_the_outbox_announce_what_was_done(screen: Screen, heard: Heard) -> None:
    screen.window.show_page("availability")
    screen.at_rest()
    heard.clear()
    screen.workspace.availability.ui.detail.setFocus()
    screen.digits("6")
    assert "er meldt ledig." in announced(screen, heard)
    screen.window.show_page("catalogue")
    screen.at_rest()
    heard.clear()
    screen.workspace.catalogue.ui.detail.setFocus()
    screen.digits("2")
    assert "er bekreftet." in announced(screen, heard)
    screen.digits("4")
    assert "Det kan ikke angres." in announced(screen, heard)


def test_lock_and_unlock_are_announced(screen: Screen, heard: Heard) -> None:
    screen.key(Qt.Key.Key_L, CONTROL, SHIFT)
    assert LOCKED in heard.next()
    screen.application.locking.restore()
    assert UNLOCKED in heard.next()


def test_contact_lost_and_back_are_announced(screen: Screen, heard: Heard) -> None:
    status = screen.workspace.connection_status
    heard.clear()
    status._show(False)
    assert heard.next().startswith("Ikke kontakt med tjeneren siden")
    status._show(True)
    assert BACK in announced(screen, heard)


# ---------------------------------------------------------------------- settings


def fail_profile(part: ProfileForm) -> QWidget:
    part.form.line("initials").setText("")
    return part.form.line("initials")


def fail_organisation(part: OrganisationForm) -> QWidget:
    part.form.line("phone").setText("ring oss")
    return part.form.line("phone")


def fail_telephone(part: SettingsForm[Dialling, Dialling]) -> QWidget:
    part.form.line("prefix").setText("null")
    return part.form.line("prefix")


def fail_retention(part: RetentionPanel) -> QWidget:
    part.form.boxes[0].setProperty("text", "tolv")
    return part.form.boxes[0]


def fail_breach(part: BreachPanel) -> QWidget:
    part.form.line("discovered").setText("en gang")
    return part.form.line("discovered")


FAILING: dict[str, tuple[type[QWidget], Callable[..., QWidget]]] = {
    "Deg": (ProfileForm, fail_profile),
    "Organisasjon": (OrganisationForm, fail_organisation),
    "Telefon": (SettingsForm, fail_telephone),
    "Lagringstid": (RetentionPanel, fail_retention),
    "Meld avvik": (BreachPanel, fail_breach),
}


def test_each_panel_announces_what_is_wrong_and_ties_it_to_its_field(screen: Screen, heard: Heard) -> None:
    for title, (kind, spoil) in FAILING.items():
        part = settings_part(screen, title, kind)
        field = spoil(part)
        heard.clear()
        screen.workspace.settings.submit()
        sentence = announced(screen, heard)
        description = field.accessibleDescription()
        assert field.accessibleName() in sentence, title
        assert description, title
        assert description.partition(".")[0] in sentence, title
        assert isinstance(part, SettingsForm)
        part.reset()
        screen.at_rest()


def test_the_description_is_the_hint_again_when_the_field_is_mended(screen: Screen) -> None:
    part = settings_part(screen, "Telefon", SettingsForm)
    field = part.form.line("prefix")
    assert field.accessibleDescription() == "Tomt, eller 0 for linje ut"
    part.form.fail({"prefix": "Feil."})
    assert field.accessibleDescription() == "Feil. Tomt, eller 0 for linje ut"
    part.form.fail({})
    assert field.accessibleDescription() == "Tomt, eller 0 for linje ut"


@pytest.mark.own_window
def test_a_person_without_a_role_is_announced_and_tied_to_the_roles(screen: Screen, heard: Heard) -> None:
    part = settings_part(screen, "Folk", PeoplePanel)
    for box in part.roles.values():
        box.setChecked(False)
    heard.clear()
    part.submit()
    assert NO_ROLE in announced(screen, heard)
    assert {box.accessibleDescription() for box in part.roles.values()} == {NO_ROLE}


SAVING = ("Deg", "Organisasjon", "Telefon", "Utsending", "Lagringstid", "Vedlikehold")


def test_each_panel_that_saves_announces_it(screen: Screen, heard: Heard) -> None:
    for title in SAVING:
        part = settings_part(screen, title, QWidget)
        if isinstance(part, BackupsPanel):
            screen.at_rest()
        heard.clear()
        screen.workspace.settings.submit()
        assert "Lagret." in announced(screen, heard), title
    box = settings_part(screen, "Utseende", QWidget).findChildren(QComboBox)[-1]
    heard.clear()
    box.activated.emit(box.currentIndex())
    assert announced(screen, heard).startswith("Lagret.")
    tick = settings_part(screen, "Tastatur", QWidget).findChildren(QCheckBox)[-1]
    for _ in range(2):
        heard.clear()
        tick.click()
        assert announced(screen, heard).startswith("Lagret.")


def test_every_field_of_the_settings_has_its_note_as_description(screen: Screen) -> None:
    part = settings_part(screen, "Deg", ProfileForm)
    grid = part.findChild(FieldGrid)
    assert grid is not None
    assert "Ctrl+Shift+L" in grid.box("lock_minutes").accessibleDescription()


# ---------------------------------------------------------------------- imports


def test_an_import_announces_its_steps_its_counts_and_what_is_lost(
    screen: Screen, tmp_path: Path, heard: Heard
) -> None:
    page = page_of(screen)
    file = csv_file(tmp_path, "medlemsnummer;fornavn;etternavn", "900001;Asta;Nyland", ";Uten;Nummer")
    heard.clear()
    look(screen, page, file)
    sentence = announced(screen, heard)
    assert "Steg 2 av 4: Koble kolonner." in sentence
    assert "Steg 3 av 4: Se over. 1 ny, 0 endres, 0 er like, 1 kommer ikke inn." in sentence
    heard.clear()
    page.submit()
    screen.bot.waitUntil(lambda: page.past.bar.said.text().startswith("Lest inn"))
    assert "Lest inn: 1 ny" in announced(screen, heard)


def test_what_is_to_be_seen_to_in_an_import_is_announced(screen: Screen, tmp_path: Path, heard: Heard) -> None:
    page = page_of(screen)
    head = "Medlemsnr;Navn;Tlf;Mobil;Status;Skostørrelse"
    file = csv_file(tmp_path, head, "900001;Asta Nyland;22000001;9900;Passiv;40", "900002;Odd Lie;;;Utmeldt;41")
    heard.clear()
    read(screen, page, file)
    sentence = announced(screen, heard)
    assert "Ikke lest: 1 kolonne står i filen, men hentes ikke inn." in sentence
    assert "Verdier: 1 er ikke kjent i 1 rad." in sentence
    heard.clear()
    box = page.map_step.mapping.boxes["Skostørrelse"]
    box.setCurrentIndex(box.findData("phone"))
    assert "Mobil hentes ikke lenger inn." in announced(screen, heard)
    box.setCurrentIndex(0)
    box = page.map_step.mapping.boxes["Mobil"]
    box.setCurrentIndex(box.findData("phone"))
    heard.clear()
    look_over(screen, page)
    sentence = announced(screen, heard)
    for told in ("Ingen kolonne er koblet til fødselsdato.", "1 rad kommer ikke helt inn.", "Utmeldt, slettet"):
        assert told in sentence
    heard.clear()
    page.review_step.doubts.button.click()
    assert announced(screen, heard) == "2 celler kommer ikke inn"
    heard.clear()
    new, *others = page.review_step.boxes.boxes
    new.click()
    assert announced(screen, heard) == "1 ny"
    assert (new.isChecked(), [box.isChecked() for box in others]) == (True, [False] * 3)
    new.click()
    assert new.isChecked(), "pressed once more, it is still the one that is shown"
    heard.clear()
    page.review_step.absences.resigned.click()
    assert "2 skrives inn." in announced(screen, heard)


def test_slow_work_is_announced_when_it_is_shown_and_half_way(screen: Screen, heard: Heard) -> None:
    page = page_of(screen)
    page.show()
    heard.clear()
    page.bar._busy(busy=True)
    assert heard.next() == "Arbeider … Esc stopper."
    page.bar.progressed.emit(10, 100)
    page.bar.progressed.emit(55, 100)
    page.bar.progressed.emit(70, 100)
    assert heard.next() == "Halvveis: 55 av 100."
    page.bar._busy(busy=False)


# ---------------------------------------------------------------------- widths


def test_a_panel_is_made_wider_by_key_aloud_and_remembered(screen: Screen, heard: Heard) -> None:
    show_callback(screen, "Aa Prøvesen")
    page = screen.workspace.callbacks
    panels = page.ui.panels
    assert isinstance(panels, Splitter)
    page.ui.detail.setFocus()
    before = panels.sizes()
    heard.clear()
    screen.key(Qt.Key.Key_Right, CONTROL, SHIFT)
    assert panels.sizes()[1] == before[1] + 40
    assert heard.next().startswith("Valgt oppringing: ")
    assert "prosent av bredden" in heard.sentences[-1]
    kept = Splitter()
    for part in (QWidget(), QWidget()):
        kept.addWidget(part)
    kept.resize(panels.size())
    kept.arrange("oppringinger", (0, 350))
    assert kept.sizes()[1] == panels.sizes()[1], "remembered as dragging is"
    for _ in range(20):
        screen.key(Qt.Key.Key_Left, CONTROL, SHIFT)
    assert panels.sizes()[1] == page.ui.detail.minimumWidth()
    heard.settle()
    assert heard.sentences[-1].endswith("Smalere går ikke.")
    kept.deleteLater()


def test_a_column_is_made_wider_from_the_menu_of_the_row(screen: Screen, heard: Heard) -> None:
    show_callback(screen, "Aa Prøvesen")
    listing = screen.workspace.callbacks.list
    header = listing.table.horizontalHeader()
    menu = listing.menu._menu()
    wider, narrower = (cast("QMenu", action.menu()) for action in menu.actions()[-2:])
    assert [action.text() for action in menu.actions()[-2:]] == ["Bredere", "Smalere"]
    first = wider.actions()[0]
    place = next(n for n in range(header.count()) if listing.sorted.headerData(n, HORIZONTAL, SPOKEN) == first.text())
    before = header.sectionSize(place)
    heard.clear()
    first.trigger()
    assert header.sectionSize(place) == before + 20
    assert heard.next().startswith(f"{first.text()}: ")
    narrower.actions()[0].trigger()
    assert header.sectionSize(place) == before
    menu.deleteLater()


HORIZONTAL, SPOKEN = Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole


def test_a_table_without_another_menu_has_one_for_its_widths(screen: Screen, heard: Heard) -> None:
    part = settings_part(screen, "Statistikk", StatisticsPanel)
    part.rows.show([StatisticsRow("Trøbbel", 7, 1.0)])
    part.table.show()
    part.table.setFocus()
    screen.bot.keyClick(part.table, Qt.Key.Key_F10, SHIFT)
    menu = cast("QMenu", QApplication.activePopupWidget())
    assert [action.text() for action in menu.actions()] == ["Bredere", "Smalere"]
    before = part.table.columnWidth(1)
    heard.clear()
    cast("QMenu", menu.actions()[0].menu()).actions()[0].trigger()
    assert part.table.columnWidth(1) == before + 20, "the first column has the rest of the width"
    assert heard.next().startswith("Antall: ")
    menu.close()
