"""The catalogue of the organisation: departments, people, roles and hours, by keys."""

import re
from functools import partial
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QRadioButton, QStyleOptionViewItem, QTableView

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.conflicts import ConflictError
from sentralbord_desktop.domain.organisation.organisation import Department, Organisation, Role
from sentralbord_desktop.gui.core.tip import BREAK
from sentralbord_desktop.gui.organisation import OrganisationPage, new_one
from sentralbord_desktop.gui.organisation_kinds import KINDS, UNCONFIRMED, FactGrid, read
from sentralbord_desktop.gui.widgets.conflict_dialog import ConflictDialog
from sentralbord_desktop.gui.widgets.table_model import RowDelegate
from tests.helpers.pages import ds_of, show_catalogue, show_part
from tests.helpers.screen import Screen


def cut_cells(table: QTableView) -> list[str]:
    """What is drawn with an ellipsis: a word is wider than its column, or the lines are higher than the row."""
    model, delegate = table.model(), table.itemDelegate()
    assert isinstance(delegate, RowDelegate)
    rows = range(model.rowCount())
    found = [f"row {row} is too low" for row in rows if table.sizeHintForRow(row) > table.rowHeight(row)]
    for row in rows:
        for column in range(model.columnCount()):
            if table.isColumnHidden(column):
                continue
            index, option = model.index(row, column), QStyleOptionViewItem()
            delegate.initStyleOption(option, index)
            metrics = QFontMetrics(option.font)
            width = table.columnWidth(column) - CELL_PADDING
            room = QRect(0, 0, width - FOCUS_MARGIN, 10_000)
            if metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), option.text).height() > table.rowHeight(row):
                found.append(f"{option.text!r} is higher than its row")
            wide = max(map(metrics.horizontalAdvance, re.split(r"[\s\u200b-]", option.text)))
            if wide > width:
                found.append(f"{option.text!r} needs {wide}, has {width}")
    return found


CELL_PADDING, FOCUS_MARGIN = 16, 6
"""Pixels to the left and right of a text, by the style sheet and by Qt."""


def test_beside_a_form_a_person_has_name_and_function(screen: Screen) -> None:
    show_catalogue(screen, "Personer")
    screen.at_rest()
    screen.key(Qt.Key.Key_F2)
    screen.at_rest()
    table = screen.workspace.catalogue.list.table
    shown = [n for n in range(table.model().columnCount()) if not table.isColumnHidden(n)]
    titles = [table.model().headerData(n, Qt.Orientation.Horizontal) for n in shown]
    assert titles == ["Navn", "Funksjon"]
    assert cut_cells(table) == []


@pytest.mark.parametrize("text_scale", [1.0, 1.5])
def test_no_text_of_a_list_is_elided(screen: Screen, text_scale: float) -> None:
    long = "anne-margrethe.elisabeth.wollstonecraft@nordvest.forbundet.test"
    person = screen.services.organisation.read().staff[0]
    screen.services.organisation.save_entry(person.model_copy(update={"email": long}))
    for title in [kind.of.title for kind in KINDS]:
        show_catalogue(screen, title)
        for size in ((1366, 688), (1093, 535)):
            screen.window.resize(*size)
            screen.at_rest()
            table = screen.workspace.catalogue.list.table
            screen.bot.waitUntil(partial(is_whole, table, size))


def is_whole(table: QTableView, size: tuple[int, int]) -> None:
    """Nothing is cut, once the list has its place."""
    assert cut_cells(table) == [], (table.accessibleName(), size)


