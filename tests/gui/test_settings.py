"""The settings: a part is made when it is chosen, shows what holds now, and keeps what is half written."""

import gc

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.gui.backup.backups_panel import BackupsPanel
from sentralbord_desktop.gui.settings.profile_panel import OrganisationPanel, ProfilePanel, organisation_values
from tests.helpers.pages import show_part
from tests.helpers.screen import Screen


def test_what_is_shown_of_oneself_is_what_stands_now(screen: Screen) -> None:
    """The form kept the loop of before, and Ctrl+Enter put it back."""
    first = show_part(screen, "Deg")
    assert isinstance(first, ProfilePanel)
    screen.window.show_page("call")
    screen.workspace.mine.choose_loop(3)
    screen.at_rest()
    now = show_part(screen, "Deg")
    assert isinstance(now, ProfilePanel)
    assert now._loop.currentData() == 3
    now._name.setText("Halvskrevet")
    screen.window.show_page("call")
    again = show_part(screen, "Deg")
    assert isinstance(again, ProfilePanel)
    assert again._name.text() == "Halvskrevet", "what is half-written stands"


def test_what_is_shown_of_the_house_is_what_stands_now(screen: Screen) -> None:
    assert isinstance(show_part(screen, "Organisasjon"), OrganisationPanel)
    screen.window.show_page("call")
    screen.workspace.mine.save_organisation({"union": "Fagforeningen"}, lambda: None)
    screen.at_rest()
    now = show_part(screen, "Organisasjon")
    assert isinstance(now, OrganisationPanel)
    assert now._grid.values()["union"] == "Fagforeningen"


GOOD = {"union": "Oss", "phone": "22 00 00 00", "opens": "08.00", "closes": "15.30", "fades_hours": "1"}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"phone": "ring oss"}, "tall"),
        ({"opens": "16.00", "closes": "08.00"}, "før det stenger"),
        ({"fades_hours": "500"}, "1 til 72"),
        ({"fades_hours": "0"}, "1 til 72"),
        ({"opens": "åtte"}, "klokkeslett"),
    ],
)
def test_the_house_takes_no_nonsense(wrong: dict[str, str], why: str) -> None:
    assert organisation_values(GOOD)["fades_hours"] == 1
    with pytest.raises(SwitchboardError, match=why):
        organisation_values(GOOD | wrong)


def test_no_part_is_made_before_it_is_chosen(screen: Screen) -> None:
    settings = screen.workspace.settings
    assert settings.ui.parts.count() == 0
    screen.key(Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    titles = [settings.ui.sections.item(n).text() for n in range(settings.ui.sections.count())]
    assert titles[:2] == ["Deg", "Utseende"]
    assert titles[-2:] == ["Fra IT", "Om"]
    assert settings.ui.parts.count() == 1
    for number in range(len(titles)):
        settings.ui.sections.setCurrentRow(number)
        shown = settings.shown
        assert shown is not None
        assert shown.isVisible()
    assert settings.ui.parts.count() == len(titles)


def test_what_is_half_written_in_a_part_stays_while_another_is_looked_at(screen: Screen) -> None:
    screen.workspace.show_settings("Organisasjon")
    (box,) = [box for box in screen.workspace.settings.findChildren(QLineEdit) if box.accessibleName() == "Forbundet"]
    box.setText("Forbundet for alle")
    screen.workspace.show_settings("Om")
    screen.window.show_page("call")
    screen.workspace.show_settings("Organisasjon")
    assert box.isVisible()
    assert box.text() == "Forbundet for alle"


def test_you_are_shown_as_you_are_when_you_look(screen: Screen) -> None:
    """The loop was changed in the menu before anybody looked at the settings."""
    screen.workspace.mine.choose_loop(3)
    screen.bot.waitUntil(lambda: screen.services.session.operator.loop == 3)
    assert own(screen)._loop.currentText() == "Sløyfe 3"


def own(screen: Screen) -> ProfilePanel:
    screen.workspace.show_settings("Deg")
    shown = screen.workspace.settings.shown
    assert isinstance(shown, ProfilePanel)
    return shown


def test_kept_is_said_when_it_is_kept_and_not_before(screen: Screen) -> None:
    part = own(screen)
    part._initials.setText(" ")
    part.submit()
    screen.bot.waitUntil(screen.window.ui.bar.isVisible)
    assert part._said.text() == ""
    assert screen.services.session.sign
    part._initials.setText("ny")
    part.submit()
    screen.bot.waitUntil(lambda: part._said.text() == "Lagret.")
    assert screen.services.session.sign == "NY"


def test_a_text_that_is_too_long_is_said_and_not_called_a_fault(screen: Screen) -> None:
    screen.workspace.mine.settle({"name": "M" * 101})
    screen.bot.waitUntil(screen.window.ui.bar.isVisible)
    said = [text.text() for text in screen.window.ui.bar.findChildren(QLabel)]
    assert any("Det er plass til 100 tegn." in text for text in said), said


def test_nothing_of_a_part_is_taken_by_the_collector(screen: Screen) -> None:
    """A scroll area of ours that only Qt holds is taken with every widget in it. To look at the widgets first
    would give each a name in Python, and they would stay."""
    screen.window.show_page("settings")
    sections = screen.workspace.settings.ui.sections
    empty = []
    for row in range(sections.count()):
        sections.setCurrentRow(row)
        screen.at_rest()  # what is read is shown
        gc.collect()
        part = screen.workspace.settings.shown
        if part is None or not part.findChildren(QLabel):
            empty.append(sections.item(row).text())
    assert empty == []


def box_of(screen: Screen, name: str) -> QWidget:
    (box,) = [
        box
        for box in screen.workspace.settings.findChildren(QWidget)
        if box.accessibleName() == name and box.isVisible()
    ]
    return box


@pytest.mark.parametrize("title", ["Deg", "Organisasjon", "Sikkerhetskopi"])
def test_a_part_that_ctrl_enter_keeps_tells_the_key(screen: Screen, title: str) -> None:
    screen.workspace.show_settings(title)
    shown = screen.workspace.settings.shown
    assert shown is not None
    caps = [w for w in shown.findChildren(QLabel) if w.property("role") == "keycap"]
    assert [cap.text() for cap in caps if cap.isVisible()] == ["Ctrl+Enter"]


def test_a_fault_and_what_is_kept_are_told_apart_in_the_facts_of_the_house(screen: Screen) -> None:
    screen.workspace.show_settings("Organisasjon")
    shown = screen.workspace.settings.shown
    assert isinstance(shown, OrganisationPanel)
    opens = box_of(screen, "Åpner")
    assert isinstance(opens, QLineEdit)
    opens.setText("ni")
    shown.submit()
    assert shown._said.property("tone") == "danger"
    opens.setText("09.00")
    shown.submit()
    screen.bot.waitUntil(lambda: shown._said.text() == "Lagret.")
    assert shown._said.property("tone") == "ok"


def test_without_backups_the_buttons_stand_below_the_line_that_says_so(screen: Screen) -> None:
    screen.window.resize(1920, 1032)
    screen.workspace.show_settings("Sikkerhetskopi")
    shown = screen.workspace.settings.shown
    assert isinstance(shown, BackupsPanel)
    screen.bot.waitUntil(lambda: bool(shown.form.boxes))
    screen.at_rest()
    assert shown.take.y() - shown.empty.geometry().bottom() < 30
