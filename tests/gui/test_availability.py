"""The board of who is free: presence is set, ends, and is filtered; each person is in their own department."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from operator import eq

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit, QTableView

from sentralbord_desktop.gui.organisation_kinds import KINDS
from tests.helpers.keyboard import CONTROL
from tests.helpers.pages import ds_of, gate, show_catalogue
from tests.helpers.screen import Screen
from tests.helpers.window_text import words_on


def board(screen: Screen) -> dict[str, str]:
    """Person -> the heading of the rows they stand under."""
    model = screen.workspace.availability.model
    found, heading = {}, ""
    for number in range(model.rowCount()):
        row = model.row(number)
        heading = row.title or heading
        for seat in row.seats:
            if seat is not None and seat.person is not None:
                found[seat.name] = heading
    return found


def test_whoever_is_free_stands_in_their_own_department(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.control(Qt.Key.Key_4)
    screen.at_rest()
    before = board(screen)
    screen.control(Qt.Key.Key_L)
    screen.at_rest()
    free = board(screen)
    assert 0 < len(free) < len(before)
    for name, heading in free.items():
        assert heading == before[name], name
    people = {p.name: p.department for p in screen.workspace.call_session.organisation.staff}
    assert {heading.split()[0] for heading in free.values()} == {str(people[n]) for n in free}
    model = screen.workspace.availability.model
    assert model.row(0).title, "the first row says whose it is"
    headings = [model.row(n).title for n in range(model.rowCount()) if model.row(n).title]
    assert len(headings) == len(set(headings))


def show_board(screen: Screen) -> None:
    screen.key(Qt.Key.Key_4, CONTROL)
    screen.bot.waitUntil(lambda: screen.workspace.availability.model.rowCount() > 0)


def status_word(screen: Screen, who: str) -> str:
    board = screen.services.availability.board()
    status = board.status(who)
    return status.words(board.moment) if status else ""


def test_of_two_people_with_one_name_the_chosen_one_stays_chosen(screen: Screen) -> None:
    """The catalogue is read again every half minute, and «Bekreft at det stemmer» is about one of them."""
    person = ds_of(screen, 3)
    twin = person.model_copy(update={"id": person.id + 10_000, "phone": "99000999"})
    screen.control(Qt.Key.Key_5)
    page = screen.workspace.catalogue
    page.show_kind("Personer")
    organisation = screen.services.organisation.read()
    for people in ((*organisation.staff, twin), (twin, *organisation.staff)):
        page.refresh(organisation.model_copy(update={"staff": people}))
        for one in (person, twin):
            assert page.list.choose(partial(eq, one))
            page.refresh(organisation.model_copy(update={"staff": people}))
            assert page.list.current == one


def test_one_key_tells_the_next_operator_that_nobody_answered(screen: Screen) -> None:
    person = ds_of(screen, 3)
    show_board(screen)
    page = screen.workspace.availability
    page.choose(f"staff:{person.id}")
    page.focus_list()
    screen.type("7")
    screen.bot.waitUntil(lambda: status_word(screen, f"staff:{person.id}").startswith("svarte ikke"))
    screen.bot.waitUntil(lambda: "Svarte ikke" in page.ui.status.text())


def test_an_address_from_a_file_adds_no_receiver(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url))
    person = ds_of(screen, 3)
    trick = person.model_copy(update={"email": "ds?bcc=noen%40utenfor.no&to=ds@eksempel.no"})
    show_board(screen)
    page = screen.workspace.availability
    page.choose(f"staff:{person.id}")
    seat = page.chosen._chosen()
    assert seat is not None
    page.chosen._write(replace(seat, person=trick))
    assert (opened[0].scheme(), opened[0].query()) == ("mailto", "")


def test_another_status_is_said_with_its_end(screen: Screen) -> None:
    person = ds_of(screen, 3)
    show_board(screen)
    screen.workspace.availability.choose(f"staff:{person.id}")
    screen.workspace.availability.focus_list()
    screen.type("8")
    screen.key(Qt.Key.Key_Tab)
    screen.key(Qt.Key.Key_Tab)
    screen.type("tull")
    screen.control(Qt.Key.Key_Return)
    assert "Skriv tiden som" in screen.workspace.availability.ui.origin.text()
    screen.control(Qt.Key.Key_A)
    screen.type("1.1.2099")
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: status_word(screen, f"staff:{person.id}") == "borte til 1. januar 2099")


def test_only_the_free_are_left_with_ctrl_l(screen: Screen) -> None:
    show_board(screen)
    model = screen.workspace.availability.model
    everybody = model.rowCount()
    screen.control(Qt.Key.Key_L)
    seats = [model.seat(model.index(row, column)) for row in range(model.rowCount()) for column in (1, 2, 3)]
    shown = [seat for seat in seats if seat]
    assert 0 < model.rowCount() < everybody
    assert all(seat.status and seat.status.is_free for seat in shown)


def test_the_callers_department_is_on_top_and_then_its_neighbours(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    show_board(screen)
    model = screen.workspace.availability.model
    screen.bot.waitUntil(lambda: model.row(0).note == "medlemmets avdeling")
    titles = [model.row(n).title for n in range(model.rowCount()) if model.row(n).title]
    assert [title.split()[0] for title in titles[:4]] == ["4", "2", "1", "6"]


def test_what_the_board_knows_is_not_asked_and_the_source_is_shown(screen: Screen) -> None:
    """TR-5: the app does not ask what it knows."""
    person, until = ds_of(screen, 4), screen.services.session.clock() + timedelta(days=400)
    officer = screen.services.organisation.read().people(4, "saksbehandler")[0]
    for who in (person, officer):
        screen.services.availability.set_presence(f"staff:{who.id}", "borte", until)
    screen.services.availability.set_presence("loop:2", "borte", until)
    call_session = screen.workspace.call_session
    screen.bot.waitUntil(
        lambda: call_session.board is not None and call_session.board.availability(4).get("sloyfe_2") is False
    )
    gate(screen)
    screen.digits("1")
    screen.confirm()
    run = call_session.run
    assert run is not None
    step = run.procedure.step("ds_ledig")
    assert step is not None
    answer = run.answer_of(step)
    assert answer is not None
    assert answer.choice == "ingen"
    assert answer.source.startswith(f"fra tavla: {person.name} borte til ")
    assert run.current is not None
    assert run.current.id == "samtykke_naer"


def test_my_own_status_is_in_the_header(screen: Screen) -> None:
    screen.control(Qt.Key.Key_K)
    screen.type("opptatt")
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: "Opptatt" in screen.window.ui.me.text())
    assert "opptatt" in screen.window.ui.me.accessibleName()
    for button, chosen in ((screen.window.ui.me, "Opptatt"), (screen.window.ui.loop, "Sløyfe 1")):
        assert [a.text() for a in button.menu().actions() if a.isChecked()] == [chosen]


def test_all_columns_are_seen_in_the_smallest_usual_window(screen: Screen) -> None:
    for kind in KINDS:
        show_catalogue(screen, kind.title)
        screen.at_rest()
        (table,) = [t for t in screen.workspace.catalogue.findChildren(QTableView) if t.isVisible()]
        assert table.horizontalScrollBar().maximum() == 0, kind.title


def test_a_planned_absence_is_shown_and_can_be_forgotten(screen: Screen) -> None:
    person = ds_of(screen, 3)
    start = screen.services.session.clock() + timedelta(days=400)
    screen.services.availability.set_presence(f"staff:{person.id}", "borte", start + timedelta(days=2), start=start)
    show_board(screen)
    page = screen.workspace.availability
    page.choose(f"staff:{person.id}")
    screen.bot.waitUntil(lambda: "borte til" in page.ui.origin.text())
    assert "Fra " in page.ui.origin.text()
    page.focus_list()
    screen.type("5")
    screen.bot.waitUntil(lambda: "Fra " not in page.ui.origin.text())


def test_how_a_status_ends_is_explained_whole(screen: Screen) -> None:
    """A hint in a field is cut where the field ends."""
    show_board(screen)
    screen.digits("8")
    panel = screen.workspace.availability.chosen
    boxes = [b for b in panel._form.findChildren(QLineEdit) if b.isVisible() and b.placeholderText()]
    assert len(boxes) == 2
    for one in boxes:
        assert width_of(one) <= one.width() - 24, one.placeholderText()
    assert "Tomt: til noen sier noe annet" in words_on(screen)


def width_of(box: QLineEdit) -> int:
    return box.fontMetrics().horizontalAdvance(box.placeholderText())


def test_a_status_that_ends_before_it_begins_stands_to_be_mended(screen: Screen) -> None:
    screen.control(Qt.Key.Key_4)
    screen.at_rest()
    screen.key(Qt.Key.Key_8)
    now = screen.services.session.clock()
    panel = screen.workspace.availability.chosen
    boxes = [b for b in panel._form.findChildren(QLineEdit) if b.isVisible()]
    assert len(boxes) >= 2
    boxes[0].setText(f"{now + timedelta(days=3):%d.%m}")
    boxes[1].setText(f"{now + timedelta(days=1):%d.%m}")
    screen.control(Qt.Key.Key_Return)
    screen.at_rest()
    assert not panel._form.isHidden()
    assert "etter starten" in panel.ui.origin.text()