def test_an_address_is_read_whole_in_the_card_and_copied_as_it_is(screen: Screen) -> None:
    """«procedure.owner@forbundet.te», cut at the edge of the window."""
    screen.window.resize(1366, 688)
    screen.window.show_page("catalogue")
    page = screen.workspace.catalogue
    page.show_kind("Roller")
    screen.at_rest()
    card, selectable = page.findChildren(FactGrid)[0], Qt.TextInteractionFlag.TextSelectableByMouse

    def address() -> QLabel:
        return next(one for one in card.findChildren(QLabel) if "@" in one.text() and not one.isHidden())

    screen.bot.waitUntil(lambda: address().text().replace(BREAK, "") == "procedure.owner@forbundet.test")
    screen.bot.waitUntil(lambda: address().visibleRegion().boundingRect() == address().rect())
    pieces = address().text().split(BREAK)
    assert len(pieces) > 1
    assert address().textInteractionFlags() != selectable
    assert max(map(address().fontMetrics().horizontalAdvance, pieces)) <= address().width()
    screen.key(Qt.Key.Key_Down)
    screen.bot.waitUntil(lambda: address().text() == "gf.payments@forbundet.test")
    assert address().textInteractionFlags() == selectable


def test_a_role_gets_another_holder_and_the_procedures_use_it(screen: Screen) -> None:
    show_catalogue(screen, "Roller")
    page = screen.workspace.catalogue
    screen.bot.waitUntil(lambda: page.list.sorted.rowCount() > 0)
    page.list.table.selectRow(
        next(n for n in range(page.list.sorted.rowCount()) if page.list.sorted.value(n).key == "post")
    )
    screen.key(Qt.Key.Key_F2)
    screen.control(Qt.Key.Key_A)
    screen.type("Kari Nordmann")
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.organisation.role("post").holder == "Kari Nordmann")
    assert page.list.current is not None
    assert page.list.current.holder == "Kari Nordmann"


def test_what_cannot_be_right_is_refused_and_stands(screen: Screen) -> None:
    show_catalogue(screen, "Arbeidsgivere")
    page = screen.workspace.catalogue
    screen.type("3")
    screen.type("Bakeriet AS")
    screen.key(Qt.Key.Key_Tab)
    screen.type("fire")
    screen.control(Qt.Key.Key_Return)
    assert "nummeret på avdelingen" in page._form._blocks["department"].error
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
    screen.bot.waitUntil(lambda: page.list.sorted.rowCount() > 0)
    page.list.table.selectRow(0)
    seen = page.list.current
    assert seen is not None
    screen.key(Qt.Key.Key_F2)
    screen.control(Qt.Key.Key_A)
    screen.type("Kari Nordmann")
    other = seen.model_copy(update={"holder": "Lars Tveit", "email": "lars@forbundet.test"})
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
    assert (role.holder, role.email) == ("Kari Nordmann", "lars@forbundet.test")


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


@pytest.mark.own_window
def test_who_does_not_look_after_the_catalogue_reads_it_and_confirms(screen: Screen) -> None:
    screen.services.people.keep(Operator(id=0, initials="LT", name="Lars", roles="administrator"))
    me = screen.services.session.operator
    screen.services.people.keep(me.model_copy(update={"roles": "operator"}))
    screen.services.session.refresh()
    show_catalogue(screen, "Personer")
    page = screen.workspace.catalogue
    screen.bot.waitUntil(lambda: page.list.sorted.rowCount() > 0)
    page.list.table.selectRow(0)
    screen.key(Qt.Key.Key_F2)
    assert page._form.isHidden()
    assert not page.ui.new_.isVisible()
    titles = [choice[1] for choice in page.choices(page.list.current)]
    assert titles == ["Bekreft at det stemmer"]


def test_taking_an_entry_out_is_asked_once(screen: Screen) -> None:
    show_catalogue(screen, "Kurs")
    page = screen.workspace.catalogue
    screen.bot.waitUntil(lambda: page.list.sorted.rowCount() == 2)
    screen.type("4")
    assert "Det kan ikke angres" in page.ui.facts.text()
    screen.type("0")
    screen.type("41")
    screen.bot.waitUntil(lambda: page.list.sorted.rowCount() == 1)


def test_an_entry_is_confirmed_with_todays_date(screen: Screen) -> None:
    show_catalogue(screen, "Avdelinger")
    page = screen.workspace.catalogue
    screen.bot.waitUntil(lambda: page.list.sorted.rowCount() > 0)
    screen.type("2")
    screen.bot.waitUntil(lambda: page.list.current is not None and page.list.current.confirmed is not None)
    QApplication.processEvents()
    assert dict(page._card.facts)["Bekreftet"] != UNCONFIRMED


