"""Forms: Enter from every field, errors below the fields, the foot, and the question before changes are left."""

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.gui.access.people_panel import PeoplePanel
from sentralbord_desktop.gui.messages.sending_panel import SendingPanel
from sentralbord_desktop.gui.organisation_kinds import KINDS
from sentralbord_desktop.gui.privacy.breach_panel import BreachPanel
from sentralbord_desktop.gui.privacy.retention_panel import RetentionPanel
from sentralbord_desktop.gui.widgets.field_grid import FieldGrid
from sentralbord_desktop.gui.widgets.form_foot import UNSAVED
from sentralbord_desktop.gui.widgets.labels import WORD_JOINER
from sentralbord_desktop.gui.widgets.settings_panel import SettingsForm
from sentralbord_desktop.gui.widgets.suggestions import SuggestionList
from tests.helpers.pages import settings_part, show_catalogue, show_part
from tests.helpers.screen import Screen


def open_form(screen: Screen, kind: str) -> FieldGrid:
    show_catalogue(screen, kind)
    screen.key(Qt.Key.Key_F2)
    form: FieldGrid = screen.workspace.catalogue._form
    assert form.isVisible()
    return form


def of_settings(title: str) -> Callable[[Screen], FieldGrid]:
    def shown(screen: Screen) -> FieldGrid:
        part = show_part(screen, title)
        screen.at_rest()
        assert hasattr(part, "findChildren")
        found: FieldGrid = next(grid for grid in part.findChildren(FieldGrid) if len(grid.boxes) > 1)
        return found

    return shown


def of_record(key: Qt.Key, *, held: bool = False) -> Callable[[Screen], FieldGrid]:
    def shown(screen: Screen) -> FieldGrid:
        screen.open("ingunn fjeldheim")
        if held:
            screen.control(key)
        else:
            screen.key(key)
        grid: FieldGrid = screen.workspace.call.forms.panel._grid
        return grid

    return shown


def shared_register(screen: Screen) -> FieldGrid:
    screen.services.shared_register.is_possible = True
    return of_settings("Felles register")(screen)


def stranger(screen: Screen) -> FieldGrid:
    screen.control(Qt.Key.Key_N)
    screen.digits("1")
    grid: FieldGrid = screen.workspace.call.forms.panel._grid
    return grid


PARTS = ("Deg", "Organisasjon", "Telefon", "Utsending", "Folk", "Lagringstid", "Meld avvik", "Hent av seg selv")
"""Of the settings, with a form that is saved."""
FORMS: dict[str, Callable[[Screen], FieldGrid]] = {
    **{kind.title: partial(open_form, kind=kind.title) for kind in KINDS},
    **{title: of_settings(title) for title in PARTS},
    "Felles register": shared_register,
    "Rett": of_record(Qt.Key.Key_F2),
    "Avtal oppringing": of_record(Qt.Key.Key_T, held=True),
    "Merknad": of_record(Qt.Key.Key_M, held=True),
    "Ny innringer": stranger,
}


@pytest.mark.parametrize("name", FORMS)
def test_enter_from_each_field_reaches_lagre_without_loss(screen: Screen, name: str) -> None:
    """Lists and ticks included; in a text box Enter makes a line and the note says so."""
    form = FORMS[name](screen)
    came: list[dict[str, str]] = []
    form.submitted.disconnect()
    form.submitted.connect(lambda: came.append(form.values()))
    open_ = [box for box in form.boxes if box.isVisible() and box.isEnabled()]
    assert open_
    form.focus_first()
    for place, box in enumerate(open_):
        assert screen.focus is box, f"{box.accessibleName()} was passed over"
        if isinstance(box, QLineEdit) and not box.isReadOnly():
            screen.type(str(place))
        if isinstance(box, QPlainTextEdit):
            screen.key(Qt.Key.Key_Return)
            assert "\n" in box.toPlainText()
            block = box.parentWidget()
            assert block is not None
            notes = [text.text() for text in block.findChildren(QLabel) if text.isVisible()]
            assert any(note.startswith("Enter lager ny linje. Ctrl+Enter ") for note in notes)
            screen.key(Qt.Key.Key_Tab)
        else:
            screen.key(Qt.Key.Key_Return)
        assert bool(came) == (box is open_[-1] and not isinstance(box, QPlainTextEdit))
    written = came[0] if came else form.values()
    for place, box in enumerate(open_):
        if isinstance(box, QLineEdit):
            assert str(place) in written[next(key for key in written if form.box(key) is box)]


