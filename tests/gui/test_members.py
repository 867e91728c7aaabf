"""The member's record: rectified, a remark written, a field that two operators changed, and members registered twice."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QRadioButton, QWidget

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.gui.maintenance.duplicates_panel import DuplicatesPanel
from sentralbord_desktop.gui.widgets.conflict_dialog import ConflictDialog
from sentralbord_desktop.storage.members.members import change_member
from sentralbord_desktop.storage.search import index
from tests.helpers.pages import maintenance
from tests.helpers.screen import Screen

REGISTER = (
    "Medlemsnummer;Fornavn;Mellomnavn;Etternavn;Fødselsdato;Telefon;Poststed\n"
    "900001;Ingunn;Fjeldheim;Haugen;14.03.1979;99000418;Brumunddal\n"
    "900002;Roar;;Tveitan;;99000531;\n"
)


def registered_twice(screen: Screen, folder: Path) -> DuplicatesPanel:
    """Two of the practice people come again in a file; the part of the settings is open."""
    file = folder / "igjen.csv"
    file.write_text(REGISTER, encoding="utf-8")
    member_imports = screen.services.member_imports
    member_imports.write(member_imports.preview(member_imports.read(file)))
    part = maintenance(screen).duplicates
    screen.bot.mouseClick(part.look, Qt.MouseButton.LeftButton)
    screen.bot.waitUntil(lambda: len(part.rows.values) == 2)
    screen.bot.waitUntil(part.merge.isVisible)
    return part


def undo_buttons(part: DuplicatesPanel) -> list[QPushButton]:
    return [button for button in part.findChildren(QPushButton) if button.text() == "Angre"]


def count(screen: Screen) -> int:
    return screen.services.members.count()


def test_a_pair_is_merged_by_the_choices_and_undone_by_angre(screen: Screen, tmp_path: Path) -> None:
    part = registered_twice(screen, tmp_path)
    before = count(screen)
    chosen = part.grid.values()
    assert chosen["behold"] == "one"
    assert chosen["middle_name"] == "one"  # a name is never put together of two
    part.grid.boxes[0].setFocus()
    screen.key(Qt.Key.Key_Down)  # keep the other number
    part.merge.setFocus()
    screen.key(Qt.Key.Key_Space)
    screen.bot.waitUntil(lambda: count(screen) == before - 1)
    screen.bot.waitUntil(lambda: "204118 er slått sammen med 900001" in part.bar.said.text())
    assert [hit.number for hit in screen.services.members.search("204118")] == ["900001"]
    screen.bot.waitUntil(lambda: len(part.rows.values) == 1)
    screen.bot.waitUntil(lambda: bool(undo_buttons(part)))
    [undo] = undo_buttons(part)
    assert "204118" in undo.accessibleName()
    undo.setFocus()
    screen.key(Qt.Key.Key_Space)
    screen.bot.waitUntil(lambda: count(screen) == before)
    screen.bot.waitUntil(lambda: "to medlemmer igjen" in part.bar.said.text())


def test_a_number_that_is_not_theirs_any_more_is_left_out_by_the_keyboard(screen: Screen, tmp_path: Path) -> None:
    part = registered_twice(screen, tmp_path)
    numbers = [box for box in part.grid.boxes if isinstance(box, QCheckBox)]
    assert [box.text() for box in numbers] == ["Behold 990 00 418"]
    assert numbers[0].accessibleName().startswith("Telefon, fra 204118 og 900001: Behold ")
    numbers[0].setFocus()
    screen.key(Qt.Key.Key_Space)
    part.merge.setFocus()
    screen.key(Qt.Key.Key_Space)
    screen.bot.waitUntil(lambda: "900001 er slått sammen med 204118" in part.bar.said.text())
    [kept] = screen.services.members.search("204118")
    assert screen.services.members.open(kept.id).member.phones == ()


def test_a_pair_that_is_no_pair_is_not_shown_again(screen: Screen, tmp_path: Path) -> None:
    part = registered_twice(screen, tmp_path)
    part.apart.setFocus()
    screen.key(Qt.Key.Key_Space)
    screen.bot.waitUntil(lambda: len(part.rows.values) == 1)
    screen.bot.mouseClick(part.look, Qt.MouseButton.LeftButton)
    screen.bot.waitUntil(lambda: "1 par" in part.bar.said.text())


def review_new_member(screen: Screen, **personal: str) -> None:
    """An innmelding by telephone, up to its review."""
    call_session = screen.workspace.call_session
    call_session.open_unknown_caller("99000777")
    call_session.begin("innmelding")
    answers = (
        ("hvordan", Answer(choice="naa")),
        ("arbeidssted", Answer(text="Hamar, Renhold Øst")),
        ("sikker", Answer(choice="ja")),
        ("ny_avdeling", Answer(text="4")),
        ("personalia", Answer(fields={**personal, "phone": "99000777"})),
    )
    for step, answer in answers:
        if (
            call_session.run is not None
            and call_session.run.current is not None
            and call_session.run.current.id == step
        ):
            call_session.answer(step, answer)
    assert call_session.run is not None
    assert call_session.run.current is None


def test_whoever_may_be_a_member_already_is_named_before_registering(screen: Screen) -> None:
    call_session, bar = screen.workspace.call_session, screen.window.ui
    review_new_member(screen, first_name="Ingun", last_name="Fjellheim", birth_date="14.03.1979")
    screen.bot.waitUntil(lambda: "Ingunn Fjeldheim" in bar.barText.text())
    assert "er medlem 204118: samme fødselsdato" in bar.barText.text()
    screen.control(Qt.Key.Key_G)  # what the bar offers, without the mouse
    screen.bot.waitUntil(lambda: call_session.record is not None)
    assert call_session.record is not None
    assert call_session.record.member.number == "204118"
    assert len(call_session.parked) == 1  # what was typed stands


def test_the_others_who_are_like_are_named_too(screen: Screen) -> None:
    review_new_member(screen, first_name="Ingunn", last_name="Fjeldheim", birth_date="14.03.1979")
    call_session, bar = screen.workspace.call_session, screen.window.ui
    screen.bot.waitUntil(lambda: "Ingunn Fjeldheim" in bar.barText.text())
    assert "Flere ligner" not in bar.barText.text()
    call_session.complete()
    screen.bot.waitUntil(lambda: call_session.receipt is not None)
    review_new_member(screen, first_name="Ingunn", last_name="Fjeldheim", birth_date="14.03.1979")
    screen.bot.waitUntil(lambda: "Flere ligner: Ingunn Fjeldheim (" in bar.barText.text())


def test_a_stranger_is_registered_without_a_warning(screen: Screen) -> None:
    told: list[str] = []
    review_new_member(screen, first_name="Xzaver", last_name="Qvist", birth_date="14.03.1979")
    screen.application.tasks.run(screen.workspace, lambda: None, lambda _: told.append("after it"))
    screen.bot.waitUntil(lambda: bool(told))  # one worker: the look comes before this
    assert not screen.window.ui.bar.isVisible()


def test_the_register_is_checked_and_the_search_mended(screen: Screen) -> None:
    hit = screen.services.members.search("ingunn fjeldheim")[0]
    with screen.services.database.transaction() as session:
        index.forget(session, [hit.id])
    part = maintenance(screen).integrity
    part.check.setFocus()
    screen.key(Qt.Key.Key_Space)
    screen.bot.waitUntil(lambda: "ikke enige om 1 medlem" in part.bar.said.text(), timeout=20_000)
    part.rebuild.setFocus()
    screen.key(Qt.Key.Key_Space)
    screen.bot.waitUntil(lambda: "bygd på nytt" in part.bar.said.text(), timeout=20_000)
    part.check.setFocus()
    screen.key(Qt.Key.Key_Space)
    screen.bot.waitUntil(lambda: "i orden" in part.bar.said.text(), timeout=20_000)
    assert screen.services.members.search("ingunn fjeldheim")[0].id == hit.id


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


def test_a_record_is_rectified_and_the_change_is_logged(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.key(Qt.Key.Key_F2)
    for _ in range(4):
        screen.key(Qt.Key.Key_Tab)
    field = screen.focus
    assert field.accessibleName() == "Telefon"
    screen.control(Qt.Key.Key_A)
    screen.type("990 00 999")
    screen.control(Qt.Key.Key_Return)
    record = screen.workspace.call.record
    screen.bot.waitUntil(lambda: record.ui.phone.text() == "990 00 999")
    hit = screen.services.members.search("99000999")[0]
    change = screen.services.members.open(hit.id).changes[0]
    assert (change.field, change.before, change.after) == ("phone", "99000418", "99000999")


def test_only_a_remark_is_written_with_ctrl_m(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    before = screen.workspace.call.record._models[0].rowCount()
    screen.control(Qt.Key.Key_M)
    screen.type("Sendte vedtektene.")
    screen.control(Qt.Key.Key_Return)
    screen.bot.waitUntil(lambda: screen.workspace.call.record._models[0].rowCount() == before + 1)
