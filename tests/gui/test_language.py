"""The language that is spoken with the caller: chosen by key and by mouse, and heard, sent and kept in it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from sentralbord_desktop.gui.call.inquiry_controller import edited
from sentralbord_desktop.gui.procedures import LanguageSwitch
from sentralbord_desktop.gui.wizard.card_kinds import Mended
from sentralbord_desktop.services.inquiries.call_state import Inquiry
from tests.helpers.screen import Screen
from tests.helpers.window_calls import DISMISSED, until_answered

TO_THE_REVIEW = (*DISMISSED, ("sloyfe2_ledig", "ingen"), ("ds_ledig", "ringes"), ("tlf", "99000418"))


def spoken(screen: Screen) -> str:
    """What stands above the cards of the review."""
    return " ".join(label.text() for label in screen.workspace.call.review.ui.say.findChildren(QLabel))


def sms(screen: Screen) -> str:
    return next(one.text for one in screen.workspace.call.review.reviewed_actions if one.template == "S-FRIST")


def menu_of(switch: LanguageSwitch) -> QMenu:
    menu = QApplication.activePopupWidget()
    assert menu is switch.menu()
    return switch.menu()


def choose_by_key(screen: Screen, switch: LanguageSwitch, digit: Qt.Key) -> None:
    screen.control(Qt.Key.Key_U)
    screen.bot.keyClick(menu_of(switch), digit)
    screen.window.activateWindow()  # which a platform without a window manager does not do
    QApplication.processEvents()


def pick(screen: Screen, menu: QMenu, text: str) -> None:
    """Click on this line of the menu."""
    line = next(one for one in menu.actions() if one.text() == f"&{text}")
    screen.bot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(line).center())


def test_by_key_in_a_question_what_is_said_and_sent_is_polish(screen: Screen) -> None:
    until_answered(screen, *DISMISSED)
    call = screen.workspace.call
    switch = call.wizard.language
    assert switch.isVisible()
    assert switch.text() == "Bokmål"
    choose_by_key(screen, switch, Qt.Key.Key_4)
    assert switch.text() == "Polski"
    assert switch.accessibleName() == "Språk til innringeren: Polski, Ctrl+U"
    step = call.wizard.step.step
    assert step is not None
    assert step.id == "sloyfe2_ledig"  # the question stands
    until_answered(screen, *TO_THE_REVIEW)
    assert call.currentWidget() is call.review
    assert "Sekretarz okręgowy to potwierdzi." in spoken(screen)
    assert sms(screen).startswith("Dzień dobry!")
    assert call.review.language.text() == "Polski"


def test_by_mouse_in_the_review_and_what_was_said_in_another_language_is_said_again(screen: Screen) -> None:
    until_answered(screen, *TO_THE_REVIEW)
    call, switch = screen.workspace.call, screen.workspace.call.review.language
    session = screen.workspace.call_session
    session.inquiry.change(Inquiry.said, [one.id for one in call.review.reviewed_actions if one.must_be_said], "14.00")
    assert session.draft is not None
    assert session.draft.review.said
    screen.bot.mouseClick(switch, Qt.MouseButton.LeftButton)
    pick(screen, menu_of(switch), "3   English")
    QApplication.processEvents()
    assert "The deadline may be" in spoken(screen)
    assert sms(screen).startswith("Hello!")
    assert session.draft is not None
    assert not session.draft.review.said


def test_language_is_kept_with_the_call_and_taken_back(screen: Screen) -> None:
    until_answered(screen, *TO_THE_REVIEW)
    session, review = screen.workspace.call_session, screen.workspace.call.review
    choose_by_key(screen, review.language, Qt.Key.Key_2)
    assert sms(screen).startswith("Hei! Viktig dato frå")
    action = next(one for one in review.reviewed_actions if one.template == "S-FRIST")
    session.inquiry.change(edited, action, Mended(text="Hei! Ring oss."))
    assert sms(screen) == "Hei! Ring oss."
    session.park()
    screen.at_rest()
    session.resume(session.parked[0])
    screen.bot.waitUntil(lambda: session.run is not None)
    assert review.language.text() == "Nynorsk"
    choose_by_key(screen, review.language, Qt.Key.Key_1)
    assert sms(screen).startswith("Hei! Viktig dato fra")  # not what was written in another language


def test_where_the_procedure_has_no_other_language_the_key_says_so(screen: Screen) -> None:
    until_answered(screen, category="kontingent")
    assert not screen.workspace.call.wizard.language.isVisible()
    screen.control(Qt.Key.Key_U)
    assert screen.window.ui.barText.text().startswith("Språket velger du i en samtale")
