"""Beside whoever is on the line stands only what is about them."""

from PySide6.QtCore import Qt

from tests.gui.conftest import Screen


def keys_for_hits(screen: Screen) -> list[str]:
    ui = screen.desk.call.ui
    return [part.text() for part in (ui.l1, ui.key48, ui.l2, ui.key49) if part.isVisible()]


def test_nobody_is_asked_about_before_it_is_known_who_rings(screen: Screen) -> None:
    ui = screen.desk.call.ui
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
    assert screen.desk.call.ui.categories.isVisible()


def test_a_new_caller_does_not_get_the_question_for_the_member_before(screen: Screen) -> None:
    screen.open("ingunn fjeldheim")
    screen.control(Qt.Key.Key_N)
    assert not screen.desk.call.ui.categories.isVisible()
    screen.key(Qt.Key.Key_Escape)
    assert screen.desk.call.ui.categories.isVisible()


def test_keys_for_hits_are_told_where_there_are_hits(screen: Screen) -> None:
    ui = screen.desk.call.ui
    screen.search("fjeldheim")
    screen.bot.waitUntil(
        lambda: ui.hitCount.text().endswith("treff") and bool(keys_for_hits(screen))
    )
    screen.search("xqzwv")
    screen.bot.waitUntil(lambda: ui.hitCount.text() == "Ingen treff")
    assert keys_for_hits(screen) == []
    screen.search("")
    screen.desk.call.hits.clear()
    assert not ui.hitCount.text()
