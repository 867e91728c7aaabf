"""Registered twice: warned while registering, shown in a list, merged and undone in the window."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.gui.backup.integrity_panel import IntegrityPanel
from sentralbord_desktop.gui.members.duplicates_panel import DuplicatesPanel
from sentralbord_desktop.storage.search import index
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
    screen.window.show_page("settings")
    screen.workspace.settings.show_part("Dobbelt registrert")
    part = screen.workspace.settings.shown
    assert isinstance(part, DuplicatesPanel)
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
    assert numbers[0].accessibleName() == "Telefon, fra 204118 og 900001"
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
    screen.window.show_page("settings")
    screen.workspace.settings.show_part("Sjekk registeret")
    part = screen.workspace.settings.shown
    assert isinstance(part, IntegrityPanel)
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
