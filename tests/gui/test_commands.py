"""Ctrl+K: a command, a page or a part of the settings is found by a word and run where it was asked for."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.gui.commands.command import find
from sentralbord_desktop.gui.commands.table import CATALOGUE_WORDS
from sentralbord_desktop.gui.core.colours import is_dark
from tests.helpers import pages
from tests.helpers.commands import box_of, commands_of, palette_of
from tests.helpers.keyboard import CONTROL
from tests.helpers.screen import Screen


def test_a_command_acts_on_the_page_that_it_was_asked_on(screen: Screen) -> None:
    """Ctrl+K showed the call first: «Ring nummeret» rang the one who was on the line there."""
    screen.open("leif skarnes")
    screen.control(Qt.Key.Key_2)
    listed = screen.workspace.callbacks.numbers()
    before = screen.focus
    screen.control(Qt.Key.Key_K)
    screen.type("ring nummeret")
    assert screen.window.page == "callbacks"
    assert screen.workspace.callbacks.numbers() == listed
    screen.key(Qt.Key.Key_Escape)
    assert screen.window.page == "callbacks"
    assert screen.focus is before
    assert isinstance(screen.window.ui.search, QLineEdit)
    assert screen.window.ui.search.text() == ""


def test_every_part_of_the_settings_is_found_by_ctrl_k(screen: Screen) -> None:

    for word in ("avvik", "sikkerhetskopi", "statistikk", "import", "pin"):
        screen.control(Qt.Key.Key_K)
        screen.type(word)
        assert "Innstillinger" in box_of(screen).item(0).text(), word
        screen.key(Qt.Key.Key_Escape)
    screen.window.show_page("settings")
    sections = screen.workspace.settings.ui.sections
    items = [sections.item(n) for n in range(sections.count())]
    assert [one.text() for one in items if one.flags() & Qt.ItemFlag.ItemIsSelectable] == pages.TITLES
    assert not [m for m in QApplication.topLevelWidgets() if isinstance(m, QMenu) and m.isVisible()]


@pytest.mark.own_window
def test_ctrl_k_finds_a_command_by_word_and_runs_it(screen: Screen) -> None:
    screen.control(Qt.Key.Key_K)
    screen.type("mørk")
    box = box_of(screen)
    shown = [box.item(n).text() for n in range(box.count())]
    assert shown == ["Mørkt utseende", "Innstillinger: Utseende"]
    screen.key(Qt.Key.Key_Return)
    assert is_dark(screen.application.theme.tokens)
    assert box.isHidden()
    screen.application.theme.choose("lyst")


def test_a_command_leaves_the_record_standing(screen: Screen) -> None:
    screen.open("inge fjeldheim")
    screen.control(Qt.Key.Key_K)
    screen.type("utmel")
    screen.key(Qt.Key.Key_Return)
    run = screen.workspace.call_session.run
    assert run is not None
    assert run.procedure.id == "utmelding"
    assert run.facts.member.name == "Inge Fjeldheim"


def test_esc_closes_the_commands_and_nothing_is_searched(screen: Screen) -> None:
    screen.control(Qt.Key.Key_K)
    screen.type("finnes ikke")
    assert box_of(screen).item(0).text().startswith("Ingen kommando")
    screen.key(Qt.Key.Key_Return)  # nothing to run
    screen.key(Qt.Key.Key_Escape)
    assert box_of(screen).isHidden()
    assert screen.window.ui.search.text() == ""


def test_a_command_is_found_while_an_inquiry_runs(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.digits("1")
    screen.control(Qt.Key.Key_K)
    screen.type("vakt")
    assert screen.window.ui.search.text() == ">vakt"
    assert screen.workspace.call_session.run is not None


def test_ctrl_k_knows_the_loops_and_a_call_for_somebody_else(screen: Screen) -> None:
    """What has a name in the app is found by that name."""
    for typed, first in (
        ("sløyfe 2", "Sløyfe 2"),
        ("ringer for en annen", "Ringer for en annen, eller medlemmet selv likevel"),
        ("hold", "Parker eller fortsett"),
        ("større skrift", "Tekststørrelse 100 %"),
        ("personer", "Katalog: Personer"),
        ("status ledig", "Jeg er ledig"),
    ):
        screen.control(Qt.Key.Key_K)
        screen.type(typed)
        assert box_of(screen).item(0).text() == first, typed
        screen.key(Qt.Key.Key_Escape)
    screen.control(Qt.Key.Key_K)
    screen.type("sløyfe 3")
    screen.key(Qt.Key.Key_Return)
    screen.at_rest()
    assert screen.services.session.operator.loop == 3


WORDS = """glemt passord: Innstillinger: Folk|glemt pin: Innstillinger: Folk|logg av: Lås|logge ut: Lås|lunsj: Jeg er borte
avslutt: Lukk Sentralbord|zoom: Tekststørrelse 100 %|nattmodus: Mørkt utseende|møte: Jeg er opptatt|mail: Utboks
meld ut: Les prosedyren Utmelding|oppsagt: Les prosedyren Trøbbel på jobben|overtid: Les prosedyren Lov og avtaleverk
sett over: Ledige|hvem er ledig: Bare ledige nå|telefonnummer: Rett teksten eller medlemsbildet|parkerte: Parker eller fortsett
endre adresse: Rett teksten eller medlemsbildet|bytt initialer: Innstillinger: Deg|vaktskifte: Overlever oppringingene mine
hvem har sett: Innstillinger: Sporing|importere: Innstillinger: Register inn og ut|brukere: Innstillinger: Folk
hent inn medlemmer: Innstillinger: Register inn og ut|slette medlem: Innstillinger: Innsyn og sletting|øve: Øving
bedrift: Katalog: Arbeidsgivere|nummeret til avdelingen: Katalog: Avdelinger|ds: DS har overtatt|kø: Ta den neste oppringingen
feil mottaker: Innstillinger: Meld avvik|om programmet: Innstillinger: Om|journalist: Innringer uten medlemsbilde
vis hele prosedyren: Hele prosedyren|stikkord: Kort eller full visning|purre: Venter på bekreftelse|gjenåpne: Åpne igjen
ringeliste: Ring tilbake|skriver: Skriv ut eller lagre: Ring tilbake|nullstill: Standard bredder|forrige: Ett steg tilbake"""
"""What an operator types, and the command that comes first."""


def test_what_an_operator_calls_it_is_found(screen: Screen) -> None:
    """Most of forty words of a first day found nothing, as «glemt passord» and «hent inn medlemmer» of the first page."""
    palette = palette_of(screen)
    typed = dict(one.split(": ", 1) for line in WORDS.splitlines() for one in line.split("|"))
    found = {word: [command.title for command in find(palette.every(), word)][:1] for word in typed}
    assert found == {word: [title] for word, title in typed.items()}
    titles = {command.title for command in palette.every()}
    assert {f"Katalog: {title}" for title in CATALOGUE_WORDS} <= titles


def test_what_is_only_like_the_words_is_not_listed_beside_what_has_them(screen: Screen) -> None:
    everything = palette_of(screen).every()
    assert [one.title for one in find(everything, "utmel")] == ["Les prosedyren Utmelding"]
    assert find(everything, "finnes ikke") == []


@pytest.mark.own_window
def test_ctrl_k_lists_only_the_panels_that_the_role_may_see(screen: Screen) -> None:
    def listed(word: str) -> list[str]:
        screen.control(Qt.Key.Key_K)
        screen.type(word)
        box = box_of(screen)
        shown = [box.item(n).text() for n in range(box.count())]
        screen.key(Qt.Key.Key_Escape)
        return shown

    assert "Innstillinger: Utsending" in listed("innstillinger")
    me = screen.services.session.operator
    screen.services.people.keep(Operator(id=0, initials="LT", name="Lars", roles="administrator"))
    screen.services.people.keep(me.model_copy(update={"roles": "operator"}))
    screen.services.session.refresh()
    panels = listed("innstillinger")
    assert "Innstillinger: Vedlikehold" in panels
    assert not {f"Innstillinger: {title}" for title in ("Utsending", "Telefon", "Sporing", "Organisasjon")} & {*panels}
    for word, title, role in (("softphone", "Telefon", "Administrator"), ("gdpr", "Innsyn og sletting", "Personvern")):
        assert listed(word) == [f"Innstillinger: {title} er for rollen {role}. Spør en som har den."]
    assert listed("backup") == ["Innstillinger: Vedlikehold"]
    part = pages.maintenance(screen)
    assert part.duplicates.isVisible()
    assert part.for_others.isVisible(), "it says who sees the rest"
    assert not any(one.isVisible() for one in (part.integrity, part.code, part.backups))
    assert listed("finnes ikke")[0].startswith("Ingen kommando heter det.")


def listed(screen: Screen, word: str) -> list[str]:
    """What Ctrl+K finds on the shown page, and the list closed again."""
    screen.control(Qt.Key.Key_K)
    screen.type(word)
    box = box_of(screen)
    shown = [box.item(n).text() for n in range(box.count())]
    screen.key(Qt.Key.Key_Escape)
    return shown


def test_enter_on_no_command_keeps_the_list_and_what_is_typed(screen: Screen) -> None:
    """The list stayed over the page without its field, and the keys were the page's."""
    screen.control(Qt.Key.Key_2)
    screen.control(Qt.Key.Key_K)
    screen.type("finnes ikke")
    screen.key(Qt.Key.Key_Return)
    assert screen.focus.objectName() == "search"
    assert screen.window.ui.search.text() == ">finnes ikke"
    screen.key(Qt.Key.Key_Escape)
    assert box_of(screen).isHidden()
    assert screen.focus is screen.workspace.callbacks.list.table


