"""Beside whoever is on the line stands only what is about them."""

import pytest
from PySide6.QtCore import Qt

from tests.helpers.members import by_number
from tests.helpers.screen import Screen


def keys_for_hits(screen: Screen) -> list[str]:
    ui = screen.workspace.call.ui
    return [part.text() for part in (ui.l1, ui.key48, ui.l2, ui.key49) if part.isVisible()]


def test_nobody_is_asked_about_before_it_is_known_who_rings(screen: Screen) -> None:
    ui = screen.workspace.call.ui
    screen.control(Qt.Key.Key_N)
    assert not ui.categories.isVisible()
    assert keys_for_hits(screen) == []
    screen.type("99000777")
    screen.control(Qt.Key.Key_Return)
    assert ui.categories.isVisible()
    assert not ui.say.isVisible()


def test_a_form_beside_a_member_leaves_the_subjects_where_they_are(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.control(Qt.Key.Key_T)
    assert screen.workspace.call.ui.categories.isVisible()


def test_a_new_caller_does_not_get_the_question_for_the_member_before(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.control(Qt.Key.Key_N)
    assert not screen.workspace.call.ui.categories.isVisible()
    screen.key(Qt.Key.Key_Escape)
    assert screen.workspace.call.ui.categories.isVisible()


def test_keys_for_hits_are_told_where_there_are_hits(screen: Screen) -> None:
    ui = screen.workspace.call.ui
    screen.search("fjeldheim")
    screen.bot.waitUntil(lambda: ui.hitCount.text().endswith("treff") and bool(keys_for_hits(screen)))
    screen.search("xqzwv")
    screen.bot.waitUntil(lambda: ui.hitCount.text() == "Ingen treff")
    assert keys_for_hits(screen) == []
    screen.search("")
    screen.workspace.call.hits.clear()
    assert not ui.hitCount.text()


def test_the_facts_of_most_members_take_a_line_each(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    ui = screen.workspace.call.record.ui
    screen.bot.waitUntil(lambda: not ui.insurance.wordWrap())
    assert not ui.name.wordWrap()


def test_an_email_too_long_for_its_panel_is_whole_for_the_reader(screen: Screen) -> None:
    member = by_number(screen.services, "204118")
    assert member is not None
    email = f"{'margrethe' * 7}@forbundet.example"
    screen.services.members.change(member, {"email": email})
    screen.open("ingunn fjeldheim")
    label = screen.workspace.call.record.ui.email
    screen.bot.waitUntil(lambda: "…" in label.text())
    assert (label.toolTip(), label.accessibleName()) == (email, email)
    assert label.textInteractionFlags() == Qt.TextInteractionFlag.NoTextInteraction
    screen.window.resize(1920, 1032)
    screen.bot.waitUntil(lambda: label.text() == email)
    assert not label.toolTip()


@pytest.mark.parametrize("size", [(1366, 688), (1920, 1032)])
def test_the_facts_stand_together_also_where_the_lists_are_empty(screen: Screen, size: tuple[int, int]) -> None:
    screen.window.resize(*size)
    screen.open("marte fjeldheim")
    screen.at_rest()
    ui = screen.workspace.call.record.ui
    assert ui.none.isVisible()
    facts = ui.detailsLayout
    screen.bot.waitUntil(lambda: facts.geometry().height() == facts.sizeHint().height())
    below = ui.none.mapTo(screen.workspace.call.record, ui.none.rect().topLeft()).y()
    assert below < 300
