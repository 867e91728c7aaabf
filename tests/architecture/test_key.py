"""A key is one row of gui/commands/table.py: no key is bound or named that is not there, and a row is all that a new one
needs."""

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from sentralbord_desktop.gui.commands import table
from sentralbord_desktop.gui.commands.command import Command
from sentralbord_desktop.gui.widgets.labels import keycap
from tests.helpers import pages
from tests.helpers.commands import box_of, help_of
from tests.helpers.keyboard import CONTROL
from tests.helpers.screen import Screen, window_over
from tests.helpers.window_text import pressed

ROOT = Path(__file__).parents[2]
GUI = ROOT / "src/sentralbord_desktop/gui"
TABLE = "commands/table.py"
BINDERS = {"QKeySequence", "QShortcut", "bind"}
NO_COMMANDS = {
    "availability/page.py": "Ctrl+C of the board",
    "call/home_page.py": "Delete in the list of parked calls",
    "call/page.py": "Ctrl+C of the caller's number",
    "call/record_panel.py": "Ctrl+C of a text",
    "callbacks.py": "Ctrl+C and Ctrl+A of the list",
    "commands/commands.py": "binds the rows",
    "lists/list_table.py": "Ctrl+C of a row",
    "lists/paper.py": "Ctrl+Enter in the preview of a print",
    "maintenance/recovery_code_panel.py": "Ctrl+Enter, before there is a workspace",
    "search_hits.py": "Ctrl+C of a hit",
    "sharing/offline_page.py": "the copy is read without a workspace",
    "startup.py": "Ctrl+Enter, before there is a workspace",
    "widgets/keys/column_widths.py": "Shift+F10, as the key of the menu",
    "widgets/keys/key_press.py": "reads the name of a key",
    "widgets/text_stops.py": "Ctrl+C of a text",
    "window/main_window.py": "Ctrl+V outside fields",
    "window/search_field.py": "Ctrl+Z in the field",
}
"""The modules that bind or read a key which is no command: the widget with the focus takes it."""
OF_A_COMMAND = re.compile(r"Key_(F\d+|[A-Z]|\d)")
"""Names in Qt.Key; arrows, Enter, Esc, Tab and the like are keys inside widgets."""
NAMED = re.compile(r"(?:(?:Ctrl|Shift|Alt)\+)+(?:Mellomrom|Delete|Enter|F\d+|\w\b|[,←→↑↓])|\bF\d{1,2}\b")
OF_WIDGETS = {"1–9", "Shift"}
"""Drawn keys that are written otherwise in the table."""


def modules() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(GUI.rglob("*.py")):
        name = file.relative_to(GUI).as_posix()
        if not name.startswith("_generated"):
            yield name, ast.parse(file.read_text(encoding="utf-8"))


def binds(tree: ast.Module) -> bool:
    """Whether the module makes a shortcut, or asks for the key of a command."""
    return any(
        (isinstance(node, ast.Name) and node.id in BINDERS)
        or (isinstance(node, ast.Attribute) and OF_A_COMMAND.fullmatch(node.attr))
        for node in ast.walk(tree)
    )


def texts(tree: ast.Module) -> Iterator[str]:
    """Every string that is not alone in its line, as a docstring is."""
    alone = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in alone:
            yield node.value


def drawn_in_forms() -> Iterator[tuple[str, str]]:
    for form in sorted((ROOT / "ui").glob("*.ui")):
        caps = form.read_text(encoding="utf-8").split('<widget class="KeyCap"')[1:]
        yield from ((form.name, cap.partition("<string>")[2].partition("</string>")[0]) for cap in caps)


def test_keys_are_bound_in_the_table_alone() -> None:
    found = {name for name, tree in modules() if binds(tree)}
    assert found - {TABLE} == NO_COMMANDS.keys()


@pytest.mark.parametrize("line", ['QShortcut(QKeySequence("F11"), self)', "x = Qt.Key.Key_F11", "x = Qt.Key.Key_Y"])
def test_a_key_that_is_bound_elsewhere_is_found(line: str) -> None:
    assert binds(ast.parse(line))


def test_every_key_that_is_drawn_or_named_is_in_the_table() -> None:
    """A cap, a button, a tip and a sentence name the key of a row: without the row they are wrong."""
    named = {(name, key) for name, tree in modules() for text in texts(tree) for key in NAMED.findall(text)}
    keys = {row.key for row in table.table() if row.key}
    assert {(name, key) for name, key in named if key not in keys} == set()
    assert {(form, key) for form, key in drawn_in_forms() if key not in keys | OF_WIDGETS} == set()


def test_no_key_has_two_rows_that_act() -> None:
    keys = [row.key for row in table.table() if row.key and row.act]
    assert sorted(keys) == sorted(set(keys))


asked: list[str] = []
TOY = Command(
    "Ctrl+Q",
    "Rist leken",
    "rangle",
    table.LISTS,
    lambda at: asked.append(at.window.page),
    lambda at: "" if at.window.page == "callbacks" else "Leken ligger under Ctrl+2.",
    ("callbacks",),
)


@pytest.fixture
def screen(
    qtbot: QtBot, qapp: QApplication, practised: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Screen]:
    """The window with one more row in the table."""
    asked.clear()
    monkeypatch.setattr(table, "ROWS", (*table.ROWS, TOY))
    shutil.copytree(practised, tmp_path / "register")
    with window_over(qtbot, qapp, tmp_path / "register", 1.0) as screen:
        yield screen


def test_a_row_is_bound_listed_found_and_refused_where_it_cannot_act(screen: Screen) -> None:
    assert pressed(screen, Qt.Key.Key_Q, CONTROL) == "Leken ligger under Ctrl+2."
    screen.key(Qt.Key.Key_F1)
    assert "Ctrl+Q" not in help_of(screen).keys
    screen.key(Qt.Key.Key_F1)
    screen.control(Qt.Key.Key_2)
    screen.key(Qt.Key.Key_F1)
    names = [row.accessibleName() for row in help_of(screen).rows]
    assert names.index("Lister") < names.index("Ctrl+Q: rist leken") < names.index("Program")
    screen.key(Qt.Key.Key_F1)
    assert pressed(screen, Qt.Key.Key_Q, CONTROL) == ""
    screen.control(Qt.Key.Key_K)
    screen.type("rangle")
    assert [box_of(screen).item(n).text() for n in range(box_of(screen).count())] == ["Rist leken"]
    screen.key(Qt.Key.Key_Return)
    cap = keycap("Ctrl+Q")
    cap.setParent(screen.window)
    cap.show()
    screen.bot.mouseClick(cap, Qt.MouseButton.LeftButton)
    assert asked == ["callbacks"] * 3
    (keys,) = pages.settings_part(screen, "Tastatur", QWidget).findChildren(QPlainTextEdit)
    assert "Ctrl+Q:  rist leken" in keys.toPlainText().splitlines()
