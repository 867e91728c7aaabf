"""PR-8: a trøbbel case waits in the record until somebody says that the DS has it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sentralbord_desktop.domain.inquiries.case_handover import AWAITS_HANDOVER
from sentralbord_desktop.gui.call.record.case_handover_card import CaseRow
from sentralbord_desktop.gui.call.record.record_panel import RecordPanel
from sentralbord_desktop.gui.privacy.retention_panel import RetentionPanel
from tests.helpers.keyboard import SHIFT
from tests.helpers.members import by_number
from tests.helpers.pages import kept_long, left_for_ds, settings_part
from tests.helpers.screen import Screen


def the_line(screen: Screen) -> CaseRow:
    screen.open("ingunn fjeldheim")
    (line,) = screen.workspace.call.record.cases.lines
    return line


def tab_to(screen: Screen, wanted: QWidget) -> None:
    for _ in range(30):
        if wanted.hasFocus():
            return
        screen.key(Qt.Key.Key_Tab)
    raise AssertionError("Tab does not come there")


def test_that_the_ds_has_it_is_said_and_undone_by_keyboard(screen: Screen) -> None:
    member = left_for_ds(screen)
    line = the_line(screen)
    assert line.isVisible()
    assert (line.words.text(), line.button.text()) == (AWAITS_HANDOVER, "DS har overtatt")
    name = line.button.accessibleName()
    assert name.startswith("DS har overtatt saken fra ")
    tab_to(screen, line.button)
    screen.key(Qt.Key.Key_Space)
    screen.bot.waitUntil(lambda: line.words.text().startswith("Overtatt av DS "))
    assert line.words.text().endswith(f"({screen.services.session.sign})")
    assert line.button.hasFocus()  # on the same button, which now takes it back
    assert line.button.text() == "Angre"
    assert line.button.accessibleName() == f"Angre at {name}"
    assert screen.services.members.open(member.id).cases[0].handed_over_at is not None
    screen.key(Qt.Key.Key_Space)
    screen.bot.waitUntil(lambda: line.words.text() == AWAITS_HANDOVER)
    assert line.button.hasFocus()
    assert screen.services.members.open(member.id).cases[0].handed_over_at is None


def test_tab_comes_to_the_case_between_the_name_and_the_lists(screen: Screen) -> None:
    left_for_ds(screen)
    line = the_line(screen)
    record = screen.workspace.call.record.ui
    tab_to(screen, record.edit)
    screen.key(Qt.Key.Key_Tab)
    assert line.button.hasFocus()


def test_what_another_desk_says_is_seen_and_nobody_elses_case_is_left_standing(screen: Screen) -> None:
    member = left_for_ds(screen)
    line = the_line(screen)
    screen.services.case_handover.confirm(screen.services.members.open(member.id).cases[0])
    screen.bot.waitUntil(lambda: line.button.text() == "Angre")
    screen.key(Qt.Key.Key_Space, SHIFT)  # rings for another: the record closes
    assert not line.isVisible()
    screen.open("inge fjeldheim")
    assert screen.workspace.call.record.cases.lines == []
    assert not screen.workspace.call.record.cases.isVisible()


def test_in_the_copy_the_case_is_read_and_nothing_can_be_said(screen: Screen) -> None:
    """Nothing is written into the copy that is read while the server is away at the start."""
    member = left_for_ds(screen)
    panel = RecordPanel(str, read_only=True)
    screen.bot.addWidget(panel)
    panel.show_record(screen.services.members.open(member.id), screen.services.session.clock())
    panel.show()
    (line,) = panel.cases.lines
    assert line.words.isVisible()
    assert not line.button.isVisible()


def test_the_page_of_months_says_how_many_wait_and_who(screen: Screen) -> None:
    kept_long(screen)
    part = settings_part(screen, "Lagringstid", RetentionPanel)
    assert part.waits.isVisible()
    assert part.waits.text().startswith("1 sak venter på at DS bekrefter at den er overtatt.")
    listed = [part.list.item(n).text() for n in range(part.list.count())]
    at = listed.index(f"{AWAITS_HANDOVER}: 1")
    assert listed[at + 1].endswith(": Ingunn Fjeldheim, 204118")
    member = by_number(screen.services, "204118")
    assert member is not None
    screen.services.case_handover.confirm(screen.services.members.open(member.id).cases[0])
    part.look.click()
    screen.bot.waitUntil(lambda: not part.waits.isVisible(), timeout=20_000)