def test_what_is_wrong_stands_below_its_field_and_the_first_has_the_focus(screen: Screen) -> None:
    form = open_form(screen, "Personer")
    phone, mail = form.box("phone"), form.box("email")
    assert isinstance(phone, QLineEdit)
    assert isinstance(mail, QLineEdit)
    phone.setText("99")
    mail.setText("ikke en adresse")
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: bool(form._blocks["phone"].error) and bool(form._blocks["email"].error))
    assert screen.focus is phone
    foot = screen.workspace.catalogue._form.foot
    assert foot.said.text() == "2 felt må rettes"
    screen.type("1")
    assert form._blocks["phone"].error == ""
    assert foot.said.text() == "1 felt må rettes"


def test_lagre_and_avbryt_of_a_long_form_are_in_sight_in_a_small_window(screen: Screen) -> None:
    screen.window.resize(1093, 535)
    for kind in KINDS:
        open_form(screen, kind.title)
        screen.at_rest()
        foot = screen.workspace.catalogue._form.foot
        for button in (foot.save, foot.cancel):
            assert button.visibleRegion().boundingRect() == button.rect(), kind.title
        screen.key(Qt.Key.Key_Escape)


def change(screen: Screen) -> FieldGrid:
    form = open_form(screen, "Personer")
    name = form.box("name")
    assert isinstance(name, QLineEdit)
    name.setFocus()
    name.selectAll()
    screen.type("Kari Nordmann")
    return form


@pytest.mark.parametrize("way", ["esc", "avbryt", "another list", "another entry"])
def test_leaving_with_changes_asks_and_esc_stays(screen: Screen, way: str) -> None:
    form = change(screen)
    page = screen.workspace.catalogue
    foot = page._form.foot
    if way == "esc":
        screen.key(Qt.Key.Key_Escape)
    elif way == "avbryt":
        foot.cancel.click()
    elif way == "another list":
        page.ui.kinds.setCurrentRow(0)
    else:
        page._new()
    assert foot.said.text() == UNSAVED
    assert screen.focus is foot.yes
    assert page._kind.title == "Personer"
    screen.key(Qt.Key.Key_Escape)
    assert form.isVisible()
    assert form.values()["name"] == "Kari Nordmann"
    assert foot.save.isVisible()