def test_a_file_is_looked_at_and_then_written_in(screen: Screen, tmp_path: Path) -> None:
    file = tmp_path / "kurs.csv"
    file.write_text("Kurs;Ansvarlig avdeling\nHMS-kurs;4\nFeil kurs;99\n", encoding="utf-8")
    show_catalogue(screen, "Kurs")
    page = screen.workspace.catalogue
    screen.bot.waitUntil(lambda: page.list.sorted.rowCount() == 2)
    page.look_at(file)
    screen.bot.waitUntil(lambda: "Feil kurs" in page.ui.facts.text() or "rad 3" in page.ui.facts.text())
    assert page.list.sorted.rowCount() == 2  # nothing is written yet
    screen.type("1")
    screen.bot.waitUntil(lambda: page.list.sorted.rowCount() == 3)


def test_a_new_department_does_not_overwrite_the_one_with_its_number(screen: Screen) -> None:
    show_catalogue(screen, "Avdelinger")
    page = screen.workspace.catalogue
    screen.bot.waitUntil(lambda: page.list.sorted.rowCount() > 0)
    screen.type("3")
    screen.type("4")
    screen.key(Qt.Key.Key_Tab)
    screen.type("Ny avdeling")
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: "4" in page._form.foot.said.text() and "finnes" in page._form.foot.said.text())
    assert screen.services.organisation.read().department(4).name == "Mjøstraktene"


def test_the_hours_of_the_house_are_set_and_a_wrong_one_is_explained(screen: Screen) -> None:
    show_part(screen, "Organisasjon")
    boxes = {box.accessibleName(): box for box in screen.workspace.settings.findChildren(QLineEdit)}
    boxes["Stenger"].setFocus()
    boxes["Stenger"].setText("halv fire")
    boxes["Timer før en status er «ikke bekreftet»"].setFocus()
    screen.key(Qt.Key.Key_Return)
    assert screen.workspace.call_session.organisation.closes.hour == 15
    assert screen.focus is boxes["Stenger"]
    boxes["Stenger"].setText("16.15")
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.organisation.closes.hour == 16)


@pytest.mark.parametrize("leave", ["esc", "page"])
def test_whether_to_delete_is_not_asked_any_more_when_it_was_left(screen: Screen, leave: str) -> None:
    """1 is «Rett» again, not «Ja, ta bort»."""
    screen.control(Qt.Key.Key_5)
    page = screen.workspace.catalogue
    screen.bot.waitUntil(lambda: page.list.current is not None)
    screen.type("4")
    assert "Det kan ikke angres" in page.ui.facts.text()
    if leave == "esc":
        screen.key(Qt.Key.Key_Escape)
    else:
        screen.control(Qt.Key.Key_1)
        screen.control(Qt.Key.Key_5)
    assert screen.focus is page.list.table
    screen.type("1")
    assert not page._form.isHidden()


def test_one_is_said_as_one(screen: Screen) -> None:
    """The house holds a status good for one hour."""
    organisation = screen.services.organisation.read()
    screen.services.organisation.save_facts(organisation.model_copy(update={"fades_hours": 1}))
    assert organisation.fades_hours != 1
    page = screen.workspace.availability
    page.ui.foot.setText("")
    page.refresh(screen.services.availability.board())
    assert page.ui.foot.text() == "Eldre enn 1 time vises som «ikke bekreftet»."


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


def test_new_things_have_their_gender() -> None:
    assert [new_one(kind) for kind in ("avdeling", "kurs", "sted")] == ["Ny avdeling", "Nytt kurs", "Nytt sted"]


def test_several_numbers_are_shown_with_spaces_and_stored_without() -> None:
    kind, organisation = KINDS[0], Organisation()
    department = Department(number=1, name="Fjordbyen", neighbours="2,4,3")
    assert dict(kind.facts(department, organisation))["Naboer i rekkefølge"] == "2, 4, 3"
    (column,) = [column for column in kind.list_columns if column.title == "Naboer"]
    assert column.text(department) == "2, 4, 3"
    assert read(department, {"neighbours": "5; 7,1"}, organisation).neighbours == "5,7,1"
