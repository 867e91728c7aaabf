"""The board and the catalogue in the whole window, by keys."""

from datetime import timedelta
from functools import partial
from operator import eq
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QRadioButton, QTableView

from sentralbord_desktop.domain.access.operator import Operator
from sentralbord_desktop.domain.conflicts import ConflictError
from sentralbord_desktop.domain.organisation.organisation import Role, Staff
from sentralbord_desktop.gui.organisation.kinds import KINDS
from sentralbord_desktop.gui.organisation.page import OrganisationPage
from sentralbord_desktop.gui.widgets.conflict_dialog import ConflictDialog
from tests.helpers.screen import Screen

CONTROL = Qt.KeyboardModifier.ControlModifier


def ds_of(screen: Screen, department: int) -> Staff:
    (person,) = screen.services.organisation.read().people(department, "DS")
    return person


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
            assert page._list.choose(partial(eq, one))
            page.refresh(organisation.model_copy(update={"staff": people}))
            assert page._list.current == one


def test_one_key_tells_the_next_operator_that_nobody_answered(screen: Screen) -> None:
    person = ds_of(screen, 3)
    show_board(screen)
    page = screen.workspace.availability
    page.choose(f"staff:{person.id}")
    page.focus_list()
    screen.type("7")
    screen.bot.waitUntil(lambda: status_word(screen, f"staff:{person.id}").startswith("svarte ikke"))
    screen.bot.waitUntil(lambda: "Svarte ikke" in page.ui.status.text())


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
    screen.bot.waitUntil(lambda: status_word(screen, f"staff:{person.id}") == "borte til 01.01.2099")


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
    """TR-5 and design 1: the app does not ask what it knows."""
    person, until = ds_of(screen, 4), screen.services.session.clock() + timedelta(days=400)
    officer = screen.services.organisation.read().people(4, "saksbehandler")[0]
    for who in (person, officer):
        screen.services.availability.set_presence(f"staff:{who.id}", "borte", until)
    screen.services.availability.set_presence("loop:2", "opptatt")
    call_session = screen.workspace.call_session
    screen.bot.waitUntil(
        lambda: call_session.board is not None and call_session.board.availability(4).get("sloyfe_2") is False
    )
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("71")
    screen.type("-11")
    screen.key(Qt.Key.Key_Return)
    screen.digits("211" + "1")
    run = call_session.run
    assert run is not None
    step = run.procedure.step("ds_ledig")
    assert step is not None
    answer = run.answer_of(step)
    assert answer is not None
    assert answer.choice == "nei"
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


def test_my_status_and_its_menu_take_the_colours_of_another_look(screen: Screen) -> None:
    screen.window.header.show_status("opptatt", "opptatt")
    screen.application.theme.choose("morkt")
    ours = screen.application.theme.icon("circle-half-fill", "warn", size=16)
    button = screen.window.ui.me
    shown = {action.text(): action.icon() for action in button.menu().actions()}
    assert button.icon().cacheKey() == ours.cacheKey()
    assert shown["Opptatt"].cacheKey() == ours.cacheKey()


# ------------------------------------------------------------------ the catalogue


def show_catalogue(screen: Screen, kind: str) -> None:
    screen.key(Qt.Key.Key_5, CONTROL)
    page = screen.workspace.catalogue
    screen.bot.waitUntil(lambda: page._list.sorted.rowCount() > 0, timeout=20_000)  # it has been read
    page.show_kind(kind)
    page.focus_list()


@pytest.mark.parametrize("kind", [kind.title for kind in KINDS])
def test_all_columns_are_seen_in_the_smallest_usual_window(screen: Screen, kind: str) -> None:
    show_catalogue(screen, kind)
    screen.at_rest()
    (table,) = [t for t in screen.workspace.catalogue.findChildren(QTableView) if t.isVisible()]
    assert table.horizontalScrollBar().maximum() == 0


