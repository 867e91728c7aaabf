"""PR-8: a trøbbel case waits in the record until somebody says that the DS has it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QTableView, QWidget

from sentralbord_desktop.domain.inquiries.case_handover import AWAITS_HANDOVER, Case
from sentralbord_desktop.gui.call.case_handover_card import CaseRow
from sentralbord_desktop.gui.call.record_panel import RecordPanel
from sentralbord_desktop.gui.privacy.retention_panel import RetentionPanel
from tests.helpers.commands import commands_of
from tests.helpers.keyboard import CONTROL, SHIFT
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


def test_handover_to_the_ds_is_said_and_undone_by_keyboard(screen: Screen) -> None:
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


def chosen_in_menu(screen: Screen, words: str) -> None:
    """The menu key, and the line of the menu with these words."""
    screen.key(Qt.Key.Key_Menu)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    line = next(one for one in menu.actions() if one.text() == words)
    menu.setActiveAction(line)
    screen.bot.keyClick(menu, Qt.Key.Key_Return)
    screen.window.activateWindow()  # which a platform without a window manager does not do


def test_the_menu_of_a_promise_says_that_the_ds_has_the_case_and_it_is_undone(screen: Screen) -> None:
    """An event of its own, from Ring tilbake; the promise is settled with it, and comes back with Ctrl+Z."""
    member = left_for_ds(screen)

    def case() -> Case:
        return screen.services.members.open(member.id).cases[0]

    screen.control(Qt.Key.Key_2)
    page = screen.workspace.callbacks
    page.focus_list()
    screen.bot.waitUntil(lambda: page.list.choose(lambda one: one.is_of_case))
    chosen_in_menu(screen, "DS har overtatt")
    screen.bot.waitUntil(lambda: case().handed_over_at is not None)
    screen.bot.waitUntil(lambda: not page.list.choose(lambda one: one.is_of_case))
    assert screen.window.ui.barText.text() == "Ingunn Fjeldheim: DS har overtatt."
    page.focus_list()
    screen.key(Qt.Key.Key_Z, CONTROL)
    screen.bot.waitUntil(lambda: case().handed_over_at is None)
    screen.bot.waitUntil(lambda: page.list.choose(lambda one: one.is_of_case))


def test_the_menu_of_another_promise_does_not_say_it(screen: Screen) -> None:
    screen.control(Qt.Key.Key_2)
    page = screen.workspace.callbacks
    page.focus_list()
    assert not page.list.choose(lambda one: one.is_of_case)
    screen.key(Qt.Key.Key_Menu)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "DS har overtatt" not in [one.text() for one in menu.actions()]
    menu.close()


def test_the_menu_of_the_call_in_the_record_says_it_too(screen: Screen) -> None:
    left_for_ds(screen)
    line = the_line(screen)
    record = screen.workspace.call.record
    record.ui.tabs.setCurrentIndex(1)
    calls = record.ui.lists.currentWidget()
    assert isinstance(calls, QTableView)
    calls.setFocus()
    calls.setCurrentIndex(calls.model().index(0, 0))
    chosen_in_menu(screen, "DS har overtatt")
    screen.bot.waitUntil(lambda: line.words.text().startswith("Overtatt av DS "))
    calls.setFocus()
    calls.setCurrentIndex(calls.model().index(0, 0))
    chosen_in_menu(screen, "Angre at DS har overtatt")
    screen.bot.waitUntil(lambda: line.words.text() == AWAITS_HANDOVER)


def test_ctrl_k_says_it_of_the_open_record_and_ctrl_z_takes_it_back(screen: Screen) -> None:
    left_for_ds(screen)
    line = the_line(screen)
    command = next(one for one in commands_of(screen).rows if one.title == "DS har overtatt")
    commands_of(screen).run(command)
    screen.bot.waitUntil(lambda: line.words.text().startswith("Overtatt av DS "))
    assert screen.window.ui.barText.text() == f"{line.title.text()}: DS har overtatt."
    commands_of(screen).run(command)
    assert screen.window.ui.barText.text() == "Medlemmet har ingen trøbbel-sak som venter på at DS bekrefter."
    screen.key(Qt.Key.Key_Z, CONTROL)
    screen.bot.waitUntil(lambda: line.words.text() == AWAITS_HANDOVER)


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
