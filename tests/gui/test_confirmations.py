"""Written confirmations that are awaited: outcomes by a digit, reminders by SMS."""

from PySide6.QtCore import Qt

from sentralbord_desktop.domain.dates.clock import now
from tests.helpers.screen import Screen


def test_a_confirmation_that_has_come_leaves_the_list(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    before = len(screen.services.confirmations.awaited())
    screen.control(Qt.Key.Key_B)
    screen.bot.waitUntil(lambda: len(screen.services.confirmations.awaited()) == before - 1)


def chosen_to_remind(screen: Screen) -> int:
    screen.control(Qt.Key.Key_3)
    screen.at_rest()
    known = {c.id: screen.services.members.reread(c.member_id) for c in screen.services.confirmations.awaited()}
    able = next(i for i, r in known.items() if r and r.member.phone and not r.member.no_sms)
    assert screen.workspace.confirmations.list.choose(lambda c: c.id == able)
    return able


def reminders(screen: Screen) -> list[str]:
    return [m.state for m in screen.services.outbox.all() if "venter fortsatt" in m.body]


def test_a_reminder_by_sms_is_said_once_a_day_and_can_be_taken_back(screen: Screen) -> None:
    chosen_to_remind(screen)
    screen.key(Qt.Key.Key_2)
    screen.at_rest()
    assert "purret på SMS" in screen.window.ui.barText.text()
    assert reminders(screen) == ["klar"]
    screen.key(Qt.Key.Key_2)
    screen.at_rest()
    assert "allerede" in screen.workspace.confirmations.ui.foot.text()
    assert reminders(screen) == ["klar"]


def test_a_reminder_by_sms_is_taken_back_with_its_message(screen: Screen) -> None:
    about = chosen_to_remind(screen)
    before = next(c for c in screen.services.confirmations.awaited() if c.id == about)
    screen.key(Qt.Key.Key_2)
    screen.at_rest()
    screen.control(Qt.Key.Key_Z)
    screen.at_rest()
    after = next(c for c in screen.services.confirmations.awaited() if c.id == about)
    assert (after.remind, after.last_done) == (before.remind, before.last_done)
    assert reminders(screen) == ["trukket"]


def test_a_digit_in_the_list_of_what_we_wait_for_is_an_outcome(screen: Screen) -> None:
    before = len(screen.services.confirmations.awaited())
    screen.control(Qt.Key.Key_3)
    assert screen.focus is screen.workspace.confirmations.ui.table
    screen.digits("1")
    screen.bot.waitUntil(lambda: len(screen.services.confirmations.awaited()) == before - 1)


def test_the_day_it_was_asked_for_is_said_as_in_the_record(screen: Screen) -> None:
    screen.control(Qt.Key.Key_3)
    screen.at_rest()
    page = screen.workspace.confirmations
    awaited = next(c for c in screen.services.confirmations.awaited() if c.member_name == "Ingunn Fjeldheim")
    assert page.list.choose(lambda c: c.id == awaited.id)
    record = screen.services.members.reread(awaited.member_id)
    assert record is not None
    assert page.ui.promise.text() in [row.say for row in record.important(now())]
