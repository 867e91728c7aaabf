"""From the settings page to the mail server: a message really leaves from the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from sentralbord_desktop.domain.organisation.organisation import Role
from sentralbord_desktop.gui.backup.recovery_code_page import RecoveryCodePage
from sentralbord_desktop.gui.messages.sending_panel import SendingPanel
from sentralbord_desktop.gui.startup.first_run_page import FirstRunPage
from sentralbord_desktop.gui.window.close_dialog import CloseDialog
from sentralbord_desktop.startup.application import Application
from sentralbord_desktop.startup.command_line import arguments
from tests.delivery.servers import Post
from tests.helpers.passphrase import PASSPHRASE
from tests.helpers.screen import Screen, dismantle


@pytest.fixture
def server() -> Iterator[Post]:
    post = Post()
    post.start()
    yield post
    post.stop()


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Screen]:
    """A real register, not practice: what is written here may leave."""
    application = Application(qapp, arguments(["--data", str(tmp_path), "--look", "lyst"]))
    application.window.resize(1366, 688)
    application.window.show()
    application.register_opener.open(PASSPHRASE)
    pages = application.window.ui.pages
    qtbot.waitUntil(lambda: isinstance(pages.currentWidget(), FirstRunPage), timeout=20_000)
    application.register_opener.sign_in_flow.save_choices(
        {"name": "Maja Hovde", "initials": "MH", "loop": 3, "help_level": "ny"}
    )
    qtbot.waitUntil(
        lambda: isinstance(pages.currentWidget(), RecoveryCodePage) or application.workspace is not None, timeout=20_000
    )
    page = pages.currentWidget()
    if isinstance(page, RecoveryCodePage):  # a register on a server has no code of its own
        page.later.click()
    screen = Screen(qtbot, application)
    yield screen
    dismantle(application)


def write(part: SendingPanel, name: str, text: str) -> None:
    """Into the field that a reader knows by this name."""
    box = next(b for b in part.findChildren(QLineEdit) if b.accessibleName() == name and not b.isHidden())
    box.setText(text)


def choose(part: SendingPanel, name: str, key: str) -> None:
    box = next(b for b in part.findChildren(QComboBox) if b.accessibleName() == name)
    box.setCurrentIndex(box.findData(key))


def test_a_message_written_in_a_call_leaves_for_the_server_and_says_so(office: Screen, server: Post) -> None:
    """MD-3 over the office's own server, set up in the window."""
    office.services.organisation.save_entry(
        Role(key="media", title="Pressekontakt", holder="Trond", email="presse@forbundet.example")
    )
    office.window.show_page("settings")
    office.workspace.settings.show_part("Utsending")
    part = office.workspace.settings.shown
    assert isinstance(part, SendingPanel)
    office.bot.waitUntil(lambda: bool(part._mail.boxes))
    choose(part, "E-post", "smtp")
    choose(part, "Sikring", "ingen")
    choose(part, "Innlogging", "ingen")
    for name, text in (
        ("Server", "127.0.0.1"),
        ("Port", str(server.port)),
        ("Avsender", "sentralbord@forbundet.example"),
        ("Sekunder til angring", "0"),
    ):
        write(part, name, text)
    part._try()
    office.bot.waitUntil(lambda: "innstillingene virker" in part._said.text(), timeout=10_000)
    office.control(Qt.Key.Key_Return)
    office.bot.waitUntil(lambda: part._said.text() == "Lagret.")

    office.search("99000777")
    office.key(Qt.Key.Key_Return)
    call_session = office.workspace.call_session
    office.bot.waitUntil(lambda: call_session.unknown_caller is not None)
    office.digits("922")
    for text in ("Dagbladet", "Kari Penn", "Streiken"):
        office.type(text)
        office.key(Qt.Key.Key_Return)
    answer_the_rest(office)
    card = next(c for c in office.workspace.call.review.card_list.cards if c.action.kind == "EMAIL")
    assert "sendes herfra til presse@forbundet.example" in card.accessibleName()
    office.finish()
    office.bot.waitUntil(lambda: bool(server.desk.received), timeout=15_000)
    (envelope,) = server.desk.received
    assert envelope.rcpt_tos == ["presse@forbundet.example"]
    assert b"Kari Penn" in (envelope.content or b"")
    office.bot.waitUntil(lambda: [m.state for m in office.services.outbox.all()] == ["sendt"], timeout=10_000)


def answer_the_rest(office: Screen) -> None:
    """Nobody takes the call; a deadline is given; whatever is left is answered «no»."""
    call = office.workspace.call
    for _ in range(8):
        if call.currentWidget() is call.review:
            break
        run = office.workspace.call_session.run
        assert run is not None
        assert run.current is not None
        if run.current.field:
            office.type("16")
            office.key(Qt.Key.Key_Return)
        else:
            office.digits(run.current.digit_of(run.current.choices[-1]))
    for _ in range(4):
        office.key(Qt.Key.Key_Space)


def test_leaving_with_something_left_over_is_asked_and_esc_stays(office: Screen) -> None:
    """Design 4.11. What is left lies safely until the next time."""
    office.search("99000777")
    office.key(Qt.Key.Key_Return)
    call_session = office.workspace.call_session
    office.bot.waitUntil(lambda: call_session.unknown_caller is not None)
    office.digits("9")
    office.digits("1")
    office.bot.waitUntil(lambda: call_session.draft is not None)
    asked: list[str] = []

    def answer(key: Qt.Key) -> None:
        """As soon as it is asked."""
        timer = QTimer(office.window, interval=10)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, CloseDialog):
                timer.stop()
                asked.append(dialog.accessibleName())
                office.bot.keyClick(dialog, key)

        timer.timeout.connect(look)
        timer.start()

    answer(Qt.Key.Key_Escape)
    assert not office.window.close()
    assert office.window.isVisible()
    answer(Qt.Key.Key_1)
    assert office.window.close()
    assert asked == ["1 parkert samtale venter. Alt ligger trygt til neste gang."] * 2
