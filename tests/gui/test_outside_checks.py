"""What waits for something outside holds neither the window nor the register, and is left at once."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from sentralbord_desktop.domain.sharing import SharedAddress
from sentralbord_desktop.gui.messages.sending_panel import SendingPanel
from sentralbord_desktop.gui.sharing.shared_register_panel import SharedRegisterPanel
from sentralbord_desktop.services.sharing.shared_register import SharedRegisterService
from tests.helpers.pages import settings_part
from tests.helpers.screen import Screen
from tests.helpers.servers import Gateway, Post

pytest_plugins = ["tests.helpers.delivery_fixtures"]
STOPPED = "Stoppet før det kom svar. Prøv igjen når du vil."


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes a connection and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def post() -> Iterator[Post]:
    server = Post()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def sending(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> SendingPanel:
    """Utsending of an office, not of practice."""
    monkeypatch.setattr(screen.services.sending, "_never", False)
    return settings_part(screen, "Utsending", SendingPanel)


def fill(part: SendingPanel, **values: str) -> None:
    for grid in (part.form, part.own):
        for key in grid.values():
            box = grid.box(key)
            if key in values and isinstance(box, QLineEdit):
                box.setText(values[key])
            elif key in values and isinstance(box, QComboBox):
                box.setCurrentIndex(box.findData(values[key]))
            elif key in values and isinstance(box, QPlainTextEdit):
                box.setPlainText(values[key])


def by_mail(part: SendingPanel, port: int) -> None:
    fill(part, mail="smtp", host="127.0.0.1", port=str(port), security="ingen", auth="ingen", sender="s@f.example")


def test_a_silent_mail_server_holds_neither_the_window_nor_the_register(
    screen: Screen, sending: SendingPanel, silent: int
) -> None:
    by_mail(sending, silent)
    sending.try_mail.setFocus()
    began = time.monotonic()
    sending.try_mail.click()
    screen.answered(screen.application.tasks)
    screen.answered(screen.application.import_tasks)
    screen.answered(screen.application.send_tasks)
    assert sending.bar._works
    screen.bot.waitUntil(lambda: sending.bar._halt.isVisible())
    screen.key(Qt.Key.Key_Escape)
    screen.bot.waitUntil(lambda: sending.bar.said.text() == STOPPED)
    assert sending.try_mail.isEnabled()
    assert time.monotonic() - began < 5


def test_the_program_ends_while_a_server_is_silent(screen: Screen, sending: SendingPanel, silent: int) -> None:
    by_mail(sending, silent)
    sending.try_mail.click()
    began = time.monotonic()
    screen.application.outside_tasks.shut_down()
    assert time.monotonic() - began < 5


@pytest.mark.own_window
def test_a_silent_register_server_is_left_at_esc(screen: Screen, tmp_path: Path, silent: int) -> None:
    services, app = screen.services, screen.application
    shared = SharedRegisterService(services.session, tmp_path, services.offline_queue, practice=False)
    part = SharedRegisterPanel(shared, app.tasks, app.import_tasks, app.outside_tasks, lambda: None)
    screen.bot.addWidget(part)
    part.show()
    screen.bot.waitUntil(lambda: bool(part.form.boxes))
    part.show_address(SharedAddress("127.0.0.1", "register", "sb", port=silent, secured="ingen"))
    part.test.click()
    screen.answered(app.import_tasks)
    assert part.bar._works
    screen.bot.waitUntil(lambda: part.bar._halt.isVisible())
    part.bar._halt.click()
    screen.bot.waitUntil(lambda: part.bar.said.text() == STOPPED)


@pytest.mark.own_window
def test_a_real_mail_comes_to_ones_own_address(screen: Screen, sending: SendingPanel, post: Post) -> None:
    by_mail(sending, post.port)
    fill(sending, own_mail="maja@forbundet.test")
    sending.send_mail.click()
    screen.bot.waitUntil(lambda: "Prøven er sendt til maja@forbundet.test" in sending.bar.said.text())
    (received,) = post.mailbox.received
    assert received.rcpt_tos == ["maja@forbundet.test"]
    assert b"Dette er en pr=C3=B8ve fra Sentralbord" in (received.content or b"")


@pytest.mark.own_window
def test_a_real_sms_comes_to_ones_own_number(screen: Screen, sending: SendingPanel, gateway: Gateway) -> None:
    fill(sending, sms="gateway", url=gateway.url, body='{"to": "{nummer}", "text": "{tekst}"}', own_number="990 00 418")
    sending.send_sms.click()
    screen.bot.waitUntil(lambda: "Prøven er sendt til 990 00 418" in sending.bar.said.text())
    (request,) = gateway.requests
    assert b'"to": "+4799000418"' in request["body"]


@pytest.mark.own_window
def test_without_an_address_of_ones_own_nothing_is_sent(screen: Screen, sending: SendingPanel, post: Post) -> None:
    by_mail(sending, post.port)
    sending.send_mail.click()
    screen.bot.waitUntil(lambda: "Skriv din egen e-postadresse" in sending.bar.said.text())
    assert not post.mailbox.received


@pytest.mark.own_window
def test_practice_sends_no_test(
    screen: Screen, sending: SendingPanel, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen.services.sending, "_never", True)
    by_mail(sending, post.port)
    fill(sending, own_mail="maja@forbundet.test")
    sending.send_mail.click()
    screen.bot.waitUntil(lambda: "I øving sendes ingenting" in sending.bar.said.text())
    assert not post.mailbox.received


@pytest.mark.own_window
def test_a_silent_calendar_holds_up_no_message(screen: Screen, silent: int) -> None:
    person = screen.services.organisation.read().staff[0]
    calendar = f"http://127.0.0.1:{silent}/kalender.ics"
    screen.services.organisation.save_entry(person.model_copy(update={"calendar": calendar}), seen=person)
    fetched: list[None] = []
    began = time.monotonic()
    screen.workspace.background_jobs._calendar_timer._fetch()
    screen.application.outside_tasks.run(screen.window, lambda: None, fetched.append)
    screen.answered(screen.application.send_tasks)
    screen.answered(screen.application.tasks)
    assert time.monotonic() - began < 5
    assert fetched == [], "the calendar is still awaited"