@pytest.mark.parametrize("page", "23456")
def test_ctrl_k_knows_what_is_done_with_the_list_that_is_shown(screen: Screen, page: str) -> None:
    """«Skriv ut» stands in a menu of each list, and Ctrl+K had no command of that name."""
    screen.key(getattr(Qt.Key, f"Key_{page}"), Qt.KeyboardModifier.ControlModifier)
    screen.at_rest()
    for word, title in (("skriv ut", "Skriv ut"), ("regneark", "Lagre som fil"), ("utklipp", "Kopier raden")):
        assert title in listed(screen, word), word


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("skriv ut ledige", "Skriv ut eller lagre: Ledige"),
        ("excel utboks", "Skriv ut eller lagre: Utboks"),
        ("kalender", "Katalog: Personer"),
        ("stedfortreder", "Katalog: Personer"),
        ("postadresse", "Katalog: Avdelinger"),
    ],
)
def test_ctrl_k_finds_what_stands_on_another_page(screen: Screen, word: str, title: str) -> None:
    assert title in listed(screen, word)


@pytest.mark.parametrize("title", ["Ring tilbake", "Venter på bekreftelse", "Ledige", "Katalog", "Utboks"])
def test_ctrl_k_goes_to_a_list_and_opens_its_menu(screen: Screen, title: str) -> None:
    screen.control(Qt.Key.Key_K)
    screen.type(f"skriv ut {title}".lower())
    screen.key(Qt.Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.activeAction().text() == "Skriv ut"
    menu.close()


@pytest.mark.parametrize("name", ["Kolonner", "Sorter etter"])
def test_ctrl_k_opens_the_menu_of_the_columns(screen: Screen, name: str) -> None:
    screen.control(Qt.Key.Key_2)
    screen.at_rest()
    screen.control(Qt.Key.Key_K)
    screen.type(name.lower())
    screen.key(Qt.Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.title() == name
    menu.close()


def test_ctrl_k_presses_a_button_of_the_page(screen: Screen) -> None:
    assert "Ny oppringing" not in listed(screen, "ny oppringing")
    screen.control(Qt.Key.Key_2)
    screen.control(Qt.Key.Key_K)
    screen.type("ny oppringing")
    box = box_of(screen)
    box.setCurrentRow([box.item(n).text() for n in range(box.count())].index("Ny oppringing"))
    screen.key(Qt.Key.Key_Return)
    assert screen.workspace.call.forms.panel.isVisible()


def test_no_key_has_an_english_name(screen: Screen) -> None:
    """«Ctrl+Return, Ctrl+Enter» and «Ctrl+Down» stood beside the commands, where F1 has «Ctrl+Enter» and «Ctrl+↓»."""
    names = {word for command in commands_of(screen).rows for word in command.key.split("+")}
    assert not names & {"Return", "Down", "Up", "Left", "Right", "Space"}, names
    assert {"Enter", "↓", "←", "→"} <= names


def test_esc_from_the_commands_goes_back_to_the_question(screen: Screen) -> None:
    """The caret stayed in the search field, and the next digit was searched for."""
    pages.wizard(screen)
    screen.type("-1")
    before = screen.focus
    screen.key(Qt.Key.Key_K, CONTROL)
    assert screen.focus is screen.window.ui.search
    screen.key(Qt.Key.Key_Escape)
    assert screen.focus is before
    assert before.text() == "-1"
