"""What a screen reader finds on every page, panel and dialog: roles with a Norwegian name, and names."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QSplitter, QStackedWidget, QTableView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from sentralbord_desktop.gui.procedures import ProcedureDialog
from tests.helpers.accessible_tree import Node, Role, tree_of
from tests.helpers.commands import help_of
from tests.helpers.keyboard import CONTROL
from tests.helpers.pages import TITLES
from tests.helpers.screen import Screen

SEEN_TODAY = {
    Role.Border,
    Role.Button,
    Role.ButtonMenu,
    Role.Cell,
    Role.CheckBox,
    Role.Client,
    Role.ColumnHeader,
    Role.ComboBox,
    Role.Dialog,
    Role.EditableText,
    Role.Graphic,
    Role.Grouping,
    Role.Heading,
    Role.List,
    Role.ListItem,
    Role.MenuItem,
    Role.PageTab,
    Role.PageTabList,
    Role.Pane,
    Role.PopupMenu,
    Role.ProgressBar,
    Role.RadioButton,
    Role.ScrollBar,
    Role.Separator,
    Role.StaticText,
    Role.Table,
    Role.Window,
}
"""Each has a Norwegian name in Orca, or is passed over. A new one is looked up first."""
ENGLISH = {Role.LayeredPane, Role.Splitter, Role.Grip, Role.NoRole}
"""«layered pane», «split pane» and «unknown»."""
WITHOUT_FOCUS = {*ENGLISH, Role.Client}
NAMED = {Role.Cell, Role.ColumnHeader, Role.ListItem}
LISTS = ("callbacks", "confirmations", "availability", "catalogue", "outbox")


def faults(nodes: list[Node]) -> list[str]:
    found = [f"role: {node}" for node in nodes if node.role in ENGLISH or node.role not in SEEN_TODAY]
    found += [f"focus on filler: {node}" for node in nodes if node.is_focusable and node.role in WITHOUT_FOCUS]
    found += [f"no label: {node}" for node in nodes if node.role == Role.ComboBox and not node.is_labelled]
    found += [f"spaces: {node}" for node in nodes if node.name != node.name.strip() or "  " in node.name]
    return found + [f"no name: {node}" for node in nodes if node.role in NAMED and not node.name.strip()]


def in_list(name: str) -> Callable[[Screen], None]:
    def go(screen: Screen) -> None:
        screen.window.show_page(name)
        screen.at_rest()

    return go


def no_more(_: Screen) -> None:
    """The first page, as it is."""


def keys(screen: Screen) -> None:
    screen.key(Qt.Key.Key_F1)


def commands(screen: Screen) -> None:
    screen.key(Qt.Key.Key_K, CONTROL)


def procedure(screen: Screen) -> None:
    screen.workspace.read_procedure(screen.workspace.call.home.news.procedures[0])


PLACES: dict[str, Callable[[Screen], None]] = {
    "rest": no_more,
    **{name: in_list(name) for name in LISTS},
    "F1": keys,
    "Ctrl+K": commands,
    "a procedure": procedure,
}


@pytest.mark.parametrize("place", PLACES)
def test_what_a_reader_finds_has_a_norwegian_role_and_a_clean_name(screen: Screen, place: str) -> None:
    PLACES[place](screen)
    nodes = tree_of(screen.window)
    assert len(nodes) > 20, "the tree is read"
    assert faults(nodes) == []
    for dialog in screen.window.findChildren(ProcedureDialog):
        dialog.reject()


def test_names_and_roles_are_in_every_panel_of_the_settings(screen: Screen) -> None:
    settings = screen.workspace.settings
    screen.key(Qt.Key.Key_Comma, CONTROL)
    found: dict[str, list[str]] = {}
    for title in TITLES:
        settings.show_part(title)
        screen.at_rest()
        if wrong := faults(tree_of(screen.window)):
            found[title] = wrong
    assert found == {}


def test_the_faults_are_found_where_they_are(qtbot: QtBot) -> None:
    """The control: what Qt gives by itself."""
    window, stack, panels = QWidget(), QStackedWidget(), QSplitter()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    for part in (stack, panels, QLabel("to  ord")):
        layout.addWidget(part)
    stack.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    panels.addWidget(QLabel("her"))
    window.show()
    kinds = {fault.partition(":")[0] for fault in faults(tree_of(window))}
    assert kinds == {"role", "focus on filler", "spaces"}


def heads_of_cells(table: QTableView) -> list[list[str]]:
    """Of each cell, the names of the headers that a reader reads with it. No interface outlives this: Qt deletes them."""
    interface = QAccessible.queryAccessibleInterface(table)
    cells = [one for n in range(interface.childCount()) if (one := interface.child(n)).role() == Role.Cell]
    return [
        [one.text(QAccessible.Text.Name) for one in cell.tableCellInterface().columnHeaderCells()] for cell in cells
    ]


def test_each_cell_belongs_to_the_header_above_it(screen: Screen) -> None:
    for name in LISTS:
        PLACES[name](screen)
        table = next(one for one in screen.window.findChildren(QTableView) if one.isVisible())
        model = table.model()
        heads = {str(model.headerData(n, Qt.Orientation.Horizontal, SPOKEN)) for n in range(model.columnCount())}
        heads |= {str(model.headerData(n, Qt.Orientation.Horizontal)) for n in range(model.columnCount())}
        found = heads_of_cells(table)
        assert bool(found) == bool(model.rowCount()), name
        assert {len(names) for names in found} <= {1}, name
        assert {head for names in found for head in names} <= heads, name


SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def test_the_title_of_the_window_has_the_page_and_no_member(screen: Screen) -> None:
    titles = []
    for name in ("call", *LISTS, "settings"):
        screen.window.show_page(name)
        titles.append(screen.window.windowTitle())
    assert titles[1] == "ØVING – Ring tilbake – Sentralbord"
    assert len(set(titles)) == len(titles)
    screen.open("ingunn fjeldheim")
    assert screen.window.windowTitle() == titles[0]
    assert "Fjeldheim" not in titles[0]


def test_f1_is_a_list_of_rows_that_the_arrows_step_through(screen: Screen) -> None:
    screen.key(Qt.Key.Key_F1)
    names = []
    overlay = help_of(screen)
    for _ in overlay.rows:
        assert QAccessible.queryAccessibleInterface(screen.focus).role() == Role.ListItem
        names.append(screen.focus.accessibleName())
        screen.key(Qt.Key.Key_Down)
    assert len(set(names)) == len(overlay.rows)
    assert "Program" in names, "heads are rows"
    assert "Ctrl+K: kommandoer: skriv hva du vil gjøre" in names
    assert QAccessible.queryAccessibleInterface(overlay).role() == Role.List
    screen.key(Qt.Key.Key_Home)
    screen.key(Qt.Key.Key_Tab)
    assert screen.focus is overlay.rows[1], "Tab stays in the list"
    screen.key(Qt.Key.Key_End)
    last = overlay.rows[-1]
    assert overlay.rect().contains(last.mapTo(overlay, last.rect().bottomLeft())), "the row is in sight"
    screen.key(Qt.Key.Key_Escape)
    assert not overlay.isVisible()
    assert screen.window.ui.search.hasFocus()