def test_a_role_gets_another_holder_and_the_procedures_use_it(screen: Screen) -> None:
    show_catalogue(screen, "Roller")
    page = screen.workspace.catalogue
    screen.bot.waitUntil(lambda: page._list.sorted.rowCount() > 0)
    page._list.table.selectRow(
        next(n for n in range(page._list.sorted.rowCount()) if page._list.sorted.value(n).key == "post")
    )
    screen.key(Qt.Key.Key_F2)
    screen.control(Qt.Key.Key_A)
    screen.type("Kari Nordmann")
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.organisation.role("post").holder == "Kari Nordmann")
    assert page._list.current is not None
    assert page._list.current.holder == "Kari Nordmann"


def test_what_cannot_be_right_is_refused_and_stands(screen: Screen) -> None:
    show_catalogue(screen, "Arbeidsgivere")
    page = screen.workspace.catalogue
    screen.type("3")
    screen.type("Bakeriet AS")
    screen.key(Qt.Key.Key_Tab)
    screen.type("fire")
    screen.control(Qt.Key.Key_Return)
    assert "nummeret på avdelingen" in page.ui.facts.text()
    screen.control(Qt.Key.Key_A)
    screen.type("4")
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(
        lambda: "Bakeriet AS" in [e.employer for e in screen.workspace.call_session.organisation.employers]
    )
    assert page._form.isHidden()


def both_write(screen: Screen) -> tuple[OrganisationPage, Role, ConflictDialog]:
    """Another has named a new holder of the role that is being written in here; Ctrl+Enter has been pressed."""
    show_catalogue(screen, "Roller")
    page = screen.workspace.catalogue
    screen.bot.waitUntil(lambda: page._list.sorted.rowCount() > 0)
    page._list.table.selectRow(0)
    seen = page._list.current
    assert seen is not None
    screen.key(Qt.Key.Key_F2)
    screen.control(Qt.Key.Key_A)
    screen.type("Kari Nordmann")
    other = seen.model_copy(update={"holder": "Lars Tveit", "email": "lars@forbundet.example"})
    screen.services.organisation.save_entry(other, seen=seen)
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: page.findChild(ConflictDialog) is not None)
    dialog = page.findChild(ConflictDialog)
    assert dialog is not None
    screen.bot.waitUntil(dialog.isVisible)
    return page, seen, dialog


def test_of_two_who_rewrote_one_field_of_the_catalogue_one_is_chosen(screen: Screen) -> None:
    page, seen, dialog = both_write(screen)
    said = [button.accessibleName() for button in dialog.findChildren(QRadioButton)]
    assert said == ["Har rollen: behold ditt, Kari Nordmann", "Har rollen: behold det en annen skrev, Lars Tveit"]
    screen.bot.keyClick(dialog, Qt.Key.Key_1)
    screen.bot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.bot.waitUntil(page._form.isHidden)
    role = screen.services.organisation.read().role(seen.key)
    assert (role.holder, role.email) == ("Kari Nordmann", "lars@forbundet.example")


def test_the_address_of_a_calendar_is_chosen_between_without_being_shown(screen: Screen) -> None:
    service = screen.services.organisation
    seen = service.save_entry(ds_of(screen, 3))
    service.save_entry(seen.model_copy(update={"calendar": "https://x.no/deres"}), seen=seen)
    with pytest.raises(ConflictError) as refused:
        service.save_entry(seen.model_copy(update={"calendar": "https://x.no/mitt"}), seen=seen)
    dialog = ConflictDialog(refused.value.conflicts, screen.window, lambda _: None)
    buttons = dialog.findChildren(QRadioButton)
    words = [text for button in buttons for text in (button.text(), button.accessibleName())]
    assert len(buttons) == 2
    assert all("skjult" in text and "x.no" not in text for text in words)
    dialog.close()


def test_theirs_may_stand_and_leaving_the_question_loses_nothing_typed(screen: Screen) -> None:
    page, seen, dialog = both_write(screen)
    screen.bot.keyClick(dialog, Qt.Key.Key_Escape)
    screen.bot.waitUntil(lambda: page.findChild(ConflictDialog) is None)
    assert "Kari Nordmann" in page._form.values().values()
    screen.window.activateWindow()
    screen.bot.waitUntil(lambda: QApplication.focusWidget() is not None)
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: page.findChild(ConflictDialog) is not None)
    dialog = cast("ConflictDialog", page.findChild(ConflictDialog))
    screen.bot.keyClick(dialog, Qt.Key.Key_1)
    screen.bot.keyClick(dialog, Qt.Key.Key_1)
    screen.bot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.bot.waitUntil(page._form.isHidden)
    assert screen.services.organisation.read().role(seen.key).holder == "Lars Tveit"


