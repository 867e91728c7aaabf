"""A page is one spec: a toy page in the list is on the rail, and has its keys, its name for Ctrl+K and its number."""

import ast
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from sentralbord_desktop.gui.commands import rules
from sentralbord_desktop.gui.core.page import NamedNumber, Page
from sentralbord_desktop.gui.core.tip_source import tip_of
from sentralbord_desktop.gui.core.unsaved_forms import Form
from sentralbord_desktop.gui.window.rail import RailCount
from sentralbord_desktop.gui.workspace.lazy_pages import PageContext, PageSpec
from sentralbord_desktop.gui.workspace.pages import PAGES
from tests.helpers.commands import help_of
from tests.helpers.parts import unsaved_in
from tests.helpers.screen import Screen, window_over

GUI = Path(__file__).parents[2] / "src/sentralbord_desktop/gui"


class ToyPage(Page, QWidget):
    """A list, a field, and a note of what the window asked for."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.place)
        self._undo_slot, self.unsaved_forms = context.undo_slot, context.unsaved_forms
        self.asked: list[str] = []
        self.content: list[int] = []
        self.list, self.field = QListWidget(self), QLineEdit(self)
        layout = QVBoxLayout(self)
        layout.addWidget(self.list)
        layout.addWidget(self.field)
        self.form = context.unsaved_forms.register(
            Form("leke", "toy", lambda: bool(self.field.text()), self._keep, self.field.clear)
        )

    def _keep(self) -> Callable[[], None]:
        return partial(self.field.setText, self.field.text())

    def refresh(self, content: list[int]) -> None:
        self.content = content

    def focus(self) -> bool:
        self.list.setFocus()
        return True

    def submit(self) -> bool:
        if not self.field.text():
            return False
        self.asked.append(f"lagret {self.field.text()}")
        self._undo_slot.set(self, "Leken er lagret.", lambda: self.asked.append("angret"))
        return True

    def edit(self) -> bool:
        self.asked.append("rettet")
        return True

    def undo(self) -> bool:
        self.asked.append("det siste")
        return True

    def numbers(self) -> list[NamedNumber]:
        return [NamedNumber("Leke", "99000418")]

    def hold(self) -> None:
        self.asked.append("tatt")


READ: list[int] = []


def _count(content: list[int], _: datetime) -> RailCount:
    return RailCount(content[0], f"{content[0]} leker", "danger")


TOY = PageSpec(
    name="toy",
    title="Leketøy",
    icon="phone",
    key="Ctrl+7",
    make=ToyPage,
    subjects=frozenset({"sending"}),
    read=lambda _: list(READ),
    count=_count,
)


@pytest.fixture
def screen(qtbot: QtBot, qapp: QApplication, practised: Path, tmp_path: Path) -> Iterator[Screen]:
    """The window with the toy page put into the list, before settings."""
    READ[:] = [3]
    shutil.copytree(practised, tmp_path / "register")
    PAGES.insert(-1, TOY)
    try:
        with window_over(qtbot, qapp, tmp_path / "register", 1.0) as screen:
            yield screen
    finally:
        PAGES.remove(TOY)


def toy(screen: Screen) -> ToyPage:
    return screen.workspace.lazy_pages.get("toy", ToyPage)


def bar(screen: Screen) -> str:
    return screen.window.ui.barText.text() if screen.window.ui.bar.isVisible() else ""


def test_page_is_on_the_rail_after_the_others(screen: Screen) -> None:
    button, above = screen.window.rail.button("toy"), screen.window.rail.button("outbox")
    assert (button.text(), tip_of(button)) == ("Leketøy", "Leketøy (Ctrl+7)")
    assert button.isVisible()
    practice, settings = screen.window.ui.goPractice, screen.window.rail.button("settings")
    assert [
        w.objectName() for w in sorted((settings, practice, button, above), key=screen.window.ui.vlay2.indexOf)
    ] == ["goOutbox", "goToy", "goPractice", "goSettings"]
    above.setFocus(Qt.FocusReason.OtherFocusReason)
    screen.key(Qt.Key.Key_Tab)
    assert screen.focus is button
    button.click()
    assert screen.window.page == "toy"
    assert button.isChecked()


def test_its_key_shows_it_with_the_focus_in_it(screen: Screen) -> None:
    screen.control(Qt.Key.Key_7)
    assert screen.window.page == "toy"
    assert screen.focus is toy(screen).list


def test_ctrl_k_finds_it_by_its_title(screen: Screen) -> None:
    screen.control(Qt.Key.Key_K)
    screen.type("leke")
    screen.key(Qt.Key.Key_Return)
    assert screen.window.page == "toy"


def test_f1_names_it_and_lists_its_key_among_those_of_the_rail(screen: Screen) -> None:
    screen.control(Qt.Key.Key_7)
    screen.key(Qt.Key.Key_F1)
    overlay = help_of(screen)
    assert overlay.accessibleName().startswith("Taster her: Leketøy, ")
    assert "Ctrl+1 … 7: sidene til venstre" in [row.accessibleName() for row in overlay.rows]


def test_the_keys_of_the_window_ask_it(screen: Screen) -> None:
    screen.control(Qt.Key.Key_7)
    page = toy(screen)
    screen.control(Qt.Key.Key_Return)
    assert bar(screen) == rules.NOTHING_TO_KEEP
    screen.key(Qt.Key.Key_F2)
    page.field.setText("ball")
    screen.control(Qt.Key.Key_Return)
    assert bar(screen) == "Leken er lagret."
    screen.control(Qt.Key.Key_Z)
    assert bar(screen) == ""
    screen.control(Qt.Key.Key_Z)
    screen.control(Qt.Key.Key_D)
    assert page.asked == ["rettet", "lagret ball", "angret", "det siste", "tatt"]


def test_ctrl_z_undoes_what_the_page_that_is_shown_did(screen: Screen) -> None:
    screen.control(Qt.Key.Key_7)
    page = toy(screen)
    page.field.setText("ball")
    screen.control(Qt.Key.Key_Return)
    screen.control(Qt.Key.Key_2)
    screen.control(Qt.Key.Key_Z)
    assert bar(screen) == rules.NOTHING_TO_UNDO
    screen.control(Qt.Key.Key_7)
    screen.control(Qt.Key.Key_Z)
    assert page.asked == ["lagret ball", "angret"]


def test_the_bar_undoes_what_the_page_did_from_any_page(screen: Screen) -> None:
    screen.control(Qt.Key.Key_7)
    page = toy(screen)
    page.field.setText("ball")
    screen.control(Qt.Key.Key_Return)
    screen.control(Qt.Key.Key_2)
    screen.control(Qt.Key.Key_G)
    assert page.asked == ["lagret ball", "angret"]


def test_its_number_is_read_before_it_is_made_and_again_with_its_subject(screen: Screen) -> None:
    screen.at_rest()
    button, badge = screen.window.rail.button("toy"), screen.window.rail._badges["toy"]
    assert (badge.text(), badge.property("badge"), badge.isVisible()) == ("3", "danger", True)
    assert button.accessibleName() == "Leketøy, 3 leker"
    assert screen.window.ui.pages.findChildren(ToyPage) == []
    screen.control(Qt.Key.Key_7)
    assert toy(screen).content == [3]
    READ[:] = [5]
    screen.services.change_notices.notify("callbacks")
    screen.at_rest()
    assert toy(screen).content == [3]
    screen.services.change_notices.notify("sending")
    screen.at_rest()
    assert (toy(screen).content, badge.text()) == ([5], "5")
    READ[:] = [0]
    screen.key(Qt.Key.Key_F5)
    screen.at_rest()
    assert (badge.isVisible(), button.accessibleName()) == (False, "Leketøy")


def test_its_form_is_known_to_the_keeper_and_offered_back_when_it_is_left(screen: Screen) -> None:
    screen.control(Qt.Key.Key_7)
    page, keeper = toy(screen), screen.workspace.unsaved_forms
    assert unsaved_in(keeper) == []
    page.field.setFocus()
    screen.type("ball")
    assert unsaved_in(keeper) == ["leke"]
    keeper.leave(page.form)
    assert (page.field.text(), unsaved_in(keeper)) == ("", [])
    screen.control(Qt.Key.Key_1)
    screen.control(Qt.Key.Key_G)
    assert (screen.window.page, page.field.text()) == ("toy", "ball")


@pytest.mark.parametrize("folder", ["workspace", "window"])
def test_no_module_asks_which_page_it_has(folder: str) -> None:
    asked = [
        f"{file.name}:{node.lineno}"
        for file in (GUI / folder).glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance"
        for name in ast.walk(node.args[1])
        if isinstance(name, ast.Name) and name.id.endswith("Page") and name.id != "Page"
    ]
    assert asked == []


def test_every_page_has_a_key_and_a_name_of_its_own() -> None:
    assert len({page.name for page in PAGES}) == len({page.key for page in PAGES}) == len(PAGES)
