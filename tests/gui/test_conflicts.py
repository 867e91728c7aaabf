"""Two desks change the same field: the dialog asks, and nothing that was typed is lost (design 4.11)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QRadioButton, QWidget

from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.gui.widgets.conflict_dialog import ConflictDialog
from sentralbord_desktop.storage.members.members import change_member
from tests.helpers.screen import Screen


def inge(screen: Screen) -> Member:
    (hit,) = screen.services.members.search("204119")
    found = screen.services.members.reread(hit.id)
    assert found is not None
    return found.member


def lt_writes(screen: Screen, **changes: str) -> None:
    """LT at another desk."""
    services = screen.services
    with services.database.transaction() as session:
        change_member(session, inge(screen).id, changes, author="LT", at=services.session.clock())


def dialog_of(screen: Screen) -> ConflictDialog:
    def found() -> ConflictDialog | None:
        asked = QApplication.activeModalWidget()
        return asked if isinstance(asked, ConflictDialog) else None

    screen.bot.waitUntil(lambda: found() is not None, timeout=10_000)
    dialog = found()
    assert dialog is not None
    return dialog


def press(screen: Screen, dialog: QWidget, key: Qt.Key, *, control: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    screen.bot.keyClick(QApplication.focusWidget() or dialog, key, held)


def type_into(screen: Screen, name: str, text: str) -> None:
    box = next(b for b in screen.workspace.call.forms.panel._grid.boxes if b.accessibleName() == name)
    box.setFocus(Qt.FocusReason.OtherFocusReason)
    screen.control(Qt.Key.Key_A)
    screen.type(text)


def edits(screen: Screen, **typed: str) -> None:
    """F2 on Inge, new texts, and Ctrl+Enter, while LT has written place and phone."""
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_F2)
    for name, text in typed.items():
        type_into(screen, name, text)
    lt_writes(screen, place="Voss", phone="40011222")
    screen.control(Qt.Key.Key_Return)


def test_the_form_asks_field_by_field_and_saves_what_was_chosen(screen: Screen) -> None:
    edits(screen, Poststed="Oslo", Telefon="400 11 333", Gateadresse="Nyveien 1")
    dialog = dialog_of(screen)
    names = [b.accessibleName() for b in dialog.findChildren(QRadioButton)]
    assert names == [
        "Telefon: behold ditt, 400 11 333",
        "Telefon: behold det LT skrev, 400 11 222",
        "Poststed: behold ditt, Oslo",
        "Poststed: behold det LT skrev, Voss",
    ]
    press(screen, dialog, Qt.Key.Key_Return, control=True)
    assert dialog.isVisible(), "nothing is chosen beforehand"
    assert "Telefon, Poststed" in dialog._missing.text()
    press(screen, dialog, Qt.Key.Key_1)
    press(screen, dialog, Qt.Key.Key_2)
    press(screen, dialog, Qt.Key.Key_2)
    press(screen, dialog, Qt.Key.Key_Return, control=True)
    screen.bot.waitUntil(lambda: inge(screen).street == "Nyveien 1", timeout=10_000)
    now = inge(screen)
    assert (now.phone, now.place) == ("40011333", "Voss")
    call = screen.workspace.call
    screen.bot.waitUntil(lambda: call.ui.middle.currentWidget() is call.record)


def test_esc_goes_back_to_what_was_typed(screen: Screen) -> None:
    edits(screen, Poststed="Oslo")
    press(screen, dialog_of(screen), Qt.Key.Key_Escape)
    call = screen.workspace.call
    assert call.ui.middle.currentWidget() is call.forms.panel
    assert call.forms.panel._grid.values()["place"] == "Oslo"
    assert inge(screen).place == "Voss"


def test_other_fields_of_the_same_member_are_nobodys_conflict(screen: Screen) -> None:
    edits(screen, Gateadresse="Nyveien 1")
    screen.bot.waitUntil(lambda: inge(screen).street == "Nyveien 1", timeout=10_000)
    assert (inge(screen).phone, inge(screen).place) == ("40011222", "Voss")


def test_a_second_number_alone_is_edited_where_it_stands(screen: Screen) -> None:
    lt_writes(screen, phone="", phone2="22123456")
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_F2)
    boxes = screen.workspace.call.forms.panel._grid.values()
    assert (boxes["phone"], boxes["phone2"]) == ("", "22 12 34 56")
    type_into(screen, "Telefon 2", "22 65 43 21")
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: inge(screen).number_at(1) == "22654321", timeout=10_000)
    assert [phone.number for phone in inge(screen).phones] == ["22654321"]


def test_every_number_has_a_field_of_its_own(screen: Screen) -> None:
    for number in ("22123456", "22654321"):
        screen.services.members.add_phone(inge(screen).id, number)
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_F2)
    type_into(screen, "Telefon 3", "22 65 43 99")
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: inge(screen).number_at(2) == "22654399", timeout=10_000)
    assert len(inge(screen).phones) == 3


@pytest.mark.parametrize(("digits", "kept"), [("1", "40011444"), ("11", "40011222")])
def test_fullfor_asks_and_then_completes(screen: Screen, digits: str, kept: str) -> None:
    screen.open("inge fjeldheim")
    screen.key(Qt.Key.Key_Space)
    screen.digits("21")
    screen.key(Qt.Key.Key_Return)
    screen.type("40011444")
    screen.control(Qt.Key.Key_Return)
    screen.digits("1")
    assert screen.workspace.call.currentWidget() is screen.workspace.call.review
    lt_writes(screen, phone="40011222")
    screen.key(Qt.Key.Key_Space)
    screen.control(Qt.Key.Key_Return)
    dialog = dialog_of(screen)
    screen.bot.keyClicks(QApplication.focusWidget() or dialog, digits)
    press(screen, dialog, Qt.Key.Key_Return, control=True)
    screen.bot.waitUntil(lambda: screen.workspace.call_session.receipt is not None, timeout=10_000)
    assert inge(screen).phone == kept