def test_who_does_not_look_after_the_catalogue_reads_it_and_confirms(screen: Screen) -> None:
    screen.services.people.keep(Operator(id=0, initials="LT", name="Lars", roles="administrator"))
    me = screen.services.session.operator
    screen.services.people.keep(me.model_copy(update={"roles": "operator"}))
    screen.services.session.refresh()
    show_catalogue(screen, "Personer")
    page = screen.workspace.catalogue
    screen.bot.waitUntil(lambda: page._list.sorted.rowCount() > 0)
    page._list.table.selectRow(0)
    screen.key(Qt.Key.Key_F2)
    assert page._form.isHidden()
    assert not page.ui.new_.isVisible()
    titles = [choice[1] for choice in page._choices(page._list.current)]
    assert titles == ["Bekreft at det stemmer"]


def test_taking_an_entry_out_is_asked_once(screen: Screen) -> None:
    show_catalogue(screen, "Kurs")
    page = screen.workspace.catalogue
    screen.bot.waitUntil(lambda: page._list.sorted.rowCount() == 2)
    screen.type("4")
    assert "Det kan ikke angres" in page.ui.facts.text()
    screen.type("0")
    screen.type("41")
    screen.bot.waitUntil(lambda: page._list.sorted.rowCount() == 1)


def test_an_entry_is_confirmed_with_todays_date(screen: Screen) -> None:
    show_catalogue(screen, "Avdelinger")
    page = screen.workspace.catalogue
    screen.bot.waitUntil(lambda: page._list.sorted.rowCount() > 0)
    screen.type("2")
    screen.bot.waitUntil(lambda: page._list.current is not None and page._list.current.confirmed is not None)
    QApplication.processEvents()
    assert "Sist bekreftet: ikke" not in page.ui.facts.text()


def test_a_file_is_looked_at_and_then_written_in(screen: Screen, tmp_path: Path) -> None:
    file = tmp_path / "kurs.csv"
    file.write_text("Kurs;Ansvarlig avdeling\nHMS-kurs;4\nFeil kurs;99\n", encoding="utf-8")
    show_catalogue(screen, "Kurs")
    page = screen.workspace.catalogue
    screen.bot.waitUntil(lambda: page._list.sorted.rowCount() == 2)
    page.files.look_at(file)
    screen.bot.waitUntil(lambda: "Feil kurs" in page.ui.facts.text() or "rad 3" in page.ui.facts.text())
    assert page._list.sorted.rowCount() == 2  # nothing is written yet
    screen.type("1")
    screen.bot.waitUntil(lambda: page._list.sorted.rowCount() == 3)


def test_a_new_department_does_not_overwrite_the_one_with_its_number(screen: Screen) -> None:
    show_catalogue(screen, "Avdelinger")
    page = screen.workspace.catalogue
    screen.bot.waitUntil(lambda: page._list.sorted.rowCount() > 0)
    screen.type("3")
    screen.type("4")
    screen.key(Qt.Key.Key_Tab)
    screen.type("Ny avdeling")
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: "4" in page.ui.facts.text() and "finnes" in page.ui.facts.text())
    assert screen.services.organisation.read().department(4).name == "Mjøstraktene"


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


def test_the_hours_of_the_house_are_set_and_a_wrong_one_is_explained(screen: Screen) -> None:
    screen.window.show_page("settings")
    screen.workspace.settings.show_part("Organisasjon")
    boxes = {box.accessibleName(): box for box in screen.workspace.settings.findChildren(QLineEdit)}
    boxes["Stenger"].setFocus()
    boxes["Stenger"].setText("halv fire")
    boxes["Timer før en status er «ikke bekreftet»"].setFocus()
    screen.key(Qt.Key.Key_Return)
    assert screen.workspace.call_session.organisation.closes.hour == 15
    boxes["Stenger"].setText("16.15")
    screen.key(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.organisation.closes.hour == 16)
