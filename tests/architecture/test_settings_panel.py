"""A panel of Innstillinger is its own module and one row: a toy panel in the list is listed, found, refused and saved."""

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.errors import SwitchboardError, WrongFieldsError
from sentralbord_desktop.gui.settings import PanelSpec
from sentralbord_desktop.gui.widgets.field_grid import Field
from sentralbord_desktop.gui.widgets.form_foot import UNSAVED
from sentralbord_desktop.gui.widgets.settings_panel import SettingsForm
from sentralbord_desktop.gui.workspace.lazy_pages import PageContext
from sentralbord_desktop.gui.workspace.settings_panels import OFFICE, PANELS
from tests.helpers.commands import box_of
from tests.helpers.pages import settings_part
from tests.helpers.screen import Screen, window_over

SOURCE = Path(__file__).parents[2] / "src/sentralbord_desktop"
KEPT: list[str] = []


def read() -> str:
    return KEPT[-1]


def written(values: dict[str, str]) -> str:
    if not values["name"]:
        raise WrongFieldsError({"name": "Skriv et navn."})
    return values["name"].upper()


def toy_form(context: PageContext) -> SettingsForm[str, str]:
    return SettingsForm(
        "Leketøy",
        "Hva den heter.",
        context.tasks,
        read=read,
        fields=lambda name: [Field("name", "Navn på leken", name)],
        checks=written,
        save=KEPT.append,
    ).lay_out()


TOY = PanelSpec("Leketøy", OFFICE, "ball dukke", toy_form, ("administrator",))


@pytest.fixture
def screen(qtbot: QtBot, qapp: QApplication, practised: Path, tmp_path: Path) -> Iterator[Screen]:
    """The window with the toy panel put into the list, after «Organisasjon»."""
    KEPT[:] = ["Bamse"]
    shutil.copytree(practised, tmp_path / "register")
    PANELS.insert([panel.title for panel in PANELS].index("Organisasjon") + 1, TOY)
    try:
        with window_over(qtbot, qapp, tmp_path / "register", 1.0) as screen:
            yield screen
    finally:
        PANELS.remove(TOY)


def toy(screen: Screen) -> SettingsForm[str, str]:
    return settings_part(screen, "Leketøy", SettingsForm)


def listed(screen: Screen, word: str) -> list[str]:
    screen.control(Qt.Key.Key_K)
    screen.type(word)
    box = box_of(screen)
    found = [box.item(n).text() for n in range(box.count())]
    screen.key(Qt.Key.Key_Escape)
    return found


def test_panel_is_listed_in_its_place_and_made_when_it_is_chosen(screen: Screen) -> None:
    settings = screen.workspace.settings
    screen.window.show_page("settings")
    titles = [settings.ui.sections.item(n).text() for n in range(settings.ui.sections.count())]
    assert titles[titles.index("Sentralbordet") :][:3] == ["Sentralbordet", "Organisasjon", "Leketøy"]
    assert settings.findChildren(SettingsForm) == [settings.shown], "the first alone"
    assert toy(screen).form.values() == {"name": "Bamse"}


def test_ctrl_k_finds_it_by_its_words_and_tells_who_may_see_it(screen: Screen) -> None:
    assert listed(screen, "dukke") == ["Innstillinger: Leketøy"]
    me = screen.services.session.operator
    screen.services.people.keep(Operator(id=0, initials="LT", name="Lars", roles="administrator"))
    screen.services.people.keep(me.model_copy(update={"roles": "operator"}))
    screen.services.session.refresh()
    assert listed(screen, "dukke") == ["Innstillinger: Leketøy er for rollen Administrator. Spør en som har den."]


def test_a_fault_stands_in_it_and_what_is_saved_is_told(screen: Screen) -> None:
    form = toy(screen)
    form.form.line("name").setText("")
    screen.control(Qt.Key.Key_Return)
    assert (form.foot.said.text(), form.foot.said.property("tone")) == ("1 felt må rettes", "danger")
    form.form.line("name").setText("ball")
    screen.control(Qt.Key.Key_Return)
    screen.at_rest()
    assert (form.foot.said.text(), form.foot.said.property("tone")) == ("Lagret.", "ok")
    assert (KEPT, form.is_touched) == (["Bamse", "BALL"], False)


def test_panel_shows_what_is_stored_and_keeps_what_is_half_written(screen: Screen) -> None:
    form = toy(screen)
    KEPT.append("Dukke")  # at another workstation
    screen.window.show_page("call")
    assert toy(screen).form.values() == {"name": "Dukke"}
    form.form.line("name").setText("halvskrevet")
    screen.window.show_page("call")
    assert toy(screen).form.values() == {"name": "halvskrevet"}
    form.foot.cancel.click()
    assert form.form.values() == {"name": "Dukke"}


@pytest.mark.parametrize(
    ("key", "shown", "kept"),
    [("1", "Folk", ["Bamse", "BALL"]), ("2", "Folk", ["Bamse"]), ("\x1b", "Leketøy", ["Bamse"])],
)
def test_with_changes_it_asks_before_another_panel(screen: Screen, key: str, shown: str, kept: list[str]) -> None:
    form = toy(screen)
    form.form.line("name").setText("ball")
    screen.workspace.settings.show_part("Folk")
    assert (screen.workspace.settings.shown, form.foot.said.text()) == (form, UNSAVED)
    screen.type(key)
    screen.at_rest()
    now = screen.workspace.settings.shown
    assert now is not None
    assert (now.accessibleName(), KEPT) == (shown, kept)


@pytest.mark.parametrize(
    "error", [WrongFieldsError({"name": "Den heter en annen."}), SwitchboardError("Disken er full.")]
)
def test_what_cannot_be_saved_stands_in_it(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, error: SwitchboardError
) -> None:
    def refuse(_: str) -> None:
        raise error

    form = toy(screen)
    monkeypatch.setattr(form, "_save", refuse)
    form.form.line("name").setText("ball")
    form.submit()
    screen.at_rest()
    assert "1 felt må rettes" in form.foot.said.text() or "Disken er full." in form.bar.said.text()
    screen.window.show_page("call")
    assert toy(screen).form.values() == {"name": "ball"}


def lists_of_panels(file: Path, titles: set[str]) -> list[int]:
    """How many panels each list, tuple, set or table of the module names, from three on."""
    counts = [
        len({one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and one.value in titles})
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict)
    ]
    return [count for count in counts if count > 2]


def test_there_is_one_list_of_panels(tmp_path: Path) -> None:
    titles = {panel.title for panel in PANELS}
    found = {file.stem: lists_of_panels(file, titles) for file in SOURCE.rglob("*.py")}
    assert {name: counts for name, counts in found.items() if counts} == {"settings_panels": [len(titles)]}
    (tmp_path / "more.py").write_text('ROLES = {"Deg": 1, "Folk": 2, "Om": 3}', encoding="utf-8")
    assert lists_of_panels(tmp_path / "more.py", titles) == [3]


def test_every_panel_has_a_title_of_its_own_and_stands_under_its_heading() -> None:
    assert len({panel.title for panel in PANELS}) == len(PANELS)
    groups = [panel.group for panel in PANELS]
    assert groups == sorted(groups, key=list(dict.fromkeys(groups)).index)