def test_a_click_on_another_row_leaves_the_mark_on_the_row_that_is_shown(screen: Screen) -> None:
    change(screen)
    kinds = screen.workspace.catalogue.ui.kinds
    spot = kinds.visualItemRect(kinds.item(0)).center()
    screen.bot.mouseClick(kinds.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    screen.at_rest()
    assert screen.workspace.catalogue._form.foot.asks
    assert [item.text() for item in kinds.selectedItems()] == ["Personer"]


def test_one_saves_and_goes_on_and_two_discards(screen: Screen) -> None:
    form = change(screen)
    page = screen.workspace.catalogue
    page.ui.kinds.setCurrentRow(0)
    screen.type("1")
    screen.bot.waitUntil(lambda: page._kind.title == "Avdelinger")
    assert any(p.name == "Kari Nordmann" for p in screen.services.organisation.read().staff)
    assert form.isHidden()
    screen.key(Qt.Key.Key_F2)
    name = form.box("name")
    assert isinstance(name, QLineEdit)
    name.setText("En annen")
    screen.key(Qt.Key.Key_Escape)
    screen.type("2")
    assert form.isHidden()
    assert all(d.name != "En annen" for d in screen.services.organisation.read().departments)


def test_a_form_without_changes_is_left_at_once(screen: Screen) -> None:
    form = open_form(screen, "Personer")
    screen.key(Qt.Key.Key_Escape)
    assert form.isHidden()


def test_a_department_is_suggested_while_typing_and_taken_by_its_name(screen: Screen) -> None:
    form = open_form(screen, "Personer")
    department = form.box("department")
    assert isinstance(department, QLineEdit)
    department.setFocus()
    department.selectAll()
    screen.type("mjø")
    offered = form._suggestions["department"]
    assert offered.isVisible()
    assert 0 < offered.count() <= 3
    assert "4 Mjøstraktene" in [offered.item(row).text() for row in range(offered.count())]
    screen.key(Qt.Key.Key_Down)
    screen.key(Qt.Key.Key_Return)
    assert department.text() == "4 Mjøstraktene"
    assert screen.focus is form.box("phone")
    assert not offered.isVisible()
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(form.isHidden)
    edited = screen.workspace.catalogue.list.current
    assert edited is not None
    screen.bot.waitUntil(
        lambda: any(p.id == edited.id and p.department == 4 for p in screen.services.organisation.read().staff)
    )


def test_suggestions_at_the_end_of_the_window_lie_above_the_field(screen: Screen) -> None:
    edit = QLineEdit(screen.window)
    edit.setGeometry(20, screen.window.height() - 50, 200, 34)
    edit.show()
    edit.setFocus()
    offered = SuggestionList(edit, lambda _: ["Renhold Øst AS", "Renhold Vest AS"])
    screen.bot.keyClicks(edit, "ren")
    assert offered.isVisible()
    assert offered.geometry().bottom() < edit.y()
    edit.move(20, 100)
    screen.bot.keyClicks(edit, "h")
    assert offered.y() > edit.geometry().bottom()


def test_the_way_of_sending_shows_its_own_fields_only(screen: Screen) -> None:
    part = settings_part(screen, "Utsending", SendingPanel)
    grid = part.form
    way, auth = grid.box("mail"), grid.box("auth")
    assert isinstance(way, QComboBox)
    assert isinstance(auth, QComboBox)
    way.setCurrentIndex(way.findData("smtp"))
    auth.setCurrentIndex(auth.findData("passord"))
    shown = {key for key in grid.values() if not grid._blocks[key].isHidden()}
    assert {"host", "login", "secret"} <= shown
    assert not shown & {"token_url", "client_id", "scope"}
    auth.setCurrentIndex(auth.findData("xoauth2"))
    assert not grid._blocks["token_url"].isHidden()
    way.setCurrentIndex(way.findData("hand"))
    assert grid._blocks["host"].isHidden()


def test_lagre_and_avbryt_are_in_sight_without_scrolling(screen: Screen) -> None:
    screen.window.resize(1093, 535)
    for title in ("Folk", "Lagringstid", "Meld avvik", "Organisasjon", "Telefon", "Utsending", "Deg"):
        part = show_part(screen, title)
        screen.at_rest()
        assert isinstance(part, SettingsForm)
        foot = part.foot
        assert isinstance(part, QWidget)
        for button in (foot.save, foot.cancel):
            assert button.isVisible(), title
            corner = button.mapTo(part, button.rect().bottomRight())
            assert part.rect().contains(corner), title
            assert button.visibleRegion().boundingRect() == button.rect(), title


def text_box(grid: FieldGrid, key: str) -> QLineEdit:
    box = grid.box(key)
    assert isinstance(box, QLineEdit)
    return box


@pytest.mark.own_window
def test_what_is_wrong_of_a_person_stands_below_its_field(screen: Screen) -> None:
    part = settings_part(screen, "Folk", PeoplePanel)
    part.new.click()
    for box in part.roles.values():
        box.setChecked(False)
    text_box(part.form, "department").setText("fire")
    part.submit()
    assert part.no_role.isVisible()
    assert part.foot.said.text() == "2 felt må rettes"
    assert screen.focus is part.form.box("department")
    part.roles["operator"].setChecked(True)
    text_box(part.form, "department").setText("4")
    me = screen.services.session.operator
    text_box(part.form, "initials").setText(me.initials)
    part.submit()
    screen.bot.waitUntil(lambda: "i bruk" in part.form._blocks["initials"].error)
    assert screen.focus is part.form.box("initials")


@pytest.mark.own_window
def test_another_person_is_asked_about_before_changes_are_lost(screen: Screen) -> None:
    screen.services.people.keep(Operator(id=0, initials="LT", name="Lars", roles="operator"))
    part = settings_part(screen, "Folk", PeoplePanel)
    screen.bot.waitUntil(lambda: part.list.count() == 2 and bool(part.form.boxes))
    mine, other = part.list.currentRow(), 1 - part.list.currentRow()
    text_box(part.form, "name").setText("Maja Ny")
    part.list.setCurrentRow(other)
    assert part.foot.said.text() == UNSAVED
    assert part.list.currentRow() == mine
    screen.type("1")
    screen.bot.waitUntil(lambda: part._shown.initials == "LT")
    assert "(LT)" in part.list.currentItem().text()
    assert "Maja Ny" in [person.name for person in screen.services.people.all()]
    part.roles["vedlikehold"].setChecked(True)
    part.list.setCurrentRow(1 - part.list.currentRow())
    screen.type("2")
    assert "Maja Ny" in part.list.currentItem().text()
    assert {p.roles for p in screen.services.people.all() if p.initials == "LT"} == {"operator"}


def test_months_out_of_bounds_stand_below_their_fields(screen: Screen) -> None:
    part = settings_part(screen, "Lagringstid", RetentionPanel)
    first, second = list(part.form.values())[:2]
    text_box(part.form, first).setText("9999")
    text_box(part.form, second).setText("9999")
    part.submit()
    screen.bot.waitUntil(lambda: part.foot.said.text() == "2 felt må rettes")
    assert "måneder" in part.form._blocks[first].error
    screen.workspace.settings.show_part("Telefon")
    assert part.foot.said.text() == UNSAVED


def test_a_day_that_has_not_been_stands_below_its_field(screen: Screen) -> None:
    part = settings_part(screen, "Meld avvik", BreachPanel)
    part.submit()
    screen.bot.waitUntil(lambda: bool(part.form._blocks["what"].error))
    text_box(part.form, "discovered").setText("aldri")
    part.submit()
    assert "i går" in part.form._blocks["discovered"].error
    assert screen.focus is part.form.box("discovered")


@pytest.mark.text_scale(2.0)
def test_the_buttons_of_a_short_form_are_whole_between_two_panels(screen: Screen) -> None:
    """«Avbryt» and «Avtal» were cut on both sides, beside a list of hits."""
    screen.window.resize(1366, 688)
    screen.search("99000777")
    screen.at_rest()
    screen.key(Qt.Key.Key_Return)
    screen.at_rest()
    screen.control(Qt.Key.Key_T)
    panel = screen.workspace.call.forms.panel
    screen.bot.waitUntil(panel.isVisible)
    buttons = [button for button in panel.findChildren(QPushButton) if button.isVisible()]
    assert {button.text() for button in buttons} == {"Avbryt", "Avtal"}
    assert all(button.width() >= button.sizeHint().width() for button in buttons)


def test_the_hint_of_a_new_breach_says_what_ctrl_enter_does(screen: Screen) -> None:
    """It said «lagrer» beside a button «Meld avviket»."""
    part = settings_part(screen, "Meld avvik", BreachPanel)
    notes = [text.text() for text in part.form.findChildren(QLabel) if text.isVisible()]
    assert "Enter lager ny linje. Ctrl+Enter melder avviket." in notes


def test_no_field_of_utsending_has_the_name_of_its_heading(screen: Screen) -> None:
    """«E-post / E-post», «SMS / SMS»."""
    part = settings_part(screen, "Utsending", QWidget)
    screen.bot.waitUntil(lambda: bool([box for box in part.findChildren(QComboBox) if box.isVisible()]))
    heads = {
        text.text().replace(WORD_JOINER, "") for text in part.findChildren(QLabel) if text.property("role") == "head"
    }
    assert {"E-post", "SMS"} <= heads
    assert not heads & {box.accessibleName() for box in part.findChildren(QComboBox)}
