"""The lists: the most urgent first, sorting and columns that are remembered, the menu of a row, saving to a file."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QPoint, QSettings, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QPushButton, QTableView, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from sentralbord_desktop.domain.errors import DatabaseBusyError
from sentralbord_desktop.gui.core.theme import Theme
from sentralbord_desktop.gui.lists.list_table import ListOrder, ListTable
from sentralbord_desktop.gui.lists.outcome_buttons import Choice
from sentralbord_desktop.gui.lists.paper import Paper, as_on_screen
from sentralbord_desktop.gui.lists.row_menu import MenuAction
from sentralbord_desktop.gui.widgets.table_model import Column
from tests.helpers.list_context import list_context
from tests.helpers.pages import show_catalogue
from tests.helpers.screen import Screen
from tests.helpers.window_callbacks import add_callback, find_callback


def from_list_menu(button: QToolButton, text: str) -> None:
    """Choose `text` in «⋯» over a list."""
    next(one for one in button.menu().actions() if one.text() == text).trigger()


@pytest.mark.usefixtures("screen")
def test_the_sorting_of_a_list_is_there_after_a_restart(qtbot: QtBot) -> None:
    columns: list[Column[str]] = [Column("Først", lambda v: v), Column("Sist", lambda v: v[::-1])]

    def made() -> ListTable[str]:
        table = QTableView()
        qtbot.addWidget(table)
        table.setSortingEnabled(True)
        paper = Paper("Prøve", "rad", "rader", as_on_screen(columns))
        order = ListOrder(0, Qt.SortOrder.AscendingOrder)
        listed: ListTable[str] = ListTable("prøve", table, columns, list_context(table), paper, 46, first=order)
        listed.show(["ab", "ca", "bc"], lambda v: v)
        return listed

    first = made()
    assert first.sorted.values == ["ab", "bc", "ca"]
    first.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert made().sorted.values == first.sorted.values == ["bc", "ab", "ca"]


def test_an_empty_list_says_so_where_its_first_row_would_be(screen: Screen) -> None:
    screen.window.show_page("callbacks")
    page = screen.workspace.callbacks
    page._filters.choose("Mine")
    screen.at_rest()
    assert page.ui.empty.isVisible()
    top = page.ui.empty.mapTo(page.ui.table, page.ui.empty.rect().topLeft()).y()
    assert 0 < top < 2 * page.ui.table.horizontalHeader().height() + 12
    page._filters.choose("Alle")
    assert not page.ui.empty.isVisible()


def test_the_view_is_remembered_for_the_operator(screen: Screen) -> None:
    assert screen.workspace.call.wizard.step.short is False
    screen.key(Qt.Key.Key_F9)
    screen.bot.waitUntil(lambda: screen.services.session.operator.help_level == "vant")


def test_a_list_is_saved_without_formulas(screen: Screen, tmp_path: Path) -> None:
    screen.window.show_page("callbacks")
    file = tmp_path / "liste.csv"
    screen.workspace.callbacks.paper.write(file)
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith('"Ring";"Navn";"Nummer";')  # no comma in a subject begins a cell either
    assert len(lines) == len(screen.workspace.callbacks.list.sorted.values) + 1


@pytest.mark.parametrize("page", ["callbacks", "confirmations", "outbox"])
def test_a_list_of_members_that_is_saved_is_in_the_log_first(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    file = tmp_path / "liste.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    screen.window.show_page(page)
    shown = getattr(screen.workspace, page)
    from_list_menu(shown.ui.more, "Lagre som fil")
    screen.bot.waitUntil(file.exists)
    title = {"callbacks": "Ring tilbake", "outbox": "Utboks"}.get(page, "Venter på bekreftelse")
    with screen.services.database.reading() as session:
        asked = text("SELECT author, why FROM access WHERE what = 'eksport'")
        assert session.execute(asked).all() == [(screen.services.session.sign, f"liste: {title}")]


@pytest.mark.parametrize("name", ["callbacks", "confirmations", "availability", "catalogue", "outbox"])
def test_what_is_done_with_a_whole_list_is_in_one_menu(screen: Screen, name: str) -> None:
    screen.window.show_page(name)
    screen.at_rest()
    page = getattr(screen.workspace, name)
    named = [action.text() for action in page.ui.more.menu().actions()]
    assert named == ["Kopier raden", "Skriv ut", "Lagre som fil"]
    beside = [button.text() for button in page.findChildren(QPushButton) if button.isVisible()]
    assert not [text for text in beside if text in (*named, "Kopier")]


def test_the_list_of_the_catalogue_that_is_shown_is_saved(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "kurs.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    show_catalogue(screen, "Kurs")
    from_list_menu(screen.workspace.catalogue.ui.more, "Lagre som fil")
    screen.bot.waitUntil(file.exists)
    head, *rows = file.read_text(encoding="utf-8-sig").splitlines()
    assert head == '"Kurs";"Ansvarlig avdeling";"Bekreftet"'
    assert len(rows) == len(screen.services.organisation.read().courses)


def test_a_list_that_cannot_be_logged_is_not_saved(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "liste.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))

    def refuses(*_: object) -> None:
        raise DatabaseBusyError("Et annet program holder registeret.")

    monkeypatch.setattr(screen.services.members, "log_list", refuses)
    from_list_menu(screen.workspace.callbacks.ui.more, "Lagre som fil")
    screen.bot.waitUntil(lambda: "holder registeret" in screen.window.ui.barText.text())
    assert not file.exists()


COLUMNS: list[Column[tuple[str, ...]]] = [
    Column("Når", lambda row: row[0], None, 90),
    Column("Hvem", lambda row: row[1], None, 90, gives_way=1),
    Column("Hva", lambda row: row[2]),
]
ROWS = [("ni", "Berit", "ring"), ("ti", "Arne", "skriv")]


def right_click(view: QWidget, place: QPoint) -> QMenu:
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(view, QContextMenuEvent(reason, place, view.mapToGlobal(place)))
    return standing()


def standing() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def words(menu: QMenu) -> list[str]:
    return [one.text() for one in menu.actions() if not one.isSeparator()]


def action(menu: QMenu, text: str) -> QAction:
    return next(one for one in menu.actions() if one.text().partition("\t")[0] == text)


def inside(menu: QMenu, title: str) -> QMenu:
    found = action(menu, title).menu()
    assert isinstance(found, QMenu)
    return found


@pytest.fixture
def table(qtbot: QtBot, qapp: QApplication) -> Iterator[QTableView]:
    theme = Theme(qapp, "lyst")
    view = QTableView()
    view.setSortingEnabled(True)
    view.resize(600, 300)
    qtbot.addWidget(view)
    view.show()
    yield view
    QSettings().remove("tabeller/prøve")
    theme.setParent(None)
    theme.deleteLater()


def listed(view: QTableView) -> ListTable[tuple[str, ...]]:
    paper = Paper("Prøve", "rad", "rader", as_on_screen(COLUMNS))
    order = ListOrder(0, Qt.SortOrder.AscendingOrder)
    made = ListTable("prøve", view, COLUMNS, list_context(view), paper, 46, first=order)
    made.show(ROWS, lambda row: row[0])
    return made


def put_away(view: QTableView, title: str) -> None:
    menu = right_click(view.horizontalHeader().viewport(), QPoint(5, 5))
    action(menu, title).trigger()
    menu.close()


def test_the_menu_of_the_row_does_what_the_buttons_do(screen: Screen) -> None:
    add_callback(screen, "Meny")
    screen.control(Qt.Key.Key_2)
    page = screen.workspace.callbacks
    assert page.list.choose(lambda c: c.name == "Meny")
    row = page.ui.table.visualRect(page.ui.table.currentIndex()).center()
    menu = right_click(page.ui.table.viewport(), row)
    doings = [(digit, text) for digit, text, _ in page._outcomes.actions]
    assert len(doings) > 3
    copy, *submenus = words(menu)[len(doings) :]
    assert words(menu)[: len(doings)] == [f"{text}\t{digit}" for digit, text in doings]
    assert (copy, submenus) == ("Kopier raden", ["Sorter etter", "Kolonner", "Bredere", "Smalere"])
    action(menu, "Ikke svar").trigger()
    menu.close()
    screen.bot.waitUntil(lambda: screen.window.ui.barText.text().startswith("Meny: ikke svar. Ringes igjen "))


def wish_by_keys(view: QWidget) -> None:
    """What Windows makes of the menu key."""
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(view, QContextMenuEvent(reason, QPoint(3, 3), QPoint(4, 4)))


KEYS: dict[str, Callable[[Screen], None]] = {
    "menu": lambda screen: screen.key(Qt.Key.Key_Menu),
    "Shift+F10": lambda screen: screen.key(Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
    "a wish": lambda screen: wish_by_keys(screen.workspace.callbacks.ui.table),
}


@pytest.mark.parametrize("key", KEYS)
def test_the_menu_comes_by_keys_at_the_row(screen: Screen, key: str) -> None:
    screen.control(Qt.Key.Key_2)
    page = screen.workspace.callbacks
    assert page.list.choose(lambda _: True)
    page.focus_list()
    KEYS[key](screen)
    menu = standing()
    assert menu.activeAction() is menu.actions()[0]  # which a screen reader reads at once
    wish_by_keys(page.ui.table)  # some systems tell of a key twice
    assert standing() is menu
    row = page.ui.table.visualRect(page.ui.table.currentIndex())
    assert menu.pos().y() == page.ui.table.viewport().mapToGlobal(row.bottomLeft()).y() + 1
    screen.bot.keyClick(menu, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert page.ui.table.hasFocus()


def test_a_digit_in_the_menu_does_what_stands_before_it(screen: Screen) -> None:
    add_callback(screen, "Tall")
    screen.control(Qt.Key.Key_2)
    page = screen.workspace.callbacks
    assert page.list.choose(lambda c: c.name == "Tall")
    page.focus_list()
    KEYS["menu"](screen)
    screen.bot.keyClick(standing(), Qt.Key.Key_3)
    assert QApplication.activePopupWidget() is None
    screen.bot.waitUntil(lambda: screen.window.ui.barText.text().startswith("Tall: opptatt. Ringes igjen "))


def test_the_menu_goes_with_its_row_and_does_nothing_to_another(screen: Screen) -> None:
    """Another desk has settled it while the menu stood."""
    for name in ("Bort", "Blir"):
        add_callback(screen, name)
    screen.control(Qt.Key.Key_2)
    page = screen.workspace.callbacks
    assert page.list.choose(lambda c: c.name == "Bort")
    page.focus_list()
    KEYS["menu"](screen)
    chosen = standing()
    page.list.show([c for c in page.list.model.values if c.name != "Blir"], lambda callback: callback.id)
    assert standing() is chosen
    page.list.show([c for c in page.list.model.values if c.name != "Bort"], lambda callback: callback.id)
    assert QApplication.activePopupWidget() is None


def test_what_a_digit_no_longer_does_is_not_done(screen: Screen) -> None:
    add_callback(screen, "Byttet")
    screen.control(Qt.Key.Key_2)
    page = screen.workspace.callbacks
    assert page.list.choose(lambda c: c.name == "Byttet")
    doing = next(do for _, words, do in page._outcomes.actions if words == "Opptatt")
    done: list[str] = []
    page._outcomes.show([Choice("3", "Ta den", "", lambda: done.append("tatt"))])
    doing()
    assert done == []
    page._outcomes.actions[0][-1]()
    assert done == ["tatt"]


def test_an_empty_list_has_no_row_to_do_anything_with(table: QTableView) -> None:
    made = listed(table)
    made.menu.actions = lambda: [MenuAction("1", "Gjør", lambda: None)]
    made.show([], lambda row: row[0])
    menu = right_click(table.viewport(), QPoint(9, 9))
    assert words(menu) == ["Sorter etter", "Kolonner", "Bredere", "Smalere"]
    menu.close()


def test_by_keys_the_menu_of_an_empty_list_opens_no_other(table: QTableView, qtbot: QtBot) -> None:
    listed(table).show([], lambda row: row[0])
    qtbot.keyClick(table, Qt.Key.Key_Menu)
    assert words(standing()) == ["Sorter etter", "Kolonner", "Bredere", "Smalere"]
    standing().close()


def test_a_click_below_the_rows_is_about_none_of_them(table: QTableView) -> None:
    made = listed(table)
    made.menu.actions = lambda: [MenuAction("1", "Gjør", lambda: None)]
    for place, wanted in (
        (QPoint(9, 9), ["Gjør\t1", "Sorter etter", "Kolonner", "Bredere", "Smalere"]),
        (QPoint(9, table.viewport().height() - 5), ["Sorter etter", "Kolonner", "Bredere", "Smalere"]),
    ):
        menu = right_click(table.viewport(), place)
        assert words(menu) == wanted
        menu.close()


def test_a_column_is_put_away_and_comes_back(table: QTableView, tmp_path: Path) -> None:
    made = listed(table)
    put_away(table, "Hvem")
    assert table.isColumnHidden(1)
    made.copy()
    assert QApplication.clipboard().text() == "ni\tring"
    made.paper.write(tmp_path / "liste.csv")
    with (tmp_path / "liste.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file, delimiter=";")) == ["Når", "Hva"]
    assert "Berit" not in str(made.paper.sheets())
    put_away(table, "Vis alle")
    assert not table.isColumnHidden(1)
    made.copy()
    assert QApplication.clipboard().text() == "ni\tBerit\tring"


def test_what_a_screen_reader_reads_is_not_put_away(table: QTableView) -> None:
    made = listed(table)
    table.setCurrentIndex(made.sorted.index(1, 0))
    put_away(table, "Når")
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, 1)


def test_a_column_comes_back_with_its_width_also_where_there_was_no_room_for_all(
    table: QTableView, qtbot: QtBot
) -> None:
    table.resize(120, 300)
    QApplication.processEvents()
    listed(table)
    table.setColumnWidth(0, 150)
    put_away(table, "Når")
    other = QTableView()
    other.setSortingEnabled(True)
    qtbot.addWidget(other)
    other.resize(120, 300)
    listed(other)
    other.show()
    put_away(other, "Vis alle")
    assert other.columnWidth(0) == 150


def test_a_width_that_was_chosen_is_kept_while_its_column_has_no_room(table: QTableView, qtbot: QtBot) -> None:
    listed(table)
    table.setColumnWidth(1, 150)
    table.resize(200, 300)
    QApplication.processEvents()
    assert table.isColumnHidden(1)
    other = QTableView()
    other.setSortingEnabled(True)
    qtbot.addWidget(other)
    other.resize(900, 300)
    listed(other)
    assert other.columnWidth(1) == 150


def test_a_right_click_chooses_the_row_that_it_is_about(table: QTableView) -> None:
    """Windows asks where the button is let go, which may be another row than where it was pressed."""
    made = listed(table)
    done: list[object] = []
    made.menu.actions = lambda: [MenuAction("1", "Gjør", lambda: done.append(made.current))]
    other = table.visualRect(made.sorted.index(1, 0)).center()
    menu = right_click(table.viewport(), other)
    action(menu, "Gjør").trigger()
    menu.close()
    assert done == [ROWS[1]]


def test_what_is_about_more_than_the_row_is_not_in_its_menu(screen: Screen) -> None:
    """Ctrl+A: «Gi til en annen» is about all of mine then."""
    screen.control(Qt.Key.Key_2)
    page = screen.workspace.callbacks
    page._outcomes.show([Choice("6", "Gi til en annen", "", page.ask_hand_over)], of_row=False)
    page.focus_list()
    KEYS["menu"](screen)
    assert words(standing())[0].startswith("Kopier raden")
    standing().close()


def test_menu_acts_on_no_other_row_than_the_one_it_was_opened_over(screen: Screen) -> None:
    for name in ("Den ene", "Den andre"):
        add_callback(screen, name)
    screen.control(Qt.Key.Key_2)
    page = screen.workspace.callbacks
    assert page.list.choose(lambda c: c.name == "Den ene")
    page.focus_list()
    KEYS["menu"](screen)
    busy = action(standing(), "Opptatt")
    assert page.list.choose(lambda c: c.name == "Den andre")
    assert QApplication.activePopupWidget() is None  # the menu goes
    busy.trigger()  # and is too late
    screen.at_rest()
    assert [find_callback(screen, name).attempts for name in ("Den ene", "Den andre")] == [(), ()]


def test_the_keys_work_from_the_panel_beside_the_list(screen: Screen) -> None:
    add_callback(screen, "Panel")
    screen.control(Qt.Key.Key_2)
    page = screen.workspace.callbacks
    assert page.list.choose(lambda c: c.name == "Panel")
    page.ui.detail.setFocus()
    KEYS["Shift+F10"](screen)
    assert words(standing())[0] == "Svarte\t1"
    standing().close()


@pytest.mark.parametrize("held", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier])
def test_a_digit_with_ctrl_or_alt_does_nothing_in_the_menu(
    table: QTableView, qtbot: QtBot, held: Qt.KeyboardModifier
) -> None:
    made = listed(table)
    done: list[str] = []
    made.menu.actions = lambda: [MenuAction("1", "Gjør", lambda: done.append("gjort"))]
    menu = right_click(table.viewport(), QPoint(9, 9))
    menu.event(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, held, "1"))
    assert done == []
    qtbot.keyClick(menu, Qt.Key.Key_1)
    assert done == ["gjort"]


def test_a_menu_of_columns_stays_when_the_rows_are_read_again(table: QTableView) -> None:
    made = listed(table)
    menu = right_click(table.horizontalHeader().viewport(), QPoint(5, 5))
    made.show([], lambda row: row[0])
    assert standing() is menu
    menu.close()


def test_by_keys_the_row_is_scrolled_to(table: QTableView, qtbot: QtBot) -> None:
    made = listed(table)
    made.show([(f"{n:02}", "x", "y") for n in range(40)], lambda row: row[0])
    table.selectRow(0)
    table.scrollToBottom()
    qtbot.keyClick(table, Qt.Key.Key_Menu)
    menu = standing()
    top = table.viewport().mapToGlobal(QPoint(0, 0)).y()
    assert menu.pos().y() == top + table.rowHeight(0)
    menu.close()


def test_what_was_put_away_is_away_tomorrow_too_also_in_a_wider_window(table: QTableView, qtbot: QtBot) -> None:
    """The column also gives way where there is no room, and comes back by itself where there is."""
    listed(table)
    put_away(table, "Hvem")
    other = QTableView()
    other.setSortingEnabled(True)
    qtbot.addWidget(other)
    listed(other)
    other.resize(250, 300)
    other.show()
    QApplication.processEvents()
    other.resize(900, 300)
    QApplication.processEvents()
    assert other.isColumnHidden(1)
    assert other.columnWidth(2) > 700


def test_the_column_that_takes_the_rest_cannot_go(table: QTableView) -> None:
    listed(table)
    menu = right_click(table.horizontalHeader().viewport(), QPoint(5, 5))
    assert words(menu) == ["Når", "Hvem", "Vis alle", "Bredere", "Smalere"]
    assert not action(menu, "Vis alle").isEnabled()
    menu.close()


def test_space_ticks_one_column_after_the_other(table: QTableView, qtbot: QtBot) -> None:
    listed(table)
    menu = right_click(table.horizontalHeader().viewport(), QPoint(5, 5))
    for _ in range(2):
        qtbot.keyClick(menu, Qt.Key.Key_Down)
        qtbot.keyClick(menu, Qt.Key.Key_Space)
    assert standing() is menu
    assert table.isColumnHidden(0)
    assert table.isColumnHidden(1)
    assert action(menu, "Vis alle").isEnabled()
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert not table.isColumnHidden(0)
    assert not table.isColumnHidden(1)


def test_list_is_sorted_by_the_menu_and_the_other_way_round_by_a_second_time(table: QTableView) -> None:
    made = listed(table)
    order: list[list[str]] = []
    for title in ("Hvem", "Hvem – stigende", "Hva"):
        menu = right_click(table.viewport(), QPoint(9, 9))
        action(inside(menu, "Sorter etter"), title).trigger()
        menu.close()
        order.append([row[1] for row in made.sorted.values])
    assert order == [["Arne", "Berit"], ["Berit", "Arne"], ["Berit", "Arne"]]
    menu = right_click(table.viewport(), QPoint(9, 9))
    ticked = [one.text() for one in inside(menu, "Sorter etter").actions() if one.isChecked()]
    assert ticked == ["Hva – stigende"]
    by = inside(menu, "Sorter etter")
    by.setActiveAction(by.actions()[0])
    by.event(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier))
    assert not by.actions()[0].isChecked()  # Space ticks columns alone
    menu.close()


def test_a_menu_is_gone_when_it_is_closed(table: QTableView) -> None:
    listed(table)
    for _ in range(3):
        right_click(table.viewport(), QPoint(9, 9)).close()
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, 52)  # deferred deletions
    left = cast("list[QMenu]", table.findChildren(QMenu))
    assert [one for one in left if one.title() == "Raden"] == []
