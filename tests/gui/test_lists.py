"""The lists by keyboard: what was done is taken back, the most urgent first, sorting that is remembered."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QTableView
from pytestqt.qtbot import QtBot

from sentralbord_desktop.domain.callbacks.callback import Callback, CallbackFields
from sentralbord_desktop.gui.lists.list_table import ListTable
from sentralbord_desktop.gui.widgets.single_key_shortcuts import DIGITS_SETTING, LETTERS_SETTING, turn
from sentralbord_desktop.gui.widgets.table_model import Column
from sentralbord_desktop.gui.window.shortcut_help import ShortcutHelp
from sentralbord_desktop.storage import callbacks
from tests.gui.test_desk import complete_a_resignation
from tests.helpers import calls
from tests.helpers.members import by_number
from tests.helpers.screen import Screen


def promised(screen: Screen, name: str, *, hours: int = 1, deadline: date | None = None) -> None:
    moment = screen.services.session.clock()
    screen.services.callbacks.add(
        CallbackFields(
            name=name,
            number="99000555",
            subject="kurs",
            category="annet",
            due=moment - timedelta(hours=hours),
            owner="",
            promised_by=screen.services.session.sign,
            created=moment,
            deadline=deadline,
        )
    )
    listed = screen.workspace.callbacks.list
    screen.bot.waitUntil(lambda: name in [c.name for c in listed.model.values])


def found(screen: Screen, name: str) -> Callback:
    return next(c for c in screen.services.callbacks.all_open() if c.name == name)


def at_callback(screen: Screen, name: str) -> None:
    promised(screen, name)
    screen.control(Qt.Key.Key_2)
    assert screen.workspace.callbacks.list.choose(lambda c: c.name == name)
    screen.workspace.callbacks.ui.detail.setFocus()


@pytest.mark.parametrize("how", ["Ctrl+Z", "Ctrl+G"])
def test_what_was_noted_on_a_callback_is_taken_back(screen: Screen, how: str) -> None:
    complete_a_resignation(screen)  # which Ctrl+Z must not open again from here
    at_callback(screen, "Feil Tast")
    before = found(screen, "Feil Tast")
    screen.digits("2")
    screen.bot.waitUntil(lambda: len(found(screen, "Feil Tast").attempts) == 1)
    screen.bot.waitUntil(lambda: screen.window.ui.barText.text() == "Feil Tast: ikke svar.")
    assert found(screen, "Feil Tast").due != before.due
    screen.control(Qt.Key.Key_Z if how == "Ctrl+Z" else Qt.Key.Key_G)
    screen.bot.waitUntil(lambda: found(screen, "Feil Tast").attempts == ())
    after = found(screen, "Feil Tast")
    assert after == before.model_copy(update={"version": after.version})
    assert screen.workspace.call_session.run is None
    assert not screen.window.ui.bar.isVisible()


def test_a_promise_that_nobody_needs_is_closed_by_a_digit_and_opened_by_ctrl_z(screen: Screen) -> None:
    at_callback(screen, "Trengs Ikke")
    screen.digits("0")
    screen.bot.waitUntil(lambda: "Trengs Ikke" not in [c.name for c in screen.services.callbacks.all_open()])
    screen.bot.waitUntil(lambda: screen.window.ui.barText.text() == "Trengs Ikke: ordnet på annen måte.")
    screen.control(Qt.Key.Key_Z)
    screen.bot.waitUntil(lambda: "Trengs Ikke" in [c.name for c in screen.services.callbacks.all_open()])


def test_what_somebody_went_on_with_is_not_taken_back(screen: Screen) -> None:
    at_callback(screen, "Delt")
    screen.digits("3")
    screen.bot.waitUntil(lambda: screen.window.ui.barText.text() == "Delt: opptatt.")
    screen.services.callbacks.attempt(found(screen, "Delt"), "beskjed")
    screen.control(Qt.Key.Key_Z)
    screen.bot.waitUntil(lambda: "En annen har nettopp endret" in screen.workspace.callbacks.ui.foot.text())
    assert len(found(screen, "Delt").attempts) == 2


def test_what_cannot_be_taken_back_takes_nothing_older_with_it(screen: Screen) -> None:
    at_callback(screen, "Først")
    screen.digits("3")
    screen.bot.waitUntil(lambda: screen.window.ui.barText.text() == "Først: opptatt.")
    screen.digits("8")
    screen.control(Qt.Key.Key_Z)
    screen.at_rest()
    assert len(found(screen, "Først").attempts) == 1


def test_a_confirmation_that_came_by_mistake_waits_again(screen: Screen) -> None:
    complete_a_resignation(screen)
    page, service = screen.workspace.confirmations, screen.services.confirmations
    screen.control(Qt.Key.Key_3)
    screen.bot.waitUntil(lambda: any(c.member_name == "Inge Fjeldheim" for c in page.list.model.values))
    assert page.list.choose(lambda c: c.member_name == "Inge Fjeldheim")
    chosen = page.list.current
    page.ui.detail.setFocus()
    screen.digits("1")
    screen.bot.waitUntil(lambda: chosen not in service.awaited())
    screen.bot.waitUntil(lambda: "er kommet." in screen.window.ui.barText.text())
    screen.control(Qt.Key.Key_Z)
    screen.bot.waitUntil(lambda: chosen is not None and chosen.id in {c.id for c in service.awaited()})


def test_ctrl_z_in_the_outbox_opens_the_inquiry_of_the_chosen_message(screen: Screen) -> None:
    member = by_number(screen.services, "204118")
    screen.services.inquiries.complete(calls.ready(screen.services, "overforing_avdeling", member, "ja", "9"))
    complete_a_resignation(screen)
    outbox = screen.workspace.outbox
    screen.control(Qt.Key.Key_6)
    screen.bot.waitUntil(lambda: any("overføring" in o.subject for o in outbox.list.model.values))
    assert outbox.list.choose(lambda o: o.waits and "overføring" in o.subject and "204118" in o.subject)
    screen.control(Qt.Key.Key_Z)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.run is not None)
    assert screen.workspace.call_session.run is not None
    assert screen.workspace.call_session.run.procedure.id == "overforing_avdeling"


def test_beside_an_empty_outbox_is_no_empty_panel(screen: Screen) -> None:
    outbox = screen.workspace.outbox
    screen.control(Qt.Key.Key_6)
    screen.bot.waitUntil(lambda: outbox.ui.empty.isVisible())
    assert not outbox.ui.detail.isVisible()
    member = by_number(screen.services, "204118")
    screen.services.inquiries.complete(calls.ready(screen.services, "overforing_avdeling", member, "ja", "9"))
    screen.bot.waitUntil(lambda: outbox.ui.detail.isVisible())
    outbox.ui.detail.setFocus()
    outbox.refresh(([], screen.workspace.call_session.sending))
    assert not outbox.ui.detail.isVisible()
    assert outbox.ui.table.hasFocus()


def test_a_legal_deadline_comes_before_an_older_promise(screen: Screen) -> None:
    """Design 4.5"""
    promised(screen, "Gammel", hours=900)
    promised(screen, "Frist", hours=2, deadline=screen.services.session.clock().date() + timedelta(days=1))
    names = [c.name for c in screen.workspace.callbacks.list.sorted.values]
    assert names.index("Frist") < names.index("Gammel")


def test_one_key_takes_over_what_another_holds(screen: Screen) -> None:
    at_callback(screen, "Opptatt")
    callback = found(screen, "Opptatt")
    with screen.services.database.transaction() as session:
        callbacks.claim(session, callback, "LT", screen.services.session.clock())
    screen.services.change_notices.notify("callbacks")
    page = screen.workspace.callbacks
    screen.bot.waitUntil(lambda: page.list.current is not None and page.list.current.claimed_by == "LT")
    page.ui.table.setFocus()
    screen.key(Qt.Key.Key_Return)
    screen.type("1")
    screen.bot.waitUntil(lambda: found(screen, "Opptatt").claimed_by == screen.services.session.sign)


@pytest.mark.usefixtures("screen")
def test_the_sorting_of_a_list_is_there_after_a_restart(qtbot: QtBot) -> None:
    columns: list[Column[str]] = [Column("Først", lambda v: v), Column("Sist", lambda v: v[::-1])]

    def made() -> ListTable[str]:
        table = QTableView()
        qtbot.addWidget(table)
        table.setSortingEnabled(True)
        listed: ListTable[str] = ListTable("prøve", table, columns, first=(0, Qt.SortOrder.AscendingOrder))
        listed.show(["ab", "ca", "bc"], lambda v: v)
        return listed

    first = made()
    assert first.sorted.values == ["ab", "bc", "ca"]
    first.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert made().sorted.values == first.sorted.values == ["bc", "ab", "ca"]


def test_one_who_is_taken_out_of_the_register_is_put_away(screen: Screen, tmp_path: Path) -> None:
    """Nothing more may be written on them; the window would else go on showing who they were."""
    file = tmp_path / "feil.csv"
    file.write_text("medlemsnummer;fornavn;etternavn\n900001;Asta;Nyland\n", "utf-8")
    member_imports, history = screen.services.member_imports, screen.services.import_history
    member_imports.write(member_imports.preview(member_imports.read(file)))
    screen.open("asta nyland")
    screen.key(Qt.Key.Key_Space)
    screen.bot.waitUntil(lambda: bool(screen.workspace.call_session.identity))
    history.undo(history.latest()[0])
    screen.bot.waitUntil(lambda: "ikke lenger i registeret" in screen.window.ui.barText.text())
    assert screen.workspace.call_session.open_record is None
    assert not screen.workspace.call_session.identity
    assert screen.workspace.call.currentWidget() is screen.workspace.home


# ---------------------------------------------------------------- keys


def test_ctrl_c_copies_the_number_of_whoever_is_on_the_line(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    QApplication.clipboard().setText("noe annet")
    screen.control(Qt.Key.Key_C)
    assert QApplication.clipboard().text() == "99000418"
    assert screen.window.ui.barText.text() == "990 00 418 er kopiert."


def test_f1_shows_the_keys_of_the_page_over_it_and_the_focus_comes_back(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.digits("1")
    before, overlay = screen.focus, screen.workspace.shortcuts.overlay
    assert isinstance(overlay, ShortcutHelp)
    screen.key(Qt.Key.Key_F1)
    assert overlay.isVisible()
    assert "Ctrl+Enter" in overlay.accessibleName()
    assert "Ctrl+J" not in overlay.accessibleName(), "that is for the callbacks"
    screen.key(Qt.Key.Key_1)
    assert screen.workspace.call_session.run is not None
    assert not screen.workspace.call_session.run.given, "no digit reaches the step below"
    screen.key(Qt.Key.Key_Escape)
    assert not overlay.isVisible()
    assert screen.focus is before
    assert screen.window.page == "call"


@pytest.fixture
def both_again() -> Iterator[None]:
    yield
    for key in (LETTERS_SETTING, DIGITS_SETTING):
        turn(key, on=True)


@pytest.mark.usefixtures("both_again")
def test_letters_and_digits_alone_can_be_turned_off(screen: Screen) -> None:
    """WCAG 2.1.4, design 5.1"""
    screen.window.show_page("settings")
    screen.workspace.settings.show_part("Tastatur")
    part = screen.workspace.settings.shown
    assert part is not None
    for box in part.findChildren(QCheckBox):
        assert box.isChecked()
        box.click()
    assert QSettings().value(DIGITS_SETTING) == "nei"
    screen.open("ingunn fjeldheim")
    panel = screen.focus
    screen.key(Qt.Key.Key_1)
    screen.key(Qt.Key.Key_A)
    assert screen.workspace.call_session.run is None
    assert screen.focus is panel


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
