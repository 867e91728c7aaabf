"""What is announced to a screen reader in one moment is one sentence."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from sentralbord_desktop.gui.core.announce import announce
from tests.helpers.announcements import Heard


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def test_two_things_in_one_moment_are_one_sentence(window: QWidget, heard: Heard) -> None:
    announce(window, "Parkert")
    announce(window, "Ingunn Fjeldheim, medlem.")
    assert heard.next() == "Parkert. Ingunn Fjeldheim, medlem."


def test_of_two_steps_in_one_moment_the_later_is_announced(window: QWidget, heard: Heard) -> None:
    announce(window, "Steg 1", about="step")
    announce(window, "Lagret")
    announce(window, "Steg 2", about="step")
    assert heard.next() == "Lagret. Steg 2"


def test_the_same_sentence_is_said_once(window: QWidget, heard: Heard) -> None:
    announce(window, "Lagret.")
    announce(window, "Lagret.")
    assert heard.next() == "Lagret."


def test_what_is_urgent_is_first_and_interrupts(window: QWidget, heard: Heard) -> None:
    announce(window, "Steg 2")
    announce(window, "Fristen er i morgen.", is_urgent=True)
    assert heard.next() == "Fristen er i morgen. Steg 2"
    assert heard.was_urgent


def test_what_is_announced_of_a_window_that_has_gone_is_dropped(qtbot: QtBot, heard: Heard) -> None:
    gone, other = QWidget(), QWidget()
    qtbot.addWidget(other)
    announce(gone, "Borte")
    gone.deleteLater()
    QApplication.sendPostedEvents()
    QApplication.processEvents()
    heard.settle()
    assert heard.sentences == []
    announce(other, "Her")
    assert heard.next() == "Her"


def test_what_a_window_that_has_gone_would_say_is_not_said_by_the_next(qtbot: QtBot, heard: Heard) -> None:
    gone, other = QWidget(), QWidget()
    qtbot.addWidget(other)
    announce(gone, "Borte")
    gone.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    announce(other, "Her")
    assert heard.next() == "Her"
