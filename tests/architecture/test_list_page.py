"""A list page is its columns, its choices and its details: a toy list in the list of pages has the rest, and what leaves it
is in the access log first. A list of members that is made without its log does not start."""

import ast
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, fields
from functools import partial
from inspect import Parameter, signature
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from sentralbord_desktop.gui._generated.ui_confirmations import Ui_Confirmations
from sentralbord_desktop.gui.core.icons import Sign
from sentralbord_desktop.gui.lists.grouped_model import Grouping, RowGroup, state_column
from sentralbord_desktop.gui.lists.list_context import ListContext
from sentralbord_desktop.gui.lists.list_page import ListPage
from sentralbord_desktop.gui.lists.list_table import ListTable
from sentralbord_desktop.gui.lists.outcome_buttons import Choice
from sentralbord_desktop.gui.lists.paper import ListPaper, Paper, PaperColumn
from sentralbord_desktop.gui.widgets.table_model import Column
from sentralbord_desktop.gui.workspace.lazy_pages import PageContext, PageSpec
from sentralbord_desktop.gui.workspace.pages import PAGES, list_context
from tests.helpers.screen import Screen, window_over

GUI = Path(__file__).parents[2] / "src/sentralbord_desktop/gui"
WITHOUT_MEMBERS = {"_make_availability", "_make_catalogue"}


class Toy(NamedTuple):
    id: int
    name: str
    state: str


class ToysPage(ListPage[Toy]):
    page, gone = "toys", "Leken er borte."

    def __init__(self, context: PageContext) -> None:
        super().__init__(list_context(context), Ui_Confirmations(), "leker", (0, 350))
        self.done: list[str] = []
        columns: list[Column[Toy]] = [
            state_column(lambda toy: toy.state, lambda toy: toy.name, lambda _: Sign("clock", "text2")),
            Column("Navn", lambda toy: toy.name),
        ]
        groups: Grouping[Toy] = Grouping([RowGroup("Hele"), RowGroup("Knuste")], lambda toy: toy.state)
        paper: Paper[Toy] = Paper("Leker", "leke", "leker", [PaperColumn("Navn", lambda toy: toy.name)])
        self.make_list("leker", self.ui.table, columns, paper, groups, copies=True)
        self.question = self.ask_in_panel()

    def refresh(self, content: Sequence[Toy]) -> None:
        self.list.show(content, lambda toy: toy.id)

    def choices(self, toy: Toy) -> list[Choice]:
        return [
            Choice("1", "Rist", "", partial(self._shake, toy)),
            Choice("2", "Gi navn", "", partial(self._ask_name, toy)),
        ]

    def details(self, toy: Toy | None) -> None:
        self.ui.who.setText(toy.name if toy else self.list.heading)

    def open(self, toy: Toy) -> None:
        self.done.append(f"åpnet {toy.name}")

    def _shake(self, toy: Toy) -> None:
        undo = partial(self.done.append, "angret")
        self.do(
            partial(self.done.append, f"ristet {toy.name}"), lambda _: self.offer_undo(f"{toy.name} er ristet.", undo)
        )

    def _ask_name(self, toy: Toy) -> None:
        self.question.ask("Hva heter den?", "", self.done.append, toy.id)


TOYS = PageSpec(
    name="toys",
    title="Leker",
    icon="phone",
    key="Ctrl+7",
    make=ToysPage,
    subjects=frozenset({"sending"}),
    read=lambda _: [Toy(1, "ball", "Hele"), Toy(2, "bil", "Knuste"), Toy(3, "and", "Hele")],
)


@pytest.fixture
def screen(qtbot: QtBot, qapp: QApplication, practised: Path, tmp_path: Path) -> Iterator[Screen]:
    """The window with the toy page in the list of pages, which is shown."""
    shutil.copytree(practised, tmp_path / "register")
    PAGES.insert(-1, TOYS)
    try:
        with window_over(qtbot, qapp, tmp_path / "register", 1.0) as screen:
            screen.control(Qt.Key.Key_7)
            screen.at_rest()
            yield screen
    finally:
        PAGES.remove(TOYS)


@pytest.fixture
def toys(screen: Screen) -> ToysPage:
    return screen.workspace.lazy_pages.get("toys", ToysPage)


def test_its_rows_are_under_their_headings_and_the_panel_follows(screen: Screen, toys: ToysPage) -> None:
    assert [toy.name for toy in toys.list.sorted.values] == ["and", "ball", "bil"]
    assert toys.list.sorted.rowCount() == 5
    assert screen.focus is toys.ui.table
    assert toys.ui.who.text() == "and"
    toys.show_row(2)
    assert toys.ui.who.text() == "bil"
    screen.key(Qt.Key.Key_Return)
    screen.key(Qt.Key.Key_Left)
    assert toys.ui.who.text() == "Knuste"
    assert toys.done == ["åpnet bil"]


def test_a_digit_acts_and_can_be_undone(screen: Screen, toys: ToysPage) -> None:
    screen.key(Qt.Key.Key_1)
    screen.at_rest()
    assert screen.window.ui.barText.text() == "and er ristet."
    screen.control(Qt.Key.Key_Z)
    screen.at_rest()
    assert toys.done == ["ristet and", "angret"]


def test_a_question_that_is_left_is_offered_back_about_its_own_row(screen: Screen, toys: ToysPage) -> None:
    toys.show_row(2)
    screen.key(Qt.Key.Key_2)
    screen.type("lyn")
    toys.show_row(1)
    assert not toys.question.is_open
    screen.control(Qt.Key.Key_G)
    assert toys.ui.who.text() == "bil"
    screen.key(Qt.Key.Key_Return)
    assert toys.done == ["lyn"]
    toys.ask_again(9, toys.done.clear)
    assert (toys.done, toys.ui.foot.text()) == (["lyn"], "Leken er borte.")


def test_what_leaves_it_is_in_the_access_log(
    screen: Screen, toys: ToysPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "leker.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    for action in toys.ui.more.menu().actions():
        if action.text() in ("Kopier raden", "Lagre som fil"):
            action.trigger()
    screen.bot.waitUntil(file.exists)
    assert file.read_text(encoding="utf-8-sig").splitlines() == ['"Navn"', '"and"', '"ball"', '"bil"']
    with screen.services.database.reading() as session:
        asked = text("SELECT why FROM access WHERE what = 'eksport' ORDER BY id")
        assert session.execute(asked).scalars().all() == ["kopi av rad: leker", "liste: Leker"]


def test_a_letter_in_it_begins_a_search(screen: Screen, toys: ToysPage) -> None:
    screen.type("k")
    assert screen.window.ui.search.text() == "k"


@pytest.mark.parametrize("made", [ListPage.__init__, ListTable.__init__, ListPaper.__init__])
def test_no_list_is_made_without_its_context(made: Callable[..., None]) -> None:
    assert signature(made).parameters["context"].default is Parameter.empty
    assert [field.name for field in fields(ListContext) if field.default is not MISSING] == []
    with pytest.raises(TypeError, match="log"):
        ListContext(author=str, union=str)  # type: ignore[call-arg]  # what is tried


def test_only_lists_without_members_have_no_log() -> None:
    without = {
        function.name
        for file in GUI.rglob("*.py")
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.keyword) and call.arg == "log" and ast.unparse(call.value) == "None"
    }
    assert without == WITHOUT_MEMBERS
